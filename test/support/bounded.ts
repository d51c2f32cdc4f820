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
  /** Collect the output rather than show it. */
  isQuiet?: boolean;
}

export interface Ended {
  isOk: boolean;
  output: string;
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

export function runBounded({ program, args }: Command, bounds: Bounds): Promise<Ended> {
  const child = spawn(program, args, {
    cwd: ROOT,
    env: { ...process.env, ...bounds.env },
    stdio: ["ignore", bounds.isQuiet ? "pipe" : "inherit", bounds.isQuiet ? "pipe" : "inherit"],
    // A group of its own can be ended as one.
    detached: !isWindows,
  });
  let output = "";
  let reason: string | undefined;
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += String(chunk)));
  const stop = () => child.pid && endTree(child.pid);
  const timer = setTimeout(() => {
    reason = `stopped after ${bounds.limitS} s`;
    stop();
  }, bounds.limitS * 1000);
  const interrupts = ["SIGINT", "SIGTERM"] as const;
  const onInterrupt = () => {
    stop();
    process.exit(130);
  };
  for (const name of interrupts) process.once(name, onInterrupt);
  return new Promise((done) => {
    const end = (isOk: boolean) => {
      clearTimeout(timer);
      for (const name of interrupts) process.off(name, onInterrupt);
      done({ isOk: isOk && reason === undefined, output, ...(reason === undefined ? {} : { reason }) });
    };
    child.once("error", (error) => {
      output += error.message;
      end(false);
    });
    child.once("close", (code) => {
      // Descendants that outlive the child would hold browsers and ports.
      if (reason === undefined) end(code === 0);
      else setTimeout(() => end(false), GRACE_MS);
    });
  });
}
