/**
 * Everything `npm test` does: checks beside the build of the site, then tests on Node, then tests in Chromium, then those
 * of the other browser engines beside each other. A step that fails counts as one failed test and the rest still runs;
 * what depends on it fails in its own words. What is done at the same time is still told in order; at the end every failure
 * is named once more, and the last line is always `N passed, N failed`.
 */
import { readdirSync } from "node:fs";
import { parseArgs } from "node:util";
import { type Command, runBounded } from "./bounded.ts";
import { findBrowser, installBrowser, openBrowser } from "./browsers.ts";
import { ENGINES, type EngineName } from "./driver.ts";
import { type Say, sideBySide } from "./side-by-side.ts";
import { ROOT } from "./site.ts";
import { type Outcome, runVitest } from "./vitest-run.ts";

/** Wall-clock limits in seconds: of each step, and of all of them together, installing excepted. */
const LIMITS_S = { check: 240, build: 300, node: 900, probe: 60, chromium: 1200, firefox: 600, webkit: 600 };
const TOTAL_S = Number(process.env.DAXLAB_TEST_SECONDS ?? 3000);

/**
 * Parts of the names of the browser tests that an engine runs; empty: all. Chromium works through everything; the others
 * through what may differ between engines: the cage around readers' code, the page of a lesson, the copy for offline use.
 */
const FILES: Record<EngineName, readonly string[]> = {
  chromium: [],
  firefox: ["cage.browser", "page.browser", "offline.browser", "package.browser"],
  webkit: ["cage.browser", "page.browser"],
};

const node = (...args: string[]): Command => ({ program: process.execPath, args });
const bin = (path: string, ...args: string[]) => node(`node_modules/${path}`, ...args);

type Step = [name: string, command: Command];

const CHECKS: Step[] = [
  ["types", bin("typescript/bin/tsc", "-b", "engine", "workers", "notebooks", "test")],
  ["lint and format", bin("@biomejs/biome/bin/biome", "check", "--error-on-warnings", ".")],
];

const SITE: Step = ["engine and site", node("notebooks/serve.mjs", "--build")];

class Tally {
  passed = 0;
  readonly failures: string[] = [];
  readonly #startMs = Date.now();

