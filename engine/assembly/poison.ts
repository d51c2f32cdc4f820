/**
 * Poisoned lines of pmem devices: 64 bytes each, a set over offsets.
 *
 * A device is a tree: 1024 parts of 16 GiB, 64 of 256 MiB, 64 of 4 MiB, and there a container (see
 * containers.ts). Every node keeps the number of poisoned lines below each child, so the count of any
 * range costs two edges; what is wholly poisoned is one word at whatever level it is whole.
 *
 * Here are the shape of the tree and what can be asked; poison-change.ts sets and clears.
 *
 * **Left out:** badblocks (what the kernel knows) are another table, see badblocks.ts.
 */
import { STOP_LINES_SPAN } from "../abi/stops";
import { must } from "./stops";
import { D_POISON, checkRange, pmemCount, pmemRecord } from "./device";
import {
  FULL, NR_LINES, containerBytes, containerDigest, containerHas, containerList, containerNext, containerRank,
} from "./containers";
import { mix } from "./mix";

export const LINE_SHIFT: u64 = 6;
const NONE: u64 = u64.MAX_VALUE;
export const P_ROOT: usize = D_POISON;
export const P_TOTAL: usize = D_POISON + 8;

// Levels 0, 1, 2: a child covers 2^28, 2^22, 2^16 lines. Root: children, counts; a page each.
// Below: mask of children that are not empty (u64 + 8 spare), children, counts.
export const ROOT_BYTES: u32 = 8192;
export const NODE_BYTES: u32 = 16 + 64 * 8;

// @ts-ignore: decorator
@inline
export function shiftOf(level: u32): u32 {
  return 28 - level * 6;
}

// @ts-ignore: decorator
@inline
export function childSlot(level: u32, node: usize, index: u32): usize {
  return node + (usize(index) << 2) + (level == 0 ? 0 : 16);
}

// @ts-ignore: decorator
@inline
export function countSlot(level: u32, node: usize, index: u32): usize {
  return node + (usize(index) << 2) + (level == 0 ? 4096 : 272);
}

// @ts-ignore: decorator
@inline
export function indexOf(level: u32, line: u64): u32 {
  return u32(line >> shiftOf(level)) & (level == 0 ? 1023 : 63);
}

// --- queries -----------------------------------------------------------------------------------

/** Whether a line touched by the range is poisoned. */
export function poisonAny(dev: u32, offBytes: u64, lenBytes: u64): bool {
  const line = offBytes >> LINE_SHIFT;
  if (((offBytes + lenBytes - 1) >> LINE_SHIFT) == line && lenBytes != 0) return hasLine(dev, line);
  return lenBytes != 0 && poisonNext(dev, offBytes) < offBytes + lenBytes;
}

function hasLine(dev: u32, line: u64): bool {
  const root = usize(load<u32>(pmemRecord(dev), P_ROOT));
  if (root == 0) return false;
  let entry = load<u32>(childSlot(0, root, indexOf(0, line)));
  if (entry <= FULL) return entry == FULL;
  entry = load<u32>(childSlot(1, usize(entry), indexOf(1, line)));
  if (entry <= FULL) return entry == FULL;
  const node = usize(entry);
  const index = indexOf(2, line);
  entry = load<u32>(childSlot(2, node, index));
  if (entry <= FULL) return entry == FULL;
  return containerHas(entry, load<u32>(countSlot(2, node, index)), u32(line) & (NR_LINES - 1));
}

/**
 * Offset of the first poisoned line that ends after `offBytes` (the line of `offBytes` itself if that
 * is poisoned); u64.MAX: none.
 */
export function poisonNext(dev: u32, offBytes: u64): u64 {
  const root = usize(load<u32>(pmemRecord(dev), P_ROOT));
  const line = offBytes >> LINE_SHIFT;
  if (root == 0 || line >> 38 != 0) return NONE;
  const found = nextInNode(0, root, line);
  return found == NONE ? NONE : found << LINE_SHIFT;
}

