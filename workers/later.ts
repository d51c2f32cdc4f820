/**
 * Functions that no first answer needs: views that few cells ask for, and the words for what is wrong. They come into a worker as a second script: before a text that names one of them,
 * and into every worker once the page has it. The build puts a call of `later` in the place of their modules (`LATER` in
 * build.mjs); where nothing is built they are imported as ever, and none is ever missed.
 *
 * A name that is put together while a cell runs is not found in its text. Such a cell finds the function missing, and is run
 * again when it has come: callers ask `wasMissed` after each run.
 */

/** What later-script.ts delivers. */
export type LaterParts = Readonly<Record<string, (...given: never[]) => unknown>>;

let parts: LaterParts | null = null;
let isMissed = false;

export function takeLater(delivered: LaterParts): void {
  parts = Object.freeze(delivered);
}

export function later(name: string, given: readonly unknown[]): unknown {
  const part = parts?.[name];
  if (part !== undefined) return part(...(given as never[]));
  isMissed = true;
  throw new Error(`${name} could not be fetched: run this again when there is a connection`);
}

/** Whether one was called before it was there, since the last time somebody asked. */
export function wasMissed(): boolean {
  const was = isMissed;
  isMissed = false;
  return was;
}
