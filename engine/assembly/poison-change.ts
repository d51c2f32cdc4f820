/**
 * Poison that comes and goes: setting and clearing ranges of lines, and packing the containers when too much lies free.
 *
 * The caller may give any byte range: setting poisons every line that the range touches, and so does clearing.
 *
 * **Left out:** units that the hardware clears together (256 bytes): a rule, not stored here.
 */
import { containerChange, containerFree, containerMove, newCount } from "./container-change";
import { FULL } from "./containers";
import { D_CLEAN, D_SIZE, checkRange, pmemCount, pmemRecord } from "./device";
import {
  LINE_SHIFT, NODE_BYTES, P_ROOT, P_TOTAL, ROOT_BYTES, childSlot, linesOf, partCount, poisonNext,
  shiftOf,
} from "./poison";
import { poolClose, poolIsWasteful, poolReopen } from "./pool";
import { alloc, put32Inline, put64Inline, release, touchPage } from "./state";

/** Poisons every line that `[offBytes, offBytes + lenBytes)` touches. */
export function poisonSet(dev: u32, offBytes: u64, lenBytes: u64): void {
  changeRange(dev, offBytes, lenBytes, true);
}

/** Clears every line that `[offBytes, offBytes + lenBytes)` touches. */
export function poisonClear(dev: u32, offBytes: u64, lenBytes: u64): void {
  changeRange(dev, offBytes, lenBytes, false);
}

function changeRange(dev: u32, offBytes: u64, lenBytes: u64, isSet: bool): void {
  checkRange(dev, offBytes, lenBytes);
  if (lenBytes == 0) return;
  const record = pmemRecord(dev);
  if (load<u32>(record, P_ROOT) == 0) {
    if (!isSet) return;
    put32Inline(record + P_ROOT, u32(alloc(ROOT_BYTES)));
  }
  const start = offBytes >> LINE_SHIFT;
  const end = (offBytes + lenBytes + 63) >> LINE_SHIFT;
  const delta = changeNode(0, usize(load<u32>(record, P_ROOT)), start, end, isSet);
  if (delta == 0) return;
  put64Inline(record + P_TOTAL, load<u64>(record, P_TOTAL) + delta);
  const first = isSet ? start << LINE_SHIFT : min(poisonNext(dev, 0), load<u64>(record, D_SIZE));
  if (!isSet || first >> 3 < load<u64>(record, D_CLEAN)) put64Inline(record + D_CLEAN, first >> 3);
  if (poolIsWasteful()) compact();
}

/** Changes lines `[start, end)`, counted from the node's first, and returns the change of the count. */
function changeNode(level: u32, node: usize, start: u64, end: u64, isSet: bool): i64 {
  const shift = shiftOf(level);
  const last = u32((end - 1) >> shift);
  let sum: i64 = 0;
  for (let index = u32(start >> shift); index <= last; index++) {
    const base = u64(index) << shift;
    const from = max(start, base) - base;
    const to = min(end - base, u64(1) << shift);
    sum += changeChild(level, node, index, from, to, isSet);
  }
  return sum;
}

function changeChild(level: u32, node: usize, index: u32, from: u64, to: u64, isSet: bool): i64 {
  const slot = childSlot(level, node, index);
  const entry = load<u32>(slot);
  if (entry == (isSet ? FULL : 0)) return 0;
  const old = level == 0 ? load<u32>(partCount(node, index)) : linesOf(slot);
  const whole: u32 = 1 << shiftOf(level);
  let next = entry;
  let count: u32 = isSet ? whole : 0;
  if (from == 0 && to == u64(whole)) {
    freeChild(level, entry, old);
    next = isSet ? FULL : 0;
  } else if (level == 2) {
    next = containerChange(entry, old, u32(from), u32(to), isSet);
    count = newCount();
  } else {
    if (entry <= FULL) next = u32(newNode(level + 1, entry));
    count = u32(i64(old) + changeNode(level + 1, usize(next), from, to, isSet));
    if (count == 0 || count == whole) {
      freeChild(level, next, count);
      next = count == 0 ? 0 : FULL;
    }
  }
  if (next != entry) put32Inline(slot, next);
  if (count != old) {
    if (level == 0) put32Inline(partCount(node, index), count);
    else shiftCounts(node, index, count - old);
  }
  if (level != 0 && (entry == 0) != (next == 0)) {
    put64Inline(node, load<u64>(node) ^ (u64(1) << u64(index)));
  }
  return i64(count) - i64(old);
}

/** Adds `change` to the number of lines before each child behind `index`, and to that of the node. */
function shiftCounts(node: usize, index: u32, change: u32): void {
  touchPage(node);
  const end = childSlot(1, node, 65);
  let at = childSlot(1, node, index + 1);
  const both = i64x2.splat(u64(change) << 32);
  if ((index & 1) != 0) {
    store<u32>(at, load<u32>(at, 4) + change, 4);
    at += 8;
  }
  for (; at < end; at += 16) v128.store(at, i64x2.add(v128.load(at), both));
}

/** A node all of whose children are `entry`: empty or full. */
function newNode(level: u32, entry: u32): usize {
  const node = alloc(NODE_BYTES);
  if (entry == 0) return node;
  put64Inline(node, u64.MAX_VALUE);
  for (let index: u32 = 0; index <= 64; index++) {
    const slot = childSlot(level, node, index);
    store<u32>(slot, index < 64 ? FULL : 0);
    store<u32>(slot, index << shiftOf(level), 4);
  }
  return node;
}

/** Frees what hangs below a child of a node of `level`. */
function freeChild(level: u32, entry: u32, count: u32): void {
  if (entry <= FULL) return;
  if (level == 2) {
    containerFree(entry, count);
    return;
  }
  const node = usize(entry);
  for (let mask = load<u64>(node); mask != 0; mask &= mask - 1) {
    const slot = childSlot(level + 1, node, u32(ctz(mask)));
    freeChild(level + 1, load<u32>(slot), linesOf(slot));
  }
  release(node, NODE_BYTES);
}

/** Packs all containers of all devices into fresh pages. */
function compact(): void {
  const old = poolReopen();
  const nrDevices = pmemCount();
  for (let dev: u32 = 1; dev <= nrDevices; dev++) {
    const root = usize(load<u32>(pmemRecord(dev), P_ROOT));
    if (root == 0) continue;
    for (let index: u32 = 0; index < 1024; index++) moveChild(0, root, index);
  }
  poolClose(old);
}

function moveChild(level: u32, node: usize, index: u32): void {
  const slot = childSlot(level, node, index);
  const entry = load<u32>(slot);
  if (entry <= FULL) return;
  if (level == 2) {
    const moved = containerMove(entry, linesOf(slot));
    if (moved != entry) put32Inline(slot, moved);
    return;
  }
  for (let mask = load<u64>(usize(entry)); mask != 0; mask &= mask - 1) {
    moveChild(level + 1, usize(entry), u32(ctz(mask)));
  }
}
