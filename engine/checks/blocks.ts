/**
 * What steps on the block layer refer to: partition tables, mapped devices, filesystems and mounts. Every function
 * throws a `SceneError` or records in `world` what the step may bring into being.
 */

import { type Placement, placementsOf } from "../boundary/placement.ts";
import { SceneError } from "../errors.ts";
import type { DmTarget, MkfsOptions, Partition, Scene, Step, XfsGeometry } from "../scene.ts";
import { oneOf } from "./near-names.ts";
import { MAX_DEVICE_BYTES, PAGE_BYTES } from "./shapes.ts";
import { type Device, DISK, type World } from "./world.ts";

type Of<Op extends Step["op"]> = Extract<Step, { op: Op }>;

/** Mapped devices may lie on each other this deep. */
export const MAX_DM_DEPTH = 8;
export const MAX_DM_TARGETS = 100_000;
export const MAX_DISKS = 64;
const MAX_PHYSICAL_BYTES = 2 ** 52;
const DEFAULT_BLOCK_BYTES = 4096;

export function checkScene(scene: Scene): void {
  const disks = Object.entries(scene.pmem);
  if (disks.length < 1 || disks.length > MAX_DISKS) {
    throw new SceneError("scene.pmem", `\0${disks.length} devices`, `1 to ${MAX_DISKS}`);
  }
  for (const [name, pmem] of disks) {
    const at = `scene.pmem.${name}`;
    const isChardev = pmem.mode === "devdax";
    if (isChardev !== name.startsWith("dax")) {
      throw new SceneError(at, pmem.mode ?? "fsdax", isChardev ? 'a name like "dax0.0"' : 'mode "devdax"');
    }
    if (isChardev && pmem.partitions !== undefined) {
      throw new SceneError(`${at}.partitions`, "\0partitions", "none: a dax character device has no partitions");
    }
    checkPartitions(pmem.partitions ?? [], pmem.sizeBytes, `${at}.partitions`);
  }
  checkPlacements(scene);
}

/** Namespaces are apart from each other in physical memory, and below 2^52. */
function checkPlacements(scene: Scene): void {
  const before: Placement[] = [];
  for (const it of placementsOf(scene)) {
    const at = `scene.pmem.${it.name}`;
    const { dataOffsetBytes } = scene.pmem[it.name] ?? {};
    if (it.fromBytes < 0) throw new SceneError(`${at}.dataOffsetBytes`, dataOffsetBytes, "at most resourceBytes");
    if (it.toBytes > MAX_PHYSICAL_BYTES) {
      throw new SceneError(`${at}.resourceBytes`, it.resourceBytes, `memory that ends by ${MAX_PHYSICAL_BYTES}`);
    }
    const other = before.find((one) => it.fromBytes < one.toBytes && one.fromBytes < it.toBytes);
    if (other !== undefined) {
      throw new SceneError(`${at}.resourceBytes`, it.resourceBytes, `memory that ${other.name} does not have`);
    }
    before.push(it);
  }
}

function checkPartitions(table: readonly Partition[], diskBytes: number, at: string): void {
  const sorted = table.map((it, i) => ({ ...it, i })).sort((a, b) => a.startBytes - b.startBytes);
  let before: (typeof sorted)[number] | undefined;
  for (const it of sorted) {
    const here = `${at}[${it.i}]`;
    if (it.startBytes + it.sizeBytes > diskBytes) {
      const room = diskBytes - it.startBytes;
      const expected = room > 0 ? `at most ${room}, to end with the disk (${diskBytes})` : `a start below ${diskBytes}`;
      throw new SceneError(`${here}.${room > 0 ? "sizeBytes" : "startBytes"}`, it.sizeBytes, expected);
    }
    if (before !== undefined && it.startBytes < before.startBytes + before.sizeBytes) {
      const end = before.startBytes + before.sizeBytes;
      throw new SceneError(
        `${here}.startBytes`,
        it.startBytes,
        `at least ${end}, the end of partition ${before.i + 1}`,
      );
    }
    before = it;
  }
}

