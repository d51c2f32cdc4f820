/**
 * Steps on files: create, mkdir, attr, reflink.
 *
 * A file is made with the extents that the step gives, or with blocks allocated first-fit in the group of its
 * directory. `create` on a name that exists with extents says where its blocks are now.
 *
 * **Left out:** permissions, timestamps, link counts above one, directory blocks that grow by themselves.
 */
import {
  EEXIST, EFBIG, EINVAL, ENOENT, ENOSPC, EOPNOTSUPP, EXTENT_REALTIME, EXTENT_UNWRITTEN, FS_BLOCKS,
  FS_BLOCK_BYTES, FS_REFLINK, FS_RT_BLOCKS, HOW_FALLOCATE, HOW_HOLE, INODE_CACHED, INODE_DAX_FLAG, INODE_DIRECTORY,
  INODE_EXT_SIZE, INODE_REALTIME, KEY_INO, KEY_SIZE_BYTES, RULE_FILE_ATTR, RULE_FILE_CREATED,
  RULE_FILE_DIRECTORY, RULE_FILE_EXISTS, RULE_FILE_NO_ENTRY, RULE_FILE_NO_REFLINK, RULE_FILE_NO_SPACE,
  RULE_FILE_OUTSIDE, RULE_FILE_REFLINKED, RUN_REALTIME, RUN_UNWRITTEN,
} from "../abi";
import { entriesFollow } from "./dax-entries";
import { argNumber, eventClose } from "./events";
import { afterPath, fileOfPath, obstacle, openFileEvent, refuse, refuseFor } from "./file-answers";
import { attrAllocate, attrCut, attrMap, blockBytesOf, fileAllocate, fileCut, fileMap } from "./file-extents";
import {
  MAX_FILE_BYTES, inodeAt, inodeByName, inodeByNumber, inodeCreate, inodeFs, inodeGet, inodeHas, inodeNumber,
  inodeResize, inodeRuns, inodeSetFlag, inodeSize,
} from "./files";
import { fsAt, fsHas, mountFs } from "./filesystems";
import { pathMount, pathName, pathRest } from "./names";
import { cowClosed, cowFollows } from "./reflink";
import { runBlocks, runDevBlock, runFileBlock, runFlags, runsCount } from "./runs";
import { put32 } from "./state";
import { groupForDirectory, groupOfInode, inodeAllocate, inodeTake } from "./xfs-layout";

const EXTENT_BYTES: usize = 28;

/** Inode for a new name, with the number that the step gives or the next free one. 0: no space. */
function makeInode(mount: u32, path: usize, directory: usize, ino: u64, flags: u32): u32 {
  const fs = mountFs(mount);
  const parent = fileOfPath(directory);
  if (ino == 0) {
    const isDirectory = (flags & INODE_DIRECTORY) != 0;
    const group = isDirectory ? groupForDirectory(fs) : parent == 0 ? 0 : groupOfInode(fs, inodeNumber(parent));
    ino = inodeAllocate(fs, group);
    if (ino == 0) return 0;
  } else {
    if ((flags & INODE_DIRECTORY) != 0) groupForDirectory(fs);
    inodeTake(fs, ino);
  }
  return inodeCreate(fs, ino, pathRest(path), pathName(path), flags);
}

/** Whether a given inode number cannot be had: somebody has it, or no filesystem numbers that far. */
function isTaken(fs: u32, ino: u64): bool {
  return ino != 0 && ((ino >> 44) != 0 || inodeByNumber(fs, ino) != 0);
}

/** Whether all given extents lie on the filesystem. */
function extentsFit(fs: u32, ptr: usize, blockBytes: u64): bool {
  const nr = load<u32>(ptr, 4);
  for (let i: u32 = 0; i < nr; i++) {
    const extent = ptr + 8 + usize(i) * EXTENT_BYTES;
    const isRealtime = (load<u32>(extent, 24) & EXTENT_REALTIME) != 0;
    const blocks = isRealtime ? load<u64>(fsAt(fs), FS_RT_BLOCKS) : load<u64>(fsAt(fs), FS_BLOCKS);
    const end = load<u64>(extent, 8) + load<u64>(extent, 16);
    if (load<u64>(extent, 16) == 0 || end > blocks * blockBytes) return false;
  }
  return true;
}

