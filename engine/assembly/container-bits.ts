/**
 * Poisoned lines as 8 KiB of bits: one of the shapes of a container (containers.ts), and what one shape is turned into
 * another by.
 *
 * **Left out:** nothing of a kernel is modelled here.
 */

/** Lines of a container. */
export const NR_LINES: u32 = 65536;
export const BITS_BYTES: u32 = 8192;

// @ts-ignore: decorator
@inline
export function wordAt(block: usize, line: u32): usize {
  return block + (usize(line >> 6) << 3);
}

/** Mask of the bits of the word of `first` that lie in `[first, end)`. */
function wordMask(first: u32, end: u32): u64 {
  const low = u64.MAX_VALUE << u64(first & 63);
  const left = (first & ~63) + 64 - min<u32>(end, (first & ~63) + 64);
  return low & (u64.MAX_VALUE >> u64(left));
}

export function sumBits(at: usize, end: usize): u32 {
  let sum: u64 = 0;
  for (; at < end; at += 8) sum += popcnt(load<u64>(at));
  return u32(sum);
}

export function bitsNext(block: usize, line: u32): u32 {
  if (line >= NR_LINES) return NR_LINES;
  let word = load<u64>(wordAt(block, line)) & (u64.MAX_VALUE << u64(line & 63));
  while (word == 0) {
    line = (line & ~63) + 64;
    if (line == NR_LINES) return NR_LINES;
    word = load<u64>(wordAt(block, line));
  }
  return (line & ~63) + u32(ctz(word));
}

/** Sets or clears `[first, end)` in raw bits and returns how many changed. */
export function bitsChange(block: usize, first: u32, end: u32, isSet: bool): u32 {
  let changed: u32 = 0;
  while (first < end) {
    const at = wordAt(block, first);
    const mask = wordMask(first, end);
    const old = load<u64>(at);
    const next = isSet ? old | mask : old & ~mask;
    changed += u32(popcnt(old ^ next));
    store<u64>(at, next);
    first = (first & ~63) + 64;
  }
  return changed;
}

export function bitsList(block: usize, from: u32, to: u32, shift: u32, dst: usize, limit: usize): usize {
  while (from < to && dst < limit) {
    let word = load<u64>(wordAt(block, from)) & wordMask(from, to);
    const base = (from & ~63) + shift;
    for (; word != 0 && dst < limit; word &= word - 1, dst += 4) store<u32>(dst, base + u32(ctz(word)));
    from = (from & ~63) + 64;
  }
  return dst;
}

export function countRuns(block: usize): u32 {
  let runs: u32 = 0;
  let carry: u64 = 0;
  for (let at = block; at < block + BITS_BYTES; at += 8) {
    const word = load<u64>(at);
    runs += u32(popcnt(word & ~((word << 1) | carry)));
    carry = word >> 63;
  }
  return runs;
}
