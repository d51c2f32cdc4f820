/** What mount(2) reads and shares, as the kernel was recorded to do it: ours-6.1/n40. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Machine } from "../../engine/api.ts";
import type { CellApi } from "../../engine/machine.ts";
import { openTestApi } from "../support/player.ts";

const FSTYPES = ["xfs", "ext4"] as const;

let api: CellApi;
beforeAll(async () => {
  api = await openTestApi();
});

const made = (fstype: "xfs" | "ext4", partitions?: string[]): Machine =>
  api
    .boot({ kernel: "6.1", pmem: { pmem0: { size: "1 GiB", ...(partitions ? { partitions } : {}) } } })
    .mkfs(fstype, partitions ? "pmem0p1" : "pmem0");

describe.each(FSTYPES)("the superblock of %s", (fstype) => {
  const mounted = (sector: number): Machine =>
    made(fstype).badblocks("pmem0", sector, 1).mount("pmem0", "/a", { dax: "always" });

  test("a mount fails with EIO and holds nothing if any sector of the block is on the badblocks list", () => {
    for (let sector = 0; sector < 8; sector++) {
      const machine = mounted(sector);
      expect([machine.errno, machine.holders.pmem0 ?? null, machine.mounts], `sector ${sector}`).toEqual([
        "EIO",
        null,
        {},
      ]);
      expect(machine.events.map((it) => it.rule)).toContain("mount.unreadable");
    }
  });

  test("the sector behind it is not read", () => {
    expect(mounted(8).errno).toBe("0");
  });

  test("a poisoned line that nobody knows of fails the mount as well", () => {
    expect(made(fstype).poison("pmem0", 2048, 64).mount("pmem0", "/a").errno).toBe("EIO");
  });

  test("it is looked for on the partition, not at the start of the disk", () => {
    const machine = made(fstype, ["16 MiB"]);
    expect(machine.badblocks("pmem0", 0, 8).mount("pmem0p1", "/a").errno).toBe("0");
    expect(machine.badblocks("pmem0", 2048, 8).mount("pmem0p1", "/a").errno).toBe("EIO");
  });

  test("once the list is cleared it mounts again", () => {
    const refused = made(fstype).badblocks("pmem0", 0, 8).mount("pmem0", "/a");
    const cleared = refused.step({ op: "badblocks", device: "pmem0", sector: 0, count: 8, clear: true });
    expect([refused.errno, cleared.mount("pmem0", "/a").errno]).toEqual(["EIO", "0"]);
  });
});