export function checkPartition(step: Of<"partition">, at: string, world: World): void {
  const disk = world.device(step.device, `${at}.device`, DISK);
  checkPartitions(step.table, disk.sizeBytes, `${at}.table`);
  world.addPartitions(
    disk.name,
    step.table.map((it) => it.sizeBytes),
  );
}

export function checkDmCreate(step: Of<"dm-create">, at: string, world: World): void {
  if (step.table.length === 0 || step.table.length > MAX_DM_TARGETS) {
    throw new SceneError(`${at}.table`, `\0${step.table.length} targets`, `1 to ${MAX_DM_TARGETS} targets`);
  }
  let endBytes = 0;
  let depth = 0;
  step.table.forEach((target, i) => {
    const here = `${at}.table[${i}]`;
    if (target.startBytes !== endBytes) {
      throw new SceneError(`${here}.startBytes`, target.startBytes, `${endBytes}: targets follow each other from 0`);
    }
    depth = Math.max(depth, checkTarget(target, here, world));
    endBytes += target.lenBytes;
  });
  if (endBytes > MAX_DEVICE_BYTES) {
    throw new SceneError(`${at}.table`, `\0${endBytes} bytes`, `at most ${MAX_DEVICE_BYTES} bytes in all`);
  }
  if (depth >= MAX_DM_DEPTH) {
    throw new SceneError(`${at}.table`, `\0${depth + 1} mapped devices on each other`, `at most ${MAX_DM_DEPTH}`);
  }
  addMapped(step, endBytes, depth + 1, at, world);
}

/** Gives the depth of the deepest leg. */
function checkTarget(target: DmTarget, at: string, world: World): number {
  const legs = target.type === "linear" ? [target] : target.legs;
  const sizes: [string, number][] = [["lenBytes", target.lenBytes]];
  if (target.type === "striped") {
    const widthBytes = target.chunkBytes * legs.length;
    if (target.lenBytes % widthBytes !== 0) {
      throw new SceneError(`${at}.lenBytes`, target.lenBytes, `a multiple of ${widthBytes}: chunk times legs`);
    }
  }
  let depth = 0;
  legs.forEach((leg, i) => {
    const here = target.type === "linear" ? at : `${at}.legs[${i}]`;
    const device = world.device(leg.device, `${here}.device`);
    const lenBytes = target.lenBytes / legs.length;
    checkRange(device, leg.offInLegBytes, lenBytes, `${here}.offInLegBytes`);
    sizes.push(["offInLegBytes", leg.offInLegBytes]);
    depth = Math.max(depth, device.depth);
  });
  for (const [field, bytes] of sizes) {
    if (bytes % PAGE_BYTES !== 0) throw new SceneError(`${at}.${field}`, bytes, `a multiple of ${PAGE_BYTES}`);
  }
  return depth;
}

/** The kernel gives the lowest free number; after a removal, which may have been refused, that can be one of two. */
function addMapped(step: Of<"dm-create">, sizeBytes: number, depth: number, at: string, world: World): void {
  const device: Device = { name: `mapper/${step.name}`, kind: "mapped", sizeBytes, disk: null, depth };
  const numbers: number[] = [];
  if (step.device === undefined) {
    let lowest = 0;
    while (world.dmNumbers.has(lowest)) lowest++;
    numbers.push(lowest, ...world.dmFreed);
  } else {
    const number = Number(/^dm-([0-9]{1,4})$/.exec(step.device)?.[1] ?? Number.NaN);
    if (Number.isNaN(number)) throw new SceneError(`${at}.device`, step.device, 'a name like "dm-0", or none');
    numbers.push(number);
  }
  world.addDevice(device);
  for (const number of numbers) {
    world.dmNumbers.add(number);
    world.dmFreed.delete(number);
    const before = world.devices.get(`dm-${number}`);
    const most = Math.max(sizeBytes, before?.sizeBytes ?? 0);
    world.devices.set(`dm-${number}`, { ...device, sizeBytes: most });
  }
}

