/** What must be true of a lesson's text: names, cycles, needs, links, alternative texts, citations. Pure. */
import { type Cell, readCell } from "./cells.ts";
import type { LessonExercises } from "./course.ts";

export interface LessonFinding {
  line: number | null;
  message: string;
}

export interface LessonContext {
  /** What cells may use besides each other. */
  api: readonly string[];
  /** Whether a file named from the lessons folder is there. */
  isFile(path: string): boolean;
  /** Ids of the reference list. */
  references: ReadonlySet<string>;
}

/** Names of the language that simulation cells may use. */
const LANGUAGE = new Set(
  `undefined NaN Infinity Object Array String Number Boolean BigInt Symbol Math JSON Map Set WeakMap WeakSet Error
  TypeError RangeError Date RegExp Uint8Array Uint16Array Uint32Array Int8Array Int16Array Int32Array BigInt64Array
  BigUint64Array Float32Array Float64Array ArrayBuffer DataView parseInt parseFloat isNaN isFinite Intl structuredClone
  TextEncoder TextDecoder Promise console Reflect Proxy globalThis`.split(/\s+/),
);

export function verifyLesson(lesson: LessonExercises, html: string, context: LessonContext): LessonFinding[] {
  const cells = lesson.cells.map((it) => ({ ...it, read: tryRead(it.text) }));
  const good = cells.flatMap((it) => (it.read.cell ? [{ ...it, cell: it.read.cell }] : []));
  return [
    ...lesson.problems.map((it) => ({ line: it.line, message: `${it.path}: ${it.message}` })),
    ...cells.flatMap((it) => (it.read.problem ? [{ line: null, message: `a cell: ${it.read.problem}` }] : [])),
    ...names(
      good.map((it) => it.cell),
      context,
    ),
    ...cycles(good.map((it) => it.cell)),
    ...links(html, context),
    ...pictures(html),
    ...citations(lesson, context),
  ];
}

function tryRead(text: string): { cell: Cell | null; problem: string | null } {
  try {
    return { cell: readCell(text), problem: null };
  } catch (error) {
    return { cell: null, problem: (error as Error).message };
  }
}

function names(cells: readonly Cell[], context: LessonContext): LessonFinding[] {
  const all = cells.flatMap((it) => it.names);
  const doubles = all.filter((name, index) => all.indexOf(name) < index);
  const taken = all.filter((name) => context.api.includes(name));
  const known = new Set([...all, ...context.api, ...LANGUAGE]);
  const missing = [...new Set(cells.flatMap((it) => it.needs.filter((name) => !known.has(name))))];
  return [
    ...doubles.map((name) => ({ line: null, message: `two cells declare ${name}; rename one` })),
    ...taken.map((name) => ({ line: null, message: `a cell declares ${name}, which every cell has already` })),
    ...missing.map((name) => ({ line: null, message: `no cell declares ${name}` })),
  ];
}

function cycles(cells: readonly Cell[]): LessonFinding[] {
  const state = new Map<Cell, "open" | "done">();
  const found: LessonFinding[] = [];
  const visit = (cell: Cell, path: readonly string[]): void => {
    if (state.get(cell) === "done") return;
    if (state.get(cell) === "open") {
      found.push({ line: null, message: `cells need each other: ${path.join(" → ")}` });
      return;
    }
    state.set(cell, "open");
    for (const name of cell.needs) {
      const next = cells.find((it) => it.names.includes(name));
      if (next && next !== cell) visit(next, [...path, name]);
    }
    state.set(cell, "done");
  };
  for (const cell of cells) visit(cell, [cell.names[0] ?? "a cell"]);
  return found;
}

/** Links inside the site must lead somewhere; links out are not opened. */
function links(html: string, context: LessonContext): LessonFinding[] {
  const found: LessonFinding[] = [];
  for (const match of html.matchAll(/\]\(([^)\s]+)[^)]*\)|\bhref="([^"]+)"/g)) {
    const target = match[1] ?? match[2] ?? "";
    if (/^[a-z][a-z0-9+.-]*:|^#|^\$\{/i.test(target)) continue;
    const path = target.replace(/[#?].*$/, "");
    if (path === "" || context.isFile(path)) continue;
    found.push({ line: lineOf(html, match.index), message: `link to ${target}, which is not there` });
  }
  return found;
}

function pictures(html: string): LessonFinding[] {
  const found: LessonFinding[] = [];
  for (const match of html.matchAll(/!\[\s*\]\(|<img\b(?![^>]*\balt=)[^>]*>/g)) {
    found.push({ line: lineOf(html, match.index), message: "a picture without an alternative text" });
  }
  return found;
}

function citations(lesson: LessonExercises, context: LessonContext): LessonFinding[] {
  return lesson.exercises.flatMap(({ exercise }) =>
    exercise.cites
      .filter((id) => !context.references.has(id))
      .map((id) => ({ line: null, message: `exercise ${exercise.id} cites ${id}, which no reference has` })),
  );
}

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split("\n").length;
