/** The lesson with the reader's changes, as files: a page that needs no script, data for programs, both in a zip. */
import { exportWork } from "../keep-export.ts";
import { linkOf, NOTEBOOK_FORMAT } from "../share.ts";
import type { LessonView } from "./lesson-view.ts";
import { sharedOf } from "./share-dialog.ts";

const LIVE_ONLY =
  ".cell-bar, .cell-more, .cell-editor-help, .page-tools, .run-bar, .notices, .time-panel, .notice, dialog, script, [data-announcer]";
/** All that a saved page may do: look as it does. */
const STILL = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/**
 * This page as it stands now, complete in itself: texts and outputs, styles inside, no scripts. It names the engine that
 * gave them, and has a link that opens it live on that engine.
 */
export async function pageFile(view: LessonView): Promise<string> {
  const copy = document.documentElement.cloneNode(true) as HTMLElement;
  for (const it of copy.querySelectorAll(LIVE_ONLY)) it.remove();
  for (const section of copy.querySelectorAll<HTMLElement>("section[data-cell]")) {
    const cell = view.cells.get(section.dataset.cell ?? "");
    const pre = section.querySelector<HTMLElement>("pre.code");
    if (!cell || !pre) continue;
    section.querySelector(".cell-code")?.remove();
    section.classList.remove("barred");
    pre.hidden = false;
    if (cell.now.isEdited) pre.textContent = cell.code.text;
  }
  // With its base in front: on the reader's disk there is nothing beside it.
  for (const it of copy.querySelectorAll<HTMLAnchorElement>('a[href]:not([href^="#"])'))
    it.setAttribute("href", it.href);
  for (const it of copy.querySelectorAll("link, style")) it.remove();
  copy.querySelector("meta[http-equiv]")?.setAttribute("content", STILL);
  const style = document.createElement("style");
  style.textContent = [...document.styleSheets].flatMap(rulesOf).join("\n");
  copy.querySelector("head")?.append(style);
  copy.querySelector("head")?.append(engineMark(view));
  copy.querySelector("main")?.append(await wayBack(view));
  copy.removeAttribute("data-live");
  return `<!doctype html>\n${copy.outerHTML}\n`;
}

function engineMark({ context }: LessonView): HTMLElement {
  return Object.assign(document.createElement("meta"), { name: "daxlab-engine", content: context.data.engine });
}

async function wayBack(view: LessonView): Promise<HTMLElement> {
  const { data, strings } = view.context;
  const url = new URL(location.href);
  url.search = "";
  url.hash = await linkOf(sharedOf(view));
  const line = document.createElement("p");
  const link = Object.assign(document.createElement("a"), { href: url.href, textContent: strings.share.openLive });
  line.append(`${strings.share.madeWith(data.engine)} `, link);
  return line;
}

function rulesOf(sheet: CSSStyleSheet): string[] {
  try {
    return [...sheet.cssRules].map((it) => it.cssText);
  } catch {
    return [];
  }
}

/** Every cell with its text and state, and what a link would carry. */
export function dataFile(view: LessonView): string {
  const { data, notebook } = view.context;
  const cells = notebook.cells
    .filter((it) => it.kind === "simulation")
    .map(({ slug, text, state, isEdited }) => ({ slug, text, state, isEdited, value: shownValue(view, slug) }));
  const { edition, engine, lesson, title, hash } = data;
  const file = { format: NOTEBOOK_FORMAT, v: 1, edition, engine, lesson, title, hash, seed: notebook.seed, cells };
  return `${JSON.stringify({ ...file, shared: sharedOf(view) }, jsonValue, 1)}\n`;
}

/** A machine as its value; other data as it is. */
function shownValue(view: LessonView, slug: string): unknown {
  const { last } = view.context.notebook.cell(slug);
  if (last === null) return undefined;
  if (last.kind === "machine") return last.machine.value;
  return last.kind === "function" ? last.source : last.value;
}

function jsonValue(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return `${value}n`;
  if (value instanceof Map) return [...value];
  if (value instanceof Set || ArrayBuffer.isView(value)) return Array.from(value as unknown as Iterable<unknown>);
  return value;
}

export async function zipFile(view: LessonView): Promise<Uint8Array<ArrayBuffer>> {
  const { strToU8, zipSync } = await import("fflate");
  const { lesson, course } = view.context.data;
  const work = exportWork(view.context.keep, course, new Date());
  return zipSync({
    [`${lesson}.html`]: strToU8(await pageFile(view)),
    [`${lesson}.json`]: strToU8(dataFile(view)),
    [`${course}-work.json`]: strToU8(work),
  }) as Uint8Array<ArrayBuffer>;
}
