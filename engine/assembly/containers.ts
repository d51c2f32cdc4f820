/**
 * Sets of poisoned lines in 4 MiB of a device: 65536 lines, in the smallest of three shapes.
 *
 * A container is one word: 0 is empty, 1 is full, else the address of a block with the shape in its low
 * bits: a sorted list of u16, a list of runs (first, last), or 8 KiB of bits. The number of lines is
 * kept by the owner. Sets and clears return the new word and leave the new number in `newCount()`.
 *
 * A list has at most 2048 lines and runs at most 1023, so a shape never takes more than 4096 bytes
 * where bits would take 8192, and never more than 4 bytes per line above 1024 lines.
 *
 * **Left out:** nothing of a kernel is modelled here.
 */
import { SCRATCH, alloc, release, touch } from "./state";
import { poolAlloc, poolBlockBytes, poolFree } from "./pool";
import { mixBytes } from "./mix";

export const FULL: u32 = 1;
export const NR_LINES: u32 = 65536;
const SHAPE: u32 = 6;
const LIST: u32 = 0;
const BITS: u32 = 2;
const RUNS: u32 = 4;
const BITS_BYTES: u32 = 8192;
const MAX_LIST: u32 = 2048;
const MAX_RUNS: u32 = 1023;
const FEW_LINES: u32 = 1536;

const COUNT: usize = SCRATCH + 0x1000;
const WORK: usize = SCRATCH + 0x2000;

// @ts-ignore: decorator
@inline
function blockOf(entry: u32): usize {
  return usize(entry & ~7);
}

/** Number of lines after the last set or clear. */
export function newCount(): u32 {
  return load<u32>(COUNT);
}

function done(entry: u32, count: u32): u32 {
  store<u32>(COUNT, count);
  return entry;
}

// --- lists and runs ----------------------------------------------------------------------------

/** First of at most 32 elements of a sorted u16 list that are left when those surely below and above `line` are not. */
// @ts-ignore: decorator
@inline
function narrow(list: usize, count: u32, line: u32): u32 {
  let base: u32 = 0;
  for (let rest = count; rest > 32; rest -= rest >> 1) {
    const half = rest >> 1;
    base = select<u32>(base + half, base, u32(load<u16>(list + (usize(base + half - 1) << 1))) < line);
  }
  return base;
}

/** One bit for each lane of two vectors of eight, all ones or all zeroes. */
// @ts-ignore: decorator
@inline
function bitsOf(low: v128, high: v128): u32 {
  return u32(i8x16.bitmask(i8x16.narrow_i16x8_s(low, high)));
}

/** Where the second half of 32 elements lies; if there are no more than 16, the first half does as well. */
// @ts-ignore: decorator
@inline
function upperHalf(at: usize, count: u32): usize {
  return select<usize>(at + 32, at, count > 16);
}

/** Number of elements below `line` in a sorted u16 list. */
function listRank(list: usize, count: u32, line: u32): u32 {
  const base = narrow(list, count, line);
  const at = list + (usize(base) << 1);
  const upper = upperHalf(at, count - base);
  const wanted = i16x8.splat(u16(line));
  const low = bitsOf(i16x8.ge_u(v128.load(at), wanted), i16x8.ge_u(v128.load(at, 16), wanted));
  const high = bitsOf(i16x8.ge_u(v128.load(upper), wanted), i16x8.ge_u(v128.load(upper, 16), wanted));
  return min<u32>(base + ctz<u32>(low | (high << 16)), count);
}

/** Whether `line` is in a sorted u16 list. */
// @ts-ignore: decorator
@inline
function listHas(list: usize, count: u32, line: u32): bool {
  const base = narrow(list, count, line);
  const at = list + (usize(base) << 1);
  const upper = upperHalf(at, count - base);
  const wanted = i16x8.splat(u16(line));
  const low = bitsOf(i16x8.eq(v128.load(at), wanted), i16x8.eq(v128.load(at, 16), wanted));
  const high = bitsOf(i16x8.eq(v128.load(upper), wanted), i16x8.eq(v128.load(upper, 16), wanted));
  const equal = low | (high << 16);
  return (u32(equal != 0) & u32(base + ctz<u32>(equal) < count)) != 0;
}

// A block of runs: number of runs, then {first u16, last u16} each.
function nrRuns(block: usize): u32 {
  return load<u32>(block);
}

function runFirst(block: usize, run: u32): u32 {
  return load<u16>(block + (usize(run) << 2), 4);
}

