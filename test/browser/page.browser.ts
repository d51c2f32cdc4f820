/** The live page as readers use it: cells, stopping, time, links, keeping, and everyone's ways of using it. */
import { describe, expect, test } from "vitest";
import { axe } from "../support/axe.ts";
import { engine, openLab } from "../support/lab.ts";
import type { Page } from "../support/page.ts";

const LESSON = "lessons/09-one-device-two-filesystems.html";
const lab = await openLab();

/** Other tests may share the processor. */
const LONG = { timeoutMs: 30_000 };

const cell = (slug: string) => `section[data-cell="${slug}"]`;
const state = (slug: string, wanted: string) => `${cell(slug)}[data-state="${wanted}"]`;

/** Drivers click where an element was before the page scrolled to it smoothly. */
const stand = () => {
  document.documentElement.style.scrollBehavior = "auto";
};

/** The lesson, live. */
async function openLesson(address = LESSON, options: Parameters<typeof lab.open>[1] = {}): Promise<Page> {
  const page = await lab.open(address, options);
  await page.waitFor("html[data-live]", LONG);
  await page.evaluate(stand);
  return page;
}

/** Puts the cursor into a cell's code, replaces all of it, and leaves the focus there. */
async function write(page: Page, slug: string, text: string): Promise<void> {
  // A figure above that comes alive may move the code from under the pointer once.
  for (let turn = 0; turn < 5; turn += 1) {
    const isOpen = (await page.count(`${cell(slug)} .cm-content`)) > 0;
    await page.click(isOpen ? `${cell(slug)} .cm-content` : `${cell(slug)} pre.code`).catch(() => undefined);
    const isFocused = page.waitFor(`${cell(slug)} .cm-focused`, { timeoutMs: 4000 + turn * 4000 });
    if (await isFocused.catch(() => false)) break;
  }
  await page.press("Mod+a");
  await page.type(text);
}

/** Presses a button by keyboard, once it is there. */
async function activate(page: Page, selector: string): Promise<void> {
  await page.waitFor(selector, LONG);
  await page.focus(selector);
  await page.press("Enter");
}

/** As read: engines differ in the line end after a block. */
const text = async (page: Page, selector: string) => (await page.text(selector)).trimEnd();
const code = (page: Page, slug: string) => text(page, `${cell(slug)} .cm-content`);
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.closest<HTMLElement>("section[data-cell]")?.dataset.cell ?? null);

/** Shares the page as it stands and gives the part of the link behind its `#`. */
async function linkOf(page: Page): Promise<string> {
  await activate(page, '[data-open="share"]');
  const link = await page.waitFor(() => document.querySelector<HTMLInputElement>("[data-link]")?.value);
  await activate(page, '[data-action="close-dialog"]');
  return new URL(String(link)).hash;
}

