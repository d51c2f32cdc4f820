/** A player without rules: every step is one event that says its op. For tests of what stands around the engine. */
import type { Player, Run } from "../../engine/api.ts";
import type { Event } from "../../engine/event.ts";
import type { MachineValue } from "../../engine/scene.ts";
import type { Snapshot } from "../../engine/snapshot.ts";

export interface EchoPlayer extends Player {
  readonly played: MachineValue[];
}

export function makeEchoPlayer(): EchoPlayer {
  const played: MachineValue[] = [];
  return {
    played,
    run(value) {
      played.push(value);
      return echo(value);
    },
    bytes: (_value, _space, offBytes, lenBytes) => Uint8Array.from({ length: lenBytes }, (_, i) => offBytes + i),
    ladder: (_value, space, offBytes) => [{ space, kind: "disk", offBytes, shiftBytes: 0, because: "asked" }],
  };
}

function echo(machine: MachineValue): Run {
  const events = machine.steps.map((step, i): Event => {
    const cite = { version: machine.scene.kernel, source: "test" };
    return { seq: i, step: i, parent: null, depth: 0, fn: "step", who: "test", rule: step.op, args: {}, ret: 0, cite };
  });
  return {
    machine,
    events,
    outcomes: machine.steps.map((step, i) => ({ step: i, op: step.op, errno: "0", from: i, to: i + 1 })),
    signals: [],
    snapshot: (n = machine.steps.length) => stateAfter(machine, n),
    invariants: () => [],
  };
}

function stateAfter(machine: MachineValue, at: number): Snapshot {
  const files = machine.steps.slice(0, at).flatMap((step) => {
    if (step.op !== "create") return [];
    const { path, sizeBytes } = step;
    return [{ path, inode: 131, sizeBytes, directory: false, dax: true, incore: true, extents: [] }];
  });
  const sysctl = { earlyKill: 0, recovery: 1 } as const;
  const none = { daxDevices: [], mounts: [], processes: [], poison: [], invariants: [], crash: null };
  return { at, hash: "0".repeat(16), disks: [], files, sysctl, ...none };
}
