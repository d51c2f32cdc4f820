import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { validate } from "../../../engine/checks/check.ts";
import { exportScene, exportScript } from "../../../engine/import/export-script.ts";
import { importMachine } from "../../../engine/import/import-machine.ts";
import type { DmTarget, MachineValue, MkfsOptions, Pmem, Step } from "../../../engine/scene.ts";
import { SAMPLES } from "../../support/import-samples.ts";
import { outputsOf } from "../../support/tool-output.ts";

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/** Script, outputs of the machine that the script makes, import. */
function roundTrip(value: MachineValue): MachineValue {
  const result = importMachine(outputsOf(exportScript(value)));
  expect(result.problems).toEqual([]);
  return result.value;
}

/** What a script can carry: all but where blocks and inodes are, which a new filesystem chooses anew. */
function carried({ scene, steps }: MachineValue) {
  const pmem = Object.entries(scene.pmem).map(
    ([name, { partitions = [], map = "mem", dataOffsetBytes = 0, ...it }]) => ({
      ...{ name, map, dataOffsetBytes, sizeBytes: it.sizeBytes, resourceBytes: it.resourceBytes },
      partitions: partitions.map(({ startBytes, sizeBytes }) => ({ startBytes, sizeBytes })),
    }),
  );
  const rest = steps.flatMap((step): unknown[] => {
    if (step.op === "mkfs") return [{ ...step, options: shape(step.options ?? {}) }];
    if (step.op === "create") return [fileShape(step)];
    if (step.op === "mmap") return [{ ...step, touch: null, aligned2m: null }];
    if (step.op === "spawn") return [{ op: "spawn", process: step.process }];
    return step.op === "dm-create" || step.op === "mount" || step.op === "badblocks" ? [step] : [];
  });
  return { pmem, steps: rest };
}

function shape({ geometry: it, ...options }: MkfsOptions) {
  const { rmapbt, reflink, logDevice } = options;
  const { blockBytes, agBlocks, logBytes } = it ?? options;
  const sizeBytes = it === undefined ? options.sizeBytes : it.blockBytes * it.dblocks;
  return { rmapbt, reflink, logDevice, blockBytes, sizeBytes, agBlocks, logBytes };
}

/** Which bytes of a file have blocks, written or not. */
function fileShape({ path, sizeBytes, how, extents }: Extract<Step, { op: "create" }>) {
  const whole = how === "hole" ? [] : [{ offInFileBytes: 0, lenBytes: sizeBytes, unwritten: how === "fallocate" }];
  const runs = (extents ?? whole).map((it) => ({
    from: it.offInFileBytes,
    to: Math.ceil((it.offInFileBytes + it.lenBytes) / 4096) * 4096,
    unwritten: it.unwritten === true,
  }));
  const joined: typeof runs = [];
  for (const run of runs) {
    const last = joined.at(-1);
    if (last !== undefined && last.to === run.from && last.unwritten === run.unwritten) last.to = run.to;
    else joined.push({ ...run });
  }
  return { path, sizeBytes, runs: joined };
}

const mibs = (min: number, max: number) => fc.integer({ min, max });

