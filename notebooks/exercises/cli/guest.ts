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
import { type Ask, askOf, type Dispatch, type HolderCall, type HostCall, holderCaller } from "./holder-guest.ts";
import { WEB_NAMES } from "./web-names.ts";
import { fromWire, toWire } from "./wire.ts";

/** Of a run, what crosses at once; states cross when they are asked for. */
interface RunParts {
  id: number;
  events: readonly Event[];
  outcomes: readonly Outcome[];
  signals: readonly Signal[];
}

export function open(hostCall: HostCall): Dispatch {
  const ask = askOf(hostCall);
  const callHolder = holderCaller(ask);
  const ambient = makeAmbient(String);
  const globals: Record<string, unknown> = {
    ...makeCellApi(playerOf(ask), importValue),
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

function playerOf(ask: Ask): Player {
  return {
    run: (value) => runOf(value, ask("run", value) as RunParts, ask),
    bytes: (value, space, offBytes, lenBytes) =>
      Uint8Array.from(ask("bytes", { value, space, offBytes, lenBytes }) as number[]),
    ladder: (value, space, offBytes) => ask("ladder", { value, space, offBytes }) as LadderRung[],
  };
}

function runOf(machine: MachineValue, parts: RunParts, ask: Ask): Run {
  const { id, events, outcomes, signals } = freeze(parts);
  const states = new Map<number, Snapshot>();
  const results = new Map<number, readonly InvariantResult[]>();
  const kept = <T>(map: Map<number, T>, name: string, n: number): T => {
    if (!map.has(n)) map.set(n, freeze(ask(name, { id, n })) as T);
    return map.get(n) as T;
  };
  return Object.freeze({
    machine,
    events,
    outcomes,
    signals,
    snapshot: (n = machine.steps.length) => kept(states, "snapshot", n),
    invariants: (n = machine.steps.length) => kept(results, "invariants", n),
  });
}

function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const one of Object.values(value)) freeze(one);
  }
  return value;
}
