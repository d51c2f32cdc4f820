/** How a text reads, found out on the page: loads the parser, which pages without an edit do without. */
import type { CellFault, CellShape } from "../api.ts";

type Parser = typeof import("../../notebooks/exercises/cells.ts");

/** A module that is there already is yet given a task later, which may be a frame later. */
let parsing: Promise<Parser> | null = null;

function parser(): Promise<Parser> {
  parsing ??= import("../../notebooks/exercises/cells.ts").catch((error: unknown) => {
    parsing = null;
    throw error;
  });
  return parsing;
}

export async function readShape(text: string): Promise<CellShape | CellFault> {
  const { readCell } = await parser();
  try {
    const { text: code, ...shape } = readCell(text);
    return code === text ? shape : { ...shape, code };
  } catch (error) {
    const { name, message, line, column, fix } = error as Error & { line: number; column: number; fix?: string };
    return { name, message, line, column, ...(fix === undefined ? {} : { fix }) };
  }
}
