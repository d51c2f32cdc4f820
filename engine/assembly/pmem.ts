/**
 * The bytes behind pmem devices: sparse, up to 16 TiB each.
 *
 * A device has a hash table of groups of 16 pages: a slot holds the group's number and the address of a line of 16 page
 * addresses. At most one slot of 32 is in use, so that nearly every group is where its hash says: a branch guessed wrong
 * costs more than the memory, less than a hundredth. What a load needs of the directory lies close together, however
 * far apart the pages are. What was never written reads as zero and takes no memory.
 *
 * The caller gives ranges inside the device. Writes never look at poison and never clear it: what a
 * write does to poison is a rule of the kernel model, not of the bytes.
 *
 * **Left out:** caches and write-pending queues (the rules model what a power failure keeps).
 */
import { STOP_LOAD_ALIGNMENT, STOP_LOAD_RANGE, STOP_STORE_ALIGNMENT, STOP_STORE_RANGE } from "../abi/stops";
import { must } from "./stops";
import { D_CLEAN, D_PAGES, D_SIZE, checkRange, pmemCount, pmemRecord, pmemSize } from "./device";
import { PAGE_BYTES, alloc, isSaved, put32, put64, release, touch } from "./state";
import { poisonAny, poisonNext } from "./poison";
import { mix, mixBytes } from "./mix";

// In the record: the table's address, the offset of its last slot, and the number of groups. All 0: no table. Where
// there is no table or no line, what is read in its place lies in the first bytes of memory, which are always 0.
const TABLE: usize = D_PAGES;
const LAST: usize = D_PAGES + 4;
const GROUPS: usize = D_PAGES + 8;
const FIRST_LAST: u32 = 15 * 8;
const GROUP_SHIFT: u64 = 16;
const NR_PAGES: u32 = 16;
/** 2^64 by the golden ratio: neighbours are spread over the whole table. */
const SPREAD: u64 = 0x9e3779b97f4a7c15;

/** No address of a cell. */
export const POISONED: usize = 1;

export { D_SIZE, pmemCount, pmemCreate, pmemRecord, pmemSize } from "./device";

// --- the directory -----------------------------------------------------------------------------

/** Offset of the slot where the search for a group begins. */
// @ts-ignore: decorator
@inline
function firstSlot(record: usize, group: u64): u32 {
  return u32((group * SPREAD) >> 32) & load<u32>(record, LAST);
}

/** Slot of the page's address in the line of its group. */
// @ts-ignore: decorator
@inline
function pageSlot(slot: usize, offBytes: u64): usize {
  return usize(load<u32>(slot, 4)) + (usize(offBytes >> 10) & 60);
}

/** The page of `offBytes` if its group is where the search begins; 0: it is not, or nothing was written there. */
// @ts-ignore: decorator
@inline
export function nearPage(record: usize, offBytes: u64): usize {
  const group = offBytes >> GROUP_SHIFT;
  const slot = usize(load<u32>(record, TABLE) + firstSlot(record, group));
  return load<u32>(slot) == u32(group) ? usize(load<u32>(pageSlot(slot, offBytes))) : 0;
}

/** The slot of a group, or the empty one that it would get. */
function slotOf(record: usize, group: u32): usize {
  const table = usize(load<u32>(record, TABLE));
  let at = firstSlot(record, u64(group));
  while (load<u32>(table + at) != group && load<u32>(table + at, 4) != 0) at = (at + 8) & load<u32>(record, LAST);
  return table + at;
}

/** The page of `offBytes`; 0: nothing was written there. */
export function pmemPage(record: usize, offBytes: u64): usize {
  return usize(load<u32>(pageSlot(slotOf(record, u32(offBytes >> GROUP_SHIFT)), offBytes)));
}

