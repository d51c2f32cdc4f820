/** A small site of the tests' own, with every figure by its name: `fixtures/figures-shown.ts`, bundled. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import type { MachineView } from "../../engine/api.ts";
import { CELLS, RUNGS } from "./fixtures/figure-data.ts";
import type { Given } from "./fixtures/figures-shown.ts";
import { recordedView, recordingOf } from "./fixtures/recorded-view.ts";
import { ROOT } from "./site.ts";

const RECORDING = "6.1/09c-partitions-second-xfs";
const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Figures</title>
<link rel="stylesheet" href="figures.css"><style>body { display: block; padding: 12px }</style><body><script src="figures-shown.js"></script></body></html>`;

/** A poisoned line that a scrub put on the list, in a page that has failed. */
function scrubbed(): MachineView {
  const machine = recordedView(RECORDING, 1);
  const [line, page] = [0x1801_a240, 0x1801_a000];
  const poison = {
    device: "pmem0",
    lines: [{ offBytes: line, lenBytes: 64 }],
    badblocks: [{ sector: Math.floor(line / 512), count: 1 }],
    hwpoison: [{ offBytes: page, lenBytes: 4096 }],
  };
  return { ...machine, state: { ...machine.state, poison: [poison] } };
}

/** The folder, ready to be served. */
export async function figurePage(): Promise<string> {
  const folder = join(ROOT, ".cache/figures");
  mkdirSync(folder, { recursive: true });
  const entry = join(import.meta.dirname, "fixtures/figures-shown.ts");
  await build({ entryPoints: [entry], bundle: true, outdir: folder, target: "es2022", logLevel: "error" });
  const styles = [join(ROOT, "notebooks/style/site.css"), join(ROOT, "notebooks/figures/figures.css")];
  await build({
    stdin: {
      contents: styles.map((it) => `@import ${JSON.stringify(it)};`).join("\n"),
      loader: "css",
      resolveDir: ROOT,
    },
    bundle: true,
    outfile: join(folder, "figures.css"),
    logLevel: "error",
  });
  const given: Given = {
    refused: recordedView(RECORDING, 1),
    told: recordedView(RECORDING, 0),
    scrubbed: scrubbed(),
    recorded: recordingOf(RECORDING).events[1],
    rungs: RUNGS,
    cells: CELLS,
  };
  writeFileSync(join(folder, "figures.json"), JSON.stringify(given));
  writeFileSync(join(folder, "index.html"), PAGE);
  return folder;
}
