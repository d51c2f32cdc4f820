/** What has to be said about an import: assumptions, the questions that would settle them, problems, things left out. */
import type { Assumption, Ignored, ImportProblem, Question } from "./contract.ts";
import type { Origin } from "./facts.ts";

export class Notes {
  readonly assumptions: Assumption[] = [];
  readonly problems: ImportProblem[] = [];
  readonly ignored: Ignored[] = [];
  readonly #asked = new Set<string>();

  constructor(readonly answers: Readonly<Record<string, string>>) {}

  assume(what: string, why: string): void {
    this.assumptions.push({ what, why });
  }

  /**
   * The answer to a question, or what is assumed until there is one. `read` turns an answer into a value; one that it
   * cannot read is a problem, and the assumption stays.
   */
  ask<T>(question: Question, what: (text: string) => string, why: string, read: (text: string) => T | undefined): T {
    const answer = this.#asked.has(question.id) ? undefined : this.answers[question.id];
    const answered = answer === undefined ? undefined : read(answer.trim());
    if (answer !== undefined && answered === undefined) {
      const expected = question.choices?.join(", ") ?? (question.kind === "bytes" ? "a size or address" : "a name");
      this.problems.push({ name: question.id, line: 0, read: answer.slice(0, 80), expected });
    }
    const text = answered === undefined ? question.assumed : (answer ?? "").trim();
    if (!this.#asked.has(question.id)) {
      const said = answered === undefined ? why : "you said so";
      this.assumptions.push({ what: what(text), why: said, ask: { ...question, assumed: text } });
      this.#asked.add(question.id);
    }
    const value = answered ?? read(question.assumed);
    if (value === undefined) throw new TypeError(`the assumption of ${question.id} cannot be read`);
    return value;
  }

  ignore(origin: Origin, what: string, why: string): void {
    this.ignored.push({ name: origin.name, line: origin.line, what, why });
  }

  questions(): Question[] {
    return this.assumptions.flatMap((it) => it.ask ?? []);
  }
}

/** A choice as an answer gives it. */
export const oneOf =
  <T extends string>(choices: readonly T[]) =>
  (text: string): T | undefined =>
    choices.find((it) => it === text);

const UNITS: Readonly<Record<string, number>> = { "": 1, kib: 1024, mib: 1024 ** 2, gib: 1024 ** 3, tib: 1024 ** 4 };

/** "4 GiB", "0x100000000", "4294967296": a whole number of bytes. */
export function bytesIn(text: string): number | undefined {
  const match = /^(0x[0-9a-f_]{1,16}|\d{1,16}(?:\.\d{1,6})?)\s*([a-z]{0,3})$/i.exec(text);
  const unit = UNITS[(match?.[2] ?? "?").toLowerCase()];
  if (match === null || unit === undefined) return undefined;
  const bytes = Number((match[1] ?? "").replaceAll("_", "")) * unit;
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

const NAMED: readonly [string, number][] = [
  ["TiB", 1024 ** 4],
  ["GiB", 1024 ** 3],
  ["MiB", 1024 ** 2],
  ["KiB", 1024],
];

/** The largest unit in which it is a whole number. */
export function sizeText(bytes: number): string {
  const unit = NAMED.find(([, factor]) => bytes >= factor && bytes % factor === 0);
  return unit === undefined ? `${bytes}` : `${bytes / unit[1]} ${unit[0]}`;
}

export const hexText = (bytes: number): string => `0x${bytes.toString(16)}`;
