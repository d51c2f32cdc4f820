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
