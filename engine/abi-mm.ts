/**
 * What memory management and filesystem contents agree on with the host: tables 32..63, root slots 32..47, ids of
 * their events from 200 on, arguments of their operations. Numbers only; see `abi.ts` for the notation.
 */

// --- values of arguments -----------------------------------------------------------------------

// Which arguments an operation has is written beside the code that encodes them: `encode-memory.ts`.

export const EXTENT_UNWRITTEN = 1;
export const EXTENT_SHARED = 2;
export const EXTENT_REALTIME = 4;

export const HOW_WRITE = 1;
export const HOW_FALLOCATE = 2;
export const HOW_HOLE = 3;

export const ROW_DATA = 0;
export const ROW_LOG = 1;
export const ROW_REALTIME = 2;

export const INJECT_SATURATE = 1;
export const INJECT_NOTIFY = 2;

export const MAPPING_PRIVATE = 1;
export const MAPPING_ALIGNED_2M = 2;

// --- root slots --------------------------------------------------------------------------------

export const R_FILE_LOOKUP = 32;
export const R_INODE_LOOKUP = 33;
export const R_MAP_LOOKUP = 34;
export const R_FREE_FRAME = 35;
/** Group records are allocated once per filesystem; lines whose bytes are not yet in the power-fail domain. */
export const R_LINE_LOOKUP = 36;
export const R_FREE_LINE = 37;
export const R_NEXT_PID = 38;
/** Lines that the kernel wrote past the caches and has not fenced. */
export const R_KERNEL_LINES = 39;
/** Number of lines that are not safe. */
export const R_NR_LINES = 40;

// --- files -------------------------------------------------------------------------------------

/** One inode; ids are not inode numbers. */
export const T_INODES = 32;
export const INODE_FS = 0;
export const INODE_FLAGS = 4;
export const INODE_INO = 8;
export const INODE_SIZE = 16;
/** Lists of runs: data fork, attribute fork, CoW fork (0: none yet). */
export const INODE_RUNS = 24;
export const INODE_ATTR_RUNS = 28;
export const INODE_COW_RUNS = 32;
/** Sparse arrays: DAX entries, page cache (0: none yet). */
export const INODE_ENTRIES = 36;
export const INODE_CACHE = 40;
/** Mappings of it in the order in which they are searched: processes by creation, then file offset, then age. */
export const INODE_FIRST_MAPPING = 44;
export const INODE_LAST_MAPPING = 48;
/** Name of its path within the filesystem, and the full name last used. */
export const INODE_NAME = 52;
export const INODE_PATH = 56;
/** In-core inodes of a filesystem are a list. */
export const INODE_NEXT = 60;
export const INODE_PREV = 64;
/** A character device: its device id. */
export const INODE_DEVICE = 68;
/** Allocation hint for CoW and extents, in blocks. */
export const INODE_EXT_SIZE = 72;
export const INODE_BYTES = 80;

export const INODE_DIRECTORY = 1;
export const INODE_DAX_FLAG = 2;
export const INODE_INCORE = 4;
export const INODE_UNLINKED = 8;
export const INODE_REALTIME = 16;
export const INODE_CHAR = 32;
/** S_DAX: decided when it came into core. */
export const INODE_S_DAX = 64;
export const INODE_GONE = 128;

/** Run flags, and rmap flags beside them. */
export const RUN_UNWRITTEN = 1;
export const RUN_REALTIME = 2;

/** Allocation groups: spans of free blocks, spans of free inode numbers within the group. */
export const T_GROUPS = 33;
export const GROUP_FREE = 0;
export const GROUP_FREE_INODES = 4;
export const GROUP_BYTES = 8;

/** 4 KiB of RAM: page cache and private copies. */
export const T_FRAMES = 34;

// --- processes ---------------------------------------------------------------------------------

export const T_PROCESSES = 35;
export const PROCESS_NAME = 0;
export const PROCESS_PID = 4;
export const PROCESS_POLICY = 8;
export const PROCESS_ALIVE = 12;
export const PROCESS_FIRST_MAPPING = 16;
export const PROCESS_LAST_MAPPING = 20;
/** Step + 1 in which a SIGBUS became pending. */
export const PROCESS_PENDING = 24;
export const PROCESS_PARENT = 28;
/** Lines that it has written back and not fenced. */
export const PROCESS_LINES = 32;
export const PROCESS_BYTES = 40;

