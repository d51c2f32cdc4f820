import { beforeAll, describe, expect, test } from "vitest";
import type { Player } from "../../engine/api.ts";
import { asValid } from "../../engine/checks/check.ts";
import type { KernelId, MachineValue, Pmem, Step } from "../../engine/scene.ts";
import type { PoisonState } from "../../engine/snapshot.ts";
import { openTestPlayer } from "../support/player.ts";
import { FIRST_PFN, MIB, PAGE } from "../support/standard-geometry.ts";

let player: Player;
beforeAll(async () => {
  player = await openTestPlayer();
});

const RECORDED: KernelId[] = ["6.1", "6.12", "7.3"];

function machine(kernel: KernelId, steps: Step[], pmem: Partial<Pmem> = {}): MachineValue {
  return {
    scene: {
      kernel,
      pmem: {
        pmem0: { sizeBytes: 64 * MIB, resourceBytes: FIRST_PFN * PAGE, dataOffsetBytes: 2 * MIB, map: "dev", ...pmem },
      },
    },
    steps,
    seed: 1,
  };
}

/** Events, signals, outcome of the last step and the disk's poison after it. */
function last(value: MachineValue) {
  const run = player.run(asValid(value));
  const outcome = run.outcomes.at(-1);
  const poison = run.snapshot().poison.find((it) => it.device === "pmem0");
  if (outcome === undefined || poison === undefined) throw new Error("nothing was played");
  const events = run.events.slice(outcome.from, outcome.to);
  const signals = run.signals.filter((it) => it.seq >= outcome.from).map((it) => `${it.process} ${it.code}`);
  return { events, signals, outcome, poison, answer: events[1]?.ret };
}

const badblocks = ({ badblocks: list }: PoisonState) => list.map((it) => [it.sector, it.count]);
const fns = (events: readonly { fn: string }[]) => events.map((it) => it.fn);
const block = (offBytes: number, lenBytes: number, value = 0x5a): Step => ({
  ...{ op: "block-write", device: "pmem0", offBytes },
  bytes: Array.from({ length: lenBytes }, () => value),
});
const bad = (sector: number, count = 1): Step => ({ op: "badblocks", device: "pmem0", sector, count });
const fail = (page: number): Step => ({ op: "fail", device: "pmem0", offBytes: page * PAGE });

/** An XFS with a file of `pages` pages, mapped by p, which has touched none. */
const withFile = (pages = 16, more: Step[] = []): Step[] => [
  { op: "mkfs", fstype: "xfs", device: "pmem0", options: { rmapbt: true, reflink: false } },
  { op: "mount", device: "pmem0", target: "/a", dax: "always" },
  {
    ...{ op: "create", path: "/a/f", sizeBytes: pages * PAGE },
    extents: [{ offInFileBytes: 0, offInDevBytes: 8 * MIB, lenBytes: pages * PAGE }],
  },
  { op: "spawn", process: "p" },
  { op: "mmap", process: "p", map: "m0", path: "/a/f", aligned2m: true },
  ...more,
];
const FILE_SECTOR = (8 * MIB) / 512;
const FILE_PAGE = (8 * MIB) / PAGE;
const load = (page: number): Step => ({ op: "load", process: "p", map: "m0", offInMapBytes: page * PAGE });

describe("from the media to badblocks", () => {
  test("TV-64, TV-65: a line becomes the sectors that it touches, once it is scrubbed", () => {
    const poison: Step = { op: "poison", device: "pmem0", offBytes: 0x1e0, lenBytes: 64 };
    const silent = last(machine("7.3", [poison]));
    expect([badblocks(silent.poison), silent.poison.lines]).toEqual([[], [{ offBytes: 0x1c0, lenBytes: 128 }]]);
    expect(badblocks(last(machine("7.3", [poison, { op: "scrub", device: "pmem0" }])).poison)).toEqual([[0, 2]]);
  });

  test("TV-73: injected errors are badblocks, and nobody calls memory_failure or a holder", () => {
    const inject: Step = { op: "inject-error", device: "pmem0", sector: 12, count: 2 };
    const { events, poison } = last(machine("7.3", [inject]));
    expect(events.filter((it) => it.fn === "badrange_add").map((it) => it.range?.lenBytes)).toEqual([256, 256]);
    expect(badblocks(poison)).toEqual([[12, 2]]);
    expect(fns(events)).not.toContain("memory_failure");
    const quiet = last(machine("7.3", [{ ...inject, notify: false }]));
    expect([badblocks(quiet.poison), quiet.poison.lines.length]).toEqual([[], 2]);
    const whole = last(machine("7.3", [{ ...inject, saturate: true }]));
    expect(whole.poison.lines).toEqual([{ offBytes: 12 * 512, lenBytes: 1024 }]);
  });
});