/** Puts the file's blocks where the step says. */
function mapExtents(inode: u32, ptr: usize): void {
  const blockBytes = blockBytesOf(inode);
  const nr = load<u32>(ptr, 4);
  fileCut(inode, 0, u64.MAX_VALUE);
  for (let i: u32 = 0; i < nr; i++) {
    const extent = ptr + 8 + usize(i) * EXTENT_BYTES;
    const given = load<u32>(extent, 24);
    let flags: u32 = (given & EXTENT_UNWRITTEN) != 0 ? RUN_UNWRITTEN : 0;
    if ((given & EXTENT_REALTIME) != 0) {
      flags |= RUN_REALTIME;
      inodeSetFlag(inode, INODE_REALTIME);
    }
    const first = load<u64>(extent) / blockBytes;
    const nrBlocks = (load<u64>(extent, 16) + blockBytes - 1) / blockBytes;
    fileCut(inode, first, first + nrBlocks);
    if ((flags & RUN_REALTIME) == 0) cowFollows(inode, first, load<u64>(extent, 8) / blockBytes);
    fileMap(inode, first, load<u64>(extent, 8) / blockBytes, u32(nrBlocks), flags);
  }
}

/** Arguments as OP_CREATE has them. */
export function createStep(ptr: usize): i32 {
  const mount = pathMount(ptr);
  const event = openFileEvent(RULE_FILE_CREATED, ptr);
  const why = obstacle(mount);
  if (why != 0) return refuseFor(event, why);
  const fs = mountFs(mount);
  const directory = afterPath(ptr);
  const args = afterPath(directory);
  const size = load<u64>(args);
  const how = load<u32>(args, 24);
  const extents = args + 28;
  const isGiven = load<u32>(extents) != 0;
  if (size > MAX_FILE_BYTES) return refuse(event, RULE_FILE_OUTSIDE, EFBIG);
  let inode = inodeByName(fs, pathRest(ptr));
  if (inode != 0 && !isGiven) return refuse(event, RULE_FILE_EXISTS, EEXIST);
  if (isGiven && !extentsFit(fs, extents, u64(load<u32>(fsAt(fs), FS_BLOCK_BYTES)))) {
    return refuse(event, RULE_FILE_OUTSIDE, EINVAL);
  }
  if (inode == 0) {
    if (isTaken(fs, load<u64>(args, 8))) return refuse(event, RULE_FILE_EXISTS, EEXIST);
    inode = makeInode(mount, ptr, directory, load<u64>(args, 8), how < u32(HOW_FALLOCATE) ? INODE_CACHED : 0);
  }
  if (inode == 0) return refuse(event, RULE_FILE_NO_SPACE, ENOSPC);
  if (load<u32>(args, 16) == 2) inodeSetFlag(inode, INODE_DAX_FLAG);
  const blockBytes = blockBytesOf(inode);
  put32(inodeAt(inode) + INODE_EXT_SIZE, u32(u64(load<u32>(args, 20)) / blockBytes));
  argNumber(event, KEY_INO, inodeNumber(inode));
  argNumber(event, KEY_SIZE_BYTES, size);
  inodeResize(inode, size);
  if (isGiven) mapExtents(inode, extents);
  inodeGet(inode, pathName(ptr));
  if (isGiven) {
    entriesFollow(inode);
    cowClosed(inode);
    return eventClose(event, 0);
  }
  const nrBlocks = how == HOW_HOLE ? 0 : (size + blockBytes - 1) / blockBytes;
  const align = max<u32>(1, load<u32>(inodeAt(inode), INODE_EXT_SIZE));
  const flags: u32 = how == HOW_FALLOCATE ? RUN_UNWRITTEN : 0;
  if (!fileAllocate(inode, groupOfInode(fs, inodeNumber(inode)), 0, nrBlocks, align, flags)) {
    return refuse(event, RULE_FILE_NO_SPACE, ENOSPC);
  }
  return eventClose(event, 0);
}

