/**
 * What the kernel keeps in `struct page` of a device page: HWPoison, and which file page it is.
 *
 * `page->mapping` and `page->index` follow fs/dax.c: dax_associate_entry and dax_disassociate_entry. Three schemes for
 * pages that reflink shares: 6.1 lets the last read fault win and marks pages only when a write fault meets a shared
 * extent; 6.12 marks them with the value 1 and counts; 7.3 keeps the first file until a second one comes, then none.
 *
 * **Left out:** reference counts; folio order as a field (a 2 MiB DAX entry says it).
 */
import { PAGES_ARRAY, PAGES_BYTES, PAGE_FILE, PAGE_HWPOISON, PAGE_SHARED, T_PAGES } from "../abi";
import { SHARED_OOPSES, SHARED_UNMAPPED, has } from "./kernels";
import { NO_INDEX, sparseCreate, sparseEmpty, sparseGet, sparseNext, sparseSet } from "./sparse";
import { put32 } from "./state";
import { tableAt, tableCount, tableDefine, tablePush } from "./tables";

export function pagesReset(): void {
  tableDefine(T_PAGES, PAGES_BYTES);
}

/** What is known about the pages of a pmem disk or character device. */
export function pagesRecord(disk: u32): usize {
  while (tableCount(T_PAGES) < disk) tablePush(T_PAGES);
  return tableAt(T_PAGES, disk);
}

export function pagesArray(disk: u32): u32 {
  const at = pagesRecord(disk) + PAGES_ARRAY;
  if (load<u32>(at) == 0) put32(at, sparseCreate());
  return load<u32>(at);
}

// @ts-ignore: decorator
@inline
function pageGet(disk: u32, page: u64): u64 {
  return sparseGet(pagesArray(disk), u32(page));
}

function pageSet(disk: u32, page: u64, value: u64): void {
  sparseSet(pagesArray(disk), u32(page), value);
}

// --- HWPoison ----------------------------------------------------------------------------------

export function pageIsPoisoned(disk: u32, page: u64): bool {
  return (pageGet(disk, page) & PAGE_HWPOISON) != 0;
}

/** Models SetPageHWPoison. */
export function pageSetPoison(disk: u32, page: u64): void {
  pageSet(disk, page, pageGet(disk, page) | PAGE_HWPOISON);
}

/** Models test_and_clear_pmem_poison: whether the flag was set. */
export function pageClearPoison(disk: u32, page: u64): bool {
  const value = pageGet(disk, page);
  if ((value & PAGE_HWPOISON) == 0) return false;
  pageSet(disk, page, value & ~u64(PAGE_HWPOISON));
  return true;
}

/** First page from `from` on with the flag; `NO_INDEX`: none. */
export function pagesNextPoison(disk: u32, from: u64): u64 {
  if (disk > tableCount(T_PAGES)) return NO_INDEX;
  const array = pagesArray(disk);
  let at = sparseNext(array, from);
  while (at != NO_INDEX && (sparseGet(array, u32(at)) & PAGE_HWPOISON) == 0) at = sparseNext(array, at + 1);
  return at;
}

// --- mapping and index -------------------------------------------------------------------------

/** `page->mapping`: inode, 0: NULL. A shared page has none that could be followed. */
export function pageInode(disk: u32, page: u64): u32 {
  const value = pageGet(disk, page);
  return (value & PAGE_FILE) != 0 ? u32(value >> 8) & 0xffffff : 0;
}

export function pageIndex(disk: u32, page: u64): u64 {
  return pageGet(disk, page) >> 32;
}

/** `PAGE_MAPPING_DAX_SHARED` (6.12), or the CoW marker of 6.1. */
export function pageIsShared(disk: u32, page: u64): bool {
  return (pageGet(disk, page) & PAGE_SHARED) != 0;
}

function asFile(value: u64, inode: u32, index: u64): u64 {
  return (value & PAGE_HWPOISON) | PAGE_FILE | (u64(inode) << 8) | (index << 32);
}

function asShared(value: u64, count: u64): u64 {
  return (value & PAGE_HWPOISON) | PAGE_SHARED | (count << 32);
}

/**
 * Models dax_associate_entry for one page. `isShared`: the iomap is shared by reflink; `isCow`: it is, and this is a
 * write fault.
 */
export function pageAssociate(disk: u32, page: u64, inode: u32, index: u64, isShared: bool, isCow: bool): void {
  const value = pageGet(disk, page);
  const wasFile = (value & PAGE_FILE) != 0;
  const wasShared = (value & PAGE_SHARED) != 0;
  const count = value >> 32;
  if (has(SHARED_UNMAPPED)) {
    const isSame = wasFile && (u32(value >> 8) & 0xffffff) == inode && count == index;
    if (isShared && wasShared) pageSet(disk, page, asShared(value, count + 1));
    else if (isShared && wasFile && !isSame) pageSet(disk, page, asShared(value, 2));
    else pageSet(disk, page, asFile(value, inode, index));
  } else if (has(SHARED_OOPSES) ? isShared : isCow) {
    if (wasShared) pageSet(disk, page, asShared(value, count + 1));
    else pageSet(disk, page, asShared(value, wasFile ? 2 : 1));
  } else {
    pageSet(disk, page, asFile(value, inode, index));
  }
}

/** Models dax_disassociate_entry for one page. */
export function pageDisassociate(disk: u32, page: u64): void {
  const value = pageGet(disk, page);
  const count = value >> 32;
  if ((value & PAGE_SHARED) != 0 && count > 1) pageSet(disk, page, asShared(value, count - 1));
  else pageSet(disk, page, value & PAGE_HWPOISON);
}

/** The disk and all its struct pages are gone. */
export function pagesForget(disk: u32): void {
  if (disk <= tableCount(T_PAGES)) sparseEmpty(pagesArray(disk));
}
