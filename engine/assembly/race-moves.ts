/**
 * The atomic moves of registration, release, notification, death and mount in a race (race.ts), one call a move: each
 * looks at how many the thread has done. Registration and notification run inside the read section of the dax_device,
 * as in drivers/dax/super.c; the last move of kill_dax waits until nobody is inside. Release takes no part in that.
 *
 * **Left out:** memory ordering.
 */
import {
  DAX_OPS, ENOENT, ENXIO, EOPNOTSUPP, FN_DAX_HOLDER_NOTIFY_FAILURE, FN_DAX_REGISTER_HOLDER, FN_DAX_UNREGISTER_HOLDER,
  FN_KILL_DAX, FN_TICK, HOLDER_READER, MF_MEM_PRE_REMOVE, OP_NOTIFY, RULE_DAX_DEAD, RULE_DAX_UNHELD, RULE_RACE_ASK,
  RULE_RACE_BORN, RULE_RACE_CLAIM, RULE_RACE_CLEAR_ALIVE, RULE_RACE_CLEAR_HOLDER, RULE_RACE_CLEAR_OPS, RULE_RACE_DROP,
  RULE_RACE_ENTER, RULE_RACE_MOUNT, RULE_RACE_READ_OPS, RULE_RACE_STORE_OPS, RULE_RACE_TELL, RULE_RACE_WAIT, TEXT_I5,
  WHO_KERNEL,
} from "../abi";
import {
  WHOLE_DEVICE, daxAlive, daxAt, daxClearAlive, daxDropHolders, daxHolder, daxHolderNotifyFailure, daxSetHolder,
  firstReg, isHeld,
} from "./dax";
import { devicePresent } from "./devices";
import { eventClose, eventCloseVoid, eventOpen, hasCrashed } from "./events";
import { KILL_NOTIFIES, PRE_REMOVE, PUT_OPS_FIRST, RWSEM, has } from "./kernels";
import { mountBegin, mountEnd } from "./mounts";
import { holderByName } from "./names";
import {
  INSIDE_READER, INSIDE_WRITER, TH_DAX, TH_HOLDER, TH_INSIDE, TH_MOVES, TH_SAW, finish, isSomebodyInside, raceEvent,
  violated,
} from "./race-threads";
import { readerNamed } from "./readers";
import { daxOfBdev, registerHolder } from "./slots";

/** The dax device of a thread's operation; 0, and the thread is done, if there is none. */
function findDax(at: usize, ptr: usize): u32 {
  if (load<u32>(at, TH_DAX) != 0) return load<u32>(at, TH_DAX);
  const device = devicePresent(load<u32>(ptr));
  const dax = device == 0 ? 0 : daxOfBdev(device);
  if (dax == 0) finish(at, device == 0 ? -ENOENT : -ENXIO);
  store<u32>(at, dax, TH_DAX);
  return dax;
}

/** v9 only: notification takes the device's lock as a reader, everything else as a writer. True if it has to wait. */
export function waitsForLock(at: usize, op: u32, ptr: usize): bool {
  const dax = findDax(at, ptr);
  if (dax == 0 || load<u32>(at, TH_INSIDE) != 0) return false;
  const isReader = op == OP_NOTIFY;
  const mustWait = isSomebodyInside(at, dax, INSIDE_WRITER) || (!isReader && isSomebodyInside(at, dax, INSIDE_READER));
  if (mustWait) eventCloseVoid(raceEvent(FN_TICK, RULE_RACE_WAIT, dax, 0));
  return mustWait;
}

/** cmpxchg of the holder, then the store of its operations, both inside the read section. */
export function moveRegister(at: usize, ptr: usize): bool {
  const dax = findDax(at, ptr);
  if (dax == 0) return true;
  const device = devicePresent(load<u32>(ptr));
  if (load<u32>(at, TH_MOVES) == 0) {
    const holder = readerNamed(load<u32>(ptr, 4), device);
    store<u32>(at, holder, TH_HOLDER);
    const event = raceEvent(FN_DAX_REGISTER_HOLDER, RULE_RACE_CLAIM, dax, holder);
    const ops = load<u32>(daxAt(dax), DAX_OPS);
    const rc = registerHolder(dax, device, holder, HOLDER_READER, event);
    eventClose(event, rc);
    if (rc != 0) {
      finish(at, rc);
      return true;
    }
    // Between the two stores the operations are those from before: none, or somebody else's.
    if (daxHolder(dax) == holder) daxSetHolder(dax, holder, ops);
    store<u32>(at, has(RWSEM) ? INSIDE_WRITER : INSIDE_READER, TH_INSIDE);
    return true;
  }
  const event = raceEvent(FN_DAX_REGISTER_HOLDER, RULE_RACE_STORE_OPS, dax, load<u32>(at, TH_HOLDER));
  if (firstReg(dax) == 0) daxSetHolder(dax, daxHolder(dax), HOLDER_READER);
  eventClose(event, 0);
  finish(at, 0);
  return true;
}

