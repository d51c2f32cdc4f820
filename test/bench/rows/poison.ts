/** Poisoned lines against roaring-wasm, a compressed bitmap that many programs trust. */

import { RoaringBitmap32, roaringLibraryInitialize } from "roaring-wasm";
import { type BenchStore, openBench, step } from "../engine.ts";
import { type Prepared, type Row, type Scale, timed } from "../measure.ts";

const SEED = 61;
const OTHER = 62;
const PEER = "roaring-wasm";
const LINES = 1_000_000;
const PAGES = 20_000;

const count = ({ quick }: Scale, many: number) => (quick ? many / 50 : many);

async function freshStore(): Promise<BenchStore> {
  const store = await openBench();
  store.pmemCreate(1, 1n << 38n);
  return store;
}

function addLines(bitmap: RoaringBitmap32, n: number): number {
  let x = SEED;
  for (let i = 0; i < n; i++) {
    x = step(x);
    bitmap.add(x);
  }
  return bitmap.size;
}

/** Both begin each round empty. Building the instances is not timed. */
function setting(fill: (store: BenchStore, n: number) => number, add: (bitmap: RoaringBitmap32, n: number) => number) {
  return async (n: number, perOperation = 1): Promise<Prepared> => {
    await roaringLibraryInitialize();
    const store = await freshStore();
    const mark = store.snapshot();
    const emptyStore = () => {
      store.restore(mark);
      return timed(() => fill(store, n) >>> 0);
    };
    const emptyBitmap = () => {
      const bitmap = new RoaringBitmap32();
      const timing = timed(() => add(bitmap, n));
      bitmap.dispose();
      return timing;
    };
    const sides = [
      { name: "ours", run: emptyStore },
      { name: PEER, run: emptyBitmap },
    ];
    return { sides, operations: n * perOperation };
  };
}

const setLines: Row = {
  name: "poison-set",
  means: "Poisoning a million random 64-byte lines of 256 GiB.",
  operation: "line",
  goals: [{ peer: PEER, atMost: 1 / 10 }],
  prepare: (scale) => setting((store, n) => store.poisonLinesSet(n, SEED), addLines)(count(scale, LINES)),
};

const setPages: Row = {
  name: "poison-set-pages",
  means: "Poisoning whole pages of 64 lines, as a failed page does.",
  operation: "line",
  goals: [{ peer: PEER, atMost: 1 / 10 }],
  prepare: (scale) => {
    const add = (bitmap: RoaringBitmap32, n: number) => {
      let x = SEED;
      for (let i = 0; i < n; i++) {
        x = step(x);
        const first = (x >>> 6) * 64;
        for (let line = first; line < first + 64; line++) bitmap.add(line);
      }
      return bitmap.size;
    };
    return setting((store, n) => store.poisonPagesSet(n, SEED), add)(count(scale, PAGES), 64);
  },
};

/** A store and a bitmap with the same random lines. */
async function filled(n: number) {
  await roaringLibraryInitialize();
  const store = await freshStore();
  store.poisonLinesSet(n, SEED);
  const bitmap = new RoaringBitmap32();
  addLines(bitmap, n);
  return { store, bitmap, done: () => bitmap.dispose() };
}

function hitsOf(n: number, has: (line: number) => boolean | number): number {
  let [x, y, hits] = [SEED, OTHER, 0];
  for (let i = 0; i < n; i += 2) {
    x = step(x);
    y = step(y);
    hits += Number(has(x)) + Number(has(y));
  }
  return hits;
}

const test: Row = {
  name: "poison-test",
  means: "Asking a million times whether a line is poisoned, in one call; half of them are.",
  operation: "test",
  goals: [{ peer: PEER, atMost: 1 / 8 }],
  async prepare(scale) {
    const n = count(scale, LINES);
    const { store, bitmap, done } = await filled(n);
    return {
      sides: [
        { name: "ours", run: () => timed(() => store.poisonLinesTest(n, SEED, OTHER)) },
        { name: PEER, run: () => timed(() => hitsOf(n, (line) => bitmap.has(line))) },
      ],
      operations: n,
      done,
    };
  },
};

