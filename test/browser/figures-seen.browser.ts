/**
 * Figures as they look: each is drawn light, dark and on a phone, and compared with the picture in figures-seen/ that
 * somebody has looked at. After a wanted change: `npx vitest run --project browser test/browser/figures-seen.browser.ts -u`,
 * then look at the pictures.
 *
 * Where a machine has other fonts than the pictures were drawn with, nothing is compared and the tests say so.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { figurePage } from "../support/figure-page.ts";
import { engine, openLab } from "../support/lab.ts";
import type { Page } from "../support/page.ts";
import { differenceOf, fontsOf, type Picture, pictureOf } from "../support/pictures.ts";

const FOLDER = join(import.meta.dirname, "figures-seen");
/** Part of a picture's pixels that may differ: smoothing of edges, not a line that moved. */
const MOST_PART = 0.002;
const FIGURES = [
  "holder-route",
  "holder-route-told",
  "memory-map",
  "call-tree",
  "timeline",
  "process-table",
  "structure-diff",
  "offset-ladder",
  "badblocks-view",
  "policy-matrix",
  "home-thread",
];
const LOOKS = {
  light: { width: 760, height: 1000, colorScheme: "light" },
  dark: { width: 760, height: 1000, colorScheme: "dark" },
  phone: { width: 360, height: 1600, colorScheme: "light", touch: true },
} as const;

const lab = await openLab({ folder: await figurePage() });
const fontsFile = join(FOLDER, "fonts.json");
const isUpdate = (): boolean => {
  const { snapshotState } = expect.getState() as { snapshotState?: { snapshotUpdateState?: string } };
  return snapshotState?.snapshotUpdateState === "all";
};

interface Room {
  page: Page;
  /** Where pictures are cut and compared. */
  desk: Page;
}

async function open(look: keyof typeof LOOKS): Promise<Room> {
  const page = await lab.open("index.html", { ...LOOKS[look], reducedMotion: true });
  await page.waitFor(() => "show" in globalThis);
  return { page, desk: await lab.open("index.html") };
}

/** Whether letters measure here what they measured where the pictures were drawn. */
async function hasSameFonts(page: Page): Promise<boolean> {
  const fonts = await fontsOf(page);
  if (isUpdate()) writeFileSync(fontsFile, `${JSON.stringify(fonts, null, 2)}\n`);
  return existsSync(fontsFile) && JSON.stringify(JSON.parse(readFileSync(fontsFile, "utf8"))) === JSON.stringify(fonts);
}

async function seen({ page, desk }: Room, name: string): Promise<Picture> {
  await page.evaluate((it: string) => (globalThis as never as { show(name: string): Promise<void> }).show(it), name);
  await page.waitFor("figure.figure-live, .figure-home-thread");
  return pictureOf(page, desk, "figure.figure");
}

describe.runIf(engine === "chromium").each(Object.keys(LOOKS) as (keyof typeof LOOKS)[])("%s", (look) => {
  test.each(FIGURES)("%s looks as it did", async (name) => {
    const room = await open(look);
    const { page, desk } = room;
    const file = join(FOLDER, `${name}-${look}.png`);
    if (!(await hasSameFonts(page))) {
      console.log(`${name}, ${look}: not compared here: other fonts`);
      return;
    }
    const picture = await seen(room, name);
    if (isUpdate()) {
      const before = existsSync(file) ? readFileSync(file).toString("base64") : null;
      const isNew = before === null || (await differenceOf(desk, before, picture)).part > 0;
      if (isNew) writeFileSync(file, Buffer.from(picture, "base64"));
    }
    expect(existsSync(file), `${file} is missing; -u draws it`).toBe(true);
    const difference = await differenceOf(desk, readFileSync(file).toString("base64"), picture);
    expect(difference.isSameSize, "the figure has another size").toBe(true);
    expect(difference.part).toBeLessThanOrEqual(MOST_PART);
  });
});

test.runIf(engine === "chromium")("a figure with one label moved is not the same picture", async () => {
  const room = await open("light");
  const { page, desk } = room;
  const before = await seen(room, "holder-route");
  await page.evaluate(() => {
    for (const it of document.querySelectorAll(".figure-drawing text")) it.setAttribute("dx", "12");
  });
  const after = await pictureOf(page, desk, "figure.figure");
  expect((await differenceOf(desk, before, after)).part).toBeGreaterThan(MOST_PART);
  expect((await differenceOf(desk, before, before)).part).toBe(0);
});
