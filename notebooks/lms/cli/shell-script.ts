/** The package's frame as one classic script. */
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export async function shellScript(): Promise<string> {
  const result = await build({
    entryPoints: [fileURLToPath(new URL("../shell.ts", import.meta.url))],
    bundle: true,
    write: false,
    format: "iife",
    target: "es2022",
    minify: true,
    legalComments: "none",
  });
  return result.outputFiles[0]?.text ?? "";
}
