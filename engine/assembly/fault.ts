/**
 * Page faults on DAX files: how a page of a file becomes an entry in a process's page table.
 *
 * Models dax_iomap_pte_fault, dax_iomap_pmd_fault and what XFS and ext4 answer to iomap_begin (fs/dax.c,
 * fs/xfs/xfs_file.c). A 2 MiB entry is tried first and falls back to 4 KiB whenever a condition fails. Page-cache and
 * device-dax faults are in other-faults.ts.
 *
 * **Left out:** 2 MiB zero pages, fault-around, MAP_SYNC's extra fsync (metadata is never delayed here).
 */
import {
  BUS_ADRERR, BUS_MCEERR_AR, CRASH_HANG, EHWPOISON, EIO, ENOSPC, ENTRY_COPY, ENTRY_PMD, ENTRY_PTE,
  ENTRY_WRITABLE, ENTRY_ZERO, ENXIO, FN_DAX_IOMAP_FAULT, INODE_REALTIME, KEY_INDEX, MAPPING_ALIGNED_2M,
  MAPPING_PRIVATE, MOUNT_HUNG, PAGE_SHIFT, RULE_FAULT_BADBLOCK, RULE_FAULT_BADBLOCK_ADRERR, RULE_FAULT_COPY,
  RULE_FAULT_COW, RULE_FAULT_DEAD, RULE_FAULT_FROZEN, RULE_FAULT_MEDIA, RULE_FAULT_NO_SPACE, RULE_FAULT_PMD,
  RULE_FAULT_PTE, RULE_FAULT_SHUTDOWN, RULE_FAULT_UPGRADE, RULE_FAULT_ZERO, RUN_REALTIME, SPACE_FILE,
  WHO_KERNEL,
} from "../abi";
import { kernelMachineCheck } from "./badranges";
import { PAGE_BUFFER } from "./buffers";
import { daxAlive } from "./dax";
import { entryInsert } from "./dax-entries";
import { deviceDax, pmemOf } from "./devices";
import { PMD_PAGES, entryDisk, entryKind, entryOf, entryPage, fileIsWritten, filePlace } from "./entries";
import { argNumber, crash, eventClose, eventOpen, eventRange, eventRule } from "./events";
import {
  blockBytesOf, fileAllocate, fileBlockAt, fileConvert, fileIsShared, fileRunFrom,
} from "./file-extents";
import { inodeEntries, inodeFs, inodeHas, inodeMount, inodeNumber, inodePath, inodeSize } from "./files";
import { isShutdown, mountHas } from "./filesystems";
import { frameAlloc, frameAt } from "./frames";
import { FAULT_HWPOISON, has } from "./kernels";
import { hasBadblock, mediaZero } from "./media";
import { hasSmallEntries, mappedEntry, setEntry } from "./page-table";
import { storeFlushed } from "./persistence";
import { pmemRead } from "./pmem";
import { mappingEntries, mappingFirstPage, mappingHas, mappingPages } from "./processes";
import { unshareBlock } from "./reflink";
import { NOWHERE } from "./space";
import { PAGE_BYTES, touch } from "./state";
import { groupOfInode } from "./xfs-layout";

/** Answers of a fault: served, the task hangs, or the code of the SIGBUS. */
export const FAULT_SERVED: u32 = 0;
export const FAULT_HANGS: u32 = 1;

/** Pages of the file as far as its size goes. */
export function filePages(inode: u32): u64 {
  return (inodeSize(inode) + PAGE_BYTES - 1) >> PAGE_SHIFT;
}

/** Whether the dax_device under a place is alive. */
function isAlive(place: u64): bool {
  const dax = deviceDax(entryDisk(place));
  return dax != 0 && daxAlive(dax);
}

/** Answer of a fault on a page that badblocks lists. */
function badblockAnswer(event: u32): u32 {
  const isTold = has(FAULT_HWPOISON);
  eventRule(event, isTold ? RULE_FAULT_BADBLOCK : RULE_FAULT_BADBLOCK_ADRERR);
  eventClose(event, isTold ? -EHWPOISON : -EIO);
  return isTold ? BUS_MCEERR_AR : BUS_ADRERR;
}

function refuse(event: u32, rule: u32, errno: i32): u32 {
  eventRule(event, rule);
  eventClose(event, -errno);
  return BUS_ADRERR;
}

