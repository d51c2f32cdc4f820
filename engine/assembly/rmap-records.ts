/**
 * Reverse-map records in a page, up to 110 of 32 bytes.
 *
 * They lie in the order in which they came, so that a new one moves none. What is sorted are their start blocks, all that
 * searches read, and beside each the number of the record. `sortPage` brings the records themselves in that order: then
 * those that follow each other lie side by side.
 *
 * Before the start blocks there is a 0, and NO_START in every place without a record. So the whole page is searched and
 * moved at one stroke, with no branch that waits for the number of its records.
 *
 * The caller touches pages before it writes them, and knows how many records they have: see rmap-pages.ts.
 *
 * **Left out:** which page a record belongs to.
 */
import { SCRATCH, touchPage } from "./state";

export const PAGE_RECORDS: u32 = 110;

// A page: records; a word that is not 0 if they lie in another order than the sorted one; 0; start blocks u32; numbers u8.
const SHUFFLED: usize = 110 * 32;
const STARTS: usize = SHUFFLED + 16;
const NR_PLACES: u32 = 112;
const NUMBERS: usize = STARTS + 112 * 4;
/** Start block where there is no record; records end below it. */
export const NO_START: u32 = u32.MAX_VALUE;

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

/** Start block of the record at `place` of a page, which is at most their number; NO_START: none is there. */
// @ts-ignore: decorator
@inline
export function startAt(page: usize, place: u32): u32 {
  return load<u32>(page + (usize(place) << 2), STARTS);
}

/** Address of the record that came as number `number` into a page. */
// @ts-ignore: decorator
@inline
export function recordNumbered(page: usize, number: u32): usize {
  return page + (usize(number) << RECORD_SHIFT);
}

/** Address of the record at `place` of a page. */
// @ts-ignore: decorator
@inline
export function recordAt(page: usize, place: u32): usize {
  return recordNumbered(page, load<u8>(page + usize(place), NUMBERS));
}

/** First block after the record at `place` of a page. */
// @ts-ignore: decorator
@inline
export function endAt(page: usize, place: u32): u32 {
  return startAt(page, place) + load<u32>(recordAt(page, place), LENGTH);
}

/** Number of records of a page that start below `start`. All are compared: halving would wait for memory thrice. */
export function placeBelow(page: usize, start: u32): u32 {
  const wanted = i32x4.splat(start);
  // Each lane counts downwards what does not lie below.
  let near = i32x4.splat(0);
  let far = i32x4.splat(0);
  for (let at = page + STARTS; at < page + NUMBERS; at += 64) {
    near = i32x4.add(near, reaching(v128.load(at), wanted));
    far = i32x4.add(far, reaching(v128.load(at, 16), wanted));
    near = i32x4.add(near, reaching(v128.load(at, 32), wanted));
    far = i32x4.add(far, reaching(v128.load(at, 48), wanted));
  }
  near = i32x4.add(near, far);
  near = i32x4.add(near, i32x4.shuffle(near, near, 2, 3, 0, 1));
  return NR_PLACES + u32(i32x4.extract_lane(near, 0) + i32x4.extract_lane(near, 1));
}

/** -1 in each lane that is `wanted` or above. */
// @ts-ignore: decorator
@inline
function reaching(starts: v128, wanted: v128): v128 {
  return i32x4.eq(i32x4.max_u(starts, wanted), starts);
}

// --- changes -----------------------------------------------------------------------------------

/** Makes an allocated page one without records. */
export function clearPage(page: usize): void {
  memory.fill(page + STARTS, u8(NO_START), NUMBERS - STARTS);
}

/** Room for a record that starts at `start` at `place` of a page that is touched and has `count` of them, but is not full. */
export function insertRecord(page: usize, count: u32, place: u32, start: u32): usize {
  insertStart(page, start);
  insertNumber(page, place, count);
  store<u32>(page, load<u32>(page, SHUFFLED) | (place ^ count), SHUFFLED);
  return recordNumbered(page, count);
}

/** Of each block, the one before it and the new one, the middle one. */
function insertStart(page: usize, start: u32): void {
  const fresh = i32x4.splat(start);
  for (let at = page + NUMBERS - 16; at >= page + STARTS; at -= 16) {
    v128.store(at, i32x4.min_u(v128.load(at), i32x4.max_u(v128.load(at - 4), fresh)));
  }
}

function insertNumber(page: usize, place: u32, number: u32): void {
  const fresh = i8x16.splat(u8(number));
  const wanted = i8x16.splat(u8(place));
  let places = i8x16(96, 97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111);
  for (let at = page + NUMBERS + NR_PLACES - 16; at >= page + NUMBERS; at -= 16) {
    const moved = v128.bitselect(fresh, v128.load(at - 1), i8x16.eq(places, wanted));
    v128.store(at, v128.bitselect(v128.load(at), moved, i8x16.lt_s(places, wanted)));
    places = i8x16.sub(places, i8x16.splat(16));
  }
}

/** Takes the record at `place` out of a page of `count`. */
export function removeRecord(page: usize, count: u32, place: u32): void {
  touchPage(page);
  sortPage(page, count);
  const rest = usize(count - place - 1);
  const startSlot = page + STARTS + (usize(place) << 2);
  memory.copy(startSlot, startSlot + 4, (rest << 2) + 4);
  const record = recordNumbered(page, place);
  memory.copy(record, record + RECORD_BYTES, rest << RECORD_SHIFT);
}

/** Brings the `count` records of a page in order, so that number and place are the same. */
export function sortPage(page: usize, count: u32): void {
  if (load<u32>(page, SHUFFLED) == 0) return;
  touchPage(page);
  memory.copy(SORTED, page, SHUFFLED);
  for (let place: u32 = 0; place < count; place++) {
    const from = SORTED + (recordAt(page, place) - page);
    const to = recordNumbered(page, place);
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    store<u8>(page + usize(place), place, NUMBERS);
  }
  store<u32>(page, 0, SHUFFLED);
}

/** Moves the `count` records from place `keep` on to an empty page; both are touched, and the first one is sorted. */
export function moveTail(page: usize, keep: u32, count: u32, fresh: usize): void {
  memory.copy(fresh, recordNumbered(page, keep), usize(count) << RECORD_SHIFT);
  const starts = page + STARTS + (usize(keep) << 2);
  memory.copy(fresh + STARTS, starts, usize(count) << 2);
  memory.fill(starts, u8(NO_START), usize(count) << 2);
  memory.copy(fresh + NUMBERS, page + NUMBERS, usize(count));
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
