/// <reference path="./observablehq-runtime.d.ts" />
/**
 * The graph of values on the page, on @observablehq/runtime: published names, and the author's view and prose cells, which
 * compute again by themselves as soon as all that they need has a value. The only file that knows the runtime.
 */
import { Runtime, RuntimeError, type Variable } from "@observablehq/runtime";
import { nextTask } from "./scheduler.ts";

/** A cell whose body runs on the page. */
export interface PageCell {
  slug: string;
  names: readonly string[];
  needs: readonly string[];
  body: (...inputs: never[]) => unknown;
}

export type PageOutcome =
  | { state: "ok"; value: unknown }
  /** The body itself threw. */
  | { state: "error"; error: unknown }
  /** A name that it needs has no value. */
  | { state: "blocked"; name: string };

export interface ValueGraph {
  /** Gives a name a value, or takes it away: what needs it is then blocked. */
  publish(name: string, value: unknown): void;
  withdraw(name: string): void;
  /** Takes a cell's body into the graph; it runs when its needs have values. */
  add(cell: PageCell, onOutcome: (outcome: PageOutcome) => void): void;
  /** Resolves when what was published has been computed. */
  settled(): Promise<void>;
  dispose(): void;
}

/**
 * Computes as soon as the code that published is done, so that what is published together is computed once, and figures are
 * painted with the answer that they show. Its own way is the next animation frame, in which they would be a frame late, and
 * which never comes in frames that are hidden or scrolled out of sight; a task of its own may have to wait for a frame, too.
 */
class PromptRuntime extends Runtime {
  override async _computeSoon(): Promise<void> {
    await null;
    if (!this._disposed) await this._computeNow();
  }
}

/** A name without a value. Not an `Error`: the runtime would take it for one of the body. */
class Missing extends Error {
  readonly missing: string;
  constructor(name: string) {
    super(`${name} has no value`);
    this.missing = name;
  }
}

export function makeValueGraph(builtins: Readonly<Record<string, unknown>> = {}): ValueGraph {
  const constants = Object.fromEntries(Object.entries(builtins).map(([name, value]) => [name, () => value]));
  const runtime = new PromptRuntime(constants, missing);
  const main = runtime.module();
  const published = new Map<string, Variable>();
  const define = (name: string, definition: () => unknown): void => {
    const variable = published.get(name) ?? main.variable();
    published.set(name, variable);
    variable.define(name, [], definition);
  };
  return {
    publish: (name, value) => define(name, () => value),
    withdraw: (name) => define(name, () => missing(name)),
    add(cell, onOutcome) {
      const { slug, names, needs, body } = cell;
      main
        .variable({
          fulfilled: (value) => onOutcome({ state: "ok", value }),
          rejected: (error) => onOutcome(outcomeOf(error)),
        })
        .define(`cell ${slug}`, needs, guarded(body));
      for (const name of names) main.variable().define(name, [`cell ${slug}`], pick(name));
    },
    settled: nextTask,
    dispose: () => runtime.dispose(),
  };
}

function missing(name: string): never {
  throw new Missing(name);
}

/** What the body throws is kept apart from what its inputs threw. */
class BodyError extends Error {
  readonly thrown: unknown;
  constructor(thrown: unknown) {
    super("the body of a cell threw");
    this.thrown = thrown;
  }
}

const guarded =
  (body: (...inputs: never[]) => unknown) =>
  (...inputs: never[]): unknown => {
    try {
      return body(...inputs);
    } catch (error) {
      throw new BodyError(error);
    }
  };

const pick =
  (name: string) =>
  (record: never): unknown =>
    (record as Readonly<Record<string, unknown>>)[name];

function outcomeOf(error: unknown): PageOutcome {
  if (error instanceof BodyError) return { state: "error", error: error.thrown };
  if (error instanceof RuntimeError && error.input !== undefined) return { state: "blocked", name: error.input };
  return { state: "error", error };
}
