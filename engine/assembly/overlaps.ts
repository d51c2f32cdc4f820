/**
 * Queries on the reverse map: the records that overlap a range of blocks, in their order.
 *
 * A cursor walks the answer. Two ways lead there. The *scan* goes over the highest end of every page,
 * needs nothing prepared, and costs a microsecond or two among 10^6 records. The *index* cuts the group
 * into segments between any two starts or ends, each with the list of its records, and finds the segment
 * of a block with a search tree; it is built when queries have scanned about as much as building costs.
 * Where very many records overlap, the lists would be longer than the records: then the scan stays.
 *
 * The caller uses at most 16 cursors at a time (a seventeenth takes the place of the oldest) and does
 * not change a group while a cursor is on it; both abort in words.
 *
 * **Left out:** building may happen in a query and then writes state; it never counts in the hash.
 */
import { SCRATCH, alloc, put32, release, touch } from "./state";
import { G_CHANGES, G_INDEX, G_PAGES, endAt, fileBlockAt, flagsAt, groupFind, ownerAt, pageAt, pageBelow, pageCount, pageEnds, pageFirst, placeBelow, startAt } from "./rmap-pages";
import { streeBuild, streeBytes, streeKeys, streeRank, streeRanks } from "./stree";

const NR_CURSORS: u32 = 16;
const NEXT_CURSOR: usize = SCRATCH + 1024;
const ACTIVE: usize = SCRATCH + 0x4000;
const MAX_ACTIVE: u32 = 512;

// A cursor, 64 bytes: id, record, group, its changes, range, place in the scan, place in a list.
const C_ID: usize = 0;
const C_RECORD: usize = 4;
const C_GROUP: usize = 8;
const C_CHANGES: usize = 12;
const C_LOW: usize = 16;
const C_HIGH: usize = 20;
const C_PAGE: usize = 24;
const C_PLACE: usize = 28;
const C_LIST: usize = 32;
const C_LIST_END: usize = 36;
const C_FLOOR: usize = 40;

// The index, in the group's record: changes it was built at + 1, scans since, and three arrays (address
// and bytes each): the tree of segment starts; for each segment a head {records u32, record or address of
// its list u32}; the lists.
const I_CHANGES: usize = G_INDEX;
const I_SCANS: usize = G_INDEX + 4;
const I_TREE: usize = G_INDEX + 8;
const I_HEADS: usize = G_INDEX + 16;
const I_LISTS: usize = G_INDEX + 24;
const I_SEGMENTS: usize = G_INDEX + 32;
const I_REFUSED: usize = G_INDEX + 36;

// --- cursors -----------------------------------------------------------------------------------

// @ts-ignore: decorator
@inline
function cursorAt(cursor: u32): usize {
  const slot = SCRATCH + (usize(cursor & (NR_CURSORS - 1)) << 6);
  assert(cursor != 0 && load<u32>(slot) == cursor, "a reverse-map cursor was used after its time");
  return slot;
}

/** Cursor on the first record that overlaps blocks `[lowBlock, highBlock)`; 0: none. */
export function rmapFirst(fs: u32, group: u32, lowBlock: u32, highBlock: u32): u32 {
  return open(fs, group, lowBlock, highBlock, true);
}

/** As `rmapFirst`, for whoever is about to change the group: builds no index that the change would spoil. */
export function rmapFirstToChange(fs: u32, group: u32, lowBlock: u32, highBlock: u32): u32 {
  return open(fs, group, lowBlock, highBlock, false);
}

function open(fs: u32, group: u32, lowBlock: u32, highBlock: u32, mayBuild: bool): u32 {
  const root = groupFind(fs, group);
  if (root == 0 || lowBlock >= highBlock) return 0;
  let cursor = load<u32>(NEXT_CURSOR) + 1;
  if (cursor == 0) cursor = NR_CURSORS;
  store<u32>(NEXT_CURSOR, cursor);
  const slot = SCRATCH + (usize(cursor & (NR_CURSORS - 1)) << 6);
  store<u32>(slot, cursor, C_ID);
  store<u32>(slot, u32(root), C_GROUP);
  store<u32>(slot, load<u32>(root, G_CHANGES), C_CHANGES);
  store<u32>(slot, lowBlock, C_LOW);
  store<u32>(slot, highBlock, C_HIGH);
  store<u32>(slot, 0, C_PAGE);
  store<u32>(slot, 0, C_PLACE);
  store<u32>(slot, 0, C_FLOOR);
  store<u32>(slot, 0, C_LIST);
  store<u32>(slot, 0, C_LIST_END);
  if (isIndexed(root, mayBuild)) openList(slot, root, lowBlock, highBlock);
  return advance(slot, root);
}

/** Moves to the next record and returns the cursor; 0: no more. */
export function rmapNext(cursor: u32): u32 {
  const slot = cursorAt(cursor);
  const root = usize(load<u32>(slot, C_GROUP));
  const isSame = load<u32>(slot, C_CHANGES) == load<u32>(root, G_CHANGES);
  assert(isSame, "a reverse map changed under a cursor");
  return advance(slot, root);
}

