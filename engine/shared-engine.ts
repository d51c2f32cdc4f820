/**
 * One engine for all callers of the library in a realm. The first machine that is played compiles it, without waiting.
 *
 * Functions given to `holder` run in the caller's own realm; a page whose policy forbids compiling text cannot use them.
 */
import type { Machine, Player } from "./api.ts";
import { instantiateNow } from "./boundary/host.ts";
import { ReaderCalls } from "./boundary/readers.ts";
import wasm from "./build/engine.wasm";
import { type CellApi, makeCellApi } from "./machine.ts";
import { makePlayer } from "./play.ts";
import { type Comparison, compareRecording } from "./recordings/compare.ts";
import { type Prediction, predict } from "./recordings/predict.ts";
import { planOf } from "./recordings/recording.ts";

let shared: { player: Player; api: CellApi } | null = null;

function opened(): { player: Player; api: CellApi } {
  if (shared !== null) return shared;
  const compile = (source: string): unknown => new Function(`"use strict"; return (${source}\n);`)();
  const player = makePlayer(instantiateNow(wasm, new ReaderCalls({ compile, enter: () => undefined })));
  shared = { player, api: makeCellApi(player) };
  return shared;
}

/** A machine at power-on. Throws a `SceneError` that says where, what it got and what it expected. */
export const boot = (spec: Parameters<CellApi["boot"]>[0]): Machine => opened().api.boot(spec);

/** The machine of a value `{ scene, steps, seed }`, as `machine.value` gives it. */
export const machineOf = (value: unknown): Machine => opened().api.machineOf(value);

/** What the model predicts for a recording of a real kernel, from the recording's inputs alone. */
export function predictRecording(recording: Readonly<Record<string, unknown>>): Prediction {
  const plan = planOf(recording);
  return predict(plan, opened().player.run(plan.value));
}

/** The prediction beside what was recorded, on the points that must match. */
export function checkRecording(recording: Readonly<Record<string, unknown>>): Comparison {
  return compareRecording(recording, predictRecording(recording));
}
