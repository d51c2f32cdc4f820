/**
 * What memory management gives to the route: the one door between the two halves of the engine.
 *
 * Everything here emits its own events and returns the kernel's answer. A function whose task died calls `crash`
 * and returns; the caller asks `hasCrashed()` and unwinds.
 *
 * **Left out:** nothing is decided here, but which file plays a step.
 */
import {
  CRASH_OOPS, EBUSY, EFAULT, EINVAL, ENTRY_PMD, FN_DAX_DISASSOCIATE_ENTRY, FS_MM3, INODE_CHAR, INODE_ENTRIES,
  INODE_INCORE, MAPPING_OFF, MOUNT_PAGES_GONE, OP_ATTR, OP_BADBLOCKS, OP_BLOCK_READ, OP_BLOCK_WRITE, OP_CREATE,
  OP_DROP_INODE, OP_EXIT, OP_FENCE, OP_FLUSH, OP_FORK, OP_FSMAP, OP_FSYNC, OP_INJECT_ERROR, OP_LOAD, OP_MKDIR,
  OP_MMAP, OP_MUNMAP, OP_OPEN, OP_POISON, OP_POLICY, OP_POWER_FAIL, OP_READ, OP_REFLINK, OP_SCRUB, OP_SPAWN,
  OP_STORE, OP_TRUNCATE, OP_UNLINK, OP_WRITE, OP_ZERO_PAGE_RANGE, RULE_OOPS_DISASSOCIATE, WHO_KERNEL,
} from "../abi";
import { isInMapping, loadStep, makePresent, mappedPage, storeStep } from "./access";
import { badrangesReset } from "./badranges";
import {
  badblocksStep, blockReadStep, blockWriteStep, injectErrorStep, poisonStep, scrubStep, zeroPageRangeStep,
} from "./device-steps";
import { pfnOf } from "./devices";
import { entryCovering, entryDisk, entryKind } from "./entries";
import { crash, eventOpen, hasCrashed } from "./events";
import { FAULT_SERVED } from "./fault";
import { fsyncStep, readStep, writeStep } from "./file-io";
import { attrStep, createStep, mkdirStep, reflinkStep } from "./file-steps";
import {
  filesReset, firstInCore, fsMappings, inodeAt, inodeByNumber, inodeEntries, inodeHas, inodeIsDax, nextInCore,
} from "./files";
import { fsAt, mountFs, mountHas } from "./filesystems";
import { framesReset } from "./frames";
import { fsmapStep } from "./fsmap-step";
import { evict, invalidatePages } from "./inode-pages";
import { dropInodeStep, openStep, truncateStep, unlinkStep } from "./inode-steps";
import { FOLIO_ADDRESS, UMOUNT_OOPSES, has } from "./kernels";
import { mappedEntry } from "./page-table";
import { pagesForget, pagesReset } from "./pages";
import { persistenceReset } from "./persistence";
import { powerFailStep } from "./power";
import {
  exitStep, fenceStep, flushStep, forkStep, mmapStep, munmapStep, policyStep, spawnStep,
} from "./process-steps";
import { mappingAt, mappingByName, mappingInode, processesReset } from "./processes";
import { NO_INDEX, sparseGet, sparseNext } from "./sparse";
import { put32 } from "./state";

export { mfDaxKillProcs, mfGenericKillProcs } from "./kill";
export { mkfsLayout } from "./xfs-layout";

/** Prepares tables (32..63, root slots 32..47) of a fresh machine. */
export function mmReset(): void {
  filesReset();
  framesReset();
  processesReset();
  pagesReset();
  persistenceReset();
  badrangesReset();
}

/** Plays one step of its own: `op` is OP_MM_FIRST or above, `ptr` its first argument word. Returns 0 or -errno. */
export function mmStep(op: u32, ptr: usize): i32 {
  switch (op) {
    case OP_CREATE: return createStep(ptr);
    case OP_MKDIR: return mkdirStep(ptr);
    case OP_ATTR: return attrStep(ptr);
    case OP_REFLINK: return reflinkStep(ptr);
    case OP_UNLINK: return unlinkStep(ptr);
    case OP_TRUNCATE: return truncateStep(ptr);
    case OP_FSMAP: return fsmapStep(ptr);
    case OP_OPEN: return openStep(ptr);
    case OP_DROP_INODE: return dropInodeStep(ptr);
    case OP_READ: return readStep(ptr);
    case OP_WRITE: return writeStep(ptr);
    case OP_FSYNC: return fsyncStep(ptr);
    default: return processStep(op, ptr);
  }
}

function processStep(op: u32, ptr: usize): i32 {
  switch (op) {
    case OP_SPAWN: return spawnStep(ptr);
    case OP_FORK: return forkStep(ptr);
    case OP_POLICY: return policyStep(ptr);
    case OP_EXIT: return exitStep(ptr);
    case OP_MMAP: return mmapStep(ptr);
    case OP_MUNMAP: return munmapStep(ptr);
    case OP_LOAD: return loadStep(ptr);
    case OP_STORE: return storeStep(ptr);
    case OP_FLUSH: return flushStep(ptr);
    case OP_FENCE: return fenceStep(ptr);
    default: return deviceStep(op, ptr);
  }
}

