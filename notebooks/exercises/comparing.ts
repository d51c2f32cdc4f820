/**
 * Answers that are only compared with what is right: no code of theirs, none of the checks. What is right depends on the
 * exercise and its seed alone, so that a class asks the engine for it once, and a click is answered without it.
 */
import type { Answer, Check, Exercise } from "./contract.ts";

/** Whether nothing but a comparison decides every check and every mistake. */
export function isCompared(exercise: Exercise): boolean {
  if (exercise.kind === "code") return false;
  return exercise.checks.every((it) => it.run === null) && exercise.wrong.every((it) => it.when === null);
}

/** Whether the answer is what a check without `run` asks for. Order counts where it means something. */
export function isRight(exercise: Exercise, check: Check, answer: Answer, truth: unknown): boolean {
  if (exercise.kind !== "predict") return sameIds(answer, truth, exercise.kind === "order");
  return exercise.fields
    .filter((it) => check.field === null || it.id === check.field)
    .every(({ id, pick }) => sameIds(own(answer, id), own(truth, id), pick === "route"));
}

function sameIds(left: unknown, right: unknown, isOrdered: boolean): boolean {
  if (!Array.isArray(left) || !Array.isArray(right)) return false;
  const text = (ids: readonly unknown[]): string => JSON.stringify(isOrdered ? ids : [...ids].sort());
  return text(left) === text(right);
}

/** A field that is not there has no ids. */
function own(ids: unknown, field: string): unknown {
  if (typeof ids !== "object" || ids === null || !Object.hasOwn(ids, field)) return [];
  return (ids as Readonly<Record<string, unknown>>)[field] ?? [];
}
