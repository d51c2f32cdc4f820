/**
 * Sorted u32 keys, and how many of them are not above a given one.
 *
 * The range of the keys is cut into equal parts, about four keys each, and a table says how many keys lie before each
 * part. A question reads one entry of it and then compares sixteen keys at once with SIMD: two places in memory, and few
 * enough instructions that the next question begins while this one waits. Where keys crowd in one part, that part is
 * halved until sixteen are left.
 *
 * The caller gives memory of `ranksBytes(n)`, writes the keys at `ranksKeys(ranks)`, calls `ranksBuild`, and does all of
 * this raw (touched), as ranks are built anew and never changed.
 *
 * **Left out:** keys of 64 bits; callers round them to units.
 */
const HEADER_BYTES: u32 = 16;
/** Keys that one comparison takes; as many stand behind the last one, all above any other. */
const NR_AT_ONCE: u32 = 16;

// Header: number of keys, shift that gives a key's part, number of parts. Then the keys, then the table of parts.
const R_COUNT: usize = 0;
const R_SHIFT: usize = 4;
const R_PARTS: usize = 8;

/** Bytes of `count` keys with their table. */
export function ranksBytes(count: u32): u32 {
  return HEADER_BYTES + ((count + NR_AT_ONCE + (count >> 2) + 2) << 2);
}

/** Where the sorted keys lie. */
// @ts-ignore: decorator
@inline
export function ranksKeys(ranks: usize): usize {
  return ranks + HEADER_BYTES;
}

// @ts-ignore: decorator
@inline
function partSlot(ranks: usize, count: u32, part: u32): usize {
  return ranksKeys(ranks) + (usize(count + NR_AT_ONCE + part) << 2);
}

/** Makes the table for `count` sorted keys. */
export function ranksBuild(ranks: usize, count: u32): void {
  const keys = ranksKeys(ranks);
  memory.fill(keys + (usize(count) << 2), 0xff, usize(NR_AT_ONCE) << 2);
  const last: u32 = count == 0 ? 0 : load<u32>(keys + (usize(count - 1) << 2));
  let shift: u32 = 0;
  while (last >> shift > count >> 2) shift++;
  const parts = (last >> shift) + 1;
  store<u32>(ranks, count, R_COUNT);
  store<u32>(ranks, shift, R_SHIFT);
  store<u32>(ranks, parts, R_PARTS);
  let part: u32 = 0;
  for (let i: u32 = 0; i < count; i++) {
    const own = load<u32>(keys + (usize(i) << 2)) >> shift;
    for (; part <= own; part++) store<u32>(partSlot(ranks, count, part), i);
  }
  for (; part <= parts; part++) store<u32>(partSlot(ranks, count, part), count);
}

/** Number of keys that are not above `key`. */
// @ts-ignore: decorator
@inline
export function rankOf(ranks: usize, key: u32): u32 {
  return rankFrom(ranks, key, rankFloor(ranks, key));
}

/** Where in the keys a comparison of sixteen finds the answer: a rank not above it. */
// @ts-ignore: decorator
@inline
export function rankFloor(ranks: usize, key: u32): u32 {
  const count = load<u32>(ranks, R_COUNT);
  const part = min(key >> load<u32>(ranks, R_SHIFT), load<u32>(ranks, R_PARTS) - 1);
  const slot = partSlot(ranks, count, part);
  const low = load<u32>(slot);
  const rest = load<u32>(slot, 4) - low;
  return rest > NR_AT_ONCE ? narrow(ranks, key, low, rest) : low;
}

/** The number of keys not above `key` from its `rankFloor` on. */
// @ts-ignore: decorator
@inline
export function rankFrom(ranks: usize, key: u32, low: u32): u32 {
  const at = ranksKeys(ranks) + (usize(low) << 2);
  const wanted = i32x4.splat(key);
  const near = i16x8.narrow_i32x4_s(i32x4.le_u(v128.load(at), wanted), i32x4.le_u(v128.load(at, 16), wanted));
  const far = i16x8.narrow_i32x4_s(i32x4.le_u(v128.load(at, 32), wanted), i32x4.le_u(v128.load(at, 48), wanted));
  return min(low + u32(ctz(~i8x16.bitmask(i8x16.narrow_i16x8_s(near, far)))), load<u32>(ranks, R_COUNT));
}

/** Of `rest` keys from number `low` on, the first of the sixteen among which the answer lies. */
function narrow(ranks: usize, key: u32, low: u32, rest: u32): u32 {
  const keys = ranksKeys(ranks);
  while (rest > NR_AT_ONCE) {
    const half = rest >> 1;
    low = select<u32>(low + half, low, load<u32>(keys + (usize(low + half) << 2) - 4) <= key);
    rest -= half;
  }
  return low;
}
