/** What mount(2) reads and shares, as the kernel was recorded to do it: ours-6.1/n40 and n41. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Machine } from "../../engine/api.ts";
import { asValid } from "../../engine/checks/check.ts";
import type { CellApi } from "../../engine/machine.ts";
import { openTestApi, openTestPlayer } from "../support/player.ts";

const FSTYPES = ["xfs", "ext4"] as const;

let api: CellApi;
beforeAll(async () => {
  api = await openTestApi();
});

const made = (fstype: "xfs" | "ext4", partitions?: string[]): Machine =>
  api
    .boot({ kernel: "6.1", pmem: { pmem0: { size: "1 GiB", ...(partitions ? { partitions } : {}) } } })
    .mkfs(fstype, partitions ? "pmem0p1" : "pmem0", fstype === "xfs" ? { rmapbt: true } : {});

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

describe.each(FSTYPES)("%s at two mount points", (fstype) => {
  const both = (second: object = {}): Machine =>
    made(fstype).mount("pmem0", "/a", { dax: "always" }).create("/a/f", 8192).mount("pmem0", "/b", second);
  const points = (machine: Machine): string[] => Object.keys(machine.mounts).sort();

  test("the second mount succeeds, registers nothing, and its options do not count", () => {
    const machine = both({ dax: "never" });
    expect([machine.errno, points(machine)]).toEqual(["0", ["/a", "/b"]]);
    expect(machine.mounts["/b"]).toEqual({ ...machine.mounts["/a"], target: "/b" });
    expect(machine.events.map((it) => it.rule)).toEqual(["step", "mount.shared"]);
  });

  test("only a change between read-only and writable is refused, and a mount point in use", () => {
    expect(both({ readOnly: true }).errno).toBe("EBUSY");
    expect(both().mount("pmem0", "/b").errno).toBe("EBUSY");
  });

  test("both name the same files", () => {
    const machine = both()
      .write("/b/f", 0, "seen")
      .spawn("p")
      .mmap("p", "/b/f", { touch: [0], write: false });
    expect(new TextDecoder().decode(machine.bytes("/a/f", 0, 4))).toBe("seen");
    expect(machine.processes.p?.maps.map((it) => it.path)).toEqual(["/a/f"]);
    expect(machine.fail("pmem0", machine.files["/a/f"]?.extents[0]?.offInDevBytes ?? 0).errno).toBe("0");
  });

  test.each([
    ["/a", "/b"],
    ["/b", "/a"],
  ])("umount of %s gives up nothing, umount of %s everything", (first, last) => {
    const holder = both().holders.pmem0 ?? null;
    const one = both().umount(first);
    expect([one.errno, points(one), one.holders.pmem0 ?? null]).toEqual(["0", [last], holder]);
    expect(Object.keys(one.files)).toEqual([`${last}/f`]);
    expect(one.umount(first).errno).toBe("EINVAL");
    const none = one.umount(last);
    expect([none.errno, points(none), none.holders.pmem0 ?? null]).toEqual(["0", [], null]);
    expect(none.mount("pmem0", first, { dax: "never" }).mounts[first]?.dax).toBe("never");
  });

  test("of three the order does not matter", () => {
    const orders = ["abc", "acb", "bac", "bca", "cab", "cba"];
    for (const order of orders) {
      let machine = both().mount("pmem0", "/c");
      const left = new Set(["/a", "/b", "/c"]);
      for (const point of order) {
        machine = machine.umount(`/${point}`);
        left.delete(`/${point}`);
        expect(points(machine), order).toEqual([...left]);
      }
      expect(machine.mkfs(fstype, "pmem0").errno, order).toBe("0");
    }
  });

  test("power loss takes all mount points", () => {
    expect(points(both().powerFail())).toEqual([]);
    expect(points(both().powerFail().mount("pmem0", "/b"))).toEqual(["/b"]);
  });

  test("when the device goes both show the same state", () => {
    const { mounts } = both().unbind("pmem0");
    expect([mounts["/a"]?.state, mounts["/b"]?.state]).toEqual([mounts["/b"]?.state, mounts["/a"]?.state]);
    expect(mounts["/a"]?.state).not.toBe("alive");
  });
});

test("a failure of the superblock shuts an XFS down at both mount points", () => {
  const machine = made("xfs").mount("pmem0", "/a", { dax: "always" }).mount("pmem0", "/b").fail("pmem0", 0);
  expect([machine.mounts["/a"]?.state, machine.mounts["/b"]?.state]).toEqual(["shutdown", "shutdown"]);
});

test.each(FSTYPES)(
  "mounting a disk without any filesystem as %s looks its dax_device up before it is read",
  async (fstype) => {
    const scene = { kernel: "6.1" as const, pmem: { pmem0: { sizeBytes: 64 * 2 ** 20 } } };
    const mount = { op: "mount" as const, device: "pmem0", target: "/a", fstype, dax: "always" as const };
    const run = (await openTestPlayer()).run(asValid({ scene, steps: [mount], seed: 1 }));
    expect(run.outcomes[0]?.errno).toBe("EINVAL");
    expect(run.events.map((it) => it.fn)).toContain("fs_dax_get_by_bdev");
    expect(run.snapshot(1).daxDevices.map((it) => it.holder)).toEqual([null]);
  },
);
