/**
 * read(2), write(2), fsync(2) on files, DAX and page cache.
 *
 * Models dax_iomap_iter and pmem_recovery_write (fs/dax.c, drivers/nvdimm/pmem.c): a range with a known bad block is
 * refused as a whole when read; written, it is recovered page by page, the badblocks dropped after the copy. Latent
 * poison ends a copy where it is met.
 *
 * **Left out:** O_DIRECT on files that are not DAX, appending atomically, file position.
 */
import {
  CRASH_HANG, EFAULT, EFBIG, EIO, ENOENT, ENOSPC, ENTRY_PMD, ENXIO, EROFS, FN_DAX_IOMAP_RW, FN_FSYNC,
  FN_PMEM_RECOVERY_WRITE, INODE_DIRECTORY, INODE_SIZE, KERNEL_V9, KEY_LEN, KEY_LINES, KEY_OFFSET, KEY_PATH,
  MOUNT_DEVICE_GONE, MOUNT_HUNG, MOUNT_READ_ONLY, PAGE_SHIFT, RULE_DIRECT_ACCESS_BAD, RULE_DIRECT_ACCESS_DEAD,
  RULE_FILE_FROZEN, RULE_FILE_NO_ENTRY, RULE_FILE_NO_SPACE, RULE_FILE_OUTSIDE, RULE_FILE_READ_ONLY,
  RULE_FILE_SHUTDOWN, RULE_FSYNC, RULE_FSYNC_GONE, RULE_READ, RULE_READ_BADBLOCK, RULE_READ_MEDIA, RULE_WRITE,
  RULE_WRITE_RECOVERY, RULE_WRITE_RECOVERY_UNALIGNED, SPACE_FILE, WHO_DEVICE,
} from "../abi";
import { badblocksClear } from "./badblocks";
import { kernelMachineCheck } from "./badranges";
import { ERRNO_BUFFER, PAGE_BUFFER } from "./buffers";
import { daxAlive } from "./dax";
import { deviceDax, deviceName, pmemOf } from "./devices";
import { entryDisk, entryKind, entryPage, fileIsWritten, filePlace } from "./entries";
import {
  argName, argNumber, crash, eventClose, eventDeviceRange, eventOpen, eventRange, eventRule,
} from "./events";
import { makeBlocks, unsharePage } from "./fault";
import { afterPath, fileOfPath } from "./file-answers";
import { fileIsShared } from "./file-extents";
import {
  MAX_FILE_BYTES, inodeAt, inodeEntries, inodeGet, inodeHas, inodeIsDax, inodeMount, inodeSize,
} from "./files";
import { isShutdown, mountHas, whoOf } from "./filesystems";
import { frameAt } from "./frames";
import { cacheWriteBack, invalidatePages } from "./inode-pages";
import { kernelId } from "./kernels";
import { clearPoison, hasBadblock } from "./media";
import { pathMount, pathName } from "./names";
import { cachedPage, markDirty } from "./other-faults";
import { writeProtect } from "./page-table";
import { fenceLines, flushBytes, storeFlushed, unsafeLines } from "./persistence";
import { pmemRead } from "./pmem";
import { NO_INDEX, sparseGet, sparseNext } from "./sparse";
import { PAGE_BYTES, put64, touch } from "./state";

/** Opens the event and finds the file; 0: refused, the event is closed and `-errno` at `out`. */
function begin(event: u32, ptr: usize, writes: bool, out: usize): u32 {
  const inode = fileOfPath(ptr);
  const mount = pathMount(ptr);
  let rule: u32 = 0;
  let errno: i32 = EIO;
  if (inode == 0 || inodeHas(inode, INODE_DIRECTORY)) {
    rule = RULE_FILE_NO_ENTRY;
    errno = ENOENT;
  } else if (writes && mountHas(mount, MOUNT_HUNG)) {
    eventRule(event, RULE_FILE_FROZEN);
    crash(CRASH_HANG, FN_DAX_IOMAP_RW, RULE_FILE_FROZEN);
    return 0;
  } else if (isShutdown(mount)) rule = RULE_FILE_SHUTDOWN;
  else if (writes && mountHas(mount, MOUNT_READ_ONLY)) {
    rule = RULE_FILE_READ_ONLY;
    errno = EROFS;
  }
  if (rule != 0) {
    eventRule(event, rule);
    store<i32>(out, eventClose(event, -errno));
    return 0;
  }
  inodeGet(inode, pathName(ptr));
  return inode;
}

function open(ptr: usize, rule: u32, off: u64, len: u64): u32 {
  const event = eventOpen(FN_DAX_IOMAP_RW, rule, whoOf(pathMount(ptr)), pathMount(ptr));
  eventRange(event, SPACE_FILE, pathName(ptr), off, len);
  argName(event, KEY_PATH, pathName(ptr));
  argNumber(event, KEY_OFFSET, off);
  argNumber(event, KEY_LEN, len);
  return event;
}

