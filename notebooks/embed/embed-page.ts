/**
 * The program of embed.html: one lesson, or a part of it, inside of somebody's page. It is readable as soon as the
 * lesson's script is there; it comes alive when it is seen or touched, or a moment later where nobody can see it. Cells run
 * when the reader says so.
 */
import "../style/site.css";
import "./embed.css";
import { lessons } from "virtual:daxlab/course";
import { start } from "../page/main.ts";
import { PAGE_DATA_ID } from "../page/page-data.ts";
import { linkOf } from "../page/share.ts";
import type { LessonView } from "../page/ui/lesson-view.ts";
import { applyTheme } from "../page/ui/preferences.ts";
import { sharedOf } from "../page/ui/share-dialog.ts";
import { type EmbedAddress, readAddress } from "./address.ts";
import { watchHeight } from "./auto-height.ts";
import type { EmbedLesson } from "./embed-data.ts";
import { fetchLesson } from "./lesson-script.ts";
import { type FromEmbed, readToEmbed, type Said } from "./messages.ts";
import { headingsAbove, showParts } from "./parts-shown.ts";
import { reportCells } from "./reports.ts";

/** So long an embed that nobody has seen waits, so that many on one page do not start together. */
const UNSEEN_MS = 1500;

const main = document.querySelector("main") as HTMLElement;
const foot = document.querySelector(".embed-foot") as HTMLElement;

function refuse(text: string): void {
  const line = document.createElement("p");
  line.className = "fault";
  line.setAttribute("role", "alert");
  line.textContent = text;
  main.replaceChildren(line);
}

/** Once it is in sight, touched or focused; or after a while. */
function whenWanted(act: () => void): void {
  let isDone = false;
  const once = (): void => {
    if (isDone) return;
    isDone = true;
    sight.disconnect();
    act();
  };
  const sight = new IntersectionObserver((all) => {
    if (all.some((it) => it.isIntersecting)) once();
  });
  sight.observe(main);
  for (const event of ["pointerdown", "focusin"]) addEventListener(event, once, { once: true });
  setTimeout(once, UNSEEN_MS);
}

/** Links lead out of the frame; those within the lesson scroll to their place. */
function watchLinks(): void {
  addEventListener("click", (event) => {
    const link = (event.target as Element | null)?.closest?.("a");
    if (link?.getAttribute("href")?.startsWith("#") !== true) return;
    event.preventDefault();
    document.getElementById(link.hash.slice(1))?.scrollIntoView({ block: "nearest" });
  });
}

function openInFull({ lesson: slug, engine, figure, cells }: EmbedAddress, title: string) {
  const first = figure ?? cells?.from;
  const link = document.createElement("a");
  const page = new URL(`lessons/${slug}.html`, location.href.replace(/#.*/, ""));
  if (engine !== undefined) page.searchParams.set("engine", engine);
  page.hash = first ? `cell=${first}` : "";
  link.href = page.href;
  link.target = "_blank";
  link.rel = "noopener";
  link.dataset.action = "open-full";
  link.textContent = `Open in full: ${title}`;
  foot.prepend(link);
  return {
    link,
    /** Takes the reader's texts along. */
    follow: async (view: LessonView) => {
      view.flush();
      const shared = sharedOf(view);
      if (Object.keys(shared.cells).length > 0) page.hash = await linkOf(shared);
      else page.hash = first ? `cell=${first}` : "";
      link.href = page.href;
    },
  };
}

function put({ article, data }: EmbedLesson): HTMLElement {
  main.innerHTML = article;
  for (const link of main.querySelectorAll<HTMLAnchorElement>('a:not([href^="#"])')) {
    link.target = "_blank";
    link.rel = "noopener";
  }
  const block = document.createElement("script");
  block.type = "application/json";
  block.id = PAGE_DATA_ID;
  block.textContent = JSON.stringify(data);
  document.body.append(block);
  return main.querySelector("article") ?? main;
}

async function open(address: EmbedAddress): Promise<void> {
  const say = (message: Said<FromEmbed>): void => {
    if (parent !== window) parent.postMessage({ daxlab: 1, id: address.id, ...message }, "*");
  };
  applyTheme(address.theme);
  const lesson = await fetchLesson(address.lesson);
  const { title } = lesson.data;
  const article = put(lesson);
  const missing = showParts(article, address);
  if (missing !== null) return refuse(`Lesson ${address.lesson} has no part called ${missing}.`);
  document.title = title;
  document.documentElement.dataset.shows = address.figure ? "figure" : address.cells ? "cells" : "lesson";
  main.prepend(...headingsAbove(article));
  const full = openInFull(address, title);
  full.link.addEventListener("click", () => say({ type: "open", href: full.link.href }));
  watchLinks();
  reportCells(article, say);
  const wishes = { step: address.step, language: address.lang, theme: address.theme };
  let view: LessonView | null = null;
  const toStep = () => {
    if (wishes.step !== undefined) view?.context.selection.select({ event: wishes.step }, "embed");
  };
  addEventListener("message", (event) => {
    const message = event.source === parent ? readToEmbed(event.data) : null;
    if (message === null || message.id !== address.id) return;
    if (message.type === "theme") {
      wishes.theme = message.theme;
      applyTheme(wishes.theme);
    } else if (message.type === "step") {
      wishes.step = message.step;
      toStep();
    } else if (view === null) wishes.language = message.lang;
  });
  say({ type: "ready", lesson: address.lesson, title });
  watchHeight(document.body, (height) => say({ type: "height", height }));
  whenWanted(async () => {
    view = await start((await lessons[address.lesson]?.()) ?? null, {
      language: wishes.language,
      engine: address.engine,
    });
    applyTheme(wishes.theme);
    if (view === null) return;
    const live = view;
    const follow = (): void => void full.follow(live);
    for (const event of ["input", "keyup", "pointerup"]) addEventListener(event, () => setTimeout(follow, 0));
    for (const event of ["focusin", "pointerover"]) full.link.addEventListener(event, follow);
    toStep();
  });
}

const address = readAddress(location.hash);
if ("problem" in address) refuse(`This embed's address is damaged (${address.problem}).`);
else open(address).catch((error: unknown) => refuse(String(error)));
