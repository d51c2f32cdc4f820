/**
 * What a failed range of blocks means to XFS: each record of the reverse map that overlaps it, in order.
 *
 * Models xfs_dax_failure_fn and the query around it, fs/xfs/xfs_notify_failure.c. Metadata, attribute forks and extent
 * btree blocks cost the filesystem; files that are in core and DAX cost their processes; the rest costs nothing or, in
 * some versions, everything.
 *
 * **Left out:** inode lookups that fail for another reason than not being in core.
 */
import {
  EFSCORRUPTED, EIO, ENODATA, FN_XFS_DAX_FAILURE_FN, FN_XFS_IGET, FN_XFS_RMAP_QUERY_RANGE, FS_BLOCK_BYTES, FS_RMAP,
  FS_RT_RMAP, KEY_AGNO, KEY_BLOCKCOUNT, KEY_FAIL_BLOCKCOUNT, KEY_FAIL_STARTBLOCK, KEY_FILE_OFFSET,
  KEY_HIGH_STARTBLOCK, KEY_INO, KEY_LEN, KEY_LOW_STARTBLOCK, KEY_OWNER_NAME, KEY_RM_FLAGS, KEY_STARTBLOCK, KIND_NULL,
  KIND_OWNER, MF_MEM_PRE_REMOVE, RMAP_ATTR_FORK, RMAP_BMBT_BLOCK, RULE_XFS_FREE_SPACE, RULE_XFS_GROUP, RULE_XFS_IGET,
  RULE_XFS_RECORD_KILL, RULE_XFS_RECORD_META, RULE_XFS_RECORD_META_PRE_REMOVE, RULE_XFS_RECORD_NOT_DAX,
  RULE_XFS_RECORD_NOT_INCORE, SHUTDOWN_CORRUPT_ONDISK, WHO_MOUNT,
} from "../abi";
import { deviceName } from "./devices";
import { argNumber, eventArg, eventClose, eventDeviceRange, eventOpen, eventRule, hasCrashed } from "./events";
import {
  recordBlocks, recordFileBlock, recordFlags, recordOwner, recordStart, rmapFirst, rmapNext, rmapRecord,
} from "./extents";
import { fsAgBlocks, fsAt, mountDevice, mountFs } from "./filesystems";
import { PGOFF_RIGHT, PRE_REMOVE, SKIPS_NON_DAX, WANT_SHUTDOWN, has } from "./kernels";
import { fileInCore, fileIsDax, invalidateInodePages, mfDaxKillProcs } from "./mm";
import { SCRATCH } from "./state";
import { forceShutdown } from "./xfs-shutdown";

/** `want_shutdown` of the query that runs now. */
const WANTS: usize = SCRATCH + 0xe020;

export function wantsShutdown(): bool {
  return load<u32>(WANTS) != 0;
}

export function wantsShutdownForget(): void {
  store<u32>(WANTS, 0);
}

/** Asks one group for the records over `[low, high]` and acts on each. `count` blocks failed from `low` on. */
export function queryGroup(mount: u32, isRt: bool, group: u32, low: u32, high: u32, count: u32, flags: u32): i32 {
  const fs = fsAt(mountFs(mount));
  const event = eventOpen(FN_XFS_RMAP_QUERY_RANGE, RULE_XFS_GROUP, WHO_MOUNT, mount);
  const blockBytes = u64(load<u32>(fs, FS_BLOCK_BYTES));
  const groupOff = isRt ? 0 : u64(group) * u64(fsAgBlocks(mountFs(mount))) * blockBytes;
  eventDeviceRange(event, deviceName(mountDevice(mount)), groupOff + u64(low) * blockBytes, u64(count) * blockBytes);
  argNumber(event, KEY_AGNO, group);
  argNumber(event, KEY_LOW_STARTBLOCK, low);
  argNumber(event, KEY_HIGH_STARTBLOCK, high);
  const rmap = load<u32>(fs + (isRt ? FS_RT_RMAP : FS_RMAP));
  const end = high == u32.MAX_VALUE ? high : high + 1;
  let rc = 0;
  let cursor = rmap == 0 ? 0 : rmapFirst(rmap, group, low, end);
  if (cursor == 0) eventRule(event, RULE_XFS_FREE_SPACE);
  while (cursor != 0) {
    rc = failureFn(mount, group, groupOff, rmapRecord(cursor), low, count, flags);
    if (hasCrashed()) return -EIO;
    if (rc != 0) break;
    cursor = rmapNext(cursor);
  }
  return eventClose(event, rc);
}

