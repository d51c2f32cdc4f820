/** What the engine weighs on its way to a reader, and how long an author waits for it. */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { buildEntry } from "../../../engine/build.mjs";
import { type Row, timed } from "../measure.ts";

const ROOT = join(import.meta.dirname, "../../..");
const OUT = ".cache/bench/engine.wasm";
/** As the compiler left it, before it was marked with the hash of the scripts that belong to it. */
const COMPILED = "engine/build/engine-compiled.wasm";
const KB = 1000;

let rawBytes = Number.NaN;
let gzipBytes = Number.NaN;
let buildSeconds = Number.NaN;

interface Compiler {
  main(options: string[]): Promise<{ error: Error | null }>;
}

/** Compiles the engine with the options of its own build, into a folder that nobody looks at. */
async function compile(): Promise<void> {
  mkdirSync(join(ROOT, ".cache/bench"), { recursive: true });
  const { default: asc } = (await import("assemblyscript/asc")) as unknown as { default: Compiler };
  const options = ["--config", "engine/asconfig.json", "--baseDir", ROOT, "--outFile", OUT];
  const { error } = await asc.main(["engine/assembly/index.ts", ...options]);
  if (error) throw error;
}

const size: Row = {
  name: "engine-size",
  means: "The engine as it is loaded, and its build from sources that changed.",
  operation: "build",
  note: "The goal is that of a prototype without filesystems, processes and versions of the kernel. Tried: the compiler's size levels, a second optimiser over five builds (71.1 kB and 34.2 kB at best), functions and locals in another order, merging similar functions, numbers in place of texts in what stops the engine.",
  goals: [],
  limits: [
    { what: "wasm", atMost: 64, unit: "kB", value: () => rawBytes / KB },
    { what: "wasm, gzip", atMost: 24, unit: "kB", value: () => gzipBytes / KB },
    { what: "build", atMost: 10, unit: "s", value: () => buildSeconds },
  ],
  async prepare() {
    const wasm = readFileSync(await buildEntry());
    rawBytes = wasm.length;
    gzipBytes = gzipSync(wasm, { level: 9 }).length;
    const start = process.hrtime.bigint();
    await compile();
    buildSeconds = Number(process.hrtime.bigint() - start) / 1e9;
    if (!readFileSync(join(ROOT, OUT)).equals(readFileSync(join(ROOT, COMPILED))))
      throw new Error("engine-size: two builds of the same sources differ");
    return { sides: [{ name: "ours", run: () => timed(() => 0) }], operations: 1 };
  },
};

export const SIZE_ROWS: readonly Row[] = [size];
