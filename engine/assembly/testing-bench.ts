/**
 * Loops over the store for the benchmarks, so that no call from JavaScript is timed with an operation.
 *
 * Each loop draws its inputs from the same generator as its peers in `test/bench/native` and
 * `test/bench/peers`, and returns a sum that has to equal theirs.
 */
import { SCRATCH, alloc } from "./state";
import {
  D_SIZE, POISONED, isBelow, farCell, nearPage, pmemCreate, pmemCell, pmemLoadMany, pmemRecord, pmemStore64, storeFar,
} from "./pmem";
import { poisonAny, poisonCount } from "./poison";
import { poisonSet } from "./poison-change";
import {
  MAX_BLOCKS, groupFirst, recordFileBlock, recordOwner, rmapFirstOfMany, rmapGroup, rmapInsert, rmapNext, rmapRecord,
  rmapRemove,
} from "./extents";
import { segmentsAdd, segmentsCreate, segmentsIdAt } from "./segments";

export * from "./testing-more";
export * from "./testing-store";

const CHUNKS: usize = SCRATCH + 0x8000;
const NR_CHUNKS: u32 = 1024;
/** Loads of a call, their offsets and what they give. */
const MANY: u32 = 64;
const OFFSETS: usize = CHUNKS + 8 * usize(NR_CHUNKS);
const VALUES: usize = OFFSETS + 8 * usize(MANY);

/** xorshift32; the state is never 0. */
// @ts-ignore: decorator
@inline
function step(x: u32): u32 {
  x ^= x << 13;
  x ^= x >> 17;
  return x ^ (x << 5);
}

// --- stores and loads --------------------------------------------------------------------------

/** Plain stores at random 8-byte cells of `[ptr, ptr + 2^shift)`. */
export function storesPlain(ptr: usize, shift: u32, n: u32, seed: u32): u32 {
  let x = seed;
  for (let i: u32 = 0; i < n; i++) {
    x = step(x);
    store<u64>(ptr + usize((x >> (32 - shift)) & ~7), u64(x));
  }
  return x;
}

/** Device 1 of 16 TiB with `NR_CHUNKS` written chunks of 64 KiB at random places. */
export function loadsPrepare(seed: u32): void {
  pmemCreate(1, 1 << 44);
  let x = seed;
  for (let i: u32 = 0; i < NR_CHUNKS; i++) {
    x = step(x);
    const chunk = u64(x >> 4) << 16;
    store<u64>(CHUNKS + (usize(i) << 3), chunk);
    for (let off: u64 = 0; off < 65536; off += 8) pmemStore64(1, chunk + off, (chunk >> 16) + off);
  }
}

// @ts-ignore: decorator
@inline
function addressOf(x: u32): u64 {
  return load<u64>(CHUNKS + (usize(x & (NR_CHUNKS - 1)) << 3)) + u64((x >> 13) & 0xfff8);
}

// @ts-ignore: decorator
@inline
function bothHalves(at: usize): u32 {
  const value = load<u64>(at);
  return u32(value) + u32(value >> 32);
}

/** Sum of both halves of `n` random checked loads. */
export function loadsChecked(n: u32, seed: u32): u32 {
  let x = seed;
  let sum: u32 = 0;
  for (let i: u32 = 0; i < n; i++) {
    x = step(x);
    const cell = pmemCell(1, addressOf(x));
    if (cell != POISONED) sum += bothHalves(cell);
  }
  return sum;
}

/** The same loads, `MANY` a call. */
export function loadsManyChecked(n: u32, seed: u32): u32 {
  let x = seed;
  let sum: u32 = 0;
  for (let done: u32 = 0; done < n; done += MANY) {
    const part = min<u32>(MANY, n - done);
    for (let i: u32 = 0; i < part; i++) {
      x = step(x);
      store<u64>(OFFSETS + (usize(i) << 3), addressOf(x));
    }
    const loaded = pmemLoadMany(1, OFFSETS, part, VALUES);
    for (let at = VALUES; at < VALUES + (usize(loaded) << 3); at += 8) sum += bothHalves(at);
  }
  return sum;
}

