/** What must be true of every run, whatever was played: the shape of its log, and the laws of the domain reference. */
import type { Run } from "../api.ts";
import type { Event } from "../event.ts";
import type { MachineValue, Step } from "../scene.ts";

/** The first broken law in words, or null. */
export function brokenLaw(run: Run): string | null {
  return brokenLog(run) ?? brokenOutcome(run) ?? brokenSignal(run) ?? brokenRoute(run) ?? brokenInvariant(run);
}

/** Events are a tree in the order of their calls. */
function brokenLog({ events, machine }: Run): string | null {
  for (const [i, event] of events.entries()) {
    if (event.seq !== i) return `event ${i} says it is number ${event.seq}`;
    const parent = event.parent === null ? null : events[event.parent];
    if (parent === undefined || (parent !== null && parent.seq >= i)) return `event ${i} comes before its caller`;
    if (event.depth !== (parent === null ? 0 : parent.depth + 1)) return `event ${i} has depth ${event.depth}`;
    if (parent !== null && parent.step !== event.step) return `event ${i} is in another step than its caller`;
    const before = events[i - 1];
    if (before !== undefined && before.step > event.step) return `event ${i} goes back to step ${event.step}`;
    if (event.step < -1 || event.step >= machine.steps.length) return `event ${i} is in step ${event.step}`;
    if (event.fn === "" || event.who === "" || event.rule === "") return `event ${i} does not say who decided what`;
    if (event.cite.version === "" || event.cite.source === "") return `event ${i} (${event.rule}) has no citation`;
  }
  return null;
}

/** Every step has one outcome, and outcomes share out the events. */
function brokenOutcome({ events, outcomes, machine }: Run): string | null {
  if (outcomes.length !== machine.steps.length) return `${outcomes.length} outcomes for ${machine.steps.length} steps`;
  let next = outcomes[0]?.from ?? events.length;
  for (const [i, it] of outcomes.entries()) {
    if (it.step !== i || it.op !== machine.steps[i]?.op) return `outcome ${i} is of step ${it.step} ${it.op}`;
    if (it.from !== next || it.to < it.from) return `outcome ${i} has events ${it.from} to ${it.to}`;
    next = it.to;
  }
  return outcomes.length > 0 && next !== events.length ? `events from ${next} belong to no step` : null;
}

/** Whoever is signalled exists; "action required" goes to the process that runs. */
function brokenSignal({ signals, events, machine }: Run): string | null {
  for (const signal of signals) {
    const event = events[signal.seq];
    if (event === undefined) return `a signal of event ${signal.seq}, which there is not`;
    const step = machine.steps[event.step];
    const wasStarted = machine.steps.slice(0, event.step).some((it) => starts(it, signal.process));
    if (!wasStarted) return `${signal.process} is signalled in step ${event.step} and was not started`;
    const isOwn = step !== undefined && "process" in step && step.process === signal.process;
    if (signal.code === "BUS_MCEERR_AR" && !isOwn) return `${signal.process} gets AR in a step of somebody else`;
    if (![0, 12, 21].includes(signal.lsb)) return `a signal has lsb ${signal.lsb}`;
  }
  return null;
}

const starts = (step: Step, process: string): boolean =>
  (step.op === "spawn" || step.op === "fork") && step.process === process;

/** The generic handler is tried exactly where the driver declined; a dead device never has a holder. */
function brokenRoute({ events }: Run): string | null {
  const children = new Map<number, Event[]>();
  for (const event of events) {
    if (event.parent !== null) children.set(event.parent, [...(children.get(event.parent) ?? []), event]);
  }
  for (const event of events) {
    if (event.fn !== "memory_failure_dev_pagemap") continue;
    const own = children.get(event.seq) ?? [];
    const driver = own.find((it) => it.fn.endsWith("_pagemap_memory_failure"));
    const isGeneric = own.some((it) => it.fn === "mf_generic_kill_procs");
    if (driver !== undefined && driver.ret !== null && isGeneric !== (driver.ret === EOPNOTSUPP)) {
      return `event ${event.seq}: the driver answered ${driver.ret}, the generic handler ${isGeneric ? "was" : "was not"} tried`;
    }
  }
  return null;
}

const EOPNOTSUPP = -95;

/** Policies that are about having more than one holder, and races, may break what the merged code keeps. */
function brokenInvariant(run: Run): string | null {
  if (!isMerged(run.machine)) return null;
  const broken = run.invariants().find((it) => !it.holds);
  return broken === undefined ? null : `${broken.id} does not hold: ${broken.witness ?? "no witness"}`;
}

function isMerged({ scene, steps }: MachineValue): boolean {
  const policy = scene.policy ?? "kernel";
  return scene.kernel !== "v9" && policy === "kernel" && !steps.some((it) => it.op === "race");
}
