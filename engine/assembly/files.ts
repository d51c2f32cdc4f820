/**
 * Inodes: of filesystems, and the pseudo inodes of device-dax character devices.
 *
 * A record stays when its file is unlinked: who still maps it keeps it. A file is found by filesystem and name, or
 * by filesystem and inode number. It is in core if and only if a step named it since the last mount; in-core inodes
 * of a filesystem form a list, so that unmounting need not search.
 *
 * **Left out:** directories as data structures: a path is one name. Names of linked files do not move.
 */
import {
  DAX_ALWAYS, DAX_INODE, FS_MM1, FS_MM2, FS_MOUNT, INODE_BYTES, INODE_CACHE, INODE_CHAR, INODE_CACHED, INODE_COW_CLOSED,
  INODE_COW_RUNS, INODE_DAX_FLAG, INODE_DEVICE, INODE_DIRECTORY, INODE_ENTRIES, INODE_FLAGS, INODE_FS, INODE_GONE,
  INODE_INCORE, INODE_INO, INODE_NAME, INODE_NEXT, INODE_PATH, INODE_PREV, INODE_REALTIME, INODE_RUNS,
  INODE_SIZE, INODE_S_DAX, INODE_UNLINKED, MOUNT_RT_DAX, R_FILE_LOOKUP, R_INODE_LOOKUP, T_FS, T_INODES,
  T_MOUNTS,
} from "../abi";
import { deviceSize } from "./devices";
import { mountDax } from "./filesystems";
import { lookupCreate, lookupGet, lookupSet } from "./lookup";
import { runsCreate } from "./runs";
import { sparseCreate } from "./sparse";
import { put32, put64 } from "./state";
import { rootAt, tableAt, tableDefine, tablePush } from "./tables";

/** Largest file: 2^32 pages, as many as a pmem device can have. */
export const MAX_FILE_BYTES: u64 = 1 << 44;

export function filesReset(): void {
  tableDefine(T_INODES, INODE_BYTES);
  put64(rootAt(R_FILE_LOOKUP), lookupCreate());
  put64(rootAt(R_INODE_LOOKUP), lookupCreate());
}

// @ts-ignore: decorator
@inline
export function inodeAt(inode: u32): usize {
  return tableAt(T_INODES, inode);
}

function byName(): u32 {
  return u32(load<u64>(rootAt(R_FILE_LOOKUP)));
}

function byNumber(): u32 {
  return u32(load<u64>(rootAt(R_INODE_LOOKUP)));
}

// @ts-ignore: decorator
@inline
function nameKey(fs: u32, name: u32): u64 {
  return (u64(fs) << 32) | u64(name);
}

// @ts-ignore: decorator
@inline
function numberKey(fs: u32, ino: u64): u64 {
  return (u64(fs) << 44) | ino;
}

/** Inode of a name within a filesystem; 0: no such file. */
export function inodeByName(fs: u32, name: u32): u32 {
  return lookupGet(byName(), nameKey(fs, name));
}

/** Inode with this number, linked or not; 0: none that a step named. */
export function inodeByNumber(fs: u32, ino: u64): u32 {
  return lookupGet(byNumber(), numberKey(fs, ino));
}

/** A new inode with its name; not in core yet. */
export function inodeCreate(fs: u32, ino: u64, name: u32, path: u32, flags: u32): u32 {
  const inode = tablePush(T_INODES);
  const at = inodeAt(inode);
  put32(at + INODE_FS, fs);
  put32(at + INODE_FLAGS, flags);
  put64(at + INODE_INO, ino);
  put32(at + INODE_RUNS, runsCreate());
  put32(at + INODE_NAME, name);
  put32(at + INODE_PATH, path);
  if (fs != 0) {
    lookupSet(byName(), nameKey(fs, name), inode);
    lookupSet(byNumber(), numberKey(fs, ino), inode);
  }
  return inode;
}

/** The name is gone; the inode may live on. */
export function inodeForgetName(inode: u32): void {
  const at = inodeAt(inode);
  lookupSet(byName(), nameKey(load<u32>(at, INODE_FS), load<u32>(at, INODE_NAME)), 0);
  inodeSetFlag(inode, INODE_UNLINKED);
}

/** The inode is gone. */
export function inodeForget(inode: u32): void {
  const at = inodeAt(inode);
  const key = numberKey(inodeFs(inode), load<u64>(at, INODE_INO));
  if (lookupGet(byNumber(), key) == inode) lookupSet(byNumber(), key, 0);
  inodeSetFlag(inode, INODE_GONE);
}

// @ts-ignore: decorator
@inline
export function inodeFs(inode: u32): u32 {
  return load<u32>(inodeAt(inode), INODE_FS);
}

export function inodeNumber(inode: u32): u64 {
  return load<u64>(inodeAt(inode), INODE_INO);
}

export function inodeSize(inode: u32): u64 {
  return load<u64>(inodeAt(inode), INODE_SIZE);
}

export function inodeResize(inode: u32, size: u64): void {
  put64(inodeAt(inode) + INODE_SIZE, size);
}

export function inodeRuns(inode: u32): u32 {
  return load<u32>(inodeAt(inode), INODE_RUNS);
}

export function inodePath(inode: u32): u32 {
  return load<u32>(inodeAt(inode), INODE_PATH);
}

