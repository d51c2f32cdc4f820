/** On the bench's own page: a thousand operations in one message to a worker, as a multiple of an empty round trip. */
import { median } from "../measure.ts";
import { ADDRESSES, type Asked, valueAt } from "./message-shapes.ts";

/** The clock of a page has steps of a tenth of a millisecond, so that many round trips are timed in a row. */
const LOOPS = 100;
const WARM_UPS = 3;
const ROUNDS = 9;

async function message(): Promise<number> {
  const worker = new Worker("message-worker.js");
  const ask = (asked: Asked, transfer: Transferable[] = []): Promise<Float64Array> =>
    new Promise((done, fail) => {
      worker.onmessage = ({ data }: MessageEvent<Float64Array>) => done(data);
      worker.onerror = ({ message }) => fail(new Error(message));
      worker.postMessage(asked, transfer);
    });
  const load = (addresses: Float64Array<ArrayBuffer>) => ask({ addresses }, [addresses.buffer]);
  await ask({ wasm: await (await fetch("store.wasm")).arrayBuffer() });
  const none = () => load(new Float64Array(0));
  const thousand = async () => {
    const values = await load(ADDRESSES.slice());
    const isEqual = values.length === ADDRESSES.length && values.every((it, i) => it === valueAt(ADDRESSES[i] ?? 0));
    if (!isEqual) throw new Error("the worker loaded other values than were stored");
  };
  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const start = performance.now();
    for (let i = 0; i < LOOPS; i++) await work();
    return performance.now() - start;
  };
  const ratios: number[] = [];
  for (let round = -WARM_UPS; round < ROUNDS; round++) {
    const empty = await timed(none);
    const ratio = (await timed(thousand)) / empty;
    if (round >= 0) ratios.push(ratio);
  }
  worker.terminate();
  return median(ratios);
}

Object.assign(globalThis, { message });
