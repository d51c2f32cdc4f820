/** Random loads and stores of eight bytes: what a reader's process does to a 16 TiB device. */
import { type BenchStore, openBench, step } from "../engine.ts";
import { type Row, timed } from "../measure.ts";
import { NATIVE, nativeSides } from "../native.ts";

const SEED = 20220105;
const NR_CHUNKS = 1024;
const SIZE = 2 ** 44;
const UNCHECKED = "ours without the check";
/** Designs that were measured, on a machine with other work. */
const ONE_AT_A_TIME =
  "one at a time, memory sets the pace. Tried: a page table of four levels (66 ns), a hash table a quarter full (53 ns, with the value passed on in memory 57 ns), a sixteenth full (44 ns)";

/** The device of `loadsPrepare` once more, in one typed array, with the page table of peers.c. */
const heap = new Uint32Array(1 << 25);
const chunks = new Float64Array(NR_CHUNKS);

function fillPlain(): void {
  let top = 1024;
  heap.fill(0, 0, top);
  const claim = (slot: number, words: number): number => {
    if (heap[slot] === 0) {
      heap[slot] = top;
      heap.fill(0, top, top + words);
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
}

/**
 * `n` of its loads: 32 roots, then three tables of 512 entries, of which bit 0 says that something below is poisoned.
 * The same checks, and both halves of the eight bytes; `as number`, for `?? 0` would be paid for.
 */
function plainLoads(n: number): number {
  let x = SEED;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    x = step(x);
    const off = (chunks[x & (NR_CHUNKS - 1)] as number) + ((x >>> 13) & 0xfff8);
    if (off >= SIZE) throw new RangeError("outside the device");
    const page = Math.floor(off / 4096) >>> 0;
    let entry = heap[page >>> 27] as number;
    if (entry > 1) entry = heap[(entry & ~1) + ((page >>> 18) & 511)] as number;
    if (entry > 1) entry = heap[(entry & ~1) + ((page >>> 9) & 511)] as number;
    if (entry > 1) entry = heap[(entry & ~1) + (page & 511)] as number;
    if ((entry & 1) !== 0) throw new Error("poisoned");
    if (entry !== 0) {
      const at = entry + ((off >>> 2) & 1023);
      sum = (sum + (heap[at] as number) + (heap[at + 1] as number)) | 0;
    }
  }
  return sum >>> 0;
}

async function preparedStore(): Promise<BenchStore> {
  const store = await openBench();
  store.loadsPrepare(SEED);
  return store;
}

/** The same loads, one at a time or 64 a call. */
function loading(name: string, means: string, isMany: boolean): Row {
  return {
    name,
    means,
    operation: "load",
    ...(isMany ? {} : { note: ONE_AT_A_TIME }),
    goals: [
      { peer: NATIVE, atMost: 1.25 },
      ...(isMany ? [] : [{ peer: UNCHECKED, atMost: 1.05 }]),
      { peer: "plain JavaScript", atMost: 1 / 1.8 },
    ],
    async prepare({ quick }) {
      const n = quick ? 20_000 : 1_000_000;
      const store = await preparedStore();
      fillPlain();
      const same = isMany ? "loadsManyGroups" : "loadsCheckedGroups";
      const native = await nativeSides([["loadsPrepare", SEED]], ["loadsChecked", n, SEED], same);
      const ours = () => (isMany ? store.loadsManyChecked(n, SEED) : store.loadsChecked(n, SEED)) >>> 0;
      const unchecked = { name: UNCHECKED, run: () => timed(() => store.loadsUnchecked(n, SEED) >>> 0) };
      return {
        sides: [
          { name: "ours", run: () => timed(ours) },
          ...(isMany ? [] : [unchecked]),
          ...native.sides,
          { name: "plain JavaScript", run: () => timed(() => plainLoads(n)) },
        ],
        operations: n,
        done: native.close,
      };
    },
  };
}

const load = loading("load", "One random 8-byte load in a 16 TiB device, checked for poison.", false);
const loadMany = loading(
  "load-many",
  "The same loads, 64 a call: all pages are found first, so that memory works on many loads at a time.",
  true,
);

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

export const LOAD_ROWS: readonly Row[] = [load, loadMany, guardedStore];
