/** Where a reader is in a run: an event, and the step that it belongs to. Pure. */
import type { MachineView } from "../../../engine/api.ts";

export interface Moment {
  /** Index into the events; -1: power-on, nothing has happened. */
  event: number;
  /** Steps played to have seen it: 0 is power-on. */
  steps: number;
}

/** The moment at an event, clamped into the run. */
export function momentAt(machine: Pick<MachineView, "events">, event: number): Moment {
  const at = Math.max(-1, Math.min(machine.events.length - 1, Math.trunc(event)));
  const found = machine.events[at];
  return { event: at, steps: found === undefined ? 0 : found.step + 1 };
}

/** First event of the step before or after the current one. */
export function nextStep(machine: Pick<MachineView, "events">, from: number, by: 1 | -1): number {
  const here = momentAt(machine, from).steps;
  if (by === 1) {
    const next = machine.events.findIndex((it) => it.step + 1 > here);
    return next === -1 ? machine.events.length - 1 : next;
  }
  const first = machine.events.findIndex((it) => it.step + 1 === here);
  return first < from && first >= 0 ? first : machine.events.findIndex((it) => it.step + 1 >= here - 1);
}

/** Events that begin a step: the marks on the timeline. */
export const stepMarks = (machine: Pick<MachineView, "events">): number[] =>
  machine.events.flatMap((it, index) => (index === 0 || machine.events[index - 1]?.step !== it.step ? [index] : []));
