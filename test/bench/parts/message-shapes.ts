/** What the bench's page and its worker say to each other. */

/** First the store's code, answered by an empty list; then addresses to load, answered by the values there. */
export type Asked = { wasm: ArrayBuffer } | { addresses: Float64Array<ArrayBuffer> };

/** A thousand places all over a device of 16 TiB. */
export const ADDRESSES = Float64Array.from({ length: 1000 }, (_, i) => ((i * 7919) % 1000) * 2 ** 34 + i * 4096);

/** What was stored at an address: below 2^32. */
export const valueAt = (address: number): number => (address / 4096) % 65_521;
