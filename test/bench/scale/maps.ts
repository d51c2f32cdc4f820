/** Looking up one of many: owners, targets, the way of a failure. And memory itself, which they cannot be better than. */
import { openBench } from "../engine.ts";
import { timed } from "../measure.ts";
import { openRoute } from "../rows/route.ts";
import type { ScaleRow } from "../scaling.ts";
import { ASK, K, M, MANY, rounds, SEARCH, SEED, TO_TEN_MILLION } from "./sizes.ts";

/** A read of one of this many records of 32 bytes, at random, each waiting for the last: the growth of memory itself. */
export const MEMORY: ScaleRow = {
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

export const MAPS: readonly ScaleRow[] = [
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
