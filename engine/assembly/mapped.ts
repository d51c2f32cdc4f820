/**
 * Mapped devices as the layer between: which of them lie on a byte of a disk, and the design in which they hold it.
 *
 * Mainline's device-mapper looks dax_devices up without holding them. The design of the commit message (policy
 * `chained-dm`) has the mapped device hold its legs' dax_device and pass a failure up, translated. A list of mapped
 * devices shares one slot, as in the posted v6; a filesystem and mapped devices cannot.
 *
 * **Left out:** table reloads.
 */
import {
  CLAIM_DM, DEVICE_CLAIM, DEVICE_DAX, DEVICE_FIRST_TARGET, DEVICE_LEGS, DEVICE_MAP_NAME, DEVICE_NR_TARGETS,
  DEVICE_PRESENT, DEVICE_START, EIO, EOPNOTSUPP, EVENT_PROPOSED, FN_DM_NOTIFY_FAILURE, HOLDER_DM, KEY_DAX_DEV,
  KEY_FLAGS, KEY_LEN, KEY_OFFSET, LEG_DEVICE, LEG_DM, LEG_INDEX, LEG_OFF, LEG_TARGET, POLICY_CHAINED_DM, RULE_DM_MAP,
  RULE_DM_OUTSIDE, R_NR_RMAPS, TARGET_CHUNK, TARGET_FIRST_LEG, TARGET_LEN, TARGET_NR_LEGS, TARGET_START,
  TARGET_STRIPED, TARGET_TYPE, T_LEGS, T_TARGETS, WHO_DEVICE,
} from "../abi";
import {
  WHOLE_DEVICE, daxAlive, daxDevice, daxHolder, daxHolderNotifyFailure, daxSetHolder, holderCreate, holderKind,
} from "./dax";
import { deviceAt, deviceDax, deviceDisk, deviceName } from "./devices";
import {
  argName, argNumber, eventClose, eventDeviceRange, eventFlags, eventOpen, eventRule, hasCrashed,
} from "./events";
import { recordOwner, rmapFirst, rmapInsert, rmapNext, rmapRecord, rmapRemove } from "./extents";
import { policyId } from "./slots";
import { put32, put64 } from "./state";
import { rootAt, tableAt } from "./tables";

function legAt(leg: u32): usize {
  return tableAt(T_LEGS, leg);
}

/** First byte of a leg on its disk, and its length there. */
function legStart(leg: u32): u64 {
  const at = legAt(leg);
  return load<u64>(deviceAt(load<u32>(at, LEG_DEVICE)), DEVICE_START) + load<u64>(at, LEG_OFF);
}

function legLen(leg: u32): u64 {
  const target = tableAt(T_TARGETS, load<u32>(legAt(leg), LEG_TARGET));
  return load<u64>(target, TARGET_LEN) / u64(load<u32>(target, TARGET_NR_LEGS));
}

// --- which legs lie where ----------------------------------------------------------------------

/** Index of the legs on a disk, made when the first one is added. */
function legsOf(disk: u32): u32 {
  const at = deviceAt(disk);
  if (load<u32>(at, DEVICE_LEGS) == 0) {
    const id = load<u64>(rootAt(R_NR_RMAPS)) + 1;
    put64(rootAt(R_NR_RMAPS), id);
    put32(at + DEVICE_LEGS, u32(id));
  }
  return load<u32>(at, DEVICE_LEGS);
}

/** Makes the legs of a new mapped device known to their disks; the design registers it with them. */
export function chainLegs(device: u32): void {
  const at = deviceAt(device);
  const first = load<u32>(at, DEVICE_FIRST_TARGET);
  for (let i: u32 = 0; i < load<u32>(at, DEVICE_NR_TARGETS); i++) {
    const target = tableAt(T_TARGETS, first + i);
    for (let n: u32 = 0; n < load<u32>(target, TARGET_NR_LEGS); n++) {
      const leg = load<u32>(target, TARGET_FIRST_LEG) + n;
      const disk = deviceDisk(load<u32>(legAt(leg), LEG_DEVICE));
      rmapInsert(legsOf(disk), 0, u32(legStart(leg) >> 12), u32((legLen(leg) + 4095) >> 12), leg, 0, 0);
      if (policyId() == POLICY_CHAINED_DM) holdLeg(device, disk);
    }
  }
}

