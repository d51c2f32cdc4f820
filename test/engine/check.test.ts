/** What a scenario may name, where ranges must lie, and what an error says about it. */
import { describe, expect, test } from "vitest";
import { asValid, MAX_STEPS, validate } from "../../engine/check.ts";
import { MAX_DISKS, MAX_DM_DEPTH } from "../../engine/check-blocks.ts";
import type { MachineValue, Partition, Scene, Step } from "../../engine/scene.ts";

const MIB = 1024 ** 2;
const P1: Partition = { startBytes: MIB, sizeBytes: 31 * MIB };
const P2: Partition = { startBytes: 32 * MIB, sizeBytes: 31 * MIB };
const scene: Scene = {
  kernel: "6.1",
  pmem: { pmem0: { sizeBytes: 64 * MIB, partitions: [P1, P2] }, pmem1: { sizeBytes: 64 * MIB } },
};
const MOUNTED: Step[] = [
  { op: "mkfs", fstype: "xfs", device: "pmem0p1" },
  { op: "mount", device: "pmem0p1", target: "/a", dax: "always" },
];
const MAPPED: Step[] = [
  ...MOUNTED,
  { op: "create", path: "/a/f", sizeBytes: 65536 },
  { op: "spawn", process: "alice" },
  { op: "mmap", process: "alice", map: "m0", path: "/a/f", lenBytes: 8192 },
];

const value = (steps: unknown[], its: unknown = scene) => ({ scene: its, steps, seed: 1 });
const errorOf = (it: unknown): string => {
  try {
    validate(it);
  } catch (error) {
    expect(error).toMatchObject({ name: "SceneError" });
    return (error as Error).message;
  }
  return "valid";
};

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

