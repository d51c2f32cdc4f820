/**
 * `struct dax_device`: one anchor per disk, whoever holds it, and what is said to the holder.
 *
 * The one slot of the kernel is `holder_data` and `holder_ops`; designs that allow more keep registrations in a list
 * beside it (`slots.ts` decides which). A holder's operation is a function that it put into the table of operations
 * under its kind, exactly as `dax_holder_operations` is handed over: nothing here knows who holds.
 *
 * **Left out:** direct access, which memory management models; the SRCU of the read section (see race.ts).
 */
import {
  DAX_ALIVE, DAX_BYTES, DAX_DEVICE, DAX_FIRST_REG, DAX_HOLDER, DAX_LEN, DAX_OPS, DAX_PARENT, DAX_START, EIO, ENXIO,
  EOPNOTSUPP, EVENT_PROPOSED, FN_DAX_HOLDER_NOTIFY_FAILURE, FN_KILL_DAX, HOLDER_BYTES, HOLDER_FSTYPE, HOLDER_KIND,
  HOLDER_NAME, HOLDER_OBJECT, KEY_DAX_DEV, KEY_FLAGS, KEY_HOLDER_DATA, KEY_LEN, KEY_OFFSET, LOG_OPS,
  MF_MEM_PRE_REMOVE, REG_BYTES, REG_HOLDER, REG_LEN, REG_NEXT, REG_OPS, REG_START, RULE_DAX_ASK, RULE_DAX_DEAD,
  RULE_DAX_MANY, RULE_DAX_MIXED, RULE_DAX_UNHELD, RULE_KILL_NOTIFY, RULE_KILL_SILENT, T_DAX, T_HOLDERS, T_REGS, WHO_DEVICE,
} from "../abi";
import { deviceName, deviceSize } from "./devices";
import {
  argHolder, argName, argNumber, eventClose, eventCloseVoid, eventDeviceRange, eventFlags, eventOpen, eventRule,
  hasCrashed, logHead,
} from "./events";
import { KILL_NOTIFIES, PRE_REMOVE, has } from "./kernels";
import { put32, put64 } from "./state";
import { tableAt, tableDefine, tablePush } from "./tables";

/** Everything from the start to the end of the device, whatever its size: (0, U64_MAX). */
export const WHOLE_DEVICE: u64 = u64.MAX_VALUE;

export function daxReset(): void {
  tableDefine(T_DAX, DAX_BYTES);
  tableDefine(T_HOLDERS, HOLDER_BYTES);
  tableDefine(T_REGS, REG_BYTES);
}

// @ts-ignore: decorator
@inline
export function daxAt(dax: u32): usize {
  return tableAt(T_DAX, dax);
}

/** A fresh dax_device for a device. `parent` and `startBytes` only where designs give partitions one of their own. */
export function daxCreate(device: u32, parent: u32, startBytes: u64): u32 {
  const dax = tablePush(T_DAX);
  const at = daxAt(dax);
  put32(at + DAX_DEVICE, device);
  put32(at + DAX_ALIVE, 1);
  put32(at + DAX_PARENT, parent);
  put64(at + DAX_START, startBytes);
  put64(at + DAX_LEN, deviceSize(device));
  return dax;
}

/** Models dax_alive, drivers/dax/super.c. */
export function daxAlive(dax: u32): bool {
  return load<u32>(daxAt(dax), DAX_ALIVE) != 0;
}

export function daxDevice(dax: u32): u32 {
  return load<u32>(daxAt(dax), DAX_DEVICE);
}

/** `holder_data`: id of the holder, 0: NULL. */
export function daxHolder(dax: u32): u32 {
  return load<u32>(daxAt(dax), DAX_HOLDER);
}

/** Writes `holder_data` and `holder_ops` together. */
export function daxSetHolder(dax: u32, holder: u32, ops: u32): void {
  const at = daxAt(dax);
  put32(at + DAX_HOLDER, holder);
  put32(at + DAX_OPS, ops);
}

// --- holders -----------------------------------------------------------------------------------

