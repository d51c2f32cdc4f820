/**
 * Designs in which a partition has a dax_device of its own: namespaces in place of partitions (one dax_device each,
 * none for the whole), and a stacked dax_device per partition to which the disk's forwards.
 *
 * **Left out:** what a namespace costs: labels, alignment, an info block and a memmap of its own.
 */
import {
  DAX_START, DEVICE_DAX, DEVICE_FIRST_PARTITION, DEVICE_NEXT_PARTITION, EIO, EOPNOTSUPP, EVENT_PROPOSED,
  FN_STACKED_NOTIFY_FAILURE, HOLDER_PARENT, POLICY_NAMESPACES, RULE_STACK_FORWARD, WHO_DEVICE,
} from "../abi";
import { WHOLE_DEVICE, daxAt, daxCreate, daxDevice, daxHolderNotifyFailure, daxSetHolder, holderCreate } from "./dax";
import { deviceAt, deviceDax, deviceName, deviceSize, deviceStart } from "./devices";
import { eventClose, eventDeviceRange, eventFlags, eventOpen, hasCrashed } from "./events";
import { partitionsHaveDax, policyId } from "./slots";
import { put32 } from "./state";

/** Partition of a disk that a byte lies in; 0: none. */
export function partitionAt(disk: u32, offBytes: u64): u32 {
  let part = load<u32>(deviceAt(disk), DEVICE_FIRST_PARTITION);
  while (part != 0) {
    if (offBytes - deviceStart(part) < deviceSize(part)) return part;
    part = load<u32>(deviceAt(part), DEVICE_NEXT_PARTITION);
  }
  return 0;
}

/** The dax_device that the driver of a disk tells about a byte: the namespace's where partitions are namespaces. */
export function daxForFailure(disk: u32, offBytes: u64): u32 {
  if (policyId() != POLICY_NAMESPACES) return deviceDax(disk);
  const part = partitionAt(disk, offBytes);
  return part == 0 ? deviceDax(disk) : load<u32>(deviceAt(part), DEVICE_DAX);
}

/** Byte of the disk at which that dax_device begins. */
export function failureShift(dax: u32): u64 {
  return load<u64>(daxAt(dax), DAX_START);
}

/** Gives a new partition what the policy gives it. */
export function partitionDax(disk: u32, part: u32): void {
  if (!partitionsHaveDax() || deviceDax(disk) == 0) return;
  const isNamespace = policyId() == POLICY_NAMESPACES;
  const dax = daxCreate(part, isNamespace ? 0 : deviceDax(disk), deviceStart(part));
  put32(deviceAt(part) + DEVICE_DAX, dax);
  if (isNamespace) return;
  const holder = holderCreate(HOLDER_PARENT, disk, deviceName(disk), 0);
  daxSetHolder(deviceDax(disk), holder, HOLDER_PARENT);
}

/** Design: the disk's dax_device hands a failure to the dax_device of each partition that it touches, clipped. */
export function stackNotifyFailure(holder: u32, dax: u32, offBytes: u64, lenBytes: u64, flags: u32): i32 {
  const disk = daxDevice(dax);
  const event = eventOpen(FN_STACKED_NOTIFY_FAILURE, RULE_STACK_FORWARD, WHO_DEVICE, deviceName(disk));
  eventFlags(event, EVENT_PROPOSED);
  eventDeviceRange(event, deviceName(disk), offBytes, lenBytes);
  let answer: i32 = -EOPNOTSUPP;
  let part = load<u32>(deviceAt(disk), DEVICE_FIRST_PARTITION);
  while (part != 0) {
    const child = load<u32>(deviceAt(part), DEVICE_DAX);
    const start = deviceStart(part);
    const end = start + deviceSize(part);
    let rc: i32 = -EOPNOTSUPP;
    if (lenBytes == WHOLE_DEVICE) rc = daxHolderNotifyFailure(child, 0, WHOLE_DEVICE, flags);
    else if (offBytes < end && start < offBytes + lenBytes) {
      const from = max(offBytes, start);
      rc = daxHolderNotifyFailure(child, from - start, min(offBytes + lenBytes, end) - from, flags);
    }
    if (hasCrashed()) return -EIO;
    if (answer == -EOPNOTSUPP) answer = rc;
    part = load<u32>(deviceAt(part), DEVICE_NEXT_PARTITION);
  }
  return eventClose(event, answer);
}
