/**
 * Questions about files and page tables whose answers are lists: see ASK_MM_* in the ABI. They change nothing.
 *
 * **Left out:** what stands in tables: the host reads it there.
 */
import { STOP_QUESTION } from "../abi/stops";
import { stop } from "./stops";
import {
  ASK_MM_BYTES, ASK_MM_ENTRIES, ASK_MM_EXTENTS, ASK_MM_HWPOISON, EXTENT_REALTIME, EXTENT_SHARED,
  EXTENT_UNWRITTEN, FS_AG_BLOCKS, FS_RMAP, INODE_CACHE, PAGE_SHIFT, RUN_REALTIME, RUN_UNWRITTEN, T_FS,
} from "../abi";
import { pmemOf } from "./devices";
import { entryDisk, entryPage, fileIsWritten, filePlace } from "./entries";
import { inodeAt, inodeFs, inodeNumber, inodeRuns } from "./files";
import { frameAt } from "./frames";
import {
  recordBlocks, recordFileBlock, recordOwner, recordStart, rmapFirst, rmapNext, rmapRecord,
} from "./extents";
import { pagesNextPoison } from "./pages";
import { pmemReadThrough } from "./pmem";
import { mappingEntries } from "./processes";
import { runBlocks, runDevBlock, runFileBlock, runFlags, runsCount, runsRank } from "./runs";
import { NO_INDEX, sparseGet, sparseNext } from "./sparse";
import { PAGE_BYTES } from "./state";
import { tableAt } from "./tables";

/** Answers a question of memory management at `ptr`; returns the bytes written from there on. */
export function mmAnswer(what: u32, ptr: usize, roomBytes: u32): u32 {
  switch (what) {
    case ASK_MM_ENTRIES: return entries(load<u32>(ptr, 4), load<u64>(ptr, 8), ptr, roomBytes);
    case ASK_MM_EXTENTS: return extents(load<u32>(ptr, 4), load<u64>(ptr, 8), ptr, roomBytes);
    case ASK_MM_HWPOISON: return hwpoison(load<u32>(ptr, 4), load<u64>(ptr, 8), ptr, roomBytes);
    case ASK_MM_BYTES: return fileBytes(load<u32>(ptr, 4), load<u64>(ptr, 8), min(load<u32>(ptr, 16), roomBytes), ptr);
    default: stop(STOP_QUESTION);
  }
  return 0;
}

function entries(mapping: u32, from: u64, ptr: usize, roomBytes: u32): u32 {
  const array = mappingEntries(mapping);
  let out = ptr;
  let at = sparseNext(array, from);
  while (at != NO_INDEX && u32(out - ptr) + 16 <= roomBytes) {
    store<u64>(out, at);
    store<u64>(out, sparseGet(array, u32(at)), 8);
    out += 16;
    at = sparseNext(array, at + 1);
  }
  return u32(out - ptr);
}

function hwpoison(disk: u32, from: u64, ptr: usize, roomBytes: u32): u32 {
  let out = ptr;
  let at = pagesNextPoison(disk, from);
  while (at != NO_INDEX && u32(out - ptr) + 16 <= roomBytes) {
    let end = at + 1;
    let next = pagesNextPoison(disk, end);
    while (next == end) next = pagesNextPoison(disk, ++end);
    store<u64>(out, at << PAGE_SHIFT);
    store<u64>(out, (end - at) << PAGE_SHIFT, 8);
    out += 16;
    at = next;
  }
  return u32(out - ptr);
}

// --- extents -----------------------------------------------------------------------------------

function emit(out: usize, fileBlock: u64, devBlock: u64, nrBlocks: u64, flags: u32): usize {
  store<u64>(out, fileBlock);
  store<u64>(out, devBlock, 8);
  store<u32>(out, u32(nrBlocks), 16);
  store<u32>(out, flags, 20);
  return out + 24;
}

