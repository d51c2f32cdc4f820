/** Members of the object literals that the cell API takes, and the texts that may stand behind their keys. */
import { type Word, word } from "./api-word.ts";

const option = (of: string) => word(of, "option");

const MKFS = option("mkfs");
const MOUNT = option("mount");
const CREATE = option("create");
const MMAP = option("mmap");
const BOOT = option("boot");
const PMEM = option("pmem");

export const OPTIONS: readonly Word[] = [
  BOOT("kernel", "string", "The kernel model; see KERNELS."),
  BOOT("policy", "string", 'Who may hold a dax_device; see POLICIES. Default "kernel".'),
  BOOT("seed", "number", "Drives every choice that is left to chance. 32 bits."),
  BOOT(
    "sysctl",
    "{ earlyKill, recovery }",
    "Values of vm.memory_failure_early_kill (default 0) and _recovery (default 1).",
  ),
  BOOT("pmem", "{ name: { size, … } }", "The pmem devices by name."),
  PMEM("size", "bytes or text", "Capacity of the block device, a multiple of 4 KiB, at most 16 TiB."),
  PMEM("resource", "bytes or text", "Physical address of byte 0."),
  PMEM("dataOffset", "bytes or text", "Bytes between the start of the namespace and byte 0 of the block device."),
  PMEM("mode", '"fsdax" | "raw" | "sector" | "devdax"', 'Mode of the namespace. Default "fsdax".'),
  PMEM("map", '"mem" | "dev"', 'Where the memmap lives. Default "mem".'),
  PMEM("driver", "string", "Driver of a devdax namespace."),
  PMEM("clearUnit", "bytes or text", "Bytes cleared by one Clear-Error command. Default 256."),
  PMEM("powerFail", '"adr" | "eadr"', 'Whether caches survive a power failure (eadr). Default "adr".'),
  PMEM("partitions", "sizes", "Sizes in order, or { start, size }; bytes or text."),
  MKFS("rmapbt", "boolean", "The reverse map: which file owns a block. Default false."),
  MKFS("reflink", "boolean", "Shared blocks. Default true."),
  MKFS("blockBytes", "bytes", "Block size. Default 4096."),
  MKFS("sizeBytes", "bytes", "Length of the filesystem, if smaller than the device."),
  MKFS("agCount", "number", "Number of allocation groups."),
  MKFS("agBlocks", "blocks", "Blocks of an allocation group."),
  MKFS("logBytes", "bytes", "Length of the log."),
  MKFS("logDevice", "device", "An external log."),
  MKFS("rtDevice", "device", "A realtime device."),
  MOUNT("dax", '"always" | "inode" | "never"', "What is asked for; what is in force stands in mounts."),
  MOUNT("logDevice", "device", "The external log."),
  MOUNT("rtDevice", "device", "The realtime device."),
  MOUNT("readOnly", "boolean", "Mount read-only."),
  CREATE("dax", "boolean", "FS_XFLAG_DAX; only asked when mounted dax=inode."),
  CREATE("how", '"write" | "fallocate" | "hole"', "Written blocks, unwritten extents, or nothing allocated."),
  CREATE("extents", "Extent[]", "Where the file lies, in bytes of file and device."),
  MMAP("map", "string", 'Name of the mapping. Default "m0", "m1", … per process.'),
  MMAP("offset", "bytes or text", "Offset in the file."),
  MMAP("length", "bytes or text", "Length of the mapping."),
  MMAP("private", "boolean", "MAP_PRIVATE."),
  MMAP("aligned2m", "boolean", "Address and file offset agree modulo 2 MiB, so that 2 MiB entries are possible."),
  MMAP("touch", "offsets or true", "Offsets in the mapping to touch at once; true: every page."),
  MMAP("write", "boolean", "Whether those touches write. Default true."),
];

/** What may stand behind `key:` as a text. */
export const CHOICES: Readonly<Record<string, readonly string[]>> = {
  kernel: ["v9", "linux-6.0", "linux-6.5", "linux-6.6", "linux-6.8", "6.1", "6.12", "7.3"],
  policy: [
    "kernel",
    "last-writer-wins",
    "exclusive",
    "notifier-chain",
    "whole-device-strict",
    "whole-device-merged",
    "on-dax-device",
    "range-slots",
    "stacked",
    "namespaces",
    "chained-dm",
  ],
  dax: ["always", "inode", "never"],
  mode: ["fsdax", "raw", "sector", "devdax"],
  how: ["write", "fallocate", "hole"],
  powerFail: ["adr", "eadr"],
};
