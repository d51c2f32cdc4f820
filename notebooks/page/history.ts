/**
 * The last twenty texts of a cell, so that nothing a reader wrote is lost by a reset, a link, another tab or a hand
 * that slipped. A history is a value; functions return the next one.
 */

export type Why = "run" | "reset" | "opened" | "other-tab" | "author" | "restored" | "fix";

export interface Past {
  text: string;
  at: number;
  /** What came after it and replaced it. */
  why: Why;
}

/** Oldest first. */
export type History = readonly Past[];

export const MOST_PASTS = 20;
/** Texts longer than a cell may be are not kept. */
const MOST_CHARACTERS = 65536;

/** Adds a text that is about to be replaced; the same text twice is kept once, as the newest. */
export function remembered(history: History, text: string, why: Why, at: number): History {
  if (text.length > MOST_CHARACTERS) return history;
  const others = history.filter((it) => it.text !== text);
  return [...others, { text, at, why }].slice(-MOST_PASTS);
}

/** The text that the last reset took away, or null. */
export function beforeReset(history: History): Past | null {
  return history.findLast((it) => it.why === "reset") ?? null;
}

/** What can be gone back to, newest first, without the text on screen. */
export const choices = (history: History, current: string): Past[] =>
  history.filter((it) => it.text !== current).reverse();

export const printHistory = (history: History): string => JSON.stringify(history);

/** Reads what was kept; anything that is no history is an empty one. */
export function readHistory(text: string | null): History {
  try {
    const raw: unknown = JSON.parse(text ?? "[]");
    if (!Array.isArray(raw)) return [];
    return raw.filter(isPast).slice(-MOST_PASTS);
  } catch {
    return [];
  }
}

const WHYS: readonly Why[] = ["run", "reset", "opened", "other-tab", "author", "restored", "fix"];

function isPast(it: unknown): it is Past {
  const past = it as Partial<Past> | null;
  return typeof past?.text === "string" && typeof past.at === "number" && WHYS.some((why) => why === past.why);
}
