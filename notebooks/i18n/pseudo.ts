/**
 * A catalogue in no language: every text in brackets, with accents and a third longer. Who sees a text without brackets
 * has found a string that is not in the catalogue; who sees a cut one has found a box that is too small.
 */

const ACCENTS: Readonly<Record<string, string>> = {
  a: "á",
  e: "é",
  i: "í",
  o: "ó",
  u: "ú",
  c: "ç",
  n: "ñ",
  s: "š",
  A: "Á",
  E: "É",
  I: "Í",
  O: "Ó",
  U: "Ú",
  C: "Ç",
  N: "Ñ",
  S: "Š",
};

export function pseudoText(text: string): string {
  if (text === "") return text;
  const accented = text.replace(/[aeioucnsAEIOUCNS]/g, (it) => ACCENTS[it] ?? it);
  return `⟦${accented}${"~".repeat(Math.ceil(text.length / 3))}⟧`;
}

/** The same catalogue with every text, and the result of every function, changed. */
export function pseudo<T>(catalogue: T): T {
  return changed(catalogue) as T;
}

function changed(it: unknown): unknown {
  if (typeof it === "string") return pseudoText(it);
  if (typeof it === "function") return changedResult(it as (...all: unknown[]) => unknown);
  if (Array.isArray(it)) return it.map(changed);
  if (typeof it !== "object" || it === null) return it;
  return Object.fromEntries(Object.entries(it).map(([key, value]) => [key, changed(value)]));
}

const changedResult = (fn: (...all: unknown[]) => unknown): unknown =>
  Object.defineProperty((...given: unknown[]) => changed(fn(...given)), "length", { value: fn.length });
