/** A small site of the bench's own, for what the course's pages do not show by themselves: `parts/`, bundled. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { CASES } from "../support/fixtures/figure-cases.ts";
import { ROOT, type Site, serveSite } from "../support/site.ts";
import { compileStore } from "../support/store.ts";

const FOLDER = join(ROOT, ".cache/bench/parts");
const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Parts</title><link rel="stylesheet" href="map.css">
<body><script src="map.js"></script><script src="message.js"></script></body></html>`;

export async function serveParts(): Promise<Site> {
  mkdirSync(FOLDER, { recursive: true });
  const parts = ["map", "message", "message-worker"].map((it) => join(import.meta.dirname, `parts/${it}.ts`));
  await build({ entryPoints: parts, bundle: true, outdir: FOLDER, target: "es2022", logLevel: "error" });
  const styles = [join(ROOT, "notebooks/style/site.css"), join(ROOT, "notebooks/figures/figures.css")];
  const css = styles.map((it) => `@import ${JSON.stringify(it)};`).join("\n");
  await build({
    stdin: { contents: css, loader: "css", resolveDir: ROOT },
    bundle: true,
    outfile: join(FOLDER, "map.css"),
    logLevel: "error",
  });
  const [first] = CASES;
  if (first === undefined) throw new Error("there is no recording to take a machine from");
  writeFileSync(join(FOLDER, "machine.json"), JSON.stringify(first.machine));
  writeFileSync(join(FOLDER, "store.wasm"), await compileStore("testing-message"));
  writeFileSync(join(FOLDER, "index.html"), PAGE);
  return serveSite({ folder: FOLDER });
}
