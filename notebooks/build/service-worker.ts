/**
 * The service worker, generated with the list of all files of the site. It answers from the version that it was
 * installed with, whole or not at all; a newer version waits until the page says so. Nothing depends on it: a page
 * without it works the same as long as there is a network.
 *
 * Embeds and released engines are not part of the list: few readers need them. What of them a reader has seen is kept
 * beside it, and answers where there is no network.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

export interface PrecachedFile {
  path: string;
  /** Content hash. */
  hash: string;
}

interface Bundled {
  fileName: string;
  type: "asset" | "chunk";
  code?: string;
  source?: string | Uint8Array;
}

const NEVER = /^(\.vite\/|v\/\d+\/|service-worker\.js$|sitemap\.txt$|404\.html$)|\.map$/;

const hashOf = (content: string | Uint8Array): string =>
  createHash("sha256").update(content).digest("hex").slice(0, 16);

export function precacheList(bundle: readonly Bundled[], publicFolder: string): PrecachedFile[] {
  const built = bundle.map((it) => ({ path: it.fileName, hash: hashOf(it.code ?? it.source ?? "") }));
  const copied = filesOf(publicFolder).map((path) => ({ path, hash: hashOf(readFileSync(join(publicFolder, path))) }));
  return [...built, ...copied]
    .filter((it) => !NEVER.test(it.path))
    .sort((left, right) => (left.path < right.path ? -1 : 1));
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true })
      .map((it) => String(it).replaceAll("\\", "/"))
      .filter((it) => statSync(join(folder, it)).isFile());
  } catch {
    return [];
  }
}

export const workerVersion = (files: readonly PrecachedFile[]): string =>
  hashOf(files.map((it) => `${it.path} ${it.hash}`).join("\n"));

/** Plain script; `self.registration.scope` is the site's root, wherever it lies. */
export function serviceWorker(files: readonly PrecachedFile[], version: string): string {
  const paths = JSON.stringify(files.map((it) => it.path));
  return `"use strict";
const VERSION = "daxlab-${version}";
const FILES = ${paths};
const SEEN = /^(embed\\.(html|js|css)|embed\\/|dax-lab\\.js$|v\\/\\d+\\/)/;
const scope = self.registration.scope;
const urlOf = (path) => new URL(path, scope).href;

self.addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(VERSION);
    await cache.addAll(FILES.map((path) => new Request(urlOf(path), { cache: "no-cache" })));
    if (!self.registration.active) await self.skipWaiting();
  })());
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const key of await caches.keys()) {
      if (key.startsWith("daxlab-") && key !== VERSION) await caches.delete(key);
    }
    await self.clients.claim();
  })());
});

self.addEventListener("message", (event) => {
  if (event.data === "use-new-version") void self.skipWaiting();
});

const pageOf = (url) => {
  const path = url.pathname.endsWith("/") ? url.pathname + "index.html" : url.pathname;
  return /\\.[^/]+$/.test(path) ? path : path + ".html";
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || !url.href.startsWith(scope)) return;
  const key = new URL(request.mode === "navigate" ? pageOf(url) : url.pathname, url).href;
  event.respondWith((async () => {
    const cache = await caches.open(VERSION);
    const kept = await cache.match(key);
    return SEEN.test(key.slice(scope.length)) ? seen(cache, key, request, kept) : kept ?? fetch(request);
  })());
});

const seen = async (cache, key, request, kept) => {
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(key, answer.clone());
    return answer;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
};
`;
}
