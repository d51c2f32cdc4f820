/**
 * Reverse-map records in a page, up to 110 of 32 bytes.
 *
 * They lie in the order in which they came, so that a new one moves none. What is sorted are their start blocks, all that
 * searches read, and beside each the number of the record. `sortPage` brings the records themselves in that order: then
 * those that follow each other lie side by side.
 *
 * The caller touches pages before it writes them.
 *
 * **Left out:** which page a record belongs to; see rmap-pages.ts.
 */
import { SCRATCH, touchPage } from "./state";

export const PAGE_RECORDS: u32 = 110;

// A page: records; their number, whether they lie in another order than the sorted one; start blocks u32, numbers u8.
const COUNT: usize = 110 * 32;
const SHUFFLED: usize = COUNT + 4;
const STARTS: usize = COUNT + 16;
const NUMBERS: usize = STARTS + 110 * 4;

// A record.
const RECORD_SHIFT: usize = 5;
export const RECORD_BYTES: u32 = 32;
export const START: usize = 0;
export const LENGTH: usize = 4;
export const OWNER: usize = 8;
export const FILE_BLOCK: usize = 16;
export const FLAGS: usize = 24;

/** The records of a page while they are sorted. */
const SORTED: usize = SCRATCH + 0x4000;

// --- places ------------------------------------------------------------------------------------

/** Number of records of a page. */
// @ts-ignore: decorator
@inline
export function pageCount(page: usize): u32 {
  return load<u32>(page, COUNT);
}

/** Start block of the record at `place` of a page. */
// @ts-ignore: decorator
@inline
export function startAt(page: usize, place: u32): u32 {
  return load<u32>(page + (usize(place) << 2), STARTS);
}

/** Address of the record at `place` of a page. */
// @ts-ignore: decorator
@inline
export function recordAt(page: usize, place: u32): usize {
  return page + (usize(load<u8>(page + usize(place), NUMBERS)) << RECORD_SHIFT);
}

/** First block after the record at `place` of a page. */
// @ts-ignore: decorator
@inline
export function endAt(page: usize, place: u32): u32 {
  return startAt(page, place) + load<u32>(recordAt(page, place), LENGTH);
}

/** Number of records of a page that start below `start`. All are compared: halving would wait for memory thrice. */
export function placeBelow(page: usize, start: u32): u32 {
  const end = page + STARTS + (usize(pageCount(page)) << 2);
  const wanted = i32x4.splat(start);
  let sums = i32x4.splat(0);
  let at = page + STARTS;
  for (; at + 16 <= end; at += 16) sums = i32x4.sub(sums, i32x4.lt_u(v128.load(at), wanted));
  sums = i32x4.add(sums, i32x4.shuffle(sums, sums, 2, 3, 0, 1));
  let below = u32(i32x4.extract_lane(sums, 0) + i32x4.extract_lane(sums, 1));
  for (; at < end; at += 4) below += u32(load<u32>(at) < start);
  return below;
}

/** Makes room at `from` of an array that ends at `end` by moving what follows `by` bytes up: 16 bytes lie before it. */
function shiftUp(from: usize, end: usize, by: usize): void {
  const before = v128.load(from - 16);
  for (let at = end; at > from; at -= 16) v128.store(at - 16 + by, v128.load(at - 16));
  v128.store(from - 16, before);
}

/** Room for a record that starts at `start` at `place` of a page that is touched and not full. */
export function insertRecord(page: usize, place: u32, start: u32): usize {
  const count = pageCount(page);
  const startSlot = page + STARTS + (usize(place) << 2);
  shiftUp(startSlot, page + STARTS + (usize(count) << 2), 4);
  store<u32>(startSlot, start);
  const numberSlot = page + NUMBERS + usize(place);
  shiftUp(numberSlot, page + NUMBERS + usize(count), 1);
  store<u8>(numberSlot, count);
  store<u32>(page, count + 1, COUNT);
  if (place != count) store<u32>(page, 1, SHUFFLED);
  return page + (usize(count) << RECORD_SHIFT);
}

/** Takes the record at `place` out of a page. */
export function removeRecord(page: usize, place: u32): void {
  touchPage(page);
  sortPage(page);
  const count = pageCount(page) - 1;
  const rest = usize(count - place);
  const startSlot = page + STARTS + (usize(place) << 2);
  memory.copy(startSlot, startSlot + 4, rest << 2);
  const record = page + (usize(place) << RECORD_SHIFT);
  memory.copy(record, record + RECORD_BYTES, rest << RECORD_SHIFT);
  store<u32>(page, count, COUNT);
}

/** Brings the records of a page in order, so that number and place are the same. */
export function sortPage(page: usize): void {
  if (load<u32>(page, SHUFFLED) == 0) return;
  touchPage(page);
  memory.copy(SORTED, page, COUNT);
  const count = pageCount(page);
  for (let place: u32 = 0; place < count; place++) {
    const from = SORTED + (recordAt(page, place) - page);
    const to = page + (usize(place) << RECORD_SHIFT);
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    store<u8>(page + usize(place), place, NUMBERS);
  }
  store<u32>(page, 0, SHUFFLED);
}

/** Moves the records from place `keep` on to an empty page; both are touched, and the first one is sorted. */
export function moveTail(page: usize, keep: u32, fresh: usize): void {
  const moved = usize(pageCount(page) - keep);
  memory.copy(fresh, page + (usize(keep) << RECORD_SHIFT), moved << RECORD_SHIFT);
  memory.copy(fresh + STARTS, page + STARTS + (usize(keep) << 2), moved << 2);
  memory.copy(fresh + NUMBERS, page + NUMBERS, moved);
  store<u32>(page, keep, COUNT);
  store<u32>(fresh, u32(moved), COUNT);
}

// --- records -----------------------------------------------------------------------------------

/** First block. */
// @ts-ignore: decorator
@inline
export function recordStart(record: usize): u32 {
  return load<u32>(record, START);
}

/** Length in blocks. */
// @ts-ignore: decorator
@inline
export function recordBlocks(record: usize): u32 {
  return load<u32>(record, LENGTH);
}

/** Inode number, or a metadata owner with bit 63 set. */
// @ts-ignore: decorator
@inline
export function recordOwner(record: usize): u64 {
  return load<u64>(record, OWNER);
}

/** Block of the file that lies at the record's first block. */
// @ts-ignore: decorator
@inline
export function recordFileBlock(record: usize): u64 {
  return load<u64>(record, FILE_BLOCK);
}

/** Flags as inserted. */
// @ts-ignore: decorator
@inline
export function recordFlags(record: usize): u32 {
  return load<u32>(record, FLAGS);
}
