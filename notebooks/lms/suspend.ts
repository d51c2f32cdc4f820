/**
 * Progress in at most 4,096 characters, the limit of SCORM 1.2, whatever a platform would take. Four characters per
 * exercise hold what counts; answers follow, newest first, deflated, as long as there is room. Older
 * answers stay on the device and in the hand-in.
 *
 * Text: `1.<course hash>.<last lesson>.<records>.<lessons read>.<answers>`, each part of [A-Za-z0-9_-].
 */
import { deflateSync, inflateSync, strFromU8, strToU8 } from "fflate";
import type { Answer } from "../exercises/contract.ts";
import type { Done, Progress } from "../exercises/progress.ts";
import { sha256 } from "../exercises/sha256.ts";
import type { CourseManifest } from "./summary.ts";

export const SUSPEND_LIMIT = 4096;
const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/** An answer larger than this, inflated, was not written by us. */
const MOST_ANSWER_BYTES = 256 * 1024;

const keysOf = (manifest: CourseManifest): string[] =>
  manifest.lessons.flatMap((lesson) => lesson.exercises.map((it) => `${lesson.slug}/${it.id}`));

/** Identifies the list of exercises: other lists number them differently. */
const listHash = (manifest: CourseManifest): string => sha256(keysOf(manifest).join("\n")).slice(0, 8);

/** 24 bits: solved, revealed, attempts (6), hints (3), earned (6), version (6), present. */
function packRecord(it: Done | undefined): string {
  if (it === undefined) return "AAAA";
  let bits = 1;
  const put = (value: number, width: number) => {
    bits = bits * 2 ** width + Math.max(0, Math.min(2 ** width - 1, Math.floor(value)));
  };
  put(it.solved ? 1 : 0, 1);
  put(it.revealed ? 1 : 0, 1);
  put(it.attempts, 6);
  put(it.hintsUsed, 3);
  put(it.best === null ? 63 : Math.min(62, it.best.earned), 6);
  put(it.version, 6);
  return [18, 12, 6, 0].map((shift) => DIGITS[(bits >>> shift) & 63]).join("");
}

function unpackRecord(text: string, possible: number): Omit<Done, "answer" | "at"> | null {
  let bits = 0;
  for (const char of text) {
    const digit = DIGITS.indexOf(char);
    if (digit < 0) return null;
    bits = bits * 64 + digit;
  }
  if (text.length !== 4 || bits >>> 23 !== 1) return null;
  const earned = (bits >>> 6) & 63;
  return {
    solved: ((bits >>> 22) & 1) === 1,
    revealed: ((bits >>> 21) & 1) === 1,
    attempts: (bits >>> 15) & 63,
    hintsUsed: (bits >>> 12) & 7,
    best: earned === 63 ? null : { earned: Math.min(earned, possible), possible },
    version: bits & 63,
  };
}

export function packSuspend(progress: Progress, manifest: CourseManifest): string {
  const keys = keysOf(manifest);
  const records = keys.map((key) => packRecord(progress.done[key])).join("");
  const place = manifest.lessons.findIndex((it) => it.slug === progress.last?.lesson);
  const read = manifest.lessons.map((it) => (progress.read.includes(it.slug) ? "1" : "0")).join("");
  const head = `1.${listHash(manifest)}.${place < 0 ? "" : place}.${records}.${read}.`;
  if (head.length > SUSPEND_LIMIT) throw new RangeError(`${keys.length} exercises do not fit into one package`);
  const newest = keys
    .flatMap((key, index) => (progress.done[key] ? [{ index, done: progress.done[key] as Done }] : []))
    .sort((a, b) => b.done.at - a.done.at);
  const fits = (count: number): string | null => {
    const answers = Object.fromEntries(newest.slice(0, count).map((it) => [it.index, it.done.answer]));
    const text = head + base64url(deflateSync(strToU8(JSON.stringify(answers)), { level: 9 }));
    return text.length <= SUSPEND_LIMIT ? text : null;
  };
  let low = 0;
  let best = head;
  for (let high = newest.length; low <= high; ) {
    const middle = (low + high) >> 1;
    const text = middle === 0 ? head : fits(middle);
    if (text === null) high = middle - 1;
    else {
      best = text;
      low = middle + 1;
    }
  }
  return best;
}

/** Progress from suspend data, or null when it is not ours, of another course list, or damaged. */
export function unpackSuspend(text: string, manifest: CourseManifest, startedAt: string): Progress | null {
  const [version, hash, place, records, read, answers] = text.split(".");
  if (version !== "1" || hash !== listHash(manifest) || records === undefined || read === undefined) return null;
  const given = readAnswers(answers ?? "");
  const done: Record<string, Done> = {};
  let index = 0;
  for (const lesson of manifest.lessons) {
    for (const exercise of lesson.exercises) {
      const record = unpackRecord(records.slice(4 * index, 4 * index + 4), exercise.possible);
      const answer = given.get(index) ?? "";
      if (record !== null) done[`${lesson.slug}/${exercise.id}`] = { ...record, answer, at: 0 };
      index++;
    }
  }
  const last = manifest.lessons[place === "" ? -1 : Number(place)];
  return {
    v: 1,
    startedAt,
    done,
    read: manifest.lessons.filter((_, i) => read[i] === "1").map((it) => it.slug),
    last: last === undefined ? null : { lesson: last.slug, cell: "" },
  };
}

function readAnswers(text: string): Map<number, Answer> {
  const found = new Map<number, Answer>();
  if (text === "") return found;
  try {
    const bytes = inflateSync(fromBase64url(text), { out: new Uint8Array(MOST_ANSWER_BYTES) });
    const raw: unknown = JSON.parse(strFromU8(bytes));
    for (const [index, answer] of Object.entries(raw as object)) {
      if (isAnswer(answer)) found.set(Number(index), answer);
    }
  } catch {
    return found;
  }
  return found;
}

const isIds = (it: unknown): it is string[] => Array.isArray(it) && it.every((id) => typeof id === "string");
const isAnswer = (it: unknown): it is Answer =>
  typeof it === "string" || isIds(it) || (typeof it === "object" && it !== null && Object.values(it).every(isIds));

function base64url(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const fromBase64url = (text: string): Uint8Array =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (it) => it.charCodeAt(0));
