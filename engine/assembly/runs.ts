/**
 * Lists of runs: the extents of a file, sorted by file block. A run says where on a device consecutive blocks of
 * the file lie and carries flags. Runs do not overlap; what no run covers is a hole.
 *
 * **Left out:** what the flags and devices mean; see file-extents.ts.
 */
import { STOP_RUNS_OVERLAP } from "../abi/stops";
import { must } from "./stops";
import { alloc, put32, release, touch } from "./state";
import { tableAt, tableCount, tableDefine, tablePush } from "./tables";
import { mix } from "./mix";

const T_RUNS: u32 = 11;
const RECORD_BYTES: u32 = 16;
const RUN_BYTES: u32 = 24;

// A record: runs, their number, capacity. A run: file block u64, device block u64, blocks u32, flags u32.
const R_LIST: usize = 0;
const R_COUNT: usize = 4;
const R_CAPACITY: usize = 8;

/** No run: the answer of `runsFind`. */
export const NO_RUN: u32 = u32.MAX_VALUE;

/** Creates an empty list and returns its id. */
export function runsCreate(): u32 {
  if (tableCount(T_RUNS) == 0) tableDefine(T_RUNS, RECORD_BYTES);
  return tablePush(T_RUNS);
}

/** Number of runs. */
export function runsCount(list: u32): u32 {
  return load<u32>(tableAt(T_RUNS, list), R_COUNT);
}

function at(list: u32, index: u32): usize {
  return usize(load<u32>(tableAt(T_RUNS, list), R_LIST)) + usize(index * RUN_BYTES);
}

export function runFileBlock(list: u32, index: u32): u64 {
  return load<u64>(at(list, index));
}

export function runDevBlock(list: u32, index: u32): u64 {
  return load<u64>(at(list, index), 8);
}

export function runBlocks(list: u32, index: u32): u32 {
  return load<u32>(at(list, index), 16);
}

export function runFlags(list: u32, index: u32): u32 {
  return load<u32>(at(list, index), 20);
}

/** First file block after run `index`. */
export function runEnd(list: u32, index: u32): u64 {
  return runFileBlock(list, index) + u64(runBlocks(list, index));
}

/** Index of the first run that ends after `fileBlock`; may be the number of runs. */
export function runsRank(list: u32, fileBlock: u64): u32 {
  let low: u32 = 0;
  let high = runsCount(list);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (runEnd(list, middle) <= fileBlock) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Index of the run that covers `fileBlock`; `NO_RUN`: a hole. */
export function runsFind(list: u32, fileBlock: u64): u32 {
  const index = runsRank(list, fileBlock);
  if (index == runsCount(list) || runFileBlock(list, index) > fileBlock) return NO_RUN;
  return index;
}

function writeRun(list: u32, index: u32, fileBlock: u64, devBlock: u64, nrBlocks: u32, flags: u32): void {
  const run = at(list, index);
  touch(run, RUN_BYTES);
  store<u64>(run, fileBlock);
  store<u64>(run, devBlock, 8);
  store<u32>(run, nrBlocks, 16);
  store<u32>(run, flags, 20);
}

function insertRun(list: u32, index: u32, fileBlock: u64, devBlock: u64, nrBlocks: u32, flags: u32): void {
  const record = tableAt(T_RUNS, list);
  const count = load<u32>(record, R_COUNT);
  const capacity = load<u32>(record, R_CAPACITY);
  if (count == capacity) {
    const grown = max<u32>(2, capacity * 2);
    const fresh = alloc(grown * RUN_BYTES);
    memory.copy(fresh, usize(load<u32>(record, R_LIST)), usize(count * RUN_BYTES));
    if (capacity != 0) release(usize(load<u32>(record, R_LIST)), capacity * RUN_BYTES);
    put32(record + R_LIST, u32(fresh));
    put32(record + R_CAPACITY, grown);
  }
  touch(at(list, index), (count - index + 1) * RUN_BYTES);
  memory.copy(at(list, index + 1), at(list, index), usize((count - index) * RUN_BYTES));
  put32(record + R_COUNT, count + 1);
  writeRun(list, index, fileBlock, devBlock, nrBlocks, flags);
}

function removeRun(list: u32, index: u32): void {
  const record = tableAt(T_RUNS, list);
  const count = load<u32>(record, R_COUNT);
  touch(at(list, index), (count - index) * RUN_BYTES);
  memory.copy(at(list, index), at(list, index + 1), usize((count - index - 1) * RUN_BYTES));
  put32(record + R_COUNT, count - 1);
}

/** Takes file blocks `[from, to)` out of the list, trimming and splitting runs. */
export function runsCut(list: u32, from: u64, to: u64): void {
  let index = runsRank(list, from);
  while (index < runsCount(list) && runFileBlock(list, index) < to) {
    const start = runFileBlock(list, index);
    const end = runEnd(list, index);
    const dev = runDevBlock(list, index);
    const flags = runFlags(list, index);
    if (start < from) writeRun(list, index++, start, dev, u32(from - start), flags);
    else removeRun(list, index);
    if (end > to) {
      insertRun(list, index, to, dev + (to - start), u32(end - to), flags);
      return;
    }
  }
}

function continues(list: u32, index: u32, fileBlock: u64, devBlock: u64, flags: u32): bool {
  return runEnd(list, index) == fileBlock && runFlags(list, index) == flags &&
    runDevBlock(list, index) + u64(runBlocks(list, index)) == devBlock;
}

/** Puts a run where nothing else is; neighbours that it continues become one with it. */
export function runsPut(list: u32, fileBlock: u64, devBlock: u64, nrBlocks: u32, flags: u32): void {
  let index = runsRank(list, fileBlock);
  must(
    index == runsCount(list) || runFileBlock(list, index) >= fileBlock + u64(nrBlocks), STOP_RUNS_OVERLAP,
  );
  if (index != 0 && continues(list, index - 1, fileBlock, devBlock, flags)) {
    index--;
    fileBlock = runFileBlock(list, index);
    devBlock = runDevBlock(list, index);
    nrBlocks += runBlocks(list, index);
    writeRun(list, index, fileBlock, devBlock, nrBlocks, flags);
  } else {
    insertRun(list, index, fileBlock, devBlock, nrBlocks, flags);
  }
  if (index + 1 == runsCount(list)) return;
  const next = index + 1;
  if (!continues(list, index, runFileBlock(list, next), runDevBlock(list, next), runFlags(list, next))) return;
  writeRun(list, index, fileBlock, devBlock, nrBlocks + runBlocks(list, index + 1), flags);
  removeRun(list, index + 1);
}

/** Folds all lists into `hash`. */
export function runsDigest(hash: u64): u64 {
  const count = tableCount(T_RUNS);
  for (let list: u32 = 1; list <= count; list++) {
    const nr = runsCount(list);
    if (nr == 0) continue;
    hash = mix(hash, (u64(list) << 32) | u64(nr));
    for (let i: u32 = 0; i < nr; i++) {
      hash = mix(mix(hash, runFileBlock(list, i)), runDevBlock(list, i));
      hash = mix(hash, (u64(runBlocks(list, i)) << 32) | u64(runFlags(list, i)));
    }
  }
  return hash;
}
