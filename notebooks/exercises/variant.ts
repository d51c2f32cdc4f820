/**
 * Per-student variants: the seed of an exercise. The teacher gives a class one course key; the same key and student
 * id give the same seed in the browser and in the grader. What a seed changes is written in the exercise, with
 * `variant.pick(name, list)` and `variant.int(name, low, high)` (harness.ts).
 */
import type { SeedPolicy } from "./contract.ts";
import { sha256 } from "./sha256.ts";

/** Seed of everybody's variant where no course key was given. */
export const UNKEYED_SEED = 1;

/** Ids are compared as people type them: without regard to case and outer spaces. */
export const normalId = (id: string): string => id.trim().normalize("NFC").toLowerCase();

/** 32-bit seed of a student in a course. An empty id is a student too: the anonymous one. */
export function studentSeed(courseKey: string, studentId: string): number {
  const hash = sha256(`daxlab variant\n${courseKey.trim()}\n${normalId(studentId)}`);
  return Number.parseInt(hash.slice(0, 8), 16);
}

/** The seed that an exercise runs with. */
export function seedOf(policy: SeedPolicy, courseKey: string, studentId: string): number {
  return policy.kind === "fixed" ? policy.seed : studentSeed(courseKey, studentId);
}
