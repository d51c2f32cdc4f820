/**
 * DAX entries of files (the page tree of `address_space`): which page of the file is in use at which place.
 *
 * Models dax_insert_entry and its kin, fs/dax.c. An entry outlives the mappings that brought it; truncation, eviction
 * and CoW replace or drop it, and `page->mapping` follows.
 *
 * **Left out:** empty entries, locks and waiters: one fault at a time.
 */
import { ENTRY_KIND, ENTRY_PMD, ENTRY_PTE, ENTRY_ZERO, RULE_FAULT_SHARED_UNMAPS, RULE_UNMAP } from "../abi";
import { PMD_PAGES, entryCovering, entryDisk, entryKind, entryMoved, entryPage, filePlace } from "./entries";
import { inodeEntries } from "./files";
import { SHARED_OOPSES, SHARED_UNMAPPED, has } from "./kernels";
import { unmapPages, zapPages } from "./page-table";
import { pageAssociate, pageDisassociate } from "./pages";
import { firstMappingOf, mappingEntries, nextMappingOf } from "./processes";
import { NO_INDEX, sparseGet, sparseNext, sparseSet } from "./sparse";

/** Since 6.2 a fault on a shared extent replaces the entry and unmaps the page from everybody first. */
function sharedReplaces(): bool {
  return has(SHARED_OOPSES) || has(SHARED_UNMAPPED);
}

/** Drops the entry at `index`, and what `struct page` knows of it. */
function entryDrop(inode: u32, index: u64): void {
  const array = inodeEntries(inode);
  const entry = sparseGet(array, u32(index));
  if (entryDisk(entry) != 0) pageDisassociate(entryDisk(entry), entryPage(entry));
  sparseSet(array, u32(index), 0);
}

/** Drops all entries that touch pages `[from, to)`. Nobody maps them any more. */
export function entriesDrop(inode: u32, from: u64, to: u64): void {
  const array = inodeEntries(inode);
  const head = from & ~(PMD_PAGES - 1);
  if (head < from && entryKind(sparseGet(array, u32(head))) == ENTRY_PMD) entryDrop(inode, head);
  for (let at = sparseNext(array, from); at != NO_INDEX && at < to; at = sparseNext(array, at + 1)) {
    entryDrop(inode, at);
  }
}

/**
 * Makes `place` the file's page `index` (`kind` ENTRY_PTE, ENTRY_PMD, ENTRY_ZERO). `isShared`: reflink shares the
 * extent; `isCow`: this fault has just unshared it.
 */
export function entryInsert(inode: u32, index: u64, kind: u32, place: u64, isShared: bool, isCow: bool): void {
  const array = inodeEntries(inode);
  let old = entryCovering(array, index);
  const isOldZero = entryKind(old) == ENTRY_ZERO;
  const isForced = isCow || (isShared && sharedReplaces());
  if (isForced || (isOldZero && kind != ENTRY_ZERO)) {
    const pages = kind == ENTRY_PMD ? PMD_PAGES : 1;
    const rule: u32 = isForced && !isCow ? RULE_FAULT_SHARED_UNMAPS : RULE_UNMAP;
    if (old != 0) unmapPages(inode, index & ~(pages - 1), pages, rule);
  } else if (old != 0) return;
  if (isCow && entryKind(old) == ENTRY_PMD && kind != ENTRY_PMD) {
    zapPages(inode, index & ~(PMD_PAGES - 1), PMD_PAGES);
    entryDrop(inode, index & ~(PMD_PAGES - 1));
    old = 0;
  }
  const at = entryKind(old) == ENTRY_PMD || kind == ENTRY_PMD ? index & ~(PMD_PAGES - 1) : index;
  if (entryDisk(old) != 0) pageDisassociate(entryDisk(old), entryPage(old));
  const entry = entryKind(old) == ENTRY_PMD && kind != ENTRY_PMD ? old : place | u64(kind);
  sparseSet(array, u32(at), entry);
  if (entryDisk(entry) != 0) pageAssociate(entryDisk(entry), entryPage(entry), inode, at, isShared, isCow);
}

/** The file's blocks were moved by hand: entries and page tables follow, or vanish with their blocks. */
export function entriesFollow(inode: u32): void {
  const array = inodeEntries(inode);
  for (let at = sparseNext(array, 0); at != NO_INDEX; at = sparseNext(array, at + 1)) {
    const entry = sparseGet(array, u32(at));
    if (entryDisk(entry) == 0) continue;
    const place = filePlace(inode, at);
    if ((place & ~u64(0xff)) == (entry & ~u64(0xff))) continue;
    pageDisassociate(entryDisk(entry), entryPage(entry));
    if (place == 0 || (entryKind(entry) == ENTRY_PMD && (entryPage(place) & (PMD_PAGES - 1)) != 0)) {
      zapPages(inode, at, entryKind(entry) == ENTRY_PMD ? PMD_PAGES : 1);
      sparseSet(array, u32(at), 0);
      continue;
    }
    const moved = entryMoved(entry, place);
    sparseSet(array, u32(at), moved);
    pageAssociate(entryDisk(moved), entryPage(moved), inode, at, false, false);
    moveMapped(inode, at, entryKind(entry) == ENTRY_PMD ? PMD_PAGES : 1, moved);
  }
}

function moveMapped(inode: u32, head: u64, pages: u64, moved: u64): void {
  for (let m = firstMappingOf(inode); m != 0; m = nextMappingOf(m)) {
    const array = mappingEntries(m);
    for (let at = sparseNext(array, head); at != NO_INDEX && at < head + pages; at = sparseNext(array, at + 1)) {
      const entry = sparseGet(array, u32(at));
      const kind = u32(entry) & ENTRY_KIND;
      if (kind != ENTRY_PTE && kind != ENTRY_PMD) continue;
      sparseSet(array, u32(at), entryMoved(entry, moved + ((at - head) << 32)));
    }
  }
}