/** Arguments as OP_MKDIR has them. */
export function mkdirStep(ptr: usize): i32 {
  const mount = pathMount(ptr);
  const event = openFileEvent(RULE_FILE_DIRECTORY, ptr);
  const why = obstacle(mount);
  if (why != 0) return refuseFor(event, why);
  const fs = mountFs(mount);
  const directory = afterPath(ptr);
  const args = afterPath(directory);
  const isGiven = load<u32>(args, 8) != 0;
  const ino = load<u64>(args);
  let inode = inodeByName(fs, pathRest(ptr));
  if (inode != 0 && !isGiven) {
    if (ino == 0 || ino != inodeNumber(inode)) return refuse(event, RULE_FILE_EXISTS, EEXIST);
  }
  if (isGiven && !extentsFit(fs, args + 8, u64(load<u32>(fsAt(fs), FS_BLOCK_BYTES)))) {
    return refuse(event, RULE_FILE_OUTSIDE, EINVAL);
  }
  if (inode == 0) {
    if (isTaken(fs, ino)) return refuse(event, RULE_FILE_EXISTS, EEXIST);
    inode = makeInode(mount, ptr, directory, ino, INODE_DIRECTORY);
  }
  if (inode == 0) return refuse(event, RULE_FILE_NO_SPACE, ENOSPC);
  inodeSetFlag(inode, INODE_DIRECTORY);
  argNumber(event, KEY_INO, inodeNumber(inode));
  if (isGiven) mapExtents(inode, args + 8);
  inodeGet(inode, pathName(ptr));
  return eventClose(event, 0);
}

/** Arguments as OP_ATTR has them: blocks of the attribute fork. */
export function attrStep(ptr: usize): i32 {
  const mount = pathMount(ptr);
  const event = openFileEvent(RULE_FILE_ATTR, ptr);
  const why = obstacle(mount);
  if (why != 0) return refuseFor(event, why);
  const inode = fileOfPath(ptr);
  if (inode == 0) return refuse(event, RULE_FILE_NO_ENTRY, ENOENT);
  const args = afterPath(ptr);
  const blockBytes = blockBytesOf(inode);
  inodeGet(inode, pathName(ptr));
  if (load<u32>(args, 8) == 0) {
    const nrBlocks = u32((load<u64>(args) + blockBytes - 1) / blockBytes);
    const group = groupOfInode(inodeFs(inode), inodeNumber(inode));
    const fits = attrAllocate(inode, group, max<u32>(1, nrBlocks));
    return fits ? eventClose(event, 0) : refuse(event, RULE_FILE_NO_SPACE, ENOSPC);
  }
  if (!extentsFit(inodeFs(inode), args + 8, blockBytes)) return refuse(event, RULE_FILE_OUTSIDE, EINVAL);
  attrCut(inode);
  for (let i: u32 = 0; i < load<u32>(args, 12); i++) {
    const extent = args + 16 + usize(i) * EXTENT_BYTES;
    const nrBlocks = u32((load<u64>(extent, 16) + blockBytes - 1) / blockBytes);
    attrMap(inode, load<u64>(extent) / blockBytes, load<u64>(extent, 8) / blockBytes, nrBlocks);
  }
  return eventClose(event, 0);
}

/** Arguments as OP_REFLINK has them: `to` shares all blocks of `from`. */
export function reflinkStep(ptr: usize): i32 {
  const to = afterPath(ptr);
  const directory = afterPath(to);
  const mount = pathMount(to);
  const event = openFileEvent(RULE_FILE_REFLINKED, to);
  const why = obstacle(mount);
  if (why != 0) return refuseFor(event, why);
  const from = fileOfPath(ptr);
  if (from == 0 || inodeFs(from) != mountFs(mount)) return refuse(event, RULE_FILE_NO_ENTRY, ENOENT);
  if (!fsHas(mountFs(mount), FS_REFLINK) || inodeHas(from, INODE_REALTIME)) {
    return refuse(event, RULE_FILE_NO_REFLINK, EOPNOTSUPP);
  }
  if (inodeByName(mountFs(mount), pathRest(to)) != 0) return refuse(event, RULE_FILE_EXISTS, EEXIST);
  if (isTaken(mountFs(mount), load<u64>(afterPath(directory)))) return refuse(event, RULE_FILE_EXISTS, EEXIST);
  const inode = makeInode(mount, to, directory, load<u64>(afterPath(directory)), 0);
  if (inode == 0) return refuse(event, RULE_FILE_NO_SPACE, ENOSPC);
  if (inodeHas(from, INODE_DAX_FLAG)) inodeSetFlag(inode, INODE_DAX_FLAG);
  argNumber(event, KEY_INO, inodeNumber(inode));
  inodeResize(inode, inodeSize(from));
  const runs = inodeRuns(from);
  for (let i: u32 = 0; i < runsCount(runs); i++) {
    // Unwritten blocks are not shared: there is nothing in them.
    if ((runFlags(runs, i) & RUN_UNWRITTEN) != 0) continue;
    fileMap(inode, runFileBlock(runs, i), runDevBlock(runs, i), runBlocks(runs, i), runFlags(runs, i));
  }
  inodeGet(from, pathName(ptr));
  inodeGet(inode, pathName(to));
  return eventClose(event, 0);
}