export const T_MAPPINGS = 36;
export const MAPPING_PROCESS = 0;
export const MAPPING_NAME = 4;
/** 0: unmapped. */
export const MAPPING_INODE = 8;
export const MAPPING_FLAGS = 12;
export const MAPPING_OFF = 16;
export const MAPPING_LEN = 24;
/** Sparse array of page-table entries by page of the *file*. */
export const MAPPING_ENTRIES = 32;
export const MAPPING_NEXT = 36;
export const MAPPING_PREV = 40;
/** In the list of its inode. */
export const MAPPING_NEXT_OF_INODE = 44;
export const MAPPING_PREV_OF_INODE = 48;
/** Number of private copies. */
export const MAPPING_COPIES = 52;
export const MAPPING_BYTES = 56;

// A page-table entry and a DAX entry are u64: kind in the low 4 bits, ENTRY_WRITABLE, then the device id of the disk at
// bit 8 (24 bits) and the page of the device at bit 32; for frames the frame's id at bit 32.
export const ENTRY_PTE = 1;
export const ENTRY_PMD = 2;
export const ENTRY_ZERO = 3;
/** A page of the page cache, a private copy. */
export const ENTRY_CACHE = 4;
export const ENTRY_COPY = 5;
export const ENTRY_KIND = 15;
export const ENTRY_WRITABLE = 16;

/** Per pmem disk or character device, by its device id: sparse array of what the kernel knows of a page (PAGE_*), lists of bad ranges. */
export const T_PAGES = 37;
export const PAGES_ARRAY = 0;
export const PAGES_BADRANGES = 4;
export const PAGES_BYTES = 8;

// `struct page` of a device page: HWPoison, kind of mapping; inode at bit 8 (24 bits), index or share count at 32.
export const PAGE_HWPOISON = 1;
export const PAGE_FILE = 2;
export const PAGE_SHARED = 4;

// --- persistence, bad ranges -------------------------------------------------------------------

/** A 64-byte line whose newest bytes a power failure may lose. */
export const T_LINES = 38;
export const LINE_DEVICE = 0;
/** LINE_FREE … LINE_BOTH. */
export const LINE_STATE = 4;
export const LINE_OFF = 8;
/** Process that wrote it back and has not fenced yet (0: the kernel), and the list of its lines. */
export const LINE_PROCESS = 16;
export const LINE_NEXT = 20;
export const LINE_PREV = 24;
/** Bytes that are safe; bytes that were written back last. */
export const LINE_SAFE = 32;
export const LINE_WRITTEN_BACK = 96;
export const LINE_BYTES = 160;

export const LINE_FREE = 0;
export const LINE_DIRTY = 1;
export const LINE_FLUSHED = 2;
/** Written back, then stored to again. */
export const LINE_BOTH = 3;

export const T_BADRANGES = 39;
export const BADRANGE_OFF = 0;
export const BADRANGE_LEN = 8;
export const BADRANGE_NEXT = 16;
export const BADRANGE_BYTES = 24;

// --- functions ---------------------------------------------------------------------------------

export const FN_MF_DAX_KILL_PROCS = 200;
export const FN_MF_GENERIC_KILL_PROCS = 201;
export const FN_DAX_LOCK_MAPPING_ENTRY = 202;
export const FN_DAX_LOCK_PAGE = 203;
export const FN_UNMAP_AND_KILL = 204;
export const FN_KILL_PROC = 205;
export const FN_LOAD = 206;
export const FN_STORE = 207;
export const FN_DAX_IOMAP_FAULT = 208;
export const FN_DAX_INSERT_ENTRY = 209;
export const FN_UNMAP_MAPPING_PAGES = 210;
export const FN_KILL_ME_MAYBE = 211;
export const FN_NFIT_HANDLE_MCE = 212;
export const FN_BADBLOCKS_SET = 213;
export const FN_BADBLOCKS_CLEAR = 214;
export const FN_PMEM_DO_READ = 215;
export const FN_PMEM_DO_WRITE = 216;
export const FN_PMEM_CLEAR_POISON = 217;
export const FN_PMEM_RECOVERY_WRITE = 218;
export const FN_DAX_DIRECT_ACCESS = 219;
export const FN_DAX_IOMAP_RW = 220;
export const FN_DAX_ZERO_PAGE_RANGE = 221;
export const FN_ARS_SCRUB = 222;
export const FN_NVDIMM_INJECT = 223;
export const FN_FILE = 224;
export const FN_XFS_BMAP_ALLOC = 225;
export const FN_FSMAP = 226;
export const FN_PROCESS = 227;
export const FN_MMAP = 228;
export const FN_MUNMAP = 229;
export const FN_FLUSH = 230;
export const FN_FENCE = 231;
export const FN_FSYNC = 232;
export const FN_POWER_FAIL = 233;
export const FN_POISON = 234;
export const FN_BADRANGE_ADD = 235;
export const FN_DAX_LOCK_FOLIO = 236;
export const FN_FILEMAP_FAULT = 237;
export const FN_DEV_DAX_FAULT = 238;
export const FN_DAX_BREAK_LAYOUTS = 239;
export const FN_XFS_REFLINK_ALLOCATE_COW = 240;
export const FN_DAX_DISASSOCIATE_ENTRY = 241;
export const FN_BLOCK_IO = 242;

