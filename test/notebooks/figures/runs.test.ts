/** Clusters of ranges against plain loops over all of them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { runsOf } from "../../../notebooks/figures/runs.ts";

const ranges = fc.array(
  fc.record({ offBytes: fc.integer({ min: 0, max: 5000 }), lenBytes: fc.integer({ min: 1, max: 300 }) }),
  { maxLength: 60 },
);
/** Those that start after all before them have ended, as poison is kept. */
function apartOf(list: readonly { offBytes: number; lenBytes: number }[]) {
  const apart: { offBytes: number; lenBytes: number }[] = [];
  for (const it of [...list].sort((a, b) => a.offBytes - b.offBytes)) {
    const last = apart.at(-1);
    if (!last || it.offBytes >= last.offBytes + last.lenBytes) apart.push(it);
  }
  return apart;
}

const windows = fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 1, max: 3000 }));

describe("runs", () => {
  test("every range that touches the window is in exactly one cluster", () => {
    fc.assert(
      fc.property(ranges, windows, fc.integer({ min: 1, max: 500 }), (list, [from, len], near) => {
        const runs = runsOf(list);
        const clusters = runs.clusters(from, from + len, near);
        for (const it of list) {
          if (it.offBytes >= from + len || it.offBytes + it.lenBytes <= from) continue;
          expect(clusters.some((c) => it.offBytes >= c.fromBytes && it.offBytes <= c.toBytes)).toBe(true);
        }
        for (const [i, c] of clusters.entries())
          if (i > 0) expect(c.first).toBe(clusters[i - 1]!.first + clusters[i - 1]!.count);
      }),
    );
  });

  test("a cluster has no more of them than the window has room for", () => {
    fc.assert(
      fc.property(ranges, windows, fc.integer({ min: 1, max: 500 }), (list, [from, len], near) => {
        const apart = apartOf(list);
        expect(runsOf(apart).clusters(from, from + len, near).length).toBeLessThanOrEqual(Math.ceil(len / near) + 3);
      }),
    );
  });

  test("the bytes within a window are those that a loop counts, where nothing overlaps", () => {
    fc.assert(
      fc.property(ranges, windows, (list, [from, len]) => {
        const apart = apartOf(list);
        const touching = apart.filter((it) => it.offBytes < from + len && it.offBytes + it.lenBytes > from);
        const bytes = touching.reduce(
          (sum, it) => sum + Math.min(it.offBytes + it.lenBytes, from + len) - Math.max(it.offBytes, from),
          0,
        );
        expect(runsOf(apart).within(from, from + len)).toEqual({ count: touching.length, bytes });
      }),
    );
  });

  test("a range that ends where the window starts is not in it, far out on a large device", () => {
    const runs = runsOf([{ offBytes: 2 ** 43, lenBytes: 4096 }]);
    expect(runs.within(2 ** 43 + 4096, 2 ** 43 + 8192).count).toBe(0);
    expect(runs.within(2 ** 43 + 4095, 2 ** 43 + 8192)).toEqual({ count: 1, bytes: 1 });
  });
});
