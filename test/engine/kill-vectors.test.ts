import { beforeAll, describe, expect, test } from "vitest";
import type { Player, Run } from "../../engine/api.ts";
import { asValid } from "../../engine/checks/check.ts";
import type { KernelId, MachineValue, Step } from "../../engine/scene.ts";
import { openTestPlayer } from "../support/player.ts";
import { FIRST_PFN, type G0Choice, g0, MIB, PAGE } from "../support/standard-geometry.ts";

let player: Player;
beforeAll(async () => {
  player = await openTestPlayer();
});

const RECORDED: KernelId[] = ["6.1", "6.12", "7.3"];
const play = (value: MachineValue): Run => player.run(asValid(value));

/** Plays G0 and then `steps`; events and signals of the last step only. */
function last(value: MachineValue) {
  const run = play(value);
  const outcome = run.outcomes.at(-1);
  if (outcome === undefined) throw new Error("nothing was played");
  const events = run.events.slice(outcome.from, outcome.to);
  const signals = run.signals
    .filter((it) => it.seq >= outcome.from)
    .map((it) => `${it.process} ${it.code.replace("BUS_MCEERR_", "")} ${it.map}+${it.offInMapBytes}/${it.lsb}`);
  return { run, outcome, events, signals, state: run.snapshot() };
}

/** Block of group 0 that fails, found by somebody who maps nothing. */
const failBlock = (block: number): Step => ({ op: "fail", device: "pmem0", offBytes: block * PAGE });
const madvise = (process: string, page: number): Step => ({
  ...{ op: "madvise", process, map: "m0", offInMapBytes: page * PAGE },
});
const isMapped = (run: Run, process: string, page: number): boolean =>
  run
    .snapshot()
    .processes.find((it) => it.process === process)
    ?.maps[0]?.entries.some((it) => it.offInMapBytes <= page * PAGE && page * PAGE < it.offInMapBytes + it.sizeBytes) ??
  false;
const hwpoison = (run: Run): number[] =>
  run.snapshot().poison.flatMap((it) => it.hwpoison.map((range) => range.offBytes / PAGE));

