/**
 * Tables of the engine's state and the layout of their records, for the engine and for the host that reads them.
 *
 * Tables 16..63 are hashed, 3..15 are not (logs and caches; `restore` rewinds both). 16..31 and root slots 16..31
 * belong to devices, holders and mounts; 32..63 and root slots 32..47 to memory management (`mm.ts`).
 */

// --- the store: where the directory of tables lies, from `statePtr()` --------------------------

/** Address of the first byte behind the state. */
export const STATE_END = 0;
export const STATE_ROOTS = 544;
export const STATE_TABLES = 1024;
export const TABLE_ENTRY_BYTES = 32;

// --- not hashed --------------------------------------------------------------------------------

export const T_EVENTS = 4;
export const T_ARGS = 5;
export const T_OUTCOMES = 6;
/** Ids of pmem disks by physical address: one record with a segment map. */
export const T_PHYS = 7;

// The head of the log: 64 bytes. The open event and where the next records go are addresses.
export const LOG_OPEN = 0;
export const LOG_DEPTH = 4;
export const LOG_STEP = 8;
export const LOG_CRASH = 12;
export const LOG_NEXT_EVENT = 16;
export const LOG_NEXT_ARG = 20;
/** Function index of each kind of holder's operation. */
export const LOG_OPS = 24;
/** Function index of what plays one operation. */
export const LOG_PLAY = 48;

// An event, 64 bytes. Parent is seq + 1, 0: none; seq is the record's id - 1.
export const EVENT_PARENT = 0;
export const EVENT_STEP = 4;
export const EVENT_FN = 8;
export const EVENT_RULE = 10;
export const EVENT_DEPTH = 12;
export const EVENT_RET_KIND = 14;
export const EVENT_WHO_KIND = 15;
export const EVENT_SPACE_KIND = 16;
export const EVENT_FLAGS = 17;
export const EVENT_NR_ARGS = 18;
export const EVENT_WHO = 20;
export const EVENT_SPACE = 24;
export const EVENT_FIRST_ARG = 28;
export const EVENT_OFF = 32;
export const EVENT_LEN = 40;
export const EVENT_RET = 48;
/** Its id; the event that it is in, while both are open. */
export const EVENT_ID = 56;
export const EVENT_OUTER = 60;
export const EVENT_BYTES = 64;

// An argument, 16 bytes.
export const ARG_KEY = 0;
export const ARG_KIND = 2;
export const ARG_VALUE = 8;
export const ARG_BYTES = 16;

// The outcome of a step: id is the step's index + 1.
export const OUTCOME_OP = 0;
/** 1: `OUTCOME_ERRNO` (0 or a positive number); 0: never returned. */
export const OUTCOME_RETURNED = 4;
export const OUTCOME_ERRNO = 8;
export const OUTCOME_FROM = 12;
export const OUTCOME_TO = 16;
export const OUTCOME_BYTES = 24;

// --- root slots --------------------------------------------------------------------------------

export const R_KERNEL = 16;
export const R_POLICY = 17;
export const R_FEATURES = 18;
export const R_EARLY_KILL = 19;
export const R_RECOVERY = 20;
export const R_SEED = 21;
export const R_STEPS = 22;
/** Process that runs now (its id in T_PROCESSES), 0: the administrator's. */
export const R_CURRENT = 23;
/** CRASH_*: what stopped the kernel. */
export const R_CRASH = 24;
/** mf_mutex is held for ever by a task that died. */
export const R_MF_STUCK = 25;
/** Reverse maps handed out in the store; ids from 1. */
export const R_NR_RMAPS = 26;

export const CRASH_NONE = 0;
export const CRASH_OOPS = 1;
export const CRASH_HANG = 2;

// --- names: present object of each kind, by name id --------------------------------------------

export const T_NAMES = 16;
export const NAME_DEVICE = 0;
/** Mount on this target. */
export const NAME_MOUNT = 4;
export const NAME_PROCESS = 8;
export const NAME_HOLDER = 12;
export const NAME_BYTES = 16;

// --- devices -----------------------------------------------------------------------------------

