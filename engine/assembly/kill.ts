/**
 * Collecting and signalling: mf_dax_kill_procs and its generic sibling, mm/memory-failure.c.
 *
 * Told is who maps the page (a present entry), and is early by policy, or is the task that runs now; at removal
 * everybody who maps it. If anybody is told, the page is unmapped from all, in the size of the largest entry among
 * the told. The order is that of the file's list of mappings.
 *
 * **Left out:** SIGKILL for an unknown address; hwpoison_filter; threads.
 */
import {
  CRASH_HANG, CRASH_OOPS, DEVICE_NAME, DEV_CHAR, EBUSY, ENTRY_PMD, FN_DAX_LOCK_FOLIO,
  FN_DAX_LOCK_MAPPING_ENTRY, FN_DAX_LOCK_PAGE, FN_KILL_PROC, FN_MF_DAX_KILL_PROCS, FN_MF_GENERIC_KILL_PROCS,
  FN_UNMAP_AND_KILL, KERNEL_612, KERNEL_73, KEY_ADDR_OFFSET_IN_MAPPING, KEY_COLLECTED, KEY_COUNT, KEY_FLAGS,
  KEY_INDEX, KEY_INO, KEY_LEN, KEY_MAP, KEY_OFFSET, KEY_PFN, KEY_SIZE_SHIFT, KEY_TO, KILL_EARLY, KILL_LATE,
  MAPPING_NAME, MAPPING_OFF, MF_ACTION_REQUIRED, MF_MEM_PRE_REMOVE, MF_MUST_KILL, PROCESS_POLICY,
  RULE_HANG_BLOCKCOUNT, RULE_KILL_CURRENT, RULE_KILL_EARLY, RULE_KILL_FILE_PAGES, RULE_KILL_GENERIC,
  RULE_KILL_NOT_DAX, RULE_KILL_NO_COUNT, RULE_KILL_NO_MAPPING, RULE_KILL_REMOVAL, RULE_LOCK_CHAR,
  RULE_LOCK_ENTRY, RULE_LOCK_NO_ENTRY, RULE_LOCK_REFUSED, RULE_OOPS_SHARED, RULE_UNMAP, RULE_UNMAP_NOBODY,
  R_CURRENT, R_EARLY_KILL, SPACE_FILE, TEXT_LOCKED, TEXT_NO_ENTRY, WHO_KERNEL,
} from "../abi";
import { KILL_BUFFER, KILL_BUFFER_PAIRS } from "./buffers";
import { deviceAt, deviceKind, pfnOf } from "./devices";
import { PMD_PAGES, entryCovering, entryDisk, entryKind, entryPage } from "./entries";
import {
  argName, argNumber, crash, eventClose, eventCloseText, eventCloseVoid, eventOpen, eventRange, eventRule,
  hasCrashed,
} from "./events";
import { charInode, inodeEntries, inodeIsDax, inodeNumber, inodePath } from "./files";
import { invalidatePages } from "./inode-pages";
import { FOLIO_ADDRESS, SHARED_UNMAPPED, has, kernelId } from "./kernels";
import { mappingShift, unmapPages } from "./page-table";
import { pageIndex, pageInode, pageIsShared, pageSetPoison } from "./pages";
import {
  firstMappingOf, mappingAt, mappingProcess, mappingShows, nextMappingOf, processAt, processIsAlive,
  processName,
} from "./processes";
import { signalSend } from "./signals";
import { NO_INDEX, sparseGet, sparseNext } from "./sparse";
import { alloc, release, touch } from "./state";
import { rootAt } from "./tables";

/** A count that is the result of an overflow: the loop over absent pages does not end in sensible time. */
const ENDLESS_PAGES: u64 = 0x80000000;

// --- collecting --------------------------------------------------------------------------------

/** Models task_early_kill with force_early, and what MF_MEM_PRE_REMOVE makes of it. */
function isCollected(process: u32, flags: u32): bool {
  if (!processIsAlive(process)) return false;
  if ((flags & MF_MEM_PRE_REMOVE) != 0) return true;
  if (u64(process) == load<u64>(rootAt(R_CURRENT))) return true;
  const policy = load<u32>(processAt(process), PROCESS_POLICY);
  if (policy == KILL_EARLY) return true;
  return policy != KILL_LATE && load<u64>(rootAt(R_EARLY_KILL)) != 0;
}

