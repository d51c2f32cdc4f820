/**
 * The engine's exports: called by `host.ts` and nobody else. Numbers in, numbers out; what does not fit in four
 * parameters is a record in the buffer.
 */
import { HOLDER_DM, HOLDER_PARENT, HOLDER_READER, HOLDER_XFS, T_LOG } from "../abi";
import {
  ARENA, SCRATCH, alloc, dropMarks as dropStateMarks, reset as resetState, restore as restoreState,
  snapshot as snapshotState, tableCount, touch,
} from "./state";
import { daxReset, setHolderOps } from "./dax";
import { devicesReset } from "./devices";
import { stateHash } from "./digest";
import { eventsReset } from "./events";
import { filesystemsReset } from "./filesystems";
import { dmNotifyFailure } from "./mapped";
import { mmReset } from "./mm";
import { namesReset } from "./names";
import { stackNotifyFailure } from "./namespaces";
import { answer } from "./queries";
import { readerNotifyFailure } from "./readers";
import { playSteps, powerOnDone } from "./steps";
import { xfsDaxNotifyFailure } from "./xfs-notify";

/** Where small records lie. */
const SMALL: usize = SCRATCH + 0x5000;
const SMALL_BYTES: u32 = 0x7000;

/** An empty machine: no scene yet. */
export function reset(): void {
  resetState();
  eventsReset();
  namesReset();
  devicesReset();
  daxReset();
  filesystemsReset();
  mmReset();
  setHolderOps(HOLDER_XFS, xfsDaxNotifyFailure.index);
  setHolderOps(HOLDER_DM, dmNotifyFailure.index);
  setHolderOps(HOLDER_READER, readerNotifyFailure.index);
  setHolderOps(HOLDER_PARENT, stackNotifyFailure.index);
}

/** Room for `lenBytes` that the host may write until the next call. */
export function buffer(lenBytes: u32): usize {
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

/** Writes the 64-bit hash of the state to `ptr`. */
export function hash(ptr: usize): void {
  store<u64>(ptr, stateHash());
}

/** Answers a question about the state: `{what, arguments …}` at `ptr`. Returns the bytes written from `ptr` on. */
export function query(ptr: usize, roomBytes: u32): u32 {
  return answer(ptr, roomBytes);
}
