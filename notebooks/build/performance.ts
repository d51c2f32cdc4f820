/**
 * The page "Performance": what `npm run bench`, `npm run bench:page` and `npm run bench -- --scale` wrote, as tables with
 * bars. A bar goes from the middle, which is the peer or the goal, to the left where ours is better; the scale is
 * logarithmic. Where nothing was measured yet, the page says so.
 */
import { escapeHtml } from "./html.ts";
import { renderInline } from "./markdown.ts";
import {
  type Drawn,
  digits,
  drawnRows,
  ENDS,
  type EngineRow,
  engineLines,
  type Judged,
  type PageRow,
  pageLines,
  type Report,
  readReport,
  type ScaleRow,
} from "./performance-lines.ts";

const HALF = 60;

const place = (multiple: number): number =>
  HALF + (HALF * Math.log(Math.min(ENDS, Math.max(1 / ENDS, multiple)))) / Math.log(ENDS);

function bar({ multiple, goal, nrMet, nrRuns }: Judged): string {
  const [from, to] = [place(1), place(multiple)].sort((a, b) => a - b) as [number, number];
  const isMissed = goal !== null && nrMet < nrRuns;
  const mark = goal === null ? "" : `<path d="M${place(goal).toFixed(1)} 0v14" class="goal"/>`;
  return `<svg class="bar${isMissed ? " missed" : ""}" width="${2 * HALF}" height="14" viewBox="0 0 ${2 * HALF} 14" aria-hidden="true"><path d="M0 13.5h${2 * HALF}M${HALF} 0v14" class="axis"/><rect x="${from.toFixed(1)}" y="3" width="${Math.max(1, to - from).toFixed(1)}" height="7"/>${mark}</svg>`;
}

/** A goal is met when every run met it. */
function verdict(goal: number | null, nrMet: number, nrRuns: number): string {
  if (goal === null) return "";
  if (nrMet === nrRuns) return "met";
  return `<strong>missed</strong>${nrMet === 0 ? "" : ` in ${nrRuns - nrMet} of ${nrRuns} runs`}`;
}

/** A spread in brackets stays on one line. */
const oursHtml = (text: string): string => escapeHtml(text).replace(/\([^()]*\)/, `<span class="whole">$&</span>`);

function table(lines: readonly Judged[]): string {
  const head = ["Against", "Ours", "Goal", "Verdict"].map((it) => `<th scope="col">${it}</th>`).join("");
  const rows = lines.map(
    (it) =>
      `<tr><th scope="row">${escapeHtml(it.against)}</th><td>${oursHtml(it.ours)}<br>${bar(it)}</td><td>${escapeHtml(it.goalText)}</td><td class="verdict">${verdict(it.goal, it.nrMet, it.nrRuns)}</td></tr>`,
  );
  return `<table class="score"><thead><tr>${head}</tr></thead><tbody>${rows.join("\n")}</tbody></table>`;
}

const remark = (text: string): string => `<p class="also">${escapeHtml(text)}</p>`;

const heading = (row: string): string => `<h3 id="row-${row}">${escapeHtml(row.replaceAll("-", " "))}</h3>`;

const pageRow = ({ row, lines }: Drawn<PageRow>): string =>
  `${heading(`page-${row.row}`)}<p>${renderInline(row.means)}</p>${table(lines)}${row.note === undefined ? "" : remark(row.note)}`;

function engineRow({ row, lines }: Drawn<EngineRow>): string {
  const ours = row.medians.ours ?? 0;
  const absolute = row.ratios.length === 0 ? "" : ` <span class="also">${digits(ours)} ns per ${row.operation}.</span>`;
  const remarks = row.remarks.map(remark).join("");
  return `${heading(row.row)}<p>${renderInline(row.means)}${absolute}</p>${table(lines)}${remarks}`;
}

/** Two digits, with a minus sign that is as wide as a digit. */
const signed = (value: number): string => value.toFixed(2).replace("-0.00", "0.00").replace("-", "−");

