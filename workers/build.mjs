/**
 * Builds the worker (one self-contained classic script) and the frame around it to texts, for the site, the single
 * file and the tests. The wasm is deflated and embedded as text: it costs a page as much as the compressed file would.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import { build } from "vite";
import { namesBy, packedNames } from "../engine/abi/spelling.mjs";
import { buildEntry, constantFiles } from "../engine/build.mjs";
import { ROOT } from "../engine/install.mjs";
import { frameDocument } from "./policy.mjs";

const CAGE = "virtual:daxlab/cage";
const IMPORTER = "virtual:daxlab/importer";
const WASM = "virtual:daxlab/wasm";
const ENTRY = "workers/simulator.worker.ts";

export async function buildCage({ entry = ENTRY, wasm, minify = true } = {}) {
  const bytes = wasm ?? readFileSync(await buildEntry());
  const engineHash = createHash("sha256").update(bytes).digest("hex");
  const worker = await bundle(entry, minify, [embedded(bytes, engineHash)]);
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

export const buildImporter = () => bundle("workers/importer.ts", true, []);

function embedded(bytes, hash) {
  return {
    name: "daxlab-wasm",
    resolveId: (id) => (id === WASM ? `\0${WASM}` : undefined),
    load(id) {
      if (id !== `\0${WASM}`) return undefined;
      const deflated = deflateRawSync(bytes, { level: 9 }).toString("base64");
      return `export const deflated = "${deflated}"; export const hash = "${hash}";`;
    },
  };
}

/**
 * Constants are put in where they are used, and the script has no table of them. Names that are looked up by number come as
 * texts in place of `engine/abi/spelled.ts`.
 */
function spelledNames() {
  return {
    name: "daxlab-names",
    load(id) {
      if (id !== join(ROOT, "engine/abi/spelled.ts")) return undefined;
      const text = constantFiles()
        .map((it) => readFileSync(join(ROOT, it), "utf8"))
        .join("\n");
      const found = [...text.matchAll(/^export const (\w+) = (\d+);/gm)].map(([, name, value]) => [
        name,
        Number(value),
      ]);
      const constants = Object.fromEntries(found);
      const source = readFileSync(id, "utf8");
      const tables = [...source.matchAll(/^export const (\w+): NumberedNames = namesBy\(constants, "(\w+)"\);/gm)];
      const lines = tables.map(([, table, prefix]) => {
        const packed = packedNames(namesBy(constants, prefix));
        return `export const ${table} = unpackedNames(${JSON.stringify(packed)});`;
      });
      return `import { unpackedNames } from "./spelling.mjs";\n${lines.join("\n")}`;
    },
  };
}

async function bundle(entry, minify, plugins) {
  const [{ output }] = await build({
    configFile: false,
    root: ROOT,
    publicDir: false,
    logLevel: "error",
    plugins: [spelledNames(), ...plugins],
    build: {
      write: false,
      target: "es2022",
      minify,
      lib: { entry: join(ROOT, entry), formats: ["iife"], name: "daxlab" },
      rolldownOptions: {
        optimization: { inlineConst: { mode: "all", pass: 3 } },
        treeshake: { propertyReadSideEffects: false },
      },
    },
  });
  const inputs = output[0].moduleIds.filter((it) => !it.startsWith("\0"));
  return { text: output[0].code.trim(), inputs };
}

/** Whether a chunk, or one that comes with it, fetches that other one when it runs. */
function leadsTo(file, chunk, bundle) {
  if (chunk === undefined || chunk.type !== "chunk") return false;
  return chunk.dynamicImports.includes(file) || chunk.imports.some((it) => leadsTo(file, bundle[it], bundle));
}

export function cagePlugin(choice = {}) {
  return {
    name: "daxlab-cage",
    transformIndexHtml: {
      order: "post",
      /** A page whose first scripts open the lab has the worker fetched beside them. */
      handler(_html, { bundle = {}, chunk, path }) {
        const cage = Object.values(bundle).find((it) => it.facadeModuleId === `\0${CAGE}`)?.fileName;
        if (cage === undefined || !leadsTo(cage, chunk, bundle)) return undefined;
        const href = "../".repeat(path.split("/").length - 2) + cage;
        return [{ tag: "link", attrs: { rel: "modulepreload", crossorigin: true, href }, injectTo: "head" }];
      },
    },
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
