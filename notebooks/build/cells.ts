/**
 * The graph of a lesson's cells, and one run of it in Node. A cell's inputs and outputs are inferred from its code; the
 * order in the file is free. Author's code only: nothing that a reader wrote is ever run here.
 */
import { type Cell, CellError, readCell } from "../exercises/cells.ts";
import { type Lesson, type LessonCell, LessonError } from "../page/lesson.ts";
import { readTemplate, type Template } from "./template.ts";
import type { Named } from "./wire.ts";

export type Scope = Readonly<Record<string, unknown>>;

/** A cell of code with what it publishes and needs; prose with its expressions. */
export interface CodeNode {
  cell: LessonCell;
  code: Cell;
  /** Names of other cells. */
  inputs: readonly string[];
  /** Names of the cell API or of the figures. */
  scoped: readonly string[];
}
export interface ProseNode {
  cell: LessonCell;
  template: Template;
}

export interface Graph {
  /** Every cell of code, each after all that it needs. */
  order: readonly CodeNode[];
  prose: readonly ProseNode[];
}

/** What a cell may use besides other cells and the scope: the language itself. */
const BUILT_IN = new Set(
  (
    "Array ArrayBuffer BigInt BigInt64Array BigUint64Array Boolean DataView Date Error Float32Array Float64Array Infinity " +
    "Int16Array Int32Array Int8Array Intl Iterator JSON Map Math NaN Number Object Promise Proxy RangeError Reflect RegExp " +
    "Set String Symbol SyntaxError TextDecoder TextEncoder TypeError URIError Uint16Array Uint32Array Uint8Array Uint8ClampedArray WeakMap WeakSet " +
    "console decodeURIComponent encodeURIComponent isFinite isNaN parseFloat parseInt structuredClone undefined globalThis"
  ).split(" "),
);

export interface Scopes {
  /** For simulation cells: the cell API. */
  simulation: Scope;
  /** For view cells and prose: figures and the pure part of the API. */
  view: Scope;
}

/** Reads every cell and sorts them; throws a `LessonError` for what cannot be read, is declared twice or not at all. */
export function graphOf(lesson: Lesson, scopes: Scopes, file: string): Graph {
  const read = <T>(cell: LessonCell, reading: () => T): T => {
    try {
      return reading();
    } catch (error) {
      if (!(error instanceof CellError)) throw error;
      throw new LessonError(file, cell.line + error.line - 1, error.message);
    }
  };
  const code = lesson.cells
    .filter((cell) => cell.kind !== "prose")
    .map((cell) => ({ cell, code: read(cell, () => readCell(cell.text)) }));
  const owner = new Map<string, LessonCell>();
  for (const { cell, code: it } of code) {
    for (const name of it.names) {
      const other = owner.get(name);
      if (other)
        throw new LessonError(file, cell.line, `${name} is declared by the cell on line ${other.line} as well`);
      owner.set(name, cell);
    }
  }
  const nodes = code.map(({ cell, code: it }): CodeNode => {
    const scope = cell.kind === "view" ? scopes.view : scopes.simulation;
    return { cell, code: it, ...partedNames(it.needs, owner, scope, cell.line, file) };
  });
  const prose = lesson.cells
    .filter((cell) => cell.kind === "prose")
    .map((cell) => ({ cell, template: read(cell, () => readTemplate(cell.text)) }));
  for (const { cell, template } of prose) {
    for (const it of template.expressions) partedNames(it.needs, owner, scopes.view, cell.line + it.line - 1, file);
  }
  return { order: sorted(nodes, file), prose };
}

function partedNames(
  needs: readonly string[],
  owner: ReadonlyMap<string, LessonCell>,
  scope: Scope,
  line: number,
  file: string,
): { inputs: string[]; scoped: string[] } {
  const inputs = needs.filter((name) => owner.has(name));
  const rest = needs.filter((name) => !owner.has(name));
  const scoped = rest.filter((name) => Object.hasOwn(scope, name));
  const unknown = rest.filter((name) => !Object.hasOwn(scope, name) && !BUILT_IN.has(name));
  if (unknown.length > 0) {
    const known = Object.keys(scope).sort().join(", ");
    throw new LessonError(
      file,
      line,
      `nothing declares ${unknown.join(", ")}; a cell may use other cells, and: ${known}`,
    );
  }
  return { inputs, scoped };
}

