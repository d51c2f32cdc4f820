/** The oracle has the reference's vectors, so that it may judge the engine. */
import { describe, expect, test } from "vitest";
import { blocksAsked, type Clip, clip, forward, type OracleWorld, reverse } from "../support/oracle.ts";

const KIB = 1024;
const MIB = 1024 ** 2;
const G1: Clip = { partOffBytes: BigInt(MIB), lenBytes: 31n * BigInt(MIB) };

describe("the oracle's clipping has the reference's vectors", () => {
  test("TV-24: the last page before the partition", () => {
    expect(clip("v9", G1, 0xff000n, 0x1000n)).toMatchObject({ daddr: 0x7f_ffff_ffff_fff8n });
    expect(clip("6.0", G1, 0xff000n, 0x1000n)).toEqual({ refused: false, daddr: 0n, bblen: 0n });
    expect(clip("6.5", G1, 0xff000n, 0x1000n)).toEqual({ refused: true });
  });
  test("TV-25: byte 0 of the disk", () => {
    expect(clip("v9", G1, 0n, 0x1000n)).toMatchObject({ daddr: 0x7f_ffff_ffff_f800n });
    for (const rule of ["6.0", "6.5", "6.8"] as const) expect(clip(rule, G1, 0n, 0x1000n)).toEqual({ refused: true });
  });
  test("TV-27: the first and the last page of the partition", () => {
    for (const [at, block] of [
      [0x100000n, 0n],
      [0x1fff000n, 7935n],
    ] as const) {
      const asked = clip("6.5", G1, at, 0x1000n);
      expect(asked.refused === false && blocksAsked("6.5", asked.daddr, asked.bblen, 4096n)).toEqual([block, block]);
    }
  });
  test.each([
    ["6.0", 7937n],
    ["6.5", 7936n],
    ["6.8", 7936n],
  ] as const)("TV-28: two pages that run past the partition's end, %s", (rule, last) => {
    const asked = clip(rule, G1, 0x1fff000n, 0x2000n);
    expect(asked.refused === false && blocksAsked(rule, asked.daddr, asked.bblen, 4096n)).toEqual([7935n, last]);
  });
  test("TV-29: two pages that run past the disk's end", () => {
    const asked = clip("6.5", { partOffBytes: 0n, lenBytes: 64n * BigInt(MIB) }, 0x3fff000n, 0x2000n);
    expect(asked.refused === false && blocksAsked("6.5", asked.daddr, asked.bblen, 4096n)).toEqual([16383n, 16383n]);
  });
  test("TV-54: the whole device on 6.0", () => {
    const asked = clip("6.0", { partOffBytes: 0n, lenBytes: 64n * BigInt(MIB) }, 0n, 2n ** 64n - 1n);
    expect(asked).toMatchObject({ refused: false, bblen: 0x7f_ffff_fffe_0000n });
  });
});

describe("the oracle's mapping has the reference's vectors", () => {
  const disk = (name: string) => ({ name, sizeBytes: 64 * MIB });
  test("TV-35: linear", () => {
    const targets = [
      { type: "linear" as const, startBytes: 0, lenBytes: 65536 * 512, device: "pmem0", offInLegBytes: 8192 * 512 },
    ];
    const world: OracleWorld = { disks: [disk("pmem0")], partitions: [], mapped: [{ name: "dm-0", targets }] };
    expect(reverse(world, "dm-0", { disk: "pmem0", offBytes: 0x500000 }, 4096)).toEqual([2048 * 512]);
    expect(reverse(world, "dm-0", { disk: "pmem0", offBytes: 0x200000 }, 4096)).toEqual([]);
  });
  test("TV-36: two stripes, the second on a partition", () => {
    const legs = [
      { device: "pmem1", offInLegBytes: 0 },
      { device: "pmem0p1", offInLegBytes: 0 },
    ];
    const world: OracleWorld = {
      disks: [disk("pmem0"), disk("pmem1")],
      partitions: [{ name: "pmem0p1", disk: "pmem0", startBytes: 2048 * 512, sizeBytes: 31 * MIB }],
      mapped: [
        { name: "dm-0", targets: [{ type: "striped", startBytes: 0, lenBytes: MIB, chunkBytes: 128 * KIB, legs }] },
      ],
    };
    const sectors = Array.from({ length: 16 }, (_, i) => {
      const place = { disk: "pmem0", offBytes: (2296 + i) * 512 };
      return reverse(world, "dm-0", place, 512).map((it) => it / 512);
    });
    expect(sectors.flat()).toEqual([504, 505, 506, 507, 508, 509, 510, 511, 768, 769, 770, 771, 772, 773, 774, 775]);
  });
  test("forward(reverse(x)) is x, byte by byte, and every byte of a mapped device is somewhere", () => {
    const legs = ["pmem0p1", "pmem1", "pmem0p2"].map((device) => ({ device, offInLegBytes: 4 }));
    const world: OracleWorld = {
      disks: [
        { name: "pmem0", sizeBytes: 64 },
        { name: "pmem1", sizeBytes: 64 },
      ],
      partitions: [
        { name: "pmem0p1", disk: "pmem0", startBytes: 3, sizeBytes: 20 },
        { name: "pmem0p2", disk: "pmem0", startBytes: 30, sizeBytes: 20 },
      ],
      mapped: [
        {
          name: "dm-0",
          targets: [
            { type: "linear", startBytes: 0, lenBytes: 7, device: "pmem1", offInLegBytes: 40 },
            { type: "striped", startBytes: 7, lenBytes: 24, chunkBytes: 4, legs },
          ],
        },
      ],
    };
    for (let offBytes = 0; offBytes < 31; offBytes++) {
      const place = forward(world, "dm-0", offBytes);
      expect(place && reverse(world, "dm-0", place)).toEqual([offBytes]);
    }
    expect(forward(world, "dm-0", 31)).toBeNull();
  });
});
