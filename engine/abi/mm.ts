/**
 * What memory management and filesystem contents agree on with the host: tables 32..63, root slots 32..47, values of
 * arguments, questions. Numbers only; see `abi.ts` for the notation and `mm-events.ts` for what their events say.
 */
export * from "./mm-events";

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
export const R_BADRANGE_LOOKUP = 41;

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
/** Closed once while blocks were reserved for copy on write (XFS_IDIRTY_RELEASE). */
export const INODE_COW_CLOSED = 256;
/** Made by write(2) since it came into core: if its pages are not DAX, those that are written are in the page cache. */
export const INODE_CACHED = 512;

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
export const PAGES_LAST_BADRANGE = 8;
export const PAGES_BYTES = 12;

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

// --- questions about the state: `{what, arguments …}` at the buffer, answers from its start ------

/** mapping, from page of the file u64 → {page u64, entry u64} in order. */
export const ASK_MM_ENTRIES = 100;
/** inode, from file block u64 → {file block u64, device block u64, blocks u32, EXTENT_* u32} in order. */
export const ASK_MM_EXTENTS = 101;
/** disk, from page u64 → {off u64, len u64} of pages with HWPoison, coalesced. */
export const ASK_MM_HWPOISON = 102;
/** inode, off u64, len u32 → the bytes as read(2) would give them, poison notwithstanding. */
export const ASK_MM_BYTES = 103;