function runLast(block: usize, run: u32): u32 {
  return load<u16>(block + (usize(run) << 2), 6);
}

function runsBytes(count: u32): u32 {
  return 4 + (count << 2);
}

/** Index of the first run that ends at or after `line`. */
function findRun(block: usize, line: u32): u32 {
  let low: u32 = 0;
  let high = nrRuns(block);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (runLast(block, middle) < line) low = middle + 1;
    else high = middle;
  }
  return low;
}

// --- queries -----------------------------------------------------------------------------------

/** Number of lines below `line`, of a container that has a block and `count` lines. Bits and runs are summed from the nearer end. */
export function containerRank(entry: u32, count: u32, line: u32): u32 {
  const block = blockOf(entry);
  if ((entry & SHAPE) == LIST) return listRank(block, count, line);
  if ((entry & SHAPE) == BITS) {
    const word = wordAt(block, line);
    const inWord = u32(popcnt(load<u64>(word) & ~(u64.MAX_VALUE << u64(line & 63))));
    return inWord + (line < NR_LINES / 2 ? sumBits(block, word) : count - sumBits(word, block + BITS_BYTES));
  }
  const runs = nrRuns(block);
  const run = findRun(block, line);
  const inRun = run < runs && runFirst(block, run) < line ? line - runFirst(block, run) : 0;
  return inRun + (run < runs / 2 ? sumRuns(block, 0, run) : count - sumRuns(block, run, runs));
}

function sumRuns(block: usize, run: u32, end: u32): u32 {
  let sum = end - run;
  for (; run < end; run++) {
    const both = load<u32>(block + (usize(run) << 2), 4);
    sum += (both >> 16) - (both & 0xffff);
  }
  return sum;
}

/** First poisoned line at or after `line` of a container that has a block; `NR_LINES`: none. */
export function containerNext(entry: u32, count: u32, line: u32): u32 {
  const block = blockOf(entry);
  if ((entry & SHAPE) == LIST) {
    const rank = listRank(block, count, line);
    return rank == count ? NR_LINES : u32(load<u16>(block + (usize(rank) << 1)));
  }
  if ((entry & SHAPE) == BITS) return bitsNext(block, line);
  const run = findRun(block, line);
  return run == nrRuns(block) ? NR_LINES : max(line, runFirst(block, run));
}

/** Whether `line` of a container that has a block is poisoned. */
export function containerHas(entry: u32, count: u32, line: u32): bool {
  const block = blockOf(entry);
  if ((entry & SHAPE) == LIST) return listHas(block, count, line);
  if ((entry & SHAPE) == BITS) return ((load<u64>(wordAt(block, line)) >> u64(line & 63)) & 1) != 0;
  return containerNext(entry, count, line) == line;
}

/**
 * Writes the lines `[from, to)` of a container that has a block, each plus `shift`, to `dst` and returns
 * the end of what was written, which is at most `limit`.
 */
export function containerList(
  entry: u32, count: u32, from: u32, to: u32, shift: u32, dst: usize, limit: usize,
): usize {
  const block = blockOf(entry);
  if ((entry & SHAPE) == LIST) {
    let at = from == 0 ? block : block + (usize(listRank(block, count, from)) << 1);
    const room = (limit - dst) >> 1;
    let end = block + (usize(count) << 1);
    if (to != NR_LINES) end = block + (usize(listRank(block, count, to)) << 1);
    end = min(end, at + room);
    const shifts = i32x4.splat(shift);
    for (; at + 8 <= end; at += 8, dst += 16) {
      v128.store(dst, i32x4.add(v128.load_ext<u16>(at), shifts));
    }
    for (; at < end; at += 2, dst += 4) store<u32>(dst, u32(load<u16>(at)) + shift);
    return dst;
  }
  if ((entry & SHAPE) == BITS) return bitsList(block, from, to, shift, dst, limit);
  for (let run = findRun(block, from); run < nrRuns(block); run++) {
    const end = min(runLast(block, run) + 1, to);
    let line = max(runFirst(block, run), from);
    if (line >= to) break;
    const last = min(dst + (usize(end - line) << 2), limit);
    let four = i32x4.add(i32x4.splat(line + shift), i32x4(0, 1, 2, 3));
    for (; dst + 16 <= last; dst += 16, line += 4) {
      v128.store(dst, four);
      four = i32x4.add(four, i32x4.splat(4));
    }
    for (; dst < last; dst += 4) store<u32>(dst, line++ + shift);
  }
  return dst;
}