describe("block writes clear what badblocks knows", () => {
  const flagged: Step[] = [bad(5), fail(0)];
  // The flag needs a file page there: block 0 of a file that is mapped and fails.
  const withFlag = (kernel: KernelId, steps: Step[], pmem: Partial<Pmem> = {}) =>
    machine(kernel, [...withFile(1), load(0), fail(FILE_PAGE), bad(FILE_SECTOR + 5), ...steps], pmem);

  test("TV-66: 512 bytes clear the sector, not the flag of the page", () => {
    const { poison, outcome } = last(withFlag("7.3", [block((FILE_SECTOR + 5) * 512, 512)]));
    expect([outcome.errno, badblocks(poison), poison.hwpoison.length]).toEqual(["0", [], 1]);
  });
  test("TV-67: a whole page clears both", () => {
    const { poison, outcome } = last(withFlag("7.3", [block(FILE_SECTOR * 512, PAGE)]));
    expect([outcome.errno, badblocks(poison), poison.hwpoison]).toEqual(["0", [], []]);
  });
  test("TV-68: less than the platform's unit: an I/O error, and nothing is written", () => {
    const value = withFlag("7.3", [block((FILE_SECTOR + 5) * 512, 512)], { clearUnitBytes: 4096 });
    const { poison, outcome } = last(value);
    expect([outcome.errno, badblocks(poison)]).toEqual(["EIO", [[FILE_SECTOR + 5, 1]]]);
    expect(Array.from(player.bytes(asValid(value), "pmem0", (FILE_SECTOR + 5) * 512, 1))).toEqual([0]);
  });
  test("TV-74: a flag without a badblock survives a write over it", () => {
    const value = machine("7.3", [...withFile(1), load(0), fail(FILE_PAGE), block(FILE_SECTOR * 512, PAGE)]);
    const { poison, outcome } = last(value);
    expect([outcome.errno, poison.hwpoison]).toEqual(["0", [{ offBytes: 8 * MIB, lenBytes: PAGE }]]);
    expect(Array.from(player.bytes(asValid(value), "pmem0", 8 * MIB, 1))).toEqual([0x5a]);
  });
  test("latent poison is not cleared by a write, and ends a read", () => {
    const poison: Step = { op: "poison", device: "pmem0", offBytes: 0 };
    const written = last(machine("7.3", [poison, block(0, PAGE)]));
    expect([written.outcome.errno, written.poison.lines.length]).toEqual(["0", 1]);
    const read: Step = { op: "block-read", device: "pmem0", offBytes: 0, lenBytes: 512 };
    expect(last(machine("7.3", [poison, read])).outcome.errno).toBe("EIO");
    expect(last(machine("7.3", [...flagged.slice(0, 1), read])).outcome.errno).toBe("0");
    expect(last(machine("7.3", [bad(0), read])).outcome.errno).toBe("EIO");
  });
});

describe("files over bad blocks", () => {
  test.each(RECORDED)("TV-69: read(2) is refused as a whole, %s", (kernel) => {
    const read: Step = { op: "read", path: "/a/f", offInFileBytes: 0, lenBytes: 16 * PAGE };
    const { outcome, answer } = last(machine(kernel, [...withFile(), bad(FILE_SECTOR + 15 * 8), read]));
    expect([outcome.errno, answer]).toEqual(["EIO", -5]);
    const before: Step = { ...read, lenBytes: 15 * PAGE };
    expect(last(machine(kernel, [...withFile(), bad(FILE_SECTOR + 15 * 8), before])).answer).toBe(15 * PAGE);
  });

  test("latent poison makes it short, or EFAULT where nothing came before", () => {
    const poison: Step = { op: "poison", device: "pmem0", offBytes: 8 * MIB + 3 * PAGE + 128 };
    const read = (offInFileBytes: number): Step => ({ op: "read", path: "/a/f", offInFileBytes, lenBytes: 4 * PAGE });
    expect(last(machine("7.3", [...withFile(), poison, read(0)])).answer).toBe(3 * PAGE + 128);
    expect(last(machine("7.3", [...withFile(), poison, read(3 * PAGE + 128)])).outcome.errno).toBe("EFAULT");
  });

  test("what a read(2) or a block read trips over is remembered as badblocks, and nobody calls memory_failure", () => {
    const poison: Step = { op: "poison", device: "pmem0", offBytes: 8 * MIB + 128 };
    const read: Step = { op: "read", path: "/a/f", offInFileBytes: 0, lenBytes: PAGE };
    for (const step of [read, { op: "block-read", device: "pmem0", offBytes: 8 * MIB, lenBytes: PAGE } as Step]) {
      const { events, poison: after } = last(machine("7.3", [...withFile(), poison, step]));
      expect(badblocks(after)).toEqual([[FILE_SECTOR, 1]]);
      expect(fns(events)).toContain("nfit_handle_mce");
      expect(fns(events)).not.toContain("memory_failure");
    }
  });

  test("TV-70: write(2) recovers a whole page and drops the badblock after the copy; a part of one is EFAULT", () => {
    const write = (offInFileBytes: number, len: number): Step => ({
      ...{ op: "write", path: "/a/f", offInFileBytes },
      bytes: Array.from({ length: len }, () => 1),
    });
    const whole = last(machine("7.3", [...withFile(), bad(FILE_SECTOR + 8), write(PAGE, PAGE)]));
    expect([whole.outcome.errno, badblocks(whole.poison)]).toEqual(["0", []]);
    expect(fns(whole.events)).toContain("pmem_recovery_write");
    const part = last(machine("7.3", [...withFile(), bad(FILE_SECTOR + 8), write(PAGE, 100)]));
    expect([part.outcome.errno, badblocks(part.poison)]).toEqual(["EFAULT", [[FILE_SECTOR + 8, 1]]]);
  });

  test.each<[KernelId, string]>([
    ["linux-6.0", "p BUS_ADRERR"],
    ["6.1", "p BUS_ADRERR"],
    ["linux-6.5", "p BUS_MCEERR_AR"],
    ["7.3", "p BUS_MCEERR_AR"],
  ])("TV-71: a fault on a known bad page, %s", (kernel, signal) => {
    const { signals, events } = last(machine(kernel, [...withFile(), bad(FILE_SECTOR), load(0)]));
    expect(signals).toEqual([signal]);
    expect(fns(events)).not.toContain("dax_holder_notify_failure");
  });

  test("TV-72: a 2 MiB fault over a bad sector falls back, and the good page maps", () => {
    const size = (steps: Step[]) => {
      const { events, signals } = last(machine("7.3", [...withFile(512), ...steps, load(7)]));
      return [events.find((it) => it.fn === "dax_iomap_fault")?.rule, signals.length];
    };
    expect(size([])).toEqual(["fault.pmd", 0]);
    expect(size([bad(FILE_SECTOR + 100 * 8)])).toEqual(["fault.pte", 0]);
  });

  test("TV-75: dax_zero_page_range takes one page of a live device", () => {
    const zero = (nrPages: number): Step => ({ op: "zero-page-range", device: "pmem0", pgoff: 4, nrPages });
    expect(last(machine("7.3", [zero(2)])).outcome.errno).toBe("EIO");
    expect(badblocks(last(machine("7.3", [bad(32, 8), zero(1)])).poison)).toEqual([]);
    expect(last(machine("7.3", [{ op: "kill-dax", device: "pmem0" }, zero(1)])).outcome.errno).toBe("ENXIO");
  });

  test("a store through a mapping repairs nothing", () => {
    const store: Step = { op: "store", process: "p", map: "m0", offInMapBytes: 0, bytes: [1] };
    const { poison } = last(machine("7.3", [...withFile(), load(0), bad(FILE_SECTOR), store]));
    expect(badblocks(poison)).toEqual([[FILE_SECTOR, 1]]);
  });
});

