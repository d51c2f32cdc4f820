/** The terms of the course: what a lesson links to from the first use of each. One term, one meaning, everywhere. */
export interface Term {
  term: string;
  /** Other spellings that are linked as well. */
  also?: readonly string[];
  /** Markdown, one or two sentences. */
  text: string;
  unit?: string;
  /** Ids of references/. */
  cites?: readonly string[];
}

export const GLOSSARY: readonly Term[] = [
  {
    term: "pmem",
    also: ["persistent memory"],
    text: "Memory that is read and written byte by byte like any other, and keeps its content when the power goes.",
  },
  {
    term: "pmem region",
    text: "A contiguous range of physical addresses made of one or more NVDIMMs. It carries a list of bad blocks of its own.",
    cites: ["doc-nvdimm"],
  },
  {
    term: "namespace",
    also: ["namespaces"],
    text: "A slice of a region. Namespaces divide *below* the block layer: each has a disk of its own, and so a `dax_device` of its own. Partitions divide on top of one.",
    cites: ["doc-nvdimm"],
  },
  {
    term: "namespace mode",
    also: ["fsdax", "devdax"],
    text: "How a namespace is used: `raw`, `sector`, `fsdax` (a block device with DAX) or `devdax` (a character device without a block device). Failures of `fsdax` reach a holder.",
    cites: ["doc-nvdimm", "k73-pmem"],
  },
  {
    term: "gendisk",
    text: "The kernel's object for a whole disk. An fsdax namespace has exactly one, and exactly one `dax_device`.",
  },
  {
    term: "partition",
    also: ["partitions"],
    text: "A block device with a start and a length on a disk. It shares the disk with its siblings, and never had a `dax_device` of its own.",
    unit: "start in sectors of 512 bytes",
    cites: ["dw-1120"],
  },
  {
    term: "DAX",
    text: "Direct access: a file's pages *are* the pages of the device, so that a load or a store of a process touches the medium without a copy in the page cache.",
  },
  {
    term: "dax_device",
    also: ["dax_devices"],
    text: "The kernel's anchor for direct access to one disk: alive or dead, with operations, and with room for one holder. One per disk, none per partition.",
    cites: ["k73-dax-super"],
  },
  {
    term: "holder",
    also: ["holders", "holder_data"],
    text: "Who is to be told when a piece of a `dax_device` goes bad: a filesystem, or, as the first patches had it, a mapped device. Not to be confused with the holder of a block device.",
    cites: ["v9-02", "k73-dax-super"],
  },
  {
    term: "holder operations",
    also: ["holder_ops", "notify_failure"],
    text: "What a holder answers. There is one operation: `notify_failure(dax_dev, offset, len, flags)`.",
    unit: "offset and length in bytes of *that* device",
    cites: ["v9-02"],
  },
  {
    term: "dev_pagemap",
    also: ["pgmap"],
    text: "Describes a range of device memory that has `struct page`s. Its owner is asked first when one of its pages fails.",
    cites: ["k73-memremap"],
  },
  {
    term: "altmap",
    text: "Room at the start of a device where the page structures of that very device live. Those pages are not data; a failure there is refused before any holder is asked.",
    cites: ["k73-memremap"],
  },
  {
    term: "data_offset",
    text: "Bytes from the start of a namespace to its first byte of data.",
    unit: "bytes",
    cites: ["k73-pmem"],
  },
  {
    term: "power-fail domain",
    also: ["ADR", "eADR"],
    text: "The part of a machine whose contents still reach the medium when the power goes. It begins at the memory controller (ADR), or includes the processor's caches (eADR).",
    cites: ["k73-nfit-core"],
  },
  {
    term: "flush",
    text: "To write a line of the cache back to memory. Only begun until a fence has waited for it.",
    unit: "lines of 64 bytes",
    cites: ["k73-dax-flush"],
  },
  {
    term: "fence",
    text: "An instruction that waits until the flushes before it have reached the power-fail domain. It flushes nothing by itself.",
    cites: ["k73-region-devs"],
  },
  {
    term: "poison",
    also: ["poisoned"],
    text: "A state of the medium: loading the place raises a machine check and returns no data. It survives a reboot. Not the same as HWPoison.",
    unit: "often 64 bytes",
  },
  {
    term: "HWPoison",
    text: "A flag of one page that `memory_failure()` sets. Software, whole pages, forgotten at reboot.",
    unit: "pages of 4096 bytes",
    cites: ["k73-memory-failure"],
  },
  {
    term: "machine check",
    also: ["machine checks"],
    text: "How a processor says that the data it was to load cannot be had. The kernel is interrupted in the middle of an instruction that cannot complete.",
    cites: ["k73-x86-mce"],
  },
  {
    term: "scrub",
    also: ["address range scrub"],
    text: "Asking the platform for all errors that it knows in a region. What it tells is written on the list of bad blocks; nobody is notified.",
    cites: ["k73-nfit-core", "k73-pmem"],
  },
  {
    term: "clear unit",
    also: ["clear units"],
    text: "The least that the platform can clear of poison. The platform decides how much that is.",
    unit: "bytes, a power of two",
    cites: ["k73-nvdimm-bus"],
  },
  {
    term: "device-dax",
    text: "A namespace that is a character device: it is mapped, and neither read nor written. It has no block device, and with its usual driver no holder.",
    cites: ["doc-nvdimm"],
  },
  {
    term: "badblocks",
    also: ["bad blocks"],
    text: "A sorted table of bad sectors, relative to the start of a disk's data. Reads of them fail with `EIO`.",
    unit: "sectors of 512 bytes",
    cites: ["k73-badblocks"],
  },
  {
    term: "badrange",
    text: "The list of bad physical ranges that firmware or a machine check reported, one per NVDIMM bus, unsorted.",
    unit: "bytes, physical",
  },
  {
    term: "reverse map",
    also: ["rmapbt"],
    text: "In XFS, the tree that says which file or which metadata owns a block. It is what turns a bad block into a list of files. Neither the memory manager's rmap nor the device-mapper hook of that name.",
    cites: ["k73-xfs-notify"],
  },
  {
    term: "reflink",
    text: "Several files share one block until one of them is written. A shared page cannot name one file as its owner, which is why the filesystem must be asked.",
  },
  {
    term: "extent",
    also: ["extents"],
    text: "A run of blocks that belongs to a file: where it begins in the file, where on the device, how long.",
  },
  {
    term: "in core",
    text: "Said of a file whose inode the filesystem has in memory. Of one that is not, no process can have a page.",
    cites: ["k612-xfs-notify"],
  },
  {
    term: "early kill",
    text: "The policy of a process that wants to be told as soon as a page it maps is known to be bad.",
    cites: ["man-prctl"],
  },
  {
    term: "late kill",
    text: "The policy of a process that is told only when it touches the bad page.",
    cites: ["man-prctl"],
  },
  {
    term: "action required",
    also: ["BUS_MCEERR_AR"],
    text: "A `SIGBUS` for the task that was running when the bad page was touched. It is forced.",
    cites: ["k73-siginfo", "man-sigaction"],
  },
  {
    term: "action optional",
    also: ["BUS_MCEERR_AO"],
    text: "A `SIGBUS` for another task that maps the bad page and wants to know early. Advice, not force; unhandled it ends the process all the same.",
    cites: ["k73-siginfo", "man-sigaction"],
  },
  {
    term: "si_addr_lsb",
    also: ["lsb"],
    text: "The size of the mapping that was torn down, as a power of two: 12 for 4 KiB, 21 for 2 MiB. Not the size of the damage.",
    unit: "log2 of bytes",
    cites: ["man-sigaction"],
  },
  {
    term: "page frame number",
    also: ["pfn"],
    text: "A page of physical memory by number.",
    unit: "pages of 4096 bytes, physical",
  },
  { term: "pgoff", text: "A page of a `dax_device` by number, from that device's start.", unit: "pages of 4096 bytes" },
  {
    term: "sector",
    also: ["sectors"],
    text: "The block layer's unit, whatever the disk's own block size is.",
    unit: "512 bytes",
  },
  {
    term: "bt_dax_part_off",
    text: "In an XFS buffer target: where its partition begins on the `dax_device`. Added on the way down, subtracted on the way up.",
    unit: "bytes of the dax_device",
    cites: ["k73-xfs-buf", "k73-xfs-iomap"],
  },
  {
    term: "page fault",
    text: "What happens when a process touches an address for which its page table has no entry: the kernel looks the page up and enters it, or sends a signal.",
    cites: ["k73-fs-dax"],
  },
  {
    term: "memory_failure()",
    also: ["memory_failure"],
    text: "The kernel's entry for a page that went bad.",
    cites: ["k73-memory-failure"],
  },
  {
    term: "generic handler",
    also: ["generic path"],
    text: "What runs when nobody holds the device, or the holder answers `EOPNOTSUPP`: the kernel finds the processes through the page itself.",
    cites: ["k73-memory-failure"],
  },
  {
    term: "EOPNOTSUPP",
    text: "The one answer of a holder after which the kernel goes on and looks for processes by itself.",
    cites: ["k73-memory-failure"],
  },
  {
    term: "mapped device",
    also: ["mapped devices", "device-mapper"],
    text: "A block device made of pieces of others, in a row (linear) or in turns (striped). It has a `dax_device` of its own; in mainline it holds none of those below it.",
    cites: ["k73-dm", "v7"],
  },
  {
    term: "leg",
    also: ["legs"],
    text: "One of the devices that a striped mapped device deals its chunks to.",
  },
  {
    term: "allocation group",
    text: "One of the equal slices of an XFS, each with its own trees.",
    cites: ["k73-xfs-notify"],
  },
  {
    term: "superblock",
    also: ["superblocks"],
    text: "The block in which a filesystem keeps what it knows about itself: its size, its features, where everything is. Metadata of the first rank.",
  },
  {
    term: "forced shutdown",
    also: ["shuts down", "shutdown"],
    text: "What XFS does when its own metadata is hit: every later operation fails with `EIO`. Neither a panic nor a read-only remount.",
    cites: ["k73-xfs-notify"],
  },
  {
    term: "SRCU",
    text: "A way to let readers finish without making them wait. One for all dax_devices: after `kill_dax()` no reader is left that saw the device alive.",
    cites: ["k73-dax-super", "dw-0104"],
  },
  {
    term: "kill_dax()",
    also: ["kill_dax"],
    text: "Ends the life of a `dax_device`: tells the holder, marks the device dead, waits until nobody is inside, empties the slot.",
    cites: ["k73-dax-super"],
  },
  {
    term: "oops",
    text: "A crash inside the kernel that ends what it was doing. Whatever it had locked may stay locked.",
  },
  {
    term: "compare and exchange",
    also: ["compare-and-exchange"],
    text: "To store a value only if what is there is what was expected, in one indivisible step. Of two who try at once, one succeeds.",
    cites: ["k61-dax-super"],
  },
  {
    term: "notifier chain",
    text: "A list of callbacks that are all called. Proposed for holders by Darrick Wong, accepted by Dan Williams, rejected by Christoph Hellwig.",
    cites: ["djw-1012", "dw-1612", "hch-0120b"],
  },
  {
    term: "kernel model",
    text: "A set of rules of this simulator: the posted series v9, a vanilla release, or a Debian kernel that was recorded.",
  },
  {
    term: "policy",
    text: "Here: who may hold a `dax_device`. `kernel` follows the kernel model; all others are designs from the thread of January 2022.",
  },
];
