/**
 * A cell as a script: one call of `DELIVER` with a function whose parameters are everything that the cell may use.
 * The cell's text begins on the script's second line and in its first column, so that positions are found again.
 */
import type { CellShape } from "./api.ts";

/** Name of the function that scripts hand their result to. */
export const DELIVER = "daxlabDeliver";

/** Lines of a script before the text. */
const LINES_BEFORE = 1;

export type CellFunction = (...scope: unknown[]) => unknown;

/** Gives the value of an expression, or an object of all names. */
export function cellScript(text: string, shape: CellShape, parameters: readonly string[]): string {
  const code = shape.code ?? text;
  const head = `${DELIVER}((${parameters.join(", ")}) => { "use strict";`;
  if (shape.expression) return `${head} return (\n${code}\n); })`;
  return `${head}\n${code}\nreturn { ${shape.names.join(", ")} }; })`;
}

/** A function of the given parameters that gives the value of one expression. */
export function expressionScript(expression: string, parameters: readonly string[]): string {
  return `${DELIVER}((${parameters.join(", ")}) => { "use strict"; return (\n${expression}\n); })`;
}

/**
 * Where in the text of the script `name` an error was thrown, as far as its stack tells; line 0: not known. Engines write
 * "at f (name:2:14)" or "f@name:2:14".
 */
export function positionIn(stack: string, name: string): { line: number; column: number } {
  for (const line of stack.split("\n")) {
    const at = line.lastIndexOf(`${name}:`);
    if (at < 0) continue;
    const found = /^(\d+):(\d+)/.exec(line.slice(at + name.length + 1));
    if (found !== null) return { line: Math.max(1, Number(found[1]) - LINES_BEFORE), column: Number(found[2]) };
  }
  return { line: 0, column: 0 };
}
