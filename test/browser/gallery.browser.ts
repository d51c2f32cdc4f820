/** The gallery of embeds as somebody uses it: what its buttons copy is put into another site's page, and works there. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openLab } from "../support/lab.ts";
import { serveSite } from "../support/site.ts";

const LONG = { timeoutMs: 60_000 };
const KINDS = ["figure", "cells", "lesson", "element"] as const;

const folder = mkdtempSync(join(tmpdir(), "daxlab-gallery-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
/** Modules of another origin are read only with its permission. */
const headers = (path: string): Record<string, string> =>
  path.endsWith("dax-lab.js") ? { "Access-Control-Allow-Origin": "*" } : {};
const lab = await openLab({ base: "/lab/", headers });
const host = await serveSite({ folder });
afterAll(() => host.stop());

async function openGallery() {
  const page = await lab.open("embed-gallery.html");
  await page.waitFor(() => document.querySelectorAll("[data-action=copy-snippet]").length === 4, LONG);
  return page;
}

test.each(KINDS)("the lines for a %s, put into another page, are an embed that comes alive", async (kind) => {
  const gallery = await openGallery();
  const lines = await gallery.text(`[data-embed="${kind}"] pre`);
  expect(lines).toMatch(/engine="?=?[0-9a-f]{12}/);
  writeFileSync(
    join(folder, `${kind}.html`),
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Host</title><link rel="icon" href="data:,"><body>${lines}`,
  );
  const page = await lab.open(`${host.url}${kind}.html`);
  if (kind === "element") {
    await page.waitFor(
      () => (document.querySelector("dax-lab")?.shadowRoot?.querySelector("iframe")?.offsetHeight ?? 0) > 100,
      LONG,
    );
  } else {
    await page.frame("iframe").waitFor("html[data-live] article", LONG);
    expect(await page.frame("iframe").count(".engine-notice")).toBe(0);
  }
  expect(page.errors()).toEqual([]);
});

test("a button says that the lines are copied, or selects them where it may not copy", async () => {
  const page = await openGallery();
  await page.focus('[data-embed="figure"] [data-action=copy-snippet]');
  await page.press("Enter");
  const said = await page.waitFor(
    () => document.querySelector('[data-embed="figure"] [role=status]')?.textContent?.trim() || false,
    LONG,
  );
  const selected = await page.evaluate(() => getSelection()?.toString().includes("<iframe") ?? false);
  expect([said, selected]).toEqual(selected ? ["Selected; copy it with the keyboard.", true] : ["Copied.", false]);
});
