/**
 * The notebook behind the page: texts, states and values of its cells. Simulation cells run in the lab, one at a time
 * and only when asked; what they publish goes into the value graph, where view and prose cells compute by themselves.
 */
import type { Lab } from "../../workers/api.ts";
import type { CellNow, CellStore, KeptText, Notebook, NotebookOptions, Why } from "./cells-api.ts";
import { CellRecord, type Outcome } from "./cells-record.ts";
import { Runner } from "./cells-run.ts";
import { beforeReset, type Why as Replaced } from "./history.ts";
import { makeValueGraph, type PageOutcome, type ValueGraph } from "./runtime.ts";

const BUDGET_MS = 10_000;

export function createNotebook(options: NotebookOptions): Notebook {
  return new LiveNotebook(options);
}

class LiveNotebook implements Notebook {
  readonly #records: ReadonlyMap<string, CellRecord>;
  readonly #lab: Lab;
  readonly #store: CellStore | undefined;
  readonly #onChange: (now: CellNow) => void;
  readonly #values: ValueGraph;
  readonly #runner: Runner;
  readonly #authorsSeed: number;
  #seed: number;
  #tail: Promise<unknown> = Promise.resolve();
  /** Counts stops: what waited before one does not run after it. */
  #stops = 0;
  #isDisposed = false;

  constructor({ cells, lab, onChange, store, builtins, seed = 1, budgetMs = BUDGET_MS, answers }: NotebookOptions) {
    const kept = new Map(Object.entries(store?.load() ?? {}));
    this.#records = new Map(cells.map((cell) => [cell.slug, new CellRecord(cell, kept.get(cell.slug))]));
    this.#lab = lab;
    this.#store = store;
    this.#onChange = onChange;
    this.#authorsSeed = seed;
    this.#seed = seed;
    this.#values = makeValueGraph(builtins);
    this.#runner = new Runner({
      records: this.#records,
      lab,
      values: this.#values,
      budgetMs,
      seed: () => ({ seed: this.#seed, isAuthors: this.#seed === this.#authorsSeed }),
      changed: (record) => this.#tell(record),
      answers: new Map(answers),
    });
    for (const { slug, names, needs, body } of cells) {
      if (body) this.#values.add({ slug, names, needs, body }, (outcome) => this.#computed(slug, outcome));
    }
    lab.onSlow((slug) => {
      const record = this.#records.get(slug);
      if (record?.activity === "running") this.#runner.change(record, { isSlow: true });
    });
  }

