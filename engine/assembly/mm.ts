/**
 * What memory management gives to the route: the one door between the two halves of the engine.
 *
 * Everything here emits its own events and returns the kernel's answer. A function whose task died calls `crash`
 * and returns; the caller asks `hasCrashed()` and unwinds.
 */
import { EBUSY, EINVAL } from "../abi";

/** Prepares tables (32..63, root slots 32..47) of a fresh machine. */
export function mmReset(): void {}

/** Plays one step of its own: `op` is OP_MM_FIRST or above, `ptr` its first argument word. Returns 0 or -errno. */
export function mmStep(op: u32, ptr: usize): i32 {
  return -EINVAL;
}

// --- filesystems -------------------------------------------------------------------------------

/** mkfs: writes the static metadata of `fs` (its record is complete) into its reverse map, resets its content. */
export function mkfsLayout(fs: u32): void {}

/** After the mount succeeded (its record is complete): nothing is in core yet. */
export function mountContents(mount: u32): void {}

/** Before the mount goes away: inodes leave the cache, DAX entries are dropped. May crash (UMOUNT_OOPSES). 0 or -EBUSY. */
export function umountContents(mount: u32): i32 {
  return 0;
}

/** File with this inode number if it is in core, 0 otherwise (xfs_iget with XFS_IGET_INCORE). */
export function fileInCore(fs: u32, ino: u64): u32 {
  return 0;
}

/** Whether the file's mapping is a DAX mapping (S_DAX). */
export function fileIsDax(file: u32): bool {
  return false;
}

// --- failures ----------------------------------------------------------------------------------

/** Answers a question from ASK_MM_FIRST on, see `query`: writes to `ptr`, returns the bytes written. */
export function mmAnswer(what: u32, ptr: usize, roomBytes: u32): u32 {
  return 0;
}

/**
 * Models mf_dax_kill_procs, mm/memory-failure.c, its event included. `count` pages of the file from page `pgoff`. The
 * count may be 2^32 - 24 (7.3): pages with an entry come first, then `crash(CRASH_HANG, …, RULE_HANG_BLOCKCOUNT)`.
 */
export function mfDaxKillProcs(file: u32, pgoff: u64, count: u64, flags: u32): i32 {
  return -EBUSY;
}

/**
 * Models mf_generic_kill_procs: the DAX entry of the page (dax_lock_page or dax_lock_folio) with its events. `disk` is
 * the pmem disk or dax character device, `offBytes` its byte.
 */
export function mfGenericKillProcs(disk: u32, offBytes: u64, pfn: u64, flags: u32): i32 {
  return -EBUSY;
}

/** Removal of a device (MF_MEM_PRE_REMOVE) drops the page cache of a file that is not DAX. */
export function invalidateInodePages(file: u32): void {}

/** The disk and all its struct pages are gone (`isGone`) or back. */
export function mmDiskGone(disk: u32, isGone: bool): void {}

/**
 * get_user_pages for MADV_HWPOISON: faults the page at `offInMapBytes` in, with its events. 0 or -errno; at `out`
 * pfn u64 (u64.MAX: ordinary RAM) and bytes of the page u64 (4096, or 2 MiB where the folio is that large).
 */
export function pinUserPage(process: u32, map: u32, offInMapBytes: u64, out: usize): i32 {
  return -EINVAL;
}
