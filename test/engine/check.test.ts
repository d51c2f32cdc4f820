/** What a scenario may name, and what an error says about a name that it may not. */
import { describe, expect, test } from "vitest";
import { asValid, validate } from "../../engine/checks/check.ts";
import type { MachineValue, Scene, Step } from "../../engine/scene.ts";
import { errorOf, MAPPED, MIB, MOUNTED, P1, value } from "../support/scenarios.ts";

describe("a step may only name what an earlier step could have introduced", () => {
  test.each<[string, Step[], string]>([
    [
      "a device, with the name that was probably meant",
      [{ op: "mount", device: "pmem0p3", target: "/a" }],
      'steps[0].device: got "pmem0p3", expected a block device; did you mean pmem0p1 or pmem0p2?',
    ],
    [
      "a mount point",
      [...MOUNTED, { op: "umount", target: "/b" }],
      'steps[2].target: got "/b", expected a mount point of an earlier mount; did you mean /a?',
    ],
    [
      "a file",
      [...MAPPED, { op: "unlink", path: "/a/g" }],
      'steps[5].path: got "/a/g", expected a file that was created before; did you mean /a/f?',
    ],
    [
      "a path under a mount point",
      [{ op: "create", path: "/a/f", sizeBytes: 1 }],
      'steps[0].path: got "/a/f", expected a path under a mount point; there is none yet',
    ],
    [
      "a process",
      [...MAPPED, { op: "exit", process: "alcie" }],
      'steps[5].process: got "alcie", expected a process that was started before; did you mean alice?',
    ],
    [
      "a mapping",
      [...MAPPED, { op: "load", process: "alice", map: "m1", offInMapBytes: 0 }],
      'steps[5].map: got "m1", expected a mapping of alice; did you mean m0?',
    ],
    [
      "a holder",
      [{ op: "unregister-holder", device: "pmem1", holder: "mine" }],
      'steps[0].holder: got "mine", expected a registered holder; there is none yet',
    ],
    [
      "a mapped device",
      [{ op: "dm-remove", name: "vol" }],
      'steps[0].name: got "vol", expected a mapped device; there is none yet',
    ],
  ])("%s", (_, steps, message) => {
    expect(errorOf(value(steps))).toBe(message);
  });

  test("a name that a step introduced stays usable, whatever the kernel said to that step", () => {
    const refused: Step[] = [
      { op: "mkfs", fstype: "ext4", device: "pmem0p1" },
      { op: "mount", device: "pmem0p1", target: "/a", fstype: "xfs" },
      { op: "create", path: "/a/f", sizeBytes: 4096 },
      { op: "partition", device: "pmem0", table: [P1] },
      { op: "fail", device: "pmem0p2", offBytes: 0 },
    ];
    expect(errorOf(value(refused))).toBe("valid");
  });

  test("threads of a race see each other's names", () => {
    const threads: Step[] = [
      { op: "mount", device: "pmem0p1", target: "/a" },
      { op: "umount", target: "/a" },
    ];
    expect(errorOf(value([{ op: "race", threads, schedule: [0, 1] }]))).toBe("valid");
    expect(
      errorOf(value([{ op: "race", threads: [threads[0], { op: "umount", target: "/x" }], schedule: [] }])),
    ).toContain("steps[0].threads[1].target");
  });

  test("a mapped device goes by its number and by its name", () => {
    const linear = (name: string, device: string): Step => ({
      op: "dm-create",
      name,
      table: [{ type: "linear", startBytes: 0, lenBytes: MIB, device, offInLegBytes: 0 }],
    });
    const steps = [linear("low", "pmem1"), linear("high", "dm-0"), linear("top", "mapper/high")];
    expect(errorOf(value([...steps, { op: "fail", device: "dm-2", offBytes: MIB - 1 }]))).toBe("valid");
    expect(errorOf(value([...steps, { op: "fail", device: "dm-3", offBytes: 0 }]))).toContain(
      'steps[3].device: got "dm-3"',
    );
    const freed: Step[] = [...steps, { op: "dm-remove", name: "high" }, linear("new", "pmem0")];
    expect(errorOf(value([...freed, { op: "fail", device: "dm-1", offBytes: 0 }]))).toBe("valid");
  });
});

describe("what validate gives back", () => {
  test("is frozen all the way down and shares nothing with its argument", () => {
    const given = structuredClone(value(MAPPED)) as { scene: Scene; steps: Step[]; seed: number };
    const got = validate(given);
    expect(got).toEqual(given);
    (given.steps[4] as { lenBytes: number }).lenBytes = 1;
    given.scene.pmem = {};
    expect(got).toEqual(value(MAPPED));
    expect(Object.isFrozen(got.steps[0])).toBe(true);
    expect(Object.isFrozen(got.scene.pmem.pmem0?.partitions?.[0])).toBe(true);
  });
  test("is read once: a getter cannot show the engine something else", () => {
    let reads = 0;
    const step = {
      op: "fail",
      device: "pmem1",
      get offBytes() {
        return reads++ === 0 ? 0 : 2 ** 50;
      },
    };
    expect(validate(value([step])).steps[0]).toEqual({ op: "fail", device: "pmem1", offBytes: 0 });
  });
  test("is accepted again as it is", () => {
    const got = validate(value(MAPPED));
    expect(validate(got)).toBe(got);
    const other: MachineValue = asValid({ ...got });
    expect(validate(other)).toBe(other);
  });
});

test("a step with a field too many, or of another type, says which", () => {
  expect(errorOf(value([{ op: "umount", target: "/a", force: true }]))).toBe(
    "steps[0].force: got a field, expected no field of that name",
  );
  expect(errorOf(value([{ op: "fail", device: "pmem1", offBytes: "0" }]))).toContain(
    'steps[0].offBytes: got "0", expected',
  );
  expect(errorOf(value([{ op: "explode" }]))).toContain("steps[0].op");
  expect(
    errorOf(JSON.parse('{"scene":{"kernel":"6.1","pmem":{"__proto__":{"sizeBytes":4096}}},"steps":[],"seed":1}')),
  ).not.toBe("valid");
});
