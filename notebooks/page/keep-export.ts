/**
 * Everything that a reader keeps, as one file, and back. Import never throws away what is newer here, and reads nothing
 * but texts: nothing in the file runs.
 */
import { merged, printProgress, readProgress } from "../exercises/progress.ts";
import type { Keep } from "./keep.ts";
import { parseKept } from "./keep-record.ts";
import { coursePrefix } from "./page-data.ts";

const FORMAT = "daxlab-work";
export const MOST_BYTES = 20 * 1024 * 1024;
const MOST_RECORDS = 5000;

export interface WorkFile {
  format: typeof FORMAT;
  v: 1;
  course: string;
  /** ISO 8601. */
  at: string;
  /** Without the prefix: "<notebook>/<slug>", "progress". */
  records: Readonly<Record<string, string>>;
}

export type Imported = { ok: true; taken: number; older: number; isWhole: boolean } | { ok: false; why: RefusedWork };

/** Why a file is no work of the reader's, or cannot be taken. */
export type RefusedWork = "too-large" | "unreadable" | "not-json" | "not-work" | "version" | "course" | "lesson";

export function exportWork(keep: Keep, course: string, now: Date): string {
  const prefix = coursePrefix(course);
  const records = Object.fromEntries([...keep.all()].map(([key, text]) => [key.slice(prefix.length), text]));
  const file: WorkFile = { format: FORMAT, v: 1, course, at: now.toISOString(), records };
  return `${JSON.stringify(file, null, 1)}\n`;
}

export function importWork(keep: Keep, course: string, text: string): Imported {
  const file = readWork(text);
  if (typeof file === "string") return { ok: false, why: file };
  if (file.course !== course) return { ok: false, why: "course" };
  const prefix = coursePrefix(course);
  const taken: [string, string][] = [];
  let older = 0;
  for (const [name, theirs] of Object.entries(file.records).slice(0, MOST_RECORDS)) {
    const next = newerOf(name, keep.all().get(prefix + name), theirs);
    if (next === null) older += 1;
    else taken.push([prefix + name, next]);
  }
  return { ok: true, taken: taken.length, older, isWhole: keep.put(taken) };
}

function newerOf(name: string, ours: string | undefined, theirs: string): string | null {
  if (name === "progress") {
    const right = readProgress(theirs);
    const left = readProgress(ours ?? "");
    if (right === null) return null;
    return left === null ? theirs : printProgress(merged(left, right));
  }
  // Settings, histories and the like: what is here stays.
  if (/^[a-z][a-z0-9-]*$/.test(name)) return ours === undefined ? theirs : null;
  if (!/^[a-z0-9][a-z0-9-]*\/[a-z0-9][a-z0-9-]*$/.test(name)) return null;
  const right = parseKept(theirs);
  const left = parseKept(ours ?? null);
  return right === null || (left !== null && left.at >= right.at) ? null : theirs;
}

function readWork(text: string): WorkFile | "too-large" | "not-json" | "not-work" | "version" {
  if (text.length > MOST_BYTES) return "too-large";
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return "not-json";
  }
  const it = raw as Partial<WorkFile> | null;
  if (typeof it !== "object" || it === null || it.format !== FORMAT) return "not-work";
  if (it.v !== 1) return "version";
  const isRecords =
    typeof it.records === "object" &&
    it.records !== null &&
    Object.values(it.records).every((one) => typeof one === "string");
  return typeof it.course === "string" && isRecords ? (it as WorkFile) : "not-work";
}
