/**
 * Holders that readers wrote: which function stands behind a name, and the call from the engine to it.
 *
 * A function is kept as source text and compiled by whoever runs the readers' code. What it throws, and what is no
 * answer, is remembered here and told by the player as an event of the step, whose effects are undone.
 */
import * as abi from "../abi.ts";
import type { Names } from "./names.ts";

/** What the engine asks of the side that runs readers' code. */
export interface ReaderHost {
  /** The function in a source text. */
  compile(source: string): unknown;
  /** Called with a holder's name before it runs, and with null after. */
  enter(name: string | null): void;
}

/** What a holder may do to the engine that asks it. */
interface Asking {
  /** Notifies a device further, as words of OP_NOTIFY; gives its answer. */
  notifyFurther(words: Uint32Array): number;
  logFromReader(text: number): void;
}

/** A holder that did not answer as a holder does. */
export interface ReaderFault {
  holder: number;
  device: number;
  message: string;
}

const LOWEST_ERRNO = -4095;
/** A holder that notifies the device it holds asks itself again: so deep, and so often in all, and no more. */
const MOST_DEPTH = 16;
const MOST_CALLS = 256;

export class ReaderCalls {
  readonly #host: ReaderHost;
  readonly #compiled = new Map<string, unknown>();
  /** Texts that readers logged, by number. */
  readonly #texts: string[] = [];
  #sources: ReadonlyMap<string, string> = new Map();
  #names: Names | null = null;
  #fault: ReaderFault | null = null;
  #depth = 0;
  /** Calls since the outermost one began. */
  #calls = 0;

  constructor(host: ReaderHost) {
    this.#host = host;
  }

  /**
   * The machine that is being played: its names, and the source behind each holder's name. What was logged before has
   * been read by now, so its texts go.
   */
  use(names: Names, sources: ReadonlyMap<string, string>): void {
    this.#texts.length = 0;
    this.#names = names;
    this.#sources = sources;
  }

  /** What went wrong since the last call, if something did. */
  takeFault(): ReaderFault | null {
    const fault = this.#fault;
    this.#fault = null;
    return fault;
  }

  text(number: number): string {
    return this.#texts[number - 1] ?? "";
  }

  addText(text: string): number {
    this.#texts.push(text);
    return this.#texts.length;
  }

  /** The engine asks a holder; the answer is 0 or a negative errno. */
  call(engine: Asking, holder: number, device: number, words: readonly number[]): number {
    const names = this.#names;
    if (names === null) return -abi.EOPNOTSUPP;
    const name = names.text(holder);
    const source = this.#sources.get(name);
    if (source === undefined) return 0;
    const [offLow = 0, offHigh = 0, lenLow = 0, lenHigh = 0, flags = 0] = words.map((it) => it >>> 0);
    const wholeDevice = lenLow === 0xffffffff && lenHigh === 0xffffffff;
    const failure = {
      device: names.text(device),
      offBytes: offHigh * 2 ** 32 + offLow,
      lenBytes: wholeDevice ? Number.MAX_SAFE_INTEGER : lenHigh * 2 ** 32 + lenLow,
      flags,
      wholeDevice,
    };
    if (this.#depth === 0) this.#calls = 0;
    if (this.#depth >= MOST_DEPTH || this.#calls++ >= MOST_CALLS) {
      this.#fault ??= { holder, device, message: "was asked from within a holder, again and again" };
      return -abi.EIO;
    }
    this.#host.enter(name);
    this.#depth++;
    try {
      const answer = this.#function(source)(Object.freeze(failure), this.#kernel(engine, names));
      if (isAnswer(answer)) return answer;
      this.#fault ??= { holder, device, message: `returned ${String(answer)}, expected 0 or a negative errno` };
    } catch (error) {
      this.#fault ??= { holder, device, message: `threw ${textOf(error)}` };
    } finally {
      this.#depth--;
      this.#host.enter(null);
    }
    return -abi.EIO;
  }

  #function(source: string): (...args: unknown[]) => unknown {
    if (!this.#compiled.has(source)) this.#compiled.set(source, this.#host.compile(source));
    const compiled = this.#compiled.get(source);
    if (typeof compiled !== "function") throw new TypeError("its source is not a function");
    return compiled as (...args: unknown[]) => unknown;
  }

  /** What a holder may do while it is asked. */
  #kernel(engine: Asking, names: Names) {
    const notify = (device: unknown, offBytes: unknown, lenBytes: unknown): number => {
      const id = names.find(String(device));
      if (id === 0) throw new RangeError(`no device ${String(device)}`);
      const words = [id, ...twoWords(offBytes), ...twoWords(lenBytes), 0];
      return engine.notifyFurther(Uint32Array.from(words));
    };
    const log = (text: unknown): void => engine.logFromReader(this.addText(String(text)));
    return Object.freeze({ notify, log });
  }
}

function isAnswer(it: unknown): it is number {
  return typeof it === "number" && Number.isInteger(it) && it <= 0 && it >= LOWEST_ERRNO;
}

function twoWords(value: unknown): [number, number] {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(`${String(value)} is no number of bytes`);
  }
  return [value >>> 0, Math.floor(value / 2 ** 32)];
}

function textOf(error: unknown): string {
  try {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  } catch {
    return "something that cannot be shown";
  }
}