describe("a load of a poisoned line", () => {
  const consume = (kernel: KernelId, more: Step[] = []) =>
    last(machine(kernel, [...withFile(), ...more, { op: "poison", device: "pmem0", offBytes: 8 * MIB + 64 }, load(0)]));

  test.each(RECORDED)("that does not touch the line is served, %s", (kernel) => {
    expect(consume(kernel).signals).toEqual([]);
  });
  test.each(RECORDED)("is a machine check: memory_failure by the consumer, AR, and the line is remembered, %s", (k) => {
    const at: Step = { op: "load", process: "p", map: "m0", offInMapBytes: 64 };
    const { signals, events, poison } = last(
      machine(k, [...withFile(), { op: "poison", device: "pmem0", offBytes: 8 * MIB + 64 }, at]),
    );
    expect(signals).toEqual(["p BUS_MCEERR_AR"]);
    expect(events.find((it) => it.fn === "memory_failure")?.args.flags).toBe(2);
    expect(events.find((it) => it.fn === "kill_me_maybe")?.rule).toBe("mce.recovered");
    expect([badblocks(poison), poison.hwpoison]).toEqual([[[FILE_SECTOR, 1]], [{ offBytes: 8 * MIB, lenBytes: PAGE }]]);
  });
  test("TV-26: where the route says -ENXIO the consumer dies without being told where", () => {
    const parts = [
      { startBytes: MIB, sizeBytes: 31 * MIB },
      { startBytes: 32 * MIB, sizeBytes: 31 * MIB },
    ];
    const { signals, events } = last({
      scene: { kernel: "7.3", pmem: { pmem0: { sizeBytes: 64 * MIB, partitions: parts } } },
      steps: [
        { op: "mkfs", fstype: "xfs", device: "pmem0p1", options: { rmapbt: true } },
        { op: "mkfs", fstype: "ext4", device: "pmem0p2" },
        { op: "mount", device: "pmem0p1", target: "/x", dax: "inode" },
        { op: "mount", device: "pmem0p2", target: "/e", dax: "always" },
        {
          ...{ op: "create", path: "/e/f", sizeBytes: PAGE },
          extents: [{ offInFileBytes: 0, offInDevBytes: 16 * MIB, lenBytes: PAGE }],
        },
        { op: "spawn", process: "p" },
        { op: "mmap", process: "p", map: "m0", path: "/e/f" },
        { op: "poison", device: "pmem0p2", offBytes: 16 * MIB },
        load(0),
      ],
      seed: 1,
    });
    expect(signals).toEqual(["p SI_KERNEL"]);
    expect(events.find((it) => it.fn === "memory_failure")?.ret).toBe(-6);
  });
});
