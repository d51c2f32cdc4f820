/** The package as others get it: packed, and installed into an empty project. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { npm } from "../../engine/install.mjs";
import { ROOT } from "./site.ts";

export interface Project {
  folder: string;
  write(name: string, text: string): string;
  remove(): void;
}

/** Packs the engine and gives the path of the tarball. */
export function packEngine(): string {
  const output = execFileSync(process.execPath, ["engine/cli/run.mjs", "pack"], { cwd: ROOT, encoding: "utf8" });
  return output.trim().split("\n").at(-1) ?? "";
}

export function emptyProject(tarball: string): Project {
  const folder = mkdtempSync(join(tmpdir(), "daxlab-project-"));
  const write = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  write("package.json", JSON.stringify({ name: "somebody", private: true, type: "module" }));
  const { status } = npm(["install", tarball, "--no-audit", "--no-fund", "--silent", "--offline"], { cwd: folder });
  if (status !== 0) throw new Error("npm install of the package failed");
  return { folder, write, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A program of a stranger: one failure, told by whom. */
export const PROGRAM = `import { boot, KiB } from "daxlab"
const home = boot({ kernel: "6.1", pmem: { pmem0: { size: "768 MiB" } } })
  .mkfs("xfs", "pmem0", { rmapbt: true, reflink: false })
  .mount("pmem0", "/home", { dax: "always" })
  .create("/home/letters", "64 KiB")
  .spawn("ann", "early")
  .mmap("ann", "/home/letters", { touch: ["8 KiB"] })
const end = home.fail("pmem0", home.files["/home/letters"].extents[0].offInDevBytes + 8 * KiB)
const answer = JSON.stringify({ errno: end.errno, told: end.told, holder: end.holders.pmem0 })
`;
export const ANSWER = '{"errno":"0","told":["ann"],"holder":"xfs:pmem0"}';
