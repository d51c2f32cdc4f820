/**
 * Where rules come from: for each function of the engine's events the kernel source that it models, and for designs
 * the mail that proposed them. Data only; facts of the reference, read in the versions named here.
 */
import type { Citation } from "../event.ts";
import type { KernelId, PolicyId } from "../scene.ts";

/** What was read for each model. */
export const KERNEL_VERSIONS: Readonly<Record<KernelId, string>> = {
  v9: "v9",
  "linux-6.0": "6.0",
  "linux-6.5": "6.5",
  "linux-6.6": "6.6",
  "linux-6.8": "6.8",
  "6.1": "6.1.192",
  "6.12": "6.12.107",
  "7.3": "7.3.4",
};

/** Patches of the posted series, by number. */
const V9: Readonly<Record<string, string>> = {
  "02/10": "20211226143439.3985960-3-ruansy.fnst@fujitsu.com",
  "03/10": "20211226143439.3985960-4-ruansy.fnst@fujitsu.com",
  "04/10": "20211226143439.3985960-5-ruansy.fnst@fujitsu.com",
  "08/10": "20211226143439.3985960-9-ruansy.fnst@fujitsu.com",
  "09/10": "20211226143439.3985960-10-ruansy.fnst@fujitsu.com",
};

const SUPER = "drivers/dax/super.c";
const NOTIFY = "fs/xfs/xfs_notify_failure.c";
const FAILURE = "mm/memory-failure.c";
const PMEM = "drivers/nvdimm/pmem.c";
const DAX = "fs/dax.c";
const XFS_SUPER = "fs/xfs/xfs_super.c";

/** Source path, and the patch of v9 that brought the function. What is not here is the simulator's own word. */
const SOURCES: Readonly<Record<string, readonly [source: string, patch?: string]>> = {
  memory_failure: [FAILURE],
  memory_failure_dev_pagemap: [FAILURE, "04/10"],
  mf_dax_kill_procs: [FAILURE, "08/10"],
  mf_generic_kill_procs: [FAILURE, "03/10"],
  unmap_and_kill: [FAILURE, "03/10"],
  kill_proc: [FAILURE],
  collect_procs: [FAILURE],
  pmem_pagemap_memory_failure: [PMEM, "04/10"],
  fsdev_pagemap_memory_failure: ["drivers/dax/fsdev.c"],
  dax_holder_notify_failure: [SUPER, "02/10"],
  dax_register_holder: [SUPER, "02/10"],
  dax_unregister_holder: [SUPER, "02/10"],
  kill_dax: [SUPER],
  fs_dax_get_by_bdev: [SUPER],
  fs_put_dax: [SUPER],
  fs_dax_get: [SUPER],
  dax_direct_access: [SUPER],
  dax_zero_page_range: [SUPER],
  xfs_dax_notify_failure: [NOTIFY, "09/10"],
  xfs_dax_translate_range: [NOTIFY],
  xfs_dax_notify_ddev_failure: [NOTIFY, "09/10"],
  xfs_dax_notify_dev_failure: [NOTIFY],
  xfs_dax_notify_logdev_failure: [NOTIFY],
  xfs_dax_failure_fn: [NOTIFY, "09/10"],
  xfs_rmap_query_range: ["fs/xfs/libxfs/xfs_rmap.c"],
  xfs_iget: ["fs/xfs/xfs_icache.c"],
  xfs_do_force_shutdown: ["fs/xfs/xfs_fsops.c"],
  xfs_alloc_read_agf: ["fs/xfs/libxfs/xfs_alloc.c"],
  xfs_alloc_buftarg: ["fs/xfs/xfs_buf.c", "09/10"],
  xfs_setup_dax_always: [XFS_SUPER],
  xfs_fs_fill_super: [XFS_SUPER],
  xfs_bmapi_allocate: ["fs/xfs/libxfs/xfs_bmap.c"],
  xfs_reflink_allocate_cow: ["fs/xfs/xfs_reflink.c"],
  ext4_fill_super: ["fs/ext4/super.c"],
  freeze_super: ["fs/super.c"],
  thaw_super: ["fs/super.c"],
  blk_mark_disk_dead: ["block/genhd.c"],
  bdev_open: ["block/bdev.c"],
  dm_table: ["drivers/md/dm-table.c"],
  nd_pmem_remove: [PMEM],
  nd_pmem_probe: [PMEM],
  pmem_do_read: [PMEM],
  pmem_do_write: [PMEM],
  pmem_clear_poison: [PMEM],
  pmem_recovery_write: [PMEM],
  madvise_inject_error: ["mm/madvise.c"],
  dax_lock_mapping_entry: [DAX],
  dax_lock_page: [DAX],
  dax_lock_folio: [DAX],
  dax_iomap_fault: [DAX],
  dax_iomap_rw: [DAX],
  dax_insert_entry: [DAX],
  dax_disassociate_entry: [DAX],
  dax_break_layouts: [DAX],
  dev_dax_fault: ["drivers/dax/device.c"],
  filemap_fault: ["mm/filemap.c"],
  unmap_mapping_pages: ["mm/memory.c"],
  kill_me_maybe: ["arch/x86/kernel/cpu/mce/core.c"],
  nfit_handle_mce: ["drivers/acpi/nfit/mce.c"],
  ars_scrub: ["drivers/acpi/nfit/core.c"],
  badblocks_set: ["block/badblocks.c"],
  badblocks_clear: ["block/badblocks.c"],
  badrange_add: ["drivers/nvdimm/badrange.c"],
};

