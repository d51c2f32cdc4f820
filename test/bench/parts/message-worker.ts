/** The worker of message.ts: the engine's store, loads checked for poison. */
import { ADDRESSES, type Asked, valueAt } from "./message-shapes.ts";

interface Store {
  memory: WebAssembly.Memory;
  alloc(lenBytes: number): number;
  pmemCreate(dev: number, sizeBytes: bigint): void;
  pmemLoad64(dev: number, offBytes: bigint, dst: number): number;
  pmemStore64(dev: number, offBytes: bigint, value: bigint): void;
}

let store: Store | null = null;
let room = 0;

async function open(wasm: ArrayBuffer): Promise<void> {
  const abort = () => {
    throw new Error("the store stopped");
  };
  const { instance } = await WebAssembly.instantiate(wasm, { env: { abort } });
  store = instance.exports as unknown as Store;
  store.pmemCreate(1, 1n << 44n);
  for (const it of ADDRESSES) store.pmemStore64(1, BigInt(it), BigInt(valueAt(it)));
  room = store.alloc(8) >>> 0;
}

function load(addresses: Float64Array): Float64Array<ArrayBuffer> {
  const values = new Float64Array(addresses.length);
  if (store === null) return values;
  const words = new Uint32Array(store.memory.buffer, room, 2);
  for (let i = 0; i < addresses.length; i++) {
    if (store.pmemLoad64(1, BigInt(addresses[i] ?? 0), room) === 0) throw new Error("a clean load met poison");
    values[i] = (words[0] ?? 0) + (words[1] ?? 0) * 2 ** 32;
  }
  return values;
}

const answer = (values: Float64Array<ArrayBuffer>): void =>
  (postMessage as (message: unknown, transfer: Transferable[]) => void)(values, [values.buffer]);

addEventListener("message", ({ data }: MessageEvent<Asked>) => {
  if ("addresses" in data) answer(load(data.addresses));
  else void open(data.wasm).then(() => answer(new Float64Array(0)));
});
