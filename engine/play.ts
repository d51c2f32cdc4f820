/**
 * Machine → run. Plays only what is new: lines of play are kept by what they contain, the least used of them is let go,
 * and one engine goes from state to state. Everything that is given out is frozen or a copy.
 */
import type { Player, Run } from "./api.ts";
import { snapshotOf } from "./boundary/decode-state.ts";
import type { Engine } from "./boundary/host.ts";
import { validate } from "./checks/check.ts";
import { SceneError } from "./errors.ts";
import type { Event, InvariantResult, Outcome, Signal } from "./event.ts";
import { ladderIn } from "./ladder.ts";
import { Line } from "./lines.ts";
import type { MachineValue } from "./scene.ts";
import { Session } from "./session.ts";
import type { Snapshot } from "./snapshot.ts";
import { bytesOf } from "./spaces.ts";
import type { Standing } from "./standing.ts";

const MOST_LINES = 48;
const MOST_EVENTS = 300_000;
const MOST_SNAPSHOTS = 64;

/** Keeps a snapshot; the oldest goes where there are too many. */
function keep<Key>(snapshots: Map<Key, Snapshot>, key: Key, made: Snapshot): void {
  const [oldest] = snapshots.keys();
  if (snapshots.size >= MOST_SNAPSHOTS && oldest !== undefined) snapshots.delete(oldest);
  snapshots.set(key, made);
}

export function makePlayer(engine: Engine): Player {
  const session = new Session(engine);
  const lines = new Lines();
  const runs = new WeakMap<MachineValue, Run>();
  /** By the place in a line: the state before a failure is that of the machine before it. */
  const recent = new Map<object, Snapshot>();
  const runOf = (value: MachineValue): PlayedRun => {
    const checked = validate(value);
    const known = runs.get(checked);
    if (known instanceof PlayedRun) return known;
    const run = new PlayedRun(session, lines.of(checked), checked, recent);
    runs.set(checked, run);
    return run;
  };
  return Object.freeze({
    run: runOf,
    bytes: (value: MachineValue, space: string, offBytes: number, lenBytes: number) =>
      bytesOf(runOf(value).stand(), space, offBytes, lenBytes),
    ladder: (value: MachineValue, space: string, offBytes: number) =>
      ladderIn(runOf(value).snapshot(), space, offBytes),
  });
}

/** Lines of play, the one that was used last at the end. */
class Lines {
  readonly #lines: Line[] = [];

  /** A line that begins with the machine's steps, and has them all. */
  of(value: MachineValue): Line {
    let best: Line | null = null;
    let shared = -1;
    for (const line of this.#lines) {
      const common = line.common(value);
      if (common > shared || (common === shared && line.steps.length === common)) [best, shared] = [line, common];
    }
    let line = best ?? new Line(value.scene, value.seed);
    if (shared >= 0 && shared < value.steps.length && shared < line.steps.length) line = line.branch(shared);
    for (const step of value.steps.slice(line.steps.length)) line.append(step);
    this.#use(line);
    return line;
  }

  #use(line: Line): void {
    const at = this.#lines.indexOf(line);
    if (at >= 0) this.#lines.splice(at, 1);
    this.#lines.push(line);
    let nrEvents = this.#lines.reduce((sum, it) => sum + it.events.length, 0);
    while (this.#lines.length > 1 && (this.#lines.length > MOST_LINES || nrEvents > MOST_EVENTS)) {
      nrEvents -= this.#lines.shift()?.events.length ?? 0;
    }
  }
}

/** What a race broke between its moves does not hold, whatever the state after it looks like. */
function withRaces(snapshot: Snapshot, events: readonly Event[]): Snapshot {
  const broken = new Map<string, string>();
  for (const event of events) {
    const id = String(event.args.invariant);
    if (event.fn !== "invariant" || broken.has(id)) continue;
    const ticks = events.filter((it) => it.fn === "tick" && it.seq < event.seq && it.args.tick !== undefined);
    const order = ticks.map((it) => it.args.thread).join(" ");
    broken.set(id, `${event.who} after moves of threads ${order}`);
  }
  if (broken.size === 0) return snapshot;
  const known = new Set(snapshot.invariants.map((it) => it.id));
  const all = [...snapshot.invariants, ...[...broken.keys()].filter((id) => !known.has(id)).map((id) => ({ id }))];
  const invariants = all.map((it): InvariantResult => {
    const witness = broken.get(it.id);
    return witness === undefined ? (it as InvariantResult) : Object.freeze({ id: it.id, holds: false, witness });
  });
  return Object.freeze({ ...snapshot, invariants });
}

