/**
 * Who may hold a dax_device: registration and release, as each kernel has it and as the thread of January 2022
 * proposed it. The policy decides here and nowhere else.
 *
 * **Left out:** the order of stores inside one registration; see race.ts.
 */
import {
  DAX_HOLDER, DAX_LEAKED, DEVICE_DAX, DEV_PARTITION, EBUSY, ENODEV, ENXIO, EOPNOTSUPP, EVENT_PROPOSED,
  FN_FS_DAX_GET_BY_BDEV, FN_FS_PUT_DAX, KEY_DAX_DEV, KEY_DEV, KEY_HOLDER, KEY_OPS, KEY_PREVIOUS, POLICY_EXCLUSIVE,
  POLICY_KERNEL, POLICY_LAST_WRITER_WINS, POLICY_NAMESPACES, POLICY_NOTIFIER_CHAIN, POLICY_ON_DAX_DEVICE,
  POLICY_RANGE_SLOTS, POLICY_STACKED, POLICY_WHOLE_DEVICE_MERGED, POLICY_WHOLE_DEVICE_STRICT, REG_LEN, REG_START,
  RULE_SLOT_ADDED, RULE_SLOT_LOOK, RULE_SLOT_MUTED, RULE_SLOT_NOT_OURS, RULE_SLOT_NO_DAX, RULE_SLOT_OVERWRITTEN,
  RULE_SLOT_PARTITION_REFUSED, RULE_SLOT_REFUSED, RULE_SLOT_RELEASED, RULE_SLOT_STOLEN_CLEARED, RULE_SLOT_TAKEN,
  RULE_SLOT_UNALIGNED, R_POLICY, TEXT_NON_NULL, WHO_DEVICE,
} from "../abi";
import {
  daxAlive, daxAt, daxDevice, daxHolder, daxSetHolder, firstReg, nextReg, regAdd, regAt, regRemove,
} from "./dax";
import { deviceAt, deviceDax, deviceKind, deviceName, deviceSize, deviceStart, isPageAligned } from "./devices";
import {
  argHolder, argName, argText, eventCloseName, eventCloseVoid, eventFlags, eventOpen, eventRule,
} from "./events";
import { PUT_OPS_FIRST, has } from "./kernels";
import { put32 } from "./state";
import { rootAt } from "./tables";

export function policyId(): u32 {
  return u32(load<u64>(rootAt(R_POLICY)));
}

/** The policy is a design: no kernel registers holders this way. */
export function isProposal(): bool {
  return policyId() != POLICY_KERNEL && policyId() != POLICY_WHOLE_DEVICE_MERGED;
}

/** Whether partitions have dax devices of their own: of a namespace each, or stacked on the disk's. */
export function partitionsHaveDax(): bool {
  return policyId() == POLICY_NAMESPACES || policyId() == POLICY_STACKED;
}

/** The dax_device that a block device's users find: the disk's, or its own where the policy gives it one. */
export function daxOfBdev(device: u32): u32 {
  const own = load<u32>(deviceAt(device), DEVICE_DAX);
  return own != 0 ? own : deviceDax(device);
}

/** Byte of that dax_device at which the block device begins. */
export function partOffOf(device: u32): u64 {
  const own = load<u32>(deviceAt(device), DEVICE_DAX) != 0;
  return own ? 0 : deviceStart(device);
}

/** Rule of the last registration, for its event. */
function outcome(rule: u32, rc: i32, event: u32): i32 {
  eventRule(event, rule);
  if (isProposal()) eventFlags(event, EVENT_PROPOSED);
  return rc;
}

/**
 * Registers a holder for a block device under the machine's policy; the event is that of the caller. 0, -EBUSY where
 * somebody else holds, -ENXIO on a dead device, -EOPNOTSUPP or -ENODEV where a design refuses partitions.
 */
export function registerHolder(dax: u32, device: u32, holder: u32, ops: u32, event: u32): i32 {
  if (!daxAlive(dax)) return outcome(RULE_SLOT_NO_DAX, -ENXIO, event);
  const policy = policyId();
  const isPart = deviceKind(device) == DEV_PARTITION && load<u32>(deviceAt(device), DEVICE_DAX) == 0;
  if (policy == POLICY_WHOLE_DEVICE_STRICT && isPart) {
    return outcome(RULE_SLOT_PARTITION_REFUSED, -EOPNOTSUPP, event);
  }
  if (policy == POLICY_ON_DAX_DEVICE && isPart) return outcome(RULE_SLOT_PARTITION_REFUSED, -ENODEV, event);
  if (policy == POLICY_NOTIFIER_CHAIN) {
    regAdd(dax, holder, ops, 0, u64.MAX_VALUE);
    return outcome(RULE_SLOT_ADDED, 0, event);
  }
  if (policy == POLICY_RANGE_SLOTS) return registerRange(dax, device, holder, ops, event);
  const before = daxHolder(dax);
  if (policy == POLICY_LAST_WRITER_WINS) {
    daxSetHolder(dax, holder, ops);
    return outcome(before == 0 ? RULE_SLOT_TAKEN : RULE_SLOT_OVERWRITTEN, 0, event);
  }
  if (before != 0) return outcome(RULE_SLOT_REFUSED, -EBUSY, event);
  daxSetHolder(dax, holder, ops);
  return outcome(RULE_SLOT_TAKEN, 0, event);
}