/** One table for all rows, a column for each size. Costs are of the first run, exponents of all. */
function scaleTable(report: Report<ScaleRow>): string {
  const { runs } = report;
  const [first] = runs;
  const sizes = [...new Set((first?.rows ?? []).flatMap((row) => row.points.map((it) => it.size)))].sort(
    (a, b) => a - b,
  );
  const columns = ["Cost of one", ...sizes.map((it) => it.toLocaleString("en")), "Exponent", "Goal", "Verdict"];
  const verdicts = scaleVerdicts(report);
  const body = (first?.rows ?? []).map((row, i) => {
    const { nrMet = 0, nrRuns = 0 } = verdicts[i] ?? {};
    const cells = sizes.map((size) => {
      const cost = row.points.find((it) => it.size === size)?.cost;
      return `<td>${cost === undefined ? "" : `${digits(cost)} ${row.unit}`}</td>`;
    });
    const exponents = runs.map(({ rows }) => signed(rows[i]?.exponent ?? Number.NaN)).join("<br>");
    return `<tr id="row-scale-${row.row}"><th scope="row">${escapeHtml(row.row.replaceAll("-", " "))}<br><span class="also">${escapeHtml(row.operation)}</span></th>${cells.join("")}<td>${exponents}</td><td>${row.atMost === null ? "" : `≤\u00a0${row.atMost.toFixed(2)}`}</td><td class="verdict">${verdict(row.atMost, nrMet, nrRuns)}</td></tr>`;
  });
  const list = (first?.rows ?? []).map(
    (row) => `<dt>${escapeHtml(row.row.replaceAll("-", " "))}</dt><dd>${renderInline(row.means)}</dd>`,
  );
  const head = columns.map((it) => `<th scope="col">${it}</th>`).join("");
  return `<div class="scroll" tabindex="0" role="group" aria-label="How cost grows"><table class="score"><thead><tr>${head}</tr></thead><tbody>${body.join("\n")}</tbody></table></div>\n<dl>${list.join("\n")}</dl>`;
}

/** How many runs met the goal of a row; `goal` is null where it has none. */
function scaleVerdicts({ runs }: Report<ScaleRow>) {
  const [first] = runs;
  return (first?.rows ?? []).map(({ row, atMost }, i) => {
    const same = runs.flatMap(({ rows }) => rows.slice(i, i + 1));
    const nrMet = same.filter((it) => it.atMost !== null && it.exponent <= it.atMost).length;
    return { row, goal: atMost, nrMet, nrRuns: same.length };
  });
}

/** Where and with what, how busy the machine was, and how many goals were met. */
function summary(report: Report<unknown>, goals: readonly { nrMet: number; nrRuns: number }[]): string {
  const versions = Object.entries(report.versions ?? {}).map(([name, version]) => `${name} ${version}`);
  const where = [report.machine.cpu, `${report.machine.cores} cores`, report.browser, ...versions, report.date];
  const loads = report.runs.map((it) => it.load.toLocaleString("en")).join(", ");
  const often = report.runs.length > 1 ? ` in each of ${report.runs.length} runs` : "";
  const met = goals.filter((it) => it.nrMet === it.nrRuns).length;
  const score = ` <strong>${met} of ${goals.length} goals met${often}.</strong>`;
  return `<p>${escapeHtml(where.filter((it) => it !== undefined).join(", "))}; load at the start: ${loads}.${score}</p>`;
}

/** Links to the rows that miss a goal: what a reader in a hurry wants to know. */
function missed(
  rows: readonly { row: string; lines: readonly { goal: number | null; nrMet: number; nrRuns: number }[] }[],
): string {
  const names = rows.filter(({ lines }) => lines.some((it) => it.goal !== null && it.nrMet < it.nrRuns));
  if (names.length === 0) return "";
  const links = names.map(({ row }) => `<a href="#row-${row}">${escapeHtml(row.replaceAll("-", " "))}</a>`);
  return `<p>Missed: ${links.join(", ")}.</p>`;
}

const withGoal = <Row>(rows: readonly Drawn<Row>[]) =>
  rows.flatMap(({ lines }) => lines).filter((it) => it.goal !== null);

function section(id: string, title: string, command: string, body: string | null): string {
  const rest = body ?? `<p>Not measured yet: <code>${command}</code> writes what would stand here.</p>`;
  return `<h2 id="${id}">${title}</h2>\n${rest}`;
}

/** The rows of a report with its summary. */
function scored<Row extends { row: string }>(
  report: Report<Row>,
  rows: readonly Drawn<Row>[],
  draw: (row: Drawn<Row>) => string,
  prefix = "",
): string {
  const named = rows.map(({ row, lines }) => ({ row: `${prefix}${row.row}`, lines }));
  return `${summary(report, withGoal(rows))}${missed(named)}\n${rows.map(draw).join("\n")}`;
}

function scaleSection(report: Report<ScaleRow>): string {
  const verdicts = scaleVerdicts(report);
  const named = verdicts.map((it) => ({ row: `scale-${it.row}`, lines: [it] }));
  return `${summary(
    report,
    verdicts.filter((it) => it.goal !== null),
  )}${missed(named)}\n${scaleTable(report)}`;
}

export function performancePart({ root }: { root: string }): string {
  const engine = readReport<EngineRow>(root, "engine");
  const page = readReport<PageRow>(root, "page");
  const scaling = readReport<ScaleRow>(root, "scaling");
  return [
    section(
      "engine",
      "The engine beside its peers",
      "npm run bench",
      engine && scored(engine, drawnRows(engine, engineLines), engineRow),
    ),
    section(
      "page",
      "The page in a browser",
      "npm run bench:page",
      page && scored(page, drawnRows(page, pageLines), pageRow, "page-"),
    ),
    section("scaling", "How cost grows", "npm run bench -- --scale", scaling && scaleSection(scaling)),
  ].join("\n");
}