describe("editing and running", () => {
  test("Shift+Enter runs an edited cell, changes the route, and goes on to the next cell", async () => {
    const page = await openLesson();
    const caption = `${cell("thread")} figcaption`;
    expect(await page.text(caption)).toContain("ENXIO");
    await write(page, "wrong-door", 'const wrongDoor = merged.fail("pmem0", page.ofAnn)');
    await page.press("Shift+Enter");
    await page.waitFor(state("wrong-door", "ok"), LONG);
    await page.waitFor((it: string) => document.querySelector(it)?.textContent?.includes("BUS_MCEERR"), {}, caption);
    expect(await page.text(`${cell("wrong-door")} .output`)).toContain("told: ann");
    await page.waitFor(`${cell("neighbours")} .cm-focused`);
    expect(page.errors()).toEqual([]);
    expect(await page.foreignRequests()).toEqual([]);
  });

  test("a run that is over in the blink of an eye is shown by nothing but what comes of it", async () => {
    const page = await openLesson();
    await page.evaluate((it: string) => {
      // However busy the machine is: no eye blinks, and nobody pauses while typing.
      const later = setTimeout;
      const held = (act: () => void, ms: number) => (ms === 150 || ms === 400 ? 0 : later(act, ms));
      Object.assign(globalThis, { setTimeout: held });
      const seen = new Set<string>();
      const look = (): void => {
        seen.add(document.querySelector<HTMLElement>(`${it} .cell-state`)?.dataset.state ?? "");
        if (document.querySelector(`[data-action="stop-all"], ${it} [data-action="stop"]`)) seen.add("stop");
        document.body.dataset.seen = [...seen].join();
      };
      new MutationObserver(look).observe(document.body, {
        subtree: true,
        childList: true,
        attributeFilter: ["data-state"],
      });
      look();
    }, cell("emptied"));
    await write(page, "emptied", 'const emptied = "nobody at all"');
    await page.press("Mod+Enter");
    await page.waitFor(
      (it: string) => document.querySelector(it)?.textContent?.includes("nobody at all") ?? false,
      LONG,
      `${cell("emptied")} .output`,
    );
    expect(await page.attribute("body", "data-seen")).toBe("ok");
  });

  test("what depends on a changed cell is stale, says why, and runs with one key", async () => {
    const page = await openLesson();
    await write(page, "merged", 'const merged = people(two.with({ kernel: "6.12", policy: "kernel" }))');
    await page.press("Mod+Enter");
    await page.waitFor(state("merged", "ok"), LONG);
    expect(await focused(page)).toBe("merged");
    await page.waitFor(state("wrong-door", "stale"), LONG);
    expect(await text(page, `${cell("wrong-door")} .cell-why`)).toBe("merged has changed since it ran.");
    await page.press("Mod+Shift+Enter");
    await page.waitFor(state("wrong-door", "ok"), LONG);
    await page.waitFor(() => document.querySelectorAll('section[data-state="stale"]').length === 0);
    expect(await page.text(`${cell("wrong-door")} .output`)).toContain("6.12");
  });

  test("an error stands at its line, and an assignment without declaration is corrected by one button", async () => {
    const page = await openLesson();
    await write(page, "lines", "const a = 1\nlines = [a]");
    await page.press("Mod+Enter");
    await page.waitFor(state("lines", "error"), LONG);
    expect(await page.text(`${cell("lines")} .cell-line`)).toContain("line 2");
    const marked = await page.waitFor(
      () => document.querySelector(".cm-lintRange-error")?.closest(".cm-line")?.textContent,
    );
    expect(marked).toContain("lines = ");
    await page.waitFor(() => /error in line 2/.test(document.querySelector("[data-announcer]")?.textContent ?? ""));
    await activate(page, `${cell("lines")} [data-action="fix"]`);
    await page.press("Mod+Enter");
    expect(await code(page, "lines")).toContain("const lines = [a]");
    await activate(page, `${cell("lines")} [data-action="run"]`);
    await page.waitFor(state("lines", "ok"), LONG);
  });

  test("edits survive a reload as stale texts, and nothing of the reader's runs by itself", async () => {
    const page = await openLesson();
    await write(page, "lines", "throw new Error(`ran by itself`)");
    await page.waitFor(`${cell("lines")}[data-edited]`);
    await page.waitFor('.save-state[data-saved="saved"]');
    await page.reload();
    await page.waitFor("html[data-live]", LONG);
    await page.evaluate(stand);
    await page.waitFor(state("lines", "stale"), LONG);
    expect(
      await page.evaluate((it: string) => document.querySelector(it)?.textContent, `${cell("lines")} pre.code`),
    ).toContain("ran by itself");
    expect(await page.count(state("lines", "error"))).toBe(0);
    await page.waitFor(`${cell("lines")} .cm-content`);
  });

  test("what is being typed is never overwritten by what happens meanwhile", async () => {
    const page = await openLesson();
    await activate(page, `${cell("lines")} [data-action="run"]`);
    await page.waitFor(state("lines", "ok"), LONG);
    await write(page, "two", 'const two = disk.mkfs("xfs", "pmem0p1").mount("pmem0p1", "/a")');
    await write(page, "lines", "const lines = 42");
    await page.evaluate(
      (it: string) => document.querySelector<HTMLElement>(it)?.click(),
      `${cell("two")} [data-action="run"]`,
    );
    await page.waitFor(state("two", "ok"), LONG);
    await page.waitFor(state("lines", "stale"), LONG);
    expect(await code(page, "lines")).toBe("const lines = 42");
  });

  test("a reset is undone, and earlier texts come back from the history", async () => {
    const page = await openLesson();
    await write(page, "lines", "const lines = [1]");
    await page.press("Mod+Enter");
    await page.waitFor(state("lines", "ok"), LONG);
    await activate(page, `${cell("lines")} [data-action="reset"]`);
    await page.waitFor(`${cell("lines")}:not([data-edited])`);
    expect(await code(page, "lines")).toContain("two.mounts");
    await activate(page, `${cell("lines")} [data-action="undo"]`);
    expect(await code(page, "lines")).toBe("const lines = [1]");
    await activate(page, `${cell("lines")} [data-action="reset"]`);
    await page.reload();
    await page.waitFor("html[data-live]", LONG);
    await activate(page, `${cell("lines")} [data-action="undo"]`);
    await page.waitFor(`${cell("lines")}[data-edited]`);
    await activate(page, `${cell("lines")} [data-action="more"]`);
    await activate(page, `${cell("lines")} [data-panel="compare"]`);
    await page.waitFor(`${cell("lines")} .cell-changes .cm-changedLine`);
  });

  test("completion and hover speak the field's terms", async () => {
    const page = await openLesson();
    await write(page, "wrong-door", "const wrongDoor = merged.mo");
    await page.press("Escape");
    await page.type("u");
    await page.waitFor(() => document.querySelector(".cm-tooltip-autocomplete")?.textContent?.includes("mount"));
    await page.press("Escape");
    await page.press("Mod+a");
    await page.type("const wrongDoor = merged.fail");
    await page.press("Escape");
    // Not every driver can press a function key.
    await page.evaluate(() => {
      const init = { key: "F1", code: "F1", keyCode: 112, bubbles: true, cancelable: true };
      document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", init));
    });
    expect(await page.text(".code-explained")).toContain("memory_failure()");
  });
});

