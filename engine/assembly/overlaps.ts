/**
 * Queries on the reverse map: the records that overlap a range of blocks, in their order.
 *
 * A cursor walks the answer; 0 is its end. Two ways lead there. The *scan* goes over the highest end of every page,
 * needs nothing prepared, and costs a microsecond or two among 10^6 records. The *index* cuts the group into segments
 * between any two starts or ends and knows the cursor over the records of each; ranks.ts finds the segment
 * of a block. It is built when queries have scanned about as much as building costs. Where very many records overlap, its
 * lists would be longer than the records: then the scan stays.
 *
 * A cursor is one of three things, told apart by its two low bits: a record and how many follow it in its page, up to
 * two; or 3 and above it a place in a list of the index; or 3 and, below all addresses of the state, the number of a
 * scan. The first two cost no memory and no writing.
 *
 * The caller uses at most 16 scans at a time (a seventeenth takes the place of the oldest) and does not change a group
 * while a cursor is on it; scans abort in words on both.
 *
 * **Left out:** building may happen in a query and then writes state; it never counts in the hash.
 */
import { STOP_CURSOR_CHANGE, STOP_CURSOR_TIME, STOP_QUERY_BLOCKS, STOP_QUERY_OVERLAPS } from "../abi/stops";
import { must } from "./stops";
import { ARENA, SCRATCH, alloc, put32, release, touch } from "./state";
import {
  G_CHANGES, G_INDEX, G_PAGES, REST_BYTES, endAt, groupFind, pageAt, pageBelow, pageCount, pageEnds, pageFirst, placeBelow, restAt,
  startAt,
} from "./rmap-pages";
import { rankFloor, rankFrom, rankOf, ranksBuild, ranksBytes, ranksKeys } from "./ranks";

const NR_SCANS: u32 = 16;
const NEXT_SCAN: usize = SCRATCH + 1024;
const ACTIVE: usize = SCRATCH + 0x4000;
const MAX_ACTIVE: u32 = 512;

// A scan, 64 bytes: number, record, group, its changes, range, place in the pages, what the index knows of the first
// block, and the first start that is not among that.
const C_ID: usize = 0;
const C_RECORD: usize = 4;
const C_GROUP: usize = 8;
const C_CHANGES: usize = 12;
const C_LOW: usize = 16;
const C_HIGH: usize = 20;
const C_PAGE: usize = 24;
const C_PLACE: usize = 28;
const C_KNOWN: usize = 32;
const C_FLOOR: usize = 36;

// The index, in the group's record: changes it was built at + 1, scans since, and three arrays (address and bytes
// each): the ranks of segment starts; for each segment a cursor u32; the lists of records u32, the last one plus 1.
const I_CHANGES: usize = G_INDEX;
const I_SCANS: usize = G_INDEX + 4;
const I_RANKS: usize = G_INDEX + 8;
const I_CURSORS: usize = G_INDEX + 16;
const I_LISTS: usize = G_INDEX + 24;
// Changes at which there were too many overlaps, + 1.
const I_REFUSED: usize = G_INDEX + 36;

const IN_LIST: u32 = 3;
const IS_LAST: u32 = 1;

// --- cursors -----------------------------------------------------------------------------------

/** Cursor on the first record that overlaps blocks `[lowBlock, highBlock)`; 0: none. */
export function rmapFirst(fs: u32, group: u32, lowBlock: u32, highBlock: u32): u32 {
  const root = groupFind(fs, group);
  return root == 0 || lowBlock >= highBlock ? 0 : groupFirst(root, lowBlock, highBlock);
}

/** As `rmapFirst`, for whoever is about to change the group: builds no index that the change would spoil. */
export function rmapFirstToChange(fs: u32, group: u32, lowBlock: u32, highBlock: u32): u32 {
  const root = groupFind(fs, group);
  if (root == 0 || lowBlock >= highBlock) return 0;
  return isIndexed(root) ? groupFirst(root, lowBlock, highBlock) : openScan(root, lowBlock, highBlock, 0, false);
}

// @ts-ignore: decorator
@inline
function isIndexed(root: usize): bool {
  return load<u32>(root, I_CHANGES) == load<u32>(root, G_CHANGES) + 1;
}

