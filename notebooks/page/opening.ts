/**
 * The first script of a lesson's page, and all that stands between a reader and the first answer: it opens the lab, before
 * the document has been read or drawn, and plays there what the first figure is drawn from, the author's text as ever. The other scripts of the page are asked for
 * when the first cell has answered, or as soon as the reader does something, or when it takes too long.
 *
 * Callers rely on `ANSWER_MARK`, set once in the page's performance timeline, and on `start` of `main.ts` being called whatever happens here.
 *
 * **Left out:** safe mode, which plays nothing, and addresses that ask for another engine (ui/chosen-engine.ts): both begin
 * with `start`.
 */
import "./ui/live.css";
import "./ui/skim.css";
import type { CellResult, Lab, Wire } from "../../workers/api.ts";
import { connectLab } from "../../workers/page/client.ts";
import { Graph } from "./graph.ts";
import { coursePrefix, type LessonModule, type PageCell, type PageData, readPageData } from "./page-data.ts";
import { applyTheme, readPreferences, type Theme } from "./ui/preferences.ts";

export const ANSWER_MARK = "daxlab:answer";

/** Longer than this the page's controls do not wait for an answer. */
const PATIENCE_MS = 3000;
const BUDGET_MS = 10_000;
const DEEDS = ["pointerdown", "keydown", "focusin"] as const;

/** What was begun before the notebook was there. */
export interface Opening {
  lab: Lab;
  /** What the author's texts of these cells give, by slug. */
  answers: ReadonlyMap<string, Promise<CellResult>>;
}

export async function open(lesson: LessonModule): Promise<void> {
  const asked = new URLSearchParams(location.search);
  const lab = asked.has("safe") || asked.has("engine") ? null : connectLab();
  if (lab !== null) skim();
  await parsed();
  const data = readPageData();
  if (data !== null) applyTheme(keptTheme(data.course));
  const opening = data === null || lab === null ? null : begin(lab, data);
  if (opening !== null) await Promise.race([firstAnswer(opening), deed(), pause(PATIENCE_MS)]);
  delete document.documentElement.dataset.skimmed;
  const { start } = await import("./main.ts");
  await start(lesson, null, opening);
}

/** The page has its colours before anything is fetched; `keep.ts` is there only later. */
function keptTheme(course: string): Theme {
  try {
    return readPreferences({ readText: (name) => localStorage.getItem(coursePrefix(course) + name) }).theme;
  } catch {
    return "auto";
  }
}

/**
 * Laying out a whole lesson takes longer than its first answer; see skim.css. Not for readers who come to a certain place:
 * it stands where it stands only when all before it has been laid out.
 */
function skim(): void {
  const [visit] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  if (visit?.type === "navigate" && location.hash === "") document.documentElement.dataset.skimmed = "";
}

/** The whole document is there, drawn or not. */
function parsed(): Promise<void> {
  return new Promise((done) => {
    if (document.readyState !== "loading") done();
    else document.addEventListener("DOMContentLoaded", () => done(), { once: true });
  });
}

function begin(lab: Lab, data: PageData): Opening {
  const cells = data.cells.map((it) => ({ ...it, names: it.outputs, needs: it.inputs }));
  const graph = new Graph(cells);
  const answers = new Map<string, Promise<CellResult>>();
  const figure = document.querySelector<HTMLElement>('section[data-kind="view"]')?.dataset.cell;
  for (const slug of figure === undefined ? [] : graph.lineage(figure)) {
    const cell = data.cells.find((it) => it.slug === slug);
    if (cell?.kind !== "simulation") continue;
    const inputs = graph.inputs(slug).map((it) => ({ name: it.name, answer: answers.get(it.from) }));
    answers.set(slug, answer(lab, cell, inputs, data.seed));
  }
  return { lab, answers };
}

async function answer(
  lab: Lab,
  { slug, text, outputs, inputs: needs, expression, functions, budgetMs = BUDGET_MS }: PageCell,
  inputs: readonly { name: string; answer: Promise<CellResult> | undefined }[],
  seed: number,
): Promise<CellResult> {
  const given: Record<string, Wire> = {};
  for (const it of inputs) {
    const result = await it.answer;
    const wire = result?.state === "ok" ? result.values[it.name] : undefined;
    if (wire !== undefined) given[it.name] = wire;
  }
  const shape = { names: outputs, needs, expression, ...(functions ? { functions } : {}) };
  return lab.evaluate(text, { slug, shape, inputs: given, seed, budgetMs });
}

/** Resolves when the first cell has answered, with whatever; never where there is no cell to answer. */
async function firstAnswer({ answers }: Opening): Promise<void> {
  const [first] = answers.values();
  if (first === undefined) return;
  await first;
  performance.mark(ANSWER_MARK);
}

function deed(): Promise<void> {
  return new Promise((done) => {
    for (const kind of DEEDS) addEventListener(kind, () => done(), { once: true, capture: true });
  });
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
