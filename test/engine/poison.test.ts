import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { openStore, SCRATCH, type Store } from "../support/store.ts";

const store: Store = await openStore();
const DEV = 1;
const SIZE = 1n << 44n;
const NONE = 0xffffffffffffffffn;

/** Sorted, disjoint, non-adjacent runs of lines: the simplest thing that can be right. */
class Lines {
  runs: [start: bigint, end: bigint][] = [];
  change(start: bigint, end: bigint, isPoison: boolean) {
    const kept: [bigint, bigint][] = [];
    for (const [from, to] of this.runs) {
      if (from < start) kept.push([from, to < start ? to : start]);
      if (to > end) kept.push([from > end ? from : end, to]);
    }
    if (isPoison) kept.push([start, end]);
    kept.sort(([a], [b]) => (a < b ? -1 : 1));
    this.runs = [];
    for (const [from, to] of kept) {
      const last = this.runs.at(-1);
      if (last && last[1] === from) last[1] = to;
      else this.runs.push([from, to]);
    }
  }
  count(start: bigint, end: bigint): bigint {
    let sum = 0n;
    for (const [from, to] of this.runs) {
      const low = from > start ? from : start;
      const high = to < end ? to : end;
      if (low < high) sum += high - low;
    }
    return sum;
  }
  list(start: bigint, end: bigint, max: number): number[] {
    const found: number[] = [];
    for (const [from, to] of this.runs) {
      for (let line = from > start ? from : start; line < to && line < end; line++) {
        if (found.length === max) return found;
        found.push(Number(line - start));
      }
    }
    return found;
  }
  next(line: bigint): bigint {
    const run = this.runs.find(([, to]) => to > line);
    if (!run) return NONE;
    return (run[0] > line ? run[0] : line) << 6n;
  }
}

beforeEach(() => {
  store.reset();
  store.pmemCreate(DEV, SIZE);
});

/** Compares every query over `[off, off + len)` with the model. */
function compare(lines: Lines, off: bigint, len: bigint) {
  const start = off >> 6n;
  const end = (off + len + 63n) >> 6n;
  const count = lines.count(start, end);
  expect(store.poisonCount(DEV, off, len)).toBe(count);
  expect(store.poisonAny(DEV, off, len)).toBe(count > 0n ? 1 : 0);
  expect(BigInt.asUintN(64, store.poisonNext(DEV, off))).toBe(lines.next(start));
  if (len > 1n << 38n) return;
  const max = 3000;
  const nr = store.poisonLines(DEV, off, len, SCRATCH, max);
  const listed = [...new Uint32Array(store.memory.buffer, SCRATCH, nr)];
  expect(listed).toEqual(lines.list(start, end, max));
}

