/** Random loads and stores of eight bytes: what a reader's process does to a 16 TiB device. */
import { type BenchStore, openBench, step } from "../engine.ts";
import { type Row, timed } from "../measure.ts";
import { NATIVE, nativeSides } from "../native.ts";

const SEED = 20220105;
const NR_CHUNKS = 1024;

/** The device of `loadsPrepare` once more, in one typed array: 32 roots, then three tables of 512 entries. */
function plainDevice() {
  const chunks = new Float64Array(NR_CHUNKS);
  const heap = new Uint32Array(1 << 25);
  let top = 1024;
  const claim = (slot: number, words: number): number => {
    if (heap[slot] === 0) {
      heap[slot] = top;
      top += words;
    }
    return heap[slot] ?? 0;
  };
  const pageOf = (off: number): number => {
    let table = claim(Math.floor(off / 2 ** 39), 512);
    for (const shift of [30, 21]) table = claim(table + (Math.floor(off / 2 ** shift) & 511), 512);
    return claim(table + (Math.floor(off / 4096) & 511), 1024);
  };
  let x = SEED;
  for (let i = 0; i < NR_CHUNKS; i++) {
    x = step(x);
    const chunk = (x >>> 4) * 65536;
    chunks[i] = chunk;
    for (let off = 0; off < 65536; off += 8) {
      heap[pageOf(chunk + off) + (((chunk + off) % 4096) >>> 2)] = (chunk / 65536 + off) >>> 0;
    }
  }
  return (n: number): number => {
    let seed = SEED;
    let sum = 0;
    for (let i = 0; i < n; i++) {
      seed = step(seed);
      const off = (chunks[seed & (NR_CHUNKS - 1)] ?? 0) + ((seed >>> 13) & 0xfff8);
      let entry = heap[Math.floor(off / 549755813888)] ?? 0;
      if (entry !== 0) entry = heap[entry + (Math.floor(off / 1073741824) & 511)] ?? 0;
      if (entry !== 0) entry = heap[entry + (Math.floor(off / 2097152) & 511)] ?? 0;
      if (entry !== 0) entry = heap[entry + (Math.floor(off / 4096) & 511)] ?? 0;
      if (entry !== 0) sum = (sum + (heap[entry + ((off % 4096) >>> 2)] ?? 0)) >>> 0;
    }
    return sum;
  };
}

async function preparedStore(): Promise<BenchStore> {
  const store = await openBench();
  store.loadsPrepare(SEED);
  return store;
}

const load: Row = {
  name: "load",
  means: "One random 8-byte load in a 16 TiB device, checked for poison.",
  operation: "load",
  goals: [
    { peer: NATIVE, atMost: 1.25 },
    { peer: "ours without the check", atMost: 1.05 },
    { peer: "plain JavaScript", atMost: 1 / 1.8 },
  ],
  async prepare({ quick }) {
    const n = quick ? 20_000 : 1_000_000;
    const store = await preparedStore();
    const js = plainDevice();
    const native = await nativeSides([["loadsPrepare", SEED]], ["loadsChecked", n, SEED]);
    return {
      sides: [
        { name: "ours", run: () => timed(() => store.loadsChecked(n, SEED) >>> 0) },
        { name: "ours without the check", run: () => timed(() => store.loadsUnchecked(n, SEED) >>> 0) },
        ...native.sides,
        { name: "plain JavaScript", run: () => timed(() => js(n)) },
      ],
      operations: n,
      done: native.close,
    };
  },
};

const guardedStore: Row = {
  name: "store-overhead",
  means:
    "What the write barrier adds to a store once its page is saved: the price of going back in time. Plain stores, to a block of the same size, have neither directory nor checks.",
  operation: "store",
  goals: [{ peer: "ours without the barrier", atMost: 1.1 }],
  async prepare({ quick }) {
    const shift = 26;
    const n = quick ? 20_000 : 2_000_000;
    const store = await openBench();
    store.loadsPrepare(SEED);
    const ptr = store.benchBlock(1 << shift);
    store.snapshot();
    store.touch(ptr, 1 << shift);
    store.storesChecked(n, SEED);
    return {
      sides: [
        { name: "ours", run: () => timed(() => store.storesChecked(n, SEED) >>> 0) },
        { name: "ours without the barrier", run: () => timed(() => store.storesUnguarded(n, SEED) >>> 0) },
        { name: "plain stores", run: () => timed(() => store.storesPlain(ptr, shift, n, SEED) >>> 0) },
      ],
      operations: n,
    };
  },
};

export const LOAD_ROWS: readonly Row[] = [load, guardedStore];
