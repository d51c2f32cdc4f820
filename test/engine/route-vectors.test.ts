/** Vectors of the domain reference, section 9.2: the route of a failure, version by version. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Machine } from "../../engine/api.ts";
import type { CellApi } from "../../engine/machine.ts";
import type { KernelId, MkfsOptions, PolicyId } from "../../engine/scene.ts";
import { openTestApi } from "../support/player.ts";
import { FIRST_PFN, g0, PAGE } from "../support/standard-geometry.ts";

let api: CellApi;
beforeAll(async () => {
  api = await openTestApi();
});

const MIB = 2 ** 20;
const ALL: readonly KernelId[] = ["v9", "linux-6.0", "linux-6.5", "linux-6.6", "linux-6.8", "6.1", "6.12", "7.3"];
const MERGED = ALL.slice(1);
const TOY: MkfsOptions = { rmapbt: true, reflink: false, agBlocks: 1984, agCount: 4, logBytes: 2 * MIB };

/** G1 of the reference: two partitions of 31 MiB at 1 MiB and 32 MiB. */
function g1(kernel: KernelId, policy: PolicyId = "kernel"): Machine {
  const partitions = [
    { start: MIB, size: 31 * MIB },
    { start: 32 * MIB, size: 31 * MIB },
  ];
  const pmem0 = { size: 64 * MIB, resource: FIRST_PFN * PAGE, dataOffset: 2 * MIB, map: "dev" as const, partitions };
  return api.boot({ kernel, policy, pmem: { pmem0, pmem1: { size: 64 * MIB } } });
}

const xfsOn = (m: Machine, device: string, target: string, options: MkfsOptions = TOY): Machine =>
  m.mkfs("xfs", device, options).mount(device, target, { dax: "always" });

const argsOf = (m: Machine, fn: string) => m.events.filter((it) => it.fn === fn).map((it) => it.args);
const called = (m: Machine, fn: string): boolean => m.events.some((it) => it.fn === fn);

describe("metadata", () => {
  test.each(MERGED)("TV-04: a static block shuts the filesystem down and signals nobody, %s", (kernel) => {
    const m = api.machineOf(g0(kernel)).fail("pmem0", PAGE);
    expect([m.errno, m.told, m.mounts["/a"]?.shutdownReasons]).toEqual(["EFSCORRUPTED", [], ["CORRUPT_ONDISK"]]);
  });
  test.each(MERGED.flatMap((it) => [[it, 33] as const, [it, 36] as const]))(
    "TV-05: attribute forks and CoW staging blocks too, %s block %i",
    (kernel, block) => {
      const m = api.machineOf(g0(kernel)).fail("pmem0", block * PAGE);
      expect([m.errno, m.mounts["/a"]?.state]).toEqual(["EFSCORRUPTED", "shutdown"]);
    },
  );
});

describe("before the holder", () => {
  test.each(ALL)("TV-09: the area of the memmap: refused before any driver, %s", (kernel) => {
    const m = api.machineOf(g0(kernel)).step({ op: "fail", device: "phys", offBytes: 0x100100 * PAGE });
    expect(m.errno).toBe("ENXIO");
    expect(called(m, "pmem_pagemap_memory_failure")).toBe(false);
  });
  test.each(MERGED)("TV-10: with the memmap in RAM the offset wraps, and is out of range, %s", (kernel) => {
    const value = g0(kernel);
    const pmem0 = {
      sizeBytes: 64 * MIB,
      resourceBytes: FIRST_PFN * PAGE,
      dataOffsetBytes: 2 * MIB,
      map: "mem" as const,
    };
    const m = api
      .machineOf({ ...value, scene: { ...value.scene, pmem: { pmem0 } } })
      .step({ op: "fail", device: "phys", offBytes: 0x100100 * PAGE });
    expect(m.errno).toBe("ENXIO");
    expect(argsOf(m, "dax_holder_notify_failure")[0]?.offset).toBe(0xffff_ffff_fff0_0000n);
  });
  test.each(MERGED)("TV-11: nobody holds: generic, and nobody is found, %s", (kernel) => {
    const m = g1(kernel).fail("pmem0", 16 * PAGE);
    expect(m.errno).toBe("EBUSY");
    expect(called(m, "mf_generic_kill_procs")).toBe(true);
  });
  test.each(MERGED)("TV-17: dead is tested before unheld, %s", (kernel) => {
    const m = g1(kernel)
      .step({ op: "kill-dax", device: "pmem0" })
      .fail("pmem0", 16 * PAGE);
    expect([m.errno, called(m, "mf_generic_kill_procs")]).toEqual(["ENXIO", false]);
  });
});

