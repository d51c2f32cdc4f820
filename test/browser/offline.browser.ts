/** The copy on the reader's device: the whole course without a network, and new versions only when asked. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { engine, openLab } from "../support/lab.ts";
import { DIST } from "../support/site.ts";

// A copy, so that a "new version" can be put into place.
const folder = mkdtempSync(join(tmpdir(), "daxlab-offline-"));
cpSync(DIST, folder, { recursive: true });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const lab = await openLab({ folder, base: "/course/", hasOfflineCopy: true });
const LESSON = "lessons/09-one-device-two-filesystems.html";

// WebKitGTK's driver starts each session without the storage that service workers need.
test.runIf(engine !== "webkit")("after one visit every page opens with the server gone", async () => {
  const page = await lab.open("index.html");
  await page.waitFor(() => navigator.serviceWorker.ready.then(() => true), { timeoutMs: 30_000 });
  await lab.site.stop();
  try {
    for (const path of [LESSON, "glossary.html", "index.html"]) {
      await page.goto(path);
      await page.waitFor("html[data-live]");
      expect(await page.count("h1")).toBe(1);
    }
  } finally {
    await lab.site.restart();
  }
});

test.runIf(engine !== "webkit")("a new version is offered, not forced, and used when the reader says so", async () => {
  const page = await lab.open("glossary.html");
  await page.waitFor(() => navigator.serviceWorker.ready.then(() => true), { timeoutMs: 30_000 });
  await page.waitFor(() => navigator.serviceWorker.controller !== null);
  const worker = join(folder, "service-worker.js");
  const text = readFileSync(worker, "utf8");
  const glossary = join(folder, "glossary.html");
  const before = readFileSync(glossary, "utf8");
  writeFileSync(worker, text.replace(/daxlab-[0-9a-f]+/, "daxlab-0000000000000000"));
  writeFileSync(glossary, before.replace("<h1>Glossary</h1>", "<h1>Glossary, second edition</h1>"));
  try {
    await page.evaluate(() => navigator.serviceWorker.ready.then((it) => it.update()).then(() => null));
    await page.waitFor(".new-version", { timeoutMs: 30_000 });
    await page.reload();
    expect(await page.text("h1")).toBe("Glossary");
    await page.waitFor(".new-version", { timeoutMs: 30_000 });
    await page.click(".new-version button");
    await page.waitFor(() => document.querySelector("h1")?.textContent === "Glossary, second edition", {
      timeoutMs: 30_000,
    });
  } finally {
    writeFileSync(worker, text);
    writeFileSync(glossary, before);
  }
});
