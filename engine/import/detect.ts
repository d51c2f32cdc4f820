/**
 * Which tool wrote what: by content, section by section, so that a whole terminal session can be pasted at once. File
 * names decide nothing; they are hints for what a text leaves out.
 */
import type { Ignored, ImportMeter, ImportProblem, ImportText, Recognised, ToolKind } from "./contract.ts";
import { Cursor, shorten } from "./cursor.ts";
import type { Facts, Origin } from "./facts.ts";
import { type Json, readJson } from "./json-text.ts";
import { dmDeps, dmInfo, dmTable, dmTree } from "./read-dm.ts";
import { bmap, filefrag } from "./read-extents.ts";
import { blkid, dumpe2fs, xfsInfo } from "./read-filesystems.ts";
import { fsmap, fsmapMachine } from "./read-fsmap.ts";
import { isLsblk, lsblkPairs, lsblkTree, readLsblk } from "./read-lsblk.ts";
import { isNdctl, readNdctl } from "./read-ndctl.ts";
import { iomem, isFindmnt, mountInfo, mounts, partitions, readFindmnt } from "./read-proc.ts";
import { maps, openFiles, status } from "./read-processes.ts";
import { isSfdisk, readSfdisk, sfdiskDump } from "./read-sfdisk.ts";
import {
  badblocks,
  FILE_HEAD,
  kernel,
  kernelRelease,
  nothing,
  PROMPT,
  sysctls,
  sysfs,
  versions,
} from "./read-small.ts";
import { type Context, hintOf, type SectionReader } from "./reader.ts";

const READERS: readonly SectionReader[] = [
  ...[
    fsmap,
    fsmapMachine,
    lsblkTree,
    lsblkPairs,
    sfdiskDump,
    dmTree,
    dmDeps,
    dmTable,
    dmInfo,
    xfsInfo,
    dumpe2fs,
    blkid,
  ],
  ...[mounts, mountInfo, partitions, iomem, maps, status, openFiles, filefrag, bmap, kernel, sysctls, sysfs, nothing],
  ...[kernelRelease, badblocks, versions],
];

type JsonReader = [ToolKind, (value: Json) => boolean, (value: Json, origin: Origin, context: Context) => number];
const JSON_READERS: readonly JsonReader[] = [
  ["lsblk", isLsblk, readLsblk],
  ["sfdisk", isSfdisk, readSfdisk],
  ["mounts", isFindmnt, readFindmnt],
  ["ndctl", isNdctl, readNdctl],
];

/** A line that begins a JSON document of a tool: never a list of numbers, which is what dmesg looks like. */
const JSON_START = /^\s*(?:\{\s*(?:"|\}|$)|\[\s*(?:[{\]]|$))/;

export interface TextRead {
  recognised: Recognised[];
  problems: ImportProblem[];
  ignored: Ignored[];
}

/** Reads one text into `facts`. Yields the number of characters read now and then. */
export function* readText(
  input: ImportText,
  name: string,
  facts: Facts,
  meter: ImportMeter,
): Generator<number, TextRead> {
  const cursor = new Cursor(name, input.text, meter);
  const read: TextRead = { recognised: [], problems: [], ignored: [] };
  const fromName = hintOf(input.name ?? "");
  const context: Context = { facts, hint: fromName, interrupts };
  let strangers = 0;
  while (!cursor.isDone) {
    const { line } = cursor;
    const command = PROMPT.exec(line)?.[1] ?? FILE_HEAD.exec(line)?.[1];
    if (command !== undefined) {
      const said = hintOf(command);
      context.hint = { ...fromName, ...said, isSaid: said.device !== undefined };
    }
    if (line.trim() === "" || command !== undefined) {
      cursor.next();
      continue;
    }
    const section = yield* readSection(cursor, context, read);
    if (section) continue;
    if (strangers++ === 0) cursor.problem("the output of a tool that is known here (see the list)");
    cursor.next();
  }
  if (strangers > 1)
    read.ignored.push({ name, line: 0, what: `${strangers} lines`, why: "no known tool writes such lines" });
  if (input.text.trim() === "")
    read.ignored.push({ name, line: 0, what: "an empty text", why: "there is nothing in it" });
  read.problems = cursor.finish();
  return read;
}

/** Reads the section at the cursor; false if none begins there. */
function* readSection(cursor: Cursor, context: Context, read: TextRead): Generator<number, boolean> {
  const firstLine = cursor.lineNumber;
  const from = cursor.at;
  let kind: ToolKind | null = null;
  let count = 0;
  if (JSON_START.test(cursor.line)) [kind, count] = readJsonSection(cursor, context, read);
  else {
    const reader = READERS.find((it) => it.starts(cursor.line, cursor));
    if (reader === undefined) return false;
    kind = reader.kind;
    const work = reader.read(cursor, context);
    if (typeof work === "number") count = work;
    else {
      for (let step = work.next(); ; step = work.next()) {
        count = step.value;
        if (step.done === true) break;
        yield cursor.at;
      }
    }
  }
  // Whatever a reader made of its line, it is behind the cursor now: reading ends.
  if (cursor.at === from) cursor.next();
  const lastLine = Math.max(firstLine, cursor.lineNumber - 1);
  if (kind !== null) read.recognised.push({ name: cursor.name, kind, firstLine, lastLine, count });
  return true;
}

function readJsonSection(cursor: Cursor, context: Context, read: TextRead): [ToolKind | null, number] {
  const origin = { name: cursor.name, line: cursor.lineNumber };
  const from = cursor.at;
  const { value, end, problem } = readJson(cursor.text, from);
  cursor.meter.chars += end - from;
  if (problem !== null) {
    const line = cursor.lineNumber + countLines(cursor.text, from, problem.at);
    const isEnd = problem.at >= cursor.text.length;
    const stood = isEnd ? "the end of the text" : cursor.text.slice(problem.at, problem.at + 80).split("\n", 1)[0];
    cursor.problem(problem.expected, stood ?? "", line);
  }
  cursor.moveTo(end, countLines(cursor.text, from, end));
  if (!cursor.isDone) cursor.next();
  if (problem !== null) while (!cursor.isDone && !interrupts(cursor)) cursor.next();
  const reader = value === undefined ? undefined : JSON_READERS.find(([, is]) => is(value));
  if (reader === undefined || value === undefined) {
    if (isEmptyJson(value)) read.ignored.push({ ...origin, what: "an empty list", why: "there is nothing in it" });
    else if (problem === null) {
      const why = "it is JSON, but not of ndctl, lsblk, sfdisk or findmnt";
      read.ignored.push({ ...origin, what: shorten(cursor.text.slice(from, from + 200)), why });
    }
    return [null, 0];
  }
  return [reader[0], reader[2](value, origin, context)];
}

const isEmptyJson = (value: Json | undefined): boolean =>
  (Array.isArray(value) && value.length === 0) || (value instanceof Map && value.size === 0);

function countLines(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}

/** Whether a section begins at the cursor's line that ends the one before. */
function interrupts(cursor: Cursor): boolean {
  const { line } = cursor;
  if (PROMPT.test(line) || FILE_HEAD.test(line)) return true;
  if (/^\s*[{[]/.test(line)) return JSON_START.test(line);
  return READERS.some((it) => it.isWeak !== true && it.starts(line, cursor));
}
