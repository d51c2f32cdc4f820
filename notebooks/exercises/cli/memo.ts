/**
 * What became of programs, so that the same answer of many students is run once. A program's outcome depends on nothing
 * but its text and seed: time is counted in operations, chance follows the seed, every run begins with the same memory.
 * Bounded, so that a class of any size needs the same memory; what was not asked for longest goes first.
 */
import { createHash } from "node:crypto";
import type { Evaluated } from "../check.ts";

export interface Memo {
  get(key: string): Evaluated | null;
  put(key: string, evaluated: Evaluated): void;
}

/** Characters of outcomes, as text; a course's outcomes are a few kilobytes each. */
const MOST_CHARACTERS = 32 * 1024 * 1024;

export const memoKey = (program: string, seed: number): string =>
  createHash("sha256").update(`${seed}\n${program}`).digest("base64");

export function makeMemo(mostCharacters = MOST_CHARACTERS): Memo {
  const texts = new Map<string, string>();
  let characters = 0;
  const forget = (key: string): void => {
    characters -= texts.get(key)?.length ?? 0;
    texts.delete(key);
  };
  return {
    get(key) {
      const text = texts.get(key);
      if (text === undefined) return null;
      texts.delete(key);
      texts.set(key, text);
      return JSON.parse(text) as Evaluated;
    },
    put(key, evaluated) {
      forget(key);
      const text = JSON.stringify(evaluated);
      texts.set(key, text);
      characters += text.length;
      for (const oldest of texts.keys()) {
        if (characters <= mostCharacters) break;
        forget(oldest);
      }
    },
  };
}
