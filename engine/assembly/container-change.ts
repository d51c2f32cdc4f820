/**
 * Setting and clearing lines of a container (containers.ts), whose shape follows. Every change returns the new word and
 * leaves the new number of lines in `newCount()`.
 *
 * **Left out:** nothing of a kernel is modelled here.
 */
import { BITS_BYTES, NR_LINES, bitsChange, bitsNext, countRuns, wordAt } from "./container-bits";
import { isRuns, listRank, moveLines } from "./container-lists";
import { findRun, nrRuns, putRun, runFirst, runLast, runsBytes, runsSplice } from "./container-runs";
import { BITS, FULL, LIST, RUNS, SHAPE, blockOf } from "./containers";
import { mixBytes } from "./mix";
import { poolAlloc, poolBlockBytes, poolFree } from "./pool";
import { SCRATCH, alloc, release, touch } from "./state";

const MAX_LIST: u32 = 2048;
const MAX_RUNS: u32 = 1023;
const FEW_LINES: u32 = 1536;

const COUNT: usize = SCRATCH + 0x1000;
const WORK: usize = SCRATCH + 0x2000;

/** Number of lines after the last set or clear. */
export function newCount(): u32 {
  return load<u32>(COUNT);
}

function done(entry: u32, count: u32): u32 {
  store<u32>(COUNT, count);
  return entry;
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
