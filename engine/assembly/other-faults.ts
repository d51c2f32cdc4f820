/**
 * Faults that are not DAX: pages of the page cache, and device-dax character devices.
 *
 * Models filemap_fault, mm/filemap.c, and dev_dax_fault, drivers/dax/device.c. Pages of the cache are read through
 * the block device and written back by fsync; device-dax maps 2 MiB at once or refuses.
 *
 * **Left out:** read-ahead, reclaim and background writeback: a page stays in the cache until its inode leaves.
 */
import {
  BUS_ADRERR, CRASH_HANG, DEVICE_PRESENT, EIO, ENOSPC, ENTRY_CACHE, ENTRY_COPY, ENTRY_PMD, ENTRY_WRITABLE, ENXIO,
  FN_DEV_DAX_FAULT, FN_FILEMAP_FAULT, INODE_CACHED, KEY_INDEX, MAPPING_ALIGNED_2M, MAPPING_PRIVATE, MOUNT_DEVICE_GONE, MOUNT_HUNG,
  PAGE_SHIFT, RULE_FAULT_CACHE, RULE_FAULT_CHAR, RULE_FAULT_COPY, RULE_FAULT_DEAD, RULE_FAULT_FROZEN,
  RULE_FAULT_NO_SPACE, RULE_FAULT_SHUTDOWN, RULE_READ_MEDIA, SPACE_FILE, WHO_KERNEL,
} from "../abi";
import { deviceAt, deviceSize, pmemOf } from "./devices";
import { PMD_PAGES, entryCovering, entryDisk, entryOf, entryPage, fileIsWritten, filePlace } from "./entries";
import { argNumber, crash, eventClose, eventOpen, eventRange, eventRule } from "./events";
import { FAULT_HANGS, FAULT_SERVED, makeBlocks, unsharePage } from "./fault";
import { fileIsShared } from "./file-extents";
import { inodeCache, inodeDevice, inodeEntries, inodeHas, inodeMount, inodePath } from "./files";
import { isShutdown, mountHas } from "./filesystems";
import { frameAlloc, frameAt, frameFree } from "./frames";
import { mediaRead } from "./media";
import { setEntry } from "./page-table";
import { pmemRead } from "./pmem";
import { mappingFirstPage, mappingHas, mappingPages } from "./processes";
import { sparseGet, sparseSet } from "./sparse";
import { PAGE_BYTES, touch } from "./state";

function refuse(event: u32, rule: u32, errno: i32): u32 {
  eventRule(event, rule);
  eventClose(event, -errno);
  return BUS_ADRERR;
}

/** Page of a file in the page cache, read if need be; 0: it could not be read. Its errno is in the events. */
export function cachedPage(inode: u32, index: u64): u32 {
  const array = inodeCache(inode);
  const cached = sparseGet(array, u32(index));
  if (cached != 0) return u32(entryPage(cached));
  const frame = frameAlloc();
  if (fileIsWritten(inode, index)) {
    const place = filePlace(inode, index);
    touch(frameAt(frame), PAGE_BYTES);
    const off = entryPage(place) << PAGE_SHIFT;
    if (inodeHas(inode, INODE_CACHED)) pmemRead(pmemOf(entryDisk(place)), off, PAGE_BYTES, frameAt(frame));
    else if (place == 0 || mediaRead(entryDisk(place), off, PAGE_BYTES, frameAt(frame)) != 0) {
      frameFree(frame);
      return 0;
    }
  }
  sparseSet(array, u32(index), entryOf(ENTRY_CACHE, 0, frame));
  return frame;
}

/** The page in the cache is newer than the device. */
export function markDirty(inode: u32, index: u64): void {
  const array = inodeCache(inode);
  sparseSet(array, u32(index), sparseGet(array, u32(index)) | ENTRY_WRITABLE);
}

