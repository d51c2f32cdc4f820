/** The reader's work around the lesson: values, search, settings, handing in, answers from another editor. */
import { describe, expect, test } from "vitest";
import { axe } from "../support/axe.ts";
import { openLab } from "../support/lab.ts";
import type { Page } from "../support/page.ts";

const LESSON = "lessons/09-one-device-two-filesystems.html";
const LONG = { timeoutMs: 30_000 };
const lab = await openLab();

async function openLesson(address = LESSON): Promise<Page> {
  const page = await lab.open(address);
  await page.waitFor("html[data-live]", LONG);
  await page.evaluate(() => {
    document.documentElement.style.scrollBehavior = "auto";
  });
  return page;
}

async function activate(page: Page, selector: string): Promise<void> {
  await page.waitFor(selector, LONG);
  await page.focus(selector);
  await page.press("Enter");
}

async function run(page: Page, slug: string, code: string): Promise<void> {
  const section = `section[data-cell="${slug}"]`;
  await page.click(`${section} pre.code`);
  await page.waitFor(`${section} .cm-focused`, LONG);
  await page.press("Mod+a");
  await page.type(code);
  await page.press("Mod+Enter");
  await page.waitFor(`${section}[data-state="ok"][data-edited]`, LONG);
}

describe("values", () => {
  test("ten thousand rows are paged through by keyboard, and only a window of them is in the page", async () => {
    const page = await openLesson();
    await run(
      page,
      "lines",
      "const lines = Array.from({ length: 10000 }, (_, index) => ({ index, offBytes: index * 4096 }))",
    );
    const output = 'section[data-cell="lines"] .output';
    expect(await page.count(`${output} tbody tr`)).toBe(50);
    await activate(page, `${output} [data-go="last"]`);
    expect(await page.text(`${output} .value-more`)).toContain("9950 to 9999 of 10000");
    await page.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.closest(".output") !== null)).toBe(true);
    expect(await axe(page, output)).toEqual([]);
  });

  test("what a reader's value says is text, whatever it looks like", async () => {
    const page = await openLesson();
    await run(page, "lines", 'const lines = ["<img src=x onerror=alert(1)>", { "<b>": "</pre><script>" }]');
    const output = 'section[data-cell="lines"] .output';
    expect(await page.text(output)).toContain("<img src=x onerror=alert(1)>");
    expect(await page.count(`${output} img, ${output} script, ${output} b`)).toBe(0);
  });

  test("folded parts unfold by Enter", async () => {
    const page = await openLesson();
    await activate(page, 'section[data-cell="disk"] [data-action="run"]');
    await page.waitFor('section[data-cell="disk"][data-state="ok"] .output details', LONG);
    const summary = 'section[data-cell="disk"] .output summary';
    await page.focus(summary);
    await page.press("Enter");
    await page.waitFor('section[data-cell="disk"] .output details[open]');
    expect(await page.text('section[data-cell="disk"] .output')).toContain("holders");
  });
});

describe("an editor that comes late", () => {
  test.each([
    ["a cell", 'section[data-cell="street"] pre.code', 'section[data-cell="street"] .cm-content'],
    ["an exercise", "[data-exercise=tell-bob] textarea", "[data-exercise=tell-bob] .cm-content"],
  ])("to %s does not take the focus from a reader who has gone on", async (_, code, editor) => {
    const page = await openLesson("lessons/01-a-page-goes-bad.html");
    await page.evaluate((it: string) => document.querySelector(it.split(" ")[0] ?? "")?.scrollIntoView(), code);
    await page.waitFor(code, LONG);
    await page.evaluate((it: string) => {
      document.querySelector<HTMLElement>(it)?.focus();
      document.querySelector<HTMLElement>('[data-open="search"]')?.focus();
    }, code);
    await page.waitFor(editor, LONG);
    expect(await page.evaluate(() => document.activeElement?.getAttribute("data-open"))).toBe("search");
  });
});

