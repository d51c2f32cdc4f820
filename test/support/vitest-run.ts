/** One vitest run as a number of passed tests and a line for each failed one; so count files that do not load and runs that hang. */
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { runBounded } from "./bounded.ts";
import type { Say } from "./side-by-side.ts";
import { ROOT } from "./site.ts";

export interface Outcome {
  passed: number;
  /** For each failure where it is and what it says, in a line. */
  failures: readonly string[];
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

interface Assertion {
  status: string;
  fullName: string;
  failureMessages?: string[];
}

interface Report {
  numPassedTests: number;
  testResults: { status: string; name: string; message: string; assertionResults: Assertion[] }[];
}

const firstLine = (text: string): string => text.trim().split("\n")[0] ?? "";

function failuresOf(report: Report): string[] {
  return report.testResults.flatMap(({ status, name, message, assertionResults }) => {
    const file = relative(ROOT, name);
    const failed = assertionResults.filter((it) => it.status === "failed");
    if (failed.length === 0 && status === "failed") return [`${file}: ${firstLine(message)}`];
    return failed.map((it) => `${file} > ${it.fullName}: ${firstLine(it.failureMessages?.[0] ?? "")}`);
  });
}

function readReport(path: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}

export async function runVitest({ project, only, limitS, env = {}, say, workers }: VitestRun): Promise<Outcome> {
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
  const run = `${project} tests${env.DAXLAB_BROWSER ? ` in ${env.DAXLAB_BROWSER}` : ""}`;
  if (!result) return { passed: 0, failures: [`${run}: no result${reason ? `, ${reason}` : ""}`] };
  const failures = failuresOf(result);
  // An error outside any test, or a run cut short, must not look like success.
  if (!isOk && failures.length === 0) failures.push(`${run}: ${reason ?? "an error outside any test"}`);
  return { passed: result.numPassedTests, failures };
}
