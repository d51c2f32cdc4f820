/** Builds one entry of engine/assembly when its sources have changed and gives the path of its wasm. */
export function buildEntry(entry?: string, log?: (text: string) => void): Promise<string>;
/** Builds what the site and the tests need. */
export function buildEngine(log?: (text: string) => void): Promise<void>;
/** The constants that both compilers read, as paths from the root. */
export function constantFiles(): string[];
