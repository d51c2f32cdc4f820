/// <reference path="./built.d.ts" />
/**
 * `connectLab`: the page's way to the worker, and all that the page imports of it. Nothing here runs readers' code; their
 * text is read by a parser, which is loaded when a text is not one that the build has read.
 */
import type { MachineValue } from "../../engine/scene.ts";
import type { CellFault, CellResult, CellShape, EvaluateOptions, Lab, Wire } from "../api.ts";
import { composed } from "../compose.mjs";
import { Exchange, faultFrom } from "../exchange.ts";
import { packValue } from "../parcel.ts";
import type { Answer, CellAnswer, CheckAnswer, MachineJob } from "../protocol.ts";
import { type Cage, type CageSource, openFrame, openPlain } from "./cage.ts";
import { readShape } from "./shape.ts";
import { type Ended, type JobOptions, Supervisor } from "./supervisor.ts";
import type { Unit } from "./unit.ts";

export interface LabOptions {
  /** Worker and frame; those of the build unless said. */
  source?: () => Promise<CageSource>;
  /** Text of the worker's second script, where it has one; that of the build with the build's worker. */
  later?: (() => Promise<string>) | null;
  /** Text of the importer's script; that of the build unless said. */
  importer?: () => Promise<string>;
  /** Time for the frame to open before a plain worker is tried. */
  frameMs?: number;
  /** False: only a frame will do, as for other people's text. */
  plainAllowed?: boolean;
}

const BUDGET_MS = 10_000;
const FRAME_MS = 4000;
const MOST_PIECES = 20_000;
/** Until the second script is fetched: after the page's first answer, not beside it. */
const LATER_MS = 250;
/** What stands in a text that needs it. Of a holder, since its mistakes are part of a run, which is not played again. */
const LATER = /\b(compare|matrix|interleavings|ladder|bytes|holder)\b/;

export function connectLab(options: LabOptions = {}): Lab {
  return new PageLab(options);
}

class PageLab implements Lab {
  readonly ready: Lab["ready"];
  readonly #supervisor: Supervisor;
  readonly #exchange = new Exchange();
  readonly #importer: () => Promise<string>;
  readonly #fetchLater: (() => Promise<string>) | null;
  /** The second script, once it is there. */
  #later: string | null = null;
  #laterTimer: ReturnType<typeof setTimeout> | null = null;
  readonly #slowListeners: ((slug: string) => void)[] = [];

