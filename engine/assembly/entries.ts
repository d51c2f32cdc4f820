/**
 * Page-table entries and DAX entries as numbers: what is mapped, and where the page lies. See ENTRY_* in the ABI.
 *
 * A 2 MiB entry stands once, at the index of its first page. Entries name pages of a pmem disk (its device id), or
 * frames of RAM.
 *
 * **Left out:** dirty and accessed bits, locks, 1 GiB entries.
 */
import {
  ENTRY_KIND, ENTRY_PMD, ENTRY_WRITABLE, PAGE_SHIFT, RUN_UNWRITTEN,
} from "../abi";
import { PLACE_BUFFER } from "./buffers";
import { RESOLVED_DISK, RESOLVED_OFF, resolve } from "./devices";
import { blockBytesOf, fileBlockAt, fileDevice, fileFlagsAt } from "./file-extents";
import { NOWHERE } from "./space";
import { sparseGet } from "./sparse";

/** Pages in a 2 MiB entry. */
export const PMD_PAGES: u64 = 512;

// @ts-ignore: decorator
@inline
export function entryOf(kind: u32, disk: u32, page: u64): u64 {
  return u64(kind) | (u64(disk) << 8) | (page << 32);
}

// @ts-ignore: decorator
@inline
export function entryKind(entry: u64): u32 {
  return u32(entry) & ENTRY_KIND;
}

// @ts-ignore: decorator
@inline
export function entryDisk(entry: u64): u32 {
  return u32(entry) >> 8;
}

/** Page of the device, or id of the frame. */
// @ts-ignore: decorator
@inline
export function entryPage(entry: u64): u64 {
  return entry >> 32;
}

// @ts-ignore: decorator
@inline
export function entryIsWritable(entry: u64): bool {
  return (entry & ENTRY_WRITABLE) != 0;
}

/** The same kind of entry for another page. */
export function entryMoved(entry: u64, place: u64): u64 {
  return (entry & 0xff) | (place & ~0xff);
}

/** Entry that covers `index`: its own, or the 2 MiB one that begins before it. */
export function entryCovering(array: u32, index: u64): u64 {
  const head = sparseGet(array, u32(index & ~(PMD_PAGES - 1)));
  if (entryKind(head) == ENTRY_PMD) return head;
  return sparseGet(array, u32(index));
}

/** Place of byte `offBytes` of a device: entry bits without a kind; 0: no pmem there. */
export function placeOf(device: u32, offBytes: u64): u64 {
  if (!resolve(device, offBytes, PLACE_BUFFER)) return 0;
  return entryOf(0, load<u32>(PLACE_BUFFER, RESOLVED_DISK), load<u64>(PLACE_BUFFER, RESOLVED_OFF) >> PAGE_SHIFT);
}

/** Place of a page of a file, unwritten or not; 0: a hole. */
export function filePlace(inode: u32, index: u64): u64 {
  const blockBytes = blockBytesOf(inode);
  const fileBlock = (index << PAGE_SHIFT) / blockBytes;
  const block = fileBlockAt(inode, fileBlock);
  if (block == NOWHERE) return 0;
  return placeOf(fileDevice(inode, fileFlagsAt(inode, fileBlock)), block * blockBytes);
}

/** Whether the page of a file has written blocks. */
export function fileIsWritten(inode: u32, index: u64): bool {
  const fileBlock = (index << PAGE_SHIFT) / blockBytesOf(inode);
  return fileBlockAt(inode, fileBlock) != NOWHERE && (fileFlagsAt(inode, fileBlock) & RUN_UNWRITTEN) == 0;
}
