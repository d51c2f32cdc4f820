/**
 * `npm run bench:page`: the built page in a real browser. Medians with spread over rounds, each beside its goal. Times on a busy
 * machine say little; the report names how busy it was.
 *
 *   --rounds N      9
 *   --quick         3 rounds
 *   --json FILE     default test/bench/results/page.json
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { findBrowser, openBrowser } from "../support/browsers.ts";
import type { Browser } from "../support/driver.ts";
import { Page } from "../support/page.ts";
import { type Site, serveSite } from "../support/site.ts";
import { median } from "./measure.ts";

const LESSON = "lessons/09-one-device-two-filesystems.html";
const SLOWDOWN = 4;

interface PageRow {
  name: string;
  /** What the number means to a reader. */
  means: string;
  atMostMs: number;
  /** One round: milliseconds, by the page's own clock. */
  round(lab: Lab): Promise<number>;
}

interface Lab {
  browser: Browser;
  site: Site;
}

const { values } = parseArgs({
  options: { rounds: { type: "string" }, quick: { type: "boolean", default: false }, json: { type: "string" } },
});
const rounds = Number(values.rounds ?? (values.quick ? 3 : 9));
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error(`--rounds: got "${values.rounds}", expected a whole number from 1`);
  process.exit(2);
}

async function lesson({ browser, site }: Lab, cpuSlowdown?: number): Promise<Page> {
  const tab = await browser.newTab(cpuSlowdown === undefined ? {} : { cpuSlowdown });
  const page = new Page(tab, browser.engine, site.url);
  await page.goto(LESSON);
  await page.waitFor("html[data-live]", { timeoutMs: 60_000 });
  return page;
}

/** Runs a cell by its button and gives the time until its state is one of `ends`, by the page's clock. */
const runCell = (page: Page, slug: string, ends: readonly string[]): Promise<number> =>
  page.evaluate(
    async (it: { slug: string; ends: readonly string[] }) => {
      const section = document.querySelector<HTMLElement>(`section[data-cell="${it.slug}"]`);
      const button = [...(section?.querySelectorAll("button") ?? [])].find((one) => /run/i.test(one.textContent ?? ""));
      if (!section || !button) throw new Error(`no cell ${it.slug} with a Run button`);
      const start = performance.now();
      const done = new Promise<number>((end) => {
        let ran = false;
        new MutationObserver((_changes, watcher) => {
          const state = section.dataset.state ?? "";
          ran ||= state === "running" || state === "queued";
          if (!ran || !it.ends.includes(state)) return;
          watcher.disconnect();
          requestAnimationFrame(() => setTimeout(() => end(performance.now() - start)));
        }).observe(section, { attributes: true, attributeFilter: ["data-state"] });
      });
      button.click();
      return done;
    },
    { slug, ends },
  );

const ROWS: readonly PageRow[] = [
  {
    name: "ready",
    means: `From the page's first script to a live lesson, on a processor ${SLOWDOWN} times slower.`,
    atMostMs: 300,
    async round(lab) {
      const page = await lesson(lab, SLOWDOWN);
      const ms = await page.evaluate(() => {
        const scripts = performance.getEntriesByType("resource").filter((it) => /\.js$/.test(it.name));
        const first = Math.min(...scripts.map((it) => it.startTime));
        const mark = performance.getEntriesByName("daxlab:answer")[0]?.startTime ?? performance.now();
        return mark - first;
      });
      await page.close();
      return ms;
    },
  },
  {
    name: "run",
    means: "From pressing Run to the painted answer of a cell, its route included.",
    atMostMs: 50,
    async round(lab) {
      const page = await lesson(lab);
      await runCell(page, "disk", ["ok", "error"]);
      const ms = await runCell(page, "disk", ["ok", "error"]);
      await page.close();
      return ms;
    },
  },
  {
    name: "step",
    means: "From an arrow key on the timeline to the painted step.",
    atMostMs: 50,
    async round(lab) {
      const tab = await lab.browser.newTab({});
      const page = new Page(tab, lab.browser.engine, lab.site.url);
      await page.goto("lessons/01-a-page-goes-bad.html");
      await page.waitFor("html[data-live]", { timeoutMs: 60_000 });
      await page.waitFor('section[data-cell="time"] input[type=range]', { timeoutMs: 60_000 });
      const ms = await page.evaluate(async () => {
        const input = document.querySelector<HTMLInputElement>('section[data-cell="time"] input[type=range]');
        if (!input) throw new Error("no timeline");
        input.scrollIntoView();
        const frame = () => new Promise<void>((next) => requestAnimationFrame(() => next()));
        await frame();
        const start = performance.now();
        input.stepDown();
        input.dispatchEvent(new Event("input", { bubbles: true }));
        await frame();
        await new Promise((next) => setTimeout(next));
        return performance.now() - start;
      });
      await page.close();
      return ms;
    },
  },
];

const found = findBrowser("chromium");
if ("missing" in found) throw new Error(`chromium: ${found.missing}`);
const lab: Lab = { site: await serveSite(), browser: await openBrowser(found) };
const results: { row: string; means: string; ms: number; low: number; high: number; atMostMs: number }[] = [];
for (const row of ROWS) {
  const times: number[] = [];
  for (let i = 0; i < rounds; i++) times.push(await row.round(lab));
  const result = {
    row: row.name,
    means: row.means,
    ms: median(times),
    low: Math.min(...times),
    high: Math.max(...times),
  };
  results.push({ ...result, atMostMs: row.atMostMs });
  const verdict = result.ms <= row.atMostMs ? "met" : "MISSED";
  console.log(`${row.name}: ${row.means}`);
  console.log(
    `  ${result.ms.toFixed(0)} ms (${result.low.toFixed(0)}–${result.high.toFixed(0)})  goal: at most ${row.atMostMs}  ${verdict}`,
  );
}
await lab.browser.close();
await lab.site.stop();

const target = values.json ? resolve(values.json) : join(import.meta.dirname, "results/page.json");
if (values.json || !values.quick) {
  const machine = { cpu: cpus()[0]?.model ?? "unknown", cores: cpus().length, load: loadavg()[0] };
  const report = {
    machine,
    browser: `Chromium ${lab.browser.version}`,
    date: new Date().toISOString().slice(0, 10),
    rounds,
  };
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, `${JSON.stringify({ ...report, rows: results }, null, 1)}\n`);
}
