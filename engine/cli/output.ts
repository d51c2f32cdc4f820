/** How the command line shows runs, predictions and differences as text. */
import type { Run } from "../api.ts";
import type { Difference } from "../recordings/compare.ts";
import type { Prediction } from "../recordings/predict.ts";
import type { Call } from "../recordings/vocabulary.ts";
import { returned, runTree, table } from "../sentences/text.ts";
import { UsageError } from "./arguments.ts";

export type Format = "json" | "tree" | "table";
export const FORMATS: readonly Format[] = ["json", "tree", "table"];

export function runText(run: Run, format: Format): string {
  return format === "tree" ? runTree(run) : runTable(run);
}

function runTable(run: Run): string {
  const rows = run.outcomes.map((outcome, i) => {
    const inStep = run.signals.filter((it) => it.seq >= outcome.from && it.seq < outcome.to);
    const told = [...new Set(inStep.map((it) => it.process))].join(", ");
    return [
      String(i + 1),
      outcome.op,
      outcome.errno ?? "never returned",
      String(outcome.to - outcome.from),
      told || "-",
    ];
  });
  return table([["step", "op", "errno", "events", "signalled"], ...rows]);
}

export function predictionText(prediction: Prediction, format: Format): string {
  return format === "tree" ? predictionTree(prediction) : predictionTable(prediction);
}

function predictionTree({ events }: Prediction): string {
  const lines = events.flatMap(({ inject, result }, i) => [
    `injection ${i}: ${String(inject.label ?? inject.how ?? "")}`,
    ...result.calls.map((it) => `  ${"  ".repeat(it.depth)}${callText(it)}`),
    `  errno ${result.errno_name ?? "-"}${result.crash === undefined ? "" : `; ${result.crash}`}`,
  ]);
  return `${lines.join("\n")}\n`;
}

function callText(call: Call): string {
  const args = Object.entries(call.args).map(([name, value]) => `${name}=${value ?? "NULL"}`);
  const ret = call.returned === false ? "never returned" : returned(call.ret as number | string | null);
  return `${call.fn}(${args.join(" ")}) -> ${ret}`;
}

function predictionTable({ events }: Prediction): string {
  const rows = events.map(({ result }, i) => [
    String(i),
    result.errno_name ?? "-",
    [...new Set(result.signals.map((it) => it.process))].join(", ") || "-",
    Object.entries(result.holders_after)
      .map(([device, holder]) => `${device}:${holder ?? "-"}`)
      .join(" ") || "-",
    result.fs_state_after.map((it) => `${it.target} ${it.state}`).join(", ") || "-",
  ]);
  return table([["injection", "errno", "signalled", "holders", "filesystems"], ...rows]);
}

export function differencesText(differences: readonly Difference[], points: number): string {
  if (differences.length === 0) return `all ${points} points match\n`;
  const rows = differences.map((it) => [it.path, valueText(it.recorded), valueText(it.predicted)]);
  return `${table([["where", "recorded", "predicted"], ...rows])}${differences.length} of ${points} points differ\n`;
}

export function valueText(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = JSON.stringify(value, (_key, it: unknown) => (typeof it === "bigint" ? `${it}` : it)) ?? String(value);
  return text.length > 160 ? `${text.slice(0, 157)}…` : text;
}

export function formatOf(text: string | undefined): Format {
  if (text === undefined) return "json";
  if (FORMATS.includes(text as Format)) return text as Format;
  throw new UsageError(`--format: got ${text}, expected one of ${FORMATS.join(", ")}`);
}
