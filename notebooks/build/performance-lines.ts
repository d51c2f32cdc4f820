/**
 * What `npm run bench` and its sisters wrote to `test/bench/results/`, as lines to draw: ours as a multiple of a peer or of
 * a goal. A measurement may have been made several times; then a line is that of the run in the middle, and says how many of the
 * runs met the goal.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const RESULTS = "test/bench/results";

export interface Report<Row> {
  machine: { cpu: string; cores: number };
  versions?: Readonly<Record<string, string>>;
  browser?: string;
  date: string;
  /** The same rows in each. `load`: processes that wanted to run when it began. */
  runs: readonly { load: number; rows: readonly Row[] }[];
}
export interface EngineRow {
  row: string;
  means: string;
  operation: string;
  medians: Readonly<Record<string, number>>;
  ratios: readonly { peer: string; ratio: number; low: number; high: number; goal: number | null }[];
  limits: readonly { what: string; value: number; unit: string; atMost: number }[];
  rounds: number;
  remarks: readonly string[];
}
export interface PageRow {
  row: string;
  means: string;
  /** Null where it could not be measured. */
  value: number | null;
  low: number | null;
  high: number | null;
  unit: string;
  atMost: number;
  rounds?: number;
  note?: string;
}
export interface ScaleRow {
  row: string;
  means: string;
  operation: string;
  unit: string;
  points: readonly { size: number; cost: number }[];
  exponent: number;
  /** Null where there is no goal. */
  atMost: number | null;
}

/** One line of a table. */
export interface Line {
  against: string;
  ours: string;
  /** Below 1 is better. */
  multiple: number;
  /** Where on the same scale the goal lies; null: there is none. */
  goal: number | null;
  goalText: string;
}
/** A line, and in how many of the runs its goal was met. */
export interface Judged extends Line {
  nrMet: number;
  nrRuns: number;
}
/** A row of all runs: as the first of them has it, and its lines. */
export interface Drawn<Row> {
  row: Row;
  lines: readonly Judged[];
}

/** The ends of a bar: 64 times better, 64 times worse. */
export const ENDS = 64;

export function readReport<Row>(root: string, name: string): Report<Row> | null {
  const path = join(root, RESULTS, `${name}.json`);
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Report<Row>) : null;
}

/** Three digits are what a benchmark is good for. */
export function digits(value: number): string {
  const rounded = Number(value.toPrecision(3));
  return rounded.toLocaleString("en", { maximumSignificantDigits: 3 });
}

function timesText(ratio: number): string {
  return ratio <= 1 ? `${digits(1 / ratio)}× faster` : `${digits(ratio)}× the time`;
}

/** The lowest and the highest round, in the words of the median: how many times faster, or how many times the time. */
const spreadText = (ratio: number, low: number, high: number): string =>
  ratio <= 1 ? `${digits(1 / high)}–${digits(1 / low)}` : `${digits(low)}–${digits(high)}`;

export function engineLines({ ratios, limits }: EngineRow): Line[] {
  return [
    ...ratios.map(
      ({ peer, ratio, low, high, goal }): Line => ({
        against: peer,
        ours: `${timesText(ratio)} (${spreadText(ratio, low, high)})`,
        multiple: ratio,
        goal,
        goalText: goal === null ? "" : timesText(goal),
      }),
    ),
    ...limits.map(
      ({ what, value, unit, atMost }): Line => ({
        against: what,
        ours: `${digits(value)} ${unit}`,
        multiple: value / atMost,
        goal: 1,
        goalText: `at most ${digits(atMost)} ${unit}`,
      }),
    ),
  ];
}

/** What could not be measured is missed: the bar goes to its end. */
export function pageLines({ value, low, high, unit, atMost, rounds }: PageRow): Line[] {
  const spread = low === null || high === null || low === high ? "" : ` (${digits(low)}–${digits(high)})`;
  const line: Line = {
    against: rounds === 1 ? "once" : rounds === undefined ? "median of rounds" : `median of ${rounds} rounds`,
    ours: value === null ? "not measured" : `${digits(value)} ${unit}${spread}`,
    multiple: value === null ? ENDS : value / atMost,
    goal: 1,
    goalText: `at most ${digits(atMost)} ${unit}`,
  };
  return [line];
}

export const isMet = ({ multiple, goal }: Line): boolean => goal !== null && multiple <= goal;

/** The same line of all runs. */
function judged(lines: readonly Line[]): Judged {
  const sorted = [...lines].sort((a, b) => a.multiple - b.multiple);
  const middle = sorted[sorted.length >> 1];
  if (middle === undefined) throw new Error("test/bench/results: got a report without runs, expected one or more");
  return { ...middle, nrMet: lines.filter(isMet).length, nrRuns: lines.length };
}

/** The rows of all runs, with the lines that `linesOf` makes of each. */
export function drawnRows<Row>({ runs }: Report<Row>, linesOf: (row: Row) => Line[]): Drawn<Row>[] {
  const [first, ...others] = runs;
  return (first?.rows ?? []).map((row, i) => {
    const sameRow = [row, ...others.flatMap(({ rows }) => rows.slice(i, i + 1))].map(linesOf);
    const [own = []] = sameRow;
    return { row, lines: own.map((_, k) => judged(sameRow.flatMap((lines) => lines.slice(k, k + 1)))) };
  });
}
