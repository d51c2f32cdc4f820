/**
 * Where a reader's work goes when a real browser gives no room, gives none at all, or saves it as a file. Chromium only:
 * no other driver can take storage away or hands over what was downloaded.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { findBrowser } from "../support/browsers.ts";
import { FLAGS } from "../support/drivers/chromium.ts";
import { engine } from "../support/lab.ts";
import { serveSite } from "../support/site.ts";
import { readZip } from "../support/zip.ts";

const LESSON = "lessons/01-a-page-goes-bad.html";
const MINE = "const page = 4096 // mine";
const folder = mkdtempSync(join(tmpdir(), "daxlab-keep-"));
const site = await serveSite({ hasOfflineCopy: false });
const open: BrowserContext[] = [];

afterEach(async () => {
  for (const it of open.splice(0)) await it.close();
});
afterAll(async () => {
  await site.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A browser with a profile of its own and these settings. */
async function openBrowser(name: string, settings: object = {}): Promise<Page> {
  const found = findBrowser("chromium");
  if ("missing" in found || found.engine !== "chromium") throw new Error("no Chromium");
  const profile = join(folder, name);
  await mkdir(join(profile, "Default"), { recursive: true });
  await writeFile(join(profile, "Default", "Preferences"), JSON.stringify(settings));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: found.path,
    args: FLAGS,
    acceptDownloads: true,
    viewport: { width: 1280, height: 900 },
  });
  open.push(context);
  return context.pages()[0] ?? (await context.newPage());
}

async function goTo(page: Page, address = LESSON): Promise<void> {
  await page.goto(new URL(address, site.url).href);
  await page.waitForSelector("html[data-live]");
}

const cell = (slug: string) => `section[data-cell="${slug}"]`;
const saved = (page: Page) => page.locator(".run-bar .save-state").innerText();

async function write(page: Page, text: string): Promise<void> {
  const isOpen = (await page.locator(`${cell("page")} .cm-content`).count()) > 0;
  await page.locator(isOpen ? `${cell("page")} .cm-content` : `${cell("page")} pre.code`).click();
  await page.locator(`${cell("page")} .cm-focused`).waitFor();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type(text);
  await page.keyboard.press("ControlOrMeta+Enter");
  await page.locator(`${cell("page")}[data-state="ok"][data-edited]`).waitFor();
}

/** Fills this origin's localStorage to its last character. */
const fill = (page: Page) =>
  page.evaluate(() => {
    let piece = "x".repeat(1 << 20);
    for (let index = 0; piece.length > 0; index += 1) {
      try {
        localStorage.setItem(`filler-${index}`, piece);
      } catch {
        piece = piece.slice(piece.length >> 1).slice(piece.length === 1 ? 1 : 0);
      }
    }
  });

describe.runIf(engine === "chromium")("keeping", () => {
  test("with site data blocked the page says that nothing is saved, and all of it works", async () => {
    const page = await openBrowser("blocked", { profile: { default_content_setting_values: { cookies: 2 } } });
    await goTo(page);
    const isBlocked = await page.evaluate(() => {
      try {
        return localStorage === null;
      } catch {
        return true;
      }
    });
    expect(isBlocked).toBe(true);
    await write(page, MINE);
    expect(await saved(page)).toMatch(/not saved/i);
    expect(await page.locator(`${cell("page")} .output`).innerText()).toContain("4096");
    await page.locator('[data-open="share"]').click();
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>("[data-link]")?.value.includes("#v1."));
  });

  test("a full localStorage hands over to IndexedDB, says saved, and a reload finds the text and its history", async () => {
    const page = await openBrowser("full");
    await goTo(page);
    await write(page, "const page = 0 // before");
    await fill(page);
    await write(page, `${MINE} ${"long ".repeat(20)}`);
    await page.waitForFunction(() => document.querySelector('.run-bar [data-saved="saved"]') !== null);
    await page.reload();
    await page.waitForFunction((it) => document.querySelector(it)?.textContent?.includes("// mine"), cell("page"));
    await page.locator(`${cell("page")} [data-action="more"]`).click();
    await page.locator(`${cell("page")} [data-panel="history"]`).click();
    expect(await page.locator(".cell-history").innerText()).toContain("before");
  });

  test("with no room anywhere the page says so; the text stays, runs, and is saved once there is room", async () => {
    const page = await openBrowser("none");
    await goTo(page);
    await fill(page);
    const devtools = await page.context().newCDPSession(page);
    const origin = new URL(site.url).origin;
    await devtools.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 });
    await write(page, `${MINE} ${"long ".repeat(20)}`);
    await page.waitForFunction(() => document.querySelector('.run-bar [data-saved="unsaved"]') !== null);
    expect(await saved(page)).toMatch(/full|no room/i);
    expect(await page.locator(`${cell("page")} .output`).innerText()).toContain("4096");
    await devtools.send("Storage.overrideQuotaForOrigin", { origin });
    await page.evaluate(() => {
      for (const key of Object.keys(localStorage)) if (key.startsWith("filler-")) localStorage.removeItem(key);
    });
    await write(page, MINE);
    await page.waitForFunction(() => document.querySelector('.run-bar [data-saved="saved"]') !== null);
    await page.reload();
    await page.waitForFunction((it) => document.querySelector(it)?.textContent?.includes("// mine"), cell("page"));
  });
});

