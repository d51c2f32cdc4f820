/**
 * `npm run pack`: the engine as a package, in `.cache/package/` and as a tarball beside it. Modules with the wasm inside, and
 * their types. What the tarball holds is what `npm install` gives; nothing of the site is in it.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { npm } from "../install.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const OUT = join(ROOT, ".cache/package");

/** What can be used without the engine. */
const PARTS = [
  ...["hex", "races", "sentences/sentences", "checks/check", "compare", "constants", "errors", "shared-engine"],
  ...["import/import-machine", "import/export-script"],
];

const own = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string; description: string };

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT, { recursive: true });

await build({
  // A file for each part that can be used alone: a bundler leaves out the others.
  entryPoints: {
    daxlab: join(ROOT, "engine/library.ts"),
    ...Object.fromEntries(PARTS.map((it) => [`parts/${it.replace("/", "-")}`, join(ROOT, `engine/${it}.ts`)])),
  },
  outdir: OUT,
  splitting: true,
  chunkNames: "parts/[name]-[hash]",
  bundle: true,
  format: "esm",
  platform: "neutral",
  mainFields: ["module", "main"],
  target: "es2022",
  loader: { ".wasm": "binary" },
  define: { DAXLAB_VERSION: JSON.stringify(own.version) },
  legalComments: "inline",
  logLevel: "error",
});

const types = spawnSync(
  process.execPath,
  [
    join(ROOT, "node_modules/typescript/bin/tsc"),
    ...["--ignoreConfig", "engine/library.ts", "engine/boundary/wasm.d.ts", "--declaration", "--emitDeclarationOnly"],
    ...["--outDir", join(OUT, "types"), "--rootDir", "engine", "--target", "es2022", "--module", "esnext"],
    ...["--moduleResolution", "bundler", "--allowImportingTsExtensions", "--rewriteRelativeImportExtensions"],
    ...["--skipLibCheck", "--strict", "--lib", "es2023,webworker"],
  ].filter((it) => it !== "--ignoreConfig"),
  { cwd: ROOT, encoding: "utf8" },
);
if (types.status !== 0) {
  console.error(`The types of the package do not build:\n${types.stdout}`);
  process.exit(1);
}

writeFileSync(
  join(OUT, "package.json"),
  `${JSON.stringify(
    {
      name: "daxlab",
      version: own.version,
      description: own.description,
      license: "MIT",
      type: "module",
      sideEffects: false,
      exports: { ".": { types: "./types/library.d.ts", default: "./daxlab.js" } },
      files: ["daxlab.js", "parts", "types"],
      engines: { node: ">=20.19" },
    },
    null,
    2,
  )}\n`,
);
copyFileSync(join(ROOT, "LICENSE"), join(OUT, "LICENSE"));
copyFileSync(join(ROOT, "engine/library.md"), join(OUT, "README.md"));

const { status } = npm(["pack", "--silent", "--pack-destination", ".."], { cwd: OUT });
if (status !== 0) process.exit(status ?? 1);
console.log(join(ROOT, `.cache/daxlab-${own.version}.tgz`));
