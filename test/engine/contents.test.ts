import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { type Contents, openContents } from "../support/contents.ts";

const store: Contents = await openContents();
const NO_INDEX = 2n ** 64n - 1n;
const NO_BLOCK = 2 ** 32 - 1;

beforeEach(() => store.reset());

/** As unsigned: wasm hands out i32 and i64. */
const u32 = (value: number) => value >>> 0;
const u64 = (value: bigint) => BigInt.asUintN(64, value);

describe("a sparse array", () => {
  const indexes = fc.oneof(fc.nat(200), fc.integer({ min: 0, max: NO_BLOCK }));
  const writes = fc.array(fc.tuple(indexes, fc.bigInt({ min: 0n, max: 5n })), { maxLength: 60 });

  test("holds what was set last, counts it and walks it in order", () => {
    fc.assert(
      fc.property(writes, (list) => {
        store.reset();
        const array = store.sparseCreate();
        const model = new Map<number, bigint>();
        for (const [index, value] of list) {
          store.sparseSet(array, index, value);
          if (value === 0n) model.delete(index);
          else model.set(index, value);
        }
        const walked: [number, bigint][] = [];
        for (let at = u64(store.sparseNext(array, 0n)); at !== NO_INDEX; ) {
          walked.push([Number(at), store.sparseGet(array, Number(at))]);
          at = u64(store.sparseNext(array, at + 1n));
        }
        expect(walked).toEqual([...model].sort((a, b) => a[0] - b[0]));
        expect(store.sparseCount(array)).toBe(model.size);
      }),
    );
  });

  test("hashes by content: a removed value leaves no trace", () => {
    const array = store.sparseCreate();
    store.sparseSet(array, 7, 1n);
    const before = store.sparseDigest(1n);
    store.sparseSet(array, 1 << 20, 9n);
    expect(store.sparseDigest(1n)).not.toBe(before);
    store.sparseSet(array, 1 << 20, 0n);
    expect(store.sparseDigest(1n)).toBe(before);
  });

  test("that is released comes back empty under the same id", () => {
    const array = store.sparseCreate();
    store.sparseSet(array, 123456, 5n);
    store.sparseRelease(array);
    expect(store.sparseCreate()).toBe(array);
    expect(store.sparseCount(array)).toBe(0);
    expect(u64(store.sparseNext(array, 0n))).toBe(NO_INDEX);
  });

  test("goes back with a snapshot", () => {
    const array = store.sparseCreate();
    store.sparseSet(array, 1, 1n);
    const mark = store.snapshot();
    store.sparseSet(array, 1, 2n);
    store.sparseSet(array, 100000, 3n);
    store.restore(mark);
    expect(store.sparseGet(array, 1)).toBe(1n);
    expect(store.sparseGet(array, 100000)).toBe(0n);
  });
});

describe("a lookup", () => {
  test("answers as a map does, through growth and removal", () => {
    const keys = fc.bigInt({ min: 0n, max: 40n }).map((k) => k * 0x1_0000_0001n);
    const writes = fc.array(fc.tuple(keys, fc.nat(3)), { maxLength: 200 });
    fc.assert(
      fc.property(writes, (list) => {
        store.reset();
        const lookup = store.lookupCreate();
        const model = new Map<bigint, number>();
        for (const [key, value] of list) {
          store.lookupSet(lookup, key, value);
          model.set(key, value);
        }
        for (const [key, value] of model) expect(store.lookupGet(lookup, key)).toBe(value);
        expect(store.lookupGet(lookup, 41n)).toBe(0);
      }),
    );
  });
});

describe("a set of spans", () => {
  const change = fc.tuple(fc.boolean(), fc.nat(60), fc.nat(12));

  function spans(set: number): [number, number][] {
    return Array.from({ length: store.spansCount(set) }, (_, i) => [store.spanStart(set, i), store.spanEnd(set, i)]);
  }

  function play(list: [boolean, number, number][]): { set: number; model: Set<number> } {
    store.reset();
    const set = store.spansCreate();
    const model = new Set<number>();
    for (const [isAdd, start, len] of list) {
      if (isAdd) store.spansAdd(set, start, start + len);
      else store.spansTake(set, start, start + len);
      for (let b = start; b < start + len; b++) {
        if (isAdd) model.add(b);
        else model.delete(b);
      }
    }
    return { set, model };
  }

  test("is sorted, disjoint, never touching, and has exactly the blocks of the model", () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (list) => {
        const { set, model } = play(list);
        const got = spans(set);
        const blocks = got.flatMap(([s, e]) => Array.from({ length: e - s }, (_, i) => s + i));
        expect(blocks).toEqual([...model].sort((a, b) => a - b));
        for (let i = 1; i < got.length; i++) expect(got[i]?.[0]).toBeGreaterThan(got[i - 1]?.[1] ?? 0);
      }),
    );
  });

  test("finds the first place that fits, aligned", () => {
    const ask = fc.tuple(fc.nat(70), fc.integer({ min: 1, max: 8 }), fc.constantFrom(1, 2, 8));
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), ask, (list, [goal, len, align]) => {
        const { set, model } = play(list);
        let want = NO_BLOCK;
        for (let b = Math.ceil(goal / align) * align; b < 100 && want === NO_BLOCK; b += align) {
          if (Array.from({ length: len }, (_, i) => model.has(b + i)).every(Boolean)) want = b;
        }
        expect(u32(store.spansFit(set, goal, len, align))).toBe(want);
      }),
    );
  });
});

describe("a list of runs", () => {
  test("maps every file block as a model does, and joins what continues", () => {
    const put = fc.tuple(fc.nat(30), fc.integer({ min: 1, max: 8 }), fc.nat(50), fc.nat(1));
    fc.assert(
      fc.property(fc.array(put, { maxLength: 20 }), (list) => {
        store.reset();
        const runs = store.runsCreate();
        const model = new Map<number, string>();
        for (const [file, len, dev, flags] of list) {
          store.runsCut(runs, BigInt(file), BigInt(file + len));
          store.runsPut(runs, BigInt(file), BigInt(dev), len, flags);
          for (let i = 0; i < len; i++) model.set(file + i, `${dev + i}/${flags}`);
        }
        const got = new Map<number, string>();
        for (let i = 0; i < store.runsCount(runs); i++) {
          const [file, dev] = [Number(store.runFileBlock(runs, i)), Number(store.runDevBlock(runs, i))];
          for (let b = 0; b < store.runBlocks(runs, i); b++) {
            got.set(file + b, `${dev + b}/${store.runFlags(runs, i)}`);
          }
        }
        expect([...got]).toEqual([...model].sort((a, b) => a[0] - b[0]));
        for (let file = 0; file < 45; file++) {
          const at = u32(store.runsFind(runs, BigInt(file)));
          expect(at === NO_BLOCK).toBe(!model.has(file));
        }
      }),
    );
  });
});
