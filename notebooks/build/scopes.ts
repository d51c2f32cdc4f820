/** What cells may use when the build runs them: the cell API on the real engine, the figures, and the engine's hash. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { instantiate } from "../../engine/boundary/host.ts";
import { ReaderCalls } from "../../engine/boundary/readers.ts";
import { buildEntry } from "../../engine/build.mjs";
import { importValue } from "../../engine/import/import-machine.ts";
import { makeCellApi } from "../../engine/machine.ts";
import { makePlayer } from "../../engine/play.ts";
import * as viewScope from "../page/view-scope.ts";
import type { Scope, Scopes } from "./cells.ts";

/** Names of `view-scope.ts` that are the build's, not the author's. */
const INNER = new Set(["recordingFrom"]);

export async function openScopes(): Promise<Scopes & { engineHash: string }> {
  const wasm = readFileSync(await buildEntry());
  const scope: { api: Scope } = { api: {} };
  // A lesson's holders are the author's: they see the cell API, as in the worker.
  const compile = (source: string): unknown =>
    new Function(...Object.keys(scope.api), `"use strict"; return (${source}\n);`)(...Object.values(scope.api));
  const readers = new ReaderCalls({ compile, enter: () => undefined });
  const api = makeCellApi(makePlayer(await instantiate(wasm, readers)), importValue);
  scope.api = { ...api };
  const view = Object.fromEntries(Object.entries(viewScope).filter(([name]) => !INNER.has(name)));
  return { simulation: scope.api, view, engineHash: createHash("sha256").update(wasm).digest("hex") };
}
