/**
 * What must hold of a dax_device after every move of a race (race.ts): I2, I3 and I6 of the reference, section 2.3.
 * The move that would break I5 looks at it.
 *
 * **Left out:** I1 and I4: a dax_device has one slot here, and is found by its disk alone.
 */
import { DAX_OPS, OP_KILL_DAX, OP_REGISTER_HOLDER, OP_UNREGISTER_HOLDER, TEXT_I2, TEXT_I3, TEXT_I6 } from "../abi";
import { daxAlive, daxAt, daxHolder } from "./dax";
import { TH_DAX, TH_DONE, TH_MOVES, TH_STEP, nrThreads, threadAt, violated } from "./race-threads";

/** I2 and I6 look at operations, which threads in the middle of a registration or release may lack for a while. */
export function checkInvariants(dax: u32): void {
  const ops = load<u32>(daxAt(dax), DAX_OPS);
  const holder = daxHolder(dax);
  const isBusy = isBetween(dax);
  if (ops != 0 && holder == 0 && !isBusy) violated(TEXT_I2, dax, 0);
  if (!daxAlive(dax) && holder != 0 && isKilled(dax)) violated(TEXT_I3, dax, holder);
  if (ops == 0 && holder != 0 && !isBusy) violated(TEXT_I6, dax, holder);
}

/** Whether some thread has done one of its two stores. */
function isBetween(dax: u32): bool {
  for (let i: u32 = 0; i < nrThreads(); i++) {
    const at = threadAt(i);
    if (load<u32>(at, TH_DAX) != dax || load<u32>(at, TH_DONE) != 0 || load<u32>(at, TH_MOVES) == 0) continue;
    const op = load<u32>(usize(load<u32>(at, TH_STEP)));
    if (op == OP_REGISTER_HOLDER || op == OP_UNREGISTER_HOLDER) return true;
  }
  return false;
}

/** Whether kill_dax of this device has returned. */
function isKilled(dax: u32): bool {
  for (let i: u32 = 0; i < nrThreads(); i++) {
    const at = threadAt(i);
    const isKill = load<u32>(usize(load<u32>(at, TH_STEP))) == OP_KILL_DAX;
    if (isKill && load<u32>(at, TH_DAX) == dax && load<u32>(at, TH_DONE) != 0) return true;
  }
  return false;
}
