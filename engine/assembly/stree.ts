/**
 * A static search tree over sorted u32 keys: nodes of 16 keys, 17 children, compared with SIMD.
 *
 * The keys lie in order at the bottom, padded to whole nodes with u32.MAX; above each level lies one
 * that is 17 times shorter. A lookup touches one cache line per level: five for 10^6 keys.
 *
 * The caller gives memory of `streeBytes(n)`, writes the keys at `streeKeys(tree)`, calls
 * `streeBuild`, and does all of this raw (touched), as the tree is rebuilt and never changed.
 *
 * **Left out:** keys of 64 bits; callers round them down to 4 KiB units.
 */
const HEADER_BYTES: u32 = 64;
const MAX_LEVELS: u32 = 8;

// Header: number of keys, levels, then the byte offset of each level from the top down.
const S_COUNT: usize = 0;
const S_LEVELS: usize = 4;
const S_OFFSETS: usize = 8;

function nodesOf(keys: u32): u32 {
  return (keys + 15) >> 4;
}

/** Bytes of a tree of `count` keys; below 2^28 keys. */
export function streeBytes(count: u32): u32 {
  let nodes = max<u32>(1, nodesOf(count));
  let sum = nodes;
  while (nodes > 1) {
    nodes = (nodes + 16) / 17;
    sum += nodes;
  }
  return HEADER_BYTES + (sum << 6);
}

/** Where the sorted keys of the tree lie. */
export function streeKeys(tree: usize): usize {
  return tree + HEADER_BYTES;
}

/** Builds the levels above `count` sorted keys. */
export function streeBuild(tree: usize, count: u32): void {
  const keys = streeKeys(tree);
  let nodes = max<u32>(1, nodesOf(count));
  memory.fill(keys + (usize(count) << 2), 0xff, usize((nodes << 4) - count) << 2);
  store<u32>(tree, count, S_COUNT);
  const leaves = nodes;
  let levels: u32 = 1;
  let at = keys;
  let reach: u32 = 1;
  store<u32>(tree, HEADER_BYTES, S_OFFSETS + 4 * (MAX_LEVELS - 1));
  while (nodes > 1) {
    at += usize(nodes) << 6;
    const below = nodes;
    nodes = (below + 16) / 17;
    for (let slot: u32 = 0; slot < nodes << 4; slot++) {
      const child = (slot >> 4) * 17 + (slot & 15) + 1;
      const leaf = child * reach;
      const key = child < below && leaf < leaves ? load<u32>(keys + (usize(leaf) << 6)) : u32.MAX_VALUE;
      store<u32>(at + (usize(slot) << 2), key);
    }
    reach *= 17;
    levels++;
    store<u32>(tree + (usize(MAX_LEVELS - levels) << 2), u32(at - tree), S_OFFSETS);
  }
  store<u32>(tree, levels, S_LEVELS);
}

/** Of the node's 16 keys, how many are not above the wanted one. */
// @ts-ignore: decorator
@inline
function keysBelow(at: usize, wanted: v128): u32 {
  const low = i16x8.narrow_i32x4_s(i32x4.le_u(v128.load(at), wanted), i32x4.le_u(v128.load(at, 16), wanted));
  const high = i16x8.narrow_i32x4_s(
    i32x4.le_u(v128.load(at, 32), wanted),
    i32x4.le_u(v128.load(at, 48), wanted),
  );
  return u32(ctz(~i8x16.bitmask(i8x16.narrow_i16x8_s(low, high))));
}

const OFFSETS_END: usize = S_OFFSETS + (usize(MAX_LEVELS) << 2);

/** Number of keys that are not above `key`. */
export function streeRank(tree: usize, key: u32): u32 {
  const wanted = i32x4.splat(key);
  const end = tree + OFFSETS_END;
  let node: u32 = 0;
  let level = end - (usize(load<u32>(tree, S_LEVELS)) << 2);
  while (true) {
    const at = tree + usize(load<u32>(level)) + (usize(node) << 6);
    const below = keysBelow(at, wanted);
    level += 4;
    if (level == end) return min((node << 4) + below, load<u32>(tree, S_COUNT));
    node = node * 17 + below;
  }
}

/**
 * The ranks of `n` keys at `keys`, written to `ranks`. All go down one level before any goes down the next: memory
 * answers many at once.
 */
export function streeRanks(tree: usize, keys: usize, n: u32, ranks: usize): void {
  const end = tree + OFFSETS_END;
  const lenBytes = usize(n) << 2;
  memory.fill(ranks, 0, lenBytes);
  for (let level = end - (usize(load<u32>(tree, S_LEVELS)) << 2); level + 4 < end; level += 4) {
    const base = tree + usize(load<u32>(level));
    for (let at: usize = 0; at < lenBytes; at += 4) {
      const node = load<u32>(ranks + at);
      const below = keysBelow(base + (usize(node) << 6), i32x4.splat(load<u32>(keys + at)));
      store<u32>(ranks + at, node * 17 + below);
    }
  }
  const base = tree + usize(load<u32>(end - 4));
  const count = load<u32>(tree, S_COUNT);
  for (let at: usize = 0; at < lenBytes; at += 4) {
    const node = load<u32>(ranks + at);
    const below = keysBelow(base + (usize(node) << 6), i32x4.splat(load<u32>(keys + at)));
    store<u32>(ranks + at, min((node << 4) + below, count));
  }
}
