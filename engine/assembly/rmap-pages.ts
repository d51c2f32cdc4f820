/**
 * Where reverse-map records lie: a group of a filesystem is a sorted directory of pages, and a page
 * holds up to 144 records: their start blocks in one array, which is all that searches read, and the rest
 * of each in 24 bytes of another.
 *
 * The caller (extents.ts) touches pages before it writes them and settles the directory afterwards.
 *
 * **Left out:** order and meaning of records; see extents.ts.
 */
import { STOP_FS_ID } from "../abi/stops";
import { must } from "./stops";
import { PAGE_BYTES, alloc, put32, release, tableAt, tableCount, tableDefine, tablePush, touch } from "./state";

export const T_FS: u32 = 1;
export const PAGE_RECORDS: u32 = 144;

// A page: number of records, start blocks, then {length u32, flags u32, owner u64, file block u64} each.
export const STARTS: usize = 16;
const RESTS: usize = STARTS + 144 * 4;
export const REST_BYTES: u32 = 24;
export const LENGTH: usize = 0;
export const FLAGS: usize = 4;
export const OWNER: usize = 8;
export const FILE_BLOCK: usize = 16;

/** Records that arrive in order leave this much of a page filled, so that later ones find room. */
const PAGE_FILL: u32 = 128;

// A group: records, pages, capacity of the directory, its three arrays, changes, query index.
export const G_COUNT: usize = 0;
export const G_PAGES: usize = 4;
const G_CAPACITY: usize = 8;
export const G_FIRSTS: usize = 12;
const G_ENDS: usize = 16;
const G_TABLE: usize = 20;
export const G_CHANGES: usize = 24;
export const G_INDEX: usize = 32;
const GROUP_BYTES: u32 = 80;

/** Address of a group; 0: no record was ever inserted. */
export function groupFind(fs: u32, group: u32): usize {
  if (fs - 1 >= tableCount(T_FS)) return 0;
  const record = tableAt(T_FS, fs);
  if (group >= load<u32>(record, 4)) return 0;
  return usize(load<u32>(usize(load<u32>(record)) + (usize(group) << 2)));
}

/** Address of a group, created if need be. */
export function groupClaim(fs: u32, group: u32): usize {
  const found = groupFind(fs, group);
  if (found != 0) return found;
  must(fs != 0, STOP_FS_ID);
  if (tableCount(T_FS) == 0) tableDefine(T_FS, 8);
  while (tableCount(T_FS) < fs) tablePush(T_FS);
  const record = tableAt(T_FS, fs);
  const capacity = load<u32>(record, 4);
  if (group >= capacity) {
    const grown = max<u32>(max<u32>(4, capacity * 2), group + 1);
    put32(record, u32(regrow(usize(load<u32>(record)), capacity, grown)));
    put32(record + 4, grown);
  }
  const slot = usize(load<u32>(record)) + (usize(group) << 2);
  put32(slot, u32(alloc(GROUP_BYTES)));
  return usize(load<u32>(slot));
}

/** A longer copy of an array of words; the old one is released. */
function regrow(array: usize, capacity: u32, grown: u32): usize {
  const copy = alloc(grown << 2);
  memory.copy(copy, array, usize(capacity) << 2);
  if (capacity != 0) release(array, capacity << 2);
  return copy;
}

// --- pages and directory -----------------------------------------------------------------------

/** First start block of page `index`. */
export function pageFirst(root: usize, index: u32): u32 {
  return load<u32>(usize(load<u32>(root, G_FIRSTS)) + (usize(index) << 2));
}

/** Array of the highest end of every page. */
export function pageEnds(root: usize): usize {
  return usize(load<u32>(root, G_ENDS));
}

/** Address of page `index`. */
export function pageAt(root: usize, index: u32): usize {
  return usize(load<u32>(usize(load<u32>(root, G_TABLE)) + (usize(index) << 2)));
}

/** Number of records of a page. */
export function pageCount(page: usize): u32 {
  return load<u32>(page);
}

/** Start block of the record at `place` of a page. */
// @ts-ignore: decorator
@inline
export function startAt(page: usize, place: u32): u32 {
  return load<u32>(page + (usize(place) << 2), STARTS);
}

/** Address of all of a record but its start block. */
// @ts-ignore: decorator
@inline
export function restAt(page: usize, place: u32): usize {
  return page + RESTS + usize(place * REST_BYTES);
}

/** First block after the record at `place` of a page. */
// @ts-ignore: decorator
@inline
export function endAt(page: usize, place: u32): u32 {
  return startAt(page, place) + load<u32>(restAt(page, place), LENGTH);
}

