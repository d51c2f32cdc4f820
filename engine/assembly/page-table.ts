/**
 * Page tables: what each mapping has present, and how file pages are unmapped from everybody.
 *
 * Entries stand under the page of the *file*, so that a 2 MiB entry is aligned there whatever the mapping's start.
 *
 * **Left out:** the page tables of the kernel's own direct map; TLBs.
 */
import {
  ENTRY_CACHE, ENTRY_COPY, ENTRY_PMD, ENTRY_PTE, ENTRY_WRITABLE, FN_UNMAP_MAPPING_PAGES, KEY_UNMAPPED,
  MAPPING_COPIES, SPACE_FILE, WHO_KERNEL,
} from "../abi";
import { PMD_PAGES, entryCovering, entryKind, entryPage } from "./entries";
import { argNumber, eventCloseVoid, eventOpen, eventRange } from "./events";
import { inodePath } from "./files";
import { frameFree } from "./frames";
import { FOLIO_ADDRESS, has } from "./kernels";
import {
  firstMappingOf, mappingAt, mappingEntries, mappingFirstPage, mappingPages, mappingShows, nextMappingOf,
} from "./processes";
import { NO_INDEX, sparseCount, sparseGet, sparseNext, sparseRelease, sparseSet } from "./sparse";
import { put32 } from "./state";

/** Entry of a mapping that covers a page of its file; 0: not present. */
export function mappedEntry(mapping: u32, index: u64): u64 {
  return entryCovering(mappingEntries(mapping), index);
}

/** Sets an entry; private copies are counted. */
export function setEntry(mapping: u32, index: u64, entry: u64): void {
  const array = mappingEntries(mapping);
  const old = entryKind(sparseGet(array, u32(index)));
  const change = i32(entryKind(entry) == ENTRY_COPY) - i32(old == ENTRY_COPY);
  if (change != 0) {
    const at = mappingAt(mapping) + MAPPING_COPIES;
    put32(at, load<u32>(at) + change);
  }
  sparseSet(array, u32(index), entry);
}

/** Makes all entries of a page read-only, so that the next store faults. Models dax_entry_mkclean. */
export function writeProtect(inode: u32, index: u64): void {
  for (let m = firstMappingOf(inode); m != 0; m = nextMappingOf(m)) {
    if (!mappingShows(m, index)) continue;
    const entry = sparseGet(mappingEntries(m), u32(index));
    if (entryKind(entry) == ENTRY_PTE) sparseSet(mappingEntries(m), u32(index), entry & ~u64(ENTRY_WRITABLE));
  }
}

/** Whether any 4 KiB entry stands in the 2 MiB window at `head`. */
export function hasSmallEntries(array: u32, head: u64): bool {
  const at = sparseNext(array, head);
  if (at == NO_INDEX || at >= head + PMD_PAGES) return false;
  return entryKind(sparseGet(array, u32(at))) != ENTRY_PMD;
}

/** Models dev_pagemap_mapping_shift: log2 of the size of the entry, 0: not mapped. 7.3 counts private copies. */
export function mappingShift(mapping: u32, index: u64): u32 {
  const entry = mappedEntry(mapping, index);
  if (entry == 0) return 0;
  const kind = entryKind(entry);
  if (kind == ENTRY_PMD) return 21;
  if (kind == ENTRY_PTE) return 12;
  return has(FOLIO_ADDRESS) && kind != ENTRY_CACHE ? 12 : 0;
}

/** Drops entries of one mapping for file pages `[from, to)`; private copies only if told so. Returns how many. */
function unmapIn(mapping: u32, from: u64, to: u64, evenCopies: bool): u32 {
  const array = mappingEntries(mapping);
  if (sparseCount(array) == 0) return 0;
  let nr: u32 = 0;
  const head = from & ~(PMD_PAGES - 1);
  if (head < from && entryKind(sparseGet(array, u32(head))) == ENTRY_PMD) {
    setEntry(mapping, head, 0);
    nr++;
  }
  for (let at = sparseNext(array, from); at < to && at != NO_INDEX; at = sparseNext(array, at + 1)) {
    const entry = sparseGet(array, u32(at));
    if (entryKind(entry) == ENTRY_COPY) {
      if (!evenCopies) continue;
      frameFree(u32(entryPage(entry)));
    }
    setEntry(mapping, at, 0);
    nr++;
  }
  return nr;
}

/** Unmaps file pages from everybody without a word. Returns the number of entries dropped. */
export function zapPages(inode: u32, from: u64, nrPages: u64): u32 {
  const to = from + nrPages < from ? u64.MAX_VALUE : from + nrPages;
  let nr: u32 = 0;
  for (let m = firstMappingOf(inode); m != 0; m = nextMappingOf(m)) {
    const first = mappingFirstPage(m);
    if (first < to && from < first + mappingPages(m)) nr += unmapIn(m, from, to, false);
  }
  return nr;
}

/** Models unmap_mapping_pages, mm/memory.c: private copies stay. */
export function unmapPages(inode: u32, from: u64, nrPages: u64, rule: u32): void {
  const event = eventOpen(FN_UNMAP_MAPPING_PAGES, rule, WHO_KERNEL, 0);
  const lenBytes = nrPages > (u64.MAX_VALUE >> 12) ? u64.MAX_VALUE : nrPages << 12;
  eventRange(event, SPACE_FILE, inodePath(inode), from << 12, lenBytes);
  argNumber(event, KEY_UNMAPPED, zapPages(inode, from, nrPages));
  eventCloseVoid(event);
}

/** Drops everything that a mapping has, for munmap and exit. */
export function dropEntries(mapping: u32): void {
  unmapIn(mapping, 0, u64.MAX_VALUE, true);
  sparseRelease(mappingEntries(mapping));
}
