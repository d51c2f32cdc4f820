/** How a text reads, found out on the page: loads the parser, which pages without an edit do without. */
import type { CellFault, CellShape } from "../api.ts";

export async function readShape(text: string): Promise<CellShape | CellFault> {
  const { readCell } = await import("../../notebooks/exercises/cells.ts");
  try {
    const { text: code, ...shape } = readCell(text);
    return code === text ? shape : { ...shape, code };
  } catch (error) {
    const { name, message, line, column, fix } = error as Error & { line: number; column: number; fix?: string };
    return { name, message, line, column, ...(fix === undefined ? {} : { fix }) };
  }
}
