/**
 * The page "Performance": what `npm run bench`, `npm run bench:page` and `npm run bench -- --scale` wrote, as tables with
 * bars. A bar goes from the middle, which is the peer or the goal, to the left where ours is better; the scale is
 * logarithmic. Where nothing was measured yet, the page says so.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { escapeHtml } from "./html.ts";
import { renderInline } from "./markdown.ts";

const RESULTS = "test/bench/results";

interface Machine {
  cpu: string;
  cores: number;
}
interface Report<Row> {
  machine: Machine;
  versions?: Readonly<Record<string, string>>;
  browser?: string;
  date: string;
  rows: readonly Row[];
}
interface EngineRow {
  row: string;
  means: string;
  operation: string;
  medians: Readonly<Record<string, number>>;
  ratios: readonly { peer: string; ratio: number; low: number; high: number; goal: number | null }[];
  limits: readonly { what: string; value: number; unit: string; atMost: number }[];
  rounds: number;
  remarks: readonly string[];
}
interface PageRow {
  row: string;
  means: string;
  /** Null where it could not be measured. */
  value: number | null;
  low: number | null;
  high: number | null;
  unit: string;
  atMost: number;
  rounds?: number;
  note?: string;
}
interface ScaleRow {
  row: string;
  means: string;
  operation: string;
  points: readonly { size: number; ns: number }[];
  exponent: number;
}

/** One line of a table: ours as a multiple of a peer or of a goal. */
interface Line {
  against: string;
  ours: string;
  /** Below 1 is better. */
  multiple: number;
  /** Where on the same scale the goal lies; null: there is none. */
  goal: number | null;
  goalText: string;
}

function read<Row>(root: string, name: string): Report<Row> | null {
  const path = join(root, RESULTS, `${name}.json`);
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Report<Row>) : null;
}

/** Three digits are what a benchmark is good for. */
function digits(value: number): string {
  const rounded = Number(value.toPrecision(3));
  return rounded.toLocaleString("en", { maximumSignificantDigits: 3 });
}

function timesText(ratio: number): string {
  return ratio <= 1 ? `${digits(1 / ratio)}× faster` : `${digits(ratio)}× the time`;
}

/** The lowest and the highest round, in the words of the median: how many times faster, or how many times the time. */
const spreadText = (ratio: number, low: number, high: number): string =>
  ratio <= 1 ? `${digits(1 / high)}–${digits(1 / low)}` : `${digits(low)}–${digits(high)}`;

// --- bars --------------------------------------------------------------------------------------

const HALF = 60;
/** The bar's ends: 64 times better, 64 times worse. */
const ENDS = 64;

const place = (multiple: number): number =>
  HALF + (HALF * Math.log(Math.min(ENDS, Math.max(1 / ENDS, multiple)))) / Math.log(ENDS);

function bar(multiple: number, goal: number | null): string {
  const [from, to] = [place(1), place(multiple)].sort((a, b) => a - b) as [number, number];
  const isMissed = goal !== null && multiple > goal;
  const mark = goal === null ? "" : `<path d="M${place(goal).toFixed(1)} 0v14" class="goal"/>`;
  return `<svg class="bar${isMissed ? " missed" : ""}" width="${2 * HALF}" height="14" viewBox="0 0 ${2 * HALF} 14" aria-hidden="true"><path d="M0 13.5h${2 * HALF}M${HALF} 0v14" class="axis"/><rect x="${from.toFixed(1)}" y="3" width="${Math.max(1, to - from).toFixed(1)}" height="7"/>${mark}</svg>`;
}

function verdict({ multiple, goal }: Line): string {
  if (goal === null) return "";
  return multiple <= goal ? "met" : "<strong>missed</strong>";
}

function table(lines: readonly Line[]): string {
  const head = ["Against", "Ours", "Goal", "Verdict"].map((it) => `<th scope="col">${it}</th>`).join("");
  const rows = lines.map(
    (it) =>
      `<tr><th scope="row">${escapeHtml(it.against)}</th><td>${escapeHtml(it.ours)}<br>${bar(it.multiple, it.goal)}</td><td>${escapeHtml(it.goalText)}</td><td class="verdict">${verdict(it)}</td></tr>`,
  );
  return `<table class="score"><thead><tr>${head}</tr></thead><tbody>${rows.join("\n")}</tbody></table>`;
}

// --- sections ----------------------------------------------------------------------------------

function engineLines({ ratios, limits }: EngineRow): Line[] {
  return [
    ...ratios.map(
      ({ peer, ratio, low, high, goal }): Line => ({
        against: peer,
        ours: `${timesText(ratio)} (${spreadText(ratio, low, high)})`,
        multiple: ratio,
        goal,
        goalText: goal === null ? "" : timesText(goal),
      }),
    ),
    ...limits.map(
      ({ what, value, unit, atMost }): Line => ({
        against: what,
        ours: `${digits(value)} ${unit}`,
        multiple: value / atMost,
        goal: 1,
        goalText: `at most ${digits(atMost)} ${unit}`,
      }),
    ),
  ];
}

