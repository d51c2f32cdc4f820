/**
 * Life and death of workers. One runs cells, one is kept warm to take its place, and each check gets one of its own.
 * Jobs wait in order. A job ends with its answer, at its budget, by `stop`, or with the death of its worker; in all
 * cases but the first the worker is ended and the warm one takes over. Where no worker answers any more, their frame is
 * made anew.
 */
import type { Cage } from "./cage.ts";
import { LiveUnit, type Unit } from "./unit.ts";

export type Ended<T> =
  | { state: "done"; value: T }
  | { state: "stopped"; ms: number }
  | { state: "timed-out"; ms: number; holder: string | null }
  | { state: "crashed"; ms: number; message: string };

export interface JobOptions<T> {
  budgetMs: number;
  /** In a worker of its own, which is ended afterwards. */
  alone?: boolean;
  onSlow?: () => void;
  /** Whether an answer tells that the worker is of no more use. */
  isLast?: (value: T) => boolean;
}

export type RestartReason = "stopped" | "timed-out" | "crashed";

const SOFT_BUDGET_MS = 2000;
/** Until the warm worker is made: after the page's first answer, not beside it. */
const WARM_AFTER_MS = 250;

interface Turn {
  end(ended: Ended<never>): void;
  startMs: number;
}

export class Supervisor {
  readonly ready: Promise<{ boundary: Cage["boundary"]; engineHash: string }>;
  readonly #ways: readonly (() => Promise<Cage>)[];
  readonly #restartListeners: ((reason: RestartReason) => void)[] = [];
  #cage: Cage | null = null;
  #current: LiveUnit | null = null;
  #spare: LiveUnit | null = null;
  #tail: Promise<unknown> = Promise.resolve();
  /** Jobs that run or wait. */
  readonly #turns = new Set<Turn>();
  #isClosed = false;

  /** Ways to make a cage, the best first. */
  constructor(ways: readonly (() => Promise<Cage>)[]) {
    this.#ways = ways;
    this.ready = this.#open();
    this.ready.catch(() => {});
  }

  async #open() {
    const problems: string[] = [];
    for (const way of this.#ways) {
      let cage: Cage | null = null;
      try {
        cage = await way();
        const unit = new LiveUnit(cage);
        await cage.opened;
        const engineHash = await unit.ready;
        this.#cage = cage;
        this.#current = unit;
        this.#warm(WARM_AFTER_MS);
        return { boundary: cage.boundary, engineHash };
      } catch (error) {
        cage?.close();
        problems.push(error instanceof Error ? error.message : String(error));
      }
    }
    throw new Error(`no worker can be made here: ${problems.join("; ")}`);
  }

  onRestart(listener: (reason: RestartReason) => void): void {
    this.#restartListeners.push(listener);
  }

  /** Runs a job when its turn comes. Rejects only where no worker can be made at all. */
  run<T>(act: (unit: Unit) => Promise<T>, options: JobOptions<T>): Promise<Ended<T>> {
    return new Promise((done, failed) => {
      const turn: Turn = { startMs: performance.now(), end: done };
      this.#turns.add(turn);
      const job = async (): Promise<void> => {
        try {
          if (this.#turns.has(turn)) done(await this.#take(turn, act, options));
        } catch (error) {
          failed(error);
        } finally {
          this.#turns.delete(turn);
        }
      };
      this.#tail = this.#tail.then(job);
    });
  }

  async #take<T>(turn: Turn, act: (unit: Unit) => Promise<T>, options: JobOptions<T>): Promise<Ended<T>> {
    await this.ready;
    const unit = await this.#acquire(options.alone ?? false);
    const ended = this.#turns.has(turn)
      ? await raced(unit, turn, act, options)
      : { state: "stopped" as const, ms: performance.now() - turn.startMs };
    if (options.alone) unit.end();
    else if (ended.state !== "done") this.#replace(unit, ended.state);
    else if (options.isLast?.(ended.value)) this.#replace(unit, "crashed");
    return ended;
  }

  /** A worker that answers; when there is none, the cage itself may be gone and is made anew. */
  async #acquire(isAlone: boolean): Promise<LiveUnit> {
    const unit = isAlone ? this.#fresh() : this.#live();
    if (await unit.isUp()) return unit;
    this.#cage?.close();
    this.#current = null;
    this.#spare = null;
    await this.#open();
    return isAlone ? this.#fresh() : this.#live();
  }

  #live(): LiveUnit {
    this.#current ??= this.#fresh();
    return this.#current;
  }

  #fresh(): LiveUnit {
    const unit = this.#spare ?? this.#spawn();
    this.#spare = null;
    this.#warm(0);
    return unit;
  }

  #spawn(): LiveUnit {
    if (this.#cage === null) throw new Error("there is no cage");
    return new LiveUnit(this.#cage);
  }

  #warm(afterMs: number): void {
    setTimeout(() => {
      if (!this.#isClosed) this.#spare ??= this.#spawn();
    }, afterMs);
  }

  #replace(unit: LiveUnit, reason: RestartReason): void {
    unit.end();
    if (this.#current === unit) this.#current = null;
    for (const listener of this.#restartListeners) listener(reason);
  }

  /** Ends everything that runs or waits; resolves when a worker is ready again. */
  async stop(): Promise<void> {
    const turns = [...this.#turns];
    this.#turns.clear();
    for (const turn of turns) turn.end({ state: "stopped", ms: performance.now() - turn.startMs });
    await this.#tail;
    await this.ready;
    await this.#acquire(false);
  }

  close(): void {
    this.#isClosed = true;
    void this.ready.then(
      () => this.#cage?.close(),
      () => {},
    );
  }
}

/** The first of: answer, budget, stop, death. */
function raced<T>(
  unit: LiveUnit,
  turn: Turn,
  act: (unit: Unit) => Promise<T>,
  { budgetMs, onSlow }: JobOptions<T>,
): Promise<Ended<T>> {
  return new Promise((done) => {
    const outer = turn.end;
    turn.startMs = performance.now();
    const spentMs = (): number => performance.now() - turn.startMs;
    const timers = [setTimeout(() => end({ state: "timed-out", ms: spentMs(), holder: unit.holder }), budgetMs)];
    if (onSlow !== undefined && budgetMs > SOFT_BUDGET_MS) timers.push(setTimeout(onSlow, SOFT_BUDGET_MS));
    const end = (ended: Ended<T>): void => {
      for (const timer of timers) clearTimeout(timer);
      unit.onDeath = null;
      done(ended);
    };
    const crashed = (message: string): void => end({ state: "crashed", ms: spentMs(), message });
    turn.end = (ended) => {
      outer(ended);
      end(ended);
    };
    unit.onDeath = crashed;
    act(unit).then(
      (value) => end({ state: "done", value }),
      (error) => crashed(error instanceof Error ? error.message : String(error)),
    );
  });
}
