/**
 * Roots and tables of the state (state.ts): 64-bit cells for scalars, and records with ids 1, 2, 3, … that stay where
 * they are until the state goes back.
 *
 * **Left out:** taking a record away; rules mark it.
 */
import {
  STOP_RECORD_BYTES, STOP_RECORD_ID, STOP_ROOT_SLOT, STOP_TABLE_FULL, STOP_TABLE_ID, STOP_TABLE_TWICE,
  STOP_TABLE_UNDEFINED,
} from "../abi/stops";
import { A_ROOTS, A_TABLES, PAGE_BYTES, allocPages, put32 } from "./state";
import { must } from "./stops";

/** Root slots: 48 u64 cells for scalars. 0..15 belong to the store, 16..47 to the rules. */
export const NR_ROOTS: u32 = 48;
/** Tables 0..15 belong to the store, 16..63 to the rules. */
export const NR_TABLES: u32 = 64;

const T_RECORD_BYTES: usize = 0;
const T_SHIFT: usize = 4;
const T_COUNT: usize = 8;
const T_DIRECTORY: usize = 12;

// A directory is a page: the addresses of a table's first pages, then those of lists of 1024 more each.
const NEAR_PAGES: u32 = 896;
const FAR_LISTS: u32 = 128;

/** Address of root slot `slot`, a u64 cell of the state. Write it with `put64`. */
// @ts-ignore: decorator
@inline
export function rootAt(slot: u32): usize {
  must(slot < NR_ROOTS, STOP_ROOT_SLOT);
  return A_ROOTS + (usize(slot) << 3);
}

/** Empties `table` and fixes its record size, 1 … 4096 bytes. Records never cross a page. */
export function tableDefine(table: u32, recordBytes: u32): void {
  must(table < NR_TABLES, STOP_TABLE_ID);
  must(recordBytes != 0 && recordBytes <= PAGE_BYTES, STOP_RECORD_BYTES);
  const strideBytes = min<u32>((recordBytes + 7) & ~7, PAGE_BYTES);
  const entry = A_TABLES + (usize(table) << 5);
  must(load<u32>(entry, T_RECORD_BYTES) == 0, STOP_TABLE_TWICE);
  put32(entry + T_RECORD_BYTES, strideBytes);
  put32(entry + T_SHIFT, 31 - clz<u32>(PAGE_BYTES / strideBytes));
  put32(entry + T_DIRECTORY, u32(allocPages(1)));
}

/** Slot of a directory that holds the address of page `page` of a table. */
// @ts-ignore: decorator
@inline
function pageSlot(directory: usize, page: u32): usize {
  if (page < NEAR_PAGES) return directory + (usize(page) << 2);
  const far = page - NEAR_PAGES;
  const list = usize(load<u32>(directory + (usize(far >> 10) << 2), NEAR_PAGES << 2));
  return list + (usize(far & 1023) << 2);
}

/** Adds a zeroed record and returns its id: 1, 2, 3, … */
export function tablePush(table: u32): u32 {
  const entry = A_TABLES + (usize(table) << 5);
  const index = load<u32>(entry, T_COUNT);
  const shift = load<u32>(entry, T_SHIFT);
  must(load<u32>(entry, T_RECORD_BYTES) != 0, STOP_TABLE_UNDEFINED);
  if ((index & ((1 << shift) - 1)) == 0) {
    const page = index >> shift;
    const directory = usize(load<u32>(entry, T_DIRECTORY));
    if (page >= NEAR_PAGES) {
      const list = (page - NEAR_PAGES) >> 10;
      must(list < FAR_LISTS, STOP_TABLE_FULL);
      const slot = directory + (usize(NEAR_PAGES + list) << 2);
      if (load<u32>(slot) == 0) put32(slot, u32(allocPages(1)));
    }
    put32(pageSlot(directory, page), u32(allocPages(1)));
  }
  put32(entry + T_COUNT, index + 1);
  return index + 1;
}

/** Counts a record that the caller has put behind the last one, on the same page, which it made writable. */
// @ts-ignore: decorator
@inline
export function countUp(table: u32): void {
  const slot = A_TABLES + (usize(table) << 5) + T_COUNT;
  store<u32>(slot, load<u32>(slot) + 1);
}

/** Number of records, which is also the last id. */
// @ts-ignore: decorator
@inline
export function tableCount(table: u32): u32 {
  must(table < NR_TABLES, STOP_TABLE_ID);
  return load<u32>(A_TABLES + (usize(table) << 5), T_COUNT);
}

/** Record size as stored: rounded up to 8 bytes. */
export function tableRecordBytes(table: u32): u32 {
  must(table < NR_TABLES, STOP_TABLE_ID);
  return load<u32>(A_TABLES + (usize(table) << 5), T_RECORD_BYTES);
}

/** Address of record `id`; it stays until `restore` or `reset`. */
export function tableAt(table: u32, id: u32): usize {
  const entry = A_TABLES + (usize(table) << 5);
  return recordAt(entry, id - 1, load<u32>(entry, T_SHIFT), load<u32>(entry, T_RECORD_BYTES));
}

/** `tableAt` without the call, for a table and a record size that the compiler knows: only where that counts. */
// @ts-ignore: decorator
@inline
export function tableAtInline(table: u32, recordBytes: u32, id: u32): usize {
  return recordAt(A_TABLES + (usize(table) << 5), id - 1, 31 - clz<u32>(PAGE_BYTES / recordBytes), recordBytes);
}

// @ts-ignore: decorator
@inline
function recordAt(entry: usize, index: u32, shift: u32, recordBytes: u32): usize {
  must(index < load<u32>(entry, T_COUNT), STOP_RECORD_ID);
  const page = usize(load<u32>(pageSlot(usize(load<u32>(entry, T_DIRECTORY)), index >> shift)));
  return page + usize((index & ((1 << shift) - 1)) * recordBytes);
}
