/**
 * A lesson as the article of its page: prose, code and what each cell gave when the build ran it, complete before any
 * script runs. The marks that scripts look for are those of page/page-data.ts.
 */
import { type LessonCell, LessonError } from "../page/lesson.ts";
import { proseText } from "../page/prose-text.ts";
import type { CodeNode, ProseNode } from "./cells.ts";
import { Citations, citedIn } from "./citations.ts";
import { exerciseMarkup } from "./exercise-static.ts";
import { highlight } from "./highlight.ts";
import { escapeHtml } from "./html.ts";
import type { BuiltLesson } from "./lesson-build.ts";
import { renderProse, withCitations } from "./markdown.ts";
import type { TermLinks } from "./terms.ts";

/** From a lesson to the site's root. */
const ROOT = "../";

interface Writer {
  built: BuiltLesson;
  terms: TermLinks;
  citations: Citations;
  /** Taken in this page. */
  ids: Set<string>;
  /** Of the last heading of the prose. */
  level: number;
  parts: string[];
}

export function lessonArticle(built: BuiltLesson): string {
  const writer: Writer = {
    built,
    terms: built.course.terms(ROOT),
    citations: new Citations(built.course.references, ROOT),
    ids: new Set(built.lesson.cells.map((it) => it.slug)),
    level: 1,
    parts: [],
  };
  const code = new Map(built.graph.order.map((node) => [node.cell.slug, node]));
  const prose = new Map(built.graph.prose.map((node) => [node.cell.id, node]));
  const waiting = [...built.exercises];
  for (const cell of built.lesson.cells) {
    const proseNode = prose.get(cell.id);
    const codeNode = code.get(cell.slug);
    if (proseNode) writer.parts.push(proseSection(writer, proseNode));
    else if (codeNode) writer.parts.push(codeSection(writer, codeNode));
    for (const it of waiting.filter((one) => one.exercise.after === cell.slug)) exercise(writer, it);
  }
  for (const it of waiting.filter((one) => one.exercise.after === null)) exercise(writer, it);
  return `<article class="notebook">\n${withStages(writer.parts).join("\n")}\n${writer.terms.list()}</article>`;
}

function exercise(writer: Writer, { exercise: it, prompt }: BuiltLesson["exercises"][number]): void {
  writer.parts.push(exerciseMarkup(it, prompt, Math.min(6, Math.max(2, writer.level + 1))));
}

function proseSection(writer: Writer, { cell, template }: ProseNode): string {
  const { built } = writer;
  const values = (built.ran.prose.get(cell.id) ?? []).map(proseText);
  const rendered = renderProse(template, cell.markup ?? "markdown", values, (index) => `${cell.id}.${index}`);
  const cited = withCitations(rendered, (id) => citation(writer, cell, id));
  const html = withIds(writer.terms.link(cited), writer.ids);
  for (const match of html.matchAll(/<h([1-6])\b/g)) writer.level = Number(match[1]);
  const cites = [...new Set([...(built.data.cites[cell.id] ?? []), ...citedIn(html)])];
  const notes = writer.citations.notes(cites);
  const text = notes === "" ? html : `<div class="prose-text">${html}</div>`;
  const state = built.ran.errors.has(cell.slug) ? "error" : "ok";
  const fault = errorBox(built, cell);
  return `<section class="cell prose" data-cell="${cell.slug}" data-kind="prose" data-prose="${cell.id}" data-state="${state}">\n${text}${notes}${fault}</section>`;
}

function citation(writer: Writer, cell: LessonCell, id: string): string {
  try {
    return writer.citations.mark(id);
  } catch (error) {
    const before = cell.text.slice(0, Math.max(0, cell.text.indexOf(`@${id}`)));
    throw new LessonError(writer.built.file, cell.line + before.split("\n").length - 1, (error as Error).message);
  }
}

/** Headings that say the same, or are called like a cell, get a number. */
const withIds = (html: string, ids: Set<string>): string =>
  html.replace(/(<h[1-6] id=")([^"]+)"/g, (_, start: string, id: string) => {
    let free = id;
    for (let n = 2; ids.has(free); n += 1) free = `${id}-${n}`;
    ids.add(free);
    return `${start}${free}"`;
  });

function codeSection(writer: Writer, node: CodeNode): string {
  const { built, level } = writer;
  const { cell } = node;
  const isView = cell.kind === "view";
  const title = `${cell.slug}-name`;
  const state = built.ran.errors.has(cell.slug) ? "error" : "ok";
  const label = isView ? "Figure" : "Cell";
  const name = node.code.names.length > 0 ? node.code.names.join(", ") : cell.slug;
  // A figure has no name to be seen; a heading that is only heard would stand among those of the text.
  const heading = isView
    ? []
    : [
        `<h${level + 1} class="cell-name" id="${title}"><span class="cell-kind">${label}</span> <a href="#${cell.slug}">${escapeHtml(name)}</a></h${level + 1}>`,
      ];
  const named = isView ? `aria-label="${label} ${escapeHtml(name)}"` : `aria-labelledby="${title}"`;
  const code = isView
    ? ""
    : `<pre class="code" dir="ltr" tabindex="0" aria-label="Code of ${escapeHtml(name)}"><code>${highlight(cell.text)}</code></pre>\n`;
  return [
    `<section class="cell ${cell.kind}" data-cell="${cell.slug}" data-kind="${cell.kind}" data-state="${state}" id="${cell.slug}" ${named}>`,
    ...heading,
    `${code}<div class="output">${outputOf(built, cell)}</div>`,
    `</section>`,
  ].join("\n");
}

function outputOf(built: BuiltLesson, cell: LessonCell): string {
  if (built.ran.errors.has(cell.slug)) return errorBox(built, cell);
  return built.ran.markup.get(cell.slug) ?? "";
}

/** While a lesson is written; the published site has none. */
function errorBox(built: BuiltLesson, cell: LessonCell): string {
  const error = built.ran.errors.get(cell.slug);
  return error === undefined ? "" : `<p class="fault" role="alert">${escapeHtml(error.message)}</p>`;
}

/**
 * Code and the figure that follows it at once belong together: on wide screens the figure stays in view while the
 * code is edited.
 */
function withStages(parts: readonly string[]): string[] {
  const kindOf = (part: string | undefined) => /^<section class="cell (\w+)"/.exec(part ?? "")?.[1];
  const out: string[] = [];
  let stage: string[] = [];
  const flush = () => {
    if (stage.length > 1 && kindOf(stage.at(-1)) === "view")
      out.push(`<div class="stage">\n${stage.join("\n")}\n</div>`);
    else out.push(...stage);
    stage = [];
  };
  for (const part of parts) {
    const kind = kindOf(part);
    if (kind === "simulation" && kindOf(stage.at(-1)) !== "view") stage.push(part);
    else if (kind === "view" && stage.length > 0) stage.push(part);
    else {
      flush();
      if (kind === "simulation") stage.push(part);
      else out.push(part);
    }
  }
  flush();
  return out;
}
