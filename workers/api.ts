/**
 * The contract between the page and the readers' worker. Types only.
 *
 * Simulation cells run in the worker beside the engine; what they publish crosses as `Wire`s, which are
 * structured-clone data. A machine crosses as its value and what the page shows of it; a function crosses as its
 * source text. Nothing that a reader's code does rejects a promise: it is a `CellResult`.
 */
import type { MachineView, Run } from "../engine/api.ts";
import type { MachineValue } from "../engine/scene.ts";
import type { Snapshot } from "../engine/snapshot.ts";

/** A published value on the page. */
export type Wire =
  | { kind: "machine"; machine: MachineView }
  /** Source text of a function that uses only its parameters and the cell API. */
  | { kind: "function"; name: string; source: string }
  /**
   * Anything else that can be cloned: plain objects, arrays, typed arrays, Map, Set, bigint. Machines inside of plain
   * objects and arrays are `MachineView`s there, and `machines` holds the paths to them.
   */
  | { kind: "data"; value: unknown; machines?: readonly (readonly (string | number)[])[] };

/** What went wrong in a cell, as data; line and column count from 1 in the cell's own text, 0: unknown. */
export interface CellFault {
  /** "SyntaxError", "SceneError", "CellError", "EngineCrash", … */
  name: string;
  message: string;
  line: number;
  column: number;
  /** A fix that can be offered as an edit: the text of the whole cell after it. */
  fix?: string;
  /** SceneError: where, what it got, what it expected. */
  path?: string;
}

export type CellResult =
  | {
      state: "ok";
      values: Record<string, Wire> /** Of an expression, or of the last declared name. */;
      last: Wire;
      ms: number;
      logs: string[];
    }
  | { state: "error"; error: CellFault; ms: number; logs: string[] }
  | { state: "stopped"; ms: number }
  /** Over the hard budget. `holder` names the reader's holder that was running, if one was. */
  | { state: "timed-out"; ms: number; holder: string | null };

/** How a text reads; see `Cell` in notebooks/exercises/cells.ts. */
export interface CellShape {
  names: readonly string[];
  needs: readonly string[];
  expression: boolean;
  /** What is evaluated, where that is not the text as it stands. */
  code?: string;
  /** Functions that the text publishes; others are read when they are published. */
  functions?: readonly { start: number; end: number; strays: readonly string[] }[];
}

export interface EvaluateOptions {
  /** Cell id, for messages. */
  slug: string;
  /** Given for texts that the build has read; without it the text is read on the page, which loads a parser. */
  shape?: CellShape;
  /** Names of the cell's free variables that other cells publish → their values. */
  inputs: Readonly<Record<string, Wire>>;
  seed: number;
  /** Hard budget; default 10 000. */
  budgetMs?: number;
}

/** Which boundary holds around readers' code here; the page says so in words. */
export type Boundary = "frame" | "worker" | "none";

/** Everything that the page asks of the worker. One cell runs at a time; others wait in order. */
export interface Lab {
  readonly ready: Promise<{ boundary: Boundary; engineHash: string; readyMs: number }>;
  /** Runs the text of one cell beside the engine. */
  evaluate(text: string, options: EvaluateOptions): Promise<CellResult>;
  /** Ends whatever runs: a fresh worker takes over within a quarter of a second; results are `stopped`. */
  stop(): Promise<void>;
  /** Author's or loaded machine values, played without any reader's code. */
  view(value: MachineValue): Promise<MachineView>;
  /** State after the first n steps. */
  snapshot(value: MachineValue, n: number): Promise<Snapshot>;
  /** Plain invariants of a run after n steps are in its snapshot; this is the whole `Run` of short machines. */
  run(value: MachineValue): Promise<Omit<Run, "snapshot" | "invariants">>;
  /** Evaluates an exercise program (see notebooks/exercises/program.ts) in a worker of its own that is thrown away. */
  check(
    program: string,
    options: { seed: number; budgetMs: number },
  ): Promise<
    | { status: "done"; value: unknown }
    | { status: "error"; name: string; message: string; line: number | null }
    | { status: "timeout" }
    | { status: "memory" }
  >;
  /** Called when a cell passes the soft budget of 2 s, and when the worker was replaced. */
  onSlow(listener: (slug: string) => void): void;
  onRestart(listener: (reason: "stopped" | "timed-out" | "crashed") => void): void;
  close(): void;
}