function deviceStep(op: u32, ptr: usize): i32 {
  switch (op) {
    case OP_BLOCK_READ: return blockReadStep(ptr);
    case OP_BLOCK_WRITE: return blockWriteStep(ptr);
    case OP_ZERO_PAGE_RANGE: return zeroPageRangeStep(ptr);
    case OP_POISON: return poisonStep(ptr);
    case OP_SCRUB: return scrubStep(ptr);
    case OP_INJECT_ERROR: return injectErrorStep(ptr);
    case OP_BADBLOCKS: return badblocksStep(ptr);
    case OP_POWER_FAIL: return powerFailStep();
    default: return -EINVAL;
  }
}

// --- filesystems -------------------------------------------------------------------------------

/** After the mount succeeded (its record is complete): nothing is in core yet. */
export function mountContents(mount: u32): void {
  put32(fsAt(mountFs(mount)) + FS_MM3, 0);
}

/** Whether an in-core file still has DAX entries with pages. */
function hasDaxPages(fs: u32): bool {
  for (let inode = firstInCore(fs); inode != 0; inode = nextInCore(inode)) {
    if (load<u32>(inodeAt(inode), INODE_ENTRIES) == 0) continue;
    const array = inodeEntries(inode);
    for (let at = sparseNext(array, 0); at != NO_INDEX; at = sparseNext(array, at + 1)) {
      if (entryDisk(sparseGet(array, u32(at))) != 0) return true;
    }
  }
  return false;
}

/**
 * Before the mount goes away: inodes leave the cache, DAX entries are dropped. May crash (UMOUNT_OOPSES). 0 or
 * -EBUSY.
 */
export function umountContents(mount: u32): i32 {
  const fs = mountFs(mount);
  if (fsMappings(fs) != 0) return -EBUSY;
  if (mountHas(mount, MOUNT_PAGES_GONE) && has(UMOUNT_OOPSES) && hasDaxPages(fs)) {
    eventOpen(FN_DAX_DISASSOCIATE_ENTRY, RULE_OOPS_DISASSOCIATE, WHO_KERNEL, 0);
    crash(CRASH_OOPS, FN_DAX_DISASSOCIATE_ENTRY, RULE_OOPS_DISASSOCIATE);
    return 0;
  }
  let inode = firstInCore(fs);
  while (inode != 0) {
    const next = nextInCore(inode);
    evict(inode);
    inode = next;
  }
  return 0;
}

/** File with this inode number if it is in core, 0 otherwise (xfs_iget with XFS_IGET_INCORE). */
export function fileInCore(fs: u32, ino: u64): u32 {
  const inode = inodeByNumber(fs, ino);
  return inode != 0 && inodeHas(inode, INODE_INCORE) ? inode : 0;
}

/** Whether the file's mapping is a DAX mapping (S_DAX). */
export function fileIsDax(file: u32): bool {
  return inodeIsDax(file);
}

// --- failures ----------------------------------------------------------------------------------

/** Removal of a device (MF_MEM_PRE_REMOVE) drops the page cache of a file that is not DAX. */
export function invalidateInodePages(file: u32): void {
  invalidatePages(file, 0, u64.MAX_VALUE);
}

/** The disk and all its struct pages are gone (`isGone`) or back. */
export function mmDiskGone(disk: u32, isGone: bool): void {
  if (isGone) pagesForget(disk);
}

/**
 * get_user_pages for MADV_HWPOISON: faults the page at `offInMapBytes` in, with its events. 0 or -errno; at `out`
 * pfn u64 (u64.MAX: ordinary RAM) and bytes of the page u64 (4096, or 2 MiB where the folio is that large).
 */
export function pinUserPage(process: u32, map: u32, offInMapBytes: u64, out: usize): i32 {
  const mapping = mappingByName(process, map);
  if (mapping == 0 || !isInMapping(mapping, offInMapBytes, 1)) return -EINVAL;
  const index = (load<u64>(mappingAt(mapping), MAPPING_OFF) + offInMapBytes) >> 12;
  const code = makePresent(mapping, index, false);
  if (hasCrashed() || code != FAULT_SERVED) return -EFAULT;
  const entry = mappedEntry(mapping, index);
  const disk = entryDisk(entry);
  store<u64>(out, disk == 0 ? u64.MAX_VALUE : pfnOf(disk, mappedPage(entry, index) << 12));
  store<u64>(out, disk != 0 && isLargeFolio(mappingInode(mapping), index) ? u64(1) << 21 : 4096, 8);
  return 0;
}

/** device-dax pages are compound everywhere; pages of a DAX file since 7.2, where a 2 MiB entry says so. */
function isLargeFolio(inode: u32, index: u64): bool {
  if (!inodeHas(inode, INODE_CHAR) && !has(FOLIO_ADDRESS)) return false;
  return entryKind(entryCovering(inodeEntries(inode), index)) == ENTRY_PMD;
}
