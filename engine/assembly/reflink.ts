/**
 * Blocks with several owners, and how a write takes a block out of the sharing: fs/xfs/xfs_reflink.c.
 *
 * A write to a shared block gets a new one from the file's CoW fork. That fork is filled 32 blocks at a time, aligned
 * in the file; what is not used yet belongs to OWN_COW, so a failure there costs the filesystem.
 *
 * What is reserved past the end of the file goes back when the file is first closed: in kernels before 6.12 with a step
 * that names the file to look at it; later ones heed closes of writers only.
 *
 * **Left out:** closes of mappings and of read(2) and write(2) steps, the refcount btree (owners of a block are counted
 * in the reverse map), recovery of leftovers.
 */
import {
  FN_XFS_REFLINK_ALLOCATE_COW, INODE_COW_CLOSED, INODE_COW_RUNS, KEY_FILE_OFFSET, KEY_INO, OWN_COW, RULE_COW_ALLOCATED,
} from "../abi";
import { deviceName } from "./devices";
import { argNumber, eventCloseVoid, eventDeviceRange, eventOpen } from "./events";
import { blockBytesOf, fileCut, fileDevice, fileMap } from "./file-extents";
import {
  inodeAt, inodeCowRuns, inodeFs, inodeHas, inodeMount, inodeNumber, inodeSetFlag, inodeSize,
} from "./files";
import { whoOf } from "./filesystems";
import { CLOSE_TRIMS_COW, has } from "./kernels";
import { ownersAdd, ownersCut, ownersRelease } from "./owners";
import {
  NO_RUN, runBlocks, runDevBlock, runEnd, runFileBlock, runsCount, runsCut, runsFind, runsPut, runsRank,
} from "./runs";
import { NOWHERE, spaceAllocate, spaceTake } from "./space";
import { groupOfInode } from "./xfs-layout";

const HINT_BLOCKS: u64 = 32;

/** Fills the gap of the CoW fork around `fileBlock`, as far as the aligned window reaches. False: no space. */
function reserve(inode: u32, fileBlock: u64): bool {
  const fs = inodeFs(inode);
  const runs = inodeCowRuns(inode);
  let from = fileBlock & ~(HINT_BLOCKS - 1);
  let to = from + HINT_BLOCKS;
  const next = runsRank(runs, fileBlock);
  if (next != 0) from = max(from, runEnd(runs, next - 1));
  if (next < runsCount(runs)) to = min(to, runFileBlock(runs, next));
  const group = groupOfInode(fs, inodeNumber(inode));
  let block = spaceAllocate(fs, group, u32(to - from), 1);
  if (block == NOWHERE) {
    from = fileBlock;
    to = fileBlock + 1;
    block = spaceAllocate(fs, group, 1, 1);
    if (block == NOWHERE) return false;
  }
  const mount = inodeMount(inode);
  const event = eventOpen(FN_XFS_REFLINK_ALLOCATE_COW, RULE_COW_ALLOCATED, whoOf(mount), mount);
  const blockBytes = blockBytesOf(inode);
  eventDeviceRange(event, deviceName(fileDevice(inode, 0)), block * blockBytes, (to - from) * blockBytes);
  argNumber(event, KEY_INO, inodeNumber(inode));
  argNumber(event, KEY_FILE_OFFSET, from * blockBytes);
  eventCloseVoid(event);
  ownersAdd(fs, block, to - from, u64(OWN_COW), 0, 0);
  runsPut(runs, from, block, u32(to - from), 0);
  return true;
}

/**
 * Models xfs_reflink_allocate_cow and xfs_reflink_end_cow for one block: the file's block is a new one of its own
 * afterwards. Returns it; `NOWHERE`: no space. The caller copies the bytes.
 */
