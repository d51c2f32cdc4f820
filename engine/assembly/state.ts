/**
 * The state of a machine: one arena of 4 KiB pages in linear memory, and the undo log beside it.
 *
 * Everything that a run may change lies in the arena and is written through `put8` … `put64`, or raw
 * after `touch`. The first write to a page after a snapshot saves the page into the undo log; a byte
 * per page says in which epoch that last happened, so the steady cost is one compare. The arena grows
 * up, the log grows down from the end of memory: no address in the arena depends on whether or when
 * snapshots were taken. Outside the arena lie only the log, its header and scratch space.
 *
 * The caller keeps these rules: state in the arena, ids (not pointers) in records that are hashed, no
 * module-level `let`, no managed objects (their heap would run into the header).
 *
 * **Left out:** nothing of a kernel is modelled here. Freed space is reused by size, never coalesced.
 */
import {
  STOP_MARK, STOP_MEMORY_IN_USE, STOP_MEMORY_REFUSED, STOP_OUTSIDE_ARENA, STOP_STATIC_DATA,
} from "../abi/stops";
import { must } from "./stops";

/** Bytes of an arena page; also a pmem page. */
export const PAGE_BYTES: u32 = 4096;
const PAGE_SHIFT: u32 = 12;

// Memory map: static data, header and scratch, one epoch byte for each of 2^20 pages, the arena.
const HEAD: usize = 0xf0000;
const EPOCHS: usize = 0x100000;
/** First byte of the arena; the same in every build, whatever static data the build carries. */
export const ARENA: usize = 0x200000;
const MAX_WASM_PAGES: u32 = 65535;

// Header: not state, never saved. epoch, marks, log length, lowest address the log has written to.
const H_EPOCH: usize = HEAD;
const H_MARKS: usize = HEAD + 4;
const H_LOG_BYTES: usize = HEAD + 8;
const H_LOG_LOW: usize = HEAD + 12;
/** 60 KiB of scratch for the length of one call: query cursors, staging. Not state, not hashed. */
export const SCRATCH: usize = HEAD + 0x1000;

// Arena page 0: allocator, root slots, table directory.
const A_TOP: usize = ARENA;
const A_BUMP: usize = ARENA + 4;
const A_BUMP_END: usize = ARENA + 8;
const A_FREE_PAGES: usize = ARENA + 12;
const A_FREE_BYTES: usize = ARENA + 16;
const A_CLASSES: usize = ARENA + 32;
/** Root slots of the tables and rules (tables.ts). */
export const A_ROOTS: usize = ARENA + 544;
export const A_TABLES: usize = ARENA + 1024;

/** Whatever lies in the arena can be read this far past its end. */
const OVERREAD_BYTES: u64 = 64;

const LOG_PAGE_BYTES: usize = 16 + 4096;
const LOG_MARK_BYTES: usize = 16;

/** Empties the machine: arena, log, marks. Memory already obtained is kept for the next run. */
export function reset(): void {
  must(__heap_base <= HEAD, STOP_STATIC_DATA);
  if (memoryEnd() < ARENA + 0x100000) claimMemory(ARENA + 0x100000);
  const top = max(usize(load<u32>(A_TOP)), ARENA + PAGE_BYTES);
  const low = usize(load<u32>(H_LOG_LOW));
  memory.fill(max(low, top), 0, memoryEnd() - max(low, top));
  memory.fill(EPOCHS, 0, top >> PAGE_SHIFT);
  memory.fill(ARENA, 0, top - ARENA);
  memory.fill(HEAD, 0, EPOCHS - HEAD);
  store<u32>(H_LOG_LOW, u32(memoryEnd()));
  store<u32>(A_TOP, ARENA + PAGE_BYTES);
}

function memoryEnd(): usize {
  return usize(memory.size()) << 16;
}

/** Bytes of the arena in use or on its free lists; what a full copy of the state has to move. */
export function arenaBytes(): u32 {
  return load<u32>(A_TOP) - u32(ARENA);
}

/** Bytes on free lists: inside `arenaBytes`, holding nothing. */
export function freeBytes(): u32 {
  return load<u32>(A_FREE_BYTES);
}

/** Bytes of the undo log. */
export function logBytes(): u32 {
  return load<u32>(H_LOG_BYTES);
}

/** Grows memory to at least `endBytes`, in steps of a quarter; the log moves to the new end. */
function claimMemory(endBytes: usize): void {
  const oldEnd = memoryEnd();
  const missing = u32((u64(endBytes) + 0xffff) >> 16) - u32(memory.size());
  const step = max<u32>(missing, u32(memory.size()) >> 2);
  const room = MAX_WASM_PAGES - u32(memory.size());
  must(missing <= room, STOP_MEMORY_IN_USE);
  if (memory.grow(min<u32>(step, room)) < 0) {
    must(memory.grow(missing) >= 0, STOP_MEMORY_REFUSED);
  }
  const lenBytes = usize(load<u32>(H_LOG_BYTES));
  if (lenBytes != 0) memory.copy(memoryEnd() - lenBytes, oldEnd - lenBytes, lenBytes);
  const low = usize(load<u32>(H_LOG_LOW));
  const newLow = memoryEnd() - lenBytes;
  if (low != 0 && low < newLow) memory.fill(low, 0, min(oldEnd, newLow) - low);
  store<u32>(H_LOG_LOW, newLow);
}

