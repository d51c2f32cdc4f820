/**
 * Sorted starts of segments, to find the one that a sector lies in: the targets of a mapped device, or
 * the partitions of a disk. Up to 10^5 and more segments per map.
 *
 * The caller adds segments with distinct starts, in order or not (in order is fast: the others move), and
 * knows their lengths: a sector in a gap finds the segment before the gap. Among a few segments lookups search in halves;
 * for more, the first one after a change prepares the starts as ranks.ts has them.
 *
 * **Left out:** lengths, gaps and overlaps are checked by the rules that own the segments. Maps are not
 * part of the state hash: the rules keep the same facts in their tables.
 */
import { STOP_SEGMENT_ID, STOP_SEGMENT_POSITION } from "../abi/stops";
import { must } from "./stops";
import { alloc, put32, put64, release, touch } from "./state";
import { tableAt, tableAtInline, tableCount, tableDefine, tablePush } from "./tables";
import { rankOf, ranksBuild, ranksBytes, ranksKeys } from "./ranks";

const T_MAPS: u32 = 2;
const ENTRY_BYTES: u32 = 16;
const MAP_BYTES: u32 = 32;
const FEW: u32 = 16;

// A map: entries {start u64, id u64}, their number, capacity, ranks, their bytes, shift of their keys, whether they
// are those of the present segments, id of the first segment if ranks alone tell all ids (0: not).
const M_COUNT: usize = 4;
const M_CAPACITY: usize = 8;
const M_RANKS: usize = 12;
const M_RANKS_BYTES: usize = 16;
const M_SHIFT: usize = 20;
const M_IS_RANKED: usize = 24;
const M_FIRST_ID: usize = 28;

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

/** Number of keys that are not above the sector's: segments, but for those that share its unit. */
// @ts-ignore: decorator
@inline
function keysUpTo(root: usize, sector: u64): u32 {
  const key = min<u64>(sector >> load<u32>(root, M_SHIFT), u64(u32.MAX_VALUE));
  return rankOf(usize(load<u32>(root, M_RANKS)), u32(key));
}

/** Number of segments that start at or before `sector`. */
function segmentsUpTo(root: usize, sector: u64): u32 {
  if (load<u32>(root, M_COUNT) < FEW) return searchRank(root, sector);
  if (load<u32>(root, M_IS_RANKED) == 0) buildRanks(root);
  let rank = keysUpTo(root, sector);
  while (rank != 0 && load<u64>(at(root, rank - 1)) > sector) rank--;
  return rank;
}

/** Keys are starts, in units of several sectors where 32 bits do not reach. */
function buildRanks(root: usize): void {
  const count = load<u32>(root, M_COUNT);
  const lenBytes = ranksBytes(count);
  const has = load<u32>(root, M_RANKS_BYTES);
  if (has < lenBytes) {
    if (has != 0) release(usize(load<u32>(root, M_RANKS)), has);
    put32(root + M_RANKS, u32(alloc(lenBytes)));
    put32(root + M_RANKS_BYTES, lenBytes);
  }
  const ranks = usize(load<u32>(root, M_RANKS));
  touch(ranks, lenBytes);
  const bits = 64 - u32(clz(load<u64>(at(root, count - 1))));
  const shift: u32 = bits > 32 ? bits - 32 : 0;
  const firstId = load<u32>(at(root, 0), 8);
  let isPlain = true;
  for (let i: u32 = 0; i < count; i++) {
    const start = load<u64>(at(root, i));
    store<u32>(ranksKeys(ranks) + (usize(i) << 2), u32(start >> shift));
    isPlain = isPlain && (start & ((u64(1) << shift) - 1)) == 0 && load<u32>(at(root, i), 8) == firstId + i;
  }
  ranksBuild(ranks, count);
  put32(root + M_SHIFT, shift);
  put32(root + M_FIRST_ID, isPlain ? firstId : 0);
  put32(root + M_IS_RANKED, 1);
}

function dropRanks(root: usize): void {
  put32(root + M_FIRST_ID, 0);
  put32(root + M_IS_RANKED, 0);
}

/** Adds a segment `id` (not 0) that starts at `startSector`. False if one starts there already. */
export function segmentsAdd(map: u32, startSector: u64, id: u32): bool {
  must(id != 0, STOP_SEGMENT_ID);
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
  dropRanks(root);
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
  dropRanks(root);
  return true;
}

/** Number of segments. */
export function segmentsCount(map: u32): u32 {
  return load<u32>(tableAt(T_MAPS, map), M_COUNT);
}

/** Position, from 1 in order of starts, of the last segment at or before `sector`; 0: none. */
export function segmentsFind(map: u32, sector: u64): u32 {
  return segmentsUpTo(tableAt(T_MAPS, map), sector);
}

/**
 * Id of the last segment at or before `sector`, at once; 0: none. Where starts are whole units and ids follow each
 * other, as in the table of a mapped device, ranks are all that is read.
 */
// @ts-ignore: decorator
@inline
export function segmentsIdAt(map: u32, sector: u64): u32 {
  const root = tableAtInline(T_MAPS, MAP_BYTES, map);
  const firstId = load<u32>(root, M_FIRST_ID);
  if (firstId == 0) return idAmong(root, sector);
  const rank = keysUpTo(root, sector);
  return rank == 0 ? 0 : firstId + rank - 1;
}

function idAmong(root: usize, sector: u64): u32 {
  const rank = segmentsUpTo(root, sector);
  return rank == 0 ? 0 : load<u32>(at(root, rank - 1), 8);
}

/** First sector of the segment at `position`. */
export function segmentStart(map: u32, position: u32): u64 {
  must(position - 1 < segmentsCount(map), STOP_SEGMENT_POSITION);
  return load<u64>(at(tableAt(T_MAPS, map), position - 1));
}

/** Id of the segment at `position`. */
export function segmentId(map: u32, position: u32): u32 {
  must(position - 1 < segmentsCount(map), STOP_SEGMENT_POSITION);
  return load<u32>(at(tableAt(T_MAPS, map), position - 1), 8);
}
