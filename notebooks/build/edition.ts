/**
 * Editions from one source: `open` has everything, `student` leaves out hidden checks and sealed solutions, `teacher` adds
 * the answer key and shows solutions at once. What is sealed lies in notebooks/sealed/NN-slug.json.
 */
import type { Exercise } from "../exercises/contract.ts";
import { studentExercise, withSealed } from "../exercises/course.ts";
import type { Problem } from "../exercises/parse.ts";

export const EDITIONS = ["open", "student", "teacher"] as const;
export type Edition = (typeof EDITIONS)[number];

/** The edition that a build was asked for. */
export function editionOf(name: string | undefined): Edition {
  const found = EDITIONS.find((it) => it === (name ?? "open"));
  if (found === undefined) throw new Error(`edition: got "${name}", expected one of ${EDITIONS.join(", ")}`);
  return found;
}

export interface EditionExercises {
  exercises: readonly Exercise[];
  problems: readonly Problem[];
}

/** The exercises of a lesson as the edition has them; `sealed` is the text of the lesson's sealed file, or null. */
export function editionExercises(
  edition: Edition,
  exercises: readonly Exercise[],
  json: string,
  sealed: string | null,
): EditionExercises {
  if (edition === "student") return { exercises: exercises.map(studentExercise), problems: [] };
  const problems: Problem[] = [];
  return { exercises: withSealed(exercises, json, sealed, problems), problems };
}

/** What the page is told of its edition. */
export const editionMarks = (edition: Edition): { runsHidden: boolean; isTeacher: boolean } => ({
  runsHidden: edition !== "student",
  isTeacher: edition === "teacher",
});