describe("ranges lie inside what they are ranges of", () => {
  test.each<[string, unknown, string]>([
    [
      "partitions that overlap",
      value([{ op: "partition", device: "pmem0", table: [P1, { startBytes: 16 * MIB, sizeBytes: MIB }] }]),
      `steps[0].table[1].startBytes: got ${16 * MIB}, expected at least ${32 * MIB}, the end of partition 1`,
    ],
    [
      "a partition that ends beyond the disk",
      value([{ op: "partition", device: "pmem0", table: [{ startBytes: MIB, sizeBytes: 64 * MIB }] }]),
      `expected at most ${63 * MIB}, to end with the disk`,
    ],
    [
      "an extent that ends beyond its filesystem",
      value([
        ...MOUNTED,
        {
          op: "create",
          path: "/a/f",
          sizeBytes: 4096,
          extents: [{ offInFileBytes: 0, offInDevBytes: 31 * MIB, lenBytes: 4096 }],
        },
      ]),
      "steps[2].extents[0].offInDevBytes",
    ],
    [
      "extents out of order",
      value([
        ...MOUNTED,
        {
          op: "create",
          path: "/a/f",
          sizeBytes: 16384,
          extents: [
            { offInFileBytes: 4096, offInDevBytes: 65536, lenBytes: 8192 },
            { offInFileBytes: 8192, offInDevBytes: 131072, lenBytes: 4096 },
          ],
        },
      ]),
      "steps[2].extents[1].offInFileBytes: got 8192, expected at least 12288, the end before it",
    ],
    [
      "a gap between targets of a mapped device",
      value([
        {
          op: "dm-create",
          name: "vol",
          table: [{ type: "linear", startBytes: 4096, lenBytes: MIB, device: "pmem1", offInLegBytes: 0 }],
        },
      ]),
      "steps[0].table[0].startBytes: got 4096, expected 0: targets follow each other from 0",
    ],
    [
      "a leg beyond its device",
      value([
        {
          op: "dm-create",
          name: "vol",
          table: [{ type: "linear", startBytes: 0, lenBytes: MIB, device: "pmem1", offInLegBytes: 64 * MIB }],
        },
      ]),
      "steps[0].table[0].offInLegBytes",
    ],
    [
      "stripes that do not fill whole rows",
      value([
        {
          op: "dm-create",
          name: "vol",
          table: [
            {
              type: "striped",
              startBytes: 0,
              lenBytes: 12288,
              chunkBytes: 4096,
              legs: [
                { device: "pmem0p1", offInLegBytes: 0 },
                { device: "pmem1", offInLegBytes: 0 },
              ],
            },
          ],
        },
      ]),
      "expected a multiple of 8192: chunk times legs",
    ],
    [
      "a failure beyond the device",
      value([{ op: "fail", device: "pmem1", offBytes: 64 * MIB }]),
      `steps[0].offBytes: got ${64 * MIB}, expected at most ${64 * MIB - 1}: pmem1 has ${64 * MIB} bytes`,
    ],
    [
      "a load beyond its mapping",
      value([...MAPPED, { op: "load", process: "alice", map: "m0", offInMapBytes: 8192 }]),
      "steps[5].offInMapBytes: got 8192, expected at most 8191: the mapping has 8192 bytes",
    ],
    [
      "namespaces that overlap in physical memory",
      value([], {
        kernel: "6.1",
        pmem: {
          pmem0: { sizeBytes: MIB, resourceBytes: 4 * MIB },
          pmem1: { sizeBytes: MIB, resourceBytes: 5 * MIB, dataOffsetBytes: 4096 },
        },
      }),
      "scene.pmem.pmem1.resourceBytes: got 5242880, expected memory that pmem0 does not have",
    ],
    [
      "a geometry larger than its device",
      value([
        {
          op: "mkfs",
          fstype: "xfs",
          device: "pmem1",
          options: { geometry: { blockBytes: 4096, dblocks: 20000, agBlocks: 5000, agCount: 4, logBytes: 0 } },
        },
      ]),
      "steps[0].options.geometry.dblocks",
    ],
  ])("%s", (_, it, message) => {
    expect(errorOf(it)).toContain(message);
  });

  test("the last byte is inside, the one after it is not: every block device", () => {
    const sizes = { pmem0: 64 * MIB, pmem0p1: 31 * MIB, pmem0p2: 31 * MIB, pmem1: 64 * MIB };
    for (const [device, size] of Object.entries(sizes)) {
      expect(errorOf(value([{ op: "fail", device, offBytes: size - 1 }]))).toBe("valid");
      expect(errorOf(value([{ op: "fail", device, offBytes: size }]))).toContain(`${device} has ${size} bytes`);
    }
  });
});

describe("limits have a value that is allowed and one that is not", () => {
  test("steps", () => {
    const many = (count: number) => value(new Array(count).fill({ op: "sysctl", earlyKill: 0 }));
    expect(errorOf(many(MAX_STEPS))).toBe("valid");
    expect(errorOf(many(MAX_STEPS + 1))).toBe(`steps: got ${MAX_STEPS + 1} steps, expected at most ${MAX_STEPS}`);
  });
  test("pmem devices", () => {
    const many = (count: number) => {
      const entries = Array.from({ length: count }, (_, i) => [`pmem${i}`, { sizeBytes: MIB }]);
      return value([], { kernel: "6.1", pmem: Object.fromEntries(entries) });
    };
    expect(errorOf(many(MAX_DISKS))).toBe("valid");
    expect(errorOf(many(MAX_DISKS + 1))).toContain("scene.pmem");
  });
  test("mapped devices on each other", () => {
    const tower = (height: number): Step[] =>
      Array.from({ length: height }, (_, i) => ({
        op: "dm-create",
        name: `v${i}`,
        table: [
          { type: "linear", startBytes: 0, lenBytes: MIB, device: i === 0 ? "pmem1" : `dm-${i - 1}`, offInLegBytes: 0 },
        ],
      }));
    expect(errorOf(value(tower(MAX_DM_DEPTH)))).toBe("valid");
    expect(errorOf(value(tower(MAX_DM_DEPTH + 1)))).toContain(`at most ${MAX_DM_DEPTH}`);
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
