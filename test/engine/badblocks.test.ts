import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { openStore, type Store } from "../support/store.ts";

const store: Store = await openStore();
const DEV = 1;

beforeEach(() => {
  store.reset();
  store.pmemCreate(DEV, 1n << 44n);
});

function entries(): [sector: number, nrSectors: number][] {
  return Array.from({ length: store.badblocksCount(DEV) }, (_, i) => [
    Number(store.badblocksSector(DEV, i)),
    store.badblocksLength(DEV, i),
  ]);
}

function sectors(): Set<number> {
  const set = new Set<number>();
  for (const [sector, nr] of entries()) for (let i = 0; i < nr; i++) set.add(sector + i);
  return set;
}

describe("badblocks", () => {
  test("TV-60: adjacent ranges merge", () => {
    expect(store.badblocksSet(DEV, 100n, 4n)).toBe(1);
    expect(store.badblocksSet(DEV, 104n, 4n)).toBe(1);
    expect(entries()).toEqual([[100, 8]]);
  });

  test("TV-61: one bad MiB takes four entries of 512 sectors", () => {
    expect(store.badblocksSet(DEV, 0n, 2048n)).toBe(1);
    const want = [0, 512, 1024, 1536].map((sector) => [sector, 512]);
    expect(entries()).toEqual(want);
  });

  test("TV-62: clearing the middle splits the entry", () => {
    store.badblocksSet(DEV, 100n, 8n);
    expect(store.badblocksClear(DEV, 102n, 2n)).toBe(1);
    expect(entries()).toEqual([
      [100, 2],
      [104, 4],
    ]);
  });

  test("TV-63: a full table refuses to set, even what would merge, and drops a split", () => {
    store.badblocksSet(DEV, 100n, 8n);
    for (let i = 1n; i < 512n; i++) store.badblocksSet(DEV, 10000n + i * 4n, 1n);
    expect(store.badblocksCount(DEV)).toBe(512);
    const before = entries();
    expect(store.badblocksSet(DEV, 9999n, 1n)).toBe(0);
    expect(store.badblocksSet(DEV, 108n, 1n)).toBe(0);
    expect(store.badblocksClear(DEV, 102n, 2n)).toBe(0);
    expect(entries()).toEqual(before);
    expect(store.badblocksClear(DEV, 100n, 2n)).toBe(1);
    expect(entries()[0]).toEqual([102, 6]);
  });

  test("a range longer than the room left is marked up to where the table became full", () => {
    for (let i = 0n; i < 510n; i++) store.badblocksSet(DEV, 100000n + i * 4n, 1n);
    expect(store.badblocksSet(DEV, 0n, 4096n)).toBe(0);
    expect(entries().slice(0, 2)).toEqual([
      [0, 512],
      [512, 512],
    ]);
  });

  test("every set and clear in a small space leaves exactly the right sectors bad", () => {
    for (let a = 0; a < 7; a++) {
      for (let b = a + 1; b <= 7; b++) {
        for (let c = 0; c < 7; c++) {
          for (let d = c + 1; d <= 7; d++) exhaust(a, b, c, d);
        }
      }
    }
  });

  function exhaust(a: number, b: number, c: number, d: number) {
    for (const second of ["set", "clear"] as const) {
      store.reset();
      store.pmemCreate(DEV, 4096n);
      store.badblocksSet(DEV, BigInt(a), BigInt(b - a));
      const want = new Set(Array.from({ length: b - a }, (_, i) => a + i));
      if (second === "set") store.badblocksSet(DEV, BigInt(c), BigInt(d - c));
      else store.badblocksClear(DEV, BigInt(c), BigInt(d - c));
      for (let i = c; i < d; i++) {
        if (second === "set") want.add(i);
        else want.delete(i);
      }
      expect(sectors()).toEqual(new Set([...want].sort((x, y) => x - y)));
      for (let s = 0; s < 8; s++) {
        const first = [...want].filter((x) => x >= s && x < s + 2).sort((x, y) => x - y)[0];
        expect(store.badblocksCheck(DEV, BigInt(s), 2n)).toBe(BigInt(first ?? -1));
      }
    }
  }

  test("random runs agree with a set of sectors; entries stay sorted, disjoint and short", () => {
    const step = fc.tuple(fc.boolean(), fc.nat(6000), fc.integer({ min: 1, max: 1600 }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        store.reset();
        store.pmemCreate(DEV, 1n << 30n);
        const want = new Set<number>();
        for (const [isSet, sector, nr] of steps) {
          if (isSet) store.badblocksSet(DEV, BigInt(sector), BigInt(nr));
          else store.badblocksClear(DEV, BigInt(sector), BigInt(nr));
          for (let i = 0; i < nr; i++) {
            if (isSet) want.add(sector + i);
            else want.delete(sector + i);
          }
        }
        expect([...sectors()]).toEqual([...want].sort((a, b) => a - b));
        const list = entries();
        for (const [i, [sector, nr]] of list.entries()) {
          expect(nr).toBeLessThanOrEqual(512);
          const next = list[i + 1];
          if (next) expect(sector + nr).toBeLessThanOrEqual(next[0]);
        }
      }),
      { numRuns: 200 },
    );
  });
});
