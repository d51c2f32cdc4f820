/**
 * Long work on a page, in turns: between its parts it asks whether it is time to let others run. Turns are as long as a reader
 * does not notice; a turn of its own per part would cost more than the part, since timers of pages are held back.
 */
import { nextTask } from "./scheduler.ts";

const TURN_MS = 12;

export class Pace {
  #sinceMs = performance.now();

  /** Whether the next `pause` lets others run. */
  get isDue(): boolean {
    return performance.now() - this.#sinceMs >= TURN_MS;
  }

  async pause(): Promise<void> {
    if (!this.isDue) return;
    await nextTask();
    this.#sinceMs = performance.now();
  }
}
