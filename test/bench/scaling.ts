/**
 * `npm run bench -- --scale`: the same work at sizes from a thousand to ten million, and the exponent of its cost per
 * operation: 0 is constant, and so is total cost that grows in a straight line; 1 is an operation that grows as the data
 * does. The logarithm of a search tree, and memory that leaves the caches, show as a few tenths.
 */
import { openBench } from "./engine.ts";
import { median, type Scale, timed } from "./measure.ts";
import { fsmapText, imported } from "./rows/import.ts";
import { lineOf, openReplay, storyOf } from "./rows/replay.ts";

const SEED = 131;
const ASK = 64;
const ROUNDS = 5;

export interface ScaleRow {
  name: string;
  means: string;
  operation: string;
  sizes: readonly number[];
  /** Nanoseconds of one operation at this size. */
  measure(size: number): Promise<number>;
}

export interface Scaled {
  row: string;
  means: string;
  operation: string;
  points: { size: number; ns: number }[];
  exponent: number;
}

/** The first run warms up and does not count. */
const rounds = (run: () => number): number => median(Array.from({ length: ROUNDS + 1 }, run).slice(1));
const [K, M] = [1000, 1_000_000];

export const SCALE_ROWS: readonly ScaleRow[] = [
  {
    name: "rmap-query",
    means: "Who owns a block, among this many records.",
    operation: "query",
    sizes: [K, 10 * K, 100 * K, M, 10 * M],
    async measure(size) {
      const store = await openBench();
      const top = store.rmapFill(size, SEED) >>> 0;
      store.rmapPrepare(1, 0);
      const n = 100_000;
      store.rmapQueryMany(n, ASK, top);
      return rounds(() => timed(() => store.rmapQueryMany(n, ASK, top)).ns / n);
    },
  },
  {
    name: "rmap-insert",
    means: "A record more, in a map of this many.",
    operation: "insert",
    sizes: [K, 10 * K, 100 * K, M, 10 * M],
    async measure(size) {
      const store = await openBench();
      const top = store.rmapFill(size, SEED) >>> 0;
      const n = Math.min(size, 20_000);
      return rounds(() => {
        const { ns } = timed(() => store.rmapGrow(n, ASK, top));
        store.rmapShrink(n, ASK, top);
        return ns / n;
      });
    },
  },
  {
    name: "poison-set",
    means: "Poisoning this many random lines of 256 GiB, one after the other.",
    operation: "line",
    sizes: [K, 10 * K, 100 * K, M, 10 * M],
    async measure(size) {
      const store = await openBench();
      store.pmemCreate(1, 1n << 44n);
      const mark = store.snapshot();
      return rounds(() => {
        const { ns } = timed(() => store.poisonLinesSet(size, SEED));
        store.restore(mark);
        return ns / size;
      });
    },
  },
  {
    name: "dm-target",
    means: "Which target of a mapped device a sector lies in, among this many.",
    operation: "lookup",
    sizes: [K, 10 * K, 100 * K, M, 10 * M],
    async measure(size) {
      const store = await openBench();
      const top = store.targetsFill(size, SEED);
      const n = 100_000;
      store.targetsFind(n, ASK, top);
      return rounds(() => timed(() => store.targetsFind(n, ASK, top)).ns / n);
    },
  },
  {
    name: "replay",
    means: "A machine of this many steps, played once more from power-on.",
    operation: "step",
    sizes: [K, 10 * K, 100 * K],
    async measure(size) {
      const { session, leave } = await openReplay();
      const line = lineOf(storyOf(size));
      session.seek(line, size);
      return rounds(() => {
        leave();
        return timed(() => session.seek(line, size)).ns / size;
      });
    },
  },
  {
    name: "import",
    means: "A reverse map of this many rows, read from text.",
    operation: "row",
    sizes: [K, 10 * K, 100 * K, M],
    async measure(size) {
      const text = fsmapText(size);
      return rounds(() => timed(() => imported(text)).ns / size);
    },
  },
];

/** Slope of the straight line through the three largest sizes, both axes logarithmic: below them fixed costs show. */
export function exponentOf(points: readonly { size: number; ns: number }[]): number {
  const at = points.slice(-3).map(({ size, ns }) => ({ x: Math.log(size), y: Math.log(ns) }));
  const mean = (values: readonly number[]): number => values.reduce((sum, it) => sum + it, 0) / values.length;
  const [x, y] = [mean(at.map((it) => it.x)), mean(at.map((it) => it.y))];
  const above = at.reduce((sum, it) => sum + (it.x - x) * (it.y - y), 0);
  return above / at.reduce((sum, it) => sum + (it.x - x) ** 2, 0);
}

/** Measures the rows and prints each as it comes; `quick` leaves out what is above ten thousand. */
export async function scale(rows: readonly ScaleRow[], { quick }: Scale): Promise<Scaled[]> {
  const scaled: Scaled[] = [];
  for (const { name, means, operation, sizes, measure } of rows) {
    const points: Scaled["points"] = [];
    for (const size of sizes.filter((it) => !quick || it <= 10 * K)) points.push({ size, ns: await measure(size) });
    const exponent = exponentOf(points);
    scaled.push({ row: name, means, operation, points, exponent });
    console.log(`${name}: ${means}`);
    const texts = points.map(({ size, ns }) => `${size.toLocaleString("en")}: ${ns.toFixed(1)} ns`);
    console.log(`  per ${operation}: ${texts.join("  ")}  exponent ${exponent.toFixed(2)}`);
  }
  return scaled;
}
