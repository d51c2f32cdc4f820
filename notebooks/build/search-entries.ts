/** The search index: one entry per headed part of every page, as plain text. */
import type { SearchEntry } from "../page/page-data.ts";
import { plainText } from "./html.ts";

/** Characters of text kept per part; enough for every word of a lesson's section. */
const LONGEST = 4000;
const HEAD = /<(h[1-3]|dt)\b([^>]*)>([\s\S]*?)<\/\1>/g;

/** Hints and solutions, which a page without scripts carries folded: to search for a word must not give them away. */
const SPOILERS =
  /<details class="exercise-static-hints">[\s\S]*?<\/details>|<noscript><details>[\s\S]*?<\/details><\/noscript>/g;

export function searchEntries(pages: readonly { path: string; title: string; html: string }[]): SearchEntry[] {
  return pages.flatMap(({ path, title, html: whole }) => {
    const html = whole.replace(SPOILERS, " ");
    const heads = [...html.matchAll(HEAD)].flatMap((match) => {
      const id = /\bid="([^"]+)"/.exec(match[2] ?? "")?.[1];
      const isCellName = /\bclass="cell-name"/.test(match[2] ?? "");
      return id === undefined || isCellName ? [] : [{ id, at: match.index, text: plainText(match[3] ?? "") }];
    });
    const first = heads[0]?.at ?? html.length;
    const intro: SearchEntry = { title, href: path, text: plainText(html.slice(0, first)).slice(0, LONGEST) };
    const parts = heads.map((head, index): SearchEntry => {
      const part = html.slice(head.at, heads[index + 1]?.at ?? html.length);
      return { title, part: head.text, href: `${path}#${head.id}`, text: plainText(part).slice(0, LONGEST) };
    });
    return [intro, ...parts].filter((it) => it.text !== "");
  });
}