/** Two or three disks, one of them perhaps with its page map before the data; partitions, a mapped device, filesystems, files. */
const machines: fc.Arbitrary<MachineValue> = fc
  .record({
    lengths: fc.array(mibs(256, 900), { minLength: 2, maxLength: 3 }),
    gap: mibs(0, 64),
    hasMap: fc.boolean(),
    split: fc.option(fc.double({ min: 0.3, max: 0.7, noNaN: true }), { nil: undefined }),
    dm: fc.constantFrom("none", "linear", "striped"),
    features: fc.record({ rmapbt: fc.boolean(), reflink: fc.boolean() }),
    agCount: fc.integer({ min: 1, max: 5 }),
    second: fc.constantFrom("xfs" as const, "ext4" as const, "ext2" as const),
    dax: fc.constantFrom("always" as const, "inode" as const, "never" as const, undefined),
    files: fc.array(
      fc.record({
        pages: fc.integer({ min: 1, max: 40 }),
        odd: fc.nat(4095),
        how: fc.constantFrom("write", "fallocate", "hole"),
      }),
      { maxLength: 4 },
    ),
    isMapped: fc.boolean(),
    bad: fc.option(fc.nat(1000), { nil: undefined }),
  })
  .map((it) => {
    const pmem: Record<string, Pmem> = {};
    let at = 4 * GIB;
    it.lengths.forEach((length, i) => {
      const hasMap = i === 0 && it.hasMap;
      const dataOffsetBytes = hasMap
        ? Math.ceil((8192 + 64 * ((length * MIB - 8192) / 4096)) / (2 * MIB)) * 2 * MIB
        : 0;
      const one: Pmem = { sizeBytes: length * MIB - dataOffsetBytes, resourceBytes: at + dataOffsetBytes };
      if (hasMap) Object.assign(one, { map: "dev", dataOffsetBytes });
      pmem[`pmem${i}`] = one;
      at += (length + it.gap) * MIB;
    });
    const steps: Step[] = [];
    const disk = pmem.pmem0 as Pmem;
    let [first, second] = ["pmem0", "pmem1"];
    let [firstBytes, secondBytes] = [disk.sizeBytes, pmem.pmem1?.sizeBytes ?? 0];
    if (it.split !== undefined) {
      const middle = Math.floor((disk.sizeBytes * it.split) / MIB) * MIB;
      firstBytes = middle - MIB;
      disk.partitions = [
        { startBytes: MIB, sizeBytes: firstBytes },
        { startBytes: middle, sizeBytes: disk.sizeBytes - middle - MIB },
      ];
      first = "pmem0p1";
    }
    if (it.dm !== "none" && it.lengths.length > 2) {
      const legBytes = 64 * MIB;
      const legs = ["pmem1", "pmem2"].map((device, i) => ({ device, offInLegBytes: i * MIB }));
      const linear = legs.map(
        (leg, i): DmTarget => ({ type: "linear", startBytes: i * legBytes, lenBytes: legBytes, ...leg }),
      );
      const striped: DmTarget[] = [{ type: "striped", startBytes: 0, lenBytes: 2 * legBytes, chunkBytes: MIB, legs }];
      steps.push({ op: "dm-create", name: "vol", device: "dm-0", table: it.dm === "linear" ? linear : striped });
      [second, secondBytes] = ["mapper/vol", 2 * legBytes];
    }
    const logBytes = 17 * MIB;
    const agBlocks = Math.max(Math.ceil(firstBytes / 4096 / it.agCount), 2 * (logBytes / 4096));
    const xfs: MkfsOptions = { ...it.features, blockBytes: 4096, sizeBytes: firstBytes, agBlocks, logBytes };
    steps.push({ op: "mkfs", fstype: "xfs", device: first, options: xfs });
    const plain: MkfsOptions = { blockBytes: 4096, sizeBytes: secondBytes };
    const other = it.second === "xfs" ? { ...plain, ...it.features, agBlocks: secondBytes / 4096, logBytes } : plain;
    steps.push({ op: "mkfs", fstype: it.second, device: second, options: other });
    const dax = it.dax === undefined ? {} : { dax: it.dax };
    steps.push({ op: "mount", device: first, target: "/mnt/a b", fstype: "xfs", ...dax });
    steps.push({ op: "mount", device: second, target: "/mnt/c", fstype: it.second, dax: "always" });
    it.files.forEach(({ pages, odd, how }, i) => {
      const path = `${i % 2 === 0 ? "/mnt/a b" : "/mnt/c"}/it's ${i}`;
      steps.push({ op: "create", path, sizeBytes: pages * 4096 - odd, how } as Step);
    });
    steps.sort((a, b) => ("path" in a && "path" in b ? (a.path < b.path ? -1 : 1) : 0));
    const mapped = it.files.flatMap((_, i) => (i < 2 ? [`${i % 2 === 0 ? "/mnt/a b" : "/mnt/c"}/it's ${i}`] : []));
    if (it.isMapped && mapped.length > 0) {
      steps.push({ op: "spawn", process: "reader" });
      mapped.forEach((path, i) => {
        steps.push({ op: "mmap", process: "reader", map: `m${i}`, path, offInFileBytes: 4096 * i, lenBytes: 8192 });
      });
    }
    if (it.bad !== undefined) steps.push({ op: "badblocks", device: "pmem1", sector: it.bad, count: 8 });
    return validate({ scene: { kernel: "6.12", pmem }, steps, seed: 1 });
  });