describe("stopping", () => {
  test("an endless loop is said, stopped by key, and costs neither text nor values", async () => {
    const page = await openLesson();
    await activate(page, `${cell("wrong-door")} [data-action="run"]`);
    await page.waitFor(state("wrong-door", "ok"), LONG);
    await write(page, "lines", "for (;;) {}");
    await page.press("Mod+Enter");
    await page.waitFor(state("lines", "running"), LONG);
    await page.waitFor('[data-notice="slow"]');
    await page.press("Mod+.");
    await page.waitFor(state("lines", "stopped"), LONG);
    await page.waitFor('[data-notice="restarted"]');
    expect(await code(page, "lines")).toBe("for (;;) {}");
    expect(await page.count(state("wrong-door", "ok"))).toBe(1);
    await write(page, "lines", "const lines = wrongDoor.errno");
    await page.press("Mod+Enter");
    await page.waitFor(state("lines", "ok"), LONG);
    expect(await text(page, `${cell("lines")} .output`)).toBe('"ENXIO"');
  });

  test("safe mode opens without running anything, and the texts can be edited", async () => {
    const page = await openLesson(`${LESSON}?safe=1`);
    expect(await page.text('[data-notice="safe"]')).toContain("nothing runs");
    expect(await page.count('[data-action="run"]')).toBe(0);
    await write(page, "lines", "const lines = 1");
    await page.press("Mod+Enter");
    await page.waitFor(state("lines", "stale"), LONG);
  });
});

describe("time", () => {
  test("a run is stepped through, its figures follow, and a fork says where it parts", async () => {
    const page = await openLesson();
    await activate(page, `${cell("wrong-door")} [data-action="run"]`);
    await page.waitFor(state("wrong-door", "ok"), LONG);
    await activate(page, `${cell("wrong-door")} [data-action="more"]`);
    await activate(page, `${cell("wrong-door")} [data-action="step"]`);
    await page.waitFor(".time-panel input[type=range]");
    const at = () => page.evaluate(() => Number(document.querySelector<HTMLInputElement>(".time-panel input")?.value));
    await page.press("End");
    const last = await at();
    await page.press("ArrowLeft");
    expect(await at()).toBe(last - 1);
    expect((await page.text(".time-sentence")).length).toBeGreaterThan(10);
    await page.waitFor(".time-invariants");
    await page.press("Home");
    await page.press("End");
    await page.focus('.time-panel [data-act="fork"]');
    await page.press("Enter");
    await page.fill("[data-fork]", '.fail("pmem0", 0x11_a000)');
    await page.press("Tab");
    await page.press("Enter");
    await page.waitFor(".time-branches");
    expect(await page.text(".time-branches")).toContain("wrongDoor.at(");
    expect(await page.text(".time-branches")).toContain("The branches part in step");
  });

  test("a link to a step opens the timeline there", async () => {
    const page = await openLesson(`${LESSON}#cell=wrong-door&step=17`);
    await page.waitFor(".time-panel input[type=range]");
    expect(await page.evaluate(() => document.querySelector<HTMLInputElement>(".time-panel input")?.value)).toBe("17");
  });
});

