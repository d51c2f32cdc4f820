/** Made by the build (`workers/build.mjs`); the bytes are a parameter of the script around the worker, see compose.mjs. */
declare module "virtual:daxlab/wasm" {
  /** Bytes of the engine, deflated, as base64. */
  export const deflated: string;
  /** SHA-256 of the bytes, as hex. */
  export const hash: string;
}
