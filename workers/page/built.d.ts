/** Made by the build (`workers/build.mjs`): the code of the worker and the document of the frame. */
declare module "virtual:daxlab/cage" {
  export const code: string;
  export const frame: string;
}

/** The engine, for the worker's code; see compose.mjs. */
declare module "virtual:daxlab/engine" {
  export const bytes: string;
}

/** The second script of a worker; see later.ts. */
declare module "virtual:daxlab/later" {
  export const script: string;
}

/** The importer of tool outputs, for the worker; see importer.ts. */
declare module "virtual:daxlab/importer" {
  export const importer: string;
}
