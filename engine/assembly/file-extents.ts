/**
 * Blocks of files: runs of the data fork, their records in the reverse map, and the space they take.
 *
 * Block numbers are linear on the data device; runs with RUN_REALTIME count on the realtime device. One function
 * adds, one cuts: both keep runs, owners and free space in step.
 *
 * **Left out:** delayed allocation, speculative preallocation; bmbt blocks are only those that a step gave.
 */
import {
  FN_XFS_BMAPI_ALLOCATE, FS_BLOCK_BYTES, FS_DEVICE, FS_MOUNT, FS_RT_DEVICE, FS_TYPE, FS_XFS, INODE_ATTR_RUNS,
  KEY_FILE_OFFSET, KEY_INO, RMAP_ATTR_FORK, RMAP_BMBT_BLOCK, RMAP_UNWRITTEN, RULE_ALLOCATED, RUN_REALTIME,
  RUN_UNWRITTEN, T_FS,
} from "../abi";
import { deviceName } from "./devices";
import { argNumber, eventCloseVoid, eventDeviceRange, eventOpen } from "./events";
import { inodeAt, inodeFs, inodeNumber, inodeRuns } from "./files";
import { whoOf } from "./filesystems";
import {
  ownersAdd, ownersCount, ownersCut, ownersRelease, realtimeOwnersAdd, realtimeOwnersCut,
} from "./owners";
import {
  NO_RUN, runBlocks, runDevBlock, runEnd, runFileBlock, runFlags, runsCount, runsCreate, runsCut, runsFind,
  runsPut, runsRank,
} from "./runs";
import {
  NOWHERE, realtimeAllocate, realtimeSpaceTake, spaceAllocate, spaceLongest, spaceTake,
} from "./space";
import { put32 } from "./state";
import { tableAt } from "./tables";

/** Which records of the reverse map belong to the data fork's blocks. */
const FORK_MASK: u32 = RMAP_ATTR_FORK | RMAP_BMBT_BLOCK;

export function blockBytesOf(inode: u32): u64 {
  return u64(load<u32>(tableAt(T_FS, inodeFs(inode)), FS_BLOCK_BYTES));
}

/** Gives file blocks to device blocks; what was there before must have been cut. */
export function fileMap(inode: u32, fileBlock: u64, devBlock: u64, nrBlocks: u32, flags: u32): void {
  const fs = inodeFs(inode);
  runsPut(inodeRuns(inode), fileBlock, devBlock, nrBlocks, flags);
  const ownerFlags: u32 = (flags & RUN_UNWRITTEN) != 0 ? RMAP_UNWRITTEN : 0;
  if ((flags & RUN_REALTIME) != 0) {
    realtimeSpaceTake(fs, devBlock, nrBlocks);
    realtimeOwnersAdd(fs, devBlock, nrBlocks, inodeNumber(inode), fileBlock, ownerFlags);
    return;
  }
  spaceTake(fs, devBlock, nrBlocks);
  ownersCut(fs, devBlock, nrBlocks, inodeNumber(inode), fileBlock, 0, FORK_MASK);
  ownersAdd(fs, devBlock, nrBlocks, inodeNumber(inode), fileBlock, ownerFlags);
}

/** Takes file blocks `[from, to)` away; device blocks that nobody else owns are free again. */
export function fileCut(inode: u32, from: u64, to: u64): void {
  const fs = inodeFs(inode);
  const runs = inodeRuns(inode);
  const ino = inodeNumber(inode);
  for (let i = runsRank(runs, from); i < runsCount(runs) && runFileBlock(runs, i) < to; i++) {
    const start = max(from, runFileBlock(runs, i));
    const nrBlocks = min(to, runEnd(runs, i)) - start;
    const devBlock = runDevBlock(runs, i) + (start - runFileBlock(runs, i));
    if ((runFlags(runs, i) & RUN_REALTIME) != 0) {
      realtimeOwnersCut(fs, devBlock, nrBlocks, ino, start);
      continue;
    }
    ownersCut(fs, devBlock, nrBlocks, ino, start, 0, FORK_MASK);
    ownersRelease(fs, devBlock, nrBlocks);
  }
  runsCut(runs, from, to);
}

/** Allocates device blocks for `[fileBlock, fileBlock + nrBlocks)`, in as few pieces as there is room for. */
export function fileAllocate(
  inode: u32, group: u32, fileBlock: u64, nrBlocks: u64, align: u32, flags: u32,
): bool {
  const fs = inodeFs(inode);
  const isRealtime = (flags & RUN_REALTIME) != 0;
  while (nrBlocks != 0) {
    let part = u32(min(nrBlocks, u64(1) << 28));
    let block = isRealtime ? realtimeAllocate(fs, part) : spaceAllocate(fs, group, part, align);
    if (block == NOWHERE) {
      if (isRealtime) return false;
      part = u32(min(u64(spaceLongest(fs)), nrBlocks));
      if (part == 0) return false;
      block = spaceAllocate(fs, group, part, 1);
    }
    tellAllocated(inode, fileBlock, block, part, flags);
    fileMap(inode, fileBlock, block, part, flags);
    fileBlock += part;
    nrBlocks -= part;
  }
  return true;
}

