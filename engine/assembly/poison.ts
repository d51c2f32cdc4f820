/**
 * Poisoned lines of pmem devices: 64 bytes each, a set over offsets.
 *
 * A device is a tree: 1024 parts of 16 GiB, 64 of 256 MiB, 64 of 4 MiB, and there a container (see
 * containers.ts). The root keeps the number of poisoned lines in each part, a node how many are poisoned in it before
 * each child: so the lines of any range are the parts between, plus what lies before its end, less what lies before
 * its start. What is wholly poisoned is one word at whatever level it is whole.
 *
 * Here are the shape of the tree and what can be asked; poison-change.ts sets and clears.
 *
 * **Left out:** badblocks (what the kernel knows) are another table, see badblocks.ts.
 */
import { STOP_LINES_SPAN } from "../abi/stops";
import { must } from "./stops";
import { D_POISON, checkInside, checkRange, pmemCount, pmemRecord } from "./device";
import { containerBytes, containerDigest } from "./container-change";
import { FULL, NR_LINES, containerHas, containerList, containerNext, containerRank } from "./containers";
import { mix } from "./mix";

export const LINE_SHIFT: u64 = 6;
const NONE: u64 = u64.MAX_VALUE;
export const P_ROOT: usize = D_POISON;
export const P_TOTAL: usize = D_POISON + 8;

// Levels 0, 1, 2: a child covers 2^28, 2^22, 2^16 lines. Root: children, counts; a page each.
// Below: mask of children that are not empty, then for each {child, lines before it}, then {0, lines of the node}.
export const ROOT_BYTES: u32 = 8192;
export const NODE_BYTES: u32 = 8 + 65 * 8;
const ROOT_COUNTS: usize = 4096;
const PART_SHIFT: u64 = 28;
const PART_LINES: u32 = 1 << 28;

// @ts-ignore: decorator
@inline
export function shiftOf(level: u32): u32 {
  return 28 - level * 6;
}

// @ts-ignore: decorator
@inline
export function childSlot(level: u32, node: usize, index: u32): usize {
  return level == 0 ? node + (usize(index) << 2) : node + 8 + (usize(index) << 3);
}

/** Slot of the number of lines in a part. */
// @ts-ignore: decorator
@inline
export function partCount(root: usize, index: u32): usize {
  return root + ROOT_COUNTS + (usize(index) << 2);
}

/** Number of lines in the child of a node below the root. */
// @ts-ignore: decorator
@inline
export function linesOf(slot: usize): u32 {
  return load<u32>(slot, 12) - load<u32>(slot, 4);
}

// @ts-ignore: decorator
@inline
function slotOf(level: u32, node: usize, line: u32): usize {
  return childSlot(level, node, (line >> shiftOf(level)) & 63);
}

/** The root of a device's tree; 0: no line was ever poisoned. */
// @ts-ignore: decorator
@inline
function rootOf(record: usize): usize {
  return usize(load<u32>(record, P_ROOT));
}

// --- queries -----------------------------------------------------------------------------------

/** Whether a line touched by the range is poisoned. */
export function poisonAny(dev: u32, offBytes: u64, lenBytes: u64): bool {
  if (lenBytes == 0) return false;
  const line = offBytes >> LINE_SHIFT;
  if ((offBytes + lenBytes - 1) >> LINE_SHIFT == line) return hasLine(rootOf(pmemRecord(dev)), line);
  return poisonNext(dev, offBytes) < offBytes + lenBytes;
}

function hasLine(root: usize, line: u64): bool {
  if (root == 0) return false;
  let entry = load<u32>(root + (usize(line >> PART_SHIFT) << 2));
  if (entry <= FULL) return entry != 0;
  entry = load<u32>(slotOf(1, usize(entry), u32(line)));
  if (entry <= FULL) return entry != 0;
  const slot = slotOf(2, usize(entry), u32(line));
  entry = load<u32>(slot);
  if (entry <= FULL) return entry != 0;
  return containerHas(entry, linesOf(slot), u32(line) & (NR_LINES - 1));
}

/**
 * Offset of the first poisoned line that ends after `offBytes` (the line of `offBytes` itself if that
 * is poisoned); u64.MAX: none.
 */
export function poisonNext(dev: u32, offBytes: u64): u64 {
  const root = rootOf(pmemRecord(dev));
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
  const slot = childSlot(level, node, index);
  const entry = load<u32>(slot);
  if (entry == 0) return NONE;
  if (entry == FULL) return line;
  if (level != 2) return nextInNode(level + 1, usize(entry), line);
  const found = containerNext(entry, linesOf(slot), u32(line));
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
  const root = rootOf(pmemRecord(dev));
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
    const slot = childSlot(level, node, index);
    const entry = load<u32>(slot);
    const from = max(line, start);
    const to = min(line + (u64(1) << shift), end);
    if (entry == FULL) {
      for (let at = from; at < to && dst < limit; at++, dst += 4) store<u32>(dst, u32(at - start));
    } else if (level != 2) dst = listNode(level + 1, usize(entry), line, start, end, dst, limit);
    else {
      const shifted = u32(line - start);
      dst = containerList(entry, linesOf(slot), u32(from - line), u32(to - line), shifted, dst, limit);
    }
    index++;
  }
  return dst;
}

