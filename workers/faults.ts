/** Whatever a cell threw, as data. Nothing that was thrown is trusted: not its getters, not its length. */
import type { CellFault } from "./api.ts";
import { positionIn } from "./cell-script.ts";

/** A mistake of a cell that is found around it rather than in it. */
export class CellMistake extends Error {
  override name = "CellError";
}

const MOST_CHARACTERS = 2000;

/** `script` is the name under which stacks know the cell's script. */
export function faultOf(thrown: unknown, script: string): CellFault {
  const name = field(thrown, "name") ?? "Error";
  const message = field(thrown, "message") ?? described(thrown);
  const path = name === "SceneError" ? field(thrown, "path") : null;
  const { line, column } = positionIn(field(thrown, "stack") ?? "", script);
  const told = inPlainWords(name, message);
  return { name: told.name, message: told.message, line, column, ...(path === null ? {} : { path }) };
}

function field(thrown: unknown, key: string): string | null {
  try {
    const value: unknown = Object(thrown)[key];
    return typeof value === "string" ? value.slice(0, MOST_CHARACTERS) : null;
  } catch {
    return null;
  }
}

function described(thrown: unknown): string {
  try {
    return `threw ${typeof thrown === "object" && thrown !== null ? Object.prototype.toString.call(thrown) : String(thrown)}`.slice(
      0,
      200,
    );
  } catch {
    return "threw something that cannot be described";
  }
}

/** Engines have their own words for running out of things. */
function inPlainWords(name: string, message: string): { name: string; message: string } {
  if (/call stack|too much recursion/i.test(message)) {
    return { name: "RangeError", message: "a function calls itself without an end (out of stack)" };
  }
  if (isMemory(name, message)) return { name: "RangeError", message: `out of memory (${message})` };
  return { name, message };
}

export const isMemory = (name: string, message: string): boolean =>
  /^(RangeError|InternalError|Error)$/.test(name) &&
  /out of memory|allocation|invalid (string|array( buffer)?) length|length exceeds|too large/i.test(message);
