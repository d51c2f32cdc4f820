/** Where this machine has its browsers, how to get one that is missing, and how to open one. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";
import type { Browser, EngineName } from "./driver.ts";
import { openChromium } from "./drivers/chromium.ts";
import { openFirefox } from "./drivers/firefox.ts";
import { openWebKit, type WebKitPaths } from "./drivers/webkit.ts";
import { ROOT } from "./site.ts";

export type Found = { engine: "chromium" | "firefox"; path: string } | { engine: "webkit"; paths: WebKitPaths };

/** Why an engine cannot be used here, as a sentence for the person at the machine. */
export interface Missing {
  engine: EngineName;
  missing: string;
}

const { env, platform } = process;

/** Set to a path to choose the browser, also one in an unusual place. */
const CHOSEN = { chromium: "DAXLAB_CHROMIUM", firefox: "DAXLAB_FIREFOX" } as const;

const ON_PATH = {
  chromium: [
    "google-chrome-stable",
    "google-chrome",
    "chromium",
    "chromium-browser",
    "microsoft-edge",
    "chrome",
    "msedge",
  ],
  firefox: ["firefox-esr", "firefox"],
} as const;

const MAC = {
  chromium: ["Google Chrome", "Chromium", "Microsoft Edge"],
  firefox: ["Firefox", "Firefox ESR"],
} as const;

const MAC_PROGRAM: Record<string, string> = { "Firefox ESR": "firefox", Firefox: "firefox" };

const WINDOWS = {
  chromium: [
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
  ],
  firefox: ["Mozilla Firefox/firefox.exe", "Mozilla Firefox ESR/firefox.exe"],
} as const;

export function onPath(name: string): string | undefined {
  const names = platform === "win32" ? [`${name}.exe`, `${name}.cmd`] : [name];
  return (env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "")
    .flatMap((folder) => names.map((it) => join(folder, it)))
    .find((path) => existsSync(path));
}

function* candidates(engine: "chromium" | "firefox"): Generator<string | undefined> {
  yield env[CHOSEN[engine]];
  if (platform === "darwin") {
    for (const folder of ["/Applications", join(homedir(), "Applications")]) {
      for (const app of MAC[engine]) yield join(folder, `${app}.app/Contents/MacOS/${MAC_PROGRAM[app] ?? app}`);
    }
  }
  if (platform === "win32") {
    for (const folder of [env.ProgramFiles, env["ProgramFiles(x86)"], env.LOCALAPPDATA]) {
      if (folder) for (const path of WINDOWS[engine]) yield join(folder, path);
    }
  }
  for (const name of ON_PATH[engine]) yield onPath(name);
  if (engine === "chromium") {
    yield "/snap/bin/chromium";
    yield chromium.executablePath();
  }
}

/** MiniBrowser lies beside WebKit's library, whose folder differs by distribution and version. */
function miniBrowser(): string | undefined {
  const folders = ["/usr/libexec", "/usr/lib64", "/usr/lib"].filter((folder) => existsSync(folder));
  const inner = folders.flatMap((folder) => [folder, ...readdirSync(folder).map((name) => join(folder, name))]);
  return inner
    .flatMap((folder) =>
      ["webkit2gtk-4.1", "webkitgtk-6.0", "webkit2gtk-4.0"].map((it) => join(folder, it, "MiniBrowser")),
    )
    .find((path) => existsSync(path));
}

function findWebKit(): Found | Missing {
  const engine = "webkit";
  if (platform !== "linux") return { engine, missing: "WebKitGTK is for Linux" };
  const driver = onPath("WebKitWebDriver");
  const browser = miniBrowser();
  const xvfb = onPath("Xvfb");
  if (!driver || !browser) return { engine, missing: "WebKitWebDriver is not installed (Debian: webkit2gtk-driver)" };
  if (!xvfb && !env.DISPLAY) return { engine, missing: "there is no display and no Xvfb (Debian: xvfb)" };
  return { engine, paths: xvfb ? { driver, browser, xvfb } : { driver, browser } };
}

const ADVICE = {
  chromium: "install Chrome, Chromium or Edge, or set DAXLAB_CHROMIUM to the path of one",
  firefox: "install Firefox, or set DAXLAB_FIREFOX to the path of one",
} as const;

export function findBrowser(engine: EngineName): Found | Missing {
  if (engine === "webkit") return findWebKit();
  for (const path of candidates(engine)) if (path && existsSync(path)) return { engine, path };
  return { engine, missing: `not found: ${ADVICE[engine]}` };
}

const PACKAGES: Record<EngineName, string[]> = {
  chromium: ["chromium"],
  firefox: ["firefox-esr"],
  webkit: ["webkit2gtk-driver", "xvfb"],
};

/** The words before `apt-get`, or nothing where packages may not be installed without asking. */
function aptPrefix(): string[] | undefined {
  if (platform !== "linux" || !onPath("apt-get")) return undefined;
  if (process.getuid?.() === 0) return [];
  const sudo = onPath("sudo") && spawnSync("sudo", ["-n", "true"], { stdio: "ignore", timeout: 5000 }).status === 0;
  return sudo ? ["sudo", "-n"] : undefined;
}

function run(command: readonly string[], timeoutMs: number): boolean {
  const [program = "", ...args] = command;
  console.log(`  $ ${command.join(" ")}`);
  const { status, stderr } = spawnSync(program, args, {
    cwd: ROOT,
    env: { ...env, DEBIAN_FRONTEND: "noninteractive" },
    stdio: ["ignore", "ignore", "pipe"],
    timeout: timeoutMs,
    killSignal: "SIGKILL",
  });
  if (status !== 0) console.log(`  failed: ${String(stderr).trim().split("\n").at(-1)}`);
  return status === 0;
}

let isAptFresh = false;

/** Tries to install the engine where that needs no question, then looks again. DAXLAB_NO_INSTALL=1 forbids it. */
export function installBrowser(engine: EngineName): Found | Missing {
  if (env.DAXLAB_NO_INSTALL) return findBrowser(engine);
  const prefix = aptPrefix();
  if (prefix) {
    if (!isAptFresh) isAptFresh = run([...prefix, "apt-get", "update", "-q"], 120_000);
    run([...prefix, "apt-get", "install", "-y", "-q", "--no-install-recommends", ...PACKAGES[engine]], 240_000);
  }
  const found = findBrowser(engine);
  if (engine !== "chromium" || !("missing" in found)) return found;
  run([process.execPath, join(ROOT, "node_modules/playwright-core/cli.js"), "install", "chromium"], 240_000);
  return findBrowser(engine);
}

export function openBrowser(found: Found): Promise<Browser> {
  if (found.engine === "webkit") return openWebKit(found.paths);
  return found.engine === "firefox" ? openFirefox(found.path) : openChromium(found.path);
}
