/** Space: lines of a length to read, targets to hit; the figure stays in view while its code is edited. */
import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { openLab } from "../support/lab.ts";
import { DIST } from "../support/site.ts";

const lesson = "lessons/09-one-device-two-filesystems.html";

const lab = await openLab();

test("a line of prose has about 68 characters on a wide screen", async () => {
  const page = await lab.open(lesson, { width: 1440, height: 900 });
  const characters = await page.evaluate(() => {
    const paragraph = [...document.querySelectorAll(".prose > p, .prose-text > p")].find(
      (it) => (it.textContent ?? "").length > 200,
    );
    const style = getComputedStyle(paragraph as Element);
    const context = document.createElement("canvas").getContext("2d") as CanvasRenderingContext2D;
    context.font = `${style.fontSize} ${style.fontFamily}`;
    const text = (paragraph?.textContent ?? "").replace(/\s+/g, " ");
    return (parseFloat(style.width) / context.measureText(text).width) * text.length;
  });
  expect(characters).toBeGreaterThan(58);
  expect(characters).toBeLessThan(78);
});

/** Words of a page's tables that are cut over two lines, and by how many px the page is too wide. */
function cutWords(): { cut: string[]; overPx: number } {
  const cut = new Set<string>();
  const texts = document.createTreeWalker(document.querySelector("main") as Element, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    if (!node.parentElement?.closest("th, td")) continue;
    for (const { 0: word, index } of (node as Text).data.matchAll(/[^\s-]+/g)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      if (new Set([...range.getClientRects()].map((it) => Math.round(it.top))).size > 1) cut.add(word);
    }
  }
  return { cut: [...cut], overPx: document.documentElement.scrollWidth - innerWidth };
}

test.each([320, 1280])("at %s px no table cuts a word, and no page is wider than the window", async (width) => {
  const own = readdirSync(DIST).filter((it) => it.endsWith(".html") && it !== "embed.html");
  expect(own.length).toBeGreaterThan(10);
  const page = await lab.open("404.html", { width, height: 700 });
  for (const path of own) {
    await page.goto(path);
    expect(await page.evaluate(cutWords), path).toEqual({ cut: [], overPx: 0 });
  }
});

test("targets are at least 24 px, or stand in a line of text", async () => {
  const page = await lab.open(lesson, { width: 320, height: 640 });
  const small = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("a[href], button, summary, input, select")]
      .filter((it) => it.offsetParent !== null && getComputedStyle(it).display !== "inline")
      .filter((it) => it.getBoundingClientRect().height < 24)
      .map((it) => `${it.tagName}.${it.className}: ${it.textContent?.slice(0, 20)}`),
  );
  expect(small).toEqual([]);
});

describe("on a wide screen the figure stays in view while the code that feeds it is edited", () => {
  test.each(["start", "end"] as const)("with the code at the %s of the window", async (block) => {
    const page = await lab.open(lesson, { width: 1280, height: 900, reducedMotion: true });
    await page.waitFor("#term-card");
    await page.evaluate((place: ScrollLogicalPosition) => {
      document.querySelector(".stage .code")?.scrollIntoView({ block: place, behavior: "instant" });
    }, block);
    await page.click(".stage .code");
    await page.waitFor(() => document.querySelector(".stage .simulation")?.contains(document.activeElement) ?? false);
    await page.waitFor(() => {
      const seen = (it: Element | null | undefined) => {
        const box = it?.getBoundingClientRect();
        return box !== undefined && box.top >= 0 && box.top < innerHeight - 200 && box.height > 0;
      };
      const stage = document.activeElement?.closest(".stage");
      const figure = stage?.querySelector(".view:last-child");
      return (
        seen(stage?.querySelector(".simulation")) &&
        seen(figure) &&
        (figure?.getBoundingClientRect().bottom ?? 0) <= innerHeight + 1
      );
    });
  });
});

test("what has the focus is seen: never without an outline, never under the edge", async () => {
  const page = await lab.open("index.html");
  // What matters is where the page comes to rest.
  await page.evaluate(() => {
    document.documentElement.style.scrollBehavior = "auto";
  });
  const seen: string[] = [];
  for (let n = 0; n < 12; n += 1) {
    await page.press("Tab");
    seen.push(
      await page.evaluate(async () => {
        await new Promise((rest) => requestAnimationFrame(() => requestAnimationFrame(rest)));
        const it = document.activeElement as HTMLElement;
        const style = getComputedStyle(it);
        const box = it.getBoundingClientRect();
        if (it === document.body) return "ok";
        const isOutlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
        const isThere = box.bottom > 0 && box.top < innerHeight;
        return isOutlined && isThere ? "ok" : `${it.tagName} ${it.textContent}`;
      }),
    );
  }
  expect(seen.filter((it) => it !== "ok")).toEqual([]);
});

test("so are the controls of a figure, once it is live", async () => {
  const page = await lab.open("lessons/06-through-xfs.html");
  await page.waitFor(".figure-memory-map.figure-live .figure-above button", { timeoutMs: 20_000 });
  const outlines = new Map<string, string>();
  for (let n = 0; n < 40 && outlines.size < 5; n += 1) {
    await page.press("Tab");
    const [control, outline] = await page.evaluate(() => {
      const it = document.activeElement as HTMLElement;
      const style = getComputedStyle(it);
      const isControl = it.matches(".figure-above button");
      return [isControl ? (it.dataset.key ?? "") : "", `${style.outlineStyle} ${style.outlineWidth}`] as const;
    });
    if (control !== "") outlines.set(control, outline);
  }
  expect(outlines.size).toBe(5);
  expect([...outlines].filter(([, outline]) => outline !== "solid 2px")).toEqual([]);
});
