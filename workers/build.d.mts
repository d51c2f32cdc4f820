import type { Plugin } from "vite";

export interface CageHashes {
  /** "sha256-…" of the frame's script, for the page's policy; see `pageSources` in policy.mjs. */
  frameHash: string;
  /** SHA-256 of the wasm, as hex. */
  engineHash: string;
}

export interface CageBuild extends CageHashes {
  /** Text of the worker: one classic script, the wasm inside. */
  worker: string;
  /** Text of the frame's document. */
  frame: string;
  /** Files that it was made of. */
  inputs: string[];
}

export interface CageChoice {
  /** Entry of the worker, from the top of the repository. Default: workers/simulator.worker.ts. */
  entry?: string;
  /** Bytes to embed. Default: the built engine. */
  wasm?: Uint8Array;
  minify?: boolean;
}

export function buildCage(choice?: CageChoice): Promise<CageBuild>;
/** Those of a build with the choices that a site has, without building the worker. */
export function cageHashes(): Promise<CageHashes>;
/** The script of importer.ts. */
export function buildImporter(): Promise<{ text: string; inputs: string[] }>;
/** Serves what a page fetches of the worker as `virtual:daxlab/…`; see page/built.d.ts. */
export function cagePlugin(choice?: CageChoice): Plugin;
