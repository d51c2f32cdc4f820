/** Whole blocks of memory, and what a device keeps of them, at growing sizes. */
import { openBench } from "../engine.ts";
import { timed } from "../measure.ts";
import type { ScaleRow } from "../scaling.ts";
import { MANY, repeated, rounds, SEARCH, SEED, STEADY, TIB, TO_HUNDRED_THOUSAND, TO_TEN_MILLION } from "./sizes.ts";

const block = (
  name: string,
  means: string,
  work: (store: Awaited<ReturnType<typeof openBench>>, size: number) => () => unknown,
): ScaleRow => ({
  name,
  means,
  operation: "byte",
  unit: "ns",
  growth: STEADY,
  sizes: TO_TEN_MILLION,
  measure: async (size) => rounds(repeated(size, work(await openBench(), size))),
});

export const BLOCKS: readonly ScaleRow[] = [
  block("fill", "Zeroing this many bytes.", (store, size) => {
    const at = store.benchBlock(size);
    return () => store.blockFill(at, size, 7);
  }),
  block("copy", "Copying this many bytes.", (store, size) => {
    const [from, to] = [store.benchBlock(size), store.benchBlock(size)];
    return () => store.blockCopy(to, from, size);
  }),
  block("compare", "The first difference of two states of this many bytes that are equal.", (store, size) => {
    const [a, b] = [store.benchBlock(size), store.benchBlock(size)];
    return () => store.firstDifference(a, b, size);
  }),
  block("bulk-read", "read(2) of this many bytes of pmem.", (store, size) => {
    const [source, target] = [store.benchBlock(size), store.benchBlock(size)];
    store.pmemCreate(1, 16n * TIB);
    store.pmemWrite(1, TIB, size, source);
    store.touch(target, size);
    return () => store.pmemRead(1, TIB, size, target);
  }),
];

export const DEVICE: readonly ScaleRow[] = [
  {
    name: "load",
    means:
      "A random checked load of eight bytes, on a device of 16 TiB of which this many pages were written. A million pages would not fit into the memory that an engine has. A page is as large as a hundred records of the row above, and more.",
    operation: "load",
    unit: "ns",
    growth: { ...SEARCH, memoryRecords: 100 },
    sizes: TO_HUNDRED_THOUSAND,
    async measure(size) {
      const store = await openBench();
      store.pagesPrepare(size, SEED);
      return rounds(() => timed(() => store.pagesLoad(MANY, size, SEED)).ns / MANY);
    },
  },
  {
    name: "isolated-write",
    means: "Memory that a single write takes on a device of 16 TiB, where this many were made, far apart.",
    operation: "write",
    unit: "B",
    growth: STEADY,
    sizes: TO_HUNDRED_THOUSAND,
    async measure(size) {
      const store = await openBench();
      const before = store.arenaBytes();
      store.pagesPrepare(size, SEED);
      return (store.arenaBytes() - before) / size;
    },
  },
  {
    name: "restore",
    means: "Back to a snapshot since which this many pages were written.",
    operation: "page",
    unit: "ns",
    growth: STEADY,
    sizes: TO_HUNDRED_THOUSAND,
    async measure(size) {
      const store = await openBench();
      const state = store.benchBlock(size * 4096);
      const mark = store.snapshot();
      return rounds(() => {
        for (let i = 0; i < size; i++) store.statePut(state + i * 4096, 4, BigInt(i));
        return timed(() => store.restore(mark)).ns / size;
      });
    },
  },
];