// --- rules -------------------------------------------------------------------------------------

export const RULE_KILL_FILE_PAGES = 200;
export const RULE_KILL_NOT_DAX = 201;
export const RULE_KILL_GENERIC = 202;
export const RULE_KILL_NO_MAPPING = 203;
export const RULE_LOCK_ENTRY = 204;
export const RULE_LOCK_NO_ENTRY = 205;
export const RULE_LOCK_REFUSED = 206;
export const RULE_LOCK_CHAR = 207;
export const RULE_UNMAP = 208;
export const RULE_UNMAP_NOBODY = 209;
export const RULE_KILL_CURRENT = 210;
export const RULE_KILL_EARLY = 211;
export const RULE_KILL_REMOVAL = 212;
export const RULE_SIGNAL_SENT = 213;
export const RULE_SIGNAL_PENDING = 214;
export const RULE_SIGNAL_FAULT = 215;
export const RULE_SIGNAL_PLAIN = 216;
export const RULE_LOAD = 217;
export const RULE_LOAD_SIGBUS = 218;
export const RULE_STORE = 219;
export const RULE_STORE_SIGBUS = 220;
export const RULE_FAULT_PTE = 221;
export const RULE_FAULT_PMD = 222;
export const RULE_FAULT_ZERO = 223;
export const RULE_FAULT_COPY = 224;
export const RULE_FAULT_COW = 225;
export const RULE_FAULT_CACHE = 226;
export const RULE_FAULT_CHAR = 227;
export const RULE_FAULT_BEYOND_END = 228;
export const RULE_FAULT_DEAD = 229;
export const RULE_FAULT_SHUTDOWN = 230;
export const RULE_FAULT_BADBLOCK = 231;
export const RULE_FAULT_BADBLOCK_ADRERR = 232;
export const RULE_FAULT_NO_SPACE = 233;
export const RULE_FAULT_FROZEN = 234;
export const RULE_FAULT_UPGRADE = 235;
export const RULE_FAULT_SHARED_UNMAPS = 236;
export const RULE_MACHINE_CHECK = 237;
export const RULE_MCE_RECOVERED = 238;
export const RULE_MCE_LEFT_ALONE = 239;
export const RULE_MCE_PLAIN_SIGBUS = 240;
export const RULE_MCE_BADRANGE = 241;
export const RULE_FILE_CREATED = 242;
export const RULE_FILE_EXISTS = 243;
export const RULE_FILE_NO_ENTRY = 244;
export const RULE_FILE_NO_SPACE = 245;
export const RULE_FILE_SHUTDOWN = 246;
export const RULE_FILE_READ_ONLY = 247;
export const RULE_FILE_FROZEN = 248;
export const RULE_FILE_REFLINKED = 249;
export const RULE_FILE_UNLINKED = 250;
export const RULE_FILE_TRUNCATED = 251;
export const RULE_FILE_OPENED = 252;
export const RULE_FILE_DROPPED = 253;
export const RULE_FILE_BUSY = 254;
export const RULE_FILE_ATTR = 255;
export const RULE_FILE_NO_REFLINK = 256;
export const RULE_FILE_DIRECTORY = 257;
export const RULE_FILE_OUTSIDE = 258;
export const RULE_FSMAP = 259;
export const RULE_PROCESS_SPAWNED = 260;
export const RULE_PROCESS_EXISTS = 261;
export const RULE_PROCESS_NONE = 262;
export const RULE_PROCESS_FORKED = 263;
export const RULE_PROCESS_POLICY = 264;
export const RULE_PROCESS_EXITED = 265;
export const RULE_MMAP = 266;
export const RULE_MMAP_EXISTS = 267;
export const RULE_MMAP_NONE = 268;
export const RULE_MUNMAP = 269;
export const RULE_TRUNCATE_UNMAPS = 270;
export const RULE_READ = 271;
export const RULE_READ_BADBLOCK = 272;
export const RULE_READ_MEDIA = 273;
export const RULE_WRITE = 274;
export const RULE_WRITE_CLEARS = 275;
export const RULE_WRITE_NOT_CLEARED = 276;
export const RULE_WRITE_RECOVERY = 277;
export const RULE_WRITE_RECOVERY_UNALIGNED = 278;
export const RULE_CLEAR_MISALIGNED = 279;
export const RULE_CLEAR_DONE = 280;
export const RULE_CLEAR_HWPOISON = 281;
export const RULE_DIRECT_ACCESS_DEAD = 282;
export const RULE_DIRECT_ACCESS_BAD = 283;
export const RULE_ZERO_PAGES = 284;
export const RULE_ZERO_NOT_ONE = 285;
export const RULE_SCRUB = 286;
export const RULE_INJECT = 287;
export const RULE_BADRANGE = 288;
export const RULE_BADBLOCKS_FULL = 289;
export const RULE_BADBLOCKS = 290;
export const RULE_POISONED = 291;
export const RULE_FLUSH = 292;
export const RULE_FLUSH_NOT_NEEDED = 293;
export const RULE_FENCE = 294;
export const RULE_FSYNC = 295;
export const RULE_POWER_FAIL = 296;
export const RULE_ALLOCATED = 297;
export const RULE_COW_ALLOCATED = 298;
export const RULE_DEVICE_OUTSIDE = 299;
export const RULE_FSYNC_GONE = 300;
export const RULE_KILL_NO_COUNT = 301;

