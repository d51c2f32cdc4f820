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

const machine = { cpu: "Some CPU", cores: 2 };
function write(name: string, runs: object[]): string {
  mkdirSync(join(root, "test/bench/results"), { recursive: true });
  writeFileSync(join(root, `test/bench/results/${name}.json`), JSON.stringify({ machine, date: "2026-01-05", runs }));
  return performancePart({ root });
}

/** One run with a load `ratio` times as long as the peer's. */
const run = (ratio: number) => ({
  load: 0.5,
  rows: [
    {
      ...{ row: "load", means: "One load.", operation: "load", medians: { ours: 20 }, rounds: 9, remarks: [] },
      ratios: [
        { peer: "gcc -O3", ratio, low: ratio - 0.1, high: ratio + 0.1, goal: 1.25 },
        { peer: "plain <JavaScript>", ratio: 0.25, low: 0.2, high: 0.3, goal: 0.5 },
        { peer: "no goal", ratio: 3, low: 3, high: 3, goal: null },
      ],
      limits: [{ what: "one load", value: 20, unit: "ns", atMost: 30 }],
    },
  ],
});

test("a row says peer, ratio, goal and verdict, and the summary counts goals", () => {
  const html = write("engine", [run(1.5)]);
  expect(html).toContain("Some CPU, 2 cores, 2026-01-05; load at the start: 0.5. <strong>2 of 3 goals met.</strong>");
  expect(html).toContain(`1.5× the time <span class="whole">(1.4–1.6)</span>`);
  expect(html).toContain(`4× faster <span class="whole">(3.33–5)</span>`);
  expect(html).toContain("plain &lt;JavaScript&gt;");
  expect(html.match(/<strong>missed<\/strong>/g)).toHaveLength(1);
  expect(html.match(/<td[^>]*>met<\/td>/g)).toHaveLength(2);
  expect(html.match(/Not measured yet/g)).toHaveLength(2);
});

test("of several runs the one in the middle is drawn, and one that misses is enough to miss", () => {
  const html = write("engine", [run(1.5), run(1.1), run(1.2)]);
  expect(html).toContain("<strong>2 of 3 goals met in each of 3 runs.</strong>");
  expect(html).toContain(`1.2× the time <span class="whole">(1.1–1.3)</span>`);
  expect(html).toContain("<strong>missed</strong> in 1 of 3 runs");
  expect(html).toContain('Missed: <a href="#row-load">load</a>.');
});

test("costs that grow faster than they may are missed", () => {
  const row = (exponent: number) => ({
    ...{ row: "rmap-query", means: "Who owns a block.", operation: "query", unit: "ns", atMost: 0.4, exponent },
    points: [
      { size: 1000, cost: 12.34 },
      { size: 10_000, cost: 20 },
    ],
  });
  const html = write("scaling", [
    { load: 0, rows: [row(0.3)] },
    { load: 0, rows: [row(0.5)] },
  ]);
  expect(html).toContain("<strong>0 of 1 goals met in each of 2 runs.</strong>");
  expect(html).toContain("<td>12.3 ns</td><td>20 ns</td><td>0.30<br>0.50</td><td>≤\u00a00.40</td>");
});

test("the exponent is the slope of the largest sizes", () => {
  const points = (cost: (size: number) => number) => [10, 1e3, 1e4, 1e5].map((size) => ({ size, cost: cost(size) }));
  expect(exponentOf(points(() => 7))).toBeCloseTo(0);
  expect(exponentOf(points((size) => 3 * size))).toBeCloseTo(1);
  expect(exponentOf(points((size) => (size === 10 ? 1e6 : Math.sqrt(size))))).toBeCloseTo(0.5);
});
