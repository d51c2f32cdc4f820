/**
 * What the page's looks may rely on of the notebook behind it. Types only.
 *
 *   import { connectLab } from "../../workers/page/client.ts";
 *   import { createNotebook } from "./notebook.ts";
 *   const notebook = createNotebook({ cells, lab: connectLab(), builtins: figures, onChange: draw });
 *
 * Nothing runs by itself but view and prose cells, which are the author's. An edit makes a cell `stale`; running it
 * runs its stale ancestors first. A cell that is `ok` with its recorded output has no live value until something that
 * needs it is run; it is then computed without being asked.
 */
import type { CellFault, CellResult, Lab, Wire } from "../../workers/api.ts";
import type { History, Why as Replaced } from "./history.ts";

/** The author's cell as the build emits it. */
export interface NotebookCell {
  slug: string;
  kind: "simulation" | "view" | "prose";
  /** The author's text. */
  original: string;
  /** Names published and free names of the author's text, as `readCell` finds them. */
  names: readonly string[];
  needs: readonly string[];
  /** Whether the text is one expression. Simulation cells only; found out when absent. */
  expression?: boolean;
  /** Functions that the text declares, so that none has to be parsed on the page; see `Cell` in exercises/cells.ts. */
  functions?: readonly DeclaredFunction[];
  /** Hard budget of this cell, where it is not the notebook's. */
  budgetMs?: number;
  /**
   * View and prose: the compiled cell. Called with the values of `needs`, in order. Gives the value, or for a cell
   * that declares names an object that holds them all.
   */
  body?: (...inputs: never[]) => unknown;
}

/** Half-open range in a cell's text that is the whole source of a published function; see `CellFunction` in exercises/cells.ts. */
export interface DeclaredFunction {
  start: number;
  end: number;
  strays: readonly string[];
}

export type CellState = "idle" | "queued" | "running" | "ok" | "stale" | "error" | "stopped" | "timed-out" | "blocked";

/** Why a cell is in its state, where that is not plain from the state itself. */
export type Why =
  /** Its text is not what ran last, or was never run. */
  | { kind: "edited" }
  /** `name`, published by the cell `from`, has another value than when this cell ran. */
  | { kind: "input"; name: string; from: string }
  /** Waits for `name`: its cell `from` failed, or nothing publishes it (`from` is null). */
  | { kind: "waits"; name: string; from: string | null }
  /** Over its budget; `holder` names the reader's holder that was running, if one was. */
  | { kind: "budget"; holder: string | null };

/** A cell as it is now. A new object for every change. */
export interface CellNow {
  readonly slug: string;
  readonly kind: NotebookCell["kind"];
  readonly text: string;
  readonly original: string;
  readonly names: readonly string[];
  readonly needs: readonly string[];
  readonly state: CellState;
  readonly why: Why | null;
  /** Published values; empty until the cell has run on this page. */
  readonly values: Readonly<Record<string, Wire>>;
  /** What a simulation cell shows: the value of an expression, or of its last name. */
  readonly last: Wire | null;
  /** What the body of a view or prose cell gave. */
  readonly output: unknown;
  /** Whether `last` or `output` is of this page, not the recorded one of the build. */
  readonly isLive: boolean;
  readonly error: CellFault | null;
  readonly logs: readonly string[];
  /** Of the last run. */
  readonly ms: number;
  /** Past the soft budget: offer to stop. */
  readonly isSlow: boolean;
  readonly isEdited: boolean;
  /** The author changed this cell after the reader began to edit it. */
  readonly isOriginalNew: boolean;
  /** Texts that were replaced, oldest first; `undo` brings back the newest. */
  readonly history: History;
}

/** What is kept of a cell on the reader's device; see `Kept` in keep-record.ts. */
export interface KeptText {
  text: string;
  /** `textHash` of the author's text when the edit began, and that text. */
  starterHash: string;
  base: string;
}

export interface CellStore {
  load(): Readonly<Record<string, KeptText>>;
  /** Called for every edit, and always before the text runs; null: back to the author's. */
  save(slug: string, kept: KeptText | null): void;
}

export interface NotebookOptions {
  cells: readonly NotebookCell[];
  lab: Lab;
  /** Called after every change of a cell. */
  onChange: (now: CellNow) => void;
  store?: CellStore;
  /** What view and prose cells may use besides published values: figure functions, `recording`, … */
  builtins?: Readonly<Record<string, unknown>>;
  /** Default 1. */
  seed?: number;
  /** Hard budget of a cell; default 10 000. */
  budgetMs?: number;
  /** What the author's texts of these cells give, where the lab was asked before there was a notebook. */
  answers?: ReadonlyMap<string, Promise<CellResult>>;
}

export interface Notebook {
  readonly cells: readonly CellNow[];
  cell(slug: string): CellNow;
  readonly seed: number;
  readonly isRunning: boolean;
  /**
   * Takes a new text; runs nothing. With a reason, the old text goes to the cell's history. The text that is there already
   * says that the reader keeps it beside a new one of the author. `began`: what the author's text was when this one was
   * begun elsewhere.
   */
  edit(slug: string, text: string, why?: Replaced, began?: KeptText): void;
  /** Runs a cell, its stale ancestors first; resolves with it as it is afterwards. Never rejects. */
  run(slug: string): Promise<CellNow>;
  runStale(): Promise<void>;
  /** Makes a view or prose cell live by playing what it needs; the author's text where the reader's did not run. */
  play(slug: string): Promise<CellNow>;
  /** Ends the running cell; those that waited go back to what they were. */
  stop(): Promise<void>;
  /** Back to the author's text; `undo` brings back the old one. */
  reset(slug: string): void;
  undo(slug: string): void;
  /** Another seed makes every simulation cell stale. */
  reseed(seed: number): void;
  /** All edits, for links, hand-ins and files. */
  edits(): Readonly<Record<string, string>>;
  dispose(): void;
}