/** Log2 of the entry size with which a mapping is collected; 0: it is not. */
function collectedShift(mapping: u32, index: u64, flags: u32): u32 {
  if (!mappingShows(mapping, index) || !isCollected(mappingProcess(mapping), flags)) return 0;
  return mappingShift(mapping, index);
}

function killProc(mapping: u32, shift: u32, index: u64, pfn: u64, flags: u32): void {
  const process = mappingProcess(mapping);
  const isCurrent = u64(process) == load<u64>(rootAt(R_CURRENT));
  let rule: u32 = isCurrent ? RULE_KILL_CURRENT : RULE_KILL_EARLY;
  if ((flags & MF_MEM_PRE_REMOVE) != 0 && !isCurrent) rule = RULE_KILL_REMOVAL;
  const offInMapping = (index << 12) - load<u64>(mappingAt(mapping), MAPPING_OFF);
  const event = eventOpen(FN_KILL_PROC, rule, WHO_KERNEL, 0);
  argNumber(event, KEY_SIZE_SHIFT, shift);
  argNumber(event, KEY_PFN, pfn);
  argNumber(event, KEY_FLAGS, flags);
  argName(event, KEY_TO, processName(process));
  argName(event, KEY_MAP, load<u32>(mappingAt(mapping), MAPPING_NAME));
  argNumber(event, KEY_ADDR_OFFSET_IN_MAPPING, offInMapping);
  signalSend(process, isCurrent, mapping, offInMapping, shift);
  eventClose(event, 0);
}

/** Collects, unmaps and kills for one page of a file. `pfn` is that of the DAX entry. */
function unmapAndKill(inode: u32, index: u64, pfn: u64, flags: u32): void {
  let nr: u32 = 0;
  let largest: u32 = 0;
  for (let m = firstMappingOf(inode); m != 0; m = nextMappingOf(m)) {
    const shift = collectedShift(m, index, flags);
    if (shift == 0) continue;
    nr++;
    largest = max(largest, shift);
  }
  const event = eventOpen(FN_UNMAP_AND_KILL, nr == 0 ? RULE_UNMAP_NOBODY : RULE_UNMAP, WHO_KERNEL, 0);
  eventRange(event, SPACE_FILE, inodePath(inode), index << 12, 4096);
  argNumber(event, KEY_PFN, pfn);
  argNumber(event, KEY_INDEX, index);
  argNumber(event, KEY_FLAGS, flags);
  argNumber(event, KEY_COLLECTED, nr);
  if (nr != 0) {
    const lenBytes = nr * 8;
    const list = nr > KILL_BUFFER_PAIRS ? alloc(lenBytes) : KILL_BUFFER;
    if (nr > KILL_BUFFER_PAIRS) touch(list, lenBytes);
    fillKills(list, inode, index, flags);
    const nrPages = u64(1) << (largest - 12);
    unmapPages(inode, index & ~(nrPages - 1), nrPages, RULE_UNMAP);
    for (let i: u32 = 0; i < nr; i++) {
      const kill = list + (usize(i) << 3);
      killProc(load<u32>(kill), load<u32>(kill, 4), index, pfn, flags);
    }
    if (nr > KILL_BUFFER_PAIRS) release(list, lenBytes);
  }
  eventCloseVoid(event);
}

function fillKills(list: usize, inode: u32, index: u64, flags: u32): void {
  let kill = list;
  for (let m = firstMappingOf(inode); m != 0; m = nextMappingOf(m)) {
    const shift = collectedShift(m, index, flags);
    if (shift == 0) continue;
    store<u32>(kill, m);
    store<u32>(kill, shift, 4);
    kill += 8;
  }
}

// --- the holder's way --------------------------------------------------------------------------