/** The same for a group that `groupFind` has found, and a range that is not empty. */
export function groupFirst(root: usize, lowBlock: u32, highBlock: u32): u32 {
  let known: u32 = 0;
  const isKnown = isIndexed(root) || isTimeToIndex(root);
  if (isKnown) {
    const ranks = usize(load<u32>(root, I_RANKS));
    const floor = rankFloor(ranks, lowBlock);
    // Memory is asked for a cursor near the right one, mostly in the same line, while it looks for the keys.
    cursorOf(root, floor + 4);
    const rank = rankFrom(ranks, lowBlock, floor);
    known = cursorOf(root, rank);
    // No record begins inside of a single block.
    if (highBlock - lowBlock == 1 || load<u32>(ranksKeys(ranks) + (usize(rank) << 2)) >= highBlock) return known;
  }
  return openScan(root, lowBlock, highBlock, known, isKnown);
}

/** Cursor over the records of segment number `rank`, from 1; before the first one there are none. */
// @ts-ignore: decorator
@inline
function cursorOf(root: usize, rank: u32): u32 {
  return load<u32>(usize(load<u32>(root, I_CURSORS)) + (usize(rank) << 2));
}

/** Moves to the next record and returns the cursor; 0: no more. */
// @ts-ignore: decorator
@inline
export function rmapNext(cursor: u32): u32 {
  return (cursor & IN_LIST) == 0 ? 0 : following(cursor);
}

function following(cursor: u32): u32 {
  return cursor < u32(ARENA) ? scanNext(cursor) : knownNext(cursor);
}

/** `rmapNext` of a cursor that the index gave. */
function knownNext(cursor: u32): u32 {
  const more = cursor & IN_LIST;
  if (more < IN_LIST) return more == 0 ? 0 : cursor + REST_BYTES - 1;
  return (load<u32>(usize(cursor - IN_LIST)) & IS_LAST) != 0 ? 0 : cursor + 4;
}

/** The record that a cursor is on, for `recordOwner` and its like. */
// @ts-ignore: decorator
@inline
export function rmapRecord(cursor: u32): usize {
  return (cursor & IN_LIST) < IN_LIST ? usize(cursor & ~IN_LIST) : farRecord(cursor);
}

function farRecord(cursor: u32): usize {
  const slot = cursor < u32(ARENA) ? scanAt(cursor) + C_RECORD : usize(cursor - IN_LIST);
  return usize(load<u32>(slot) & ~IS_LAST);
}

// --- the scan ----------------------------------------------------------------------------------

// @ts-ignore: decorator
@inline
function slotOf(cursor: u32): usize {
  return SCRATCH + (usize((cursor >> 2) & (NR_SCANS - 1)) << 6);
}

function scanAt(cursor: u32): usize {
  const slot = slotOf(cursor);
  must(load<u32>(slot) == cursor, STOP_CURSOR_TIME);
  return slot;
}

/** With an index the records over the first block are known, and only those that start later are looked for. */
function openScan(root: usize, low: u32, high: u32, known: u32, isKnown: bool): u32 {
  const scan = ((load<u32>(NEXT_SCAN) + 4) & (u32(ARENA) - 1)) | IN_LIST;
  store<u32>(NEXT_SCAN, scan);
  const slot = slotOf(scan);
  const floor = isKnown ? low + 1 : 0;
  const page = isKnown ? pageBelow(root, floor) : 0;
  store<u32>(slot, scan, C_ID);
  store<u32>(slot, u32(root), C_GROUP);
  store<u32>(slot, load<u32>(root, G_CHANGES), C_CHANGES);
  store<u32>(slot, low, C_LOW);
  store<u32>(slot, high, C_HIGH);
  store<u32>(slot, page, C_PAGE);
  store<u32>(slot, isKnown ? placeBelow(pageAt(root, page), floor) : 0, C_PLACE);
  store<u32>(slot, known, C_KNOWN);
  store<u32>(slot, floor, C_FLOOR);
  return advance(slot, root);
}

function scanNext(cursor: u32): u32 {
  const slot = scanAt(cursor);
  const root = usize(load<u32>(slot, C_GROUP));
  const isSame = load<u32>(slot, C_CHANGES) == load<u32>(root, G_CHANGES);
  must(isSame, STOP_CURSOR_CHANGE);
  return advance(slot, root);
}

/** First what the index knew, then the pages. */
function advance(slot: usize, root: usize): u32 {
  const known = load<u32>(slot, C_KNOWN);
  if (known == 0) return scan(slot, root);
  store<u32>(slot, u32(rmapRecord(known)), C_RECORD);
  store<u32>(slot, knownNext(known), C_KNOWN);
  return load<u32>(slot, C_ID);
}