/** `pmemCell` but for its look at poison. */
// @ts-ignore: decorator
@inline
function uncheckedCell(dev: u32, offBytes: u64): usize {
  const record = pmemRecord(dev);
  const page = isBelow(load<u64>(record, D_SIZE) >> 3, offBytes) ? nearPage(record, offBytes) : 0;
  return page != 0 ? page + (usize(offBytes) & 4095) : farCell(dev, offBytes);
}

/** The same loads without looking at poison. */
export function loadsUnchecked(n: u32, seed: u32): u32 {
  let x = seed;
  let sum: u32 = 0;
  for (let i: u32 = 0; i < n; i++) {
    x = step(x);
    sum += bothHalves(uncheckedCell(1, addressOf(x)));
  }
  return sum;
}

/** `n` random stores, as the engine makes them. */
export function storesChecked(n: u32, seed: u32): u32 {
  let x = seed;
  for (let i: u32 = 0; i < n; i++) {
    x = step(x);
    pmemStore64(1, addressOf(x), u64(x));
  }
  return x;
}

/** `pmemStore64` but for the write barrier. */
export function storeUnguarded(dev: u32, offBytes: u64, value: u64): void {
  const record = pmemRecord(dev);
  const page = isBelow(load<u64>(record, D_SIZE) >> 3, offBytes) ? nearPage(record, offBytes) : 0;
  if (page != 0) store<u64>(page + (usize(offBytes) & 4095), value);
  else storeFar(dev, offBytes, value);
}

/** The same stores without the write barrier. */
export function storesUnguarded(n: u32, seed: u32): u32 {
  let x = seed;
  for (let i: u32 = 0; i < n; i++) {
    x = step(x);
    storeUnguarded(1, addressOf(x), u64(x));
  }
  return x;
}

// --- poison ------------------------------------------------------------------------------------

/** Poisons `n` random lines of the first 256 GiB of device 1. */
export function poisonLinesSet(n: u32, seed: u32): u32 {
  let x = seed;
  for (let i: u32 = 0; i < n; i++) {
    x = step(x);
    poisonSet(1, u64(x) << 6, 64);
  }
  return u32(poisonCount(1, 0, 1 << 38));
}

/** Poisons `n` random pages of 64 lines. */
export function poisonPagesSet(n: u32, seed: u32): u32 {
  let x = seed;
  for (let i: u32 = 0; i < n; i++) {
    x = step(x);
    poisonSet(1, u64(x >> 6) << 12, 4096);
  }
  return u32(poisonCount(1, 0, 1 << 38));
}

/** Of `n` random lines, every second one from the seed that set them, how many are poisoned. */
export function poisonLinesTest(n: u32, seed: u32, other: u32): u32 {
  let x = seed;
  let y = other;
  let hits: u32 = 0;
  for (let i: u32 = 0; i < n; i += 2) {
    x = step(x);
    y = step(y);
    hits += u32(poisonAny(1, u64(x) << 6, 64)) + u32(poisonAny(1, u64(y) << 6, 64));
  }
  return hits;
}

/** Whether line number `line` of device `dev` is poisoned. */
export function poisonLineTest(dev: u32, line: u32): bool {
  return poisonAny(dev, u64(line) << 6, 64);
}

/** Poisoned lines in `n` random ranges: of 2^20 lines if `isWide` is 0, else of any length. */
export function poisonRangesCount(n: u32, seed: u32, isWide: u32): u32 {
  let x = seed;
  let sum: u32 = 0;
  for (let i: u32 = 0; i < n; i++) {
    x = step(x);
    const first: u32 = isWide ? x : x & 0xffe00000;
    x = step(x);
    const length: u64 = isWide ? min<u64>(u64(x), 0x100000000 - u64(first)) : 0x100000;
    sum += u32(poisonCount(1, u64(first) << 6, length << 6));
  }
  return sum;
}

// --- reverse map -------------------------------------------------------------------------------

/** `n` extents of 1 … 8 blocks with gaps; every fourth is shared by a second owner. Returns the blocks. */
export function rmapFill(n: u32, seed: u32): u32 {
  let x = seed;
  let block: u32 = 16;
  for (let i: u32 = 0; i < n; i++) {
    x = step(x);
    const length = (x & 7) + 1;
    rmapInsert(1, 0, block, length, u64(128 + (x >> 8) % 5000), u64(x >> 20), 0);
    if ((x & 0x30) == 0 && ++i < n) rmapInsert(1, 0, block, length, u64(6000 + (x >> 9) % 99), u64(x >> 21), 0);
    block += length + ((x >> 6) & 3);
  }
  return block;
}

