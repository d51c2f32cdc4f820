/** One vitest run as a number of passed and failed tests; files that do not load and runs that hang count as failed. */
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runBounded } from "./bounded.ts";
import type { Say } from "./side-by-side.ts";
import { ROOT } from "./site.ts";

export interface Count {
  passed: number;
  failed: number;
}

export interface VitestRun {
  project: "node" | "browser";
  /** Parts of the paths of the files to run; empty for all. */
  only: readonly string[];
  limitS: number;
  env?: Record<string, string>;
  /** Takes what vitest writes; without it that is shown. */
  say?: Say;
  /** Files at a time; the project's own number unless given. */
  workers?: number;
}

interface Report {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { status: string; name: string; message: string; assertionResults: { status: string }[] }[];
}

function readReport(path: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

export async function runVitest({ project, only, limitS, env = {}, say, workers }: VitestRun): Promise<Count> {
  const folder = join(ROOT, ".cache/test");
  const report = join(folder, `${project}-${env.DAXLAB_BROWSER ?? "node"}.json`);
  mkdirSync(folder, { recursive: true });
  rmSync(report, { force: true });
  const args = ["node_modules/vitest/vitest.mjs", "run", "--project", project];
  args.push("--reporter=default", "--reporter=json", `--outputFile.json=${report}`);
  if (workers !== undefined) args.push(`--maxWorkers=${workers}`);
  args.push(...only);
  const bounds = say === undefined ? { limitS, env } : { limitS, env, say };
  const { isOk, reason } = await runBounded({ program: process.execPath, args }, bounds);
  const result = readReport(report);
  if (!result) {
    const text = `The ${project} tests gave no result${reason ? `: ${reason}` : ""}; counted as one failure.\n`;
    (say ?? ((it) => process.stdout.write(it)))(text);
    return { passed: 0, failed: 1 };
  }
  const unloaded = result.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && !assertionResults.some((it) => it.status === "failed"),
  );
  const failed = result.numFailedTests + unloaded.length;
  // An error outside any test, or a run cut short, must not look like success.
  return { passed: result.numPassedTests, failed: isOk || failed > 0 ? failed : 1 };
}
