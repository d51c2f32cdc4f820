/**
 * The script of every built page. `start(lesson)` makes a lesson live; `start(null)` gives the other pages their map,
 * search and settings. The HTML is complete without it: what fails here leaves a page that can be read.
 */
import "./ui/live.css";
import type { Lab } from "../../workers/api.ts";
import { loadLanguage } from "../i18n/languages.ts";
import { openKeep } from "./keep.ts";
import { deepStore, localStore } from "./keep-stores.ts";
import type { Opening } from "./opening.ts";
import { type LessonModule, readPageData } from "./page-data.ts";
import { speakFigures } from "./speak-figures.ts";
import { makeAnnouncer } from "./ui/announcer.ts";
import type { PageContext } from "./ui/cell-context.ts";
import { pageKeys } from "./ui/cell-keys.ts";
import { watchCrashes } from "./ui/crash-loop.ts";
import type { LessonView } from "./ui/lesson-view.ts";
import { applyTheme, changePreferences, readPreferences } from "./ui/preferences.ts";
import { RunBar } from "./ui/run-bar.ts";
import { makeSelection } from "./ui/selection.ts";
import { Shell } from "./ui/shell.ts";

/** A lesson inside of another page: no tools around it, and its address says what is shown, not what to open. */
export interface Embedded {
  language: string;
  /** Hash of the engine that it was made with, or of its beginning. */
  engine?: string | undefined;
}

export async function start(
  lesson: LessonModule | null,
  embedded?: Embedded | null,
  opening?: Opening | null,
): Promise<LessonView | null> {
  const read = readPageData();
  const main = document.querySelector<HTMLElement>("main");
  if (read === null || main === null) return null;
  const asked = new URLSearchParams(location.search);
  const wanted = lesson === null ? null : (embedded?.engine ?? asked.get("engine"));
  const chosen = wanted ? await (await import("./ui/chosen-engine.ts")).chooseEngine(wanted, read.engine) : null;
  const data = chosen?.lab ? { ...read, engine: chosen.said?.hash ?? read.engine } : read;
  const local = localStore();
  const keep = openKeep({ course: data.course, notebook: data.lesson, local, deep: deepStore() });
  addEventListener("storage", (event) => keep.heard(event));
  const preferences = readPreferences(keep);
  applyTheme(preferences.theme);
  const tag = embedded?.language || (asked.get("lang") ?? preferences.language);
  const [language] = await Promise.all([loadLanguage(tag), speakFigures(tag)]);
  if (tag && tag !== "en" && !embedded) await (await import("./speak-page.ts")).speakPage(tag);
  const context: PageContext = {
    data,
    strings: language.page,
    values: language.values,
    preferences,
    keep,
    announcer: makeAnnouncer(document.body),
    selection: makeSelection(),
    setPreference: (next) => changePreferences(keep, preferences, next),
  };
  if (!embedded && isUnknown(asked.get("lang"))) {
    const { wrongAddress } = await import("./ui/wrong-address.ts");
    wrongAddress(context, "language", [
      { name: "lang", got: asked.get("lang")?.slice(0, 20) ?? "", expected: "language" },
    ]);
  }
  const isSafe = asked.has("safe");
  const view =
    lesson === null || data.lesson === ""
      ? null
      : await startLesson(lesson, main, { context, isSafe, opening, lab: chosen?.lab });
  if (chosen?.said) (await import("./ui/chosen-engine.ts")).showEngine(main, chosen.said, context.strings);
  if (embedded) void startExercises(context, view);
  else {
    openShell(context, view);
    if (view) await followAddress(view);
  }
  document.documentElement.dataset.live = "";
  return view;
}

/** A language that the address asks for and the page does not speak; English is what it gets. */
const isUnknown = (tag: string | null): boolean => tag !== null && !/^(en|de|qps)?$/.test(tag);

async function startExercises(context: PageContext, view: LessonView | null): Promise<void> {
  await view?.context.lab.ready;
  await (await import("./ui/course.ts")).startCourse(context, view);
}

function openShell(context: PageContext, view: LessonView | null): void {
  const shell = new Shell(context, view);
  pageKeys({
    runStale: () => void view?.runStale(),
    stop: () => void view?.context.notebook.stop(),
    shortcuts: () => void shell.open("shortcuts"),
    search: () => void shell.open("search"),
    hasSingleKeys: () => context.preferences.singleKeys,
  });
}

interface LessonStart {
  context: PageContext;
  isSafe: boolean;
  opening: Opening | null | undefined;
  /** Of a released engine. */
  lab: Lab | null | undefined;
}

async function startLesson(
  lesson: LessonModule,
  main: HTMLElement,
  { context, isSafe, opening, lab: chosen }: LessonStart,
): Promise<LessonView> {
  const { LessonView } = await import("./ui/lesson-view.ts");
  const { createNotebook } = await import("./notebook.ts");
  const lab = chosen ?? opening?.lab ?? (await import("./fresh-lab.ts")).freshLab();
  const answers = opening ? { answers: opening.answers } : {};
  const crashes = watchCrashes(localStore(), location.pathname);
  let bar: RunBar | null = null;
  const parts = { lesson, lab, createNotebook, isSafe, crashes, runBar: () => bar, ...answers };
  const view = new LessonView(main, context, parts);
  bar = new RunBar(main, context.strings, barActions(view), {
    stale: 0,
    isRunning: false,
    slow: null,
    restarted: null,
    isSafe,
    isLoop: crashes.isLoop,
    boundary: null,
    saved: context.keep.state,
  });
  view.count();
  const shown = bar;
  context.keep.onState((saved) => shown.change({ saved }));
  lab.onSlow((slug) => {
    shown.change({ slow: view.label(slug) });
    context.announcer.say(context.strings.run.slow(view.label(slug)));
  });
  lab.onRestart((restarted) => {
    shown.change({ restarted, slow: null });
    context.announcer.say(context.strings.run.restarted(restarted));
  });
  lab.ready.then(
    ({ boundary }) => shown.change({ boundary }),
    () => shown.change({ boundary: "none" }),
  );
  return view;
}

function barActions(view: LessonView) {
  return {
    runStale: () => void view.runStale(),
    stop: () => void view.context.notebook.stop(),
  };
}

/** A link to a place is followed; a link with changes is shown and asks. */
async function followAddress(view: LessonView): Promise<void> {
  const follow = async () => {
    if (location.hash.length < 2) return;
    const { followLink } = await import("./ui/opened-link.ts");
    await followLink(location.hash, view);
  };
  addEventListener("hashchange", () => void follow());
  await follow();
}
