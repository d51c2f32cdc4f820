/** The reader's progress through the course: one text on the device, merged with what other tabs and the course frame know. */
import { emptyProgress, merged, type Progress, printProgress, readProgress } from "../../exercises/progress.ts";
import { linkToFrame, type PageLink } from "../../lms/link.ts";
import type { Keep } from "../keep.ts";

const NAME = "progress";

const keepers = new WeakMap<Keep, ProgressKeeper>();

/** The one keeper of a page. */
export function progressOf(keep: Keep): ProgressKeeper {
  const keeper = keepers.get(keep) ?? new ProgressKeeper(keep);
  keepers.set(keep, keeper);
  return keeper;
}

export class ProgressKeeper {
  #progress: Progress;
  readonly #keep: Keep;
  readonly #link: PageLink;
  readonly #listeners: ((now: Progress) => void)[] = [];

  constructor(keep: Keep) {
    this.#keep = keep;
    this.#progress = readProgress(keep.readText(NAME) ?? "") ?? emptyProgress(new Date());
    keep.onOtherText((name, text) => {
      const other = name === NAME ? readProgress(text ?? "") : null;
      if (other !== null) this.#take(merged(this.#progress, other));
    });
    this.#link = linkToFrame(
      window,
      () => this.#progress,
      (restored) => {
        this.#keep.writeText(NAME, printProgress(restored));
        this.#take(restored);
      },
    );
  }

  get now(): Progress {
    return this.#progress;
  }

  /** `isUrgent`: a learning platform around the page is told at once. */
  change(next: (now: Progress) => Progress, isUrgent = false): void {
    const progress = next(this.#progress);
    if (progress === this.#progress) return;
    this.#keep.writeText(NAME, printProgress(progress));
    this.#take(progress);
    this.#link.send(progress, isUrgent);
  }

  #take(progress: Progress): void {
    this.#progress = progress;
    for (const listener of this.#listeners) listener(progress);
  }

  onChange(listener: (now: Progress) => void): void {
    this.#listeners.push(listener);
  }
}