test("a poke on the map writes the line of code that it stands for, runs it, and keeps the focus", async () => {
  const page = await openLesson();
  const map = `${cell("map")} .figure-live .figure-drawing`;
  await page.evaluate((it: string) => document.querySelector(it)?.scrollIntoView(), cell("map"));
  await activate(page, map);
  await page.waitFor(`${cell("wrong-door")}[data-edited][data-state="ok"]`, LONG);
  const written = await page.evaluate(
    (it: string) => document.querySelector(it)?.textContent,
    `${cell("wrong-door")} pre.code`,
  );
  expect(written).toMatch(/page\.ofBob\)\n {2}\.fail\("pmem0", 0x[0-9a-f_]+\)$/);
  await page.waitFor((it: string) => document.activeElement?.closest(it) !== null, LONG, cell("map"));
});

describe("links from others", () => {
  test("nothing runs or changes until the reader says so; then it runs", async () => {
    const page = await openLesson();
    await write(page, "lines", 'const lines = "from a link"');
    await page.press("Mod+Enter");
    await page.waitFor(state("lines", "ok"), LONG);
    const hash = await linkOf(page);
    expect(hash).toMatch(/^#v1\./);
    const other = await openLesson(`${LESSON}${hash}`);
    expect(await other.text(".opened-link")).toContain("changes 1 cell");
    expect(await other.text(".opened-link")).toContain("from a link");
    expect(await other.count(`${cell("lines")}[data-edited]`)).toBe(0);
    await activate(other, '[data-action="link-run"]');
    await other.waitFor(state("lines", "ok"), LONG);
    await other.waitFor(`${cell("lines")}[data-edited]`);
    expect(await text(other, `${cell("lines")} .output`)).toBe('"from a link"');
    expect(new URL(await other.url()).hash).toBe("");
  });

  test("a discarded link leaves no trace; a newer or damaged one is refused politely", async () => {
    const page = await openLesson(`${LESSON}#v1.q1YqU7IqKSpN1VHKS8xNVbJSMtRRKkmtKFGyKikqTa0FAA`);
    await page.waitFor(".opened-link");
    await page.click(".opened-link button:last-of-type");
    expect(await page.count(".opened-link")).toBe(0);
    const newer = await openLesson(`${LESSON}#v9.AAAA`);
    expect(await newer.text(".opened-link")).toContain("newer version");
  });
});

describe("keeping", () => {
  test("another tab's change arrives here when nothing is lost by it", async () => {
    const page = await openLesson();
    const tab = await page.openTab();
    await tab.goto(LESSON);
    await tab.waitFor("html[data-live]", LONG);
    await tab.evaluate(stand);
    await write(tab, "lines", 'const lines = "other tab"');
    await page.waitFor(`${cell("lines")}[data-edited]`);
    await page.waitFor(
      (it: string) => document.querySelector(it)?.textContent?.includes("other tab"),
      {},
      cell("lines"),
    );
    await tab.close();
  });

  test("an exercise is answered by keyboard, and its attempt is there after a reload", async () => {
    const page = await openLesson();
    const exercise = 'section[data-exercise="who-is-asked"]';
    await page.evaluate((it: string) => document.querySelector(it)?.scrollIntoView(), exercise);
    await page.waitFor(`${exercise}[data-mounted] .exercise-check`);
    await page.focus(`${exercise} .exercise-check`);
    await page.press("Enter");
    await page.waitFor(`${exercise} .exercise-checks`, { timeoutMs: 20_000 });
    expect(await page.text(`${exercise} .exercise-summary`)).toMatch(/\d of 3 visible checks hold/);
    await page.reload();
    await page.waitFor("html[data-live]", LONG);
    await page.evaluate(stand);
    await page.evaluate((it: string) => document.querySelector(it)?.scrollIntoView(), exercise);
    expect(await text(page, `${exercise} .exercise-attempts`)).toBe("1 attempt");
  });
});

describe("for everyone", () => {
  test("axe finds nothing in the states of the page", async () => {
    const page = await openLesson();
    expect(await axe(page)).toEqual([]);
    await write(page, "lines", "lines = 1");
    await page.press("Mod+Enter");
    await page.waitFor(state("lines", "error"), LONG);
    expect(await axe(page)).toEqual([]);
    await activate(page, `${cell("wrong-door")} [data-action="run"]`);
    await page.waitFor(state("wrong-door", "ok"), LONG);
    await activate(page, `${cell("wrong-door")} [data-action="more"]`);
    await activate(page, `${cell("wrong-door")} [data-action="step"]`);
    await page.waitFor(".time-invariants");
    expect(await axe(page)).toEqual([]);
    for (const part of ["search", "share", "hand-in", "work", "settings", "shortcuts"]) {
      await activate(page, `[data-open="${part}"]`);
      await page.waitFor("dialog[open] .dialog-body > *");
      expect(await axe(page, "dialog"), part).toEqual([]);
      await activate(page, '[data-action="close-dialog"]');
    }
  });

  test("Tab goes through the page without being held anywhere", async () => {
    const page = await openLesson();
    await page.focus(`${cell("disk")} .cell-name a`);
    const cells: string[] = [];
    for (let turn = 0; turn < 24 && cells.length < 3; turn += 1) {
      await page.press("Tab");
      await page.evaluate(() => new Promise((done) => setTimeout(done, 60)));
      const place = await focused(page);
      if (place !== null && !place.startsWith("text-") && cells.at(-1) !== place) cells.push(place);
    }
    expect(cells).toEqual(["disk", "two", "lines"]);
  });

  test("the question mark lists the keys outside an editor, and the focus comes back", async () => {
    const page = await openLesson();
    await page.focus('[data-open="settings"]');
    await page.press("?");
    expect(await page.text("dialog[open]")).toContain("Run all stale cells");
    await page.press("Escape");
    await page.waitFor(() => document.querySelector("dialog[open]") === null);
    expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset.open)).toBe("settings");
    await write(page, "lines", "1 ? 2 : 3");
    expect(await page.count("dialog[open]")).toBe(0);
  });

  // Its window cannot be made as narrow by its driver.
  test.runIf(engine !== "webkit")(
    "at 320 pixels nothing is wider than the page, and the code can be edited by touch",
    async () => {
      const page = await openLesson(LESSON, { width: 320, height: 640, touch: true });
      const excess = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(await excess()).toBeLessThanOrEqual(0);
      await write(page, "lines", "const lines = [1]");
      await page.click(`${cell("lines")} [data-action="run"]`);
      await page.waitFor(state("lines", "ok"), LONG);
      expect(await excess()).toBeLessThanOrEqual(0);
    },
  );

  test("the page speaks German, and in the pseudo-locale no live part has a text of its own", async () => {
    const page = await openLesson(`${LESSON}?lang=de`);
    expect(await text(page, `${cell("disk")} .cell-word`)).toBe("ok");
    expect(await text(page, `${cell("disk")} [data-action="run"]`)).toBe("Ausführen");
    const pseudo = await openLesson(`${LESSON}?lang=qps`);
    const strays = await pseudo.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>(".page-tools button, .cell-bar button, .cell-word, .run-bar span")]
        .map((it) => it.innerText.trim())
        .filter((it) => it !== "" && !/^⟦.*⟧$/.test(it)),
    );
    expect(strays).toEqual([]);
    expect(
      await pseudo.evaluate(() => getComputedStyle(document.querySelector(".page-tools") as Element).direction),
    ).toBe("rtl");
    const isCodeLeft = () => getComputedStyle(document.querySelector("pre.code") as Element).direction;
    expect(await pseudo.evaluate(isCodeLeft)).toBe("ltr");
  });

  test.each(["index.html", "about.html", "glossary.html"])(
    "%s speaks German, and in the pseudo-locale has no text of its own besides names and lessons",
    async (path) => {
      const german = await lab.open(`${path}?lang=de`);
      await german.waitFor("html[data-live]");
      expect(await german.text(".site-footer nav")).toContain("Zeittafel");
      expect(await german.evaluate(() => document.querySelector("main h1")?.getAttribute("lang"))).toBe("de");
      const page = await lab.open(`${path}?lang=qps`);
      await page.waitFor("html[data-live]");
      const strays = await page.evaluate(() => {
        const own = "[data-course-map], .glossary :is(dt, .sources), .hero-figure, code, script, .brand, .page-tools";
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const found: string[] = [];
        for (let it = texts.nextNode(); it; it = texts.nextNode()) {
          const text = it.textContent?.trim() ?? "";
          if (text !== "" && !/^⟦.*⟧$/s.test(text) && !it.parentElement?.closest(own)) found.push(text);
        }
        return found.filter((it) => !/^Edition /.test(it));
      });
      expect(strays).toEqual([]);
      expect(await page.count("[data-course-map] .course-work:not([dir=rtl])")).toBe(0);
      expect(page.errors()).toEqual([]);
    },
  );

  test("the home page's figure and the search page speak German", async () => {
    const home = await lab.open("index.html?lang=de");
    await home.waitFor("html[data-live]");
    expect(await home.text(".hero-figure figcaption")).toContain("Wer wird benachrichtigt?");
    const search = await lab.open("search.html?lang=de&q=qwertzuiop");
    await search.waitFor(".search-field");
    expect(await search.text(".search-field")).toContain("Suchen nach");
    await search.waitFor(
      () => document.querySelector("[data-search] [role=status]")?.textContent === "Nichts gefunden.",
    );
  });

  test.runIf(engine === "chromium")("the projector shows part by part, in large type", async () => {
    const page = await openLesson();
    const sizePx = () => page.evaluate(() => Number.parseFloat(getComputedStyle(document.body).fontSize));
    const before = await sizePx();
    await activate(page, '[data-open="projector"]');
    await page.waitFor(".projector-bar");
    expect(await sizePx()).toBeGreaterThan(before * 1.25);
    const parts: string[] = [];
    for (let n = 0; n < 4; n += 1) {
      await page.press("PageDown");
      parts.push(await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 120) ?? ""));
      expect(await page.evaluate(() => document.activeElement?.matches(".notebook *"))).toBe(true);
    }
    expect(new Set(parts).size).toBe(4);
    await page.press("Escape");
    await page.waitFor("html:not([data-projector])");
    expect(await sizePx()).toBe(before);
  });

  test.runIf(engine === "chromium")("feedback, hints and runs of exercises stay behind the curtain", async () => {
    const page = await openLesson();
    const exercise = "section[data-exercise]";
    await page.evaluate((it: string) => document.querySelector(it)?.scrollIntoView(), exercise);
    await page.waitFor(`${exercise} .exercise-check`, LONG);
    await activate(page, `${exercise} .exercise-check`);
    await page.waitFor(`${exercise} .exercise-feedback > *`, LONG);
    await activate(page, `${exercise} .exercise-hint`);
    await page.waitFor(`${exercise} .exercise-hints li`);
    const seen = () =>
      page.evaluate(() =>
        [".exercise-feedback > *", ".exercise-hints li", ".exercise-hint"].map((it) =>
          document.querySelector(`section[data-exercise] ${it}`)?.checkVisibility({ visibilityProperty: true }),
        ),
      );
    expect(await seen()).toEqual([true, true, true]);
    await activate(page, '[data-open="projector"]');
    await page.waitFor('.projector-bar [data-action="curtain"]');
    expect(await seen()).toEqual([false, false, false]);
    expect(await page.evaluate(() => document.querySelector("section[data-exercise] h3")?.checkVisibility())).toBe(
      true,
    );
    await activate(page, '.projector-bar [data-action="curtain"]');
    expect(await seen()).toEqual([true, true, true]);
  });

  test.runIf(engine === "chromium")("so do answers that were given before, and only those", async () => {
    const page = await lab.open("lessons/01-a-page-goes-bad.html");
    await page.waitFor("html[data-live]", LONG);
    const [pick, code] = ["how-many-hear", "tell-bob"].map((it) => `section[data-exercise="${it}"]`);
    for (const it of [pick, code]) {
      await page.evaluate((one: string) => document.querySelector(one)?.scrollIntoView(), it as string);
      await page.waitFor(`${it}[data-mounted]`, LONG);
    }
    await page.click(`${pick} .exercise-pick input`);
    await activate(page, '[data-open="projector"]');
    await page.waitFor(".projector-bar");
    const marks = () =>
      page.evaluate(
        (one: string, other: string) => [
          getComputedStyle(document.querySelector(`${one} .exercise-pick input`) as Element).appearance,
          document.querySelector(`${other} .exercise-editor > *`)?.checkVisibility({ visibilityProperty: true }),
        ],
        pick as string,
        code as string,
      );
    expect(await marks()).toEqual(["none", true]);
    await activate(page, '.projector-bar [data-action="curtain"]');
    expect(await marks()).toEqual(["auto", true]);
  });
});