describe.runIf(engine === "chromium")("files", () => {
  async function save(page: Page, kind: string): Promise<{ name: string; path: string }> {
    if ((await page.locator('[data-action="save-html"]').count()) === 0)
      await page.locator('[data-open="share"]').click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.locator(`[data-action="save-${kind}"]`).click(),
    ]);
    const path = join(folder, file.suggestedFilename());
    await file.saveAs(path);
    return { name: file.suggestedFilename(), path };
  }

  /** Code and values of every cell, as a reader sees them. */
  const content = (page: Page) =>
    page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('section[data-kind="simulation"]')].map((section) => {
        const code = section.querySelector<HTMLElement>(".cm-content, pre.code:not([hidden])")?.innerText.trimEnd();
        const figure = section.querySelector<HTMLElement>(".output")?.textContent?.replace(/\s+/g, " ").trim();
        return [section.dataset.cell, code, figure];
      }),
    );

  const settled = (page: Page) =>
    page.waitForFunction(() =>
      [...document.querySelectorAll<HTMLElement>('section[data-kind="simulation"]')].every(
        (it) => it.dataset.state === "ok" || it.dataset.state === "error" || it.dataset.state === "blocked",
      ),
    );

  test("page, data and zip hold what was on the page: opened again they show the same", async () => {
    const page = await openBrowser("files");
    await goTo(page);
    await write(page, MINE);
    await page.locator('[data-action="run-stale"]').click();
    await settled(page);
    const before = await content(page);
    const files = { html: await save(page, "html"), json: await save(page, "json"), zip: await save(page, "zip") };

    const html = await page.context().browser()?.newContext({ javaScriptEnabled: false });
    const still = await (html ?? page.context()).newPage();
    const asked: string[] = [];
    still.on("request", (it) => asked.push(it.url()));
    await still.goto(pathToFileURL(files.html.path).href);
    await still.waitForSelector("section[data-cell]");
    const shown = await still.locator(`${cell("page")} pre.code`).innerText();
    expect(shown.trimEnd()).toBe(MINE);
    expect(asked).toHaveLength(1);
    const near = await still.locator('a[href]:not([href^="#"]):not([href^="http"])').count();
    expect(near).toBe(0);
    expect(await still.locator("figure svg").count()).toBeGreaterThan(0);
    expect(await still.locator(`${cell("page")} .output`).innerText()).toContain("4096");
    await still.close();

    const data = JSON.parse(readFileSync(files.json.path, "utf8")) as {
      cells: { slug: string; text: string; value: unknown }[];
    };
    expect(data.cells.find((it) => it.slug === "page")).toMatchObject({ text: MINE, value: 4096 });

    const zip = readZip(readFileSync(files.zip.path));
    expect([...zip.keys()].sort()).toEqual(["01-a-page-goes-bad.html", "01-a-page-goes-bad.json", "daxlab-work.json"]);
    expect(JSON.parse(String(zip.get("01-a-page-goes-bad.json")))).toEqual(data);
    expect(String(zip.get("daxlab-work.json"))).toContain("// mine");

    const other = await openBrowser("others");
    await goTo(other);
    await other.locator('[data-open="work"]').click();
    const [chooser] = await Promise.all([
      other.waitForEvent("filechooser"),
      other.locator('[data-action="import"]').click(),
    ]);
    await chooser.setFiles(files.json.path);
    await other.locator('[data-action="link-run"]').click();
    await other.locator(`${cell("page")}[data-state="ok"][data-edited]`).waitFor();
    await settled(other);
    expect(await content(other)).toEqual(before);
  });
});
