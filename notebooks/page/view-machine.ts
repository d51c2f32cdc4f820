/**
 * A machine as the author's view cells have it on the page: the read-only members of `Machine`, over plain data. Nothing
 * here plays; what would need the engine says so.
 */
import type { Machine, MachineView, Run } from "../../engine/api.ts";
import type { Outcome } from "../../engine/event.ts";
import type { Snapshot } from "../../engine/snapshot.ts";
import type { Wire } from "../../workers/api.ts";

export type ReadOnlyMachine = Pick<
  Machine,
  | "value"
  | "kernel"
  | "policy"
  | "length"
  | "events"
  | "run"
  | "state"
  | "outcome"
  | "errno"
  | "mounts"
  | "files"
  | "processes"
  | "holders"
  | "signals"
  | "told"
>;

export class ViewMachine implements ReadOnlyMachine {
  /** What figures draw. */
  readonly view: MachineView;

  constructor(view: MachineView) {
    this.view = view;
  }
  get value(): Machine["value"] {
    return this.view.value;
  }
  get kernel(): Machine["kernel"] {
    return this.value.scene.kernel;
  }
  get policy(): Machine["policy"] {
    return this.value.scene.policy ?? "kernel";
  }
  get length(): number {
    return this.value.steps.length;
  }
  get outcome(): Outcome {
    const { outcomes, events } = this.view;
    return outcomes.at(-1) ?? { step: -1, op: "boot", errno: "0", from: 0, to: events.length };
  }
  get errno(): string | null {
    return this.outcome.errno;
  }
  get events(): Machine["events"] {
    const { from, to } = this.outcome;
    return this.view.events.slice(from, to);
  }
  get signals(): Machine["signals"] {
    const { from, to } = this.outcome;
    return this.view.signals.filter((it) => it.seq >= from && it.seq < to);
  }
  get told(): readonly string[] {
    return [...new Set(this.signals.map((it) => it.process))];
  }
  get state(): Snapshot {
    return this.view.state;
  }
  get mounts(): Machine["mounts"] {
    return byName(this.state.mounts, (it) => it.target);
  }
  get files(): Machine["files"] {
    return byName(this.state.files, (it) => it.path);
  }
  get processes(): Machine["processes"] {
    return byName(this.state.processes, (it) => it.process);
  }
  get holders(): Machine["holders"] {
    return Object.fromEntries(this.state.daxDevices.map((it) => [it.name, it.holder]));
  }
  /** The run; of its snapshots there are the last two. */
  get run(): Run {
    const { events, outcomes, signals } = this.view;
    const snapshot = (n = this.length): Snapshot => {
      if (n === this.length) return this.view.state;
      if (n === Math.max(0, this.length - 1)) return this.view.before;
      throw new RangeError(`a view has the states after ${this.length} steps and the step before, not after ${n}`);
    };
    return { machine: this.value, events, outcomes, signals, snapshot, invariants: (n) => snapshot(n).invariants };
  }
  /** For those who ask for what only the engine can answer. */
  bytes(): never {
    return onlyInSimulation("bytes");
  }
  ladder(): never {
    return onlyInSimulation("ladder");
  }
  matrix(): never {
    return onlyInSimulation("matrix");
  }
  toJSON(): Machine["value"] {
    return this.value;
  }
}

function onlyInSimulation(method: string): never {
  throw new TypeError(`${method} needs the engine: call it in a simulation cell and show what it gives`);
}

const byName = <T>(list: readonly T[], nameOf: (it: T) => string): Readonly<Record<string, T>> =>
  Object.fromEntries(list.map((it) => [nameOf(it), it]));

const machines = new WeakMap<MachineView, ViewMachine>();

/** The same object for the same view. */
export function viewMachine(view: MachineView): ViewMachine {
  const known = machines.get(view) ?? new ViewMachine(view);
  machines.set(view, known);
  return known;
}

/**
 * A published value as a view or prose cell gets it. Functions are readers' code and stay in the worker: a cell that
 * calls one here is told so.
 */
export function valueOfWire(wire: Wire): unknown {
  if (wire.kind === "machine") return viewMachine(wire.machine);
  if (wire.kind === "function") return refuse(wire.name);
  return (wire.machines ?? []).reduce<unknown>(
    (value, path) => replaced(value, path, (it) => viewMachine(it as MachineView)),
    wire.value,
  );
}

function refuse(name: string): () => never {
  return () => {
    throw new TypeError(`${name} runs in simulation cells only`);
  };
}

function replaced(it: unknown, path: readonly (string | number)[], make: (it: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return make(it);
  const copy = (Array.isArray(it) ? [...it] : { ...(it as object) }) as Record<string | number, unknown>;
  copy[key] = replaced(copy[key], rest, make);
  return copy;
}
