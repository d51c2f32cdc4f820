/** Links and embeds that name an engine: they run on its release, or the page says why not. */
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readReleases, writeRelease } from "../../notebooks/embed/cli/releases.ts";
import { newestRelease } from "../../notebooks/exercises/cli/engines.ts";
import { linkOf, openLink, type Shared } from "../../notebooks/page/share.ts";
import { buildCage, buildImporter } from "../../workers/build.mjs";
import { PROTOCOL } from "../../workers/page/protocol-version.ts";
import { axe } from "../support/axe.ts";
import { engine as browser, openLab } from "../support/lab.ts";
import type { Page, Scope } from "../support/page.ts";
import { DIST, serveSite } from "../support/site.ts";

const LONG = { timeoutMs: 60_000 };
const SLUG = "09-one-device-two-filesystems";
const LESSON = `lessons/${SLUG}.html`;

const folder = mkdtempSync(join(tmpdir(), "daxlab-releases-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
cpSync(DIST, folder, { recursive: true });

const newest = await newestRelease();

const { text: importer } = await buildImporter();

/** A release that answers otherwise than today's; `mark` makes its hash. */
async function release(mark: number, protocol = PROTOCOL): Promise<{ n: number; hash: string }> {
  const section = [0x00, 0x03, 0x01, 0x6f, mark];
  const engine = new Uint8Array([...newest.engine, ...section]);
  const hash = createHash("sha256").update(engine).digest("hex");
  const { worker } = await buildCage({ wasm: engine, entry: "test/support/fixtures/older.worker.ts" });
  return writeRelease(join(folder, "v"), { ...newest, engine, hash }, { hash, protocol, worker, importer });
}
const older = await release(1);
const foreign = await release(2, PROTOCOL + 1);
/** What the built site says that it runs on. */
const own = /"engine":"([0-9a-f]{64})"/.exec(readFileSync(join(folder, LESSON), "utf8"))?.[1] ?? "";
const short = (hash: string): string => hash.slice(0, 12);

const lab = await openLab({ folder, base: "/course/" });

const shared = (engine?: string): Shared => ({
  v: 1,
  nb: SLUG,
  hash: "",
  cells: { "wrong-door": "const wrongDoor = hex(0xabc)" },
  ...(engine ? { engine } : {}),
});

async function open(address: string): Promise<Page> {
  const page = await lab.open(address);
  await page.waitFor("html[data-live]", LONG);
  return page;
}

async function takeOver(page: Page): Promise<string> {
  await page.waitFor("[data-action=link-run]", LONG);
  await page.focus("[data-action=link-run]");
  await page.press("Enter");
  const output = 'section[data-cell="wrong-door"] .output';
  await page.waitFor('section[data-cell="wrong-door"][data-state="ok"][data-edited]', LONG);
  return page.text(output);
}

describe("a link", () => {
  test("of another release runs on that release, and the page says so", async () => {
    const page = await open(`${LESSON}#${await linkOf(shared(short(older.hash)))}`);
    await page.waitFor('.engine-notice[data-engine="runs"]', LONG);
    expect(await page.text(".engine-notice")).toContain(`release ${older.n} of the engine; the page runs on it`);
    expect(await takeOver(page)).toContain("0X0000_0ABC");
    expect(await page.attribute("[data-boundary]", "data-boundary")).toBe("frame");
    expect(await axe(page, ".engine-notice")).toEqual([]);
    expect(page.errors()).toEqual([]);
  });

  test("leads back to the current engine when the reader says so", async () => {
    const page = await open(`${LESSON}#${await linkOf(shared(short(older.hash)))}`);
    await page.waitFor("[data-action=engine-current]", LONG);
    await page.click("[data-action=engine-current]");
    await page.waitFor(() => location.search === "?engine=current", LONG);
    await page.waitFor("html[data-live]", LONG);
    expect(await takeOver(page)).toContain("0x0000_0abc");
    expect(await page.count(".engine-notice")).toBe(0);
  });

  test("made on a release names that release again", async () => {
    const page = await open(`${LESSON}?engine=${short(older.hash)}`);
    await page.waitFor('.engine-notice[data-engine="runs"]', LONG);
    await page.waitFor(`[data-open="share"]`, LONG);
    await page.focus(`[data-open="share"]`);
    await page.press("Enter");
    await page.waitFor(() => document.querySelector<HTMLInputElement>("[data-link]")?.value, LONG);
    const plain = await page.evaluate(() => document.querySelector<HTMLInputElement>("[data-link]")?.value ?? "");
    expect(plain).toContain(LESSON);
    expect(new URL(plain).search).toBe(`?engine=${short(older.hash)}`);
    await page.press("Escape");
    const section = 'section[data-cell="wrong-door"]';
    await page.click(`${section} pre.code`);
    await page.waitFor(`${section} .cm-focused`, LONG);
    await page.type("/* mine */ ");
    await page.focus(`[data-open="share"]`);
    await page.press("Enter");
    const link = await page.waitFor(() => {
      const { value = "" } = document.querySelector<HTMLInputElement>("[data-link]") ?? {};
      return value.includes("#v1.") && value;
    }, LONG);
    const opened = await openLink(new URL(String(link)).hash);
    expect(opened).toMatchObject({ kind: "shared", shared: { engine: short(older.hash) } });
  });

  test.each([
    ["of no release", "0123456789ab", "unknown", "not among the releases"],
    [
      "of a release without a worker for pages",
      short(readReleases(join(folder, "v")).releases[0]?.hash ?? ""),
      "graded",
      "grader only",
    ],
    ["of a release that speaks otherwise", short(foreign.hash), "other", "cannot run"],
  ])("%s runs on the current engine, and a word says why", async (_name, engine, kind, words) => {
    const page = await open(`${LESSON}#${await linkOf(shared(engine))}`);
    await page.waitFor(`.engine-notice[data-engine="${kind}"]`, LONG);
    expect(await page.text(".engine-notice")).toContain(words);
    expect(await takeOver(page)).toContain("0x0000_0abc");
  });

  test("without a hash, and one of the page's own engine, ask for no release", async () => {
    for (const engine of [undefined, short(own)]) {
      const before = lab.site.requested.length;
      const page = await open(`${LESSON}#${await linkOf(shared(engine))}`);
      expect(await takeOver(page)).toContain("0x0000_0abc");
      expect(await page.count(".engine-notice")).toBe(0);
      expect(lab.site.requested.slice(before).filter((it) => /\/v\//.test(it))).toEqual([]);
    }
  });

  test("to a step plays it on the release", async () => {
    const page = await open(`${LESSON}#cell=wrong-door&step=3&engine=${short(older.hash)}`);
    await page.waitFor('.engine-notice[data-engine="runs"]', LONG);
    await page.waitFor(".time-panel", LONG);
  });
});

test("a release that cannot be fetched is said to be so", async () => {
  const path = join(folder, `v/${older.n}/cage.js`);
  const text = readFileSync(path, "utf8");
  rmSync(path);
  try {
    const page = await open(`${LESSON}?engine=${short(older.hash)}`);
    await page.waitFor('.engine-notice[data-engine="unreachable"]', LONG);
  } finally {
    writeFileSync(path, text);
  }
});

describe("an embed", () => {
  async function openEmbed(engine: string, sandbox: string): Promise<Scope> {
    const page = await lab.open("404.html");
    await page.evaluate(
      (src: string, rules: string) => {
        const frame = document.createElement("iframe");
        frame.setAttribute("sandbox", rules);
        frame.src = src;
        document.body.replaceChildren(frame);
      },
      `${lab.site.url}embed.html#lesson=${SLUG}&cells=merged..wrong-door&engine=${engine}`,
      sandbox,
    );
    const frame = page.frame("iframe");
    await frame.waitFor("html[data-live]", LONG);
    return frame;
  }

  test.each([["allow-scripts"], ["allow-scripts allow-same-origin"]])(
    "in sandbox=%j runs on the release of its address",
    async (sandbox) => {
      const frame = await openEmbed(short(older.hash), sandbox);
      await frame.waitFor('.engine-notice[data-engine="runs"]', LONG);
      expect(await frame.count("[data-action=engine-current]")).toBe(0);
      await frame.evaluate(() =>
        document.querySelector<HTMLElement>('section[data-cell="wrong-door"] [data-action=run]')?.click(),
      );
      await frame.waitFor('section[data-cell="wrong-door"][data-state="ok"]', LONG);
      const full = await frame.evaluate(
        () => document.querySelector<HTMLAnchorElement>("[data-action=open-full]")?.search,
      );
      expect(full).toBe(`?engine=${short(older.hash)}`);
    },
  );

  test("of a hash that is nowhere says so and runs", async () => {
    const frame = await openEmbed("0123456789ab", "allow-scripts");
    await frame.waitFor('.engine-notice[data-engine="unknown"]', LONG);
  });
});

// WebKitGTK's driver starts each session without the storage that service workers need.
test.runIf(browser !== "webkit")("a release that was used once is there without a network", async () => {
  const site = await serveSite({ folder, base: "/course/" });
  const page = await lab.open("index.html", { site });
  await page.waitFor("html[data-live]", LONG);
  await page.waitFor(() => navigator.serviceWorker.ready.then(() => true), LONG);
  await page.waitFor(() => navigator.serviceWorker.controller !== null, LONG);
  await page.goto(`${LESSON}?engine=${short(older.hash)}`);
  await page.waitFor('.engine-notice[data-engine="runs"]', LONG);
  await site.stop();
  await page.goto(`${LESSON}?engine=${short(older.hash)}`);
  await page.waitFor('.engine-notice[data-engine="runs"]', LONG);
});
