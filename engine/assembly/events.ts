/**
 * The log of a run: what was decided, by whom, in the order of the calls, as a tree.
 *
 * `eventOpen` adds an event below the one that is open now; arguments and range follow at once, before anything
 * else opens; `eventClose…` gives its answer. What is still open when the kernel crashes never returned: the caller
 * of a modelled function asks `hasCrashed()` after every call that may crash and unwinds without closing.
 *
 * The log lies in tables that are not hashed and are rewound by `restore`.
 *
 * **Left out:** texts; the host has them (`citations.ts`).
 */
import { STOP_ARGUMENT_ORDER, STOP_EVENT_ORDER } from "../abi/stops";
import { must } from "./stops";
import {
  ARG_BYTES, ARG_KEY, ARG_KIND, ARG_VALUE, CRASH_NONE, EVENT_BYTES, EVENT_DEPTH, EVENT_FIRST_ARG, EVENT_FLAGS,
  EVENT_FN, EVENT_ID, EVENT_LEN, EVENT_NR_ARGS, EVENT_OFF, EVENT_OUTER, EVENT_PARENT, EVENT_RET, EVENT_RET_KIND,
  EVENT_RULE, EVENT_SPACE, EVENT_SPACE_KIND, EVENT_STEP, EVENT_WHO, EVENT_WHO_KIND, KIND_BOOL, KIND_HOLDER, KIND_NAME,
  KIND_NULL, KIND_NUMBER, KIND_TEXT, LOG_CRASH, LOG_DEPTH, LOG_NEXT_ARG, LOG_NEXT_EVENT, LOG_OPEN, LOG_STEP,
  OUTCOME_BYTES, OUTCOME_ERRNO, OUTCOME_FROM, OUTCOME_OP, OUTCOME_RETURNED, OUTCOME_TO, RET_INT, RET_NAME, RET_TEXT,
  RET_VOID, R_CRASH, SPACE_DEVICE, T_ARGS, T_EVENTS, T_OUTCOMES,
} from "../abi";
import { PAGE_BYTES, put32, put64, touchPage } from "./state";
import { countUp, rootAt, tableAt, tableCount, tableDefine, tablePush } from "./tables";

/** Where the head of the log lies: root slots of the store, so at an address that the compiler knows. */
const FIRST_SLOT: u32 = 8;

/** Prepares the log of a fresh machine. */
export function eventsReset(): void {
  tableDefine(T_EVENTS, EVENT_BYTES);
  tableDefine(T_ARGS, ARG_BYTES);
  tableDefine(T_OUTCOMES, OUTCOME_BYTES);
}

/** The head of the log: LOG_*. */
// @ts-ignore: decorator
@inline
export function logHead(): usize {
  return rootAt(FIRST_SLOT);
}

// Records of the log are added far more often than anything else, so the head knows where the next one of each table
// goes; only at the end of a page the table is asked. `eventsStep` makes writable for the step what that writes to: the
// page of the arena that head and directory of tables share, and the pages that are being filled; fresh ones are. No
// snapshot comes between.

// @ts-ignore: decorator
@inline
function nextRecord(table: u32, next: usize, recordBytes: usize): usize {
  const slot = logHead() + next;
  let at = usize(load<u32>(slot));
  if ((at & (PAGE_BYTES - 1)) == 0) at = tableAt(table, tablePush(table));
  else countUp(table);
  store<u32>(slot, u32(at + recordBytes));
  return at;
}

/**
 * Opens an event below the open one and returns its handle: good until it is closed, not after. Arguments follow
 * before anything else opens.
 */
export function eventOpen(fn: u32, rule: u32, whoKind: u32, who: u32): u32 {
  const head = logHead();
  const at = nextRecord(T_EVENTS, LOG_NEXT_EVENT, EVENT_BYTES);
  const parent = load<u32>(head, LOG_OPEN);
  const depth = load<u32>(head, LOG_DEPTH);
  store<u32>(at, parent == 0 ? 0 : load<u32>(usize(parent), EVENT_ID), EVENT_PARENT);
  store<u32>(at, tableCount(T_EVENTS), EVENT_ID);
  store<u32>(at, load<u32>(head, LOG_STEP), EVENT_STEP);
  store<u16>(at, fn, EVENT_FN);
  store<u16>(at, rule, EVENT_RULE);
  store<u16>(at, depth, EVENT_DEPTH);
  store<u8>(at, whoKind, EVENT_WHO_KIND);
  store<u32>(at, who, EVENT_WHO);
  store<u32>(at, tableCount(T_ARGS), EVENT_FIRST_ARG);
  store<u32>(at, parent, EVENT_OUTER);
  store<u32>(head, u32(at), LOG_OPEN);
  store<u32>(head, depth + 1, LOG_DEPTH);
  return u32(at);
}

/** The range that an event is about, in the bytes of a space. */
export function eventRange(event: u32, spaceKind: u32, space: u32, offBytes: u64, lenBytes: u64): void {
  const at = usize(event);
  store<u8>(at, spaceKind, EVENT_SPACE_KIND);
  store<u32>(at, space, EVENT_SPACE);
  store<u64>(at, offBytes, EVENT_OFF);
  store<u64>(at, lenBytes, EVENT_LEN);
}

/** The same for a device, by its name. */
export function eventDeviceRange(event: u32, deviceName: u32, offBytes: u64, lenBytes: u64): void {
  eventRange(event, SPACE_DEVICE, deviceName, offBytes, lenBytes);
}

/** The branch taken, where it is known only later. */
export function eventRule(event: u32, rule: u32): void {
  store<u16>(usize(event), rule, EVENT_RULE);
}

