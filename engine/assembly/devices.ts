/**
 * Disks, partitions and mapped devices, and the way from a byte of any of them to a byte of pmem.
 *
 * Ids are given in the order of creation and never reused. A partition is a window on its disk; a mapped device has
 * targets, sorted, with legs on other devices; nesting is bounded by MAX_DM_DEPTH. Byte 0 of a disk is the first
 * byte behind the namespace's info block and memmap, as for the kernel's `pmem->data_offset`.
 *
 * **Left out:** partition tables as bytes; mapped-device types other than linear and striped.
 */
import {
  DEVICE_BYTES, DEVICE_CLAIM, DEVICE_DATA_OFFSET, DEVICE_DAX, DEVICE_DISK, DEVICE_FIRST_PARTITION, DEVICE_FS,
  DEVICE_KIND, DEVICE_NAME, DEVICE_NEXT_PARTITION, DEVICE_PMEM, DEVICE_PRESENT, DEVICE_RESOURCE, DEVICE_SEGMENTS,
  DEVICE_SIZE, DEVICE_START, DEV_DM, DEV_PARTITION, LEG_BYTES, LEG_DEVICE, LEG_OFF, PAGE_SHIFT, TARGET_BYTES,
  TARGET_CHUNK, TARGET_FIRST_LEG, TARGET_LEN, TARGET_NR_LEGS, TARGET_START, TARGET_STRIPED, TARGET_TYPE, T_DEVICES,
  T_LEGS, T_PHYS, T_TARGETS,
} from "../abi";
import { deviceByName, setDeviceName } from "./names";
import { segmentsAdd, segmentsCreate, segmentsIdAt } from "./segments";
import { SCRATCH, put32, put64, tableAt, tableCount, tableDefine, tablePush } from "./state";

export function devicesReset(): void {
  tableDefine(T_DEVICES, DEVICE_BYTES);
  tableDefine(T_TARGETS, TARGET_BYTES);
  tableDefine(T_LEGS, LEG_BYTES);
  tableDefine(T_PHYS, 8);
  put32(tableAt(T_PHYS, tablePush(T_PHYS)), segmentsCreate());
}

// @ts-ignore: decorator
@inline
export function deviceAt(device: u32): usize {
  return tableAt(T_DEVICES, device);
}

/** A new device under a name; a former one with the same name is forgotten by the name. */
export function deviceCreate(name: u32, kind: u32, disk: u32, startBytes: u64, sizeBytes: u64): u32 {
  const device = tablePush(T_DEVICES);
  const at = deviceAt(device);
  put32(at + DEVICE_NAME, name);
  put32(at + DEVICE_KIND, kind);
  put32(at + DEVICE_PRESENT, 1);
  put32(at + DEVICE_DISK, disk == 0 ? device : disk);
  put64(at + DEVICE_START, startBytes);
  put64(at + DEVICE_SIZE, sizeBytes);
  setDeviceName(name, device);
  return device;
}

export function deviceName(device: u32): u32 {
  return device == 0 ? 0 : load<u32>(deviceAt(device), DEVICE_NAME);
}

export function deviceKind(device: u32): u32 {
  return load<u32>(deviceAt(device), DEVICE_KIND);
}

/** The device of this name if it is there now; 0 otherwise. */
export function devicePresent(name: u32): u32 {
  const device = deviceByName(name);
  return device != 0 && load<u32>(deviceAt(device), DEVICE_PRESENT) != 0 ? device : 0;
}

export function deviceSize(device: u32): u64 {
  return load<u64>(deviceAt(device), DEVICE_SIZE);
}

/** Byte of its disk at which the device begins; 0 for whole disks. */
export function deviceStart(device: u32): u64 {
  return load<u64>(deviceAt(device), DEVICE_START);
}

/** The whole disk: pmem disk of a partition, otherwise the device itself. */
export function deviceDisk(device: u32): u32 {
  return load<u32>(deviceAt(device), DEVICE_DISK);
}

/** The dax_device of its disk: exactly one per disk, none per partition. 0: not DAX capable. */
export function deviceDax(device: u32): u32 {
  return load<u32>(deviceAt(deviceDisk(device)), DEVICE_DAX);
}

/** Latest filesystem made on the device, in T_FS; 0: none. */
export function deviceFs(device: u32): u32 {
  return load<u32>(deviceAt(device), DEVICE_FS);
}

/** Both ends lie on page boundaries of the disk: without that there is no DAX. */
export function isPageAligned(device: u32): bool {
  return ((deviceStart(device) | deviceSize(device)) & 4095) == 0;
}

/** Who has the device open exclusively, its whole disk or one of its partitions included: CLAIM_*, 0: nobody. */
export function claimOf(device: u32): u32 {
  const at = deviceAt(device);
  let claim = load<u32>(at, DEVICE_CLAIM) | load<u32>(deviceAt(deviceDisk(device)), DEVICE_CLAIM);
  let part = load<u32>(at, DEVICE_FIRST_PARTITION);
  for (; part != 0; part = load<u32>(deviceAt(part), DEVICE_NEXT_PARTITION)) {
    claim |= load<u32>(deviceAt(part), DEVICE_CLAIM);
  }
  return claim;
}

// --- physical addresses ------------------------------------------------------------------------

/** Makes a pmem disk known by its physical pages, info block and memmap included. */
export function physAdd(device: u32): void {
  const at = deviceAt(device);
  const first = (load<u64>(at, DEVICE_RESOURCE) - load<u64>(at, DEVICE_DATA_OFFSET)) >> PAGE_SHIFT;
  segmentsAdd(load<u32>(tableAt(T_PHYS, 1)), first, device);
}

