/**
 * One worker as the supervisor has it: its calls, what it says without being asked, and whether it lives. Comlink is used
 * here and nowhere else on the page, over ports that this page made and nobody else has.
 */
import { type Remote, wrap } from "comlink";
import type { Notice, SimulatorApi } from "../protocol.ts";
import { Shelf } from "../shelf.ts";
import type { Cage } from "./cage.ts";

export interface Unit {
  readonly calls: Remote<SimulatorApi>;
  /** Which pieces this worker has. */
  readonly shelf: Shelf;
  hasImporter: boolean;
  hasLater: boolean;
}

/** Time for a worker to say that it is ready, and for one that was ready to say that it still is. */
const START_MS = 8000;
const ANSWER_MS = 2000;
/** One that was ready so shortly ago is not asked whether it still is. */
const FRESH_MS = 500;

export class LiveUnit implements Unit {
  readonly calls: Remote<SimulatorApi>;
  readonly shelf = new Shelf();
  hasImporter = false;
  hasLater = false;
  /** Hash of the engine; rejects when the worker cannot start. */
  readonly ready: Promise<string>;
  /** The reader's holder that is running. */
  holder: string | null = null;
  onDeath: ((message: string) => void) | null = null;
  #readyAtMs = 0;
  #isUp: Promise<boolean> | null = null;
  readonly #ports: MessagePort[];
  readonly #end: () => void;

  constructor(cage: Cage) {
    const calls = new MessageChannel();
    const notices = new MessageChannel();
    this.#ports = [calls.port1, notices.port1];
    this.calls = wrap<SimulatorApi>(calls.port1);
    let fail: (message: string) => void = () => {};
    this.ready = new Promise((done, failed) => {
      fail = (message) => failed(new Error(message));
      notices.port1.onmessage = ({ data }: MessageEvent<Notice>) => {
        if (data.kind === "holder") this.holder = data.name === null ? null : String(data.name);
        if (data.kind === "ready") done(String(data.engineHash));
        if (data.kind === "failed") fail(String(data.message));
      };
    });
    const timer = setTimeout(() => fail("the worker does not answer"), START_MS);
    this.ready.then(
      () => {
        this.#readyAtMs = performance.now();
        clearTimeout(timer);
      },
      () => clearTimeout(timer),
    );
    this.#end = cage.spawn([calls.port2, notices.port2], (message) => {
      fail(message);
      this.onDeath?.(message);
    });
  }

  /** Whether it is ready and answers; asked before its first job, since it may have died while it waited. */
  isUp(): Promise<boolean> {
    this.#isUp ??= this.ready.then(() => this.#answers()).catch(() => false);
    return this.#isUp;
  }

  #answers(): boolean | Promise<boolean> {
    if (performance.now() - this.#readyAtMs < FRESH_MS) return true;
    return Promise.race([this.calls.settle().then(() => true), later(ANSWER_MS).then(() => false)]);
  }

  end(): void {
    this.#end();
    for (const port of this.#ports) port.close();
  }
}

const later = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
