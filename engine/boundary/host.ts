/**
 * The engine as the host sees it: the one place that instantiates it and calls its exports.
 *
 * Synchronous after `instantiate`. Everything is copied out of memory at once; no view outlives a call. A broken
 * invariant inside the engine is an `EngineCrash`: the instance is done with and must be thrown away.
 */
import * as abi from "../abi.ts";
import { EngineCrash } from "../errors.ts";
import type { ReaderCalls } from "./readers.ts";

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

/** A table of the engine's state: records of a fixed size, ids from 1. */
export class Table {
  readonly #memory: WebAssembly.Memory;
  #seen: DataView;
  readonly #recordBytes: number;
  readonly #shift: number;
  readonly #directory: number;
  readonly count: number;

  constructor(memory: WebAssembly.Memory, entry: number) {
    this.#memory = memory;
    const view = new DataView(memory.buffer);
    this.#seen = view;
    this.#recordBytes = view.getUint32(entry, true);
    this.#shift = view.getUint32(entry + 4, true);
    this.count = view.getUint32(entry + 8, true);
    this.#directory = view.getUint32(entry + 12, true);
  }

  /** A question may let memory grow, which leaves views of it behind. */
  get #view(): DataView {
    if (this.#seen.buffer !== this.#memory.buffer) this.#seen = new DataView(this.#memory.buffer);
    return this.#seen;
  }

  #at(id: number): number {
    const index = id - 1;
    if (index < 0 || index >= this.count) throw new RangeError(`record ${id} of ${this.count}`);
    const page = index >>> this.#shift;
    const slot = this.#view.getUint32(this.#directory + (page >>> 10) * 4, true);
    const base = this.#view.getUint32(slot + (page & 1023) * 4, true);
    return base + (index & ((1 << this.#shift) - 1)) * this.#recordBytes;
  }

  u8(id: number, field: number): number {
    return this.#view.getUint8(this.#at(id) + field);
  }
  u16(id: number, field: number): number {
    return this.#view.getUint16(this.#at(id) + field, true);
  }
  u32(id: number, field: number): number {
    return this.#view.getUint32(this.#at(id) + field, true);
  }
  i64(id: number, field: number): bigint {
    return this.#view.getBigInt64(this.#at(id) + field, true);
  }
  u64(id: number, field: number): bigint {
    return this.#view.getBigUint64(this.#at(id) + field, true);
  }
  /** A u64 that is known to be below 2^53. */
  number(id: number, field: number): number {
    const at = this.#at(id) + field;
    return this.#view.getUint32(at, true) + this.#view.getUint32(at + 4, true) * 2 ** 32;
  }
}

/** What the engine imports, and what becomes of the exports: the same for both ways of instantiating it. */
function linkOf(readers: ReaderCalls): { imports: WebAssembly.Imports; made(instance: WebAssembly.Instance): Engine } {
  const link: { engine: Engine | null; exports: Exports | null } = { engine: null, exports: null };
  const abort = (message: number, file: number, line: number, column: number): never => {
    const memory = link.exports?.memory;
    const text = memory === undefined ? "the engine stopped" : textAt(memory, message);
    throw new EngineCrash(text, memory === undefined ? "" : `${textAt(memory, file)}:${line}:${column}`);
  };
  const holder = (name: number, device: number, ...words: number[]): number => {
    if (link.engine === null) throw new EngineCrash("a holder was called before the engine was there");
    return readers.call(link.engine, name >>> 0, device >>> 0, words);
  };
  return {
    imports: { env: { abort, holder } },
    made(instance) {
      link.exports = instance.exports as unknown as Exports;
      link.engine = new Engine(link.exports, readers);
      return link.engine;
    },
  };
}

/** Compiles and instantiates the engine. Its imports are `env.abort` and the call to a reader's holder. */
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

/** A text of the engine's own, in UTF-16 with its length before it. */
function textAt(memory: WebAssembly.Memory, ptr: number): string {
  const view = new DataView(memory.buffer);
  const count = view.getUint32((ptr >>> 0) - 4, true) >> 1;
  let text = "";
  for (let i = 0; i < count; i++) text += String.fromCharCode(view.getUint16((ptr >>> 0) + i * 2, true));
  return text;
}
