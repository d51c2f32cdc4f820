/** The whole site from a fresh checkout: nothing built, no caches, dependencies installed. */
import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { staleness } from "../../../engine/install.mjs";
import { DIST, ROOT } from "../../support/site.ts";
import type { PageRow } from "./lab.ts";

const MOST_MS = 170_000;

/** A copy of what git knows, without what earlier builds left. */
function freshCopy(): string {
  // A build in the copy would install through the link, into the folder of this one.
  const reason = staleness();
  if (reason !== undefined) throw new Error(`build: ${reason}; npm ci`);
  const folder = mkdtempSync(join(tmpdir(), "daxlab-build-"));
  const { stdout, status } = spawnSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error("build: this folder is no git checkout, so what belongs to it is not known");
  for (const path of stdout.split("\0").filter((it) => it !== "")) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(ROOT, path), join(folder, path), { recursive: true, force: true });
  }
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"), "dir");
  return folder;
}

/** Builds in the folder, and throws what the build said last where it fails or has no end. */
function buildIn(cwd: string): Promise<void> {
  const child = spawn("npm", ["run", "build"], { cwd, timeout: MOST_MS, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  const listen = (text: Buffer): void => {
    said = (said + text).slice(-2000);
  };
  child.stdout.on("data", listen);
  child.stderr.on("data", listen);
  return new Promise((done, failed) => {
    child.on("error", failed);
    child.on("close", (code, signal) => {
      if (code === 0) done();
      else
        failed(new Error(`build: it ended with ${signal ?? code}: ${said.trim().split("\n").slice(-5).join(" / ")}`));
    });
  });
}

const pagesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((it) => it.endsWith(".html"))
    .sort();

const build: PageRow = {
  name: "build",
  means: "A cold `npm run build` after the install: the engine compiled, every lesson run, every page written.",
  unit: "s",
  atMost: 30,
  mostRounds: 3,
  isCold: true,
  roundMs: MOST_MS + 10_000,
  async round() {
    const folder = freshCopy();
    try {
      const start = performance.now();
      await buildIn(folder);
      const seconds = (performance.now() - start) / 1000;
      const [got, wanted] = [pagesIn(join(folder, "dist")), pagesIn(DIST)];
      if (got.join() !== wanted.join()) throw new Error(`build: ${got.length} pages, where ${wanted.length} are known`);
      return seconds;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

export const BUILD_ROWS: readonly PageRow[] = [build];
