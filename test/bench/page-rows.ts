/** Rows of `npm run bench:page`. Each round is a fresh tab, by the page's own clock. */
import type { Browser } from "../support/driver.ts";
import { Page } from "../support/page.ts";
import type { Site } from "../support/site.ts";

const LESSON = "lessons/09-one-device-two-filesystems.html";
const CELL = "disk";
const SLOWDOWN = 4;
const LONG = { timeoutMs: 60_000 };

export interface PageLab {
  browser: Browser;
  site: Site;
  /** The bench's own pages. */
  parts: Site;
}

export interface PageRow {
  name: string;
  /** What the number means to a reader. */
  means: string;
  unit: "ms" | "×";
  atMost: number;
  round(lab: PageLab): Promise<number>;
}

async function lesson({ browser, site }: PageLab, address = LESSON, cpuSlowdown?: number): Promise<Page> {
  const tab = await browser.newTab(cpuSlowdown === undefined ? {} : { cpuSlowdown });
  const page = new Page(tab, browser.engine, site.url);
  await page.goto(address);
  await page.waitFor("html[data-live]", LONG);
  return page;
}

/** A round on a page that is closed after it. */
async function on(page: Page, measure: (page: Page) => Promise<number>): Promise<number> {
  try {
    return await measure(page);
  } finally {
    await page.close();
  }
}

/** Runs a cell by its button and gives the time until its state is one of `ends`, painted. */
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

/** Replaces the text of a cell in its editor and runs it by key. */
async function write(page: Page, slug: string, text: string): Promise<void> {
  const section = `section[data-cell="${slug}"]`;
  const isOpen = (await page.count(`${section} .cm-content`)) > 0;
  await page.click(isOpen ? `${section} .cm-content` : `${section} pre.code`);
  await page.waitFor(`${section} .cm-focused`, LONG);
  await page.press("Mod+a");
  await page.type(text);
  await page.press("Mod+Enter");
}

/** From pressing Stop to the answer that another cell then gives. */
const stopAndAsk = (page: Page, endless: string, other: string): Promise<number> =>
  page.evaluate(
    async (it: { endless: string; other: string }) => {
      const section = (slug: string) => document.querySelector<HTMLElement>(`section[data-cell="${slug}"]`);
      const reached = (slug: string, wanted: readonly string[]): Promise<void> =>
        new Promise((end) => {
          const element = section(slug);
          const look = (): boolean => wanted.includes(element?.dataset.state ?? "");
          if (element === null || look()) return end();
          new MutationObserver((_changes, watcher) => {
            if (!look()) return;
            watcher.disconnect();
            end();
          }).observe(element, { attributes: true, attributeFilter: ["data-state"] });
        });
      const button = (root: ParentNode | null, action: string): HTMLButtonElement => {
        const found = root?.querySelector<HTMLButtonElement>(`[data-action="${action}"]`);
        if (!found) throw new Error(`no button "${action}"`);
        return found;
      };
      const start = performance.now();
      button(section(it.endless), "stop").click();
      await reached(it.endless, ["stopped"]);
      button(section(it.other), "run").click();
      await reached(it.other, ["running", "queued"]);
      await reached(it.other, ["ok", "error"]);
      return performance.now() - start;
    },
    { endless, other },
  );

const ready: PageRow = {
  name: "ready",
  means: `From the page's first script to the first answer of its engine, on a processor ${SLOWDOWN} times slower.`,
  unit: "ms",
  atMost: 300,
  round: async (lab) =>
    on(await lesson(lab, LESSON, SLOWDOWN), async (page) => {
      await page.waitFor(() => performance.getEntriesByName("daxlab:answer").length > 0, LONG);
      return page.evaluate(() => {
        const scripts = performance.getEntriesByType("resource").filter((it) => /\.js$/.test(it.name));
        const first = Math.min(...scripts.map((it) => it.startTime));
        return (performance.getEntriesByName("daxlab:answer")[0]?.startTime ?? Number.NaN) - first;
      });
    }),
};

const run: PageRow = {
  name: "run",
  means: "From pressing Run to the painted answer of a cell, its route included.",
  unit: "ms",
  atMost: 50,
  round: async (lab) =>
    on(await lesson(lab), async (page) => {
      await runCell(page, CELL, ["ok", "error"]);
      return runCell(page, CELL, ["ok", "error"]);
    }),
};

const step: PageRow = {
  name: "step",
  means: "From an arrow key on the timeline to the painted step.",
  unit: "ms",
  atMost: 50,
  round: async (lab) =>
    on(await lesson(lab, "lessons/01-a-page-goes-bad.html"), async (page) => {
      await page.waitFor('section[data-cell="time"] input[type=range]', LONG);
      return page.evaluate(async () => {
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
    }),
};

const kill: PageRow = {
  name: "kill",
  means: "A cell runs for ever: from pressing Stop to the next answer, which a fresh engine gives.",
  unit: "ms",
  atMost: 250,
  round: async (lab) =>
    on(await lesson(lab), async (page) => {
      await runCell(page, CELL, ["ok", "error"]);
      await write(page, "lines", "for (;;) {}");
      await page.waitFor('section[data-cell="lines"][data-state="running"] [data-action="stop"]', LONG);
      return stopAndAsk(page, "lines", CELL);
    }),
};

const part = ({ browser, parts }: PageLab, name: "zoom" | "message"): Promise<number> =>
  browser.newTab({}).then((tab) =>
    on(new Page(tab, browser.engine, parts.url), async (page) => {
      await page.goto("index.html");
      return page.evaluate(
        (it: string) => (globalThis as never as Record<string, () => Promise<number>>)[it]?.() ?? Number.NaN,
        name,
      );
    }),
  );

const map: PageRow = {
  name: "map-zoom",
  means:
    "The memory map of 16 TiB with a million poisoned lines: script and layout of a zoom step, 95th percentile of sixty.",
  unit: "ms",
  atMost: 8,
  round: (lab) => part(lab, "zoom"),
};

const message: PageRow = {
  name: "message",
  means: "A thousand checked loads in one message to a worker, as a multiple of an empty message and its answer.",
  unit: "×",
  atMost: 4,
  round: (lab) => part(lab, "message"),
};

export const PAGE_ROWS: readonly PageRow[] = [ready, run, step, kill, map, message];
