/**
 * When the runtime computes. Its own way is the next animation frame, which never comes in hidden frames and in those that are
 * scrolled out of sight; so the first of an animation frame and a short time.
 */

const LONGEST_WAIT_MS = 50;

/** Resolves at the next animation frame, or shortly after where none comes. */
export function nextTurn(): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, typeof requestAnimationFrame === "function" ? LONGEST_WAIT_MS : 0);
    if (typeof requestAnimationFrame !== "function") return;
    requestAnimationFrame(() => {
      clearTimeout(timer);
      done();
    });
  });
}
