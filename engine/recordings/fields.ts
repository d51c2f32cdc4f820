/** Fields of a recording's JSON, read by type. What is not what it should be is a `SceneError` with its path. */
import { SceneError } from "../errors.ts";

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function text(from: Fields, key: string, at: string): string {
  const value = from[key];
  if (typeof value === "string") return value;
  throw new SceneError(`${at}.${key}`, value, "a text");
}

export function maybeText(from: Fields, key: string): string | undefined {
  const value = from[key];
  return typeof value === "string" ? value : undefined;
}

/** A whole number; a BigInt where it is beyond 2^53 is refused: no input of a recording is. */
export function count(from: Fields, key: string, at: string): number {
  const value = from[key];
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new SceneError(`${at}.${key}`, value, "a number");
}

export function maybeCount(from: Fields, key: string): number | undefined {
  const value = from[key];
  return typeof value === "number" ? value : undefined;
}

/** A list of objects; an absent one is empty. */
export function rows(from: Fields, key: string, at: string): Fields[] {
  const value = from[key] ?? [];
  if (!Array.isArray(value)) throw new SceneError(`${at}.${key}`, value, "a list");
  value.forEach((it: unknown, i) => {
    if (!isFields(it)) throw new SceneError(`${at}.${key}[${i}]`, it, "an object");
  });
  return value as Fields[];
}

/** A list of texts; numbers among them become text. */
export function words(from: Fields, key: string): string[] {
  const value = from[key];
  return Array.isArray(value) ? value.map(String) : [];
}

/** "/dev/pmem0" → "pmem0". */
export const deviceName = (path: string): string => path.replace(/^\/dev\//, "");

/** Without fields that are undefined. */
export function compacted<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, it]) => it !== undefined)) as T;
}
