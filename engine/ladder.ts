/**
 * The same byte in every space that has it, read from a snapshot alone: for those who have a machine's state and no engine.
 * A byte of a device is followed up as well: to its partition, the mapped device made of it, the first file that owns it.
 * Throws a `SceneError` for want of a space.
 */
import type { LadderRung } from "./api.ts";
import { SceneError } from "./errors.ts";
import type { Extent } from "./scene.ts";
import type { DiskState, FileState, MountState, Snapshot } from "./snapshot.ts";

const FILE = "file:";

/** A byte of a disk, mapped device or partition. */
interface Place {
  name: string;
  offBytes: number;
}
type Target = NonNullable<DiskState["targets"]>[number];

export function ladderIn(state: Snapshot, space: string, offBytes: number): LadderRung[] {
  if (space.startsWith(FILE)) return rungsOfFile(state, space, offBytes);
  const top = topOf(state, space === "phys" ? ofMemory(state, offBytes) : ofDevice(state, space, offBytes));
  if (top === null) return [];
  return top.name.startsWith(FILE) ? rungsOfFile(state, top.name, top.offBytes) : rungsOfDevice(state, top, "asked");
}

function ofDevice(state: Snapshot, space: string, offBytes: number): Place {
  const name = deviceNamed(state, space);
  const sizeBytes =
    name === null ? null : (diskOf(state, name)?.sizeBytes ?? partitionOf(state, name)?.sizeBytes ?? null);
  if (name === null || sizeBytes === null) {
    throw new SceneError("space", space, 'a device, a file as "file:/path", or "phys"');
  }
  if (offBytes >= sizeBytes) throw new SceneError("offset", offBytes, `below ${sizeBytes}, the size of ${space}`);
  return { name, offBytes };
}

function ofMemory(state: Snapshot, physBytes: number): Place | null {
  for (const { name, resourceBytes, sizeBytes } of state.disks) {
    if (resourceBytes === null) continue;
    const offBytes = physBytes - resourceBytes;
    if (offBytes >= 0 && offBytes < sizeBytes) return { name, offBytes };
  }
  return null;
}

const diskOf = (state: Snapshot, name: string): DiskState | undefined => state.disks.find((it) => it.name === name);
const partitionOf = (state: Snapshot, name: string) =>
  state.disks.flatMap((it) => it.partitions.map((one) => ({ ...one, disk: it.name }))).find((it) => it.name === name);

/** A device's own name: "dm-0" for "mapper/vol". */
function deviceNamed(state: Snapshot, name: string): string | null {
  const disk = diskOf(state, name) ?? state.disks.find((it) => it.alias === name);
  return disk?.name ?? partitionOf(state, name)?.name ?? null;
}

// --- up ----------------------------------------------------------------------------------------

function topOf(state: Snapshot, place: Place | null): Place | null {
  if (place === null) return null;
  const file = fileAt(state, place);
  if (file !== null) return file;
  const above = mappedAbove(state, place) ?? partitionAbove(state, place);
  return above === null ? place : topOf(state, above);
}

function fileAt(state: Snapshot, { name, offBytes }: Place): Place | null {
  const isHere = (it: string | null): boolean => it !== null && deviceNamed(state, it) === name;
  const mount = state.mounts.find((it) => isHere(it.device) || isHere(it.rtDevice));
  if (mount === undefined) return null;
  const isRealtime = isHere(mount.rtDevice);
  const holds = (it: Extent): boolean =>
    (it.realtime === true) === isRealtime && it.offInDevBytes <= offBytes && offBytes < it.offInDevBytes + it.lenBytes;
  for (const file of state.files) {
    const extent = isIn(file, mount) ? file.extents.find(holds) : undefined;
    if (extent === undefined) continue;
    return { name: FILE + file.path, offBytes: offBytes - extent.offInDevBytes + extent.offInFileBytes };
  }
  return null;
}

const isIn = (file: FileState, { target }: MountState): boolean =>
  file.path.startsWith(target === "/" ? "/" : `${target}/`);

function partitionAbove(state: Snapshot, { name, offBytes }: Place): Place | null {
  for (const it of diskOf(state, name)?.partitions ?? []) {
    const inside = offBytes - it.startBytes;
    if (inside >= 0 && inside < it.sizeBytes) return { name: it.name, offBytes: inside };
  }
  return null;
}

function mappedAbove(state: Snapshot, place: Place): Place | null {
  for (const disk of state.disks) {
    for (const target of disk.targets ?? []) {
      const offBytes = backThrough(state, target, place);
      if (offBytes !== null) return { name: disk.name, offBytes };
    }
  }
  return null;
}

