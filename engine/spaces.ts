/**
 * The same byte in every space that has it: file, filesystem, partition, mapped device, disk, dax device, physical
 * memory. Which zero an offset counts from is what most mistakes in this field are about.
 */
import * as abi from "./abi.ts";
import type { LadderRung } from "./api.ts";
import { type Place, topOf } from "./climb.ts";
import { SceneError } from "./errors.ts";
import type { Table } from "./host.ts";
import type { Standing } from "./play.ts";
import type { Extent } from "./scene.ts";
import type { FileState } from "./snapshot.ts";

const FILE = "file:";
const MOST_BYTES = 2 ** 26;
const ASK_BYTES = 2 ** 20;

/** Bytes as they are stored, poisoned or not. Holes read as zero. */
export function bytesOf(it: Standing, space: string, offBytes: number, lenBytes: number): Uint8Array {
  if (lenBytes > MOST_BYTES) throw new SceneError("bytes(length)", lenBytes, `at most ${MOST_BYTES}`);
  if (space.startsWith(FILE)) return fileBytes(it, space, offBytes, lenBytes);
  const bytes = new Uint8Array(lenBytes);
  let done = 0;
  while (done < lenBytes) {
    const [place, mostBytes] = placeOf(it, space, offBytes + done);
    let runBytes = Math.min(lenBytes - done, mostBytes, ASK_BYTES);
    if (place !== null) {
      const found = resolved(it, place);
      runBytes = Math.min(runBytes, found.lenBytes);
      bytes.set(readPmem(it, found, runBytes), done);
    }
    done += runBytes;
  }
  return bytes;
}

/** Bytes of a file as read(2) gives them: from the page cache where it has newer ones, zero in what is not written. */
function fileBytes(it: Standing, space: string, offBytes: number, lenBytes: number): Uint8Array {
  const inode = inodeOf(it, fileNamed(it, space));
  const bytes = new Uint8Array(lenBytes);
  for (let done = 0; done < lenBytes; ) {
    const part = Math.min(lenBytes - done, ASK_BYTES);
    const answer = it.engine.ask([abi.ASK_MM_BYTES, inode, ...words(offBytes + done), part], part);
    bytes.set(new Uint8Array(answer.buffer, 0, part), done);
    done += part;
  }
  return bytes;
}

/** The engine's record of a file that is there. */
function inodeOf(it: Standing, file: FileState): number {
  const inodes = it.engine.table(abi.T_INODES);
  const name = it.line.names.find(file.path);
  for (let id = inodes.count; id > 0; id--) {
    const isGone = (inodes.u32(id, abi.INODE_FLAGS) & (abi.INODE_UNLINKED | abi.INODE_GONE)) !== 0;
    if (inodes.u32(id, abi.INODE_PATH) === name && inodes.number(id, abi.INODE_INO) === file.inode && !isGone)
      return id;
  }
  throw new SceneError("space", file.path, "a file that is there");
}

function readPmem(it: Standing, place: Place, lenBytes: number): Uint8Array {
  const pmem = it.engine.table(abi.T_DEVICES).u32(place.device, abi.DEVICE_PMEM);
  const answer = it.engine.ask([abi.ASK_BYTES, pmem, ...words(place.offBytes), lenBytes], lenBytes);
  return new Uint8Array(answer.buffer, 0, lenBytes);
}

/** Where a byte of a space lies on a device (null: a hole), and how many bytes on this holds. */
function placeOf(it: Standing, space: string, offBytes: number): [Place | null, number] {
  if (space === "phys") return [physPlace(it, offBytes), 4096 - (offBytes % 4096)];
  if (!space.startsWith(FILE)) {
    const device = deviceNamed(it, space);
    const sizeBytes = it.engine.table(abi.T_DEVICES).number(device, abi.DEVICE_SIZE);
    if (offBytes >= sizeBytes) throw new SceneError("offset", offBytes, `below ${sizeBytes}, the size of ${space}`);
    return [{ device, offBytes }, sizeBytes - offBytes];
  }
  const file = fileNamed(it, space);
  const extent = file.extents.find((one) => holds(one, offBytes));
  if (extent === undefined) {
    const next = file.extents.find((one) => one.offInFileBytes > offBytes)?.offInFileBytes ?? Number.MAX_SAFE_INTEGER;
    return [null, next - offBytes];
  }
  const inExtent = offBytes - extent.offInFileBytes;
  const fs = fsOf(it, file);
  const device = extent.realtime === true ? fs.rtDevice : fs.device;
  return [{ device, offBytes: extent.offInDevBytes + inExtent }, extent.lenBytes - inExtent];
}