/** Design: the mapped device holds its leg's dax_device. Others of its kind share the slot; a filesystem does not. */
function holdLeg(device: u32, disk: u32): void {
  const dax = deviceDax(disk);
  // A table with a leg that has no dax_device has none itself, so nobody above could be told.
  if (dax == 0 || !daxAlive(dax) || load<u32>(deviceAt(device), DEVICE_DAX) == 0) return;
  const has = daxHolder(dax);
  if (has != 0) return;
  daxSetHolder(dax, holderCreate(HOLDER_DM, device, load<u32>(deviceAt(device), DEVICE_MAP_NAME), 0), HOLDER_DM);
}

/** Forgets the legs of a mapped device that was removed; its claims go where no other has them. */
export function unchainLegs(device: u32): void {
  const at = deviceAt(device);
  const first = load<u32>(at, DEVICE_FIRST_TARGET);
  for (let i: u32 = 0; i < load<u32>(at, DEVICE_NR_TARGETS); i++) {
    const target = tableAt(T_TARGETS, first + i);
    for (let n: u32 = 0; n < load<u32>(target, TARGET_NR_LEGS); n++) {
      const leg = load<u32>(target, TARGET_FIRST_LEG) + n;
      const below = load<u32>(legAt(leg), LEG_DEVICE);
      const disk = deviceDisk(below);
      rmapRemove(legsOf(disk), 0, u32(legStart(leg) >> 12), u32((legLen(leg) + 4095) >> 12), leg, 0, 0);
      const heir = mappedOn(disk);
      put32(deviceAt(below) + DEVICE_CLAIM, isLegOf(heir, below) ? CLAIM_DM | heir : 0);
      const dax = deviceDax(disk);
      if (dax == 0 || daxHolder(dax) == 0 || holderKind(daxHolder(dax)) != HOLDER_DM) continue;
      daxSetHolder(dax, 0, 0);
      if (heir != 0 && policyId() == POLICY_CHAINED_DM) holdLeg(heir, disk);
    }
  }
}

/** The leg that a cursor over legs is on. */
function legOn(cursor: u32): u32 {
  return u32(recordOwner(rmapRecord(cursor)));
}

/** A mapped device that has a leg on the disk; 0: none. */
function mappedOn(disk: u32): u32 {
  const cursor = rmapFirst(legsOf(disk), 0, 0, u32.MAX_VALUE);
  return cursor == 0 ? 0 : load<u32>(legAt(legOn(cursor)), LEG_DM);
}

/** Whether some mapped device still has a leg on exactly this device. */
function isLegOf(heir: u32, below: u32): bool {
  if (heir == 0) return false;
  let cursor = rmapFirst(legsOf(deviceDisk(below)), 0, 0, u32.MAX_VALUE);
  while (cursor != 0) {
    if (load<u32>(legAt(legOn(cursor)), LEG_DEVICE) == below) return true;
    cursor = rmapNext(cursor);
  }
  return false;
}

// --- the design: passing a failure up ----------------------------------------------------------

