/** Interleavings of registration, release, notification and death: which of them break an invariant, on which kernel. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Player } from "../../engine/api.ts";
import { validate } from "../../engine/checks/check.ts";
import { POLICIES } from "../../engine/checks/shapes.ts";
import { interleavings } from "../../engine/races.ts";
import type { KernelId, PolicyId, Step } from "../../engine/scene.ts";
import { openTestPlayer } from "../support/player.ts";

let player: Player;
beforeAll(async () => {
  player = await openTestPlayer();
});

const MERGED: readonly KernelId[] = ["linux-6.0", "linux-6.5", "linux-6.6", "linux-6.8", "6.1", "6.12", "7.3"];
const register = (holder: string): Step => ({ op: "register-holder", device: "pmem0", holder });
const unregister = (holder: string): Step => ({ op: "unregister-holder", device: "pmem0", holder });
const notify: Step = { op: "notify", device: "pmem0", offBytes: 0, lenBytes: 4096 };
const kill: Step = { op: "kill-dax", device: "pmem0" };

function runsOf(kernel: KernelId, before: readonly Step[], threads: readonly Step[]) {
  const scene = { kernel, pmem: { pmem0: { sizeBytes: 2 ** 20 } } };
  return interleavings([...threads]).map((race) => {
    const run = player.run(validate({ scene, steps: [...before, race], seed: 1 }));
    const broken = run.invariants().flatMap((it) => (it.holds ? [] : [it.id]));
    return { broken, holder: run.snapshot().daxDevices[0]?.holders[0] ?? null, run };
  });
}

const everyBroken = (runs: readonly { broken: string[] }[]) => [...new Set(runs.flatMap((it) => it.broken))].sort();

describe("registration against registration", () => {
  test.each(MERGED)("%s: one of two wins in every order, and is not mute", (kernel) => {
    const runs = runsOf(kernel, [], [register("x"), register("y")]);
    expect(runs).toHaveLength(6);
    expect(everyBroken(runs)).toEqual([]);
    expect(runs.map((it) => it.holder?.hasOps)).toEqual(runs.map(() => true));
    expect(new Set(runs.map((it) => it.holder?.holder))).toEqual(new Set(["x", "y"]));
  });
});

describe("kill_dax against registration and notification", () => {
  test.each(MERGED)("%s: a dead device has no holder, whatever the order", (kernel) => {
    const runs = runsOf(kernel, [], [register("x"), kill]);
    expect(everyBroken(runs)).toEqual([]);
    expect(runs.map((it) => it.holder)).toEqual(runs.map(() => null));
  });
  test.each(MERGED)("%s: nobody is asked after kill_dax has returned", (kernel) => {
    const runs = runsOf(kernel, [register("x")], [notify, kill]);
    expect(everyBroken(runs)).toEqual([]);
    for (const { run } of runs) {
      const last = run.events.findLastIndex((it) => it.rule === "race.drop");
      expect(run.events.slice(last).filter((it) => it.fn === "notifyFailure")).toEqual([]);
    }
  });
  test("kill_dax waits for a notification that is inside", () => {
    const waiting = runsOf("7.3", [register("x")], [notify, kill]).filter(({ run }) =>
      run.events.some((it) => it.rule === "race.wait"),
    );
    expect(waiting.length).toBeGreaterThan(0);
  });
});

describe("release against registration", () => {
  test.each(MERGED)("%s: the old order lets a release mute the next holder, the new one does not", (kernel) => {
    const runs = runsOf(kernel, [register("x")], [unregister("x"), register("y")]);
    expect(everyBroken(runs)).toEqual(kernel === "7.3" ? [] : ["I6"]);
  });
  test("a broken invariant names the order of moves that broke it", () => {
    const runs = runsOf("6.1", [register("x")], [unregister("x"), register("y")]);
    const witnesses = runs.flatMap(({ run }) => run.invariants().flatMap((it) => (it.holds ? [] : [it.witness])));
    expect(witnesses).toEqual(["pmem0 after moves of threads 0 1 1 0"]);
  });
});

describe("release against notification", () => {
  test.each(MERGED)("%s: a holder can let go while it is about to be asked", (kernel) => {
    expect(everyBroken(runsOf(kernel, [register("x")], [notify, unregister("x")]))).toEqual(["I5"]);
  });
  test("v9: the lock of the device keeps them apart", () => {
    expect(everyBroken(runsOf("v9", [register("x")], [notify, unregister("x")]))).toEqual([]);
  });
});

describe("threads that meet at a device of somebody else", () => {
  const XFS: readonly Step[] = [
    { op: "mkfs", fstype: "xfs", device: "pmem0" },
    { op: "mount", device: "pmem0", target: "/a", dax: "always" },
  ];
  const held = (kernel: KernelId, policy: PolicyId, steps: readonly Step[]) => {
    const scene = { kernel, policy, pmem: { pmem0: { sizeBytes: 512 * 2 ** 20 } } };
    return player.run(validate({ scene, steps, seed: 1 }));
  };

  test("last writer wins: between its two stores a reader's holder has the operations of XFS, and nobody is asked", () => {
    const rules = interleavings([register("x"), notify]).map((race) => {
      const run = held("6.12", "last-writer-wins", [...XFS, race]);
      return run.events.filter((it) => it.step === XFS.length).map((it) => it.rule);
    });
    const mixed = rules.filter((it) => it.includes("dax.mixed"));
    expect(mixed.length).toBeGreaterThan(0);
    for (const it of mixed) expect(it).not.toContain("xfs.asked");
    expect(rules.some((it) => it.includes("dax.ask"))).toBe(true);
  });

  const mount: Step = { op: "mount", device: "pmem0", target: "/b", dax: "always" };
  const THREADS: readonly Step[] = [register("x"), register("y"), unregister("x"), mount, notify, kill];
  const policies = POLICIES.flatMap((policy) =>
    (["v9", "6.1", "6.12", "7.3"] as const).map((kernel) => ({ policy, kernel })),
  );
  test.each(policies)(
    "$kernel, $policy: every order of two of them leaves a device that can be asked again",
    ({ kernel, policy }) => {
      const known = [register("x"), unregister("x"), ...XFS.slice(0, 1)];
      for (const before of [known, [...known, ...XFS.slice(1)], [...known, register("x")]]) {
        for (const [i, one] of THREADS.entries()) {
          for (const race of interleavings([one, THREADS[(i + 1) % THREADS.length] ?? one]).concat(
            interleavings([one, notify]),
          )) {
            const run = held(kernel, policy, [...before, race, notify, kill, notify]);
            expect(run.outcomes).toHaveLength(before.length + 4);
            expect(run.snapshot().daxDevices[0]?.alive).toBe(false);
          }
        }
      }
    },
  );
});
