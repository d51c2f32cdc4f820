/**
 * A sandbox for readers' code in Node: QuickJS compiled to WebAssembly, with nothing in scope but the language and
 * the simulation API. Code of a hand-in is never given to Node's own JavaScript.
 *
 * The guest (engine values, cell API), and the harness that every program of an exercise begins with, are evaluated and
 * frozen once; then the interpreter's whole memory is kept as an image. Every run begins by putting the image back, so
 * that each is as fresh as a new interpreter and nothing of one answer is there for the next. Only text crosses, as
 * JSON, by one function.
 *
 * Loops inside the interpreter's native functions cannot be interrupted; evaluator.ts ends the thread for those.
 */
import variant from "@jitl/quickjs-wasmfile-release-sync";
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
} from "quickjs-emscripten-core";
import type { Evaluated } from "../check.ts";
import { HARNESS, LOCKDOWN } from "../harness.ts";
import { PROGRAM_HEAD, PROGRAM_TAIL } from "../program.ts";
import { type Image, imageOf, type Range, restore } from "./image.ts";

/** The interpreter starts with 16 MiB and may never have more than 64. Of its heap, 6 MiB are the idle block. */
const INITIAL_PAGES = 256;
const MAXIMUM_PAGES = 1024;
const HEAP_BYTES = 46 * 1024 * 1024;
const STACK_BYTES = 256 * 1024;
/** Room for functions of the interpreter that are called at its end without asking. */
const STACK_MARGIN_BYTES = 768 * 1024;
/** A memory that grew to more than this is given up, rather than cleared after every answer. */
const MOST_KEPT_BYTES = 32 * 1024 * 1024;
/**
 * The interpreter asks about every 10,000 operations. Counting instead of timing makes a verdict the same on a
 * slow machine and a busy one.
 */
const MOST_INTERRUPTS = 12000;

/**
 * A block that the host keeps and nobody writes to. The interpreter looks for garbage when its heap has grown by half since
 * it last did: with this block in it, it does not do so for every answer (what is garbage is gone with the next image).
 * And little is left of the first memory that a run could write to and that must be cleared after it.
 */
const IDLE_BYTES = 6 * 1024 * 1024;
const READY_HARNESS = `((harness, stringify) => (parts) => stringify(harness(parts)))(${HARNESS}, JSON.stringify)`;

/** What the guest may ask of the outside: one name, JSON in, JSON out. `guest` evaluates a function of the guest. */
export type HostCall = (name: string, json: string, guest: (name: string, json: string) => string) => string;

export interface Guest {
  /** An expression: `(hostCall) => dispatch`. Defines the globals of cells; `dispatch(name, json)` answers the host. */
  source: string;
  host: HostCall;
}

export interface Sandbox {
  /** Evaluates the text of one expression; its value comes back as plain data. */
  run(program: string, seed: number): Promise<Evaluated>;
}

interface Instance {
  context: QuickJSContext;
  memory: WebAssembly.Memory;
  image: Image;
  /** Parts of an exercise → text of what became of it: HARNESS, read once. */
  harness: QuickJSHandle;
  guest: (name: string, json: string) => string;
  budget: { interrupts: number };
}

/** An interpreter that is asked by its host, one call after another, with what it knows staying where it is. */
export interface Interpreter {
  /** Asks the guest. Throws what the guest throws; a call that goes on for too long throws a `RangeError`. */
  call(name: string, json: string): string;
}

export async function openInterpreter(wasm: ArrayBuffer, guest: Guest, mostInterrupts: number): Promise<Interpreter> {
  const { budget, guest: ask } = await makeInstance(wasm, guest);
  return {
    call(name, json) {
      budget.interrupts = MOST_INTERRUPTS - mostInterrupts;
      try {
        return ask(name, json);
      } catch (error) {
        if (budget.interrupts > MOST_INTERRUPTS) throw new RangeError("did not return in its time");
        throw error;
      }
    },
  };
}

export async function makeSandbox(wasm: ArrayBuffer, guest: Guest, mostInterrupts = MOST_INTERRUPTS): Promise<Sandbox> {
  let instance: Instance | null = null;
  return {
    async run(program, seed) {
      instance ??= await makeInstance(wasm, guest);
      const { memory, image } = instance;
      restore(image, memory);
      // Counted from above, so that one handler ends every kind of work.
      instance.budget.interrupts = MOST_INTERRUPTS - mostInterrupts;
      const { evaluated, isBroken } = evaluate(instance, program, seed);
      if (isBroken || memory.buffer.byteLength > MOST_KEPT_BYTES) instance = null;
      return evaluated;
    },
  };
}

