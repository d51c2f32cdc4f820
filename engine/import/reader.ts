/**
 * What the readers of all tools have in common: how a section of a text is begun, read and ended.
 *
 * A section ends at an empty line, at the end of the text, or where another reader would begin. Any other line that its
 * reader cannot read is a problem of that section, and reading goes on with the next line.
 */
import type { ToolKind } from "./contract.ts";
import type { Cursor } from "./cursor.ts";
import { type Facts, isDiskName, type Origin } from "./facts.ts";

/** What a shell prompt, the head line of a file, or a file's name says about the text after it. */
export interface Hint {
  device?: string;
  /** A command or a path named the device, not a file's name. */
  isSaid?: boolean;
  pid?: number;
  path?: string;
}

export interface Context {
  facts: Facts;
  hint: Hint;
  /** Whether a section begins at the cursor's line that ends the one before. */
  interrupts(cursor: Cursor): boolean;
}

/** Reads one section and leaves the cursor behind it, at least one line further. Gives how many things it read. */
export type Read = (cursor: Cursor, context: Context) => number | Generator<number, number>;

export interface SectionReader {
  kind: ToolKind;
  starts(line: string, cursor: Cursor): boolean;
  read: Read;
  /** Its first line looks like a damaged line of others, so it never ends a section. */
  isWeak?: boolean;
}

export const originOf = (cursor: Cursor): Origin => ({ name: cursor.name, line: cursor.lineNumber });

/** Lines that match a pattern, each handed to `take`, which may refuse one by giving false. */
export function readRows(
  cursor: Cursor,
  context: Context,
  pattern: RegExp,
  expected: string,
  take: (match: RegExpExecArray) => boolean | undefined,
): number {
  let count = 0;
  while (!cursor.isDone && cursor.line.trim() !== "") {
    const match = pattern.exec(cursor.line);
    if (match === null && context.interrupts(cursor)) break;
    if (match === null || take(match) === false) cursor.problem(expected);
    else count++;
    cursor.next();
  }
  return count;
}

/** A whole number from 0 to 2^53 - 1 in text; NaN, which fails every comparison, for anything else. */
export function whole(text: string | undefined, radix = 10): number {
  if (text === undefined || text.length > 20) return Number.NaN;
  const value = Number.parseInt(text, radix);
  return Number.isSafeInteger(value) && value >= 0 ? value : Number.NaN;
}

/** "259:4" as the tools write it, from decimal (lsblk, fsmap) or hexadecimal (/proc/PID/maps) text. */
export function deviceNumber(major: string | undefined, minor: string | undefined, radix = 10): string {
  return `${whole(major, radix)}:${whole(minor, radix)}`;
}

/** "\\040" in /proc/mounts and /proc/PID/maps stands for a space. */
export function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}

/** What a command line or a file name tells about the output that belongs to it. */
export function hintOf(text: string): Hint {
  const hint: Hint = {};
  const device = /(?:^|[^A-Za-z0-9])(pmem\d{1,3}(?:\.\d{1,3})?s?)(?![A-Za-z0-9])/.exec(text)?.[1];
  if (device !== undefined && isDiskName(device)) hint.device = device;
  const pid = whole(/proc[/_-](\d{1,10})[/_-]/.exec(text)?.[1]);
  if (pid > 0) hint.pid = pid;
  const paths = text.match(/(?:^|\s)\/[^\s'"|;>]{1,254}/g) ?? [];
  const path = paths.map((it) => it.trim()).findLast((it) => !/^\/(dev|proc|sys)\//.test(it));
  if (path !== undefined) hint.path = path;
  return hint;
}
