/** What the encoders of steps share. Types only. */
import type { Names } from "./names.ts";
import type { Words } from "./words.ts";

/** Where steps of one machine are turned into words: its names, and the mount targets that there are so far. */
export interface Encoding {
  names: Names;
  /** Longest first. */
  targets: readonly string[];
  words: Words;
}
