/**
 * Line by line through a text, without splitting it: a dump of a million lines stays one string. Readers advance the
 * cursor over what is theirs and leave it at the first line that is not.
 *
 * A line is given at most `MAX_LINE` characters long, so that no pattern ever runs over megabytes; carriage returns,
 * NULs and the escape sequences of terminals are no part of it.
 */
import type { ImportMeter, ImportProblem } from "./contract.ts";

export const MAX_LINE = 4096;
const MAX_READ = 80;
const CONTROL = /[^\P{Cc}\t]/u;
const CONTROLS = /[^\P{Cc}\t]/gu;
const ESCAPE = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]{0,16}[A-Za-z]`, "g");
/** Problems told per text; the rest is counted. */
const MAX_PROBLEMS = 20;

export class Cursor {
  /** Where the line begins. */
  at = 0;
  lineNumber = 1;
  readonly problems: ImportProblem[] = [];
  #more = 0;
  #line: string | null = null;

  constructor(
    readonly name: string,
    readonly text: string,
    readonly meter: ImportMeter,
  ) {
    if (text.charCodeAt(0) === 0xfeff) this.at = 1;
  }

  get isDone(): boolean {
    return this.at >= this.text.length;
  }

  /** The current line; empty at the end. */
  get line(): string {
    this.#line ??= this.#cut();
    return this.#line;
  }

  #cut(): string {
    const end = Math.min(this.end, this.at + MAX_LINE);
    this.meter.chars += end - this.at;
    this.meter.lines++;
    const raw = this.text.slice(this.at, end);
    return CONTROL.test(raw) ? plain(raw) : raw;
  }

  /** Where the line ends, its newline excluded. */
  get end(): number {
    const end = this.text.indexOf("\n", this.at);
    return end < 0 ? this.text.length : end;
  }

  /** Whether the text stops within this line. */
  get isCut(): boolean {
    return this.text.indexOf("\n", this.at) < 0;
  }

  next(): void {
    this.moveTo(this.end + 1, 1);
  }

  /** To the beginning of a line that is `lines` further down. */
  moveTo(at: number, lines: number): void {
    this.at = Math.min(at, this.text.length);
    this.lineNumber += lines;
    this.#line = null;
  }

  problem(expected: string, read: string = this.line, line: number = this.lineNumber): void {
    if (this.problems.length >= MAX_PROBLEMS) {
      this.#more++;
      return;
    }
    const said = this.isCut && line === this.lineNumber ? `${expected}; the text ends in this line` : expected;
    this.problems.push({ name: this.name, line, read: shorten(read), expected: said });
  }

  /** All problems, with a word on those beyond the first twenty. */
  finish(): ImportProblem[] {
    if (this.#more === 0) return this.problems;
    const more = { name: this.name, line: 0, read: `${this.#more} more such lines`, expected: "none" };
    return [...this.problems, more];
  }
}

/** Without what terminals and broken files add: escape sequences, control characters, carriage returns. */
function plain(raw: string): string {
  return raw.replace(ESCAPE, "").replace(CONTROLS, "");
}

export function shorten(text: string): string {
  const clean = plain(text).trim();
  if (clean === "") return "nothing";
  return clean.length > MAX_READ ? `${clean.slice(0, MAX_READ - 1)}…` : clean;
}
