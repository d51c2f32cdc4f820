/** One lesson, read, checked, run and ready to be written; and what the course has in common. */

import { CellError, readCell } from "../exercises/cells.ts";
import type { Exercise } from "../exercises/contract.ts";
import { parseExercises } from "../exercises/parse.ts";
import { placeholders, resolveSetup } from "../exercises/program.ts";
import { type Lesson, LessonError, readLesson } from "../page/lesson.ts";
import { proseText } from "../page/prose-text.ts";
import { bodyOf, type Graph, graphOf, type Ran, runCells, type Scopes } from "./cells.ts";
import type { References } from "./citations.ts";
import { type Edition, editionExercises } from "./edition.ts";
import { type LessonData, readLessonData } from "./lesson-data.ts";
import type { RecordedInjection } from "./recordings.ts";
import type { TermLinks } from "./terms.ts";
import { present } from "./wire.ts";

export interface BuiltExercise {
  exercise: Exercise;
  setup: readonly string[];
  /** Values of the prompt's `${…}`. */
  prompt: readonly string[];
}

export interface BuiltLesson {
  /** File name without ".html". */
  slug: string;
  /** Its path, for messages. */
  file: string;
  lesson: Lesson;
  data: LessonData;
  graph: Graph;
  ran: Ran;
  exercises: readonly BuiltExercise[];
  recordings: ReadonlyMap<string, RecordedInjection>;
  course: LessonSurroundings;
}

/** What a lesson needs of the course around it. */
export interface LessonSurroundings {
  references: References;
  terms(root: string): TermLinks;
}

export interface LessonTools {
  scopes: Scopes;
  recordings: ReadonlyMap<string, RecordedInjection>;
  /** "open" unless said. */
  edition?: Edition;
  /** Text of the lesson's file in notebooks/sealed/, or null. */
  sealed?: string | null;
}

/** `source` is the text of `file`; throws a `LessonError` for anything that would not work on the page. */
export function buildLesson(source: string, file: string, tools: LessonTools, course: LessonSurroundings): BuiltLesson {
  const lesson = readLesson(source, file);
  const data = readLessonData(lesson, file);
  const graph = graphOf(lesson, tools.scopes, file);
  const ran = runCells(graph, tools.scopes, file, present);
  const exercises = exercisesOf(lesson, tools, file);
  for (const [id, cites] of Object.entries(data.cites)) {
    if (!lesson.cells.some((it) => String(it.id) === id)) {
      throw new LessonError(file, lesson.jsonLine, `"cites" names cell ${id}, which does not exist`);
    }
    refuseUnknown(cites, course, file, lesson.jsonLine);
  }
  for (const { exercise } of exercises) refuseUnknown(exercise.cites, course, file, lesson.jsonLine);
  const slug = file.replace(/^.*\//, "").replace(/\.html$/, "");
  return { slug, file, lesson, data, graph, ran, exercises, recordings: tools.recordings, course };
}

function refuseUnknown(ids: readonly string[], course: LessonSurroundings, file: string, line: number): void {
  for (const id of ids) {
    if (course.references.get(id) === undefined) {
      throw new LessonError(file, line, `"${id}" is not in notebooks/references/; add it there`);
    }
  }
}

function exercisesOf(
  lesson: Lesson,
  { scopes, edition = "open", sealed = null }: LessonTools,
  file: string,
): BuiltExercise[] {
  if (lesson.json === null) return [];
  const parsed = parseExercises(lesson.json, lesson.jsonLine);
  const { exercises, problems } = editionExercises(edition, parsed.exercises, lesson.json, sealed);
  const problem = [...parsed.problems, ...problems][0];
  if (problem) throw new LessonError(file, problem.line, `${problem.path}: ${problem.message}`);
  const cells = lesson.cells.filter((it) => it.kind === "simulation").map(({ slug, text }) => ({ slug, text }));
  return exercises.map((exercise) => {
    if (exercise.after !== null && !lesson.cells.some((it) => it.slug === exercise.after)) {
      throw new LessonError(file, lesson.jsonLine, `exercise ${exercise.id}: no cell has the slug "${exercise.after}"`);
    }
    try {
      const setup = resolveSetup(exercise, cells);
      return { exercise, setup, prompt: promptValues(exercise, setup, scopes) };
    } catch (error) {
      const { message } = error as Error;
      const line = error instanceof CellError ? lesson.jsonLine + error.line - 1 : lesson.jsonLine;
      throw new LessonError(file, line, `exercise ${exercise.id}: ${message}`);
    }
  });
}

/** Runs the setup and evaluates the prompt's `${…}` after it. */
function promptValues(exercise: Exercise, setup: readonly string[], scopes: Scopes): string[] {
  const texts = placeholders(exercise.prompt);
  if (texts.length === 0) return [];
  const values: Record<string, unknown> = { ...scopes.simulation };
  const run = (text: string): unknown => {
    const cell = readCell(text);
    const names = cell.needs.filter((name) => Object.hasOwn(values, name));
    const result = new Function(...names, bodyOf(cell))(...names.map((name) => values[name])) as unknown;
    if (!cell.expression) Object.assign(values, result);
    return result;
  };
  for (const text of setup) run(text);
  return texts.map((text) => proseText(run(text)));
}