function sorted(nodes: readonly CodeNode[], file: string): CodeNode[] {
  const byName = new Map(nodes.flatMap((node) => node.code.names.map((name) => [name, node] as const)));
  const done: CodeNode[] = [];
  const path: CodeNode[] = [];
  const visit = (node: CodeNode): void => {
    if (done.includes(node)) return;
    if (path.includes(node)) {
      const ring = [...path.slice(path.indexOf(node)), node].map((it) => it.cell.slug).join(" → ");
      throw new LessonError(file, node.cell.line, `these cells need each other: ${ring}`);
    }
    path.push(node);
    for (const name of node.inputs) {
      const source = byName.get(name);
      if (source && source !== node) visit(source);
    }
    path.pop();
    done.push(node);
  };
  for (const node of nodes) visit(node);
  return done;
}

/** What one run gave: every published name, and per cell the value that is shown. */
export interface Ran {
  values: ReadonlyMap<string, unknown>;
  shown: ReadonlyMap<string, unknown>;
  /** The same as HTML. */
  markup: ReadonlyMap<string, string>;
  /** Per prose cell: its values in order; where one failed, an ellipsis. */
  prose: ReadonlyMap<number, readonly unknown[]>;
  /** By slug. The build refuses a lesson that has any; while a lesson is written they stand in the page. */
  errors: ReadonlyMap<string, LessonError>;
}

/** Runs the lesson once; what needs a cell that failed fails as well. `present` is what a cell shows as HTML. */
export function runCells(graph: Graph, scopes: Scopes, file: string, present: (published: Named) => string): Ran {
  const values = new Map<string, unknown>();
  const shown = new Map<string, unknown>();
  const markup = new Map<string, string>();
  const errors = new Map<string, LessonError>();
  const valuesFor = (needs: readonly string[], scope: Scope): [string[], unknown[]] => {
    const names = needs.filter((name) => values.has(name) || Object.hasOwn(scope, name));
    return [names, names.map((name) => (values.has(name) ? values.get(name) : scope[name]))];
  };
  const attempt = (
    cell: LessonCell,
    line: number,
    needs: readonly string[],
    body: string,
    then = (it: unknown) => it,
  ): unknown => {
    const [names, given] = valuesFor(needs, cell.kind === "simulation" ? scopes.simulation : scopes.view);
    try {
      return then(new Function(...names, body)(...given));
    } catch (error) {
      const it = error as Error;
      const message = `cell ${cell.slug}: ${it.name}: ${it.message}`;
      if (!errors.has(cell.slug)) errors.set(cell.slug, new LessonError(file, line, message));
      return undefined;
    }
  };
  for (const { cell, code } of graph.order) {
    attempt(cell, cell.line, code.needs, bodyOf(code), (result) => {
      const published = code.expression ? {} : (result as Record<string, unknown>);
      for (const name of code.names) values.set(name, published[name]);
      const last = code.expression ? result : published[code.names.at(-1) ?? ""];
      if (code.expression || code.names.length > 0) {
        shown.set(cell.slug, last);
        markup.set(
          cell.slug,
          present(code.expression ? [["", result]] : code.names.map((name) => [name, published[name]])),
        );
      }
      return result;
    });
  }
  const prose = graph.prose.map(({ cell, template }): [number, unknown[]] => [
    cell.id,
    template.expressions.map((it) => {
      const value = attempt(cell, cell.line + it.line - 1, it.needs, `"use strict"; return (${it.text}\n);`);
      return errors.has(cell.slug) ? "…" : value;
    }),
  ]);
  return { values, shown, markup, prose: new Map(prose), errors };
}

/** A function body that gives back the expression's value, or an object of all published names. */
export const bodyOf = (code: Cell): string =>
  code.expression
    ? `"use strict"; return (${code.text}\n);`
    : `"use strict"; ${code.text}\n; return { ${code.names.join(", ")} };`;
