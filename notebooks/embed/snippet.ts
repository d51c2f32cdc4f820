/** The lines that put an embed into somebody's page, as text to copy. */
import { shortHash } from "../page/release-data.ts";
import { addressOf } from "./address.ts";

export interface SnippetWish {
  /** The lab's root, with a slash at its end. */
  root: string;
  kind: "figure" | "cells" | "lesson" | "element";
  lesson: string;
  title: string;
  figure?: string | undefined;
  cells?: string | undefined;
  /** Hash of the engine that the snippet is made with. */
  engine: string;
  heightPx: number;
  /** What the figure or cell said when it was built; shown where there can be no frame. */
  recorded?: string | undefined;
}

export const SANDBOX = "allow-scripts allow-popups allow-popups-to-escape-sandbox";

const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

export function snippet(wish: SnippetWish): string {
  const { root, kind, lesson, title, figure, cells, heightPx, recorded } = wish;
  const engine = shortHash(wish.engine);
  const page = `${root}lessons/${lesson}.html`;
  if (kind === "element") {
    const chosen = [figure ? ` figure="${figure}"` : "", cells ? ` cells="${cells}"` : "", ` engine="${engine}"`].join(
      "",
    );
    return [
      `<script type="module" src="${escapeHtml(root)}dax-lab.js"></script>`,
      `<dax-lab src="lessons/${lesson}.html"${chosen} title="${escapeHtml(title)}">`,
      ...(recorded ? [`  <p>${escapeHtml(recorded)}</p>`] : []),
      `  <a href="${escapeHtml(page)}">${escapeHtml(title)}</a>`,
      "</dax-lab>",
    ].join("\n");
  }
  const src = `${root}embed.html#${addressOf({ lesson, figure: figure ?? null, cells: cells ?? null, engine })}`;
  return [
    `<iframe src="${escapeHtml(src)}"`,
    `  title="${escapeHtml(title)}" width="100%" height="${heightPx}" loading="lazy"`,
    `  sandbox="${SANDBOX}"`,
    `  allow="fullscreen; clipboard-write"></iframe>`,
  ].join("\n");
}
