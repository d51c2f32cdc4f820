/**
 * What crosses between the page's supervisor and the worker, behind `Lab`. Types only. Everything is structured-clone
 * data; every answer carries the pieces that the other side has not, whether it tells of success or of a fault.
 */
import type { Run } from "../engine/api.ts";
import type { Snapshot } from "../engine/snapshot.ts";
import type { CellFault, CellShape } from "./api.ts";
import type { MachineName } from "./parcel.ts";
import type { Lifted, Path, Pieces } from "./shelf.ts";

/** A `Wire` with machines and bulk arrays by name. */
export type PackedWire =
  | { kind: "machine"; name: MachineName }
  | { kind: "function"; name: string; source: string }
  | { kind: "data"; data: Lifted; machines: readonly { path: Path; name: MachineName }[] };

export interface CellJob {
  slug: string;
  text: string;
  shape: CellShape;
  seed: number;
  inputs: Readonly<Record<string, PackedWire>>;
  pieces: Pieces;
}

interface Answered {
  pieces: Pieces;
  /** A function of the second script was called before it was there: the answer may be another one with it. */
  missed?: boolean | undefined;
}

export interface CellAnswer extends Answered {
  logs: string[];
  ms: number;
  outcome: { state: "ok"; values: Record<string, PackedWire>; last: PackedWire } | { state: "error"; error: CellFault };
}

/** A machine that the page has, by its pieces. */
export interface MachineJob {
  name: MachineName;
  pieces: Pieces;
}

export type Answer<T> = Answered & ({ value: T } | { error: CellFault });

export type CheckAnswer =
  | { status: "done"; value: unknown }
  | { status: "error"; name: string; message: string; line: number | null }
  | { status: "memory" };

/** What a worker does; exposed by Comlink to the one page that made it. */
export interface SimulatorApi {
  evaluate(job: CellJob): Promise<CellAnswer>;
  view(job: MachineJob): Answer<MachineName>;
  snapshot(job: MachineJob, n: number): Answer<Snapshot>;
  run(job: MachineJob): Answer<Omit<Run, "snapshot" | "invariants">>;
  check(program: string, seed: number): Promise<CheckAnswer>;
  /** Lets go of all pieces, as the other side does. */
  forget(): void;
  /** The script of importer.ts, before the first cell that names `importMachine`. */
  useImporter(script: string): void;
  /** The second script; see later.ts. */
  useLater(script: string): void;
  /** Answers once the worker has nothing left to do: a cell may leave promises behind that never end. */
  settle(): Promise<void>;
}

/** What a worker says without being asked. */
export type Notice =
  | { kind: "ready"; engineHash: string }
  | { kind: "failed"; message: string }
  /** A reader's holder is entered, and left. */
  | { kind: "holder"; name: string | null };
