/**
 * Lookups: from a u64 key to a u32 value that is not 0, in constant time. They are indexes over facts that stand
 * in tables, so they are not part of the state hash.
 *
 * Open addressing with linear probing; an entry is {key u64, value u32}, value 0 is an empty place. Removal
 * moves followers back, so a lookup never grows by use.
 *
 * **Left out:** order. Who needs order walks the table behind it.
 */
import { alloc, put32, put64, release, touch } from "./state";
import { tableAt, tableCount, tableDefine, tablePush } from "./tables";

const T_LOOKUPS: u32 = 9;
const RECORD_BYTES: u32 = 16;
const ENTRY_BYTES: u32 = 16;

// A record: entries, number of places (power of two), number of keys.
const L_ENTRIES: usize = 0;
const L_PLACES: usize = 4;
const L_COUNT: usize = 8;

/** Creates an empty lookup and returns its id. */
export function lookupCreate(): u32 {
  if (tableCount(T_LOOKUPS) == 0) tableDefine(T_LOOKUPS, RECORD_BYTES);
  return tablePush(T_LOOKUPS);
}

// @ts-ignore: decorator
@inline
function spread(key: u64): u32 {
  return u32((key * 0x9e3779b97f4a7c15) >> 32);
}

// @ts-ignore: decorator
@inline
function entryAt(record: usize, place: u32): usize {
  return usize(load<u32>(record, L_ENTRIES)) + (usize(place) << 4);
}

/** Place of `key`, or the empty place where it belongs. */
function placeOf(record: usize, key: u64): u32 {
  const mask = load<u32>(record, L_PLACES) - 1;
  let place = spread(key) & mask;
  while (load<u32>(entryAt(record, place), 8) != 0 && load<u64>(entryAt(record, place)) != key) {
    place = (place + 1) & mask;
  }
  return place;
}

/** Value of `key`; 0: none. */
export function lookupGet(id: u32, key: u64): u32 {
  const record = tableAt(T_LOOKUPS, id);
  if (load<u32>(record, L_COUNT) == 0) return 0;
  return load<u32>(entryAt(record, placeOf(record, key)), 8);
}

/** Gives `key` the value; 0 removes it. */
export function lookupSet(id: u32, key: u64, value: u32): void {
  const record = tableAt(T_LOOKUPS, id);
  if (value == 0) {
    remove(record, key);
    return;
  }
  const count = load<u32>(record, L_COUNT);
  if ((count + 1) * 2 > load<u32>(record, L_PLACES)) rehash(record);
  const entry = entryAt(record, placeOf(record, key));
  if (load<u32>(entry, 8) == 0) put32(record + L_COUNT, count + 1);
  put64(entry, key);
  put32(entry + 8, value);
}

function rehash(record: usize): void {
  const places = load<u32>(record, L_PLACES);
  const entries = usize(load<u32>(record, L_ENTRIES));
  const grown = max<u32>(8, places * 2);
  const fresh = alloc(grown * ENTRY_BYTES);
  touch(fresh, grown * ENTRY_BYTES);
  put32(record + L_ENTRIES, u32(fresh));
  put32(record + L_PLACES, grown);
  for (let i: u32 = 0; i < places; i++) {
    const old = entries + (usize(i) << 4);
    if (load<u32>(old, 8) == 0) continue;
    memory.copy(entryAt(record, placeOf(record, load<u64>(old))), old, ENTRY_BYTES);
  }
  if (places != 0) release(entries, places * ENTRY_BYTES);
}

function remove(record: usize, key: u64): void {
  const count = load<u32>(record, L_COUNT);
  if (count == 0) return;
  let hole = placeOf(record, key);
  if (load<u32>(entryAt(record, hole), 8) == 0) return;
  const mask = load<u32>(record, L_PLACES) - 1;
  let place = hole;
  while (true) {
    place = (place + 1) & mask;
    const entry = entryAt(record, place);
    if (load<u32>(entry, 8) == 0) break;
    const home = spread(load<u64>(entry)) & mask;
    if (((place - home) & mask) < ((place - hole) & mask)) continue;
    put64(entryAt(record, hole), load<u64>(entry));
    put32(entryAt(record, hole) + 8, load<u32>(entry, 8));
    hole = place;
  }
  put32(entryAt(record, hole) + 8, 0);
  put32(record + L_COUNT, count - 1);
}
