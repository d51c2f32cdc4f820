/**
 * Builds the worker (one self-contained classic script) and the frame around it to texts, for the site, the single
 * file and the tests. The wasm is deflated and embedded as text: it costs a page as much as the compressed file would.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { build } from "esbuild";
import { buildEntry } from "../engine/build.mjs";
import { ROOT } from "../engine/install.mjs";
import { frameDocument } from "./policy.mjs";

const CAGE = "virtual:daxlab/cage";
const IMPORTER = "virtual:daxlab/importer";
const ENTRY = "workers/simulator.worker.ts";

const OPTIONS = {
  absWorkingDir: ROOT,
  bundle: true,
  format: "iife",
  target: "es2022",
  write: false,
  metafile: true,
  legalComments: "none",
};

export async function buildCage({ entry = ENTRY, wasm, minify = true } = {}) {
  const bytes = wasm ?? readFileSync(await buildEntry());
  const engineHash = createHash("sha256").update(bytes).digest("hex");
  const embedded = {
    name: "daxlab-wasm",
    setup(it) {
      it.onResolve({ filter: /^virtual:daxlab\/wasm$/ }, ({ path }) => ({ path, namespace: "daxlab" }));
      it.onLoad({ filter: /.*/, namespace: "daxlab" }, () => {
        const deflated = deflateRawSync(bytes, { level: 9 }).toString("base64");
        const contents = `export const deflated = "${deflated}"; export const hash = "${engineHash}";`;
        return { contents, loader: "js" };
      });
    },
  };
  const worker = await bundle(entry, minify, [embedded]);
  const frame = await bundle("workers/page/frame.ts", minify, []);
  const frameHash = `sha256-${createHash("sha256").update(frame.text).digest("base64")}`;
  return {
    worker: worker.text,
    frame: frameDocument(frame.text, frameHash),
    frameHash,
    engineHash,
    inputs: [...worker.inputs, ...frame.inputs],
  };
}

async function bundle(entry, minify, plugins) {
  const { outputFiles, metafile } = await build({ ...OPTIONS, entryPoints: [entry], minify, plugins });
  const inputs = Object.keys(metafile.inputs).filter((path) => !path.includes(":"));
  return { text: outputFiles[0].text.trim(), inputs: inputs.map((path) => join(ROOT, path)) };
}

export const buildImporter = () => bundle("workers/importer.ts", true, []);

export function cagePlugin(choice = {}) {
  return {
    name: "daxlab-cage",
    resolveId: (id) => (id === CAGE || id === IMPORTER ? `\0${id}` : undefined),
    async load(id) {
      if (id === `\0${IMPORTER}`) {
        const { text, inputs } = await buildImporter();
        for (const path of inputs) this.addWatchFile(path);
        return `export const importer = ${JSON.stringify(text)};`;
      }
      if (id !== `\0${CAGE}`) return undefined;
      const { worker, frame, inputs } = await buildCage(choice);
      for (const path of inputs) this.addWatchFile(path);
      return `export const worker = ${JSON.stringify(worker)};\nexport const frame = ${JSON.stringify(frame)};`;
    },
  };
}
