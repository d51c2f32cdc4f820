/**
 * The grader as a library, for autograders and scripts in Node:
 *
 *   import { openGrader } from "./notebooks/exercises/cli/grader.ts";
 *   const grader = await openGrader({ key: "autumn26" });
 *   const result = await grader.grade(readFileSync("s1.daxlab.json"));
 *   await grader.close();
 *
 * A hand-in never throws: what cannot be read is a result with a reason. Nothing is written, and nothing leaves the process.
 */
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { CourseExercise } from "../course.ts";
import { type Graded, gradeHandIn } from "../grade.ts";
import { readHandIn } from "../hand-in.ts";
import { readCourse } from "./course-files.ts";
import { type Engines, openEngines } from "./engines.ts";
import { UsageError } from "./options.ts";

export type GradeResult = ({ ok: true } & Graded) | { ok: false; reason: string };

export interface Grader {
  /** The exercises that count. */
  readonly course: readonly CourseExercise[];
  /** Grades the bytes of one hand-in; any number at the same time. */
  grade(bytes: Uint8Array): Promise<GradeResult>;
  close(): Promise<void>;
}

export interface GraderChoice {
  /** Course key of per-student exercises. */
  key?: string;
  /** Lessons that count, by slug or its first digits; all unless said. */
  lessons?: readonly string[];
  /** Folders of lessons and sealed parts; those of this repository unless said. */
  lessonsDir?: string;
  sealedDir?: string;
  threads?: number;
}

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

export async function openGrader(choice: GraderChoice = {}): Promise<Grader> {
  const lessonsDir = choice.lessonsDir ?? join(ROOT, "notebooks/lessons");
  const files = readCourse(lessonsDir, choice.sealedDir ?? join(ROOT, "notebooks/sealed"));
  const all = files.lessons.flatMap((it) => it.exercises);
  const course = chosenOf(all, choice.lessons);
  const engines = await openEngines(ROOT, choice.threads ?? availableParallelism());
  const parts: GraderParts = { course, courseKey: choice.key ?? null, engineFor: engines.engineFor };
  return { course, grade: (bytes) => gradeBytes(bytes, parts), close: () => engines.close() };
}

export interface GraderParts {
  course: readonly CourseExercise[];
  courseKey: string | null;
  engineFor: Engines["engineFor"];
}

export async function gradeBytes(bytes: Uint8Array, parts: GraderParts): Promise<GradeResult> {
  const read = readHandIn(bytes);
  if (!read.ok) return { ok: false, reason: read.reason };
  const { evaluator, note } = parts.engineFor(read.handIn.engine);
  const { course, courseKey } = parts;
  const graded = await gradeHandIn(read.handIn, read, { course, courseKey, evaluator });
  if (note !== null) graded.notes.unshift(note);
  return { ok: true, ...graded };
}

/** Full points for all that was answered, and something was. */
export function isFull(graded: Graded): boolean {
  const answered = graded.exercises.filter((it) => it.answer !== null);
  return answered.length > 0 && answered.every((it) => it.earned === it.possible);
}

/** Exercises of the lessons named, "05" or the whole slug. */
export function chosenOf(
  course: readonly CourseExercise[],
  lessons: readonly string[] | undefined,
): readonly CourseExercise[] {
  if (lessons === undefined) return course;
  const isWanted = (lesson: string, want: string) => lesson === want || lesson.startsWith(`${want}-`);
  for (const want of lessons) {
    if (!course.some((it) => isWanted(it.lesson, want))) throw new UsageError(`--lesson ${want}: no exercise there`);
  }
  return course.filter((it) => lessons.some((want) => isWanted(it.lesson, want)));
}