/** `->notify_failure` of mapped devices: every leg that the range touches, translated, clipped to its target. */
export function dmNotifyFailure(holder: u32, dax: u32, offBytes: u64, lenBytes: u64, flags: u32): i32 {
  const disk = daxDevice(dax);
  const event = eventOpen(FN_DM_NOTIFY_FAILURE, RULE_DM_MAP, WHO_DEVICE, deviceName(disk));
  eventFlags(event, EVENT_PROPOSED);
  eventDeviceRange(event, deviceName(disk), offBytes, lenBytes);
  argName(event, KEY_DAX_DEV, deviceName(disk));
  argNumber(event, KEY_OFFSET, offBytes);
  argNumber(event, KEY_LEN, lenBytes);
  argNumber(event, KEY_FLAGS, flags);
  let answer: i32 = -EOPNOTSUPP;
  let isOutside = true;
  const isWhole = lenBytes == WHOLE_DEVICE;
  let lastPage = isWhole ? u32.MAX_VALUE : u32((offBytes + lenBytes + 4095) >> 12);
  // Passing up may ask reverse maps itself, so the cursor is opened anew, behind the legs that were asked.
  for (let skip: u32 = 0; ; skip++) {
    const leg = legNumber(disk, isWhole ? 0 : u32(offBytes >> 12), lastPage, skip);
    if (leg == 0) break;
    isOutside = false;
    const rc = isWhole ? passUpWhole(leg, flags) : passUp(leg, offBytes, lenBytes, flags);
    if (hasCrashed()) return -EIO;
    if (answer == -EOPNOTSUPP) answer = rc;
  }
  if (isOutside) eventRule(event, RULE_DM_OUTSIDE);
  return eventClose(event, answer);
}

/** The leg number `skip` among those over pages `[first, end)` of a disk; 0: no more. */
function legNumber(disk: u32, first: u32, end: u32, skip: u32): u32 {
  let cursor = rmapFirst(legsOf(disk), 0, first, end);
  for (; cursor != 0 && skip != 0; skip--) cursor = rmapNext(cursor);
  return cursor == 0 ? 0 : legOn(cursor);
}

/** A leg goes away as a whole: so does everything above it. */
function passUpWhole(leg: u32, flags: u32): i32 {
  const dm = deviceAt(load<u32>(legAt(leg), LEG_DM));
  const dax = load<u32>(dm, DEVICE_DAX);
  if (dax == 0 || load<u32>(dm, DEVICE_PRESENT) == 0) return -EOPNOTSUPP;
  return daxHolderNotifyFailure(dax, 0, WHOLE_DEVICE, flags);
}

/** One leg: the part of the range on it, chunk by chunk for stripes, as ranges of the mapped device. */
function passUp(leg: u32, offBytes: u64, lenBytes: u64, flags: u32): i32 {
  const start = legStart(leg);
  const from = max(offBytes, start) - start;
  const to = min(offBytes + lenBytes, start + legLen(leg)) - start;
  const dm = deviceAt(load<u32>(legAt(leg), LEG_DM));
  const dax = load<u32>(dm, DEVICE_DAX);
  if (dax == 0 || load<u32>(dm, DEVICE_PRESENT) == 0) return -EOPNOTSUPP;
  let answer: i32 = -EOPNOTSUPP;
  let off = from;
  while (off < to) {
    const part = min(to - off, stripeRest(leg, off));
    const rc = daxHolderNotifyFailure(dax, reverse(leg, off), part, flags);
    if (hasCrashed()) return -EIO;
    if (answer == -EOPNOTSUPP) answer = rc;
    off += part;
  }
  return answer;
}

/** Byte of the mapped device that lies at byte `off` of a leg: the inverse of the target's map. */
export function reverse(leg: u32, off: u64): u64 {
  const at = legAt(leg);
  const target = tableAt(T_TARGETS, load<u32>(at, LEG_TARGET));
  const start = load<u64>(target, TARGET_START);
  if (load<u32>(target, TARGET_TYPE) != TARGET_STRIPED) return start + off;
  const chunk = u64(load<u32>(target, TARGET_CHUNK));
  const legs = u64(load<u32>(target, TARGET_NR_LEGS));
  return start + ((off / chunk) * legs + u64(load<u32>(at, LEG_INDEX))) * chunk + (off % chunk);
}

function stripeRest(leg: u32, off: u64): u64 {
  const target = tableAt(T_TARGETS, load<u32>(legAt(leg), LEG_TARGET));
  if (load<u32>(target, TARGET_TYPE) != TARGET_STRIPED) return u64.MAX_VALUE;
  const chunk = u64(load<u32>(target, TARGET_CHUNK));
  return chunk - (off % chunk);
}
