/**
 * Facts → a machine. Every step is checked as it is added; one that the checks refuse is a problem and is left out, so
 * that what comes out is always a valid machine, whatever went in.
 */

import { OwnerPacker } from "../boundary/owner-pack.ts";
import { ownerRow } from "../boundary/owner-table.ts";
import { addStep, asValid, namesOf } from "../checks/check.ts";
import { toScene, toSeed } from "../checks/schema.ts";
import { KERNELS } from "../checks/shapes.ts";
import { kernelFor } from "../recordings/kernel.ts";
import type { KernelId, MachineValue, Scene, Step } from "../scene.ts";
import type { ImportOptions, ImportResult } from "./contract.ts";
import { shorten } from "./cursor.ts";
import { Devices } from "./devices.ts";
import { buildPmem, spreadNeeds } from "./disks.ts";
import type { Facts } from "./facts.ts";
import { Files } from "./files.ts";
import type { Filesystem } from "./filesystem.ts";
import { buildFilesystems } from "./filesystems.ts";
import { buildMapped } from "./mapped.ts";
import { Notes, oneOf } from "./notes.ts";
import { resolveNumbers } from "./numbers.ts";
import { filesystemOwners } from "./owners.ts";
import { processSteps } from "./processes.ts";

/** More rows than this travel packed. */
const MAX_PLAIN_ROWS = 10_000;
const PACKED_TOGETHER = 50_000;
/** Steps that are checked without letting others run. */
const CHECKED_TOGETHER = 100;
const GIB = 1024 ** 3;
const DEFAULT_KERNEL: KernelId = "6.12";

/** Yields between the parts of the work; each is short but for the reverse maps. */
export function* build(facts: Facts, options: ImportOptions): Generator<void, Omit<ImportResult, "recognised">> {
  const notes = new Notes(options.answers ?? {});
  const kernel = kernelOf(facts, notes);
  const devices = new Devices(facts, notes);
  resolveNumbers(devices);
  const filesystems = buildFilesystems(devices);
  yield;
  needsOfFiles(devices, filesystems);
  spreadNeeds(devices);
  const pmem = buildPmem(devices);
  const mapped = buildMapped(devices);
  yield;
  const files = new Files(devices, filesystems);
  yield;
  const fileSteps = files.steps();
  const processes = processSteps(devices, files);
  const maps: Step[] = [];
  for (const it of filesystems) maps.push(...(yield* fsmapSteps(it)));
  const mounts = filesystems.flatMap(mountSteps);
  const mkfs = filesystems.map(
    (it): Step => ({ op: "mkfs", fstype: it.fstype, device: it.device, options: it.options }),
  );
  const scene: Scene = { kernel, ...sysctlOf(facts), pmem };
  const steps = [...mapped, ...mkfs, ...mounts, ...fileSteps, ...maps, ...processes, ...badblockSteps(devices)];
  const value = yield* checked(scene, steps, options.seed ?? 1, notes);
  yield;
  const read = new Map(
    filesystems.flatMap((it) => (it.rows === null || it.target === null ? [] : [[it.target, it.rows]])),
  );
  const owners = filesystemOwners(value, read);
  return {
    value,
    assumptions: notes.assumptions,
    questions: notes.questions(),
    problems: notes.problems,
    ignored: [...facts.ignored, ...notes.ignored],
    owners,
  };
}

function kernelOf(facts: Facts, notes: Notes): KernelId {
  const [said] = facts.kernels;
  const choice = said === undefined ? undefined : kernelFor(said.text);
  const assumed = choice?.kernel ?? DEFAULT_KERNEL;
  if (choice !== undefined && choice.note === null && notes.answers.kernel === undefined) return assumed;
  const question = { id: "kernel", text: "Which kernel's rules?", kind: "choice" as const, choices: KERNELS, assumed };
  const why = choice === undefined ? "no text has the kernel's release (uname -a)" : (choice.note ?? "");
  return notes.ask(question, (it) => `the kernel is ${it}`, why, oneOf(KERNELS));
}

const sysctlOf = ({ earlyKill }: Facts): Pick<Scene, "sysctl"> =>
  earlyKill === undefined ? {} : { sysctl: { earlyKill } };

/** Devices are at least as long as the blocks on them that somebody named. */
function needsOfFiles(devices: Devices, filesystems: readonly Filesystem[]): void {
  for (const { device, rows } of filesystems) {
    if (rows === null) continue;
    for (let i = 0; i < rows.count; i++) {
      if ((rows.flags[i] ?? 0) < 8) devices.need(device, (rows.offInDevBytes[i] ?? 0) + (rows.lenBytes[i] ?? 0));
    }
  }
  for (const { path, extents } of devices.facts.files) {
    const on = filesystems.find(
      (it) => it.target !== null && path.startsWith(it.target === "/" ? "/" : `${it.target}/`),
    );
    if (on === undefined) continue;
    // No filesystem ends where one of its files does.
    if (on.rows === null && !devices.needs.has(on.device)) devices.need(on.device, GIB);
    for (const it of extents) if (!it.realtime) devices.need(on.device, it.offInDevBytes + it.lenBytes);
  }
  needsOfMappings(devices, filesystems);
  for (const { device, hint, sector, count } of devices.facts.badblocks) {
    const named = device ?? (hint !== null && devices.disks.has(hint) ? hint : devices.blockDisks[0]);
    const disk = named ?? devices.mention("pmem0", { name: "", line: 0 });
    if (disk !== null && devices.disks.get(disk)?.sizeBytes === undefined) devices.need(disk, (sector + count) * 512);
  }
}

