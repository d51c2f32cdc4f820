/**
 * The kernel models: one row of features per kernel, read by one route, so that two kernels can be compared by
 * their rows. A feature is one decision of one function that changed between two of them.
 *
 * Debian's 6.1.192 is vanilla 6.1 with the 6.6 arithmetic (stable backports); 6.12.107 is 6.8 with the log range
 * clipped. Bits 0..31 belong to the route, 32..63 to memory management.
 *
 * **Left out:** builds without CONFIG_MEMORY_FAILURE, in which XFS holds a device but is mute.
 */
import { STOP_KERNEL } from "../abi/stops";
import { must } from "./stops";
import {
  KERNEL_61, KERNEL_612, KERNEL_6_0, KERNEL_6_5, KERNEL_6_6, KERNEL_6_8, KERNEL_73, KERNEL_V9, R_FEATURES, R_KERNEL,
} from "../abi";
import { put64 } from "./state";
import { rootAt } from "./tables";

// drivers/dax/super.c
/** kill_dax tells the holder (6.0). */
export const KILL_NOTIFIES: u64 = 1 << 0;
/** … with MF_MEM_PRE_REMOVE, and XFS freezes and shuts down for removal (6.8). */
export const PRE_REMOVE: u64 = 1 << 1;
/** A taken slot fails the XFS mount with -ENOMEM (v9) instead of answering "no DAX". */
export const SLOT_FAILS_MOUNT: u64 = 1 << 2;
/** fs_put_dax drops the operations before the holder (7.2). */
export const PUT_OPS_FIRST: u64 = 1 << 3;
// fs/xfs/xfs_notify_failure.c
/** A superblock that is not born yet answers -EIO (6.0). */
export const CHECKS_BORN: u64 = 1 << 4;
/** Failures of the realtime device are handled (7.2). */
export const REALTIME: u64 = 1 << 5;
/** Failures of the external log's device are clipped to the log's partition (6.12), to the log itself (7.2). */
export const LOG_CLIPPED: u64 = 1 << 6;
export const LOG_CLIPPED_TO_LOG: u64 = 1 << 7;
/** The missing rmapbt is noticed only after clipping (7.2). */
export const RMAPBT_AFTER_CLIP: u64 = 1 << 8;
/** The end of the range is that of the filesystem (7.2), not of its partition. */
export const CLIPS_TO_FS: u64 = 1 << 9;
/** Range checks at all (6.0); with the right ends (6.5); the whole-device notice is resolved first (6.8). */
export const CLIPS: u64 = 1 << 10;
export const CLIPS_RIGHT: u64 = 1 << 11;
export const WHOLE_DEVICE_FIRST: u64 = 1 << 12;
/** The last block asked for is the last one failed, not the next one (6.5). */
export const END_INCLUSIVE: u64 = 1 << 13;
/** Failed blocks per group: min(agf_length, high) - low (6.0), the same with + 1 (6.6). v9: all blocks, everywhere. */
export const COUNT_PER_GROUP: u64 = 1 << 14;
export const COUNT_RIGHT: u64 = 1 << 15;
/** Group loop ends where groups end; `high + 1` overflows in all groups but the last (7.2). */
export const GROUP_LOOP: u64 = 1 << 16;
/** Metadata asks for a shutdown and the query goes on (6.0); v9 stops at once. */
export const WANT_SHUTDOWN: u64 = 1 << 17;
/** Mappings that are not DAX are left alone (6.8). */
export const SKIPS_NON_DAX: u64 = 1 << 18;
/** The file offset of a record is converted to bytes before it is used (6.0). */
export const PGOFF_RIGHT: u64 = 1 << 19;
// mm/memory-failure.c, mm/madvise.c
/** pfns without struct page: memory_failure_pfn, -EBUSY (7.x). */
export const RAW_PFN: u64 = 1 << 20;
/** MADV_HWPOISON passes ACTION_REQUIRED (6.12 as recorded; not 6.1). */
export const MADVISE_ACTION_REQUIRED: u64 = 1 << 21;
// block layer
/** A disk that goes away shuts mounted filesystems down (6.8 as recorded on 6.12). */
export const DISK_DEAD: u64 = 1 << 22;
/** Clipping is a function of its own (6.12, 7.2). */
export const TRANSLATE: u64 = 1 << 23;
/** fsdev_dax and fs_dax_get exist (7.2). */
export const FSDEV: u64 = 1 << 24;
/** The posted series: a lock per device, not the global SRCU. */
export const RWSEM: u64 = 1 << 26;
/** ext2 supports DAX (until 7.2). */
export const EXT2_DAX: u64 = 1 << 25;