describe("what was there before", () => {
  /** The lesson as a reader finds it who left something on the device. */
  async function openWith(key: string, value: unknown): Promise<Page> {
    const page = await openLesson();
    await page.evaluate((name: string, text: string) => localStorage.setItem(name, text), key, JSON.stringify(value));
    await page.reload();
    await page.waitFor("html[data-live]", LONG);
    return page;
  }

  test("a cell that the author has changed since is kept as the reader has it, with the choice beside it", async () => {
    const kept = { text: "const lines = 7", starterHash: "another", base: "const lines = 1", at: 1 };
    const page = await openWith("daxlab:v1:daxlab/09-one-device-two-filesystems/lines", kept);
    const lines = 'section[data-cell="lines"]';
    expect(await page.text(`${lines} .cell-choice`)).toContain("The author has changed this cell");
    await activate(page, `${lines} [data-action="compare"]`);
    await page.waitFor(`${lines} .cell-changes .cm-content`, LONG);
    await activate(page, `${lines} .cell-choice button:last-of-type`);
    await page.waitFor(`${lines}:not([data-edited])`);
    await activate(page, `${lines} [data-action="undo"]`);
    await page.waitFor(`${lines}[data-edited]`);
  });

  test("a page that broke off again and again offers to open without running anything", async () => {
    const path = "/lessons/09-one-device-two-filesystems.html";
    const page = await openWith("daxlab:running", { page: path, at: Date.now(), broken: 1, isRunning: true });
    expect(await page.text('[data-notice="loop"]')).toContain("broke off more than once");
    await page.click('[data-notice="loop"] a');
    await page.waitFor('[data-notice="safe"]', LONG);
  });
});

describe("an address that is not understood", () => {
  test.each([
    [`${LESSON}#cell=no-such-cell&step=3`, "cell=no-such-cell"],
    [`${LESSON}#cell=two&step=three`, "step=three"],
    [`${LESSON}?lang=klingon`, "lang=klingon"],
    [`index.html?course=${"k".repeat(201)}`, "course=kkkk"],
  ])("%s: the page says what stands there and what was expected, and opens without it", async (address, part) => {
    const page = await openLesson(address);
    await page.waitFor('[data-notice="address"]', LONG);
    const said = await page.text('[data-notice="address"] p');
    expect(said).toContain(part);
    expect(said).toContain("expected is");
    expect(await page.count('[data-notice="address"] p')).toBe(1);
    expect(await axe(page, '[data-notice="address"]')).toEqual([]);
    expect(page.errors()).toEqual([]);
  });

  test("where several of its parts are wrong, each is said", async () => {
    const page = await openLesson(`${LESSON}?lang=klingon&course=${"k".repeat(201)}#cell=no-such-cell&step=three`);
    const said = await page.waitFor(
      (most: number) => {
        const all = [...document.querySelectorAll('[data-notice="address"] p')];
        return all.length >= most ? all.map((it) => it.textContent).join("\n") : null;
      },
      LONG,
      4,
    );
    for (const part of ["lang=klingon", "course=kkkk", "cell=no-such-cell", "step=three"]) expect(said).toContain(part);
    expect(await axe(page, '[data-notice="address"]')).toEqual([]);
  });

  test("a heading's own address is no cell's, and says nothing", async () => {
    const page = await openLesson(`${LESSON}#a-heading-of-before`);
    expect(await page.count('[data-notice="address"]')).toBe(0);
  });

  test("?safe alone runs nothing", async () => {
    const page = await openLesson(`${LESSON}?safe`);
    await page.waitFor('[data-notice="safe"]', LONG);
  });
});

describe("around the lesson", () => {
  test("search finds a place in another lesson, without any other host", async () => {
    const page = await openLesson();
    await page.focus('[data-open="search"]');
    await page.press("Enter");
    await page.waitFor(".search-box");
    await page.type("mapped device");
    await page.waitFor(".search-results a", LONG);
    expect(await page.foreignRequests()).toEqual([]);
  });

  test("colours and language are kept", async () => {
    const page = await openLesson();
    await activate(page, '[data-open="settings"]');
    await page.waitFor('input[name="theme"][value="dark"]');
    await page.click('input[name="theme"][value="dark"]');
    expect(await page.attribute("html", "data-theme")).toBe("dark");
    await page.fill("[data-language]", "de");
    await page.waitFor(() => document.querySelector(".cell-bar")?.getAttribute("lang") === "de", LONG);
    expect(await page.attribute("html", "data-theme")).toBe("dark");
    expect((await page.text('[data-open="settings"]')).trim()).toBe("Einstellungen");
  });

  test("the course map says which lesson was begun, and leads back to where the reader was", async () => {
    const page = await openLesson();
    await activate(page, 'section[data-cell="wrong-door"] [data-action="run"]');
    await page.waitFor('section[data-cell="wrong-door"][data-state="ok"]', LONG);
    await page.waitFor(() => (localStorage.getItem("daxlab:v1:daxlab/progress") ?? "").includes("wrong-door"), LONG);
    await page.goto("index.html");
    await page.waitFor(".resume a", LONG);
    expect(await page.attribute(".resume a", "href")).toContain("#cell=wrong-door");
  });
});

