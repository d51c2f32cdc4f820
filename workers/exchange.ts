/**
 * Wires of the page → packed ones and back: what is done on the page's side of a worker. Whatever comes from a worker is
 * looked at before it is believed: its realm runs readers' code.
 */
import type { MachineView } from "../engine/api.ts";
import type { CellFault, CellResult, CellShape, EvaluateOptions, Wire } from "./api.ts";
import { type MachineName, packValue, unpackView } from "./parcel.ts";
import type { CellAnswer, CellJob, PackedWire } from "./protocol.ts";
import { copyOf, type Path, type Shelf, withAt } from "./shelf.ts";

const MOST_VIEWS = 500;

export class Exchange {
  /** Views by the tip of their chain, so that equal machines are one object. */
  readonly #views = new Map<string, MachineView>();

  pack(wire: Wire, shelf: Shelf): PackedWire {
    if (wire.kind === "machine") return { kind: "machine", name: packValue(wire.machine.value, shelf) };
    if (wire.kind === "function") return { kind: "function", name: wire.name, source: wire.source };
    let { value } = wire;
    const machines = (wire.machines ?? []).map((path) => {
      const view = at(value, path) as MachineView;
      value = without(value, path);
      return { path, name: packValue(view.value, shelf) };
    });
    return { kind: "data", data: shelf.lift(value), machines };
  }

  job(text: string, shape: CellShape, options: EvaluateOptions, shelf: Shelf): CellJob {
    const { slug, seed } = options;
    const given = shape.needs.flatMap((name): [string, Wire][] => {
      const wire = Object.hasOwn(options.inputs, name) ? options.inputs[name] : undefined;
      return wire === undefined ? [] : [[name, wire]];
    });
    const inputs = Object.fromEntries(given.map(([name, wire]) => [name, this.pack(wire, shelf)]));
    return { slug, text, shape, seed, inputs, pieces: shelf.takeOutbox() };
  }

  view(name: MachineName, shelf: Shelf): MachineView {
    const known = this.#views.get(name.tip);
    if (known !== undefined) return known;
    const view = unpackView(name, shelf);
    this.#views.set(name.tip, view);
    const [oldest] = this.#views.keys();
    if (this.#views.size > MOST_VIEWS && oldest !== undefined) this.#views.delete(oldest);
    return view;
  }

  unpack(packed: PackedWire, shelf: Shelf): Wire {
    if (packed.kind === "machine") return { kind: "machine", machine: this.view(packed.name, shelf) };
    if (packed.kind === "function") {
      return { kind: "function", name: String(packed.name), source: String(packed.source) };
    }
    if (packed.kind !== "data") throw new Error("a value is of the wrong kind");
    let value = shelf.fill(packed.data);
    for (const { path, name } of packed.machines) value = withAt(value, path, this.view(name, shelf));
    const machines = packed.machines.map((it) => it.path);
    return machines.length === 0 ? { kind: "data", value } : { kind: "data", value, machines };
  }

  /** What a worker answered, as a result; an answer that makes no sense is a fault. */
  result(answer: CellAnswer, shape: CellShape, shelf: Shelf): CellResult & { state: "ok" | "error" } {
    try {
      shelf.receive(answer.pieces);
      const told = { ms: Number(answer.ms), logs: Array.from(answer.logs, String) };
      if (answer.outcome.state === "error") return { state: "error", error: faultFrom(answer.outcome.error), ...told };
      const { values, last } = answer.outcome;
      const wires = shape.names.map((name): [string, Wire] => [name, this.unpack(own(values, name), shelf)]);
      return { state: "ok", values: Object.fromEntries(wires), last: this.unpack(last, shelf), ...told };
    } catch (error) {
      const message = `the worker's answer makes no sense: ${error instanceof Error ? error.message : "?"}`;
      return { state: "error", error: { name: "CellError", message, line: 0, column: 0 }, ms: 0, logs: [] };
    }
  }
}

export function faultFrom(it: CellFault): CellFault {
  const { name, message, line, column, path } = it;
  const where = { line: Number(line) || 0, column: Number(column) || 0 };
  return {
    name: String(name),
    message: String(message),
    ...where,
    ...(path === undefined ? {} : { path: String(path) }),
  };
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T {
  if (!Object.hasOwn(record, key)) throw new Error(`${key} is missing`);
  return record[key] as T;
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((it, key) => (it as Record<string | number, unknown>)[key], value);
}

/** A copy along the path, with null at its end. */
function without(value: unknown, path: Path): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return null;
  const copy = copyOf(value as object);
  copy[key] = without(copy[key], rest);
  return copy;
}