/** Runs share snapshots, and their readers have them in hand. A frozen list, as one of a million extents, has been seen to. */
function frozen<T>(it: T): T {
  if (typeof it !== "object" || it === null || (Array.isArray(it) && Object.isFrozen(it))) return it;
  Object.freeze(it);
  for (const one of Object.values(it)) frozen(one);
  return it;
}

class PlayedRun implements Run {
  readonly machine: MachineValue;
  readonly #session: Session;
  readonly #line: Line;
  readonly #snapshots = new Map<number, Snapshot>();
  /** Of all runs of the player. */
  readonly #recent: Map<object, Snapshot>;
  #events: readonly Event[] | null = null;
  #signals: readonly Signal[] | null = null;
  #outcomes: readonly Outcome[] | null = null;

  constructor(session: Session, line: Line, machine: MachineValue, recent: Map<object, Snapshot>) {
    this.machine = machine;
    this.#recent = recent;
    this.#session = session;
    this.#line = line;
  }

  get #length(): number {
    return this.machine.steps.length;
  }

  /** Plays the machine's first `n` steps if nobody has. */
  #played(n = this.#length): Line {
    const line = this.#line;
    if (line.nrBootEvents < 0 || line.outcomes.length < n) this.#session.seek(line, n);
    return line;
  }

  get events(): readonly Event[] {
    const line = this.#played();
    this.#events ??= Object.freeze(line.events.slice(0, line.eventsAfter(this.#length)));
    return this.#events;
  }

  get signals(): readonly Signal[] {
    this.#signals ??= Object.freeze(this.#signalsAfter(this.#length));
    return this.#signals;
  }

  get outcomes(): readonly Outcome[] {
    this.#outcomes ??= Object.freeze(this.#played().outcomes.slice(0, this.#length));
    return this.#outcomes;
  }

  #signalsAfter(n: number): Signal[] {
    const line = this.#played(n);
    const nrEvents = line.eventsAfter(n);
    return line.signals.filter((it) => it.seq < nrEvents);
  }

  snapshot(n: number = this.#length): Snapshot {
    if (!Number.isInteger(n) || n < 0 || n > this.#length) {
      throw new SceneError("snapshot(n)", n, `a whole number from 0 to ${this.#length}`);
    }
    const known = this.#snapshots.get(n) ?? this.#recent.get(this.#line.placeOf(n));
    const snapshot = known ?? this.#read(n);
    if (!this.#snapshots.has(n)) keep(this.#snapshots, n, snapshot);
    return snapshot;
  }

  #read(n: number): Snapshot {
    // Before the engine is put into that state: it may have to play the machine first.
    const signals = this.#signalsAfter(n);
    this.#session.seek(this.#line, n);
    const { engine } = this.#session;
    const reading = { engine, names: this.#line.names, files: this.#line.filesAfter(n) };
    const made = frozen(withRaces(snapshotOf(reading, n, signals), this.#eventsOf(n - 1)));
    this.#session.keep();
    keep(this.#recent, this.#line.placeOf(n), made);
    return made;
  }

  /** Events of one step. */
  #eventsOf(step: number): readonly Event[] {
    const line = this.#played(step + 1);
    return step < 0 ? [] : line.events.slice(line.eventsAfter(step), line.eventsAfter(step + 1));
  }

  invariants(n?: number): readonly InvariantResult[] {
    return this.snapshot(n).invariants;
  }

  /** Puts the engine into the state after the last step. */
  stand(): Standing {
    const snapshot = this.snapshot();
    this.#session.seek(this.#line, this.#length);
    return { engine: this.#session.engine, line: this.#line, snapshot };
  }
}
