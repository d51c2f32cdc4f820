/**
 * Free space of a filesystem: spans of free blocks per allocation group, and the numbers of free inodes.
 *
 * Block numbers are linear on the filesystem's device (not AG-encoded as on disk). Room is looked for first-fit from
 * the front of the wanted group, then in the groups after it, as small, young filesystems lay out their files.
 *
 * **Left out:** the by-size btree, reservations, the blocks that growing btrees take and give back.
 */
import {
  FS_AG_BLOCKS, FS_AG_COUNT, FS_MM0, FS_MM5, GROUP_BYTES, GROUP_FREE, GROUP_FREE_INODES, T_FS, T_GROUPS,
} from "../abi";
import { NO_BLOCK, spanEnd, spanStart, spansAdd, spansCreate, spansFit, spansLongest, spansTake } from "./spans";
import { put32 } from "./state";
import { tableAt, tableCount, tableDefine, tablePush } from "./tables";

/** Nowhere: the answer of an allocation that failed. */
export const NOWHERE: u64 = u64.MAX_VALUE;

function groupCreate(): u32 {
  const id = tablePush(T_GROUPS);
  put32(tableAt(T_GROUPS, id) + GROUP_FREE, spansCreate());
  put32(tableAt(T_GROUPS, id) + GROUP_FREE_INODES, spansCreate());
  return id;
}

/** Gives the filesystem groups without any free space, and one for its realtime device. */
export function spaceCreate(fs: u32): void {
  if (tableCount(T_GROUPS) == 0) tableDefine(T_GROUPS, GROUP_BYTES);
  const record = tableAt(T_FS, fs);
  put32(record + FS_MM0, tableCount(T_GROUPS) + 1);
  const nrGroups = load<u32>(record, FS_AG_COUNT);
  for (let i: u32 = 0; i < nrGroups; i++) groupCreate();
  put32(record + FS_MM5, groupCreate());
}

function groupAt(fs: u32, group: u32): usize {
  return tableAt(T_GROUPS, load<u32>(tableAt(T_FS, fs), FS_MM0) + group);
}

function freeOf(fs: u32, group: u32): u32 {
  return load<u32>(groupAt(fs, group), GROUP_FREE);
}

/** Numbers of free inodes, within the group. */
export function freeInodesOf(fs: u32, group: u32): u32 {
  return load<u32>(groupAt(fs, group), GROUP_FREE_INODES);
}

function agBlocks(fs: u32): u64 {
  return u64(load<u32>(tableAt(T_FS, fs), FS_AG_BLOCKS));
}

/** Marks blocks free, whatever they were. */
export function spaceFree(fs: u32, block: u64, nrBlocks: u64): void {
  const size = agBlocks(fs);
  while (nrBlocks != 0) {
    const start = block % size;
    const part = min(nrBlocks, size - start);
    spansAdd(freeOf(fs, u32(block / size)), u32(start), u32(start + part));
    block += part;
    nrBlocks -= part;
  }
}

/** Marks blocks used, whatever they were. */
export function spaceTake(fs: u32, block: u64, nrBlocks: u64): void {
  const size = agBlocks(fs);
  while (nrBlocks != 0) {
    const start = block % size;
    const part = min(nrBlocks, size - start);
    spansTake(freeOf(fs, u32(block / size)), u32(start), u32(start + part));
    block += part;
    nrBlocks -= part;
  }
}

/** Finds and takes `nrBlocks` in one piece, aligned, in group `group` or one after it; `NOWHERE`: no room. */
export function spaceAllocate(fs: u32, group: u32, nrBlocks: u32, align: u32): u64 {
  const nrGroups = load<u32>(tableAt(T_FS, fs), FS_AG_COUNT);
  for (let i: u32 = 0; i < nrGroups; i++) {
    const g = (group + i) % nrGroups;
    const start = spansFit(freeOf(fs, g), 0, nrBlocks, align);
    if (start == NO_BLOCK) continue;
    spansTake(freeOf(fs, g), start, start + nrBlocks);
    return u64(g) * agBlocks(fs) + u64(start);
  }
  return NOWHERE;
}

/** Group of the longest free span of the filesystem; `NO_BLOCK`: it is full. `spaceLongest` tells its length. */
function groupOfLongest(fs: u32): u32 {
  const nrGroups = load<u32>(tableAt(T_FS, fs), FS_AG_COUNT);
  let best = NO_BLOCK;
  let bestBlocks: u32 = 0;
  for (let g: u32 = 0; g < nrGroups; g++) {
    const index = spansLongest(freeOf(fs, g));
    if (index == NO_BLOCK) continue;
    const nrBlocks = spanEnd(freeOf(fs, g), index) - spanStart(freeOf(fs, g), index);
    if (nrBlocks > bestBlocks) {
      bestBlocks = nrBlocks;
      best = g;
    }
  }
  return best;
}

/** Blocks of the longest free span; 0: the filesystem is full. */
export function spaceLongest(fs: u32): u32 {
  const group = groupOfLongest(fs);
  if (group == NO_BLOCK) return 0;
  const index = spansLongest(freeOf(fs, group));
  return spanEnd(freeOf(fs, group), index) - spanStart(freeOf(fs, group), index);
}

// --- the realtime device -----------------------------------------------------------------------

function realtimeFree(fs: u32): u32 {
  return load<u32>(tableAt(T_GROUPS, load<u32>(tableAt(T_FS, fs), FS_MM5)), GROUP_FREE);
}

export function realtimeSpaceFree(fs: u32, block: u64, nrBlocks: u64): void {
  spansAdd(realtimeFree(fs), u32(block), u32(block + nrBlocks));
}

export function realtimeSpaceTake(fs: u32, block: u64, nrBlocks: u64): void {
  spansTake(realtimeFree(fs), u32(block), u32(block + nrBlocks));
}

export function realtimeAllocate(fs: u32, nrBlocks: u32): u64 {
  const start = spansFit(realtimeFree(fs), 0, nrBlocks, 1);
  if (start == NO_BLOCK) return NOWHERE;
  spansTake(realtimeFree(fs), start, start + nrBlocks);
  return u64(start);
}
