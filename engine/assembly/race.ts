/**
 * Several operations at once, one atomic move at a time: which interleavings of registration, release, notification and
 * death break an invariant of the model (I1 … I6 of the reference, section 2.3), checked after every move.
 *
 * Registration and notification run inside the read section of the dax_device, as in drivers/dax/super.c; the last
 * move of kill_dax waits until nobody is inside. Release takes no part in that. What is left when the schedule ends
 * runs thread by thread.
 *
 * **Left out:** operations that have no moves of their own run as a whole in one; memory ordering.
 */
import {
  DAX_OPS, EIO, ENOENT, ENXIO, EOPNOTSUPP, FN_DAX_HOLDER_NOTIFY_FAILURE, FN_DAX_REGISTER_HOLDER,
  FN_DAX_UNREGISTER_HOLDER, FN_INVARIANT, FN_KILL_DAX, FN_TICK, HOLDER_READER, KEY_DAX_DEV, KEY_HOLDER, KEY_INVARIANT,
  KEY_OP, KEY_PREVIOUS, KEY_THREAD, KEY_TICK, KIND_OP, LOG_PLAY, MF_MEM_PRE_REMOVE, OP_KILL_DAX, OP_MOUNT, OP_NOTIFY,
  OP_REGISTER_HOLDER, OP_UNREGISTER_HOLDER, RULE_DAX_DEAD, RULE_DAX_UNHELD, RULE_INVARIANT_BROKEN, RULE_RACE_ASK,
  RULE_RACE_BORN, RULE_RACE_CLAIM, RULE_RACE_CLEAR_ALIVE, RULE_RACE_CLEAR_HOLDER, RULE_RACE_CLEAR_OPS, RULE_RACE_DROP,
  RULE_RACE_ENTER, RULE_RACE_MOUNT, RULE_RACE_READ_OPS, RULE_RACE_STORE_OPS, RULE_RACE_TELL, RULE_RACE_TICK,
  RULE_RACE_WAIT, RULE_RACE_WHOLE, TEXT_I2, TEXT_I3, TEXT_I5, TEXT_I6, WHO_DEVICE, WHO_KERNEL,
} from "../abi";
import {
  WHOLE_DEVICE, daxAlive, daxAt, daxClearAlive, daxDevice, daxDropHolders, daxHolder, daxHolderNotifyFailure,
  daxSetHolder, firstReg, isHeld,
} from "./dax";
import { deviceName, devicePresent } from "./devices";
import {
  argHolder, argName, argNumber, argText, eventArg, eventClose, eventCloseVoid, eventOpen, hasCrashed, logHead,
} from "./events";
import { KILL_NOTIFIES, PRE_REMOVE, PUT_OPS_FIRST, RWSEM, has } from "./kernels";
import { mountBegin, mountEnd } from "./mounts";
import { holderByName } from "./names";
import { readerNamed } from "./readers";
import { daxOfBdev, registerHolder } from "./slots";
import { SCRATCH } from "./state";

// A thread, 48 bytes: its step, moves done, whether it is done, inside the read section, dax device, holder, answer,
// holder and operations that it saw.
const THREADS: usize = SCRATCH + 0xec00;
const THREAD_BYTES: usize = 48;
const TH_STEP: usize = 0;
const TH_MOVES: usize = 4;
const TH_DONE: usize = 8;
const TH_INSIDE: usize = 12;
const TH_DAX: usize = 16;
const TH_HOLDER: usize = 20;
const TH_ANSWER: usize = 24;
const TH_SAW: usize = 28;
const INSIDE_READER: u32 = 1;
const INSIDE_WRITER: u32 = 2;
/** Numbers of threads, of moves so far, and the first error. */
const NR_THREADS: usize = SCRATCH + 0xeb00;
const NR_TICKS: usize = SCRATCH + 0xeb04;

function threadAt(thread: u32): usize {
  return THREADS + usize(thread) * THREAD_BYTES;
}

