/**
 * What a screen reader is given of every lesson, kept as text in a11y/ and read: can one say who was told, and why? After a
 * wanted change: `npx vitest run --project browser test/browser/a11y.browser.ts -u`, then read the difference.
 *
 * Addresses of links and the time of saving are left out. Only Chromium's driver can be asked.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { describe, expect, test } from "vitest";
import { engine, openLab } from "../support/lab.ts";
import type { Page } from "../support/page.ts";
import { DIST } from "../support/site.ts";

const lab = await openLab();
const LESSONS = readdirSync(join(DIST, "lessons")).filter((it) => /^\d\d-.*\.html$/.test(it));
const LONG = { timeoutMs: 50_000 };

/** The lesson with all that comes alive in sight alive. */
async function openLesson(file: string): Promise<Page> {
  const page = await lab.open(`lessons/${file}`, { width: 1280, height: 900, reducedMotion: true });
  await page.waitFor("html[data-live]", LONG);
  const waiting = () =>
    [
      ...document.querySelectorAll("section.view:not(:has(figure.figure-live)):has(figure.figure)"),
      ...document.querySelectorAll("section[data-exercise]:not([data-mounted])"),
      ...document.querySelectorAll('[data-state="queued"], [data-state="running"]'),
    ].length;
  for (let y = 0; y < (await page.evaluate(() => document.body.scrollHeight)); y += 700)
    await page.evaluate((top: number) => {
      scrollTo({ top, behavior: "instant" });
      return new Promise<void>((next) => requestAnimationFrame(() => next()));
    }, y);
  await page.waitFor(
    () => {
      const [first] = document.querySelectorAll(
        "section.view:has(figure.figure):not(:has(figure.figure-live)), section[data-exercise]:not([data-mounted])",
      );
      first?.scrollIntoView({ block: "center", behavior: "instant" });
      return first === undefined && document.querySelector('[data-state="queued"], [data-state="running"]') === null;
    },
    { ...LONG, what: `every figure and exercise of ${file} alive; waiting: ${await page.evaluate(waiting)}` },
  );
  return page;
}

const plain = (text: string): string =>
  text
    .split("\n")
    .filter((line) => !/^\s*- \/url:/.test(line) && !/Saved on this device/.test(line))
    // Of a link only its address was below it.
    .map((line) => line.replace(/^(\s*- '?link .*?):$/, "$1").replace(/^(\s*- 'link .*')$/, "$1"))
    .join("\n");

/** Level and id of the headings of the text that have one, in the page without scripts. */
function staticHeadings(file: string): string[] {
  const { document } = parseHTML(readFileSync(join(DIST, "lessons", file), "utf8"));
  return [...document.querySelectorAll("main :is(h1, h2, h3, h4, h5, h6)[id]")].map((it) => `${it.tagName} ${it.id}`);
}

const liveHeadings = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll("main :is(h1, h2, h3, h4, h5, h6)[id]")].map((it) => `${it.tagName} ${it.id}`),
  );

/** That every figure has a conclusion that is said once, a name and a table. */
async function checkFigures(page: Page): Promise<void> {
  const figures = await page.evaluate(() =>
    [...document.querySelectorAll("main figure.figure")].map((it) => ({
      name: it.className,
      caption: it.querySelector("figcaption")?.textContent ?? "",
      labels: [...it.querySelectorAll("[aria-label], title")].map(
        (one) => one.getAttribute("aria-label") ?? one.textContent ?? "",
      ),
      tables: it.querySelectorAll("table").length,
      focusable: [...it.querySelectorAll<HTMLElement>("button, [tabindex]")].filter(
        (one) => !(one.getAttribute("aria-label") ?? one.textContent ?? "").trim(),
      ).length,
    })),
  );
  expect(figures.length).toBeGreaterThan(0);
  for (const { name, caption, labels, tables, focusable } of figures) {
    expect(caption, name).toMatch(/^\S.*[.?]$/);
    expect(labels, name).not.toContain(caption);
    expect(tables, name).toBeGreaterThan(0);
    expect(focusable, name).toBe(0);
  }
}

describe.runIf(engine === "chromium")("for a screen reader", () => {
  test.each(LESSONS)(
    "%s reads as it did, its headings are those without scripts, its figures say what they come to",
    async (file) => {
      const page = await openLesson(file);
      await checkFigures(page);
      expect(await liveHeadings(page)).toEqual(expect.arrayContaining(staticHeadings(file)));
      const text = plain(await page.accessible("main"));
      await expect(`${text}\n`).toMatchFileSnapshot(join(import.meta.dirname, "a11y", file.replace(/html$/, "txt")));
    },
  );
});
