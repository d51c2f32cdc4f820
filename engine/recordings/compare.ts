/**
 * Recording and prediction side by side, on the points of "What must match" in the recordings' README and no others. A
 * point that the recording does not have (outcomes removed, a probe that its kernel lacks) is not compared.
 */

import { type Fields, isFields, rows, words } from "./fields.ts";
import type { PredictedAccess, PredictedResult, PredictedSetup, PredictedSignal, Prediction } from "./predict.ts";
import { counted, MODELLED } from "./vocabulary.ts";

export interface Difference {
  /** "events[2].result.calls[4].args.offset". */
  path: string;
  recorded: unknown;
  predicted: unknown;
}

export interface Comparison {
  differences: Difference[];
  /** How many points were compared. */
  points: number;
}

class Points {
  readonly differences: Difference[] = [];
  points = 0;

  compare(path: string, recorded: unknown, predicted: unknown): void {
    this.points++;
    if (!sameValue(recorded, predicted)) this.differences.push({ path, recorded, predicted });
  }
}

export function compareRecording(recording: Fields, prediction: Prediction): Comparison {
  const points = new Points();
  const missing = new Set(words(recording, "probes_unavailable"));
  rows(recording, "events", "recording").forEach((event, i) => {
    const predicted = prediction.events[i]?.result;
    const path = `events[${i}].result`;
    if (predicted === undefined) points.compare(path, "an injection", "nothing");
    else if (isFields(event.result)) compareResult(event.result, predicted, path, missing, points);
  });
  const setup = rows(recording, "setup", "recording");
  for (const predicted of prediction.setup) {
    const index = setup.findIndex((it) => it.seq === predicted.seq && it.op === predicted.op);
    const step = setup[index];
    if (step !== undefined) compareSetup(step, predicted, `setup[${index}]`, points);
  }
  return { differences: points.differences, points: points.points };
}

function compareResult(
  recorded: Fields,
  predicted: PredictedResult,
  path: string,
  missing: ReadonlySet<string>,
  points: Points,
): void {
  const has = (key: string): boolean => recorded[key] !== undefined;
  if (has("errno_name")) points.compare(`${path}.errno_name`, recorded.errno_name, predicted.errno_name);
  if (has("calls")) compareCalls(rows(recorded, "calls", path), predicted.calls, `${path}.calls`, missing, points);
  if (has("signals")) compareSignals(rows(recorded, "signals", path), predicted.signals, `${path}.signals`, points);
  if (has("holders_after")) points.compare(`${path}.holders_after`, recorded.holders_after, predicted.holders_after);
  if (has("fs_state_after")) {
    for (const { target, state } of rows(recorded, "fs_state_after", path)) {
      const found = predicted.fs_state_after.find((it) => it.target === target);
      points.compare(`${path}.fs_state_after[${String(target)}]`, state, found?.state);
    }
  }
  if (has("next_access"))
    compareAccesses(rows(recorded, "next_access", path), predicted, `${path}.next_access`, points);
}

type CallFields = { fn: string; args: Fields; ret: unknown; depth: number };

function modelledCalls(calls: readonly Fields[], missing: ReadonlySet<string>): CallFields[] {
  const counts = (it: Fields): boolean => typeof it.fn === "string" && it.fn in MODELLED && !missing.has(it.fn);
  return counted(calls, (it) => Number(it.depth), counts).map(([it, depth]) => ({
    fn: String(it.fn),
    args: isFields(it.args) ? it.args : {},
    ret: it.returned === false ? "never returned" : it.ret,
    depth,
  }));
}

function compareCalls(
  recorded: readonly Fields[],
  predicted: PredictedResult["calls"],
  path: string,
  missing: ReadonlySet<string>,
  points: Points,
): void {
  const left = modelledCalls(recorded, missing);
  const right = modelledCalls(predicted as unknown as readonly Fields[], missing);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const [before, after] = [left[i], right[i]];
    const here = `${path}[${i}]`;
    if (before?.fn !== after?.fn || before === undefined || after === undefined) {
      points.compare(`${here}.fn`, before?.fn, after?.fn);
      return;
    }
    points.compare(`${here}.depth`, before.depth, after.depth);
    for (const name of MODELLED[before.fn] ?? []) {
      points.compare(`${here}.args.${name}`, before.args[name] ?? null, after.args[name] ?? null);
    }
    points.compare(`${here}.ret`, before.ret, after.ret);
  }
}

/** The same processes with the same codes; every one that arrived is among those that were sent. */
function compareSignals(
  recorded: readonly Fields[],
  sent: readonly PredictedSignal[],
  path: string,
  points: Points,
): void {
  const kinds = (list: readonly { process?: unknown; si_code_name?: unknown }[]) =>
    [...new Set(list.map((it) => `${String(it.process)} ${String(it.si_code_name)}`))].sort();
  points.compare(path, kinds(recorded), kinds(sent));
  recorded.forEach((it, i) => {
    const isAlike = (one: PredictedSignal) =>
      one.process === it.process &&
      one.si_code_name === it.si_code_name &&
      one.map === it.map &&
      one.addr_offset_in_mapping === it.addr_offset_in_mapping &&
      (it.lsb === null || one.lsb === it.lsb);
    const found = sent.find(isAlike) ?? null;
    if (found === null) points.compare(`${path}[${i}]`, it, sent);
    else points.compare(`${path}[${i}]`, true, true);
  });
}

function compareAccesses(recorded: readonly Fields[], result: PredictedResult, path: string, points: Points): void {
  points.compare(`${path}.length`, recorded.length, result.next_access.length);
  recorded.forEach((it, i) => {
    const predicted: PredictedAccess | undefined = result.next_access[i];
    const here = `${path}[${i}]`;
    for (const key of ["process", "map", "offset_in_mapping", "load"] as const) {
      points.compare(`${here}.${key}`, it[key], predicted?.[key]);
    }
    const present = it.pte_present_before_access;
    if (typeof present === "boolean") {
      points.compare(`${here}.pte_present_before_access`, present, predicted?.pte_present_before_access);
    }
  });
}

function compareSetup(recorded: Fields, predicted: PredictedSetup, path: string, points: Points): void {
  const has = (key: string): boolean => recorded[key] !== undefined;
  if (has("errno_name")) points.compare(`${path}.errno_name`, recorded.errno_name, predicted.errno_name);
  if (has("dax_enabled")) points.compare(`${path}.dax_enabled`, recorded.dax_enabled, predicted.dax_enabled);
  if (has("holders_after")) points.compare(`${path}.holders_after`, recorded.holders_after, predicted.holders_after);
  if (!has("calls") || predicted.op !== "mount") return;
  const claims = (calls: readonly Fields[]) =>
    calls.flatMap((it) => {
      if (it.fn !== "fs_dax_get_by_bdev") return [];
      const args = isFields(it.args) ? it.args : {};
      return [{ dev: args.dev ?? null, holder: args.holder ?? null, refused: it.ret === null }];
    });
  points.compare(
    `${path}.calls`,
    claims(rows(recorded, "calls", path)),
    claims(predicted.calls as unknown as Fields[]),
  );
}

/** Whole numbers are equal whether they are BigInt or not; the order of fields does not count. */
function sameValue(left: unknown, right: unknown): boolean {
  if (typeof left === "bigint" || typeof right === "bigint") {
    return isWhole(left) && isWhole(right) && BigInt(left) === BigInt(right);
  }
  if (Object.is(left, right)) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && sameValue((left as Fields)[key], (right as Fields)[key]));
}

const isWhole = (it: unknown): it is number | bigint => typeof it === "bigint" || Number.isInteger(it);