/** The page of `offBytes`, made if nothing was written there. */
function pageToWrite(record: usize, offBytes: u64): usize {
  const group = u32(offBytes >> GROUP_SHIFT);
  let slot = slotOf(record, group);
  if (load<u32>(slot, 4) == 0) {
    const groups = load<u32>(record, GROUPS);
    if (groups * 32 * 8 >= load<u32>(record, LAST)) {
      growTable(record);
      slot = slotOf(record, group);
    }
    put32(slot, group);
    put32(slot + 4, u32(alloc(NR_PAGES * 4)));
    put32(record + GROUPS, groups + 1);
  }
  const entry = pageSlot(slot, offBytes);
  if (load<u32>(entry) == 0) put32(entry, u32(alloc(PAGE_BYTES)));
  return usize(load<u32>(entry));
}

/** Moves all groups to a table of twice the size. */
function growTable(record: usize): void {
  const old = usize(load<u32>(record, TABLE));
  const oldLast = load<u32>(record, LAST);
  const last = max<u32>(2 * oldLast + 8, FIRST_LAST);
  const table = alloc(last + 8);
  touch(table, last + 8);
  put32(record + TABLE, u32(table));
  put32(record + LAST, last);
  if (old == 0) return;
  for (let at: u32 = 0; at <= oldLast; at += 8) {
    if (load<u32>(old + at, 4) != 0) store<u64>(slotOf(record, load<u32>(old + at)), load<u64>(old + at));
  }
  release(old, oldLast + 8);
}

// --- reading and writing -----------------------------------------------------------------------

/**
 * Copies `[offBytes, offBytes + lenBytes)` to `dst`, up to the first poisoned line, and returns the
 * number of bytes copied: `lenBytes` if none is poisoned. `dst` is written raw: if it is state, call
 * `touch` first.
 */
export function pmemRead(dev: u32, offBytes: u64, lenBytes: u32, dst: usize): u32 {
  checkRange(dev, offBytes, lenBytes);
  const bad = max(poisonNext(dev, offBytes), offBytes);
  return pmemReadThrough(dev, offBytes, u32(min(u64(lenBytes), bad - offBytes)), dst);
}

/** Copies what a range of the device holds to `dst`, poison or not, and returns `lenBytes`. */
export function pmemReadThrough(dev: u32, offBytes: u64, lenBytes: u32, dst: usize): u32 {
  checkRange(dev, offBytes, lenBytes);
  const record = pmemRecord(dev);
  let done: u32 = 0;
  while (done < lenBytes) {
    const offHere = offBytes + done;
    const inPage = u32(offHere) & (PAGE_BYTES - 1);
    const part = min<u32>(PAGE_BYTES - inPage, lenBytes - done);
    const page = pmemPage(record, offHere);
    if (page == 0) memory.fill(dst + done, 0, part);
    else memory.copy(dst + done, page + inPage, part);
    done += part;
  }
  return lenBytes;
}

/** Copies `lenBytes` from `src` into the device. Poison is neither looked at nor cleared. */
export function pmemWrite(dev: u32, offBytes: u64, lenBytes: u32, src: usize): void {
  checkRange(dev, offBytes, lenBytes);
  const record = pmemRecord(dev);
  let done: u32 = 0;
  while (done < lenBytes) {
    const offHere = offBytes + done;
    const inPage = u32(offHere) & (PAGE_BYTES - 1);
    const part = min<u32>(PAGE_BYTES - inPage, lenBytes - done);
    const page = pageToWrite(record, offHere);
    touch(page + inPage, part);
    memory.copy(page + inPage, src + done, part);
    done += part;
  }
}

// What follows asks first what is nearly always so, and calls another function, last of all, where it is not: such a
// function keeps nothing across a call.

/** Whether cell `offBytes` of 8 bytes is one of the first `cells`: the low bits, turned, make what is not aligned too large. */
// @ts-ignore: decorator
@inline
export function isBelow(cells: u64, offBytes: u64): bool {
  return rotr<u64>(offBytes, 3) < cells;
}

/** Where the 8 bytes at `offBytes` (8-aligned) can be loaded from; `POISONED`: nowhere. */
// @ts-ignore: decorator
@inline
export function pmemCell(dev: u32, offBytes: u64): usize {
  const record = pmemRecord(dev);
  const page = isBelow(load<u64>(record, D_CLEAN), offBytes) ? nearPage(record, offBytes) : 0;
  return page != 0 ? page + (usize(offBytes) & 4095) : farCell(dev, offBytes);
}

