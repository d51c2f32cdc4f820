/**
 * `npm run bench`: the engine beside its peers, in one run on one machine. Prints a ratio, a goal and a verdict per row.
 *
 *   --quick         small inputs and three rounds: does the bench run?
 *   --only TEXT     rows whose name contains TEXT
 *   --rounds N      rounds per row (9)
 *   --runs N        everything N times (1): goals are met when each run meets them
 *   --scale         instead: cost per operation at growing sizes, and its exponent
 *   --class N       instead: a class of N (1000) graded by the command, its speed and its memory
 *   --json FILE     writes the results there; without it those of all rows go to test/bench/results/
 */
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { gradeClass } from "./class.ts";
import { type Measured, measure } from "./measure.ts";
import { circumstances, RESULTS, writeReport } from "./report.ts";
import { ROWS } from "./rows.ts";
import { counted, runs, score } from "./runs.ts";
import { SCALE_ROWS } from "./scale-rows.ts";
import { scale } from "./scaling.ts";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    scale: { type: "boolean", default: false },
    class: { type: "string" },
    only: { type: "string", default: "" },
    rounds: { type: "string" },
    runs: { type: "string", default: "1" },
    json: { type: "string" },
  },
});

const rounds = counted("rounds", values.rounds ?? (values.quick ? "3" : "9"));
const nrRuns = counted("runs", values.runs);
const handIns = counted("class", values.class ?? "1000");
const isWhole = values.only === "" && !values.quick;
const target = (name: string): string | null =>
  values.json ? resolve(values.json) : isWhole ? join(RESULTS, `${name}.json`) : null;

/** Rows that `--only` asks for. */
function chosen<Row extends { name: string }>(all: readonly Row[]): Row[] {
  const rows = all.filter((row) => row.name.includes(values.only));
  if (rows.length > 0) return rows;
  console.error(`--only: got "${values.only}", expected part of one of ${all.map((row) => row.name).join(", ")}`);
  process.exit(2);
}

const times = (ratio: number): string =>
  ratio <= 1 ? `${(1 / ratio).toFixed(2)}× faster than` : `${ratio.toFixed(2)}× the time of`;
const verdict = (isMet: boolean | null): string => (isMet === null ? "" : isMet ? "  met" : "  MISSED");

function print(measured: Measured): void {
  const ours = measured.medians.get("ours") ?? Number.NaN;
  if (measured.ratios.length > 0) {
    console.log(`  ours: ${ours >= 1 ? ours.toFixed(1) : ours.toFixed(3)} ns per ${measured.operation}`);
  }
  for (const { peer, ratio, low, high, goal, isMet } of measured.ratios) {
    const aim = goal === null ? "" : `  goal: ${times(goal)} it or better`;
    console.log(`  ${times(ratio)} ${peer} (${low.toFixed(2)}–${high.toFixed(2)})${aim}${verdict(isMet)}`);
  }
  for (const { what, value, unit, atMost, isMet } of measured.limits) {
    console.log(`  ${what}: ${value.toFixed(2)} ${unit}  goal: at most ${atMost}${verdict(isMet)}`);
  }
  for (const remark of measured.remarks) console.log(`  (${remark})`);
}

async function besides(): Promise<Measured[]> {
  const results: Measured[] = [];
  const rows = chosen(ROWS);
  for (const [i, row] of rows.entries()) {
    console.log(`[${i + 1}/${rows.length}] ${row.name}: ${row.means}`);
    const measured = await measure(row, { quick: values.quick }, rounds);
    print(measured);
    results.push(measured);
  }
  return results;
}

const verdictsOf = (results: readonly Measured[]): boolean[] =>
  results.flatMap((it) => [...it.ratios, ...it.limits]).flatMap(({ isMet }) => (isMet === null ? [] : [isMet]));

async function beside(): Promise<void> {
  const all = await runs(nrRuns, besides);
  const caution = values.quick ? " (quick: sizes are not those of the goals)" : "";
  console.log(`${score(all.map(({ rows }) => verdictsOf(rows)))}${caution}`);
  const path = target("engine");
  if (path === null) return;
  const written = all.map(({ load, rows }) => ({
    load,
    rows: rows.map((it) => ({ ...it, medians: Object.fromEntries(it.medians) })),
  }));
  writeReport(path, { ...circumstances(), quick: values.quick, runs: written });
}

async function scaling(): Promise<void> {
  const [memory] = SCALE_ROWS;
  const rows = [...new Set([...(memory ? [memory] : []), ...chosen(SCALE_ROWS)])];
  const all = await runs(nrRuns, () => scale(rows, { quick: values.quick }));
  console.log(score(all.map((run) => run.rows.flatMap(({ isMet }) => (isMet === null ? [] : [isMet])))));
  const path = target("scaling");
  if (path !== null) writeReport(path, { ...circumstances(), runs: all });
}

async function classroom(): Promise<void> {
  const report = await gradeClass(handIns);
  console.log(`${report.handIns} hand-ins of ${report.exercises} exercises`);
  for (const it of report.runs) {
    const { way, seconds, exercisesPerSecond, exercisesPerSecondOfTwoCores, mostMiB, grownMiB } = it;
    const busy = `${exercisesPerSecondOfTwoCores.toFixed(0)} a second of two cores' time`;
    const memory = `at most ${mostMiB.toFixed(0)} MiB, grown by ${grownMiB.toFixed(0)}`;
    console.log(
      `  ${way}: ${seconds.toFixed(1)} s, ${exercisesPerSecond.toFixed(0)} exercises a second (${busy}), ${memory}`,
    );
  }
  for (const { what, value, atLeast, atMost, isMet } of report.goals) {
    const aim = atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`;
    console.log(`  ${what}: ${value.toFixed(0)}  goal: ${aim}${verdict(isMet)}`);
  }
  const path = target("class");
  if (path !== null) writeReport(path, { ...circumstances(), ...report });
}

await (values.class !== undefined ? classroom() : values.scale ? scaling() : beside());
