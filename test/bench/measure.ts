/**
 * Sides of one row run in turn, round after round, so that drift of the machine hits all alike. The ratio of two sides
 * is the median of the ratios of single rounds, never a quotient of medians.
 */

/** Time of the work alone, and a sum that every side of a row must agree on. */
export interface Timing {
  ns: number;
  sum: number | bigint;
}

export interface Side {
  /** "ours", "gcc -O3", "roaring-wasm", … */
  name: string;
  run(): Timing | Promise<Timing>;
  /** Does the same work but gives no comparable sum. The reason is printed. */
  incomparable?: string;
}

/** Ours against a peer, as a ratio of times: 1.25 is a quarter slower than the peer, 0.1 ten times faster. */
export interface Goal {
  peer: string;
  atMost: number;
}

/** An absolute goal: of nanoseconds per operation, or of bytes. */
export interface Limit {
  what: string;
  atMost: number;
  unit: string;
  /** Reads the value from the medians (ns per operation by side), or measures it. */
  value(medians: ReadonlyMap<string, number>): number;
}

export interface Prepared {
  sides: Side[];
  /** Operations per run: what times are divided by. */
  operations: number;
  done?(): void;
}

export interface Row {
  name: string;
  /** What the row means to a user. */
  means: string;
  /** What one operation is. */
  operation: string;
  goals: Goal[];
  limits?: Limit[];
  /** What was tried, or why the numbers are what they are; shown beside them. */
  note?: string;
  prepare(scale: Scale): Promise<Prepared>;
}

export interface Scale {
  /** Smaller inputs, fewer rounds: a check that the bench runs, not a measurement. */
  quick: boolean;
}

export interface Measured {
  row: string;
  means: string;
  operation: string;
  operations: number;
  /** Median nanoseconds per operation, by side. */
  medians: Map<string, number>;
  ratios: { peer: string; ratio: number; low: number; high: number; goal: number | null; isMet: boolean | null }[];
  limits: { what: string; value: number; unit: string; atMost: number; isMet: boolean }[];
  rounds: number;
  remarks: string[];
}

export interface MeasuredPage {
  row: string;
  means: string;
  unit: string;
  note?: string;
  /** Of the median, null where a round failed; `note` says how then. */
  value: number | null;
  low: number | null;
  high: number | null;
  atMost: number;
  isMet: boolean;
  rounds: number;
}

interface PageGoal {
  name: string;
  means: string;
  unit: string;
  atMost: number;
  note?: string;
}

/** The median of rounds of the page, beside its goal. Without a round there is nothing to say, and the goal is missed. */
export function pageResult(row: PageGoal, values: readonly number[], failures: readonly string[] = []): MeasuredPage {
  const { name, means, unit, atMost } = row;
  const told = { row: name, means, unit, atMost, rounds: values.length };
  const failed = failures.length === 0 ? [] : [failureText(values.length, failures)];
  const notes = [...(row.note === undefined ? [] : [row.note]), ...failed];
  const note = notes.length === 0 ? {} : { note: notes.join(" ") };
  if (values.length === 0) return { ...told, value: null, low: null, high: null, isMet: false, ...note };
  const value = median(values);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return { ...told, value, low, high, isMet: value <= atMost, ...note };
}

function failureText(nrGood: number, failures: readonly string[]): string {
  const why = [...new Set(failures)].join("; ");
  return nrGood === 0 ? `Not measured: ${why}` : `${failures.length} more failed: ${why}`;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** Nanoseconds of `work`, which gives the sum; 0 where there is none to give. */
export function timed(work: () => unknown): Timing {
  const start = process.hrtime.bigint();
  const sum = work();
  return {
    ns: Number(process.hrtime.bigint() - start),
    sum: typeof sum === "number" || typeof sum === "bigint" ? sum : 0,
  };
}

function checkSums(row: string, sides: readonly Side[], sums: readonly (number | bigint)[]): void {
  const comparable = sides.map((side, i) => ({ side, sum: sums[i] })).filter(({ side }) => !side.incomparable);
  const first = comparable[0];
  for (const { side, sum } of comparable) {
    if (first !== undefined && BigInt(sum ?? 0) !== BigInt(first.sum ?? 0)) {
      throw new Error(`${row}: ${side.name} gives ${sum}, ${first.side.name} gives ${first.sum}: not the same work`);
    }
  }
}

export async function measure(row: Row, scale: Scale, rounds: number): Promise<Measured> {
  const { sides, operations, done } = await row.prepare(scale);
  const times = sides.map((): number[] => []);
  const warmUps = 2;
  for (let round = -warmUps; round < rounds; round++) {
    const sums: (number | bigint)[] = new Array(sides.length).fill(0);
    for (let k = 0; k < sides.length; k++) {
      // Whoever goes first in one round goes last in the next.
      const i = (k + Math.max(round, 0)) % sides.length;
      const side = sides[i];
      if (side === undefined) continue;
      const { ns, sum } = await side.run();
      sums[i] = sum;
      if (round >= 0) times[i]?.push(ns);
    }
    checkSums(row.name, sides, sums);
  }
  done?.();
  return summary(row, sides, times, operations, rounds);
}

function summary(row: Row, sides: Side[], times: number[][], operations: number, rounds: number): Measured {
  const medians = new Map(sides.map((side, i) => [side.name, median(times[i] ?? []) / operations]));
  const ours = times[0] ?? [];
  const ratios = sides.slice(1).map((side, k) => {
    const perRound = ours.map((ns, round) => ns / (times[k + 1]?.[round] ?? Number.NaN));
    const ratio = median(perRound);
    const goal = row.goals.find((it) => it.peer === side.name)?.atMost ?? null;
    const [low, high] = [Math.min(...perRound), Math.max(...perRound)];
    return { peer: side.name, ratio, low, high, goal, isMet: goal === null ? null : ratio <= goal };
  });
  const limits = (row.limits ?? []).map(({ what, atMost, unit, value }) => {
    const got = value(medians);
    return { what, value: got, unit, atMost, isMet: got <= atMost };
  });
  const missing = row.goals.filter(({ peer }) => !sides.some((side) => side.name === peer));
  const remarks = [
    ...(row.note === undefined ? [] : [row.note]),
    ...sides.flatMap((side) => (side.incomparable ? [`${side.name}: ${side.incomparable}`] : [])),
    ...missing.map(({ peer }) => `${peer}: not measured here`),
  ];
  const { name, means, operation } = row;
  return { row: name, means, operation, operations, medians, ratios, limits, rounds, remarks };
}
