/** Laws that hold for every machine, tried on random scenarios. */
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Player } from "../../engine/api.ts";
import { asValid, validate } from "../../engine/checks/check.ts";
import { brokenLaw } from "../../engine/cli/laws.ts";
import { randomScenario } from "../../engine/cli/random-scenario.ts";
import { stateDiff } from "../../engine/compare.ts";
import { makeCellApi } from "../../engine/machine.ts";
import type { MachineValue } from "../../engine/scene.ts";
import type { PoisonState } from "../../engine/snapshot.ts";
import { openTestPlayer } from "../support/player.ts";

let player: Player;
beforeAll(async () => {
  player = await openTestPlayer();
});

const scenarios = fc.integer({ min: 1, max: 2 ** 31 }).map(randomScenario);
const check = (law: (value: MachineValue) => void, numRuns = 150) =>
  fc.assert(
    fc.property(scenarios, (value) => {
      law(value);
    }),
    { numRuns },
  );

describe("whatever is played", () => {
  test("the log is a tree, every step has its outcome, every event its citation, every signal its reason", () => {
    check((value) => expect(brokenLaw(player.run(value))).toBeNull(), 400);
  });
  test("the state after n steps is the state of the machine with n steps", () => {
    check((value) => {
      const n = value.steps.length >> 1;
      const prefix = asValid({ ...value, steps: Object.freeze(value.steps.slice(0, n)) });
      expect(player.run(value).snapshot(n)).toEqual(player.run(prefix).snapshot());
    });
  });
  test("a fresh engine gives the same events, signals and state", async () => {
    const other = await openTestPlayer();
    check((value) => {
      const [left, right] = [player.run(value), other.run(value)];
      expect(right.events).toEqual(left.events);
      expect(right.signals).toEqual(left.signals);
      expect(right.snapshot()).toEqual(left.snapshot());
    });
  });
  test("a machine that went through JSON plays the same", () => {
    check((value) => {
      const back = validate(JSON.parse(JSON.stringify(value)));
      expect(player.run(back).snapshot().hash).toBe(player.run(value).snapshot().hash);
    });
  });
  test("built step by step, back and forth, a machine plays the same as at once", () => {
    const api = makeCellApi(player);
    check((value) => {
      let machine = api.machineOf({ ...value, steps: [] });
      for (const step of value.steps) {
        machine = machine.step(step);
        expect(machine.outcome.step).toBe(machine.length - 1);
      }
      expect(machine.state.hash).toBe(player.run(value).snapshot().hash);
    }, 60);
  });
  test("another seed changes no decision but where chance decides, and says so", () => {
    check((value) => {
      const other = asValid({ ...value, seed: value.seed ^ 1 });
      if (value.steps.some((it) => it.op === "power-fail")) return;
      const [left, right] = [player.run(value), player.run(other)];
      expect(right.outcomes).toEqual(left.outcomes);
      const diff = stateDiff(left.snapshot(), right.snapshot()).filter(
        (it) => !/address/i.test(String(it.path.at(-1))),
      );
      expect(diff).toEqual([]);
    });
  });
});

/** Ops that may change what a device holds. */
const WRITES = new Set(
  "store write block-write zero-page-range power-fail create truncate reflink mkfs mkdir attr race mmap load".split(
    " ",
  ),
);
const badSectors = (poison: readonly PoisonState[]): number =>
  poison.reduce((sum, it) => sum + it.badblocks.reduce((all, one) => all + one.count, 0), 0);

describe("from step to step", () => {
  test("bytes change only where something writes", () => {
    check((value) => {
      const n = value.steps.findLastIndex((it) => !WRITES.has(it.op));
      if (n < 0) return;
      for (const [name, { sizeBytes }] of Object.entries(value.scene.pmem)) {
        const until = (count: number) => asValid({ ...value, steps: Object.freeze(value.steps.slice(0, count)) });
        const most = Math.min(sizeBytes, 65536);
        const [before, after] = [player.bytes(until(n), name, 0, most), player.bytes(until(n + 1), name, 0, most)];
        expect(Buffer.compare(before, after)).toBe(0);
      }
    });
  });
  test("clearing badblocks never makes more of them", () => {
    check((value) => {
      const run = player.run(value);
      value.steps.forEach((step, i) => {
        if (step.op !== "badblocks" || step.clear !== true) return;
        expect(badSectors(run.snapshot(i + 1).poison)).toBeLessThanOrEqual(badSectors(run.snapshot(i).poison));
      });
    });
  });
  test("a crash is for ever: what stopped the kernel stays, and an oops in the handler keeps its lock", () => {
    check((value) => {
      const run = player.run(value);
      const first = value.steps.findIndex((_, i) => run.snapshot(i + 1).crash !== null);
      if (first < 0) return;
      const { crash } = run.snapshot(first + 1);
      if (value.steps.slice(first + 1).some((it) => it.op === "power-fail")) return;
      expect(run.snapshot().crash).toEqual(crash);
    });
  });
  test("a device that is not there has no living dax_device, and holds nothing", () => {
    check((value) => {
      const { disks, daxDevices } = player.run(value).snapshot();
      for (const disk of disks.filter((it) => !it.present)) {
        expect(daxDevices.filter((it) => it.name === disk.name && it.alive)).toEqual([]);
      }
    });
  });
});
