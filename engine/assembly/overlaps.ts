/**
 * Queries on the reverse map: the records that overlap a range of blocks, in their order.
 *
 * A cursor walks the answer; 0 is its end. Two ways lead there. The *scan* needs nothing prepared: it begins as far before
 * the range as the longest record reaches, and goes over the highest end of every page. The *index* (rmap-index.ts) tells
 * the cursor over the records of most blocks in one place of memory, and for other blocks and for ranges where a scan begins.
 *
 * A cursor is a record, and half a record more if another one follows; or the number of a scan, below all addresses of
 * the state. The first costs no memory and no writing.
 *
 * The caller uses at most 64 scans at a time (one more takes the place of the oldest) and does not change a group
 * while a cursor is on it; scans abort in words on both.
 *
 * **Left out:** building may happen in a query and then writes state; it never counts in the hash.
 */
import { STOP_CURSOR_CHANGE, STOP_CURSOR_TIME, STOP_QUERY_BLOCKS, STOP_QUERY_OVERLAPS } from "../abi/stops";
import { must } from "./stops";
import { ARENA, SCRATCH } from "./state";
import {
  FOLLOWS, SCAN, answerAt, cursorOf, eighthOf, isInPart, isIndexed, countScan, rmapPrepare, scanStart,
} from "./rmap-index";
import {
  G_CHANGES, G_PAGES, NO_START, RECORD_BYTES, endAt, groupFind, pageAt, pageBelow, pageEnds, pageFirst, placeBelow,
  recordAt, startAt,
} from "./rmap-pages";

export { rmapPrepare } from "./rmap-index";

const NR_SCANS: u32 = 64;

// A scan, 64 bytes: number, record, group, its changes, range, place in the pages; in the first one the latest number.
const C_ID: usize = 0;
const C_RECORD: usize = 4;
const C_GROUP: usize = 8;
const C_CHANGES: usize = 12;
const C_LOW: usize = 16;
const C_HIGH: usize = 20;
const C_PAGE: usize = 24;
const C_PLACE: usize = 28;
const LATEST_SCAN: usize = SCRATCH + 60;

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
  return isIndexed(root) ? rmapFirst(fs, group, lowBlock, highBlock) : openScan(root, lowBlock, highBlock);
}

/** The same for a group that `groupFind` has found, and a range that is not empty. */
// @ts-ignore: decorator
@inline
export function groupFirst(root: usize, lowBlock: u32, highBlock: u32): u32 {
  const eighth = eighthOf(root, lowBlock);
  if (isInPart(root, eighth) && highBlock - lowBlock == 1) {
    const answer = answerAt(root, eighth);
    if (answer != SCAN) return cursorOf(root, eighth, answer);
  }
  return searchFirst(root, lowBlock, highBlock);
}

/** Where one word does not tell. */
function searchFirst(root: usize, lowBlock: u32, highBlock: u32): u32 {
  countScan(root);
  return openScan(root, lowBlock, highBlock);
}

/** Moves to the next record and returns the cursor; 0: no more. */
// @ts-ignore: decorator
@inline
export function rmapNext(cursor: u32): u32 {
  return (cursor & FOLLOWS) == 0 ? 0 : following(cursor);
}

function following(cursor: u32): u32 {
  return cursor < u32(ARENA) ? scanNext(cursor) : cursor + FOLLOWS;
}

/** The record that a cursor is on, for `recordOwner` and its like. */
// @ts-ignore: decorator
@inline
export function rmapRecord(cursor: u32): usize {
  return cursor < u32(ARENA) ? scanRecord(cursor) : usize(cursor & ~(RECORD_BYTES - 1));
}

function scanRecord(cursor: u32): usize {
  return usize(load<u32>(scanAt(cursor), C_RECORD));
}

// --- the scan ----------------------------------------------------------------------------------

// @ts-ignore: decorator
@inline
function slotOf(cursor: u32): usize {
  return SCRATCH + (usize((cursor / RECORD_BYTES) & (NR_SCANS - 1)) << 6);
}

function scanAt(cursor: u32): usize {
  const slot = slotOf(cursor);
  must(load<u32>(slot) == cursor, STOP_CURSOR_TIME);
  return slot;
}

function openScan(root: usize, low: u32, high: u32): u32 {
  if (load<u32>(root, G_PAGES) == 0) return 0;
  const scan = ((load<u32>(LATEST_SCAN) + RECORD_BYTES) & (u32(ARENA) - 1)) | FOLLOWS;
  store<u32>(LATEST_SCAN, scan);
  const slot = slotOf(scan);
  const from = scanStart(root, low);
  const index = pageBelow(root, from);
  store<u32>(slot, scan, C_ID);
  store<u32>(slot, u32(root), C_GROUP);
  store<u32>(slot, load<u32>(root, G_CHANGES), C_CHANGES);
  store<u32>(slot, low, C_LOW);
  store<u32>(slot, high, C_HIGH);
  store<u32>(slot, index, C_PAGE);
  store<u32>(slot, placeBelow(pageAt(root, index), from), C_PLACE);
  return advance(slot, root);
}

function scanNext(cursor: u32): u32 {
  const slot = scanAt(cursor);
  const root = usize(load<u32>(slot, C_GROUP));
  const isSame = load<u32>(slot, C_CHANGES) == load<u32>(root, G_CHANGES);
  must(isSame, STOP_CURSOR_CHANGE);
  return advance(slot, root);
}

/** Next record from the scan's place on that overlaps its range. */
function advance(slot: usize, root: usize): u32 {
  const pages = load<u32>(root, G_PAGES);
  const low = load<u32>(slot, C_LOW);
  const high = load<u32>(slot, C_HIGH);
  let index = load<u32>(slot, C_PAGE);
  let place = load<u32>(slot, C_PLACE);
  for (; index < pages; index++) {
    if (place == 0) {
      index = pageReaching(root, index, pages, low);
      if (index == pages || pageFirst(root, index) >= high) break;
    }
    const page = pageAt(root, index);
    for (; startAt(page, place) < high; place++) {
      if (endAt(page, place) > low) {
        store<u32>(slot, index, C_PAGE);
        store<u32>(slot, place + 1, C_PLACE);
        store<u32>(slot, u32(recordAt(page, place)), C_RECORD);
        return load<u32>(slot, C_ID);
      }
    }
    if (startAt(page, place) != NO_START) break;
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
export const MAX_BLOCKS: u32 = NR_SCANS;

/**
 * For each of `n` blocks (u32, at `blocks`) the cursor over its records (u32, at `cursors`). Memory answers the
 * questions side by side: all parts are asked before any record is read.
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
  const lenBytes = usize(n) << 2;
  for (let i: usize = 0; i < lenBytes; i += 4) {
    const block = load<u32>(blocks + i);
    store<u32>(cursors + i, groupFirst(root, block, block + 1));
  }
  // Memory is asked for the records as well.
  for (let i: usize = 0; i < lenBytes; i += 4) load<u32>(usize(load<u32>(cursors + i)));
}