export function unshareBlock(inode: u32, fileBlock: u64): u64 {
  const fs = inodeFs(inode);
  const runs = inodeCowRuns(inode);
  let at = runsFind(runs, fileBlock);
  if (at == NO_RUN) {
    if (!reserve(inode, fileBlock)) return NOWHERE;
    at = runsFind(runs, fileBlock);
  }
  const block = runDevBlock(runs, at) + (fileBlock - runFileBlock(runs, at));
  runsCut(runs, fileBlock, fileBlock + 1);
  ownersCut(fs, block, 1, u64(OWN_COW), 0, 0, 0);
  fileCut(inode, fileBlock, fileBlock + 1);
  fileMap(inode, fileBlock, block, 1, 0);
  return block;
}

/**
 * A file's block is said to be elsewhere than where it was unshared to: then the whole window was reserved elsewhere, and
 * what is left of it moves along. To be called while the blocks of the file are cut out.
 */
export function cowFollows(inode: u32, fileBlock: u64, devBlock: u64): void {
  if (load<u32>(inodeAt(inode), INODE_COW_RUNS) == 0) return;
  const runs = inodeCowRuns(inode);
  if (runsFind(runs, fileBlock) != NO_RUN) return; // still shared: never taken from the reservation
  const from = fileBlock & ~(HINT_BLOCKS - 1);
  const first = runsRank(runs, from);
  let end = first;
  while (end < runsCount(runs) && runFileBlock(runs, end) < from + HINT_BLOCKS) end++;
  if (first == end || devBlock + runFileBlock(runs, first) < fileBlock) return;
  if (devBlock + runFileBlock(runs, first) - fileBlock == runDevBlock(runs, first)) return;
  for (let i = first; i < end; i++) cowForget(inode, i, 0);
  for (let i = first; i < end; i++) {
    const start = runFileBlock(runs, i);
    const nrBlocks = runBlocks(runs, i);
    const moved = devBlock + start - fileBlock;
    spaceTake(inodeFs(inode), moved, nrBlocks);
    ownersAdd(inodeFs(inode), moved, nrBlocks, u64(OWN_COW), 0, 0);
    runsCut(runs, start, start + nrBlocks);
    runsPut(runs, start, moved, nrBlocks, 0);
  }
}

/** Gives the blocks of a run back, but for the first `kept`. */
function cowForget(inode: u32, index: u32, kept: u64): void {
  const runs = inodeCowRuns(inode);
  const block = runDevBlock(runs, index) + kept;
  const nrBlocks = u64(runBlocks(runs, index)) - kept;
  ownersCut(inodeFs(inode), block, nrBlocks, u64(OWN_COW), 0, 0, 0);
  ownersRelease(inodeFs(inode), block, nrBlocks);
}

/** Models xfs_reflink_cancel_cow_blocks: what is reserved for the file's blocks from `from` on is free again. */
export function cancelCow(inode: u32, from: u64): void {
  if (load<u32>(inodeAt(inode), INODE_COW_RUNS) == 0) return;
  const runs = inodeCowRuns(inode);
  for (let i: u32 = 0; i < runsCount(runs); i++) {
    const start = runFileBlock(runs, i);
    if (runEnd(runs, i) > from) cowForget(inode, i, max(from, start) - start);
  }
  runsCut(runs, from, u64.MAX_VALUE);
}

/** Models xfs_release: XFS counts reserved blocks as delayed ones, so that the first close frees those past the end. */
export function cowClosed(inode: u32): void {
  if (load<u32>(inodeAt(inode), INODE_COW_RUNS) == 0 || inodeHas(inode, INODE_COW_CLOSED)) return;
  if (!has(CLOSE_TRIMS_COW) || runsCount(inodeCowRuns(inode)) == 0) return;
  const blockBytes = blockBytesOf(inode);
  cancelCow(inode, (inodeSize(inode) + blockBytes - 1) / blockBytes);
  if (runsCount(inodeCowRuns(inode)) != 0) inodeSetFlag(inode, INODE_COW_CLOSED);
}
