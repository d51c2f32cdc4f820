/** Sizes, growth and clock of the rows of `npm run bench -- --scale`. */
import { median, timed } from "../measure.ts";
import type { Growth } from "../scaling.ts";

export const SEED = 131;
export const ASK = 64;
const ROUNDS = 5;
/** Operations of which a round has at least so many, where a single one would be too short to time. */
export const MANY = 100_000;
export const TIB = 1n << 40n;

/** The first run warms up and does not count. */
export const rounds = (run: () => number): number => median(Array.from({ length: ROUNDS + 1 }, run).slice(1));
export const [K, M] = [1000, 1_000_000];
export const TO_HUNDRED_THOUSAND = [K, 10 * K, 100 * K];
export const TO_MILLION = [...TO_HUNDRED_THOUSAND, M];
export const TO_TEN_MILLION = [...TO_MILLION, 10 * M];

/** For what passes over memory in order. A few tenths are caches that end; the whole would be 1. */
export const STEADY: Growth = { atMost: 0.35 };
/**
 * For what looks up one of many: the growth of memory itself, and a quarter more, since what a row touches leaves the caches
 * at other sizes. An operation that grew as the data does would still miss it.
 */
export const SEARCH: Growth = { aboveMemory: 0.25 };

/** Nanoseconds of one of `n`, the whole done again until there are many. */
export function repeated(n: number, work: () => unknown): () => number {
  const times = Math.max(1, Math.ceil(MANY / n));
  return () =>
    timed(() => {
      for (let i = 0; i < times; i++) work();
    }).ns /
    times /
    n;
}
