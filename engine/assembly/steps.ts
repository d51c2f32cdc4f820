/**
 * One step: an event of its own with everything that followed below it, and an outcome.
 *
 * After a crash the machine goes on as far as the rest of the kernel would: each step is a new task.
 *
 * **Left out:** tasks that wait for a lock of a dead one, other than for `mf_mutex`.
 */
import { STOP_OPERATION } from "../abi/stops";
import { stop } from "./stops";
import {
  EINVAL, EIO, ENOENT, ENXIO, FN_STEP, FN_SYSCTL, KEY_EARLY_KILL, KEY_OP, KEY_RECOVERY, KIND_OP, MF_SW_SIMULATED,
  OP_BIND, OP_DM_CREATE, OP_DM_REMOVE, OP_FAIL, OP_KILL_DAX, OP_MADVISE, OP_MKFS, OP_MM_FIRST, OP_MOUNT, OP_NOTIFY,
  OP_PARTITION, OP_PMEM, OP_RACE, OP_READER_FAULT, OP_REGISTER_HOLDER, OP_SCENE, OP_SYSCTL, OP_UMOUNT, OP_UNBIND,
  OP_UNREGISTER_HOLDER, PAGE_SHIFT, RULE_STEP, RULE_SYSCTL, R_CURRENT, R_EARLY_KILL, R_POLICY, R_RECOVERY, R_SEED,
  R_STEPS, WHO_ADMIN, WHO_KERNEL,
} from "../abi";
import { dmCreateStep, dmRemoveStep, mkfsStep, partitionStep, pmemStep } from "./blocks";
import { daxHolderNotifyFailure, killDax } from "./dax";
import { RESOLVED_DISK, RESOLVED_OFF, resolve, devicePresent, pfnOf } from "./devices";
import {
  argNumber, crashForget, eventArg, eventClose, eventCount, eventOpen, eventsStep, hasCrashed, outcomePush,
} from "./events";
import { kernelSet } from "./kernels";
import { madviseStep } from "./madvise";
import { memoryFailure, pagemapDisk } from "./memory-failure";
import { mmStep } from "./mm";
import { mountStep, umountStep } from "./mounts";
import { deviceByName } from "./names";
import { raceStep } from "./race";
import { readerFaultStep, registerStep, unregisterStep } from "./readers";
import { bindStep, unbindStep } from "./removal";
import { daxOfBdev } from "./slots";
import { SCRATCH, put64 } from "./state";
import { rootAt } from "./tables";

const RESOLVED: usize = SCRATCH + 0xe050;

/** Plays `count` operations from `ptr`. Those of power-on (the scene) have no outcome. */
export function playSteps(ptr: usize, count: u32): void {
  let at = ptr;
  for (let i: u32 = 0; i < count; i++) {
    playOne(at);
    at += usize(load<u32>(at, 4)) << 2;
  }
}

function playOne(at: usize): void {
  const op = load<u32>(at);
  const steps = rootAt(R_STEPS);
  const isPowerOn = op == OP_SCENE || op == OP_PMEM || load<u64>(steps) == 0;
  const from = eventCount();
  crashForget();
  eventsStep(u32(load<u64>(steps)) - 1);
  put64(rootAt(R_CURRENT), 0);
  const event = eventOpen(FN_STEP, RULE_STEP, WHO_ADMIN, 0);
  eventArg(event, KEY_OP, KIND_OP, op);
  const rc = playOp(op, at + 8);
  const hasReturned = !hasCrashed();
  if (hasReturned) eventClose(event, rc);
  else eventsStep(u32(load<u64>(steps)) - 1);
  if (isPowerOn) return;
  outcomePush(op, hasReturned, rc < 0 ? -rc : 0, from);
  put64(steps, load<u64>(steps) + 1);
}

/** The scene is complete: what follows are steps, numbered from 0. */
export function powerOnDone(): void {
  put64(rootAt(R_STEPS), 1);
}