// --- keys of arguments -------------------------------------------------------------------------

export const KEY_TO = 200;
export const KEY_ADDR_OFFSET_IN_MAPPING = 201;
export const KEY_SIZE_SHIFT = 202;
export const KEY_CODE = 203;
export const KEY_LSB = 204;
export const KEY_DELIVERED = 205;
export const KEY_RESULT = 206;
export const KEY_PTE_PRESENT = 207;
export const KEY_BYTES = 208;
export const KEY_PATH = 209;
export const KEY_POLICY = 210;
export const KEY_PID = 211;
export const KEY_PARENT = 212;
export const KEY_PGOFF = 213;
export const KEY_HWPOISON = 214;
export const KEY_CLEARED = 215;
export const KEY_SURVIVED = 216;
export const KEY_LOST = 217;
export const KEY_BY_CHANCE = 218;
export const KEY_COLLECTED = 219;
export const KEY_OFFSET_IN_MAPPING = 220;
export const KEY_EXTENTS = 221;
export const KEY_LOCKED = 222;
export const KEY_LINES = 223;
export const KEY_UNMAPPED = 224;

// --- texts -------------------------------------------------------------------------------------

export const TEXT_LOCKED = 100;
export const TEXT_NO_ENTRY = 101;
export const TEXT_OK = 102;
export const TEXT_SIGBUS = 103;
export const TEXT_EARLY = 104;
export const TEXT_LATE = 105;
export const TEXT_DEFAULT = 106;

// --- questions about the state: `{what, arguments …}` at the buffer, answers from its start ------

/** mapping, from page of the file u64 → {page u64, entry u64} in order. */
export const ASK_MM_ENTRIES = 100;
/** inode, from file block u64 → {file block u64, device block u64, blocks u32, EXTENT_* u32} in order. */
export const ASK_MM_EXTENTS = 101;
/** disk, from page u64 → {off u64, len u64} of pages with HWPoison, coalesced. */
export const ASK_MM_HWPOISON = 102;
/** inode, off u64, len u32 → the bytes as read(2) would give them, poison notwithstanding. */
export const ASK_MM_BYTES = 103;
