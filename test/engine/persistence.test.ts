import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Player } from "../../engine/api.ts";
import { asValid } from "../../engine/checks/check.ts";
import type { MachineValue, Step } from "../../engine/scene.ts";
import { openTestPlayer } from "../support/player.ts";
import { MIB, PAGE } from "../support/standard-geometry.ts";

let player: Player;
beforeAll(async () => {
  player = await openTestPlayer();
});

const FILE_OFF = 8 * MIB;

function machine(steps: Step[], seed = 1, powerFail: "adr" | "eadr" = "adr"): MachineValue {
  return {
    scene: { kernel: "7.3", pmem: { pmem0: { sizeBytes: 64 * MIB, powerFail } } },
    steps: [
      { op: "mkfs", fstype: "xfs", device: "pmem0", options: { rmapbt: true, reflink: false } },
      { op: "mount", device: "pmem0", target: "/a", dax: "always" },
      {
        ...{ op: "create", path: "/a/f", sizeBytes: 4 * PAGE },
        extents: [{ offInFileBytes: 0, offInDevBytes: FILE_OFF, lenBytes: 4 * PAGE }],
      },
      { op: "spawn", process: "p" },
      { op: "mmap", process: "p", map: "m0", path: "/a/f" },
      ...steps,
    ],
    seed,
  };
}

const store = (line: number, value: number): Step => ({
  ...{ op: "store", process: "p", map: "m0", offInMapBytes: line * 64, bytes: [value] },
});
const flush = (line: number): Step => ({ op: "flush", process: "p", map: "m0", offInMapBytes: line * 64 });
const FENCE: Step = { op: "fence", process: "p" };
const FSYNC: Step = { op: "fsync", path: "/a/f" };
const FAIL: Step = { op: "power-fail" };
const byteAt = (value: MachineValue, line: number): number =>
  player.bytes(asValid(value), "pmem0", FILE_OFF + line * 64, 1)[0] ?? -1;
/** Bytes of a line that a power failure may leave, over many seeds. */
const outcomes = (steps: Step[], line = 0, powerFail: "adr" | "eadr" = "adr"): number[] =>
  [
    ...new Set(Array.from({ length: 24 }, (_, seed) => byteAt(machine([...steps, FAIL], seed, powerFail), line))),
  ].sort();

describe("after a power failure", () => {
  test("a store that was written back and fenced is there", () => {
    expect(outcomes([store(0, 1), flush(0), FENCE])).toEqual([1]);
  });
  test("one that was only stored, or not fenced, may be there or not", () => {
    expect(outcomes([store(0, 1)])).toEqual([0, 1]);
    expect(outcomes([store(0, 1), flush(0)])).toEqual([0, 1]);
    expect(outcomes([store(0, 1), FENCE])).toEqual([0, 1]);
  });
  test("a second store after the fence may be lost, the first one not", () => {
    expect(outcomes([store(0, 1), flush(0), FENCE, store(0, 2)])).toEqual([1, 2]);
    expect(outcomes([store(0, 1), flush(0), store(0, 2), FENCE])).toEqual([1, 2]);
  });
  test("neighbouring lines have fates of their own", () => {
    expect(outcomes([store(0, 1), store(1, 1), flush(0), FENCE], 0)).toEqual([1]);
    expect(outcomes([store(0, 1), store(1, 1), flush(0), FENCE], 1)).toEqual([0, 1]);
  });
  test("the fence of another process does not help", () => {
    const other: Step[] = [{ op: "spawn", process: "q" }, store(0, 1), flush(0), { op: "fence", process: "q" }];
    expect(outcomes(other)).toEqual([0, 1]);
  });
  test("fsync makes everything of the file safe; with eADR every store is", () => {
    expect(outcomes([store(0, 1), store(5, 2), FSYNC], 5)).toEqual([2]);
    expect(outcomes([store(0, 1)], 0, "eadr")).toEqual([1]);
  });
  test("write(2) is safe once it was fsynced", () => {
    const write: Step = { op: "write", path: "/a/f", offInFileBytes: 0, bytes: [9] };
    expect(outcomes([write, FSYNC])).toEqual([9]);
    expect(outcomes([write])).toEqual([0, 9]);
  });
  test("processes, mounts and flags are gone; poison is not, and the scrub at boot has found it", () => {
    const steps: Step[] = [
      { op: "load", process: "p", map: "m0", offInMapBytes: 0 },
      { op: "fail", device: "pmem0", offBytes: FILE_OFF },
      { op: "poison", device: "pmem0", offBytes: FILE_OFF + PAGE },
    ];
    const before = player.run(asValid(machine(steps))).snapshot();
    const after = player.run(asValid(machine([...steps, FAIL]))).snapshot();
    expect(before.poison[0]?.hwpoison.length).toBe(1);
    expect(after.processes.filter((it) => it.alive)).toEqual([]);
    expect(after.mounts).toEqual([]);
    expect(after.daxDevices[0]?.holder).toBeNull();
    expect(after.poison[0]).toMatchObject({ hwpoison: [], badblocks: [{ sector: (FILE_OFF + PAGE) / 512, count: 1 }] });
    const again = machine([...steps, FAIL, { op: "mount", device: "pmem0", target: "/a", dax: "always" }]);
    expect(player.run(asValid(again)).outcomes.at(-1)?.errno).toBe("0");
  });

  test("what a line holds is one of the values that its history allows", () => {
    const act = fc.oneof(
      fc.record({ kind: fc.constant("store" as const), value: fc.integer({ min: 1, max: 255 }) }),
      fc.record({ kind: fc.constantFrom("flush" as const, "fence" as const), value: fc.constant(0) }),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 10 }), fc.nat(1000), (acts, seed) => {
        // Values that may still come back: the safe one, what is on its way, the newest.
        let safe = 0;
        let away: number | null = null;
        let newest = 0;
        for (const { kind, value } of acts) {
          if (kind === "store") newest = value;
          else if (kind === "flush") away = newest;
          else if (away !== null) {
            safe = away;
            away = null;
          }
        }
        const steps = acts.map(({ kind, value }) =>
          kind === "store" ? store(3, value) : kind === "flush" ? flush(3) : FENCE,
        );
        expect([safe, away, newest]).toContain(byteAt(machine([...steps, FAIL], seed), 3));
      }),
      { numRuns: 60 },
    );
  });
});