/** Models dax_lock_mapping_entry, fs/dax.c: the DAX entry, 0: none, or `u64.MAX_VALUE`: not a DAX mapping. */
function lockMappingEntry(inode: u32, index: u64): u64 {
  const isDax = inodeIsDax(inode);
  const entry = isDax ? entryCovering(inodeEntries(inode), index) : 0;
  const isPage = entryDisk(entry) != 0;
  const rule = !isDax ? RULE_LOCK_REFUSED : isPage ? RULE_LOCK_ENTRY : RULE_LOCK_NO_ENTRY;
  const event = eventOpen(FN_DAX_LOCK_MAPPING_ENTRY, rule, WHO_KERNEL, 0);
  eventRange(event, SPACE_FILE, inodePath(inode), index << 12, 4096);
  argNumber(event, KEY_INO, inodeNumber(inode));
  argNumber(event, KEY_INDEX, index);
  eventCloseText(event, !isDax ? 0 : isPage ? TEXT_LOCKED : TEXT_NO_ENTRY);
  return !isDax ? u64.MAX_VALUE : isPage ? entry : 0;
}

function killPage(inode: u32, index: u64, entry: u64, flags: u32): void {
  if ((flags & MF_MEM_PRE_REMOVE) == 0) pageSetPoison(entryDisk(entry), entryPage(entry));
  const pfn = pfnOf(entryDisk(entry), entryPage(entry) << 12);
  unmapAndKill(inode, index, pfn, flags | MF_ACTION_REQUIRED | MF_MUST_KILL);
}

/** Models mf_dax_kill_procs. Absent pages of a longer range are passed over without an event each. */
export function mfDaxKillProcs(inode: u32, pgoff: u64, count: u64, flags: u32): i32 {
  const event = eventOpen(
    FN_MF_DAX_KILL_PROCS, inodeIsDax(inode) ? RULE_KILL_FILE_PAGES : RULE_KILL_NOT_DAX, WHO_KERNEL, 0,
  );
  eventRange(event, SPACE_FILE, inodePath(inode), pgoff << 12, count << 12);
  argNumber(event, KEY_INO, inodeNumber(inode));
  argNumber(event, KEY_INDEX, pgoff);
  argNumber(event, KEY_COUNT, count);
  argNumber(event, KEY_FLAGS, flags);
  argNumber(event, KEY_OFFSET, pgoff << 12);
  argNumber(event, KEY_LEN, count << 12);
  if (count <= 1) {
    if (count == 0) {
      eventRule(event, RULE_KILL_NO_COUNT);
      return eventClose(event, 0);
    }
    const entry = lockMappingEntry(inode, pgoff);
    if (entry == u64.MAX_VALUE) return eventClose(event, -EBUSY);
    if (entry != 0) killPage(inode, pgoff, entry, flags);
    forgetRemoved(inode, pgoff, count, flags);
    return eventClose(event, 0);
  }
  if (!inodeIsDax(inode)) {
    lockMappingEntry(inode, pgoff);
    return eventClose(event, -EBUSY);
  }
  killRange(inode, pgoff, count, flags);
  if (count >= ENDLESS_PAGES) {
    crash(CRASH_HANG, FN_MF_DAX_KILL_PROCS, RULE_HANG_BLOCKCOUNT);
    return 0;
  }
  forgetRemoved(inode, pgoff, count, flags);
  return eventClose(event, 0);
}

/** What xfs_dax_failure_fn does next at removal: the file forgets its pages (invalidate_inode_pages2_range). */
function forgetRemoved(inode: u32, pgoff: u64, count: u64, flags: u32): void {
  if ((flags & MF_MEM_PRE_REMOVE) != 0) invalidatePages(inode, pgoff, pgoff + count);
}

function killRange(inode: u32, pgoff: u64, count: u64, flags: u32): void {
  const array = inodeEntries(inode);
  const end = pgoff + count < pgoff ? u64.MAX_VALUE : pgoff + count;
  let at = pgoff & ~(PMD_PAGES - 1);
  if (entryKind(sparseGet(array, u32(at))) != ENTRY_PMD) at = sparseNext(array, pgoff);
  for (; at != NO_INDEX && at < end; at = sparseNext(array, at + 1)) {
    const entry = sparseGet(array, u32(at));
    if (entryDisk(entry) == 0) continue;
    const pages = entryKind(entry) == ENTRY_PMD ? PMD_PAGES : 1;
    for (let index = max(at, pgoff); index < min(at + pages, end); index++) {
      lockMappingEntry(inode, index);
      killPage(inode, index, entry, flags);
    }
  }
}