/** Models xfs_bmapi_allocate where an XFS has chosen blocks; ext4's allocator has no event. */
function tellAllocated(inode: u32, fileBlock: u64, block: u64, nrBlocks: u32, flags: u32): void {
  const fs = tableAt(T_FS, inodeFs(inode));
  if (load<u32>(fs, FS_TYPE) != FS_XFS) return;
  const mount = load<u32>(fs, FS_MOUNT);
  const event = eventOpen(FN_XFS_BMAPI_ALLOCATE, RULE_ALLOCATED, whoOf(mount), mount);
  const blockBytes = u64(load<u32>(fs, FS_BLOCK_BYTES));
  eventDeviceRange(event, deviceName(fileDevice(inode, flags)), block * blockBytes, u64(nrBlocks) * blockBytes);
  argNumber(event, KEY_INO, inodeNumber(inode));
  argNumber(event, KEY_FILE_OFFSET, fileBlock * blockBytes);
  eventCloseVoid(event);
}

/** Turns unwritten blocks into written ones. */
export function fileConvert(inode: u32, fileBlock: u64, nrBlocks: u64): void {
  const runs = inodeRuns(inode);
  let block = fileBlock;
  while (block < fileBlock + nrBlocks) {
    const i = runsFind(runs, block);
    if (i == NO_RUN || (runFlags(runs, i) & RUN_UNWRITTEN) == 0) {
      block++;
      continue;
    }
    const nr = min(runEnd(runs, i), fileBlock + nrBlocks) - block;
    const devBlock = runDevBlock(runs, i) + (block - runFileBlock(runs, i));
    const flags = runFlags(runs, i) & ~RUN_UNWRITTEN;
    fileCut(inode, block, block + nr);
    fileMap(inode, block, devBlock, u32(nr), flags);
    block += nr;
  }
}

/** Device block of a file block; `NOWHERE`: a hole. */
export function fileBlockAt(inode: u32, fileBlock: u64): u64 {
  const runs = inodeRuns(inode);
  const i = runsFind(runs, fileBlock);
  return i == NO_RUN ? NOWHERE : runDevBlock(runs, i) + (fileBlock - runFileBlock(runs, i));
}

/** Flags of the run that covers a file block; 0 for a hole, too. */
export function fileFlagsAt(inode: u32, fileBlock: u64): u32 {
  const i = runsFind(inodeRuns(inode), fileBlock);
  return i == NO_RUN ? 0 : runFlags(inodeRuns(inode), i);
}

/** File blocks from `fileBlock` on that lie in one run, it included; 0: a hole. */
export function fileRunFrom(inode: u32, fileBlock: u64): u64 {
  const runs = inodeRuns(inode);
  const i = runsFind(runs, fileBlock);
  return i == NO_RUN ? 0 : runEnd(runs, i) - fileBlock;
}

/** Whether the device block of a file block has other owners, too: reflink. */
export function fileIsShared(inode: u32, fileBlock: u64): bool {
  const i = runsFind(inodeRuns(inode), fileBlock);
  if (i == NO_RUN || (runFlags(inodeRuns(inode), i) & RUN_REALTIME) != 0) return false;
  const devBlock = runDevBlock(inodeRuns(inode), i) + (fileBlock - runFileBlock(inodeRuns(inode), i));
  return ownersCount(inodeFs(inode), devBlock, 2) > 1;
}

/** Device that the run's blocks lie on. */
export function fileDevice(inode: u32, flags: u32): u32 {
  const fs = tableAt(T_FS, inodeFs(inode));
  return (flags & RUN_REALTIME) != 0 ? load<u32>(fs, FS_RT_DEVICE) : load<u32>(fs, FS_DEVICE);
}

// --- attribute fork ----------------------------------------------------------------------------

function attrRuns(inode: u32): u32 {
  const at = inodeAt(inode) + INODE_ATTR_RUNS;
  if (load<u32>(at) == 0) put32(at, runsCreate());
  return load<u32>(at);
}

/** Blocks of extended attributes that moved out of the inode. */
export function attrMap(inode: u32, fileBlock: u64, devBlock: u64, nrBlocks: u32): void {
  runsCut(attrRuns(inode), fileBlock, fileBlock + u64(nrBlocks));
  runsPut(attrRuns(inode), fileBlock, devBlock, nrBlocks, 0);
  const ino = inodeNumber(inode);
  spaceTake(inodeFs(inode), devBlock, nrBlocks);
  ownersCut(inodeFs(inode), devBlock, nrBlocks, ino, fileBlock, RMAP_ATTR_FORK, FORK_MASK);
  ownersAdd(inodeFs(inode), devBlock, nrBlocks, ino, fileBlock, RMAP_ATTR_FORK);
}

/** Allocates them; false: no space. */
export function attrAllocate(inode: u32, group: u32, nrBlocks: u32): bool {
  const block = spaceAllocate(inodeFs(inode), group, nrBlocks, 1);
  if (block == NOWHERE) return false;
  const runs = attrRuns(inode);
  const nr = runsCount(runs);
  attrMap(inode, nr == 0 ? 0 : runEnd(runs, nr - 1), block, nrBlocks);
  return true;
}

/** Takes all of them away. */
export function attrCut(inode: u32): void {
  if (load<u32>(inodeAt(inode), INODE_ATTR_RUNS) == 0) return;
  const fs = inodeFs(inode);
  const runs = attrRuns(inode);
  for (let i: u32 = 0; i < runsCount(runs); i++) {
    const block = runDevBlock(runs, i);
    ownersCut(fs, block, runBlocks(runs, i), inodeNumber(inode), runFileBlock(runs, i), RMAP_ATTR_FORK, FORK_MASK);
    ownersRelease(fs, block, runBlocks(runs, i));
  }
  runsCut(runs, 0, u64.MAX_VALUE);
}
