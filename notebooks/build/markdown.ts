/**
 * Prose of lessons and pages: markdown or HTML with `${…}` → HTML in which every value is marked, so that the page
 * can write a new one. What an author writes is the author's; values are text and never become markup.
 */
import MarkdownIt from "markdown-it";
import { highlight } from "./highlight.ts";
import { escapeHtml, slugOf } from "./html.ts";
import type { Template } from "./template.ts";

/** Stands for value n while markdown is rendered; markdown takes it for a letter. */
const OPEN = "\uE000";
const CLOSE = "\uE001";
const MARK = /\uE000(\d+)\uE001/g;

/** The same in the address of a link. */
const URL_MARK = /%EE%80%80(\d+)%EE%80%81/g;

const markdown = new MarkdownIt({
  html: true,
  typographer: true,
  highlight: (code, language) => (/^(js|javascript)$/.test(language) ? highlight(code) : escapeHtml(code)),
});

// Of the typographer only the quotes: what an author types as three dots or in brackets stays as it is.
markdown.disable("replacements");

const base = {
  heading: markdown.renderer.rules.heading_open,
  table: markdown.renderer.rules.table_open,
};
markdown.renderer.rules.heading_open = (tokens, index, options, env, self) => {
  const text = tokens[index + 1]?.content.replace(MARK, "").replace(/[`*_]/g, "") ?? "";
  if (tokens[index]?.attrGet("id") === null) tokens[index]?.attrSet("id", slugOf(text));
  return base.heading?.(tokens, index, options, env, self) ?? self.renderToken(tokens, index, options);
};
markdown.renderer.rules.table_open = () => `<div class="scroll" tabindex="0" role="group" aria-label="Table"><table>\n`;
markdown.renderer.rules.table_close = () => "</table></div>\n";

/** A block quote that opens with one of these words is a note of that kind. */
const NOTES: readonly [RegExp, string][] = [
  [/^<blockquote>\s*<p><strong>(Posted|Proposed|Design)/, "proposed"],
  [/^<blockquote>\s*<p><strong>Recorded/, "recorded"],
];

function withNotes(html: string): string {
  return html.replace(/<blockquote>[\s\S]*?<\/blockquote>/g, (quote) => {
    const kind = NOTES.find(([pattern]) => pattern.test(quote))?.[1];
    return kind === undefined ? quote : quote.replace("<blockquote>", `<blockquote class="${kind}">`);
  });
}

/** Markdown that has no values. */
export const renderMarkdown = (text: string): string => withNotes(markdown.render(text));
export const renderInline = (text: string): string => markdown.renderInline(text);

/**
 * `[@djw-1447]`, `[@djw-1447, @seed]` or several in a row: `cite` gives what stands there instead. The numbers stand
 * close to the word before them, also where the author broke the line, and with a comma between: 8, 2 is not 82.
 */
export function withCitations(text: string, cite: (id: string) => string): string {
  const group = String.raw`\[@[\w.-]+(?:[,;] *@[\w.-]+)*\]`;
  const row = new RegExp(String.raw`(?:(?<=\S)[ \t]*\n?[ \t]*)?${group}(?:[ \t]*\n?[ \t]*${group})*`, "g");
  return text.replace(row, (groups) => {
    const marks = [...groups.matchAll(/@([\w.-]+)/g)].map((it) => cite(it[1]!));
    return `<sup class="cites">${marks.join(", ")}</sup>`;
  });
}

/**
 * Prose of a cell. `values` are the texts of its expressions in order; `nameOf` gives the `data-value` of each.
 */
export function renderProse(
  template: Template,
  markup: "markdown" | "html",
  values: readonly string[],
  nameOf: (index: number) => string,
): string {
  const text = template.literals.reduce((all, it, index) => `${all}${OPEN}${index - 1}${CLOSE}${it}`);
  const html = markup === "markdown" ? renderMarkdown(text) : text;
  const textOf = (n: string): string => values[Number(n)] ?? "";
  // Inside a tag a value is part of an attribute: plain text there, an element of its own elsewhere.
  return html.replace(/<[a-zA-Z/!][^>]*>|\uE000(\d+)\uE001/g, (piece, index?: string) => {
    if (index === undefined) {
      return piece
        .replace(URL_MARK, (_, n: string) => escapeHtml(encodeURIComponent(textOf(n))))
        .replace(MARK, (_, n: string) => escapeHtml(textOf(n)));
    }
    return `<span data-value="${escapeHtml(nameOf(Number(index)))}">${escapeHtml(textOf(index))}</span>`;
  });
}
