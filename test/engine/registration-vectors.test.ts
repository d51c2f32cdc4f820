/** Vectors of the domain reference, section 9.3: registration, mounts and removal, version by version. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Machine, Size } from "../../engine/api.ts";
import type { CellApi } from "../../engine/machine.ts";
import type { Dax, KernelId, MkfsOptions, PolicyId } from "../../engine/scene.ts";
import { openTestApi } from "../support/player.ts";
import { g0 } from "../support/standard-geometry.ts";

let api: CellApi;
beforeAll(async () => {
  api = await openTestApi();
});

const MIB = 2 ** 20;
const MERGED: readonly KernelId[] = ["linux-6.0", "linux-6.5", "linux-6.6", "linux-6.8", "6.1", "6.12", "7.3"];
const REMOVAL: readonly KernelId[] = ["linux-6.8", "6.12"];
const TOY: MkfsOptions = { rmapbt: true, reflink: false, agBlocks: 1984, agCount: 4, logBytes: 2 * MIB };

function two(kernel: KernelId, policy: PolicyId = "kernel"): Machine {
  const partitions = [
    { start: MIB, size: 31 * MIB },
    { start: 32 * MIB, size: 31 * MIB },
  ];
  return api.boot({ kernel, policy, pmem: { pmem0: { size: 64 * MIB, partitions } } });
}

const xfs = (m: Machine, device: string, target: string, dax: Dax = "always", options: MkfsOptions = TOY): Machine =>
  m.mkfs("xfs", device, options).mount(device, target, { dax });

describe("the slot", () => {
  test("TV-40: v9's bare function overwrites, tells nobody, and either one's release empties it", () => {
    const boot = api.boot({ kernel: "v9", policy: "last-writer-wins", pmem: { pmem0: { size: MIB } } });
    const held = boot
      .step({ op: "register-holder", device: "pmem0", holder: "x" })
      .step({ op: "register-holder", device: "pmem0", holder: "y" });
    expect([held.errno, held.holders.pmem0]).toEqual(["0", "y"]);
    expect(held.step({ op: "unregister-holder", device: "pmem0", holder: "x" }).holders.pmem0).toBeNull();
  });
  test("TV-41: in the posted series the second XFS does not mount", () => {
    const m = xfs(xfs(two("v9"), "pmem0p1", "/a"), "pmem0p2", "/b");
    expect([m.errno, m.mounts["/b"], m.holders.pmem0]).toEqual(["ENOMEM", undefined, "xfs:pmem0p1"]);
  });
  test.each(MERGED)("TV-42: from 6.0 on it mounts without DAX, and nobody says so, %s", (kernel) => {
    for (const first of ["always", "inode", "never"] as const) {
      const m = xfs(xfs(two(kernel), "pmem0p1", "/a", first), "pmem0p2", "/b");
      expect([m.errno, m.mounts["/b"]?.dax, m.holders.pmem0]).toEqual(["0", "off", "xfs:pmem0p1"]);
    }
  });
  test.each(MERGED)(
    "TV-43: reflink on a partition with dax=always is refused, and the slot given back, %s",
    (kernel) => {
      const m = xfs(two(kernel), "pmem0p1", "/a", "always", { ...TOY, reflink: true });
      expect([m.errno, m.holders.pmem0]).toEqual(["EINVAL", null]);
    },
  );
  test.each(MERGED)("TV-44: with dax=inode it mounts and holds, %s", (kernel) => {
    const m = xfs(two(kernel), "pmem0p1", "/a", "inode", { ...TOY, reflink: true });
    expect([m.errno, m.mounts["/a"]?.dax, m.holders.pmem0]).toEqual(["0", "inode", "xfs:pmem0p1"]);
  });
  test.each([
    ["TV-45: a partition from sector 63", { start: 63 * 512, size: 31 * MIB }],
    ["TV-46: a partition of 1001 sectors and more", { start: 2048 * 512, size: 31 * MIB + 1001 * 512 }],
  ] as [string, { start: Size; size: Size }][])("%s has no dax_device", (_, partition) => {
    const m = api.boot({ kernel: "6.12", pmem: { pmem0: { size: 64 * MIB, partitions: [partition] } } });
    const ext4 = m.mkfs("ext4", "pmem0p1").mount("pmem0p1", "/a", { dax: "always" });
    expect(ext4.errno).toBe("EINVAL");
    const other = xfs(m, "pmem0p1", "/a");
    expect([other.errno, other.mounts["/a"]?.dax, other.holders.pmem0]).toEqual(["0", "off", null]);
  });
  test.each(MERGED)("TV-47: ext4 looks without claiming, so it never conflicts, %s", (kernel) => {
    const m = xfs(two(kernel), "pmem0p1", "/a").mkfs("ext4", "pmem0p2").mount("pmem0p2", "/b", { dax: "always" });
    expect([m.errno, m.mounts["/b"]?.dax, m.holders.pmem0]).toEqual(["0", "always", "xfs:pmem0p1"]);
  });
  test("TV-48: on 7.3 a release by somebody else leaves the holder mute", () => {
    const boot = api.boot({ kernel: "7.3", pmem: { pmem0: { size: MIB }, pmem1: { size: MIB } } });
    const m = boot
      .step({ op: "register-holder", device: "pmem0", holder: "x" })
      .step({ op: "register-holder", device: "pmem1", holder: "y" })
      .step({ op: "unregister-holder", device: "pmem0", holder: "y" });
    expect(m.state.daxDevices[0]?.holders).toMatchObject([{ holder: "x", hasOps: false }]);
    expect(m.step({ op: "notify", device: "pmem0", offBytes: 0, lenBytes: 4096 }).errno).toBe("EOPNOTSUPP");
  });
  test.each([
    ["device_dax", "EOPNOTSUPP", "EOPNOTSUPP"],
    ["fsdev_dax", "0", "EBUSY"],
    ["none", "ENODEV", "ENODEV"],
  ] as const)("TV-49: fs_dax_get on a devdax device with driver %s", (driver, first, second) => {
    const boot = api.boot({ kernel: "7.3", pmem: { "dax0.0": { size: 4 * MIB, mode: "devdax", driver } } });
    const one = boot.step({ op: "register-holder", device: "dax0.0", holder: "x" });
    expect([one.errno, one.step({ op: "register-holder", device: "dax0.0", holder: "y" }).errno]).toEqual([
      first,
      second,
    ]);
  });
});

describe("kill_dax and removal", () => {
  test("TV-50: v9 empties the slot and does not tell", () => {
    const m = api.machineOf(g0("v9")).step({ op: "kill-dax", device: "pmem0" });
    expect([m.holders.pmem0, m.mounts["/a"]?.state, m.told]).toEqual([null, "alive", []]);
  });
  test.each(REMOVAL)("TV-51: every process is told, the filesystem shuts down, the memory is not bad, %s", (kernel) => {
    // C's faults would have unmapped B's pages: the block is shared, and the last faulter has it.
    const m = api.machineOf(g0(kernel, [], { without: "C" })).unbind("pmem0");
    expect(m.told).toEqual(["A", "B"]);
    expect(new Set(m.signals.map((it) => it.code))).toEqual(new Set(["BUS_MCEERR_AO"]));
    expect(m.mounts["/a"]?.shutdownReasons).toContain("FORCE_UMOUNT");
    expect(m.state.poison[0]?.hwpoison).toEqual([]);
  });
  test.each(REMOVAL)("TV-52: without a reverse map the answer is ignored and nobody is told, %s", (kernel) => {
    const m = api.machineOf(g0(kernel, [], { rmapbt: false })).unbind("pmem0");
    expect(m.events.find((it) => it.fn === "dax_holder_notify_failure")?.errno).toBe("EOPNOTSUPP");
    expect([m.told, m.mounts["/a"]?.shutdownReasons]).toEqual([[], ["DEVICE_REMOVED"]]);
  });
  test.each(MERGED)("TV-53: ext4 and mapped devices are not asked, %s", (kernel) => {
    const ext4 = api
      .boot({ kernel, pmem: { pmem0: { size: 64 * MIB } } })
      .mkfs("ext4", "pmem0")
      .mount("pmem0", "/a");
    const mapped = api
      .boot({ kernel, pmem: { pmem0: { size: 64 * MIB } } })
      .linear("vol", [{ device: "pmem0", length: 64 * MIB }]);
    for (const m of [ext4.unbind("pmem0"), mapped.unbind("pmem0")]) {
      expect(m.events.some((it) => it.fn === "dax_holder_notify_failure")).toBe(false);
    }
  });
  test("TV-54: 6.0 computes a length of almost 2^64 and walks off the last group", () => {
    const m = api.machineOf(g0("linux-6.0", [], { directoryOnDisk: true })).unbind("pmem0");
    const ddev = m.events.find((it) => it.fn === "xfs_dax_notify_ddev_failure");
    expect(ddev?.args.bblen).toBe(0x7f_ffff_fffe_0000n);
    expect([m.errno, m.state.crash?.kind]).toEqual([null, "oops"]);
  });
  test("TV-55: 6.6 takes it for a failure of everything: only the early process hears of it", () => {
    const m = api.machineOf(g0("linux-6.6", [], { directoryOnDisk: true })).unbind("pmem0");
    expect(m.told).toEqual(["C"]);
    expect(m.mounts["/a"]?.shutdownReasons).toEqual(["CORRUPT_ONDISK"]);
    // The struct pages go with the device, and their flags with them.
    expect(m.state.poison[0]?.hwpoison).toEqual([]);
    expect(m.events.find((it) => it.fn === "dax_holder_notify_failure")?.errno).toBe("EFSCORRUPTED");
  });
  test.each(REMOVAL)("the block layer tells whoever has the disk open, for its log too, %s", (kernel) => {
    const m = api
      .boot({ kernel, pmem: { pmem0: { size: 64 * MIB }, pmem1: { size: 64 * MIB } } })
      .mkfs("xfs", "pmem0", { ...TOY, agBlocks: 4096, logDevice: "pmem1", logBytes: 8 * MIB })
      .mount("pmem0", "/a", { dax: "always", logDevice: "pmem1" })
      .unbind("pmem1");
    expect(m.mounts["/a"]?.shutdownReasons).toEqual(["DEVICE_REMOVED"]);
  });
  test.each(MERGED)("a page of a device that is gone is no page any more: ENXIO before any handler, %s", (kernel) => {
    const m = api
      .boot({ kernel, pmem: { pmem0: { size: 64 * MIB } } })
      .unbind("pmem0")
      .fail("pmem0", 0);
    expect([m.errno, m.events.some((it) => it.fn === "memory_failure")]).toEqual(["ENXIO", false]);
    expect(m.bind("pmem0").fail("pmem0", 0).errno).toBe("EBUSY");
  });
  test("TV-56: the log's device goes away on 7.3: not yet a reason to stop", () => {
    const m = api
      .boot({ kernel: "7.3", pmem: { pmem0: { size: 64 * MIB }, pmem1: { size: 64 * MIB } } })
      .mkfs("xfs", "pmem0", { ...TOY, agBlocks: 4096, logDevice: "pmem1", logBytes: 8 * MIB })
      .mount("pmem0", "/a", { dax: "always", logDevice: "pmem1" })
      .step({ op: "kill-dax", device: "pmem1" });
    expect(m.events.find((it) => it.fn === "dax_holder_notify_failure")?.ret).toBe(0);
    expect(m.mounts["/a"]?.state).toBe("alive");
  });
});
