/**
 * Compiles `engine/assembly/<entry>.ts` to `engine/build/`. A build is named by the hash of everything it depends
 * on, so unchanged sources cost a hash and no compiler is loaded. `index` becomes `engine.wasm`; other entries
 * (`testing…`) keep their names and are built on demand.
 *
 * The hash of `engine.wasm` is the name of an engine, in hand-ins and links, and an answer depends on the scripts around the
 * wasm as well. So their hash is written into the wasm, as a section that no machine reads.
 *
 *   node engine/build.mjs                 index, and testing if there is one
 *   node engine/build.mjs testing-store   the named entries
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ensureInstalled, ROOT } from "./install.mjs";

const SOURCES = "engine/assembly";
const CONFIG = "engine/asconfig.json";
const BUILD = join(ROOT, "engine", "build");

/** The constants that both compilers read, as paths from the root. */
export function constantFiles() {
  const parts = readdirSync(join(ROOT, "engine/abi")).map((name) => `engine/abi/${name}`);
  return ["engine/abi.ts", ...parts.filter((path) => !/(spelled|vocabulary)\.ts$/.test(path))];
}

/** Compiler sources: the assembly folder, and the constants that it shares with the host. */
function sourceFiles() {
  const own = readdirSync(join(ROOT, SOURCES), { recursive: true })
    .map((name) => `${SOURCES}/${String(name).replaceAll("\\", "/")}`)
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"));
  return [...own, ...constantFiles()].sort();
}

function compilerVersion() {
  return JSON.parse(readFileSync(join(ROOT, "node_modules/assemblyscript/package.json"), "utf8")).version;
}

/** Scripts that a cell's answer depends on: the engine's, and the worker's. */
function scriptHash() {
  const within = (folder, left) =>
    readdirSync(join(ROOT, folder), { recursive: true })
      .map((name) => `${folder}/${String(name).replaceAll("\\", "/")}`)
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts") && !left.test(name));
  const names = [
    ...within("engine", /^engine\/(assembly|build|cli|recordings)\//),
    ...within("workers", /^workers\/page\//),
  ];
  const hash = createHash("sha256");
  for (const name of names.sort()) hash.update(`\0${name}\0`).update(readFileSync(join(ROOT, name)));
  return hash.digest();
}

/** With a custom section of the name "daxlab" after all others. */
function marked(wasm, mark) {
  const name = Buffer.from("daxlab");
  const content = Buffer.concat([Buffer.from([name.length]), name, mark]);
  return Buffer.concat([wasm, Buffer.from([0, content.length]), content]);
}

function inputHash(entry) {
  const hash = createHash("sha256").update(`${entry} ${compilerVersion()}`);
  for (const name of [CONFIG, ...sourceFiles()]) hash.update(`\0${name}\0`).update(readFileSync(join(ROOT, name)));
  return hash.digest("hex");
}

function write(path, content) {
  const fresh = `${path}.${process.pid}-${performance.now()}.tmp`;
  writeFileSync(fresh, content);
  renameSync(fresh, path);
}

/**
 * Builds one entry when its sources have changed and returns the path of its wasm. Throws an `Error` that holds the
 * compiler's messages. Several processes may do this at once: the last rename wins, and all have the same content.
 */
export async function buildEntry(entry = "index", log = () => {}) {
  ensureInstalled();
  if (entry !== "index") return compile(entry, entry, log);
  const wasm = marked(readFileSync(await compile(entry, "engine-compiled", log)), scriptHash());
  const target = join(BUILD, "engine.wasm");
  if (!existsSync(target) || !readFileSync(target).equals(wasm)) write(target, wasm);
  return target;
}

async function compile(entry, name, log) {
  const target = join(BUILD, `${name}.wasm`);
  const stamp = join(BUILD, `${name}.hash`);
  const source = `${SOURCES}/${entry}.ts`;
  if (!existsSync(join(ROOT, source))) throw new Error(`there is no ${source} to build`);
  const hash = inputHash(entry);
  if (existsSync(target) && existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return target;

  const startMs = performance.now();
  mkdirSync(BUILD, { recursive: true });
  const fresh = `engine/build/${name}.${process.pid}-${performance.now()}.wasm`;
  const { default: asc } = await import("assemblyscript/asc");
  const options = ["--config", CONFIG, "--baseDir", ROOT, "--outFile", fresh];
  const { error, stderr } = await asc.main([source, ...options]);
  if (error) {
    rmSync(join(ROOT, fresh), { force: true });
    throw new Error(`${source} does not compile\n${stderr.toString() || error.message}`);
  }
  if (stderr.toString() !== "") log(stderr.toString());
  renameSync(join(ROOT, fresh), target);
  write(stamp, hash);
  log(`built engine/build/${name}.wasm in ${Math.round(performance.now() - startMs)} ms\n`);
  return target;
}

/** Builds what the site and the tests need. */
export async function buildEngine(log) {
  await buildEntry("index", log);
  if (existsSync(join(ROOT, SOURCES, "testing.ts"))) await buildEntry("testing", log);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const log = (text) => process.stderr.write(text);
  try {
    const named = process.argv.slice(2);
    if (named.length === 0) await buildEngine(log);
    for (const entry of named) await buildEntry(entry, log);
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
