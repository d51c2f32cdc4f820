/**
 * Who owns which blocks of a filesystem: the reverse map, kept up to date with the forks of files.
 *
 * Records of one owner that continue each other in file and on disk with equal flags are one record, as rmapbt
 * merges them; SHARED is not a property of records but of blocks with several owners. Every filesystem has this
 * map here; only an XFS with rmapbt may be asked for it (see the route).
 *
 * **Left out:** the limit of a record's length on disk (2^21 - 1 blocks).
 */
import { FS_AG_BLOCKS, FS_RMAP, FS_RT_RMAP, T_FS } from "../abi";
import {
  recordBlocks, recordFileBlock, recordFlags, recordOwner, recordStart, rmapFirst, rmapFirstToChange, rmapInsert, rmapNext,
  rmapRecord, rmapRemove,
} from "./extents";
import { realtimeSpaceFree, spaceFree } from "./space";
import { tableAt } from "./tables";

// @ts-ignore: decorator
@inline
function isMeta(owner: u64): bool {
  return i64(owner) < 0;
}

/** Adds a record within one group, joined with what it continues. */
function addInGroup(
  rmap: u32, group: u32, start: u32, nrBlocks: u32, owner: u64, fileBlock: u64, flags: u32,
): void {
  if (start != 0) {
    let at = rmapFirstToChange(rmap, group, start - 1, start);
    for (; at != 0; at = rmapNext(at)) {
      const record = rmapRecord(at);
      const oldStart = recordStart(record);
      const oldBlocks = recordBlocks(record);
      const oldFile = recordFileBlock(record);
      if (recordOwner(record) != owner || recordFlags(record) != flags || oldStart + oldBlocks != start) continue;
      if (!isMeta(owner) && oldFile + u64(oldBlocks) != fileBlock) continue;
      rmapRemove(rmap, group, oldStart, oldBlocks, owner, oldFile, flags);
      start = oldStart;
      nrBlocks += oldBlocks;
      fileBlock = oldFile;
      break;
    }
  }
  const end = start + nrBlocks;
  let at = rmapFirstToChange(rmap, group, end, end + 1);
  for (; at != 0; at = rmapNext(at)) {
    const record = rmapRecord(at);
    const oldFile = recordFileBlock(record);
    if (recordOwner(record) != owner || recordFlags(record) != flags || recordStart(record) != end) continue;
    if (!isMeta(owner) && oldFile != fileBlock + u64(nrBlocks)) continue;
    const oldBlocks = recordBlocks(record);
    rmapRemove(rmap, group, end, oldBlocks, owner, oldFile, flags);
    nrBlocks += oldBlocks;
    break;
  }
  rmapInsert(rmap, group, start, nrBlocks, owner, fileBlock, flags);
}

/** Takes a piece of an owner's records out of one group. */
function cutInGroup(
  rmap: u32, group: u32, start: u32, end: u32, owner: u64, fileBlock: u64, flags: u32, mask: u32,
): void {
  while (true) {
    let at = rmapFirstToChange(rmap, group, start, end);
    let record: usize = 0;
    for (; at != 0; at = rmapNext(at)) {
      record = rmapRecord(at);
      if (recordOwner(record) != owner || (recordFlags(record) & mask) != (flags & mask)) continue;
      if (isMeta(owner) || recordFileBlock(record) + u64(start) == fileBlock + u64(recordStart(record))) break;
    }
    if (at == 0) return;
    const oldStart = recordStart(record);
    const oldBlocks = recordBlocks(record);
    const oldFile = recordFileBlock(record);
    const oldFlags = recordFlags(record);
    const oldEnd = oldStart + oldBlocks;
    rmapRemove(rmap, group, oldStart, oldBlocks, owner, oldFile, oldFlags);
    if (oldStart < start) rmapInsert(rmap, group, oldStart, start - oldStart, owner, oldFile, oldFlags);
    if (oldEnd > end) {
      const shift = isMeta(owner) ? 0 : u64(end - oldStart);
      rmapInsert(rmap, group, end, oldEnd - end, owner, oldFile + shift, oldFlags);
    }
  }
}

