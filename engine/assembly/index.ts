/**
 * The engine's exports: called by `host.ts` and nobody else. Numbers in, numbers out; what does not fit in four
 * parameters is a record in the buffer.
 */
import {
  EIO, FN_READER_LOG, HOLDER_DM, HOLDER_PARENT, HOLDER_READER, HOLDER_XFS, KEY_TEXT, KIND_HOST_TEXT, LOG_PLAY,
  RULE_READER_LOG, WHO_READER,
} from "../abi";
import { daxReset, setHolderOps } from "./dax";
import { devicesReset } from "./devices";
import { stateHash } from "./digest";
import { eventArg, eventCloseVoid, eventIsOpen, eventOpen, eventsReset, hasCrashed, logHead } from "./events";
import { filesystemsReset } from "./filesystems";
import { dmNotifyFailure } from "./mapped";
import { mmReset } from "./mm";
import { namesReset } from "./names";
import { stackNotifyFailure } from "./namespaces";
import { answer } from "./queries";
import { readerNotifyFailure } from "./readers";
import {
  ARENA, SCRATCH, alloc, put32, touch, dropMarks as dropStateMarks, logBytes as stateLogBytes, reset as resetState,
  restore as restoreState, snapshot as snapshotState,
} from "./state";
import { notifyStep, playOp, playSteps, powerOnDone } from "./steps";
import { xfsDaxNotifyFailure } from "./xfs-notify";

/** Where small records lie. */
const SMALL: usize = SCRATCH + 0x5000;
const SMALL_BYTES: u32 = 0x7000;
/** Where records lie while a step is being played: what a reader's holder asks for. */
const INNER: usize = SCRATCH + 0xe800;

/** An empty machine: no scene yet. */
export function reset(): void {
  resetState();
  eventsReset();
  namesReset();
  devicesReset();
  daxReset();
  filesystemsReset();
  mmReset();
  put32(logHead() + LOG_PLAY, playOp.index);
  setHolderOps(HOLDER_XFS, xfsDaxNotifyFailure.index);
  setHolderOps(HOLDER_DM, dmNotifyFailure.index);
  setHolderOps(HOLDER_READER, readerNotifyFailure.index);
  setHolderOps(HOLDER_PARENT, stackNotifyFailure.index);
}

/** Room for `lenBytes` that the host may write until the next call. */
export function buffer(lenBytes: u32): usize {
  if (eventIsOpen()) return INNER;
  if (lenBytes <= SMALL_BYTES) return SMALL;
  const room = alloc(lenBytes);
  touch(room, lenBytes);
  return room;
}

/** Plays the scene: `count` operations at `ptr`. */
export function powerOn(ptr: usize, count: u32): void {
  playSteps(ptr, count);
  powerOnDone();
}

/** Plays `count` steps at `ptr`. */
export function play(ptr: usize, count: u32): void {
  playSteps(ptr, count);
}

/** A reader's holder notifies a device further: arguments as OP_NOTIFY has them. */
export function readerNotify(ptr: usize): i32 {
  return hasCrashed() ? -EIO : notifyStep(ptr);
}

/** A reader's holder says something; the host keeps the text. */
export function readerLog(text: u32): void {
  const event = eventOpen(FN_READER_LOG, RULE_READER_LOG, WHO_READER, 0);
  eventArg(event, KEY_TEXT, KIND_HOST_TEXT, text);
  eventCloseVoid(event);
}

/** Start of the state: where the directory of tables and the root slots lie. */
export function statePtr(): usize {
  return ARENA;
}

export function snapshot(): u32 {
  return snapshotState();
}

export function restore(mark: u32): void {
  restoreState(mark);
}

export function dropMarks(): void {
  dropStateMarks();
}

/** Bytes that the marks cost. */
export function logBytes(): u32 {
  return stateLogBytes();
}

/** Writes the 64-bit hash of the state to `ptr`. */
export function hash(ptr: usize): void {
  store<u64>(ptr, stateHash());
}

/** Answers a question about the state: `{what, arguments …}` at `ptr`. Returns the bytes written from `ptr` on. */
export function query(ptr: usize, roomBytes: u32): u32 {
  return answer(ptr, roomBytes);
}
