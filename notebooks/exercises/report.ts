/**
 * The teacher's pages: report.html with the class, and one page per hand-in with every check and the answer beside the
 * solution. Plain HTML without script; every text from a hand-in is escaped.
 */
import type { Answer } from "./contract.ts";
import type { CourseExercise } from "./course.ts";
import type { Graded, GradedExercise } from "./grade.ts";
import { inlineHtml } from "./inline.ts";
import { commonest, type Items, median } from "./items.ts";

const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const VISIBLE_CONTROL = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

/** Text for HTML; control and direction characters are made visible, line breaks and tabs stay. */
export function escapeHtml(text: string): string {
  return text
    .replace(VISIBLE_CONTROL, (it) => (it === "\n" || it === "\t" ? it : "\ufffd"))
    .replace(/[&<>"']/g, (it) => ESCAPES[it] ?? it);
}

/** What authors write has the marks of their lessons. */
const marked = (text: string): string => inlineHtml(text, escapeHtml);

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 72rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse; width: 100% } caption { text-align: start; font-weight: 600 }
th, td { text-align: start; vertical-align: top; padding: .25rem .6rem; border-bottom: 1px solid #8886 }
td.n, th.n { text-align: end; font-variant-numeric: tabular-nums }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; font: .85rem/1.5 ui-monospace, monospace }
.beside { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: 1rem }
.beside > div { border-inline-start: 3px solid #8886; padding-inline-start: .8rem }
.note { border-inline-start: 3px solid; padding-inline-start: .8rem }
section { margin-block: 2rem } h3 { margin-block-end: .2rem }
@media print { a { color: inherit } section { break-inside: avoid } }`;

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><main>
${body}
</main></body></html>
`;

export interface ReportRow {
  file: string;
  /** File name of the hand-in's own page, or null in a report without them. */
  page: string | null;
  graded: Graded;
}
export interface Quarantined {
  file: string;
  reason: string;
}

const nameOf = (graded: Graded): string => graded.student.name || graded.student.id || "anonymous";

/** One row of the class table; rows are written one by one. */
export function classRow(row: ReportRow): string {
  const { graded } = row;
  const name = escapeHtml(nameOf(graded));
  const link = row.page === null ? name : `<a href="${encodeURI(row.page)}">${name}</a>`;
  return `<tr><td>${link}</td><td>${escapeHtml(graded.student.id ?? "")}</td><td>${escapeHtml(row.file)}</td>
<td><code>${escapeHtml(graded.receipt)}</code></td><td class="n">${graded.earned} / ${graded.possible}</td>
<td>${graded.notes.map(escapeHtml).join("<br>")}</td></tr>\n`;
}

export function reportPage(rows: string, items: Items, quarantined: readonly Quarantined[]): string {
  const head = `<tr><th>Name</th><th>Id</th><th>File</th><th>Receipt</th><th class="n">Points</th><th>To look at</th></tr>`;
  const refused = quarantined
    .map((it) => `<tr><td>${escapeHtml(it.file)}</td><td>${escapeHtml(it.reason)}</td></tr>`)
    .join("\n");
  return page(
    "Grades",
    `<h1>Grades</h1>
<p>Every answer was run again; points written in the files were not used.</p>
<table><caption>Hand-ins</caption><thead>${head}</thead><tbody>
${rows}</tbody></table>
<h2>Not graded</h2>
${quarantined.length === 0 ? "<p>Every file could be read.</p>" : `<table><thead><tr><th>File</th><th>Why</th></tr></thead><tbody>${refused}</tbody></table>`}
<h2>Items</h2>
${itemsTable(items)}`,
  );
}

function itemsTable(items: Items): string {
  const rows = [...items.values()].flatMap((item) =>
    [...item.checks].map(([check, count], index) => {
      const route = commonest(item.routes);
      const first = index === 0 ? `${escapeHtml(`${item.lesson}/${item.id}`)}` : "";
      const percent = item.answered === 0 ? "" : `${Math.round((100 * count.passed) / item.answered)} %`;
      const wrong = index === 0 && route ? `${escapeHtml(route[0])} (${route[1]}×)` : "";
      return `<tr><td>${first}</td><td>${escapeHtml(check)}${count.visible ? "" : " (hidden)"}</td>
<td class="n">${item.answered}</td><td class="n">${percent}</td><td class="n">${median(item.attempts) ?? ""}</td>
<td>${wrong}</td></tr>`;
    }),
  );
  return `<table><caption>Pass rate per check</caption><thead><tr><th>Exercise</th><th>Check</th><th class="n">Answered</th>
<th class="n">Passed</th><th class="n">Median attempts</th><th>Commonest wrong route</th></tr></thead><tbody>
${rows.join("\n")}</tbody></table>`;
}

/** The page of one hand-in. */
export function handInPage(row: ReportRow, course: readonly CourseExercise[]): string {
  const { graded } = row;
  const notes = graded.notes.map((it) => `<li>${escapeHtml(it)}</li>`).join("");
  return page(
    `${nameOf(graded)}: ${graded.earned} / ${graded.possible}`,
    `<p><a href="../report.html">All hand-ins</a></p>
<h1>${escapeHtml(nameOf(graded))}</h1>
<p>${graded.earned} of ${graded.possible} points. File ${escapeHtml(row.file)}, receipt
<code>${escapeHtml(graded.receipt)}</code>, course ${escapeHtml(graded.course)}, engine
${escapeHtml(graded.engine || "of no name")}.</p>
${notes === "" ? "" : `<div class="note"><h2>To look at</h2><ul>${notes}</ul></div>`}
${graded.exercises.map((it) => exerciseSection(it, course)).join("\n")}`,
  );
}

function exerciseSection(it: GradedExercise, course: readonly CourseExercise[]): string {
  const item = course.find((one) => one.lesson === it.lesson && one.exercise.id === it.id);
  const checks = it.checks
    .map((check) => {
      const hidden = check.visible ? "" : " (hidden)";
      return `<tr><td>${escapeHtml(check.id)}${hidden}</td><td>${check.status}</td>
<td class="n">${check.points} / ${check.possible}</td><td>${marked(check.message)}</td></tr>`;
    })
    .join("\n");
  // What the engine said is of more use beside a prediction than the expression that asked it.
  const isPredicted = item?.exercise.kind === "predict" && it.truth !== null;
  const solution = ((isPredicted ? it.truth : item?.exercise.solution) ?? null) as Answer | null;
  return `<section><h2>${marked(item?.exercise.title ?? it.id)}</h2>
<p>${escapeHtml(`${it.lesson}/${it.id}`)} · ${it.earned} / ${it.possible} · attempts ${it.attempts}, hints
${it.hintsUsed}${it.revealed ? ", solution revealed" : ""}</p>
${it.error === null ? "" : `<p class="note">${escapeHtml(it.error)}</p>`}
${it.feedback === null ? "" : `<p class="note">${marked(it.feedback)}</p>`}
<table><thead><tr><th>Check</th><th>Result</th><th class="n">Points</th><th>What was said</th></tr></thead><tbody>
${checks}</tbody></table>
<div class="beside"><div><h3>Answer</h3><pre>${escapeHtml(answerText(it.answer))}</pre></div>
<div><h3>Solution</h3><pre>${escapeHtml(answerText(solution))}</pre></div></div></section>`;
}

/** Code as it is; picked ids in a line, one for each field. */
function answerText(answer: Answer | null): string {
  if (answer === null) return "–";
  if (typeof answer === "string") return answer;
  const picked = (ids: unknown): string => (Array.isArray(ids) && ids.length > 0 ? ids.join(", ") : "nothing");
  if (Array.isArray(answer)) return picked(answer);
  return Object.entries(answer)
    .map(([field, ids]) => `${field}: ${picked(ids)}`)
    .join("\n");
}
