/**
 * From a byte of a device up to the highest space that has it: partition, mapped device, filesystem, file. The reverse of
 * what the block layer does; where two files share a block, or two mapped devices a leg, the first is taken.
 */
import * as abi from "./abi.ts";
import type { Standing } from "./play.ts";

/** A byte of a device, by the device's id. */
export interface Place {
  device: number;
  offBytes: number;
}

export interface Top {
  /** "file:/a/f", or the name of a device. */
  space: string;
  offBytes: number;
}

/** The highest space that has the byte. */
export function topOf(it: Standing, place: Place): Top {
  const name = it.line.names.text(it.engine.table(abi.T_DEVICES).u32(place.device, abi.DEVICE_NAME));
  const file = fileAt(it, place);
  if (file !== null) return file;
  const above = mappedAbove(it, place) ?? partitionAbove(it, place);
  return above === null ? { space: name, offBytes: place.offBytes } : topOf(it, above);
}

/** The first file, of any mount of the device, with an extent over the byte. */
function fileAt(it: Standing, { device, offBytes }: Place): Top | null {
  const isHere = (name: string | null): boolean => name !== null && deviceOf(it, name) === device;
  const mount = it.snapshot.mounts.find((one) => isHere(one.device) || isHere(one.rtDevice));
  if (mount === undefined) return null;
  const isRealtime = isHere(mount.rtDevice);
  const prefix = mount.target === "/" ? "/" : `${mount.target}/`;
  for (const file of it.snapshot.files) {
    if (!file.path.startsWith(prefix)) continue;
    const extent = file.extents.find(
      (one) =>
        (one.realtime === true) === isRealtime &&
        one.offInDevBytes <= offBytes &&
        offBytes < one.offInDevBytes + one.lenBytes,
    );
    if (extent === undefined) continue;
    return { space: `file:${file.path}`, offBytes: offBytes - extent.offInDevBytes + extent.offInFileBytes };
  }
  return null;
}

/** A device by any of its names: "dm-0" and "mapper/vol" are one. */
function deviceOf(it: Standing, name: string): number {
  const id = it.line.names.find(name);
  const names = it.engine.table(abi.T_NAMES);
  return id === 0 || id > names.count ? 0 : names.u32(id, abi.NAME_DEVICE);
}

function partitionAbove(it: Standing, place: Place): Place | null {
  const devices = it.engine.table(abi.T_DEVICES);
  for (let id = 1; id <= devices.count; id++) {
    if (devices.u32(id, abi.DEVICE_KIND) !== abi.DEV_PARTITION || devices.u32(id, abi.DEVICE_DISK) !== place.device) {
      continue;
    }
    const inside = place.offBytes - devices.number(id, abi.DEVICE_START);
    if (inside >= 0 && inside < devices.number(id, abi.DEVICE_SIZE)) return { device: id, offBytes: inside };
  }
  return null;
}

function mappedAbove(it: Standing, place: Place): Place | null {
  const devices = it.engine.table(abi.T_DEVICES);
  for (let id = 1; id <= devices.count; id++) {
    if (devices.u32(id, abi.DEVICE_KIND) !== abi.DEV_DM) continue;
    const first = devices.u32(id, abi.DEVICE_FIRST_TARGET);
    for (let target = first; target < first + devices.u32(id, abi.DEVICE_NR_TARGETS); target++) {
      const offBytes = backThrough(it, target, place);
      if (offBytes !== null) return { device: id, offBytes };
    }
  }
  return null;
}

/** The byte of the mapped device that a target takes from this byte of one of its legs. */
function backThrough(it: Standing, target: number, place: Place): number | null {
  const targets = it.engine.table(abi.T_TARGETS);
  const legs = it.engine.table(abi.T_LEGS);
  const nrLegs = targets.u32(target, abi.TARGET_NR_LEGS);
  const isStriped = targets.u32(target, abi.TARGET_TYPE) === abi.TARGET_STRIPED;
  const chunkBytes = isStriped ? targets.u32(target, abi.TARGET_CHUNK) : Number.MAX_SAFE_INTEGER;
  for (let leg = 0; leg < nrLegs; leg++) {
    const record = targets.u32(target, abi.TARGET_FIRST_LEG) + leg;
    if (legs.u32(record, abi.LEG_DEVICE) !== place.device) continue;
    const inLeg = place.offBytes - legs.number(record, abi.LEG_OFF);
    if (inLeg < 0) continue;
    const row = Math.floor(inLeg / chunkBytes);
    const inTarget = isStriped ? (row * nrLegs + leg) * chunkBytes + (inLeg % chunkBytes) : inLeg;
    if (inTarget < targets.number(target, abi.TARGET_LEN)) return targets.number(target, abi.TARGET_START) + inTarget;
  }
  return null;
}
