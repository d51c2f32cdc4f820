/**
 * What the engine and its host agree on, compiled by both compilers: operations, records, limits. Numbers only.
 *
 * Layout of records is in `abi/tables.ts`, ids of events in `abi/events.ts`. Offsets are bytes, little endian.
 * A name is a u32 that the host gave to a text; 0 is none. A u64 crosses as two words, low first.
 */
export * from "./abi/events";
export * from "./abi/mm";
export * from "./abi/rules";
export * from "./abi/tables";

// --- kernel models, policies -------------------------------------------------------------------

export const KERNEL_V9 = 1;
export const KERNEL_6_0 = 2;
export const KERNEL_6_5 = 3;
export const KERNEL_6_6 = 4;
export const KERNEL_6_8 = 5;
/** Recorded Debian kernels: 6.1.192, 6.12.107, 7.3.4. */
export const KERNEL_61 = 6;
export const KERNEL_612 = 7;
export const KERNEL_73 = 8;

export const POLICY_KERNEL = 1;
export const POLICY_LAST_WRITER_WINS = 2;
export const POLICY_EXCLUSIVE = 3;
export const POLICY_NOTIFIER_CHAIN = 4;
export const POLICY_WHOLE_DEVICE_STRICT = 5;
export const POLICY_WHOLE_DEVICE_MERGED = 6;
export const POLICY_ON_DAX_DEVICE = 7;
export const POLICY_RANGE_SLOTS = 8;
export const POLICY_STACKED = 9;
export const POLICY_NAMESPACES = 10;
export const POLICY_CHAINED_DM = 11;

// --- numbers of Linux --------------------------------------------------------------------------

export const EPERM = 1;
export const ENOENT = 2;
export const EIO = 5;
export const ENXIO = 6;
export const EBADF = 9;
export const ENOMEM = 12;
export const EFAULT = 14;
export const EBUSY = 16;
export const EEXIST = 17;
export const ENODEV = 19;
export const ENOTDIR = 20;
export const EINVAL = 22;
export const EFBIG = 27;
export const ENOSPC = 28;
export const EROFS = 30;
export const ERANGE = 34;
export const ENODATA = 61;
export const EOPNOTSUPP = 95;
export const EFSCORRUPTED = 117;
export const EHWPOISON = 133;

export const MF_COUNT_INCREASED = 1;
export const MF_ACTION_REQUIRED = 2;
export const MF_MUST_KILL = 4;
export const MF_SOFT_OFFLINE = 8;
export const MF_UNPOISON = 16;
export const MF_SW_SIMULATED = 32;
export const MF_NO_RETRY = 64;
export const MF_MEM_PRE_REMOVE = 128;

export const BUS_ADRERR = 2;
export const BUS_MCEERR_AR = 4;
export const BUS_MCEERR_AO = 5;
export const SI_KERNEL = 128;

export const PAGE_SHIFT = 12;
export const PMD_SHIFT = 21;

// --- operations --------------------------------------------------------------------------------

// A step: {op u32, words u32 (all of it), arguments …}. Which arguments: `encode.ts`, and `steps.ts` in assembly.
// PATH stands for {full name, n, n × {mount target, name of the rest}}, longest target first: the engine takes the
// first target on which something is mounted.

export const OP_SCENE = 1;
/** device name, kind, mode, map, driver, sizeBytes lo hi, resource lo hi, dataOffset lo hi, clearUnit, eadr. */
export const OP_PMEM = 2;
/** device, n, n × {name, start lo hi, size lo hi}. */
export const OP_PARTITION = 3;
/** "mapper/…", map name, n, n × candidate "dm-N", n, n × {type, start lo hi, len lo hi, chunk, legs, legs × {device, off lo hi}}. */
export const OP_DM_CREATE = 4;
/** "mapper/…". */
export const OP_DM_REMOVE = 5;
/** fstype, device, flags (FS_*), blockBytes, size lo hi, agCount, agBlocks, log lo hi, logBytes lo hi,
 *  logDevice, rtDevice, rtBlocks lo hi, inodeBytes, rootIno lo hi. */
