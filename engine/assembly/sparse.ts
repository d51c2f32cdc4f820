/**
 * Sparse arrays: a u64 value for a u32 index, in the shape of the kernel's xarray. They hold page tables of
 * mappings, DAX entries of files, and what is known about the pages of a device.
 *
 * A tree of 64-way nodes that is only as high as its largest index needs; 0 is "nothing there". Callers get
 * an id from `sparseCreate`, set and get values, and walk what is there in order. Values are hashed: they hold
 * ids, never addresses.
 *
 * **Left out:** nodes that became empty stay until the array is released.
 */
import { alloc, put32, put64, release } from "./state";
import { tableAt, tableCount, tableDefine, tablePush } from "./tables";
import { mix } from "./mix";

const T_SPARSE: u32 = 8;
const RECORD_BYTES: u32 = 16;
const LEAF_BYTES: u32 = 512;
const NODE_BYTES: u32 = 256;

// A record: root node, levels (0: empty), number of values, next free record. Record 1 is the head of the free list.
const S_ROOT: usize = 0;
const S_LEVELS: usize = 4;
const S_COUNT: usize = 8;
const S_NEXT: usize = 12;

/** No further index: the answer of `sparseNext`. */
export const NO_INDEX: u64 = u64.MAX_VALUE;

/** Creates an empty array and returns its id. */
export function sparseCreate(): u32 {
  if (tableCount(T_SPARSE) == 0) {
    tableDefine(T_SPARSE, RECORD_BYTES);
    tablePush(T_SPARSE);
  }
  const head = tableAt(T_SPARSE, 1);
  const free = load<u32>(head, S_NEXT);
  if (free == 0) return tablePush(T_SPARSE);
  put32(head + S_NEXT, load<u32>(tableAt(T_SPARSE, free), S_NEXT));
  put32(tableAt(T_SPARSE, free) + S_NEXT, 0);
  return free;
}

/** Gives the array back; its id is used again. */
export function sparseRelease(array: u32): void {
  sparseEmpty(array);
  const head = tableAt(T_SPARSE, 1);
  put32(tableAt(T_SPARSE, array) + S_NEXT, load<u32>(head, S_NEXT));
  put32(head + S_NEXT, array);
}

/** Removes all values. */
export function sparseEmpty(array: u32): void {
  const record = tableAt(T_SPARSE, array);
  const levels = load<u32>(record, S_LEVELS);
  if (levels != 0) freeNode(usize(load<u32>(record, S_ROOT)), levels);
  put64(record + S_ROOT, 0);
  put32(record + S_COUNT, 0);
}

function freeNode(node: usize, levels: u32): void {
  if (levels == 1) {
    release(node, LEAF_BYTES);
    return;
  }
  for (let i: usize = 0; i < 64; i++) {
    const child = load<u32>(node + (i << 2));
    if (child != 0) freeNode(usize(child), levels - 1);
  }
  release(node, NODE_BYTES);
}

/** Number of values. */
export function sparseCount(array: u32): u32 {
  return load<u32>(tableAt(T_SPARSE, array), S_COUNT);
}

/** Value at `index`; 0: none. */
export function sparseGet(array: u32, index: u32): u64 {
  const record = tableAt(T_SPARSE, array);
  let levels = load<u32>(record, S_LEVELS);
  if (levels == 0 || (levels < 6 && index >> (levels * 6) != 0)) return 0;
  let node = usize(load<u32>(record, S_ROOT));
  while (--levels != 0) {
    node = usize(load<u32>(node + (usize((index >> (levels * 6)) & 63) << 2)));
    if (node == 0) return 0;
  }
  return load<u64>(node + (usize(index & 63) << 3));
}

/** Sets the value at `index`; 0 removes it. */
export function sparseSet(array: u32, index: u32, value: u64): void {
  const record = tableAt(T_SPARSE, array);
  if (value == 0 && sparseGet(array, index) == 0) return;
  grow(record, index);
  let levels = load<u32>(record, S_LEVELS);
  let node = usize(load<u32>(record, S_ROOT));
  while (--levels != 0) {
    const slot = node + (usize((index >> (levels * 6)) & 63) << 2);
    if (load<u32>(slot) == 0) put32(slot, u32(alloc(levels == 1 ? LEAF_BYTES : NODE_BYTES)));
    node = usize(load<u32>(slot));
  }
  const slot = node + (usize(index & 63) << 3);
  const count = load<u32>(record, S_COUNT);
  if (load<u64>(slot) == 0) put32(record + S_COUNT, count + 1);
  else if (value == 0) put32(record + S_COUNT, count - 1);
  put64(slot, value);
}

/** Adds levels on top until `index` fits. */
function grow(record: usize, index: u32): void {
  let levels = load<u32>(record, S_LEVELS);
  if (levels == 0) {
    while (levels == 0 || (levels < 6 && index >> (levels * 6) != 0)) levels++;
    put32(record + S_ROOT, u32(alloc(levels == 1 ? LEAF_BYTES : NODE_BYTES)));
    put32(record + S_LEVELS, levels);
  }
  while (levels < 6 && index >> (levels * 6) != 0) {
    const node = alloc(NODE_BYTES);
    put32(node, load<u32>(record, S_ROOT));
    put32(record + S_ROOT, u32(node));
    put32(record + S_LEVELS, ++levels);
  }
}

/** Smallest index from `from` on that has a value; `NO_INDEX`: none. */
export function sparseNext(array: u32, from: u64): u64 {
  const record = tableAt(T_SPARSE, array);
  const levels = load<u32>(record, S_LEVELS);
  if (levels == 0 || from > u64(u32.MAX_VALUE)) return NO_INDEX;
  if (levels < 6 && from >> (levels * 6) != 0) return NO_INDEX;
  return nextIn(usize(load<u32>(record, S_ROOT)), levels, 0, u32(from));
}

function nextIn(node: usize, levels: u32, base: u64, from: u32): u64 {
  const shift = (levels - 1) * 6;
  let i = (from >> shift) & 63;
  if (levels == 1) {
    for (; i < 64; i++) if (load<u64>(node + (usize(i) << 3)) != 0) return base + i;
    return NO_INDEX;
  }
  for (; i < 64; i++) {
    const child = load<u32>(node + (usize(i) << 2));
    if (child != 0) {
      const found = nextIn(usize(child), levels - 1, base + (u64(i) << shift), from);
      if (found != NO_INDEX) return found;
    }
    from = 0;
  }
  return NO_INDEX;
}

/** Folds all values of all arrays, with their places, into `hash`. */
export function sparseDigest(hash: u64): u64 {
  const count = tableCount(T_SPARSE);
  for (let array: u32 = 2; array <= count; array++) {
    if (sparseCount(array) == 0) continue;
    hash = mix(hash, u64(array));
    for (let at = sparseNext(array, 0); at != NO_INDEX; at = sparseNext(array, at + 1)) {
      hash = mix(mix(hash, at), sparseGet(array, u32(at)));
    }
  }
  return hash;
}
