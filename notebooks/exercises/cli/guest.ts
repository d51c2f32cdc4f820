/**
 * What runs inside the interpreter besides a reader's text: the cell API on a player that asks its host. Bundled to one
 * script by engines.ts; the interpreter has nothing but the language, so nothing of Node or the web may be used here.
 */
import type { LadderRung, Player, Run } from "../../../engine/api.ts";
import type { Event, InvariantResult, Outcome, Signal } from "../../../engine/event.ts";
import { importValue } from "../../../engine/import/import-machine.ts";
import { makeCellApi } from "../../../engine/machine.ts";
import type { MachineValue } from "../../../engine/scene.ts";
import type { Snapshot } from "../../../engine/snapshot.ts";
import { makeAmbient } from "../../../workers/ambient.ts";
import {
  type Ask,
  askOf,
  type Dispatch,
  type HolderCall,
  type HostCall,
  holderCaller,
  replyOf,
} from "./holder-guest.ts";
import { WEB_NAMES } from "./web-names.ts";
import { fromWire, toWire } from "./wire.ts";

/** Of a run, what crosses at once; events and states cross when they are asked for. */
interface RunParts {
  id: number;
  outcomes: readonly Outcome[];
  signals: readonly Signal[];
}

export function open(hostCall: HostCall): Dispatch {
  const ask = askOf(hostCall);
  const callHolder = holderCaller(ask);
  const ambient = makeAmbient(String);
  const globals: Record<string, unknown> = {
    ...makeCellApi(playerOf(hostCall), importValue),
    ...ambient.scope,
    ...WEB_NAMES,
  };
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, writable: true, enumerable: false, configurable: true });
  }
  const answer = (name: string, argument: unknown): unknown => {
    if (name === "reset") return ambient.begin((argument as { seed: number }).seed, "check");
    if (name === "holder") return callHolder(argument as HolderCall);
    throw new Error(`the guest does not know ${name}`);
  };
  return (name, json) => toWire(answer(name, fromWire(json)) ?? null);
}

/** A machine that was played is not played again: setup, answer and checks often come to the same one. */
function playerOf(hostCall: HostCall): Player {
  const ask = askOf(hostCall);
  const runs = new Map<string, Run>();
  const textOf = machineTexts();
  return {
    run(value) {
      const text = textOf(value);
      const run = runs.get(text) ?? runOf(value, replyOf(hostCall("run", text)) as RunParts, ask);
      runs.set(text, run);
      return run;
    },
    bytes: (value, space, offBytes, lenBytes) =>
      Uint8Array.from(ask("bytes", { value, space, offBytes, lenBytes }) as number[]),
    ladder: (value, space, offBytes) => ask("ladder", { value, space, offBytes }) as LadderRung[],
  };
}

/** Machines as text. Those that were made from each other share their steps, which may write whole pages of bytes. */
function machineTexts(): (value: MachineValue) => string {
  const known = new WeakMap<object, string>();
  const textOf = (part: object): string => {
    const text = known.get(part) ?? toWire(part);
    known.set(part, text);
    return text;
  };
  return ({ scene, steps, seed }) =>
    `{"scene":${textOf(scene)},"steps":[${steps.map(textOf).join(",")}],"seed":${toWire(seed)}}`;
}

function runOf(machine: MachineValue, parts: RunParts, ask: Ask): Run {
  const { id, outcomes, signals } = freeze(parts);
  const states = new Map<number, Snapshot>();
  const results = new Map<number, readonly InvariantResult[]>();
  let events: readonly Event[] | null = null;
  const kept = <T>(map: Map<number, T>, name: string, n: number): T => {
    if (!map.has(n)) map.set(n, freeze(ask(name, { id, n })) as T);
    return map.get(n) as T;
  };
  return Object.freeze({
    machine,
    get events() {
      events ??= freeze(ask("events", { id })) as readonly Event[];
      return events;
    },
    outcomes,
    signals,
    snapshot: (n = machine.steps.length) => kept(states, "snapshot", n),
    invariants: (n = machine.steps.length) => kept(results, "invariants", n),
  });
}

/** What came as text is a tree that nobody else holds: nothing in it is frozen yet, and nothing is there twice. */
function freeze<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  for (const key in value) {
    const one = value[key];
    if (typeof one === "object" && one !== null) freeze(one);
  }
  return Object.freeze(value);
}
