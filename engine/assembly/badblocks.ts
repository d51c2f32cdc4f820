/**
 * The kernel's badblocks table of a pmem disk, after Linux 7.3 `block/badblocks.c`.
 *
 * Up to 512 sorted, disjoint entries of 1 … 512 sectors of 512 bytes. Setting merges with a
 * neighbour as long as the entry stays within 512 sectors and splits longer ranges; it gives up as soon as
 * the table is full, even where it could have merged. Clearing trims and splits; clearing the middle
 * of an entry while the table is full is dropped.
 *
 * **Left out:** unacknowledged entries (libnvdimm sets all of its own as acknowledged), coarser
 * granularity (`shift`), the seqlock.
 */
import { STOP_BADBLOCKS_INDEX } from "../abi/stops";
import { must } from "./stops";
import { D_BADBLOCKS, pmemCount, pmemRecord } from "./device";
import { alloc, put32, put64, touch } from "./state";
import { mix } from "./mix";

const MAX_ENTRIES: u32 = 512;
const MAX_SECTORS: u64 = 512;
const B_PAGE: usize = D_BADBLOCKS;
const B_COUNT: usize = D_BADBLOCKS + 4;

// An entry, as in the kernel: sector << 9 | (sectors - 1).
function pack(sector: u64, nrSectors: u64): u64 {
  return (sector << 9) | (nrSectors - 1);
}

function slotAt(dev: u32, index: u32): usize {
  return usize(load<u32>(pmemRecord(dev), B_PAGE)) + (usize(index) << 3);
}

function setCount(dev: u32, count: u32): void {
  put32(pmemRecord(dev) + B_COUNT, count);
}

/** Number of entries. */
export function badblocksCount(dev: u32): u32 {
  return load<u32>(pmemRecord(dev), B_COUNT);
}

/** First sector of entry `index`, from 0. */
export function badblocksSector(dev: u32, index: u32): u64 {
  must(index < badblocksCount(dev), STOP_BADBLOCKS_INDEX);
  return load<u64>(slotAt(dev, index)) >> 9;
}

/** Sectors of entry `index`: 1 … 512. */
export function badblocksLength(dev: u32, index: u32): u32 {
  must(index < badblocksCount(dev), STOP_BADBLOCKS_INDEX);
  return u32(load<u64>(slotAt(dev, index)) & 511) + 1;
}

function endOfEntry(entry: u64): u64 {
  return (entry >> 9) + (entry & 511) + 1;
}

function endOf(dev: u32, index: u32): u64 {
  return endOfEntry(load<u64>(slotAt(dev, index)));
}

function write(dev: u32, index: u32, sector: u64, nrSectors: u64): void {
  put64(slotAt(dev, index), pack(sector, nrSectors));
}

function insert(dev: u32, index: u32, sector: u64, nrSectors: u64): void {
  const count = badblocksCount(dev);
  if (load<u32>(pmemRecord(dev), B_PAGE) == 0) put32(pmemRecord(dev) + B_PAGE, u32(alloc(4096)));
  const slot = slotAt(dev, index);
  touch(slot, 8);
  memory.copy(slot + 8, slot, usize(count - index) << 3);
  setCount(dev, count + 1);
  write(dev, index, sector, nrSectors);
}

function remove(dev: u32, index: u32): void {
  const count = badblocksCount(dev);
  const slot = slotAt(dev, index);
  touch(slot, 8);
  memory.copy(slot, slot + 8, usize(count - index - 1) << 3);
  setCount(dev, count - 1);
}

/** Index of the device's last entry that starts at or before `sector`; -1: none. Models prev_badblocks. */
function previous(record: usize, sector: u64): i32 {
  const behind = (sector + 1) << 9;
  let slot = usize(load<u32>(record, B_PAGE));
  let rest = load<u32>(record, B_COUNT);
  if (rest == 0 || load<u64>(slot) >= behind) return -1;
  const first = slot;
  while (rest > 1) {
    const half = rest >> 1;
    const middle = slot + (usize(half) << 3);
    slot = select(middle, slot, load<u64>(middle) < behind);
    rest -= half;
  }
  return i32((slot - first) >> 3);
}