/** Somebody who may hold: `kind` is HOLDER_*, `object` its mount or device, `name` what it is called by. */
export function holderCreate(kind: u32, object: u32, name: u32, fstype: u32): u32 {
  const holder = tablePush(T_HOLDERS);
  const at = tableAt(T_HOLDERS, holder);
  put32(at + HOLDER_KIND, kind);
  put32(at + HOLDER_OBJECT, object);
  put32(at + HOLDER_NAME, name);
  put32(at + HOLDER_FSTYPE, fstype);
  return holder;
}

export function holderKind(holder: u32): u32 {
  return load<u32>(tableAt(T_HOLDERS, holder), HOLDER_KIND);
}

export function holderObject(holder: u32): u32 {
  return load<u32>(tableAt(T_HOLDERS, holder), HOLDER_OBJECT);
}

/** Puts a holder's operation into the table: index of a `(holder, dax, off, len, flags) => i32`. */
export function setHolderOps(kind: u32, index: u32): void {
  put32(logHead() + LOG_OPS + (usize(kind) << 2), index);
}

function ask(ops: u32, holder: u32, dax: u32, offBytes: u64, lenBytes: u64, flags: u32): i32 {
  const index = load<u32>(logHead() + LOG_OPS + (usize(ops) << 2));
  return call_indirect<i32>(index, holder, dax, offBytes, lenBytes, flags);
}

// --- registrations beside the slot -------------------------------------------------------------

export function regAt(reg: u32): usize {
  return tableAt(T_REGS, reg);
}

/** First registration of a dax device, in order of arrival; 0: none. */
export function firstReg(dax: u32): u32 {
  return load<u32>(daxAt(dax), DAX_FIRST_REG);
}

export function nextReg(reg: u32): u32 {
  return load<u32>(regAt(reg), REG_NEXT);
}

/** Appends a registration for `[startBytes, startBytes + lenBytes)` of the device. */
export function regAdd(dax: u32, holder: u32, ops: u32, startBytes: u64, lenBytes: u64): void {
  const reg = tablePush(T_REGS);
  const at = regAt(reg);
  put32(at + REG_HOLDER, holder);
  put32(at + REG_OPS, ops);
  put64(at + REG_START, startBytes);
  put64(at + REG_LEN, lenBytes);
  let link = daxAt(dax) + DAX_FIRST_REG;
  while (load<u32>(link) != 0) link = regAt(load<u32>(link)) + REG_NEXT;
  put32(link, reg);
}

/** Takes the holder's registration out of the list; false if it has none. */
export function regRemove(dax: u32, holder: u32): bool {
  let link = daxAt(dax) + DAX_FIRST_REG;
  while (load<u32>(link) != 0) {
    const at = regAt(load<u32>(link));
    if (load<u32>(at, REG_HOLDER) == holder) {
      put32(link, load<u32>(at, REG_NEXT));
      return true;
    }
    link = at + REG_NEXT;
  }
  return false;
}

function isTouched(reg: usize, offBytes: u64, lenBytes: u64): bool {
  const start = load<u64>(reg, REG_START);
  const len = load<u64>(reg, REG_LEN);
  if (lenBytes == WHOLE_DEVICE || len == u64.MAX_VALUE) return true;
  return offBytes < start + len && start < offBytes + lenBytes;
}

// --- notification ------------------------------------------------------------------------------

/**
 * Models dax_holder_notify_failure, drivers/dax/super.c: dead is tested before unheld, and it is the operations that
 * are tested, not the holder. `offBytes` and `lenBytes` are bytes of this dax_device.
 */
