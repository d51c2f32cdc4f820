/** What `npm run bench -- --scale` measures: the rows of `npm run bench` at growing sizes. */

import { openTestPlayer } from "../support/player.ts";
import { openBench } from "./engine.ts";
import { median, timed } from "./measure.ts";
import { fsmapText, imported } from "./rows/import.ts";
import { lineOf, openReplay, storyOf } from "./rows/replay.ts";
import { openRoute } from "./rows/route.ts";
import type { Growth, ScaleRow } from "./scaling.ts";

const SEED = 131;
const ASK = 64;
const ROUNDS = 5;
/** Operations of which a round has at least so many, where a single one would be too short to time. */
const MANY = 100_000;
const TIB = 1n << 40n;

/** The first run warms up and does not count. */
const rounds = (run: () => number): number => median(Array.from({ length: ROUNDS + 1 }, run).slice(1));
const [K, M] = [1000, 1_000_000];
const TO_HUNDRED_THOUSAND = [K, 10 * K, 100 * K];
const TO_MILLION = [...TO_HUNDRED_THOUSAND, M];
const TO_TEN_MILLION = [...TO_MILLION, 10 * M];

/** For what passes over memory in order. A few tenths are caches that end; the whole would be 1. */
const STEADY: Growth = { atMost: 0.35 };
/**
 * For what looks up one of many: the growth of memory itself, and a quarter more, since what a row touches leaves the caches
 * at other sizes. An operation that grew as the data does would still miss it.
 */
const SEARCH: Growth = { aboveMemory: 0.25 };

/** Nanoseconds of one of `n`, the whole done again until there are many. */
function repeated(n: number, work: () => unknown): () => number {
  const times = Math.max(1, Math.ceil(MANY / n));
  return () =>
    timed(() => {
      for (let i = 0; i < times; i++) work();
    }).ns /
    times /
    n;
}

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

const BLOCKS: readonly ScaleRow[] = [
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

const DEVICE: readonly ScaleRow[] = [
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

async function poisoned(size: number) {
  const store = await openBench();
  store.pmemCreate(1, TIB / 4n);
  store.poisonLinesSet(size, SEED);
  return store;
}

const POISON: readonly ScaleRow[] = [
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

const MAPS: readonly ScaleRow[] = [
  {
    name: "rmap-query",
    means: "Who owns a block, among this many records.",
    operation: "query",
    unit: "ns",
    growth: SEARCH,
    sizes: TO_TEN_MILLION,
    async measure(size) {
      const store = await openBench();
      const top = store.rmapFill(size, SEED) >>> 0;
      store.rmapPrepare(1, 0);
      store.rmapQueryMany(MANY, ASK, top);
      return rounds(() => timed(() => store.rmapQueryMany(MANY, ASK, top)).ns / MANY);
    },
  },
  {
    name: "rmap-insert",
    means: "A record more, in a map of this many.",
    operation: "insert",
    unit: "ns",
    growth: SEARCH,
    sizes: TO_TEN_MILLION,
    async measure(size) {
      const store = await openBench();
      const top = store.rmapFill(size, SEED) >>> 0;
      const n = Math.min(size, 20 * K);
      return rounds(() => {
        const { ns } = timed(() => store.rmapGrow(n, ASK, top));
        store.rmapShrink(n, ASK, top);
        return ns / n;
      });
    },
  },
  {
    name: "dm-target",
    means: "Which target of a mapped device a sector lies in, among this many.",
    operation: "lookup",
    unit: "ns",
    growth: SEARCH,
    sizes: TO_TEN_MILLION,
    async measure(size) {
      const store = await openBench();
      const top = store.targetsFill(size, SEED);
      store.targetsFind(MANY, ASK, top);
      return rounds(() => timed(() => store.targetsFind(MANY, ASK, top)).ns / MANY);
    },
  },
  {
    name: "route",
    means: "A page of a mapped device fails: through a tenth as many targets to its owners among this many records.",
    operation: "failure",
    unit: "ns",
    growth: SEARCH,
    sizes: TO_TEN_MILLION,
    async measure(size) {
      const { store, pages } = await openRoute(size / 10, size);
      const mark = store.snapshot();
      return rounds(() => {
        const { ns } = timed(() => store.route(MANY, ASK, pages));
        store.restore(mark);
        return ns / MANY;
      });
    },
  },
];

const TIME: readonly ScaleRow[] = [
  {
    name: "replay",
    means: "A machine of this many steps, played once more from power-on. A machine has at most 100,000.",
    operation: "step",
    unit: "ns",
    growth: STEADY,
    sizes: TO_HUNDRED_THOUSAND,
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
    name: "any-point",
    means:
      "The state after a random step of a timeline of this many. Images of the state have 64 MiB, so that in long timelines they lie far apart; a machine has at most 100,000 steps.",
    operation: "point",
    unit: "ns",
    growth: { atMost: 0.75 },
    sizes: TO_HUNDRED_THOUSAND,
    async measure(size) {
      const machine = (await openTestPlayer()).run(storyOf(size));
      let n = ASK;
      return rounds(() => {
        n = (n * 48271) % 2147483647;
        return timed(() => machine.snapshot(n % size)).ns;
      });
    },
  },
  {
    name: "import",
    means:
      "A reverse map of this many rows, read from text. Ten million would be a text that is longer than JavaScript has.",
    operation: "row",
    unit: "ns",
    growth: STEADY,
    sizes: TO_MILLION,
    async measure(size) {
      const text = fsmapText(size);
      return rounds(() => timed(() => imported(text)).ns / size);
    },
  },
];

/** A read of one of this many records of 32 bytes, at random, each waiting for the last: the growth of memory itself. */
const MEMORY: ScaleRow = {
  name: "memory",
  means:
    "Nothing of ours: a word of one of this many records of 32 bytes, at random, each read waiting for the one before. What looks up one of many may grow by 0.25 more.",
  operation: "read",
  unit: "ns",
  growth: {},
  sizes: TO_TEN_MILLION,
  async measure(size) {
    const store = await openBench();
    const at = store.benchBlock(size * 32);
    store.touch(at, size * 32);
    store.blockFill(at, size * 32, 1);
    return rounds(() => timed(() => store.recordsRead(at, size, M, SEED)).ns / M);
  },
};

export const SCALE_ROWS: readonly ScaleRow[] = [MEMORY, ...BLOCKS, ...DEVICE, ...POISON, ...MAPS, ...TIME];
