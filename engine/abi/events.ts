/**
 * Ids of what an event says: functions, rules, keys and kinds of arguments. Their texts are in `citations.ts`.
 *
 * 1..199 belong to the route (devices, holders, mounts, memory failure); 200.. to memory management (`mm.ts`).
 */

// --- return kinds, who, space ------------------------------------------------------------------

/** Never returned: also what an event has until it is closed. */
export const RET_NEVER = 0;
export const RET_VOID = 1;
export const RET_INT = 2;
/** A name by its id; 0 is null. */
export const RET_NAME = 3;
/** A text by its number: TEXT_*. */
export const RET_TEXT = 4;

export const WHO_NONE = 0;
export const WHO_KERNEL = 1;
export const WHO_HARDWARE = 2;
export const WHO_ADMIN = 3;
/** A device by name. */
export const WHO_DEVICE = 4;
export const WHO_PROCESS = 5;
/** A holder by id in T_HOLDERS: "xfs:pmem0p1", "dm:vol", "my-holder". */
export const WHO_HOLDER = 6;
/** "xfs:pmem0p1" and the like by mount id. */
export const WHO_MOUNT = 7;

/** A reader's holder while it runs. */
export const WHO_READER = 8;

export const SPACE_NONE = 0;
/** By name of device; by full name of path. */
export const SPACE_DEVICE = 1;
export const SPACE_FILE = 2;
export const SPACE_PHYS = 3;

/** The event shows a rule that no kernel has. */
export const EVENT_PROPOSED = 1;

// --- kinds of arguments ------------------------------------------------------------------------

export const KIND_NUMBER = 1;
/** A negative number. */
export const KIND_SIGNED = 2;
export const KIND_BOOL = 3;
export const KIND_NULL = 4;
/** A name by its id. */
export const KIND_NAME = 5;
/** A holder by its id: "xfs:pmem0p1". */
export const KIND_HOLDER = 6;
/** A text by its number: TEXT_*. */
export const KIND_TEXT = 7;
/** Owner of a reverse-map record: "inode 131", "FS". */
export const KIND_OWNER = 8;
/** Set of SHUTDOWN_*: "CORRUPT_ONDISK". */
export const KIND_SHUTDOWN = 9;
/** An operation: "mount". */
export const KIND_OP = 10;
/** si_code: "BUS_MCEERR_AO". */
export const KIND_SI_CODE = 11;

/** A text that the host keeps, by its number: what a reader logged. */
export const KIND_HOST_TEXT = 12;

// --- functions ---------------------------------------------------------------------------------

/** Ours: a step of the machine. */
export const FN_STEP = 1;
export const FN_SIGNAL = 5;
export const FN_MACHINE_CHECK = 6;
export const FN_PANIC = 7;
/** One tick of a race. */
export const FN_TICK = 8;
export const FN_MEMORY_FAILURE = 10;
export const FN_MEMORY_FAILURE_DEV_PAGEMAP = 11;
export const FN_PMEM_PAGEMAP_MEMORY_FAILURE = 12;
export const FN_FSDEV_PAGEMAP_MEMORY_FAILURE = 13;
export const FN_DAX_HOLDER_NOTIFY_FAILURE = 14;
export const FN_XFS_DAX_NOTIFY_FAILURE = 15;
export const FN_XFS_DAX_TRANSLATE_RANGE = 16;
export const FN_XFS_DAX_NOTIFY_DDEV_FAILURE = 17;
export const FN_XFS_DAX_NOTIFY_DEV_FAILURE = 18;
export const FN_XFS_RMAP_QUERY_RANGE = 20;
export const FN_XFS_DAX_FAILURE_FN = 21;
export const FN_XFS_IGET = 22;
export const FN_XFS_DO_FORCE_SHUTDOWN = 23;
export const FN_XFS_ALLOC_READ_AGF = 24;
export const FN_KILL_DAX = 30;
export const FN_FS_DAX_GET_BY_BDEV = 31;
export const FN_FS_PUT_DAX = 32;
export const FN_XFS_ALLOC_BUFTARG = 33;
export const FN_XFS_SETUP_DAX_ALWAYS = 34;
export const FN_DAX_REGISTER_HOLDER = 35;
export const FN_DAX_UNREGISTER_HOLDER = 36;
export const FN_FS_DAX_GET = 37;
export const FN_EXT4_FILL_SUPER = 38;
export const FN_XFS_FS_FILL_SUPER = 39;
export const FN_DM_NOTIFY_FAILURE = 40;
/** A reader's `notifyFailure`. */
export const FN_READER_NOTIFY = 41;
export const FN_DM_TABLE = 42;
export const FN_FREEZE_SUPER = 43;
export const FN_THAW_SUPER = 44;
export const FN_BLK_MARK_DISK_DEAD = 45;
export const FN_ND_PMEM_REMOVE = 46;
export const FN_ND_PMEM_PROBE = 47;
export const FN_MADVISE_INJECT_ERROR = 48;
export const FN_BDEV_OPEN = 49;
export const FN_MKFS = 50;
export const FN_SYSCTL = 51;
export const FN_READER_LOG = 52;
export const FN_STACKED_NOTIFY_FAILURE = 53;
export const FN_INVARIANT = 54;
export const FN_UMOUNT = 55;
/** First of memory management. */
export const FN_MM_FIRST = 200;

