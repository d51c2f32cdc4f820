/**
 * Sets of blocks as sorted, disjoint spans that never touch: the free space of an allocation group.
 *
 * **Left out:** an index by size. Free space of the groups here has few spans; whoever looks for room walks them
 * from the front, as a first-fit allocator does. Not part of the state hash: it is what no owner has.
 */
import { alloc, put32, release, touch } from "./state";
import { tableAt, tableCount, tableDefine, tablePush } from "./tables";

const T_SPANS: u32 = 10;
const RECORD_BYTES: u32 = 16;
const SPAN_BYTES: u32 = 8;

// A record: spans {start u32, end u32}, their number, capacity.
const P_LIST: usize = 0;
const P_COUNT: usize = 4;
const P_CAPACITY: usize = 8;

/** No room: the answer of `spansFit`. */
export const NO_BLOCK: u32 = u32.MAX_VALUE;

/** Creates an empty set and returns its id. */
export function spansCreate(): u32 {
  if (tableCount(T_SPANS) == 0) tableDefine(T_SPANS, RECORD_BYTES);
  return tablePush(T_SPANS);
}

/** Number of spans. */
export function spansCount(set: u32): u32 {
  return load<u32>(tableAt(T_SPANS, set), P_COUNT);
}

function at(set: u32, index: u32): usize {
  return usize(load<u32>(tableAt(T_SPANS, set), P_LIST)) + (usize(index) << 3);
}

/** First block of span `index`, from 0. */
export function spanStart(set: u32, index: u32): u32 {
  return load<u32>(at(set, index));
}

/** First block after span `index`. */
export function spanEnd(set: u32, index: u32): u32 {
  return load<u32>(at(set, index), 4);
}

/** Index of the first span that ends at or after `block`. */
function rank(set: u32, block: u32): u32 {
  let low: u32 = 0;
  let high = spansCount(set);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spanEnd(set, middle) < block) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Replaces spans `[from, to)` by at most two. */
function splice(set: u32, from: u32, to: u32, nr: u32, start0: u32, end0: u32, start1: u32, end1: u32): void {
  const record = tableAt(T_SPANS, set);
  const count = load<u32>(record, P_COUNT);
  const after = count - (to - from) + nr;
  const capacity = load<u32>(record, P_CAPACITY);
  if (after > capacity) {
    const grown = max<u32>(4, capacity * 2);
    const list = alloc(grown * SPAN_BYTES);
    memory.copy(list, usize(load<u32>(record, P_LIST)), usize(count) << 3);
    if (capacity != 0) release(usize(load<u32>(record, P_LIST)), capacity * SPAN_BYTES);
    put32(record + P_LIST, u32(list));
    put32(record + P_CAPACITY, grown);
  }
  touch(at(set, from), (max(after, count) - from) * SPAN_BYTES);
  memory.copy(at(set, from + nr), at(set, to), usize(count - to) << 3);
  if (nr >= 1) {
    store<u32>(at(set, from), start0);
    store<u32>(at(set, from), end0, 4);
  }
  if (nr == 2) {
    store<u32>(at(set, from + 1), start1);
    store<u32>(at(set, from + 1), end1, 4);
  }
  put32(record + P_COUNT, after);
}

/** Adds `[start, end)`; parts that are there already stay. */
export function spansAdd(set: u32, start: u32, end: u32): void {
  if (start >= end) return;
  const from = rank(set, start);
  let to = from;
  while (to < spansCount(set) && spanStart(set, to) <= end) {
    start = min(start, spanStart(set, to));
    end = max(end, spanEnd(set, to));
    to++;
  }
  splice(set, from, to, 1, start, end, 0, 0);
}

/** Removes `[start, end)`; parts that are not there are no error. */
export function spansTake(set: u32, start: u32, end: u32): void {
  if (start >= end) return;
  let from = rank(set, start);
  while (from < spansCount(set) && spanEnd(set, from) <= start) from++;
  while (from < spansCount(set) && spanStart(set, from) < end) {
    const left = spanStart(set, from);
    const right = spanEnd(set, from);
    if (left < start && right > end) splice(set, from, from + 1, 2, left, start, end, right);
    else if (left < start) splice(set, from, from + 1, 1, left, start, 0, 0);
    else if (right > end) splice(set, from, from + 1, 1, end, right, 0, 0);
    else {
      splice(set, from, from + 1, 0, 0, 0, 0, 0);
      continue;
    }
    from++;
  }
}

/** First block from `goal` on that starts `nrBlocks` free blocks and is a multiple of `align`; `NO_BLOCK`: none. */
export function spansFit(set: u32, goal: u32, nrBlocks: u32, align: u32): u32 {
  const count = spansCount(set);
  for (let i = rank(set, goal); i < count; i++) {
    const start = max(spanStart(set, i), goal);
    const aligned = u64((start + align - 1) / align) * u64(align);
    if (aligned + u64(nrBlocks) <= u64(spanEnd(set, i))) return u32(aligned);
  }
  return NO_BLOCK;
}

/** Index of the longest span, the first of several; `NO_BLOCK`: the set is empty. */
export function spansLongest(set: u32): u32 {
  let best = NO_BLOCK;
  let bestBlocks: u32 = 0;
  for (let i: u32 = 0; i < spansCount(set); i++) {
    const nrBlocks = spanEnd(set, i) - spanStart(set, i);
    if (nrBlocks > bestBlocks) {
      bestBlocks = nrBlocks;
      best = i;
    }
  }
  return best;
}
