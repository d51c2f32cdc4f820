/** A run in time on the live page: its code, its forks, and links that carry them. */
import { describe, expect, test } from "vitest";
import { openLab } from "../support/lab.ts";
import type { Page } from "../support/page.ts";

const LESSON = "lessons/01-a-page-goes-bad.html";
const lab = await openLab();
/** Other tests may share the processor. */
const LONG = { timeoutMs: 30_000 };
const cell = (slug: string) => `section[data-cell="${slug}"]`;
const LONE = '.setPolicy("bob", "early").fail("pmem0", page)';

async function openLesson(address = LESSON): Promise<Page> {
  const page = await lab.open(address);
  await page.waitFor("html[data-live]", LONG);
  return page;
}

async function activate(page: Page, selector: string): Promise<void> {
  await page.waitFor(selector, LONG);
  await page.focus(selector);
  await page.press("Enter");
}

/** Opens the timeline of the cell `heard`, at its end. */
async function openTime(page: Page): Promise<void> {
  await activate(page, `${cell("heard")} [data-action="more"]`);
  await activate(page, `${cell("heard")} [data-action="step"]`);
  await page.waitFor(".time-panel input[type=range]", LONG);
  await page.focus(".time-panel input[type=range]");
  await page.press("End");
}

const goTo = (page: Page, event: number) => page.fill(".time-panel input[type=range]", String(event));

/** "street:3": the marked lines of the page. */
const marks = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("[data-step-lines]")].map(
      (it) => `${it.dataset.cell}:${it.dataset.stepLines}`,
    ),
  );
const waitForMark = (page: Page, wanted: string) =>
  page.waitFor(
    (it: string) => {
      const marked = document.querySelector<HTMLElement>("[data-step-lines]");
      return marked !== null && `${marked.dataset.cell}:${marked.dataset.stepLines}` === it;
    },
    LONG,
    wanted,
  );

async function fork(page: Page): Promise<void> {
  await activate(page, '.time-panel [data-act="fork"]');
  await page.fill("[data-fork]", LONE);
  await activate(page, '[data-action="fork-run"]');
  await page.waitFor(() => /part in step/.test(document.querySelector(".time-branches")?.textContent ?? ""), LONG);
}

async function linkOf(page: Page): Promise<string> {
  await activate(page, '[data-open="share"]');
  const link = await page.waitFor(() => document.querySelector<HTMLInputElement>("[data-link]")?.value);
  await activate(page, '[data-action="close-dialog"]');
  return new URL(String(link)).hash;
}

describe("the code of a step", () => {
  test("its line is marked in the cell that wrote it, in static code and in the editor, until the text changes", async () => {
    const page = await openLesson();
    await openTime(page);
    await waitForMark(page, "heard:1");
    await page.press("Home");
    await waitForMark(page, "home:1");
    // bob's first touch: line 3 of the cell above.
    await goTo(page, 22);
    await waitForMark(page, "street:3");
    expect(await page.text(".time-written")).toContain("street, line 3");
    await activate(page, '[data-action="go-to-step"]');
    await page.waitFor(`${cell("street")} .cm-focused`, LONG);
    expect(await marks(page)).toEqual(["street:3"]);
    const lies = await page.evaluate(
      (it: string) => {
        const box = document.querySelector(it)?.getBoundingClientRect();
        const line = document.querySelectorAll(`${it} .cm-line`)[2]?.getBoundingClientRect();
        const style = getComputedStyle(document.querySelector(it) as Element);
        const top = (box?.top ?? 0) + Number.parseFloat(style.backgroundPositionY);
        return Math.abs(top - (line?.top ?? 0));
      },
      `${cell("street")} .cell-code`,
    );
    expect(lies).toBeLessThan(2);
    await page.type(" ");
    await page.waitFor(() => document.querySelector("[data-step-lines]") === null);
  });

  test("an event chosen in a figure marks its line as well", async () => {
    const page = await openLesson();
    const figure = '[data-kind="view"] input[type="range"]';
    await page.waitFor(figure, LONG);
    await page.focus(figure);
    // The figure of the build looks like the live one, which takes its place some time.
    for (let turn = 0; turn < 40 && (await marks(page)).length === 0; turn += 1) {
      await page.focus(figure);
      await page.press("End");
      await page.press("Home");
      await page.evaluate(() => new Promise((done) => setTimeout(done, 200)));
    }
    await waitForMark(page, "home:1");
  });
});