/** What could not be measured is missed: the bar goes to its end. */
function pageLine({ value, low, high, unit, atMost, rounds }: PageRow): Line {
  const spread = low === null || high === null || low === high ? "" : ` (${digits(low)}–${digits(high)})`;
  return {
    against: rounds === 1 ? "once" : rounds === undefined ? "median of rounds" : `median of ${rounds} rounds`,
    ours: value === null ? "not measured" : `${digits(value)} ${unit}${spread}`,
    multiple: value === null ? ENDS : value / atMost,
    goal: 1,
    goalText: `at most ${digits(atMost)} ${unit}`,
  };
}

const remark = (text: string): string => `<p class="also">${escapeHtml(text)}</p>`;

const pageRow = (row: PageRow): string =>
  `${heading(row.row)}<p>${renderInline(row.means)}</p>${table([pageLine(row)])}${row.note === undefined ? "" : remark(row.note)}`;

const heading = (row: string): string => `<h3 id="row-${row}">${escapeHtml(row.replaceAll("-", " "))}</h3>`;

function engineRow(row: EngineRow): string {
  const ours = row.medians.ours ?? 0;
  const absolute = row.ratios.length === 0 ? "" : ` <span class="also">${digits(ours)} ns per ${row.operation}.</span>`;
  const remarks = row.remarks.map(remark).join("");
  return `${heading(row.row)}<p>${renderInline(row.means)}${absolute}</p>${table(engineLines(row))}${remarks}`;
}

function scaleRow(row: ScaleRow): string {
  const cells = row.points.map(({ ns }) => `<td>${digits(ns)} ns</td>`).join("");
  const head = row.points.map(({ size }) => `<th scope="col">${size.toLocaleString("en")}</th>`).join("");
  return `${heading(`scale-${row.row}`)}<p>${renderInline(row.means)}</p><table class="score"><thead><tr><th scope="col">Size</th>${head}<th scope="col">Exponent</th></tr></thead><tbody><tr><th scope="row">per ${escapeHtml(row.operation)}</th>${cells}<td>${row.exponent.toFixed(2)}</td></tr></tbody></table>`;
}

/** Where and with what, and how many goals were met. */
function summary(report: Report<unknown>, lines: readonly Line[]): string {
  const versions = Object.entries(report.versions ?? {}).map(([name, version]) => `${name} ${version}`);
  const where = [report.machine.cpu, `${report.machine.cores} cores`, report.browser, ...versions, report.date];
  const goals = lines.filter((it) => it.goal !== null);
  const met = goals.filter((it) => it.goal !== null && it.multiple <= it.goal).length;
  const score = goals.length === 0 ? "" : ` <strong>${met} of ${goals.length} goals met.</strong>`;
  return `<p>${escapeHtml(where.filter((it) => it !== undefined).join(", "))}.${score}</p>`;
}

/** Links to the rows that miss a goal: what a reader in a hurry wants to know. */
function missed(rows: readonly { name: string; lines: readonly Line[] }[]): string {
  const names = rows.filter(({ lines }) => lines.some((it) => it.goal !== null && it.multiple > it.goal));
  if (names.length === 0) return "";
  const links = names.map(({ name }) => `<a href="#row-${name}">${escapeHtml(name.replaceAll("-", " "))}</a>`);
  return `<p>Missed: ${links.join(", ")}.</p>`;
}

function section(id: string, title: string, command: string, body: string | null): string {
  const rest = body ?? `<p>Not measured yet: <code>${command}</code> writes what would stand here.</p>`;
  return `<h2 id="${id}">${title}</h2>\n${rest}`;
}

export function performancePart({ root }: { root: string }): string {
  const engine = read<EngineRow>(root, "engine");
  const page = read<PageRow>(root, "page");
  const scaling = read<ScaleRow>(root, "scaling");
  return [
    section(
      "engine",
      "The engine beside its peers",
      "npm run bench",
      engine &&
        `${summary(engine, engine.rows.flatMap(engineLines))}${missed(engine.rows.map((it) => ({ name: it.row, lines: engineLines(it) })))}\n${engine.rows.map(engineRow).join("\n")}`,
    ),
    section(
      "page",
      "The page in a browser",
      "npm run bench:page",
      page &&
        `${summary(page, page.rows.map(pageLine))}${missed(page.rows.map((it) => ({ name: it.row, lines: [pageLine(it)] })))}\n${page.rows.map(pageRow).join("\n")}`,
    ),
    section(
      "scaling",
      "How cost grows",
      "npm run bench -- --scale",
      scaling && `${summary(scaling, [])}\n${scaling.rows.map(scaleRow).join("\n")}`,
    ),
  ].join("\n");
}
