/**
 * A player that needs no wasm: each step succeeds and causes one event; a failure calls the holders that readers registered.
 * For tests of what lies around the engine.
 */
import type { Player, Run } from "../../engine/api.ts";
import type { Event, Outcome } from "../../engine/event.ts";
import type { MachineValue, Step } from "../../engine/scene.ts";
import type { Snapshot } from "../../engine/snapshot.ts";
import type { HolderHost } from "../../workers/start.ts";

export interface ToyPlayer extends Player {
  /** Steps that were played so far, over all machines. */
  played: number;
}

export function makeToyPlayer(holders: HolderHost): ToyPlayer {
  const toy: ToyPlayer = {
    played: 0,
    run(value) {
      toy.played += value.steps.length;
      return runOf(value, holders);
    },
    bytes: (_value, _space, _offBytes, lenBytes) => new Uint8Array(lenBytes),
    ladder: () => [],
  };
  return toy;
}

function runOf(value: MachineValue, holders: HolderHost): Run {
  const registered = new Map<string, { holder: string; source: string }>();
  const events: Event[] = [event(0, -1, "boot", 0)];
  const outcomes: Outcome[] = [];
  value.steps.forEach((step, index) => {
    const ret = act(step, registered, holders);
    events.push(event(index + 1, index, step.op, ret));
    const errno = ret === 0 ? "0" : "EIO";
    outcomes.push({ step: index, op: step.op, errno, from: index + 1, to: index + 2 });
  });
  const snapshot = (n = value.steps.length): Snapshot => snapshotOf(value, n);
  return { machine: value, events, outcomes, signals: [], snapshot, invariants: () => [] };
}

function act(step: Step, registered: Map<string, { holder: string; source: string }>, holders: HolderHost): number {
  if (step.op === "register-holder") registered.set(step.device, { holder: step.holder, source: step.source ?? "" });
  const found = step.op === "fail" ? registered.get(step.device) : undefined;
  if (step.op !== "fail" || found === undefined) return 0;
  const notify = holders.compile(found.source) as (failure: object, kernel: object) => number;
  holders.enter(found.holder);
  const ret = notify(
    { device: step.device, offBytes: step.offBytes, lenBytes: 4096, flags: 0, wholeDevice: false },
    {},
  );
  holders.enter(null);
  return ret;
}

function event(seq: number, step: number, fn: string, ret: number): Event {
  const cite = { version: "design", source: "test" };
  return { seq, step, parent: null, depth: 0, fn, who: "kernel", rule: `toy.${fn}`, args: {}, ret, cite };
}

function snapshotOf(value: MachineValue, n: number): Snapshot {
  const lists = { disks: [], daxDevices: [], mounts: [], processes: [], poison: [], invariants: [] };
  const files = value.steps.slice(0, n).flatMap((step) => {
    if (step.op !== "create") return [];
    const { path, sizeBytes, extents = [] } = step;
    return [{ path, inode: 1, sizeBytes, directory: false, dax: true, incore: true, extents: [...extents] }];
  });
  return { at: n, hash: `${n}`.padStart(16, "0"), ...lists, files, sysctl: { earlyKill: 0, recovery: 1 }, crash: null };
}
