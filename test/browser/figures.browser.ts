/** Figures on the built page: by keyboard, by finger, in both schemes, in forced colours, on a phone, without scripts. */
import { expect, test } from "vitest";
import { axe } from "../support/axe.ts";
import { engine, openLab } from "../support/lab.ts";
import type { Page } from "../support/page.ts";

const LESSON = "lessons/09-one-device-two-filesystems.html";
const ROUTE = ".figure-holder-route.figure-live";
const MAP = ".figure-memory-map.figure-live";
const lab = await openLab();

/** Other tests may share the processor. */
const LONG = { timeoutMs: 40_000 };

async function openFigures(options: Parameters<typeof lab.open>[1] = {}): Promise<Page> {
  const page = await lab.open(LESSON, options);
  await page.waitFor(ROUTE, LONG);
  await page.evaluate(() => {
    document.documentElement.style.scrollBehavior = "auto";
  });
  return page;
}

async function showMap(page: Page): Promise<void> {
  await page.evaluate(() => document.querySelector(".figure-memory-map")?.scrollIntoView({ block: "center" }));
  await page.waitFor(MAP, LONG);
}

/** Name of the stop that has the focus, and of the one that the thread is drawn up to. */
const stops = (page: Page) =>
  page.evaluate(() => ({
    focused: document.activeElement?.getAttribute("aria-label") ?? null,
    current: document.querySelector(".figure-holder-route [aria-current]")?.getAttribute("aria-label") ?? null,
  }));

test("the thread is walked by arrow keys, back and forth, and left by Escape", async () => {
  const page = await openFigures();
  await page.focus(`${ROUTE} [data-key][tabindex="0"]`);
  await page.press("Home");
  const first = await stops(page);
  expect(first.focused).toMatch(/memory_failure/);
  expect(first.current).toBe(first.focused);
  await page.press("ArrowUp");
  const second = await stops(page);
  expect(second.focused).toMatch(/dax_holder_notify_failure → −ENXIO/);
  expect(second.current).toBe(second.focused);
  expect(await page.text(`${ROUTE} .figure-step`)).toContain("Stop 2 of 3");
  await page.press("ArrowDown");
  expect(await stops(page)).toEqual(first);
  await page.press("End");
  expect((await stops(page)).focused).toMatch(/Holder XFS on pmem0p1: xfs_dax_notify_failure → −ENXIO/);
  await page.press("Escape");
  expect((await stops(page)).current).toBeNull();
});

test("only one stop of a figure is in the tab order", async () => {
  const page = await openFigures();
  expect(await page.count(`${ROUTE} [data-key][tabindex="0"]`)).toBe(1);
  expect(await page.count(`${ROUTE} [data-key]`)).toBeGreaterThan(2);
});

test("the map zooms by keys and buttons, and its line of code follows", async () => {
  const page = await openFigures();
  await showMap(page);
  const ticks = () =>
    page.evaluate(() =>
      [...document.querySelectorAll(".figure-memory-map .figure-drawing .t-tick")]
        .map((it) => it.textContent)
        .join(" "),
    );
  const before = await ticks();
  await page.focus(`${MAP} .figure-drawing`);
  await page.press("+");
  const near = await ticks();
  expect(near).not.toBe(before);
  await page.press("Home");
  expect(
    await page.evaluate(
      () => document.querySelector<HTMLButtonElement>('.figure-memory-map [data-act="home"]')?.disabled,
    ),
  ).toBe(true);
  await page.click(`${MAP} [data-act="bad"]`);
  expect(await ticks()).toBe(before);
  expect(await page.text(`${MAP} .figure-poke`)).toMatch(/^\.fail\("pmem0", 0x[0-9a-f_]+\)$/);
  await page.click(`${MAP} [data-act="poison"]`);
  expect(await page.text(`${MAP} .figure-poke`)).toMatch(/^\.poison\("pmem0", 0x[0-9a-f_]+, 64\)$/);
});