/** A fault on page `index` of a DAX file through a mapping. Returns FAULT_SERVED, FAULT_HANGS or a si_code. */
export function daxFault(mapping: u32, inode: u32, index: u64, isWrite: bool): u32 {
  const mount = inodeMount(inode);
  const isCopy = isWrite && mappingHas(mapping, MAPPING_PRIVATE);
  const writes = isWrite && !isCopy;
  const event = eventOpen(FN_DAX_IOMAP_FAULT, RULE_FAULT_PTE, WHO_KERNEL, 0);
  eventRange(event, SPACE_FILE, inodePath(inode), index << PAGE_SHIFT, PAGE_BYTES);
  argNumber(event, KEY_INDEX, index);
  if (mount == 0 || isShutdown(mount)) return refuse(event, RULE_FAULT_SHUTDOWN, EIO);
  if (writes && mountHas(mount, MOUNT_HUNG)) {
    eventRule(event, RULE_FAULT_FROZEN);
    crash(CRASH_HANG, FN_DAX_IOMAP_FAULT, RULE_FAULT_FROZEN);
    return FAULT_HANGS;
  }
  if (!isCopy && tryPmd(mapping, inode, index, writes)) {
    eventRule(event, RULE_FAULT_PMD);
    eventClose(event, 0);
    return FAULT_SERVED;
  }
  if (isCopy) return copyFault(event, mapping, inode, index);
  return pteFault(event, mapping, inode, index, writes);
}

/** 4 KiB: finds or makes the block, checks the device, inserts DAX entry and page-table entry. */
function pteFault(event: u32, mapping: u32, inode: u32, index: u64, writes: bool): u32 {
  const isShared = fileIsShared(inode, blockOf(inode, index));
  const isCow = writes && isShared;
  if (!fileIsWritten(inode, index)) {
    if (!writes) {
      entryInsert(inode, index, ENTRY_ZERO, 0, false, false);
      setEntry(mapping, index, ENTRY_ZERO);
      eventRule(event, RULE_FAULT_ZERO);
      eventClose(event, 0);
      return FAULT_SERVED;
    }
    if (!makeBlocks(inode, index, 1)) return refuse(event, RULE_FAULT_NO_SPACE, ENOSPC);
  } else if (isCow) {
    const old = filePlace(inode, index);
    if (!isAlive(old)) return refuse(event, RULE_FAULT_DEAD, ENXIO);
    if (hasBadblock(entryDisk(old), entryPage(old) << PAGE_SHIFT, PAGE_BYTES)) return badblockAnswer(event);
    const errno = unsharePage(inode, index);
    if (errno == EIO) return refuse(event, RULE_FAULT_MEDIA, EIO);
    if (errno != 0) return refuse(event, RULE_FAULT_NO_SPACE, ENOSPC);
  }
  const place = filePlace(inode, index);
  if (place == 0 || !isAlive(place)) return refuse(event, RULE_FAULT_DEAD, ENXIO);
  if (hasBadblock(entryDisk(place), entryPage(place) << PAGE_SHIFT, PAGE_BYTES)) return badblockAnswer(event);
  const before = mappedEntry(mapping, index);
  entryInsert(inode, index, ENTRY_PTE, place, isShared, isCow);
  setEntry(mapping, index, place | u64(ENTRY_PTE) | u64(writes ? ENTRY_WRITABLE : 0));
  if (isCow) eventRule(event, RULE_FAULT_COW);
  else if (entryDisk(before) != 0) eventRule(event, RULE_FAULT_UPGRADE);
  eventClose(event, 0);
  return FAULT_SERVED;
}

function blockOf(inode: u32, index: u64): u64 {
  return (index << PAGE_SHIFT) / blockBytesOf(inode);
}

/** Gives the page a block of its own and copies its bytes there. 0, ENOSPC, or EIO where the old ones are poisoned. */
export function unsharePage(inode: u32, index: u64): i32 {
  const old = filePlace(inode, index);
  const off = entryPage(old) << PAGE_SHIFT;
  const got = pmemRead(pmemOf(entryDisk(old)), off, PAGE_BYTES, PAGE_BUFFER);
  if (got < PAGE_BYTES) {
    kernelMachineCheck(entryDisk(old), off + got);
    return EIO;
  }
  if (unshareBlock(inode, blockOf(inode, index)) == NOWHERE) return ENOSPC;
  const place = filePlace(inode, index);
  storeFlushed(entryDisk(place), entryPage(place) << PAGE_SHIFT, PAGE_BYTES, PAGE_BUFFER);
  return 0;
}

