/** Pages as a reader without scripts gets them, and what the built site never does. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { describe, expect, test } from "vitest";
import { axe } from "../support/axe.ts";
import { engine, openLab } from "../support/lab.ts";
import { DIST, serveSite } from "../support/site.ts";

const pages = readdirSync(DIST, { recursive: true })
  .map((it) => String(it).replaceAll("\\", "/"))
  // The frame of embeds is empty until it is asked for something; embed.browser.ts asks.
  .filter((it) => it.endsWith(".html") && /^(lessons\/)?[^/]+$/.test(it) && it !== "embed.html");
const lessons = pages.filter((it) => it.startsWith("lessons/"));
const lesson = lessons.find((it) => it.includes("09-")) ?? lessons[0]!;

/** All pages in one engine; the others look at one of each kind. */
const visited = engine === "chromium" ? pages : [lesson, "index.html", "search.html", "glossary.html"];

const lab = await openLab({ base: "/some/path/" });

describe("without scripts", () => {
  test.each(lessons)("%s holds prose, code and what each cell gave", (path) => {
    const { document } = parseHTML(readFileSync(join(DIST, path), "utf8"));
    const all = [...document.querySelectorAll<HTMLElement>("[data-cell]")];
    const named = (list: HTMLElement[]) => list.map((it) => it.dataset.cell);
    const code = all.filter((it) => it.dataset.kind === "simulation");
    const views = all.filter((it) => it.dataset.kind === "view");
    expect(all.length).toBeGreaterThan(5);
    expect(named(all.filter((it) => it.dataset.state !== "ok"))).toEqual([]);
    expect(named(code.filter((it) => !it.querySelector("pre code")?.textContent))).toEqual([]);
    expect(named([...code, ...views].filter((it) => !it.querySelector(".output")?.textContent?.trim()))).toEqual([]);
    const drawn = views.filter((it) => it.querySelector("figure") !== null);
    expect(named(drawn.filter((it) => !it.querySelector("figcaption")?.textContent))).toEqual([]);
    expect(drawn.length).toBeGreaterThan(0);
    expect([...document.querySelectorAll("[data-value]")].filter((it) => it.textContent === "…")).toEqual([]);
    expect(document.querySelectorAll("h1").length).toBe(1);
    // A control that cannot work is not there.
    expect(document.querySelectorAll("button").length).toBe(0);
  });

  test("a reader sees a lesson's figures, code and values", async () => {
    const page = await lab.open(lesson, { noScript: true });
    const seen = await page.evaluate(() => {
      const isSeen = (it: Element) => it.getBoundingClientRect().height > 10;
      const figures = [...document.querySelectorAll("figure.figure")];
      return [figures.length, figures.filter(isSeen).length, [...document.querySelectorAll("pre.code")].every(isSeen)];
    });
    expect(seen[0]).toBeGreaterThan(2);
    expect(seen).toEqual([seen[0], seen[0], true]);
  });

  test("every link of the site leads to a page or a part of one", () => {
    const ids = new Map(pages.map((it) => [it, readFileSync(join(DIST, it), "utf8")]));
    const broken: string[] = [];
    for (const [path, html] of ids) {
      for (const [, href = ""] of html.matchAll(/<a\b[^>]*\bhref="([^"]+)"/g)) {
        if (/^[a-z]+:/.test(href)) continue;
        // The reference of the package is not made of these pages; reference.browser.ts looks at it.
        if (/^(\.\.\/)*api\//.test(href)) continue;
        const url = new URL(href, `http://x/${path}`);
        const target = url.pathname.slice(1);
        const text = ids.get(target);
        const id = decodeURIComponent(url.hash.slice(1));
        if (text === undefined || (id !== "" && !text.includes(` id="${id}"`))) broken.push(`${path}: ${href}`);
      }
    }
    expect(broken).toEqual([]);
  });
});

describe("with scripts, under a path", () => {
  test.each(visited)("%s asks no other host, logs no error, passes axe, and reflows at 320 px", async (path) => {
    const page = await lab.open(path);
    await page.waitFor("html[data-live]");
    expect(await axe(page)).toEqual([]);
    expect(await page.foreignRequests()).toEqual([]);
    expect(page.errors()).toEqual([]);
    await page.setViewport(320, 640);
    expect(await page.evaluate(tooWide)).toEqual([]);
  });

  test("the page's policy allows no eval and no inline script", async () => {
    const page = await lab.open(lesson);
    const outcome = await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "window.broken = true";
      document.body.append(script);
      let evaluated = "refused";
      try {
        evaluated = String(new Function("return 'allowed'")());
      } catch {
        // As it should be.
      }
      return [evaluated, "broken" in window];
    });
    // The test's own evaluate is above the policy in some engines; the inline script never is.
    expect(outcome[1]).toBe(false);
  });
});

describe("everybody can read it", () => {
  test.runIf(engine !== "webkit").each(["dark"] as const)("contrast holds in %s", async (colorScheme) => {
    const page = await lab.open(lesson, { colorScheme });
    await page.waitFor("html[data-live]");
    expect(await axe(page)).toEqual([]);
  });

  test("the first stop of the keyboard skips to the text", async () => {
    const page = await lab.open("glossary.html");
    await page.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the text");
    await page.press("Enter");
    expect(await page.evaluate(() => location.hash)).toBe("#main");
  });

  test("a term's card opens by keyboard, stays under Escape's control, and says what the glossary says", async () => {
    const page = await lab.open(lesson);
    await page.waitFor("#term-card");
    await page.focus("a.term");
    await page.waitFor("#term-card:not([hidden])");
    const [card, text] = await page.evaluate(() => {
      const term = document.querySelector<HTMLElement>("a.term")?.dataset.term;
      return [
        document.querySelector("#term-card")?.textContent,
        document.querySelector(`[data-term-text="${term}"]`)?.textContent,
      ];
    });
    expect(card).toBe(text);
    await page.press("Escape");
    await page.waitFor("#term-card[hidden]");
  });
});

test("an address that does not exist is answered by a page that says so", async () => {
  const other = await serveSite({ base: "/some/path/" });
  const page = await lab.open("no/such/page", { site: other });
  expect(await page.text("h1")).toContain("mid-air");
  // However deep the address is, the page looks like the others and its links lead somewhere.
  expect(await page.evaluate(() => getComputedStyle(document.querySelector("h1") as Element).fontFamily)).toContain(
    "Palatino",
  );
  expect(await page.evaluate(() => document.querySelector<HTMLAnchorElement>("a.primary")?.href)).toBe(
    `${other.url}index.html`,
  );
  await other.stop();
});

/** What reaches beyond the window and makes the page scroll sideways. */
function tooWide(): string[] {
  const limit = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= limit) return [];
  const isScrolled = (it: Element) => it.closest("pre, .scroll, .figure-scroll, .value-scroll, [data-scroll]") !== null;
  const found = [...document.querySelectorAll("body *")].filter(
    (it) => it.getBoundingClientRect().right > limit + 1 && !isScrolled(it),
  );
  return ["the page scrolls sideways", ...found.map((it) => `${it.tagName}.${it.getAttribute("class")}`)].slice(0, 6);
}
