/**
 * What a worker does when it begins: builds its engine, locks the realm down, takes its two ports, and answers calls. The
 * first message comes from whoever made the worker and brings the ports; later ones are not listened to. Everything else is
 * done before it comes, since a page may be busy with itself for long.
 */
import { expose } from "comlink";
import type { MachineValue } from "../engine/scene.ts";
import { freezeShared, lockDown, takeNatives } from "./lockdown.ts";
import type { Notice } from "./protocol.ts";
import { showWith } from "./show.ts";
import { makeSimulator, type Simulator, type SimulatorParts } from "./simulator.ts";
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
  /** See `SimulatorParts`. */
  later?: NonNullable<SimulatorParts["later"]>;
}

type Build = (host: WorkerHost) => Promise<BuiltEngine>;

export function startWorker(build: Build): void {
  const given = new Promise<readonly MessagePort[]>((done) => {
    addEventListener("message", ({ ports }) => done(ports), { once: true });
  });
  void begin(given, build);
}

async function begin(given: Promise<readonly MessagePort[]>, build: Build): Promise<void> {
  const told: { notices: MessagePort | null } = { notices: null };
  const begun = prepared(build, (notice) => told.notices?.postMessage(notice));
  // It is waited for below.
  begun.catch(() => {});
  const [calls, notices] = await given;
  if (calls === undefined || notices === undefined) return;
  told.notices = notices;
  try {
    const { simulator, hash } = await begun;
    expose(simulator, calls);
    notices.postMessage({ kind: "ready", engineHash: hash } satisfies Notice);
  } catch (error) {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    notices.postMessage({ kind: "failed", message } satisfies Notice);
  }
}

async function prepared(build: Build, say: (notice: Notice) => void): Promise<{ simulator: Simulator; hash: string }> {
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
  for (const it of [built.sample, ...Object.values(built.cellApi)]) freezeShared(it);
  lockDown(natives, simulator.ambient);
  return { simulator, hash: built.hash };
}

function notYet(): never {
  throw new Error("the importer has not been sent");
}
