import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("notebooks", import.meta.url));

/** Pages of the site: every HTML file directly in notebooks/. Lessons become pages by a plugin. */
const pages = readdirSync(root).filter((name) => name.endsWith(".html") && !name.startsWith("_"));

export default defineConfig({
  root,
  // Relative addresses: the same dist/ works at the top of a host, under a path and inside an archive.
  base: "./",
  publicDir: "../public",
  cacheDir: "../.cache/vite",
  build: {
    outDir: "../dist",
    emptyOutDir: true,
    target: "es2022",
    manifest: ".vite/manifest.json",
    modulePreload: { polyfill: false },
    rolldownOptions: { input: pages.map((name) => `${root}/${name}`) },
  },
  worker: { format: "iife" },
  server: { host: "127.0.0.1", fs: { allow: [".."] } },
  test: {
    root: fileURLToPath(new URL(".", import.meta.url)),
    projects: [
      {
        extends: true,
        test: {
          name: "node",
          root: fileURLToPath(new URL(".", import.meta.url)),
          include: ["test/**/*.test.ts"],
          globalSetup: ["test/support/engine-built.mjs"],
          exclude: [...configDefaults.exclude, "test/browser/**", "test/bench/**"],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          root: fileURLToPath(new URL(".", import.meta.url)),
          include: ["test/browser/**/*.browser.ts"],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