/** Models xfs_dax_failure_fn. */
function failureFn(mount: u32, group: u32, groupOff: u64, record: usize, low: u32, count: u32, flags: u32): i32 {
  const fs = mountFs(mount);
  const blockBytes = u64(load<u32>(fsAt(fs), FS_BLOCK_BYTES));
  const start = recordStart(record);
  const nrBlocks = recordBlocks(record);
  const owner = recordOwner(record);
  const recFlags = recordFlags(record);
  const fileBlock = recordFileBlock(record);
  const isInode = (owner >> 63) == 0;
  const event = eventOpen(FN_XFS_DAX_FAILURE_FN, RULE_XFS_RECORD_META, WHO_MOUNT, mount);
  const device = deviceName(mountDevice(mount));
  eventDeviceRange(event, device, groupOff + u64(start) * blockBytes, u64(nrBlocks) * blockBytes);
  argNumber(event, KEY_AGNO, group);
  argNumber(event, KEY_STARTBLOCK, start);
  argNumber(event, KEY_BLOCKCOUNT, nrBlocks);
  eventArg(event, KEY_OWNER_NAME, KIND_OWNER, owner);
  if (isInode) argNumber(event, KEY_FILE_OFFSET, fileBlock * blockBytes);
  else eventArg(event, KEY_FILE_OFFSET, KIND_NULL, 0);
  argNumber(event, KEY_LEN, u64(nrBlocks) * blockBytes);
  argNumber(event, KEY_RM_FLAGS, recFlags);
  argNumber(event, KEY_FAIL_STARTBLOCK, low);
  argNumber(event, KEY_FAIL_BLOCKCOUNT, count);
  if (!isInode || (recFlags & (RMAP_ATTR_FORK | RMAP_BMBT_BLOCK)) != 0) {
    return eventClose(event, lostMetadata(event, mount, flags));
  }
  const file = iget(mount, fs, owner);
  if (file == 0) {
    eventRule(event, RULE_XFS_RECORD_NOT_INCORE);
    return eventClose(event, 0);
  }
  const isRemoval = has(PRE_REMOVE) && (flags & MF_MEM_PRE_REMOVE) != 0;
  eventRule(event, RULE_XFS_RECORD_KILL);
  if (!fileIsDax(file)) {
    eventRule(event, RULE_XFS_RECORD_NOT_DAX);
    if (has(SKIPS_NON_DAX)) {
      if (isRemoval) invalidateInodePages(file);
      return eventClose(event, 0);
    }
  }
  const firstPage = failedPage(fileBlock, blockBytes, start, low);
  const nrPages = failedPages(start, nrBlocks, low, count, blockBytes);
  const rc = mfDaxKillProcs(file, firstPage, nrPages, flags);
  return hasCrashed() ? -EIO : eventClose(event, rc);
}

/** Metadata asks for a shutdown at the end; v9 does it at once and stops. */
function lostMetadata(event: u32, mount: u32, flags: u32): i32 {
  if (has(PRE_REMOVE) && (flags & MF_MEM_PRE_REMOVE) != 0) {
    eventRule(event, RULE_XFS_RECORD_META_PRE_REMOVE);
    return 0;
  }
  if (has(WANT_SHUTDOWN)) {
    store<u32>(WANTS, 1);
    return 0;
  }
  forceShutdown(mount, SHUTDOWN_CORRUPT_ONDISK);
  return -EFSCORRUPTED;
}

/** Models xfs_iget with XFS_IGET_INCORE. */
function iget(mount: u32, fs: u32, ino: u64): u32 {
  const event = eventOpen(FN_XFS_IGET, RULE_XFS_IGET, WHO_MOUNT, mount);
  argNumber(event, KEY_INO, ino);
  const file = fileInCore(fs, ino);
  eventClose(event, file == 0 ? -ENODATA : 0);
  return file;
}

/** Models xfs_failure_pgoff. v9 took the record's offset in blocks for one in bytes. */
function failedPage(fileBlock: u64, blockBytes: u64, start: u32, low: u32): u64 {
  let offBytes = has(PGOFF_RIGHT) ? fileBlock * blockBytes : fileBlock;
  if (low > start) offBytes += u64(low - start) * blockBytes;
  return offBytes >> 12;
}

/** Models xfs_failure_pgcnt: u32 arithmetic, so an end before the start is billions of pages. */
function failedPages(start: u32, nrBlocks: u32, low: u32, count: u32, blockBytes: u64): u64 {
  const end = min<u32>(start + nrBlocks, low + count);
  return (u64(end - max<u32>(start, low)) * blockBytes) >> 12;
}