const holds = (it: Extent, offBytes: number): boolean =>
  it.offInFileBytes <= offBytes && offBytes < it.offInFileBytes + it.lenBytes;

function fileNamed(it: Standing, space: string): FileState {
  const file = it.snapshot.files.find((one) => one.path === space.slice(FILE.length));
  if (file === undefined) throw new SceneError("space", space, "a file that is there");
  return file;
}

/** Devices of the filesystem that a file lies in. */
function fsOf(it: Standing, file: FileState): { device: number; rtDevice: number; name: string } {
  const mount = it.snapshot.mounts
    .filter((one) => file.path.startsWith(one.target === "/" ? "/" : `${one.target}/`))
    .sort((a, b) => b.target.length - a.target.length)[0];
  if (mount === undefined) throw new SceneError("space", file.path, "a file of a mounted filesystem");
  const rtDevice = mount.rtDevice === null ? 0 : deviceNamed(it, mount.rtDevice);
  return { device: deviceNamed(it, mount.device), rtDevice, name: `${mount.fstype}:${mount.device}` };
}

function deviceNamed(it: Standing, name: string): number {
  const id = it.line.names.find(name);
  const names = it.engine.table(abi.T_NAMES);
  const device = id === 0 || id > names.count ? 0 : names.u32(id, abi.NAME_DEVICE);
  if (device === 0) throw new SceneError("space", name, 'a device, a file as "file:/path", or "phys"');
  return device;
}

function physPlace(it: Standing, physBytes: number): Place | null {
  const devices = it.engine.table(abi.T_DEVICES);
  for (let id = 1; id <= devices.count; id++) {
    if (devices.u32(id, abi.DEVICE_PMEM) === 0) continue;
    const offBytes = physBytes - devices.number(id, abi.DEVICE_RESOURCE);
    if (offBytes >= 0 && offBytes < devices.number(id, abi.DEVICE_SIZE)) return { device: id, offBytes };
  }
  return null;
}

/** Down through partitions and mapped devices to a pmem disk. */
function resolved(it: Standing, place: Place): Place & { lenBytes: number } {
  const answer = it.engine.ask([abi.ASK_RESOLVE, place.device, ...words(place.offBytes)]);
  if (answer.byteLength === 0) throw new SceneError("offset", place.offBytes, "a byte that the device maps");
  const at = (offset: number): number => answer.getUint32(offset, true) + answer.getUint32(offset + 4, true) * 2 ** 32;
  return { device: answer.getUint32(0, true), offBytes: at(8), lenBytes: at(16) };
}

const words = (value: number): [number, number] => [value >>> 0, Math.floor(value / 2 ** 32)];

// --- the ladder --------------------------------------------------------------------------------

/**
 * Rungs from the highest space that has the byte down to physical memory, each with what was added and why. A byte of a
 * device is followed up as well: to its partition, the mapped device made of it, the first file that owns it.
 */
export function ladderOf(it: Standing, space: string, offBytes: number): LadderRung[] {
  if (space.startsWith(FILE)) return rungsBelow(it, space, offBytes);
  const [place] = placeOf(it, space, offBytes);
  const top = place === null ? null : topOf(it, place);
  return top === null ? [] : rungsBelow(it, top.space, top.offBytes);
}

function rungsBelow(it: Standing, space: string, offBytes: number): LadderRung[] {
  const rungs: LadderRung[] = [];
  let place: Place | null;
  if (space.startsWith(FILE)) {
    const file = fileNamed(it, space);
    rungs.push({ space, kind: "file", offBytes, shiftBytes: 0, because: "asked" });
    const index = file.extents.findIndex((one) => holds(one, offBytes));
    const extent = file.extents[index];
    if (extent === undefined) return rungs;
    const fs = fsOf(it, file);
    const inFs = extent.offInDevBytes + offBytes - extent.offInFileBytes;
    const because = `extent ${index} of inode ${file.inode}`;
    rungs.push({ space: fs.name, kind: "filesystem", offBytes: inFs, shiftBytes: inFs - offBytes, because });
    place = { device: extent.realtime === true ? fs.rtDevice : fs.device, offBytes: inFs };
  } else [place] = placeOf(it, space, offBytes);
  return place === null ? rungs : [...rungs, ...deviceRungs(it, place, rungs.length === 0)];
}

