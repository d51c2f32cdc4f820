/** The simulator around a toy engine in this thread: called directly, and by Comlink over a message channel. */
import { runInThisContext } from "node:vm";
import { MessageChannel } from "node:worker_threads";
import { type Endpoint, expose, wrap } from "comlink";
import { isMachine, makeCellApi, viewOf } from "../../engine/machine.ts";
import { readCell } from "../../notebooks/exercises/cells.ts";
import type { CellResult, CellShape, EvaluateOptions } from "../../workers/api.ts";
import { DELIVER } from "../../workers/cell-script.ts";
import { Exchange } from "../../workers/exchange.ts";
import type { CellAnswer, CellJob, SimulatorApi } from "../../workers/protocol.ts";
import { Shelf } from "../../workers/shelf.ts";
import { showWith } from "../../workers/show.ts";
import { makeSimulator, type Simulator } from "../../workers/simulator.ts";
import { makeToyPlayer, type ToyPlayer } from "./toy-player.ts";

/** What a test has of one simulator. */
export interface Bench {
  evaluate(text: string, options?: Partial<EvaluateOptions>): Promise<CellResult>;
  /** The job and the answer of the last evaluation as they crossed. */
  last: { job: CellJob; answer: CellAnswer };
  exchange: Exchange;
  shelf: Shelf;
  player: ToyPlayer;
  calls: Promisified<SimulatorApi>;
  /** As after the death of a worker: a simulator that knows nothing, a page that knows everything. */
  restart(): void;
  close(): void;
}

type Promisified<T> = {
  [K in keyof T]: T[K] extends (...args: infer A) => infer R ? (...args: A) => Promise<Awaited<R>> : never;
};

export type Transport = (simulator: Simulator) => { calls: Promisified<SimulatorApi>; close(): void };

const direct: Transport = (simulator) => ({
  calls: simulator as unknown as Promisified<SimulatorApi>,
  close: () => {},
});

const channel: Transport = (simulator) => {
  const { port1, port2 } = new MessageChannel();
  const { ambient: _ambient, ...api } = simulator;
  expose(api, port1 as unknown as Endpoint);
  const calls = wrap<SimulatorApi>(port2 as unknown as Endpoint) as unknown as Promisified<SimulatorApi>;
  return { calls, close: () => port1.close() };
};

export const TRANSPORTS: readonly [string, Transport][] = [
  ["called directly", direct],
  ["by Comlink over a MessageChannel", channel],
];

export function openBench(transport: Transport): Bench {
  let open = connect(transport);
  const bench: Bench = {
    ...open,
    exchange: new Exchange(),
    shelf: new Shelf(),
    last: undefined as never,
    async evaluate(text, options = {}) {
      const all = { slug: "cell", seed: 1, inputs: {}, ...options };
      const shape: CellShape = options.shape ?? shapeOf(text);
      const job = bench.exchange.job(text, shape, all, bench.shelf);
      const answer = await bench.calls.evaluate(job);
      bench.last = { job, answer };
      return bench.exchange.result(answer, shape, bench.shelf);
    },
    restart() {
      open.close();
      open = connect(transport);
      Object.assign(bench, open, { shelf: new Shelf() });
    },
    close: () => open.close(),
  };
  return bench;
}

function connect(transport: Transport) {
  const made: { simulator: Simulator | null } = { simulator: null };
  const player = makeToyPlayer({ compile: (source) => made.simulator?.functionOf(source), enter: () => {} });
  const cellApi = makeCellApi(player);
  const simulator = makeSimulator({
    engine: { machineOf: cellApi.machineOf, isMachine, viewOf },
    cellApi: { ...cellApi },
    load: loadScript,
    importer: { read: () => ({ scene: { kernel: "6.1", pmem: {} }, steps: [], seed: 1 }) },
    show: showWith(isMachine),
    nowMs: () => performance.now(),
    nextTask: () => new Promise((done) => setTimeout(done, 0)),
  });
  made.simulator = simulator;
  return { ...transport(simulator), player };
}

let count = 0;

function loadScript(script: string): { delivered: unknown; name: string } {
  const name = `cell-${++count}`;
  const delivered: unknown[] = [];
  Object.defineProperty(globalThis, DELIVER, { configurable: true, value: (it: unknown) => delivered.push(it) });
  runInThisContext(script, { filename: name });
  return { delivered: delivered[0], name };
}

function shapeOf(text: string): CellShape {
  const { text: code, ...shape } = readCell(text);
  return { ...shape, code };
}