describe("a failure of a file's page on an XFS with rmapbt", () => {
  test.each<KernelId>(["linux-6.6", "7.3"])("TV-01: the one who asked for it gets AR, %s", (kernel) => {
    const { run, outcome, events, signals } = last(g0(kernel, [madvise("A", 0)]));
    const notify = events.find((it) => it.fn === "dax_holder_notify_failure");
    expect(notify?.args).toMatchObject({ offset: 0x10000, len: 0x1000 });
    expect(signals).toEqual(["A AR m0+0/12"]);
    expect([outcome.errno, hwpoison(run)]).toEqual(["0", [16]]);
    expect(events.find((it) => it.fn === "memory_failure")?.args.pfn).toBe(FIRST_PFN + 16);
  });

  test.each(RECORDED)("TV-02: a shared block is found in both files, and the late one only loses its page, %s", (k) => {
    const { run, events, signals } = last(g0(k, [madvise("A", 10)]));
    expect(events.filter((it) => it.fn === "xfs_dax_failure_fn").map((it) => it.args.owner_name)).toEqual([
      "inode 131",
      "inode 132",
    ]);
    expect(signals).toEqual(["A AR m0+40960/12", "C AO m0+8192/12"]);
    expect(["A", "B", "C"].map((it) => isMapped(run, it, it === "A" ? 10 : 2))).toEqual([false, false, false]);
  });

  test("TV-03: without an early process the late one keeps its page", () => {
    const { run, signals } = last(g0("7.3", [madvise("A", 10)], { without: "C" }));
    expect(signals).toEqual(["A AR m0+40960/12"]);
    expect(isMapped(run, "B", 2)).toBe(true);
  });

  test.each<[KernelId, string, boolean]>([
    ["v9", "EBUSY", false],
    ["linux-6.0", "EBUSY", true],
    ["6.1", "EBUSY", true],
    ["6.12", "0", false],
    ["7.3", "0", false],
  ])("TV-06: a block of a directory in core, %s", (kernel, errno, isShutdown) => {
    const block = kernel === "v9" || kernel === "linux-6.0" ? withoutCow(kernel) : g0(kernel, [failBlock(34)]);
    const { outcome, state } = last(block);
    expect([outcome.errno, state.mounts[0]?.state === "shutdown"]).toEqual([errno, isShutdown]);
  });

  test("TV-07: the same block, directory not in core: nothing", () => {
    const { outcome, state, signals } = last(g0("7.3", [failBlock(34)], { directoryOnDisk: true }));
    expect([outcome.errno, state.mounts[0]?.state, signals]).toEqual(["0", "alive", []]);
  });

  test("TV-08: free space: no flag, no signal, success", () => {
    const { run, outcome, signals } = last(g0("7.3", [failBlock(42)]));
    expect([outcome.errno, signals, hwpoison(run)]).toEqual(["0", [], []]);
  });

  test("TV-18: the same page again: handled again, never EHWPOISON", () => {
    const { outcome, signals } = last(g0("6.1", [madvise("A", 0), madvise("A", 0)]));
    expect([outcome.errno, signals]).toEqual(["0", ["A AR m0+0/12"]]);
  });

  test("TV-19: nobody is told, so nobody loses the page; with early_kill the default process is", () => {
    const quiet = last(g0("7.3", [failBlock(16)]));
    expect([quiet.outcome.errno, quiet.signals, hwpoison(quiet.run)]).toEqual(["0", [], [16]]);
    expect(isMapped(quiet.run, "A", 0)).toBe(true);
    const told = last(g0("7.3", [{ op: "sysctl", earlyKill: 1 }, failBlock(16)]));
    expect([told.signals, isMapped(told.run, "A", 0)]).toEqual([["A AO m0+0/12"], false]);
  });

  test("TV-20..22: one block, four kernels", () => {
    const choice: G0Choice = { policyOfA: "early" };
    const of = (kernel: KernelId) => last(g0(kernel, [failBlock(31)], choice));
    for (const kernel of ["v9", "linux-6.0"] as const) {
      const { outcome, signals } = of(kernel);
      expect([kernel, outcome.errno, signals]).toEqual([kernel, "EFSCORRUPTED", ["A AO m0+61440/12"]]);
    }
    const halfway = of("linux-6.5");
    expect([halfway.outcome.errno, halfway.signals, hwpoison(halfway.run)]).toEqual(["0", [], []]);
    for (const kernel of ["linux-6.6", "6.1", "7.3"] as const) {
      const { outcome, signals } = of(kernel);
      expect([kernel, outcome.errno, signals]).toEqual([kernel, "0", ["A AO m0+61440/12"]]);
    }
  });

  test("TV-23: v9 takes an offset in blocks for one in bytes", () => {
    const page = (kernel: KernelId) =>
      last(g0(kernel, [failBlock(62)])).events.find((it) => it.fn === "mf_dax_kill_procs")?.args.index;
    expect(page("v9")).toBe(2);
    expect(page("linux-6.0")).toBe(102);
    expect(page("7.3")).toBe(102);
  });
});

/** G0 without the CoW blocks behind the directory's, into which v9 and 6.0 look one block too far. */
function withoutCow(kernel: KernelId): MachineValue {
  const value = g0(kernel, [failBlock(34)]);
  const steps = value.steps.map((step): Step => {
    if (step.op !== "fsmap") return step;
    return { ...step, rows: step.rows.filter((it) => !("meta" in it.owner && it.owner.meta === "COW")) };
  });
  return { ...value, steps };
}

describe("the generic handler", () => {
  test.each(RECORDED)("TV-15: an unshared page of an XFS without rmapbt, %s", (kernel) => {
    const { outcome, signals } = last(g0(kernel, [madvise("A", 0)], { rmapbt: false }));
    expect([outcome.errno, signals]).toEqual(["0", ["A AR m0+0/12"]]);
  });

  test.each<[KernelId, string | null, string[]]>([
    ["6.1", "0", ["C AO m0+8192/12"]],
    ["6.12", null, []],
    ["7.3", "EBUSY", []],
  ])("TV-16, fact 2: a page that reflink shares, %s", (kernel, errno, told) => {
    const { outcome, signals } = last(g0(kernel, [failBlock(26)], { rmapbt: false }));
    expect([outcome.errno, signals]).toEqual([errno, told]);
  });
});

