/**
 * The places of the matrix in notebooks/host.html that other files do not try: in each one a cell of a lesson runs to its
 * result, or what a reader gets instead is seen.
 */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { buildCage } from "../../workers/build.mjs";
import { pageSources } from "../../workers/policy.mjs";
import { engine, openLab } from "../support/lab.ts";
import type { Page, Scope } from "../support/page.ts";
import { DIST, serveSite } from "../support/site.ts";

const LONG = { timeoutMs: 60_000 };
const SLUG = "09-one-device-two-filesystems";
const LESSON = `lessons/${SLUG}.html`;
const EMBED = `embed.html#lesson=${SLUG}&cells=merged..wrong-door`;
const CELL = 'section[data-cell="wrong-door"]';

const copy = mkdtempSync(join(tmpdir(), "daxlab-places-"));
afterAll(() => rmSync(copy, { recursive: true, force: true }));
cpSync(DIST, copy, { recursive: true });
rmSync(join(copy, "service-worker.js"));
const host = mkdtempSync(join(tmpdir(), "daxlab-host-"));
afterAll(() => rmSync(host, { recursive: true, force: true }));

const lab = await openLab();
const others = await serveSite({ folder: host });
afterAll(() => others.stop());
/** By a name, which is another site than the number that the lab has. */
const thirdParty = others.url.replace("127.0.0.1", "localhost");

async function runsToAResult(scope: Scope): Promise<void> {
  await scope.waitFor("html[data-live]", LONG);
  await scope.waitFor(`${CELL} [data-action=run]`, LONG);
  await scope.evaluate((cell: string) => {
    document.querySelector(`${cell} .output`)?.replaceChildren();
    document.querySelector<HTMLElement>(`${cell} [data-action=run]`)?.click();
  }, CELL);
  await scope.waitFor(
    (cell: string) => document.querySelector(`${cell} .output`)?.textContent?.includes("told: nobody"),
    LONG,
    CELL,
  );
}

let frames = 0;
async function framed(src: string, attributes: string): Promise<{ page: Page; frame: Scope }> {
  const name = `host-${++frames}.html`;
  const frame = `<iframe src="${src}" title="Lab" width="900" height="600" ${attributes}></iframe>`;
  writeFileSync(
    join(host, name),
    `<!doctype html><html lang="en"><title>Host</title><link rel="icon" href="data:,">${frame}`,
  );
  const page = await lab.open(thirdParty + name);
  return { page, frame: page.frame("iframe") };
}

describe("a lesson's page", () => {
  test("at the top of a host", async () => {
    const page = await lab.open(LESSON);
    await runsToAResult(page);
    expect(page.errors()).toEqual([]);
  });

  test("under a path", async () => {
    const site = await serveSite({ base: "/some/path/" });
    await runsToAResult(await lab.open(LESSON, { site }));
    await site.stop();
  });

  test("of a server that sends a strict policy", async () => {
    const { scriptSrc, workerSrc } = pageSources((await buildCage()).frameHash);
    const policy = [
      "default-src 'self'",
      `script-src 'self' ${scriptSrc.join(" ")}`,
      `worker-src 'self' ${workerSrc.join(" ")}`,
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data: blob:",
    ].join("; ");
    const site = await serveSite({ headers: { "Content-Security-Policy": policy } });
    const page = await lab.open(LESSON, { site });
    await runsToAResult(page);
    expect(page.errors()).toEqual([]);
    await site.stop();
  });

  test("in a third party's frame, which may keep nothing", async () => {
    const { frame } = await framed(lab.site.url + LESSON, "");
    await runsToAResult(frame);
  });

  test("of a server without a service worker", async () => {
    const site = await serveSite({ folder: copy });
    const page = await lab.open(LESSON, { site });
    await runsToAResult(page);
    await site.stop();
  });

  test("in an opaque frame is what it is without scripts: modules are refused there, unlike the embed's script", async () => {
    const { frame } = await framed(lab.site.url + LESSON, 'sandbox="allow-scripts"');
    await frame.waitFor(`${CELL} .output`, LONG);
    expect(await frame.text(`${CELL} .output`)).toContain("told: nobody");
    expect(await frame.count("html[data-live]")).toBe(0);
  });
});

describe("an embed", () => {
  test("from the disk, where it is a file beside others", async () => {
    const page = await lab.open(`${pathToFileURL(join(copy, "embed.html")).href}${EMBED.slice("embed.html".length)}`);
    await runsToAResult(page);
  });

  test("of a server without a service worker", async () => {
    const site = await serveSite({ folder: copy });
    await runsToAResult(await lab.open(EMBED, { site }));
    await site.stop();
  });
});

// WebKitGTK's driver starts each session without the storage that service workers need.
describe.runIf(engine !== "webkit")("without a network, after one visit", () => {
  async function visited(...paths: string[]): Promise<{ page: Page; site: Awaited<ReturnType<typeof serveSite>> }> {
    const site = await serveSite({ base: "/course/" });
    const page = await lab.open("index.html", { site });
    await page.waitFor(() => navigator.serviceWorker.ready.then(() => true), LONG);
    await page.waitFor(() => navigator.serviceWorker.controller !== null, LONG);
    for (const path of paths) {
      await page.goto(site.url + path);
      await page.waitFor("html[data-live]", LONG);
    }
    await site.stop();
    return { page, site };
  }

  test("a lesson that was never opened runs", async () => {
    const { page, site } = await visited();
    await page.goto(site.url + LESSON);
    await runsToAResult(page);
  });

  test("an embed that was seen runs", async () => {
    const { page, site } = await visited(EMBED);
    await page.goto(`${site.url}glossary.html`);
    await page.goto(site.url + EMBED);
    await runsToAResult(page);
  });
});