async function makeInstance(wasm: ArrayBuffer, guest: Guest): Promise<Instance> {
  const memory = new WebAssembly.Memory({ initial: INITIAL_PAGES, maximum: MAXIMUM_PAGES });
  const quickjs = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmMemory: memory, wasmBinary: wasm }));
  const runtime = quickjs.newRuntime();
  const budget = { interrupts: 0 };
  runtime.setMemoryLimit(HEAP_BYTES);
  runtime.setMaxStackSize(STACK_BYTES);
  runtime.setInterruptHandler(() => ++budget.interrupts > MOST_INTERRUPTS);
  const context = runtime.newContext();
  const held: { dispatch: QuickJSHandle | null } = { dispatch: null };
  const callGuest = (name: string, json: string): string => {
    if (held.dispatch === null) throw new Error("the guest is not ready");
    const args = [context.newString(name), context.newString(json)];
    try {
      const result = context.unwrapResult(context.callFunction(held.dispatch, context.undefined, args));
      return result.consume((it) => context.getString(it));
    } finally {
      for (const arg of args) arg.dispose();
    }
  };
  const hostCall = context.newFunction("hostCall", (name, json) => {
    if (budget.interrupts > MOST_INTERRUPTS) throw new RangeError("did not return in its time");
    const answer = guest.host(context.getString(name), context.getString(json), callGuest);
    return context.newString(answer);
  });
  const load = context.unwrapResult(context.evalCode(guest.source, "guest.js", { strict: true }));
  held.dispatch = context.unwrapResult(context.callFunction(load, context.undefined, [hostCall]));
  context.unwrapResult(context.evalCode(LOCKDOWN, "lockdown.js", { strict: true }));
  const harness = context.unwrapResult(context.evalCode(READY_HARNESS, "cell.js", { strict: true }));
  const idle = idleRange(context);
  const image = imageOf(memory, idle, STACK_BYTES + STACK_MARGIN_BYTES);
  return { context, memory, image, harness, guest: callGuest, budget };
}

/** Takes the idle block; where it lies. */
function idleRange(context: QuickJSContext): Range {
  const block = context.unwrapResult(context.evalCode(`new ArrayBuffer(${IDLE_BYTES})`, "idle.js"));
  const { byteOffset, byteLength } = context.getArrayBuffer(block).value;
  // The next object makes the interpreter look for garbage, once.
  context.newObject().dispose();
  return { start: byteOffset, end: byteOffset + byteLength };
}

function evaluate(instance: Instance, program: string, seed: number): { evaluated: Evaluated; isBroken: boolean } {
  const { context, budget } = instance;
  try {
    instance.guest("reset", JSON.stringify({ seed }));
    const result = evalProgram(instance, program);
    // Also where the reader's code went on after the interruption, having caught it in a call of the engine.
    if (budget.interrupts > MOST_INTERRUPTS) return { evaluated: { status: "timeout" }, isBroken: false };
    if (!result.error) {
      const text = context.getString(result.value);
      return { evaluated: { status: "done", value: JSON.parse(text) as unknown }, isBroken: false };
    }
    const error: unknown = context.dump(result.error);
    return { evaluated: failure(error), isBroken: false };
  } catch (error) {
    const isLate = budget.interrupts > MOST_INTERRUPTS;
    return { evaluated: isLate ? { status: "timeout" } : failure(error), isBroken: true };
  }
}

/** A program that begins with the harness is given to the one that is there: reading it takes longer than many answers. */
function evalProgram({ context, harness }: Instance, program: string) {
  const isParts = program.startsWith(PROGRAM_HEAD) && program.endsWith(PROGRAM_TAIL);
  if (!isParts) return context.evalCode(`JSON.stringify(${program}\n)`, "cell.js", { strict: true });
  const text = program.slice(PROGRAM_HEAD.length, -PROGRAM_TAIL.length);
  const parts = context.evalCode(`(${text})`, "cell.js", { strict: true });
  return parts.error ? parts : context.callFunction(harness, context.undefined, parts.value);
}

function failure(error: unknown): Evaluated {
  const it = (typeof error === "object" && error !== null ? error : {}) as Record<string, unknown>;
  const message = String(it.message ?? error);
  if (/out of memory|memory access|Cannot enlarge/i.test(message)) return { status: "memory" };
  return { status: "error", name: String(it.name ?? "Error"), message, line: null };
}
