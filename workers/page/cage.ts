/**
 * Where workers live. `openFrame` is the cage: a sandboxed frame of opaque origin without network. `openPlain` is for
 * pages where no such frame can be made: a Blob worker of the page itself, which keeps readers' code from the page
 * but not from the network that the page's own policy allows.
 */
import type { FrameOrder, FrameReport } from "./frame.ts";

export interface Cage {
  readonly boundary: "frame" | "worker";
  /** Rejects when it does not open in time: its script was refused, or there can be no frame here. */
  readonly opened: Promise<void>;
  /** Makes a worker with these ports; `onFailed` is called when it cannot be made or dies. Gives what ends it. */
  spawn(ports: readonly MessagePort[], onFailed: (message: string) => void): () => void;
  close(): void;
}

export interface CageSource {
  /** Text of the worker's script. */
  worker: string;
  /** Text of the frame's document. */
  frame: string;
}

/** Workers can be asked for at once: what is said to the frame waits until it listens. */
export function openFrame(source: CageSource, timeoutMs: number): Cage {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.hidden = true;
  frame.title = "readers' code";
  frame.srcdoc = `${source.frame}<pre>${source.worker.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</pre>`;
  const { port1: control, port2 } = new MessageChannel();
  const failures = new Map<number, (message: string) => void>();
  const opened = within(timeoutMs, (done) => {
    control.onmessage = ({ data }: MessageEvent<FrameReport>) => {
      if ("isOpen" in data) done();
      else failures.get(data.failed)?.(String(data.message));
    };
    // The frame has no origin to name; only the window that was just made can hear this.
    frame.onload = () => frame.contentWindow?.postMessage(null, "*", [port2]);
    // A page's first script may be there before its body.
    (document.body ?? document.documentElement).append(frame);
  });
  let count = 0;
  const order = (it: FrameOrder, ports: readonly MessagePort[] = []): void => control.postMessage(it, [...ports]);
  return {
    boundary: "frame",
    opened,
    spawn(ports, onFailed) {
      const id = ++count;
      failures.set(id, onFailed);
      order({ make: id }, ports);
      return () => {
        failures.delete(id);
        order({ end: id });
      };
    },
    close: () => {
      frame.remove();
      control.close();
    },
  };
}

export function openPlain(source: CageSource): Cage {
  const url = URL.createObjectURL(new Blob([source.worker], { type: "text/javascript" }));
  const ends = new Set<() => void>();
  return {
    boundary: "worker",
    opened: Promise.resolve(),
    spawn(ports, onFailed) {
      const worker = new Worker(url);
      worker.onerror = (error) => onFailed(error.message);
      worker.onmessageerror = () => onFailed("a message could not be read");
      worker.postMessage(null, [...ports]);
      const end = (): void => {
        ends.delete(end);
        worker.terminate();
      };
      ends.add(end);
      return end;
    },
    close: () => {
      for (const end of ends) end();
      URL.revokeObjectURL(url);
    },
  };
}

function within(timeoutMs: number, act: (done: () => void) => void): Promise<void> {
  return new Promise((done, failed) => {
    const timer = setTimeout(() => failed(new Error("the frame does not answer")), timeoutMs);
    act(() => {
      clearTimeout(timer);
      done();
    });
  });
}
