/**
 * Poisoned lines as runs, at most 1023: one of the shapes of a container (containers.ts). A block has the number of
 * runs as u32, then first and last line of each, u16, ascending; between two runs there is a line that is not poisoned.
 *
 * **Left out:** nothing of a kernel is modelled here.
 */
import { poolAlloc, poolBlockBytes, poolFree } from "./pool";
import { touch } from "./state";

export function nrRuns(block: usize): u32 {
  return load<u32>(block);
}

export function runFirst(block: usize, run: u32): u32 {
  return load<u16>(block + (usize(run) << 2), 4);
}

export function runLast(block: usize, run: u32): u32 {
  return load<u16>(block + (usize(run) << 2), 6);
}

export function runsBytes(count: u32): u32 {
  return 4 + (count << 2);
}

/** Index of the first run that ends at or after `line`. */
export function findRun(block: usize, line: u32): u32 {
  let low: u32 = 0;
  let high = nrRuns(block);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (runLast(block, middle) < line) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function sumRuns(block: usize, run: u32, end: u32): u32 {
  let sum = end - run;
  for (; run < end; run++) {
    const both = load<u32>(block + (usize(run) << 2), 4);
    sum += (both >> 16) - (both & 0xffff);
  }
  return sum;
}

export function putRun(block: usize, run: u32, first: u32, last: u32): void {
  store<u16>(block + (usize(run) << 2), first, 4);
  store<u16>(block + (usize(run) << 2), last, 6);
}

/** Replaces runs `[low, high)` by `fresh` unset ones, in a block of the right size. */
export function runsSplice(old: usize, low: u32, high: u32, fresh: u32): usize {
  const runs = nrRuns(old);
  const next = runs - (high - low) + fresh;
  const isSameSize = poolBlockBytes(runsBytes(next)) == poolBlockBytes(runsBytes(runs));
  let block = old;
  if (isSameSize) touch(old, runsBytes(next));
  else {
    block = poolAlloc(runsBytes(next));
    memory.copy(block, old, runsBytes(low));
  }
  if (high < runs && (block != old || low + fresh != high)) {
    memory.copy(block + runsBytes(low + fresh), old + runsBytes(high), usize(runs - high) << 2);
  }
  if (block != old) poolFree(old, runsBytes(runs));
  store<u32>(block, next);
  return block;
}
