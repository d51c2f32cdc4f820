/**
 * A static file server on Node's own modules: what GitHub Pages would do with the same folder, plus what tests need
 * (a path prefix, extra headers, a log). It reads, never writes, and never leaves its folder.
 */
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, resolve, sep } from "node:path";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".gif": "image/gif",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".map": "application/json; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".xml": "application/xml; charset=utf-8",
  ".xsd": "application/xml; charset=utf-8",
  ".zip": "application/zip",
};

async function statOf(path) {
  try {
    return await stat(path);
  } catch {
    return undefined;
  }
}

/** The file that answers `path` (decoded, below the base), `{redirect}` for a folder without its slash, or nothing. */
async function find(folder, path) {
  const full = resolve(join(folder, path));
  if (full !== folder && !full.startsWith(folder + sep)) return undefined;
  const stats = await statOf(full);
  if (stats?.isDirectory()) {
    if (!path.endsWith("/")) return { redirect: true };
    const index = join(full, "index.html");
    const indexStats = await statOf(index);
    return indexStats && { file: index, stats: indexStats };
  }
  if (stats?.isFile()) return path.endsWith("/") ? undefined : { file: full, stats };
  const page = `${full}.html`;
  const pageStats = path.endsWith("/") ? undefined : await statOf(page);
  return pageStats?.isFile() ? { file: page, stats: pageStats } : undefined;
}

function send(request, response, status, headers, found) {
  const etag = `W/"${found.stats.size.toString(16)}-${Math.trunc(found.stats.mtimeMs).toString(16)}"`;
  const all = {
    "Content-Type": TYPES[extname(found.file).toLowerCase()] ?? "application/octet-stream",
    "Cache-Control": "no-cache",
    "X-Content-Type-Options": "nosniff",
    ETag: etag,
    ...headers,
  };
  if (status === 200 && request.headers["if-none-match"] === etag) {
    response.writeHead(304, all).end();
    return;
  }
  response.writeHead(status, { ...all, "Content-Length": found.stats.size });
  if (request.method === "HEAD") {
    response.end();
    return;
  }
  createReadStream(found.file)
    .on("error", () => response.destroy())
    .pipe(response);
}

function sendText(response, status, text, headers = {}) {
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8", ...headers }).end(`${text}\n`);
}

/**
 * The page for unknown addresses answers at any depth. One that was built without knowing its host says where things are
 * from the top of the site; here that is known.
 */
async function sendMissing(request, response, file, { base, extra }) {
  const html = await readFile(file, "utf8");
  const placed = html.replace(/\b(href|src)="(?!https?:|data:|#|\/)(?:\.\/)?/g, `$1="${base}`);
  response.writeHead(404, { "Content-Type": TYPES[".html"], "Cache-Control": "no-cache", ...extra });
  response.end(request.method === "HEAD" ? undefined : placed);
}

/** Answers one request. `headers` are those of the caller, already chosen for this path. */
async function answer(request, response, options) {
  const { folder, base, headers, texts } = options;
  if (request.method !== "GET" && request.method !== "HEAD") {
    sendText(response, 405, "Only GET and HEAD.", { Allow: "GET, HEAD" });
    return;
  }
  const [encoded = "/", query] = (request.url ?? "/").split("?");
  let path;
  try {
    path = decodeURIComponent(encoded);
  } catch {
    sendText(response, 400, "The address is not well formed.");
    return;
  }
  options.onRequest(path);
  const extra = typeof headers === "function" ? headers(path) : headers;
  if (path.startsWith(base) && !path.includes("\0")) {
    const name = path.slice(base.length);
    if (Object.hasOwn(texts, name)) {
      response.writeHead(200, { "Content-Type": TYPES[extname(name)], "Cache-Control": "no-cache", ...extra });
      response.end(request.method === "HEAD" ? undefined : texts[name]);
      return;
    }
    const found = await find(folder, `/${path.slice(base.length)}`);
    if (found?.redirect) {
      response.writeHead(301, { Location: `${encoded}/${query === undefined ? "" : `?${query}`}`, ...extra }).end();
      return;
    }
    if (found) {
      send(request, response, 200, extra, found);
      return;
    }
  }
  const missing = await find(folder, "/404.html");
  if (missing?.file) await sendMissing(request, response, missing.file, { base, extra });
  else sendText(response, 404, "There is no such page.", extra);
}

function listen(server, port, host) {
  return new Promise((done, failed) => {
    server.once("error", failed);
    server.listen(port, host, () => {
      server.off("error", failed);
      done(server.address().port);
    });
  });
}

/**
 * Serves `folder` on loopback and resolves once it listens. A taken port gives way to a free one unless `strictPort`.
 * `base` is the path under which the folder appears, with slashes at both ends.
 */
export async function serveStatic(folder, given = {}) {
  const { port = 0, host = "127.0.0.1", strictPort = false } = given;
  const base = `/${(given.base ?? "").replace(/^\/+|\/+$/g, "")}/`.replace("//", "/");
  const options = {
    folder: resolve(folder),
    base,
    headers: given.headers ?? {},
    texts: given.texts ?? {},
    onRequest: given.onRequest ?? (() => {}),
  };
  const server = createServer((request, response) => {
    answer(request, response, options).catch(() => response.destroy());
  });
  let taken;
  try {
    taken = await listen(server, port, host);
  } catch (error) {
    if (strictPort || (error.code !== "EADDRINUSE" && error.code !== "EACCES")) throw error;
    taken = await listen(server, 0, host);
  }
  return {
    port: taken,
    /** Address of the folder, with a slash at its end. */
    url: `http://${host}:${taken}${base}`,
    /** Stops listening and drops open connections. */
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
