/**
 * The exercises of a lesson's JSON block: text → exercises and problems. Never throws; a problem names the line, what
 * is wrong and what to write instead, and an exercise with a problem is left out.
 */
import * as v from "valibot";
import { readCell } from "./cells.ts";
import { BLANK, type Exercise, exerciseSchema, SLUG } from "./contract.ts";
import { lineAt, offsetOf, type Path, positionsOf, syntaxOffset } from "./positions.ts";

export interface Problem {
  /** 1-based line of the file that holds the block. */
  line: number;
  /** Where in the block: "exercises.tell-bob.checks.0.points". */
  path: string;
  message: string;
}

export interface Parsed {
  exercises: Exercise[];
  problems: Problem[];
}

type Report = (path: Path, message: string) => void;

/** Reads `exercises` from the text of a block whose first character stands on `firstLine` of its file. */
export function parseExercises(json: string, firstLine = 1): Parsed {
  const problems: Problem[] = [];
  let block: unknown;
  try {
    block = JSON.parse(json);
  } catch (error) {
    return {
      exercises: [],
      problems: [syntaxProblem(json, firstLine, error as Error)],
    };
  }
  const positions = positionsOf(json);
  const report: Report = (path, message) => {
    const line = firstLine - 1 + lineAt(json, offsetOf(positions, path));
    problems.push({ line, path: path.join("."), message });
  };
  const raw = isRecord(block) && block.exercises !== undefined ? block.exercises : {};
  if (!isRecord(raw)) {
    report(["exercises"], 'must be an object keyed by slug: { "my-exercise": { "kind": "code", … } }');
    return { exercises: [], problems };
  }
  const exercises: Exercise[] = [];
  for (const [slug, spec] of Object.entries(raw)) {
    const before = problems.length;
    const exercise = readExercise(slug, spec, report);
    if (exercise !== null && problems.length === before) exercises.push(exercise);
  }
  return { exercises, problems };
}

function readExercise(slug: string, spec: unknown, report: Report): Exercise | null {
  const at: Path = ["exercises", slug];
  if (!SLUG.test(slug)) {
    report(at, `the name ${JSON.stringify(slug)} must be a slug such as "tell-bob"`);
    return null;
  }
  if (!isRecord(spec)) {
    report(at, 'must be an object such as { "kind": "code", … }');
    return null;
  }
  const result = v.safeParse(exerciseSchema, { ...spec, id: slug });
  if (!result.success) {
    for (const issue of result.issues) report([...at, ...pathOf(issue)], sentence(issue));
    return null;
  }
  const exercise: Exercise = result.output;
  consistency(exercise, (path, message) => report([...at, ...path], message));
  return exercise;
}

function consistency(exercise: Exercise, report: Report): void {
  const checkIds = exercise.checks.map((check) => check.id);
  duplicates(checkIds).forEach((i) => {
    report(["checks", i, "id"], `check ${checkIds[i]} is there twice; rename one`);
  });
  exercise.wrong.forEach((wrong, i) => {
    if (!checkIds.includes(wrong.expectCheck)) {
      report(["wrong", i, "expectCheck"], `no check ${wrong.expectCheck}; there is ${list(checkIds)}`);
    }
    if (wrong.when !== null) parses(wrong.when, ["wrong", i, "when"], report);
    if (exercise.kind === "predict" && typeof wrong.answer === "object") {
      const fields = exercise.fields.map((field) => field.id);
      for (const name of Object.keys(wrong.answer)) {
        if (!fields.includes(name)) report(["wrong", i, "answer"], `no field ${name}; there is ${list(fields)}`);
      }
    }
  });
  exercise.checks.forEach((check, i) => {
    if (check.run !== null) parses(check.run, ["checks", i, "run"], report);
    else if (exercise.kind === "code") {
      report(["checks", i], 'a check of a code exercise needs run: "({ machine }) => …"');
    }
    fieldOf(exercise, check.field, ["checks", i, "field"], report);
  });
  if (exercise.solution === null && !exercise.sealed) {
    report([], 'needs a solution, or "sealed": true with the solution in notebooks/sealed/');
  }
  solutionOf(exercise, report);
}

function fieldOf(exercise: Exercise, field: string | null, path: Path, report: Report): void {
  if (field === null) return;
  const fields = exercise.kind === "predict" ? exercise.fields.map((it) => it.id) : [];
  if (!fields.includes(field)) report(path, `no field ${field}; there is ${list(fields)}`);
}

function solutionOf(exercise: Exercise, report: Report): void {
  if (exercise.kind === "choice" || exercise.kind === "order") {
    const [key, options] = exercise.kind === "choice" ? ["options", exercise.options] : ["items", exercise.items];
    const known = (options as readonly { id: string }[]).map((it) => it.id);
    duplicates(known).forEach((i) => {
      report([key as string, i, "id"], `${known[i]} is there twice; rename one`);
    });
    const solution = exercise.solution ?? known;
    for (const id of solution) {
      if (!known.includes(id)) report(["solution"], `no option ${id}; there is ${list(known)}`);
    }
    if (exercise.kind === "order" && solution.length !== known.length) {
      report(["solution"], `must name all ${known.length} items once`);
    }
    if (exercise.kind === "choice" && !exercise.multiple && solution.length !== 1 && exercise.solution) {
      report(["solution"], 'must name one option; for several, add "multiple": true');
    }
    return;
  }
  if (exercise.solution === null) return;
  parses(exercise.solution, ["solution"], report, exercise.kind === "predict");
  if (BLANK.test(exercise.solution)) report(["solution"], "must have no blank (six underscores)");
}

/** Functions and predict solutions are expressions; solutions of code are cells. */
function parses(source: string, path: Path, report: Report, expression = path.at(-1) !== "solution"): void {
  try {
    const cell = readCell(source);
    if (expression && !cell.expression) report(path, "must be one expression");
  } catch (error) {
    report(path, `is not JavaScript: ${(error as Error).message}`);
  }
}

function pathOf(issue: v.BaseIssue<unknown>): Path {
  return (issue.path ?? []).map((item) => item.key as string | number);
}

function sentence(issue: v.BaseIssue<unknown>): string {
  if (issue.type !== "strict_object") return `${issue.message}, got ${short(issue.input)}`;
  if (issue.expected === "never") return `unknown field ${issue.received}; remove it or see the README for the names`;
  if (issue.input === undefined) return `is missing: add ${issue.expected}`;
  return `must be an object, got ${short(issue.input)}`;
}

function syntaxProblem(json: string, firstLine: number, error: Error): Problem {
  const line = firstLine - 1 + lineAt(json, syntaxOffset(json));
  return { line, path: "", message: `is not JSON: ${error.message.split(/, (?:\.\.\.)?"/, 1)[0]}` };
}

const list = (names: readonly string[]): string => (names.length === 0 ? "none" : names.join(", "));
const duplicates = (names: readonly string[]): number[] =>
  names.flatMap((name, i) => (names.indexOf(name) < i ? [i] : []));
const isRecord = (it: unknown): it is Record<string, unknown> =>
  typeof it === "object" && it !== null && !Array.isArray(it);
const short = (it: unknown): string => {
  const text = JSON.stringify(it) ?? String(it);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};
