/**
 * Small blocks that grow together, packed: the shapes of poison containers.
 *
 * Random poison makes all containers grow at the same time, so the sizes that they leave behind are
 * of no use to anybody. This pool has pages of its own; its user compacts it when `poolIsWasteful`:
 * it opens a new pool, copies every live block and closes the old one, whose pages become free.
 *
 * Blocks are not zeroed and are written raw: they are touched when given out, and the user touches
 * them again before it changes them later.
 *
 * **Left out:** blocks of 2049 … 4096 bytes are whole pages of the arena and need no packing.
 */
import { PAGE_BYTES, alloc, put32, release, touch } from "./state";
import { rootAt } from "./tables";

const ROOT_SLOT: u32 = 0;
const MAX_BYTES: u32 = 2048;
const LINK_BYTES: u32 = 16;
// Header: page chain, bump, end, live bytes, free bytes, then one free list per 16 bytes of size.
const P_PAGES: usize = 0;
const P_BUMP: usize = 4;
const P_END: usize = 8;
const P_LIVE: usize = 12;
const P_FREE: usize = 16;
const P_LISTS: usize = 32;
const HEADER_BYTES: u32 = 32 + 128 * 4;

function header(): usize {
  const slot = rootAt(ROOT_SLOT);
  if (load<u32>(slot) == 0) put32(slot, u32(alloc(HEADER_BYTES)));
  return usize(load<u32>(slot));
}

/** Bytes that a block for `lenBytes` takes: blocks of equal size may be kept in place. */
export function poolBlockBytes(lenBytes: u32): u32 {
  return lenBytes > MAX_BYTES ? PAGE_BYTES : (lenBytes + 15) & ~15;
}

/** A block of at least `lenBytes`, 16-aligned, with whatever it held before. */
export function poolAlloc(lenBytes: u32): usize {
  if (lenBytes > MAX_BYTES) return alloc(lenBytes);
  const pool = header();
  const blockBytes = poolBlockBytes(lenBytes);
  const list = pool + P_LISTS + (usize((blockBytes >> 4) - 1) << 2);
  put32(pool + P_LIVE, load<u32>(pool, P_LIVE) + blockBytes);
  let block = usize(load<u32>(list));
  if (block != 0) {
    put32(list, load<u32>(block));
    put32(pool + P_FREE, load<u32>(pool, P_FREE) - blockBytes);
  } else {
    block = usize(load<u32>(pool, P_BUMP));
    if (block + blockBytes > usize(load<u32>(pool, P_END))) block = openPage(pool);
    put32(pool + P_BUMP, u32(block) + blockBytes);
  }
  touch(block, blockBytes);
  return block;
}

function openPage(pool: usize): usize {
  const page = alloc(PAGE_BYTES);
  put32(page, load<u32>(pool, P_PAGES));
  put32(pool + P_PAGES, u32(page));
  put32(pool + P_END, u32(page) + PAGE_BYTES);
  return page + LINK_BYTES;
}

/** Gives back what `poolAlloc(lenBytes)` gave. */
export function poolFree(block: usize, lenBytes: u32): void {
  if (lenBytes > MAX_BYTES) {
    release(block, lenBytes);
    return;
  }
  const pool = header();
  const blockBytes = poolBlockBytes(lenBytes);
  const list = pool + P_LISTS + (usize((blockBytes >> 4) - 1) << 2);
  put32(block, load<u32>(list));
  put32(list, u32(block));
  put32(pool + P_LIVE, load<u32>(pool, P_LIVE) - blockBytes);
  put32(pool + P_FREE, load<u32>(pool, P_FREE) + blockBytes);
}

/** More than a fifth of the live bytes is free, and more than a few pages. */
export function poolIsWasteful(): bool {
  const pool = header();
  return load<u32>(pool, P_FREE) > 4 * PAGE_BYTES + load<u32>(pool, P_LIVE) / 5;
}

/** Starts an empty pool and returns the old one, whose blocks can still be read. */
export function poolReopen(): usize {
  const old = header();
  put32(rootAt(ROOT_SLOT), 0);
  return old;
}

/** Frees all pages of an old pool. */
export function poolClose(old: usize): void {
  let page = usize(load<u32>(old, P_PAGES));
  while (page != 0) {
    const next = usize(load<u32>(page));
    release(page, PAGE_BYTES);
    page = next;
  }
  release(old, HEADER_BYTES);
}
