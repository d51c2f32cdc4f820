/** Who may hold a dax_device: every policy of the thread on two XFS, mapped devices that hold, and the table of all. */
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Machine } from "../../engine/api.ts";
import { validate } from "../../engine/checks/check.ts";
import { KERNELS, POLICIES } from "../../engine/checks/shapes.ts";
import type { CellApi } from "../../engine/machine.ts";
import type { KernelId, MkfsOptions, PolicyId } from "../../engine/scene.ts";
import { openTestApi } from "../support/player.ts";

let api: CellApi;
beforeAll(async () => {
  api = await openTestApi();
});

const MIB = 2 ** 20;
const PAGE = 4096;
const TOY: MkfsOptions = { rmapbt: true, reflink: false, agBlocks: 1984, agCount: 4, logBytes: 2 * MIB };

function boot(policy: PolicyId, kernel: KernelId = "6.12"): Machine {
  const partitions = [
    { start: MIB, size: 31 * MIB },
    { start: 32 * MIB, size: 31 * MIB },
  ];
  return api.boot({ kernel, policy, pmem: { pmem0: { size: 64 * MIB, partitions }, pmem1: { size: 64 * MIB } } });
}

const xfs = (m: Machine, device: string, target: string): Machine =>
  m.mkfs("xfs", device, TOY).mount(device, target, { dax: "always" });

/** Two XFS on p1 and p2, each with a file that an early process maps. */
function twoXfs(policy: PolicyId, kernel?: KernelId): Machine {
  const mounted = xfs(xfs(boot(policy, kernel), "pmem0p1", "/a"), "pmem0p2", "/b");
  return ["a", "b"].reduce((m, name) => {
    if (m.mounts[`/${name}`] === undefined) return m;
    return m
      .create(`/${name}/f`, 4 * PAGE)
      .spawn(name, "early")
      .mmap(name, `/${name}/f`, { touch: true });
  }, mounted);
}

const pageOf = (m: Machine, path: string): number => m.files[path]?.extents[0]?.offInDevBytes ?? -1;
const askedIn = (m: Machine): string[] => [
  ...new Set(m.events.filter((it) => it.fn === "xfs_dax_notify_failure").map((it) => it.who)),
];

describe("two XFS on the partitions of one disk", () => {
  test.each([
    ["kernel", "0", "off", ["xfs:pmem0p1"]],
    ["last-writer-wins", "0", "always", ["xfs:pmem0p2"]],
    ["exclusive", "EBUSY", undefined, ["xfs:pmem0p1"]],
    ["notifier-chain", "0", "always", ["xfs:pmem0p1", "xfs:pmem0p2"]],
    ["whole-device-strict", "0", "always", []],
    ["whole-device-merged", "0", "off", ["xfs:pmem0p1"]],
    ["on-dax-device", "0", "off", []],
    ["range-slots", "0", "always", ["xfs:pmem0p1", "xfs:pmem0p2"]],
    ["chained-dm", "0", "off", ["xfs:pmem0p1"]],
  ] as const)("%s: the second mount answers %s, DAX %s, holders %j", (policy, errno, dax, holders) => {
    const m = xfs(xfs(boot(policy), "pmem0p1", "/a"), "pmem0p2", "/b");
    expect([m.errno, m.mounts["/b"]?.dax]).toEqual([errno, dax]);
    expect(m.state.daxDevices[0]?.holders.map((it) => it.holder)).toEqual(holders);
  });
  test.each(["stacked", "namespaces"] as const)(
    "%s: each partition has a dax_device of its own, both are held",
    (it) => {
      const m = xfs(xfs(boot(it), "pmem0p1", "/a"), "pmem0p2", "/b");
      expect([m.holders.pmem0p1, m.holders.pmem0p2]).toEqual(["xfs:pmem0p1", "xfs:pmem0p2"]);
    },
  );

  test.each([
    ["notifier-chain", ["xfs:pmem0p1", "xfs:pmem0p2"]],
    ["range-slots", ["xfs:pmem0p2"]],
    ["stacked", ["xfs:pmem0p2"]],
    ["namespaces", ["xfs:pmem0p2"]],
  ] as const)("%s: a page of the second one reaches its process; asked are %j", (policy, asked) => {
    const m = twoXfs(policy);
    const failed = m.fail("pmem0p2", pageOf(m, "/b/f"));
    expect([failed.errno, failed.told, askedIn(failed)]).toEqual(["0", ["b"], asked]);
  });
  test.each(["notifier-chain", "range-slots", "stacked", "namespaces"] as const)(
    "%s: metadata of the second one shuts down the second one",
    (policy) => {
      const failed = twoXfs(policy).fail("pmem0p2", 0);
      expect([failed.mounts["/a"]?.state, failed.mounts["/b"]?.state]).toEqual(["alive", "shutdown"]);
      expect(failed.errno).toBe("EFSCORRUPTED");
    },
  );
  test("kernel: nobody is told of the second one's pages", () => {
    const m = twoXfs("kernel");
    const failed = m.fail("pmem0p2", pageOf(m, "/b/f"));
    expect([failed.errno, failed.told, askedIn(failed)]).toEqual(["ENXIO", [], ["xfs:pmem0p1"]]);
  });
  test("last writer wins: a page of the first one goes to the second one, which does not know it", () => {
    const m = twoXfs("last-writer-wins");
    const failed = m.fail("pmem0p1", pageOf(m, "/a/f"));
    expect([failed.errno, failed.told, askedIn(failed)]).toEqual(["ENXIO", [], ["xfs:pmem0p2"]]);
    expect(m.umount("/a").errno).toBe("EBUSY");
  });
  test("whole device strict: nobody holds, so files are found generically and metadata is not", () => {
    const m = twoXfs("whole-device-strict");
    const [data, meta] = [m.fail("pmem0p2", pageOf(m, "/b/f")), m.fail("pmem0p2", 0)];
    expect([data.errno, data.told, meta.errno, meta.mounts["/b"]?.state]).toEqual(["0", ["b"], "EBUSY", "alive"]);
  });
  test("range slots: a failure that nobody claimed takes the generic way", () => {
    const failed = twoXfs("range-slots").fail("pmem0", 0);
    expect(failed.events.some((it) => it.fn === "mf_generic_kill_procs")).toBe(true);
  });
});

