/** Every schedule of operations that race: the interleavings that a reader can step through, or run one by one. */
import { SceneError } from "./errors.ts";
import type { Step } from "./scene.ts";

/**
 * Atomic moves that an operation has in a race; the engine's `race` step takes one per tick. Two operations of the
 * same kind that touch the same device have all their orders of moves among the schedules.
 */
export const TICKS: Readonly<Partial<Record<Step["op"], number>>> = {
  "register-holder": 2,
  "unregister-holder": 2,
  notify: 3,
  "kill-dax": 3,
  mount: 2,
};
const MAX_SCHEDULES = 100_000;

/** One race step per schedule, in the order of their schedules; `ticks`: moves per thread where they are not the usual. */
export function interleavings(threads: readonly Step[], ticks?: readonly number[]): Step[] {
  if (!Array.isArray(threads) || threads.length < 2 || threads.length > 4) {
    throw new SceneError("interleavings(threads)", threads, "a list of 2 to 4 steps");
  }
  const left = threads.map((thread: Step, i: number) => ticks?.[i] ?? TICKS[thread.op] ?? 1);
  const count = schedulesOf(left);
  if (count > MAX_SCHEDULES) {
    throw new SceneError("interleavings(threads)", `\0${count} schedules`, `at most ${MAX_SCHEDULES}`);
  }
  const steps: Step[] = [];
  const schedule: number[] = [];
  const walk = (): void => {
    let isDone = true;
    for (let thread = 0; thread < left.length; thread++) {
      if (left[thread] === 0) continue;
      isDone = false;
      left[thread] = (left[thread] ?? 0) - 1;
      schedule.push(thread);
      walk();
      schedule.pop();
      left[thread] = (left[thread] ?? 0) + 1;
    }
    if (isDone) steps.push({ op: "race", threads: [...threads], schedule: [...schedule] });
  };
  walk();
  return steps;
}

/** The multinomial coefficient: how many orders there are. */
function schedulesOf(ticks: readonly number[]): number {
  let count = 1;
  let placed = 0;
  for (const moves of ticks) {
    for (let i = 1; i <= moves; i++) count = (count * ++placed) / i;
  }
  return Math.round(count);
}