/** Design: a slot per range. Two holders may not have the same byte. */
function registerRange(dax: u32, device: u32, holder: u32, ops: u32, event: u32): i32 {
  const start = partOffOf(device);
  const end = start + deviceSize(device);
  for (let reg = firstReg(dax); reg != 0; reg = nextReg(reg)) {
    const hasStart = load<u64>(regAt(reg), REG_START);
    const hasEnd = hasStart + load<u64>(regAt(reg), REG_LEN);
    if (start < hasEnd && hasStart < end) return outcome(RULE_SLOT_REFUSED, -EBUSY, event);
  }
  regAdd(dax, holder, ops, start, end - start);
  return outcome(RULE_SLOT_ADDED, 0, event);
}

/** Releases a holder's claim. Last writer wins: whoever calls clears the slot. Returns the rule that applied. */
export function unregisterHolder(dax: u32, holder: u32): u32 {
  if (regRemove(dax, holder)) return RULE_SLOT_RELEASED;
  const before = daxHolder(dax);
  if (before == 0) return RULE_SLOT_NOT_OURS;
  if (before == holder) {
    daxSetHolder(dax, 0, 0);
    return RULE_SLOT_RELEASED;
  }
  if (policyId() != POLICY_LAST_WRITER_WINS) {
    if (!has(PUT_OPS_FIRST)) return RULE_SLOT_NOT_OURS;
    // The operations are gone before it shows that they are somebody else's.
    daxSetHolder(dax, before, 0);
    return RULE_SLOT_MUTED;
  }
  daxSetHolder(dax, 0, 0);
  return RULE_SLOT_STOLEN_CLEARED;
}

/** A refusal that the caller is told as an error, not as "no DAX here". */
export function refusalIsError(): bool {
  return policyId() == POLICY_EXCLUSIVE || policyId() == POLICY_RANGE_SLOTS;
}

/**
 * Models fs_dax_get_by_bdev, drivers/dax/super.c. `holder` 0 is a look, not a claim. Returns the dax_device or 0 for
 * NULL, and the reason as a positive errno at `why`.
 */
export function fsDaxGetByBdev(device: u32, holder: u32, ops: u32, why: usize): u32 {
  const event = eventOpen(FN_FS_DAX_GET_BY_BDEV, RULE_SLOT_LOOK, WHO_DEVICE, deviceName(device));
  argName(event, KEY_DEV, deviceName(device));
  argHolder(event, KEY_HOLDER, holder);
  argText(event, KEY_OPS, holder == 0 ? 0 : TEXT_NON_NULL);
  const dax = lookup(device, holder, ops, event, why);
  eventCloseName(event, dax == 0 ? 0 : deviceName(daxDevice(dax)));
  return dax;
}

function lookup(device: u32, holder: u32, ops: u32, event: u32, why: usize): u32 {
  const dax = daxOfBdev(device);
  store<u32>(why, ENODEV);
  if (dax == 0) {
    eventRule(event, RULE_SLOT_NO_DAX);
    return 0;
  }
  if (!isPageAligned(device)) {
    eventRule(event, RULE_SLOT_UNALIGNED);
    return 0;
  }
  if (!daxAlive(dax)) {
    eventRule(event, RULE_SLOT_NO_DAX);
    store<u32>(why, ENXIO);
    return 0;
  }
  if (holder == 0) return dax;
  const rc = registerHolder(dax, device, holder, ops, event);
  store<u32>(why, u32(-rc));
  if (rc == 0) return dax;
  // A design that refuses partitions leaves DAX itself alone: failures take the generic way.
  if (rc == -EOPNOTSUPP) return dax;
  const leaked = daxAt(dax) + DAX_LEAKED;
  put32(leaked, load<u32>(leaked) + 1);
  return 0;
}

/** Models fs_put_dax, drivers/dax/super.c. `dax` may be NULL. */
export function fsPutDax(dax: u32, holder: u32, device: u32): void {
  const event = eventOpen(FN_FS_PUT_DAX, RULE_SLOT_NOT_OURS, WHO_DEVICE, deviceName(device));
  argName(event, KEY_DAX_DEV, dax == 0 ? 0 : deviceName(daxDevice(dax)));
  argHolder(event, KEY_HOLDER, holder);
  argHolder(event, KEY_PREVIOUS, dax == 0 ? 0 : load<u32>(daxAt(dax), DAX_HOLDER));
  if (dax != 0 && holder != 0) eventRule(event, unregisterHolder(dax, holder));
  eventCloseVoid(event);
}