/** Records that `owner` has blocks of the data device. File blocks count from `fileBlock`; metadata: 0. */
export function ownersAdd(fs: u32, block: u64, nrBlocks: u64, owner: u64, fileBlock: u64, flags: u32): void {
  const record = tableAt(T_FS, fs);
  const size = u64(load<u32>(record, FS_AG_BLOCKS));
  while (nrBlocks != 0) {
    const start = block % size;
    const part = min(nrBlocks, size - start);
    addInGroup(load<u32>(record, FS_RMAP), u32(block / size), u32(start), u32(part), owner, fileBlock, flags);
    block += part;
    if (!isMeta(owner)) fileBlock += part;
    nrBlocks -= part;
  }
}

/** The same for blocks that nobody before them touches: nothing to join with, nothing to search. */
export function ownersAppend(fs: u32, block: u64, nrBlocks: u64, owner: u64, fileBlock: u64, flags: u32): void {
  const record = tableAt(T_FS, fs);
  const size = u64(load<u32>(record, FS_AG_BLOCKS));
  while (nrBlocks != 0) {
    const start = block % size;
    const part = min(nrBlocks, size - start);
    rmapInsert(load<u32>(record, FS_RMAP), u32(block / size), u32(start), u32(part), owner, fileBlock, flags);
    block += part;
    if (!isMeta(owner)) fileBlock += part;
    nrBlocks -= part;
  }
}

/**
 * Takes the record away, or the part of it that lies there. Flags are compared under `mask`. Does not free.
 */
export function ownersCut(
  fs: u32, block: u64, nrBlocks: u64, owner: u64, fileBlock: u64, flags: u32, mask: u32,
): void {
  const record = tableAt(T_FS, fs);
  const rmap = load<u32>(record, FS_RMAP);
  const size = u64(load<u32>(record, FS_AG_BLOCKS));
  while (nrBlocks != 0) {
    const start = block % size;
    const part = min(nrBlocks, size - start);
    cutInGroup(rmap, u32(block / size), u32(start), u32(start + part), owner, fileBlock, flags, mask);
    block += part;
    if (!isMeta(owner)) fileBlock += part;
    nrBlocks -= part;
  }
}

/** Frees those of the blocks that nobody owns any more. */
export function ownersRelease(fs: u32, block: u64, nrBlocks: u64): void {
  const record = tableAt(T_FS, fs);
  const rmap = load<u32>(record, FS_RMAP);
  const size = u64(load<u32>(record, FS_AG_BLOCKS));
  while (nrBlocks != 0) {
    const start = block % size;
    const part = min(nrBlocks, size - start);
    const base = block - start;
    let free = start;
    let at = rmapFirst(rmap, u32(block / size), u32(start), u32(start + part));
    for (; at != 0; at = rmapNext(at)) {
      const record = rmapRecord(at);
      const from = u64(recordStart(record));
      if (from > free) spaceFree(fs, base + free, from - free);
      free = max(free, from + u64(recordBlocks(record)));
    }
    if (start + part > free) spaceFree(fs, base + free, start + part - free);
    block += part;
    nrBlocks -= part;
  }
}

/** Number of inodes' records on a block of the data device, not more than `most`. */
export function ownersCount(fs: u32, block: u64, most: u32): u32 {
  const record = tableAt(T_FS, fs);
  const size = u64(load<u32>(record, FS_AG_BLOCKS));
  const start = u32(block % size);
  let count: u32 = 0;
  let at = rmapFirst(load<u32>(record, FS_RMAP), u32(block / size), start, start + 1);
  for (; at != 0 && count < most; at = rmapNext(at)) if (!isMeta(recordOwner(rmapRecord(at)))) count++;
  return count;
}

// --- the realtime device -----------------------------------------------------------------------

/** As `ownersAdd`, on the realtime device: one group. */
export function realtimeOwnersAdd(
  fs: u32, block: u64, nrBlocks: u64, owner: u64, fileBlock: u64, flags: u32,
): void {
  const rmap = load<u32>(tableAt(T_FS, fs), FS_RT_RMAP);
  if (rmap != 0) addInGroup(rmap, 0, u32(block), u32(nrBlocks), owner, fileBlock, flags);
}

/** As `ownersCut`, on the realtime device, and frees: realtime blocks are never shared. */
export function realtimeOwnersCut(fs: u32, block: u64, nrBlocks: u64, owner: u64, fileBlock: u64): void {
  const rmap = load<u32>(tableAt(T_FS, fs), FS_RT_RMAP);
  if (rmap != 0) cutInGroup(rmap, 0, u32(block), u32(block + nrBlocks), owner, fileBlock, 0, 0);
  realtimeSpaceFree(fs, block, nrBlocks);
}
