import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { ownerName } from "../../engine/abi/vocabulary.ts";
import * as abi from "../../engine/abi.ts";
import type { Player } from "../../engine/api.ts";
import { type Engine, instantiate } from "../../engine/boundary/host.ts";
import { ReaderCalls } from "../../engine/boundary/readers.ts";
import { buildEntry } from "../../engine/build.mjs";
import { asValid } from "../../engine/checks/check.ts";
import { makePlayer } from "../../engine/play.ts";
import { planOf } from "../../engine/recordings/recording.ts";
import type { Extent, MachineValue, OwnerRow, Step } from "../../engine/scene.ts";
import { recordingFiles } from "../support/recordings.ts";

let player: Player;
beforeAll(async () => {
  player = makePlayer(await freshEngine());
});

async function freshEngine(): Promise<Engine> {
  const readers = new ReaderCalls({ compile: () => null, enter: () => undefined });
  return instantiate(readFileSync(await buildEntry()), readers);
}

type MkfsStep = Extract<Step, { op: "mkfs" }>;
type CreateStep = Extract<Step, { op: "create" }>;
interface Row {
  group: number;
  start: number;
  blocks: number;
  owner: string;
}

/** The reverse map of the first filesystem that was made, as it is after the machine's last step. */
async function reverseMap(value: MachineValue, groups: number): Promise<Row[]> {
  const engine = await freshEngine();
  const run = makePlayer(engine).run(asValid(value));
  expect(run.outcomes.map((it) => it.errno)).toEqual(value.steps.map(() => "0"));
  const rmap = engine.table(abi.T_FS).u32(1, abi.FS_RMAP);
  const rows: Row[] = [];
  for (let group = 0; group < groups; group++) {
    const view = engine.ask([abi.ASK_RMAP, rmap, group, 0, 0xfffffffe]);
    for (let at = 0; at < view.byteLength; at += 32) {
      const owner = ownerName(view.getBigInt64(at + 8, true));
      rows.push({ group, start: view.getUint32(at, true), blocks: view.getUint32(at + 4, true), owner });
    }
  }
  return rows;
}

/** Recorded rows in the same form, without free space. */
function recordedRows(rows: readonly OwnerRow[], agBlocks: number): Row[] {
  return rows.flatMap(({ offInDevBytes, lenBytes, owner }): Row[] => {
    if ("meta" in owner && owner.meta === "FREE") return [];
    const block = offInDevBytes / 4096;
    return [
      {
        group: Math.floor(block / agBlocks),
        start: block % agBlocks,
        blocks: lenBytes / 4096,
        owner: "meta" in owner ? owner.meta : `inode ${owner.inode}`,
      },
    ];
  });
}

/** What mkfs was asked for, without the geometry that it then chose. */
function withoutGeometry(mkfs: MkfsStep): MkfsStep {
  const { geometry, ...asked } = mkfs.options ?? {};
  const sizeBytes = geometry === undefined ? {} : { sizeBytes: geometry.dblocks * geometry.blockBytes };
  return { ...mkfs, options: { ...asked, ...sizeBytes } };
}

interface Pristine {
  name: string;
  value: MachineValue;
  mkfs: MkfsStep;
  rows: readonly OwnerRow[];
}

/** Recordings of an XFS whose fsmap shows metadata and whole files only. */
function pristine(): Pristine[] {
  return recordingFiles().flatMap(({ name, recording }): Pristine[] => {
    if (!/^6\.12\/(01|04|09a|11a|03)-/.test(name)) return [];
    const { value } = planOf(recording);
    const mkfs = value.steps.find((it): it is MkfsStep => it.op === "mkfs");
    const fsmap = value.steps.find((it) => it.op === "fsmap");
    if (mkfs === undefined || fsmap?.op !== "fsmap") return [];
    return [{ name, value, mkfs, rows: [...(fsmap.rows as readonly OwnerRow[])] }];
  });
}

describe("mkfs.xfs without a geometry", () => {
  test("chooses the groups, the log and the metadata that a real one reported", async () => {
    const all = pristine();
    expect(all.length).toBe(5);
    for (const { name, value, mkfs, rows } of all) {
      const geometry = mkfs.options?.geometry;
      if (geometry === undefined) throw new Error(name);
      const before = value.steps.slice(0, value.steps.indexOf(mkfs)).filter((it) => it.op !== "mkfs");
      const got = await reverseMap({ ...value, steps: [...before, withoutGeometry(mkfs)] }, geometry.agCount);
      const want = recordedRows(rows, geometry.agBlocks).filter((it) => !it.owner.startsWith("inode "));
      expect([name, got]).toEqual([name, want]);
    }
  });

  test("puts new files where a real XFS put them, with the numbers that it gave", () => {
    let files = 0;
    for (const { name, recording } of recordingFiles()) {
      if (!/^6\.1\/(01|02|04|05a|06|09a|09c|11a|12a|13a|14a|16a|16c|16g|16h|20)-/.test(name)) continue;
      const { value } = planOf(recording);
      const wanted = value.steps.filter((it): it is CreateStep => it.op === "create");
      const steps = value.steps.flatMap((step): Step[] => {
        if (step.op === "mkfs") return [withoutGeometry(step)];
        if (step.op !== "create") return ["partition", "dm-create", "mount"].includes(step.op) ? [step] : [];
        const { extents: _, inode: __, ...plain } = step;
        return [plain];
      });
      const got = player.run(asValid({ ...value, steps })).snapshot().files;
      const place = (it: Extent) => [it.offInFileBytes, it.offInDevBytes, it.lenBytes];
      for (const { path, inode, extents } of wanted) {
        const file = got.find((it) => it.path === path);
        expect([name, path, file?.inode, file?.extents.map(place)]).toEqual([name, path, inode, extents?.map(place)]);
        files++;
      }
    }
    expect(files).toBeGreaterThan(15);
  });
});

