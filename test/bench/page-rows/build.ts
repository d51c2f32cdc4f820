/** The whole site from a fresh checkout: nothing built, no caches, dependencies installed. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { staleness } from "../../../engine/install.mjs";
import { ROOT } from "../../support/site.ts";
import type { PageRow } from "./lab.ts";

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

const build: PageRow = {
  name: "build",
  means: "A cold `npm run build` after the install: the engine compiled, every lesson run, every page written.",
  unit: "s",
  atMost: 30,
  mostRounds: 3,
  async round() {
    const folder = freshCopy();
    try {
      const start = performance.now();
      const { status, stderr } = spawnSync("npm", ["run", "build"], { cwd: folder, encoding: "utf8" });
      if (status !== 0) throw new Error(`build: it failed\n${stderr}`);
      return (performance.now() - start) / 1000;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

export const BUILD_ROWS: readonly PageRow[] = [build];
