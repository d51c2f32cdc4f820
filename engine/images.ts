/**
 * Copies of the whole state at some steps of a line: far ahead, putting one back costs less than playing up to there.
 * Their memory is bounded: where they would take more, those of other lines go first, then every other one.
 *
 * **Left out:** images of short lines and of large states; there, playing on and marks are as good.
 */
import type { Line } from "./lines.ts";

export interface Image {
  step: number;
  bytes: Uint8Array<ArrayBuffer>;
}

const MOST_BYTES = 64 * 2 ** 20;
/** A multiple of the steps between marks, so that play stops there. */
const STEPS_BETWEEN = 1024;
/** Fewer than this many at most would spare little play. */
const FEWEST = 4;

export class Images {
  readonly #mostBytes: number;
  /** By line, the one that was used last at the end; images ascending. */
  readonly #lines = new Map<Line, { between: number; images: Image[] }>();
  #bytes = 0;

  constructor(mostBytes = MOST_BYTES) {
    this.#mostBytes = mostBytes;
  }

  /** Whether an image of `lenBytes` after `step` steps would be kept. */
  wants(line: Line, step: number, lenBytes: number): boolean {
    if (step === 0 || lenBytes * FEWEST > this.#mostBytes) return false;
    const kept = this.#lines.get(line);
    return step % (kept?.between ?? STEPS_BETWEEN) === 0 && (kept?.images.at(-1)?.step ?? 0) < step;
  }

  add(line: Line, image: Image): void {
    const kept = this.#lines.get(line) ?? { between: STEPS_BETWEEN, images: [] };
    kept.images.push(image);
    this.#lines.delete(line);
    this.#lines.set(line, kept);
    this.#bytes += image.bytes.length;
    for (const [other, { images }] of this.#lines) {
      if (this.#bytes <= this.#mostBytes || other === line) break;
      this.#lines.delete(other);
      this.#forget(images);
    }
    while (this.#bytes > this.#mostBytes) {
      kept.between *= 2;
      this.#forget(kept.images.filter((it) => it.step % kept.between !== 0));
      kept.images = kept.images.filter((it) => it.step % kept.between === 0);
    }
  }

  #forget(images: readonly Image[]): void {
    for (const it of images) this.#bytes -= it.bytes.length;
  }

  /** The last image at or before `step`. */
  before(line: Line, step: number): Image | undefined {
    return this.#lines.get(line)?.images.findLast((it) => it.step <= step);
  }
}
