/**
 * The reference of the package (engine/library.ts) as part of the site, under `api/`: TypeDoc writes it in a process of
 * its own while the site is built, and what it wrote is kept by the hash of all that it depends on. Its pages are classic
 * HTML with relative addresses; no page of the course needs them, and the copy on readers' devices leaves them out.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

export const REFERENCE = "api";
const OTHERS = [
  "notebooks/build/reference.ts",
  "package.json",
  "engine/typedoc.json",
  "engine/library.md",
  "notebooks/style/api.css",
  "public/icon.svg",
];

export function referencePlugin({ root }: { root: string }): Plugin {
  let made: Promise<string> | undefined;
  return {
    name: "daxlab-reference",
    apply: "build",
    buildStart() {
      made ??= makeReference(root);
      // It is asked for at the end; until then a failure is nobody's.
      made.catch(() => undefined);
    },
    async writeBundle({ dir }) {
      if (made === undefined || dir === undefined) return;
      cpSync(await made, join(dir, REFERENCE), { recursive: true });
    },
  };
}

/** Gives the folder that has it. */
export async function makeReference(root: string): Promise<string> {
  const folder = join(root, ".cache", REFERENCE);
  const target = join(folder, inputHash(root));
  if (existsSync(target)) return target;
  const fresh = `${target}.${process.pid}`;
  mkdirSync(folder, { recursive: true });
  await typedoc(root, fresh);
  finish(fresh);
  for (const old of readdirSync(folder).filter((it) => /^[0-9a-f]{16}$/.test(it))) {
    rmSync(join(folder, old), { recursive: true, force: true });
  }
  renameSync(fresh, target);
  return target;
}

/**
 * What a screen reader goes by, where TypeDoc has none: the content as such, and a name for the second navigation. Links to
 * the site, which TypeDoc writes alike on every page, lead there from where the page is.
 */
function finish(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true }).map(String)) {
    if (!name.endsWith(".html")) continue;
    const path = join(folder, name);
    const toSite = `..${"/..".repeat(name.split(/[/\\]/).length - 1)}`;
    const finished = readFileSync(path, "utf8")
      .replaceAll('href="@site/', `href="${toSite}/`)
      .replace('<div class="col-content">', '<div class="col-content" role="main">')
      .replace('<nav id="tsd-sidebar-links"', '<nav id="tsd-sidebar-links" aria-label="Site"');
    writeFileSync(path, finished);
  }
}

function typedoc(root: string, out: string): Promise<void> {
  const program = join(root, "node_modules/typedoc/bin/typedoc");
  const options = ["--options", join(root, "engine/typedoc.json"), "--out", out];
  return new Promise((done, failed) => {
    const child = spawn(process.execPath, [program, ...options], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (said += String(part)));
    child.on("error", failed);
    child.on("close", (status) =>
      status === 0 ? done() : failed(new Error(`the reference of the package does not build\n${said}`)),
    );
  });
}

function inputHash(root: string): string {
  const sources = readdirSync(join(root, "engine"), { recursive: true })
    .map((name) => `engine/${String(name).replaceAll("\\", "/")}`)
    .filter((name) => name.endsWith(".ts") && !/^engine\/(assembly|build|cli)\//.test(name));
  const version = readFileSync(join(root, "node_modules/typedoc/package.json"));
  const hash = createHash("sha256")
    .update(version)
    .update(readFileSync(import.meta.filename));
  for (const name of [...sources, ...OTHERS].sort()) hash.update(`\0${name}\0`).update(readFileSync(join(root, name)));
  return hash.digest("hex").slice(0, 16);
}