// --- keys of arguments -------------------------------------------------------------------------

export const KEY_OP = 1;
export const KEY_PFN = 2;
export const KEY_FLAGS = 3;
export const KEY_NR_PAGES = 4;
export const KEY_DAX_DEV = 5;
export const KEY_HOLDER_DATA = 6;
export const KEY_OFFSET = 7;
export const KEY_LEN = 8;
export const KEY_AGNO = 9;
export const KEY_STARTBLOCK = 10;
export const KEY_BLOCKCOUNT = 11;
export const KEY_OWNER = 12;
export const KEY_OWNER_NAME = 13;
export const KEY_FILE_OFFSET = 14;
export const KEY_RM_FLAGS = 15;
export const KEY_FAIL_STARTBLOCK = 16;
export const KEY_FAIL_BLOCKCOUNT = 17;
export const KEY_LOW_STARTBLOCK = 18;
export const KEY_HIGH_STARTBLOCK = 19;
export const KEY_INO = 20;
export const KEY_INDEX = 21;
export const KEY_COUNT = 22;
export const KEY_TYPE = 23;
export const KEY_DEV = 24;
export const KEY_HOLDER = 25;
export const KEY_OPS = 26;
export const KEY_BT_DEV = 27;
export const KEY_REASON = 30;
export const KEY_DAX_ASKED = 33;
export const KEY_PROCESS = 34;
export const KEY_MAP = 35;
export const KEY_RMAPBT = 36;
export const KEY_REFLINK = 37;
export const KEY_BLOCK_BYTES = 38;
export const KEY_AG_COUNT = 39;
export const KEY_AG_BLOCKS = 40;
export const KEY_SECTOR = 41;
export const KEY_NR_SECTORS = 42;
export const KEY_EARLY_KILL = 43;
export const KEY_RECOVERY = 44;
export const KEY_THREAD = 45;
export const KEY_PREVIOUS = 47;
export const KEY_SIZE_BYTES = 48;
export const KEY_DADDR = 49;
export const KEY_BBLEN = 50;
export const KEY_TEXT = 51;
export const KEY_INVARIANT = 52;
export const KEY_TICK = 53;
/** First of memory management. */
export const KEY_MM_FIRST = 200;

// --- texts -------------------------------------------------------------------------------------

export const TEXT_NON_NULL = 1;
export const TEXT_ALWAYS = 5;
export const TEXT_I2 = 10;
export const TEXT_I3 = 11;
export const TEXT_I5 = 12;
export const TEXT_I6 = 13;
/** First of memory management. */
export const TEXT_MM_FIRST = 100;
