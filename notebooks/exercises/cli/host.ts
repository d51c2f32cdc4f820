/**
 * The host of a guest: plays what the guest's player asks for on the engine's wasm, in Node, and lets holders that readers
 * wrote run where they came from, inside the interpreter. Runs are kept until `forget`, so that a state is asked for by
 * number and not by sending its machine again.
 */
import type { Player, Run } from "../../../engine/api.ts";
import { instantiate } from "../../../engine/boundary/host.ts";
import { ReaderCalls } from "../../../engine/boundary/readers.ts";
import { validate } from "../../../engine/checks/check.ts";
import { makePlayer } from "../../../engine/play.ts";
import type { HostCall } from "./sandbox.ts";
import { fromWire, type Reply, toWire } from "./wire.ts";

export interface Host {
  call: HostCall;
  /** What was played so far, to go on from there as often as needed. */
  keep(): () => void;
  /** Lets go of everything that was played for one answer. */
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

export async function makeHost(wasm: ArrayBuffer): Promise<Host> {
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
  const player: Player = makePlayer(await instantiate(wasm, new ReaderCalls({ compile, enter: () => undefined })));
  const runs: Run[] = [];
  return {
    call(name, json, ask) {
      const before = guest;
      guest = ask;
      try {
        return sized(toWire({ value: answer(name, fromWire(json), player, runs, kernels) ?? null } satisfies Reply));
      } catch (error) {
        const { name: kind = "Error", message } = error as Error;
        return toWire({ error: { name: String(kind), message: String(message) } } satisfies Reply);
      } finally {
        guest = before;
      }
    },
    keep() {
      const kept = [...runs];
      return () => {
        runs.splice(0, runs.length, ...kept);
      };
    },
    forget() {
      runs.length = 0;
      kernels.length = 0;
    },
  };
}

function sized(text: string): string {
  if (text.length <= MOST_ANSWER_CHARS) return text;
  throw new RangeError(`an answer of ${text.length} characters is more than an interpreter may hold`);
}

function answer(name: string, argument: unknown, player: Player, runs: Run[], kernels: readonly Kernel[]): unknown {
  switch (name) {
    case "run": {
      const run = player.run(validate(argument));
      runs.push(run);
      const { outcomes, signals } = run;
      return { id: runs.length - 1, outcomes, signals };
    }
    case "events":
    case "snapshot":
    case "invariants": {
      const { id, n } = argument as { id: number; n: number };
      const run = runs[id];
      if (run === undefined) throw new RangeError("no such run");
      if (name === "events") return run.events;
      return name === "snapshot" ? run.snapshot(n) : run.invariants(n);
    }
    case "bytes": {
      const { value, space, offBytes, lenBytes } = argument as Place;
      return [...player.bytes(validate(value), space, offBytes, lenBytes)];
    }
    case "ladder": {
      const { value, space, offBytes } = argument as Place;
      return player.ladder(validate(value), space, offBytes);
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
