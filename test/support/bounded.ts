/** A child process with an end: it and everything it has started are gone when its time is up. */
import { spawn, spawnSync } from "node:child_process";
import { ROOT } from "./site.ts";

export interface Command {
  program: string;
  args: string[];
}

export interface Bounds {
  limitS: number;
  env?: Record<string, string>;
  /** Takes the output as it comes; without it the child writes where we do. */
  say?: (text: string) => void;
}

export interface Ended {
  isOk: boolean;
  /** Why it was stopped, if it was. */
  reason?: string;
}

const isWindows = process.platform === "win32";
const GRACE_MS = 4000;

/** Ends a child and its descendants: politely, so that browsers are closed, then surely. */
function endTree(pid: number) {
  if (isWindows) {
    spawnSync("taskkill", ["/pid", String(pid), "/T", "/F"], { stdio: "ignore" });
    return;
  }
  const signal = (name: NodeJS.Signals) => {
    try {
      process.kill(-pid, name);
    } catch {
      // Nobody is left.
    }
  };
  signal("SIGTERM");
  setTimeout(() => signal("SIGKILL"), GRACE_MS).unref();
}

/** The children that run now; who interrupts us ends them all. */
const running = new Set<number>();
const INTERRUPTS = ["SIGINT", "SIGTERM"] as const;

function onInterrupt() {
  for (const pid of running) endTree(pid);
  process.exit(130);
}

function enter(pid: number | undefined) {
  if (pid === undefined) return;
  if (running.size === 0) for (const name of INTERRUPTS) process.once(name, onInterrupt);
  running.add(pid);
}

function leave(pid: number | undefined) {
  if (pid === undefined || !running.delete(pid)) return;
  if (running.size === 0) for (const name of INTERRUPTS) process.off(name, onInterrupt);
}

export function runBounded({ program, args }: Command, { limitS, env, say }: Bounds): Promise<Ended> {
  const child = spawn(program, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ["ignore", say ? "pipe" : "inherit", say ? "pipe" : "inherit"],
    // A group of its own can be ended as one.
    detached: !isWindows,
  });
  enter(child.pid);
  let reason: string | undefined;
  if (say) for (const stream of [child.stdout, child.stderr]) stream?.setEncoding("utf8").on("data", say);
  const timer = setTimeout(() => {
    reason = `stopped after ${limitS} s`;
    if (child.pid) endTree(child.pid);
  }, limitS * 1000);
  return new Promise((done) => {
    const end = (isOk: boolean) => {
      clearTimeout(timer);
      leave(child.pid);
      done({ isOk: isOk && reason === undefined, ...(reason === undefined ? {} : { reason }) });
    };
    child.once("error", (error) => {
      reason ??= error.message;
      end(false);
    });
    child.once("close", (code) => {
      // Descendants that outlive the child would hold browsers and ports.
      if (reason === undefined) end(code === 0);
      else setTimeout(() => end(false), GRACE_MS);
    });
  });
}
