/**
 * A lesson file ↔ its cells: the open Observable notebook format, and one JSON block after `</notebook>`.
 *
 * Reading and writing lose nothing: `readLesson(printLesson(it))` is `it`, and `printLesson(readLesson(text))` is `text`
 * for every file that is laid out as `printLesson` lays it out. `replaceCells` changes the text of some cells and
 * leaves every other byte of the file alone. Pure text in, data out; no DOM. A stock Notebook Kit reads the same cells in
 * the same order.
 *
 * **Left out:** what Notebook Kit knows and lessons do not use: other cell types, `output`, `database`, `format`.
 */
import { lineAt, syntaxOffset } from "../exercises/positions.ts";
import { between, escapeCell, LessonError, type Tag, tagsOf, unescapeCell } from "./lesson-tags.ts";

export { LessonError } from "./lesson-tags.ts";

export type CellKind = "simulation" | "view" | "prose";

export interface LessonCell {
  /** The Notebook Kit id: a positive whole number. */
  id: number;
  /** Stable name in links and storage: from the JSON block, else what the cell says of itself. */
  slug: string;
  kind: CellKind;
  /** For prose. */
  markup: "markdown" | "html" | null;
  /** Whether the code is shown; simulation cells are, always. */
  pinned: boolean;
  text: string;
  /** Line of the file, from 1, on which `text` begins. */
  line: number;
}

export interface Lesson {
  title: string;
  theme: string;
  cells: readonly LessonCell[];
  /** The JSON block as written, or null. */
  json: string | null;
  /** Line on which the JSON begins; 0: there is none. */
  jsonLine: number;
}

export const DATA_ID = "daxlab";
const SLUG = /^[a-z][a-z0-9-]*$/;
const TYPES = { module: null, "text/markdown": "markdown", "text/html": "html" } as const;

const isKnownType = (type: string): type is keyof typeof TYPES => Object.hasOwn(TYPES, type);

/** Reads a lesson; throws a `LessonError` with file, line and what to write instead. */
export function readLesson(source: string, file = "lesson.html"): Lesson {
  const text = source.replace(/\r\n?/g, "\n");
  const tags = tagsOf(text, file);
  const open = tags.find((it) => it.name === "notebook");
  const close = tags.find((it) => it.name === "/notebook");
  if (!open || !close) throw new LessonError(file, 1, "no <notebook>…</notebook>: a lesson is one notebook");
  const title = tags.find((it) => it.name === "title");
  if (!title?.body)
    throw new LessonError(file, open.line, "no <title>: write <title>My lesson</title> after <notebook>");
  const scripts = tags.filter((it) => it.name === "script");
  const inside = scripts.filter((it) => it.from < close.from);
  const block = scripts.find((it) => it.from > close.from && it.attributes.get("id") === DATA_ID);
  refuseStray(scripts, close, block, file);
  const json = block ? between(block) : null;
  const slugs = slugsOf(json, file, block?.bodyLine ?? 1);
  return {
    title: unescapeText(title.body.trim()),
    theme: open.attributes.get("theme") ?? "air",
    cells: cellsOf(inside, slugs, file),
    json,
    jsonLine: block ? block.bodyLine : 0,
  };
}

function refuseStray(scripts: readonly Tag[], close: Tag, block: Tag | undefined, file: string): void {
  for (const tag of scripts) {
    if (tag.from < close.from && tag.attributes.get("type") === "application/json") {
      const message = `a JSON block inside <notebook> would be read as code; move it behind </notebook>`;
      throw new LessonError(file, tag.line, message);
    }
    if (tag.from > close.from && tag !== block) {
      const message = `only one <script type="application/json" id="${DATA_ID}"> may follow </notebook>`;
      throw new LessonError(file, tag.line, message);
    }
  }
}

function cellsOf(tags: readonly Tag[], slugs: ReadonlyMap<string, string>, file: string): LessonCell[] {
  const ids = new Map<number, number>();
  const taken = new Map<string, number>();
  const cells = tags.map((tag) => {
    const cell = cellOf(tag, slugs, file);
    const other = ids.get(cell.id);
    if (other !== undefined) {
      const free = Math.max(...tags.map((it) => Number(it.attributes.get("id")) || 0)) + 1;
      throw new LessonError(file, tag.line, `id ${cell.id} is taken by the cell on line ${other}; ${free} is free`);
    }
    ids.set(cell.id, tag.line);
    const twin = taken.get(cell.slug);
    if (twin !== undefined) {
      const message = `slug "${cell.slug}" is taken by the cell on line ${twin}; name one of them in "slugs": { "${cell.id}": "…" }`;
      throw new LessonError(file, tag.line, message);
    }
    taken.set(cell.slug, tag.line);
    return cell;
  });
  const known = new Set(cells.map((it) => String(it.id)));
  for (const id of slugs.keys()) {
    if (!known.has(id)) throw new LessonError(file, 1, `"slugs" names cell ${id}, which does not exist`);
  }
  return cells;
}

