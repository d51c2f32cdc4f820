/**
 * The guest that runs holders of readers and nothing else. Bundled to one script; the interpreter has only the
 * language. `open` answers its host: "holder" calls the function in `source` with a failure and the two things it may use.
 */
import { fromWire, type Reply, toWire } from "./wire.ts";

export type HostCall = (name: string, json: string) => string;
export type Ask = (name: string, argument: unknown) => unknown;
/** Answers the host; JSON in, JSON out. */
export type Dispatch = (name: string, json: string) => string;

export interface HolderCall {
  source: string;
  failure: object;
}

export function open(hostCall: HostCall): Dispatch {
  const callHolder = holderCaller(askOf(hostCall));
  return (name, json) => {
    if (name !== "holder") throw new Error(`the guest does not know ${name}`);
    return toWire(callHolder(fromWire(json) as HolderCall) ?? null);
  };
}

/** Asks the host. */
export function askOf(hostCall: HostCall): Ask {
  return (name, argument) => replyOf(hostCall(name, toWire(argument)));
}

/** What the host answered; what it throws there is thrown here, by name and message. */
export function replyOf(text: string): unknown {
  const reply = fromWire(text) as Reply;
  if ("value" in reply) return reply.value;
  throw Object.assign(new Error(reply.error.message), { name: reply.error.name });
}

/** To be made before anything of a reader runs: it keeps the evaluator of the language to itself. */
export function holderCaller(ask: Ask): (call: HolderCall) => unknown {
  // biome-ignore lint/security/noGlobalEval: this is the one place where a reader's text becomes code, inside the interpreter
  const evaluate = globalThis.eval;
  return ({ source, failure }) => {
    const holder: unknown = evaluate(`(${source}\n)`);
    if (typeof holder !== "function") throw new TypeError("notifyFailure is not a function");
    const kernel = Object.freeze({
      notify: (device: unknown, offBytes: unknown, lenBytes: unknown) => ask("notify", { device, offBytes, lenBytes }),
      log: (text: unknown) => ask("log", { text: String(text) }),
    });
    return holder(Object.freeze({ ...failure }), kernel);
  };
}
