/**
 * Forks of a lesson's cells, kept on this device as text: after which step they leave, and what happens instead. A kept
 * fork is not run by being kept, found or linked to; the reader chooses it, and then it runs.
 */
import type { Keep } from "../keep.ts";
import { type Forks, type KeptFork, readForks } from "../kept-forks.ts";

export class ForkKeeper {
  readonly #keep: Keep;
  readonly #name: string;

  constructor(keep: Keep, notebook: string) {
    this.#keep = keep;
    this.#name = `forks-${notebook}`;
  }

  /** Read anew every time: another tab may have written. */
  get all(): Forks {
    try {
      return readForks(JSON.parse(this.#keep.readText(this.#name) ?? "{}"));
    } catch {
      return {};
    }
  }

  of(slug: string): readonly KeptFork[] {
    return this.all[slug] ?? [];
  }

  add(slug: string, fork: KeptFork): void {
    this.#write(slug, [...this.of(slug).filter((it) => !isSame(it, fork)), fork]);
  }

  remove(slug: string, fork: KeptFork): void {
    this.#write(
      slug,
      this.of(slug).filter((it) => !isSame(it, fork)),
    );
  }

  /** Somebody else's beside the reader's own. */
  take(forks: Forks): void {
    for (const [slug, all] of Object.entries(forks)) for (const it of all) this.add(slug, it);
  }

  #write(slug: string, forks: readonly KeptFork[]): void {
    this.#keep.writeText(this.#name, JSON.stringify(readForks({ ...this.all, [slug]: forks })));
  }
}

const isSame = (left: KeptFork, right: KeptFork): boolean =>
  left.steps === right.steps && left.operations === right.operations;
