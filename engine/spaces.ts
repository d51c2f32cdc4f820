/**
 * The bytes of a space, as they are stored: of a file, a partition, a mapped device, a disk, of physical memory. See
 * `ladder.ts` for the same byte in every space that has it.
 */
import * as abi from "./abi.ts";
import { SceneError } from "./errors.ts";
import type { Extent } from "./scene.ts";
import type { FileState } from "./snapshot.ts";
import type { Standing } from "./standing.ts";

const FILE = "file:";

interface Place {
  /** Id of a device, and the byte of it. */
  device: number;
  offBytes: number;
}

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
  const all = it.engine.table(abi.T_FS);
  const { device } = fsOf(it, file);
  for (let id = inodes.count; id > 0; id--) {
    const isGone = (inodes.u32(id, abi.INODE_FLAGS) & (abi.INODE_UNLINKED | abi.INODE_GONE)) !== 0;
    if (isGone || inodes.number(id, abi.INODE_INO) !== file.inode) continue;
    const fs = inodes.u32(id, abi.INODE_FS);
    if (fs !== 0 && all.u32(fs, abi.FS_DEVICE) === device) return id;
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