export const T_DEVICES = 17;
export const DEVICE_NAME = 0;
export const DEVICE_KIND = 4;
export const DEVICE_PRESENT = 8;
/** The whole disk of a partition; itself otherwise. */
export const DEVICE_DISK = 12;
/** Where it begins in its disk, and its size. */
export const DEVICE_START = 16;
export const DEVICE_SIZE = 24;
/** Physical address of the disk's byte 0, bytes of the namespace before it. */
export const DEVICE_RESOURCE = 32;
export const DEVICE_DATA_OFFSET = 40;
/** Id in the store (bytes, poison, badblocks); 0 for partitions and mapped devices. */
export const DEVICE_PMEM = 48;
export const DEVICE_MODE = 52;
export const DEVICE_MAP = 56;
export const DEVICE_DRIVER = 60;
export const DEVICE_CLEAR_UNIT = 64;
export const DEVICE_EADR = 68;
/** Its dax_device in T_DAX; a partition has one only under the policy `stacked`. */
export const DEVICE_DAX = 72;
/** Who has it open exclusively: a mount (CLAIM_MOUNT | id) or a mapped device (CLAIM_DM | id). */
export const DEVICE_CLAIM = 76;
/** Mapped devices: segment map of targets by first sector, first target, their number, its map name. */
export const DEVICE_SEGMENTS = 80;
export const DEVICE_FIRST_TARGET = 84;
export const DEVICE_NR_TARGETS = 88;
export const DEVICE_MAP_NAME = 92;
/** Partitions are a list: the disk's first one, and the next one. */
export const DEVICE_FIRST_PARTITION = 96;
export const DEVICE_NEXT_PARTITION = 100;
/** Latest filesystem made on it, in T_FS. */
export const DEVICE_FS = 104;
/** Legs of mapped devices on this disk: a reverse map of the store, owner is the leg, blocks are pages; 0: none. */
export const DEVICE_LEGS = 108;
export const DEVICE_BYTES = 112;

export const CLAIM_MOUNT = 0x40000000;
export const CLAIM_DM = 0x20000000;
export const CLAIM_ID = 0x0fffffff;

export const T_TARGETS = 18;
export const TARGET_TYPE = 0;
export const TARGET_NR_LEGS = 4;
export const TARGET_START = 8;
export const TARGET_LEN = 16;
export const TARGET_CHUNK = 24;
export const TARGET_FIRST_LEG = 28;
/** Device and byte of its first leg, as in T_LEGS: a linear target is one place in memory. */
export const TARGET_LEG_DEVICE = 32;
export const TARGET_LEG_OFF = 40;
export const TARGET_BYTES = 64;

export const T_LEGS = 19;
export const LEG_DEVICE = 0;
/** Target that it belongs to, and mapped device. */
export const LEG_TARGET = 4;
export const LEG_OFF = 8;
export const LEG_DM = 16;
/** Its number in the target. */
export const LEG_INDEX = 20;
export const LEG_BYTES = 24;

// --- dax devices and their holders -------------------------------------------------------------

export const T_DAX = 20;
export const DAX_DEVICE = 0;
export const DAX_ALIVE = 4;
/** `holder_data`: id in T_HOLDERS, 0: none. `holder_ops`: kind of operations (HOLDER_*), 0: NULL. */
export const DAX_HOLDER = 8;
export const DAX_OPS = 12;
/** Proposed policies: more holders, a list of registrations. */
export const DAX_FIRST_REG = 16;
/** Policy `stacked`: the disk's dax device, and where this one begins in it. */
export const DAX_PARENT = 20;
export const DAX_START = 24;
export const DAX_LEN = 32;
/** References leaked by refused registrations. */
export const DAX_LEAKED = 40;
export const DAX_BYTES = 48;

/** Whoever may hold: a mount, a mapped device, a reader's function. */
export const T_HOLDERS = 21;
export const HOLDER_KIND = 0;
/** Mount id, device id; 0 for a reader's. */
export const HOLDER_OBJECT = 4;
/** Name in "xfs:pmem0p1", "dm:vol", "my-holder". */
export const HOLDER_NAME = 8;
/** The kind that the name is shown with: FS_XFS … for mounts. */
export const HOLDER_FSTYPE = 12;
export const HOLDER_BYTES = 16;

export const HOLDER_XFS = 1;
export const HOLDER_DM = 2;
export const HOLDER_READER = 3;
/** A parent dax device under the policy `stacked`. */
export const HOLDER_PARENT = 4;

