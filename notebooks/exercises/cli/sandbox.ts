/**
 * A sandbox for readers' code in Node: QuickJS compiled to WebAssembly, with nothing in scope but the language and
 * the simulation API. Code of a hand-in is never given to Node's own JavaScript.
 *
 * The guest (engine values, cell API), and the harness that every program of an exercise begins with, are evaluated and
 * frozen once; then the interpreter's whole memory is kept as an image. Every run begins by putting the image back, so
 * that each is as fresh as a new interpreter and nothing of one answer is there for the next; or an image in which the
 * exercise's setup was run as well (prepared.ts). Only text crosses, as JSON, by one function.
 *
 * Loops inside the interpreter's native functions cannot be interrupted; evaluator.ts ends the thread for those.
 */
import variant from "@jitl/quickjs-wasmfile-release-sync";
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type VmCallResult,
} from "quickjs-emscripten-core";
import type { Evaluated } from "../check.ts";
import { HARNESS, LOCKDOWN } from "../harness.ts";
import { PROGRAM_HEAD, PROGRAM_JOINT, PROGRAM_TAIL } from "../program.ts";
import { GRAIN_BYTES, type Image, imageOf, imageSince, ownBytes, type Range, restore } from "./image.ts";
import { PreparedSetups } from "./prepared.ts";

/** The interpreter starts with 16 MiB and may never have more than 64. */
const INITIAL_PAGES = 256;
const MAXIMUM_PAGES = 1024;
/**
 * A block that the host keeps and nobody writes to. The interpreter looks for garbage when its heap has grown by half since
 * it last did: with this block in it, it does not do so for every answer (what is garbage is gone with the next image).
 * And little is left of the first memory that a run could write to and that must be cleared after it.
 */
const IDLE_BYTES = 8.5 * 1024 * 1024;
const IDLE_MARK = 0xa5;
const HEAP_BYTES = 40 * 1024 * 1024 + IDLE_BYTES;
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

const READY_HARNESS = `((harness, stringify) => (exercise) => {
  const check = harness(exercise);
  return (parts) => stringify(check(parts));
})(${HARNESS}, JSON.stringify)`;

/** What the guest may ask of the outside: one name, JSON in, JSON out. `guest` evaluates a function of the guest. */
export type HostCall = (name: string, json: string, guest: (name: string, json: string) => string) => string;

export interface Guest {
  /** An expression: `(hostCall) => dispatch`. Defines the globals of cells; `dispatch(name, json)` answers the host. */
  source: string;
  host: HostCall;
  /** What the host knows of the run so far, to be put back when the interpreter's memory is. */
  keep?(): () => void;
}

export interface Sandbox {
  /** Evaluates the text of one expression; its value comes back as plain data. */
  run(program: string, seed: number): Promise<Evaluated>;
}

interface Instance {
  context: QuickJSContext;
  memory: WebAssembly.Memory;
  image: Image;
  /** Parts of an exercise → a function of those of an answer → text of what became of it: HARNESS, read once. */
  harness: QuickJSHandle;
  prepared: PreparedSetups;
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
      // Counted from above, so that one handler ends every kind of work.
      const began = MOST_INTERRUPTS - mostInterrupts;
      const { evaluated, isBroken } = evaluate(instance, { program, seed, began, keep: guest.keep });
      if (isBroken || instance.memory.buffer.byteLength > MOST_KEPT_BYTES) instance = null;
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
  const idle = idleRange(context, memory);
  const image = imageOf(memory, idle, STACK_BYTES + STACK_MARGIN_BYTES);
  return { context, memory, image, harness, prepared: new PreparedSetups(), guest: callGuest, budget };
}

/** Takes the idle block; which whole pages of the memory it has. Found by what is written there, for it has no address. */
function idleRange(context: QuickJSContext, memory: WebAssembly.Memory): Range {
  context.unwrapResult(context.evalCode(`new Uint8Array(${IDLE_BYTES}).fill(${IDLE_MARK})`, "idle.js"));
  const start = Buffer.from(memory.buffer).indexOf(Buffer.alloc(GRAIN_BYTES, IDLE_MARK));
  new Uint8Array(memory.buffer).fill(0, start, start + IDLE_BYTES);
  // The next object makes the interpreter look for garbage, once.
  context.newObject().dispose();
  const whole = (bytes: number): number => Math.floor(bytes / GRAIN_BYTES) * GRAIN_BYTES;
  return { start: whole(start + GRAIN_BYTES - 1), end: whole(start + IDLE_BYTES) };
}

interface Run {
  program: string;
  seed: number;
  /** Where its interrupts are counted from. */
  began: number;
  keep: Guest["keep"];
}

function evaluate(instance: Instance, run: Run): { evaluated: Evaluated; isBroken: boolean } {
  const { context, budget } = instance;
  try {
    const result = evalProgram(instance, run);
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
function evalProgram(instance: Instance, run: Run): VmCallResult<QuickJSHandle> {
  const { context } = instance;
  const parts = partsOf(run.program);
  if (parts === null) {
    begin(instance, run);
    return context.evalCode(`JSON.stringify(${run.program}\n)`, "cell.js", { strict: true });
  }
  const check = setUp(instance, parts.exercise, run);
  if (check.error) return check;
  const answer = context.evalCode(`(${parts.answer})`, "cell.js", { strict: true });
  return answer.error ? answer : context.callFunction(check.value, context.undefined, answer.value);
}

/** Texts of the harness's two arguments. The author's comes first, so that no answer says where it ends. */
function partsOf(program: string): { exercise: string; answer: string } | null {
  const joint = program.indexOf(PROGRAM_JOINT, PROGRAM_HEAD.length);
  if (!program.startsWith(PROGRAM_HEAD) || !program.endsWith(PROGRAM_TAIL) || joint < 0) return null;
  return {
    exercise: program.slice(PROGRAM_HEAD.length, joint),
    answer: program.slice(joint + PROGRAM_JOINT.length, -PROGRAM_TAIL.length),
  };
}

/** The interpreter as it was when it was made. */
function begin({ memory, image, budget, guest }: Instance, { seed, began }: Run): void {
  restore(image, memory);
  budget.interrupts = began;
  guest("reset", JSON.stringify({ seed }));
}

/** The interpreter after the setup of an exercise; gives the function that takes the parts of an answer. */
function setUp(instance: Instance, exercise: string, run: Run): VmCallResult<QuickJSHandle> {
  const { context, memory, image, budget, harness, prepared } = instance;
  const key = `${run.seed}\n${exercise}`;
  const known = prepared.find(key);
  if (known !== null) {
    restore(known.image, memory);
    known.goBack();
    budget.interrupts = known.interrupts;
    return { value: known.check };
  }
  begin(instance, run);
  const parts = context.evalCode(`(${exercise})`, "cell.js", { strict: true });
  if (parts.error) return parts;
  const check = context.callFunction(harness, context.undefined, parts.value);
  if (check.error || budget.interrupts > MOST_INTERRUPTS || !prepared.wants(key)) return check;
  const now = imageSince(image, memory);
  prepared.keep(key, {
    image: now,
    ownBytes: ownBytes(now, image),
    interrupts: budget.interrupts,
    check: check.value,
    goBack: run.keep?.() ?? (() => undefined),
  });
  return check;
}

function failure(error: unknown): Evaluated {
  const it = (typeof error === "object" && error !== null ? error : {}) as Record<string, unknown>;
  const message = String(it.message ?? error);
  if (/out of memory|memory access|Cannot enlarge/i.test(message)) return { status: "memory" };
  return { status: "error", name: String(it.name ?? "Error"), message, line: null };
}
