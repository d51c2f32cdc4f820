/**
 * Pages of inodes coming and going as a whole: truncation, invalidation, eviction, writeback.
 *
 * **Left out:** waiting for pinned pages; background writeback.
 */
import {
  ENTRY_WRITABLE, FN_DAX_BREAK_LAYOUTS, INODE_CACHE, INODE_COW_RUNS, INODE_ENTRIES, INODE_GONE, INODE_UNLINKED,
  PAGE_SHIFT, RULE_TRUNCATE_UNMAPS, RULE_UNMAP, SPACE_FILE, WHO_KERNEL,
} from "../abi";
import { entriesDrop } from "./dax-entries";
import { entryDisk, entryPage, filePlace } from "./entries";
import { eventCloseVoid, eventOpen, eventRange } from "./events";
import { attrCut, fileCut } from "./file-extents";
import {
  inodeAt, inodeCache, inodeForget, inodeFs, inodeHas, inodeIsDax, inodeLeaveCore, inodeNumber, inodePath,
} from "./files";
import { frameAt, frameFree } from "./frames";
import { TRUNCATE_DROPS_ENTRIES, has } from "./kernels";
import { mediaWrite } from "./media";
import { unmapPages, zapPages } from "./page-table";
import { firstMappingOf } from "./processes";
import { cancelCow } from "./reflink";
import { NO_INDEX, sparseGet, sparseNext, sparseRelease, sparseSet } from "./sparse";
import { put32 } from "./state";
import { inodeRelease } from "./xfs-layout";

/** Drops pages `[from, to)` of the file from the page cache; dirty ones are lost. */
export function cacheDrop(inode: u32, from: u64, to: u64): void {
  if (load<u32>(inodeAt(inode), INODE_CACHE) == 0) return;
  const array = inodeCache(inode);
  for (let at = sparseNext(array, from); at != NO_INDEX && at < to; at = sparseNext(array, at + 1)) {
    frameFree(u32(entryPage(sparseGet(array, u32(at)))));
    sparseSet(array, u32(at), 0);
  }
}

/** Writes dirty pages of the page cache to the device. False: one of them failed. */
export function cacheWriteBack(inode: u32): bool {
  if (load<u32>(inodeAt(inode), INODE_CACHE) == 0) return true;
  const array = inodeCache(inode);
  let isWritten = true;
  for (let at = sparseNext(array, 0); at != NO_INDEX; at = sparseNext(array, at + 1)) {
    const cached = sparseGet(array, u32(at));
    if ((cached & ENTRY_WRITABLE) == 0) continue;
    const place = filePlace(inode, at);
    if (place == 0) continue;
    if (mediaWrite(entryDisk(place), entryPage(place) << PAGE_SHIFT, 4096, frameAt(u32(entryPage(cached)))) != 0) {
      isWritten = false;
    } else sparseSet(array, u32(at), cached & ~u64(ENTRY_WRITABLE));
  }
  return isWritten;
}

/** Pages beyond a new size go; on a DAX file everybody loses all pages first. Models dax_layout_busy_page. */
export function truncatePages(inode: u32, size: u64): void {
  const first = (size + 4095) >> PAGE_SHIFT;
  if (!inodeIsDax(inode)) {
    zapPages(inode, first, u64.MAX_VALUE - first);
    cacheDrop(inode, first, u64.MAX_VALUE);
    return;
  }
  const event = eventOpen(FN_DAX_BREAK_LAYOUTS, RULE_TRUNCATE_UNMAPS, WHO_KERNEL, 0);
  eventRange(event, SPACE_FILE, inodePath(inode), 0, u64.MAX_VALUE);
  unmapPages(inode, 0, u64.MAX_VALUE >> PAGE_SHIFT, RULE_UNMAP);
  entriesDrop(inode, has(TRUNCATE_DROPS_ENTRIES) ? 0 : first, u64.MAX_VALUE);
  eventCloseVoid(event);
}

/** Models invalidate_inode_pages2_range: nobody maps the pages any more, and the file forgets them. */
export function invalidatePages(inode: u32, from: u64, to: u64): void {
  zapPages(inode, from, to - from);
  if (inodeIsDax(inode)) entriesDrop(inode, from, to);
  else cacheDrop(inode, from, to);
}

/** The inode leaves the cache; an unlinked one leaves the disk, too. */
export function evict(inode: u32): void {
  const at = inodeAt(inode);
  if (!inodeHas(inode, INODE_UNLINKED)) cacheWriteBack(inode);
  if (load<u32>(at, INODE_ENTRIES) != 0) {
    entriesDrop(inode, 0, u64.MAX_VALUE);
    sparseRelease(load<u32>(at, INODE_ENTRIES));
    put32(at + INODE_ENTRIES, 0);
  }
  if (load<u32>(at, INODE_CACHE) != 0) {
    cacheDrop(inode, 0, u64.MAX_VALUE);
    sparseRelease(load<u32>(at, INODE_CACHE));
    put32(at + INODE_CACHE, 0);
  }
  if (load<u32>(at, INODE_COW_RUNS) != 0) cancelCow(inode, 0);
  inodeLeaveCore(inode);
  if (!inodeHas(inode, INODE_UNLINKED) || inodeHas(inode, INODE_GONE)) return;
  fileCut(inode, 0, u64.MAX_VALUE);
  attrCut(inode);
  inodeRelease(inodeFs(inode), inodeNumber(inode));
  inodeForget(inode);
}

/** An unlinked file that nobody maps is gone. */
export function evictIfUnused(inode: u32): void {
  if (inodeHas(inode, INODE_UNLINKED) && firstMappingOf(inode) == 0) evict(inode);
}