/** Arguments as OP_RACE has them. Returns the first thread's error that is not 0. */
export function raceStep(ptr: usize): i32 {
  const n = load<u32>(ptr);
  store<u32>(NR_THREADS, n);
  store<u32>(NR_TICKS, 0);
  let at = ptr + 4;
  for (let i: u32 = 0; i < n; i++) {
    memory.fill(threadAt(i), 0, THREAD_BYTES);
    store<u32>(threadAt(i), u32(at), TH_STEP);
    at += usize(load<u32>(at, 4)) << 2;
  }
  const ticks = load<u32>(at);
  for (let i: u32 = 0; i < ticks; i++) {
    const thread = load<u32>(at + 4 + (usize(i) << 2));
    if (thread < n && load<u32>(threadAt(thread), TH_DONE) == 0) tick(thread);
    if (hasCrashed()) return -EIO;
  }
  // The read section is left in the end, so a second round lets whoever waited go on.
  for (let i: u32 = 0; i < n * 2; i++) {
    const thread = i % n;
    while (load<u32>(threadAt(thread), TH_DONE) == 0) {
      const isWaiting = !tick(thread);
      if (hasCrashed()) return -EIO;
      if (isWaiting) break;
    }
  }
  return firstError(n);
}

function firstError(n: u32): i32 {
  for (let i: u32 = 0; i < n; i++) {
    const rc = load<i32>(threadAt(i), TH_ANSWER);
    if (rc != 0) return rc;
  }
  return 0;
}

/** One move of a thread, and the invariants after it. False if it can only wait. */
function tick(thread: u32): bool {
  const at = threadAt(thread);
  const step = usize(load<u32>(at, TH_STEP));
  const number = load<u32>(NR_TICKS);
  store<u32>(NR_TICKS, number + 1);
  const event = eventOpen(FN_TICK, RULE_RACE_TICK, WHO_KERNEL, 0);
  argNumber(event, KEY_TICK, number);
  argNumber(event, KEY_THREAD, thread);
  eventArg(event, KEY_OP, KIND_OP, load<u32>(step));
  const hasMoved = move(at, load<u32>(step), step + 8);
  if (hasCrashed()) return true;
  if (hasMoved) store<u32>(at, load<u32>(at, TH_MOVES) + 1, TH_MOVES);
  if (load<u32>(at, TH_DAX) != 0) checkInvariants(load<u32>(at, TH_DAX));
  eventCloseVoid(event);
  return hasMoved;
}

function move(at: usize, op: u32, ptr: usize): bool {
  const hasMoves = op == OP_REGISTER_HOLDER || op == OP_UNREGISTER_HOLDER || op == OP_NOTIFY || op == OP_KILL_DAX;
  if (hasMoves && has(RWSEM) && waitsForLock(at, op, ptr)) return false;
  if (op == OP_REGISTER_HOLDER) return moveRegister(at, ptr);
  if (op == OP_UNREGISTER_HOLDER) return moveUnregister(at, ptr);
  if (op == OP_NOTIFY) return moveNotify(at, ptr);
  if (op == OP_KILL_DAX) return moveKill(at, ptr);
  if (op == OP_MOUNT) return moveMount(at, ptr);
  const event = eventOpen(FN_TICK, RULE_RACE_WHOLE, WHO_KERNEL, 0);
  const rc = call_indirect<i32>(load<u32>(logHead(), LOG_PLAY), op, ptr);
  if (!hasCrashed()) finish(at, eventClose(event, rc));
  return true;
}

function finish(at: usize, rc: i32): void {
  store<u32>(at, 1, TH_DONE);
  store<u32>(at, 0, TH_INSIDE);
  store<i32>(at, rc, TH_ANSWER);
}

/** The dax device of a thread's operation; 0, and the thread is done, if there is none. */
function findDax(at: usize, ptr: usize): u32 {
  if (load<u32>(at, TH_DAX) != 0) return load<u32>(at, TH_DAX);
  const device = devicePresent(load<u32>(ptr));
  const dax = device == 0 ? 0 : daxOfBdev(device);
  if (dax == 0) finish(at, device == 0 ? -ENOENT : -ENXIO);
  store<u32>(at, dax, TH_DAX);
  return dax;
}