describe("2 MiB entries", () => {
  const aligned = (kernel: KernelId, steps: Step[], fstype: "xfs" | "ext4" = "xfs"): MachineValue => {
    const extents = [{ offInFileBytes: 0, offInDevBytes: 4 * MIB, lenBytes: 4 * MIB }];
    const map = (process: string, aligned2m: boolean, pages: number[]): Step[] => [
      { op: "spawn", process, policy: "early" },
      {
        ...{ op: "mmap", process, map: "m0", path: "/a/f", aligned2m },
        touch: pages.map((page) => ({ offInMapBytes: page * PAGE })),
      },
    ];
    return {
      scene: { kernel, pmem: { pmem0: { sizeBytes: 64 * MIB } } },
      steps: [
        {
          op: "mkfs",
          fstype,
          device: "pmem0",
          ...(fstype === "xfs" ? { options: { rmapbt: true, reflink: false } } : {}),
        },
        { op: "mount", device: "pmem0", target: "/a", dax: "always" },
        { op: "create", path: "/a/f", sizeBytes: 4 * MIB, extents },
        ...map("huge", true, [0, 512]),
        ...map("small", false, [0, 5, 9]),
        ...steps,
      ],
      seed: 1,
    };
  };
  const at = (page: number): Step => ({ op: "fail", device: "pmem0", offBytes: 4 * MIB + page * PAGE });

  test.each(RECORDED)("TV-37: the exact address, the size of each one's entry, the flag on the first page, %s", (k) => {
    const { run, signals } = last(aligned(k, [at(5)]));
    expect(signals).toEqual(["huge AO m0+20480/21", "small AO m0+20480/12"]);
    expect(hwpoison(run)).toEqual([1024]);
  });

  test.each(RECORDED)("fact 9: the whole 2 MiB goes, other processes' small entries included, %s", (kernel) => {
    const { signals } = last(aligned(kernel, [at(5), at(9)]));
    expect(signals).toEqual([]);
  });

  test("fact 7: 7.3's generic handler names the first byte of the 2 MiB", () => {
    expect(last(aligned("6.12", [at(5)], "ext4")).signals).toEqual(["huge AO m0+20480/21", "small AO m0+20480/12"]);
    expect(last(aligned("7.3", [at(5)], "ext4")).signals).toEqual(["huge AO m0+0/21", "small AO m0+0/12"]);
  });
});