function bitsList(block: usize, from: u32, to: u32, shift: u32, dst: usize, limit: usize): usize {
  while (from < to && dst < limit) {
    let word = load<u64>(wordAt(block, from)) & wordMask(from, to);
    const base = (from & ~63) + shift;
    for (; word != 0 && dst < limit; word &= word - 1, dst += 4) store<u32>(dst, base + u32(ctz(word)));
    from = (from & ~63) + 64;
  }
  return dst;
}

// --- bits --------------------------------------------------------------------------------------

// @ts-ignore: decorator
@inline
function wordAt(block: usize, line: u32): usize {
  return block + (usize(line >> 6) << 3);
}

/** Mask of the bits of the word of `first` that lie in `[first, end)`. */
function wordMask(first: u32, end: u32): u64 {
  const low = u64.MAX_VALUE << u64(first & 63);
  const left = (first & ~63) + 64 - min<u32>(end, (first & ~63) + 64);
  return low & (u64.MAX_VALUE >> u64(left));
}

function sumBits(at: usize, end: usize): u32 {
  let sum: u64 = 0;
  for (; at < end; at += 8) sum += popcnt(load<u64>(at));
  return u32(sum);
}

function bitsNext(block: usize, line: u32): u32 {
  if (line >= NR_LINES) return NR_LINES;
  let word = load<u64>(wordAt(block, line)) & (u64.MAX_VALUE << u64(line & 63));
  while (word == 0) {
    line = (line & ~63) + 64;
    if (line == NR_LINES) return NR_LINES;
    word = load<u64>(wordAt(block, line));
  }
  return (line & ~63) + u32(ctz(word));
}

/** Sets or clears `[first, end)` in raw bits and returns how many changed. */
function bitsChange(block: usize, first: u32, end: u32, isSet: bool): u32 {
  let changed: u32 = 0;
  while (first < end) {
    const at = wordAt(block, first);
    const mask = wordMask(first, end);
    const old = load<u64>(at);
    const next = isSet ? old | mask : old & ~mask;
    changed += u32(popcnt(old ^ next));
    store<u64>(at, next);
    first = (first & ~63) + 64;
  }
  return changed;
}

// --- changing shape ----------------------------------------------------------------------------

/** Writes any container as 8 KiB of bits to `block`, raw. */
function toBits(entry: u32, count: u32, block: usize): void {
  if ((entry & SHAPE) == BITS && entry > FULL) {
    memory.copy(block, blockOf(entry), BITS_BYTES);
    return;
  }
  memory.fill(block, entry == FULL ? 0xff : 0, BITS_BYTES);
  if (entry <= FULL) return;
  const source = blockOf(entry);
  if ((entry & SHAPE) == RUNS) {
    for (let run: u32 = 0; run < nrRuns(source); run++) {
      bitsChange(block, runFirst(source, run), runLast(source, run) + 1, true);
    }
    return;
  }
  for (let i: u32 = 0; i < count; i++) {
    const line: u32 = load<u16>(source + (usize(i) << 1));
    const at = wordAt(block, line);
    store<u64>(at, load<u64>(at) | (u64(1) << u64(line & 63)));
  }
}

function countRuns(block: usize): u32 {
  let runs: u32 = 0;
  let carry: u64 = 0;
  for (let at = block; at < block + BITS_BYTES; at += 8) {
    const word = load<u64>(at);
    runs += u32(popcnt(word & ~((word << 1) | carry)));
    carry = word >> 63;
  }
  return runs;
}

/** The smallest shape of the bits in `WORK`. */
function fromWork(count: u32): u32 {
  if (count == 0) return 0;
  if (count == NR_LINES) return FULL;
  const runs = countRuns(WORK);
  const asList: u32 = count <= MAX_LIST ? count << 1 : u32.MAX_VALUE;
  const asRuns: u32 = runs <= MAX_RUNS ? runsBytes(runs) : u32.MAX_VALUE;
  if (min(asList, asRuns) >= BITS_BYTES) {
    const bits = alloc(BITS_BYTES);
    memory.copy(bits, WORK, BITS_BYTES);
    return u32(bits) | BITS;
  }
  return asList <= asRuns ? listFromWork(count) : runsFromWork(runs);
}

function listFromWork(count: u32): u32 {
  const list = poolAlloc(count << 1);
  let line: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    line = bitsNext(WORK, line);
    store<u16>(list + (usize(i) << 1), line);
    line++;
  }
  return u32(list) | LIST;
}