/** First poisoned line at or after `line`, both counted from the node's first; `NONE`. */
function nextInNode(level: u32, node: usize, line: u64): u64 {
  const shift = shiftOf(level);
  let index = u32(line >> shift);
  const base = u64(index) << shift;
  const found = nextInChild(level, node, index, line - base);
  if (found != NONE) return base + found;
  index = nextChild(level, node, index + 1);
  if (index == u32.MAX_VALUE) return NONE;
  return (u64(index) << shift) + nextInChild(level, node, index, 0);
}

function nextInChild(level: u32, node: usize, index: u32, line: u64): u64 {
  const entry = load<u32>(childSlot(level, node, index));
  if (entry == 0) return NONE;
  if (entry == FULL) return line;
  if (level != 2) return nextInNode(level + 1, usize(entry), line);
  const found = containerNext(entry, load<u32>(countSlot(level, node, index)), u32(line));
  return found == NR_LINES ? NONE : u64(found);
}

/** First child that is not empty, from `index` on; u32.MAX: none. */
function nextChild(level: u32, node: usize, index: u32): u32 {
  if (level == 0) {
    for (; index < 1024; index++) {
      if (load<u32>(childSlot(0, node, index)) != 0) return index;
      if ((index & 3) == 0) {
        while (index < 1020 && !v128.any_true(v128.load(childSlot(0, node, index)))) index += 4;
        if (load<u32>(childSlot(0, node, index)) != 0) return index;
      }
    }
    return u32.MAX_VALUE;
  }
  if (index == 64) return u32.MAX_VALUE;
  const mask = load<u64>(node) & (u64.MAX_VALUE << u64(index));
  return mask == 0 ? u32.MAX_VALUE : u32(ctz(mask));
}

/**
 * Writes the poisoned lines that the range touches to `dst`, in order, as u32 distances from the range's
 * first line, at most `maxLines`, and returns how many. The range spans up to 256 GiB; `dst` is written raw.
 */
export function poisonLines(dev: u32, offBytes: u64, lenBytes: u64, dst: usize, maxLines: u32): u32 {
  checkRange(dev, offBytes, lenBytes);
  must(lenBytes <= 1 << 38, STOP_LINES_SPAN);
  const root = usize(load<u32>(pmemRecord(dev), P_ROOT));
  if (lenBytes == 0 || root == 0) return 0;
  const start = offBytes >> LINE_SHIFT;
  const end = (offBytes + lenBytes + 63) >> LINE_SHIFT;
  const limit = dst + (usize(maxLines) << 2);
  return u32((listNode(0, root, 0, start, end, dst, limit) - dst) >> 2);
}

/** Lists lines `[start, end)` of the device that lie below a node whose first line is `base`. */
function listNode(
  level: u32, node: usize, base: u64, start: u64, end: u64, dst: usize, limit: usize,
): usize {
  const shift = shiftOf(level);
  const width: u32 = level == 0 ? 1024 : 64;
  let index = start > base ? u32((start - base) >> shift) : 0;
  while (dst < limit) {
    index = index < width ? nextChild(level, node, index) : u32.MAX_VALUE;
    if (index == u32.MAX_VALUE) break;
    const line = base + (u64(index) << shift);
    if (line >= end) break;
    const entry = load<u32>(childSlot(level, node, index));
    const from = max(line, start);
    const to = min(line + (u64(1) << shift), end);
    if (entry == FULL) {
      for (let at = from; at < to && dst < limit; at++, dst += 4) store<u32>(dst, u32(at - start));
    } else if (level != 2) dst = listNode(level + 1, usize(entry), line, start, end, dst, limit);
    else {
      const count = load<u32>(countSlot(level, node, index));
      const shifted = u32(line - start);
      dst = containerList(entry, count, u32(from - line), u32(to - line), shifted, dst, limit);
    }
    index++;
  }
  return dst;
}

/** Number of poisoned lines that the range, inside the device, touches. */
export function poisonCount(dev: u32, offBytes: u64, lenBytes: u64): u64 {
  checkRange(dev, offBytes, lenBytes);
  const root = usize(load<u32>(pmemRecord(dev), P_ROOT));
  if (lenBytes == 0 || root == 0) return 0;
  const start = offBytes >> LINE_SHIFT;
  const end = (offBytes + lenBytes + 63) >> LINE_SHIFT;
  return countNode(0, root, start, end);
}