function extents(inode: u32, from: u64, ptr: usize, roomBytes: u32): u32 {
  const runs = inodeRuns(inode);
  const end = ptr + roomBytes;
  let out = ptr;
  for (let i = runsRank(runs, from); i < runsCount(runs) && out + 24 <= end; i++) {
    const given = runFlags(runs, i);
    let flags: u32 = (given & RUN_UNWRITTEN) != 0 ? EXTENT_UNWRITTEN : 0;
    if ((given & RUN_REALTIME) != 0) flags |= EXTENT_REALTIME;
    const skip = max(from, runFileBlock(runs, i)) - runFileBlock(runs, i);
    const block = runDevBlock(runs, i) + skip;
    const nr = u64(runBlocks(runs, i)) - skip;
    if ((given & RUN_REALTIME) != 0) out = emit(out, runFileBlock(runs, i) + skip, block, nr, flags);
    else out = pieces(inode, runFileBlock(runs, i) + skip, block, nr, flags, out, end);
  }
  return u32(out - ptr);
}

/** One run, split where others begin or cease to own its blocks. */
function pieces(inode: u32, fileBlock: u64, block: u64, nrBlocks: u64, flags: u32, out: usize, end: usize): usize {
  const fs = tableAt(T_FS, inodeFs(inode));
  const size = u64(load<u32>(fs, FS_AG_BLOCKS));
  const ino = inodeNumber(inode);
  const start = block % size;
  const stop = min(start + nrBlocks, size);
  // Where the current shared piece began, and how far it reaches.
  let here = start;
  let shared = start;
  let cursor = rmapFirst(load<u32>(fs, FS_RMAP), u32(block / size), u32(start), u32(stop));
  for (; cursor != 0; cursor = rmapNext(cursor)) {
    const record = rmapRecord(cursor);
    const owner = recordOwner(record);
    const from = u64(recordStart(record));
    if ((owner == ino && recordFileBlock(record) + start == fileBlock + from) || i64(owner) < 0) continue;
    const first = max(from, start);
    if (first > shared) {
      out = piece(out, end, fileBlock, block, start, here, shared, flags | EXTENT_SHARED);
      out = piece(out, end, fileBlock, block, start, shared, first, flags);
      here = first;
      shared = first;
    }
    shared = max(shared, min(from + u64(recordBlocks(record)), stop));
  }
  out = piece(out, end, fileBlock, block, start, here, shared, flags | EXTENT_SHARED);
  return piece(out, end, fileBlock, block, start, shared, start + nrBlocks, flags);
}

/** Blocks `[from, to)` of a run that begins at `start`, if there are any and there is room. */
function piece(
  out: usize, end: usize, fileBlock: u64, block: u64, start: u64, from: u64, to: u64, flags: u32,
): usize {
  if (from >= to || out + 24 > end) return out;
  return emit(out, fileBlock + from - start, block + from - start, to - from, flags);
}

// --- bytes -------------------------------------------------------------------------------------

/** Bytes of a file: from the page cache where it has them, from the device otherwise, zero in holes. */
function fileBytes(inode: u32, off: u64, len: u32, ptr: usize): u32 {
  let done: u32 = 0;
  while (done < len) {
    const here = off + done;
    const inPage = u32(here) & (PAGE_BYTES - 1);
    const part = min<u32>(len - done, PAGE_BYTES - inPage);
    const index = here >> PAGE_SHIFT;
    const cache = load<u32>(inodeAt(inode), INODE_CACHE);
    const cached = cache == 0 ? 0 : sparseGet(cache, u32(index));
    if (cached != 0) memory.copy(ptr + done, frameAt(u32(entryPage(cached))) + inPage, part);
    else if (!fileIsWritten(inode, index)) memory.fill(ptr + done, 0, part);
    else {
      const place = filePlace(inode, index);
      pmemReadThrough(pmemOf(entryDisk(place)), (entryPage(place) << PAGE_SHIFT) + inPage, part, ptr + done);
    }
    done += part;
  }
  return len;
}