function runsFromWork(runs: u32): u32 {
  const block = poolAlloc(runsBytes(runs));
  store<u32>(block, runs);
  let line: u32 = 0;
  for (let run: u32 = 0; run < runs; run++) {
    const first = bitsNext(WORK, line);
    line = first;
    while (line < NR_LINES && ((load<u64>(wordAt(WORK, line)) >> u64(line & 63)) & 1) != 0) line++;
    store<u16>(block + (usize(run) << 2), first, 4);
    store<u16>(block + (usize(run) << 2), line - 1, 6);
  }
  return u32(block) | RUNS;
}

/** Bytes of the block of a container. */
export function containerBytes(entry: u32, count: u32): u32 {
  if (entry <= FULL) return 0;
  if ((entry & SHAPE) == BITS) return BITS_BYTES;
  return (entry & SHAPE) == LIST ? count << 1 : runsBytes(nrRuns(blockOf(entry)));
}

/** Gives the block of a container back. */
export function containerFree(entry: u32, count: u32): void {
  if (entry <= FULL) return;
  if ((entry & SHAPE) == BITS) release(blockOf(entry), BITS_BYTES);
  else poolFree(blockOf(entry), containerBytes(entry, count));
}

/** The same container in a block of the pool that is open now. */
export function containerMove(entry: u32, count: u32): u32 {
  const lenBytes = containerBytes(entry, count);
  if (entry <= FULL || lenBytes > 2048) return entry;
  const block = poolAlloc(lenBytes);
  memory.copy(block, blockOf(entry), lenBytes);
  return u32(block) | (entry & SHAPE);
}

// --- set and clear -----------------------------------------------------------------------------

/** Poisons or clears `[first, end)`, not empty, of a container with `count` lines. */
export function containerChange(entry: u32, count: u32, first: u32, end: u32, isSet: bool): u32 {
  if (entry == 0 || entry == FULL) {
    if ((entry == FULL) == isSet) return done(entry, count);
    if (isSet && end - first < 4) return listChange(0, 0, first, end, true);
    if (isSet) return runsFromRange(first, end);
  } else if ((entry & SHAPE) == LIST) {
    if (!isSet || (end - first < 4 && count + 4 <= MAX_LIST)) {
      return listChange(entry, count, first, end, isSet);
    }
  } else if ((entry & SHAPE) == RUNS && nrRuns(blockOf(entry)) < MAX_RUNS) {
    return runsChange(entry, count, first, end, isSet);
  } else if ((entry & SHAPE) == BITS) {
    return bitmapChange(entry, count, first, end, isSet);
  }
  toBits(entry, count, WORK);
  const changed = bitsChange(WORK, first, end, isSet);
  return reshape(entry, count, isSet ? count + changed : count - changed);
}

/** Takes the smallest shape of the bits in `WORK` in place of `entry`. */
function reshape(entry: u32, count: u32, next: u32): u32 {
  containerFree(entry, count);
  return done(fromWork(next), next);
}

function runsFromRange(first: u32, end: u32): u32 {
  const block = poolAlloc(runsBytes(1));
  store<u32>(block, 1);
  store<u16>(block, first, 4);
  store<u16>(block, end - 1, 6);
  return done(u32(block) | RUNS, end - first);
}

function bitmapChange(entry: u32, count: u32, first: u32, end: u32, isSet: bool): u32 {
  const block = blockOf(entry);
  touch(block, BITS_BYTES);
  const changed = bitsChange(block, first, end, isSet);
  const next = isSet ? count + changed : count - changed;
  const isShort = next == NR_LINES || (!isSet && next <= FEW_LINES) || changed >= 4096;
  if (changed == 0 || !isShort) return done(entry, next);
  memory.copy(WORK, block, BITS_BYTES);
  return reshape(entry, count, next);
}

function listChange(entry: u32, count: u32, first: u32, end: u32, isSet: bool): u32 {
  const old = blockOf(entry);
  const low = listRank(old, count, first);
  let high = low;
  while (high < count && u32(load<u16>(old + (usize(high) << 1))) < end) high++;
  const fresh: u32 = isSet ? end - first : 0;
  if (high - low == fresh) return done(entry, count);
  const next = count - (high - low) + fresh;
  let block = old;
  const isSameSize = count != 0 && poolBlockBytes(next << 1) == poolBlockBytes(count << 1);
  if (next == 0) block = 0;
  else if (isSameSize) touch(block, next << 1);
  else {
    block = poolAlloc(next << 1);
    memory.copy(block, old, usize(low) << 1);
  }
  moveLines(block + (usize(low + fresh) << 1), old + (usize(high) << 1), count - high);
  for (let i: u32 = 0; i < fresh; i++) store<u16>(block + (usize(low + i) << 1), first + i);
  if (block != old && count != 0) poolFree(old, count << 1);
  const list = u32(block) | LIST;
  if (isSet && (next & 63) == 0 && isRuns(block, next)) {
    toBits(list, next, WORK);
    return reshape(list, next, next);
  }
  return done(list, next);
}

