/**
 * Which parts of a lesson an embed shows. Cells that are not shown stay in the page, hidden, since what is shown may need
 * them; figures and exercises that are not shown are gone, so that nothing is played for them.
 */
import type { EmbedAddress } from "./address.ts";

/** Says what is missing, or null. */
export function showParts(article: Element, { cells, figure }: EmbedAddress): string | null {
  const all = [...article.querySelectorAll<HTMLElement>("section[data-cell], section[data-exercise]")];
  const indexOf = (slug: string) => all.findIndex((it) => it.dataset.cell === slug || it.dataset.exercise === slug);
  let [from, to] = [0, all.length - 1];
  for (const slug of [figure, cells?.from, cells?.to]) {
    if (slug !== undefined && indexOf(slug) < 0) return slug;
  }
  if (figure !== undefined) from = to = indexOf(figure);
  else if (cells) [from, to] = [indexOf(cells.from), indexOf(cells.to)].sort((a, b) => a - b) as [number, number];
  for (const [index, part] of all.entries()) {
    if (index >= from && index <= to) continue;
    if (part.dataset.kind === "simulation" || part.dataset.kind === "prose") part.hidden = true;
    else part.remove();
  }
  return null;
}

const HEADINGS = "h1, h2, h3, h4, h5, h6";

/**
 * The headings under which the first shown part stands in its lesson, out of sight: whoever hears the page is told what
 * it is a part of.
 */
export function headingsAbove(article: Element): HTMLElement[] {
  const above = new Map<number, HTMLElement>();
  for (const heading of article.querySelectorAll<HTMLElement>(HEADINGS)) {
    const level = Number(heading.tagName.slice(1));
    const isShown = heading.closest("section[hidden]") === null;
    for (const other of [...above.keys()]) if (other >= level) above.delete(other);
    if (isShown) break;
    above.set(level, heading);
  }
  return [...above.values()].map((it) => {
    const heading = document.createElement(it.tagName);
    heading.className = "visually-hidden";
    heading.textContent = it.textContent;
    return heading;
  });
}
