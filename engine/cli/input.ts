/** Files of the command line: a scenario or a recording, from disk or standard input; and JSON out, exact to the digit. */
import { readFileSync } from "node:fs";
import { parse, stringify } from "lossless-json";
import { validate } from "../checks/check.ts";
import { FileError, SceneError } from "../errors.ts";
import { type Fields, isFields } from "../recordings/fields.ts";
import { isRecording, type Plan, type PlanChoice, planOf } from "../recordings/recording.ts";
import type { MachineValue } from "../scene.ts";
import { positionAt, positionOf } from "./positions.ts";

export type Input =
  | { kind: "scenario"; file: string; value: MachineValue }
  | { kind: "recording"; file: string; recording: Fields; plan: Plan };

const STANDARD_INPUT = 0;

/** Throws a `FileError` that names line and column. */
export function readInput(file: string, choice: PlanChoice = {}): Input {
  const shown = file === "-" ? "standard input" : file;
  const text = readText(file, shown);
  const value = readJson(text, shown);
  try {
    if (isRecording(value)) return { kind: "recording", file, recording: value, plan: planOf(value, choice) };
    if (!isFields(value) || !("scene" in value)) {
      throw new FileError(
        shown,
        "is neither a scenario (scene, steps, seed) nor a recording (kernel, setup, events)",
        1,
        1,
      );
    }
    return { kind: "scenario", file, value: validate(withChoice(value, choice)) };
  } catch (error) {
    if (!(error instanceof SceneError)) throw error;
    const { line, column } = positionOf(text, error.path);
    throw new FileError(shown, error.message, line, column);
  }
}

/** `$schema` names the published schema for editors and is no part of the machine; the seed may be left out. */
function withChoice(value: Fields, choice: PlanChoice): unknown {
  const { $schema: _schema, seed = 1, ...rest } = value;
  if (!isFields(rest.scene)) return { ...rest, seed };
  const scene = { ...rest.scene };
  if (choice.kernel !== undefined) scene.kernel = choice.kernel;
  if (choice.policy !== undefined) scene.policy = choice.policy;
  return { ...rest, scene, seed };
}

function readText(file: string, shown: string): string {
  try {
    return readFileSync(file === "-" ? STANDARD_INPUT : file, "utf8").replace(/^\uFEFF/, "");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new FileError(shown, code === "ENOENT" ? "there is no such file" : `cannot be read (${code ?? "unknown"})`);
  }
}

/** Whole numbers beyond 2^53 as BigInt, all others as numbers. */
export function readJson(text: string, shown: string): unknown {
  try {
    return parse(text, undefined, (digits) => {
      const number = Number(digits);
      return Number.isSafeInteger(number) || !/^-?\d+$/.test(digits) ? number : BigInt(digits);
    });
  } catch (error) {
    const message = (error as Error).message;
    const offset = Number(/ at position (\d+)/.exec(message)?.[1] ?? text.length);
    const { line, column } = positionAt(text, offset);
    throw new FileError(shown, `is not JSON: ${message.replace(/ at position \d+/, "")}`, line, column);
  }
}

/** BigInt as bare digits. */
export function toJson(value: unknown): string {
  return `${stringify(value, undefined, 1) ?? "null"}\n`;
}
