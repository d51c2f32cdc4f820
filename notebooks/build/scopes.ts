/** What cells may use when the build runs them: the cell API on the real engine, the figures, and the engine's hash. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { makeCellApi } from "../../engine/machine.ts";
import * as viewScope from "../page/view-scope.ts";
import type { Scopes } from "./cells.ts";

/** Names of `view-scope.ts` that are the build's, not the author's. */
const INNER = new Set(["recordingFrom"]);

export async function openScopes(root: string): Promise<Scopes & { engineHash: string }> {
  const wasm = Buffer.from(root);
  const api = makeCellApi({
    run() {
      throw new Error("engine is not there yet");
    },
    bytes() {
      throw new Error("no");
    },
    ladder() {
      throw new Error("no");
    },
  });
  const view = Object.fromEntries(Object.entries(viewScope).filter(([name]) => !INNER.has(name)));
  for (const n of "callTree memoryMap structureDiff".split(" "))
    (view as Record<string, unknown>)[n] ??= () => {
      throw new Error("figure is not there yet");
    };
  return { simulation: { ...api }, view, engineHash: createHash("sha256").update(wasm).digest("hex") };
}