export function daxHolderNotifyFailure(dax: u32, offBytes: u64, lenBytes: u64, flags: u32): i32 {
  const at = daxAt(dax);
  const name = deviceName(load<u32>(at, DAX_DEVICE));
  const event = eventOpen(FN_DAX_HOLDER_NOTIFY_FAILURE, RULE_DAX_ASK, WHO_DEVICE, name);
  eventDeviceRange(event, name, offBytes, lenBytes);
  argName(event, KEY_DAX_DEV, name);
  argHolder(event, KEY_HOLDER_DATA, load<u32>(at, DAX_HOLDER));
  argNumber(event, KEY_OFFSET, offBytes);
  argNumber(event, KEY_LEN, lenBytes);
  argNumber(event, KEY_FLAGS, flags);
  if (load<u64>(at, DAX_START) != 0 || load<u32>(at, DAX_PARENT) != 0) eventFlags(event, EVENT_PROPOSED);
  if (load<u32>(at, DAX_ALIVE) == 0) {
    eventRule(event, RULE_DAX_DEAD);
    return eventClose(event, -ENXIO);
  }
  if (load<u32>(at, DAX_FIRST_REG) != 0) return notifyMany(event, dax, offBytes, lenBytes, flags);
  const ops = load<u32>(at, DAX_OPS);
  // Operations without a holder are left over from a release that is under way (see race.ts).
  if (ops == 0 || load<u32>(at, DAX_HOLDER) == 0) {
    eventRule(event, RULE_DAX_UNHELD);
    return eventClose(event, -EOPNOTSUPP);
  }
  // Holder and operations are two stores, and another registration or release came between them.
  if (ops != holderKind(load<u32>(at, DAX_HOLDER))) {
    eventRule(event, RULE_DAX_MIXED);
    return eventClose(event, -EOPNOTSUPP);
  }
  const rc = ask(ops, load<u32>(at, DAX_HOLDER), dax, offBytes, lenBytes, flags);
  return hasCrashed() ? -EIO : eventClose(event, rc);
}

/**
 * Design: several consumers. All whose range is touched are asked, in order of arrival. -EOPNOTSUPP and -ENXIO mean
 * "not mine"; the first other answer is the answer; if all declined it is -EOPNOTSUPP, and the generic way is taken.
 */
function notifyMany(event: u32, dax: u32, offBytes: u64, lenBytes: u64, flags: u32): i32 {
  eventRule(event, RULE_DAX_MANY);
  eventFlags(event, EVENT_PROPOSED);
  let answer: i32 = -EOPNOTSUPP;
  let isAnswered = false;
  for (let reg = firstReg(dax); reg != 0; reg = nextReg(reg)) {
    const at = regAt(reg);
    if (load<u32>(at, REG_OPS) == 0 || !isTouched(at, offBytes, lenBytes)) continue;
    const rc = ask(load<u32>(at, REG_OPS), load<u32>(at, REG_HOLDER), dax, offBytes, lenBytes, flags);
    if (hasCrashed()) return -EIO;
    if (isAnswered || rc == -EOPNOTSUPP || rc == -ENXIO) continue;
    answer = rc;
    isAnswered = true;
  }
  return eventClose(event, answer);
}

// --- death -------------------------------------------------------------------------------------

/** Whether anybody holds the device, by the slot or beside it. */
export function isHeld(dax: u32): bool {
  const at = daxAt(dax);
  return load<u32>(at, DAX_HOLDER) != 0 || load<u32>(at, DAX_FIRST_REG) != 0;
}

/** Clears ALIVE; the last step before the holder goes. */
export function daxClearAlive(dax: u32): void {
  put32(daxAt(dax) + DAX_ALIVE, 0);
}

export function daxDropHolders(dax: u32): void {
  daxSetHolder(dax, 0, 0);
  put32(daxAt(dax) + DAX_FIRST_REG, 0);
}

/** Models kill_dax, drivers/dax/super.c: the holder is told about the whole device, whatever it answers. */
export function killDax(dax: u32): void {
  const at = daxAt(dax);
  const name = deviceName(load<u32>(at, DAX_DEVICE));
  const tells = isHeld(dax) && has(KILL_NOTIFIES);
  const event = eventOpen(FN_KILL_DAX, tells ? RULE_KILL_NOTIFY : RULE_KILL_SILENT, WHO_DEVICE, name);
  argName(event, KEY_DAX_DEV, name);
  argHolder(event, KEY_HOLDER_DATA, load<u32>(at, DAX_HOLDER));
  if (tells) {
    daxHolderNotifyFailure(dax, 0, WHOLE_DEVICE, has(PRE_REMOVE) ? MF_MEM_PRE_REMOVE : 0);
    if (hasCrashed()) return;
  }
  daxClearAlive(dax);
  daxDropHolders(dax);
  eventCloseVoid(event);
}
