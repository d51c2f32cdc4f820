/** Histories of a lesson's cells, kept on the device as one text; the oldest give way when it grows too large. */
import { beforeReset, type History, type Past, readHistory, remembered } from "../history.ts";
import type { Keep } from "../keep.ts";

const MOST_CHARACTERS = 300_000;

export class HistoryKeeper {
  readonly #keep: Keep;
  readonly #name: string;
  readonly #histories = new Map<string, History>();

  constructor(keep: Keep, notebook: string) {
    this.#keep = keep;
    this.#name = `history-${notebook}`;
    for (const [slug, history] of readAll(keep.readText(this.#name))) this.#histories.set(slug, history);
  }

  /** Once the deep store has answered: what it holds comes before what has happened on this page. */
  readAgain(): void {
    for (const [slug, history] of readAll(this.#keep.readText(this.#name))) {
      const here = this.of(slug).filter((it) => !history.some((one) => one.text === it.text));
      this.#histories.set(
        slug,
        here.reduce((all, it) => remembered(all, it.text, it.why, it.at), history),
      );
    }
  }

  of(slug: string): History {
    return this.#histories.get(slug) ?? [];
  }

  /** Adds what was replaced; what is there already costs nothing. */
  add(slug: string, pasts: readonly Past[]): void {
    let history = this.of(slug);
    for (const { text, why, at } of pasts) {
      if (history.some((it) => it.text === text && it.at >= at)) continue;
      history = remembered(history, text, why, at);
    }
    if (history === this.of(slug)) return;
    this.#histories.set(slug, history);
    this.#write();
  }

  /** The text that the last reset took away, if that was the last thing that happened to it. */
  undoOf(slug: string): Past | null {
    return beforeReset(this.of(slug));
  }

  #write(): void {
    let text = JSON.stringify(Object.fromEntries(this.#histories));
    while (text.length > MOST_CHARACTERS) {
      const longest = [...this.#histories].sort((a, b) => b[1].length - a[1].length)[0];
      if (longest === undefined || longest[1].length === 0) return;
      this.#histories.set(longest[0], longest[1].slice(1));
      text = JSON.stringify(Object.fromEntries(this.#histories));
    }
    this.#keep.writeText(this.#name, text);
  }
}

function readAll(text: string | null): [string, History][] {
  try {
    const raw = JSON.parse(text ?? "{}") as unknown;
    if (typeof raw !== "object" || raw === null) return [];
    return Object.entries(raw).map(([slug, it]) => [slug, readHistory(JSON.stringify(it))]);
  } catch {
    return [];
  }
}
