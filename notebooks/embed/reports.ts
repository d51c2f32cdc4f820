/** Tells the host what the cells of an embed do: their states as they change, and what each gave when it has run. */
import { type FromEmbed, MOST_TEXT, type Said } from "./messages.ts";

export function reportCells(article: Element, say: (message: Said<FromEmbed>) => void): void {
  const watch = new MutationObserver((changes) => {
    for (const section of new Set(changes.map((it) => it.target as HTMLElement))) {
      const { cell, state, kind } = section.dataset;
      if (cell === undefined || state === undefined || kind === "prose") continue;
      say({ type: "state", cell, state });
      if (state !== "ok") continue;
      const text = section.querySelector<HTMLElement>(".output")?.innerText.trim().slice(0, MOST_TEXT) ?? "";
      say({ type: "result", cell, text });
    }
  });
  for (const section of article.querySelectorAll("section[data-cell]")) {
    watch.observe(section, { attributeFilter: ["data-state"] });
  }
}
