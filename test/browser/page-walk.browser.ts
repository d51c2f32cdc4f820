/** A whole lesson without a mouse, and every kind of exercise by finger on the smallest phone; where a driver has both. */
import { describe, expect, test } from "vitest";
import { engine, openLab } from "../support/lab.ts";
import type { Page } from "../support/page.ts";

const lab = await openLab();
/** Other tests may share the processor. */
const LONG = { timeoutMs: 30_000 };
const MOST_STOPS = 900;

interface PageItem {
  exercise: { id: string; kind: string; solution: unknown };
}

/** What the engine answers to predictions, field by field. */
const PREDICTED: Readonly<Record<string, readonly string[]>> = {
  "how-many-hear": ["told:ann", "told:cyd", "errno:ok"],
  "which-number": ["offset:start", "end:efscorrupted"],
  "directory-block": ["old:shutdown", "recent:alive"],
};

async function openLesson(address: string, options: Parameters<typeof lab.open>[1] = {}): Promise<Page> {
  const page = await lab.open(address, options);
  await page.waitFor("html[data-live]", LONG);
  await page.evaluate(() => {
    document.documentElement.style.scrollBehavior = "auto";
  });
  return page;
}

const exercisesOf = (page: Page) =>
  page.evaluate(() => {
    const data = JSON.parse(document.querySelector("#daxlab-page")?.textContent ?? "{}") as { exercises: PageItem[] };
    return data.exercises.map(({ exercise: { id, kind, solution } }) => ({ id, kind, solution }));
  });

type Item = Awaited<ReturnType<typeof exercisesOf>>[number];

/** A solution that is typed: on one line, for Enter takes what completion offers. */
const codeOf = ({ solution }: Item) =>
  String(solution)
    .split("\n")
    .filter((it) => !it.trim().startsWith("//"))
    .map((it) => it.trim())
    .join(" ")
    .replace(/ (const|let) /g, "; $1 ");

/** Lines in order; or what is to be picked, as field and value. */
function wantedOf(item: Item): readonly string[] {
  if (item.kind === "predict") return PREDICTED[item.id] ?? [];
  const ids = item.solution as string[];
  return item.kind === "choice" ? ids.map((it) => `choice:${it}`) : ids;
}

const solved = (id: string) => `section[data-exercise="${id}"] [data-state="pass"]`;
const failed = (id: string) =>
  `section[data-exercise="${id}"] :is([data-state="fail"], [data-state="error"], [data-state="skipped"])`;

async function expectSolved(page: Page, { id }: Item): Promise<void> {
  await page.waitFor(solved(id), { ...LONG, what: `${id} is solved` });
  expect(await page.count(failed(id)), id).toBe(0);
}

/** Where the focus is, as far as a walk has to know. */
const here = (page: Page) =>
  page.evaluate(() => {
    const at = document.activeElement as HTMLInputElement | null;
    const exercise = at?.closest<HTMLElement>("section[data-exercise]")?.dataset.exercise ?? "";
    const line = at?.closest<HTMLElement>("[data-item]");
    return {
      exercise,
      cell: at?.closest<HTMLElement>('section[data-kind="simulation"]')?.dataset.cell ?? "",
      action: at?.dataset.action ?? "",
      type: at?.type ?? "",
      pick: `${at?.name?.split("-").at(-1)}:${at?.value}`,
      isChecked: at?.checked ?? false,
      isCode: at?.matches(".cm-content, textarea") ?? false,
      move: at?.dataset.move ?? "",
      item: line?.dataset.item ?? "",
      previous: (line?.previousElementSibling as HTMLElement | null)?.dataset.item ?? "",
      text: at?.textContent?.trim() ?? "",
      isEnd: at === document.body,
    };
  });

type Here = Awaited<ReturnType<typeof here>>;

/** Answers with what the focus is on; whether the exercise was checked by it. */
async function answerHere(page: Page, item: Item, at: Here): Promise<boolean> {
  if (at.isCode && item.kind === "code") {
    await page.press("Mod+a");
    await page.type(codeOf(item));
    await page.press("Mod+Enter");
    await expectSolved(page, item);
    await page.press("Escape");
    return true;
  }
  if (at.type === "checkbox" && wantedOf(item).includes(at.pick) !== at.isChecked) await page.press(" ");
  if (at.type === "radio") await pickRadio(page, item, at);
  if (at.move === "up") await moveUp(page, item);
  if (at.text !== "Check") return false;
  await page.press("Enter");
  await expectSolved(page, item);
  return true;
}

async function pickRadio(page: Page, item: Item, from: Here): Promise<void> {
  const wanted = wantedOf(item);
  const options = await page.evaluate(
    (it: string) =>
      [...document.querySelectorAll<HTMLInputElement>(`section[data-exercise="${it}"] [type=radio]`)].length,
    item.id,
  );
  let at = from;
  // One field after the other: a value counts in its own group only, which arrows never leave.
  for (let turn = 0; turn < options && !(wanted.includes(at.pick) && at.isChecked); turn += 1) {
    await page.press(wanted.includes(at.pick) ? " " : "ArrowDown");
    at = await here(page);
  }
}