  constructor({ source, later, importer = builtImporter, frameMs = FRAME_MS, plainAllowed = true }: LabOptions) {
    this.#importer = importer;
    this.#fetchLater = later ?? (source === undefined ? builtLater : null);
    const given = source ?? builtSource;
    const startMs = performance.now();
    const frame = async (): Promise<Cage> => openFrame(await given(), frameMs);
    const plain = async (): Promise<Cage> => openPlain(await given());
    this.#supervisor = new Supervisor(plainAllowed ? [frame, plain] : [frame]);
    this.ready = this.#supervisor.ready.then(
      (it) => ({ ...it, readyMs: performance.now() - startMs }),
      () => ({ boundary: "none" as const, engineHash: "", readyMs: performance.now() - startMs }),
    );
  }

  async evaluate(text: string, options: EvaluateOptions): Promise<CellResult> {
    const shape = options.shape ?? (await readShape(text));
    if (!("names" in shape)) return { state: "error", error: shape, ms: 0, logs: [] };
    const act = async (unit: Unit): Promise<CellResult> => {
      await this.#sendImporter(unit, text);
      await tidy(unit);
      if (LATER.test(text)) await this.#loadLater();
      const job = this.#exchange.job(text, shape, options, unit.shelf);
      const answer = await this.#answered(unit, () => unit.calls.evaluate(job));
      const result = this.#exchange.result(answer, shape, unit.shelf);
      const fault = result.state === "ok" ? await strayFunction(text, shape, result.values) : null;
      return fault === null ? result : { state: "error", error: fault, ms: result.ms, logs: result.logs };
    };
    const onSlow = (): void => {
      for (const listener of this.#slowListeners) listener(options.slug);
    };
    const ended = await this.#run(act, { budgetMs: options.budgetMs ?? BUDGET_MS, onSlow, isLast: isCrash });
    this.#laterTimer ??= setTimeout(() => void this.#loadLater(), LATER_MS);
    if (ended.state === "done") return ended.value;
    if (ended.state !== "crashed") return ended;
    const message = `the worker ended while the cell ran: ${ended.message || "it may have been out of memory"}`;
    return { state: "error", error: { name: "WorkerCrash", message, line: 0, column: 0 }, ms: ended.ms, logs: [] };
  }

  /** What a worker answers; it is asked again when it missed its second script. */
  async #answered<T extends Answer<unknown> | CellAnswer>(unit: Unit, ask: () => Promise<T>): Promise<T> {
    await this.#sendLater(unit);
    const answer = await ask();
    if (!answer.missed || unit.hasLater) return answer;
    unit.shelf.receive(answer.pieces);
    await this.#loadLater();
    await this.#sendLater(unit);
    return ask();
  }

  /** Where it cannot be fetched, what needs it says so itself. */
  async #loadLater(): Promise<void> {
    try {
      this.#later ??= (await this.#fetchLater?.()) ?? null;
    } catch {
      this.#later = null;
    }
  }

  async #sendLater(unit: Unit): Promise<void> {
    if (unit.hasLater || this.#later === null) return;
    unit.hasLater = true;
    await unit.calls.useLater(this.#later);
  }

  async #run<T>(act: (unit: Unit) => Promise<T>, options: JobOptions<T>): Promise<Ended<T>> {
    try {
      return await this.#supervisor.run(act, options);
    } catch (error) {
      return { state: "crashed", ms: 0, message: error instanceof Error ? error.message : String(error) };
    }
  }

  stop(): Promise<void> {
    return this.#supervisor.stop();
  }

  view(value: MachineValue): ReturnType<Lab["view"]> {
    return this.#ask(value, async (unit, job) => {
      const answer = await unit.calls.view(job);
      unit.shelf.receive(answer.pieces);
      return "value" in answer ? { ...answer, value: this.#exchange.view(answer.value, unit.shelf) } : answer;
    });
  }

  snapshot(value: MachineValue, n: number): ReturnType<Lab["snapshot"]> {
    return this.#ask(value, (unit, job) => unit.calls.snapshot(job, n));
  }

  run(value: MachineValue): ReturnType<Lab["run"]> {
    return this.#ask(value, (unit, job) => unit.calls.run(job));
  }

  /** Asks once more in a fresh worker when one died of it. */
  async #ask<T>(value: MachineValue, question: (unit: Unit, job: MachineJob) => Promise<Answer<T>>): Promise<T> {
    const act = (unit: Unit): Promise<Answer<T>> => {
      const name = packValue(value, unit.shelf);
      const job = { name, pieces: unit.shelf.takeOutbox() };
      return this.#answered(unit, () => question(unit, job));
    };
    const isLast = (answer: Answer<T>): boolean => "error" in answer && answer.error.name === ENGINE_CRASH;
    const options = { budgetMs: BUDGET_MS, isLast };
    let ended = await this.#run(act, options);
    if (ended.state === "crashed") ended = await this.#run(act, options);
    if (ended.state !== "done") throw labError(ended);
    if ("error" in ended.value) throw Object.assign(new Error(), faultFrom(ended.value.error));
    return ended.value.value;
  }

  async check(program: string, { seed, budgetMs }: { seed: number; budgetMs: number }): ReturnType<Lab["check"]> {
    const act = async (unit: Unit): Promise<CheckAnswer> => {
      await this.#sendImporter(unit, program);
      await this.#loadLater();
      await this.#sendLater(unit);
      return unit.calls.check(program, seed);
    };
    const ended = await this.#run(act, { budgetMs, alone: true });
    if (ended.state === "done") return ended.value;
    return ended.state === "crashed" ? { status: "memory" } : { status: "timeout" };
  }

  /** The importer goes into a worker when a text first names it. */
  async #sendImporter(unit: Unit, text: string): Promise<void> {
    if (unit.hasImporter || !text.includes("importMachine")) return;
    await unit.calls.useImporter(await this.#importer());
    unit.hasImporter = true;
  }

  onSlow(listener: (slug: string) => void): void {
    this.#slowListeners.push(listener);
  }

  onRestart(listener: Parameters<Lab["onRestart"]>[0]): void {
    this.#supervisor.onRestart(listener);
  }

  close(): void {
    this.#supervisor.close();
  }
}

/** A broken invariant inside the engine: its instance is done with. */
const ENGINE_CRASH = "EngineCrash";
const isCrash = (result: CellResult): boolean => result.state === "error" && result.error.name === ENGINE_CRASH;

function labError(ended: Ended<never>): Error {
  const why = ended.state === "crashed" ? ended.message : ended.state;
  return Object.assign(new Error(`the machine could not be played: ${why}`), { name: "LabError" });
}

/** As in functions.ts, which is fetched when a function is published that nobody has read, or that strays. */
async function strayFunction(
  text: string,
  shape: CellShape,
  values: Readonly<Record<string, Wire>>,
): Promise<CellFault | null> {
  const isRead = (source: string) =>
    shape.functions?.some((it) => it.strays.length === 0 && text.slice(it.start, it.end) === source);
  if (Object.values(values).every((it) => it.kind !== "function" || isRead(it.source))) return null;
  return (await import("../functions.ts")).strayFunction(text, shape, values);
}

/** Pieces of machines that nobody may need any more are let go of from time to time, on both sides. */
async function tidy(unit: Unit): Promise<void> {
  if (unit.shelf.size < MOST_PIECES) return;
  unit.shelf.clear();
  await unit.calls.forget();
}

async function builtImporter(): Promise<string> {
  return (await import("virtual:daxlab/importer")).importer;
}

async function builtLater(): Promise<string> {
  return (await import("virtual:daxlab/later")).script;
}

async function builtSource(): Promise<CageSource> {
  const [{ code, frame }, { bytes }] = await Promise.all([
    import("virtual:daxlab/cage"),
    import("virtual:daxlab/engine"),
  ]);
  return { worker: composed(code, bytes), frame };
}