describe("poison", () => {
  const KIB = 1024n;
  const MIB = 1n << 20n;
  // Places near borders of lines, containers of 4 MiB and the nodes above them.
  const place = fc.constantFrom(0n, 4n * MIB, 256n * MIB, 1n << 34n, 1n << 40n, SIZE - 16n * MIB);
  const shift = fc.oneof(
    fc.bigInt({ min: 0n, max: 300n }),
    fc.bigInt({ min: 0n, max: 64n * KIB }),
    fc.bigInt({ min: 0n, max: 9n * MIB }),
  );
  const length = fc.oneof(
    fc.bigInt({ min: 1n, max: 200n }),
    fc.bigInt({ min: 1n, max: 64n * KIB }),
    fc.bigInt({ min: 1n, max: 9n * MIB }),
    fc.constantFrom(4n * MIB, 256n * MIB, 1n << 36n, SIZE),
  );
  const action = fc.record({ place, shift, length, kind: fc.nat(9) });

  const clip = (off: bigint, len: bigint): [bigint, bigint] => [off, off + len > SIZE ? SIZE - off : len];

  test("set, clear, any, next and count agree with a list of runs, also after restore", () => {
    fc.assert(
      fc.property(fc.array(action, { minLength: 1, maxLength: 40 }), fc.nat(39), (actions, at) => {
        store.reset();
        store.pmemCreate(DEV, SIZE);
        const lines = new Lines();
        let kept = { mark: 0, runs: lines.runs };
        for (const [i, { place, shift, length, kind }] of actions.entries()) {
          if (i === at) {
            const runs = lines.runs.map(([from, to]): [bigint, bigint] => [from, to]);
            kept = { mark: store.snapshot(), runs };
          }
          const [off, len] = clip(place + shift, length);
          if (kind < 4) store.poisonSet(DEV, off, len);
          else if (kind < 7) store.poisonClear(DEV, off, len);
          if (kind < 7) lines.change(off >> 6n, (off + len + 63n) >> 6n, kind < 4);
          compare(lines, off, len);
        }
        if (kept.mark) {
          store.restore(kept.mark);
          lines.runs = kept.runs;
        }
        for (const { place, shift, length } of actions) compare(lines, ...clip(place + shift, length));
        compare(lines, 0n, SIZE);
      }),
      { numRuns: 150 },
    );
  });

  test("many single lines in one container pass through every shape and back to nothing", () => {
    const lines = new Lines();
    const base = 8n * MIB;
    const order = Array.from({ length: 3000 }, (_, i) => BigInt((i * 40503) % 65536));
    const empty = store.stateHash();
    for (const line of order) {
      store.poisonSet(DEV, base + line * 64n, 64n);
      lines.change((base >> 6n) + line, (base >> 6n) + line + 1n, true);
    }
    for (let off = 0n; off < 4n * MIB; off += 50_000n) compare(lines, base + off, 77_777n);
    expect(store.stateHash()).not.toBe(empty);
    for (const line of order) {
      store.poisonClear(DEV, base + line * 64n, 64n);
      lines.change((base >> 6n) + line, (base >> 6n) + line + 1n, false);
    }
    compare(lines, 0n, SIZE);
    expect(store.stateHash()).toBe(empty);
  });

  test("the hash depends on the lines, not on the order or the size of the ranges", () => {
    const whole = () => store.poisonSet(DEV, 0n, 1n << 23n);
    const pieces = () => {
      for (let i = 127n; i >= 0n; i--) store.poisonSet(DEV, i * 65536n, 65536n);
    };
    const hashOf = (build: () => void) => {
      store.reset();
      store.pmemCreate(DEV, SIZE);
      build();
      return store.stateHash();
    };
    expect(hashOf(pieces)).toBe(hashOf(whole));
    expect(hashOf(() => store.poisonSet(DEV, 64n, 64n))).not.toBe(hashOf(() => store.poisonSet(DEV, 128n, 64n)));
  });

  test("the whole of a 16 TiB device is poisoned and cleared without memory for its lines", () => {
    const before = store.arenaBytes();
    store.poisonSet(DEV, 0n, SIZE);
    expect(store.poisonCount(DEV, 0n, SIZE)).toBe(SIZE / 64n);
    expect(store.arenaBytes() - before).toBeLessThanOrEqual(16384);
    store.poisonClear(DEV, 0n, SIZE);
    expect(store.poisonCount(DEV, 0n, SIZE)).toBe(0n);
  });

  test("a range that touches a line by one byte poisons the line, an empty range nothing", () => {
    store.poisonSet(DEV, 127n, 2n);
    expect(store.poisonCount(DEV, 0n, 4096n)).toBe(2n);
    expect(store.poisonNext(DEV, 0n)).toBe(64n);
    store.poisonSet(DEV, 4096n, 0n);
    store.poisonClear(DEV, 64n, 0n);
    expect(store.poisonCount(DEV, 0n, SIZE)).toBe(2n);
    expect(store.poisonAny(DEV, 64n, 0n)).toBe(0);
  });
});
