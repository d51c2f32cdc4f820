/**
 * Several operations at once, one atomic move at a time: which interleavings of registration, release, notification and
 * death break the invariants of a model.
 *
 * **Left out:** operations that have no moves of their own run as a whole in one move.
 */
import { playOp } from "./steps";
import { hasCrashed } from "./events";

/** Arguments as OP_RACE has them. */
export function raceStep(ptr: usize): i32 {
  const n = load<u32>(ptr);
  let at = ptr + 4;
  let rc = 0;
  for (let i: u32 = 0; i < n; i++) {
    rc = playOp(load<u32>(at), at + 8);
    if (hasCrashed()) return rc;
    at += usize(load<u32>(at, 4)) << 2;
  }
  return rc;
}