describe("allocation", () => {
  const fresh = (steps: Step[]): MachineValue => ({
    scene: { kernel: "6.12", pmem: { pmem0: { sizeBytes: 768 * 1024 ** 2 } } },
    steps: [
      { op: "mkfs", fstype: "xfs", device: "pmem0", options: { rmapbt: true, reflink: true } },
      { op: "mount", device: "pmem0", target: "/a" },
      ...steps,
    ],
    seed: 1,
  });
  const create = (path: string, pages: number): Step => ({ op: "create", path, sizeBytes: pages * 4096 });
  const filesOf = (value: MachineValue) => player.run(asValid(value)).snapshot().files;

  test("directories rotate through the groups, their files stay with them", () => {
    const files = filesOf(
      fresh(["/a/d0", "/a/d1", "/a/d2"].flatMap((path): Step[] => [{ op: "mkdir", path }, create(`${path}/f`, 2)])),
    );
    expect(files.filter((it) => it.directory).map((it) => it.inode)).toEqual([131, 524416, 1179776]);
    const agBytes = 49152 * 4096;
    const groups = files
      .filter((it) => !it.directory)
      .map((it) => Math.floor((it.extents[0]?.offInDevBytes ?? 0) / agBytes));
    expect(groups).toEqual([0, 1, 2]);
  });

  test("what is unlinked is free again, unless somebody else owns it or maps it", () => {
    const map = (path: string): Step[] => [
      { op: "spawn", process: "p" },
      { op: "mmap", process: "p", map: "m0", path },
    ];
    const first = (steps: Step[]) =>
      filesOf(fresh(steps)).find((it) => it.path === "/a/new")?.extents[0]?.offInDevBytes;
    const old = filesOf(fresh([create("/a/f", 4)]))[0]?.extents[0]?.offInDevBytes;
    const unlink: Step = { op: "unlink", path: "/a/f" };
    expect(first([create("/a/f", 4), unlink, create("/a/new", 4)])).toBe(old);
    const link: Step = { op: "reflink", from: "/a/f", to: "/a/g" };
    expect(first([create("/a/f", 4), link, unlink, create("/a/new", 4)])).not.toBe(old);
    expect(first([create("/a/f", 4), ...map("/a/f"), unlink, create("/a/new", 4)])).not.toBe(old);
    const exit: Step = { op: "exit", process: "p" };
    expect(first([create("/a/f", 4), ...map("/a/f"), unlink, exit, create("/a/new", 4)])).toBe(old);
  });

  test("a file larger than any free span comes in pieces; a filesystem that is full says ENOSPC", () => {
    const big = filesOf(fresh([create("/a/f", 100_000)]))[0];
    expect(big?.extents.length).toBeGreaterThan(1);
    expect(big?.extents.reduce((sum, it) => sum + it.lenBytes, 0)).toBe(100_000 * 4096);
    const full = player.run(asValid(fresh([create("/a/f", 190_000)])));
    expect(full.outcomes.at(-1)?.errno).toBe("ENOSPC");
  });

  test("no block has two owners, and none that is owned is free, whatever was done", async () => {
    const steps = Array.from({ length: 12 }, (_, i) => create(`/a/f${i}`, 1 + ((i * 7) % 5)));
    for (let i = 0; i < 12; i += 3) steps.push({ op: "unlink", path: `/a/f${i}` });
    for (let i = 0; i < 6; i++) steps.push({ op: "truncate", path: `/a/f${i * 2 + 1}`, sizeBytes: 4096 });
    for (let i = 0; i < 8; i++) steps.push(create(`/a/n${i}`, 3));
    const value = fresh(steps.filter((it) => !(it.op === "truncate" && ["/a/f3", "/a/f9"].includes(it.path))));
    const rows = (await reverseMap(value, 4)).filter((it) => it.group === 0);
    const blocks = rows.flatMap((it) => Array.from({ length: it.blocks }, (_, i) => it.start + i));
    expect(new Set(blocks).size).toBe(blocks.length);
  });
});
