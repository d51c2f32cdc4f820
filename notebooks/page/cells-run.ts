/**
 * Running simulation cells: what a cell waits for, what it gives, and whom that concerns. One cell at a time; the order
 * is the notebook's.
 */
import type { CellResult, CellShape, Lab, Wire } from "../../workers/api.ts";
import { readShape } from "../../workers/page/shape.ts";
import type { Why } from "./cells-api.ts";
import { type CellRecord, type Outcome, sameWire } from "./cells-record.ts";
import { Graph } from "./graph.ts";
import type { ValueGraph } from "./runtime.ts";
import { valueOfWire } from "./view-machine.ts";

export interface RunnerParts {
  records: ReadonlyMap<string, CellRecord>;
  lab: Lab;
  values: ValueGraph;
  budgetMs: number;
  /** The seed now, and whether it is the author's. */
  seed(): { seed: number; isAuthors: boolean };
  changed(record: CellRecord): void;
  /** Of author's texts with the author's seed and inputs; each is taken once. */
  answers: Map<string, Promise<CellResult>>;
}

export class Runner {
  /** Of the texts that were read last. */
  graph: Graph;
  readonly #authors: Graph;
  readonly #parts: RunnerParts;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
    this.graph = this.#newGraph();
    this.#authors = this.graph;
  }

  #newGraph(): Graph {
    return new Graph([...this.#parts.records.values()].map(({ slug, shape }) => ({ slug, ...shape })));
  }

  record(slug: string): CellRecord {
    const record = this.#parts.records.get(slug);
    if (record === undefined) throw new Error(`there is no cell ${slug}`);
    return record;
  }

  change(record: CellRecord, change: Partial<CellRecord>): void {
    Object.assign(record, change);
    this.#parts.changed(record);
  }

  /** A cell and all that it needs, in order, by the texts as they are now. */
  async lineage(slug: string): Promise<CellRecord[]> {
    for (;;) {
      const lineage = this.graph.lineage(slug).map((it) => this.record(it));
      const unread = lineage.find((it) => it.isSimulation && it.isUnread);
      if (unread === undefined) return lineage;
      const { text } = unread;
      const shape = await readShape(text);
      unread.shapeText = text;
      unread.fault = "message" in shape ? shape : null;
      if ("message" in shape) continue;
      unread.shape = shape;
      this.graph = this.#newGraph();
    }
  }

  /** What the author's text of a cell needs, and the cell. */
  authorsLineage(slug: string): CellRecord[] {
    return this.#authors.lineage(slug).map((it) => this.record(it));
  }

  /** Runs the reader's text. */
  async run(record: CellRecord): Promise<void> {
    const { slug, text, shape } = record;
    const obstacle = record.shapeText === text ? this.#obstacle(record) : null;
    if (obstacle !== null) return this.#settleWithout(record, text, obstacle);
    const inputs = this.#inputs(this.graph, slug);
    this.change(record, { activity: "running", isSlow: false });
    const { seed, isAuthors } = this.#parts.seed();
    const budgetMs = record.cell.budgetMs ?? this.#parts.budgetMs;
    const result = await this.#parts.lab.evaluate(text, { slug, shape, inputs, seed, budgetMs });
    const isOriginal = isAuthors && text === record.cell.original && this.#areAuthors(this.graph, slug);
    this.#settle(record, { text, shape, isAuthors: isOriginal }, result);
  }

  /** Runs the author's text, whatever the reader's is. */
  async play(record: CellRecord): Promise<void> {
    const { slug, cell } = record;
    const inputs = this.#inputs(this.#authors, slug);
    const { seed, isAuthors } = this.#parts.seed();
    const shape: CellShape = { ...cell, expression: cell.expression ?? cell.names.length === 0 };
    const budgetMs = cell.budgetMs ?? this.#parts.budgetMs;
    const ask = () => this.#parts.lab.evaluate(cell.original, { slug, shape: plain(shape), inputs, seed, budgetMs });
    const isOriginal = isAuthors && this.#areAuthors(this.#authors, slug);
    let result = await ((isOriginal ? this.#parts.answers.get(slug) : null) ?? ask());
    this.#parts.answers.delete(slug);
    // The author's text is not what a worker dies of.
    if (result.state === "error" && result.error.name === "WorkerCrash") result = await ask();
    if (result.state === "stopped" || record.isLive || record.ranText !== cell.original) return;
    this.#settle(record, { text: cell.original, shape: record.shape, isAuthors: isOriginal }, result);
  }

  /** What keeps a cell from being run at all. */
  #obstacle(record: CellRecord): Outcome | null {
    const { slug, fault } = record;
    const failed = (message: string): Outcome =>
      withoutResult("error", null, { name: "CellError", message, line: 1, column: 0 });
    if (fault !== null) return withoutResult("error", null, fault);
    const clash = this.graph.clash(slug);
    if (clash !== null) return failed(`${clash.name} is published by ${clash.others.join(" and ")} too`);
    const circle = this.graph.circle(slug);
    if (circle !== null) return failed(`these cells need each other: ${circle.join(" ← ")}`);
    const waits = this.#waitsFor(slug);
    return waits === null ? null : withoutResult("blocked", waits, null);
  }

  #waitsFor(slug: string): Why | null {
    const isWanting = ({ name, from }: { name: string; from: string }): boolean => {
      const source = this.record(from);
      return source.isSimulation && (!source.isDone || source.values[name] === undefined);
    };
    const found = this.graph.inputs(slug).find(isWanting);
    return found === undefined ? null : { kind: "waits", ...found };
  }

  /** Whether what a simulation cell needs is not there, now that it had its chance to run. */
  isLeftWaiting(record: CellRecord): boolean {
    return record.isSimulation && this.#waitsFor(record.slug) !== null;
  }

  #inputs(graph: Graph, slug: string): Record<string, Wire> {
    const given = graph.inputs(slug).flatMap(({ name, from }): [string, Wire][] => {
      const wire = this.record(from).values[name];
      return wire === undefined ? [] : [[name, wire]];
    });
    return Object.fromEntries(given);
  }

  #areAuthors(graph: Graph, slug: string): boolean {
    return graph.inputs(slug).every(({ from }) => this.record(from).isAuthors);
  }

  #settle(record: CellRecord, ran: { text: string; shape: CellShape; isAuthors: boolean }, result: CellResult): void {
    const { ms } = result;
    if (result.state === "ok") {
      const before = record.isLive ? record.values : null;
      const { values, last, logs } = result;
      const outcome: Outcome = { state: "ok", why: null, error: null, logs, ms };
      const now = { ranText: ran.text, isAuthors: ran.isAuthors, isLive: true, changedInput: null };
      this.change(record, { activity: null, isSlow: false, outcome, values, last, ...now });
      this.#publish(record, before);
    } else if (result.state === "error") {
      this.#settleWithout(record, ran.text, { state: "error", why: null, error: result.error, logs: result.logs, ms });
    } else {
      const why: Why | null = result.state === "timed-out" ? { kind: "budget", holder: result.holder } : null;
      const outcome: Outcome = { state: result.state, why, error: null, logs: [], ms };
      this.change(record, { activity: null, isSlow: false, outcome, ranText: ran.text, changedInput: null });
    }
  }

  /** A cell that has no values now: who needs them waits for it. Its old values are kept to be compared with. */
  #settleWithout(record: CellRecord, text: string, outcome: Outcome): void {
    this.change(record, { activity: null, isSlow: false, outcome, ranText: text, changedInput: null });
    for (const name of record.shape.names) this.#parts.values.withdraw(name);
  }

  /** `before`: the values that this replaces; null: those of the build's recorded output. */
  #publish(record: CellRecord, before: Readonly<Record<string, Wire>> | null): void {
    const { values, slug } = record;
    for (const [name, wire] of Object.entries(values)) this.#parts.values.publish(name, valueOfWire(wire));
    const gone = Object.keys(before ?? {}).filter((name) => !Object.hasOwn(values, name));
    for (const name of gone) if (this.graph.publisher(name) === null) this.#parts.values.withdraw(name);
    const isNew = (name: string): boolean =>
      before === null ? !record.isAuthors : !sameWire(before[name], values[name]);
    const changed = [...Object.keys(values).filter(isNew), ...gone];
    for (const it of this.graph.descendants(slug)) {
      const user = this.record(it);
      const waited = user.outcome.why?.kind === "waits" && user.outcome.why.from === slug;
      if (!user.isSimulation || (changed.length === 0 && !waited)) continue;
      const name = changed.find((one) => user.shape.needs.includes(one)) ?? changed[0] ?? "";
      if (user.activity === null || user.changedInput === null) {
        this.change(user, { changedInput: { kind: "input", name, from: slug } });
      }
    }
  }
}

const withoutResult = (state: "error" | "blocked", why: Why | null, error: Outcome["error"]): Outcome => ({
  state,
  why,
  error,
  logs: [],
  ms: 0,
});

/** A shape without what else a notebook's cell has: it crosses to the worker. */
const plain = ({ names, needs, expression, functions }: CellShape): CellShape => ({
  names,
  needs,
  expression,
  ...(functions ? { functions } : {}),
});
