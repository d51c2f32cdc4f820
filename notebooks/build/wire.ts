/** A value of the build's run in the form in which the page receives values from the worker. */
import type { Machine } from "../../engine/api.ts";
import { isMachine, viewOf } from "../../engine/machine.ts";
import type { Wire } from "../../workers/api.ts";
import { isFigure } from "../figures/figure.ts";
import { valueMarkup } from "../page/values.ts";

/** A cell's one value, under its name or none, or all of several. */
export type Named = readonly (readonly [name: string, value: unknown])[];

/** What a cell shows, as HTML: its figure, its value, or each of its values under its name. */
export function present(published: Named): string {
  const last = published.at(-1)?.[1];
  if (isFigure(last)) return last.markup();
  if (published.length < 2) return valueMarkup(wireOf(last));
  return valueMarkup(published.map(([name, value]) => [name, wireOf(value)]));
}

export function wireOf(value: unknown): Wire {
  if (isMachine(value)) return { kind: "machine", machine: viewOf(value) };
  if (typeof value === "function") return { kind: "function", name: value.name, source: String(value) };
  return { kind: "data", value: withViews(value) };
}

/** Machines inside of lists and objects as what they show. */
function withViews(value: unknown): unknown {
  if (isMachine(value)) return viewOf(value as Machine);
  if (Array.isArray(value)) return value.map(withViews);
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, withViews(it)]));
}
