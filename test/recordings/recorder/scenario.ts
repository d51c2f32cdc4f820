/**
 * What is to be recorded. Two forms are read:
 *
 *   a scenario    {"name": …, "title": …, "hardware": …, "steps": [{"op": "mkfs", …}, …, {"op": "inject", …}]}
 *   a recording   its `setup[]` and `events[].inject` in the order of `seq`; what the kernel answered is not looked at
 *
 * so any recording can be recorded again, on its own kernel or on another one. README.md lists the steps.
 */
import { type Fields, isFields, maybeText, rows, text } from "../../../engine/recordings/fields.ts";
import type { Hardware } from "./guest.ts";

export interface Scenario {
  id: string;
  name: string;
  title: string;
  notes: string;
  hardware: Hardware;
  /** `op` is that of a recording's setup, or "inject". */
  steps: Fields[];
}

/** The machine of most given recordings: 768 MiB and 384 MiB. */
const USUAL = ["768M!512M", "384M!1408M"];

export function scenarioOf(value: unknown, file: string): Scenario {
  if (!isFields(value)) throw new Error(`${file}: expected an object`);
  const name = text(value, "name", file);
  const head = {
    id: maybeText(value, "id") ?? name.split("-")[0] ?? name,
    name,
    title: maybeText(value, "title") ?? name,
    notes: maybeText(value, "notes") ?? "",
  };
  if (Array.isArray(value.steps)) {
    return { ...head, hardware: hardwareOf(value.hardware), steps: rows(value, "steps", file) };
  }
  const injections = rows(value, "events", file).map((it) => ({ ...(it.inject as Fields), op: "inject" }) as Fields);
  const steps = [...rows(value, "setup", file), ...injections].sort((a, b) => Number(a.seq) - Number(b.seq));
  const vm = isFields(value.vm) ? maybeText(value.vm, "cmdline") : undefined;
  const memmap = [...(vm ?? "").matchAll(/memmap=(\S+)/g)].map((it) => it[1] ?? "");
  const hasLabels = steps.some((it) => /\binit-labels\b/.test(maybeText(it, "cmd") ?? ""));
  return {
    ...head,
    hardware:
      memmap.length > 0
        ? { memmap, nvdimmsMiB: [] }
        : { memmap: [], nvdimmsMiB: [640], ...(hasLabels ? { labelsKiB: 128 } : {}) },
    steps,
  };
}

function hardwareOf(value: unknown): Hardware {
  if (!isFields(value)) return { memmap: USUAL, nvdimmsMiB: [] };
  const list = (key: string) => (Array.isArray(value[key]) ? (value[key] as unknown[]) : []);
  return {
    memmap: list("memmap").map(String),
    nvdimmsMiB: list("nvdimmsMiB").map(Number),
    ...(typeof value.labelsKiB === "number" ? { labelsKiB: value.labelsKiB } : {}),
  };
}
