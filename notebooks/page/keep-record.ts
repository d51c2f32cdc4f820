/** One kept cell as it stands in a store and where it stands, and the hash that notices a changed author's text. */

export interface Kept {
  text: string;
  /** Hash of the author's text when the reader began. */
  starterHash: string;
  /** That text itself, so that three sides can be compared after the author's has changed. */
  base: string;
  /** Milliseconds since 1970. */
  at: number;
}

/** 53-bit hash (cyrb53) as hex: notices change, promises nothing else. */
export function textHash(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(16).padStart(14, "0");
}

export function parseKept(text: string | null): Kept | null {
  if (text === null) return null;
  try {
    const it = JSON.parse(text) as Partial<Kept> | null;
    if (typeof it?.text !== "string" || typeof it.starterHash !== "string" || typeof it.at !== "number") return null;
    return { text: it.text, starterHash: it.starterHash, base: typeof it.base === "string" ? it.base : "", at: it.at };
  } catch {
    return null;
  }
}