describe("handing in", () => {
  test("a number that the grader would refuse is said, no file is made, and what was typed stays", async () => {
    const page = await openLesson();
    await activate(page, '[data-open="hand-in"]');
    const long = "7".repeat(201);
    await page.waitFor(".dialog .setting input", LONG);
    await page.evaluate((text: string) => {
      const input = [...document.querySelectorAll<HTMLInputElement>(".dialog .setting input")].at(-1);
      if (!input) throw new Error("no field for the number");
      input.value = text;
      input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }, long);
    await activate(page, '[data-action="hand-in"]');
    await page.waitFor("[data-refused] p");
    expect(await page.text("[data-refused]")).toContain("201 characters, expected at most 200");
    expect(await page.count("[data-receipt]")).toBe(0);
    expect(await page.evaluate(() => localStorage.getItem("daxlab:v1:daxlab/student"))).toContain(long);
  });

  test("pasted answers: a head that was touched, an answer given twice, one of another version are each named", async () => {
    const page = await openLesson();
    await activate(page, '[data-open="hand-in"]');
    await page.waitFor(".hand-in-editor summary");
    await page.evaluate(() => document.querySelector(".hand-in-editor")?.setAttribute("open", ""));
    const paste = async (change: (text: string) => string) => {
      const given = await page.evaluate(
        () => document.querySelector<HTMLTextAreaElement>(".hand-in-editor textarea")?.value ?? "",
      );
      await page.evaluate((text: string) => {
        const box = document.querySelector<HTMLTextAreaElement>("[data-paste]") as HTMLTextAreaElement;
        box.value = text;
        box.dispatchEvent(new InputEvent("input", { bubbles: true }));
        document.querySelector<HTMLElement>('[data-action="paste-back"]')?.click();
      }, change(given));
      return page.text(".hand-in-editor ul");
    };
    expect(await paste((it) => it.replace("// === ", "== "))).toMatch(/Line 1 is .*expected is \/\/ === lesson/);
    expect(await paste((it) => `${it}\n${it}`)).toContain("stands here twice");
    expect(await paste((it) => it.replace(/ v\d+ ===/, " v999 ==="))).toContain("version 999");
  });

  const exercise = 'section[data-exercise="who-is-asked"]';

  test("an answer pasted back from another editor is on the page and in the file's preview, with a receipt", async () => {
    const page = await openLesson();
    await activate(page, '[data-open="hand-in"]');
    await page.waitFor(".hand-in-editor summary");
    await page.focus(".hand-in-editor summary");
    await page.press("Enter");
    const text = await page.evaluate(
      () => document.querySelector<HTMLTextAreaElement>(".hand-in-editor textarea")?.value,
    );
    expect(text).toContain("// === 09-one-device-two-filesystems/who-is-asked v1 ===");
    await page.fill("[data-paste]", String(text));
    await activate(page, '[data-action="paste-back"]');
    await page.waitFor(() =>
      /answers? taken over/.test(document.querySelector(".hand-in-editor ul")?.textContent ?? ""),
    );
    await activate(page, '[data-action="hand-in"]');
    expect(await page.text("[data-receipt]")).toMatch(/^Receipt: [0-9a-f]{8}/);
    await page.fill("[data-paste]", "// === 09-one-device-two-filesystems/nothing-like-it v1 ===\n1");
    await activate(page, '[data-action="paste-back"]');
    await page.waitFor(() => /no such exercise/.test(document.querySelector(".hand-in-editor ul")?.textContent ?? ""));
  });

  test("hints and attempts of an exercise are remembered", async () => {
    const page = await openLesson();
    await page.evaluate((it: string) => document.querySelector(it)?.scrollIntoView(), exercise);
    await activate(page, `${exercise} .exercise-hint`);
    await page.waitFor(`${exercise} .exercise-hints li`);
    await page.reload();
    await page.waitFor("html[data-live]", LONG);
    await page.evaluate((it: string) => document.querySelector(it)?.scrollIntoView(), exercise);
    await page.waitFor(`${exercise} .exercise-hints li`, LONG);
  });
});