/** Number of elements below `value` in a sorted array of words. */
function rankBelow(array: usize, count: u32, value: u32): u32 {
  let base: u32 = 0;
  let rest = count;
  while (rest > 1) {
    const half = rest >> 1;
    const probe = load<u32>(array + (usize(base + half - 1) << 2));
    base = select<u32>(base + half, base, probe < value);
    rest -= half;
  }
  return base + u32(rest == 1 && load<u32>(array + (usize(base) << 2)) < value);
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

/** The page in which the first record that starts at or after `start` lies, or the one before it. */
export function pageBelow(root: usize, start: u32): u32 {
  const below = rankBelow(usize(load<u32>(root, G_FIRSTS)), load<u32>(root, G_PAGES), start);
  return below == 0 ? 0 : below - 1;
}

/** Adds an empty page at `index` of the directory. */
export function insertPage(root: usize, index: u32): usize {
  const pages = load<u32>(root, G_PAGES);
  const capacity = load<u32>(root, G_CAPACITY);
  if (pages == capacity) {
    const grown = max<u32>(4, capacity * 2);
    for (let field = G_FIRSTS; field <= G_TABLE; field += 4) {
      put32(root + field, u32(regrow(usize(load<u32>(root + field)), capacity, grown)));
    }
    put32(root + G_CAPACITY, grown);
  }
  const page = alloc(PAGE_BYTES);
  for (let field = G_FIRSTS; field <= G_TABLE; field += 4) {
    const slot = usize(load<u32>(root + field)) + (usize(index) << 2);
    touch(slot, (pages - index + 1) << 2);
    memory.copy(slot + 4, slot, usize(pages - index) << 2);
  }
  put32(usize(load<u32>(root, G_TABLE)) + (usize(index) << 2), u32(page));
  put32(root + G_PAGES, pages + 1);
  return page;
}

/** Takes page `index` out of the directory and frees it. */
export function removePage(root: usize, index: u32): void {
  const pages = load<u32>(root, G_PAGES);
  release(pageAt(root, index), PAGE_BYTES);
  for (let field = G_FIRSTS; field <= G_TABLE; field += 4) {
    const slot = usize(load<u32>(root + field)) + (usize(index) << 2);
    touch(slot, (pages - index) << 2);
    memory.copy(slot, slot + 4, usize(pages - index - 1) << 2);
  }
  put32(root + G_PAGES, pages - 1);
}

/** Brings first start and highest end of a page into the directory. */
export function settlePage(root: usize, index: u32): void {
  const page = pageAt(root, index);
  const count = pageCount(page);
  let top: u32 = 0;
  for (let place: u32 = 0; place < count; place++) top = max(top, endAt(page, place));
  put32(usize(load<u32>(root, G_FIRSTS)) + (usize(index) << 2), startAt(page, 0));
  put32(pageEnds(root) + (usize(index) << 2), top);
}

/** Moves `count` records between places of two pages, or of one. Both are touched. */
export function moveRecords(to: usize, toPlace: u32, from: usize, fromPlace: u32, count: u32): void {
  if (count == 0) return;
  const toStart = to + STARTS + (usize(toPlace) << 2);
  memory.copy(toStart, from + STARTS + (usize(fromPlace) << 2), usize(count) << 2);
  memory.copy(restAt(to, toPlace), restAt(from, fromPlace), usize(count * REST_BYTES));
}

/** Makes room in a full page by moving a part of it to a new one. */
export function splitPage(root: usize, index: u32, place: u32): void {
  const isLast = place == PAGE_RECORDS && index + 1 == load<u32>(root, G_PAGES);
  const keep = isLast ? PAGE_FILL : PAGE_RECORDS >> 1;
  const fresh = insertPage(root, index + 1);
  const page = pageAt(root, index);
  touch(page, PAGE_BYTES);
  moveRecords(fresh, 0, page, keep, PAGE_RECORDS - keep);
  store<u32>(page, keep);
  put32(fresh, PAGE_RECORDS - keep);
  settlePage(root, index);
  settlePage(root, index + 1);
}

// --- records -----------------------------------------------------------------------------------

// A record is known by the address of all of it but its start block.

/** First block. */
export function recordStart(record: usize): u32 {
  return startAt(record & ~(usize(PAGE_BYTES) - 1), ((u32(record) & (PAGE_BYTES - 1)) - u32(RESTS)) / REST_BYTES);
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