/** Mails of January to February 2022 and before; see "Policies" in the reference. */
const PROPOSALS: Readonly<Record<PolicyId, string>> = {
  kernel: "",
  "last-writer-wins": "20211226143439.3985960-3-ruansy.fnst@fujitsu.com",
  exclusive: "CAPcyv4iTaneUgdBPnqcvLr4Y_nAxQp31ZdUNkSRPsQ=9CpMWHg",
  "notifier-chain": "20220105181230.GC398655@magnolia",
  "whole-device-strict": "CAPcyv4iZ88FPeZC1rt_bNdWHDZ5oh7ua31NuET2-oZ1UcMrH2Q",
  "whole-device-merged": "20220609143435.393724-1-ruansy.fnst@fujitsu.com",
  "on-dax-device": "CAPcyv4iZ88FPeZC1rt_bNdWHDZ5oh7ua31NuET2-oZ1UcMrH2Q",
  "range-slots": "YekhXENAEYJJNy7e@infradead.org",
  stacked: "YekhXENAEYJJNy7e@infradead.org",
  namespaces: "CAPcyv4iZ88FPeZC1rt_bNdWHDZ5oh7ua31NuET2-oZ1UcMrH2Q",
  "chained-dm": "20211226143439.3985960-3-ruansy.fnst@fujitsu.com",
};

const cache = new Map<string, Citation>();

/** Where the rule of an event comes from, under a kernel model and a policy. */
export function citationOf(fn: string, kernel: KernelId, policy: PolicyId, isProposed: boolean): Citation {
  const key = `${fn} ${kernel} ${isProposed ? policy : ""}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const made = Object.freeze(makeCitation(fn, kernel, policy, isProposed));
  cache.set(key, made);
  return made;
}

function makeCitation(fn: string, kernel: KernelId, policy: PolicyId, isProposed: boolean): Citation {
  if (isProposed) return { version: "design", source: PROPOSALS[policy] || "reader", fn, proposed: true };
  const found = SOURCES[fn];
  if (found === undefined) return { version: "daxlab", source: "engine/scene.ts" };
  const [source, patch] = found;
  const mail = patch === undefined ? undefined : V9[patch];
  if (kernel === "v9" && mail !== undefined) return { version: `v9 ${patch}`, source: mail, fn };
  return { version: KERNEL_VERSIONS[kernel], source, fn };
}
