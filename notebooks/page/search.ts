/** Search on the page: the index that the build wrote, every word as a prefix, titles before headings before text. */
import type { SearchEntry } from "./page-data.ts";

const MOST = 30;

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];

/** Entries that have every word of the query, best first. */
export function findEntries(entries: readonly SearchEntry[], query: string): SearchEntry[] {
  const wanted = wordsOf(query);
  if (wanted.length === 0) return [];
  const scored = entries.flatMap((entry) => {
    const head = wordsOf(`${entry.title} ${entry.part ?? ""}`);
    const body = wordsOf(entry.text);
    let score = 0;
    for (const word of wanted) {
      const inHead = head.filter((it) => it.startsWith(word)).length;
      const inBody = body.filter((it) => it.startsWith(word)).length;
      if (inHead + inBody === 0) return [];
      score += inHead * 20 + Math.min(inBody, 10) + (head.includes(word) ? 20 : 0);
    }
    return [{ entry, score }];
  });
  return scored
    .sort((left, right) => right.score - left.score)
    .slice(0, MOST)
    .map((it) => it.entry);
}

/** Some words around the first match. */
export function excerptOf(text: string, query: string): string {
  const first = wordsOf(query)[0] ?? "";
  const at = Math.max(0, text.toLowerCase().indexOf(first) - 60);
  const from = at === 0 ? 0 : text.indexOf(" ", at) + 1;
  const part = text.slice(from, from + 180);
  return `${from > 0 ? "… " : ""}${part}${from + 180 < text.length ? " …" : ""}`;
}
