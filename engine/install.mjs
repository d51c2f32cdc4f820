/**
 * Makes `node_modules` what `package-lock.json` says. Runs before anything is installed, so it may use Node's
 * own modules only.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of package.json. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

function packagesOf(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8")).packages;
  } catch {
    return undefined;
  }
}

/** Why an install is needed, or `undefined`. Packages for other platforms are optional and do not count. */
export function staleness() {
  const wanted = packagesOf(join(ROOT, "package-lock.json")) ?? {};
  const present = packagesOf(join(ROOT, "node_modules", ".package-lock.json"));
  if (!present) return "nothing is installed yet";
  const differing = Object.entries(wanted).find(
    ([path, entry]) => path !== "" && !entry.optional && present[path]?.version !== entry.version,
  );
  return differing && `${differing[0]} should be ${differing[1].version}`;
}

/** Runs npm with the same npm that runs us; Windows needs a shell only when npm is not known. */
export function npm(args, options = {}) {
  const own = process.env.npm_execpath;
  const known = own !== undefined && basename(own).startsWith("npm-cli");
  const [command, rest] = known ? [process.execPath, [own, ...args]] : ["npm", args];
  return spawnSync(command, rest, {
    cwd: ROOT,
    stdio: "inherit",
    shell: !known && process.platform === "win32",
    ...options,
  });
}

/** Stops with a sentence when this Node is too old for the tools that are to be installed. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19)) return;
  console.error(`daxlab needs Node 20.19 or newer, or 22.12 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

/** Installs what is missing or stale; silent when there is nothing to do. */
export function ensureInstalled() {
  requireNode();
  const reason = staleness();
  if (!reason) return;
  console.error(`Installing packages: ${reason}.`);
  const { status, error } = npm(["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    stdio: ["ignore", process.stderr, process.stderr],
  });
  if (status === 0) return;
  console.error(`npm ci failed${error ? `: ${error.message}` : ""}; see its message above.`);
  process.exit(status || 1);
}
