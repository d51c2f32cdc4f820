/**
 * Builds the worker (one self-contained classic script) and the frame around it to texts, for the site, the single
 * file and the tests. The wasm is deflated and embedded as text: it costs a page as much as the compressed file would.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { minify as minifyText } from "terser";
import { build } from "vite";
import { namesBy, packedNames } from "../engine/abi/spelling.mjs";
import { buildEntry, constantFiles } from "../engine/build.mjs";
import { ROOT } from "../engine/install.mjs";
import { BYTES, composed } from "./compose.mjs";
import { deflated } from "./deflate.mjs";
import { frameDocument } from "./policy.mjs";

const WASM = "virtual:daxlab/wasm";
const ENTRY = "workers/simulator.worker.ts";

/** Modules that a page's worker gets with its second script, and what the first one uses of them; see later.ts. */
const LATER = {
  "engine/compare.ts": ["compare"],
  "engine/ladder.ts": ["ladderIn"],
  "engine/matrix.ts": ["matrixOf"],
  "engine/races.ts": ["interleavings"],
  "engine/spaces.ts": ["bytesOf"],
  "engine/boundary/stops.ts": ["stopWords"],
  "engine/checks/near-names.ts": ["oneOf"],
  "engine/checks/problem.ts": ["parsed"],
};
/** Only what is wrong in shape needs the schema library; see shape-nodes.ts. */
const SHAPES = "valibot";

/** The whole worker as one text, which needs no second script. */
export async function buildCage({ entry = ENTRY, wasm, minify = true } = {}) {
  const engine = await packedEngine(wasm);
  const worker = await bundle(entry, minify, [besideBytes(engine.hash)]);
  const frame = await buildFrame(minify);
  const text = composed(worker.text, engine.bytes);
  return {
    worker: text,
    frame: frame.document,
    frameHash: frame.hash,
    engineHash: engine.hash,
    inputs: [...worker.inputs, ...frame.inputs],
  };
}

/** What a page says of the cage: its policy names the frame, its data the engine. The worker is not built for that. */
export async function cageHashes() {
  const [frame, engine] = await Promise.all([buildFrame(true), built()]);
  return { frameHash: frame.hash, engineHash: sha256(readFileSync(engine)) };
}

export const buildImporter = () => bundle("workers/importer.ts", true, []);

/** Modules are asked for at once; the engine is compiled by the first. */
let building = null;
function built() {
  building ??= buildEntry().finally(() => {
    building = null;
  });
  return building;
}

const sha256 = (content) => createHash("sha256").update(content).digest("hex");

async function packedEngine(wasm) {
  const content = wasm ?? readFileSync(await built());
  const hash = sha256(content);
  return { hash, bytes: (await deflated(content, hash)).toString("base64") };
}

async function buildFrame(minify) {
  const { text, inputs } = await bundle("workers/page/frame.ts", minify, []);
  const hash = `sha256-${createHash("sha256").update(text).digest("base64")}`;
  return { document: frameDocument(text, hash), hash, inputs };
}

/** The engine's bytes are a parameter of the script around the code. */
function besideBytes(hash) {
  return {
    name: "daxlab-wasm",
    resolveId: (id) => (id === WASM ? `\0${WASM}` : undefined),
    load: (id) => (id === `\0${WASM}` ? `export const deflated = ${BYTES}; export const hash = "${hash}";` : undefined),
  };
}