/** Sum over all owners and file blocks found at `n` random blocks below `top`. */
export function rmapQuery(n: u32, seed: u32, top: u32): u32 {
  const group = rmapGroup(1, 0);
  let x = seed;
  let sum: u32 = 0;
  for (let i: u32 = 0; i < n; i++) {
    x = step(x);
    const block = u32((u64(x) * u64(top)) >> 32);
    for (let at = groupFirst(group, block, block + 1); at != 0; at = rmapNext(at)) {
      const record = rmapRecord(at);
      sum += u32(recordOwner(record)) + u32(recordFileBlock(record));
    }
  }
  return sum;
}

/** The same sum, `MAX_BLOCKS` blocks at a time. */
export function rmapQueryMany(n: u32, seed: u32, top: u32): u32 {
  const blocks = CHUNKS;
  const cursors = CHUNKS + 4 * usize(MAX_BLOCKS);
  let x = seed;
  let sum: u32 = 0;
  for (let done: u32 = 0; done < n; done += MAX_BLOCKS) {
    const part = min<u32>(MAX_BLOCKS, n - done);
    for (let i: u32 = 0; i < part; i++) {
      x = step(x);
      store<u32>(blocks + (usize(i) << 2), u32((u64(x) * u64(top)) >> 32));
    }
    rmapFirstOfMany(1, 0, blocks, part, cursors);
    for (let i: u32 = 0; i < part; i++) {
      for (let at = load<u32>(cursors + (usize(i) << 2)); at != 0; at = rmapNext(at)) {
        const record = rmapRecord(at);
        sum += u32(recordOwner(record)) + u32(recordFileBlock(record));
      }
    }
  }
  return sum;
}

/** Inserts `n` records at random blocks; `rmapShrink` with the same numbers removes them again. */
export function rmapGrow(n: u32, seed: u32, top: u32): u32 {
  let x = seed;
  for (let i: u32 = 0; i < n; i++) {
    x = step(x);
    rmapInsert(1, 0, u32((u64(x) * u64(top)) >> 32), 1, u64(i) + 10000, 0, 0);
  }
  return x;
}

/** Removes what `rmapGrow` inserted and returns how many records it found. */
export function rmapShrink(n: u32, seed: u32, top: u32): u32 {
  let x = seed;
  let found: u32 = 0;
  for (let i: u32 = 0; i < n; i++) {
    x = step(x);
    found += u32(rmapRemove(1, 0, u32((u64(x) * u64(top)) >> 32), 1, u64(i) + 10000, 0, 0));
  }
  return found;
}

// --- mapped-device targets ---------------------------------------------------------------------

/** A map of `n` targets of 2048 … 4095 sectors. Returns its last sector. */
export function targetsFill(n: u32, seed: u32): f64 {
  const map = segmentsCreate();
  let x = seed;
  let sector: u64 = 0;
  for (let i: u32 = 0; i < n; i++) {
    x = step(x);
    segmentsAdd(map, sector, i + 1);
    sector += 2048 + (x & 2047);
  }
  return f64(sector);
}

/** Sum of the ids of the targets of `n` random sectors below `top`. */
export function targetsFind(n: u32, seed: u32, top: f64): u32 {
  let x = seed;
  let sum: u32 = 0;
  const sectors = u64(top);
  for (let i: u32 = 0; i < n; i++) {
    x = step(x);
    sum += segmentsIdAt(1, (u64(x) * sectors) >> 32);
  }
  return sum;
}

/** A block of memory for copies and fills. */
export function benchBlock(lenBytes: u32): usize {
  return alloc(lenBytes);
}

/** The plain instructions that whole-block operations of the store come down to. */
export function blockFill(ptr: usize, lenBytes: u32, value: u32): void {
  memory.fill(ptr, u8(value), lenBytes);
}

/** See `blockFill`. */
export function blockCopy(to: usize, from: usize, lenBytes: u32): void {
  memory.copy(to, from, lenBytes);
}
