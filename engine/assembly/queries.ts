/**
 * Questions about the state whose answers do not lie in tables: lists of unknown length, written to the buffer. A list
 * that is longer than the buffer is asked for again from where it ended.
 *
 * **Left out:** what lies in tables; the host reads it there.
 */
import { STOP_QUESTION } from "../abi/stops";
import { stop } from "./stops";
import {
  ASK_BADBLOCKS, ASK_BYTES, ASK_LINES, ASK_MM_ENTRIES, ASK_RESOLVE, ASK_RMAP, ASK_RUNS, ASK_SPARSE,
} from "../abi";
import { badblocksCount, badblocksLength, badblocksSector } from "./badblocks";
import { resolve } from "./devices";
import {
  recordBlocks, recordFileBlock, recordFlags, recordOwner, recordStart, rmapFirst, rmapNext, rmapRecord,
} from "./extents";
import { mmAnswer } from "./mm-answers";
import { pmemReadThrough } from "./pmem";
import { poisonNext } from "./poison";
import { runBlocks, runDevBlock, runFileBlock, runFlags, runsCount } from "./runs";
import { NO_INDEX, sparseGet, sparseNext } from "./sparse";

/** See ASK_* in abi.ts for arguments and answers. */
export function answer(ptr: usize, roomBytes: u32): u32 {
  const what = load<u32>(ptr);
  if (what >= u32(ASK_MM_ENTRIES)) return mmAnswer(what, ptr, roomBytes);
  switch (what) {
    case ASK_BYTES: return pmemReadThrough(load<u32>(ptr, 4), load<u64>(ptr, 8), load<u32>(ptr, 16), ptr);
    case ASK_RESOLVE: return resolve(load<u32>(ptr, 4), load<u64>(ptr, 8), ptr) ? 24 : 0;
    case ASK_BADBLOCKS: return badblocks(load<u32>(ptr, 4), load<u32>(ptr, 8), ptr, roomBytes);
    case ASK_LINES: return lines(load<u32>(ptr, 4), load<u64>(ptr, 8), ptr, roomBytes);
    case ASK_RMAP: return rows(ptr, roomBytes);
    case ASK_RUNS: return runs(load<u32>(ptr, 4), load<u32>(ptr, 8), ptr, roomBytes);
    case ASK_SPARSE: return values(load<u32>(ptr, 4), load<u64>(ptr, 8), ptr, roomBytes);
    default: stop(STOP_QUESTION);
  }
  return 0;
}

/** Entries from number `first` on: {sector u64, count u64}. */
function badblocks(pmem: u32, first: u32, ptr: usize, roomBytes: u32): u32 {
  let out = ptr;
  const count = badblocksCount(pmem);
  for (let i = first; i < count && u32(out - ptr) + 16 <= roomBytes; i++) {
    store<u64>(out, badblocksSector(pmem, i));
    store<u64>(out, badblocksLength(pmem, i), 8);
    out += 16;
  }
  return u32(out - ptr);
}

/** Poisoned lines from `offBytes` on, coalesced: {off u64, len u64}. */
function lines(pmem: u32, offBytes: u64, ptr: usize, roomBytes: u32): u32 {
  let out = ptr;
  let at = poisonNext(pmem, offBytes);
  while (at != u64.MAX_VALUE && u32(out - ptr) + 16 <= roomBytes) {
    let end = at + 64;
    let next = poisonNext(pmem, end);
    while (next == end) {
      end += 64;
      next = poisonNext(pmem, end);
    }
    store<u64>(out, at);
    store<u64>(out, end - at, 8);
    out += 16;
    at = next;
  }
  return u32(out - ptr);
}

/** Records of a reverse map's group over `[low, high)`: {start, blocks, owner u64, file block u64, flags, 0}. */
function rows(ptr: usize, roomBytes: u32): u32 {
  let out = ptr;
  let cursor = rmapFirst(load<u32>(ptr, 4), load<u32>(ptr, 8), load<u32>(ptr, 12), load<u32>(ptr, 16));
  while (cursor != 0 && u32(out - ptr) + 32 <= roomBytes) {
    const record = rmapRecord(cursor);
    store<u32>(out, recordStart(record));
    store<u32>(out, recordBlocks(record), 4);
    store<u64>(out, recordOwner(record), 8);
    store<u64>(out, recordFileBlock(record), 16);
    store<u32>(out, recordFlags(record), 24);
    store<u32>(out, 0, 28);
    out += 32;
    cursor = rmapNext(cursor);
  }
  return u32(out - ptr);
}

/** Runs of a list from number `first` on: {file block u64, device block u64, blocks u32, flags u32}. */
function runs(list: u32, first: u32, ptr: usize, roomBytes: u32): u32 {
  let out = ptr;
  const count = runsCount(list);
  for (let i = first; i < count && u32(out - ptr) + 24 <= roomBytes; i++) {
    store<u64>(out, runFileBlock(list, i));
    store<u64>(out, runDevBlock(list, i), 8);
    store<u32>(out, runBlocks(list, i), 16);
    store<u32>(out, runFlags(list, i), 20);
    out += 24;
  }
  return u32(out - ptr);
}

/** Values of a sparse array from index `from` on: {index u64, value u64}. */
function values(array: u32, from: u64, ptr: usize, roomBytes: u32): u32 {
  let out = ptr;
  let at = sparseNext(array, from);
  for (; at != NO_INDEX && u32(out - ptr) + 16 <= roomBytes; at = sparseNext(array, at + 1)) {
    store<u64>(out, at);
    store<u64>(out, sparseGet(array, u32(at)), 8);
    out += 16;
  }
  return u32(out - ptr);
}
