import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { openStore, type Store } from "../support/store.ts";

const store: Store = await openStore();

beforeEach(() => store.reset());

function lookup(map: number, sector: bigint): { start: bigint; id: number } | undefined {
  const position = store.segmentsFind(map, sector);
  const id = position === 0 ? 0 : store.segmentId(map, position);
  expect(store.segmentsIdAt(map, sector)).toBe(id);
  if (position === 0) return undefined;
  return { start: store.segmentStart(map, position), id };
}

describe("segments", () => {
  test("every sector finds the last segment that starts at or before it", () => {
    const starts = fc.uniqueArray(fc.bigInt({ min: 0n, max: 60n }), { maxLength: 40 });
    fc.assert(
      fc.property(starts, fc.array(fc.nat(39)), (list, removals) => {
        store.reset();
        const map = store.segmentsCreate();
        const model = new Map<bigint, number>();
        for (const [i, start] of list.entries()) {
          expect(store.segmentsAdd(map, start, i + 1)).toBe(1);
          expect(store.segmentsAdd(map, start, 99)).toBe(0);
          model.set(start, i + 1);
        }
        for (const index of removals) {
          const start = list[index] ?? 1000n;
          expect(store.segmentsRemove(map, start)).toBe(model.delete(start) ? 1 : 0);
        }
        expect(store.segmentsCount(map)).toBe(model.size);
        for (let sector = 0n; sector < 64n; sector++) {
          const best = [...model.keys()].filter((s) => s <= sector).sort((a, b) => Number(b - a))[0];
          const want = best === undefined ? undefined : { start: best, id: model.get(best) };
          expect(lookup(map, sector)).toEqual(want);
        }
      }),
      { numRuns: 80 },
    );
  });

  test("20000 targets over 16 TiB in scattered order find their sectors, before and after restore", () => {
    const map = store.segmentsCreate();
    const step = 1_717_987n;
    const startOf = (k: bigint) => k * step + (k % 5n);
    const order = Array.from({ length: 20000 }, (_, i) => BigInt((i * 7919) % 20000));
    for (const k of order) store.segmentsAdd(map, startOf(k), Number(k) + 1);
    const check = () => {
      for (let k = 0n; k < 20000n; k += 37n) {
        const want = { start: startOf(k), id: Number(k) + 1 };
        expect(lookup(map, startOf(k))).toEqual(want);
        expect(lookup(map, startOf(k + 1n) - 1n)).toEqual(want);
      }
      expect(lookup(map, 1n << 35n)?.id).toBe(20000);
    };
    check();
    const mark = store.snapshot();
    for (let k = 0n; k < 20000n; k += 2n) store.segmentsRemove(map, startOf(k));
    expect(lookup(map, startOf(4n))?.id).toBe(4);
    store.restore(mark);
    check();
  });

  test("starts beyond 16 TiB and hundreds of starts in one unit of the tree are found", () => {
    const map = store.segmentsCreate();
    const starts = Array.from({ length: 600 }, (_, i) => (1n << 44n) + BigInt(i));
    for (const [i, start] of [0n, 1n << 36n, ...starts].entries()) store.segmentsAdd(map, start, i + 1);
    for (let round = 0; round < 20; round++) lookup(map, 5n);
    for (const [i, start] of starts.entries()) expect(lookup(map, start)).toEqual({ start, id: i + 3 });
    expect(lookup(map, (1n << 44n) - 1n)?.id).toBe(2);
    expect(lookup(map, 0xffff_ffff_ffff_fff0n)?.id).toBe(602);
  });

  test("several maps do not disturb each other; id 0 is refused in words", () => {
    const [a, b] = [store.segmentsCreate(), store.segmentsCreate()];
    store.segmentsAdd(a, 0n, 1);
    store.segmentsAdd(b, 8n, 2);
    expect(lookup(a, 9n)?.id).toBe(1);
    expect(lookup(b, 7n)).toBeUndefined();
    expect(() => store.segmentsAdd(a, 1n, 0)).toThrow("id 0 means none");
  });
});
