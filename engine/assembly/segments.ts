/**
 * Sorted starts of segments, to find the one that a sector lies in: the targets of a mapped device, or
 * the partitions of a disk. Up to 10^5 and more segments per map.
 *
 * The caller adds segments with distinct starts, in order or not (in order is fast: the others move), and
 * knows their lengths: a sector in a gap finds the segment before the gap. After a change the first few
 * lookups search in halves, then a tree over the starts is built.
 *
 * **Left out:** lengths, gaps and overlaps are checked by the rules that own the segments. Maps are not
 * part of the state hash: the rules keep the same facts in their tables.
 */
import { alloc, put32, put64, release, tableAt, tableCount, tableDefine, tablePush, touch } from "./state";
import { streeBuild, streeBytes, streeKeys, streeRank } from "./stree";

const T_MAPS: u32 = 2;
const ENTRY_BYTES: u32 = 16;
const MAP_BYTES: u32 = 32;
const FINDS_BEFORE_TREE: u32 = 8;

// A map: entries {start u64, id u64}, their number, capacity, tree, its bytes, shift of its keys (0: no
// tree), finds since the last change.
const M_COUNT: usize = 4;
const M_CAPACITY: usize = 8;
const M_TREE: usize = 12;
const M_TREE_BYTES: usize = 16;
const M_SHIFT: usize = 20;
const M_FINDS: usize = 24;

/** Creates an empty map and returns its id, from 1. */
export function segmentsCreate(): u32 {
  if (tableCount(T_MAPS) == 0) tableDefine(T_MAPS, MAP_BYTES);
  return tablePush(T_MAPS);
}

// @ts-ignore: decorator
@inline
function at(root: usize, index: u32): usize {
  return usize(load<u32>(root)) + (usize(index) << 4);
}

/** Number of segments that start at or before `sector`, by halves. */
function searchRank(root: usize, sector: u64): u32 {
  let low: u32 = 0;
  let high = load<u32>(root, M_COUNT);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (load<u64>(at(root, middle)) <= sector) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The same, by the tree if there is one or it is time to build it. */
// @ts-ignore: decorator
@inline
function rankOf(root: usize, sector: u64): u32 {
  if (load<u32>(root, M_SHIFT) == 0) {
    const finds = load<u32>(root, M_FINDS) + 1;
    put32(root + M_FINDS, finds);
    if (finds <= FINDS_BEFORE_TREE || load<u32>(root, M_COUNT) < 16) return searchRank(root, sector);
    buildTree(root);
  }
  const key = sector >> load<u32>(root, M_SHIFT);
  let rank = streeRank(usize(load<u32>(root, M_TREE)), u32(min(key, u64(u32.MAX_VALUE))));
  while (rank != 0 && load<u64>(at(root, rank - 1)) > sector) rank--;
  return rank;
}

/** Keys are starts in units of 4 KiB, or larger ones where 32 bits do not reach. */
function buildTree(root: usize): void {
  const count = load<u32>(root, M_COUNT);
  const lenBytes = streeBytes(count);
  const has = load<u32>(root, M_TREE_BYTES);
  if (has < lenBytes) {
    if (has != 0) release(usize(load<u32>(root, M_TREE)), has);
    put32(root + M_TREE, u32(alloc(lenBytes)));
    put32(root + M_TREE_BYTES, lenBytes);
  }
  const tree = usize(load<u32>(root, M_TREE));
  touch(tree, lenBytes);
  const bits = 64 - u32(clz(load<u64>(at(root, count - 1))));
  const shift: u32 = bits > 35 ? bits - 32 : 3;
  for (let i: u32 = 0; i < count; i++) {
    store<u32>(streeKeys(tree) + (usize(i) << 2), u32(load<u64>(at(root, i)) >> shift));
  }
  streeBuild(tree, count);
  put32(root + M_SHIFT, shift);
}

function dropTree(root: usize): void {
  put32(root + M_SHIFT, 0);
  put32(root + M_FINDS, 0);
}

/** Adds a segment `id` (not 0) that starts at `startSector`. False if one starts there already. */
export function segmentsAdd(map: u32, startSector: u64, id: u32): bool {
  assert(id != 0, "segment id 0 means none");
  const root = tableAt(T_MAPS, map);
  const count = load<u32>(root, M_COUNT);
  const capacity = load<u32>(root, M_CAPACITY);
  const index = searchRank(root, startSector);
  if (index != 0 && load<u64>(at(root, index - 1)) == startSector) return false;
  if (count == capacity) {
    const grown = max<u32>(8, capacity * 2);
    const list = alloc(grown * ENTRY_BYTES);
    memory.copy(list, usize(load<u32>(root)), usize(count) << 4);
    if (capacity != 0) release(usize(load<u32>(root)), capacity * ENTRY_BYTES);
    put32(root, u32(list));
    put32(root + M_CAPACITY, grown);
  }
  const entry = at(root, index);
  touch(entry, (count - index + 1) * ENTRY_BYTES);
  memory.copy(entry + ENTRY_BYTES, entry, usize(count - index) << 4);
  put64(entry, startSector);
  put64(entry + 8, id);
  put32(root + M_COUNT, count + 1);
  dropTree(root);
  return true;
}

/** Removes the segment that starts at `startSector`; false if none does. */
export function segmentsRemove(map: u32, startSector: u64): bool {
  const root = tableAt(T_MAPS, map);
  const count = load<u32>(root, M_COUNT);
  const index = searchRank(root, startSector);
  if (index == 0 || load<u64>(at(root, index - 1)) != startSector) return false;
  const entry = at(root, index - 1);
  touch(entry, (count - index + 1) * ENTRY_BYTES);
  memory.copy(entry, entry + ENTRY_BYTES, usize(count - index) << 4);
  put32(root + M_COUNT, count - 1);
  dropTree(root);
  return true;
}

/** Number of segments. */
export function segmentsCount(map: u32): u32 {
  return load<u32>(tableAt(T_MAPS, map), M_COUNT);
}

/** Position, from 1 in order of starts, of the last segment at or before `sector`; 0: none. */
export function segmentsFind(map: u32, sector: u64): u32 {
  return rankOf(tableAt(T_MAPS, map), sector);
}

/** Id of the last segment at or before `sector`, at once; 0: none. */
export function segmentsIdAt(map: u32, sector: u64): u32 {
  const root = tableAt(T_MAPS, map);
  const rank = rankOf(root, sector);
  return rank == 0 ? 0 : load<u32>(at(root, rank - 1), 8);
}

/** First sector of the segment at `position`. */
export function segmentStart(map: u32, position: u32): u64 {
  assert(position - 1 < segmentsCount(map), "segment position out of range");
  return load<u64>(at(tableAt(T_MAPS, map), position - 1));
}

/** Id of the segment at `position`. */
export function segmentId(map: u32, position: u32): u32 {
  assert(position - 1 < segmentsCount(map), "segment position out of range");
  return load<u32>(at(tableAt(T_MAPS, map), position - 1), 8);
}