export function eventFlags(event: u32, flags: u32): void {
  store<u8>(usize(event), flags, EVENT_FLAGS);
}

/** Adds an argument to the event that was opened last. */
export function eventArg(event: u32, key: u32, kind: u32, value: u64): void {
  const at = usize(event);
  const nrArgs = load<u16>(at, EVENT_NR_ARGS);
  must(load<u32>(at, EVENT_FIRST_ARG) + nrArgs == tableCount(T_ARGS), STOP_ARGUMENT_ORDER);
  const arg = nextRecord(T_ARGS, LOG_NEXT_ARG, ARG_BYTES);
  store<u16>(arg, key, ARG_KEY);
  store<u16>(arg, kind, ARG_KIND);
  store<u64>(arg, value, ARG_VALUE);
  store<u16>(at, nrArgs + 1, EVENT_NR_ARGS);
}

export function argNumber(event: u32, key: u32, value: u64): void {
  eventArg(event, key, KIND_NUMBER, value);
}

export function argBool(event: u32, key: u32, value: bool): void {
  eventArg(event, key, KIND_BOOL, u64(value));
}

/** A name by its id; 0 shows as null. */
export function argName(event: u32, key: u32, name: u32): void {
  eventArg(event, key, name == 0 ? KIND_NULL : KIND_NAME, name);
}

/** A holder by its id in T_HOLDERS; 0 shows as null. */
export function argHolder(event: u32, key: u32, holder: u32): void {
  eventArg(event, key, holder == 0 ? KIND_NULL : KIND_HOLDER, holder);
}

/** A text by its number (TEXT_*); 0 shows as null. */
export function argText(event: u32, key: u32, text: u32): void {
  eventArg(event, key, text == 0 ? KIND_NULL : KIND_TEXT, text);
}

function close(event: u32, kind: u32, value: i64): void {
  const head = logHead();
  must(load<u32>(head, LOG_OPEN) == event, STOP_EVENT_ORDER);
  const at = usize(event);
  store<u8>(at, kind, EVENT_RET_KIND);
  store<i64>(at, value, EVENT_RET);
  store<u32>(head, load<u32>(at, EVENT_OUTER), LOG_OPEN);
  store<u32>(head, load<u16>(at, EVENT_DEPTH), LOG_DEPTH);
}

/** Closes an event with a number: 0, positive, or a negative errno. Returns it. */
export function eventClose(event: u32, ret: i32): i32 {
  close(event, RET_INT, ret);
  return ret;
}

/** One refusal as an event of its own. Returns `rc`. */
export function refuse(fn: u32, rule: u32, whoKind: u32, who: u32, rc: i32): i32 {
  return eventClose(eventOpen(fn, rule, whoKind, who), rc);
}

export function eventCloseVoid(event: u32): void {
  close(event, RET_VOID, 0);
}

/** Closes with a name; 0 is a NULL pointer. */
export function eventCloseName(event: u32, name: u32): void {
  close(event, RET_NAME, name);
}

export function eventCloseText(event: u32, text: u32): void {
  close(event, RET_TEXT, text);
}

/** Number of events so far. */
export function eventCount(): u32 {
  return tableCount(T_EVENTS);
}

/** Makes the page writable in which the next record goes; none does at the end of a page. */
function touchFilling(next: usize): void {
  if ((next & (PAGE_BYTES - 1)) != 0) touchPage(next);
}

/** Sets the step that the following events belong to; whatever is open stays "never returned". */
export function eventsStep(step: u32): void {
  const head = logHead();
  put32(head + LOG_STEP, step);
  touchFilling(usize(load<u32>(head, LOG_NEXT_EVENT)));
  touchFilling(usize(load<u32>(head, LOG_NEXT_ARG)));
  store<u32>(head, 0, LOG_OPEN);
  store<u32>(head, 0, LOG_DEPTH);
}

/** Whether a step is being played. */
export function eventIsOpen(): bool {
  return load<u32>(logHead(), LOG_OPEN) != 0;
}

/** Index of the step being played. */
export function eventStep(): u32 {
  return load<u32>(logHead(), LOG_STEP);
}

/** Records the outcome of the step that was played. */
export function outcomePush(op: u32, hasReturned: bool, errno: i32, from: u32): void {
  const at = tableAt(T_OUTCOMES, tablePush(T_OUTCOMES));
  put32(at + OUTCOME_OP, op);
  store<u32>(at, u32(hasReturned), OUTCOME_RETURNED);
  store<i32>(at, errno, OUTCOME_ERRNO);
  store<u32>(at, from, OUTCOME_FROM);
  store<u32>(at, tableCount(T_EVENTS), OUTCOME_TO);
}

// --- crashes -----------------------------------------------------------------------------------

/**
 * The task that runs now does not come back: an oops killed it, or it loops for ever. Callers unwind without
 * closing their events. `rule` says where and why.
 */
export function crash(kind: u32, fn: u32, rule: u32): void {
  put32(logHead() + LOG_CRASH, kind);
  // What stopped the kernel first is what the machine is in; later tasks only wait for it.
  if (load<u64>(rootAt(R_CRASH)) == 0) put64(rootAt(R_CRASH), (u64(rule) << 32) | (u64(fn) << 8) | kind);
}

/** Whether the task of this step will not come back. */
// @ts-ignore: decorator
@inline
export function hasCrashed(): bool {
  return load<u32>(logHead(), LOG_CRASH) != CRASH_NONE;
}

/** A new step is a new task. */
export function crashForget(): void {
  if (hasCrashed()) put32(logHead() + LOG_CRASH, CRASH_NONE);
}
