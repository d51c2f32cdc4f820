/**
 * Setups that were run, as images of the interpreter's memory. The setup of an exercise is the author's, and the same for
 * every answer with the same seed; so it is run once, before anything of a reader is there, and each answer begins
 * with a memory of its own in which it has just been run. Outcomes are the same as if it were run each time: what
 * the interpreter counts (time, chance, operations) is kept with it.
 *
 * A setup is kept when it is asked for a second time: where every student has another seed, none would be needed again.
 */
import type { QuickJSHandle } from "quickjs-emscripten-core";
import type { Image } from "./image.ts";

export interface Prepared {
  image: Image;
  /** Of the image, beyond the interpreter's own. */
  ownBytes: number;
  /** Operations that the setup took, in interrupts. */
  interrupts: number;
  /** Parts that come with an answer → text of what became of it. */
  check: QuickJSHandle;
  /** The host's part: what it has played for the setup. */
  goBack(): void;
}

/** Of all images of an interpreter. Those of a course have about 10 MiB. */
const MOST_BYTES = 32 * 1024 * 1024;
const MOST_SEEN = 1000;

export class PreparedSetups {
  /** The one that was used last at the end. */
  readonly #kept = new Map<string, Prepared>();
  readonly #seen = new Set<string>();
  readonly #mostBytes: number;
  #bytes = 0;

  constructor(mostBytes = MOST_BYTES) {
    this.#mostBytes = mostBytes;
  }

  find(key: string): Prepared | null {
    const found = this.#kept.get(key);
    if (found === undefined) return null;
    this.#kept.delete(key);
    this.#kept.set(key, found);
    return found;
  }

  /** Whether it is asked for again. */
  wants(key: string): boolean {
    if (this.#seen.has(key)) return true;
    if (this.#seen.size === MOST_SEEN) this.#seen.clear();
    this.#seen.add(key);
    return false;
  }

  keep(key: string, prepared: Prepared): void {
    this.#kept.set(key, prepared);
    this.#bytes += prepared.ownBytes;
    for (const [oldest, { ownBytes }] of this.#kept) {
      if (this.#bytes <= this.#mostBytes) break;
      this.#kept.delete(oldest);
      this.#bytes -= ownBytes;
    }
  }
}
