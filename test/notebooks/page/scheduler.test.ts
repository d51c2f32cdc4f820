/** When the graph computes, with and without animation frames. */
import { afterEach, expect, test, vi } from "vitest";
import { nextTurn } from "../../../notebooks/page/scheduler.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

test("an animation frame is the next turn", async () => {
  vi.stubGlobal("requestAnimationFrame", (done: () => void) => queueMicrotask(done));
  await nextTurn();
});

test("where no animation frame comes, as in a hidden frame, a short time is the next turn", async () => {
  vi.useFakeTimers();
  vi.stubGlobal("requestAnimationFrame", () => 0);
  let isOver = false;
  void nextTurn().then(() => {
    isOver = true;
  });
  await vi.advanceTimersByTimeAsync(40);
  expect(isOver).toBe(false);
  await vi.advanceTimersByTimeAsync(20);
  expect(isOver).toBe(true);
});
