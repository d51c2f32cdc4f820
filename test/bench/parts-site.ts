/** A small site of the bench's own, for what the course's pages do not show by themselves: `parts/`, bundled. */
import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { buildCage } from "../../workers/build.mjs";
import { CASES } from "../support/fixtures/figure-cases.ts";
import { ROOT, type Site, serveSite } from "../support/site.ts";
import { compileStore } from "../support/store.ts";

const FOLDER = join(ROOT, ".cache/bench/parts");
const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Parts</title><link rel="stylesheet" href="map.css">
<body><script src="map.js"></script><script src="message.js"></script></body></html>`;

const FIRST_PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>First answer</title><body><script src="first.js"></script></body></html>`;

/** The worker of the site and one without wasm, as texts of equal size: the second carries the bytes of the first as well. */
async function writeWorkers(): Promise<void> {
  const wasm = await buildCage({ entry: "test/bench/parts/first-wasm.worker.ts" });
  const plain = await buildCage({ entry: "test/bench/parts/first-plain.worker.ts" });
  const missing = Math.max(0, wasm.worker.length - plain.worker.length - 4);
  // Chance does not pack, as the code that is not there would hardly.
  const filling = randomBytes(missing).toString("base64").slice(0, missing);
  const texts = { wasm: wasm.worker, plain: `${plain.worker}/*${filling}*/` };
  for (const [name, worker] of Object.entries(texts)) {
    writeFileSync(join(FOLDER, `first-${name}.json`), JSON.stringify({ worker, frame: wasm.frame }));
  }
}

export async function serveParts(): Promise<Site> {
  mkdirSync(FOLDER, { recursive: true });
  await writeWorkers();
  const parts = ["map", "message", "message-worker", "first"].map((it) => join(import.meta.dirname, `parts/${it}.ts`));
  await build({
    entryPoints: parts,
    bundle: true,
    outdir: FOLDER,
    target: "es2022",
    logLevel: "error",
    external: ["virtual:*"],
  });
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
  writeFileSync(join(FOLDER, "first.html"), FIRST_PAGE);
  return serveSite({ folder: FOLDER });
}
