/**
 * Where the pages of reverse-map records lie: a group of a filesystem is a sorted directory of them, with first start,
 * highest end and number of records of each. The number stands here, not in the page, so that who inserts a record asks
 * memory for its place and for the page's start blocks at the same time.
 *
 * The caller (extents.ts) touches pages before it writes them and settles the directory afterwards.
 *
 * **Left out:** order and meaning of records; see extents.ts.
 */
import { STOP_FS_ID } from "../abi/stops";
import { must } from "./stops";
import { PAGE_RECORDS, clearPage, endAt, moveTail, sortPage, startAt } from "./rmap-records";
import { PAGE_BYTES, alloc, put32, release, touch, touchPage } from "./state";
import { tableAt, tableCount, tableDefine, tablePush } from "./tables";

export * from "./rmap-records";

export const T_FS: u32 = 1;
/** Records that arrive in order leave this much of a page filled, so that later ones find room. */
const PAGE_FILL: u32 = 98;

// A group: records, pages, capacity of the directory, its three arrays, changes, parts of the query index, the rest of it.
export const G_COUNT: usize = 0;
export const G_PAGES: usize = 4;
const G_CAPACITY: usize = 8;
export const G_FIRSTS: usize = 12;
const G_ENDS: usize = 16;
/** Address of each page, and the number of its records in the bits that are 0 in addresses of pages. */
const G_TABLE: usize = 20;
export const G_CHANGES: usize = 24;
/** Behind G_CHANGES, so that one write changes both. */
export const G_NR_PARTS: usize = 28;
export const G_INDEX: usize = 32;
/** Changes + 1 at which the digest was computed; 0: never. */
export const G_DIGESTED: usize = 52;
/** Blocks of the longest record that there ever was. */
export const G_LONGEST: usize = 56;
/** Of the records: no state that counts itself, like the index. */
export const G_DIGEST: usize = 64;
const GROUP_BYTES: u32 = 72;

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

function slotAt(root: usize, index: u32): usize {
  return usize(load<u32>(root, G_TABLE)) + (usize(index) << 2);
}

/** Address of page `index`. */
export function pageAt(root: usize, index: u32): usize {
  return usize(load<u32>(slotAt(root, index)) & ~(PAGE_BYTES - 1));
}

/** Number of records of page `index`. */
export function pageCount(root: usize, index: u32): u32 {
  return load<u32>(slotAt(root, index)) & (PAGE_BYTES - 1);
}

export function setPageCount(root: usize, index: u32, count: u32): void {
  put32(slotAt(root, index), u32(pageAt(root, index)) | count);
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
  clearPage(page);
  for (let field = G_FIRSTS; field <= G_TABLE; field += 4) {
    const slot = usize(load<u32>(root + field)) + (usize(index) << 2);
    touch(slot, (pages - index + 1) << 2);
    memory.copy(slot + 4, slot, usize(pages - index) << 2);
  }
  put32(slotAt(root, index), u32(page));
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

/** Brings a page that now has `count` records into the directory. */
export function settlePage(root: usize, index: u32, count: u32): void {
  const page = pageAt(root, index);
  let top: u32 = 0;
  for (let place: u32 = 0; place < count; place++) top = max(top, endAt(page, place));
  setPageCount(root, index, count);
  put32(usize(load<u32>(root, G_FIRSTS)) + (usize(index) << 2), startAt(page, 0));
  put32(pageEnds(root) + (usize(index) << 2), top);
}

/** Makes room in a full page by moving a part of it to a new one. */
export function splitPage(root: usize, index: u32, place: u32): void {
  const isLast = place == PAGE_RECORDS && index + 1 == load<u32>(root, G_PAGES);
  const keep = isLast ? PAGE_FILL : PAGE_RECORDS >> 1;
  const page = pageAt(root, index);
  touchPage(page);
  sortPage(page, PAGE_RECORDS);
  const moved = PAGE_RECORDS - keep;
  moveTail(page, keep, moved, insertPage(root, index + 1));
  settlePage(root, index, keep);
  settlePage(root, index + 1, moved);
}
