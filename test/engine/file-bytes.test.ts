import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Player } from "../../engine/api.ts";
import { asValid } from "../../engine/checks/check.ts";
import type { Dax, KernelId, Step } from "../../engine/scene.ts";
import { openTestPlayer } from "../support/player.ts";
import { MIB, PAGE } from "../support/standard-geometry.ts";

let player: Player;
beforeAll(async () => {
  player = await openTestPlayer();
});

const PAGES = 6;
const NAMES = ["/a/f", "/a/g"] as const;

type Act =
  | { kind: "write" | "store" | "private"; file: number; off: number; value: number; len: number }
  | { kind: "reflink"; file: number }
  | { kind: "truncate"; file: number; pages: number }
  | { kind: "load" | "fsync" | "unlink"; file: number; off: number };

const file = fc.nat(1);
const off = fc.nat(PAGES * PAGE - 1);
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({
    kind: fc.constantFrom("write" as const, "store" as const, "private" as const),
    ...{ file, off, value: fc.integer({ min: 1, max: 255 }), len: fc.integer({ min: 1, max: 5000 }) },
  }),
  fc.record({ kind: fc.constant("reflink" as const), file }),
  fc.record({ kind: fc.constant("truncate" as const), file, pages: fc.nat(PAGES) }),
  fc.record({ kind: fc.constantFrom("load" as const, "fsync" as const, "unlink" as const), file, off }),
);

/** The steps of some acts and the bytes that each file has after them; null: there is no such file. */
function play(
  acts: readonly Act[],
  how: "write" | "fallocate" | "hole",
): { steps: Step[]; files: (number[] | null)[] } {
  const zeroes = () => Array.from({ length: PAGES * PAGE }, () => 0);
  const files: (number[] | null)[] = [zeroes(), null];
  const steps: Step[] = [{ op: "create", path: NAMES[0], sizeBytes: PAGES * PAGE, how }];
  const mapped = new Set<string>();
  steps.push({ op: "spawn", process: "p" });
  let lives = 0;
  const mapOf = (i: number, isPrivate: boolean): string => {
    const map = `${isPrivate ? "private" : "shared"}${i}-${lives}`;
    if (!mapped.has(map)) {
      mapped.add(map);
      const lenBytes = PAGES * PAGE;
      steps.push({ op: "mmap", process: "p", map, path: NAMES[i] as string, lenBytes, private: isPrivate });
    }
    return map;
  };
  for (const one of acts) {
    const content = files[one.file];
    const path = NAMES[one.file] as string;
    if (content === null || content === undefined) continue;
    if (one.kind === "write") {
      const bytes = Array.from({ length: one.len }, () => one.value);
      steps.push({ op: "write", path, offInFileBytes: one.off, bytes });
      while (content.length < one.off + one.len) content.push(0);
      content.splice(one.off, one.len, ...bytes);
    } else if (one.kind === "store" || one.kind === "private") {
      const end = Math.min(one.off + one.len, Math.ceil(content.length / PAGE) * PAGE, PAGES * PAGE);
      if (end <= one.off) continue;
      const bytes = Array.from({ length: end - one.off }, () => one.value);
      const map = mapOf(one.file, one.kind === "private");
      steps.push({ op: "store", process: "p", map, offInMapBytes: one.off, bytes });
      if (one.kind === "private") continue;
      for (let i = one.off; i < Math.min(end, content.length); i++) content[i] = one.value;
    } else if (one.kind === "reflink") {
      const other = 1 - one.file;
      if (files[other] !== null) continue;
      steps.push({ op: "fsync", path }, { op: "reflink", from: path, to: NAMES[other] as string });
      files[other] = [...content];
      lives++;
    } else if (one.kind === "truncate") {
      steps.push({ op: "truncate", path, sizeBytes: one.pages * PAGE });
      if (content.length > one.pages * PAGE) content.length = one.pages * PAGE;
      while (content.length < one.pages * PAGE) content.push(0);
    } else if (one.kind === "unlink") {
      if (files[1 - one.file] === null) continue;
      steps.push({ op: "unlink", path });
      files[one.file] = null;
      lives++;
    } else if (one.kind === "fsync") steps.push({ op: "fsync", path });
    else if (one.off < content.length) {
      steps.push({ op: "load", process: "p", map: mapOf(one.file, false), offInMapBytes: one.off });
    }
  }
  return { steps, files };
}

describe("the bytes of files", () => {
  const choices: [KernelId, Dax][] = [
    ["6.1", "always"],
    ["6.12", "always"],
    ["7.3", "always"],
    ["7.3", "never"],
  ];
  test.each(choices)("are those of a plain array, through every way in, %s dax=%s", (kernel, dax) => {
    const how = fc.constantFrom("write" as const, "fallocate" as const, "hole" as const);
    fc.assert(
      fc.property(fc.array(act, { maxLength: 14 }), how, (acts, first) => {
        const { steps, files } = play(acts, first);
        const setup: Step[] = [
          { op: "mkfs", fstype: "xfs", device: "pmem0", options: { rmapbt: true, reflink: true } },
          { op: "mount", device: "pmem0", target: "/a", dax },
        ];
        const value = asValid({
          ...{ scene: { kernel, pmem: { pmem0: { sizeBytes: 64 * MIB } } } },
          ...{ steps: [...setup, ...steps], seed: 1 },
        });
        const run = player.run(value);
        expect(run.outcomes.map((it) => it.errno)).toEqual(value.steps.map(() => "0"));
        expect(run.signals).toEqual([]);
        files.forEach((content, i) => {
          if (content === null || content.length === 0) return;
          const bytes = Array.from(player.bytes(value, `file:${NAMES[i]}`, 0, content.length));
          expect(bytes.findIndex((it, at) => it !== content[at])).toBe(-1);
        });
      }),
      { numRuns: 50 },
    );
  });
});
