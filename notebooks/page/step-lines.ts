/**
 * A step of a machine → the lines of the cell that wrote it. Fetched with the parser when an event is first selected.
 *
 * A cell is read as chains: `const street = home.spawn(…).mmap(…)`, one step per call, from `boot(…)` or from another
 * published machine. A chain counts only if its calls are, one by one, the steps of the machine that its name holds.
 *
 * **Left out:** steps that loops make, by functions, by `importMachine` or through variables that change: of those nobody
 * can say which line it was, so none is named.
 */
import { type Expression, type Program, parse } from "acorn";
import type { MachineValue, Step } from "../../engine/scene.ts";

export interface CellLines {
  slug: string;
  /** The text that the values are of. */
  text: string;
  /** Machines by the name that publishes them; "" for the value of an expression. */
  machines: ReadonlyMap<string, MachineValue>;
}

/** Lines from 1, the last one included. */
export interface StepLines {
  slug: string;
  first: number;
  last: number;
}

interface Call {
  name: string;
  first: number;
  last: number;
}

interface Chain {
  slug: string;
  value: MachineValue;
  /** Name of the machine that it goes on from; null: power-on. */
  root: string | null;
  /** Step → its call; -1 is power-on. */
  calls: ReadonlyMap<number, Call>;
}

/** What operations are called where their step is called otherwise. */
const STEP_OF: Readonly<Record<string, string>> = {
  linear: "dm-create",
  striped: "dm-create",
  setPolicy: "policy",
  powerFail: "power-fail",
  holder: "register-holder",
};

/** Where step `step` (from 0; -1: power-on) of `machine` was written, going back from the cell `slug`. */
export function stepLines(
  machine: MachineValue,
  step: number,
  slug: string,
  cells: readonly CellLines[],
): StepLines | null {
  const chains = new Map(cells.flatMap(chainsOf));
  const own = cells.find((it) => it.slug === slug);
  const names = [...(own?.machines.keys() ?? [])].reverse();
  for (const name of names) {
    const found = alongChain(chains, keyOf(slug, name), machine, step);
    if (found !== null) return found;
  }
  return null;
}

const keyOf = (slug: string, name: string): string => (name === "" ? `cell ${slug}` : name);

function alongChain(
  chains: ReadonlyMap<string, Chain>,
  from: string,
  machine: MachineValue,
  step: number,
): StepLines | null {
  const seen = new Set<string>();
  for (let key: string | null = from; key !== null && !seen.has(key); ) {
    seen.add(key);
    const chain = chains.get(key);
    if (chain === undefined) return null;
    const call = chain.calls.get(step);
    if (call !== undefined) {
      const { slug, value } = chain;
      return isSameUpTo(value, machine, step) ? { slug, first: call.first, last: call.last } : null;
    }
    key = chain.root;
  }
  return null;
}

const written = new WeakMap<object, string>();

function textOf(part: object): string {
  const known = written.get(part);
  if (known !== undefined) return known;
  const text = JSON.stringify(part);
  written.set(part, text);
  return text;
}

/** Kernel and policy may differ: `with(…)` plays the same steps under others. */
function isSameUpTo(left: MachineValue, right: MachineValue, step: number): boolean {
  if (textOf(left.scene.pmem) !== textOf(right.scene.pmem)) return false;
  for (let at = step; at >= 0; at -= 1) {
    const [one, other] = [left.steps[at], right.steps[at]];
    if (one === undefined || other === undefined || textOf(one) !== textOf(other)) return false;
  }
  return true;
}

function chainsOf(cell: CellLines): [string, Chain][] {
  return expressionsOf(cell.text).flatMap(([name, expression]): [string, Chain][] => {
    const value = cell.machines.get(name);
    const chain = value === undefined ? null : chainOf(cell.slug, value, expression);
    return chain === null ? [] : [[keyOf(cell.slug, name), chain]];
  });
}

/** What each name is declared as; of a cell that is one expression, that under no name. */
function expressionsOf(text: string): [string, Expression][] {
  const program = programOf(text);
  if (program === null) return [];
  const [first, second] = program.body;
  if (first?.type === "ExpressionStatement" && second === undefined) return [["", first.expression]];
  return program.body.flatMap((it) =>
    it.type === "VariableDeclaration" && it.kind === "const"
      ? it.declarations.flatMap(({ id, init }): [string, Expression][] =>
          id.type === "Identifier" && init ? [[id.name, init]] : [],
        )
      : [],
  );
}

function programOf(text: string): Program | null {
  try {
    return parse(text, { ecmaVersion: 2023, sourceType: "module", locations: true });
  } catch {
    return null;
  }
}

function chainOf(slug: string, value: MachineValue, expression: Expression): Chain | null {
  const calls: Call[] = [];
  let at: Expression = expression;
  while (at.type === "CallExpression" && at.callee.type === "MemberExpression") {
    const { object, property, computed } = at.callee;
    if (computed || property.type !== "Identifier" || object.type === "Super") return null;
    calls.unshift({ name: property.name, first: lineOf(property), last: lastLineOf(at) });
    at = object;
  }
  if (at.type === "CallExpression" && at.callee.type === "Identifier" && at.callee.name === "boot") {
    const power: Call = { name: "boot", first: lineOf(at), last: lastLineOf(at) };
    const placed = place(calls, 0, value);
    return placed && { slug, value, root: null, calls: placed.set(-1, power) };
  }
  if (at.type !== "Identifier") return null;
  // Of `home.at(2).fail(…)` only what follows is written here. Counted from the end, for what it goes on from may be
  // a machine that no chain tells.
  const own = calls.slice(calls.findLastIndex((it) => it.name === "at") + 1);
  const placed = place(own, value.steps.length - own.filter((it) => it.name !== "with").length, value);
  return placed && { slug, value, root: at.name, calls: placed };
}

/** Each call at its step, from `start` on; null where one call is not that step, or is none of a machine's operations. */
function place(calls: readonly Call[], start: number, { steps }: MachineValue): Map<number, Call> | null {
  const placed = new Map<number, Call>();
  let at = start;
  for (const call of calls) {
    if (call.name === "with") continue;
    if (!isStep(call, steps[at])) return null;
    placed.set(at, call);
    at += 1;
  }
  return at === steps.length ? placed : null;
}

const isStep = ({ name }: Call, step: Step | undefined): boolean =>
  step !== undefined && (name === "step" || step.op === (STEP_OF[name] ?? name));

interface Located {
  loc?: { start: { line: number }; end: { line: number } } | null;
}

const lineOf = (node: Located): number => node.loc?.start.line ?? 1;
const lastLineOf = (node: Located): number => node.loc?.end.line ?? 1;
