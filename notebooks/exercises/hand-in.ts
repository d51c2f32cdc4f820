/**
 * The hand-in file `*.daxlab.json`: what is on screen, readable, with its own hash. The grader trusts the texts in it
 * and nothing else; `localResult` is only compared.
 */
import * as v from "valibot";
import type { Answer } from "./contract.ts";
import { canonicalJson, sha256 } from "./sha256.ts";

export interface HandInEntry {
  /** Lesson file without ".html". */
  lesson: string;
  id: string;
  version: number;
  answer: Answer;
  attempts: number;
  hintsUsed: number;
  revealed: boolean;
  /** What the reader's browser made of the visible checks, or null when never checked. */
  localResult: { earned: number; possible: number } | null;
}

export interface HandIn {
  format: 1;
  /** `name@version+contentHash`. */
  course: string;
  /** Hash of the engine that the reader used. */
  engine: string;
  /** Both optional; never asked twice, never sent anywhere. */
  student: { name?: string; id?: string };
  /** Seed of per-student variants. */
  seed: number;
  /** ISO 8601. */
  startedAt: string;
  exercises: HandInEntry[];
  /** Lower-case hex SHA-256 of the canonical JSON of all other members. */
  sha256: string;
}

/** Most bytes of a hand-in that is read at all, and most exercises in one. */
export const MOST_BYTES = 2 * 1024 * 1024;
export const MOST_ENTRIES = 500;

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1e6));
/** Most characters of a name or number, and of one answer: what is longer is refused here and by the grader. */
export const MOST_NAME = 200;
export const MOST_ANSWER = 65536;
const name = v.pipe(v.string(), v.maxLength(MOST_NAME));
const ids = v.pipe(v.array(v.pipe(v.string(), v.maxLength(100))), v.maxLength(100));
const entry = v.object({
  lesson: name,
  id: name,
  version: count,
  answer: v.union([v.pipe(v.string(), v.maxLength(MOST_ANSWER)), ids, v.record(v.string(), ids)]),
  attempts: v.fallback(count, 0),
  hintsUsed: v.fallback(count, 0),
  revealed: v.fallback(v.boolean(), false),
  localResult: v.fallback(v.nullable(v.object({ earned: v.number(), possible: v.number() })), null),
});
const schema = v.object({
  format: v.literal(1),
  course: name,
  engine: name,
  student: v.object({ name: v.optional(name), id: v.optional(name) }),
  seed: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0xffffffff)),
  startedAt: name,
  exercises: v.pipe(v.array(v.unknown()), v.maxLength(MOST_ENTRIES)),
  sha256: v.string(),
});

/** The hash over everything but itself, unknown members included. */
export function hashOf(handIn: object): string {
  const { sha256: _own, ...rest } = handIn as Record<string, unknown>;
  return sha256(canonicalJson(rest));
}

export function sealHandIn(draft: Omit<HandIn, "sha256" | "format">): HandIn {
  const whole = { format: 1 as const, ...draft };
  return { ...whole, sha256: hashOf(whole) };
}

/** What a student reads on screen and a teacher on the list: the first 8 hex digits. */
export const receiptOf = (handIn: Pick<HandIn, "sha256">): string => handIn.sha256.slice(0, 8);

/** Two-space JSON, so that a person can read it. */
export const printHandIn = (handIn: HandIn): string => `${JSON.stringify(handIn, null, 2)}\n`;

/** File name from what is safe of name, id and receipt; never a path. */
export function fileNameOf(handIn: HandIn): string {
  const who = (handIn.student.id || handIn.student.name || "anonymous")
    .normalize("NFKD")
    .replace(/[^A-Za-z0-9-]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40);
  return `${who === "" ? "student" : who}-${receiptOf(handIn)}.daxlab.json`;
}

export type ReadHandIn =
  | { ok: true; handIn: HandIn; isEdited: boolean; skipped: string[] }
  | { ok: false; reason: string };

/** Reads what somebody claims to be a hand-in. Never throws; entries that cannot be read are named and skipped. */
export function readHandIn(bytes: Uint8Array): ReadHandIn {
  if (bytes.length === 0) return { ok: false, reason: "the file is empty" };
  if (bytes.length > MOST_BYTES) {
    return { ok: false, reason: `${bytes.length} bytes; a hand-in has at most ${MOST_BYTES}` };
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return { ok: false, reason: "not UTF-8 text: is it another kind of file?" };
  }
  let raw: unknown;
  try {
    raw = JSON.parse(text);
    return readParsed(raw);
  } catch (error) {
    const isCut = /end of JSON|Unterminated|Expected .* after/i.test((error as Error).message);
    if (error instanceof RangeError) return { ok: false, reason: "nested too deeply" };
    return { ok: false, reason: `not JSON${isCut ? "; it may have been cut off" : ""}` };
  }
}

function readParsed(raw: unknown): ReadHandIn {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) {
    return { ok: false, reason: "not a hand-in: expected an object with format, course and exercises" };
  }
  const format = Object.getOwnPropertyDescriptor(raw, "format")?.value as unknown;
  if (format !== 1) {
    return { ok: false, reason: `format ${JSON.stringify(format) ?? "missing"}; this grader reads format 1` };
  }
  const parsed = v.safeParse(schema, raw);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    return { ok: false, reason: `${v.getDotPath(issue) ?? "file"}: ${issue.message}` };
  }
  const skipped: string[] = [];
  const entries: HandInEntry[] = [];
  const seen = new Set<string>();
  parsed.output.exercises.forEach((it, index) => {
    const one = v.safeParse(entry, it);
    if (!one.success) {
      const [issue] = one.issues;
      skipped.push(`exercises[${index}].${v.getDotPath(issue) ?? ""}: ${issue.message}`);
      return;
    }
    const key = `${one.output.lesson}/${one.output.id}`;
    if (seen.has(key)) skipped.push(`exercises[${index}]: ${key} is there twice; the first one counts`);
    else entries.push(one.output as HandInEntry);
    seen.add(key);
  });
  const student = Object.fromEntries(
    Object.entries(parsed.output.student).filter(([, it]) => it !== undefined),
  ) as HandIn["student"];
  const handIn: HandIn = { ...parsed.output, student, exercises: entries };
  return { ok: true, handIn, isEdited: hashOf(raw) !== handIn.sha256, skipped };
}
