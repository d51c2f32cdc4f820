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
  TARGET_CHUNK, TARGET_FIRST_LEG, TARGET_LEG_DEVICE, TARGET_LEG_OFF, TARGET_LEN, TARGET_NR_LEGS, TARGET_START,
  TARGET_STRIPED, TARGET_TYPE, T_DEVICES, T_LEGS, T_PHYS, T_TARGETS,
} from "../abi";
import { deviceByName, setDeviceName } from "./names";
import { segmentsAdd, segmentsCreate, segmentsIdAt } from "./segments";
import { put32, put64 } from "./state";
import { tableAt, tableAtInline, tableCount, tableDefine, tablePush } from "./tables";

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
 * Models linear_map and stripe_map_sector, drivers/md.
 */
export function resolve(device: u32, offBytes: u64, out: usize): bool {
  let here = device;
  let off = offBytes;
  let run = u64.MAX_VALUE;
  while (true) {
    const at = tableAtInline(T_DEVICES, DEVICE_BYTES, here);
    const size = load<u64>(at, DEVICE_SIZE);
    if (off >= size) return false;
    run = min(run, size - off);
    const kind = load<u32>(at, DEVICE_KIND);
    if (kind == DEV_PARTITION) {
      off += load<u64>(at, DEVICE_START);
      here = load<u32>(at, DEVICE_DISK);
      continue;
    }
    if (kind != DEV_DM) break;
    const id = segmentsIdAt(load<u32>(at, DEVICE_SEGMENTS), off >> 9);
    if (id == 0) return false;
    const target = tableAtInline(T_TARGETS, TARGET_BYTES, id);
    const len = load<u64>(target, TARGET_LEN);
    off -= load<u64>(target, TARGET_START);
    if (off >= len) return false;
    run = min(run, len - off);
    if (load<u32>(target, TARGET_TYPE) == TARGET_STRIPED) {
      const chunkBytes = u64(load<u32>(target, TARGET_CHUNK));
      const legs = u64(load<u32>(target, TARGET_NR_LEGS));
      const chunk = off / chunkBytes;
      const inChunk = off - chunk * chunkBytes;
      const row = chunk / legs;
      const leg = tableAtInline(T_LEGS, LEG_BYTES, load<u32>(target, TARGET_FIRST_LEG) + u32(chunk - row * legs));
      off = row * chunkBytes + inChunk + load<u64>(leg, LEG_OFF);
      here = load<u32>(leg, LEG_DEVICE);
      run = min(run, chunkBytes - inChunk);
    } else {
      off += load<u64>(target, TARGET_LEG_OFF);
      here = load<u32>(target, TARGET_LEG_DEVICE);
    }
  }
  store<u32>(out, here, RESOLVED_DISK);
  store<u64>(out, off, RESOLVED_OFF);
  store<u64>(out, run, RESOLVED_LEN);
  return true;
}

/** Number of devices ever created. */
export function deviceCount(): u32 {
  return tableCount(T_DEVICES);
}