describe("forks", () => {
  test("a fork may use what other cells publish; it outlives a reload, says so, and runs when it is chosen", async () => {
    const page = await openLesson();
    await openTime(page);
    await goTo(page, 22);
    await fork(page);
    await page.reload();
    await page.waitFor("html[data-live]", LONG);
    await openTime(page);
    expect(await page.text(".time-branches")).toContain("From before");
    expect(await page.text(".time-branches")).toContain('.setPolicy("bob", "early")');
    await page.focus(".time-branches label:nth-of-type(2) input");
    await page.press(" ");
    await page.waitFor(() => /part in step/.test(document.querySelector(".time-branches")?.textContent ?? ""), LONG);
    await activate(page, '[data-action="remove-fork"]');
    await page.reload();
    await page.waitFor("html[data-live]", LONG);
    await openTime(page);
    expect(await page.count(".time-branches")).toBe(0);
  });

  test("a link carries forks; they are shown, taken over, and run only when they are chosen", async () => {
    const page = await openLesson();
    await openTime(page);
    await goTo(page, 22);
    await fork(page);
    const other = await openLesson(`${LESSON}${await linkOf(page)}`);
    const bar = await other.text(".opened-link");
    expect(bar).toContain("carries 1 fork");
    expect(bar).toContain(LONE);
    await activate(other, '[data-action="link-run"]');
    await other.waitFor(".time-branches", LONG);
    expect(await other.text(".time-branches")).toContain("From before");
  });
});

describe("a link of somebody else's is just read", () => {
  const own = "const page = 4096 // mine";
  const keptText = (page: Page) =>
    page.evaluate(() =>
      Object.entries(localStorage)
        .filter(([key]) => /\/page$/.test(key))
        .map(([, it]) => (JSON.parse(it) as { text: string }).text),
    );
  const shown = (page: Page) =>
    page.evaluate((it: string) => document.querySelector<HTMLElement>(it)?.innerText ?? "", `${cell("page")}`);

  async function write(page: Page, text: string): Promise<void> {
    await page.click(`${cell("page")} pre.code`);
    await page.waitFor(`${cell("page")} .cm-focused`, LONG);
    await page.press("Mod+a");
    await page.type(text);
    await page.press("Mod+Enter");
    await page.waitFor(`${cell("page")}[data-state="ok"][data-edited]`, LONG);
  }

  test("its texts stand in the cells, have not run, are not kept, and go away again", async () => {
    const theirs = await openLesson();
    await write(theirs, "const page = 8192 // theirs");
    const hash = await linkOf(theirs);
    const page = await openLesson();
    await write(page, own);
    await page.goto(`${LESSON}?read=1${hash}`);
    await page.waitFor("html[data-live]", LONG);
    await activate(page, '[data-action="link-read"]');
    await page.waitFor(
      (it: string) => /theirs/.test(document.querySelector(it)?.textContent ?? ""),
      LONG,
      cell("page"),
    );
    expect(await page.attribute(cell("page"), "data-state")).toBe("stale");
    expect(await keptText(page)).toEqual([own]);
    // A reload asks again.
    await page.reload();
    await page.waitFor('[data-action="link-read"]', LONG);
    expect(await shown(page)).toContain("mine");
    await activate(page, '[data-action="link-read"]');
    await activate(page, '[data-action="link-back"]');
    await page.waitFor((it: string) => /mine/.test(document.querySelector(it)?.textContent ?? ""), LONG, cell("page"));
    expect(await page.count(".opened-link")).toBe(0);
    expect(await keptText(page)).toEqual([own]);
  });

  test("what was read is taken over, kept and run by one button", async () => {
    const theirs = await openLesson();
    await write(theirs, "const page = 8192 // theirs");
    const page = await openLesson(`${LESSON}${await linkOf(theirs)}`);
    await activate(page, '[data-action="link-read"]');
    await page.waitFor(
      (it: string) => /theirs/.test(document.querySelector(it)?.textContent ?? ""),
      LONG,
      cell("page"),
    );
    await activate(page, '[data-action="link-run"]');
    await page.waitFor(`${cell("page")}[data-state="ok"]`, LONG);
    expect(await keptText(page)).toEqual(["const page = 8192 // theirs"]);
  });
});
