/** What rows of `npm run bench:page` measure with: tabs of a browser, the built site, and pages of the bench's own. */
import type { Browser } from "../../support/driver.ts";
import { Page } from "../../support/page.ts";
import type { Site } from "../../support/site.ts";

export const LESSON = "lessons/09-one-device-two-filesystems.html";
export const LONG = { timeoutMs: 60_000 };

export interface PageLab {
  browser: Browser;
  site: Site;
  /** The bench's own pages: built when a row first asks for them. */
  parts(): Promise<Site>;
}

export interface PageRow {
  name: string;
  /** What the number means to a reader. */
  means: string;
  unit: "ms" | "s" | "kB" | "×";
  atMost: number;
  /** Most rounds that are worth their time; there are nine otherwise. */
  mostRounds?: number;
  /** Whether the first round counts: there is nothing to warm up, or it is what the row is about. */
  isCold?: boolean;
  /** Until a round is given up. */
  roundMs?: number;
  /** What was tried and did not help enough, or why the number is what it is; shown beside it. */
  note?: string;
  /** A fresh page, by its own clock, where nothing else is said. Throws where the result is not the right one. */
  round(lab: PageLab): Promise<number>;
}

/** A live page of the site in a tab of its own. */
export async function lesson({ browser, site }: PageLab, address = LESSON, cpuSlowdown?: number): Promise<Page> {
  const tab = await browser.newTab(cpuSlowdown === undefined ? {} : { cpuSlowdown });
  const page = new Page(tab, browser.engine, site.url);
  await page.goto(address);
  await page.waitFor("html[data-live]", LONG);
  return page;
}

/** One of the bench's own pages. */
export async function part({ browser, parts }: PageLab, address: string): Promise<Page> {
  const { url } = await parts();
  const page = new Page(await browser.newTab({}), browser.engine, url);
  await page.goto(address);
  return page;
}

/** Measures on a page and closes it. */
export async function on<T>(page: Page, measure: (page: Page) => Promise<T>): Promise<T> {
  try {
    return await measure(page);
  } finally {
    await page.close();
  }
}

export const ANSWERED = "daxlab:answer";

/** Milliseconds from navigation to the first answer of the page's engine. */
export const answeredMs = (page: Page): Promise<number> =>
  page.waitFor((name: string) => performance.getEntriesByName(name)[0]?.startTime ?? 0, LONG, ANSWERED);
