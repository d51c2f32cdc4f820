/** On the bench's own page: a thousand operations in one message to a worker, as a multiple of an empty round trip. */
import { ADDRESSES, type Asked, valueAt } from "./message-shapes.ts";

const LOOPS = 50;

/** The clock of a page has steps of a tenth of a millisecond, so round trips are timed in a row. */
async function message(): Promise<number> {
  const worker = new Worker("message-worker.js");
  const ask = (asked: Asked, transfer: Transferable[] = []): Promise<Float64Array> =>
    new Promise((done, fail) => {
      worker.onmessage = ({ data }: MessageEvent<Float64Array>) => done(data);
      worker.onerror = ({ message }) => fail(new Error(message));
      worker.postMessage(asked, transfer);
    });
  await ask({ wasm: await (await fetch("store.wasm")).arrayBuffer() });
  const none = () => ask({ addresses: new Float64Array(0) });
  const thousand = async () => {
    const values = await ask({ addresses: ADDRESSES });
    const isEqual = values.length === ADDRESSES.length && values.every((it, i) => it === valueAt(ADDRESSES[i] ?? 0));
    if (!isEqual) throw new Error("the worker loaded other values than were stored");
  };
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const start = performance.now();
    for (let i = 0; i < LOOPS; i++) await work();
    return performance.now() - start;
  };
  await timed(none);
  await timed(thousand);
  const ratio = (await timed(thousand)) / (await timed(none));
  worker.terminate();
  return ratio;
}

Object.assign(globalThis, { message });
