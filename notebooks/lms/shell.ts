/**
 * The course package's frame: one SCO. It speaks with the platform, shows how the connection is, and holds the lessons
 * in an iframe, so that going from lesson to lesson never ends the session.
 */
import { emptyProgress, merged, type Progress, printProgress, readProgress } from "../exercises/progress.ts";
import { lmsStringsDe, lmsStringsEn } from "../i18n/lms.ts";
import { cmi5Platform, readLaunch } from "./cmi5.ts";
import { type Connection, makeCommitter } from "./committer.ts";
import { linkToPage } from "./link.ts";
import { noPlatform, type Platform } from "./platform.ts";
import { scormPlatform } from "./scorm.ts";
import { type CourseManifest, summarise } from "./summary.ts";
import { packSuspend, unpackSuspend } from "./suspend.ts";

interface PackageData extends CourseManifest {
  kind: "scorm12" | "scorm2004" | "cmi5";
}

function platformOf(kind: PackageData["kind"]): Platform {
  if (kind === "scorm12") return scormPlatform("1.2", window);
  if (kind === "scorm2004") return scormPlatform("2004", window);
  const launch = readLaunch(location.search);
  if (launch === null) return noPlatform;
  const uuid = () => crypto.randomUUID();
  const store = probe(() => sessionStorage);
  return cmi5Platform({ launch, fetch: (...args) => fetch(...args), store, uuid, now: () => new Date() });
}

/** Storage that works, or null: frames of other sites may have none. */
function probe(get: () => Storage): Storage | null {
  try {
    get().setItem("daxlab:probe", "1");
    get().removeItem("daxlab:probe");
    return get();
  } catch {
    return null;
  }
}

const element = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;

async function start(): Promise<void> {
  const data = JSON.parse(element("daxlab-package").textContent ?? "") as PackageData;
  const strings = navigator.language.startsWith("de") ? lmsStringsDe : lmsStringsEn;
  const time = (ms: number) => new Date(ms).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
  const show = (it: Connection) => {
    element("connection").dataset.state = it.state;
    element("connection").textContent = strings.connection(it, time);
  };
  element("send").textContent = strings.sendNow;
  element("details-title").textContent = strings.details;
  element<HTMLIFrameElement>("lesson").title = strings.lesson;
  show({ state: "connecting" });

  const startedAt = Date.now();
  const store = probe(() => localStorage);
  const key = `daxlab:v1:${data.course.split("@")[0]}/package`;
  const platform = platformOf(data.kind);
  const opened = await platform.open();
  element("details").textContent = strings.detailsText(platform.name, opened.problem);
  let progress: Progress = emptyProgress(new Date());
  const local = readProgress(store?.getItem(key) ?? "");
  const kept = unpackSuspend(opened.suspend, data, progress.startedAt);
  if (local !== null) progress = local;
  if (kept !== null) progress = merged(progress, kept);

  const saved = () => ({
    ...summarise(progress, data),
    suspend: packSuspend(progress, data),
    seconds: (Date.now() - startedAt) / 1000,
  });
  const committer = makeCommitter(() => platform.save(saved()), show, {
    now: Date.now,
    after(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  });
  const showScore = () => {
    const { earned, possible } = summarise(progress, data);
    element("score").textContent = strings.score(earned, possible);
  };
  const isOn = opened.isOpen;
  show(isOn ? committer.connection : { state: "none", problem: opened.problem });
  showScore();

  const frame = element<HTMLIFrameElement>("lesson");
  linkToPage(window, () => frame.contentWindow, {
    kept: () => progress,
    onProgress(next, isUrgent) {
      progress = merged(progress, next);
      store?.setItem(key, printProgress(progress));
      showScore();
      if (!isOn) return;
      committer.changed();
      if (isUrgent) void committer.flush();
    },
  });
  element("send").addEventListener("click", () => void (isOn && committer.flush()));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && isOn) void committer.flush();
  });
  window.addEventListener("pagehide", () => void (isOn && platform.close(saved())));
  const place = data.lessons.find((it) => it.slug === progress.last?.lesson) ?? data.lessons[0];
  if (place) frame.src = place.page;
}

void start();