describe("who maps what", () => {
  const one = (kernel: KernelId, steps: Step[]): MachineValue => ({
    scene: { kernel, pmem: { pmem0: { sizeBytes: 64 * MIB } } },
    steps: [
      { op: "mkfs", fstype: "xfs", device: "pmem0", options: { rmapbt: true, reflink: true } },
      { op: "mount", device: "pmem0", target: "/a", dax: "always" },
      { op: "create", path: "/a/f", sizeBytes: 16 * PAGE },
      { op: "spawn", process: "p", policy: "early" },
      ...steps,
    ],
    seed: 1,
  });
  const map = (
    process: string,
    map: string,
    path: string,
    more: Partial<Extract<Step, { op: "mmap" }>> = {},
  ): Step => ({
    ...{ op: "mmap", process, map, path },
    ...more,
  });
  const read = (page: number) => [{ offInMapBytes: page * PAGE, write: false }];
  const write = (page: number) => [{ offInMapBytes: page * PAGE }];
  const blockOf = (value: MachineValue, page: number): number => {
    const extents = play(value).snapshot().files[0]?.extents ?? [];
    const extent = extents.find((it) => page * PAGE < it.offInFileBytes + it.lenBytes);
    return extent === undefined ? -1 : (extent.offInDevBytes - extent.offInFileBytes) / PAGE + page;
  };
  const failPage = (value: MachineValue, page: number, more: Step[] = []): MachineValue => ({
    ...value,
    steps: [...value.steps, failBlock(blockOf(value, page)), ...more],
  });

  test.each<[KernelId, string[]]>([
    ["6.1", ["p AO a+0/12", "q AO a+0/12", "r AO a+0/12"]],
    ["6.12", ["q AO a+0/12", "r AO a+0/12"]],
    ["7.3", ["q AO a+0/12", "r AO a+0/12"]],
  ])("fact 3: of several readers of a shared block the last one per file is told, %s", (kernel, told) => {
    const value = one(kernel, [
      { op: "reflink", from: "/a/f", to: "/a/g" },
      map("p", "a", "/a/f", { touch: read(0) }),
      { op: "spawn", process: "q", policy: "early" },
      map("q", "a", "/a/f", { touch: read(0) }),
      { op: "spawn", process: "r", policy: "early" },
      map("r", "a", "/a/g", { touch: read(0) }),
    ]);
    expect(last(failPage(value, 0)).signals).toEqual(told);
  });

  test.each<[KernelId, string[]]>([
    ["6.1", []],
    ["6.12", []],
    ["7.3", ["p AO a+0/12"]],
  ])("fact 4: whoever has only a copy of its own, %s", (kernel, told) => {
    // The DAX entry is there because a second process reads the page.
    const value = one(kernel, [
      map("p", "a", "/a/f", { private: true, touch: write(0) }),
      { op: "spawn", process: "q", policy: "late" },
      map("q", "a", "/a/f", { touch: read(0) }),
    ]);
    expect(last(failPage(value, 0)).signals).toEqual(told);
  });

  test("fact 11: a child is told of what it touched, and of what its parent had written privately", () => {
    const value = one("6.1", [
      map("p", "shared", "/a/f", { touch: [...read(0), ...read(1)] }),
      map("p", "private", "/a/f", { private: true, touch: [...read(1), ...write(2)] }),
      { op: "fork", process: "child", parent: "p" },
      { op: "load", process: "child", map: "shared", offInMapBytes: 0 },
    ]);
    expect(last(failPage(value, 0)).signals).toEqual(["p AO shared+0/12", "child AO shared+0/12"]);
    expect(last(failPage(value, 1)).signals).toEqual([
      "p AO shared+4096/12",
      "p AO private+4096/12",
      "child AO private+4096/12",
    ]);
  });

  test.each<[KernelId, string]>([
    ["6.1", "locked"],
    ["7.3", "no-entry"],
  ])("fact 14: truncation unmaps below the new end, too, %s", (kernel, entry) => {
    const value = one(kernel, [
      map("p", "a", "/a/f", { touch: [...write(0), ...write(9)] }),
      { op: "truncate", path: "/a/f", sizeBytes: 4 * PAGE },
    ]);
    const { signals, events, run } = last(failPage(value, 0));
    expect([signals, isMapped(run, "p", 0)]).toEqual([[], false]);
    expect(events.find((it) => it.fn === "dax_lock_mapping_entry")?.ret).toBe(entry);
    const beyond: Step = { op: "load", process: "p", map: "a", offInMapBytes: 9 * PAGE };
    expect(last({ ...value, steps: [...value.steps, beyond] }).signals).toEqual(["p BUS_ADRERR a+36864/0"]);
  });

  test("16a: one process, three mappings: three signals sent by file offset, one delivered", () => {
    const value = one("6.1", [
      map("p", "m0", "/a/f", { touch: read(2) }),
      map("p", "m1", "/a/f", { offInFileBytes: PAGE, lenBytes: 4 * PAGE, touch: read(1) }),
      map("p", "m2", "/a/f", { private: true, touch: read(2) }),
    ]);
    const { run } = last(failPage(value, 2));
    expect(run.signals.map((it) => [it.map, it.delivered])).toEqual([
      ["m0", true],
      ["m2", false],
      ["m1", false],
    ]);
  });

  test("a store through a shared block gets a block of its own; 31 more wait for OWN_COW", () => {
    const value = one("6.1", [{ op: "reflink", from: "/a/f", to: "/a/g" }, map("p", "a", "/a/f", { touch: read(1) })]);
    const before = blockOf(value, 1);
    const stored: Step = { op: "store", process: "p", map: "a", offInMapBytes: PAGE, bytes: [7] };
    const after = { ...value, steps: [...value.steps, stored] };
    const fresh = blockOf(after, 1);
    expect(fresh).not.toBe(before);
    expect(Array.from(player.bytes(asValid(after), "file:/a/f", PAGE, 2))).toEqual([7, 0]);
    expect(Array.from(player.bytes(asValid(after), "file:/a/g", PAGE, 2))).toEqual([0, 0]);
    expect(last({ ...after, steps: [...after.steps, failBlock(fresh + 1)] }).outcome.errno).toBe("EFSCORRUPTED");
  });
});