// Memory management.
/** SIGBUS addresses of 2 MiB entries name the entry's start; private copies are signalled too (7.2). */
export const FOLIO_ADDRESS: u64 = u64(1) << 32;
/** A page shared by reflink has no mapping (7.2); the last faulter's (6.1); a marker that oopses (6.2: page->share). */
export const SHARED_UNMAPPED: u64 = u64(1) << 33;
export const SHARED_OOPSES: u64 = u64(1) << 34;
/** A fault on a known bad page raises BUS_MCEERR_AR (6.5). */
export const FAULT_HWPOISON: u64 = u64(1) << 35;
/** truncate drops the DAX entries of the file (7.2). */
export const TRUNCATE_DROPS_ENTRIES: u64 = u64(1) << 36;
/** Struct pages that are gone stop umount (6.1 as recorded). */
export const UMOUNT_OOPSES: u64 = u64(1) << 37;
/** … and stop readers of pagemap (7.2). */
export const PAGEMAP_OOPSES: u64 = u64(1) << 38;
/** The first close of a file gives back what copy on write reserved past its end; from 6.12 on only a writer's. */
export const CLOSE_TRIMS_COW: u64 = u64(1) << 39;

function featuresOf(kernel: u32): u64 {
  if (kernel == KERNEL_V9) return SLOT_FAILS_MOUNT | RWSEM | EXT2_DAX | CLOSE_TRIMS_COW;
  const f60 =
    KILL_NOTIFIES | CHECKS_BORN | CLIPS | COUNT_PER_GROUP | WANT_SHUTDOWN | PGOFF_RIGHT | EXT2_DAX | UMOUNT_OOPSES |
    CLOSE_TRIMS_COW;
  if (kernel == KERNEL_6_0) return f60;
  const f65 = f60 | CLIPS_RIGHT | END_INCLUSIVE;
  if (kernel == KERNEL_6_5) return f65 | FAULT_HWPOISON | SHARED_OOPSES;
  const f66 = f65 | COUNT_RIGHT;
  if (kernel == KERNEL_61) return f66;
  if (kernel == KERNEL_6_6) return f66 | FAULT_HWPOISON | SHARED_OOPSES;
  const f68 = (f66 & ~UMOUNT_OOPSES) | FAULT_HWPOISON | SHARED_OOPSES | PRE_REMOVE | SKIPS_NON_DAX |
    WHOLE_DEVICE_FIRST | DISK_DEAD;
  if (kernel == KERNEL_6_8) return f68;
  if (kernel == KERNEL_612) return (f68 & ~CLOSE_TRIMS_COW) | MADVISE_ACTION_REQUIRED | LOG_CLIPPED | TRANSLATE;
  must(kernel == KERNEL_73, STOP_KERNEL);
  const f72 = (f68 & ~(SHARED_OOPSES | EXT2_DAX | CLOSE_TRIMS_COW)) | LOG_CLIPPED | LOG_CLIPPED_TO_LOG | TRANSLATE;
  return f72 | MADVISE_ACTION_REQUIRED | REALTIME | RMAPBT_AFTER_CLIP |
    CLIPS_TO_FS | GROUP_LOOP | RAW_PFN | PUT_OPS_FIRST | FSDEV | FOLIO_ADDRESS | SHARED_UNMAPPED |
    TRUNCATE_DROPS_ENTRIES | PAGEMAP_OOPSES;
}

/** Chooses the model of a fresh machine. */
export function kernelSet(kernel: u32): void {
  put64(rootAt(R_KERNEL), kernel);
  put64(rootAt(R_FEATURES), featuresOf(kernel));
}

/** Whether the machine's kernel has a feature. */
// @ts-ignore: decorator
@inline
export function has(feature: u64): bool {
  return (load<u64>(rootAt(R_FEATURES)) & feature) != 0;
}

export function kernelId(): u32 {
  return u32(load<u64>(rootAt(R_KERNEL)));
}
