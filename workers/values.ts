/**
 * Values of cells → what can cross to the page, and back. Machines cross as names of their pieces, functions as their
 * source; what cannot be cloned is a mistake of the cell that says which property it is.
 */
import type { Machine, MachineView } from "../engine/api.ts";
import type { MachineValue } from "../engine/scene.ts";
import { CellMistake } from "./faults.ts";
import { type MachineName, packView, unpackValue } from "./parcel.ts";
import type { PackedWire } from "./protocol.ts";
import { copyOf, type Path, type Shelf, withAt } from "./shelf.ts";

export interface Engine {
  machineOf(value: MachineValue): Machine;
  isMachine(it: unknown): it is Machine;
  viewOf(machine: Machine): MachineView;
}

const MOST_EVENTS = 100_000;
const MOST_ITEMS = 1_000_000;
const MOST_BYTES = 64 * 1024 * 1024;

export class Values {
  readonly #engine: Engine;
  readonly #shelf: Shelf;
  /** Source of a function → the function, with the cell API in scope. */
  readonly #compile: (source: string) => unknown;
  readonly #machines = new Map<string, Machine>();
  readonly #functions = new Map<string, unknown>();

  constructor(engine: Engine, shelf: Shelf, compile: (source: string) => unknown) {
    this.#engine = engine;
    this.#shelf = shelf;
    this.#compile = compile;
  }

  pack(value: unknown, name: string): PackedWire {
    if (this.#engine.isMachine(value)) return { kind: "machine", name: this.nameOf(value) };
    if (typeof value === "function") return { kind: "function", name, source: sourceOf(value, name) };
    const machines: { path: Path; name: MachineName }[] = [];
    const budget = { items: MOST_ITEMS, bytes: MOST_BYTES };
    const data = this.#plain(value, [], { name, machines, budget, within: [] });
    return { kind: "data", data: this.#shelf.lift(cloned(data, name)), machines };
  }

  /** Puts a machine on its way, with its run. */
  nameOf(machine: Machine): MachineName {
    const view = this.#engine.viewOf(machine);
    const nrEvents = view.events.length;
    if (nrEvents > MOST_EVENTS) {
      throw new CellMistake(`a run of ${nrEvents} events is too much to publish: at most ${MOST_EVENTS}`);
    }
    const name = packView(view, this.#shelf);
    this.#machines.set(bare(name.tip), machine);
    return name;
  }

  /** Copies plain objects and arrays as far as machines are in them; refuses what cannot be cloned. */
  #plain(it: unknown, path: Path, walk: Walk): unknown {
    if (typeof it === "function")
      throw new CellMistake(`${place(walk, path)} is a function; publish it by a name of its own`);
    if (typeof it === "symbol") throw new CellMistake(`${place(walk, path)} is a symbol, which no other cell can have`);
    if (typeof it !== "object" || it === null) return it;
    if (this.#engine.isMachine(it)) {
      walk.machines.push({ path, name: this.nameOf(it) });
      return null;
    }
    count(it, path, walk);
    if (walk.within.includes(it)) return it;
    const isList = Array.isArray(it);
    const prototype: unknown = Object.getPrototypeOf(it);
    if (!isList && prototype !== Object.prototype && prototype !== null) return refuseWeak(it, place(walk, path));
    const deeper = { ...walk, within: [...walk.within, it] };
    let copy: Record<string | number, unknown> | null = null;
    for (const key of Object.keys(it)) {
      const at = isList ? Number(key) : key;
      const one = (it as Record<string | number, unknown>)[at];
      const other = this.#plain(one, [...path, at], deeper);
      if (other === one) continue;
      copy ??= copyOf(it);
      copy[at] = other;
    }
    return copy ?? it;
  }

  unpack(wire: PackedWire): unknown {
    if (wire.kind === "machine") return this.machine(wire.name);
    if (wire.kind === "function") return this.functionOf(wire.source);
    let value = this.#shelf.fill(wire.data);
    for (const { path, name } of wire.machines) value = withAt(value, path, this.machine(name));
    return value;
  }

  machine(name: MachineName): Machine {
    const tip = bare(name.tip);
    const known = this.#machines.get(tip);
    if (known !== undefined) return known;
    const machine = this.#engine.machineOf(unpackValue({ ...name, tip }, this.#shelf));
    this.#machines.set(tip, machine);
    return machine;
  }

  /** Machines are made again when they are needed again. */
  clear(): void {
    this.#machines.clear();
  }

  functionOf(source: string): unknown {
    if (!this.#functions.has(source)) this.#functions.set(source, this.#compile(source));
    return this.#functions.get(source);
  }
}

interface Walk {
  name: string;
  machines: { path: Path; name: MachineName }[];
  budget: { items: number; bytes: number };
  within: readonly object[];
}

/** A tip without the mark that its pieces hold a run. */
const bare = (tip: string): string => tip.replace(/\+$/, "");

function place({ name }: Walk, path: Path): string {
  return path.reduce<string>(
    (text, key) =>
      typeof key === "string" && /^[\w$]+$/.test(key) ? `${text}.${key}` : `${text}[${JSON.stringify(key)}]`,
    name,
  );
}

function count(it: object, path: Path, walk: Walk): void {
  walk.budget.items -= Array.isArray(it) ? it.length : 1;
  walk.budget.bytes -= ArrayBuffer.isView(it) || it instanceof ArrayBuffer ? it.byteLength : 0;
  if (walk.budget.items >= 0 && walk.budget.bytes >= 0) return;
  const most = walk.budget.bytes < 0 ? "64 MiB" : `${MOST_ITEMS} items`;
  throw new CellMistake(`${place(walk, path)} is too much to publish: at most ${most}`);
}

function refuseWeak(it: object, where: string): object {
  if (it instanceof Promise) throw new CellMistake(`${where} is a promise; publish what it gives`);
  if (it instanceof WeakMap || it instanceof WeakSet || it instanceof WeakRef) {
    throw new CellMistake(`${where} is a weak collection, which cannot be copied`);
  }
  return it;
}

/** A copy that nothing of the cell can change any more. */
function cloned(data: unknown, name: string): unknown {
  try {
    return structuredClone(data);
  } catch (error) {
    throw new CellMistake(`${name} cannot be copied: ${error instanceof Error ? error.message : "it is not data"}`);
  }
}

/** Source of a function as an expression; methods in short form get their keyword back. */
export function sourceOf(value: object, name: string): string {
  const source = Function.prototype.toString.call(value);
  if (/\{\s*\[native code\]\s*\}\s*$/.test(source)) {
    throw new CellMistake(`${name} is a built-in or bound function; write one that calls it`);
  }
  const isShort = /^[\w$]+\s*\(/.test(source) && !/^(async\s+)?function\b/.test(source);
  return isShort ? `function ${source}` : source;
}
