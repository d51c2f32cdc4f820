/**
 * What a worker does when it begins: takes its two ports, builds its engine, locks the realm down, and answers calls. The
 * first message comes from whoever made the worker; later ones are not listened to.
 */
import { expose } from "comlink";
import type { MachineValue } from "../engine/scene.ts";
import { freezeShared, lockDown, takeNatives } from "./lockdown.ts";
import type { Notice } from "./protocol.ts";
import { showWith } from "./show.ts";
import { makeSimulator, type Simulator } from "./simulator.ts";
import type { Engine } from "./values.ts";

/** What the engine asks of the worker for holders that readers wrote. */
export interface HolderHost {
  /** The function in `source`, with the cell API in scope. */
  compile(source: string): unknown;
  /** To be called with the holder's name before it is called, and with null after. */
  enter(name: string | null): void;
}

/** Tool outputs → a machine, once the importer has been sent; see importer.ts. */
export interface Importer {
  read(texts: Readonly<Record<string, string>>): MachineValue;
}

export interface WorkerHost {
  holders: HolderHost;
  importer: Importer;
}

export interface BuiltEngine {
  engine: Engine;
  cellApi: Readonly<Record<string, unknown>>;
  /** SHA-256 of the wasm, as hex. */
  hash: string;
  /** Any machine: its methods are everybody's, and are frozen. */
  sample: object;
}

type Build = (host: WorkerHost) => Promise<BuiltEngine>;

export function startWorker(build: Build): void {
  addEventListener("message", ({ ports }) => void begin(ports, build), { once: true });
}

async function begin(ports: readonly MessagePort[], build: Build): Promise<void> {
  const [calls, notices] = ports;
  if (calls === undefined || notices === undefined) return;
  const say = (notice: Notice): void => notices.postMessage(notice);
  try {
    const made: { simulator: Simulator | null } = { simulator: null };
    const importer: Importer = { read: notYet };
    const holders: HolderHost = {
      compile: (source) => made.simulator?.functionOf(source),
      enter: (name) => say({ kind: "holder", name }),
    };
    const built = await build({ holders, importer });
    const natives = takeNatives();
    const simulator = makeSimulator({ ...built, ...natives, importer, show: showWith(built.engine.isMachine) });
    made.simulator = simulator;
    expose(simulator, calls);
    for (const it of [built.sample, ...Object.values(built.cellApi)]) freezeShared(it);
    lockDown(natives, simulator.ambient);
    say({ kind: "ready", engineHash: built.hash });
  } catch (error) {
    say({ kind: "failed", message: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
  }
}

function notYet(): never {
  throw new Error("the importer has not been sent");
}