const testOneByOne: Row = {
  name: "poison-test-calls",
  means: "The same, one call from JavaScript per question.",
  operation: "test",
  goals: [{ peer: PEER, atMost: 1 / 5 }],
  async prepare(scale) {
    const n = count(scale, LINES);
    const { store, bitmap, done } = await filled(n);
    return {
      sides: [
        { name: "ours", run: () => timed(() => hitsOf(n, (line) => store.poisonLineTest(1, line))) },
        { name: PEER, run: () => timed(() => hitsOf(n, (line) => bitmap.has(line))) },
      ],
      operations: n,
      done,
    };
  },
};

const iterate: Row = {
  name: "poison-iterate",
  means: "Listing every poisoned line: what a scrub reports and a figure draws.",
  operation: "line",
  goals: [{ peer: PEER, atMost: 1 / 3 }],
  async prepare(scale) {
    const { store, bitmap, done } = await filled(count(scale, LINES));
    const n = bitmap.size;
    const list = store.benchBlock(n * 4 + 4096);
    store.touch(list, n * 4 + 4096);
    const device = 1n << 38n;
    return {
      sides: [
        { name: "ours", run: () => timed(() => store.poisonLines(1, 0n, device, list, n + 8)) },
        { name: PEER, run: () => timed(() => bitmap.toUint32Array().length) },
      ],
      operations: n,
      done,
    };
  },
};

/** Poisoned lines in ranges, ours by the counts that the tree keeps. */
function counting(name: string, means: string, isWide: boolean): Row {
  return {
    name,
    means,
    operation: "count",
    goals: [{ peer: PEER, atMost: 1 / 10 }],
    limits: [{ what: "one count", atMost: 300, unit: "ns", value: (medians) => medians.get("ours") ?? Number.NaN }],
    async prepare(scale) {
      const { store, bitmap, done } = await filled(count(scale, LINES));
      // A round of the peer's wide ranges takes a tenth of a second, one of ours far less than the compiler needs.
      const n = scale.quick ? 100 : isWide ? 2000 : 50_000;
      store.poisonRangesCount(scale.quick ? 100 : 50_000, SEED, Number(isWide));
      const peer = () => {
        let [x, sum] = [OTHER, 0];
        for (let i = 0; i < n; i++) {
          x = step(x);
          const first = isWide ? x : (x & 0xffe00000) >>> 0;
          x = step(x);
          const length = isWide ? Math.min(x, 2 ** 32 - first) : 2 ** 20;
          sum = (sum + bitmap.rangeCardinality(first, first + length)) >>> 0;
        }
        return sum;
      };
      return {
        sides: [
          { name: "ours", run: () => timed(() => store.poisonRangesCount(n, OTHER, Number(isWide)) >>> 0) },
          { name: PEER, run: () => timed(peer) },
        ],
        operations: n,
        done,
      };
    },
  };
}

const memory = (
  name: string,
  means: string,
  atMost: number,
  fill: (store: BenchStore, quick: boolean) => number,
): Row => ({
  name,
  means,
  operation: "line",
  goals: [],
  limits: [{ what: "memory", atMost, unit: "B per line", value: () => bytesPerLine }],
  async prepare({ quick }) {
    const store = await freshStore();
    const lines = fill(store, quick) >>> 0;
    bytesPerLine = Number(store.poisonBlockBytes(1)) / lines;
    return { sides: [{ name: "ours", run: () => timed(() => 0) }], operations: lines };
  },
});
let bytesPerLine = Number.NaN;

export const POISON_ROWS: readonly Row[] = [
  setLines,
  setPages,
  test,
  testOneByOne,
  iterate,
  counting("poison-count", "Poisoned lines in a range of 64 MiB.", false),
  counting("poison-count-any", "Poisoned lines in a range of any length.", true),
  memory("poison-memory", "Memory of a million random lines.", 4, (store, quick) =>
    store.poisonLinesSet(quick ? 20_000 : LINES, SEED),
  ),
  memory("poison-memory-pages", "Memory of whole poisoned pages.", 0.25, (store, quick) =>
    store.poisonPagesSet(quick ? 2_000 : 50_000, SEED),
  ),
];