/** Until 6.12 the holder goes first, then the operations; from 7.2 on the other way round. */
export function moveUnregister(at: usize, ptr: usize): bool {
  const dax = findDax(at, ptr);
  if (dax == 0) return true;
  const holder = holderByName(load<u32>(ptr, 4));
  store<u32>(at, holder, TH_HOLDER);
  const isFirst = load<u32>(at, TH_MOVES) == 0;
  const isOps = isFirst == has(PUT_OPS_FIRST);
  const event = raceEvent(FN_DAX_UNREGISTER_HOLDER, isOps ? RULE_RACE_CLEAR_OPS : RULE_RACE_CLEAR_HOLDER, dax, holder);
  if (isOps) {
    // The old order clears what is there now, which may be the operations of the next holder.
    if (isFirst || load<u32>(at, TH_SAW) != 0) daxSetHolder(dax, daxHolder(dax), 0);
  } else if (daxHolder(dax) == holder && holder != 0) {
    store<u32>(at, 1, TH_SAW);
    daxSetHolder(dax, 0, load<u32>(daxAt(dax), DAX_OPS));
  }
  eventCloseVoid(event);
  if (has(RWSEM)) store<u32>(at, INSIDE_WRITER, TH_INSIDE);
  if (!isFirst) finish(at, 0);
  return true;
}

/** Enter and look whether it is alive; look for operations; ask. */
export function moveNotify(at: usize, ptr: usize): bool {
  const dax = findDax(at, ptr);
  if (dax == 0) return true;
  const moves = load<u32>(at, TH_MOVES);
  const holder = daxHolder(dax);
  if (moves == 0) {
    const isAlive = daxAlive(dax);
    const event = raceEvent(FN_DAX_HOLDER_NOTIFY_FAILURE, isAlive ? RULE_RACE_ENTER : RULE_DAX_DEAD, dax, 0);
    store<u32>(at, INSIDE_READER, TH_INSIDE);
    if (!isAlive) finish(at, -ENXIO);
    eventClose(event, isAlive ? 0 : -ENXIO);
    return true;
  }
  if (moves == 1) {
    const hasOps = load<u32>(daxAt(dax), DAX_OPS) != 0 || firstReg(dax) != 0;
    const event = raceEvent(FN_DAX_HOLDER_NOTIFY_FAILURE, hasOps ? RULE_RACE_READ_OPS : RULE_DAX_UNHELD, dax, 0);
    store<u32>(at, holder, TH_HOLDER);
    store<u32>(at, holder, TH_SAW);
    if (!hasOps) finish(at, -EOPNOTSUPP);
    eventClose(event, hasOps ? 0 : -EOPNOTSUPP);
    return true;
  }
  const event = raceEvent(FN_DAX_HOLDER_NOTIFY_FAILURE, RULE_RACE_ASK, dax, load<u32>(at, TH_HOLDER));
  const isSame = holder != 0 && holder == load<u32>(at, TH_SAW) && load<u32>(daxAt(dax), DAX_OPS) != 0;
  const isGone = firstReg(dax) == 0 && !isSame;
  if (isGone) violated(TEXT_I5, dax, load<u32>(at, TH_SAW));
  const rc = isGone
    ? -EOPNOTSUPP
    : daxHolderNotifyFailure(dax, load<u64>(ptr, 4), load<u64>(ptr, 12), load<u32>(ptr, 20));
  if (hasCrashed()) return true;
  eventClose(event, rc);
  finish(at, rc);
  return true;
}

/** Hold the devices; be born. */
export function moveMount(at: usize, ptr: usize): bool {
  const isFirst = load<u32>(at, TH_MOVES) == 0;
  const event = eventOpen(FN_TICK, isFirst ? RULE_RACE_MOUNT : RULE_RACE_BORN, WHO_KERNEL, 0);
  let rc: i32 = 0;
  if (isFirst) {
    rc = mountBegin(ptr);
    if (hasCrashed()) return true;
    store<u32>(at, u32(rc), TH_SAW);
  } else mountEnd(ptr, load<u32>(at, TH_SAW));
  eventClose(event, min(rc, 0));
  if (rc < 0 || !isFirst) finish(at, min(rc, 0));
  return true;
}

/** Tell the holder; clear ALIVE; wait for whoever is inside and drop the holder. */
export function moveKill(at: usize, ptr: usize): bool {
  const dax = findDax(at, ptr);
  if (dax == 0) return true;
  const moves = load<u32>(at, TH_MOVES);
  if (moves == 0) {
    const event = raceEvent(FN_KILL_DAX, RULE_RACE_TELL, dax, 0);
    const flags = has(PRE_REMOVE) ? MF_MEM_PRE_REMOVE : 0;
    if (has(KILL_NOTIFIES) && isHeld(dax)) daxHolderNotifyFailure(dax, 0, WHOLE_DEVICE, flags);
    if (!hasCrashed()) eventCloseVoid(event);
    if (has(RWSEM)) store<u32>(at, INSIDE_WRITER, TH_INSIDE);
    return true;
  }
  if (moves == 1) {
    const event = raceEvent(FN_KILL_DAX, RULE_RACE_CLEAR_ALIVE, dax, 0);
    daxClearAlive(dax);
    eventCloseVoid(event);
    return true;
  }
  const mustWait = isSomebodyInside(at, dax, INSIDE_READER);
  const event = raceEvent(FN_KILL_DAX, mustWait ? RULE_RACE_WAIT : RULE_RACE_DROP, dax, 0);
  if (!mustWait) {
    daxDropHolders(dax);
    finish(at, 0);
  }
  eventCloseVoid(event);
  return !mustWait;
}
