/**
 * Holders that a reader wrote: the one call out of the engine. The host runs the reader's function, which sees its
 * device's own bytes and may notify further; what it throws is the host's to catch.
 *
 * Its device may be a disk, a partition or a mapped device: the range is given in that device's bytes and clipped to
 * it, as a filesystem would see it.
 *
 * **Left out:** how long a reader's function takes; the host stops it.
 */
import {
  DEVICE_DRIVER, DEV_CHAR, DRIVER_FSDEV_DAX, EINVAL, EIO, ENODEV, ENOENT, ENXIO, EOPNOTSUPP, FN_DAX_REGISTER_HOLDER,
  FN_DAX_UNREGISTER_HOLDER, FN_FS_DAX_GET, FN_READER_NOTIFY, HOLDER_NAME, HOLDER_OBJECT, HOLDER_READER, KEY_DAX_DEV,
  KEY_FLAGS, KEY_HOLDER, KEY_LEN, KEY_OFFSET, KEY_TEXT, KIND_HOST_TEXT, RULE_READER, RULE_READER_FAULT,
  RULE_SLOT_NO_DAX, RULE_SLOT_NO_FSDEV, RULE_SLOT_UNALIGNED, T_HOLDERS, WHO_DEVICE, WHO_HOLDER,
} from "../abi";
import { WHOLE_DEVICE, daxAlive, holderCreate, holderObject } from "./dax";
import { deviceAt, deviceKind, deviceName, devicePresent, deviceSize, isPageAligned } from "./devices";
import {
  argHolder, argName, argNumber, eventArg, eventClose, eventDeviceRange, eventOpen, eventRule, hasCrashed,
} from "./events";
import { FSDEV, has } from "./kernels";
import { holderByName, setHolderName } from "./names";
import { daxOfBdev, partOffOf, registerHolder, unregisterHolder } from "./slots";
import { put32 } from "./state";
import { tableAt } from "./tables";

/** Runs a reader's function: its answer, or READER_FAILED when it threw, which the host has recorded. */
// @ts-ignore: decorator
@external("env", "holder")
declare function callReader(
  holderName: u32, deviceName: u32, offLow: u32, offHigh: u32, lenLow: u32, lenHigh: u32, flags: u32,
): i32;

/** Arguments as OP_REGISTER_HOLDER has them. */
export function registerStep(ptr: usize): i32 {
  const device = devicePresent(load<u32>(ptr));
  if (device == 0) return -ENOENT;
  const name = load<u32>(ptr, 4);
  const isChar = deviceKind(device) == DEV_CHAR;
  const fn: u32 = isChar ? FN_FS_DAX_GET : FN_DAX_REGISTER_HOLDER;
  const event = eventOpen(fn, RULE_READER, WHO_DEVICE, deviceName(device));
  const holder = readerNamed(name, device);
  const dax = daxOfBdev(device);
  argName(event, KEY_DAX_DEV, dax == 0 ? 0 : deviceName(device));
  argHolder(event, KEY_HOLDER, holder);
  if (isChar && (dax == 0 || !daxAlive(dax))) return refused(event, RULE_SLOT_NO_DAX, -ENODEV);
  // Only fsdev_dax, from 7.2 on, lets its character device be held.
  if (isChar && (!has(FSDEV) || load<u32>(deviceAt(device), DEVICE_DRIVER) != DRIVER_FSDEV_DAX)) {
    return refused(event, RULE_SLOT_NO_FSDEV, -EOPNOTSUPP);
  }
  if (dax == 0 || !isPageAligned(device)) {
    return refused(event, dax == 0 ? RULE_SLOT_NO_DAX : RULE_SLOT_UNALIGNED, -ENXIO);
  }
  return eventClose(event, registerHolder(dax, device, holder, HOLDER_READER, event));
}

function refused(event: u32, rule: u32, rc: i32): i32 {
  eventRule(event, rule);
  return eventClose(event, rc);
}

/** The reader's holder of this name, moved to the device it is registered on now. */
export function readerNamed(name: u32, device: u32): u32 {
  let holder = holderByName(name);
  if (holder == 0) {
    holder = holderCreate(HOLDER_READER, device, name, 0);
    setHolderName(name, holder);
  }
  put32(tableAt(T_HOLDERS, holder) + HOLDER_OBJECT, device);
  return holder;
}

/** Arguments as OP_UNREGISTER_HOLDER has them. */
export function unregisterStep(ptr: usize): i32 {
  const device = devicePresent(load<u32>(ptr));
  const holder = holderByName(load<u32>(ptr, 4));
  if (device == 0 || holder == 0) return -ENOENT;
  const event = eventOpen(FN_DAX_UNREGISTER_HOLDER, RULE_READER, WHO_DEVICE, deviceName(device));
  argHolder(event, KEY_HOLDER, holder);
  const dax = daxOfBdev(device);
  if (dax != 0) eventRule(event, unregisterHolder(dax, holder));
  return eventClose(event, dax == 0 ? -ENXIO : 0);
}

/**
 * Takes the place of a step in which a reader's holder did not answer as a holder does: nothing else of it happened.
 * Arguments: holder name, device name, text of the host.
 */
export function readerFaultStep(ptr: usize): i32 {
  // By its name, like a device: the holder itself may have been made in the step that is undone.
  const event = eventOpen(FN_READER_NOTIFY, RULE_READER_FAULT, WHO_DEVICE, load<u32>(ptr));
  eventDeviceRange(event, load<u32>(ptr, 4), 0, 0);
  eventArg(event, KEY_TEXT, KIND_HOST_TEXT, load<u32>(ptr, 8));
  return eventClose(event, -EIO);
}

/** `->notify_failure` of a reader's holder. */
export function readerNotifyFailure(holder: u32, dax: u32, offBytes: u64, lenBytes: u64, flags: u32): i32 {
  const device = holderObject(holder);
  const name = deviceName(device);
  const event = eventOpen(FN_READER_NOTIFY, RULE_READER, WHO_HOLDER, holder);
  let off: u64 = 0;
  let len = lenBytes;
  if (lenBytes != WHOLE_DEVICE) {
    const start = partOffOf(device);
    const from = max(offBytes, start);
    const to = min(offBytes + lenBytes, start + deviceSize(device));
    eventDeviceRange(event, name, from - start, from < to ? to - from : lenBytes);
    if (from >= to) return eventClose(event, -ENXIO);
    off = from - start;
    len = to - from;
  } else eventDeviceRange(event, name, 0, lenBytes);
  argNumber(event, KEY_OFFSET, off);
  argNumber(event, KEY_LEN, len);
  argNumber(event, KEY_FLAGS, flags);
  const readerName = load<u32>(tableAt(T_HOLDERS, holder), HOLDER_NAME);
  const rc = callReader(readerName, name, u32(off), u32(off >> 32), u32(len), u32(len >> 32), flags);
  if (hasCrashed()) return -EIO;
  return eventClose(event, rc > 0 ? -EINVAL : rc);
}
