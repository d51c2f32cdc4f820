/**
 * Sets of poisoned lines in 4 MiB of a device: 65536 lines, in the smallest of three shapes.
 *
 * A container is one word: 0 is empty, 1 is full, else the address of a block with the shape in its low bits: a sorted
 * list of u16 (container-lists.ts), runs (container-runs.ts), or 8 KiB of bits (container-bits.ts). The number of lines is
 * kept by the owner. Here is what can be asked; container-change.ts sets and clears.
 *
 * A list has at most 2048 lines and runs at most 1023, so a shape never takes more than 4096 bytes
 * where bits would take 8192, and never more than 4 bytes per line above 1024 lines.
 *
 * **Left out:** nothing of a kernel is modelled here.
 */
import { BITS_BYTES, NR_LINES, bitsList, bitsNext, sumBits, wordAt } from "./container-bits";
import { listHas, listRank } from "./container-lists";
import { findRun, nrRuns, runFirst, runLast, sumRuns } from "./container-runs";

export { NR_LINES } from "./container-bits";

export const FULL: u32 = 1;
export const SHAPE: u32 = 6;
export const LIST: u32 = 0;
export const BITS: u32 = 2;
export const RUNS: u32 = 4;

// @ts-ignore: decorator
@inline
export function blockOf(entry: u32): usize {
  return usize(entry & ~7);
}

/**
 * Number of lines below `line`, of a container that has a block and `count` lines. Bits and runs are summed from the
 * nearer end.
 */
export function containerRank(entry: u32, count: u32, line: u32): u32 {
  const block = blockOf(entry);
  if ((entry & SHAPE) == LIST) return listRank(block, count, line);
  if ((entry & SHAPE) == BITS) {
    const word = wordAt(block, line);
    const inWord = u32(popcnt(load<u64>(word) & ~(u64.MAX_VALUE << u64(line & 63))));
    return inWord + (line < NR_LINES / 2 ? sumBits(block, word) : count - sumBits(word, block + BITS_BYTES));
  }
  const runs = nrRuns(block);
  const run = findRun(block, line);
  const inRun = run < runs && runFirst(block, run) < line ? line - runFirst(block, run) : 0;
  return inRun + (run < runs / 2 ? sumRuns(block, 0, run) : count - sumRuns(block, run, runs));
}

/** First poisoned line at or after `line` of a container that has a block; `NR_LINES`: none. */
export function containerNext(entry: u32, count: u32, line: u32): u32 {
  const block = blockOf(entry);
  if ((entry & SHAPE) == LIST) {
    const rank = listRank(block, count, line);
    return rank == count ? NR_LINES : u32(load<u16>(block + (usize(rank) << 1)));
  }
  if ((entry & SHAPE) == BITS) return bitsNext(block, line);
  const run = findRun(block, line);
  return run == nrRuns(block) ? NR_LINES : max(line, runFirst(block, run));
}

/** Whether `line` of a container that has a block is poisoned. */
export function containerHas(entry: u32, count: u32, line: u32): bool {
  const block = blockOf(entry);
  if ((entry & SHAPE) == LIST) return listHas(block, count, line);
  if ((entry & SHAPE) == BITS) return ((load<u64>(wordAt(block, line)) >> u64(line & 63)) & 1) != 0;
  return containerNext(entry, count, line) == line;
}

/**
 * Writes the lines `[from, to)` of a container that has a block, each plus `shift`, to `dst` and returns
 * the end of what was written, which is at most `limit`.
 */
export function containerList(
  entry: u32, count: u32, from: u32, to: u32, shift: u32, dst: usize, limit: usize,
): usize {
  const block = blockOf(entry);
  if ((entry & SHAPE) == LIST) {
    let at = from == 0 ? block : block + (usize(listRank(block, count, from)) << 1);
    const room = (limit - dst) >> 1;
    let end = block + (usize(count) << 1);
    if (to != NR_LINES) end = block + (usize(listRank(block, count, to)) << 1);
    end = min(end, at + room);
    const shifts = i32x4.splat(shift);
    for (; at + 8 <= end; at += 8, dst += 16) {
      v128.store(dst, i32x4.add(v128.load_ext<u16>(at), shifts));
    }
    for (; at < end; at += 2, dst += 4) store<u32>(dst, u32(load<u16>(at)) + shift);
    return dst;
  }
  if ((entry & SHAPE) == BITS) return bitsList(block, from, to, shift, dst, limit);
  for (let run = findRun(block, from); run < nrRuns(block); run++) {
    const end = min(runLast(block, run) + 1, to);
    let line = max(runFirst(block, run), from);
    if (line >= to) break;
    const last = min(dst + (usize(end - line) << 2), limit);
    let four = i32x4.add(i32x4.splat(line + shift), i32x4(0, 1, 2, 3));
    for (; dst + 16 <= last; dst += 16, line += 4) {
      v128.store(dst, four);
      four = i32x4.add(four, i32x4.splat(4));
    }
    for (; dst < last; dst += 4) store<u32>(dst, line++ + shift);
  }
  return dst;
}
