/**
 * The engine as the host sees it: the one place that instantiates it and calls its exports.
 *
 * Synchronous after `instantiate`. Everything is copied out of memory at once; no view outlives a call. A broken
 * invariant inside the engine is an `EngineCrash`: the instance is done with and must be thrown away.
 */
import * as abi from "../abi.ts";
import { EngineCrash } from "../errors.ts";
import type { ReaderCalls } from "./readers.ts";
import { stopWords } from "./stops.ts";
import { Table } from "./table.ts";

interface Exports {
  memory: WebAssembly.Memory;
  reset(): void;
  buffer(lenBytes: number): number;
  powerOn(ptr: number, count: number): void;
  play(ptr: number, count: number): void;
  readerNotify(ptr: number): number;
  readerLog(text: number): void;
  statePtr(): number;
  snapshot(): number;
  restore(mark: number): void;
  dropMarks(): void;
  logBytes(): number;
  hash(ptr: number): void;
  query(ptr: number, roomBytes: number): number;
}

const QUERY_BYTES = 16_384;

export class Engine {
  readonly readers: ReaderCalls;
  readonly #exports: Exports;
  #crash: EngineCrash | null = null;

  constructor(exports: Exports, readers: ReaderCalls) {
    this.#exports = exports;
    this.readers = readers;
  }

  /** An empty machine. */
  reset(): void {
    this.#call(() => this.#exports.reset());
  }

  powerOn(words: Uint32Array, count: number): void {
    this.#call(() => this.#exports.powerOn(this.#write(words), count));
  }

  /** Plays `count` encoded steps. */
  play(words: Uint32Array, count: number): void {
    this.#call(() => this.#exports.play(this.#write(words), count));
  }

  /** A reader's holder notifies a device further: device, off, len, flags as in OP_NOTIFY. */
  notifyFurther(words: Uint32Array): number {
    return this.#call(() => this.#exports.readerNotify(this.#write(words)));
  }

  logFromReader(text: number): void {
    this.#call(() => this.#exports.readerLog(text));
  }

  snapshot(): number {
    return this.#call(() => this.#exports.snapshot());
  }

  restore(mark: number): void {
    this.#call(() => this.#exports.restore(mark));
  }

  dropMarks(): void {
    this.#call(() => this.#exports.dropMarks());
  }

  /** Bytes that the marks cost. */
  logBytes(): number {
    return this.#call(() => this.#exports.logBytes());
  }

  /** Bytes of a whole state's copy. */
  get stateBytes(): number {
    const base = this.#call(() => this.#exports.statePtr());
    return new DataView(this.#exports.memory.buffer).getUint32(base + abi.STATE_END, true) - base;
  }

  /** The whole state: it is one block of memory, and nothing of it lies elsewhere. */
  copyState(): Uint8Array<ArrayBuffer> {
    const base = this.#call(() => this.#exports.statePtr());
    return new Uint8Array(this.#exports.memory.buffer.slice(base, base + this.stateBytes));
  }

  /** Puts a state back that was copied from this engine. All marks are dropped. */
  putState(copy: Uint8Array<ArrayBuffer>): void {
    this.dropMarks();
    const base = this.#call(() => this.#exports.statePtr());
    const now = new Uint8Array(this.#exports.memory.buffer, base, Math.max(this.stateBytes, copy.length));
    now.set(copy);
    // What lies behind a state is zero; which pages the log has is told anew, up to the end of this state.
    now.fill(0, copy.length);
    this.dropMarks();
  }

  /** Hash of the state: 16 hex digits. */
  hash(): string {
    const view = this.#call(() => {
      const ptr = this.#exports.buffer(8);
      this.#exports.hash(ptr);
      return new DataView(this.#exports.memory.buffer, ptr, 8);
    });
    return view.getBigUint64(0, true).toString(16).padStart(16, "0");
  }

  /** Asks a question and copies the answer; `lenBytes` is the most that it may have. */
  ask(question: readonly number[], lenBytes = QUERY_BYTES): DataView {
    return this.#call(() => {
      const roomBytes = Math.max(lenBytes, question.length * 4);
      const ptr = this.#exports.buffer(roomBytes);
      new Uint32Array(this.#exports.memory.buffer, ptr, question.length).set(question);
      const answerBytes = this.#exports.query(ptr, roomBytes);
      return new DataView(this.#exports.memory.buffer.slice(ptr, ptr + answerBytes));
    });
  }

  /** A table as it is now; good until something is played or restored. */
  table(id: number): Table {
    const base = this.#call(() => this.#exports.statePtr());
    return new Table(this.#exports.memory, base + abi.STATE_TABLES + id * abi.TABLE_ENTRY_BYTES);
  }

  /** A root slot as a number; the engine keeps those that are read here below 2^53. */
  root(slot: number): number {
    const base = this.#call(() => this.#exports.statePtr());
    const view = new DataView(this.#exports.memory.buffer);
    return Number(view.getBigUint64(base + abi.STATE_ROOTS + slot * 8, true));
  }

  /** A root slot as its two words, low first. */
  rootWords(slot: number): [number, number] {
    const at = this.#call(() => this.#exports.statePtr()) + abi.STATE_ROOTS + slot * 8;
    const view = new DataView(this.#exports.memory.buffer);
    return [view.getUint32(at, true), view.getUint32(at + 4, true)];
  }

  #write(words: Uint32Array): number {
    const ptr = this.#exports.buffer(words.byteLength);
    new Uint32Array(this.#exports.memory.buffer, ptr, words.length).set(words);
    return ptr;
  }

  #call<T>(act: () => T): T {
    if (this.#crash !== null) throw this.#crash;
    try {
      return act();
    } catch (error) {
      this.#crash = error instanceof EngineCrash ? error : new EngineCrash(String(error));
      throw this.#crash;
    }
  }
}

/** What the engine imports, and what becomes of the exports: the same for both ways of instantiating it. */
function linkOf(readers: ReaderCalls): { imports: WebAssembly.Imports; made(instance: WebAssembly.Instance): Engine } {
  const link: { engine: Engine | null } = { engine: null };
  const stop = (why: number): never => {
    throw new EngineCrash(stopWords(why));
  };
  const holder = (name: number, device: number, ...words: number[]): number => {
    if (link.engine === null) throw new EngineCrash("a holder was called before the engine was there");
    return readers.call(link.engine, name >>> 0, device >>> 0, words);
  };
  return {
    imports: { env: { stop, holder } },
    made(instance) {
      link.engine = new Engine(instance.exports as unknown as Exports, readers);
      return link.engine;
    },
  };
}

/** Compiles and instantiates the engine. Its imports are `env.stop` and the call to a reader's holder. */
export async function instantiate(bytes: BufferSource, readers: ReaderCalls): Promise<Engine> {
  const link = linkOf(readers);
  const { instance } = await WebAssembly.instantiate(bytes, link.imports);
  return link.made(instance);
}

/** The same without waiting; old browsers refuse it for modules of this size on a page, not in a worker. */
export function instantiateNow(bytes: BufferSource, readers: ReaderCalls): Engine {
  const link = linkOf(readers);
  return link.made(new WebAssembly.Instance(new WebAssembly.Module(bytes), link.imports));
}