function cellOf(tag: Tag, slugs: ReadonlyMap<string, string>, file: string): LessonCell {
  const idText = tag.attributes.get("id") ?? "";
  const id = Number(idText);
  if (!/^[1-9]\d*$/.test(idText)) {
    throw new LessonError(file, tag.line, `id="${idText}" must be a whole number from 1, such as id="7"`);
  }
  const type = tag.attributes.get("type") ?? "";
  if (!isKnownType(type)) {
    const known = Object.keys(TYPES).join(", ");
    throw new LessonError(file, tag.line, `type="${type}" is no kind of cell here; one of: ${known}`);
  }
  const markup = TYPES[type];
  const pinned = tag.attributes.has("pinned");
  const { text, line } = dedent(tag);
  const kind = markup !== null ? "prose" : pinned ? "simulation" : "view";
  return { id, slug: slugs.get(idText) ?? slugFrom(kind, text, id), kind, markup, pinned, text, line };
}

/** Four spaces of each line belong to the layout, and so do a first and a last line that are blank. */
function dedent(tag: Tag): { text: string; line: number } {
  const lines = unescapeCell(tag.body ?? "").split("\n");
  let line = tag.bodyLine;
  if (lines.at(-1)?.trim() === "") lines.pop();
  if (lines[0]?.trim() === "") {
    lines.shift();
    line += 1;
  }
  return { text: lines.map((it) => it.replace(/^ {4}/, "")).join("\n"), line };
}

const kebab = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");

const DECLARATION = /^(?:(?:const|let|class)|(?:async\s+)?function\s*\*?)\s+[{[]?\s*([A-Za-z_$][\w$]*)/m;

/** What a cell without a slug of its own is called: its first name, or its number. */
function slugFrom(kind: CellKind, text: string, id: number): string {
  const slug = kebab((kind === "prose" ? undefined : DECLARATION.exec(text)?.[1]) ?? "");
  if (SLUG.test(slug)) return slug;
  return `${kind === "prose" ? "text" : kind === "view" ? "figure" : "cell"}-${id}`;
}

function slugsOf(json: string | null, file: string, firstLine: number): Map<string, string> {
  if (json === null) return new Map();
  let block: unknown;
  try {
    block = JSON.parse(json);
  } catch (error) {
    const line = firstLine - 1 + lineAt(json, syntaxOffset(json));
    throw new LessonError(file, line, `the JSON block cannot be read: ${(error as Error).message}`);
  }
  const slugs = (block as { slugs?: unknown } | null)?.slugs ?? {};
  return new Map(
    Object.entries(slugs).map(([id, slug]) => {
      if (typeof slug === "string" && SLUG.test(slug)) return [id, slug];
      const message = `"slugs": { "${id}": ${JSON.stringify(slug)} } must be lower-case letters, digits and hyphens`;
      throw new LessonError(file, firstLine, message);
    }),
  );
}

/** The file of a lesson. */
export function printLesson(lesson: Lesson): string {
  const cells = lesson.cells.map((cell) => {
    const type = cell.markup === null ? "module" : `text/${cell.markup}`;
    return `  <script id="${cell.id}" type="${type}"${cell.pinned ? " pinned" : ""}>${indent(cell.text)}</script>\n`;
  });
  const head = `<!doctype html>\n<notebook theme="${lesson.theme}">\n  <title>${escapeText(lesson.title)}</title>\n`;
  const block =
    lesson.json === null
      ? ""
      : `\n<script type="application/json" id="${DATA_ID}">${escapeCell(lesson.json)}</script>\n`;
  return `${head}${cells.join("")}</notebook>\n${block}`;
}

/** The same file with other texts in some cells, by slug. */
export function replaceCells(source: string, texts: ReadonlyMap<string, string>, file = "lesson.html"): string {
  const text = source.replace(/\r\n?/g, "\n");
  const lesson = readLesson(text, file);
  const close = tagsOf(text, file).find((it) => it.name === "/notebook");
  const scripts = tagsOf(text, file).filter((it) => it.name === "script" && it.from < (close?.from ?? 0));
  let result = "";
  let at = 0;
  lesson.cells.forEach((cell, index) => {
    const tag = scripts[index];
    const next = texts.get(cell.slug);
    if (tag === undefined || next === undefined || next === cell.text) return;
    result += text.slice(at, tag.bodyFrom) + indent(next);
    at = tag.bodyTo;
  });
  return result + text.slice(at);
}

function indent(text: string): string {
  const lines = escapeCell(text.replace(/\r\n?/g, "\n")).split("\n");
  return `\n${lines.map((line) => (line === "" ? "" : `    ${line}`)).join("\n")}\n  `;
}

const escapeText = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const unescapeText = (text: string): string =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
