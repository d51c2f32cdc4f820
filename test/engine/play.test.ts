/** One player, many machines: going back, branching and forgetting never change what a machine is. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Player } from "../../engine/api.ts";
import { validate } from "../../engine/checks/check.ts";
import type { MachineValue, Step } from "../../engine/scene.ts";
import { openTestPlayer } from "../support/player.ts";
import { g0 } from "../support/standard-geometry.ts";

let player: Player;
beforeAll(async () => {
  player = await openTestPlayer();
});

const PAGE = 4096;
const fail = (page: number): Step => ({ op: "fail", device: "pmem0", offBytes: page * PAGE });
const load: Step = { op: "load", process: "A", map: "m0", offInMapBytes: 0, lenBytes: 8 };
const grown = (steps: readonly Step[]): MachineValue => validate(g0("6.12", steps));

describe("one player, many machines", () => {
  test("a machine is the same whether it was reached by growing, going back or branching", async () => {
    const base = grown([fail(17)]);
    const left = grown([fail(17), fail(42), load]);
    const right = grown([fail(17), fail(1), load]);
    const order = [left, base, right, left, right, base];
    const seen = order.map((it) => player.run(it).snapshot().hash);
    const fresh = await Promise.all(order.map(async (it) => (await openTestPlayer()).run(it).snapshot().hash));
    expect(seen).toEqual(fresh);
  });
  test("snapshots of a run do not disturb each other, in any order", () => {
    const run = player.run(grown(Array.from({ length: 200 }, (_, i) => fail(16 + (i % 16)))));
    const last = run.machine.steps.length;
    const asked = [last, 3, 170, 0, 65, 64, 129, last];
    const hashes = asked.map((n) => run.snapshot(n).hash);
    expect(hashes[0]).toBe(hashes.at(-1));
    const other = player.run(grown(Array.from({ length: 200 }, (_, i) => fail(16 + (i % 16)))));
    expect(asked.map((n) => other.snapshot(n).hash)).toEqual(hashes);
  });
  test("equal machines have equal events, whatever object they are", () => {
    const once = player.run(grown([fail(17)]));
    const again = player.run(validate(JSON.parse(JSON.stringify(grown([fail(17)])))));
    expect(again.events).toEqual(once.events);
  });
  test("what is given out is frozen", () => {
    const run = player.run(grown([fail(17)]));
    expect([run.events, run.outcomes, run.signals, run.events[0], run.events[0]?.args].every(Object.isFrozen)).toBe(
      true,
    );
  });
  test("names are numbered by the machine, not by what the player saw before", async () => {
    const one = grown([fail(17)]);
    player.run(validate(g0("7.3", [fail(3)]))).snapshot();
    expect(player.run(one).snapshot().hash).toBe((await openTestPlayer()).run(one).snapshot().hash);
  });
  test("hundreds of machines in turn stay right when the oldest are forgotten", () => {
    const machines = Array.from({ length: 120 }, (_, i) => grown([fail(16 + (i % 30)), fail(1 + (i % 3))]));
    const first = machines.map((it) => player.run(it).snapshot().hash);
    const second = machines.map((it) => player.run(validate(structuredClone(it))).snapshot().hash);
    expect(second).toEqual(first);
  });
});
