/**
 * One thread of the pool: an interpreter and an engine. Threads give parallel work and an end to what cannot be
 * interrupted; they are no boundary. The boundary is the interpreter (sandbox.ts).
 */
import { parentPort, workerData } from "node:worker_threads";
import type { Evaluated } from "../check.ts";
import { makeHost } from "./host.ts";
import { makeSandbox } from "./sandbox.ts";

export interface ThreadData {
  interpreter: ArrayBuffer;
  engine: ArrayBuffer;
  guest: string;
}
export interface Job {
  id: number;
  program: string;
  seed: number;
}
export interface Answered {
  id: number;
  evaluated: Evaluated;
}

async function start(data: ThreadData): Promise<void> {
  const host = makeHost(data.engine);
  const sandbox = await makeSandbox(data.interpreter, { source: data.guest, host: host.call, keep: host.keep });
  parentPort?.on("message", (job: Job) => {
    void sandbox.run(job.program, job.seed).then((evaluated) => {
      host.forget();
      parentPort?.postMessage({ id: job.id, evaluated } satisfies Answered);
    });
  });
  parentPort?.postMessage("ready");
}

void start(workerData as ThreadData);
