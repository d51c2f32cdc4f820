/**
 * Machines as values: what a reader's cell, a figure and the grader call. A machine is immutable, frozen and lazy: it
 * is played when something of its run is asked for. Nothing here needs wasm; the player may ask another thread or an
 * interpreter's host.
 */
import type { BootSpec, LadderRung, Machine, MachineView, MatrixCell, Player, Run, RunDiff, Size } from "./api.ts";
import { named } from "./checks/arguments.ts";
import { addStep, asValid, namesOf, validate } from "./checks/check.ts";
import { toBytes, toMachineValue } from "./checks/normalise.ts";
import { toScene, toSeed } from "./checks/schema.ts";
import { KERNELS, POLICIES } from "./checks/shapes.ts";
import type { World } from "./checks/world.ts";
import { compare } from "./compare.ts";
import { SceneError } from "./errors.ts";
import type { Event, Outcome, Signal } from "./event.ts";
import { hex } from "./hex.ts";
import { Operations } from "./machine-operations.ts";
import { type MatrixChoice, matrixOf } from "./matrix.ts";
import { interleavings } from "./races.ts";
import type { KernelId, MachineValue, PolicyId, Step } from "./scene.ts";
import type { FileState, MountState, ProcessState, Snapshot } from "./snapshot.ts";

/** Everything that is in scope of a reader's cells. */
export interface CellApi {
  boot(spec: BootSpec): Machine;
  machineOf(value: unknown): Machine;
  readonly KiB: number;
  readonly MiB: number;
  readonly GiB: number;
  readonly TiB: number;
  hex(number: number | bigint): string;
  readonly KERNELS: readonly KernelId[];
  readonly POLICIES: readonly PolicyId[];
  compare(left: Machine, right: Machine): RunDiff;
  interleavings(threads: Step[], ticks?: number[]): Step[];
  /** Tool outputs of a real machine → the machine they describe. */
  importMachine?(texts: Record<string, string>): Machine;
}

/**
 * Steps that machines share: those of a machine and of all that were made from it by one step more each. The one that
 * is as long as the list adds to it and to the names; any other begins a list of its own.
 */
interface Branch {
  scene: MachineValue["scene"];
  seed: number;
  steps: Step[];
  names: World;
}

export function makeCellApi(player: Player, importValue?: (texts: Record<string, string>) => MachineValue): CellApi {
  const machineOf = (value: unknown): Machine => machineAt(player, validate(value));
  const importMachine = importValue && ((texts: Record<string, string>): Machine => machineOf(importValue(texts)));
  return Object.freeze({
    boot: (spec: BootSpec): Machine => named("boot", () => machineOf(toMachineValue(spec))),
    machineOf,
    KiB: 1024,
    MiB: 1024 ** 2,
    GiB: 1024 ** 3,
    TiB: 1024 ** 4,
    hex,
    KERNELS: Object.freeze([...KERNELS]),
    POLICIES: Object.freeze([...POLICIES]),
    compare,
    interleavings,
    ...(importMachine === undefined ? {} : { importMachine }),
  });
}

function machineAt(player: Player, value: MachineValue): Machine {
  const { scene, seed, steps } = value;
  const branch: Branch = { scene, seed, steps: [...steps], names: namesOf(scene, steps) };
  return new PlayedMachine(player, branch, value.steps.length, value);
}

class PlayedMachine extends Operations implements Machine {
  readonly #player: Player;
  readonly #branch: Branch;
  readonly #length: number;
  #value: MachineValue | null;
  #run: Run | null = null;

  constructor(player: Player, branch: Branch, length: number, value: MachineValue | null) {
    super();
    this.#player = player;
    this.#branch = branch;
    this.#length = length;
    this.#value = value;
    Object.freeze(this);
  }

  get value(): MachineValue {
    const { scene, seed, steps } = this.#branch;
    this.#value ??= asValid({ scene, steps: Object.freeze(steps.slice(0, this.#length)), seed });
    return this.#value;
  }
  get kernel(): KernelId {
    return this.#branch.scene.kernel;
  }
  get policy(): PolicyId {
    return this.#branch.scene.policy ?? "kernel";
  }
  get length(): number {
    return this.#length;
  }