/** Next record from the scan's place on that starts at or after its floor and overlaps its range. */
function scan(slot: usize, root: usize): u32 {
  const pages = load<u32>(root, G_PAGES);
  const low = load<u32>(slot, C_LOW);
  const high = load<u32>(slot, C_HIGH);
  const floor = load<u32>(slot, C_FLOOR);
  let index = load<u32>(slot, C_PAGE);
  let place = load<u32>(slot, C_PLACE);
  for (; index < pages; index++) {
    if (place == 0) {
      index = pageReaching(root, index, pages, low);
      if (index == pages || pageFirst(root, index) >= high) break;
    }
    const page = pageAt(root, index);
    const count = pageCount(page);
    for (; place < count; place++) {
      const start = startAt(page, place);
      if (start >= high) break;
      if (start >= floor && endAt(page, place) > low) {
        store<u32>(slot, index, C_PAGE);
        store<u32>(slot, place + 1, C_PLACE);
        store<u32>(slot, u32(restAt(page, place)), C_RECORD);
        return load<u32>(slot, C_ID);
      }
    }
    if (place < count) break;
    place = 0;
  }
  store<u32>(slot, pages, C_PAGE);
  return 0;
}

/** First page from `index` on that has a record ending after `low`. */
function pageReaching(root: usize, index: u32, pages: u32, low: u32): u32 {
  const ends = pageEnds(root);
  const wanted = i32x4.splat(low);
  for (; index + 4 <= pages; index += 4) {
    const reach = i32x4.bitmask(i32x4.gt_u(v128.load(ends + (usize(index) << 2)), wanted));
    if (reach != 0) return index + u32(ctz(reach));
  }
  while (index < pages && load<u32>(ends + (usize(index) << 2)) <= low) index++;
  return index;
}

// --- many blocks at once -----------------------------------------------------------------------

/** Most blocks of one call of `rmapFirstOfMany`. */
export const MAX_BLOCKS: u32 = 64;

/**
 * For each of `n` blocks (u32, at `blocks`) the cursor over its records (u32, at `cursors`). Memory answers the
 * questions side by side: all ranks are asked before any cursor is read.
 */
export function rmapFirstOfMany(fs: u32, group: u32, blocks: usize, n: u32, cursors: usize): void {
  must(n <= MAX_BLOCKS, STOP_QUERY_BLOCKS);
  const root = groupFind(fs, group);
  if (root == 0) {
    memory.fill(cursors, 0, usize(n) << 2);
    return;
  }
  rmapPrepare(fs, group);
  must(isIndexed(root), STOP_QUERY_OVERLAPS);
  const ranks = usize(load<u32>(root, I_RANKS));
  const lenBytes = usize(n) << 2;
  for (let i: usize = 0; i < lenBytes; i += 4) store<u32>(cursors + i, rankOf(ranks, load<u32>(blocks + i)));
  for (let i: usize = 0; i < lenBytes; i += 4) store<u32>(cursors + i, cursorOf(root, load<u32>(cursors + i)));
}

// --- the index ---------------------------------------------------------------------------------

/** A query without an index: whether it is time to build it. */
function isTimeToIndex(root: usize): bool {
  if (load<u32>(root, I_REFUSED) == load<u32>(root, G_CHANGES) + 1) return false;
  const scans = load<u32>(root, I_SCANS) + 1;
  put32(root + I_SCANS, scans);
  return scans >= scansWorthBuilding(load<u32>(root, G_PAGES)) && renewIndex(root);
}

/** A page costs about 5 us to index; a scan 0.15 us, and 0.3 ns for every page. */
function scansWorthBuilding(pages: u32): u32 {
  return u32((u64(pages) * 5000) / (150 + (u64(pages) * 3) / 10));
}

/** Builds the index; false where there are too many overlaps. */
function renewIndex(root: usize): bool {
  const isBuilt = buildIndex(root);
  put32(root + I_SCANS, 0);
  put32(root + (isBuilt ? I_CHANGES : I_REFUSED), load<u32>(root, G_CHANGES) + 1);
  return isBuilt;
}

/** Builds the index of a group now, if it is not there, so that queries write no state. */
export function rmapPrepare(fs: u32, group: u32): void {
  const root = groupFind(fs, group);
  if (root == 0) return;
  const stamp = load<u32>(root, G_CHANGES) + 1;
  if (load<u32>(root, I_CHANGES) != stamp && load<u32>(root, I_REFUSED) != stamp) renewIndex(root);
}

