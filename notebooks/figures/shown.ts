/**
 * The machine that a figure is given: plain data, or the object that a cell sees. Of the latter `events` are those of
 * its last step only; figures want the whole run.
 */
import type { Machine, MachineView } from "../../engine/api.ts";

export type Shown = MachineView | Machine;

const views = new WeakMap<Machine, MachineView>();

/** The same view for the same machine. */
export function viewed(machine: Shown): MachineView {
  if (!("run" in machine)) return machine;
  const view = views.get(machine) ?? viewOf(machine);
  views.set(machine, view);
  return view;
}

function viewOf(machine: Machine): MachineView {
  const { value, run, length } = machine;
  return {
    value,
    events: run.events,
    outcomes: run.outcomes,
    signals: run.signals,
    state: run.snapshot(),
    before: run.snapshot(Math.max(0, length - 1)),
  };
}
