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

const MIB = 1024 ** 2;

function world() {
  const player = makeEchoPlayer();
  const api = makeCellApi(player);
  const bare = api.boot({ kernel: "6.1", pmem: { pmem0: { size: "64 MiB", partitions: ["30 MiB", "30 MiB"] } } });
  const mounted = bare
    .mkfs("xfs", "pmem0p1", { rmapbt: true, reflink: false })
    .mount("pmem0p1", "/a", { dax: "always" });
  const mapped = mounted
    .create("/a/f", "64 KiB")
    .spawn("alice", "early")
    .mmap("alice", "/a/f", { touch: ["0", 4096] });
  return { player, api, bare, mounted, mapped };
}

const errorOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    expect(error).toMatchObject({ name: "SceneError" });
    return (error as Error).message;
  }
  return "no error";
};

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

describe("arguments", () => {
  test("sizes may be text wherever a size is meant", () => {
    const { mapped } = world();
    expect(mapped.fail("pmem0", "0x10_0000").value.steps.at(-1)).toEqual({
      op: "fail",
      device: "pmem0",
      offBytes: MIB,
    });
    expect(mapped.load("alice", "1 page", { length: "1 line" }).value.steps.at(-1)).toEqual({
      ...{ op: "load", process: "alice", map: "m0", offInMapBytes: 4096, lenBytes: 64 },
    });
    expect(mapped.store("alice", 0, "é€😀").value.steps.at(-1)).toMatchObject({
      bytes: [...new TextEncoder().encode("é€😀")],
    });
  });
  test.each<[string, (machine: Machine) => unknown, string]>([
    ["a size", (m) => m.fail("pmem0", "12 parsecs"), 'fail(offset): got "12 parsecs", expected a size such as'],
    ["a range", (m) => m.fail("pmem0", "64 MiB"), `fail(offset): got ${64 * MIB}, expected at most ${64 * MIB - 1}`],
    ["a name", (m) => m.mount("pmem0p3", "/b"), 'mount(device): got "pmem0p3", expected a block device; did you mean'],
    [
      "a misspelt option",
      (m) => m.mount("pmem0p2", "/b", { dx: 1 } as object),
      "mount(dx): got a field, expected no field",
    ],
    [
      "a wrong choice",
      (m) => m.mount("pmem0p2", "/b", { dax: "yes" as "always" }),
      'mount(dax): got "yes", expected one of',
    ],
    [
      "a missing mapping",
      (m) => m.spawn("bob").load("bob", 0),
      "load(map): got nothing, expected a mapping; bob has none",
    ],
    [
      "a mapping that is not the only one",
      (m) => m.mmap("alice", "/a/f").load("alice", 0),
      "load(map): got nothing, expected one of m0, m1",
    ],
    ["a kernel", (m) => m.with({ kernel: "5.4" as "6.1" }), 'with(kernel): got "5.4", expected one of v9, linux-6.0'],
    ["a place in time", (m) => m.at(6), "at(n): got 6, expected a whole number from -5 to 5"],
    [
      "a holder",
      (m) => m.holder("pmem0", { name: "h", notifyFailure: 1 as never }),
      "holder(holder.notifyFailure): got 1",
    ],
  ])("%s that is wrong is an error that names method and argument", (_, act, message) => {
    expect(errorOf(() => act(world().mapped))).toContain(message);
  });
  test("a refused argument leaves no trace in the machine", () => {
    const { mapped } = world();
    errorOf(() => mapped.fail("pmem0", "64 MiB"));
    expect(mapped.fail("pmem0", 0).length).toBe(6);
    expect(mapped.length).toBe(5);
  });
  test("boot names what is wrong in a scene", () => {
    const { api } = world();
    expect(errorOf(() => api.boot({ pmem: { pmem0: { size: "1 MiB", partitions: ["8 MiB"] } } }))).toContain(
      "boot(pmem.pmem0.partitions[0]",
    );
    expect(errorOf(() => api.boot({ pmem: {} }))).toContain("boot(pmem): got 0 devices, expected 1 to");
    expect(errorOf(() => api.boot({ kernal: "6.1" } as never))).toContain(
      "boot(kernal): got a field, expected one of kernel",
    );
  });
  test("mappings are named m0, m1, … as long as nobody names them", () => {
    const { mapped } = world();
    const maps = mapped
      .mmap("alice", "/a/f")
      .munmap("alice", "m0")
      .mmap("alice", "/a/f", { map: "mine" })
      .mmap("alice", "/a/f");
    expect(maps.value.steps.slice(4).map((it) => ("map" in it ? it.map : null))).toEqual([
      "m0",
      "m1",
      "m0",
      "mine",
      "m0",
    ]);
  });
  test("touch: true touches every page of the file that the mapping covers", () => {
    const { mapped } = world();
    const touched = mapped.mmap("alice", "/a/f", { offset: "56 KiB", touch: true, write: false });
    expect(touched.value.steps.at(-1)).toMatchObject({
      touch: [
        { offInMapBytes: 0, write: false },
        { offInMapBytes: 4096, write: false },
      ],
    });
  });
  test("stripes without a length use every whole chunk of the shortest leg", () => {
    const { api } = world();
    const two = api.boot({ pmem: { pmem0: { size: "10 MiB" }, pmem1: { size: "7 MiB" } } });
    const striped = two.striped("st", "2 MiB", [{ device: "pmem0", offset: "1 MiB" }, { device: "pmem1" }]);
    expect(striped.value.steps.at(-1)).toMatchObject({ table: [{ lenBytes: 12 * MIB }] });
  });
  test("a holder travels as the text of one expression, in whatever form it was written", () => {
    const { bare } = world();
    const forms = [
      { name: "a", notifyFailure: () => 0 },
      {
        name: "b",
        notifyFailure() {
          return 0;
        },
      },
      {
        name: "c",
        notifyFailure: function named() {
          return 0;
        },
      },
    ];
    for (const form of forms) {
      const step = bare.holder("pmem0", form).value.steps.at(-1) as { source: string };
      expect(typeof new Function(`return (${step.source})`)()).toBe("function");
    }
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
