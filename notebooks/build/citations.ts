/**
 * References beside the text. A reference has one number in a lesson, from where it is cited first; the note with that
 * number stands beside the prose that cites it.
 */
import type { Reference } from "../references/reference.ts";
import { escapeHtml } from "./html.ts";

export interface References {
  get(id: string): Reference | undefined;
}

/** A reference as one line; `root` leads from the page to the site's root. */
export function referenceLine(it: Reference, root: string): string {
  const where = it.href === undefined ? "" : ` <a href="${escapeHtml(it.href)}" rel="external noopener">source</a>`;
  const link = `<a href="${root}references.html#${it.id}">${escapeHtml(it.short)}</a>`;
  return `${link}. ${escapeHtml(it.text)}${it.source === undefined ? "" : ` <code>${escapeHtml(it.source)}</code>`}${where}`;
}

/** Ids of the references that prose links to, in order. */
export const citedIn = (html: string): string[] => [
  ...new Set([...html.matchAll(/href="[^"]*references\.html#([\w.-]+)"/g)].map((match) => match[1] ?? "")),
];

export class Citations {
  readonly #references: References;
  readonly #root: string;
  readonly #numbers = new Map<string, number>();

  constructor(references: References, root: string) {
    this.#references = references;
    this.#root = root;
  }

  #number(id: string): number {
    const known = this.#numbers.get(id);
    if (known !== undefined) return known;
    this.#numbers.set(id, this.#numbers.size + 1);
    return this.#numbers.size;
  }

  /** The number as a link; throws for an id that is in no list. */
  mark(id: string): string {
    const found = this.#references.get(id);
    if (found === undefined) throw new Error(`"${id}" is not in notebooks/references/; add it there`);
    const href = `${this.#root}references.html#${id}`;
    const n = this.#number(id);
    return `<a class="cite" href="${href}" aria-label="Source ${n}: ${escapeHtml(found.short)}">${n}</a>`;
  }

  /** The notes beside a piece of prose; nothing when it cites nothing. */
  notes(ids: readonly string[]): string {
    if (ids.length === 0) return "";
    const items = ids.flatMap((id) => {
      const it = this.#references.get(id);
      return it === undefined ? [] : [`<li value="${this.#number(id)}">${referenceLine(it, this.#root)}</li>`];
    });
    return `<div class="sidenotes" role="note" aria-label="Sources"><ol>${items.join("")}</ol></div>`;
  }
}
