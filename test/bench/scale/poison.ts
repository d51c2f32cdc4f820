/** Poisoned lines, where there are more and more of them. */
import { openBench } from "../engine.ts";
import { timed } from "../measure.ts";
import type { ScaleRow } from "../scaling.ts";
import { ASK, K, MANY, repeated, rounds, SEARCH, SEED, STEADY, TIB, TO_TEN_MILLION } from "./sizes.ts";

async function poisoned(size: number) {
  const store = await openBench();
  store.pmemCreate(1, TIB / 4n);
  store.poisonLinesSet(size, SEED);
  return store;
}

export const POISON: readonly ScaleRow[] = [
  {
    name: "poison-set",
    means: "Poisoning this many random lines of 256 GiB, one after the other.",
    operation: "line",
    unit: "ns",
    growth: SEARCH,
    sizes: TO_TEN_MILLION,
    async measure(size) {
      const store = await openBench();
      store.pmemCreate(1, TIB / 4n);
      const mark = store.snapshot();
      return rounds(() => {
        const { ns } = timed(() => store.poisonLinesSet(size, SEED));
        store.restore(mark);
        return ns / size;
      });
    },
  },
  {
    name: "poison-test",
    means: "Whether a line is poisoned, where this many are.",
    operation: "test",
    unit: "ns",
    growth: SEARCH,
    sizes: TO_TEN_MILLION,
    async measure(size) {
      const store = await poisoned(size);
      return rounds(() => timed(() => store.poisonLinesTest(MANY, SEED, ASK)).ns / MANY);
    },
  },
  {
    name: "poison-count-any",
    means: "How many lines of a range of any length are poisoned, where this many are.",
    operation: "count",
    unit: "ns",
    growth: SEARCH,
    sizes: TO_TEN_MILLION,
    async measure(size) {
      const store = await poisoned(size);
      return rounds(() => timed(() => store.poisonRangesCount(2 * K, ASK, 1)).ns / (2 * K));
    },
  },
  {
    name: "poison-iterate",
    means: "Listing all poisoned lines, where this many are.",
    operation: "line",
    unit: "ns",
    growth: STEADY,
    sizes: TO_TEN_MILLION,
    async measure(size) {
      const store = await poisoned(size);
      const list = store.benchBlock(size * 4 + 4096);
      store.touch(list, size * 4 + 4096);
      return rounds(repeated(size, () => store.poisonLines(1, 0n, TIB / 4n, list, size + 8)));
    },
  },
  {
    name: "poison-memory",
    means: "Memory of a random poisoned line, where this many are.",
    operation: "line",
    unit: "B",
    growth: STEADY,
    sizes: TO_TEN_MILLION,
    measure: async (size) => Number((await poisoned(size)).poisonBlockBytes(1)) / size,
  },
];
