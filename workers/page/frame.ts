/**
 * The script of the frame around the workers. It knows one source text, makes workers of it and ends them when it is
 * told to by the page, and listens to nothing that a worker says: what a worker and the page have to say to each
 * other goes through ports that the page made. Built to a text of its own, whose hash the page's policy names.
 */

export type FrameOrder = { make: number } | { end: number };

/** `failed`: number of a worker that could not be made, or that died. */
export type FrameReport = { isOpen: true } | { failed: number; message: string };

function open(event: MessageEvent): void {
  const [control] = event.ports;
  if (event.source !== parent || control === undefined) return;
  removeEventListener("message", open);
  const url = URL.createObjectURL(new Blob([event.data as string], { type: "text/javascript" }));
  const workers = new Map<number, Worker>();
  const report = (it: FrameReport): void => control.postMessage(it);
  control.onmessage = ({ data, ports }: MessageEvent<FrameOrder>) => {
    if ("end" in data) {
      workers.get(data.end)?.terminate();
      workers.delete(data.end);
      return;
    }
    const failed = (message: string): void => report({ failed: data.make, message });
    try {
      const worker = new Worker(url);
      workers.set(data.make, worker);
      worker.onerror = (error) => failed(error.message);
      worker.onmessageerror = () => failed("a message could not be read");
      worker.postMessage(null, [...ports]);
    } catch (error) {
      failed(String(error));
    }
  };
  report({ isOpen: true });
}

addEventListener("message", open);
