/** Machines as view cells have them, held to the machines that they show. */
import { expect, test } from "vitest";
import type { Machine } from "../../../engine/api.ts";
import { makeCellApi, viewOf } from "../../../engine/machine.ts";
import { type ReadOnlyMachine, valueOfWire, viewMachine } from "../../../notebooks/page/view-machine.ts";
import { makeToyPlayer } from "../../workers/toy-player.ts";

const { boot } = makeCellApi(makeToyPlayer({ compile: () => () => 0, enter: () => {} }));
const bare = boot({ kernel: "6.1", policy: "exclusive", pmem: { pmem0: { size: "64 MiB" } } });
const busy = bare
  .mkfs("xfs", "pmem0")
  .mount("pmem0", "/a")
  .create("/a/f", 8192)
  .spawn("ann")
  .mmap("ann", "/a/f")
  .fail("pmem0", 4096);

const MEMBERS = [
  ...["value", "kernel", "policy", "length", "events", "state", "outcome", "errno"],
  ...["mounts", "files", "processes", "holders", "signals", "told"],
] as (keyof ReadOnlyMachine & keyof Machine)[];

test.each([
  ["after power-on", bare],
  ["after some steps", busy],
  ["in between", busy.at(3)],
])("a view has every read-only member as the machine has it, %s", (_when, machine) => {
  const view = viewMachine(viewOf(machine));
  for (const member of MEMBERS) expect(view[member], member).toEqual(machine[member]);
  const { snapshot: _mine, invariants: _also, ...run } = view.run;
  const { snapshot: _its, invariants: _too, ...expected } = machine.run;
  expect(run).toEqual(expected);
  expect(view.run.snapshot()).toEqual(machine.run.snapshot());
  expect(JSON.stringify(view)).toBe(JSON.stringify(machine));
});

test("of snapshots a view has the last two, and says so of others", () => {
  const { run } = viewMachine(viewOf(busy));
  expect(run.snapshot(5).at).toBe(5);
  expect(() => run.snapshot(2)).toThrow("after 6 steps and the step before, not after 2");
});

test("what needs the engine says where to ask for it", () => {
  expect(() => viewMachine(viewOf(busy)).ladder()).toThrow("call it in a simulation cell");
});

test("the same view is the same machine, also inside of data", () => {
  const view = viewOf(busy);
  const value = { list: [view, 1] };
  const given = valueOfWire({ kind: "data", value, machines: [["list", 0]] }) as { list: unknown[] };
  expect(given.list).toEqual([viewMachine(view), 1]);
  expect(given.list[0]).toBe(viewMachine(view));
  expect(value.list[0]).toBe(view);
});