/** Counts segments and list entries, makes room, and writes them. False: too many overlaps. */
function buildIndex(root: usize): bool {
  const limit = load<u32>(root) * 4 + 4096;
  const size = sweep(root, 0, 0, 0, limit);
  if (size == 0) return false;
  const segments = u32(size >> 32);
  claim(root, I_RANKS, ranksBytes(segments));
  claim(root, I_CURSORS, (segments + 5) << 2);
  claim(root, I_LISTS, max<u32>(4, u32(size) << 2));
  const ranks = usize(load<u32>(root, I_RANKS));
  const cursors = usize(load<u32>(root, I_CURSORS));
  store<u32>(cursors, 0);
  sweep(root, ranksKeys(ranks), cursors + 4, usize(load<u32>(root, I_LISTS)), limit);
  ranksBuild(ranks, segments);
  return true;
}

/** Makes one of the arrays writable for `lenBytes`, keeping it where it is if it is long enough. */
function claim(root: usize, field: usize, lenBytes: u32): void {
  const has = load<u32>(root + field, 4);
  if (has < lenBytes) {
    if (has != 0) release(usize(load<u32>(root + field)), has);
    const grown = lenBytes + (lenBytes >> 3);
    put32(root + field, u32(alloc(grown)));
    put32(root + field + 4, grown);
  }
  touch(usize(load<u32>(root + field)), lenBytes);
}

/**
 * Goes over all starts and ends in order, keeping the records that cover the present block. Returns
 * segments << 32 | list entries, or 0 if there are too many; writes them unless `keys` is 0.
 */
function sweep(root: usize, keys: usize, cursors: usize, lists: usize, limit: u32): u64 {
  const pages = load<u32>(root, G_PAGES);
  let index: u32 = 0;
  let place: u32 = 0;
  let active: u32 = 0;
  let segments: u32 = 0;
  let entries: u32 = 0;
  while (index < pages || active != 0) {
    let block = index < pages ? startAt(pageAt(root, index), place) : u32.MAX_VALUE;
    for (let i: u32 = 0; i < active; i++) block = min(block, activeEnd(i));
    active = dropEnded(active, block);
    while (index < pages && startAt(pageAt(root, index), place) == block) {
      if (active == MAX_ACTIVE) return 0;
      const page = pageAt(root, index);
      store<u32>(ACTIVE + (usize(active) << 3), endAt(page, place));
      store<u32>(ACTIVE + (usize(active) << 3), u32(restAt(page, place)), 4);
      active++;
      if (++place == pageCount(page)) {
        place = 0;
        index++;
      }
    }
    if (keys != 0) {
      store<u32>(keys + (usize(segments) << 2), block);
      store<u32>(cursors + (usize(segments) << 2), listActive(lists + (usize(entries) << 2), active));
    }
    segments++;
    if (active > 1) entries += active;
    if (entries > limit) return 0;
  }
  return (u64(segments) << 32) | u64(entries);
}

/** Cursor over the active records: none, a few that follow each other, or a list of them, which it writes. */
function listActive(list: usize, active: u32): u32 {
  const first = load<u32>(ACTIVE, 4);
  if (active < 2) return active == 0 ? 0 : first;
  let follow: u32 = 1;
  while (follow < active && load<u32>(ACTIVE + (usize(follow) << 3), 4) == first + follow * REST_BYTES) follow++;
  if (follow == active && active <= IN_LIST) return first + active - 1;
  for (let i: u32 = 0; i < active; i++) {
    const record = load<u32>(ACTIVE + (usize(i) << 3), 4);
    store<u32>(list + (usize(i) << 2), i + 1 == active ? record | IS_LAST : record);
  }
  return u32(list) | IN_LIST;
}

function activeEnd(index: u32): u32 {
  return load<u32>(ACTIVE + (usize(index) << 3));
}

/** Drops the records that end at or before `block`, keeping the order of the others. */
function dropEnded(active: u32, block: u32): u32 {
  let kept: u32 = 0;
  for (let i: u32 = 0; i < active; i++) {
    if (activeEnd(i) <= block) continue;
    if (kept != i) store<u64>(ACTIVE + (usize(kept) << 3), load<u64>(ACTIVE + (usize(i) << 3)));
    kept++;
  }
  return kept;
}
