/**
 * What the scripts of released engines hand over. `v/releases.js` lists them, `v/<n>/cage.js` is the worker of one, for
 * the cage. Both are classic scripts that call a function with JSON; written by embed/cli/releases.ts.
 */
export const LIST_HANDOVER = "daxlabReleases";
export const CAGE_HANDOVER = "daxlabRelease";

/** `?engine=current`: the page's own, whatever a link names. */
export const CURRENT = "current";

export interface ReleaseIndex {
  v: 1;
  releases: readonly {
    n: number;
    /** SHA-256 of the wasm, as hex. */
    hash: string;
    /** PROTOCOL of its worker; null: it has none, and runs in the grader only. */
    protocol: number | null;
  }[];
}

export interface ReleaseCage {
  v: 1;
  hash: string;
  protocol: number;
  /** Texts of two scripts, as `CageSource` and `useImporter` want them. */
  worker: string;
  importer: string;
}

/** So much of a hash names an engine in an address. */
export const HASH_DIGITS = 12;
export const isHash = (text: string): boolean => /^[0-9a-f]{12,64}$/.test(text);
export const shortHash = (hash: string): string => hash.slice(0, HASH_DIGITS);