/** Allocates or converts the blocks of `nrPages` pages and zeroes them through the driver, which clears poison. */
export function makeBlocks(inode: u32, index: u64, nrPages: u64): bool {
  const first = blockOf(inode, index);
  const end = blockOf(inode, index + nrPages);
  const flags: u32 = inodeHas(inode, INODE_REALTIME) ? RUN_REALTIME : 0;
  for (let block = first; block < end; block++) {
    if (fileBlockAt(inode, block) != NOWHERE) continue;
    const group = groupOfInode(inodeFs(inode), inodeNumber(inode));
    if (!fileAllocate(inode, group, block, 1, 1, flags)) return false;
  }
  fileConvert(inode, first, end - first);
  for (let page = index; page < index + nrPages; page++) {
    const place = filePlace(inode, page);
    if (place != 0) mediaZero(entryDisk(place), entryPage(place));
  }
  return true;
}

// --- 2 MiB -------------------------------------------------------------------------------------

/** Place of the window's first page if a 2 MiB entry is possible; 0: it is not. Models dax_iomap_pmd_fault's checks. */
function pmdPlace(mapping: u32, inode: u32, head: u64, writes: bool): u64 {
  const first = mappingFirstPage(mapping);
  if (head < first || head + PMD_PAGES > first + mappingPages(mapping)) return 0;
  if (head + PMD_PAGES > filePages(inode)) return 0;
  if (hasSmallEntries(mappingEntries(mapping), head) || hasSmallEntries(inodeEntries(inode), head)) return 0;
  const block = blockOf(inode, head);
  const nrBlocks = blockOf(inode, head + PMD_PAGES) - block;
  if (fileRunFrom(inode, block) < nrBlocks) return 0;
  if (!writes && !fileIsWritten(inode, head)) return 0;
  const place = filePlace(inode, head);
  const last = filePlace(inode, head + PMD_PAGES - 1);
  if (place == 0 || (entryPage(place) & (PMD_PAGES - 1)) != 0 || last != place + ((PMD_PAGES - 1) << 32)) return 0;
  if (writes) {
    for (let i: u64 = 0; i < nrBlocks; i++) if (fileIsShared(inode, block + i)) return 0;
  }
  if (!isAlive(place)) return 0;
  return hasBadblock(entryDisk(place), entryPage(place) << PAGE_SHIFT, PMD_PAGES << PAGE_SHIFT) ? 0 : place;
}

function tryPmd(mapping: u32, inode: u32, index: u64, writes: bool): bool {
  if (!mappingHas(mapping, MAPPING_ALIGNED_2M)) return false;
  const head = index & ~(PMD_PAGES - 1);
  const place = pmdPlace(mapping, inode, head, writes);
  if (place == 0) return false;
  if (writes && !fileIsWritten(inode, head)) makeBlocks(inode, head, PMD_PAGES);
  entryInsert(inode, head, ENTRY_PMD, place, fileIsShared(inode, blockOf(inode, head)), false);
  setEntry(mapping, head, place | u64(ENTRY_PMD) | u64(writes ? ENTRY_WRITABLE : 0));
  return true;
}

// --- private copies ----------------------------------------------------------------------------

/**
 * A store into a private mapping: the process gets its own copy in RAM. Models dax_fault_cow_page, and wp_huge_pmd, which
 * drops a 2 MiB entry that was only read: all its pages have to be faulted in again.
 */
function copyFault(event: u32, mapping: u32, inode: u32, index: u64): u32 {
  if (entryKind(mappedEntry(mapping, index)) == ENTRY_PMD) setEntry(mapping, index & ~(PMD_PAGES - 1), 0);
  const isWritten = fileIsWritten(inode, index);
  if (isWritten) {
    const place = filePlace(inode, index);
    const disk = entryDisk(place);
    const off = entryPage(place) << PAGE_SHIFT;
    if (!isAlive(place)) return refuse(event, RULE_FAULT_DEAD, ENXIO);
    if (hasBadblock(disk, off, PAGE_BYTES)) return badblockAnswer(event);
    const got = pmemRead(pmemOf(disk), off, PAGE_BYTES, PAGE_BUFFER);
    if (got < PAGE_BYTES) {
      kernelMachineCheck(disk, off + got);
      return refuse(event, RULE_FAULT_MEDIA, EIO);
    }
  }
  const frame = frameAlloc();
  if (isWritten) {
    touch(frameAt(frame), PAGE_BYTES);
    memory.copy(frameAt(frame), PAGE_BUFFER, PAGE_BYTES);
  }
  setEntry(mapping, index, entryOf(ENTRY_COPY, 0, frame) | ENTRY_WRITABLE);
  eventRule(event, RULE_FAULT_COPY);
  eventClose(event, 0);
  return FAULT_SERVED;
}
