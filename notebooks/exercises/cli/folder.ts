/**
 * What lies in a folder of hand-ins. Names are only ever shown, never used to build a path that is written; links are
 * not followed, and a file is looked at before it is read.
 */
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { MOST_BYTES } from "../hand-in.ts";

export interface Found {
  /** Path inside the folder, with "/" between its parts. */
  file: string;
  path: string;
  /** Why it is not read, or null. */
  refused: string | null;
}

const MOST_DEPTH = 4;
/** What systems leave in folders; not worth a line in the list. */
const SILENT = /^(\.DS_Store|Thumbs\.db|desktop\.ini|\.git|__MACOSX)$/i;

/** All files in a fixed order; `without` is the folder that is written. */
export function filesIn(folder: string, without: string): Found[] {
  const found: Found[] = [];
  const walk = (path: string, depth: number) => {
    for (const name of readdirSync(path).sort()) {
      const one = join(path, name);
      if (SILENT.test(name) || resolve(one) === resolve(without)) continue;
      const stat = lstatSync(one);
      const file = relative(folder, one).replaceAll("\\", "/");
      if (stat.isDirectory() && depth < MOST_DEPTH) walk(one, depth + 1);
      else found.push({ file, path: one, refused: refusal(stat) });
    }
  };
  walk(folder, 0);
  return found;
}

function refusal(stat: ReturnType<typeof lstatSync>): string | null {
  if (stat === undefined) return "gone";
  if (stat.isSymbolicLink()) return "a link, not a file";
  if (stat.isDirectory()) return `a folder more than ${MOST_DEPTH} deep`;
  if (!stat.isFile()) return "not a regular file";
  if (Number(stat.size) > MOST_BYTES) return `${stat.size} bytes; a hand-in has at most ${MOST_BYTES}`;
  return null;
}

export function readBytes(path: string): Uint8Array | string {
  try {
    return readFileSync(path);
  } catch (error) {
    return `cannot be read: ${(error as NodeJS.ErrnoException).code ?? "unknown"}`;
  }
}