/** The pmem disk that a page frame lies in, its reserved front included; 0: none. */
export function diskByPfn(pfn: u64): u32 {
  const map = load<u32>(tableAt(T_PHYS, 1));
  const device = segmentsIdAt(map, pfn);
  if (device == 0) return 0;
  const at = deviceAt(device);
  const endPfn = (load<u64>(at, DEVICE_RESOURCE) + load<u64>(at, DEVICE_SIZE)) >> PAGE_SHIFT;
  return pfn < endPfn ? device : 0;
}

/** Page frame of a byte of a pmem disk. */
export function pfnOf(disk: u32, offBytes: u64): u64 {
  return (load<u64>(deviceAt(disk), DEVICE_RESOURCE) + offBytes) >> PAGE_SHIFT;
}

/** Byte of its pmem disk at which a page frame begins; wraps below the disk's byte 0, as the kernel's. */
export function offOfPfn(disk: u32, pfn: u64): u64 {
  return (pfn << PAGE_SHIFT) - load<u64>(deviceAt(disk), DEVICE_RESOURCE);
}

/** Id in the store of a pmem disk. */
export function pmemOf(disk: u32): u32 {
  return load<u32>(deviceAt(disk), DEVICE_PMEM);
}

// --- from any device to pmem -------------------------------------------------------------------

// Result of `resolve`: disk, contiguous bytes from there on, byte of the disk. 24 bytes at `out`.
export const RESOLVED_DISK: usize = 0;
export const RESOLVED_OFF: usize = 8;
export const RESOLVED_LEN: usize = 16;

/**
 * Follows a byte of a device down through partitions and mapped devices to a pmem disk. Writes disk, byte, and how
 * many bytes follow it without a break to `out` (24 bytes); false if no target maps it or it is past the end.
 */
export function resolve(device: u32, offBytes: u64, out: usize): bool {
  let here = device;
  let off = offBytes;
  let run = u64.MAX_VALUE;
  while (true) {
    const at = deviceAt(here);
    const size = load<u64>(at, DEVICE_SIZE);
    if (off >= size) return false;
    run = min(run, size - off);
    const kind = load<u32>(at, DEVICE_KIND);
    if (kind == DEV_PARTITION) {
      off += load<u64>(at, DEVICE_START);
      here = load<u32>(at, DEVICE_DISK);
    } else if (kind == DEV_DM) {
      const target = targetOf(here, off);
      if (target == 0) return false;
      forward(target, off);
      run = min(run, load<u64>(FORWARD, FORWARD_LEN));
      off = load<u64>(FORWARD, FORWARD_OFF);
      here = load<u32>(tableAt(T_LEGS, load<u32>(FORWARD, FORWARD_LEG)), LEG_DEVICE);
    } else break;
  }
  store<u32>(out, here, RESOLVED_DISK);
  store<u64>(out, off, RESOLVED_OFF);
  store<u64>(out, run, RESOLVED_LEN);
  return true;
}

// --- targets of mapped devices -----------------------------------------------------------------

/** Target of a mapped device that maps a byte; 0: none does. */
export function targetOf(device: u32, offBytes: u64): u32 {
  const target = segmentsIdAt(load<u32>(deviceAt(device), DEVICE_SEGMENTS), offBytes >> 9);
  if (target == 0) return 0;
  const at = tableAt(T_TARGETS, target);
  return offBytes - load<u64>(at, TARGET_START) < load<u64>(at, TARGET_LEN) ? target : 0;
}

// Where a byte of a target lies below it: leg in T_LEGS, byte of the leg, bytes that stay together from there on. Good
// until the next call of `forward`.
const FORWARD: usize = SCRATCH + 0xe080;
const FORWARD_LEG: usize = 0;
const FORWARD_OFF: usize = 8;
const FORWARD_LEN: usize = 16;

/** Models linear_map and stripe_map_sector, drivers/md. Writes to FORWARD. */
function forward(target: u32, offBytes: u64): void {
  const at = tableAt(T_TARGETS, target);
  const inTarget = offBytes - load<u64>(at, TARGET_START);
  const rest = load<u64>(at, TARGET_LEN) - inTarget;
  let leg = load<u32>(at, TARGET_FIRST_LEG);
  let off = inTarget;
  let len = rest;
  if (load<u32>(at, TARGET_TYPE) == TARGET_STRIPED) {
    const chunkBytes = u64(load<u32>(at, TARGET_CHUNK));
    const legs = u64(load<u32>(at, TARGET_NR_LEGS));
    const chunk = inTarget / chunkBytes;
    const inChunk = inTarget - chunk * chunkBytes;
    const row = chunk / legs;
    leg += u32(chunk - row * legs);
    off = row * chunkBytes + inChunk;
    len = min(rest, chunkBytes - inChunk);
  }
  store<u32>(FORWARD, leg, FORWARD_LEG);
  store<u64>(FORWARD, load<u64>(tableAt(T_LEGS, leg), LEG_OFF) + off, FORWARD_OFF);
  store<u64>(FORWARD, len, FORWARD_LEN);
}

/** Leg (in T_LEGS) that a byte of a target lies on. */
export function forwardLeg(target: u32, offBytes: u64): u32 {
  forward(target, offBytes);
  return load<u32>(FORWARD, FORWARD_LEG);
}

/** Byte of that leg's device. */
export function forwardOff(target: u32, offBytes: u64): u64 {
  forward(target, offBytes);
  return load<u64>(FORWARD, FORWARD_OFF);
}

/** Number of devices ever created. */
export function deviceCount(): u32 {
  return tableCount(T_DEVICES);
}
