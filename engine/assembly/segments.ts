/**
 * Sorted starts of segments, to find the one that a sector lies in: the targets of a mapped device, or
 * the partitions of a disk. Up to 10^5 and more segments per map.
 *
 * The caller adds segments in any order, with distinct starts, and knows their lengths: a sector in
 * a gap finds the segment before the gap.
 *
 * **Left out:** lengths, gaps and overlaps are checked by the rules that own the segments.
 */
import { alloc, put32, put64, release, tableAt, tableCount, tableDefine, tablePush, touch } from "./state";

const T_MAPS: u32 = 2;
const ENTRY_BYTES: u32 = 16;

/** Creates an empty map and returns its id, from 1. */
export function segmentsCreate(): u32 {
  if (tableCount(T_MAPS) == 0) tableDefine(T_MAPS, 16);
  return tablePush(T_MAPS);
}

function at(root: usize, index: u32): usize {
  return usize(load<u32>(root)) + (usize(index) << 4);
}

/** Number of segments that start at or before `sector`. */
function rankOf(root: usize, sector: u64): u32 {
  let low: u32 = 0;
  let high = load<u32>(root, 4);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (load<u64>(at(root, middle)) <= sector) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Adds a segment `id` (not 0) that starts at `startSector`. False if one starts there already. */
export function segmentsAdd(map: u32, startSector: u64, id: u32): bool {
  assert(id != 0, "segment id 0 means none");
  const root = tableAt(T_MAPS, map);
  const count = load<u32>(root, 4);
  const capacity = load<u32>(root, 8);
  const index = rankOf(root, startSector);
  if (index != 0 && load<u64>(at(root, index - 1)) == startSector) return false;
  if (count == capacity) {
    const grown = max<u32>(8, capacity * 2);
    const list = alloc(grown * ENTRY_BYTES);
    memory.copy(list, usize(load<u32>(root)), usize(count) << 4);
    if (capacity != 0) release(usize(load<u32>(root)), capacity * ENTRY_BYTES);
    put32(root, u32(list));
    put32(root + 8, grown);
  }
  const entry = at(root, index);
  touch(entry, (count - index + 1) * ENTRY_BYTES);
  memory.copy(entry + ENTRY_BYTES, entry, usize(count - index) << 4);
  put64(entry, startSector);
  put64(entry + 8, id);
  put32(root + 4, count + 1);
  return true;
}

/** Removes the segment that starts at `startSector`; false if none does. */
export function segmentsRemove(map: u32, startSector: u64): bool {
  const root = tableAt(T_MAPS, map);
  const count = load<u32>(root, 4);
  const index = rankOf(root, startSector);
  if (index == 0 || load<u64>(at(root, index - 1)) != startSector) return false;
  const entry = at(root, index - 1);
  touch(entry, (count - index + 1) * ENTRY_BYTES);
  memory.copy(entry, entry + ENTRY_BYTES, usize(count - index) << 4);
  put32(root + 4, count - 1);
  return true;
}

/** Number of segments. */
export function segmentsCount(map: u32): u32 {
  return load<u32>(tableAt(T_MAPS, map), 4);
}

/** Position, from 1 in order of starts, of the last segment at or before `sector`; 0: none. */
export function segmentsFind(map: u32, sector: u64): u32 {
  return rankOf(tableAt(T_MAPS, map), sector);
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
