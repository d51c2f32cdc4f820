/** Published functions travel as source: they may use their parameters, the cell API and the language. */
import type { CellFault, CellShape, Wire } from "./api.ts";

/** The fault of the first published function that uses something else; loads a parser where the build has not read it. */
export async function strayFunction(
  text: string,
  shape: CellShape,
  values: Readonly<Record<string, Wire>>,
): Promise<CellFault | null> {
  for (const [name, wire] of Object.entries(values)) {
    if (wire.kind !== "function") continue;
    const declared = shape.functions?.find((it) => text.slice(it.start, it.end) === wire.source);
    const strays = declared?.strays ?? (await readStrays(wire.source));
    if (strays.length === 0) continue;
    const message =
      `${name} uses ${strays.join(" and ")}. A published function may use only its parameters and the cell API: ` +
      `give it ${strays.length === 1 ? "that" : "those"} as a parameter.`;
    return { name: "CellError", message, ...positionOf(text, declared?.start) };
  }
  return null;
}

async function readStrays(source: string): Promise<readonly string[]> {
  const { straysOfFunction } = await import("../notebooks/exercises/cells.ts");
  return straysOfFunction(source);
}

function positionOf(text: string, start: number | undefined): { line: number; column: number } {
  if (start === undefined) return { line: 0, column: 0 };
  const lines = text.slice(0, start).split("\n");
  return { line: lines.length, column: (lines.at(-1) ?? "").length + 1 };
}
