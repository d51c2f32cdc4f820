/** Programs for the interpreter and for threads, as texts: bundled from their sources, which a thread cannot import. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = fileURLToPath(new URL(".", import.meta.url));

/** The interpreter's own wasm. */
export function interpreterBytes(): ArrayBuffer {
  const path = createRequire(import.meta.url).resolve("@jitl/quickjs-wasmfile-release-sync/wasm");
  const bytes = readFileSync(path);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}

/** A module of this folder that exports `open(hostCall)`, as the expression that a `Guest` needs. */
export async function guestSource(name: "guest" | "holder-guest"): Promise<string> {
  const text = await bundle(name, { format: "iife", globalName: "daxlabGuest", platform: "neutral" });
  return `(hostCall) => { "use strict"; ${text}; return daxlabGuest.open(hostCall); }`;
}

/** thread.ts with all it needs, as one CommonJS script. A package in it asks for its own address, which a text has not. */
export function threadSource(): Promise<string> {
  const define = { "import.meta.url": JSON.stringify("file:///thread.js") };
  return bundle("thread", { format: "cjs", platform: "node", define, minifyIdentifiers: true });
}

type Format = {
  format: "iife" | "cjs";
  globalName?: string;
  platform: "neutral" | "node";
  define?: Record<string, string>;
  minifyIdentifiers?: boolean;
};

async function bundle(name: string, format: Format): Promise<string> {
  const result = await build({
    ...format,
    entryPoints: [join(HERE, `${name}.ts`)],
    bundle: true,
    minifyWhitespace: true,
    minifySyntax: true,
    write: false,
    target: "es2022",
    mainFields: ["module", "main"],
    logLevel: "silent",
  });
  return result.outputFiles[0]?.text.trim().replace(/;$/, "") ?? "";
}