/** Joins entries `index` and `index + 1` if they touch and fit into one. */
function combine(dev: u32, index: i32): void {
  if (index < 0 || u32(index) + 1 >= badblocksCount(dev)) return;
  const sum = u64(badblocksLength(dev, index)) + u64(badblocksLength(dev, index + 1));
  if (endOf(dev, index) != badblocksSector(dev, index + 1) || sum > MAX_SECTORS) return;
  write(dev, index, badblocksSector(dev, index), sum);
  remove(dev, index + 1);
}

/**
 * Marks `[sector, sector + nrSectors)` bad. False if the table became full before the end: what was
 * marked until then stays. Models badblocks_set, block/badblocks.c, Linux 7.3.
 */
export function badblocksSet(dev: u32, sector: u64, nrSectors: u64): bool {
  if (nrSectors == 0) return false;
  let at = -1;
  while (nrSectors != 0) {
    const count = badblocksCount(dev);
    if (count >= MAX_ENTRIES) return false;
    const prev = previous(pmemRecord(dev), sector);
    let step = min(nrSectors, MAX_SECTORS);
    if (prev >= 0 && sector < endOf(dev, prev)) {
      step = min(nrSectors, endOf(dev, prev) - sector);
      at = prev;
    } else if (prev >= 0 && sector == endOf(dev, prev) && badblocksLength(dev, prev) < MAX_SECTORS) {
      step = min(nrSectors, MAX_SECTORS - u64(badblocksLength(dev, prev)));
      if (u32(prev) + 1 < count) step = min(step, badblocksSector(dev, prev + 1) - sector);
      if (step != 0) write(dev, prev, badblocksSector(dev, prev), badblocksLength(dev, prev) + step);
      at = prev;
    } else {
      if (u32(prev + 1) < count) step = min(step, badblocksSector(dev, prev + 1) - sector);
      insert(dev, prev + 1, sector, step);
      at = prev + 1;
    }
    sector += step;
    nrSectors -= step;
  }
  combine(dev, at);
  return true;
}

/**
 * Clears `[sector, sector + nrSectors)`; what was not bad stays so. False if nothing was done because
 * an entry had to be split and the table is full. Models badblocks_clear, block/badblocks.c, Linux 7.3.
 */
export function badblocksClear(dev: u32, sector: u64, nrSectors: u64): bool {
  const end = sector + nrSectors;
  let index = previous(pmemRecord(dev), sector);
  if (index < 0 || endOf(dev, index) <= sector) index++;
  while (u32(index) < badblocksCount(dev) && badblocksSector(dev, index) < end) {
    const start = badblocksSector(dev, index);
    const stop = endOf(dev, index);
    if (start < sector && stop > end) {
      if (badblocksCount(dev) >= MAX_ENTRIES) return false;
      write(dev, index, start, sector - start);
      insert(dev, index + 1, end, stop - end);
      return true;
    }
    if (start < sector) write(dev, index++, start, sector - start);
    else if (stop > end) write(dev, index++, end, stop - end);
    else remove(dev, index);
  }
  return true;
}

/** Index of the first entry that overlaps `[sector, sector + nrSectors)`; -1: none. */
export function badblocksFind(dev: u32, sector: u64, nrSectors: u64): i32 {
  const record = pmemRecord(dev);
  const first = usize(load<u32>(record, B_PAGE));
  let index = previous(record, sector);
  if (index < 0 || endOfEntry(load<u64>(first + (usize(index) << 3))) <= sector) index++;
  if (u32(index) >= load<u32>(record, B_COUNT)) return -1;
  return load<u64>(first + (usize(index) << 3)) >> 9 < sector + nrSectors ? index : -1;
}

/**
 * First bad sector in `[sector, sector + nrSectors)`, or -1. The kernel's badblocks_check reports the
 * entry's own start, which may lie before `sector`: for that use `badblocksFind` and `badblocksSector`.
 */
export function badblocksCheck(dev: u32, sector: u64, nrSectors: u64): i64 {
  const index = badblocksFind(dev, sector, nrSectors);
  return index < 0 ? -1 : i64(max(sector, badblocksSector(dev, index)));
}

/** Folds all tables into `hash`. */
export function badblocksDigest(hash: u64): u64 {
  const nrDevices = pmemCount();
  for (let dev: u32 = 1; dev <= nrDevices; dev++) {
    const count = badblocksCount(dev);
    hash = mix(hash, u64(count));
    for (let i: u32 = 0; i < count; i++) hash = mix(hash, load<u64>(slotAt(dev, i)));
  }
  return hash;
}