// --- the generic way ---------------------------------------------------------------------------

/** Opens dax_lock_page or dax_lock_folio and closes it with what it answers. */
function lockEvent(rule: u32, inode: u32, index: u64, text: u32): void {
  const isFolio = kernelId() == KERNEL_612 || kernelId() == KERNEL_73;
  const event = eventOpen(isFolio ? FN_DAX_LOCK_FOLIO : FN_DAX_LOCK_PAGE, rule, WHO_KERNEL, 0);
  if (inode != 0) {
    eventRange(event, SPACE_FILE, inodePath(inode), index << 12, 4096);
    argNumber(event, KEY_INDEX, index);
  }
  if (rule == RULE_OOPS_SHARED) return;
  eventCloseText(event, text);
}

/** Page that a 2 MiB DAX entry's page is accounted to: itself, or the entry's first page. */
function accountedPage(disk: u32, page: u64): u64 {
  if (pageInode(disk, page) != 0 || pageIsShared(disk, page)) return page;
  const head = page & ~(PMD_PAGES - 1);
  const inode = pageInode(disk, head);
  if (inode == 0) return page;
  const entry = sparseGet(inodeEntries(inode), u32(pageIndex(disk, head)));
  return entryKind(entry) == ENTRY_PMD ? head : page;
}

/** Models mf_generic_kill_procs. `offBytes` on the pmem disk or character device. */
export function mfGenericKillProcs(disk: u32, offBytes: u64, pfn: u64, flags: u32): i32 {
  const event = eventOpen(FN_MF_GENERIC_KILL_PROCS, RULE_KILL_GENERIC, WHO_KERNEL, 0);
  argNumber(event, KEY_PFN, pfn);
  argNumber(event, KEY_FLAGS, flags);
  const page = offBytes >> 12;
  const isChar = deviceKind(disk) == DEV_CHAR;
  const ret = isChar ? genericChar(disk, page, pfn, flags) : genericFile(disk, page, pfn, flags);
  return hasCrashed() ? ret : eventClose(event, ret);
}

/** device-dax: always lockable; its pages are compound, so everything is said of the first one. */
function genericChar(disk: u32, page: u64, pfn: u64, flags: u32): i32 {
  const inode = charInode(disk, load<u32>(deviceAt(disk), DEVICE_NAME));
  const entry = entryCovering(inodeEntries(inode), page);
  if (entry == 0) {
    lockEvent(RULE_KILL_NO_MAPPING, 0, 0, 0);
    return -EBUSY;
  }
  const index = entryKind(entry) == ENTRY_PMD ? page & ~(PMD_PAGES - 1) : page;
  lockEvent(RULE_LOCK_CHAR, inode, index, TEXT_NO_ENTRY);
  pageSetPoison(disk, entryPage(entry));
  unmapAndKill(inode, index, pfn, flags | MF_ACTION_REQUIRED | MF_MUST_KILL);
  return 0;
}

function genericFile(disk: u32, page: u64, pfn: u64, flags: u32): i32 {
  const accounted = accountedPage(disk, page);
  if (pageIsShared(disk, accounted) && !has(SHARED_UNMAPPED)) {
    lockEvent(RULE_OOPS_SHARED, 0, 0, 0);
    crash(CRASH_OOPS, FN_DAX_LOCK_FOLIO, RULE_OOPS_SHARED);
    return 0;
  }
  const inode = pageInode(disk, accounted);
  if (inode == 0 || !inodeIsDax(inode)) {
    lockEvent(RULE_KILL_NO_MAPPING, 0, 0, 0);
    return -EBUSY;
  }
  const isWhole = has(FOLIO_ADDRESS);
  const index = pageIndex(disk, accounted) + (isWhole ? 0 : page - accounted);
  lockEvent(RULE_LOCK_ENTRY, inode, index, TEXT_LOCKED);
  pageSetPoison(disk, isWhole ? accounted : page);
  unmapAndKill(inode, index, pfn, flags | MF_ACTION_REQUIRED | MF_MUST_KILL);
  return 0;
}
