/** Machines as values, on a player without rules: what stands around the engine. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Machine } from "../../engine/api.ts";
import { CELL_NAMES } from "../../engine/cell-names.ts";
import { stateDiff } from "../../engine/compare.ts";
import { hex } from "../../engine/hex.ts";
import { makeCellApi, viewOf } from "../../engine/machine.ts";
import { interleavings } from "../../engine/races.ts";
import type { Step } from "../../engine/scene.ts";
import { makeEchoPlayer } from "../support/echo-player.ts";
import { errorOf, world } from "../support/worlds.ts";

describe("a machine is a value", () => {
  test("an operation gives a new machine with one step more and leaves the old one as it was", () => {
    const { bare, mounted, mapped } = world();
    expect([bare.length, mounted.length, mapped.length]).toEqual([0, 2, 5]);
    expect(bare.value.steps).toEqual([]);
    expect(mapped.value.steps.slice(0, 2)).toEqual(mounted.value.steps);
  });
  test("is frozen, and so is everything in it", () => {
    const { mapped } = world();
    expect(Object.isFrozen(mapped)).toBe(true);
    expect(Object.isFrozen(mapped.value.steps)).toBe(true);
    expect(Object.isFrozen(mapped.value.steps[4])).toBe(true);
    expect(() => {
      (mapped as { extra?: number }).extra = 1;
    }).toThrow(TypeError);
  });
  test("is not played before something of its run is asked for, and then once", () => {
    const { player, mapped } = world();
    expect(player.played).toEqual([]);
    expect(mapped.errno).toBe("0");
    expect(mapped.events.map((it) => it.rule)).toEqual(["mmap"]);
    expect(mapped.told).toEqual([]);
    expect(player.played).toEqual([mapped.value]);
  });
  test("two machines made from one know nothing of each other", () => {
    const { mapped } = world();
    const left = mapped.fail("pmem0", "2 MiB").exit("alice");
    const right = mapped.create("/a/g", 4096);
    expect(left.value.steps.map((it) => it.op).slice(5)).toEqual(["fail", "exit"]);
    expect(right.value.steps.map((it) => it.op).slice(5)).toEqual(["create"]);
    expect(errorOf(() => left.unlink("/a/g"))).toContain("unlink(path)");
    expect(errorOf(() => right.load("alice", 0))).toBe("no error");
  });
  test("those that go on from one machine one after the other know their own names, and all of its", () => {
    const { mapped } = world();
    const made = ["ann", "bob", "eve", "joe"].map((name) =>
      mapped.spawn(name).create(`/a/${name}`, 4096).exit("alice"),
    );
    for (const [i, one] of made.entries()) {
      for (const [j, name] of ["ann", "bob", "eve", "joe"].entries()) {
        const wanted = [i === j ? "no error" : "unlink(path)", i === j ? "no error" : "exit(process)"];
        expect(errorOf(() => one.unlink(`/a/${name}`))).toContain(wanted[0]);
        expect(errorOf(() => one.exit(name))).toContain(wanted[1]);
      }
      expect(errorOf(() => one.load("alice", 0))).toContain("load(process)");
      expect(errorOf(() => mapped.load("alice", i))).toBe("no error");
    }
  });
  test("knows no name of a step that was refused, even where a part of it was in order", () => {
    const { mapped } = world();
    const register: Step = { op: "register-holder", device: "pmem0", holder: "h" };
    const half: Step = { op: "race", threads: [register, { op: "umount", target: "/nowhere" }], schedule: [] };
    expect(() => mapped.step(half)).toThrow("/nowhere");
    expect(() => mapped.step({ op: "unregister-holder", device: "pmem0", holder: "h" })).toThrow("a registered holder");
    expect(mapped.step(register).length).toBe(mapped.length + 1);
  });
  test("goes through JSON and comes back as the same machine", () => {
    const { api, mapped } = world();
    const back = api.machineOf(JSON.parse(JSON.stringify(mapped)));
    expect(back.value).toEqual(mapped.value);
    expect(back.fail("pmem0", 0).value).toEqual(mapped.fail("pmem0", 0).value);
  });
  test("any order of extending, forking and going back gives the value of the same steps made in a row", () => {
    const { bare } = world();
    const step: Step = { op: "sysctl", earlyKill: 1 };
    const act = fc.record({ from: fc.nat(), back: fc.nat(3), add: fc.nat(3) });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
        const all: { machine: Machine; steps: Step[] }[] = [{ machine: bare, steps: [] }];
        for (const { from, back, add } of acts) {
          const base = all[from % all.length] as (typeof all)[number];
          const kept = base.steps.slice(0, Math.max(0, base.steps.length - back));
          let machine = base.machine.at(kept.length);
          const steps = [...kept];
          for (let i = 0; i < add; i++) {
            const next: Step = i % 2 === 0 ? step : { op: "fail", device: "pmem0", offBytes: 4096 * all.length };
            machine = machine.step(next);
            steps.push(next);
          }
          all.push({ machine, steps });
        }
        for (const { machine, steps } of all) expect(machine.value.steps).toEqual(steps);
      }),
      { numRuns: 100 },
    );
  });
});

describe("what is in scope of cells", () => {
  test("is exactly the list of names, importMachine only where an importer is given", () => {
    const player = makeEchoPlayer();
    expect(Object.keys(makeCellApi(player)).sort()).toEqual(CELL_NAMES.filter((it) => it !== "importMachine").sort());
    const full = makeCellApi(player, () => ({
      scene: { kernel: "6.1", pmem: { pmem0: { sizeBytes: 4096 } } },
      steps: [],
      seed: 1,
    }));
    expect(Object.keys(full).sort()).toEqual([...CELL_NAMES].sort());
    expect(full.importMachine?.({}).length).toBe(0);
  });
  test("hex shows groups of four digits and can be pasted back as a number", () => {
    expect(hex(0x190000)).toBe("0x0019_0000");
    expect(hex(0)).toBe("0x0000_0000");
    expect(hex(2n ** 64n - 1n)).toBe("0xffff_ffff_ffff_ffff");
    fc.assert(fc.property(fc.maxSafeNat(), (n) => Number(hex(n).replaceAll("_", "")) === n));
  });
  test("interleavings are all distinct orders of the threads' moves", () => {
    const threads: Step[] = [
      { op: "kill-dax", device: "pmem0" },
      { op: "notify", device: "pmem0", offBytes: 0, lenBytes: 4096 },
    ];
    const schedules = interleavings(threads).map((it) => (it as { schedule: number[] }).schedule.join(""));
    expect(new Set(schedules).size).toBe(20);
    expect(schedules.every((it) => [...it].sort().join("") === "000111")).toBe(true);
    expect(interleavings(threads, [1, 2])).toHaveLength(3);
    expect(errorOf(() => interleavings(threads, [40, 40]))).toContain("schedules, expected at most");
  });
  test("bytes and the ladder take a file by its path, and sizes as text", () => {
    const { mapped } = world();
    expect(mapped.ladder("/a/f", "4 KiB")).toMatchObject([{ space: "file:/a/f", offBytes: 4096 }]);
    expect([...mapped.bytes("pmem0", "0x10", 2)]).toEqual([16, 17]);
    expect(errorOf(() => mapped.bytes("pmem0", "x", 2))).toContain('bytes(offset): got "x"');
  });
  test("a view is what the page needs: now, and before the last step", () => {
    const { mapped } = world();
    const view = viewOf(mapped);
    expect([view.before.at, view.state.at, view.events.length]).toEqual([4, 5, 5]);
  });
});

describe("compare", () => {
  test("finds the first event that differs, and none between equal machines", () => {
    const { api, mapped } = world();
    const [left, right] = [mapped.fail("pmem0", 0).exit("alice"), mapped.exit("alice")];
    expect(api.compare(left, right)).toMatchObject({ firstStep: 5, firstEvent: [5, 5], left: { rule: "fail" } });
    expect(api.compare(mapped, right)).toMatchObject({ firstStep: 5, left: null, right: { rule: "exit" } });
    expect(api.compare(left, left)).toEqual({ firstStep: null, firstEvent: null, left: null, right: null, state: [] });
  });
  test("names things in states by their names, wherever they stand", () => {
    const left = {
      mounts: [
        { target: "/a", dax: "always" },
        { target: "/b", dax: "off" },
      ],
      hash: "1",
    };
    const right = {
      mounts: [
        { target: "/b", dax: "always" },
        { target: "/a", dax: "always" },
      ],
      hash: "2",
    };
    expect(stateDiff(left, right)).toEqual([{ path: ["mounts", "/b", "dax"], left: "off", right: "always" }]);
    expect(stateDiff({ list: [1, 2] }, { list: [1, 2, 3] })).toEqual([
      { path: ["list", 2], left: undefined, right: 3 },
    ]);
  });
});
