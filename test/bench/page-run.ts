/**
 * The rounds of one row of `npm run bench:page`, in bounded time. A round that fails or hangs is told and the next one is tried
 * in a new browser; a row that fails twice is given up, and no row takes the others along.
 */
import type { PageRow } from "./page-rows/lab.ts";

const ROUND_MS = 60_000;
/** A row that has had as long as this gets no more rounds, once it has some. */
const ROW_MS = 240_000;
const LEAST_ROUNDS = 3;
const MOST_FAILURES = 2;

export interface RoundWork {
  round(): Promise<number>;
  /** After a failure: whatever the round left is not used again. */
  renew(): Promise<void>;
  progress(text: string): void;
}

export interface Rounds {
  values: number[];
  /** Why the others gave nothing. */
  failures: string[];
}

type Limits = Pick<PageRow, "mostRounds" | "isCold" | "roundMs">;

export async function roundsOf(row: Limits, wanted: number, work: RoundWork): Promise<Rounds> {
  const { mostRounds = wanted, isCold = false, roundMs = ROUND_MS } = row;
  const rounds = Math.min(wanted, mostRounds);
  const values: number[] = [];
  const failures: string[] = [];
  let isWarm = isCold;
  const startMs = performance.now();
  while (values.length < rounds && failures.length < MOST_FAILURES) {
    if (values.length >= LEAST_ROUNDS && performance.now() - startMs > ROW_MS) break;
    try {
      const value = await within(roundMs, work.round());
      if (!Number.isFinite(value)) throw new Error(`a round gave ${value}`);
      if (isWarm) values.push(value);
      work.progress(isWarm ? value.toPrecision(3) : `(${value.toPrecision(3)})`);
      isWarm = true;
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error));
      work.progress("failed");
      await work.renew();
    }
  }
  return { values, failures };
}

function within<T>(mostMs: number, work: Promise<T>): Promise<T> {
  // What comes of it too late is nobody's business.
  work.catch(() => {});
  return new Promise((done, failed) => {
    const timer = setTimeout(() => failed(new Error(`no end within ${mostMs / 1000} s`)), mostMs);
    work.then(done, failed).finally(() => clearTimeout(timer));
  });
}
