/**
 * Engine, cell API and the evaluation of cells, in one object: what a worker does. It touches no globals, so that it
 * runs in a worker's cage, in Node for the build, and in tests alike.
 */
import type { Machine } from "../engine/api.ts";
import type { MachineValue } from "../engine/scene.ts";
import { makeAmbient } from "./ambient.ts";
import type { CellFault, CellShape } from "./api.ts";
import { type CellFunction, cellScript, expressionScript } from "./cell-script.ts";
import { CellMistake, faultOf, isMemory } from "./faults.ts";
import type { Answer, CellAnswer, CellJob, CheckAnswer, MachineJob, PackedWire, SimulatorApi } from "./protocol.ts";
import { Shelf } from "./shelf.ts";
import { type Engine, Values } from "./values.ts";

export interface SimulatorParts {
  engine: Engine;
  /** Names in scope of every cell. */
  cellApi: Readonly<Record<string, unknown>>;
  /**
   * Runs the text of a script that calls `DELIVER` once, and gives what it delivered and the name by which stacks
   * know the script. Throws what the script throws.
   */
  load(script: string): { delivered: unknown; name: string };
  /** Gets what the importer's script delivers. */
  importer: { read: (texts: Readonly<Record<string, string>>) => MachineValue };
  /** Where the cell API comes in two scripts: takes what the second one delivers, and tells whether it was missed. */
  later?: { take(delivered: unknown): void; wasMissed(): boolean };
  /** A value as text, for what a cell logs. */
  show(it: unknown): string;
  nowMs(): number;
  /** Resolves when everything that was under way has had its turn. */
  nextTask(): Promise<void>;
}

export interface Simulator extends SimulatorApi {
  /** The function that is written in `source`, with the cell API in scope; for holders of readers. */
  functionOf(source: string): unknown;
  /** Chance, time and console as cells have them, by the names that they replace. */
  readonly ambient: Readonly<Record<string, unknown>>;
}

export function makeSimulator(parts: SimulatorParts): Simulator {
  const { engine, load } = parts;
  const shelf = new Shelf();
  const ambient = makeAmbient(parts.show);
  const scope: Readonly<Record<string, unknown>> = { ...parts.cellApi, ...ambient.scope };
  const compile = (source: string): unknown => call(load, expressionScript(source, Object.keys(scope)), scope).value;
  const values = new Values(engine, shelf, compile);

  const evaluate = async (job: CellJob): Promise<CellAnswer> => {
    ambient.begin(job.seed, job.slug);
    const startMs = parts.nowMs();
    const outcome = await outcomeOf(job);
    const ms = parts.nowMs() - startMs;
    await parts.nextTask();
    return { ...around(), logs: ambient.takeLogs(), ms, outcome };
  };

  const around = () => ({ pieces: shelf.takeOutbox(), missed: parts.later?.wasMissed() });

  const outcomeOf = async (job: CellJob): Promise<CellAnswer["outcome"]> => {
    const script = { name: "" };
    try {
      shelf.receive(job.pieces);
      const inputs = Object.fromEntries(Object.entries(job.inputs).map(([name, wire]) => [name, values.unpack(wire)]));
      const all = without({ ...scope, ...inputs }, job.shape.names);
      const given = call(load, cellScript(job.text, job.shape, Object.keys(all)), all, script);
      return { state: "ok", ...(await published(given.value, job.shape)) };
    } catch (error) {
      return { state: "error", error: faultOf(error, script.name) };
    }
  };

  const published = async (given: unknown, shape: CellShape) => {
    if (shape.expression) return { values: {}, last: values.pack(await given, "the value") };
    const named = given as Record<string, unknown>;
    const wires: Record<string, PackedWire> = {};
    for (const name of shape.names) wires[name] = values.pack(await named[name], name);
    const last = shape.names.at(-1);
    const nothing: PackedWire = { kind: "data", data: { value: undefined, holes: [] }, machines: [] };
    return { values: wires, last: last === undefined ? nothing : (wires[last] as PackedWire) };
  };

  const ask = <T>(job: MachineJob, question: (machine: Machine) => T): Answer<T> => {
    try {
      shelf.receive(job.pieces);
      const value = question(values.machine(job.name));
      return { ...around(), value };
    } catch (error) {
      return { ...around(), error: faultOf(error, "") };
    }
  };

  return {
    evaluate,
    view: (job) => ask(job, (machine) => values.nameOf(machine)),
    snapshot: (job, n) => ask(job, (machine) => machine.run.snapshot(n)),
    run: (job) =>
      ask(job, ({ run: { machine, events, outcomes, signals } }) => ({ machine, events, outcomes, signals })),
    check: (program, seed) => {
      ambient.begin(seed, "check");
      return checked(() => call(load, expressionScript(program, Object.keys(scope)), scope).value);
    },
    forget: () => {
      shelf.clear();
      values.clear();
    },
    useImporter: (script) => {
      parts.importer.read = load(script).delivered as SimulatorParts["importer"]["read"];
    },
    useLater: (script) => parts.later?.take(load(script).delivered),
    settle: () => parts.nextTask(),
    functionOf: (source) => values.functionOf(source),
    ambient: ambient.scope,
  };
}

/** Runs a script and calls the function it delivers with everything in scope. */
function call(
  load: SimulatorParts["load"],
  script: string,
  scope: Readonly<Record<string, unknown>>,
  named: { name: string } = { name: "" },
): { value: unknown } {
  const { delivered, name } = load(script);
  named.name = name;
  if (typeof delivered !== "function") throw new CellMistake("the text of the cell is not one cell");
  return { value: (delivered as CellFunction)(...Object.values(scope)) };
}

function without(scope: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(scope).filter(([name]) => !names.includes(name)));
}

async function checked(evaluate: () => unknown): Promise<CheckAnswer> {
  try {
    const value = await evaluate();
    return { status: "done", value: value === undefined ? null : JSON.parse(JSON.stringify(value)) };
  } catch (error) {
    const { name, message }: CellFault = faultOf(error, "");
    return isMemory(name, message) ? { status: "memory" } : { status: "error", name, message, line: null };
  }
}
