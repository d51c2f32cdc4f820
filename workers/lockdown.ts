/**
 * The worker's realm as cells find it: the language and nothing else, with every built-in object frozen. The frame and its
 * policy are the boundary; this keeps one cell from changing what another one sees, and the message layer whole.
 */
import { LOCKDOWN } from "../notebooks/exercises/harness.ts";
import { DELIVER } from "./cell-script.ts";
import { LANGUAGE } from "./names.ts";

declare function importScripts(...urls: string[]): void;

/** What the worker itself goes on using after everything was taken away. */
export interface Natives {
  /** Runs the text of a script; see `SimulatorParts.load`. */
  load(script: string): { delivered: unknown; name: string };
  nowMs(): number;
  nextTask(): Promise<void>;
}

/** Names that are taken away last, or never. */
const KEPT: ReadonlySet<string> = new Set([DELIVER, "constructor", "globalThis"]);

/** Stack frames that an error keeps where the engine counts them; the cell's own frame must be among them. */
const STACK_FRAMES = 60;

/** To be called before `lockDown`. Scripts come as blobs: no text is ever evaluated. */
export function takeNatives(): Natives {
  const pending: { delivered: unknown } = { delivered: undefined };
  Object.defineProperty(globalThis, DELIVER, {
    value: (it: unknown) => {
      pending.delivered = it;
    },
  });
  const run = importScripts.bind(globalThis);
  const later = setTimeout.bind(globalThis);
  const now = performance.now.bind(performance);
  const [Text, createUrl, revokeUrl] = [Blob, URL.createObjectURL.bind(URL), URL.revokeObjectURL.bind(URL)];
  return {
    load(script) {
      const name = createUrl(new Text([script], { type: "text/javascript" }));
      pending.delivered = undefined;
      try {
        run(name);
        return { delivered: pending.delivered, name };
      } finally {
        revokeUrl(name);
      }
    },
    nowMs: now,
    nextTask: () => new Promise((done) => later(done, 0)),
  };
}

/** Takes away, replaces and freezes; `replaced` are names that cells find with another value. */
export function lockDown(natives: Natives, replaced: Readonly<Record<string, unknown>>): void {
  Object.assign(Error, { stackTraceLimit: STACK_FRAMES });
  for (const it of [MessagePort, MessageEvent, Event, EventTarget, Blob, URL]) Object.freeze(it.prototype);
  removeNames();
  for (const [name, value] of Object.entries(replaced)) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
  }
  natives.load(`${LOCKDOWN}; Object.preventExtensions(globalThis)`);
  Reflect.deleteProperty(globalThis, "globalThis");
}

/** Freezes what all machines or calls share: a function and its prototype, or the methods that an object inherits. */
export function freezeShared(it: unknown): void {
  if (typeof it === "function") Object.freeze(it.prototype);
  Object.freeze(it);
  let shared: unknown = Object.getPrototypeOf(Object(it));
  while (shared !== null && !Object.hasOwn(Object(shared), "hasOwnProperty") && typeof shared === "object") {
    for (const { value, get } of Object.values(Object.getOwnPropertyDescriptors(shared))) {
      Object.freeze(value);
      Object.freeze(get);
    }
    shared = Object.getPrototypeOf(Object.freeze(shared));
  }
}

/** Deletes every global name that is not the language's, along the whole chain of prototypes. */
function removeNames(): void {
  const chain: object[] = [];
  for (let it: object | null = globalThis; it !== null && it !== Object.prototype; it = Object.getPrototypeOf(it)) {
    chain.push(it);
  }
  for (const holder of chain) {
    for (const name of Object.getOwnPropertyNames(holder)) {
      if (LANGUAGE.has(name) || KEPT.has(name)) continue;
      if (!Reflect.deleteProperty(holder, name)) hide(holder, name);
    }
  }
}

/** A name that cannot be deleted gets the value undefined, where it lets itself be written. */
function hide(holder: object, name: string): void {
  try {
    Reflect.set(holder, name, undefined);
  } catch {
    // It is the engine's own; the frame's policy holds without it.
  }
}