// --- the write barrier -------------------------------------------------------------------------

/** Whether the page of `ptr` needs no saving before it is written. */
// @ts-ignore: decorator
@inline
export function isSaved(ptr: usize): bool {
  return load<u8>(ptr >> PAGE_SHIFT, EPOCHS) == load<u8>(H_EPOCH);
}

// @ts-ignore: decorator
@inline
function guard(ptr: usize): void {
  if (!isSaved(ptr)) savePage(ptr);
}

export function put8(ptr: usize, value: u32): void {
  guard(ptr);
  store<u8>(ptr, value);
}

export function put16(ptr: usize, value: u32): void {
  guard(ptr);
  store<u16>(ptr, value);
}

/** `ptr` is 4-aligned. */
export function put32(ptr: usize, value: u32): void {
  guard(ptr);
  store<u32>(ptr, value);
}

/** `ptr` is 8-aligned. */
export function put64(ptr: usize, value: u64): void {
  guard(ptr);
  store<u64>(ptr, value);
}

/** `put32` without the call, for the few places where that counts: the code is several times larger. */
// @ts-ignore: decorator
@inline
export function put32Inline(ptr: usize, value: u32): void {
  guard(ptr);
  store<u32>(ptr, value);
}

/** `put64` without the call. */
// @ts-ignore: decorator
@inline
export function put64Inline(ptr: usize, value: u64): void {
  guard(ptr);
  store<u64>(ptr, value);
}

/** Makes `[ptr, ptr + lenBytes)` writable with plain stores until the next snapshot or restore. */
export function touch(ptr: usize, lenBytes: u32): void {
  if (lenBytes == 0) return;
  const last = (ptr + lenBytes - 1) >> PAGE_SHIFT;
  for (let page = ptr >> PAGE_SHIFT; page <= last; page++) guard(page << PAGE_SHIFT);
}

/** Makes the page of `ptr` writable with plain stores until the next snapshot or restore. */
// @ts-ignore: decorator
@inline
export function touchPage(ptr: usize): void {
  guard(ptr);
}

function savePage(ptr: usize): void {
  must(ptr >= ARENA && ptr < usize(load<u32>(A_TOP)), STOP_OUTSIDE_ARENA);
  const page = ptr >> PAGE_SHIFT;
  const entry = logPush(LOG_PAGE_BYTES);
  store<u32>(entry, u32(page));
  memory.copy(entry + 16, page << PAGE_SHIFT, PAGE_BYTES);
  store<u8>(page, load<u8>(H_EPOCH), EPOCHS);
}

/** Makes room at the low end of the log. */
function logPush(lenBytes: usize): usize {
  const need = usize(load<u32>(H_LOG_BYTES)) + lenBytes;
  const top = usize(load<u32>(A_TOP));
  if (memoryEnd() - top < need) claimMemory(top + need);
  store<u32>(H_LOG_BYTES, u32(need));
  const entry = memoryEnd() - need;
  if (entry < usize(load<u32>(H_LOG_LOW))) store<u32>(H_LOG_LOW, u32(entry));
  return entry;
}

function nextEpoch(): void {
  const epoch = load<u8>(H_EPOCH);
  if (epoch == 255) {
    memory.fill(EPOCHS, 0, (usize(load<u32>(A_TOP)) >> PAGE_SHIFT) + 1);
    store<u8>(H_EPOCH, 1);
  } else {
    store<u8>(H_EPOCH, epoch + 1);
  }
}

/** Marks this state; O(1). Marks are a stack: 1, 2, 3, … */
export function snapshot(): u32 {
  const mark = load<u32>(H_MARKS) + 1;
  const entry = logPush(LOG_MARK_BYTES);
  store<u32>(entry, 0);
  store<u32>(entry, mark, 4);
  store<u32>(H_MARKS, mark);
  nextEpoch();
  return mark;
}

/** Returns to the state of `snapshot()` number `mark`. That mark stays, later ones are dropped. */
export function restore(mark: u32): void {
  must(mark != 0 && mark <= load<u32>(H_MARKS), STOP_MARK);
  const oldTop = usize(load<u32>(A_TOP));
  let entry = memoryEnd() - usize(load<u32>(H_LOG_BYTES));
  while (true) {
    const page = usize(load<u32>(entry));
    if (page == 0) {
      if (load<u32>(entry, 4) == mark) break;
      entry += LOG_MARK_BYTES;
    } else {
      memory.copy(page << PAGE_SHIFT, entry + 16, PAGE_BYTES);
      entry += LOG_PAGE_BYTES;
    }
  }
  store<u32>(H_LOG_BYTES, u32(memoryEnd() - entry));
  store<u32>(H_MARKS, mark);
  const top = usize(load<u32>(A_TOP));
  memory.fill(top, 0, oldTop - top);
  nextEpoch();
}

