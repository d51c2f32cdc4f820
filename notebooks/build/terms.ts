/**
 * Glossary terms in a lesson: the first use of each becomes a link to the glossary, and the terms that were used stand
 * in a list at the end, which is also where the hover cards take their text from.
 */
import type { Term } from "../glossary.ts";
import { escapeHtml, slugOf } from "./html.ts";
import { renderInline } from "./markdown.ts";

export interface TermLinks {
  link(html: string): string;
  list(): string;
}

export const termId = (term: Term): string => slugOf(term.term);

/** Elements whose text is left alone. */
const CLOSED = /^(a|code|pre|h1|h2|h3|h4|button|summary|figure|script|style|svg|aside)$/;

export function openTerms(terms: readonly Term[], root: string): TermLinks {
  const used: Term[] = [];
  const words = terms.flatMap((term) => [term.term, ...(term.also ?? [])].map((word) => ({ word, term })));
  words.sort((left, right) => right.word.length - left.word.length);
  const literal = (word: string) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+");
  const pattern = new RegExp(`(?<![\\w-])(?:${words.map(({ word }) => literal(word)).join("|")})(?![\\w-])`, "gi");
  const find = (text: string) =>
    words.find(({ word }) => word.toLowerCase() === text.toLowerCase().replace(/\s+/g, " "));
  const linkText = (text: string) =>
    text.replace(pattern, (match) => {
      const term = find(match)?.term;
      if (!term || used.includes(term)) return match;
      used.push(term);
      return `<a class="term" href="${root}glossary.html#${termId(term)}" data-term="${termId(term)}">${match}</a>`;
    });
  return {
    link(html) {
      const open: string[] = [];
      return html.replace(/<(\/?)([a-z][a-z0-9]*)\b[^>]*?(\/?)>|[^<]+|</gi, (piece, slash, name, self) => {
        if (name === undefined) return open.length > 0 ? piece : linkText(piece);
        const tag = String(name).toLowerCase();
        if (CLOSED.test(tag) && self !== "/") {
          if (slash === "/") open.splice(open.lastIndexOf(tag), 1);
          else open.push(tag);
        }
        return piece;
      });
    },
    list() {
      if (used.length === 0) return "";
      const entries = [...used]
        .sort((a, b) => a.term.localeCompare(b.term, "en"))
        .map((it) => `<dt>${escapeHtml(it.term)}</dt><dd data-term-text="${termId(it)}">${renderInline(it.text)}</dd>`);
      return `<details class="terms"><summary>Terms used in this lesson</summary><dl>${entries.join("\n")}</dl></details>\n`;
    },
  };
}
