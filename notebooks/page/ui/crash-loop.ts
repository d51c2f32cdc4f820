/**
 * Notices that this page broke off while a cell was running: a mark is set before a run and taken away after it. Found
 * again on opening, more than once within a few minutes, it is a loop that safe mode leads out of.
 */
import type { LocalStore } from "../keep.ts";

const KEY = "daxlab:running";
const WITHIN_MS = 5 * 60 * 1000;
const LOOP = 2;

interface Mark {
  page: string;
  at: number;
  /** Openings of this page that found a run broken off. */
  broken: number;
  isRunning: boolean;
}

export interface CrashLoop {
  /** True when the page has broken off at least twice in a row. */
  readonly isLoop: boolean;
  begins(): void;
  ends(): void;
}

export function watchCrashes(store: LocalStore | null, page: string, now: () => number = Date.now): CrashLoop {
  const found = read(store);
  const isOurs = found !== null && found.page === page && now() - found.at < WITHIN_MS;
  const broken = isOurs ? found.broken + (found.isRunning ? 1 : 0) : 0;
  const write = (isRunning: boolean) => {
    const mark: Mark = { page, at: now(), broken, isRunning };
    try {
      if (isRunning || broken > 0) store?.setItem(KEY, JSON.stringify(mark));
      else store?.removeItem(KEY);
    } catch {
      // Without a store there is no loop to be noticed.
    }
  };
  if (found !== null) write(false);
  return {
    isLoop: broken >= LOOP,
    begins: () => write(true),
    ends: () => write(false),
  };
}

function read(store: LocalStore | null): Mark | null {
  try {
    const mark = JSON.parse(store?.getItem(KEY) ?? "null") as Partial<Mark> | null;
    const isMark = typeof mark?.page === "string" && typeof mark.at === "number" && typeof mark.broken === "number";
    return isMark ? (mark as Mark) : null;
  } catch {
    return null;
  }
}