/** `pmemCell`, whatever comes. Where nothing was written that is address 0. */
export function farCell(dev: u32, offBytes: u64): usize {
  must((offBytes & 7) == 0, STOP_LOAD_ALIGNMENT);
  must(offBytes < pmemSize(dev), STOP_LOAD_RANGE);
  if (poisonAny(dev, offBytes, 8)) return POISONED;
  const page = pmemPage(pmemRecord(dev), offBytes);
  return page == 0 ? 0 : page + (usize(offBytes) & 4095);
}

/** Loads 8 bytes at `offBytes` (8-aligned) to `dst`; false, and nothing stored, if poisoned. */
export function pmemLoad64(dev: u32, offBytes: u64, dst: usize): bool {
  const cell = pmemCell(dev, offBytes);
  if (cell == POISONED) return false;
  store<u64>(dst, load<u64>(cell));
  return true;
}

/**
 * `pmemLoad64` from each of the offsets, `nrLoads` words at `offsets`, to as many words at `dst`. Returns the number of
 * loads before the first that is poisoned. All cells are found first: then nothing stands between the loads, and
 * memory works on many of them at a time.
 */
export function pmemLoadMany(dev: u32, offsets: usize, nrLoads: u32, dst: usize): u32 {
  const end = usize(nrLoads) << 3;
  let found: usize = 0;
  for (; found < end; found += 8) {
    const cell = pmemCell(dev, load<u64>(offsets + found));
    if (cell == POISONED) break;
    store<u64>(dst + found, u64(cell));
  }
  for (let at: usize = 0; at < found; at += 8) store<u64>(dst + at, load<u64>(load<u32>(dst + at)));
  return u32(found >> 3);
}

/** Stores 8 bytes at `offBytes` (8-aligned). */
export function pmemStore64(dev: u32, offBytes: u64, value: u64): void {
  const record = pmemRecord(dev);
  const page = isBelow(load<u64>(record, D_SIZE) >> 3, offBytes) ? nearPage(record, offBytes) : 0;
  if (page != 0 && isSaved(page)) store<u64>(page + (usize(offBytes) & 4095), value);
  else storeFar(dev, offBytes, value);
}

/** `pmemStore64`, whatever comes. */
export function storeFar(dev: u32, offBytes: u64, value: u64): void {
  must((offBytes & 7) == 0, STOP_STORE_ALIGNMENT);
  must(offBytes < pmemSize(dev), STOP_STORE_RANGE);
  put64(pageToWrite(pmemRecord(dev), offBytes) + (usize(offBytes) & 4095), value);
}

/** Folds size and content of every device into `hash`; a page of zeroes counts as none. */
export function pmemDigest(hash: u64): u64 {
  const count = pmemCount();
  for (let dev: u32 = 1; dev <= count; dev++) hash = mix(mix(hash, pmemSize(dev)), digestPages(pmemRecord(dev)));
  return hash;
}

/** A sum, for the order of the groups in the table says nothing. */
function digestPages(record: usize): u64 {
  let sum: u64 = 0;
  if (load<u32>(record, GROUPS) == 0) return sum;
  for (let at: u32 = 0; at <= load<u32>(record, LAST); at += 8) {
    const slot = usize(load<u32>(record, TABLE) + at);
    if (load<u32>(slot, 4) == 0) continue;
    for (let i: u32 = 0; i < NR_PAGES; i++) {
      const page = usize(load<u32>(usize(load<u32>(slot, 4) + (i << 2))));
      if (page == 0 || isZero(page)) continue;
      sum += mixBytes(mix(u64(load<u32>(slot)), u64(i)), page, PAGE_BYTES);
    }
  }
  return sum;
}

function isZero(page: usize): bool {
  for (let i: usize = 0; i < PAGE_BYTES; i += 16) {
    if (v128.any_true(v128.load(page + i))) return false;
  }
  return true;
}
