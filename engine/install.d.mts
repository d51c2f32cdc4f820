import type { SpawnSyncOptions, SpawnSyncReturns } from "node:child_process";

/** The folder of package.json. */
export const ROOT: string;
/** Why an install is needed, or `undefined`. */
export function staleness(): string | undefined;
export function npm(args: string[], options?: SpawnSyncOptions): SpawnSyncReturns<Buffer | string>;
export function requireNode(): void;
/** Installs what is missing or stale; silent when there is nothing to do. */
export function ensureInstalled(): void;
