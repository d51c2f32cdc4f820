/**
 * When to tell the platform: changes are gathered and sent at most every ten seconds, at once when it matters
 * (a solution shown, the page hidden, the end), and again after a failure, ever more slowly.
 */
export type Connection =
  | { state: "connecting" }
  | { state: "connected" }
  | { state: "saved"; at: number }
  | { state: "waiting"; since: number }
  | { state: "lost"; since: number; retryMs: number }
  | { state: "none"; problem: string };

export interface Clock {
  now(): number;
  after(ms: number, run: () => void): () => void;
}

export interface Committer {
  /** Something changed. */
  changed(): void;
  /** Send now; resolves when the platform has answered. */
  flush(): Promise<void>;
  readonly connection: Connection;
}

const APART_MS = 10_000;
const FIRST_RETRY_MS = 5_000;
const MOST_RETRY_MS = 120_000;

/** `send` gives what `Platform.save` gives; it is never called twice at the same time. */
export function makeCommitter(
  send: () => Promise<boolean>,
  tell: (connection: Connection) => void,
  clock: Clock,
): Committer {
  let connection: Connection = { state: "connected" };
  let isDirty = false;
  let sentAt = Number.NEGATIVE_INFINITY;
  let retryMs = FIRST_RETRY_MS;
  let cancel: (() => void) | null = null;
  let running: Promise<void> | null = null;

  const become = (next: Connection) => {
    connection = next;
    tell(next);
  };
  const plan = (ms: number) => {
    cancel?.();
    cancel = clock.after(ms, () => {
      cancel = null;
      void flush();
    });
  };
  const attempt = async () => {
    isDirty = false;
    const isSaved = await send().catch(() => false);
    sentAt = clock.now();
    if (isSaved) {
      retryMs = FIRST_RETRY_MS;
      become({ state: "saved", at: sentAt });
      if (isDirty) plan(APART_MS);
      return;
    }
    isDirty = true;
    const since = connection.state === "lost" ? connection.since : sentAt;
    become({ state: "lost", since, retryMs });
    plan(retryMs);
    retryMs = Math.min(MOST_RETRY_MS, retryMs * 2);
  };
  const flush = async (): Promise<void> => {
    cancel?.();
    cancel = null;
    while (running !== null) await running;
    running = attempt().finally(() => {
      running = null;
    });
    await running;
  };

  return {
    get connection() {
      return connection;
    },
    changed() {
      isDirty = true;
      if (connection.state !== "lost" && connection.state !== "waiting") {
        become({ state: "waiting", since: clock.now() });
      }
      if (cancel === null && running === null) plan(Math.max(0, sentAt + APART_MS - clock.now()));
    },
    flush,
  };
}
