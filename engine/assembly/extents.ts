/**
 * The reverse map: which file or metadata owns a block, for each allocation group of a filesystem.
 *
 * Records are ordered by start block, then owner as an unsigned number (metadata owners carry bit 63
 * and so come last), then file offset, flags, length. Owners may overlap (reflink). The records lie in
 * rmap-pages.ts; overlaps.ts answers queries on top of them.
 *
 * **Left out:** what a record means (see the filesystem rules); the btree blocks that XFS needs for it.
 */
import { STOP_RECORD_EMPTY, STOP_RECORD_RANGE } from "../abi/stops";
import { must } from "./stops";
import { put32, put64, touchPage } from "./state";
import { tableAt, tableCount } from "./tables";
import {
  FILE_BLOCK, FLAGS, G_CHANGES, G_COUNT, G_DIGEST, G_DIGESTED, G_FIRSTS, G_LONGEST, G_PAGES, LENGTH, NO_START, OWNER,
  PAGE_RECORDS, START, T_FS,
  endAt, groupClaim, groupFind, insertPage, insertRecord, pageAt, pageBelow, pageCount, pageEnds, pageFirst, placeBelow,
  recordAt, recordFileBlock, recordFlags, recordNumbered, recordOwner, removePage, removeRecord, setPageCount, settlePage,
  splitPage, startAt,
} from "./rmap-pages";
import { mix } from "./mix";

export { MAX_BLOCKS, groupFirst, rmapFirst, rmapFirstToChange, rmapFirstOfMany, rmapNext, rmapPrepare, rmapRecord } from "./overlaps";
export { recordBlocks, recordFileBlock, recordFlags, recordOwner, recordStart } from "./rmap-pages";
export { groupFind as rmapGroup } from "./rmap-pages";

function comesBefore(
  page: usize, place: u32, owner: u64, fileBlock: u64, flags: u32, nrBlocks: u32,
): bool {
  const rest = recordAt(page, place);
  if (load<u64>(rest, OWNER) != owner) return load<u64>(rest, OWNER) < owner;
  if (load<u64>(rest, FILE_BLOCK) != fileBlock) return load<u64>(rest, FILE_BLOCK) < fileBlock;
  if (load<u32>(rest, FLAGS) != flags) return load<u32>(rest, FLAGS) < flags;
  return load<u32>(rest, LENGTH) < nrBlocks;
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
  while (startAt(page, place) == start && comesBefore(page, place, owner, fileBlock, flags, nrBlocks)) place++;
  return place;
}

// --- insert and remove -------------------------------------------------------------------------

/** Adds a record; two equal ones may exist. `startBlock + nrBlocks` stays below 2^32. */
export function rmapInsert(
  fs: u32, group: u32, startBlock: u32, nrBlocks: u32, owner: u64, fileBlock: u64, flags: u32,
): void {
  must(nrBlocks != 0, STOP_RECORD_EMPTY);
  must(u64(startBlock) + u64(nrBlocks) < u64(u32.MAX_VALUE), STOP_RECORD_RANGE);
  const root = groupClaim(fs, group);
  if (load<u32>(root, G_PAGES) == 0) insertPage(root, 0);
  let index = findPage(root, startBlock, owner, fileBlock, flags, nrBlocks);
  let page = pageAt(root, index);
  let count = pageCount(root, index);
  // Memory is asked for the new record's place before it is known whether that is where it goes.
  load<u32>(recordNumbered(page, count));
  let place = findPlace(page, startBlock, owner, fileBlock, flags, nrBlocks);
  if (count == PAGE_RECORDS) {
    splitPage(root, index, place);
    const kept = pageCount(root, index);
    if (place >= kept) {
      place -= kept;
      page = pageAt(root, ++index);
    }
    count = pageCount(root, index);
  }
  touchPage(page);
  const record = insertRecord(page, count, place, startBlock);
  setPageCount(root, index, count + 1);
  store<u32>(record, startBlock, START);
  store<u32>(record, nrBlocks, LENGTH);
  store<u64>(record, owner, OWNER);
  store<u64>(record, fileBlock, FILE_BLOCK);
  store<u32>(record, flags, FLAGS);
  if (place == 0) put32(usize(load<u32>(root, G_FIRSTS)) + (usize(index) << 2), startBlock);
  const endSlot = pageEnds(root) + (usize(index) << 2);
  if (startBlock + nrBlocks > load<u32>(endSlot)) put32(endSlot, startBlock + nrBlocks);
  if (nrBlocks > load<u32>(root, G_LONGEST)) put32(root + G_LONGEST, nrBlocks);
  put32(root + G_COUNT, load<u32>(root, G_COUNT) + 1);
  countChange(root);
}

/** Cursors end here, and the index: its number of parts, in the same word, becomes 0. */
function countChange(root: usize): void {
  put64(root + G_CHANGES, u64(load<u32>(root, G_CHANGES) + 1));
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
  if (startAt(page, place) == NO_START) {
    if (++index == load<u32>(root, G_PAGES)) return false;
    page = pageAt(root, index);
    place = 0;
  }
  const record = recordAt(page, place);
  const isSame = startAt(page, place) == startBlock && load<u32>(record, LENGTH) == nrBlocks &&
    load<u32>(record, FLAGS) == flags && load<u64>(record, OWNER) == owner &&
    load<u64>(record, FILE_BLOCK) == fileBlock;
  if (!isSame) return false;
  const count = pageCount(root, index);
  removeRecord(page, count, place);
  if (count == 1) removePage(root, index);
  else settlePage(root, index, count - 1);
  put32(root + G_COUNT, load<u32>(root, G_COUNT) - 1);
  countChange(root);
  return true;
}

/** Number of records of a group. */
export function rmapCount(fs: u32, group: u32): u32 {
  const root = groupFind(fs, group);
  return root == 0 ? 0 : load<u32>(root, G_COUNT);
}

/** Folds the digests of all groups with records into `hash`. */
export function rmapDigest(hash: u64): u64 {
  const nrFs = tableCount(T_FS);
  for (let fs: u32 = 1; fs <= nrFs; fs++) {
    const nrGroups = load<u32>(tableAt(T_FS, fs), 4);
    for (let group: u32 = 0; group < nrGroups; group++) {
      const root = groupFind(fs, group);
      if (root == 0 || load<u32>(root, G_COUNT) == 0) continue;
      hash = mix(mix(hash, (u64(fs) << 32) | u64(group)), groupDigest(root));
    }
  }
  return hash;
}

/** Over all records of a group, in order; kept with the group until it changes, for there may be millions. */
function groupDigest(root: usize): u64 {
  const changes = load<u32>(root, G_CHANGES) + 1;
  if (load<u32>(root, G_DIGESTED) != changes) {
    let hash = u64(load<u32>(root, G_COUNT));
    for (let i: u32 = 0; i < load<u32>(root, G_PAGES); i++) hash = digestPage(hash, pageAt(root, i));
    put64(root + G_DIGEST, hash);
    put32(root + G_DIGESTED, changes);
  }
  return load<u64>(root, G_DIGEST);
}

function digestPage(hash: u64, page: usize): u64 {
  for (let place: u32 = 0; startAt(page, place) != NO_START; place++) {
    hash = mix(hash, (u64(startAt(page, place)) << 32) | u64(endAt(page, place)));
    const record = recordAt(page, place);
    hash = mix(mix(hash, recordOwner(record)), recordFileBlock(record) ^ (u64(recordFlags(record)) << 48));
  }
  return hash;
}