/** First the list of the segment, if the index gave one, then the scan. */
// @ts-ignore: decorator
@inline
function advance(slot: usize, root: usize): u32 {
  const list = load<u32>(slot, C_LIST);
  if (list != load<u32>(slot, C_LIST_END)) {
    store<u32>(slot, load<u32>(usize(list)), C_RECORD);
    store<u32>(slot, list + 4, C_LIST);
    return load<u32>(slot, C_ID);
  }
  return scan(slot, root);
}

/** Next record from the cursor's place on that starts at or after its floor and overlaps its range. */
function scan(slot: usize, root: usize): u32 {
  const pages = load<u32>(root, G_PAGES);
  const low = load<u32>(slot, C_LOW);
  const high = load<u32>(slot, C_HIGH);
  const floor = load<u32>(slot, C_FLOOR);
  let index = load<u32>(slot, C_PAGE);
  let place = load<u32>(slot, C_PLACE);
  while (index < pages) {
    if (place == 0) {
      index = pageReaching(root, index, pages, low);
      if (index == pages || pageFirst(root, index) >= high) break;
    }
    const page = pageAt(root, index);
    const count = pageCount(page);
    for (; place < count; place++) {
      const start = startAt(page, place);
      if (start >= high) {
        store<u32>(slot, pages, C_PAGE);
        return 0;
      }
      if (start >= floor && endAt(page, place) > low) {
        store<u32>(slot, index, C_PAGE);
        store<u32>(slot, place + 1, C_PLACE);
        store<u32>(slot, u32(page) | place, C_RECORD);
        return load<u32>(slot, C_ID);
      }
    }
    place = 0;
    index++;
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

/** Takes the records over `low` from the index and leaves those that start later to the scan. */
function openList(slot: usize, root: usize, low: u32, high: u32): void {
  const tree = usize(load<u32>(root, I_TREE));
  const rank = streeRank(tree, low);
  if (rank != 0) {
    const head = usize(load<u32>(root, I_HEADS)) + (usize(rank - 1) << 3);
    const count = load<u32>(head);
    // A single record stands in the head itself.
    const list = count == 1 ? u32(head) + 4 : load<u32>(head, 4);
    store<u32>(slot, list, C_LIST);
    store<u32>(slot, list + (count << 2), C_LIST_END);
  }
  const isLast = rank == load<u32>(root, I_SEGMENTS);
  if (isLast || load<u32>(streeKeys(tree) + (usize(rank) << 2)) >= high) {
    store<u32>(slot, u32.MAX_VALUE, C_PAGE);
    return;
  }
  const index = pageBelow(root, low + 1);
  store<u32>(slot, index, C_PAGE);
  store<u32>(slot, placeBelow(pageAt(root, index), low + 1), C_PLACE);
  store<u32>(slot, low + 1, C_FLOOR);
}

// --- many blocks at once -----------------------------------------------------------------------

/** Most blocks of one call of `rmapHeads`. */
export const MAX_HEADS: u32 = 64;

/**
 * For each of `n` blocks (u32, at `blocks`) the records over it: eight bytes at `heads`, their number and what
 * `headRecord` reads. Memory answers the questions side by side: several times faster than one cursor each.
 * The heads hold until the group changes.
 */
export function rmapHeads(fs: u32, group: u32, blocks: usize, n: u32, heads: usize): void {
  assert(n <= MAX_HEADS, "too many blocks in one query of the reverse map");
  const root = groupFind(fs, group);
  if (root != 0) rmapPrepare(fs, group);
  assert(root == 0 || load<u32>(root, I_REFUSED) == 0, "the reverse map has too many overlaps for a bulk query");
  if (root == 0) {
    memory.fill(heads, 0, usize(n) << 3);
    return;
  }
  const ranks = heads + (usize(n) << 2);
  streeRanks(usize(load<u32>(root, I_TREE)), blocks, n, ranks);
  const all = usize(load<u32>(root, I_HEADS)) - 8;
  for (let i: usize = 0; i < usize(n); i++) {
    const rank = load<u32>(ranks + (i << 2));
    store<u64>(heads + (i << 3), rank == 0 ? 0 : load<u64>(all + (usize(rank) << 3)));
  }
}

/** Record number `index` of a head, for `recordOwner` and `recordFileBlock`. */
// @ts-ignore: decorator
@inline
export function headRecord(head: usize, index: u32): u32 {
  // A single record stands in the head itself.
  const list = load<u32>(head) == 1 ? head + 4 : usize(load<u32>(head, 4));
  return load<u32>(list + (usize(index) << 2));
}

/** Owner of a record, as `rmapOwner`. */
// @ts-ignore: decorator
@inline
export function recordOwner(record: u32): u64 {
  return ownerAt(usize(record & ~4095), record & 4095);
}

/** File block of a record, as `rmapFileBlock`. */
// @ts-ignore: decorator
@inline
export function recordFileBlock(record: u32): u64 {
  return fileBlockAt(usize(record & ~4095), record & 4095);
}

// --- accessors ---------------------------------------------------------------------------------

// @ts-ignore: decorator
@inline
function pageOf(cursor: u32): usize {
  return usize(load<u32>(cursorAt(cursor), C_RECORD) & ~4095);
}

// @ts-ignore: decorator
@inline
function placeOf(cursor: u32): u32 {
  return load<u32>(cursorAt(cursor), C_RECORD) & 4095;
}

/** First block of the record. */
export function rmapStartBlock(cursor: u32): u32 {
  return startAt(pageOf(cursor), placeOf(cursor));
}

/** Length of the record in blocks. */
export function rmapNrBlocks(cursor: u32): u32 {
  return endAt(pageOf(cursor), placeOf(cursor)) - startAt(pageOf(cursor), placeOf(cursor));
}

/** Inode number, or a metadata owner with bit 63 set. */
export function rmapOwner(cursor: u32): u64 {
  return ownerAt(pageOf(cursor), placeOf(cursor));
}

/** Block of the file that lies at the record's first block. */
export function rmapFileBlock(cursor: u32): u64 {
  return fileBlockAt(pageOf(cursor), placeOf(cursor));
}

/** Flags as inserted. */
export function rmapFlags(cursor: u32): u32 {
  return flagsAt(pageOf(cursor), placeOf(cursor));
}

// --- the index ---------------------------------------------------------------------------------

/** Whether the index may be used; builds it, where that is wanted, when scanning has cost as much. */
// @ts-ignore: decorator
@inline
function isIndexed(root: usize, mayBuild: bool): bool {
  const stamp = load<u32>(root, G_CHANGES) + 1;
  if (load<u32>(root, I_CHANGES) == stamp) return load<u32>(root, I_REFUSED) == 0;
  if (!mayBuild) return false;
  const scans = load<u32>(root, I_SCANS) + 1;
  put32(root + I_SCANS, scans);
  if (scans < scansWorthBuilding(load<u32>(root, G_PAGES))) return false;
  renewIndex(root);
  return load<u32>(root, I_REFUSED) == 0;
}

/** A page costs about 5 us to index; a scan 0.15 us, and 0.3 ns for every page. */
function scansWorthBuilding(pages: u32): u32 {
  return u32((u64(pages) * 5000) / (150 + (u64(pages) * 3) / 10));
}

function renewIndex(root: usize): void {
  put32(root + I_SCANS, 0);
  put32(root + I_CHANGES, load<u32>(root, G_CHANGES) + 1);
  put32(root + I_REFUSED, u32(!buildIndex(root)));
}

/** Builds the index of a group now, if it is not there, so that queries write no state. */
export function rmapPrepare(fs: u32, group: u32): void {
  const root = groupFind(fs, group);
  if (root != 0 && load<u32>(root, I_CHANGES) != load<u32>(root, G_CHANGES) + 1) renewIndex(root);
}

/** Counts segments and list entries, makes room, and writes them. False: too many overlaps. */
function buildIndex(root: usize): bool {
  const limit = load<u32>(root) * 4 + 4096;
  const size = sweep(root, 0, 0, 0, limit);
  if (size == 0) return false;
  const segments = u32(size >> 32);
  claim(root, I_TREE, streeBytes(segments));
  claim(root, I_HEADS, segments << 3);
  claim(root, I_LISTS, max<u32>(4, u32(size) << 2));
  const tree = usize(load<u32>(root, I_TREE));
  const heads = usize(load<u32>(root, I_HEADS));
  sweep(root, streeKeys(tree), heads, usize(load<u32>(root, I_LISTS)), limit);
  streeBuild(tree, segments);
  put32(root + I_SEGMENTS, segments);
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
function sweep(root: usize, keys: usize, heads: usize, lists: usize, limit: u32): u64 {
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
      store<u32>(ACTIVE + (usize(active) << 3), u32(page) | place, 4);
      active++;
      if (++place == pageCount(page)) {
        place = 0;
        index++;
      }
    }
    if (keys != 0) {
      store<u32>(keys + (usize(segments) << 2), block);
      writeHead(heads + (usize(segments) << 3), lists + (usize(entries) << 2), active);
    }
    segments++;
    if (active > 1) entries += active;
    if (entries > limit) return 0;
  }
  return (u64(segments) << 32) | u64(entries);
}

/** Writes one segment's head and, if it has more than one record, its list. */
function writeHead(head: usize, list: usize, active: u32): void {
  store<u32>(head, active);
  store<u32>(head, active == 1 ? load<u32>(ACTIVE, 4) : u32(list), 4);
  if (active < 2) return;
  for (let i: u32 = 0; i < active; i++) {
    store<u32>(list + (usize(i) << 2), load<u32>(ACTIVE + (usize(i) << 3), 4));
  }
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
