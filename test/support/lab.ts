/**
 * One browser and one served site for a test file; both end with the file.
 *
 *   const lab = await openLab();
 *   test("a claim", async () => {
 *     const page = await lab.open("lessons/09-….html");
 *     await page.click("[data-cell=first] [data-action=run]");
 *     await page.waitFor("[data-cell=first][data-state=ok]");
 *     expect(page.errors()).toEqual([]);
 *   });
 *
 * The engine is chosen by DAXLAB_BROWSER (chromium, firefox or webkit; chromium unless said).
 */
import { afterAll, afterEach } from "vitest";
import { findBrowser, openBrowser } from "./browsers.ts";
import { ENGINES, type EngineName, type PageOptions } from "./driver.ts";
import { Page } from "./page.ts";
import { type Site, type SiteOptions, serveSite } from "./site.ts";

/** The engine under test, for claims that hold for one of them: `test.runIf(engine === "firefox")`. */
export const engine: EngineName =
  ENGINES.find((name) => name === (process.env.DAXLAB_BROWSER ?? "chromium")) ?? "chromium";

export interface Lab {
  site: Site;
  engine: EngineName;
  version: string;
  /** A page of its own storage at that address; it is closed after the test. */
  open(address?: string, options?: PageOptions & { site?: Site }): Promise<Page>;
}

/** The site is not copied to the device unless that is asked for: most of what a page costs would be the copy. */
export async function openLab(options: SiteOptions = {}): Promise<Lab> {
  const found = findBrowser(engine);
  if ("missing" in found) throw new Error(`${engine}: ${found.missing}`);
  const site = await serveSite({ hasOfflineCopy: false, ...options });
  const browser = await openBrowser(found);
  const pages: Page[] = [];
  afterEach(async () => {
    await Promise.allSettled(pages.splice(0).map((page) => page.close()));
  });
  afterAll(async () => {
    await browser.close();
    await site.stop();
  });
  return {
    site,
    engine,
    version: browser.version,
    open: async (address, { site: other = site, ...wishes } = {}) => {
      const page = new Page(await browser.newTab(wishes), engine, other.url);
      pages.push(page);
      if (address !== undefined) await page.goto(address);
      return page;
    },
  };
}
