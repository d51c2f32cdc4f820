/** The single file, opened from disk: every page, cells that run, and not one request. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { openCourse } from "../../notebooks/embed/cli/course.ts";
import { singleFile } from "../../notebooks/embed/cli/single-file.ts";
import { openLab } from "../support/lab.ts";
import type { Page, Scope } from "../support/page.ts";
import { ROOT, serveSite } from "../support/site.ts";

const LONG = { timeoutMs: 60_000 };
const folder = mkdtempSync(join(tmpdir(), "daxlab-single-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const course = await openCourse(ROOT);
const path = join(folder, "daxlab.html");
writeFileSync(path, await singleFile(course));
const file = pathToFileURL(path).href;
const lab = await openLab({ folder });

async function open(page?: string): Promise<Page> {
  const opened = await lab.open(page === undefined ? file : `${file}?page=${page}`);
  await opened.waitFor("html[data-live]", LONG);
  return opened;
}

/** Addresses asked for beside the file itself and what it made of itself. */
const strangers = async (page: Page) => (await page.requests()).filter((it) => !/^(file|blob|data|about):/.test(it));
const others = async (page: Page) =>
  (await page.requests()).filter((it) => it.startsWith("file:") && !it.startsWith(file));

test("an edited cell runs and gives another value", async () => {
  const page = await open("lessons/09-one-device-two-filesystems.html");
  const cell = 'section[data-cell="wrong-door"]';
  await page.evaluate(() => {
    document.documentElement.style.scrollBehavior = "auto";
  });
  await page.click(`${cell} pre.code`);
  await page.waitFor(`${cell} .cm-focused`, LONG);
  await page.press("Mod+a");
  await page.type('const wrongDoor = merged.fail("pmem0", page.ofAnn)');
  await page.press("Shift+Enter");
  await page.waitFor(
    (it: string) => document.querySelector(it)?.textContent?.includes("told: ann"),
    LONG,
    `${cell} .output`,
  );
  await page.waitFor(`${cell}[data-state="ok"]`, LONG);
  await page.waitFor(
    (it: string) => document.querySelector(it)?.textContent?.includes("BUS_MCEERR"),
    LONG,
    'section[data-cell="thread"] figcaption',
  );
  expect(await page.attribute("[data-boundary]", "data-boundary")).toBe("frame");
  expect(page.errors()).toEqual([]);
  expect([await strangers(page), await others(page)]).toEqual([[], []]);
});

test("an exercise is checked", async () => {
  const page = await open("lessons/09-one-device-two-filesystems.html");
  const exercise = 'section[data-exercise="who-is-asked"]';
  await page.evaluate((it: string) => document.querySelector(it)?.scrollIntoView(), exercise);
  await page.waitFor(`${exercise}[data-mounted] .exercise-check`, LONG);
  await page.focus(`${exercise} .exercise-check`);
  await page.press("Enter");
  await page.waitFor(`${exercise} .exercise-checks`, LONG);
  expect(await page.text(`${exercise} .exercise-summary`)).toMatch(/\d of 3 visible checks hold/);
  expect(page.errors()).toEqual([]);
});

describe("served and framed", () => {
  const LESSON = "daxlab.html?page=lessons/09-one-device-two-filesystems.html";
  const CELL = 'section[data-cell="wrong-door"]';
  const run = async (scope: Scope): Promise<void> => {
    await scope.waitFor("html[data-live]", LONG);
    await scope.waitFor(`${CELL} [data-action=run]`, LONG);
    await scope.evaluate((cell: string) => {
      document.querySelector(`${cell} .output`)?.replaceChildren();
      document.querySelector<HTMLElement>(`${cell} [data-action=run]`)?.click();
    }, CELL);
    await scope.waitFor(
      (cell: string) => document.querySelector(`${cell} .output`)?.textContent?.includes("told: nobody"),
      LONG,
      CELL,
    );
  };

  test("at the top of a host and under a path a cell runs", async () => {
    const site = await serveSite({ folder, base: "/some/path/" });
    for (const address of [lab.site.url, site.url]) await run(await lab.open(address + LESSON));
    await site.stop();
  });

  test.each([
    ["", "another site's frame"],
    ['sandbox="allow-scripts"', "a frame of opaque origin"],
    ['style="display:none"', "a hidden frame"],
  ])("with %j in %s a cell runs", async (attributes) => {
    const frame = `<iframe src="${lab.site.url}${LESSON}" title="Lab" ${attributes}></iframe>`;
    writeFileSync(join(folder, "host.html"), `<!doctype html><html lang="en"><title>Host</title>${frame}`);
    const page = await lab.open(`${lab.site.url.replace("127.0.0.1", "localhost")}host.html`);
    await run(page.frame("iframe"));
  });
});

test.each(course.site.paths)("%s opens, live, with no error and no request", async (path) => {
  const page = await open(path);
  const title = await page.text("h1");
  expect(title.trim()).not.toBe("");
  if (path !== "404.html") expect(title).not.toContain("not here");
  await page.waitFor(
    (isLesson: boolean) => !isLesson || document.querySelector("[data-action=run]") !== null,
    LONG,
    path.startsWith("lessons/"),
  );
  expect(page.errors()).toEqual([]);
  expect([await strangers(page), await others(page)]).toEqual([[], []]);
});

test("every link between pages stays in the file and leads to a page of it", async () => {
  const page = await open();
  const links = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLAnchorElement>("a[href]")].map((it) => it.getAttribute("href") ?? ""),
  );
  const inner = links.filter((it) => !/^(#|https?:|mailto:)/.test(it));
  expect(inner.length).toBeGreaterThan(12);
  const unknown = inner.filter(
    (it) => !course.site.paths.includes(new URLSearchParams(it.replace(/#.*/, "")).get("page") ?? ""),
  );
  expect(unknown).toEqual([]);
  await page.click('main a[href^="?page=lessons/05"]');
  await page.waitFor('html[data-live][data-page="lesson"]', LONG);
  expect(await page.url()).toBe(`${file}?page=lessons/05-the-slot.html`);
});

test("the search answers and its hits open in the file", async () => {
  const page = await open("search.html");
  await page.fill('[data-search] input[type="search"]', "badblocks");
  const href = await page.waitFor(() => document.querySelector<HTMLAnchorElement>(".search-results a")?.href, LONG);
  expect(String(href)).toContain(`${file}?page=`);
  expect(page.errors()).toEqual([]);
});
