/** The worker of message.ts: the engine's store, loads checked for poison; one call answers a whole message. */
import { ADDRESSES, type Asked, valueAt } from "./message-shapes.ts";

/** The exports of engine/assembly/testing-message.ts. */
interface Store {
  memory: WebAssembly.Memory;
  alloc(lenBytes: number): number;
  pmemCreate(dev: number, sizeBytes: bigint): void;
  pmemStore64(dev: number, offBytes: bigint, value: bigint): void;
  loadAll(dev: number, addresses: number, n: number, values: number): number;
}

let store: Store | null = null;
let addressesAt = 0;
let valuesAt = 0;

async function open(wasm: ArrayBuffer): Promise<void> {
  const stop = () => {
    throw new Error("the store stopped");
  };
  const { instance } = await WebAssembly.instantiate(wasm, { env: { stop } });
  store = instance.exports as unknown as Store;
  store.pmemCreate(1, 1n << 44n);
  for (const it of ADDRESSES) store.pmemStore64(1, BigInt(it), BigInt(valueAt(it)));
  addressesAt = store.alloc(ADDRESSES.byteLength) >>> 0;
  valuesAt = store.alloc(ADDRESSES.byteLength) >>> 0;
}

/** Puts the values in the place of their addresses: the message goes back as it came, and nothing is copied on the way. */
function load(message: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  if (store === null) throw new Error("the store is not open");
  const { buffer } = store.memory;
  new Float64Array(buffer, addressesAt, message.length).set(message);
  const nrLoaded = store.loadAll(1, addressesAt, message.length, valuesAt);
  if (nrLoaded !== message.length) throw new Error("a clean load met poison");
  message.set(new Float64Array(buffer, valuesAt, message.length));
  return message;
}

const answer = (values: Float64Array<ArrayBuffer>): void =>
  (postMessage as (message: unknown, transfer: Transferable[]) => void)(values, [values.buffer]);

addEventListener("message", ({ data }: MessageEvent<Asked>) => {
  if ("addresses" in data) answer(load(data.addresses));
  else void open(data.wasm).then(() => answer(new Float64Array(0)));
});
