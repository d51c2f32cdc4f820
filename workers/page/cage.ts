/**
 * Where workers live. `openFrame` is the cage: a sandboxed frame of opaque origin without network. `openPlain` is for
 * pages where no such frame can be made: a Blob worker of the page itself, which keeps readers' code from the page
 * but not from the network that the page's own policy allows.
 */
import type { FrameOrder, FrameReport } from "./frame.ts";

export interface Cage {
  readonly boundary: "frame" | "worker";
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

/** Rejects when the frame does not answer in time: its script was refused, or there can be no frame here. */
export async function openFrame(source: CageSource, timeoutMs: number): Promise<Cage> {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.hidden = true;
  frame.title = "readers' code";
  frame.srcdoc = source.frame;
  const { port1: control, port2 } = new MessageChannel();
  const failures = new Map<number, (message: string) => void>();
  try {
    await within(timeoutMs, (done) => {
      control.onmessage = ({ data }: MessageEvent<FrameReport>) => {
        if ("isOpen" in data) done();
        else failures.get(data.failed)?.(String(data.message));
      };
      // The frame has no origin to name; only the window that was just made can hear this.
      frame.onload = () => frame.contentWindow?.postMessage(source.worker, "*", [port2]);
      document.body.append(frame);
    });
  } catch (error) {
    frame.remove();
    throw error;
  }
  let count = 0;
  const order = (it: FrameOrder, ports: readonly MessagePort[] = []): void => control.postMessage(it, [...ports]);
  return {
    boundary: "frame",
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

export async function openPlain(source: CageSource): Promise<Cage> {
  const url = URL.createObjectURL(new Blob([source.worker], { type: "text/javascript" }));
  const ends = new Set<() => void>();
  return {
    boundary: "worker",
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
