/**
 * Poisoned lines of pmem devices: 64 bytes each, a set over offsets.
 *
 * The caller may give any byte range: setting poisons every line that the range touches, and so does
 * clearing. Units that the hardware clears together (256 bytes) are a rule, not stored here.
 *
 * **Left out:** badblocks (what the kernel knows) are another table, see badblocks.ts.
 */
import { D_POISON, checkRange, pmemCount, pmemRecord } from "./device";
import { pmemMarkRange } from "./pmem";
import { alloc, put32, put64, release, touch } from "./state";
import { mix } from "./mix";

const LINE_SHIFT: u64 = 6;
// Device record: list of disjoint, sorted line ranges {start u64, end u64}, their number, capacity.
const P_LIST: usize = D_POISON;
const P_COUNT: usize = D_POISON + 4;
const P_CAPACITY: usize = D_POISON + 8;

function at(record: usize, index: u32): usize {
  return usize(load<u32>(record, P_LIST)) + (usize(index) << 4);
}

/** Index of the first range that ends after `line`. */
function findRange(record: usize, line: u64): u32 {
  let low: u32 = 0;
  let high = load<u32>(record, P_COUNT);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (load<u64>(at(record, middle), 8) <= line) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Poisons every line that `[offBytes, offBytes + lenBytes)` touches. */
export function poisonSet(dev: u32, offBytes: u64, lenBytes: u64): void {
  checkRange(dev, offBytes, lenBytes);
  if (lenBytes == 0) return;
  const record = pmemRecord(dev);
  let start = offBytes >> LINE_SHIFT;
  let end = (offBytes + lenBytes + 63) >> LINE_SHIFT;
  const first = findRange(record, start == 0 ? 0 : start - 1);
  let last = first;
  const count = load<u32>(record, P_COUNT);
  while (last < count && load<u64>(at(record, last)) <= end) {
    start = min(start, load<u64>(at(record, last)));
    end = max(end, load<u64>(at(record, last), 8));
    last++;
  }
  splice(record, first, last, 1);
  put64(at(record, first), start);
  put64(at(record, first) + 8, end);
  pmemMarkRange(dev, offBytes, lenBytes);
}

/** Clears every line that `[offBytes, offBytes + lenBytes)` touches. */
export function poisonClear(dev: u32, offBytes: u64, lenBytes: u64): void {
  checkRange(dev, offBytes, lenBytes);
  if (lenBytes == 0) return;
  const record = pmemRecord(dev);
  const start = offBytes >> LINE_SHIFT;
  const end = (offBytes + lenBytes + 63) >> LINE_SHIFT;
  const first = findRange(record, start);
  const count = load<u32>(record, P_COUNT);
  let last = first;
  while (last < count && load<u64>(at(record, last)) < end) last++;
  if (first == last) return;
  const before = load<u64>(at(record, first));
  const after = load<u64>(at(record, last - 1), 8);
  const keep: u32 = u32(before < start) + u32(after > end);
  splice(record, first, last, keep);
  let index = first;
  if (before < start) {
    put64(at(record, index), before);
    put64(at(record, index) + 8, start);
    index++;
  }
  if (after > end) {
    put64(at(record, index), end);
    put64(at(record, index) + 8, after);
  }
  pmemMarkRange(dev, offBytes, lenBytes);
}

/** Replaces entries `[first, last)` by `fresh` unset ones. */
function splice(record: usize, first: u32, last: u32, fresh: u32): void {
  const count = load<u32>(record, P_COUNT);
  const next = count - (last - first) + fresh;
  const capacity = load<u32>(record, P_CAPACITY);
  if (next > capacity) {
    const grown = max<u32>(8, capacity * 2);
    const list = alloc(grown << 4);
    memory.copy(list, usize(load<u32>(record, P_LIST)), usize(count) << 4);
    if (capacity != 0) release(usize(load<u32>(record, P_LIST)), capacity << 4);
    put32(record + P_LIST, u32(list));
    put32(record + P_CAPACITY, grown);
  }
  touch(at(record, 0), max<u32>(next, count) << 4);
  memory.copy(at(record, first + fresh), at(record, last), usize(count - last) << 4);
  put32(record + P_COUNT, next);
}

/** Whether a line touched by the range is poisoned. The range may reach past the device. */
export function poisonAny(dev: u32, offBytes: u64, lenBytes: u64): bool {
  if (lenBytes == 0) return false;
  const record = pmemRecord(dev);
  const index = findRange(record, offBytes >> LINE_SHIFT);
  if (index == load<u32>(record, P_COUNT)) return false;
  return load<u64>(at(record, index)) << LINE_SHIFT < offBytes + lenBytes;
}

/** Offset of the first poisoned line that ends after `offBytes` (it may start before); u64.MAX: none. */
export function poisonNext(dev: u32, offBytes: u64): u64 {
  const record = pmemRecord(dev);
  const index = findRange(record, offBytes >> LINE_SHIFT);
  if (index == load<u32>(record, P_COUNT)) return u64.MAX_VALUE;
  return max(load<u64>(at(record, index)), offBytes >> LINE_SHIFT) << LINE_SHIFT;
}

/** Number of poisoned lines that the range touches. */
export function poisonCount(dev: u32, offBytes: u64, lenBytes: u64): u64 {
  if (lenBytes == 0) return 0;
  const record = pmemRecord(dev);
  const start = offBytes >> LINE_SHIFT;
  const end = (offBytes + lenBytes + 63) >> LINE_SHIFT;
  let sum: u64 = 0;
  for (let i = findRange(record, start); i < load<u32>(record, P_COUNT); i++) {
    const from = max(load<u64>(at(record, i)), start);
    const to = min(load<u64>(at(record, i), 8), end);
    if (from >= to) break;
    sum += to - from;
  }
  return sum;
}

/** Folds all poisoned lines into `hash`, as maximal runs. */
export function poisonDigest(hash: u64): u64 {
  const nrDevices = pmemCount();
  for (let dev: u32 = 1; dev <= nrDevices; dev++) {
    const record = pmemRecord(dev);
    const count = load<u32>(record, P_COUNT);
    hash = mix(hash, u64(count));
    for (let i: u32 = 0; i < count; i++) {
      hash = mix(mix(hash, load<u64>(at(record, i))), load<u64>(at(record, i), 8));
    }
  }
  return hash;
}
