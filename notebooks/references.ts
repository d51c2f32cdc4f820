/**
 * The reference list: id → what is cited. Ids are used in lessons (`cites`, or a link to references.html#id), in the
 * glossary, in the timeline and in exercises; they are kept for ever.
 */
import { RECORDED } from "./references-recordings.ts";

export interface Reference {
  /** "djw-1447": who, when; "k-…" a kernel file; "r-…" a recording; "man-…", "doc-…". */
  id: string;
  kind: "mail" | "kernel" | "recording" | "manual";
  /** How it is named in running text. */
  short: string;
  /** What it is, in one sentence. */
  text: string;
  /** Message-id, or path and function. */
  source?: string;
  href?: string;
}

const lore = (id: string): string => `https://lore.kernel.org/all/${encodeURIComponent(id)}/`;

const mail = (id: string, short: string, messageId: string, text: string): Reference => ({
  ...{ id, kind: "mail", short, text },
  ...{ source: messageId, href: lore(messageId) },
});

const kernel = (id: string, path: string, version: string, text: string): Reference => ({
  ...{ id, kind: "kernel", short: path.replace(/^.*\/(?=[^/]+\.[ch])/, ""), text: `${text} (${version})` },
  source: path,
});

/** One scenario as recorded on all three kernels. */
const scenario = (id: string, file: string, text: string): Reference => ({
  ...{ id, kind: "recording", short: `Recording ${file.split("-")[0]}`, text },
  source: `test/recordings/*/${file}.json`,
});

const fact = (number: number, text: string): Reference => ({
  ...{ id: `rec-facts-${number}`, kind: "recording", short: `Recordings, fact ${number}`, text },
  source: "test/recordings/README.md, Facts found while recording",
});