function deviceRungs(it: Standing, from: Place, isFirst: boolean): LadderRung[] {
  const devices = it.engine.table(abi.T_DEVICES);
  const rungs: LadderRung[] = [];
  let place = from;
  let shiftBytes = 0;
  let because = isFirst ? "asked" : "the filesystem begins with its device";
  while (true) {
    const kind = devices.u32(place.device, abi.DEVICE_KIND);
    const name = it.line.names.text(devices.u32(place.device, abi.DEVICE_NAME));
    const rungKind = kind === abi.DEV_PARTITION ? "partition" : kind === abi.DEV_DM ? "mapped" : "disk";
    rungs.push({ space: name, kind: rungKind, offBytes: place.offBytes, shiftBytes, because });
    if (rungKind === "disk") return [...rungs, ...lowest(devices, place, name)];
    const next = rungKind === "partition" ? belowPartition(devices, place) : belowMapped(it, devices, place);
    if (next === null) return rungs;
    shiftBytes = next.offBytes - place.offBytes;
    because = next.because;
    place = next;
  }
}

type Below = Place & { because: string };

function belowPartition(devices: Table, place: Place): Below {
  const startBytes = devices.number(place.device, abi.DEVICE_START);
  const device = devices.u32(place.device, abi.DEVICE_DISK);
  return { device, offBytes: place.offBytes + startBytes, because: "bt_dax_part_off" };
}

function belowMapped(it: Standing, devices: Table, place: Place): Below | null {
  const targets = it.engine.table(abi.T_TARGETS);
  const legs = it.engine.table(abi.T_LEGS);
  const first = devices.u32(place.device, abi.DEVICE_FIRST_TARGET);
  for (let i = 0; i < devices.u32(place.device, abi.DEVICE_NR_TARGETS); i++) {
    const inTarget = place.offBytes - targets.number(first + i, abi.TARGET_START);
    if (inTarget < 0 || inTarget >= targets.number(first + i, abi.TARGET_LEN)) continue;
    const nrLegs = targets.u32(first + i, abi.TARGET_NR_LEGS);
    const isStriped = targets.u32(first + i, abi.TARGET_TYPE) === abi.TARGET_STRIPED;
    const chunkBytes = isStriped ? targets.u32(first + i, abi.TARGET_CHUNK) : Number.MAX_SAFE_INTEGER;
    const chunk = Math.floor(inTarget / chunkBytes);
    const leg = targets.u32(first + i, abi.TARGET_FIRST_LEG) + (chunk % nrLegs);
    const inLeg = isStriped ? Math.floor(chunk / nrLegs) * chunkBytes + (inTarget % chunkBytes) : inTarget;
    const because = isStriped ? `striped target ${i}, leg ${chunk % nrLegs}` : `linear target ${i}`;
    return { device: legs.u32(leg, abi.LEG_DEVICE), offBytes: legs.number(leg, abi.LEG_OFF) + inLeg, because };
  }
  return null;
}

/** The disk's dax_device counts from the same byte; physical memory from its own zero. */
function lowest(devices: Table, place: Place, name: string): LadderRung[] {
  const { offBytes } = place;
  const resourceBytes = devices.number(place.device, abi.DEVICE_RESOURCE);
  const hasDax = devices.u32(place.device, abi.DEVICE_DAX) !== 0;
  const dax = {
    space: `dax:${name}`,
    kind: "dax",
    offBytes,
    shiftBytes: 0,
    because: "one dax_device per disk",
  } as const;
  const phys = {
    space: "phys",
    kind: "phys",
    offBytes: offBytes + resourceBytes,
    shiftBytes: resourceBytes,
    because: "data_offset",
  } as const;
  return hasDax ? [dax, phys] : [phys];
}
