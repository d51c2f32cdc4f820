/**
 * The reverse map: which file or metadata owns a block, for each allocation group of a filesystem.
 *
 * Records are ordered by start block, then owner as an unsigned number (metadata owners carry bit 63
 * and so come last), then file offset, flags, length. Owners may overlap (reflink). They lie in pages
 * of up to 144 records under a sorted directory; overlaps.ts answers queries on top of it.
 *
 * **Left out:** what a record means (see the filesystem rules); the btree blocks that XFS needs for it.
 */
import { PAGE_BYTES, alloc, put32, release, tableAt, tableCount, tableDefine, tablePush, touch } from "./state";
import { mix } from "./mix";

export {
  rmapFileBlock, rmapFirst, rmapFlags, rmapNext, rmapNrBlocks, rmapOwner, rmapPrepare, rmapStartBlock,
} from "./overlaps";

const T_FS: u32 = 1;
const PAGE_RECORDS: u32 = 144;

// A page: number of records, then one array per field.
const STARTS: usize = 16;
const LENGTHS: usize = STARTS + 144 * 4;
const FLAGS: usize = LENGTHS + 144 * 4;
const OWNERS: usize = FLAGS + 144 * 4;
const FILE_BLOCKS: usize = OWNERS + 144 * 8;

// A group: records, pages, capacity of the directory, its three arrays, changes, query index.
const G_COUNT: usize = 0;
export const G_PAGES: usize = 4;
const G_CAPACITY: usize = 8;
const G_FIRSTS: usize = 12;
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