  get cells(): readonly CellNow[] {
    return [...this.#records.values()].map((it) => it.now());
  }
  cell(slug: string): CellNow {
    return this.#runner.record(slug).now();
  }
  get seed(): number {
    return this.#seed;
  }
  get isRunning(): boolean {
    return [...this.#records.values()].some((it) => it.activity !== null);
  }

  #tell(record: CellRecord): void {
    if (!this.#isDisposed) this.#onChange(record.now());
  }

  edit(slug: string, text: string, why?: Replaced, began?: KeptText): void {
    const record = this.#runner.record(slug);
    if (record.text === text) record.acknowledge();
    else record.replace(text, why, began);
    this.#store?.save(slug, record.kept());
    this.#tell(record);
  }

  reset(slug: string): void {
    const record = this.#runner.record(slug);
    if (record.isEdited) this.edit(slug, record.cell.original, "reset");
  }

  undo(slug: string): void {
    const record = this.#runner.record(slug);
    const past = beforeReset(record.history);
    if (past === null) return;
    record.history = record.history.filter((it) => it !== past);
    this.edit(slug, past.text, record.isEdited ? "restored" : undefined);
  }

  edits(): Readonly<Record<string, string>> {
    const edited = [...this.#records.values()].filter((it) => it.isEdited);
    return Object.fromEntries(edited.map((it) => [it.slug, it.text]));
  }

  reseed(seed: number): void {
    if (seed === this.#seed) return;
    this.#seed = seed;
    for (const record of this.#records.values()) {
      if (!record.isSimulation) continue;
      this.#runner.change(record, { changedInput: { kind: "input", name: "seed", from: record.slug } });
    }
  }

  run(slug: string): Promise<CellNow> {
    const record = this.#runner.record(slug);
    this.#store?.save(slug, record.kept());
    return this.#inTurn(async (isGoing) => {
      await this.#bring(slug, isGoing, true);
      return record.now();
    });
  }

  runStale(): Promise<void> {
    return this.#inTurn(async (isGoing) => {
      const tried = new Set<CellRecord>();
      for (;;) {
        const isNext = (it: CellRecord): boolean => it.isSimulation && it.state === "stale" && !tried.has(it);
        const next = [...this.#records.values()].find(isNext);
        if (next === undefined || !isGoing()) return;
        tried.add(next);
        await this.#bring(next.slug, isGoing, false);
      }
    });
  }

  play(slug: string): Promise<CellNow> {
    const record = this.#runner.record(slug);
    return this.#inTurn(async (isGoing) => {
      for (const it of this.#runner.authorsLineage(slug)) {
        const isUnplayed = it.isSimulation && !it.isLive && it.ranText === it.cell.original;
        if (isUnplayed && isGoing()) await this.#runner.play(it);
      }
      await this.#values.settled();
      return record.now();
    });
  }

  async stop(): Promise<void> {
    this.#stops++;
    for (const record of this.#records.values()) {
      if (record.activity === "queued") this.#runner.change(record, { activity: null });
    }
    await this.#lab.stop();
    await this.#tail;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#stops++;
    this.#values.dispose();
  }

  /** One thing after the other; `isGoing` turns false when a stop came after it was asked for. */
  #inTurn<T>(act: (isGoing: () => boolean) => Promise<T>): Promise<T> {
    const stops = this.#stops;
    const turn = this.#tail.then(() => act(() => stops === this.#stops));
    this.#tail = turn.catch(() => {});
    return turn;
  }

  /** Runs what a cell needs and is not done, then the cell itself; for certain, or only if it is not done either. */
  async #bring(slug: string, isGoing: () => boolean, isCertain: boolean): Promise<void> {
    const lineage = await this.#runner.lineage(slug);
    const isDue = (it: CellRecord): boolean => {
      const isRunnable = it.isSimulation && it.text.trim() !== "";
      return isRunnable && (!it.isDone || (isCertain && it.slug === slug));
    };
    if (isGoing()) for (const it of lineage) if (isDue(it)) this.#runner.change(it, { activity: "queued" });
    for (const it of lineage) {
      if (isGoing() && (isDue(it) || this.#runner.isLeftWaiting(it))) await this.#runner.run(it);
      else if (it.activity === "queued") this.#runner.change(it, { activity: null });
    }
    await this.#values.settled();
  }

  /** A view or prose cell has computed. One that waits for an author's cell that is still to be played stays as it is. */
  #computed(slug: string, computed: PageOutcome): void {
    const record = this.#runner.record(slug);
    const told = { logs: [], ms: 0 };
    if (computed.state === "ok") {
      const outcome: Outcome = { state: "ok", why: null, error: null, ...told };
      this.#runner.change(record, { output: computed.value, isLive: true, outcome });
    } else if (computed.state === "error") {
      const { name, message } = computed.error instanceof Error ? computed.error : new Error(String(computed.error));
      const error = { name, message, line: 0, column: 0 };
      this.#runner.change(record, { outcome: { state: "error", why: null, error, ...told } });
    } else {
      const { name } = computed;
      const from = this.#runner.graph.publisher(name);
      const source = from === null ? null : this.#runner.record(from);
      if (source !== null && !source.isLive && source.outcome.state === "ok") return;
      const why: Why = { kind: "waits", name, from };
      this.#runner.change(record, { outcome: { state: "blocked", why, error: null, ...told } });
    }
  }
}
