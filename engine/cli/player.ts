/**
 * The player of the command line: the engine's wasm in Node. Holders that a scenario brings along are other people's
 * code: they run in an interpreter, never in Node's own JavaScript.
 */
import { readFileSync } from "node:fs";
import { guestSource, interpreterBytes } from "../../notebooks/exercises/cli/bundle.ts";
import { openInterpreter } from "../../notebooks/exercises/cli/sandbox.ts";
import { fromWire, type Reply, toWire } from "../../notebooks/exercises/cli/wire.ts";
import type { Player } from "../api.ts";
import { instantiate } from "../boundary/host.ts";
import { ReaderCalls } from "../boundary/readers.ts";
import { buildEntry } from "../build.mjs";
import { makePlayer } from "../play.ts";
import type { MachineValue, Step } from "../scene.ts";

type Failure = Readonly<Record<string, unknown>>;
interface Kernel {
  notify(device: string, offBytes: number, lenBytes: number): number;
  log(text: string): void;
}
type Holder = (failure: Failure, kernel: Kernel) => unknown;

/** Interpreter operations that one call of a holder may take, in tens of thousands. */
const MOST_INTERRUPTS = 300;

/** `values`: what is going to be played; the interpreter is started only where one of them needs it. */
export function openPlayer(...values: readonly MachineValue[]): Promise<Player> {
  return openPlayerFor(values.some((it) => it.steps.some(bringsCode)));
}

/** One build for the whole of a program, whatever becomes of the sources meanwhile. */
let build: Promise<Uint8Array<ArrayBuffer>> | null = null;

export async function openPlayerFor(hasCode: boolean): Promise<Player> {
  build ??= buildEntry().then((path) => new Uint8Array(readFileSync(path)));
  const wasm = await build;
  const compile = hasCode ? await holderCompiler() : refuse;
  return makePlayer(await instantiate(wasm, new ReaderCalls({ compile, enter: () => undefined })));
}

function bringsCode(step: Step): boolean {
  return step.op === "race"
    ? step.threads.some(bringsCode)
    : step.op === "register-holder" && step.source !== undefined;
}

function refuse(): Holder {
  throw new Error("no interpreter was started for holders");
}

async function holderCompiler(): Promise<(source: string) => Holder> {
  const kernels: Kernel[] = [];
  const host = (name: string, json: string): string => {
    try {
      return toWire({ value: answer(name, fromWire(json) as Failure, kernels.at(-1)) ?? null } satisfies Reply);
    } catch (error) {
      return toWire({ error: { name: (error as Error).name, message: (error as Error).message } } satisfies Reply);
    }
  };
  const guest = { source: await guestSource("holder-guest"), host };
  const interpreter = await openInterpreter(interpreterBytes(), guest, MOST_INTERRUPTS);
  return (source) => (failure, kernel) => {
    kernels.push(kernel);
    try {
      return fromWire(interpreter.call("holder", toWire({ source, failure })));
    } finally {
      kernels.pop();
    }
  };
}

function answer(name: string, argument: Failure, kernel: Kernel | undefined): unknown {
  if (kernel === undefined) throw new Error("no holder is running");
  if (name === "log") return kernel.log(String(argument.text));
  return kernel.notify(String(argument.device), Number(argument.offBytes), Number(argument.lenBytes));
}
