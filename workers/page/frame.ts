/**
 * The script of the frame around the workers. It knows one source text, which stands in its document, makes workers of it and
 * ends them when it is told to by the page, and listens to nothing that a worker says: what a worker and the page have to say
 * to each other goes through ports that the page made. The first worker is made before anybody asks for it, while the page
 * may still be busy with itself. Built to a text of its own, whose hash the page's policy names.
 */

export type FrameOrder = { make: number } | { end: number };

/** `failed`: number of a worker that could not be made, or that died. */
export type FrameReport = { isOpen: true } | { failed: number; message: string };

interface Made {
  worker: Worker | null;
  /** Why there is none, or none any more. */
  trouble: string | null;
  onTrouble: ((message: string) => void) | null;
}

function makeWorker(url: string): Made {
  const made: Made = { worker: null, trouble: null, onTrouble: null };
  const failed = (message: string): void => {
    made.trouble = message;
    made.onTrouble?.(message);
  };
  try {
    const worker = new Worker(url);
    worker.onerror = (error) => failed(error.message);
    worker.onmessageerror = () => failed("a message could not be read");
    made.worker = worker;
  } catch (error) {
    failed(String(error));
  }
  return made;
}

function begin(): void {
  const text = document.querySelector("pre")?.textContent ?? "";
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  let first: Made | null = makeWorker(url);
  const workers = new Map<number, Worker>();
  const open = (event: MessageEvent): void => {
    const [control] = event.ports;
    if (event.source !== parent || control === undefined) return;
    removeEventListener("message", open);
    const report = (it: FrameReport): void => control.postMessage(it);
    control.onmessage = ({ data, ports }: MessageEvent<FrameOrder>) => {
      if ("end" in data) {
        workers.get(data.end)?.terminate();
        workers.delete(data.end);
        return;
      }
      const made = first ?? makeWorker(url);
      first = null;
      made.onTrouble = (message) => report({ failed: data.make, message });
      if (made.trouble !== null) made.onTrouble(made.trouble);
      if (made.worker === null) return;
      workers.set(data.make, made.worker);
      made.worker.postMessage(null, [...ports]);
    };
    report({ isOpen: true });
  };
  addEventListener("message", open);
}

addEventListener("DOMContentLoaded", begin);