/** Forgets all marks and the log; the state stays. */
export function dropMarks(): void {
  const lenBytes = usize(load<u32>(H_LOG_BYTES));
  const low = usize(load<u32>(H_LOG_LOW));
  if (lenBytes != 0 || low != memoryEnd()) memory.fill(low, 0, memoryEnd() - low);
  memory.fill(EPOCHS, 0, (usize(load<u32>(A_TOP)) >> PAGE_SHIFT) + 1);
  store<u32>(H_LOG_LOW, u32(memoryEnd()));
  store<u32>(H_LOG_BYTES, 0);
  store<u32>(H_MARKS, 0);
  store<u32>(H_EPOCH, 0);
}

// --- allocation --------------------------------------------------------------------------------

/** Size class of a small block, 16 … 2048 bytes in steps of 16: 0 … 127. */
function sizeClass(lenBytes: u32): u32 {
  return lenBytes == 0 ? 0 : (lenBytes - 1) >> 4;
}

/**
 * Zeroed bytes, 16-aligned. Up to 2048 bytes: inside one page; above: whole pages.
 * Never fails otherwise than by the abort "out of simulated memory".
 */
export function alloc(lenBytes: u32): usize {
  if (lenBytes > 2048) return allocPages(((lenBytes - 1) >> PAGE_SHIFT) + 1);
  const size = sizeClass(lenBytes);
  const blockBytes: u32 = (size + 1) << 4;
  const list = A_CLASSES + (size << 2);
  const free = usize(load<u32>(list));
  if (free != 0) {
    put32(list, load<u32>(free));
    touch(free, blockBytes);
    memory.fill(free, 0, blockBytes);
    put32(A_FREE_BYTES, load<u32>(A_FREE_BYTES) - blockBytes);
    return free;
  }
  let bump = usize(load<u32>(A_BUMP));
  if (usize(load<u32>(A_BUMP_END)) - bump < usize(blockBytes)) {
    bump = allocPages(1);
    put32(A_BUMP_END, u32(bump) + PAGE_BYTES);
  }
  put32(A_BUMP, u32(bump) + blockBytes);
  return bump;
}

/** Zeroed whole pages, page-aligned and contiguous. */
export function allocPages(nrPages: u32): usize {
  const free = usize(load<u32>(A_FREE_PAGES));
  if (nrPages == 1 && free != 0) {
    put32(A_FREE_PAGES, load<u32>(free));
    touch(free, PAGE_BYTES);
    memory.fill(free, 0, PAGE_BYTES);
    put32(A_FREE_BYTES, load<u32>(A_FREE_BYTES) - PAGE_BYTES);
    return free;
  }
  const top = usize(load<u32>(A_TOP));
  const lenBytes = u64(nrPages) << PAGE_SHIFT;
  const end = u64(top) + lenBytes;
  const need = end + u64(load<u32>(H_LOG_BYTES)) + OVERREAD_BYTES;
  must(need <= u64(MAX_WASM_PAGES) << 16, STOP_MEMORY_IN_USE);
  if (u64(memoryEnd()) < need) claimMemory(usize(need));
  put32(A_TOP, u32(end));
  const low = usize(load<u32>(H_LOG_LOW));
  if (usize(end) > low) {
    memory.fill(low, 0, min(usize(end), memoryEnd() - usize(load<u32>(H_LOG_BYTES))) - low);
    store<u32>(H_LOG_LOW, u32(end));
  }
  memory.fill(EPOCHS + (top >> PAGE_SHIFT), load<u8>(H_EPOCH), nrPages);
  return top;
}

/** Gives back what `alloc(lenBytes)` gave; the same length. */
export function release(ptr: usize, lenBytes: u32): void {
  if (lenBytes > 2048) {
    const nrPages = (lenBytes + PAGE_BYTES - 1) >> PAGE_SHIFT;
    for (let i: u32 = 0; i < nrPages; i++) {
      push(A_FREE_PAGES, ptr + (usize(i) << PAGE_SHIFT), PAGE_BYTES);
    }
    return;
  }
  const size = sizeClass(lenBytes);
  push(A_CLASSES + (size << 2), ptr, (size + 1) << 4);
}

function push(list: usize, ptr: usize, lenBytes: u32): void {
  put32(ptr, load<u32>(list));
  put32(list, u32(ptr));
  put32(A_FREE_BYTES, load<u32>(A_FREE_BYTES) + lenBytes);
}

reset();
