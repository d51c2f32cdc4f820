/** The page of measurements, drawn from what benchmarks write. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { performancePart } from "../../../notebooks/build/performance.ts";
import { exponentOf } from "../../bench/scaling.ts";

const root = mkdtempSync(join(tmpdir(), "results-"));
afterAll(() => rmSync(root, { recursive: true }));

test("without results the page says how to get them", () => {
  const html = performancePart({ root });
  expect(html.match(/Not measured yet/g)).toHaveLength(3);
  expect(html).toContain("<code>npm run bench:page</code>");
});

test("a row says peer, ratio, goal and verdict, and the summary counts goals", () => {
  const rows = [
    {
      ...{ row: "load", means: "One load.", operation: "load", medians: { ours: 20 }, rounds: 9, remarks: [] },
      ratios: [
        { peer: "gcc -O3", ratio: 1.5, low: 1.4, high: 1.6, goal: 1.25 },
        { peer: "plain <JavaScript>", ratio: 0.25, low: 0.2, high: 0.3, goal: 0.5 },
        { peer: "no goal", ratio: 3, low: 3, high: 3, goal: null },
      ],
      limits: [{ what: "one load", value: 20, unit: "ns", atMost: 30 }],
    },
  ];
  mkdirSync(join(root, "test/bench/results"), { recursive: true });
  const machine = { cpu: "Some CPU", cores: 2 };
  writeFileSync(join(root, "test/bench/results/engine.json"), JSON.stringify({ machine, date: "2026-01-05", rows }));
  const html = performancePart({ root });
  expect(html).toContain("Some CPU, 2 cores, 2026-01-05. <strong>2 of 3 goals met.</strong>");
  expect(html).toContain("1.5× the time (1.4–1.6)");
  expect(html).toContain("4× faster (3.33–5)");
  expect(html).toContain("plain &lt;JavaScript&gt;");
  expect(html.match(/<strong>missed<\/strong>/g)).toHaveLength(1);
  expect(html.match(/<td[^>]*>met<\/td>/g)).toHaveLength(2);
  expect(html.match(/Not measured yet/g)).toHaveLength(2);
});

test("the exponent is the slope of the largest sizes", () => {
  const points = (cost: (size: number) => number) => [10, 1e3, 1e4, 1e5].map((size) => ({ size, ns: cost(size) }));
  expect(exponentOf(points(() => 7))).toBeCloseTo(0);
  expect(exponentOf(points((size) => 3 * size))).toBeCloseTo(1);
  expect(exponentOf(points((size) => (size === 10 ? 1e6 : Math.sqrt(size))))).toBeCloseTo(0.5);
});