function groupClaim(fs: u32, group: u32): usize {
  const found = groupFind(fs, group);
  if (found != 0) return found;
  assert(fs != 0, "filesystem id 0 means none");
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

/** First block after the record at `place` of a page. */
// @ts-ignore: decorator
@inline
export function endAt(page: usize, place: u32): u32 {
  return startAt(page, place) + load<u32>(page + (usize(place) << 2), LENGTHS);
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

/** Number of records of a page that start below `start`. */
export function placeBelow(page: usize, start: u32): u32 {
  return rankBelow(page + STARTS, pageCount(page), start);
}

/** The page in which the first record that starts at or after `start` lies, or the one before it. */
export function pageBelow(root: usize, start: u32): u32 {
  const below = rankBelow(usize(load<u32>(root, G_FIRSTS)), load<u32>(root, G_PAGES), start);
  return below == 0 ? 0 : below - 1;
}

function comesBefore(
  page: usize, place: u32, owner: u64, fileBlock: u64, flags: u32, nrBlocks: u32,
): bool {
  const word = page + (usize(place) << 2);
  const long = page + (usize(place) << 3);
  if (load<u64>(long, OWNERS) != owner) return load<u64>(long, OWNERS) < owner;
  if (load<u64>(long, FILE_BLOCKS) != fileBlock) return load<u64>(long, FILE_BLOCKS) < fileBlock;
  if (load<u32>(word, FLAGS) != flags) return load<u32>(word, FLAGS) < flags;
  return load<u32>(word, LENGTHS) < nrBlocks;
}

/** Index of the page where the key belongs: the last one whose first record comes before it. */
function findPage(
  root: usize, start: u32, owner: u64, fileBlock: u64, flags: u32, nrBlocks: u32,
): u32 {
  let low = pageBelow(root, start);
  const pages = load<u32>(root, G_PAGES);
  if (low + 1 >= pages || pageFirst(root, low + 1) != start) return low;
  let high = start == u32.MAX_VALUE ? pages : pageBelow(root, start + 1) + 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (comesBefore(pageAt(root, middle), 0, owner, fileBlock, flags, nrBlocks)) low = middle;
    else high = middle;
  }
  return low;
}

function findPlace(
  page: usize, start: u32, owner: u64, fileBlock: u64, flags: u32, nrBlocks: u32,
): u32 {
  let place = placeBelow(page, start);
  const count = pageCount(page);
  while (
    place < count && startAt(page, place) == start &&
    comesBefore(page, place, owner, fileBlock, flags, nrBlocks)
  ) place++;
  return place;
}

/** Adds an empty page at `index` of the directory. */
function insertPage(root: usize, index: u32): usize {
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

function removePage(root: usize, index: u32): void {
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
function settlePage(root: usize, index: u32): void {
  const page = pageAt(root, index);
  const count = pageCount(page);
  let top: u32 = 0;
  for (let place: u32 = 0; place < count; place++) top = max(top, endAt(page, place));
  put32(usize(load<u32>(root, G_FIRSTS)) + (usize(index) << 2), startAt(page, 0));
  put32(pageEnds(root) + (usize(index) << 2), top);
}

/** Moves `count` records between places of two pages, or of one. Both are touched. */
function moveRecords(to: usize, toPlace: u32, from: usize, fromPlace: u32, count: u32): void {
  if (count == 0) return;
  const toWord = to + (usize(toPlace) << 2);
  const fromWord = from + (usize(fromPlace) << 2);
  const toLong = to + (usize(toPlace) << 3);
  const fromLong = from + (usize(fromPlace) << 3);
  memory.copy(toWord + STARTS, fromWord + STARTS, usize(count) << 2);
  memory.copy(toWord + LENGTHS, fromWord + LENGTHS, usize(count) << 2);
  memory.copy(toWord + FLAGS, fromWord + FLAGS, usize(count) << 2);
  memory.copy(toLong + OWNERS, fromLong + OWNERS, usize(count) << 3);
  memory.copy(toLong + FILE_BLOCKS, fromLong + FILE_BLOCKS, usize(count) << 3);
}

/** Makes room in a full page; records that arrive in order leave full pages behind. */
function splitPage(root: usize, index: u32, place: u32): void {
  const isLast = place == PAGE_RECORDS && index + 1 == load<u32>(root, G_PAGES);
  const keep = isLast ? PAGE_RECORDS : PAGE_RECORDS >> 1;
  const fresh = insertPage(root, index + 1);
  const page = pageAt(root, index);
  touch(page, PAGE_BYTES);
  moveRecords(fresh, 0, page, keep, PAGE_RECORDS - keep);
  store<u32>(page, keep);
  put32(fresh, PAGE_RECORDS - keep);
  settlePage(root, index);
  if (!isLast) settlePage(root, index + 1);
}

// --- insert and remove -------------------------------------------------------------------------

/** Adds a record; two equal ones may exist. `startBlock + nrBlocks` stays below 2^32. */
export function rmapInsert(
  fs: u32, group: u32, startBlock: u32, nrBlocks: u32, owner: u64, fileBlock: u64, flags: u32,
): void {
  assert(nrBlocks != 0, "a reverse-map record is empty");
  assert(u64(startBlock) + u64(nrBlocks) < u64(u32.MAX_VALUE), "a reverse-map record is out of range");
  const root = groupClaim(fs, group);
  if (load<u32>(root, G_PAGES) == 0) insertPage(root, 0);
  let index = findPage(root, startBlock, owner, fileBlock, flags, nrBlocks);
  let page = pageAt(root, index);
  let place = findPlace(page, startBlock, owner, fileBlock, flags, nrBlocks);
  if (pageCount(page) == PAGE_RECORDS) {
    splitPage(root, index, place);
    if (place >= pageCount(page)) {
      place -= pageCount(page);
      page = pageAt(root, ++index);
    }
  }
  touch(page, PAGE_BYTES);
  const count = pageCount(page);
  moveRecords(page, place + 1, page, place, count - place);
  store<u32>(page + (usize(place) << 2), startBlock, STARTS);
  store<u32>(page + (usize(place) << 2), nrBlocks, LENGTHS);
  store<u32>(page + (usize(place) << 2), flags, FLAGS);
  store<u64>(page + (usize(place) << 3), owner, OWNERS);
  store<u64>(page + (usize(place) << 3), fileBlock, FILE_BLOCKS);
  store<u32>(page, count + 1);
  if (place == 0) put32(usize(load<u32>(root, G_FIRSTS)) + (usize(index) << 2), startBlock);
  const endSlot = pageEnds(root) + (usize(index) << 2);
  if (startBlock + nrBlocks > load<u32>(endSlot)) put32(endSlot, startBlock + nrBlocks);
  put32(root + G_COUNT, load<u32>(root, G_COUNT) + 1);
  put32(root + G_CHANGES, load<u32>(root, G_CHANGES) + 1);
}

/** Removes one record equal in all fields; false if there is none. */
export function rmapRemove(
  fs: u32, group: u32, startBlock: u32, nrBlocks: u32, owner: u64, fileBlock: u64, flags: u32,
): bool {
  const root = groupFind(fs, group);
  if (root == 0 || load<u32>(root, G_COUNT) == 0) return false;
  let index = findPage(root, startBlock, owner, fileBlock, flags, nrBlocks);
  let page = pageAt(root, index);
  let place = findPlace(page, startBlock, owner, fileBlock, flags, nrBlocks);
  if (place == pageCount(page)) {
    if (++index == load<u32>(root, G_PAGES)) return false;
    page = pageAt(root, index);
    place = 0;
  }
  const word = page + (usize(place) << 2);
  const long = page + (usize(place) << 3);
  const isSame = load<u32>(word, STARTS) == startBlock && load<u32>(word, LENGTHS) == nrBlocks &&
    load<u32>(word, FLAGS) == flags && load<u64>(long, OWNERS) == owner &&
    load<u64>(long, FILE_BLOCKS) == fileBlock;
  if (!isSame) return false;
  touch(page, PAGE_BYTES);
  const count = pageCount(page);
  moveRecords(page, place, page, place + 1, count - place - 1);
  store<u32>(page, count - 1);
  if (count == 1) removePage(root, index);
  else settlePage(root, index);
  put32(root + G_COUNT, load<u32>(root, G_COUNT) - 1);
  put32(root + G_CHANGES, load<u32>(root, G_CHANGES) + 1);
  return true;
}

/** Number of records of a group. */
export function rmapCount(fs: u32, group: u32): u32 {
  const root = groupFind(fs, group);
  return root == 0 ? 0 : load<u32>(root, G_COUNT);
}

/** Owner of the record at `place` of a page. */
export function ownerAt(page: usize, place: u32): u64 {
  return load<u64>(page + (usize(place) << 3), OWNERS);
}

/** File block of the record at `place` of a page. */
export function fileBlockAt(page: usize, place: u32): u64 {
  return load<u64>(page + (usize(place) << 3), FILE_BLOCKS);
}

/** Flags of the record at `place` of a page. */
export function flagsAt(page: usize, place: u32): u32 {
  return load<u32>(page + (usize(place) << 2), FLAGS);
}

/** Folds all records, in order, into `hash`. */
export function rmapDigest(hash: u64): u64 {
  const nrFs = tableCount(T_FS);
  for (let fs: u32 = 1; fs <= nrFs; fs++) {
    const nrGroups = load<u32>(tableAt(T_FS, fs), 4);
    for (let group: u32 = 0; group < nrGroups; group++) {
      const root = groupFind(fs, group);
      if (root == 0 || load<u32>(root, G_COUNT) == 0) continue;
      hash = mix(mix(hash, (u64(fs) << 32) | u64(group)), load<u32>(root, G_COUNT));
      for (let i: u32 = 0; i < load<u32>(root, G_PAGES); i++) hash = digestPage(hash, pageAt(root, i));
    }
  }
  return hash;
}

function digestPage(hash: u64, page: usize): u64 {
  const count = pageCount(page);
  for (let place: u32 = 0; place < count; place++) {
    hash = mix(hash, (u64(startAt(page, place)) << 32) | u64(endAt(page, place)));
    hash = mix(mix(hash, ownerAt(page, place)), fileBlockAt(page, place) ^ (u64(flagsAt(page, place)) << 48));
  }
  return hash;
}
