/**
 * What a lesson's cells gave, as text for review: one part per cell, values as they are shown, machines with the events
 * of their last step. A change of the engine, of a figure's words or of a lesson shows here as a difference of lines.
 */
import type { Machine } from "../../engine/api.ts";
import { isMachine } from "../../engine/machine.ts";
import { eventLine } from "../../engine/sentences/text.ts";
import { isFigure } from "../figures/figure.ts";
import { proseText } from "../page/prose-text.ts";
import type { BuiltLesson } from "./lesson-build.ts";

/** Events of one step; more are counted only. */
const MOST_EVENTS = 60;
/** Entries of a list; more are counted only. */
const MOST_ENTRIES = 40;

export function transcript(built: BuiltLesson): string {
  const parts = built.lesson.cells.flatMap((cell) => {
    if (cell.kind === "prose") {
      const values = built.ran.prose.get(cell.id) ?? [];
      return values.length === 0 ? [] : [`${cell.slug}:\n${values.map((it) => `  ${proseText(it)}`).join("\n")}`];
    }
    return [`${cell.slug}:\n${indented(shownText(built.ran.shown.get(cell.slug)))}`];
  });
  return `${built.lesson.title}\n\n${parts.join("\n\n")}\n`;
}

const indented = (text: string): string =>
  text
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");

function shownText(value: unknown): string {
  if (isFigure(value)) return `figure ${value.name}: ${value.caption}`;
  if (isMachine(value)) return machineText(value);
  if (typeof value === "function") return `function ${value.name}`;
  if (!Array.isArray(value)) return exact(value);
  const lines = value.slice(0, MOST_ENTRIES).map(exact);
  if (value.length > MOST_ENTRIES) lines.push(`… ${value.length - MOST_ENTRIES} more`);
  return lines.join("\n");
}

/** JSON, in which machines are their last step and big integers keep their n. */
function exact(value: unknown): string {
  const text = JSON.stringify({ value }, function (this: Record<string, unknown>, key, given: unknown) {
    // A machine would be its value by now.
    const it = isMachine(this[key]) ? this[key] : given;
    if (isMachine(it)) return `machine, ${it.outcome.op}: ${it.outcome.errno ?? "never returned"}`;
    if (ArrayBuffer.isView(it)) return [...new Uint8Array(it.buffer, it.byteOffset, it.byteLength)].join(" ");
    return typeof it === "bigint" ? `${it}n` : it;
  });
  return text === "{}" ? String(value) : text.slice('{"value":'.length, -1);
}

function machineText(machine: Machine): string {
  const { kernel, policy, length, outcome, events, told, state } = machine;
  const head = `machine ${kernel}, policy ${policy}, ${length} steps; ${outcome.op}: ${outcome.errno ?? "never returned"}`;
  const lines = events.slice(0, MOST_EVENTS).map((it) => eventLine(it).replace(/^\d+ /, ""));
  if (events.length > MOST_EVENTS) lines.push(`… ${events.length - MOST_EVENTS} more`);
  const broken = state.invariants
    .filter((it) => !it.holds)
    .map((it) => `invariant ${it.id} broken: ${it.witness ?? ""}`);
  return [head, ...lines, `told: ${told.join(", ") || "nobody"}`, ...broken].join("\n");
}
