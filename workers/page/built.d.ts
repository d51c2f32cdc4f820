/** Made by the build (`workers/build.mjs`): the worker with the wasm inside, and the document of the frame. */
declare module "virtual:daxlab/cage" {
  export const worker: string;
  export const frame: string;
}

/** The importer of tool outputs, for the worker; see importer.ts. */
declare module "virtual:daxlab/importer" {
  export const importer: string;
}
