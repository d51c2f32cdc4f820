/** How the site is built and what vitest runs: the pages of notebooks/, tests on Node, tests in browsers. */
import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";
import { FIRST_CHUNKS, firstScripts } from "./notebooks/build/first-scripts.ts";
import { htmlInputs, sitePlugin } from "./notebooks/build/plugin.ts";
import { referencePlugin } from "./notebooks/build/reference.ts";
import { embedPlugin } from "./notebooks/embed/cli/embed-plugin.ts";
import { cagePlugin } from "./workers/build.mjs";

const repository = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("notebooks", import.meta.url));

export default defineConfig({
  root,
  // Relative addresses: the same dist/ works at the top of a host, under a path and inside an archive.
  base: "./",
  publicDir: "../public",
  cacheDir: "../.cache/vite",
  plugins: process.env.VITEST
    ? []
    : [
        sitePlugin({
          root: repository,
          site: process.env.DAXLAB_SITE,
          edition: process.env.DAXLAB_EDITION,
          courseKey: process.env.DAXLAB_KEY,
        }),
        cagePlugin(),
        firstScripts(),
        embedPlugin({ root: repository, site: process.env.DAXLAB_SITE }),
        referencePlugin({ root: repository }),
      ],
  build: {
    outDir: "../dist",
    emptyOutDir: true,
    target: "es2022",
    manifest: ".vite/manifest.json",
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: htmlInputs(root),
      output: { codeSplitting: { groups: FIRST_CHUNKS } },
    },
  },
  worker: { format: "iife" },
  server: { host: "127.0.0.1", fs: { allow: [".."] } },
  test: {
    root: repository,
    projects: [
      {
        extends: true,
        test: {
          name: "node",
          root: repository,
          include: ["test/**/*.test.ts"],
          globalSetup: ["test/support/engine-built.mjs"],
          exclude: [...configDefaults.exclude, "test/browser/**", "test/bench/**"],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // One file at a time on each processor; vitest would leave one idle.
          maxWorkers: "100%",
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          root: repository,
          include: ["test/browser/**/*.browser.ts"],
          // A browser that is late once is not a broken page; what fails twice is.
          retry: 1,
          // Most of their time browsers wait; two files at a time fill it.
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
