/**
 * The reverse map: which file or metadata owns a block, for each allocation group of a filesystem.
 *
 * Records are ordered by start block, then owner as an unsigned number (metadata owners carry bit 63
 * and so come last), then file offset, flags, length. Owners may overlap (reflink). A query gives the
 * records that overlap a range, in that order, through a cursor: at most 16 cursors live at a time, a
 * seventeenth takes the place of the oldest, and using that one aborts.
 *
 * **Left out:** what a record means (see the filesystem rules); the btree blocks that XFS needs for it.
 */
import { SCRATCH, alloc, put32, put64, release, tableAt, tableCount, tableDefine, tablePush, touch } from "./state";
import { mix, mixBytes } from "./mix";

const T_FS: u32 = 1;
const RECORD_BYTES: u32 = 32;
// Record: start u32, count u32, owner u64, fileBlock u64, flags u32, 0.
const NR_CURSORS: u32 = 16;
const CURSORS: usize = SCRATCH;
const CURSOR_BYTES: u32 = 32;
const NEXT_CURSOR: usize = CURSORS + 512;

// Filesystem record: groups pointer, capacity. Group: list, count, capacity.
function groupFind(fs: u32, group: u32): usize {
  if (fs > tableCount(T_FS)) return 0;
  const record = tableAt(T_FS, fs);
  if (group >= load<u32>(record, 4)) return 0;
  return usize(load<u32>(usize(load<u32>(record)) + (usize(group) << 2)));
}

function groupClaim(fs: u32, group: u32): usize {
  assert(fs != 0, "filesystem id 0 means none");
  if (tableCount(T_FS) == 0) tableDefine(T_FS, 8);
  while (tableCount(T_FS) < fs) tablePush(T_FS);
  const record = tableAt(T_FS, fs);
  const capacity = load<u32>(record, 4);
  if (group >= capacity) {
    const grown = max<u32>(max<u32>(4, capacity * 2), group + 1);
    const groups = alloc(grown << 2);
    memory.copy(groups, usize(load<u32>(record)), usize(capacity) << 2);
    if (capacity != 0) release(usize(load<u32>(record)), capacity << 2);
    put32(record, u32(groups));
    put32(record + 4, grown);
  }
  const slot = usize(load<u32>(record)) + (usize(group) << 2);
  if (load<u32>(slot) == 0) put32(slot, u32(alloc(16)));
  return usize(load<u32>(slot));
}

function at(group: usize, index: u32): usize {
  return usize(load<u32>(group)) + usize(index) * RECORD_BYTES;
}

