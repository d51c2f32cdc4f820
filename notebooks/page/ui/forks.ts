/**
 * Another way from a past step on: the code line that forks, evaluated like any cell of the reader's, and where the two
 * branches part. The first branch is kept as it is.
 */
import type { Machine, MachineView, RunDiff } from "../../../engine/api.ts";
import { compare } from "../../../engine/compare.ts";
import type { CellFault, Lab, Wire } from "../../../workers/api.ts";
import type { KeptFork } from "../kept-forks.ts";

export interface Branch {
  label: string;
  /** Null: kept from before, and not run on this page. */
  machine: MachineView | null;
  /** The reader's text; null for the cell's own machine. */
  code: string | null;
  /** As it is kept; null for the cell's own machine. */
  kept: KeptFork | null;
  /** Against the first branch. */
  diff: RunDiff | null;
}

export type Forked = { ok: true; machine: MachineView; diff: RunDiff } | { ok: false; message: string };

/** The cell that a fork is: `wrongDoor.at(7)` and what happens instead. */
export function forkCode(name: string, steps: number, operations: string): string {
  const text = operations.trim();
  const chain = text === "" || text.startsWith(".") ? text : `.${text}`;
  return chain === "" ? `${name}.at(${steps})` : `${name}.at(${steps})\n  ${chain}`;
}

export interface ForkJob {
  lab: Lab;
  slug: string;
  name: string;
  base: MachineView;
  /** What the cells of the page publish: the operations may use it. */
  values: ReadonlyMap<string, Wire>;
  fork: KeptFork;
}

/** A branch as it is before it has run. */
export function branchOf(name: string, label: string, kept: KeptFork): Branch {
  return { label, machine: null, code: forkCode(name, kept.steps, kept.operations), kept, diff: null };
}

export async function runFork({ lab, slug, name, base, values, fork }: ForkJob): Promise<Forked> {
  const code = forkCode(name, fork.steps, fork.operations);
  const words = new Set(code.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu));
  const inputs: Record<string, Wire> = Object.fromEntries([...values].filter(([it]) => words.has(it)));
  inputs[name] = { kind: "machine", machine: base };
  const result = await lab.evaluate(code, { slug: `${slug}-fork`, inputs, seed: base.value.seed });
  if (result.state === "error") return { ok: false, message: faultLine(result.error) };
  if (result.state !== "ok") return { ok: false, message: result.state };
  if (result.last.kind !== "machine") return { ok: false, message: code };
  const { machine } = result.last;
  return { ok: true, machine, diff: compare(asPlayed(base), asPlayed(machine)) };
}

const faultLine = (it: CellFault): string => it.message;

/** What `compare` reads of a machine, from its view. */
function asPlayed(view: MachineView): Machine {
  const played = { run: { events: view.events }, length: view.value.steps.length, state: view.state };
  return played as unknown as Machine;
}
