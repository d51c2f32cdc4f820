import { expect, test } from "vitest";
import type { Report } from "../../notebooks/exercises/check.ts";
import type { CodeExercise } from "../../notebooks/exercises/contract.ts";
import * as progress from "../../notebooks/exercises/progress.ts";

const exercise = { id: "a", kind: "code", version: 1, starter: "s" } as CodeExercise;
const report = (passed: number, status: Report["status"] = "checked") =>
  ({ status, visible: { passed, total: 2, earned: passed, possible: 2 } }) as Report;
const start = progress.emptyProgress(new Date(0));
const key = progress.exerciseKey("09-one", "a");

test("an attempt is counted, a blocked one is not, and the best result stays", () => {
  let it = progress.checked(start, key, exercise, "x", report(0, "blocked"), 1);
  expect(it.done[key]).toMatchObject({ attempts: 0, answer: "x" });
  it = progress.checked(it, key, exercise, "y", report(2), 2);
  it = progress.checked(it, key, exercise, "z", report(1), 3);
  expect(it.done[key]).toMatchObject({ attempts: 2, answer: "z", solved: true, best: { earned: 2, possible: 2 } });
});

test("what is solved after the solution was shown does not count as solved", () => {
  let it = progress.revealed(start, key, exercise, 1);
  it = progress.checked(it, key, exercise, "x", report(2), 2);
  expect(it.done[key]).toMatchObject({ solved: false, revealed: true });
});

test("a new version of an exercise begins anew", () => {
  const it = progress.checked(start, key, exercise, "x", report(2), 1);
  const next = progress.checked(it, key, { ...exercise, version: 2 }, "y", report(0), 2);
  expect(next.done[key]).toMatchObject({ version: 2, attempts: 1, solved: false });
});

test("a lesson is done when it is read and every exercise is solved or revealed", () => {
  expect(progress.lessonState(start, "09-one", ["a"]).state).toBe("new");
  const it = progress.checked(start, key, exercise, "x", report(2), 1);
  expect(progress.lessonState(it, "09-one", ["a"])).toEqual({ solved: 1, total: 1, state: "begun" });
  expect(progress.lessonState({ ...it, read: ["09-one"] }, "09-one", ["a"]).state).toBe("done");
});

test("export and import give the same, and merging keeps the newer answer and the most attempts", () => {
  const here = progress.checked(start, key, exercise, "here", report(1), 5);
  const there = progress.hinted(progress.wrote(start, key, exercise, "there", 9), key, exercise, 2, 9);
  expect(progress.readProgress(progress.printProgress(here))).toEqual(here);
  const both = progress.merged(here, there);
  expect(both.done[key]).toMatchObject({ answer: "there", attempts: 1, hintsUsed: 2, best: { earned: 1 } });
  expect(progress.merged(there, here).done).toEqual(both.done);
});

test("a progress file that is none is refused", () => {
  expect(progress.readProgress("{}")).toBeNull();
  expect(progress.readProgress('{"v":1,"startedAt":"","done":{"../x":{}},"read":[],"last":null}')).toBeNull();
});

test("another student number makes another exercise: the points of the one before are neither kept nor claimed", () => {
  const first = progress.checked(start, key, exercise, "x", report(2), 1, 7);
  expect(first.done[key]).toMatchObject({ solved: true, seed: 7 });
  expect(progress.reseeded(first, key, 7, 2)).toBe(first);
  expect(progress.reseeded(first, key, undefined, 2)).toBe(first);
  const other = progress.reseeded(first, key, 8, 2);
  expect(other.done[key]).toMatchObject({ answer: "x", attempts: 1, solved: false, best: null, seed: 8 });
  expect([first, other].map((it) => progress.isOtherNow(it.done[key]))).toEqual([false, true]);
  const again = progress.checked(first, key, exercise, "x", report(1), 3, 8);
  expect(again.done[key]).toMatchObject({ attempts: 2, solved: false, best: { earned: 1, possible: 2 }, seed: 8 });
  // What another tab still has of the first number does not come back.
  for (const both of [progress.merged(first, other), progress.merged(other, first)]) {
    expect(both.done[key]).toMatchObject({ solved: false, best: null, seed: 8 });
  }
});

test("an exercise that is the same for everybody knows of no seed", () => {
  const it = progress.checked(start, key, exercise, "x", report(2), 1);
  expect(progress.reseeded(it, key, 8, 2)).toBe(it);
  expect(progress.readProgress(progress.printProgress(it))).toEqual(it);
});