// @ts-ignore: decorator
@inline
export function inodeHas(inode: u32, flag: u32): bool {
  return (load<u32>(inodeAt(inode), INODE_FLAGS) & flag) != 0;
}

export function inodeSetFlag(inode: u32, flag: u32): void {
  const at = inodeAt(inode) + INODE_FLAGS;
  put32(at, load<u32>(at) | flag);
}

export function inodeClearFlag(inode: u32, flag: u32): void {
  const at = inodeAt(inode) + INODE_FLAGS;
  put32(at, load<u32>(at) & ~flag);
}

/** DAX entries of the file; created when first asked for. */
export function inodeEntries(inode: u32): u32 {
  return arrayOf(inode, INODE_ENTRIES);
}

/** Pages of the file in the page cache, by page. */
export function inodeCache(inode: u32): u32 {
  return arrayOf(inode, INODE_CACHE);
}

function arrayOf(inode: u32, field: usize): u32 {
  const at = inodeAt(inode) + field;
  if (load<u32>(at) == 0) put32(at, sparseCreate());
  return load<u32>(at);
}

/** Runs of the CoW fork: allocated, not yet written. */
export function inodeCowRuns(inode: u32): u32 {
  const at = inodeAt(inode) + INODE_COW_RUNS;
  if (load<u32>(at) == 0) put32(at, runsCreate());
  return load<u32>(at);
}

/** Device of a character device's inode. */
export function inodeDevice(inode: u32): u32 {
  return load<u32>(inodeAt(inode), INODE_DEVICE);
}

// --- in core -----------------------------------------------------------------------------------

/** Mount of the inode's filesystem; 0: not mounted. */
export function inodeMount(inode: u32): u32 {
  const fs = inodeFs(inode);
  return fs == 0 ? 0 : load<u32>(tableAt(T_FS, fs), FS_MOUNT);
}

/** Whether its pages are DAX pages. Decided when the inode came into core, as xfs_inode_should_enable_dax does. */
// @ts-ignore: decorator
@inline
export function inodeIsDax(inode: u32): bool {
  return inodeHas(inode, INODE_S_DAX);
}

function shouldBeDax(inode: u32, mount: u32): bool {
  if (inodeHas(inode, INODE_DIRECTORY)) return false;
  if (inodeHas(inode, INODE_REALTIME) && load<u32>(tableAt(T_MOUNTS, mount), MOUNT_RT_DAX) == 0) return false;
  const dax = mountDax(mount);
  return dax == DAX_ALWAYS || (dax == DAX_INODE && inodeHas(inode, INODE_DAX_FLAG));
}

/** A step names the file: it comes into core. */
export function inodeGet(inode: u32, path: u32): void {
  const at = inodeAt(inode);
  if (path != 0) put32(at + INODE_PATH, path);
  if (inodeHas(inode, INODE_INCORE) || inodeFs(inode) == 0) return;
  const fs = tableAt(T_FS, inodeFs(inode));
  const first = load<u32>(fs, FS_MM1);
  put32(at + INODE_NEXT, first);
  put32(at + INODE_PREV, 0);
  if (first != 0) put32(inodeAt(first) + INODE_PREV, inode);
  put32(fs + FS_MM1, inode);
  inodeSetFlag(inode, INODE_INCORE);
  if (shouldBeDax(inode, inodeMount(inode))) inodeSetFlag(inode, INODE_S_DAX);
  else inodeClearFlag(inode, INODE_S_DAX);
}

/** The inode leaves the cache. Its pages have been dropped before. */
export function inodeLeaveCore(inode: u32): void {
  if (!inodeHas(inode, INODE_INCORE)) return;
  const at = inodeAt(inode);
  const next = load<u32>(at, INODE_NEXT);
  const prev = load<u32>(at, INODE_PREV);
  if (next != 0) put32(inodeAt(next) + INODE_PREV, prev);
  if (prev != 0) put32(inodeAt(prev) + INODE_NEXT, next);
  else put32(tableAt(T_FS, inodeFs(inode)) + FS_MM1, next);
  inodeClearFlag(inode, INODE_INCORE | INODE_S_DAX | INODE_COW_CLOSED | INODE_CACHED);
}

/** First in-core inode of a filesystem; 0: none. */
export function firstInCore(fs: u32): u32 {
  return load<u32>(tableAt(T_FS, fs), FS_MM1);
}

export function nextInCore(inode: u32): u32 {
  return load<u32>(inodeAt(inode), INODE_NEXT);
}

/** Mappings of files of a filesystem: who has some keeps it busy. */
export function fsMappings(fs: u32): u32 {
  return load<u32>(tableAt(T_FS, fs), FS_MM2);
}

export function fsCountMapping(fs: u32, change: i32): void {
  if (fs == 0) return;
  const at = tableAt(T_FS, fs) + FS_MM2;
  put32(at, load<u32>(at) + change);
}

/** Inode of a character device; created when it is first mapped. */
export function charInode(device: u32, name: u32): u32 {
  let inode = lookupGet(byName(), nameKey(0, name));
  if (inode != 0) return inode;
  inode = inodeCreate(0, 0, name, name, INODE_CHAR | INODE_S_DAX | INODE_INCORE);
  put32(inodeAt(inode) + INODE_DEVICE, device);
  put64(inodeAt(inode) + INODE_SIZE, deviceSize(device));
  lookupSet(byName(), nameKey(0, name), inode);
  return inode;
}
