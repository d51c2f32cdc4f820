/** Arguments of the command line: what they may be, and the way out for what they may not. */
import { parseArgs } from "node:util";
import { oneOf } from "../checks/near-names.ts";
import { KERNELS, POLICIES } from "../checks/shapes.ts";
import { FileError } from "../errors.ts";
import type { KernelId, PolicyId } from "../scene.ts";

/** Everything is as it should be. */
export const EXIT_OK = 0;
/** The work was done, and the answer is no: a difference, a violated invariant. */
export const EXIT_DIFFERENT = 1;
/** Wrong arguments, or a file that cannot be read as what it should be. */
export const EXIT_UNUSABLE = 2;

/** A wrong argument; its message is for the user. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export interface Arguments {
  values: Readonly<Record<string, string | undefined>>;
  flags: ReadonlySet<string>;
  files: readonly string[];
}

export function readArguments(args: readonly string[], values: readonly string[], flags: readonly string[]): Arguments {
  const options = Object.fromEntries([
    ...values.map((name) => [name, { type: "string" as const }]),
    ...[...flags, "help"].map((name) => [name, { type: "boolean" as const }]),
  ]);
  for (const arg of args) {
    const name = /^--([^=]+)/.exec(arg)?.[1];
    if (name !== undefined && !(name in options)) {
      throw new UsageError(`--${name}: expected ${oneOf("an option", name, Object.keys(options))}`);
    }
  }
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    const entries = Object.entries(parsed.values);
    return {
      values: Object.fromEntries(entries.filter(([, it]) => typeof it === "string")) as Record<string, string>,
      flags: new Set(entries.flatMap(([name, it]) => (it === true ? [name] : []))),
      files: parsed.positionals,
    };
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** The one file that is named; "-" is standard input. */
export function onlyFile(args: Arguments): string {
  const [file, ...more] = args.files;
  if (file === undefined || more.length > 0) throw new UsageError("name one file, or - for standard input");
  return file;
}

export function kernelOf(text: string | undefined): KernelId | undefined {
  return chosen("--kernel", text, KERNELS);
}
export function policyOf(text: string | undefined): PolicyId | undefined {
  return chosen("--policy", text, POLICIES);
}

export function chosen<T extends string>(option: string, text: string | undefined, all: readonly T[]): T | undefined {
  if (text === undefined || all.includes(text as T)) return text as T | undefined;
  throw new UsageError(`${option}: got ${text}, expected one of ${all.join(", ")}`);
}

export function wholeOf(option: string, text: string | undefined, usual: number): number {
  if (text === undefined) return usual;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError(`${option}: got ${text}, expected a whole number`);
}

/** Runs a program of the command line: help, errors as sentences, exit status. Never a stack for a mistake of the user. */
export async function runProgram(name: string, usage: string, act: (args: readonly string[]) => Promise<number>) {
  const args = process.argv.slice(2);
  if (args.includes("--help")) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  try {
    process.exitCode = await act(args);
  } catch (error) {
    process.exitCode = EXIT_UNUSABLE;
    if (error instanceof UsageError) process.stderr.write(`${name}: ${error.message}\n\n${usage}\n`);
    else if (error instanceof FileError) process.stderr.write(`${error.message}\n`);
    else throw error;
  }
}
