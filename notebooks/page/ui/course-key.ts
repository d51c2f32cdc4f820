/**
 * The course key of a class, from which each student's own seed is computed. A teacher gives it with an address
 * (`?course=KEY`, an empty one forgets it) or with the build (`--key`); the address is kept on the device and wins.
 * The grader computes the same seed from the same key and the id in the hand-in.
 */
import { studentSeed, UNKEYED_SEED } from "../../exercises/variant.ts";
import type { Keep } from "../keep.ts";
import type { PageData } from "../page-data.ts";

const NAME = "course-key";
const PARAMETER = "course";
const MOST_CHARACTERS = 200;

/** What the reader typed as name and number, as the hand-in keeps it. */
export const STUDENT = "student";

export interface Student {
  name: string;
  id: string;
}

/**
 * Keeps the key that the address gives, if it gives one. One that is too long is not cut, for a class has either the whole
 * key or none: it is given back, and the key that was there stays.
 */
export function takeCourseKey(keep: Keep, search: string): string | null {
  const given = new URLSearchParams(search).get(PARAMETER)?.trim();
  if (given === undefined) return null;
  if (given.length > MOST_CHARACTERS) return given;
  keep.writeText(NAME, given);
  return null;
}

/** The key in force, or null. */
export function courseKeyOf(keep: Keep, data: Pick<PageData, "courseKey">): string | null {
  return keep.readText(NAME) || data.courseKey || null;
}

export function readStudent(keep: Keep): Student {
  try {
    const raw = JSON.parse(keep.readText(STUDENT) ?? "{}") as { name?: unknown; id?: unknown };
    return { name: typeof raw.name === "string" ? raw.name : "", id: typeof raw.id === "string" ? raw.id : "" };
  } catch {
    return { name: "", id: "" };
  }
}

/** The seed of per-student exercises on this device, now. */
export function seedHere(keep: Keep, data: Pick<PageData, "courseKey">): number {
  const key = courseKeyOf(keep, data);
  return key === null ? UNKEYED_SEED : studentSeed(key, readStudent(keep).id);
}
