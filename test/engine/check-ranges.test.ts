/** Ranges lie inside what they are ranges of, and every limit has a value that is allowed and one that is not. */
import { describe, expect, test } from "vitest";
import { MAX_DISKS, MAX_DM_DEPTH } from "../../engine/checks/blocks.ts";
import { MAX_STEPS } from "../../engine/checks/check.ts";
import type { Step } from "../../engine/scene.ts";
import { errorOf, MAPPED, MIB, MOUNTED, P1, value } from "../support/scenarios.ts";

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