/** Files that only mappings show have their blocks somewhere: a GiB, or all of them and a sixteenth for the filesystem. */
function needsOfMappings(devices: Devices, filesystems: readonly Filesystem[]): void {
  const ends = new Map<string, number>();
  for (const { path, offInFileBytes, lenBytes } of devices.facts.processes.flatMap((it) => it.mappings)) {
    ends.set(path, Math.max(ends.get(path) ?? 0, offInFileBytes + lenBytes));
  }
  for (const { device, target, rows } of filesystems) {
    if (target === null || rows !== null || devices.needs.has(device)) continue;
    const above = target === "/" ? "/" : `${target}/`;
    const fileBytes = [...ends].reduce((sum, [path, end]) => sum + (path.startsWith(above) ? end : 0), 0);
    if (fileBytes > GIB / 2) devices.need(device, Math.ceil((fileBytes * 17) / 16 / GIB) * GIB);
  }
}

function mountSteps(it: Filesystem): Step[] {
  if (it.target === null) return [];
  return [
    {
      op: "mount",
      device: it.device,
      target: it.target,
      fstype: it.fstype,
      ...(it.dax === undefined ? {} : { dax: it.dax }),
      ...(it.logDevice === undefined ? {} : { logDevice: it.logDevice }),
      ...(it.rtDevice === undefined ? {} : { rtDevice: it.rtDevice }),
      ...(it.isReadOnly ? { readOnly: true } : {}),
    },
  ];
}

function* fsmapSteps({ rows, target }: Filesystem): Generator<void, Step[]> {
  if (rows === null || target === null || rows.count === 0) return [];
  if (rows.count <= MAX_PLAIN_ROWS) {
    return [{ op: "fsmap", target, rows: Array.from({ length: rows.count }, (_, i) => ownerRow(rows, i)) }];
  }
  const packer = new OwnerPacker();
  for (let i = 0; i < rows.count; i += PACKED_TOGETHER) {
    packer.add(rows, i, Math.min(i + PACKED_TOGETHER, rows.count));
    yield;
  }
  return [{ op: "fsmap", target, rows: [], packed: packer.finish() }];
}

/** A list that does not say whose it is belongs to the disk that its file is named after, or to the only one. */
function badblockSteps(devices: Devices): Step[] {
  const { facts, notes } = devices;
  const choices = devices.blockDisks;
  const seen = new Set<string>();
  return facts.badblocks.flatMap(({ device, hint, sector, count, origin }): Step[] => {
    let disk = device === null ? null : (devices.parts.get(device)?.disk ?? device);
    if (disk === null && choices.length > 0) {
      const assumed = hint !== null && choices.includes(hint) ? hint : (choices[0] ?? "pmem0");
      const question = {
        id: `badblocks:${origin.name}`,
        text: `Of which disk is the list of bad blocks in ${origin.name}?`,
        kind: "choice" as const,
        choices,
        assumed,
      };
      const why =
        hint === assumed
          ? "its name says so"
          : choices.length === 1
            ? "there is no other disk"
            : "the list does not say it";
      disk = notes.ask(question, (it) => `${origin.name} is the list of bad blocks of ${it}`, why, oneOf(choices));
    }
    const key = `${disk} ${sector} ${count}`;
    if (disk === null || !choices.includes(disk) || seen.has(key)) return [];
    seen.add(key);
    return [{ op: "badblocks", device: disk, sector, count }];
  });
}

function* checked(scene: Scene, steps: readonly Step[], seed: number, notes: Notes): Generator<void, MachineValue> {
  const frozen = toScene(scene);
  const world = namesOf(frozen, []);
  const kept: Step[] = [];
  for (const [i, step] of steps.entries()) {
    if (i % CHECKED_TOGETHER === 0 || step.op === "fsmap") yield;
    try {
      kept.push(addStep(step, kept.length, world));
    } catch (error) {
      const { got, expected, message, path } = error as {
        got?: string;
        expected?: string;
        message: string;
        path?: string;
      };
      if (got === undefined) throw error;
      const read = shorten(`${step.op}${path?.replace(/^steps\[\d+\]/, "") ?? ""}: ${got}`);
      notes.problems.push({ name: "the machine", line: 0, read, expected: expected ?? message });
    }
  }
  return asValid({ scene: frozen, steps: Object.freeze(kept), seed: toSeed(seed) });
}
