/**
 * Runs one of the project's TypeScript programs on any supported Node: installs what is missing, builds a stale
 * engine, then loads the program.
 *
 *   node engine/cli/run.mjs play FILE               a noun: engine/cli/play.ts
 *   node engine/cli/run.mjs test/bench/bench.ts     a path from the top of the repository
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { buildEntry } from "../build.mjs";
import { ensureInstalled, ROOT } from "../install.mjs";

const [program = "", ...args] = process.argv.slice(2);
const path = join(ROOT, program.endsWith(".ts") ? program : `engine/cli/${program}.ts`);
if (!existsSync(path)) {
  console.error(`There is no program "${program}" in this repository.`);
  process.exit(1);
}

ensureInstalled();
try {
  await buildEntry("index", (text) => process.stderr.write(text));
} catch (error) {
  console.error(error.message);
  process.exit(1);
}

// npm runs scripts at the top of the repository; a file is named from where the user stands.
if (process.env.npm_lifecycle_event && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
process.argv = [process.execPath, path, ...args];
const { register } = await import("tsx/esm/api");
register();
await import(pathToFileURL(path).href);