/** Plays one operation inside whatever is open: a step, or one thread of a race. */
export function playOp(op: u32, ptr: usize): i32 {
  if (op >= u32(OP_MM_FIRST)) return mmStep(op, ptr);
  switch (op) {
    case OP_SCENE: return sceneStep(ptr);
    case OP_PMEM: return pmemStep(ptr);
    case OP_PARTITION: return partitionStep(ptr);
    case OP_DM_CREATE: return dmCreateStep(ptr);
    case OP_DM_REMOVE: return dmRemoveStep(ptr);
    case OP_MKFS: return mkfsStep(ptr);
    case OP_MOUNT: return mountStep(ptr);
    case OP_UMOUNT: return umountStep(ptr);
    case OP_UNBIND: return unbindStep(ptr);
    case OP_BIND: return bindStep(ptr);
    case OP_FAIL: return failStep(ptr);
    case OP_MADVISE: return madviseStep(ptr);
    case OP_SYSCTL: return sysctlStep(ptr);
    case OP_REGISTER_HOLDER: return registerStep(ptr);
    case OP_UNREGISTER_HOLDER: return unregisterStep(ptr);
    case OP_NOTIFY: return notifyStep(ptr);
    case OP_KILL_DAX: return killDaxStep(ptr);
    case OP_RACE: return raceStep(ptr);
    case OP_READER_FAULT: return readerFaultStep(ptr);
    default: stop(STOP_OPERATION);
  }
  return -EINVAL;
}

function sceneStep(ptr: usize): i32 {
  kernelSet(load<u32>(ptr));
  put64(rootAt(R_POLICY), load<u32>(ptr, 4));
  put64(rootAt(R_EARLY_KILL), load<u32>(ptr, 8));
  put64(rootAt(R_RECOVERY), load<u32>(ptr, 12));
  put64(rootAt(R_SEED), load<u32>(ptr, 16));
  return 0;
}

function sysctlStep(ptr: usize): i32 {
  const mask = load<u32>(ptr);
  const event = eventOpen(FN_SYSCTL, RULE_SYSCTL, WHO_KERNEL, 0);
  if ((mask & 1) != 0) {
    argNumber(event, KEY_EARLY_KILL, load<u32>(ptr, 4));
    put64(rootAt(R_EARLY_KILL), load<u32>(ptr, 4));
  }
  if ((mask & 2) != 0) {
    argNumber(event, KEY_RECOVERY, load<u32>(ptr, 8));
    put64(rootAt(R_RECOVERY), load<u32>(ptr, 8));
  }
  return eventClose(event, 0);
}

/** Pages fail one by one. Injection by the administrator refuses page frames without a struct page itself. */
function failStep(ptr: usize): i32 {
  const name = load<u32>(ptr);
  const offBytes = load<u64>(ptr, 4);
  const nrPages = load<u32>(ptr, 12);
  const flags = load<u32>(ptr, 16);
  // A device that has gone still says where its memory was.
  const device = deviceByName(name);
  if (name != 0 && device == 0) return -ENXIO;
  let answer = 0;
  for (let i: u32 = 0; i < nrPages; i++) {
    const off = offBytes + (u64(i) << PAGE_SHIFT);
    let pfn = off >> PAGE_SHIFT;
    if (name != 0) {
      if (!resolve(device, off, RESOLVED)) return -ENXIO;
      pfn = pfnOf(load<u32>(RESOLVED, RESOLVED_DISK), load<u64>(RESOLVED, RESOLVED_OFF));
    }
    if ((flags & MF_SW_SIMULATED) != 0 && pagemapDisk(pfn) == 0) return answer == 0 ? -ENXIO : answer;
    const rc = memoryFailure(pfn, flags);
    if (hasCrashed()) return -EIO;
    if (answer == 0) answer = rc;
  }
  return answer;
}

/** Somebody tells the dax_device directly, in the bytes of that dax_device. */
export function notifyStep(ptr: usize): i32 {
  const device = devicePresent(load<u32>(ptr));
  if (device == 0) return -ENOENT;
  const dax = daxOfBdev(device);
  if (dax == 0) return -ENXIO;
  const rc = daxHolderNotifyFailure(dax, load<u64>(ptr, 4), load<u64>(ptr, 12), load<u32>(ptr, 20));
  return hasCrashed() ? -EIO : rc;
}

function killDaxStep(ptr: usize): i32 {
  const device = devicePresent(load<u32>(ptr));
  if (device == 0) return -ENOENT;
  const dax = daxOfBdev(device);
  if (dax == 0) return -ENXIO;
  killDax(dax);
  return hasCrashed() ? -EIO : 0;
}
