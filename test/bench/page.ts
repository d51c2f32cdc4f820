/**
 * `npm run bench:page`: the built page in a real browser. Medians with spread over rounds, each beside its goal. Times on a busy
 * machine say little; the report names how busy it was.
 *
 *   --rounds N      9
 *   --quick         a round, or two where one warms up: whether the rows run, not a measurement
 *   --runs N        everything N times (1): goals are met when each run meets them
 *   --only TEXT     rows whose name contains TEXT
 *   --json FILE     writes the results there; without it those of all rows go to test/bench/results/page.json
 */
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { findBrowser, openBrowser } from "../support/browsers.ts";
import { type Site, serveSite } from "../support/site.ts";
import { type MeasuredPage, pageResult } from "./measure.ts";
import type { PageLab, PageRow } from "./page-rows/lab.ts";
import { PAGE_ROWS } from "./page-rows.ts";
import { roundsOf } from "./page-run.ts";
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
const rounds = counted("rounds", values.rounds ?? (values.quick ? "1" : "9"));
const nrRuns = counted("runs", values.runs);
const rows = PAGE_ROWS.filter((row) => row.name.includes(values.only));
if (rows.length === 0) {
  console.error(`--only: got "${values.only}", expected part of one of ${PAGE_ROWS.map((it) => it.name).join(", ")}`);
  process.exit(2);
}

async function measured(row: PageRow, lab: PageLab): Promise<MeasuredPage> {
  const { values, failures } = await roundsOf(row, rounds, {
    round: () => row.round(lab),
    // A tab that hangs hangs its browser's other tabs along; nothing of it is waited for.
    renew: async () => {
      void lab.browser.close().catch(() => {});
      lab.browser = await open();
    },
    progress: (text) => process.stdout.write(` ${text}`),
  });
  process.stdout.write("\n");
  return pageResult(row, values, failures);
}

function print({ value, low, high, unit, atMost, isMet, note }: MeasuredPage): void {
  const spread = value === null ? "nothing" : `${value.toFixed(1)} ${unit} (${low?.toFixed(1)}–${high?.toFixed(1)})`;
  console.log(`  ${spread}  goal: at most ${atMost} ${unit}  ${isMet ? "met" : "MISSED"}`);
  if (note !== undefined) console.log(`  ${note}`);
}

const found = findBrowser("chromium");
if ("missing" in found) throw new Error(`chromium: ${found.missing}`);
const open = () => openBrowser(found);
let parts: Promise<Site> | null = null;
const partsOnce = (): Promise<Site> => {
  parts ??= serveParts();
  return parts;
};
const lab: PageLab = { site: await serveSite(), parts: partsOnce, browser: await open() };

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
  await lab.site.stop();
}
console.log(score(all.map((run) => run.rows.map((it) => it.isMet))));

const isWhole = values.only === "" && !values.quick;
const target = values.json ? resolve(values.json) : isWhole ? join(RESULTS, "page.json") : null;
if (target !== null) {
  writeReport(target, { ...circumstances(), browser: `Chromium ${lab.browser.version}`, runs: all });
}
// What a page that was given up left open keeps nobody here.
process.exit(0);
