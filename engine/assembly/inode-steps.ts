/**
 * Steps on names, sizes and the inode cache: unlink, truncate, open, drop-inode.
 *
 * **Left out:** link counts above one, timestamps, memory pressure by itself.
 */
import {
  EBUSY, EFBIG, ENOENT, INODE_COW_CLOSED, INODE_INCORE, KEY_INO, KEY_SIZE_BYTES, RULE_FILE_BUSY, RULE_FILE_DROPPED,
  RULE_FILE_NO_ENTRY, RULE_FILE_OPENED, RULE_FILE_OUTSIDE, RULE_FILE_SHUTDOWN, RULE_FILE_TRUNCATED, RULE_FILE_UNLINKED,
} from "../abi";
import { argNumber, eventClose } from "./events";
import { afterPath, fileOfPath, obstacle, openFileEvent, refuse, refuseFor } from "./file-answers";
import { blockBytesOf, fileCut } from "./file-extents";
import {
  MAX_FILE_BYTES, inodeClearFlag, inodeForgetName, inodeGet, inodeHas, inodeNumber, inodeResize, inodeSize,
} from "./files";
import { isShutdown } from "./filesystems";
import { evict, evictIfUnused, truncatePages } from "./inode-pages";
import { pathMount, pathName } from "./names";
import { firstMappingOf } from "./processes";
import { cancelCow, cowClosed } from "./reflink";

/** Arguments as OP_UNLINK has them. Who maps the file keeps its blocks. */
export function unlinkStep(ptr: usize): i32 {
  const event = openFileEvent(RULE_FILE_UNLINKED, ptr);
  const why = obstacle(pathMount(ptr));
  if (why != 0) return refuseFor(event, why);
  const inode = fileOfPath(ptr);
  if (inode == 0) return refuse(event, RULE_FILE_NO_ENTRY, ENOENT);
  inodeForgetName(inode);
  evictIfUnused(inode);
  return eventClose(event, 0);
}

/**
 * Arguments as OP_TRUNCATE has them. Shrinking and growing a DAX file unmap all of it from everybody
 * (xfs_vn_setattr, fs/xfs/xfs_iops.c, and ext4_setattr, fs/ext4/inode.c, break layouts whatever the new size is).
 */
export function truncateStep(ptr: usize): i32 {
  const event = openFileEvent(RULE_FILE_TRUNCATED, ptr);
  const why = obstacle(pathMount(ptr));
  if (why != 0) return refuseFor(event, why);
  const inode = fileOfPath(ptr);
  if (inode == 0) return refuse(event, RULE_FILE_NO_ENTRY, ENOENT);
  const size = load<u64>(afterPath(ptr));
  if (size > MAX_FILE_BYTES) return refuse(event, RULE_FILE_OUTSIDE, EFBIG);
  argNumber(event, KEY_INO, inodeNumber(inode));
  argNumber(event, KEY_SIZE_BYTES, size);
  inodeGet(inode, pathName(ptr));
  truncatePages(inode, size);
  if (size < inodeSize(inode)) {
    const blockBytes = blockBytesOf(inode);
    const end = (size + blockBytes - 1) / blockBytes;
    fileCut(inode, end, u64.MAX_VALUE);
    cancelCow(inode, end);
    inodeClearFlag(inode, INODE_COW_CLOSED);
  }
  inodeResize(inode, size);
  return eventClose(event, 0);
}

/** Arguments as OP_OPEN has them: the inode comes into core. */
export function openStep(ptr: usize): i32 {
  const event = openFileEvent(RULE_FILE_OPENED, ptr);
  if (pathMount(ptr) != 0 && isShutdown(pathMount(ptr))) return refuseFor(event, RULE_FILE_SHUTDOWN);
  const inode = fileOfPath(ptr);
  if (inode == 0) return refuse(event, RULE_FILE_NO_ENTRY, ENOENT);
  inodeGet(inode, pathName(ptr));
  cowClosed(inode);
  return eventClose(event, 0);
}

/** Arguments as OP_DROP_INODE has them: memory pressure takes an unmapped inode out of core. */
export function dropInodeStep(ptr: usize): i32 {
  const event = openFileEvent(RULE_FILE_DROPPED, ptr);
  const inode = fileOfPath(ptr);
  if (inode == 0) return refuse(event, RULE_FILE_NO_ENTRY, ENOENT);
  if (firstMappingOf(inode) != 0) return refuse(event, RULE_FILE_BUSY, EBUSY);
  if (inodeHas(inode, INODE_INCORE)) evict(inode);
  return eventClose(event, 0);
}
