/**
 * Why the engine stops for good: rules of its own that a caller has broken, or memory that has run out. The engine says
 * the number, the host has the words (`boundary/stops.ts`).
 */
export const STOP_ZERO_PAGE = 1;
export const STOP_BADBLOCKS_INDEX = 2;
export const STOP_DEVICE_ID = 3;
export const STOP_PMEM_SIZE = 4;
export const STOP_PMEM_ALIGNMENT = 5;
export const STOP_PMEM_TWICE = 6;
export const STOP_PMEM_RANGE = 7;
export const STOP_ARGUMENT_ORDER = 8;
export const STOP_EVENT_ORDER = 9;
export const STOP_RECORD_EMPTY = 10;
export const STOP_RECORD_RANGE = 11;
export const STOP_KERNEL = 12;
export const STOP_HASHED_LENGTH = 13;
export const STOP_QUESTION = 14;
export const STOP_NAME_ID = 15;
export const STOP_CURSOR_TIME = 16;
export const STOP_CURSOR_CHANGE = 17;
export const STOP_QUERY_BLOCKS = 18;
export const STOP_QUERY_OVERLAPS = 19;
export const STOP_LOAD_ALIGNMENT = 20;
export const STOP_LOAD_RANGE = 21;
export const STOP_STORE_ALIGNMENT = 22;
export const STOP_STORE_RANGE = 23;
export const STOP_LINES_SPAN = 24;
export const STOP_FS_ID = 25;
export const STOP_RUNS_OVERLAP = 26;
export const STOP_SEGMENT_ID = 27;
export const STOP_SEGMENT_POSITION = 28;
export const STOP_STATIC_DATA = 29;
export const STOP_MEMORY_IN_USE = 30;
export const STOP_MEMORY_REFUSED = 31;
export const STOP_OUTSIDE_ARENA = 32;
export const STOP_MARK = 33;
export const STOP_ROOT_SLOT = 34;
export const STOP_TABLE_ID = 35;
export const STOP_RECORD_BYTES = 36;
export const STOP_TABLE_TWICE = 37;
export const STOP_TABLE_UNDEFINED = 38;
export const STOP_TABLE_FULL = 39;
export const STOP_RECORD_ID = 40;
export const STOP_OPERATION = 41;
