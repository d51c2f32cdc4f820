/**
 * The host of a guest: plays what the guest's player asks for on the engine's wasm, in Node, and lets holders that readers
 * wrote run where they came from, inside the interpreter. Machines are kept until `forget`, so that a state is asked for
 * by number and not by sending its machine again.
 *
 * What was played stays known to the player: a run follows from its machine alone. One with a reader's holder also
 * follows from what that reader's code left in the interpreter; such machines have a player for one answer only. And an
 * engine that crashed is not there for the next answer.
 */
import type { Player } from "../../../engine/api.ts";
import { type Engine, instantiateNow } from "../../../engine/boundary/host.ts";
import { ReaderCalls } from "../../../engine/boundary/readers.ts";
import { validate } from "../../../engine/checks/check.ts";
import { EngineCrash } from "../../../engine/errors.ts";
import { makePlayer } from "../../../engine/play.ts";
import type { MachineValue, Step } from "../../../engine/scene.ts";
import type { HostCall } from "./sandbox.ts";
import { fromWire, type Reply, toWire } from "./wire.ts";

export interface Host {
  call: HostCall;
  /** What was played so far, to go on from there as often as needed. */
  keep(): () => void;
  /** Lets go of everything that was played for one answer, and of engines that crashed in it. */
  forget(): void;
}

type Guest = (name: string, json: string) => string;
/** What a holder may do while it is running: notify further, say something. */
interface Kernel {
  notify(device: string, offBytes: number, lenBytes: number): number;
  log(text: string): void;
}

interface Place {
  value: unknown;
  space: string;
  offBytes: number;
  lenBytes: number;
}

/** Answers beyond this would only fill the interpreter. */
const MOST_ANSWER_CHARS = 8 * 1024 * 1024;

export function makeHost(wasm: ArrayBuffer): Host {
  const kernels: Kernel[] = [];
  let guest: Guest | null = null;
  const compile = (source: string) => (failure: object, kernel: Kernel) => {
    if (guest === null) throw new Error("no guest is asking");
    kernels.push(kernel);
    try {
      return fromWire(guest("holder", toWire({ source, failure })));
    } finally {
      kernels.pop();
    }
  };
  const readers = { compile, enter: () => undefined };
  const openPlayers = () =>
    new Players(instantiateNow(wasm, new ReaderCalls(readers)), instantiateNow(wasm, new ReaderCalls(readers)));
  let players = openPlayers();
  let hasCrashed = false;
  const played: MachineValue[] = [];
  return {
    call(name, json, ask) {
      const before = guest;
      guest = ask;
      try {
        return sized(toWire({ value: answer(name, fromWire(json), players, played, kernels) ?? null } satisfies Reply));
      } catch (error) {
        hasCrashed ||= error instanceof EngineCrash;
        const { name: kind = "Error", message } = error as Error;
        return toWire({ error: { name: String(kind), message: String(message) } } satisfies Reply);
      } finally {
        guest = before;
      }
    },
    keep() {
      const kept = [...played];
      return () => {
        played.splice(0, played.length, ...kept);
      };
    },
    forget() {
      played.length = 0;
      kernels.length = 0;
      if (hasCrashed) players = openPlayers();
      else players.forget();
      hasCrashed = false;
    },
  };
}

class Players {
  readonly #all: Player;
  readonly #readersEngine: Engine;
  #readers: Player | null = null;

  constructor(engine: Engine, readersEngine: Engine) {
    this.#all = makePlayer(engine);
    this.#readersEngine = readersEngine;
  }

  of(value: MachineValue): Player {
    if (!value.steps.some(hasSource)) return this.#all;
    this.#readers ??= makePlayer(this.#readersEngine);
    return this.#readers;
  }

  /** Of machines with a reader's holder. */
  forget(): void {
    this.#readers = null;
  }
}

const hasSource = (step: Step): boolean =>
  step.op === "race" ? step.threads.some(hasSource) : step.op === "register-holder" && step.source !== undefined;

function sized(text: string): string {
  if (text.length <= MOST_ANSWER_CHARS) return text;
  throw new RangeError(`an answer of ${text.length} characters is more than an interpreter may hold`);
}

function answer(
  name: string,
  argument: unknown,
  players: Players,
  played: MachineValue[],
  kernels: readonly Kernel[],
): unknown {
  switch (name) {
    case "run": {
      const value = validate(argument);
      const { outcomes, signals } = players.of(value).run(value);
      return { id: played.push(value) - 1, outcomes, signals };
    }
    case "events":
    case "snapshot":
    case "invariants": {
      const { id, n } = argument as { id: number; n: number };
      const value = played[id];
      if (value === undefined) throw new RangeError("no such run");
      const run = players.of(value).run(value);
      if (name === "events") return run.events;
      return name === "snapshot" ? run.snapshot(n) : run.invariants(n);
    }
    case "bytes": {
      const { space, offBytes, lenBytes } = argument as Place;
      const value = validate((argument as Place).value);
      return [...players.of(value).bytes(value, space, offBytes, lenBytes)];
    }
    case "ladder": {
      const { space, offBytes } = argument as Place;
      const value = validate((argument as Place).value);
      return players.of(value).ladder(value, space, offBytes);
    }
    default:
      return answerHolder(name, argument, kernels.at(-1));
  }
}

function answerHolder(name: string, argument: unknown, kernel: Kernel | undefined): unknown {
  if (kernel === undefined) throw new Error(`the host does not know ${name}`);
  const { device, offBytes, lenBytes, text } = argument as Record<string, unknown>;
  if (name === "log") return kernel.log(String(text));
  if (name !== "notify") throw new Error(`the host does not know ${name}`);
  return kernel.notify(String(device), Number(offBytes), Number(lenBytes));
}