function open(fn: u32, rule: u32, dax: u32, holder: u32): u32 {
  const name = deviceName(daxDevice(dax));
  const event = eventOpen(fn, rule, WHO_DEVICE, name);
  argName(event, KEY_DAX_DEV, name);
  argHolder(event, KEY_HOLDER, holder);
  argHolder(event, KEY_PREVIOUS, daxHolder(dax));
  return event;
}

// --- moves -------------------------------------------------------------------------------------

/** cmpxchg of the holder, then the store of its operations, both inside the read section. */
function moveRegister(at: usize, ptr: usize): bool {
  const dax = findDax(at, ptr);
  if (dax == 0) return true;
  const device = devicePresent(load<u32>(ptr));
  if (load<u32>(at, TH_MOVES) == 0) {
    const holder = readerNamed(load<u32>(ptr, 4), device);
    store<u32>(at, holder, TH_HOLDER);
    const event = open(FN_DAX_REGISTER_HOLDER, RULE_RACE_CLAIM, dax, holder);
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
  const event = open(FN_DAX_REGISTER_HOLDER, RULE_RACE_STORE_OPS, dax, load<u32>(at, TH_HOLDER));
  if (firstReg(dax) == 0) daxSetHolder(dax, daxHolder(dax), HOLDER_READER);
  eventClose(event, 0);
  finish(at, 0);
  return true;
}

/** Until 6.12 the holder goes first, then the operations; from 7.2 on the other way round. */
function moveUnregister(at: usize, ptr: usize): bool {
  const dax = findDax(at, ptr);
  if (dax == 0) return true;
  const holder = holderByName(load<u32>(ptr, 4));
  store<u32>(at, holder, TH_HOLDER);
  const isFirst = load<u32>(at, TH_MOVES) == 0;
  const isOps = isFirst == has(PUT_OPS_FIRST);
  const event = open(FN_DAX_UNREGISTER_HOLDER, isOps ? RULE_RACE_CLEAR_OPS : RULE_RACE_CLEAR_HOLDER, dax, holder);
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
function moveNotify(at: usize, ptr: usize): bool {
  const dax = findDax(at, ptr);
  if (dax == 0) return true;
  const moves = load<u32>(at, TH_MOVES);
  const holder = daxHolder(dax);
  if (moves == 0) {
    const isAlive = daxAlive(dax);
    const event = open(FN_DAX_HOLDER_NOTIFY_FAILURE, isAlive ? RULE_RACE_ENTER : RULE_DAX_DEAD, dax, 0);
    store<u32>(at, INSIDE_READER, TH_INSIDE);
    if (!isAlive) finish(at, -ENXIO);
    eventClose(event, isAlive ? 0 : -ENXIO);
    return true;
  }
  if (moves == 1) {
    const hasOps = load<u32>(daxAt(dax), DAX_OPS) != 0 || firstReg(dax) != 0;
    const event = open(FN_DAX_HOLDER_NOTIFY_FAILURE, hasOps ? RULE_RACE_READ_OPS : RULE_DAX_UNHELD, dax, 0);
    store<u32>(at, holder, TH_HOLDER);
    store<u32>(at, holder, TH_SAW);
    if (!hasOps) finish(at, -EOPNOTSUPP);
    eventClose(event, hasOps ? 0 : -EOPNOTSUPP);
    return true;
  }
  const event = open(FN_DAX_HOLDER_NOTIFY_FAILURE, RULE_RACE_ASK, dax, load<u32>(at, TH_HOLDER));
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
function moveMount(at: usize, ptr: usize): bool {
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
function moveKill(at: usize, ptr: usize): bool {
  const dax = findDax(at, ptr);
  if (dax == 0) return true;
  const moves = load<u32>(at, TH_MOVES);
  if (moves == 0) {
    const event = open(FN_KILL_DAX, RULE_RACE_TELL, dax, 0);
    const flags = has(PRE_REMOVE) ? MF_MEM_PRE_REMOVE : 0;
    if (has(KILL_NOTIFIES) && isHeld(dax)) daxHolderNotifyFailure(dax, 0, WHOLE_DEVICE, flags);
    if (!hasCrashed()) eventCloseVoid(event);
    if (has(RWSEM)) store<u32>(at, INSIDE_WRITER, TH_INSIDE);
    return true;
  }
  if (moves == 1) {
    const event = open(FN_KILL_DAX, RULE_RACE_CLEAR_ALIVE, dax, 0);
    daxClearAlive(dax);
    eventCloseVoid(event);
    return true;
  }
  const mustWait = isSomebodyInside(at, dax, INSIDE_READER);
  const event = open(FN_KILL_DAX, mustWait ? RULE_RACE_WAIT : RULE_RACE_DROP, dax, 0);
  if (!mustWait) {
    daxDropHolders(dax);
    finish(at, 0);
  }
  eventCloseVoid(event);
  return !mustWait;
}

/** Whether another thread is inside in a way. */
function isSomebodyInside(at: usize, dax: u32, how: u32): bool {
  for (let i: u32 = 0; i < load<u32>(NR_THREADS); i++) {
    const other = threadAt(i);
    if (other != at && load<u32>(other, TH_INSIDE) == how && load<u32>(other, TH_DAX) == dax) return true;
  }
  return false;
}

/** v9 only: notification takes the device's lock as a reader, everything else as a writer. True if it has to wait. */
function waitsForLock(at: usize, op: u32, ptr: usize): bool {
  const dax = findDax(at, ptr);
  if (dax == 0 || load<u32>(at, TH_INSIDE) != 0) return false;
  const isReader = op == OP_NOTIFY;
  const mustWait = isSomebodyInside(at, dax, INSIDE_WRITER) || (!isReader && isSomebodyInside(at, dax, INSIDE_READER));
  if (mustWait) eventCloseVoid(open(FN_TICK, RULE_RACE_WAIT, dax, 0));
  return mustWait;
}

// --- invariants --------------------------------------------------------------------------------

function violated(text: u32, dax: u32, holder: u32): void {
  const event = open(FN_INVARIANT, RULE_INVARIANT_BROKEN, dax, holder);
  argText(event, KEY_INVARIANT, text);
  eventCloseVoid(event);
}

/** I2 and I6 look at operations, which threads in the middle of a registration or release may lack for a while. */
function checkInvariants(dax: u32): void {
  const ops = load<u32>(daxAt(dax), DAX_OPS);
  const holder = daxHolder(dax);
  const isBusy = isBetween(dax);
  if (ops != 0 && holder == 0 && !isBusy) violated(TEXT_I2, dax, 0);
  if (!daxAlive(dax) && holder != 0 && isKilled(dax)) violated(TEXT_I3, dax, holder);
  if (ops == 0 && holder != 0 && !isBusy) violated(TEXT_I6, dax, holder);
}

/** Whether some thread has done one of its two stores. */
function isBetween(dax: u32): bool {
  for (let i: u32 = 0; i < load<u32>(NR_THREADS); i++) {
    const at = threadAt(i);
    if (load<u32>(at, TH_DAX) != dax || load<u32>(at, TH_DONE) != 0 || load<u32>(at, TH_MOVES) == 0) continue;
    const op = load<u32>(usize(load<u32>(at, TH_STEP)));
    if (op == OP_REGISTER_HOLDER || op == OP_UNREGISTER_HOLDER) return true;
  }
  return false;
}

/** Whether kill_dax of this device has returned. */
function isKilled(dax: u32): bool {
  for (let i: u32 = 0; i < load<u32>(NR_THREADS); i++) {
    const at = threadAt(i);
    const isKill = load<u32>(usize(load<u32>(at, TH_STEP))) == OP_KILL_DAX;
    if (isKill && load<u32>(at, TH_DAX) == dax && load<u32>(at, TH_DONE) != 0) return true;
  }
  return false;
}
