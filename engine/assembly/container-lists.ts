/**
 * Poisoned lines as a sorted list of u16, at most 2048: one of the shapes of a container (containers.ts).
 *
 * Searches narrow down to 32 elements and compare these at once. Memory up to 64 bytes past a list can be read.
 *
 * **Left out:** nothing of a kernel is modelled here.
 */

/** First of at most 32 elements of a sorted u16 list that are left when those surely below and above `line` are not. */
// @ts-ignore: decorator
@inline
function narrow(list: usize, count: u32, line: u32): u32 {
  let base: u32 = 0;
  for (let rest = count; rest > 32; rest -= rest >> 1) {
    const half = rest >> 1;
    base = select<u32>(base + half, base, u32(load<u16>(list + (usize(base + half - 1) << 1))) < line);
  }
  return base;
}

/** One bit for each lane of two vectors of eight, all ones or all zeroes. */
// @ts-ignore: decorator
@inline
function bitsOf(low: v128, high: v128): u32 {
  return u32(i8x16.bitmask(i8x16.narrow_i16x8_s(low, high)));
}

/** Where the second half of 32 elements lies; if there are no more than 16, the first half does as well. */
// @ts-ignore: decorator
@inline
function upperHalf(at: usize, count: u32): usize {
  return select<usize>(at + 32, at, count > 16);
}

/** Number of elements below `line` in a sorted u16 list. */
export function listRank(list: usize, count: u32, line: u32): u32 {
  const base = narrow(list, count, line);
  const at = list + (usize(base) << 1);
  const upper = upperHalf(at, count - base);
  const wanted = i16x8.splat(u16(line));
  const low = bitsOf(i16x8.ge_u(v128.load(at), wanted), i16x8.ge_u(v128.load(at, 16), wanted));
  const high = bitsOf(i16x8.ge_u(v128.load(upper), wanted), i16x8.ge_u(v128.load(upper, 16), wanted));
  return min<u32>(base + ctz<u32>(low | (high << 16)), count);
}

/** Whether `line` is in a sorted u16 list. */
// @ts-ignore: decorator
@inline
export function listHas(list: usize, count: u32, line: u32): bool {
  const base = narrow(list, count, line);
  const at = list + (usize(base) << 1);
  const upper = upperHalf(at, count - base);
  const wanted = i16x8.splat(u16(line));
  const low = bitsOf(i16x8.eq(v128.load(at), wanted), i16x8.eq(v128.load(at, 16), wanted));
  const high = bitsOf(i16x8.eq(v128.load(upper), wanted), i16x8.eq(v128.load(upper, 16), wanted));
  const equal = low | (high << 16);
  return (u32(equal != 0) & u32(base + ctz<u32>(equal) < count)) != 0;
}

/** Whether a list would be less than half as long as runs. */
export function isRuns(list: usize, count: u32): bool {
  let runs: u32 = 1;
  for (let at = list + 2; at < list + (usize(count) << 1); at += 2) {
    runs += u32(load<u16>(at) != load<u16>(at - 2) + 1);
  }
  return runs * 4 < count;
}

/** memory.copy, without its fixed cost for a handful of lines. */
export function moveLines(to: usize, from: usize, count: u32): void {
  if (count == 0 || to == from) return;
  memory.copy(to, from, usize(count) << 1);
}