test("a poke by key keeps the zoom, the place and the focus, and what it pointed at is marked", async () => {
  const page = await openFigures();
  await showMap(page);
  await page.focus(`${MAP} .figure-drawing`);
  for (const key of ["-", "ArrowRight", "-"]) await page.press(key);
  const seen = () =>
    page.evaluate(() => ({
      ticks: [...document.querySelectorAll(".figure-memory-map.figure-live .t-tick")].map((it) => it.textContent),
      hasFocus: document.activeElement?.matches(".figure-memory-map .figure-drawing") ?? false,
    }));
  const before = await seen();
  await page.press("Enter");
  await page.waitFor(".figure-memory-map .selected");
  const caption = () => page.text(".figure-memory-map figcaption");
  const poked = /0x[0-9a-f_]+/.exec(await page.text(`${MAP} .figure-poke`))?.[0] ?? "none";
  await page.waitFor(
    (at: string) => document.querySelector(".figure-memory-map figcaption")?.textContent?.startsWith(at) ?? false,
    LONG,
    poked,
  );
  await page.waitFor(MAP, LONG);
  expect(await caption()).toContain(poked);
  expect(await seen()).toEqual(before);
  expect(await page.count(".figure-memory-map .selected")).toBe(1);
});

test.each(["light", "dark"] as const)(
  "axe finds nothing wrong with the figures in the %s scheme",
  async (colorScheme) => {
    const page = await openFigures({ colorScheme });
    await showMap(page);
    for (const selector of [ROUTE, MAP, ".figure-call-tree", ".figure-structure-diff"]) {
      expect(await axe(page, selector), selector).toEqual([]);
    }
  },
);

test("at 320 pixels the route is folded and no figure is wider than the page", async () => {
  const page = await openFigures({ width: 320, height: 640 });
  await showMap(page);
  const wide = await page.evaluate(() =>
    [...document.querySelectorAll("figure.figure")]
      .filter((it) => it.scrollWidth > it.clientWidth + 1 || it.getBoundingClientRect().right > innerWidth + 1)
      .map((it) => it.className),
  );
  expect(wide).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  const text = await page.text(`${ROUTE} .figure-drawing`);
  expect(text).toContain("bob: not told");
});

test("text in drawings is as large as it is laid out, and its width is not underestimated", async () => {
  const page = await openFigures();
  const tooWide = await page.evaluate(() =>
    [...document.querySelectorAll<SVGTextElement>(".figure-holder-route.figure-live svg text")]
      .map((it) => ({ text: it.textContent ?? "", box: it.getBBox(), svg: it.ownerSVGElement!.viewBox.baseVal }))
      .filter(({ box, svg }) => box.x < -2 || box.x + box.width > svg.width + 2)
      .map(({ text }) => text),
  );
  expect(tooWide).toEqual([]);
});

test.runIf(engine === "chromium")("in forced colours every label and the thread are still seen", async () => {
  const page = await openFigures({ forcedColors: true });
  const unseen = await page.evaluate(() => {
    const paper = getComputedStyle(document.body).backgroundColor;
    const marks = [
      ...document.querySelectorAll<SVGElement>(".figure-holder-route.figure-live svg :is(text, .thread, .thing)"),
    ];
    return marks.filter((it) => {
      const style = getComputedStyle(it);
      return it.tagName === "text" ? style.fill === paper : style.stroke === paper || style.stroke === "none";
    }).length;
  });
  expect(unseen).toBe(0);
});

test.runIf(engine === "chromium")("under a finger every control of the map is 44 pixels high", async () => {
  const page = await openFigures({ touch: true, width: 390, height: 800 });
  await showMap(page);
  const small = await page.evaluate(
    () =>
      [...document.querySelectorAll(".figure-memory-map button")].filter((it) => it.getBoundingClientRect().height < 44)
        .length,
  );
  expect(small).toBe(0);
});

test.runIf(engine === "chromium")("without scripts every figure is drawn, with its conclusion", async () => {
  const page = await lab.open(LESSON, { noScript: true });
  const figures = await page.evaluate(() =>
    [...document.querySelectorAll("figure.figure")].map((it) => ({
      caption: it.querySelector("figcaption")?.textContent ?? "",
      height: it.querySelector(".figure-stage")?.getBoundingClientRect().height ?? 0,
    })),
  );
  expect(figures.length).toBeGreaterThan(4);
  for (const it of figures) {
    expect(it.caption).toMatch(/[.?]$/);
    expect(it.height).toBeGreaterThan(40);
  }
});