/** Poisoned lines `[start, end)` below a node, both counted from its first line. */
function countNode(level: u32, node: usize, start: u64, end: u64): u64 {
  while (true) {
    const shift = shiftOf(level);
    let first = u32(start >> shift);
    const last = u32(end >> shift);
    const inFirst = start - (u64(first) << shift);
    const inLast = end - (u64(last) << shift);
    if (first != last) {
      let sum: u64 = 0;
      if (inFirst != 0) sum = countChild(level, node, first++, inFirst, u64(1) << shift);
      if (inLast != 0) sum += countChild(level, node, last, 0, inLast);
      return sum + sumCounts(countSlot(level, node, first), last - first);
    }
    const entry = load<u32>(childSlot(level, node, first));
    if (entry <= FULL || level == 2) return countChild(level, node, first, inFirst, inLast);
    level++;
    node = usize(entry);
    start = inFirst;
    end = inLast;
  }
}

/** Sum of `count` words. */
function sumCounts(at: usize, count: u32): u64 {
  const end = at + (usize(count) << 2);
  let sums = i64x2.splat(0);
  for (; at + 16 <= end; at += 16) {
    const four = v128.load(at);
    sums = i64x2.add(sums, i64x2.extend_low_i32x4_u(four));
    sums = i64x2.add(sums, i64x2.extend_high_i32x4_u(four));
  }
  let sum = u64(i64x2.extract_lane(sums, 0)) + u64(i64x2.extract_lane(sums, 1));
  for (; at < end; at += 4) sum += u64(load<u32>(at));
  return sum;
}

function countChild(level: u32, node: usize, index: u32, from: u64, to: u64): u64 {
  const entry = load<u32>(childSlot(level, node, index));
  if (entry == 0) return 0;
  if (entry == FULL) return to - from;
  if (level != 2) return countNode(level + 1, usize(entry), from, to);
  const count = load<u32>(countSlot(level, node, index));
  const below = from == 0 ? 0 : containerRank(entry, count, u32(from));
  const upTo = to == u64(NR_LINES) ? count : containerRank(entry, count, u32(to));
  return u64(upTo - below);
}

/** Folds all poisoned lines into `hash`. */
export function poisonDigest(hash: u64): u64 {
  const nrDevices = pmemCount();
  for (let dev: u32 = 1; dev <= nrDevices; dev++) {
    const record = pmemRecord(dev);
    hash = mix(hash, load<u64>(record, P_TOTAL));
    const root = usize(load<u32>(record, P_ROOT));
    if (root != 0 && load<u64>(record, P_TOTAL) != 0) hash = digestNode(hash, 0, root, 0);
  }
  return hash;
}

function digestNode(hash: u64, level: u32, node: usize, base: u64): u64 {
  const width: u32 = level == 0 ? 1024 : 64;
  for (let index: u32 = 0; index < width; index++) {
    const entry = load<u32>(childSlot(level, node, index));
    if (entry == 0) continue;
    const line = base + (u64(index) << shiftOf(level));
    hash = mix(hash, line);
    if (entry == FULL) hash = mix(hash, u64(level) + 1);
    else if (level != 2) hash = digestNode(hash, level + 1, usize(entry), line);
    else hash = containerDigest(hash, entry, load<u32>(countSlot(level, node, index)));
  }
  return hash;
}

/** Bytes of the blocks that hold lines, nodes left out. For measuring. */
export function poisonBlockBytes(dev: u32): u64 {
  const root = usize(load<u32>(pmemRecord(dev), P_ROOT));
  return root == 0 ? 0 : blockBytes(0, root);
}

function blockBytes(level: u32, node: usize): u64 {
  let sum: u64 = 0;
  const width: u32 = level == 0 ? 1024 : 64;
  for (let index: u32 = 0; index < width; index++) {
    const entry = load<u32>(childSlot(level, node, index));
    if (entry <= FULL) continue;
    if (level != 2) sum += blockBytes(level + 1, usize(entry));
    else sum += u64(containerBytes(entry, load<u32>(countSlot(level, node, index))));
  }
  return sum;
}
