/** What students and teachers do, for tests: answer on the page, save the hand-in, run a command-line program. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import type { HandIn } from "../../notebooks/exercises/hand-in.ts";
import type { Page, Scope } from "./page.ts";
import { ROOT } from "./site.ts";

const LONG = { timeoutMs: 60_000 };

/** Text of a code exercise, or picked ids by field. */
export type Given = string | Readonly<Record<string, readonly string[]>>;

const sectionOf = (id: string): string => `section[data-exercise="${id}"]`;

/** Opens an exercise of a lesson that is live in `scope`, the page or a frame of it. */
async function show(scope: Scope, id: string): Promise<string> {
  const section = sectionOf(id);
  await scope.waitFor("html[data-live]", LONG);
  await scope.evaluate((it: string) => {
    document.documentElement.style.scrollBehavior = "auto";
    document.querySelector(it)?.scrollIntoView();
  }, section);
  await scope.waitFor(`${section}[data-mounted]`, LONG);
  return section;
}

/** Answers an exercise as a reader does, with mouse and keyboard, and lets it be checked. */
export async function answer(page: Page, scope: Scope, id: string, given: Given): Promise<void> {
  const section = await show(scope, id);
  if (typeof given === "string") {
    await scope.click(`${section} .exercise-editor .code-plain, ${section} .exercise-editor .cm-content`);
    await scope.waitFor(`${section} .cm-focused`, LONG);
    await page.press("Mod+a");
    await page.type(given);
  } else {
    for (const [field, ids] of Object.entries(given)) {
      for (const value of ids) await scope.click(`${section} input[name="exercise-${id}-${field}"][value="${value}"]`);
    }
  }
  await scope.click(`${section} .exercise-check`);
  await scope.waitFor(`${section} .exercise-summary`, LONG);
  await scope.waitFor(`${section} .exercise-check[aria-disabled="false"]`, LONG);
}

/** Points that the page shows for an exercise: the sum over its checks. */
export async function shownPoints(scope: Scope, id: string): Promise<number> {
  const texts = await scope.evaluate(
    (it: string) => [...document.querySelectorAll(`${it} .exercise-points`)].map((line) => line.textContent ?? ""),
    sectionOf(id),
  );
  return texts.reduce((sum, text) => sum + Number.parseInt(text, 10), 0);
}

/** What the page says to an answer: summary, errors, messages of checks. */
export const shownFeedback = (scope: Scope, id: string): Promise<string> =>
  scope.text(`${sectionOf(id)} .exercise-feedback`);

export interface Saved {
  name: string;
  text: string;
  handIn: HandIn;
  /** Text of the dialog before saving, and the receipt on screen after it. */
  preview: string;
  receipt: string;
}

export async function openHandIn(page: Page): Promise<void> {
  await page.waitFor('[data-open="hand-in"]', LONG);
  await page.focus('[data-open="hand-in"]');
  await page.press("Enter");
  await page.waitFor("dialog[open] .hand-in-preview", LONG);
}

export async function nameStudent(page: Page, student: { name: string; id: string }): Promise<void> {
  await page.fill('dialog[open] .setting input[autocomplete="name"]', student.name);
  await page.fill('dialog[open] .setting input[autocomplete="off"]', student.id);
}

/** Saves from the open dialog; what the browser would write to disk is taken from the blob that it is given. */
export async function saveHandIn(page: Page): Promise<Saved> {
  const preview = await page.text("dialog[open]");
  await page.evaluate(() => {
    const keep = window as unknown as { saved: { name: string; blob: Blob } | undefined };
    keep.saved = undefined;
    const make = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (blob: Blob) => {
      addEventListener(
        "click",
        (event) => {
          const link = event.target as HTMLAnchorElement;
          if (link.download) keep.saved = { name: link.download, blob };
        },
        { capture: true, once: true },
      );
      return make(blob);
    };
  });
  await page.focus('[data-action="hand-in"]');
  await page.click('[data-action="hand-in"]');
  const receipt = /[0-9a-f]{8}/.exec(await page.text("[data-receipt]"))?.[0] ?? "";
  const file = await page.waitFor(async () => {
    const { saved } = window as unknown as { saved?: { name: string; blob: Blob } };
    return saved ? { name: saved.name, text: await saved.blob.text() } : null;
  });
  const { name, text } = file as NonNullable<typeof file>;
  return { name, text, handIn: JSON.parse(text) as HandIn, preview, receipt };
}

export interface Finished {
  status: number;
  stdout: string;
  stderr: string;
}

/** One of the project's programs, as `npm run` starts it. */
export const runProgram = (program: string, args: readonly string[]): Promise<Finished> =>
  new Promise((done) => {
    const run = [join(ROOT, "engine/cli/run.mjs"), program, ...args];
    execFile(process.execPath, run, { cwd: ROOT, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      done({ status: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
    });
  });