export const REFERENCES: readonly Reference[] = [
  mail(
    "v9-00",
    "Ruan, v9 00/10, 26 December 2021",
    "20211226143439.3985960-1-ruansy.fnst@fujitsu.com",
    "The cover letter of the series that this course begins with.",
  ),
  mail(
    "v9-01",
    "Ruan, v9 01/10, 26 December 2021",
    "20211226143439.3985960-2-ruansy.fnst@fujitsu.com",
    "A percpu rwsem per dax_device; dropped in v10.",
  ),
  mail(
    "v9-02",
    "Ruan, v9 02/10, 26 December 2021",
    "20211226143439.3985960-3-ruansy.fnst@fujitsu.com",
    "“dax: Introduce holder for dax_device”: the patch itself.",
  ),
  mail(
    "v9-09",
    "Ruan, v9 09/10, 26 December 2021",
    "20211226143439.3985960-10-ruansy.fnst@fujitsu.com",
    "XFS answers notify_failure and registers at mount.",
  ),
  mail(
    "dw-0104",
    "Williams, 4 January 2022, 14:44 PST",
    "CAPcyv4gkxuFRGh57nYrpS8mXo+5j-7=KGNn-gULgLGthZQPo2g@mail.gmail.com",
    "Registration needs no write lock; the SRCU read section is enough.",
  ),
  mail(
    "djw-1012",
    "Wong, 5 January 2022, 10:12 PST",
    "20220105181230.GC398655@magnolia",
    "Registration should report an error when the device is dead or taken.",
  ),
  mail(
    "dw-1023",
    "Williams, 5 January 2022, 10:23 PST",
    "CAPcyv4iTaneUgdBPnqcvLr4Y_nAxQp31ZdUNkSRPsQ=9CpMWHg@mail.gmail.com",
    "Holders to dax_devices one to one, like bd_prepare_to_claim().",
  ),
  mail(
    "djw-1056",
    "Wong, 5 January 2022, 10:56 PST",
    "20220105185626.GE398655@magnolia",
    "Does a partition have a dax_device of its own?",
  ),
  mail(
    "dw-1120",
    "Williams, 5 January 2022, 11:20 PST",
    "CAPcyv4h3M9f1-C5e9kHTfPaRYR_zN4gzQWgR+ZyhNmG_SL-u+A@mail.gmail.com",
    "It never had; only the handling of offsets moved.",
  ),
  mail(
    "djw-1447",
    "Wong, 5 January 2022, 14:47 PST",
    "20220105224727.GG398655@magnolia",
    "Two filesystems on two partitions print the same dax_device pointer.",
  ),
  mail(
    "seed",
    "Williams, 5 January 2022, 15:01 PST",
    "CAPcyv4iZ88FPeZC1rt_bNdWHDZ5oh7ua31NuET2-oZ1UcMrH2Q@mail.gmail.com",
    "Partitions and DAX were a mistake; new features on the whole device only, namespaces instead.",
  ),
  mail(
    "djw-1554",
    "Wong, 5 January 2022, 15:54 PST",
    "20220105235407.GN656707@magnolia",
    "ext4 on a partition would have to forgo notifications or fail the mount.",
  ),
  mail(
    "dw-1612",
    "Williams, 5 January 2022, 16:12 PST",
    "CAPcyv4gUmpDnGkhd+WdhcJVMP07u+CT8NXRjzcOTp5KF-5Yo5g@mail.gmail.com",
    "A good example; probably back to notifier chains.",
  ),
  mail(
    "hch-0120",
    "Hellwig, 20 January 2022",
    "YekhXENAEYJJNy7e@infradead.org",
    "Three options: refuse on partitions, a holder per range, a stacked dax_device per partition.",
  ),
  mail(
    "sr-0121",
    "Ruan, 21 January 2022",
    "76f5ed28-2df9-890e-0674-3ef2f18e2c2f@fujitsu.com",
    "Agrees with refusing; namespaces divide an NVDIMM anyway.",
  ),
  mail(
    "djw-0120",
    "Wong, 20 January 2022, 18:22 PST",
    "20220121022200.GG13563@magnolia",
    "Unhappy that DAX on pmem then excludes partitions; what were the objections to chains?",
  ),
  mail(
    "hch-0120b",
    "Hellwig, 20 January 2022, 23:17 PST",
    "YepeDLO5VNWsmV0J@infradead.org",
    "Notifier chains are untyped boilerplate; open-coded notification is better.",
  ),
  mail(
    "hch-v10",
    "Hellwig on v10",
    "YfqBLxjr5zz1TU91@infradead.org",
    "Registration should fail when the device has a holder.",
  ),
  mail(
    "v10-01",
    "Ruan, v10 1/9, 27 January 2022",
    "20220127124058.1172422-2-ruansy.fnst@fujitsu.com",
    "The semaphore per device is gone; registration still overwrites.",
  ),
  mail(
    "dw-0215",
    "Williams, 15 February 2022, 13:51 PST",
    "CAPcyv4gXp66bc6dkN+F8pUdxwCj=wmkOebjmPdALyKKZSOczoQ@mail.gmail.com",
    "Fail a DAX mount if reflink is enabled on a partition; nobody regresses.",
  ),
  mail(
    "v11",
    "Ruan, v11 0/8, 27 February 2022",
    "20220227120747.711169-1-ruansy.fnst@fujitsu.com",
    "Registration by compare-and-exchange: -ENXIO when dead, -EBUSY when taken.",
  ),
  mail(
    "dw-0311",
    "Williams on v11 1/8, 11 March 2022",
    "CAPcyv4jAqV7dZdmGcKrG=f8sYmUXaL7YCQtME6GANywncwd+zg@mail.gmail.com",
    "Why the read section must cover the call of the holder; why bytes and not pages.",
  ),
  mail(
    "hch-0329",
    "Hellwig on v11 7/8, 29 March 2022",
    "YkPyBQer+KRiregd@infradead.org",
    "Fold registration into the lookup of the dax_device; the clipping implies partitions.",
  ),
  mail(
    "v13",
    "Ruan, v13, 19 April 2022",
    "20220419045045.1664996-1-ruansy.fnst@fujitsu.com",
    "Refuse while the filesystem is not ready.",
  ),
  mail(
    "v14",
    "Ruan, v14, 8 May 2022",
    "20220508143620.1775214-1-ruansy.fnst@fujitsu.com",
    "The version that was merged.",
  ),
  mail(
    "m-part",
    "Ruan, 9 June 2022",
    "20220609143435.393724-1-ruansy.fnst@fujitsu.com",
    "“xfs: fail dax mount if reflink is enabled on a partition”.",
  ),
  mail("djw-part", "Wong, 30 June 2022", "Yr5AV5HaleJXMmUm@magnolia", "Review of the rule for reflink on a partition."),
  mail(
    "fix60",
    "Williams, 26 August 2022",
    "166153426798.2758201.15108211981034512993.stgit@dwillia2-xfh.jf.intel.com",
    "Four fixes of memory_failure() handling during 6.0-rc.",
  ),
  mail(
    "dm-v1",
    "Ruan, v1 08/10, 31 December 2020",
    "20201230165601.845024-9-ruansy.fnst@cn.fujitsu.com",
    "Mapped devices pass a corrupted range up.",
  ),
  mail(
    "hch-0210",
    "Hellwig, 10 February 2021",
    "20210210132139.GC30109@lst.de",
    "DAX must not add anything to the block device.",
  ),
  mail(
    "dm-hold6",
    "Ruan, v6 8/9, 30 July 2021",
    "20210730100158.3117319-9-ruansy.fnst@fujitsu.com",
    "Holder operations of mapped devices; taken out in v7.",
  ),
  mail(
    "dm-rmap6",
    "Ruan, v6 7/9, 30 July 2021",
    "20210730085245.3069812-8-ruansy.fnst@fujitsu.com",
    "A linear target translates a sector of its device upward; taken out in v7.",
  ),
  mail(
    "v7",
    "Ruan, v7 0/8, 24 September 2021",
    "20210924130959.2695749-1-ruansy.fnst@fujitsu.com",
    "The two device-mapper patches are removed.",
  ),
  mail(
    "m-pre",
    "Ruan, 28 September 2023",
    "20230928103227.250550-1-ruansy.fnst@fujitsu.com",
    "“mm, pmem, xfs: Introduce MF_MEM_PRE_REMOVE for unbind”.",
  ),
  mail(
    "dm-dw",
    "Williams on v6 7/9, 20 August 2021",
    "CAPcyv4ic+LDagR8uF18tO3cCb6t=YTZNkAOK=vnsnERqY6Ze_g@mail.gmail.com",
    "Registration should fail on mapped devices until their maintainers agree.",
  ),
  {
    id: "v12",
    kind: "mail",
    short: "Ruan, v12, 10 April 2022",
    text: "Registration moves into the lookup of the dax_device; memory_failure() of a pagemap takes pages.",
  },
  kernel("k73-dax-super", "drivers/dax/super.c", "7.3.4", "dax_device, its holder, notification and death"),
  kernel(
    "k73-pmem",
    "drivers/nvdimm/pmem.c",
    "7.3.4",
    "The pmem driver: disk, badblocks, pmem_pagemap_memory_failure()",
  ),
  kernel(
    "k73-memory-failure",
    "mm/memory-failure.c",
    "7.3.4",
    "The entry, memory_failure_dev_pagemap(), the generic fallback, signals",
  ),
  kernel(
    "k73-xfs-notify",
    "fs/xfs/xfs_notify_failure.c",
    "7.3.4",
    "xfs_dax_notify_failure(): clipping, reverse map, shutdown",
  ),
  kernel(
    "k73-xfs-buf",
    "fs/xfs/xfs_buf.c",
    "7.3.4",
    "The buffer target takes the slot at mount, whatever the dax option says",
  ),
  kernel(
    "k73-xfs-super",
    "fs/xfs/xfs_super.c",
    "7.3.4",
    "xfs_setup_dax_always(): when DAX is turned off, when a mount fails",
  ),
  kernel(
    "k73-xfs-iomap",
    "fs/xfs/xfs_iomap.c",
    "7.3.4",
    "xfs_bmbt_to_iomap(): the partition's offset is added to the address",
  ),
  kernel("k73-ext4-super", "fs/ext4/super.c", "7.3.4", "ext4 takes a dax_device without a holder"),
  kernel("k73-fs-dax", "fs/dax.c", "7.3.4", "Mapping of file pages to page frames; dax_lock_page()"),
  kernel("k73-dm", "drivers/md/dm.c", "7.3.4", "Mapped devices pass no holder"),
  kernel(
    "k73-dm-linear",
    "drivers/md/dm-linear.c",
    "7.3.4",
    "linear_dax_pgoff(): from a page of the mapped device to a page of the device below",
  ),
  kernel("k73-badblocks", "include/linux/badblocks.h", "7.3.4", "The table of bad sectors"),
  kernel("k73-bdev", "block/bdev.c", "7.3.4", "bd_prepare_to_claim(): the block layer's own claim"),
  kernel("k73-mm", "include/linux/mm.h", "7.3.4", "enum mf_flags"),
  kernel("k73-siginfo", "include/uapi/asm-generic/siginfo.h", "7.3.4", "BUS_ADRERR, BUS_MCEERR_AR, BUS_MCEERR_AO"),
  kernel("k73-memremap", "mm/memremap.c", "7.3.4", "dev_pagemap: pages for device memory, altmap"),
  kernel(
    "k61-dax-super",
    "drivers/dax/super.c",
    "6.1.192",
    "The holder as it was merged: claimed by compare-and-exchange, read under SRCU",
  ),
  kernel(
    "k61-xfs-notify",
    "fs/xfs/xfs_notify_failure.c",
    "6.1.192",
    "xfs_dax_notify_failure() with the clipping of 6.1",
  ),
  kernel(
    "k612-dax-super",
    "drivers/dax/super.c",
    "6.12.117",
    "fs_put_dax() empties the name first and the operations afterwards",
  ),
  kernel(
    "k612-xfs-notify",
    "fs/xfs/xfs_notify_failure.c",
    "6.12.117",
    "What is no DAX mapping is skipped; MF_MEM_PRE_REMOVE",
  ),
  kernel("t60-xfs-notify", "fs/xfs/xfs_notify_failure.c", "6.0", "Before the corrections of 6.5 and 6.6"),
  kernel(
    "k73-dax-flush",
    "drivers/dax/super.c",
    "7.3.4",
    "dax_flush(): writes caches back, and only where the device asks for it",
  ),
  {
    id: "fix-65",
    kind: "kernel",
    short: "Two fixes of Linux 6.5 and 6.6",
    text: "“fix the calculation for end and length”, and a corrected count of blocks (6.5, 6.6, 6.1.112).",
    source: "5cf32f63b0f4, 3c90c01e4934",
  },
  kernel(
    "k73-nfit-core",
    "drivers/acpi/nfit/core.c",
    "7.3.4",
    "Address range scrub; which caches are inside the power-fail domain",
  ),
  kernel("k73-mce", "drivers/acpi/nfit/mce.c", "7.3.4", "nfit_handle_mce(): a machine check becomes a bad range"),
  kernel(
    "k73-x86-mce",
    "arch/x86/kernel/cpu/mce/core.c",
    "7.3.4",
    "kill_me_maybe(): memory_failure() on behalf of the task that hit the poison, and what it does with the answer",
  ),
  kernel("k73-x86-fault", "arch/x86/mm/fault.c", "7.3.4", "do_sigbus(): which code a refused page fault is given"),
  kernel(
    "k61-memory-failure",
    "mm/memory-failure.c",
    "6.1.192",
    "The entry, the way through a dev_pagemap, the generic handler and the signals, as 6.1 has them",
  ),
  kernel("k61-xfs-buf", "fs/xfs/xfs_buf.c", "6.1.192", "xfs_alloc_buftarg(): the slot is asked for at every mount"),
  kernel(
    "k61-xfs-super",
    "fs/xfs/xfs_super.c",
    "6.1.192",
    "xfs_setup_dax_always(): no dax_device, no DAX, and the mount goes on",
  ),
  kernel(
    "k73-nvdimm-bus",
    "drivers/nvdimm/bus.c",
    "7.3.4",
    "nvdimm_clear_poison(): whole clear units only, asked of the platform",
  ),
  kernel(
    "k73-region-devs",
    "drivers/nvdimm/region_devs.c",
    "7.3.4",
    "nvdimm_flush(): a fence, and a write to each flush hint; nvdimm_has_cache()",
  ),
  kernel(
    "k73-nvdimm-region",
    "drivers/nvdimm/region.c",
    "7.3.4",
    "Bad ranges are turned into bad sectors of the region and of its disks",
  ),
  kernel(
    "k73-xfs-format",
    "fs/xfs/libxfs/xfs_format.h",
    "7.3.4",
    "Owners of the reverse map that are no inode: XFS_RMAP_OWN_FS, _LOG, _AG, _INODES, _COW and others",
  ),
  {
    id: "fix-65-fault",
    kind: "kernel",
    short: "VM_FAULT_HWPOISON for DAX, Linux 6.5",
    text: "A fault on a page that is known to be bad gets BUS_MCEERR_AR instead of BUS_ADRERR.",
    source: "1ea7ca1b0901",
  },
  {
    id: "recovery-519",
    kind: "kernel",
    short: "Recovery write, Linux 5.19",
    text: "pmem_recovery_write(): write(2) on a DAX file may clear poison, in whole pages.",
    source: "f42e8e5088b9",
  },
  {
    id: "man-inject-error",
    kind: "manual",
    short: "ndctl-inject-error(1)",
    text: "Errors for tests: they land in badblocks, in units that the platform clears.",
    href: "https://docs.pmem.io/ndctl-user-guide/ndctl-man-pages/ndctl-inject-error",
  },
  {
    id: "man-clear-errors",
    kind: "manual",
    short: "ndctl-clear-errors(1)",
    text: "Asks the platform to clear the errors of a namespace, without a driver's write.",
    href: "https://docs.pmem.io/ndctl-user-guide/ndctl-man-pages/ndctl-clear-errors",
  },
  {
    id: "doc-dax",
    kind: "manual",
    short: "Documentation/filesystems/dax.rst",
    text: "Direct access for files, and how errors in the medium are handled.",
    source: "Documentation/filesystems/dax.rst",
    href: "https://docs.kernel.org/filesystems/dax.html",
  },
  {
    id: "doc-nvdimm",
    kind: "manual",
    short: "Documentation/driver-api/nvdimm/nvdimm.rst",
    text: "Regions, namespaces and their modes, in the kernel's own words.",
    source: "Documentation/driver-api/nvdimm/nvdimm.rst",
    href: "https://docs.kernel.org/driver-api/nvdimm/nvdimm.html",
  },
  {
    id: "doc-vm",
    kind: "manual",
    short: "Documentation/admin-guide/sysctl/vm.rst",
    text: "memory_failure_early_kill: what the kernel's own words say of early and late.",
    source: "Documentation/admin-guide/sysctl/vm.rst",
    href: "https://docs.kernel.org/admin-guide/sysctl/vm.html",
  },
  {
    id: "man-prctl",
    kind: "manual",
    short: "prctl(2), PR_MCE_KILL",
    text: "How a process asks to be told early or late.",
    href: "https://man7.org/linux/man-pages/man2/prctl.2.html",
  },
  {
    id: "man-madvise",
    kind: "manual",
    short: "madvise(2), MADV_HWPOISON",
    text: "How a process poisons a page of its own.",
    href: "https://man7.org/linux/man-pages/man2/madvise.2.html",
  },
  {
    id: "man-ndctl-inject",
    kind: "manual",
    short: "ndctl-inject-error(1)",
    text: "Errors put into a namespace for tests: how large they are, who is told, and what taking them back leaves behind.",
    source: "ndctl, Documentation/ndctl/ndctl-inject-error.txt",
  },
  {
    id: "man-sigaction",
    kind: "manual",
    short: "sigaction(2)",
    text: "si_code and si_addr_lsb of SIGBUS.",
    href: "https://man7.org/linux/man-pages/man2/sigaction.2.html",
  },
  {
    id: "rec-6-1",
    kind: "recording",
    short: "Recordings of Debian 6.1.192",
    text: "What a 6.1 kernel did with each scene, in test/recordings/6.1.",
    source: "test/recordings/6.1",
  },
  {
    id: "rec-6-12",
    kind: "recording",
    short: "Recordings of Debian 6.12.107",
    text: "The same scenes on 6.12, in test/recordings/6.12.",
    source: "test/recordings/6.12",
  },
  {
    id: "rec-7-3",
    kind: "recording",
    short: "Recordings of Debian 7.3.4",
    text: "The same scenes on 7.3, in test/recordings/7.3.",
    source: "test/recordings/7.3",
  },
  scenario("rec-02", "02-xfs-three-policies", "One page, three processes with three policies; the sysctl on and off."),
  scenario("rec-03", "03-xfs-reflink-shared-extent", "Two files share a block; a write unshares it."),
  scenario("rec-04", "04-xfs-free-space", "A page of free space fails: 0, and nobody is told."),
  scenario("rec-05a", "05a-xfs-superblock", "The superblock fails: shutdown, and EIO ever after."),
  scenario(
    "rec-05e",
    "05e-xfs-directory-block",
    "A directory's block fails: shutdown on 6.1, nothing on 6.12 and 7.3.",
  ),
  scenario("rec-06", "06-xfs-no-rmapbt", "Without a reverse map the generic handler runs."),
  scenario("rec-07", "07-ext4-dax", "ext4: no holder, the generic handler; EBUSY for pages that nobody has mapped."),
  scenario("rec-09a", "09a-partitions-xfs-p1", "XFS on a partition is handed offsets on the whole disk."),
  scenario(
    "rec-09c",
    "09c-partitions-second-xfs",
    "The second XFS mounts without DAX; failures in it go to the first.",
  ),
  scenario("rec-10", "10-ext4-p1-xfs-p2", "ext4 beside an XFS: its processes are never told."),
  scenario("rec-11c", "11c-dm-stripe", "XFS on two stripes: the pmem devices have no holder."),
  scenario("rec-12a", "12a-unbind-xfs", "A device with a mounted XFS is unbound: three kernels, three ends."),
  scenario("rec-12b", "12b-unbind-partitions", "The same with the filesystem on a partition: 6.1 crashes."),
  scenario("rec-12c", "12c-unbind-ext4", "The same with ext4: nobody is told, and loads go on working."),
  scenario("rec-12e", "12e-unbind-no-rmapbt", "The same with an XFS that has no reverse map."),
  scenario("rec-13c", "13c-io-after-poison", "Software poison leaves no trace: later loads, reads and writes work."),
  scenario("rec-13d", "13d-badblocks", "Only the badblocks list makes them fail."),
  scenario("rec-15a", "15a-pmd-xfs", "2 MiB mappings: the exact address, and lsb 21."),
  scenario("rec-15b", "15b-pmd-ext4", "The same through the generic handler: 7.3 names the start of the 2 MiB."),
  scenario("rec-16e", "16e-madvise-self", "A process poisons its own page with madvise(2)."),
  scenario("rec-23", "23-xfs-normap-p1-ext4-dax-p2", "An XFS without a reverse map beside an ext4."),
  fact(1, "7.3 hangs when a device goes away under an XFS with several allocation groups."),
  fact(10, "dax=always on a reflink XFS on a partition is refused."),
  fact(11, "fork(2): entries of shared DAX mappings are not copied."),
  fact(13, "An external log's range is checked on 6.12 and 7.3; 6.1 takes every failure of its device for the log's."),
  fact(15, "The handler unmaps only if it collected a process."),
  fact(17, "A neighbour's ENXIO also stops what lies under a mapped device."),
  ...RECORDED,
];