export function checkDmRemove(step: Of<"dm-remove">, at: string, world: World): void {
  const device = world.devices.get(`mapper/${step.name}`);
  if (device === undefined) {
    const known = [...world.devices.keys()].flatMap((it) => (it.startsWith("mapper/") ? [it.slice(7)] : []));
    throw new SceneError(`${at}.name`, step.name, oneOf("a mapped device", step.name, known));
  }
  for (const number of world.dmNumbers) {
    if (world.devices.get(`dm-${number}`)?.name === device.name) world.dmFreed.add(number);
  }
}

const XFS_ONLY = "rmapbt reflink agCount agBlocks logBytes logDevice rtDevice geometry".split(" ");

export function checkMkfs(step: Of<"mkfs">, at: string, world: World): void {
  const device = world.device(step.device, `${at}.device`);
  const options = step.options ?? {};
  const here = `${at}.options`;
  if (step.fstype !== "xfs") {
    for (const key of XFS_ONLY) {
      if (options[key as keyof MkfsOptions] === undefined) continue;
      throw new SceneError(`${here}.${key}`, "\0a field", `no ${key}: that is for xfs, not ${step.fstype}`);
    }
  }
  if (options.sizeBytes !== undefined) checkFits(options.sizeBytes, device, `${here}.sizeBytes`);
  for (const key of ["logDevice", "rtDevice"] as const) {
    const other = options[key];
    if (other !== undefined) checkOther(other, step.device, `${here}.${key}`, world);
  }
  if (options.geometry !== undefined) checkGeometry(options.geometry, device, `${here}.geometry`);
  const { geometry } = options;
  world.filesystems.set(device.name, {
    fstype: step.fstype,
    blockBytes: geometry?.blockBytes ?? options.blockBytes ?? DEFAULT_BLOCK_BYTES,
    sizeBytes:
      geometry === undefined ? (options.sizeBytes ?? device.sizeBytes) : geometry.blockBytes * geometry.dblocks,
    logDevice: options.logDevice ?? null,
    rtDevice: options.rtDevice ?? null,
  });
}

function checkGeometry(it: XfsGeometry, device: Device, at: string): void {
  const sizeBytes = it.dblocks * it.blockBytes;
  checkFits(sizeBytes, device, `${at}.dblocks`);
  if (it.agBlocks > it.dblocks && it.agCount > 1) {
    throw new SceneError(`${at}.agBlocks`, it.agBlocks, `at most dblocks (${it.dblocks})`);
  }
  const agCount = Math.ceil(it.dblocks / it.agBlocks);
  if (it.agCount !== agCount) {
    throw new SceneError(`${at}.agCount`, it.agCount, `${agCount}, dblocks / agBlocks rounded up`);
  }
  if (it.logOffsetBytes === undefined) return;
  if (it.logOffsetBytes % it.blockBytes !== 0 || it.logOffsetBytes + it.logBytes > sizeBytes) {
    throw new SceneError(`${at}.logOffsetBytes`, it.logOffsetBytes, `a whole block, the log ending by ${sizeBytes}`);
  }
}

export function checkMount(step: Of<"mount">, at: string, world: World): void {
  const device = world.device(step.device, `${at}.device`);
  for (const key of ["logDevice", "rtDevice"] as const) {
    const other = step[key];
    if (other !== undefined) checkOther(other, step.device, `${at}.${key}`, world);
  }
  const devices = world.targets.get(step.target) ?? new Set<string>();
  devices.add(device.name);
  world.targets.set(step.target, devices);
}

function checkOther(name: string, data: string, at: string, world: World): void {
  world.device(name, at);
  if (name === data) throw new SceneError(at, name, `another device than the one for data (${data})`);
}

function checkFits(sizeBytes: number, device: Device, at: string): void {
  if (sizeBytes <= device.sizeBytes) return;
  throw new SceneError(at, `\0${sizeBytes} bytes`, `at most ${device.sizeBytes}, the size of ${device.name}`);
}

/** [off, off + len) must lie inside the device. */
export function checkRange(device: Device, offBytes: number, lenBytes: number, at: string): void {
  if (offBytes + lenBytes <= device.sizeBytes) return;
  const last = device.sizeBytes - lenBytes;
  const most = last < 0 ? `fewer bytes than ${lenBytes}` : `at most ${last}`;
  throw new SceneError(at, offBytes, `${most}: ${device.name} has ${device.sizeBytes} bytes`);
}