/** Index of the first record that does not come before the key. */
function lowerBound(
  group: usize, start: u32, owner: u64, fileBlock: u64, flags: u32, nrBlocks: u32,
): u32 {
  let low: u32 = 0;
  let high = load<u32>(group, 4);
  while (low < high) {
    const middle = (low + high) >> 1;
    const record = at(group, middle);
    if (comesBefore(record, start, owner, fileBlock, flags, nrBlocks)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function comesBefore(
  record: usize, start: u32, owner: u64, fileBlock: u64, flags: u32, nrBlocks: u32,
): bool {
  if (load<u32>(record) != start) return load<u32>(record) < start;
  if (load<u64>(record, 8) != owner) return load<u64>(record, 8) < owner;
  if (load<u64>(record, 16) != fileBlock) return load<u64>(record, 16) < fileBlock;
  if (load<u32>(record, 24) != flags) return load<u32>(record, 24) < flags;
  return load<u32>(record, 4) < nrBlocks;
}

/** Adds a record; two equal ones may exist. `startBlock + nrBlocks` stays below 2^32. */
export function rmapInsert(
  fs: u32, group: u32, startBlock: u32, nrBlocks: u32, owner: u64, fileBlock: u64, flags: u32,
): void {
  assert(nrBlocks != 0, "a reverse-map record is empty");
  assert(u64(startBlock) + u64(nrBlocks) <= u64(u32.MAX_VALUE), "a reverse-map record is out of range");
  const root = groupClaim(fs, group);
  const count = load<u32>(root, 4);
  const capacity = load<u32>(root, 8);
  if (count == capacity) {
    const grown = max<u32>(8, capacity * 2);
    const list = alloc(grown * RECORD_BYTES);
    memory.copy(list, usize(load<u32>(root)), usize(count) * RECORD_BYTES);
    if (capacity != 0) release(usize(load<u32>(root)), capacity * RECORD_BYTES);
    put32(root, u32(list));
    put32(root + 8, grown);
  }
  const index = lowerBound(root, startBlock, owner, fileBlock, flags, nrBlocks);
  const record = at(root, index);
  touch(record, (count - index + 1) * RECORD_BYTES);
  memory.copy(record + RECORD_BYTES, record, usize(count - index) * RECORD_BYTES);
  put32(root + 4, count + 1);
  put32(record, startBlock);
  put32(record + 4, nrBlocks);
  put64(record + 8, owner);
  put64(record + 16, fileBlock);
  put64(record + 24, flags);
}

/** Removes one record equal in all fields; false if there is none. */
export function rmapRemove(
  fs: u32, group: u32, startBlock: u32, nrBlocks: u32, owner: u64, fileBlock: u64, flags: u32,
): bool {
  const root = groupFind(fs, group);
  if (root == 0) return false;
  const count = load<u32>(root, 4);
  const index = lowerBound(root, startBlock, owner, fileBlock, flags, nrBlocks);
  if (index == count) return false;
  const record = at(root, index);
  const isSame = load<u32>(record) == startBlock && load<u32>(record, 4) == nrBlocks &&
    load<u64>(record, 8) == owner && load<u64>(record, 16) == fileBlock &&
    load<u32>(record, 24) == flags;
  if (!isSame) return false;
  touch(record, (count - index) * RECORD_BYTES);
  memory.copy(record, record + RECORD_BYTES, usize(count - index - 1) * RECORD_BYTES);
  put32(root + 4, count - 1);
  return true;
}

/** Number of records of a group. */
export function rmapCount(fs: u32, group: u32): u32 {
  const root = groupFind(fs, group);
  return root == 0 ? 0 : load<u32>(root, 4);
}

// --- queries -----------------------------------------------------------------------------------

// Cursor: id u32, record u32, group u32, index u32, low u32, high u32.
function cursorAt(cursor: u32): usize {
  const slot = CURSORS + usize((cursor & (NR_CURSORS - 1)) * CURSOR_BYTES);
  assert(cursor != 0 && load<u32>(slot) == cursor, "a reverse-map cursor was used after its time");
  return slot;
}

/** Cursor on the first record that overlaps blocks `[lowBlock, highBlock)`; 0: none. */
export function rmapFirst(fs: u32, group: u32, lowBlock: u32, highBlock: u32): u32 {
  const root = groupFind(fs, group);
  if (root == 0 || lowBlock >= highBlock) return 0;
  let cursor = load<u32>(NEXT_CURSOR) + 1;
  if (cursor == 0) cursor = 1;
  store<u32>(NEXT_CURSOR, cursor);
  const slot = CURSORS + usize((cursor & (NR_CURSORS - 1)) * CURSOR_BYTES);
  store<u32>(slot, cursor);
  store<u32>(slot, u32(root), 8);
  store<u32>(slot, 0, 12);
  store<u32>(slot, lowBlock, 16);
  store<u32>(slot, highBlock, 20);
  return advance(slot);
}

/** Moves to the next record and returns the cursor; 0: no more. */
export function rmapNext(cursor: u32): u32 {
  return advance(cursorAt(cursor));
}

function advance(slot: usize): u32 {
  const root = usize(load<u32>(slot, 8));
  const count = load<u32>(root, 4);
  let index = load<u32>(slot, 12);
  for (; index < count; index++) {
    const record = at(root, index);
    if (load<u32>(record) >= load<u32>(slot, 20)) break;
    if (load<u32>(record) + load<u32>(record, 4) > load<u32>(slot, 16)) {
      store<u32>(slot, index + 1, 12);
      store<u32>(slot, u32(record), 4);
      return load<u32>(slot);
    }
  }
  store<u32>(slot, count, 12);
  return 0;
}

function recordAt(cursor: u32): usize {
  return usize(load<u32>(cursorAt(cursor), 4));
}

/** First block of the record. */
export function rmapStartBlock(cursor: u32): u32 {
  return load<u32>(recordAt(cursor));
}

/** Length of the record in blocks. */
export function rmapNrBlocks(cursor: u32): u32 {
  return load<u32>(recordAt(cursor), 4);
}

/** Inode number, or a metadata owner with bit 63 set. */
export function rmapOwner(cursor: u32): u64 {
  return load<u64>(recordAt(cursor), 8);
}

/** Block of the file that lies at the record's first block. */
export function rmapFileBlock(cursor: u32): u64 {
  return load<u64>(recordAt(cursor), 16);
}

/** Flags as inserted. */
export function rmapFlags(cursor: u32): u32 {
  return load<u32>(recordAt(cursor), 24);
}

/** Folds all records, in order, into `hash`. */
export function rmapDigest(hash: u64): u64 {
  const nrFs = tableCount(T_FS);
  for (let fs: u32 = 1; fs <= nrFs; fs++) {
    const nrGroups = load<u32>(tableAt(T_FS, fs), 4);
    for (let group: u32 = 0; group < nrGroups; group++) {
      const root = groupFind(fs, group);
      const count = rmapCount(fs, group);
      if (count == 0) continue;
      hash = mix(hash, (u64(fs) << 32) | u64(group));
      hash = mixBytes(mix(hash, u64(count)), at(root, 0), count * RECORD_BYTES);
    }
  }
  return hash;
}