/** Sorts by insertion: a line goes up until the one before it belongs there. */
async function moveUp(page: Page, item: Item): Promise<void> {
  const rank = (id: string) => wantedOf(item).indexOf(id);
  for (let at = await here(page); at.move === "up" && rank(at.previous) > rank(at.item); at = await here(page)) {
    await page.press("Enter");
  }
}

describe.runIf(engine === "chromium")("by keyboard alone", () => {
  test.each(["01-a-page-goes-bad", "04-whose-zero", "06-through-xfs"])(
    "%s is gone through from top to end: cells run, exercises solved",
    { timeout: 180_000 },
    async (lesson) => {
      const page = await openLesson(`lessons/${lesson}.html`);
      const left = new Map((await exercisesOf(page)).map((it) => [it.id, it]));
      const cells = new Set<string>();
      let isHeld = false;
      for (let stop = 0; stop < MOST_STOPS; stop += 1) {
        // Nobody presses Tab so fast that what comes near has no time to come alive.
        await page.waitFor(() =>
          [...document.querySelectorAll("section[data-exercise]:not([data-mounted])")].every(
            (it) => Math.abs(it.getBoundingClientRect().top - innerHeight / 2) > innerHeight / 2 + 500,
          ),
        );
        // One Escape closes what completion offers, the next lets Tab leave, for two seconds.
        if (isHeld) await page.press("Escape");
        await page.press("Tab");
        const at = await here(page);
        isHeld = at.isCode;
        if (at.isEnd && stop > 20) break;
        if (at.action === "run" && !cells.has(at.cell)) {
          cells.add(at.cell);
          await page.press("Enter");
          await page.waitFor(`section[data-cell="${at.cell}"]:is([data-state="ok"], [data-state="error"])`, LONG);
        }
        const item = left.get(at.exercise);
        if (item && (await answerHere(page, item, at))) left.delete(item.id);
      }
      expect([...left.keys()]).toEqual([]);
      expect(cells.size).toBe(await page.count('section[data-kind="simulation"]'));
    },
  );
});

describe.runIf(engine === "chromium")("by finger at 320 px", () => {
  test.each(["01-a-page-goes-bad", "04-whose-zero", "06-through-xfs"])(
    "every exercise of %s can be solved",
    { timeout: 120_000 },
    async (lesson) => {
      const page = await openLesson(`lessons/${lesson}.html`, { width: 320, height: 640, touch: true });
      for (const item of await exercisesOf(page)) {
        const section = `section[data-exercise="${item.id}"]`;
        await page.evaluate((it: string) => document.querySelector(it)?.scrollIntoView(), section);
        await page.waitFor(`${section}[data-mounted]`, LONG);
        await page.evaluate((it: string) => document.querySelector(it)?.scrollIntoView(), section);
        if (item.kind === "code") {
          await page.click(`${section} textarea`);
          await page.waitFor(`${section} .cm-focused`, LONG);
          await page.press("Mod+a");
          await page.type(codeOf(item));
        } else if (item.kind === "order") await order(page, section, item);
        else {
          for (const [field, value] of wantedOf(item).map((it) => it.split(":"))) {
            await page.click(`${section} input[name$="-${field}"][value="${value}"]:not(:checked)`);
          }
        }
        await page.click(`${section} .exercise-check`);
        await expectSolved(page, item);
        expect(await tooSmall(page, section), item.id).toEqual([]);
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    },
  );

  async function order(page: Page, section: string, item: Item): Promise<void> {
    for (const [index, id] of wantedOf(item).entries()) {
      for (let turn = 0; turn < 20; turn += 1) {
        const at = await page.evaluate(
          (it: string, one: string) =>
            [...document.querySelectorAll<HTMLElement>(`${it} [data-item]`)].findIndex(
              (line) => line.dataset.item === one,
            ),
          section,
          id,
        );
        if (at <= index) break;
        await page.click(`${section} [data-item="${id}"] [data-move="up"]`);
      }
    }
  }

  /** Buttons and boxes, with their labels, that a finger may miss. */
  const tooSmall = (page: Page, section: string) =>
    page.evaluate((it: string) => {
      const found = [...document.querySelectorAll<HTMLElement>(`${it} :is(button, label)`)];
      return found
        .map((one) => ({ box: one.getBoundingClientRect(), text: one.textContent?.trim() ?? "" }))
        .filter(({ box }) => box.width > 0 && (box.height < 40 || box.width < 40))
        .map(({ box, text }) => `${text}: ${Math.round(box.width)} × ${Math.round(box.height)}`);
    }, section);
});
