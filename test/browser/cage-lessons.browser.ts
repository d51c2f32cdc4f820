/**
 * Every lesson as a reader works through it: each cell run in the cage, in order. What the build could do in Node but the
 * page cannot (a view that asks the engine, a published function that does not stand alone) fails here.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openLab } from "../support/lab.ts";
import { DIST } from "../support/site.ts";

const lab = await openLab();
const lessons = readdirSync(join(DIST, "lessons")).filter((it) => it.endsWith(".html"));

test.each(lessons)("every cell of %s answers on the page", async (lesson) => {
  const page = await lab.open(`lessons/${lesson}`);
  await page.waitFor("html[data-live]");
  const slugs = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('section[data-kind="simulation"]')].map((it) => it.dataset.cell ?? ""),
  );
  expect(slugs.length).toBeGreaterThan(0);
  for (const slug of slugs) {
    const cell = `section[data-cell="${slug}"]`;
    await page.click(`${cell} [data-action="run"]`);
    await page.waitFor(`${cell}:not([data-state="queued"]):not([data-state="running"])`);
  }
  // Views compute a moment after what they need.
  await page
    .waitFor(() => document.querySelectorAll('section[data-cell]:not([data-state="ok"])').length === 0, {
      what: "every cell is ok",
      timeoutMs: 3000,
    })
    .catch(() => {});
  const others = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('section[data-cell]:not([data-state="ok"])')].map(
      (it) => `${it.dataset.cell}: ${it.dataset.state}`,
    ),
  );
  expect(others).toEqual([]);
  expect(page.errors()).toEqual([]);
});
