/**
 * `npm start`, `npm run build` and `npm run dev`. Works straight after a clone: until the install is done only
 * Node's own modules are used.
 *
 *   --start           install, build, serve dist/ on loopback      [--port N] [--base /path/] [--no-build]
 *   --build           install, build dist/                         [--site https://host/path/] [--edition open|student|teacher] [--key TEXT]
 *   --dev             install, serve the sources with hot reload   [--port N]
 *
 * `--key` is the course key of a class: per-student exercises differ by it, and the grader is given the same one.
 * `--site` is the address that absolute links (oEmbed, snippets) are built for.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildEngine } from "../engine/build.mjs";
import { ensureInstalled, ROOT } from "../engine/install.mjs";
import { serveStatic } from "./static-server.mjs";

const FIRST_PORT = 4173;

const { values } = parseArgs({
  options: {
    start: { type: "boolean" },
    build: { type: "boolean" },
    dev: { type: "boolean" },
    port: { type: "string" },
    base: { type: "string" },
    site: { type: "string" },
    edition: { type: "string" },
    key: { type: "string" },
    "no-build": { type: "boolean" },
  },
});

function fail(message) {
  console.error(message);
  process.exit(1);
}

function portOf(text) {
  const port = Number(text ?? FIRST_PORT);
  if (!Number.isInteger(port) || port < 0 || port > 65535) fail(`--port: got "${text}", expected 0 to 65535`);
  return port;
}

/** Checks `--site` and hands it to the build, which reads DAXLAB_SITE. */
function useSite(text) {
  if (text === undefined) return;
  const site = URL.canParse(text) ? new URL(text) : undefined;
  if (!site || !/^https?:$/.test(site.protocol) || site.search || site.hash) {
    fail(`--site: got "${text}", expected an address such as https://example.org/daxlab/`);
  }
  process.env.DAXLAB_SITE = site.href.endsWith("/") ? site.href : `${site.href}/`;
}

const EDITIONS = ["open", "student", "teacher"];

/** Checks `--edition` and hands it to the build, which reads DAXLAB_EDITION. */
function useEdition(name) {
  if (name === undefined) return;
  if (!EDITIONS.includes(name)) fail(`--edition: got "${name}", expected one of ${EDITIONS.join(", ")}`);
  process.env.DAXLAB_EDITION = name;
}

/** Checks `--key` and hands it to the build, which reads DAXLAB_KEY. */
function useKey(text) {
  if (text === undefined) return;
  if (text.trim() === "" || text.length > 200) fail(`--key: got "${text}", expected 1 to 200 characters`);
  process.env.DAXLAB_KEY = text.trim();
}

async function build() {
  await buildEngine((text) => process.stderr.write(text));
  const vite = await import("vite");
  await vite.build({ configFile: join(ROOT, "vite.config.ts"), logLevel: "warn" });
}

async function start() {
  if (!values["no-build"]) await build();
  const server = await serveStatic(join(ROOT, "dist"), { port: portOf(values.port), base: values.base });
  console.log(`daxlab is at ${server.url} (Ctrl+C stops it)`);
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => server.close().then(() => process.exit(0)));
}

async function dev() {
  await buildEngine((text) => process.stderr.write(text));
  const vite = await import("vite");
  const server = await vite.createServer({
    configFile: join(ROOT, "vite.config.ts"),
    server: { port: values.port === undefined ? 5173 : portOf(values.port) },
  });
  await server.listen();
  server.printUrls();
}

ensureInstalled();
useSite(values.site);
useEdition(values.edition);
useKey(values.key);
try {
  if (values.build) await build();
  else if (values.dev) await dev();
  else await start();
} catch (error) {
  fail(error.message);
}
