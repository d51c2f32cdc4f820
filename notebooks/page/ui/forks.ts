/**
 * Another way from a past step on: the code line that forks, evaluated like any cell of the reader's, and where the two
 * branches part. The first branch is kept as it is.
 */
import type { Machine, MachineView, RunDiff } from "../../../engine/api.ts";
import { compare } from "../../../engine/compare.ts";
import type { CellFault, Lab, Wire } from "../../../workers/api.ts";

export interface Branch {
  label: string;
  machine: MachineView;
  /** The reader's text; null for the cell's own machine. */
  code: string | null;
  /** Against the first branch. */
  diff: RunDiff | null;
}

export type Forked = { ok: true; branch: Branch } | { ok: false; message: string };

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
  steps: number;
  operations: string;
  label: string;
}

export async function runFork({ lab, slug, name, base, steps, operations, label }: ForkJob): Promise<Forked> {
  const code = forkCode(name, steps, operations);
  const inputs: Record<string, Wire> = { [name]: { kind: "machine", machine: base } };
  const result = await lab.evaluate(code, { slug: `${slug}-fork`, inputs, seed: base.value.seed });
  if (result.state === "error") return { ok: false, message: faultLine(result.error) };
  if (result.state !== "ok") return { ok: false, message: result.state };
  if (result.last.kind !== "machine") return { ok: false, message: code };
  const { machine } = result.last;
  return { ok: true, branch: { label, machine, code, diff: compare(asPlayed(base), asPlayed(machine)) } };
}

const faultLine = (it: CellFault): string => it.message;

/** What `compare` reads of a machine, from its view. */
function asPlayed(view: MachineView): Machine {
  const played = { run: { events: view.events }, length: view.value.steps.length, state: view.state };
  return played as unknown as Machine;
}