/** A fault through the page cache. */
export function cacheFault(mapping: u32, inode: u32, index: u64, isWrite: bool): u32 {
  const mount = inodeMount(inode);
  const isPrivate = mappingHas(mapping, MAPPING_PRIVATE);
  const event = eventOpen(FN_FILEMAP_FAULT, RULE_FAULT_CACHE, WHO_KERNEL, 0);
  eventRange(event, SPACE_FILE, inodePath(inode), index << PAGE_SHIFT, PAGE_BYTES);
  argNumber(event, KEY_INDEX, index);
  const isWritten = inodeHas(inode, INODE_CACHED) && fileIsWritten(inode, index);
  const isCached = isWritten || sparseGet(inodeCache(inode), u32(index)) != 0;
  if (mount == 0) return refuse(event, RULE_FAULT_SHUTDOWN, EIO);
  if (isShutdown(mount) && (!isCached || isWrite)) return refuse(event, RULE_FAULT_SHUTDOWN, EIO);
  if (mountHas(mount, MOUNT_DEVICE_GONE) && !isCached) return refuse(event, RULE_FAULT_DEAD, EIO);
  if (isWrite && !isPrivate && mountHas(mount, MOUNT_HUNG)) {
    eventRule(event, RULE_FAULT_FROZEN);
    crash(CRASH_HANG, FN_FILEMAP_FAULT, RULE_FAULT_FROZEN);
    return FAULT_HANGS;
  }
  if (isWrite && !isPrivate && !fileIsWritten(inode, index)) {
    if (!makeBlocks(inode, index, 1)) return refuse(event, RULE_FAULT_NO_SPACE, ENOSPC);
  }
  const frame = cachedPage(inode, index);
  if (frame == 0) return refuse(event, RULE_READ_MEDIA, EIO);
  if (isWrite && !isPrivate && fileIsShared(inode, index) && unsharePage(inode, index) != 0) {
    return refuse(event, RULE_FAULT_NO_SPACE, ENOSPC);
  }
  if (isWrite && isPrivate) {
    const copy = frameAlloc();
    touch(frameAt(copy), PAGE_BYTES);
    memory.copy(frameAt(copy), frameAt(frame), PAGE_BYTES);
    setEntry(mapping, index, entryOf(ENTRY_COPY, 0, copy) | ENTRY_WRITABLE);
    eventRule(event, RULE_FAULT_COPY);
  } else {
    setEntry(mapping, index, entryOf(ENTRY_CACHE, 0, frame) | u64(isWrite ? ENTRY_WRITABLE : 0));
  }
  eventClose(event, 0);
  return FAULT_SERVED;
}

/** A fault on a character device: 2 MiB or nothing. */
export function charFault(mapping: u32, inode: u32, index: u64): u32 {
  const device = inodeDevice(inode);
  const event = eventOpen(FN_DEV_DAX_FAULT, RULE_FAULT_CHAR, WHO_KERNEL, 0);
  eventRange(event, SPACE_FILE, inodePath(inode), index << PAGE_SHIFT, PAGE_BYTES);
  const head = index & ~(PMD_PAGES - 1);
  const first = mappingFirstPage(mapping);
  const isInside = head >= first && head + PMD_PAGES <= first + mappingPages(mapping);
  const isOnDevice = (head + PMD_PAGES) << PAGE_SHIFT <= deviceSize(device);
  if (load<u32>(deviceAt(device), DEVICE_PRESENT) == 0) return refuse(event, RULE_FAULT_DEAD, ENXIO);
  if (!isInside || !isOnDevice || !mappingHas(mapping, MAPPING_ALIGNED_2M)) {
    return refuse(event, RULE_FAULT_DEAD, ENXIO);
  }
  const entry = entryOf(ENTRY_PMD, device, head) | ENTRY_WRITABLE;
  if (entryCovering(inodeEntries(inode), head) == 0) sparseSet(inodeEntries(inode), u32(head), entry);
  setEntry(mapping, head, entry);
  eventClose(event, 0);
  return FAULT_SERVED;
}
