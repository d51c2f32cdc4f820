import { beforeAll, describe, expect, test } from "vitest";
import type { Player } from "../../engine/api.ts";
import { asValid } from "../../engine/checks/check.ts";
import type { KernelId, MachineValue, Step } from "../../engine/scene.ts";
import { openTestPlayer } from "../support/player.ts";
import { MIB, PAGE } from "../support/standard-geometry.ts";

let player: Player;
beforeAll(async () => {
  player = await openTestPlayer();
}, 60_000);

const KERNELS: KernelId[] = ["6.1", "6.12", "7.3"];
const OFF = 8 * MIB;
/** In the log: it lies in the third of four groups. */
const LOG_OFF = 32 * MIB + 16 * PAGE;
const mount: Step = { op: "mount", device: "pmem0", target: "/a", dax: "always" };
const umount: Step = { op: "umount", target: "/a" };
const failFile: Step = { op: "fail", device: "pmem0", offBytes: OFF };

function machine(kernel: KernelId, steps: Step[]): MachineValue {
  return {
    scene: { kernel, pmem: { pmem0: { sizeBytes: 64 * MIB } } },
    steps: [
      { op: "mkfs", fstype: "xfs", device: "pmem0", options: { rmapbt: true, reflink: false } },
      mount,
      {
        ...{ op: "create", path: "/a/f", sizeBytes: 4 * PAGE },
        extents: [{ offInFileBytes: 0, offInDevBytes: OFF, lenBytes: 4 * PAGE }],
      },
      ...steps,
    ],
    seed: 1,
  };
}

const map: Step[] = [
  { op: "spawn", process: "p", policy: "early" },
  { op: "mmap", process: "p", map: "m0", path: "/a/f", touch: [{ offInMapBytes: 0 }] },
];

function last(value: MachineValue) {
  const run = player.run(asValid(value));
  const outcome = run.outcomes.at(-1);
  if (outcome === undefined) throw new Error("nothing was played");
  const events = run.events.slice(outcome.from, outcome.to);
  const records = events.filter((it) => it.fn === "xfs_dax_failure_fn");
  return {
    errno: outcome.errno,
    rules: records.map((it) => it.rule),
    owners: records.map((it) => it.args.owner_name),
    told: run.signals.filter((it) => it.seq >= outcome.from).map((it) => it.process),
    state: run.snapshot(),
  };
}

describe("an inode is in core", () => {
  test.each(KERNELS)("if a step named it since the last mount, and not otherwise, %s", (kernel) => {
    expect(last(machine(kernel, [failFile])).rules).toEqual(["xfs.record-kill"]);
    expect(last(machine(kernel, [umount, mount, failFile])).rules).toEqual(["xfs.record-not-incore"]);
    const open: Step = { op: "open", path: "/a/f" };
    expect(last(machine(kernel, [umount, mount, open, failFile])).rules).toEqual(["xfs.record-kill"]);
    const drop: Step = { op: "drop-inode", path: "/a/f" };
    expect(last(machine(kernel, [drop, failFile])).rules).toEqual(["xfs.record-not-incore"]);
  });

  test("for as long as somebody maps it: memory pressure and unmount have to wait", () => {
    expect(last(machine("7.3", [...map, { op: "drop-inode", path: "/a/f" }])).errno).toBe("EBUSY");
    expect(last(machine("7.3", [...map, umount])).errno).toBe("EBUSY");
    expect(last(machine("7.3", [...map, { op: "exit", process: "p" }, umount])).errno).toBe("0");
  });

  test.each(KERNELS)("even without a name, while it is mapped, %s", (kernel) => {
    const unlink: Step = { op: "unlink", path: "/a/f" };
    expect(last(machine(kernel, [...map, unlink, failFile])).told).toEqual(["p"]);
    const gone = last(machine(kernel, [...map, unlink, { op: "exit", process: "p" }, failFile]));
    expect([gone.errno, gone.rules]).toEqual(["0", []]);
  });

  test.each(KERNELS)("fact 12: after a shutdown by the log a remount brings everything back, %s", (kernel) => {
    const failLog: Step = { op: "fail", device: "pmem0", offBytes: LOG_OFF };
    const down = last(machine(kernel, [...map, failLog]));
    expect([down.errno, down.owners, down.state.mounts[0]?.state]).toEqual(["EFSCORRUPTED", ["LOG"], "shutdown"]);
    expect(last(machine(kernel, [...map, failLog, failFile])).errno).toBe("EIO");
    const again: Step[] = [
      ...[...map, failLog, { op: "exit", process: "p" } as Step, umount, mount],
      { op: "spawn", process: "q", policy: "early" },
      { op: "mmap", process: "q", map: "m0", path: "/a/f", touch: [{ offInMapBytes: 0 }] },
      failFile,
    ];
    const back = last(machine(kernel, again));
    expect([back.errno, back.told, back.state.mounts[0]?.state]).toEqual(["0", ["q"], "alive"]);
  });
});