/** The byte of the mapped device that a target takes from this byte of one of its legs. */
function backThrough(state: Snapshot, target: Target, place: Place): number | null {
  const { legs, startBytes, lenBytes } = target;
  const chunkBytes = target.chunkBytes ?? Number.MAX_SAFE_INTEGER;
  for (const [index, leg] of legs.entries()) {
    const inLeg = place.offBytes - leg.offInLegBytes;
    if (deviceNamed(state, leg.device) !== place.name || inLeg < 0) continue;
    const row = Math.floor(inLeg / chunkBytes);
    const inTarget =
      target.type === "striped" ? (row * legs.length + index) * chunkBytes + (inLeg % chunkBytes) : inLeg;
    if (inTarget < lenBytes) return startBytes + inTarget;
  }
  return null;
}

// --- down --------------------------------------------------------------------------------------

function rungsOfFile(state: Snapshot, space: string, offBytes: number): LadderRung[] {
  const file = state.files.find((it) => FILE + it.path === space);
  if (file === undefined) throw new SceneError("space", space, "a file that is there");
  const rungs: LadderRung[] = [{ space, kind: "file", offBytes, shiftBytes: 0, because: "asked" }];
  const holds = (it: Extent): boolean => it.offInFileBytes <= offBytes && offBytes < it.offInFileBytes + it.lenBytes;
  const index = file.extents.findIndex(holds);
  const extent = file.extents[index];
  if (extent === undefined) return rungs;
  const mount = [...state.mounts].sort((a, b) => b.target.length - a.target.length).find((it) => isIn(file, it));
  if (mount === undefined) throw new SceneError("space", file.path, "a file of a mounted filesystem");
  const inFs = extent.offInDevBytes + offBytes - extent.offInFileBytes;
  const because = `extent ${index} of inode ${file.inode}`;
  const kind = "filesystem";
  rungs.push({ space: `${mount.fstype}:${mount.device}`, kind, offBytes: inFs, shiftBytes: inFs - offBytes, because });
  const device = extent.realtime === true && mount.rtDevice !== null ? mount.rtDevice : mount.device;
  const place = { name: deviceNamed(state, device) ?? device, offBytes: inFs };
  return [...rungs, ...rungsOfDevice(state, place, "the filesystem begins with its device")];
}

function rungsOfDevice(state: Snapshot, from: Place, why: string): LadderRung[] {
  const rungs: LadderRung[] = [];
  let place = from;
  let shiftBytes = 0;
  let because = why;
  for (;;) {
    const { name, offBytes } = place;
    const disk = diskOf(state, name);
    const kind = disk === undefined ? "partition" : disk.kind === "dm" ? "mapped" : "disk";
    rungs.push({ space: name, kind, offBytes, shiftBytes, because });
    if (disk !== undefined && kind === "disk") return [...rungs, ...lowest(state, disk, offBytes)];
    const next = disk === undefined ? belowPartition(state, place) : belowMapped(state, disk, offBytes);
    if (next === null) return rungs;
    shiftBytes = next.offBytes - offBytes;
    because = next.because;
    place = next;
  }
}

function belowPartition(state: Snapshot, { name, offBytes }: Place): (Place & { because: string }) | null {
  const partition = partitionOf(state, name);
  if (partition === undefined) return null;
  return { name: partition.disk, offBytes: offBytes + partition.startBytes, because: "bt_dax_part_off" };
}

function belowMapped(state: Snapshot, disk: DiskState, offBytes: number): (Place & { because: string }) | null {
  for (const [index, target] of (disk.targets ?? []).entries()) {
    const inTarget = offBytes - target.startBytes;
    if (inTarget < 0 || inTarget >= target.lenBytes) continue;
    const isStriped = target.type === "striped";
    const chunkBytes = target.chunkBytes ?? Number.MAX_SAFE_INTEGER;
    const chunk = Math.floor(inTarget / chunkBytes);
    const which = chunk % target.legs.length;
    const leg = target.legs[which];
    if (leg === undefined) return null;
    const row = Math.floor(chunk / target.legs.length) * chunkBytes;
    const inLeg = isStriped ? row + (inTarget % chunkBytes) : inTarget;
    const because = isStriped ? `striped target ${index}, leg ${which}` : `linear target ${index}`;
    return { name: deviceNamed(state, leg.device) ?? leg.device, offBytes: leg.offInLegBytes + inLeg, because };
  }
  return null;
}

/** The disk's dax_device counts from the same byte; physical memory from its own zero. */
function lowest(state: Snapshot, { name, resourceBytes }: DiskState, offBytes: number): LadderRung[] {
  const shiftBytes = resourceBytes ?? 0;
  const because = `resource of ${name}`;
  const phys: LadderRung = { space: "phys", kind: "phys", offBytes: offBytes + shiftBytes, shiftBytes, because };
  if (!state.daxDevices.some((it) => it.name === name)) return [phys];
  return [{ space: `dax:${name}`, kind: "dax", offBytes, shiftBytes: 0, because: "one dax_device per disk" }, phys];
}
