/**
 * Several operations at once, one atomic move at a time: which interleavings of registration, release, notification and
 * death break an invariant of the model (race-invariants.ts), checked after every move. What is left when the schedule
 * ends runs thread by thread.
 *
 * **Left out:** operations that have no moves of their own run as a whole in one.
 */
import {
  EIO, FN_TICK, KEY_OP, KEY_THREAD, KEY_TICK, KIND_OP, LOG_PLAY, OP_KILL_DAX, OP_MOUNT, OP_NOTIFY, OP_REGISTER_HOLDER,
  OP_UNREGISTER_HOLDER, RULE_RACE_TICK, RULE_RACE_WHOLE, WHO_KERNEL,
} from "../abi";
import { argNumber, eventArg, eventClose, eventCloseVoid, eventOpen, hasCrashed, logHead } from "./events";
import { RWSEM, has } from "./kernels";
import { checkInvariants } from "./race-invariants";
import { moveKill, moveMount, moveNotify, moveRegister, moveUnregister, waitsForLock } from "./race-moves";
import {
  NR_TICKS, TH_ANSWER, TH_DAX, TH_DONE, TH_MOVES, TH_STEP, finish, nrThreads, openThreads, threadAt,
} from "./race-threads";

/** Arguments as OP_RACE has them. Returns the first thread's error that is not 0. */
export function raceStep(ptr: usize): i32 {
  const at = openThreads(ptr);
  const n = nrThreads();
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
