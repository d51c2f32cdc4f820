/**
 * `npm run bench:page`: the built page in a real browser. Medians with spread over rounds, each beside its goal. Times on a busy
 * machine say little; the report names how busy it was.
 *
 *   --rounds N      9
 *   --quick         3 rounds
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

const { values } = parseArgs({
  options: {
    rounds: { type: "string" },
    quick: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    json: { type: "string" },
  },
});
const rounds = Number(values.rounds ?? (values.quick ? 3 : 9));
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error(`--rounds: got "${values.rounds}", expected a whole number from 1`);
  process.exit(2);
}
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
const results: MeasuredPage[] = [];
try {
  for (const [i, row] of rows.entries()) {
    console.log(`[${i + 1}/${rows.length}] ${row.name}: ${row.means}`);
    const result = await measured(row, lab);
    print(result);
    results.push(result);
  }
} finally {
  await lab.browser.close();
  await Promise.all([lab.site.stop(), lab.parts.stop()]);
}

const isWhole = values.only === "" && !values.quick;
const target = values.json ? resolve(values.json) : isWhole ? join(RESULTS, "page.json") : null;
if (target !== null) {
  const browser = `Chromium ${lab.browser.version}`;
  writeReport(target, { ...circumstances(), browser, rounds, rows: results });
}