describe("ext4", () => {
  const ext4 = (kernel: KernelId): Machine => {
    const disk = api.boot({ kernel, pmem: { pmem0: { size: 64 * MIB } } });
    return disk
      .mkfs("ext4", "pmem0")
      .mount("pmem0", "/a", { dax: "always" })
      .create("/a/f", 8 * PAGE)
      .spawn("p")
      .mmap("p", "/a/f", { touch: true });
  };
  test.each(ALL)("TV-12: a file's page takes the generic way, %s", (kernel) => {
    const m = ext4(kernel).madvise("p", 2 * PAGE);
    expect(m.errno).toBe("0");
    expect(m.signals).toMatchObject([{ process: "p", code: "BUS_MCEERR_AR", offInMapBytes: 2 * PAGE, lsb: 12 }]);
    expect(m.state.poison[0]?.hwpoison).toHaveLength(1);
  });
  test.each(ALL)("TV-13: its inode tables: nobody is told, not even ext4, %s", (kernel) => {
    const m = ext4(kernel).fail("pmem0", PAGE);
    expect([m.errno, m.mounts["/a"]?.state, m.told]).toEqual(["EBUSY", "alive", []]);
  });
});

describe("partitions", () => {
  test.each(ALL)("TV-24: the last page before the partition, %s", (kernel) => {
    const m = xfsOn(g1(kernel), "pmem0p1", "/a").fail("pmem0", 0xff000);
    if (kernel === "v9") {
      expect(argsOf(m, "xfs_dax_notify_ddev_failure")[0]?.daddr).toBe(0x7f_ffff_ffff_fff8n);
      expect(m.errno).toBeNull();
    } else if (kernel === "linux-6.0") {
      expect([m.errno, m.mounts["/a"]?.state]).toEqual(["EFSCORRUPTED", "shutdown"]);
    } else expect([m.errno, m.mounts["/a"]?.state]).toEqual(["ENXIO", "alive"]);
  });
  test.each(ALL)("TV-25: byte 0 of the disk, %s", (kernel) => {
    const m = xfsOn(g1(kernel), "pmem0p1", "/a").fail("pmem0", 0);
    if (kernel === "v9") expect(argsOf(m, "xfs_dax_notify_ddev_failure")[0]?.daddr).toBe(0x7f_ffff_ffff_f800n);
    else expect(m.errno).toBe("ENXIO");
  });
  test.each(MERGED)("TV-26: XFS on p1 keeps ext4's processes on p2 uninformed, until it is unmounted, %s", (kernel) => {
    const both = xfsOn(g1(kernel), "pmem0p1", "/a")
      .mkfs("ext4", "pmem0p2")
      .mount("pmem0p2", "/b", { dax: "always" })
      .create("/b/f", 4 * PAGE)
      .spawn("p")
      .mmap("p", "/b/f", { touch: true });
    const page = both.files["/b/f"]?.extents[0]?.offInDevBytes ?? -1;
    const m = both.fail("pmem0p2", page);
    expect([m.errno, m.told, m.state.poison[0]?.hwpoison]).toEqual(["ENXIO", [], []]);
    expect(called(m, "mf_generic_kill_procs")).toBe(false);
    const alone = both.umount("/a").madvise("p", 0);
    expect([alone.errno, alone.signals[0]?.code]).toEqual(["0", "BUS_MCEERR_AR"]);
  });
  test.each(["linux-6.5", "linux-6.6", "linux-6.8", "6.12", "7.3"] as const)(
    "TV-27: the first and the last page of the partition are one block each, %s",
    (kernel) => {
      const m = xfsOn(g1(kernel), "pmem0p1", "/a");
      const asked = (offBytes: number) =>
        argsOf(m.fail("pmem0", offBytes), "xfs_rmap_query_range").map((it) => [
          Number(it.agno) * 1984 + Number(it.low_startblock),
          Number(it.agno) * 1984 + Number(it.high_startblock),
        ]);
      expect([asked(0x100000), asked(0x1fff000)]).toEqual([[[0, 0]], [[7935, 7935]]]);
    },
  );
  test.each([
    ["linux-6.5", 7936],
    ["7.3", 7936],
  ] as const)("TV-28: two pages that run past the partition are not clipped, %s", (kernel, last) => {
    const m = xfsOn(g1(kernel), "pmem0p1", "/a").step({
      op: "notify",
      device: "pmem0",
      offBytes: 0x1fff000,
      lenBytes: 2 * PAGE,
    });
    const ddev = m.events.find((it) => it.fn === "xfs_dax_notify_ddev_failure");
    if (kernel === "7.3") expect([m.errno, called(m, "xfs_rmap_query_range")]).toEqual(["0", true]);
    else expect(Number(ddev?.args.daddr) / 8 + Number(ddev?.args.bblen) / 8 - 1).toBe(last);
  });
  test.each(["linux-6.5", "linux-6.6", "6.12", "7.3"] as const)(
    "TV-29: at the end of a whole disk they are, %s",
    (k) => {
      const m = api.machineOf(g0(k)).step({ op: "notify", device: "pmem0", offBytes: 0x3fff000, lenBytes: 2 * PAGE });
      const asked = argsOf(m, "xfs_rmap_query_range").map((it) => [it.agno, it.low_startblock, it.high_startblock]);
      expect(asked).toEqual([[3, 4095, 4095]]);
    },
  );
});