/** Bytes from `off` on that lie together on one disk, at most `len`; pages that continue each other. */
function together(inode: u32, off: u64, len: u64): u64 {
  const place = filePlace(inode, off >> PAGE_SHIFT);
  let bytes = u64(PAGE_BYTES) - (off & (PAGE_BYTES - 1));
  for (let i: u64 = 1; bytes < len; i++) {
    const index = (off >> PAGE_SHIFT) + i;
    if (filePlace(inode, index) != place + (i << 32) || !fileIsWritten(inode, index)) break;
    bytes += PAGE_BYTES;
  }
  return min(bytes, len);
}

// --- reading -----------------------------------------------------------------------------------

/** Arguments as OP_READ has them. Returns the bytes read or -errno, as read(2). */
export function readStep(ptr: usize): i32 {
  const args = afterPath(ptr);
  const off = load<u64>(args);
  const event = open(ptr, RULE_READ, off, load<u64>(args, 8));
  const inode = begin(event, ptr, false, ERRNO_BUFFER);
  if (inode == 0) return load<i32>(ERRNO_BUFFER);
  const size = inodeSize(inode);
  const len = off >= size ? 0 : min(load<u64>(args, 8), size - off);
  const got = inodeIsDax(inode) ? readDax(event, inode, off, len) : readCached(event, inode, off, len);
  eventClose(event, i32(min(got, i64(i32.MAX_VALUE))));
  return got < 0 ? i32(got) : 0;
}

function readDax(event: u32, inode: u32, off: u64, len: u64): i64 {
  let done: u64 = 0;
  while (done < len) {
    const here = off + done;
    const index = here >> PAGE_SHIFT;
    if (!fileIsWritten(inode, index)) {
      done += min(len - done, u64(PAGE_BYTES) - (here & (PAGE_BYTES - 1)));
      continue;
    }
    const place = filePlace(inode, index);
    const disk = entryDisk(place);
    const at = (entryPage(place) << PAGE_SHIFT) + (here & (PAGE_BYTES - 1));
    const run = together(inode, here, len - done);
    if (place == 0 || deviceDax(disk) == 0 || !daxAlive(deviceDax(disk))) {
      eventRule(event, RULE_DIRECT_ACCESS_DEAD);
      return done != 0 ? i64(done) : -ENXIO;
    }
    if (hasBadblock(disk, at, run)) {
      eventRule(event, RULE_READ_BADBLOCK);
      return done != 0 ? i64(done) : -EIO;
    }
    const got = copyOut(disk, at, run);
    done += got;
    if (got < run) {
      eventRule(event, RULE_READ_MEDIA);
      return done != 0 ? i64(done) : -EFAULT;
    }
  }
  return i64(done);
}

/** Bytes that copy_mc_to_user gets before it meets poison. */
function copyOut(disk: u32, off: u64, len: u64): u64 {
  let done: u64 = 0;
  while (done < len) {
    const part = u32(min(len - done, u64(PAGE_BYTES)));
    const got = pmemRead(pmemOf(disk), off + done, part, PAGE_BUFFER);
    done += got;
    if (got < part) {
      kernelMachineCheck(disk, off + done);
      break;
    }
  }
  return done;
}

function readCached(event: u32, inode: u32, off: u64, len: u64): i64 {
  for (let index = off >> PAGE_SHIFT; index << PAGE_SHIFT < off + len; index++) {
    if (cachedPage(inode, index) != 0) continue;
    eventRule(event, RULE_READ_MEDIA);
    const done = (index << PAGE_SHIFT) > off ? (index << PAGE_SHIFT) - off : 0;
    return done != 0 ? i64(done) : -EIO;
  }
  return i64(len);
}

// --- writing -----------------------------------------------------------------------------------

/** Arguments as OP_WRITE has them. Returns 0 when anything was written, or -errno. */
export function writeStep(ptr: usize): i32 {
  const args = afterPath(ptr);
  const off = load<u64>(args);
  const len = u64(load<u32>(args, 8));
  const event = open(ptr, RULE_WRITE, off, len);
  const inode = begin(event, ptr, true, ERRNO_BUFFER);
  if (inode == 0) return load<i32>(ERRNO_BUFFER);
  if (off > MAX_FILE_BYTES || len > MAX_FILE_BYTES - off) {
    eventRule(event, RULE_FILE_OUTSIDE);
    return eventClose(event, -EFBIG);
  }
  let done: u64 = 0;
  let rc: i32 = 0;
  while (done < len && rc == 0) {
    const here = off + done;
    const part = u32(min(len - done, u64(PAGE_BYTES) - (here & (PAGE_BYTES - 1))));
    // Without a first page nothing can be put back together, so alignment is that of the whole piece.
    rc = inodeIsDax(inode)
      ? writeDax(event, inode, here, part, args + 12 + usize(done))
      : writeCached(event, inode, here, part, args + 12 + usize(done));
    if (rc == 0) done += part;
  }
  if (done != 0 && off + done > inodeSize(inode)) put64(inodeAt(inode) + INODE_SIZE, off + done);
  eventClose(event, done != 0 ? i32(done) : rc);
  return done != 0 || len == 0 ? 0 : rc;
}