describe("a machine, its script, the outputs of what the script makes, and the import of these", () => {
  test("give the machine again, but for where blocks are", () => {
    fc.assert(
      fc.property(machines, (value) => {
        expect(carried(roundTrip(value))).toEqual(carried(value));
      }),
      { numRuns: 200 },
    );
  });

  test("give exactly the same from the second time on", () => {
    fc.assert(
      fc.property(machines, (value) => {
        const once = roundTrip(value);
        expect(roundTrip(once)).toEqual(once);
      }),
      { numRuns: 60 },
    );
  });

  test.each(SAMPLES.map((it) => [it.name, it.texts] as const))("hold for the recorded machine %s", (_, texts) => {
    const { value } = importMachine(texts);
    const steps = value.steps.filter((it) => it.op !== "mmap" || it.private !== true);
    const shared = validate({ ...structuredClone(value), steps: structuredClone(steps) });
    expect(carried(roundTrip(shared))).toEqual(carried(shared));
  });
});

describe("the script", () => {
  test("is one that a shell can read, whatever the machine and whatever its names", () => {
    fc.assert(
      fc.property(machines, (value) => {
        const { status, stderr } = spawnSync("sh", ["-n"], { input: exportScript(value), encoding: "utf8" });
        expect([status, stderr]).toEqual([0, ""]);
      }),
      { numRuns: 40 },
    );
  });

  const small: MachineValue = {
    scene: { kernel: "6.12", pmem: { pmem0: { sizeBytes: GIB, resourceBytes: 4 * GIB } } },
    steps: [
      { op: "mkfs", fstype: "xfs", device: "pmem0", options: { rmapbt: true, reflink: false } },
      { op: "mount", device: "pmem0", target: "/mnt/it's here", dax: "always" },
      { op: "create", path: "/mnt/it's here/$(reboot)", sizeBytes: 4096 },
      { op: "poison", device: "pmem0", offBytes: 0 },
    ],
    seed: 1,
  };

  test("says how to boot, quotes every name, and names what it leaves out", () => {
    const script = exportScript(validate(small));
    expect(script.startsWith("#!/bin/sh\n")).toBe(true);
    expect(script).toContain("#   memmap=1048576K!4194304K\n");
    expect(script).toContain("mount -o dax=always /dev/pmem0 '/mnt/it'\\''s here'\n");
    expect(script).toContain("'/mnt/it'\\''s here/$(reboot)'");
    expect(
      script.split("\n").filter((it) => it.includes("$(reboot)") && !it.includes("'\\''s here/$(reboot)'")),
    ).toEqual([]);
    expect(script).toContain("# left out: poison\n");
  });

  test("makes a DOS table where partitions begin too early for a GPT", () => {
    const pmem: Pmem = { sizeBytes: GIB, resourceBytes: 4 * GIB, partitions: [{ startBytes: 512, sizeBytes: MIB }] };
    const script = exportScript(validate({ scene: { kernel: "6.12", pmem: { pmem0: pmem } }, steps: [], seed: 1 }));
    expect(script).toContain("label: dos\n");
  });
});

test("a machine as JSON is the machine", () => {
  fc.assert(
    fc.property(machines, (value) => {
      expect(validate(JSON.parse(exportScene(value)))).toEqual(value);
    }),
    { numRuns: 20 },
  );
});
