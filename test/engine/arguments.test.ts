/** Arguments of a machine's operations: sizes as text, and errors that name method and argument. */
import { describe, expect, test } from "vitest";
import type { Machine } from "../../engine/api.ts";
import { errorOf, world } from "../support/worlds.ts";

const MIB = 1024 ** 2;

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
