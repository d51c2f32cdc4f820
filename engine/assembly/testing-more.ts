/** What `npm run bench` measures beside testing-bench.ts: loads from pages far apart, and the kernel's badblocks table. */
import { badblocksFind, badblocksSector, badblocksSet } from "./badblocks";
import { pmemCreate, pmemLoad64, pmemStore64 } from "./pmem";
import { SCRATCH } from "./state";

const NR_ENTRIES: u32 = 512;

/** xorshift32; the state is never 0. */
// @ts-ignore: decorator
@inline
function step(x: u32): u32 {
  x ^= x << 13;
  x ^= x >> 17;
  return x ^ (x << 5);
}

/** Page `i` of those that `pagesPrepare` writes: all over 16 TiB, none twice. */
// @ts-ignore: decorator
@inline
function pageOf(i: u32, seed: u32): u64 {
  return u64((i * 0x9e3779b1) ^ seed) << 12;
}

/** Device 1 of 16 TiB, and a store to `nrPages` pages of it. */
export function pagesPrepare(nrPages: u32, seed: u32): void {
  pmemCreate(1, 1 << 44);
  for (let i: u32 = 0; i < nrPages; i++) pmemStore64(1, pageOf(i, seed), u64(i));
}

/** Sum of `n` checked loads from random ones of these pages. */
export function pagesLoad(n: u32, nrPages: u32, seed: u32): u32 {
  let x = seed;
  let sum: u32 = 0;
  for (let i: u32 = 0; i < n; i++) {
    x = step(x);
    const page = u32((u64(x) * u64(nrPages)) >> 32);
    if (pmemLoad64(1, pageOf(page, seed), SCRATCH)) sum += load<u32>(SCRATCH);
  }
  return sum;
}

/** Sum of `n` words read at random from the `nrRecords` records of 32 bytes at `ptr`: what memory itself costs. */
export function recordsRead(ptr: usize, nrRecords: u32, n: u32, seed: u32): u32 {
  let x = seed;
  let sum: u32 = 0;
  for (let i: u32 = 0; i < n; i++) {
    x = step(x + sum);
    sum += load<u32>(ptr + (usize((u64(x) * u64(nrRecords)) >> 32) << 5));
  }
  return sum;
}

/** Fills the badblocks table of device 1 with entries of 1 … 8 sectors. Returns the sector behind the last. */
export function badblocksFill(seed: u32): u32 {
  pmemCreate(1, 1 << 44);
  let x = seed;
  let sector: u32 = 0;
  for (let i: u32 = 0; i < NR_ENTRIES; i++) {
    x = step(x);
    sector += 1 + ((x >> 8) & 1023);
    const nrSectors = (x & 7) + 1;
    badblocksSet(1, u64(sector), u64(nrSectors));
    sector += nrSectors;
  }
  return sector;
}

/** Sum of the first bad sectors in `n` random pages below sector `top`. */
export function badblocksAsk(n: u32, seed: u32, top: u32): u32 {
  let x = seed;
  let sum: u32 = 0;
  for (let i: u32 = 0; i < n; i++) {
    x = step(x);
    const index = badblocksFind(1, (u64(x) * u64(top)) >> 32, 8);
    if (index >= 0) sum += u32(badblocksSector(1, index));
  }
  return sum;
}