  get run(): Run {
    this.#run ??= this.#player.run(this.value);
    return this.#run;
  }
  get events(): readonly Event[] {
    const { from, to } = this.outcome;
    return this.#length === 0 ? this.run.events : this.run.events.slice(from, to);
  }
  get state(): Snapshot {
    return this.run.snapshot();
  }
  /** Power-on has one too: it always succeeds. */
  get outcome(): Outcome {
    const last = this.run.outcomes[this.#length - 1];
    return last ?? Object.freeze({ step: -1, op: "boot", errno: "0", from: 0, to: this.run.events.length });
  }
  get errno(): string | null {
    return this.outcome.errno;
  }
  get mounts(): Readonly<Record<string, MountState>> {
    return byName(this.state.mounts, (it) => it.target);
  }
  get files(): Readonly<Record<string, FileState>> {
    return byName(this.state.files, (it) => it.path);
  }
  get processes(): Readonly<Record<string, ProcessState>> {
    return byName(this.state.processes, (it) => it.process);
  }
  get holders(): Readonly<Record<string, string | null>> {
    return Object.freeze(Object.fromEntries(this.state.daxDevices.map((it) => [it.name, it.holder])));
  }
  get signals(): readonly Signal[] {
    const { from, to } = this.outcome;
    return Object.freeze(this.run.signals.filter((it) => it.seq >= from && it.seq < to));
  }
  get told(): readonly string[] {
    return Object.freeze([...new Set(this.signals.map((it) => it.process))]);
  }

  at(n: number): Machine {
    const length = n < 0 ? this.#length + n : n;
    if (!Number.isInteger(length) || length < 0 || length > this.#length) {
      throw new SceneError("at(n)", n, `a whole number from ${-this.#length} to ${this.#length}`);
    }
    return length === this.#length ? this : new PlayedMachine(this.#player, this.#branch, length, null);
  }

  with(change: { kernel?: KernelId; policy?: PolicyId; seed?: number }): Machine {
    return named("with", () => {
      for (const key of Object.keys(change)) {
        if (!["kernel", "policy", "seed"].includes(key))
          throw new SceneError(key, "\0a field", "kernel, policy or seed");
      }
      const { kernel = this.kernel, policy = this.policy, seed = this.#branch.seed } = change;
      const scene = toScene({ ...this.#branch.scene, kernel, policy });
      const { steps } = this.value;
      return machineAt(this.#player, asValid({ scene, steps, seed: toSeed(seed) }));
    });
  }

  step(step: Step): Machine {
    return this.#grown(this.#tip(), step);
  }

  #grown(branch: Branch, step: Step): Machine {
    try {
      branch.steps.push(addStep(step, this.#length, branch.names));
    } catch (error) {
      branch.names = namesOf(branch.scene, branch.steps);
      throw error;
    }
    return new PlayedMachine(this.#player, branch, this.#length + 1, null);
  }

  protected operate(method: string, build: (names: World) => Step): Machine {
    return named(method, () => {
      const branch = this.#tip();
      return this.#grown(branch, build(branch.names));
    });
  }
  protected sizeOf(path: string): number {
    return this.files[path]?.sizeBytes ?? 0;
  }

  /** The branch that this machine is the tip of; a new one where others went on from here. */
  #tip(): Branch {
    const { scene, seed, steps } = this.#branch;
    if (steps.length === this.#length) return this.#branch;
    const own = steps.slice(0, this.#length);
    return { scene, seed, steps: own, names: namesOf(scene, own) };
  }

  bytes(space: string, offset: Size, length: Size): Uint8Array {
    return named("bytes", () => {
      const [offBytes, lenBytes] = [toBytes(offset, "offset"), toBytes(length, "length")];
      return this.#player.bytes(this.value, spaceOf(space), offBytes, lenBytes);
    });
  }
  ladder(space: string, offset: Size): LadderRung[] {
    return named("ladder", () => this.#player.ladder(this.value, spaceOf(space), toBytes(offset, "offset")));
  }
  matrix(failure: Step, choice?: MatrixChoice): MatrixCell[] {
    return matrixOf(this.#player, this.value, failure, choice);
  }
  toJSON(): MachineValue {
    return this.value;
  }
}

// What a machine answers is the same for everybody: no cell changes it for the others, and no answer for its checks.
for (const it of [PlayedMachine, Operations]) {
  Object.freeze(it);
  Object.freeze(it.prototype);
}

/** A file may be named by its path alone. */
const spaceOf = (space: string): string => (String(space).startsWith("/") ? `file:${space}` : space);

function byName<T>(list: readonly T[], nameOf: (it: T) => string): Readonly<Record<string, T>> {
  return Object.freeze(Object.fromEntries(list.map((it) => [nameOf(it), it])));
}

export function isMachine(it: unknown): it is Machine {
  return it instanceof PlayedMachine;
}

/** The machine as plain data for the page: state now and before the last step. */
export function viewOf(machine: Machine): MachineView {
  const { run, value } = machine;
  // In the order of time: the engine needs not go back, and the last step may have been a long one.
  const before = run.snapshot(Math.max(0, machine.length - 1));
  const { events, outcomes, signals } = run;
  return { value, events, outcomes, signals, state: run.snapshot(), before };
}