/** memory.copy, without its fixed cost for a handful of lines. */
function moveLines(to: usize, from: usize, count: u32): void {
  if (count == 0 || to == from) return;
  memory.copy(to, from, usize(count) << 1);
}

/** Whether a list would be less than half as long as runs. */
function isRuns(list: usize, count: u32): bool {
  let runs: u32 = 1;
  for (let at = list + 2; at < list + (usize(count) << 1); at += 2) {
    runs += u32(load<u16>(at) != load<u16>(at - 2) + 1);
  }
  return runs * 4 < count;
}

function runsChange(entry: u32, count: u32, first: u32, end: u32, isSet: bool): u32 {
  const old = blockOf(entry);
  const runs = nrRuns(old);
  let low = findRun(old, isSet && first != 0 ? first - 1 : first);
  let high = low;
  let covered: u32 = 0;
  const reach = isSet ? end : end - 1;
  while (high < runs && runFirst(old, high) <= reach) {
    covered += runLast(old, high) - runFirst(old, high) + 1;
    high++;
  }
  // What stays of the runs `[low, high)`: one joined run, or up to two stumps.
  let from = first;
  let last = end - 1;
  let stump: u32 = 0;
  let tail: u32 = 0;
  if (low < high) {
    if (isSet) {
      from = min(from, runFirst(old, low));
      last = max(last, runLast(old, high - 1));
    } else {
      from = runFirst(old, low);
      last = runLast(old, high - 1);
      stump = from < first ? first - from : 0;
      tail = last >= end ? last + 1 - end : 0;
    }
  } else if (!isSet) return done(entry, count);
  const next = isSet ? count - covered + (last - from + 1) : count - covered + stump + tail;
  if (next == count) return done(entry, count);
  if (next == 0 || next == NR_LINES) {
    containerFree(entry, count);
    return done(next == 0 ? 0 : FULL, next);
  }
  const fresh: u32 = isSet ? 1 : u32(stump != 0) + u32(tail != 0);
  const block = runsSplice(old, low, high, fresh);
  if (isSet) putRun(block, low, from, last);
  else {
    if (stump != 0) putRun(block, low++, from, first - 1);
    if (tail != 0) putRun(block, low, end, last);
  }
  return runsSettle(u32(block) | RUNS, next);
}

function putRun(block: usize, run: u32, first: u32, last: u32): void {
  store<u16>(block + (usize(run) << 2), first, 4);
  store<u16>(block + (usize(run) << 2), last, 6);
}

/** Replaces runs `[low, high)` by `fresh` unset ones, in a block of the right size. */
function runsSplice(old: usize, low: u32, high: u32, fresh: u32): usize {
  const runs = nrRuns(old);
  const next = runs - (high - low) + fresh;
  const isSameSize = poolBlockBytes(runsBytes(next)) == poolBlockBytes(runsBytes(runs));
  let block = old;
  if (isSameSize) touch(old, runsBytes(next));
  else {
    block = poolAlloc(runsBytes(next));
    memory.copy(block, old, runsBytes(low));
  }
  if (high < runs && (block != old || low + fresh != high)) {
    memory.copy(block + runsBytes(low + fresh), old + runsBytes(high), usize(runs - high) << 2);
  }
  if (block != old) poolFree(old, runsBytes(runs));
  store<u32>(block, next);
  return block;
}

/** Runs that became longer than a list would be turn into the smallest shape. */
function runsSettle(entry: u32, count: u32): u32 {
  const runs = nrRuns(blockOf(entry));
  if (runs < MAX_RUNS && (runs < 8 || runs * 2 <= count || count > MAX_LIST)) {
    return done(entry, count);
  }
  toBits(entry, count, WORK);
  return reshape(entry, count, count);
}

/** Folds the lines of a container into `hash`, whatever its shape. */
export function containerDigest(hash: u64, entry: u32, count: u32): u64 {
  toBits(entry, count, WORK);
  return mixBytes(hash, WORK, BITS_BYTES);
}
