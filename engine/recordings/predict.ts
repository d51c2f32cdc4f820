/**
 * A run → what a recording of it would say, in the recording's own words: per injection errno, calls, signals, holders,
 * state of filesystems and the loads that follow; per mount and umount its answer and registrations.
 *
 * Calls are those of the modelled functions (vocabulary.ts), with depth counted among them.
 */
import type { Run } from "../api.ts";
import type { Event, Outcome } from "../event.ts";
import type { MountState, Snapshot } from "../snapshot.ts";
import type { Fields } from "./fields.ts";
import type { Plan, PlannedEvent, PlannedSetup } from "./recording.ts";
import { type Call, counted, errnoName, MODELLED, SI_CODES, type Value } from "./vocabulary.ts";

export interface PredictedSignal {
  process: string;
  si_code: number | null;
  si_code_name: string;
  map: string | null;
  addr_offset_in_mapping: number | null;
  lsb: number;
}
export interface PredictedAccess {
  process: string;
  map: string;
  offset_in_mapping: number;
  /** Null where no reader of the page table would survive: its struct page is gone. */
  pte_present_before_access: boolean | null;
  load: "ok" | "SIGBUS";
  sigbus: PredictedSignal[];
}
export interface PredictedResult {
  /** Null: never returned; also for an action, of which recordings have no errno. */
  errno_name: string | null;
  calls: Call[];
  /** Everything that was sent; several that are pending at once arrive as one. */
  signals: PredictedSignal[];
  holders_after: Record<string, string | null>;
  fs_state_after: { target: string; state: string }[];
  next_access: PredictedAccess[];
  /** What stopped the kernel, where something did. */
  crash?: string;
}
export interface PredictedSetup {
  seq: number;
  op: "mount" | "umount";
  errno_name: string | null;
  dax_enabled?: boolean;
  calls: Call[];
  holders_after: Record<string, string | null>;
}
export interface Prediction {
  events: { inject: Fields; result: PredictedResult }[];
  setup: PredictedSetup[];
}

/** `run` is the run of `plan.value`. */
export function predict(plan: Plan, run: Run): Prediction {
  const events = byStep(run);
  return {
    events: plan.events.map((it, i) => ({ inject: it.inject, result: resultOf(it, i, plan, run, events) })),
    setup: plan.setup.map((it) => setupOf(it, plan, run, events)),
  };
}

function byStep(run: Run): (step: number) => readonly Event[] {
  return (step) => {
    const { from, to } = outcomeOf(run, step);
    return run.events.slice(from, to);
  };
}

function outcomeOf(run: Run, step: number): Outcome {
  const outcome = run.outcomes[step];
  if (outcome === undefined) throw new Error(`step ${step} was not played`);
  return outcome;
}

type EventsOf = (step: number) => readonly Event[];

function resultOf(it: PlannedEvent, index: number, plan: Plan, run: Run, eventsOf: EventsOf): PredictedResult {
  const state = run.snapshot(it.step + 1);
  const errno = it.kind === "action" ? null : errnoName(outcomeOf(run, it.step).errno);
  const arePagesGone = plan.value.scene.kernel === "7.3" && isUnbound(plan, index);
  const result: PredictedResult = {
    errno_name: errno,
    calls: callsOf(eventsOf(it.step), MODELLED),
    signals: signalsOf(run, it.step),
    holders_after: holdersOf(state),
    fs_state_after: state.mounts.map((mount) => ({ target: mount.target, state: stateSeen(mount, index, plan) })),
    next_access: it.loads.map((load): PredictedAccess => {
      const { process, map, offInMapBytes } = load;
      const event = eventsOf(load.step).find((one) => one.fn === "load");
      const sigbus = signalsOf(run, load.step);
      return {
        process,
        map,
        offset_in_mapping: offInMapBytes,
        pte_present_before_access: arePagesGone ? null : event?.args.pte_present === true,
        load: sigbus.length > 0 || event?.args.result === "SIGBUS" ? "SIGBUS" : "ok",
        sigbus,
      };
    }),
  };
  return state.crash === null ? result : { ...result, crash: state.crash.sentence };
}

/**
 * What a look at a mount finds: it creates a file, always of the same name. A read-only mount that is shut down answers EROFS
 * only where an earlier look left the kernel knowing that there is no such name (a negative entry of the dcache); else it has
 * to read the directory, and says EIO as any that is shut down (lookup_open, fs/namei.c).
 */
function stateSeen({ target, state, shutdownReasons }: MountState, index: number, plan: Plan): string {
  if (state !== "create: EROFS" || shutdownReasons.length === 0) return state;
  const last = plan.events[index]?.step ?? 0;
  const mounted = plan.value.steps.findLastIndex((it, i) => i <= last && it.op === "mount" && it.target === target);
  return plan.events.slice(0, index).some((it) => it.step > mounted) ? state : "shutdown";
}

/** Whether a disk was unbound by this injection or one before, and not bound again. */
function isUnbound(plan: Plan, index: number): boolean {
  const gone = new Set<string>();
  const last = plan.events[index]?.step ?? 0;
  for (const step of plan.value.steps.slice(0, last + 1)) {
    if (step.op === "unbind") gone.add(step.device);
    if (step.op === "bind") gone.delete(step.device);
  }
  return gone.size > 0;
}

/** Every block device that is there, and who holds its dax_device. */
function holdersOf(state: Snapshot): Record<string, string | null> {
  const holders = new Map(state.daxDevices.map((it) => [it.name, it.holder]));
  const disks = state.disks.filter((it) => it.present && it.mode !== "devdax");
  return Object.fromEntries(disks.map((it) => [it.name, holders.get(it.name) ?? null]));
}

function signalsOf(run: Run, step: number): PredictedSignal[] {
  const { from, to } = outcomeOf(run, step);
  const sent = run.signals.filter((it) => it.seq >= from && it.seq < to);
  return sent.map((it) => ({
    process: it.process,
    si_code: SI_CODES[it.code] ?? null,
    si_code_name: it.code,
    map: it.map,
    addr_offset_in_mapping: it.offInMapBytes,
    lsb: it.lsb,
  }));
}

function callsOf(events: readonly Event[], which: Readonly<Record<string, readonly string[]>>): Call[] {
  const some = counted(
    events,
    (it) => it.depth,
    (it) => which[it.fn] !== undefined,
  );
  return some.map(([it, depth]): Call => {
    const names = which[it.fn] ?? [];
    const args = Object.fromEntries(names.map((name): [string, Value] => [name, it.args[name] ?? null]));
    const call = { fn: it.fn, args, ret: it.ret, depth };
    return it.ret === null && it.errno === null ? { ...call, returned: false } : call;
  });
}

const REGISTRATION = { fs_dax_get_by_bdev: ["dev", "holder", "ops"], fs_put_dax: ["dax_dev", "holder", "holder_data"] };

function setupOf(it: PlannedSetup, plan: Plan, run: Run, eventsOf: EventsOf): PredictedSetup {
  const state = run.snapshot(it.step + 1);
  const step = plan.value.steps[it.step];
  const target = step?.op === "mount" ? step.target : null;
  const outcome = outcomeOf(run, it.step);
  const mount = outcome.errno === "0" ? state.mounts.find((one) => one.target === target) : undefined;
  return {
    seq: it.seq,
    op: it.op,
    errno_name: errnoName(outcome.errno),
    ...(it.op === "mount" ? { dax_enabled: mount?.dax === "always" } : {}),
    calls: callsOf(eventsOf(it.step), REGISTRATION),
    holders_after: holdersOf(state),
  };
}
