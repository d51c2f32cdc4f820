/**
 * What a worker does when it begins: takes its two ports, builds its engine, locks the realm down, and answers calls. The
 * first message comes from whoever made the worker; later ones are not listened to.
 */
import { expose } from "comlink";
import { freezeShared, lockDown, takeNatives } from "./lockdown.ts";
import type { Notice } from "./protocol.ts";
import { makeSimulator, type Simulator } from "./simulator.ts";
import type { Engine } from "./values.ts";

/** What the engine asks of the worker for holders that readers wrote. */
export interface HolderHost {
  /** The function in `source`, with the cell API in scope. */
  compile(source: string): unknown;
  /** To be called with the holder's name before it is called, and with null after. */
  enter(name: string | null): void;
}

export interface BuiltEngine {
  engine: Engine;
  cellApi: Readonly<Record<string, unknown>>;
  /** SHA-256 of the wasm, as hex. */
  hash: string;
  show(it: unknown): string;
  /** Any machine: its methods are everybody's, and are frozen. */
  sample: object;
}

export function startWorker(build: (host: HolderHost) => Promise<BuiltEngine>): void {
  addEventListener("message", ({ ports }) => void begin(ports, build), { once: true });
}

async function begin(ports: readonly MessagePort[], build: (host: HolderHost) => Promise<BuiltEngine>): Promise<void> {
  const [calls, notices] = ports;
  if (calls === undefined || notices === undefined) return;
  const say = (notice: Notice): void => notices.postMessage(notice);
  try {
    const made: { simulator: Simulator | null } = { simulator: null };
    const built = await build({
      compile: (source) => made.simulator?.functionOf(source),
      enter: (name) => say({ kind: "holder", name }),
    });
    const natives = takeNatives();
    const simulator = makeSimulator({ ...built, ...natives });
    made.simulator = simulator;
    expose(simulator, calls);
    for (const it of [built.sample, ...Object.values(built.cellApi)]) freezeShared(it);
    lockDown(natives, simulator.ambient);
    say({ kind: "ready", engineHash: built.hash });
  } catch (error) {
    say({ kind: "failed", message: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
  }
}