/** A registration beside the slot, or with a range. */
export const T_REGS = 22;
export const REG_NEXT = 0;
export const REG_HOLDER = 4;
export const REG_OPS = 8;
export const REG_START = 16;
/** u64.MAX: to the end. */
export const REG_LEN = 24;
export const REG_BYTES = 32;

// --- filesystems and mounts --------------------------------------------------------------------

/** A filesystem as mkfs made it: stays when it is not mounted. */
export const T_FS = 23;
export const FS_TYPE = 0;
export const FS_FLAGS = 4;
export const FS_DEVICE = 8;
/** Device id of an external log, of a realtime device; 0: none. */
export const FS_LOG_DEVICE = 12;
export const FS_RT_DEVICE = 16;
export const FS_BLOCK_BYTES = 20;
export const FS_AG_BLOCKS = 24;
export const FS_AG_COUNT = 28;
export const FS_BLOCKS = 32;
/** Byte offset on the device (internal) and length of the log. */
export const FS_LOG_OFF = 40;
export const FS_LOG_LEN = 48;
export const FS_RT_BLOCKS = 56;
/** Reverse maps in the store: data device (groups = AGs), realtime device (group 0). */
export const FS_RMAP = 64;
export const FS_RT_RMAP = 68;
export const FS_INODE_BYTES = 72;
export const FS_MOUNT = 76;
export const FS_ROOT_INO = 80;
/** For memory management: files, free space, in-core set. */
export const FS_MM0 = 88;
export const FS_MM1 = 92;
export const FS_MM2 = 96;
export const FS_MM3 = 100;
export const FS_MM4 = 104;
export const FS_MM5 = 108;
export const FS_RECORD_BYTES = 112;

export const T_MOUNTS = 24;
export const MOUNT_FS = 0;
export const MOUNT_DEVICE = 4;
export const MOUNT_TARGET = 8;
/** Device name as the mount step wrote it, for "xfs:mapper/vol". */
export const MOUNT_DEVICE_NAME = 12;
export const MOUNT_FLAGS = 16;
/** DAX_*: in force, asked (0: no option). */
export const MOUNT_DAX = 20;
export const MOUNT_DAX_ASKED = 24;
export const MOUNT_HOLDER = 28;
/** `bt_daxdev` of data, log and realtime targets; 0: NULL. */
export const MOUNT_DATA_DAX = 32;
export const MOUNT_LOG_DAX = 36;
export const MOUNT_RT_DAX = 40;
/** Bit per SHUTDOWN_* seen. */
export const MOUNT_SHUTDOWN = 44;
/** `bt_dax_part_off` of the three. */
export const MOUNT_DATA_PART_OFF = 48;
export const MOUNT_LOG_PART_OFF = 56;
export const MOUNT_RT_PART_OFF = 64;
export const MOUNT_BYTES = 72;

export const MOUNT_BORN = 1;
export const MOUNT_READ_ONLY = 2;
/** Forced shutdown. */
export const MOUNT_IS_SHUTDOWN = 4;
/** Frozen by a task that does not come back. */
export const MOUNT_HUNG = 8;
/** Its device is gone and nobody told it. */
export const MOUNT_DEVICE_GONE = 16;
export const MOUNT_UNMOUNTED = 32;
/** Its device had gone when struct pages of mapped DAX entries were still in use. */
export const MOUNT_PAGES_GONE = 64;
/** No more than one more target of the mount that its filesystem has. */
export const MOUNT_ALIAS = 128;

export const SHUTDOWN_META_IO_ERROR = 1;
export const SHUTDOWN_LOG_IO_ERROR = 2;
export const SHUTDOWN_FORCE_UMOUNT = 4;
export const SHUTDOWN_CORRUPT_INCORE = 8;
export const SHUTDOWN_CORRUPT_ONDISK = 16;
export const SHUTDOWN_DEVICE_REMOVED = 32;

// --- records of a reverse map, in the flags of `rmapInsert` ------------------------------------

export const RMAP_ATTR_FORK = 1;
export const RMAP_BMBT_BLOCK = 2;
export const RMAP_UNWRITTEN = 4;
// Owners that are no inode: bit 63 is set; the low byte is 256 minus these (OWN_FS is -3, …).
export const OWN_UNKNOWN = -2;
export const OWN_FS = -3;
export const OWN_LOG = -4;
export const OWN_AG = -5;
export const OWN_INOBT = -6;
export const OWN_INODES = -7;
export const OWN_REFC = -8;
export const OWN_COW = -9;