describe("log and realtime", () => {
  test.each(ALL)(
    "TV-30: data on p1 and log on p2: damage to the log is out of range; v9 does not mount, %s",
    (kernel) => {
      const m = g1(kernel)
        .mkfs("xfs", "pmem0p1", { ...TOY, logDevice: "pmem0p2" })
        .mount("pmem0p1", "/a", { dax: "always", logDevice: "pmem0p2" });
      if (kernel === "v9") return expect(m.errno).toBe("ENOMEM");
      const failed = m.fail("pmem0p2", PAGE);
      expect([failed.errno, failed.mounts["/a"]?.state]).toEqual(["ENXIO", "alive"]);
    },
  );
  test.each(MERGED)("TV-31: an external log device: everywhere, or only inside the log, %s", (kernel) => {
    const m = api
      .boot({ kernel, pmem: { pmem0: { size: 64 * MIB }, pmem1: { size: 64 * MIB } } })
      .mkfs("xfs", "pmem0", { ...TOY, agBlocks: 4096, logDevice: "pmem1", logBytes: 8 * MIB })
      .mount("pmem0", "/a", { dax: "always", logDevice: "pmem1" });
    expect(m.fail("pmem1", PAGE).errno).toBe("EFSCORRUPTED");
    expect(m.fail("pmem1", 16 * MIB).errno).toBe(kernel === "7.3" ? "ENXIO" : "EFSCORRUPTED");
  });
  test.each(MERGED)("TV-32: a realtime file's page, %s", (kernel) => {
    const m = api
      .boot({ kernel, pmem: { pmem0: { size: 64 * MIB }, pmem1: { size: 64 * MIB } } })
      .mkfs("xfs", "pmem0", { ...TOY, agBlocks: 4096, rtDevice: "pmem1" })
      .mount("pmem0", "/a", { dax: "always", rtDevice: "pmem1" })
      .create("/a/rt", 4 * PAGE, {
        extents: [{ offInFileBytes: 0, offInDevBytes: 0, lenBytes: 4 * PAGE, realtime: true }],
      })
      .spawn("p", "early")
      .mmap("p", "/a/rt", { touch: true })
      .fail("pmem1", PAGE);
    expect([m.errno, m.told]).toEqual(["0", ["p"]]);
    expect(called(m, "mf_generic_kill_procs")).toBe(kernel !== "7.3");
  });
});

describe("mapped devices", () => {
  const mapped = (kernel: KernelId, leg: string): Machine =>
    xfsOn(g1(kernel).linear("vol", [{ device: leg, length: 31 * MIB }]), "dm-0", "/d");

  test.each(MERGED)("TV-33: a holder on p2 keeps the filesystem of a mapped device on p1 deaf, %s", (kernel) => {
    const m = xfsOn(mapped(kernel, "pmem0p1"), "pmem0p2", "/b").fail("pmem0p1", 0);
    expect([m.errno, called(m, "mf_generic_kill_procs")]).toEqual(["ENXIO", false]);
  });
  test.each(MERGED)("TV-34: XFS on a mapped device: pages generically, metadata not at all, %s", (kernel) => {
    const m = mapped(kernel, "pmem1")
      .create("/d/f", 4 * PAGE)
      .spawn("p", "early")
      .mmap("p", "/d/f", { touch: true });
    const page = m.files["/d/f"]?.extents[0]?.offInDevBytes ?? -1;
    expect([m.fail("pmem1", page).errno, m.fail("pmem1", page).told]).toEqual(["0", ["p"]]);
    expect([m.fail("pmem1", 0).errno, m.fail("pmem1", 0).mounts["/d"]?.state]).toEqual(["EBUSY", "alive"]);
  });
});
