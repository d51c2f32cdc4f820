/**
 * Very many ranges of one space, and those of them that a window shows.
 *
 * Built once per machine (sorted typed arrays), asked on every frame: the cost of a frame follows the pixels, not the
 * number of ranges, so that a device of 16 TiB with a million poisoned lines zooms as smoothly as an empty one.
 */
export interface Run {
  offBytes: number;
  lenBytes: number;
}

/** Ranges that lie so close together that they are one mark. */
export interface Cluster {
  fromBytes: number;
  toBytes: number;
  count: number;
  /** Index of the first range, in the order of `items`. */
  first: number;
  coveredBytes: number;
}

export interface Runs<T> {
  readonly count: number;
  item(index: number): T;
  /** Marks in a window, in order; ranges closer than `nearBytes` share one. */
  clusters(fromBytes: number, toBytes: number, nearBytes: number): Cluster[];
  /** Ranges that touch the window, and how many bytes of the window they cover (overlaps count twice). */
  within(fromBytes: number, toBytes: number): { count: number; bytes: number };
}

/** First index from `from` on whose value passes; the array grows, so that all after it pass too. */
function firstFrom(values: Float64Array, from: number, passes: (value: number) => boolean): number {
  // The next mark is near: steps that double find it sooner than halving the whole array, and stay in the cache.
  let low = from;
  let stride = 1;
  while (low + stride <= values.length && !passes(values[low + stride - 1]!)) {
    low += stride;
    stride *= 2;
  }
  let high = Math.min(values.length, low + stride - 1);
  while (low < high) {
    const mid = (low + high) >>> 1;
    if (passes(values[mid]!)) high = mid;
    else low = mid + 1;
  }
  return low;
}

const lowerBound = (values: Float64Array, value: number, from = 0): number =>
  firstFrom(values, from, (it) => it >= value);
const upperBound = (values: Float64Array, value: number, from = 0): number =>
  firstFrom(values, from, (it) => it > value);

export function runsOf<T extends Run>(given: readonly T[]): Runs<T> {
  let isSorted = true;
  for (let i = 1; i < given.length && isSorted; i++) isSorted = given[i - 1]!.offBytes <= given[i]!.offBytes;
  const items = isSorted ? given : [...given].sort((a, b) => a.offBytes - b.offBytes);
  const n = items.length;
  const starts = new Float64Array(n);
  /** Highest end so far: grows even where ranges overlap. */
  const ends = new Float64Array(n);
  const sums = new Float64Array(n + 1);
  for (let i = 0; i < n; i++) {
    const { offBytes, lenBytes } = items[i]!;
    starts[i] = offBytes;
    ends[i] = Math.max(i > 0 ? ends[i - 1]! : 0, offBytes + lenBytes);
    sums[i + 1] = sums[i]! + lenBytes;
  }
  const firstIn = (fromBytes: number) => upperBound(ends, fromBytes);
  return {
    count: n,
    item: (index) => items[index]!,
    clusters(fromBytes, toBytes, nearBytes) {
      const found: Cluster[] = [];
      let i = firstIn(fromBytes);
      const stop = lowerBound(starts, toBytes, i);
      while (i < stop) {
        // A range that is wide enough is a mark of its own; the ends grow, so both bounds are searched.
        const limit = starts[i]! + nearBytes;
        const isWide = ends[i]! - starts[i]! >= nearBytes;
        const near = Math.min(lowerBound(starts, limit, i), lowerBound(ends, limit + nearBytes, i));
        const next = isWide ? i + 1 : Math.min(stop, Math.max(i + 1, near));
        const end = ends[next - 1]!;
        found.push({
          fromBytes: starts[i]!,
          toBytes: end,
          count: next - i,
          first: i,
          coveredBytes: sums[next]! - sums[i]!,
        });
        i = next;
      }
      return found;
    },
    within(fromBytes, toBytes) {
      const i = firstIn(fromBytes);
      const stop = Math.max(i, lowerBound(starts, toBytes, i));
      if (stop === i) return { count: 0, bytes: 0 };
      const before = Math.max(0, fromBytes - starts[i]!);
      const after = Math.max(0, ends[stop - 1]! - toBytes);
      return { count: stop - i, bytes: Math.max(0, sums[stop]! - sums[i]! - before - after) };
    },
  };
}
