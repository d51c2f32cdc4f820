/**
 * The threads of a race (race.ts): what each is about, how far it is, and what it saw. In scratch memory, for the
 * length of a step.
 *
 * **Left out:** nothing of a kernel is modelled here.
 */
import {
  FN_INVARIANT, KEY_DAX_DEV, KEY_HOLDER, KEY_INVARIANT, KEY_PREVIOUS, RULE_INVARIANT_BROKEN, WHO_DEVICE,
} from "../abi";
import { daxDevice, daxHolder } from "./dax";
import { deviceName } from "./devices";
import { argHolder, argName, argText, eventCloseVoid, eventOpen } from "./events";
import { SCRATCH } from "./state";

// A thread, 48 bytes: its step, moves done, whether it is done, inside the read section, dax device, holder, answer,
// holder and operations that it saw.
const THREADS: usize = SCRATCH + 0xec00;
const THREAD_BYTES: usize = 48;
export const TH_STEP: usize = 0;
export const TH_MOVES: usize = 4;
export const TH_DONE: usize = 8;
export const TH_INSIDE: usize = 12;
export const TH_DAX: usize = 16;
export const TH_HOLDER: usize = 20;
export const TH_ANSWER: usize = 24;
export const TH_SAW: usize = 28;
export const INSIDE_READER: u32 = 1;
export const INSIDE_WRITER: u32 = 2;
/** Numbers of threads, and of moves so far. */
const NR_THREADS: usize = SCRATCH + 0xeb00;
export const NR_TICKS: usize = SCRATCH + 0xeb04;

export function threadAt(thread: u32): usize {
  return THREADS + usize(thread) * THREAD_BYTES;
}

/** Threads at their beginning, of the steps behind `ptr` as OP_RACE has them. Returns where its schedule is. */
export function openThreads(ptr: usize): usize {
  const n = load<u32>(ptr);
  store<u32>(NR_THREADS, n);
  store<u32>(NR_TICKS, 0);
  let at = ptr + 4;
  for (let i: u32 = 0; i < n; i++) {
    memory.fill(threadAt(i), 0, THREAD_BYTES);
    store<u32>(threadAt(i), u32(at), TH_STEP);
    at += usize(load<u32>(at, 4)) << 2;
  }
  return at;
}

/** Number of threads. */
export function nrThreads(): u32 {
  return load<u32>(NR_THREADS);
}

export function finish(at: usize, rc: i32): void {
  store<u32>(at, 1, TH_DONE);
  store<u32>(at, 0, TH_INSIDE);
  store<i32>(at, rc, TH_ANSWER);
}

/** Whether another thread is inside in a way. */
export function isSomebodyInside(at: usize, dax: u32, how: u32): bool {
  for (let i: u32 = 0; i < load<u32>(NR_THREADS); i++) {
    const other = threadAt(i);
    if (other != at && load<u32>(other, TH_INSIDE) == how && load<u32>(other, TH_DAX) == dax) return true;
  }
  return false;
}

/** An event of a thread about a dax_device: who holds it, who is meant. */
export function raceEvent(fn: u32, rule: u32, dax: u32, holder: u32): u32 {
  const name = deviceName(daxDevice(dax));
  const event = eventOpen(fn, rule, WHO_DEVICE, name);
  argName(event, KEY_DAX_DEV, name);
  argHolder(event, KEY_HOLDER, holder);
  argHolder(event, KEY_PREVIOUS, daxHolder(dax));
  return event;
}

/** Says that an invariant of the reference is broken. */
export function violated(text: u32, dax: u32, holder: u32): void {
  const event = raceEvent(FN_INVARIANT, RULE_INVARIANT_BROKEN, dax, holder);
  argText(event, KEY_INVARIANT, text);
  eventCloseVoid(event);
}