describe("mapped devices that hold (design)", () => {
  test.each(KERNELS)("chained-dm: a failure walks from pmem through the mapped device to XFS, %s", (kernel) => {
    const made = boot("chained-dm", kernel).linear("vol", [{ device: "pmem1", offset: MIB, length: 32 * MIB }]);
    expect(made.holders.pmem1).toBe("dm:vol");
    const m = xfs(made, "dm-0", "/d")
      .create("/d/f", 4 * PAGE)
      .spawn("p", "early")
      .mmap("p", "/d/f", { touch: true });
    const failed = m.fail("pmem1", MIB + pageOf(m, "/d/f"));
    // 6.5 counts no pages for a single block, on whatever way it was told of it.
    expect([failed.errno, failed.told]).toEqual(["0", kernel === "linux-6.5" ? [] : ["p"]]);
    const offs = failed.events.filter((it) => it.fn === "dax_holder_notify_failure").map((it) => it.args.offset);
    expect(offs).toEqual([MIB + pageOf(m, "/d/f"), pageOf(m, "/d/f")]);
    expect(failed.events.filter((it) => it.fn === "dm_notify_failure").map((it) => it.cite.proposed)).toEqual([true]);
  });
  const notified = (m: Machine): (number | bigint | undefined)[][] =>
    m.events
      .filter((it) => it.fn === "dax_holder_notify_failure" && it.args.dax_dev === "dm-0")
      .map((it) => [it.range?.offBytes, it.range?.lenBytes]);

  test("TV-35: a linear target from sector 8192 of its leg", () => {
    const m = boot("chained-dm").linear("vol", [{ device: "pmem1", offset: 8192 * 512, length: 32 * MIB }]);
    const at = (offBytes: number) => m.step({ op: "notify", device: "pmem1", offBytes, lenBytes: PAGE });
    expect([notified(at(0x500000)), notified(at(0x200000))]).toEqual([[[0x100000, PAGE]], []]);
  });
  test("TV-36: stripes of 256 sectors, the second leg on a partition from sector 2048", () => {
    const m = boot("chained-dm").striped("vol", 256 * 512, [{ device: "pmem1" }, { device: "pmem0p1" }], 16 * MIB);
    const failed = m.step({ op: "notify", device: "pmem0", offBytes: 2296 * 512, lenBytes: 16 * 512 });
    expect(notified(failed)).toEqual([
      [504 * 512, 8 * 512],
      [768 * 512, 8 * 512],
    ]);
  });
  test("what the reverse mapping names, the forward mapping finds again", () => {
    const legs = [{ device: "pmem1" }, { device: "pmem0p1" }];
    const m = boot("chained-dm").striped("vol", 64 * 1024, legs, 16 * MIB);
    fc.assert(
      fc.property(fc.nat((8 * MIB) / PAGE - 1), (page) => {
        const failed = m.step({ op: "notify", device: "pmem0", offBytes: MIB + page * PAGE, lenBytes: PAGE });
        const [offBytes] = notified(failed)[0] ?? [];
        const down = m.ladder("dm-0", Number(offBytes)).find((it) => it.kind === "disk");
        expect([down?.space, down?.offBytes]).toEqual(["pmem0", MIB + page * PAGE]);
      }),
      { numRuns: 60 },
    );
  });
});

describe("every policy on every kernel", () => {
  test("one failure under all of them is a table without holes, and says what no kernel does", () => {
    const m = xfs(xfs(boot("kernel"), "pmem0p1", "/a"), "pmem0p2", "/b");
    const cells = m.matrix({ op: "fail", device: "pmem0p2", offBytes: 0 });
    expect(cells).toHaveLength(KERNELS.length * POLICIES.length);
    for (const cell of cells) expect(cell.proposed).toBe(cell.policy !== "kernel");
  });
  test("at most one holder, unless the policy allows more", () => {
    for (const policy of POLICIES) {
      const m = xfs(xfs(boot(policy), "pmem0p1", "/a"), "pmem0p2", "/b");
      const most = Math.max(...m.state.daxDevices.map((it) => it.holders.length));
      expect([policy, most <= 1 || ["notifier-chain", "range-slots"].includes(policy)]).toEqual([policy, true]);
    }
  });
  test("TV-14: a filesystem that is not born yet answers EIO, and that is final", () => {
    for (const kernel of KERNELS.filter((it) => it !== "v9")) {
      const made = boot("kernel", kernel).mkfs("xfs", "pmem1", { ...TOY, agBlocks: 4096 });
      const mount = { op: "mount", device: "pmem1", target: "/c" } as const;
      const fail = { op: "fail", device: "pmem1", offBytes: 0 } as const;
      const steps = [...made.value.steps, { op: "race", threads: [mount, fail], schedule: [0, 1, 0] } as const];
      const m = api.machineOf(validate({ ...made.value, steps }));
      expect([kernel, m.errno, m.mounts["/c"]?.state]).toEqual([kernel, "EIO", "alive"]);
      expect(m.events.some((it) => it.fn === "mf_generic_kill_procs")).toBe(false);
    }
  });
});
