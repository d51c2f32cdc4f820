/**
 * A line of play: one scene and seed, the steps that were played so far, their words, and what they led to. Machines
 * that extend each other share a line; one that goes another way takes the common part along.
 */
import { encodeScene, encodeStep } from "./boundary/encode.ts";
import { Names } from "./boundary/names.ts";
import { Words } from "./boundary/words.ts";
import type { Event, Outcome, Signal } from "./event.ts";
import type { MachineValue, Scene, Step, StepOp } from "./scene.ts";
import type { FileState } from "./snapshot.ts";

/** What is known after each step and what the next one is encoded with. */
interface Point {
  wordsEnd: number;
  nrNames: number;
  /** Longest first. */
  targets: readonly string[];
  /** Source behind each reader's holder. */
  sources: ReadonlyMap<string, string>;
  /** Files as they were read after this step, or after one from which on no step touched an extent. */
  files: KnownFiles;
}

/** Files by the engine's number of the inode. */
export type KnownFiles = Map<number, FileState>;

/** Steps that leave the extents of every file as they are, whatever comes of them. */
const KEEPS_EXTENTS: ReadonlySet<string> = new Set<StepOp>([
  "fail",
  "notify",
  "poison",
  "scrub",
  "inject-error",
  "badblocks",
  "register-holder",
  "unregister-holder",
  "sysctl",
  "policy",
  "spawn",
  "flush",
  "fence",
]);

const NOTHING: ReadonlyMap<string, string> = new Map();

export class Line {
  readonly scene: Scene;
  readonly seed: number;
  readonly steps: Step[] = [];
  readonly events: Event[] = [];
  readonly signals: Signal[] = [];
  readonly outcomes: Outcome[] = [];
  /** Events of power-on; -1: not played yet. */
  nrBootEvents = -1;
  readonly nrBootOperations: number;
  readonly #points: Point[] = [];
  #words = new Words();
  /** Words up to `end`, which this line shares with the one that it branched from; its own are those after them. */
  #base: { words: Words; end: number } | null = null;
  #names = new Names();

  constructor(scene: Scene, seed: number) {
    this.scene = scene;
    this.seed = seed;
    const encoding = { names: this.#names, targets: [], words: this.#words };
    this.nrBootOperations = encodeScene(scene, seed, encoding);
    this.#push([], NOTHING, new Map());
  }

  get names(): Names {
    return this.#names;
  }

  #push(targets: readonly string[], sources: ReadonlyMap<string, string>, files: KnownFiles): void {
    const wordsEnd = (this.#base?.end ?? 0) + this.#words.count;
    this.#points.push({ wordsEnd, nrNames: this.#names.count, targets, sources, files });
  }

  #point(n: number): Point {
    const point = this.#points[n];
    if (point === undefined) throw new RangeError(`there are ${this.steps.length} steps, not ${n}`);
    return point;
  }

  append(step: Step): void {
    const { targets, sources, files } = this.#point(this.steps.length);
    encodeStep(step, { names: this.#names, targets, words: this.#words });
    this.steps.push(step);
    this.#push(
      targetsAfter(targets, step),
      sourcesAfter(sources, step),
      KEEPS_EXTENTS.has(step.op) ? files : new Map(),
    );
  }

  /** The first `n` steps as a line of their own, with what is known of them. */
  branch(n: number): Line {
    const line = new Line(this.scene, this.seed);
    line.#names = this.#names.first(this.#point(n).nrNames);
    const known = Math.min(n, this.outcomes.length);
    const nrEvents = this.eventsAfter(known);
    line.#shareWords(this, this.#point(n).wordsEnd);
    line.#points.splice(0, 1, ...this.#points.slice(0, n + 1));
    append(line.steps, this.steps, n);
    append(line.outcomes, this.outcomes, known);
    append(line.events, this.events, nrEvents);
    for (const it of this.signals) if (it.seq < nrEvents) line.signals.push(it);
    line.nrBootEvents = this.nrBootEvents;
    return line;
  }

  /** The words of another line up to `end`, which never change; only what that line has of its own is copied. */
  #shareWords(from: Line, end: number): void {
    const base = from.#base ?? { words: from.#words, end };
    this.#base = { words: base.words, end: Math.min(base.end, end) };
    this.#words = new Words();
    if (end > this.#base.end) this.#words.copy(from.#view(this.#base.end, end));
  }

  #view(from: number, to: number): Uint32Array {
    const end = this.#base?.end ?? 0;
    if (from >= end) return this.#words.view(from - end, to - end);
    const shared = this.#base?.words.view(from, Math.min(to, end)) ?? new Uint32Array();
    if (to <= end) return shared;
    const words = new Uint32Array(to - from);
    words.set(shared);
    words.set(this.#words.view(0, to - end), shared.length);
    return words;
  }

  bootWords(): Uint32Array {
    return this.#view(0, this.#point(0).wordsEnd);
  }

  /** The last step up to `to` until which steps from `from` on have at most so many words together; one at least. */
  fitting(from: number, to: number, mostWords: number): number {
    const end = this.#point(from).wordsEnd + mostWords;
    let at = to;
    while (at > from + 1 && this.#point(at).wordsEnd > end) at--;
    return at;
  }

  /** Words of steps `[from, to)`. */
  wordsOf(from: number, to: number): Uint32Array {
    return this.#view(this.#point(from).wordsEnd, this.#point(to).wordsEnd);
  }

  /** Sources of readers' holders that step number `n` runs with, its own included. */
  sourcesOf(n: number): ReadonlyMap<string, string> {
    return this.#point(n + 1).sources;
  }

  /** Stands for the state after `n` steps, in every line that has these steps. */
  placeOf(n: number): object {
    return this.#point(n);
  }

  /** What is known of files after `n` steps; whoever reads more adds it. */
  filesAfter(n: number): KnownFiles {
    return this.#point(n).files;
  }

  /** How many events there are after `n` steps. */
  eventsAfter(n: number): number {
    return n === 0 ? Math.max(0, this.nrBootEvents) : (this.outcomes[n - 1]?.to ?? 0);
  }

  /** How many of a machine's steps this line begins with; -1 if it is another scene. */
  common(value: MachineValue): number {
    if (this.seed !== value.seed || !sameJson(this.scene, value.scene)) return -1;
    return commonPrefix(this.steps, value.steps);
  }
}

export function commonPrefix(left: readonly Step[], right: readonly Step[]): number {
  const most = Math.min(left.length, right.length);
  let n = 0;
  while (n < most && sameJson(left[n], right[n])) n++;
  return n;
}

function append<T>(to: T[], from: readonly T[], count: number): void {
  for (let i = 0; i < count; i++) to.push(from[i] as T);
}

function targetsAfter(targets: readonly string[], step: Step): readonly string[] {
  const mounts = step.op === "race" ? step.threads : [step];
  const added = mounts.flatMap((it) => (it.op === "mount" && !targets.includes(it.target) ? [it.target] : []));
  return added.length === 0 ? targets : [...targets, ...added].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
}

function sourcesAfter(sources: ReadonlyMap<string, string>, step: Step): ReadonlyMap<string, string> {
  const steps = step.op === "race" ? step.threads : [step];
  let after = sources;
  for (const it of steps) {
    if (it.op !== "register-holder" || it.source === undefined) continue;
    after = new Map([...after, [it.holder, it.source]]);
  }
  return after;
}

/** Equal as JSON, whatever the order of fields. */
function sameJson(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && sameJson(left[key as never], right[key as never]));
}
