/** When the graph computes. */
import { expect, test } from "vitest";
import { nextTask } from "../../../notebooks/page/scheduler.ts";

test("what is under way has its turn before the next task, and the next task needs no animation frame", async () => {
  const order: string[] = [];
  const task = nextTask().then(() => order.push("task"));
  await Promise.resolve().then(() => order.push("microtask"));
  await task;
  expect(order).toEqual(["microtask", "task"]);
});