function fail(event: u32, rule: u32, errno: i32): i32 {
  eventRule(event, rule);
  return -errno;
}

/** One page's part of a DAX write. */
function writeDax(event: u32, inode: u32, off: u64, len: u32, src: usize): i32 {
  const index = off >> PAGE_SHIFT;
  const inPage = off & (PAGE_BYTES - 1);
  if (!fileIsWritten(inode, index)) {
    if (!makeBlocks(inode, index, 1)) return fail(event, RULE_FILE_NO_SPACE, ENOSPC);
    invalidatePages(inode, index, index + 1);
  } else if (fileIsShared(inode, index)) {
    const errno = unsharePage(inode, index);
    if (errno != 0) return fail(event, errno == EIO ? RULE_READ_MEDIA : RULE_FILE_NO_SPACE, errno);
    invalidatePages(inode, index, index + 1);
  }
  const place = filePlace(inode, index);
  const disk = entryDisk(place);
  const at = (entryPage(place) << PAGE_SHIFT) + inPage;
  if (place == 0 || deviceDax(disk) == 0 || !daxAlive(deviceDax(disk))) {
    return fail(event, RULE_DIRECT_ACCESS_DEAD, ENXIO);
  }
  if (!hasBadblock(disk, entryPage(place) << PAGE_SHIFT, PAGE_BYTES)) {
    storeFlushed(disk, at, len, src);
    return 0;
  }
  if (kernelId() == KERNEL_V9) return fail(event, RULE_DIRECT_ACCESS_BAD, EIO);
  return recoveryWrite(disk, at, len, src);
}

/** Models pmem_recovery_write: whole pages only; badblocks are dropped after the copy. */
function recoveryWrite(disk: u32, off: u64, len: u32, src: usize): i32 {
  const event = eventOpen(FN_PMEM_RECOVERY_WRITE, RULE_WRITE_RECOVERY, WHO_DEVICE, deviceName(disk));
  eventDeviceRange(event, deviceName(disk), off, len);
  if ((off & (PAGE_BYTES - 1)) != 0 || len != PAGE_BYTES) {
    eventRule(event, RULE_WRITE_RECOVERY_UNALIGNED);
    eventClose(event, 0);
    return -EFAULT;
  }
  if (clearPoison(disk, off, len, false) < i64(len)) {
    eventClose(event, 0);
    return -EFAULT;
  }
  storeFlushed(disk, off, len, src);
  badblocksClear(pmemOf(disk), off >> 9, len >> 9);
  eventClose(event, i32(len));
  return 0;
}

function writeCached(event: u32, inode: u32, off: u64, len: u32, src: usize): i32 {
  const index = off >> PAGE_SHIFT;
  if (!fileIsWritten(inode, index) && !makeBlocks(inode, index, 1)) return fail(event, RULE_FILE_NO_SPACE, ENOSPC);
  const frame = cachedPage(inode, index);
  if (frame == 0) return fail(event, RULE_READ_MEDIA, EIO);
  if (fileIsShared(inode, index) && unsharePage(inode, index) != 0) return fail(event, RULE_FILE_NO_SPACE, ENOSPC);
  const at = frameAt(frame) + usize(off & (PAGE_BYTES - 1));
  touch(at, len);
  memory.copy(at, src, len);
  markDirty(inode, index);
  return 0;
}

// --- fsync -------------------------------------------------------------------------------------

/** Arguments as OP_FSYNC has them: dirty pages are written back, lines flushed and fenced. */
export function fsyncStep(ptr: usize): i32 {
  const event = eventOpen(FN_FSYNC, RULE_FSYNC, whoOf(pathMount(ptr)), pathMount(ptr));
  argName(event, KEY_PATH, pathName(ptr));
  const inode = begin(event, ptr, true, ERRNO_BUFFER);
  if (inode == 0) return load<i32>(ERRNO_BUFFER);
  if (mountHas(inodeMount(inode), MOUNT_DEVICE_GONE)) {
    eventRule(event, RULE_FSYNC_GONE);
    return eventClose(event, -EIO);
  }
  if (inodeIsDax(inode)) argNumber(event, KEY_LINES, flushFile(inode));
  const isWritten = cacheWriteBack(inode);
  fenceLines(0);
  return eventClose(event, isWritten ? 0 : -EIO);
}

/** Models dax_writeback_mapping_range: entries are write-protected, their lines written back. */
function flushFile(inode: u32): u32 {
  if (unsafeLines() == 0) return 0;
  let nr: u32 = 0;
  const array = inodeEntries(inode);
  for (let at = sparseNext(array, 0); at != NO_INDEX; at = sparseNext(array, at + 1)) {
    const entry = sparseGet(array, u32(at));
    if (entryDisk(entry) == 0) continue;
    writeProtect(inode, at);
    const bytes: u64 = entryKind(entry) == ENTRY_PMD ? u64(1) << 21 : u64(PAGE_BYTES);
    nr += flushBytes(entryDisk(entry), entryPage(entry) << PAGE_SHIFT, bytes, 0);
  }
  return nr;
}
