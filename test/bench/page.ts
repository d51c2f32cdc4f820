/**
 * `npm run bench:page`: the built page in a real browser. Medians with spread over rounds, each beside its goal. Times on a busy
 * machine say little; the report names how busy it was.
 *
 *   --rounds N      9
 *   --quick         3 rounds
 *   --runs N        everything N times (1): goals are met when each run meets them
 *   --only TEXT     rows whose name contains TEXT
 *   --json FILE     writes the results there; without it those of all rows go to test/bench/results/page.json
 */
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { findBrowser, openBrowser } from "../support/browsers.ts";
import { serveSite } from "../support/site.ts";
import { type MeasuredPage, pageFailure, pageResult } from "./measure.ts";
import type { PageLab, PageRow } from "./page-rows/lab.ts";
import { PAGE_ROWS } from "./page-rows.ts";
import { serveParts } from "./parts-site.ts";
import { circumstances, RESULTS, writeReport } from "./report.ts";
import { counted, type Run, runs, score } from "./runs.ts";

const { values } = parseArgs({
  options: {
    rounds: { type: "string" },
    quick: { type: "boolean", default: false },
    runs: { type: "string", default: "1" },
    only: { type: "string", default: "" },
    json: { type: "string" },
  },
});
const rounds = counted("rounds", values.rounds ?? (values.quick ? "3" : "9"));
const nrRuns = counted("runs", values.runs);
const rows = PAGE_ROWS.filter((row) => row.name.includes(values.only));
if (rows.length === 0) {
  console.error(`--only: got "${values.only}", expected part of one of ${PAGE_ROWS.map((it) => it.name).join(", ")}`);
  process.exit(2);
}

/** A row that fails does not take the others along. */
async function measured(row: PageRow, lab: PageLab): Promise<MeasuredPage> {
  const values: number[] = [];
  const most = Math.min(rounds, row.mostRounds ?? rounds);
  try {
    for (let i = 0; i < most; i++) values.push(await row.round(lab));
  } catch (error) {
    return pageFailure(row, error instanceof Error ? error.message : String(error));
  }
  return pageResult(row, values);
}

function print({ value, low, high, unit, atMost, isMet, note }: MeasuredPage): void {
  const spread = `${value?.toFixed(1)} ${unit} (${low?.toFixed(1)}–${high?.toFixed(1)})`;
  console.log(`  ${value === null ? note : spread}  goal: at most ${atMost} ${unit}  ${isMet ? "met" : "MISSED"}`);
}

const found = findBrowser("chromium");
if ("missing" in found) throw new Error(`chromium: ${found.missing}`);
const lab: PageLab = { site: await serveSite(), parts: await serveParts(), browser: await openBrowser(found) };

async function once(): Promise<MeasuredPage[]> {
  const results: MeasuredPage[] = [];
  for (const [i, row] of rows.entries()) {
    console.log(`[${i + 1}/${rows.length}] ${row.name}: ${row.means}`);
    const result = await measured(row, lab);
    print(result);
    results.push(result);
  }
  return results;
}

let all: Run<MeasuredPage>[];
try {
  all = await runs(nrRuns, once);
} finally {
  await lab.browser.close();
  await Promise.all([lab.site.stop(), lab.parts.stop()]);
}
console.log(score(all.map((run) => run.rows.map((it) => it.isMet))));

const isWhole = values.only === "" && !values.quick;
const target = values.json ? resolve(values.json) : isWhole ? join(RESULTS, "page.json") : null;
if (target !== null) {
  writeReport(target, { ...circumstances(), browser: `Chromium ${lab.browser.version}`, runs: all });
}