function withoutLater() {
  const later = JSON.stringify(join(ROOT, "workers/later.ts"));
  const stub = (name) => `export const ${name} = (...given) => later("${name}", given);`;
  return {
    name: "daxlab-later",
    enforce: "pre",
    resolveId: (id) => (id === SHAPES ? join(ROOT, "workers/shape-nodes.ts") : undefined),
    load(id) {
      const names = Object.entries(LATER).find(([path]) => id === join(ROOT, path))?.[1];
      return names && `import { later } from ${later};\n${names.map(stub).join("\n")}`;
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

/** What locks a realm down is text to a bundler, and long: comments, names and all. */
function shortLockdown() {
  return {
    name: "daxlab-lockdown",
    async transform(code, id) {
      if (id !== join(ROOT, "notebooks/exercises/harness.ts")) return undefined;
      const [declared, text] = /export const LOCKDOWN = `([^`\\$]*)`;/.exec(code) ?? [];
      if (text === undefined) throw new Error(`${id}: LOCKDOWN is no plain text`);
      const short = await minifyText(text, { ecma: 2022, compress: { expression: true } });
      return code.replace(declared, () => `export const LOCKDOWN = ${JSON.stringify(short.code)};`);
    },
  };
}

async function bundle(entry, minify, plugins) {
  const [{ output }] = await build({
    configFile: false,
    root: ROOT,
    publicDir: false,
    logLevel: "error",
    plugins: [spelledNames(), ...(minify ? [shortLockdown()] : []), ...plugins],
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
  return { text: minify ? await shortest(output[0].code) : output[0].code.trim(), inputs };
}

/** A second minifier after the bundler's own: it takes another hundredth off what everybody fetches. */
async function shortest(text) {
  const { code } = await minifyText(text, { ecma: 2022, compress: { passes: 3, unsafe_arrows: true } });
  return code;
}

/** What a page fetches, by the name of the module that has it: each a record of texts, and the files they are made of. */
const MODULES = {
  async cage({ entry = ENTRY, wasm, minify = true }) {
    const { hash } = await packedEngine(wasm);
    const { text, inputs } = await bundle(entry, minify, [besideBytes(hash), withoutLater()]);
    const frame = await buildFrame(minify);
    return { texts: { code: text, frame: frame.document }, inputs: [...inputs, ...frame.inputs] };
  },
  async engine({ wasm }) {
    return { texts: { bytes: (await packedEngine(wasm)).bytes }, inputs: [] };
  },
  async later({ minify = true }) {
    const { text, inputs } = await bundle("workers/later-script.ts", minify, []);
    return { texts: { script: text }, inputs };
  },
  async importer() {
    const { text, inputs } = await buildImporter();
    return { texts: { importer: text }, inputs };
  },
};
const PREFIX = "virtual:daxlab/";
/** Those that are fetched beside the first scripts of a page that opens the lab. */
const FIRST = ["cage", "engine"];

const moduleOf = (id) => {
  const name = id.startsWith(PREFIX) ? id.slice(PREFIX.length) : "";
  return Object.hasOwn(MODULES, name) ? name : undefined;
};

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
      /**
       * A page whose first script opens the lab has the worker fetched beside it, and draws nothing before that script has
       * run: workers start in a process of their own while the page is drawn, which takes longer than they do.
       */
      handler(html, { bundle = {}, chunk, path }) {
        const root = "../".repeat(path.split("/").length - 2);
        const tags = FIRST.flatMap((name) => {
          const file = Object.values(bundle).find((it) => it.facadeModuleId === `\0${PREFIX}${name}`)?.fileName;
          if (file === undefined || !leadsTo(file, chunk, bundle)) return [];
          const attrs = { rel: "modulepreload", crossorigin: true, href: root + file };
          return [{ tag: "link", attrs, injectTo: "head" }];
        });
        if (tags.length === 0) return undefined;
        return {
          html: html.replace('<script async type="module"', '<script async blocking="render" type="module"'),
          tags,
        };
      },
    },
    resolveId: (id) => (moduleOf(id) === undefined ? undefined : `\0${id}`),
    async load(id) {
      const name = id.startsWith("\0") ? moduleOf(id.slice(1)) : undefined;
      if (name === undefined) return undefined;
      const { texts, inputs } = await MODULES[name](choice);
      for (const path of inputs) this.addWatchFile(path);
      return Object.entries(texts)
        .map(([key, text]) => `export const ${key} = ${JSON.stringify(text)};`)
        .join("\n");
    },
  };
}