export const OP_MKFS = 6;
/** device, target, fstype (0: as made), dax asked (DAX_*, 0: no option), logDevice, rtDevice, flags (MOUNT_READ_ONLY). */
export const OP_MOUNT = 7;
export const OP_UMOUNT = 8;
export const OP_UNBIND = 9;
export const OP_BIND = 10;
/** device (0: "phys"), off lo hi, nrPages, flags. */
export const OP_FAIL = 11;
/** process, map, off lo hi, len lo hi. */
export const OP_MADVISE = 12;
/** mask (1 earlyKill, 2 recovery), earlyKill, recovery. */
export const OP_SYSCTL = 13;
/** device, holder, hasSource. */
export const OP_REGISTER_HOLDER = 14;
export const OP_UNREGISTER_HOLDER = 15;
/** device, off lo hi, len lo hi, flags. */
export const OP_NOTIFY = 16;
export const OP_KILL_DAX = 17;
/** n threads, n × step words (each a whole step), nrTicks, ticks. */
export const OP_RACE = 18;

/** holder name, device name, text of the host: in place of a step in which a reader's holder gave no answer. */
export const OP_READER_FAULT = 19;

/** From here on operations belong to memory management: `mmStep(op, ptr)` plays them. */
export const OP_MM_FIRST = 100;
export const OP_MKFS_LAYOUT = 100;
export const OP_CREATE = 101;
export const OP_MKDIR = 102;
export const OP_ATTR = 103;
export const OP_REFLINK = 104;
export const OP_UNLINK = 105;
export const OP_TRUNCATE = 106;
export const OP_FSMAP = 107;
export const OP_OPEN = 108;
export const OP_DROP_INODE = 109;
export const OP_SPAWN = 110;
export const OP_FORK = 111;
export const OP_POLICY = 112;
export const OP_EXIT = 113;
export const OP_MMAP = 114;
export const OP_MUNMAP = 115;
export const OP_LOAD = 116;
export const OP_STORE = 117;
export const OP_FLUSH = 118;
export const OP_FENCE = 119;
export const OP_FSYNC = 120;
export const OP_READ = 121;
export const OP_WRITE = 122;
export const OP_POWER_FAIL = 123;
export const OP_BLOCK_READ = 124;
export const OP_BLOCK_WRITE = 125;
export const OP_ZERO_PAGE_RANGE = 126;
export const OP_POISON = 127;
export const OP_SCRUB = 128;
export const OP_INJECT_ERROR = 129;
export const OP_BADBLOCKS = 130;

// --- values of arguments -----------------------------------------------------------------------

export const DEV_PMEM = 1;
export const DEV_PARTITION = 2;
export const DEV_DM = 3;
/** A devdax namespace: a character device. */
export const DEV_CHAR = 4;

export const MODE_FSDAX = 1;
export const MODE_RAW = 2;
export const MODE_SECTOR = 3;
export const MODE_DEVDAX = 4;

export const MAP_MEM = 1;
export const MAP_DEV = 2;

export const DRIVER_NONE = 1;
export const DRIVER_DEVICE_DAX = 2;
export const DRIVER_FSDEV_DAX = 3;

export const TARGET_LINEAR = 1;
export const TARGET_STRIPED = 2;

export const FS_XFS = 1;
export const FS_EXT4 = 2;
export const FS_EXT2 = 3;

export const FS_RMAPBT = 1;
export const FS_REFLINK = 2;
export const FS_EXTERNAL_LOG = 4;
export const FS_REALTIME = 8;

export const DAX_ALWAYS = 1;
export const DAX_INODE = 2;
export const DAX_NEVER = 3;
/** In force only: the mount goes on without. */
export const DAX_OFF = 4;

export const KILL_DEFAULT = 0;
export const KILL_EARLY = 1;
export const KILL_LATE = 2;

// --- limits ------------------------------------------------------------------------------------

export const MAX_DM_DEPTH = 8;
/** `holder` of a device that was not claimed. */
export const NONE = 0;

// --- questions ---------------------------------------------------------------------------------

// A question: {what u32, arguments …}; the answer takes its place.

/** pmem id, off u64, len u32 → bytes as stored, poison notwithstanding. */
export const ASK_BYTES = 1;
/** device id, off u64 → {disk u64, off u64, contiguous u64}, or nothing. */
export const ASK_RESOLVE = 2;
/** pmem id, first → {sector u64, count u64} each. */
export const ASK_BADBLOCKS = 3;
/** pmem id, off u64 → poisoned ranges {off u64, len u64} each. */
export const ASK_LINES = 4;
/** rmap id, group, low, high → {start u32, blocks u32, owner u64, file block u64, flags u32, 0} each. */
export const ASK_RMAP = 5;
/** list of runs, first → {file block u64, device block u64, blocks u32, flags u32} each. */
export const ASK_RUNS = 6;
/** sparse array, from u64 → {index u64, value u64} each. */
export const ASK_SPARSE = 7;
