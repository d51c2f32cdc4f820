/**
 * The exercises of a lesson file, with what their setup needs and where they stand. Pure text in, data out; `sealed` is
 * the text of the lesson's file in notebooks/sealed/, which the student edition does not have.
 */
import { type DefaultTreeAdapterTypes, parse } from "parse5";
import { CellError } from "./cells.ts";
import type { Check, Exercise, Wrong } from "./contract.ts";
import { type Problem, parseExercises } from "./parse.ts";
import { type LessonCell, resolveSetup } from "./program.ts";

export interface CourseExercise {
  /** Lesson file without ".html". */
  lesson: string;
  exercise: Exercise;
  /** Resolved setup. */
  setup: readonly string[];
}

export interface LessonExercises {
  lesson: string;
  title: string;
  exercises: CourseExercise[];
  problems: Problem[];
  cells: LessonCell[];
}

type Element = DefaultTreeAdapterTypes.Element;

/** What `sealed` files hold, per exercise. */
interface Sealed {
  solution?: unknown;
  checks?: unknown[];
  wrong?: unknown[];
}

export function readLessonExercises(lesson: string, html: string, sealed: string | null): LessonExercises {
  const elements = elementsOf(html);
  const title = textOf(elements.find((it) => it.tagName === "title"));
  const block = elements.find((it) => it.tagName === "script" && attribute(it, "id") === "daxlab");
  if (block === undefined) return { lesson, title, exercises: [], problems: [], cells: cellsOf(elements, {}) };
  const json = textOf(block);
  const firstLine = block.sourceCodeLocation?.startTag?.endLine ?? 1;
  const parsed = parseExercises(json, firstLine);
  const cells = cellsOf(elements, slugsOf(json));
  const problems = [...parsed.problems];
  const exercises = withSealed(parsed.exercises, json, sealed, problems).flatMap((exercise) => {
    try {
      return [{ lesson, exercise, setup: resolveSetup(exercise, cells) }];
    } catch (error) {
      if (!(error instanceof CellError)) throw error;
      problems.push({ line: firstLine, path: `exercises.${exercise.id}.setup`, message: error.message });
      return [];
    }
  });
  return { lesson, title, exercises, problems, cells };
}

/** Adds the sealed parts by reading the merged JSON again, so that they obey the same contract. */
export function withSealed(
  open: readonly Exercise[],
  json: string,
  sealed: string | null,
  problems: Problem[],
): readonly Exercise[] {
  if (sealed === null || !open.some((it) => it.sealed)) return open;
  const block = JSON.parse(json) as { exercises: Record<string, Sealed> };
  let parts: Record<string, Sealed>;
  try {
    parts = JSON.parse(sealed) as Record<string, Sealed>;
  } catch (error) {
    problems.push({ line: 1, path: "sealed", message: `is not JSON: ${(error as Error).message}` });
    return open;
  }
  return open.map((exercise) => {
    const part = Object.hasOwn(parts, exercise.id) ? parts[exercise.id] : undefined;
    if (!exercise.sealed || part === undefined) return exercise;
    const spec = block.exercises[exercise.id] as Sealed;
    const whole = {
      ...spec,
      solution: part.solution ?? spec.solution,
      checks: [...(spec.checks ?? []), ...(part.checks ?? [])],
      wrong: [...(spec.wrong ?? []), ...(part.wrong ?? [])],
    };
    const again = parseExercises(JSON.stringify({ exercises: { [exercise.id]: whole } }));
    for (const it of again.problems) problems.push({ ...it, path: `sealed.${it.path}` });
    return again.exercises[0] ?? exercise;
  });
}

/** The exercise without what a student may not have: solution, hidden checks, and how wrong answers are told. */
export function studentExercise(exercise: Exercise): Exercise {
  const checks: readonly Check[] = exercise.checks.filter((it) => it.visible);
  const ids = checks.map((it) => it.id);
  const wrong: readonly Wrong[] = exercise.wrong.filter((it) => ids.includes(it.expectCheck));
  return { ...exercise, checks, wrong, ...(exercise.sealed ? { solution: null } : {}) } as Exercise;
}

function slugsOf(json: string): Record<string, string> {
  try {
    const block = JSON.parse(json) as { slugs?: Record<string, string> };
    return block.slugs ?? {};
  } catch {
    return {};
  }
}

/** Simulation cells: what a setup may name. */
function cellsOf(elements: readonly Element[], slugs: Record<string, string>): LessonCell[] {
  return elements
    .filter((it) => it.tagName === "script" && attribute(it, "type") === "module")
    .filter((it) => attribute(it, "pinned") !== null)
    .map((it) => ({ slug: slugs[attribute(it, "id") ?? ""] ?? "", text: dedent(textOf(it)) }));
}

function dedent(text: string): string {
  const lines = text.replace(/^\n|\s+$/g, "").split("\n");
  const widths = lines.filter((line) => line.trim() !== "").map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const width = widths.length === 0 ? 0 : Math.min(...widths);
  return lines.map((line) => line.slice(width)).join("\n");
}

function elementsOf(html: string): Element[] {
  const found: Element[] = [];
  const walk = (node: DefaultTreeAdapterTypes.Node) => {
    if ("tagName" in node) found.push(node);
    if ("childNodes" in node) node.childNodes.forEach(walk);
  };
  walk(parse(html, { sourceCodeLocationInfo: true }));
  return found;
}

const attribute = (element: Element, name: string): string | null =>
  element.attrs.find((it) => it.name === name)?.value ?? null;

function textOf(element: Element | undefined): string {
  if (element === undefined) return "";
  return element.childNodes.map((it) => ("value" in it ? it.value : "")).join("");
}
