/**
 * One cell as the notebook keeps it: its text, what ran last and what came of it. The state that the page shows is not
 * kept but follows from these.
 */
import type { CellFault, CellShape, Wire } from "../../workers/api.ts";
import type { CellNow, CellState, KeptText, NotebookCell, Why } from "./cells-api.ts";
import { type History, type Why as Replaced, remembered } from "./history.ts";
import { textHash } from "./keep-record.ts";

/** What the last run of a text came to. */
export interface Outcome {
  state: "ok" | "error" | "stopped" | "timed-out" | "blocked";
  why: Why | null;
  error: CellFault | null;
  logs: readonly string[];
  ms: number;
}

/** What the build has recorded: every author's cell ran. */
const RECORDED: Outcome = { state: "ok", why: null, error: null, logs: [], ms: 0 };

export class CellRecord {
  readonly cell: NotebookCell;
  text: string;
  /** How the text reads that `names` and `needs` are of: the author's, or the last one that was read. */
  shape: CellShape;
  /** Text that `shape` is of, or that could not be read: then `fault` says why. */
  shapeText: string;
  fault: CellFault | null = null;
  /** Text that the outcome and the values are of. */
  ranText: string;
  outcome: Outcome = RECORDED;
  values: Readonly<Record<string, Wire>> = {};
  last: Wire | null = null;
  output: unknown = undefined;
  isLive = false;
  /** Whether the values are what the author's texts give. */
  isAuthors = true;
  /** Set when a value that this cell was given is no longer what it was. */
  changedInput: (Why & { kind: "input" }) | null = null;
  activity: "queued" | "running" | null = null;
  isSlow = false;
  history: History = [];
  #starter: { hash: string; text: string };

  constructor(cell: NotebookCell, kept: KeptText | undefined) {
    this.cell = cell;
    this.text = kept?.text ?? cell.original;
    this.shape = shapeOf(cell);
    this.shapeText = cell.original;
    this.ranText = cell.original;
    const own = { hash: textHash(cell.original), text: cell.original };
    this.#starter = kept === undefined ? own : { hash: kept.starterHash, text: kept.base };
  }

  get slug(): string {
    return this.cell.slug;
  }
  get isSimulation(): boolean {
    return this.cell.kind === "simulation";
  }
  get isEdited(): boolean {
    return this.text !== this.cell.original;
  }
  get isOriginalNew(): boolean {
    return this.isEdited && this.#starter.hash !== textHash(this.cell.original);
  }

  /** Whether its text is another one than was read last. There is nothing to read in an empty one. */
  get isUnread(): boolean {
    return this.text !== this.shapeText && this.text.trim() !== "";
  }

  /** The reader has seen the author's text as it is now. */
  acknowledge(): void {
    this.#starter = { hash: textHash(this.cell.original), text: this.cell.original };
  }

  kept(): KeptText | null {
    if (!this.isEdited) return null;
    return { text: this.text, starterHash: this.#starter.hash, base: this.#starter.text };
  }

  /** `began` is what the author's text was when this one was begun, where that was elsewhere. */
  replace(text: string, why: Replaced | undefined, began?: KeptText): void {
    if (why !== undefined) this.history = remembered(this.history, this.text, why, Date.now());
    if (began) this.#starter = { hash: began.starterHash, text: began.base };
    else if (!this.isEdited) this.acknowledge();
    this.text = text;
  }

  get state(): CellState {
    if (this.activity !== null) return this.activity;
    if (this.isSimulation && this.text.trim() === "") return "idle";
    if (this.text !== this.ranText || this.changedInput !== null) return "stale";
    return this.outcome.state;
  }

  get why(): Why | null {
    if (this.activity !== null) return null;
    if (this.text !== this.ranText) return { kind: "edited" };
    return this.changedInput ?? this.outcome.why;
  }

  /** Whether what depends on it can do with its values as they are. */
  get isDone(): boolean {
    return this.isLive && this.text === this.ranText && this.changedInput === null && this.outcome.state === "ok";
  }

  now(): CellNow {
    const { slug, text, shape, state, why, outcome, isLive, isSlow, history } = this;
    const { kind, original } = this.cell;
    const { names, needs } = shape;
    const { error, logs, ms } = outcome;
    return {
      ...{ slug, kind, text, original, names, needs, state, why, values: this.values, last: this.last },
      ...{ output: this.output, isLive, error: state === "error" ? error : null, logs, ms, isSlow, history },
      ...{ isEdited: this.isEdited, isOriginalNew: this.isOriginalNew },
    };
  }
}

/** The shape of the author's text, as far as the build has told. */
function shapeOf({ names, needs, expression, functions }: NotebookCell): CellShape {
  return { names, needs, expression: expression ?? names.length === 0, ...(functions ? { functions } : {}) };
}

/** Whether two values are the same for whatever uses them. */
export function sameWire(left: Wire | undefined, right: Wire | undefined): boolean {
  if (left === undefined || right === undefined || left.kind !== right.kind) return left === right;
  if (left.kind === "machine") return left.machine === (right as typeof left).machine;
  if (left.kind === "function") return left.source === (right as typeof left).source;
  return sameData(left.value, (right as typeof left).value);
}

/** Equality of plain data; anything else is the same only if it is the same object. */
function sameData(left: unknown, right: unknown, depth = 0): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  const prototype: unknown = Object.getPrototypeOf(left);
  if (depth > 50 || prototype !== Object.getPrototypeOf(right)) return false;
  if (!Array.isArray(left) && prototype !== Object.prototype) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  const [one, other] = [left, right] as Record<string, unknown>[];
  return keys.every((key) => Object.hasOwn(right, key) && sameData(one?.[key], other?.[key], depth + 1));
}