/** Number of poisoned lines that the range, inside the device, touches. */
export function poisonCount(dev: u32, offBytes: u64, lenBytes: u64): u64 {
  const record = pmemRecord(dev);
  checkInside(record, offBytes, lenBytes);
  const root = rootOf(record);
  if (lenBytes == 0 || root == 0) return 0;
  const start = offBytes >> LINE_SHIFT;
  const end = (offBytes + lenBytes + 63) >> LINE_SHIFT;
  let sum = u64(linesBefore(root, end)) - u64(linesBefore(root, start));
  if ((u32(end) & (NR_LINES - 1)) != 0) sum += u64(linesInContainer(root, end));
  if ((u32(start) & (NR_LINES - 1)) != 0) sum -= u64(linesInContainer(root, start));
  const last = partCount(root, u32(end >> PART_SHIFT));
  for (let at = partCount(root, u32(start >> PART_SHIFT)); at < last; at += 4) sum += u64(load<u32>(at));
  return sum;
}

/** Poisoned lines of a part that lie before the container of `line`, or before `line` where a whole child is poisoned. */
// @ts-ignore: decorator
@inline
function linesBefore(root: usize, line: u64): u32 {
  const rest = u32(line) & (PART_LINES - 1);
  if (rest == 0) return 0;
  let entry = load<u32>(root + (usize(line >> PART_SHIFT) << 2));
  if (entry <= FULL) return entry * rest;
  let slot = slotOf(1, usize(entry), rest);
  entry = load<u32>(slot);
  const before = load<u32>(slot, 4);
  if (entry <= FULL) return before + entry * (rest & ((1 << shiftOf(1)) - 1));
  slot = slotOf(2, usize(entry), rest);
  return before + load<u32>(slot, 4);
}

/** Those in the container of `line` that lie before it; none where there is no container. */
function linesInContainer(root: usize, line: u64): u32 {
  let entry = load<u32>(root + (usize(line >> PART_SHIFT) << 2));
  if (entry <= FULL) return 0;
  entry = load<u32>(slotOf(1, usize(entry), u32(line)));
  if (entry <= FULL) return 0;
  const slot = slotOf(2, usize(entry), u32(line));
  entry = load<u32>(slot);
  const rest = u32(line) & (NR_LINES - 1);
  return entry <= FULL ? entry * rest : containerRank(entry, linesOf(slot), rest);
}

/** Folds all poisoned lines into `hash`. */
export function poisonDigest(hash: u64): u64 {
  const nrDevices = pmemCount();
  for (let dev: u32 = 1; dev <= nrDevices; dev++) {
    const record = pmemRecord(dev);
    hash = mix(hash, load<u64>(record, P_TOTAL));
    const root = rootOf(record);
    if (root != 0) hash = digestNode(hash, 0, root, 0);
  }
  return hash;
}

function digestNode(hash: u64, level: u32, node: usize, base: u64): u64 {
  const width: u32 = level == 0 ? 1024 : 64;
  for (let index: u32 = 0; index < width; index++) {
    const slot = childSlot(level, node, index);
    const entry = load<u32>(slot);
    if (entry == 0) continue;
    const line = base + (u64(index) << shiftOf(level));
    hash = mix(hash, line);
    if (entry == FULL) hash = mix(hash, u64(level) + 1);
    else if (level != 2) hash = digestNode(hash, level + 1, usize(entry), line);
    else hash = containerDigest(hash, entry, linesOf(slot));
  }
  return hash;
}

/** Bytes of the blocks that hold lines, nodes left out. For measuring. */
export function poisonBlockBytes(dev: u32): u64 {
  const root = rootOf(pmemRecord(dev));
  return root == 0 ? 0 : blockBytes(0, root);
}

function blockBytes(level: u32, node: usize): u64 {
  let sum: u64 = 0;
  const width: u32 = level == 0 ? 1024 : 64;
  for (let index: u32 = 0; index < width; index++) {
    const slot = childSlot(level, node, index);
    const entry = load<u32>(slot);
    if (entry <= FULL) continue;
    if (level != 2) sum += blockBytes(level + 1, usize(entry));
    else sum += u64(containerBytes(entry, linesOf(slot)));
  }
  return sum;
}