  /** What a step may take: its own limit, or what is left of the whole. */
  limit(limitS: number): number {
    const leftS = TOTAL_S - (Date.now() - this.#startMs) / 1000;
    return Math.max(1, Math.min(limitS, leftS));
  }

  add({ passed, failures }: Outcome) {
    this.passed += passed;
    this.failures.push(...failures);
  }

  async step([name, command]: Step, limitS: number, say: Say) {
    const startMs = Date.now();
    let output = "";
    const keep: Say = (text) => {
      output += text;
    };
    const { isOk, reason } = await runBounded(command, { limitS: this.limit(limitS), say: keep });
    const seconds = ((Date.now() - startMs) / 1000).toFixed(1);
    say(`${isOk ? "ok    " : "FAILED"} ${name} (${seconds} s)\n`);
    if (!isOk) say(`${output.trim()}\n${reason ?? ""}\n`);
    this.add(isOk ? { passed: 1, failures: [] } : { passed: 0, failures: [`${name}: ${reason ?? "see above"}`] });
  }
}

function testFiles(suffix: string, only: string): string[] {
  return readdirSync(`${ROOT}/test`, { recursive: true })
    .map((name) => `test/${String(name).replaceAll("\\", "/")}`)
    .filter((name) => name.endsWith(suffix) && name.includes(only));
}

/** The version when the engine starts here and shows a page, otherwise a sentence that says why not. */
async function probe(engine: EngineName): Promise<{ version: string } | { missing: string }> {
  const found = findBrowser(engine);
  if ("missing" in found) return { missing: found.missing };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${LIMITS_S.probe} s`)), LIMITS_S.probe * 1000);
  });
  const opened = openBrowser(found);
  try {
    const browser = await Promise.race([opened, late]);
    try {
      const tab = await Promise.race([browser.newTab({}), late]);
      await Promise.race([tab.evaluate("String(1 + 1)", []), late]);
      return { version: browser.version };
    } finally {
      await browser.close();
    }
  } catch (error) {
    opened.then((browser) => browser.close()).catch(() => {});
    return { missing: `it does not start: ${(error as Error).message.split("\n")[0]}` };
  } finally {
    clearTimeout(timer);
  }
}

const write: Say = (text) => void process.stdout.write(text);

const NAMES: Record<EngineName, string> = { chromium: "Chromium", firefox: "Firefox", webkit: "WebKitGTK" };

interface EngineResult {
  /** What is said of the engine at the end. */
  line: string;
  isTested: boolean;
}

interface EngineRun {
  engine: EngineName;
  only: string;
  tally: Tally;
  say?: Say;
  workers?: number;
}

/** Runs the browser tests in one engine. */
async function runEngine({ engine, only, tally, ...how }: EngineRun): Promise<EngineResult> {
  const files = only === "" ? FILES[engine] : [only];
  const state = await probe(engine);
  if ("missing" in state) return { line: `${NAMES[engine]}: not tested here: ${state.missing}`, isTested: false };
  (how.say ?? write)(`\n${NAMES[engine]} ${state.version}\n`);
  const outcome = await runVitest({
    project: "browser",
    only: files,
    limitS: tally.limit(LIMITS_S[engine]),
    env: { DAXLAB_BROWSER: engine },
    ...how,
  });
  const { passed, failures } = outcome;
  tally.add({ passed, failures: failures.map((it) => `${NAMES[engine]}: ${it}`) });
  const failed = failures.length > 0 ? `, ${failures.length} failed` : "";
  const which = files.length === 0 ? "" : `: ${files.join(", ")}`;
  return { line: `${NAMES[engine]}: tested (${state.version})${which}${failed}`, isTested: true };
}

/** Chromium, which has the most to do, by itself; the others beside each other. */
async function runBrowsers(engines: readonly EngineName[], only: string, tally: Tally) {
  const [alone, others] = [engines.filter((it) => it === "chromium"), engines.filter((it) => it !== "chromium")];
  const results: EngineResult[] = [];
  for (const engine of alone) results.push(await runEngine({ engine, only, tally }));
  const workers = others.length > 1 ? 1 : 2;
  results.push(
    ...(await sideBySide(others.map((engine) => (say) => runEngine({ engine, only, tally, say, workers })))),
  );
  console.log(`\n${results.map(({ line }) => line).join("\n")}`);
  if (results.some(({ isTested }) => isTested)) return;
  tally.add({ passed: 0, failures: ["No browser could be tested (--no-browsers leaves them out)."] });
}

function enginesOf(name: string | undefined): readonly EngineName[] {
  if (name === undefined) return ENGINES;
  const chosen = ENGINES.filter((engine) => engine === name);
  if (chosen.length === 0) throw new Error(`--browser: got "${name}", expected one of ${ENGINES.join(", ")}`);
  return chosen;
}

export async function runSuite(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: "string" },
      browser: { type: "string" },
      "no-browsers": { type: "boolean" },
    },
  });
  const only = values.only ?? "";
  const engines = values["no-browsers"] ? [] : enginesOf(values.browser);
  const hasNodeTests = testFiles(".test.ts", only).length > 0;
  const hasBrowserTests = testFiles(".browser.ts", only).length > 0;
  if (hasBrowserTests) for (const engine of engines) if ("missing" in findBrowser(engine)) installBrowser(engine);

  const tally = new Tally();
  await sideBySide([
    async (say) => {
      if (only === "") for (const check of CHECKS) await tally.step(check, LIMITS_S.check, say);
    },
    (say) => tally.step(SITE, LIMITS_S.build, say),
  ]);
  if (hasNodeTests)
    tally.add(
      await runVitest({ project: "node", only: only === "" ? [] : [only], limitS: tally.limit(LIMITS_S.node) }),
    );
  if (engines.length > 0 && hasBrowserTests) await runBrowsers(engines, only, tally);
  if (!hasNodeTests && !hasBrowserTests) {
    tally.add({ passed: 0, failures: [`No test file has "${only}" in its path.`] });
  }
  const { passed, failures } = tally;
  if (failures.length > 0) console.log(`\nFailed:\n${failures.map((it) => `  ${it}\n`).join("")}`);
  console.log(`${passed} passed, ${failures.length} failed`);
  return failures.length === 0 ? 0 : 1;
}
