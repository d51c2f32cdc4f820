/**
 * The evaluator of the command line: a pool of threads, each with an interpreter. A thread that does not answer in
 * time is ended and replaced, so that a hand-in can waste no more than its own budget.
 */
import { Worker } from "node:worker_threads";
import type { Evaluated, Evaluator } from "../check.ts";
import { type Memo, memoKey } from "./memo.ts";
import type { Answered, Job, ThreadData } from "./thread.ts";

export interface PoolParts extends ThreadData {
  /** Source of thread.ts as one CommonJS script. */
  script: string;
  /** Names of the cell API. */
  api: readonly string[];
  threads: number;
  /** Keeps what became of programs; null: every answer is run. */
  memo: Memo | null;
}

export interface Pool extends Evaluator {
  close(): Promise<void>;
}

/** Wall-clock backstop; the usual end of an endless loop is counted in operations (sandbox.ts). */
const HARD_LIMIT_MS = 20_000;

interface Waiting {
  job: Job;
  /** Its name in the memo. */
  key: string;
  done(evaluated: Evaluated): void;
  fail(error: Error): void;
}

interface Thread {
  worker: Worker;
  isReady: boolean;
  current: Waiting | null;
  timer: NodeJS.Timeout | null;
}

export function makePool(parts: PoolParts): Pool {
  const queue: Waiting[] = [];
  const threads = new Set<Thread>();
  let nextId = 1;
  let isClosed = false;

  const give = (thread: Thread): void => {
    if (!thread.isReady || thread.current !== null) return;
    const next = queue.shift();
    thread.current = next ?? null;
    if (next === undefined) {
      thread.worker.unref();
      return;
    }
    thread.worker.ref();
    thread.timer = setTimeout(() => end(thread, { status: "timeout" }), HARD_LIMIT_MS);
    thread.worker.postMessage(next.job);
  };

  const end = (thread: Thread, evaluated: Evaluated | Error): void => {
    if (!threads.delete(thread)) return;
    const waiting = settle(thread);
    void thread.worker.terminate();
    if (evaluated instanceof Error) waiting?.fail(evaluated);
    else waiting?.done(evaluated);
    if (isClosed) return;
    if (evaluated instanceof Error && !thread.isReady) {
      for (const it of queue.splice(0)) it.fail(evaluated);
    } else if (threads.size < parts.threads) add();
  };

  const add = (): void => {
    const { interpreter, engine, guest } = parts;
    const data: ThreadData = { interpreter, engine, guest };
    const worker = new Worker(parts.script, { eval: true, workerData: data, env: {}, execArgv: [] });
    const thread: Thread = { worker, isReady: false, current: null, timer: null };
    threads.add(thread);
    worker.on("message", (message: Answered | "ready") => {
      if (message === "ready") thread.isReady = true;
      else answered(settle(thread), message.evaluated);
      give(thread);
    });
    worker.on("error", (error) => {
      const isMemory = (error as NodeJS.ErrnoException).code === "ERR_WORKER_OUT_OF_MEMORY";
      end(thread, thread.isReady && isMemory ? { status: "memory" } : error);
    });
  };

  // What the clock ended is not kept: it says something of the machine, not of the program.
  const answered = (waiting: Waiting | null, evaluated: Evaluated): void => {
    if (waiting === null) return;
    parts.memo?.put(waiting.key, evaluated);
    waiting.done(evaluated);
  };

  const enqueue = (program: string, seed: number, key: string): Promise<Evaluated> =>
    new Promise<Evaluated>((done, fail) => {
      queue.push({ job: { id: nextId++, program, seed }, key, done, fail });
      if (threads.size < parts.threads && [...threads].every((it) => it.current !== null || !it.isReady)) add();
      for (const thread of threads) give(thread);
    });

  return {
    api: parts.api,
    lockedDown: true,
    async run(program, { seed }) {
      if (parts.memo === null) return await enqueue(program, seed, "");
      const key = memoKey(program, seed);
      return parts.memo.get(key) ?? (await enqueue(program, seed, key));
    },
    async close() {
      isClosed = true;
      await Promise.all([...threads].map((thread) => thread.worker.terminate()));
      threads.clear();
    },
  };
}

function settle(thread: Thread): Waiting | null {
  if (thread.timer !== null) clearTimeout(thread.timer);
  const waiting = thread.current;
  thread.current = null;
  thread.timer = null;
  return waiting;
}
