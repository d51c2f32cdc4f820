/** What a reader has to fetch, in bytes as a server sends them (gzip), and which parts come only when they are needed. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { openLab } from "../support/lab.ts";
import type { Page } from "../support/page.ts";
import { DIST } from "../support/site.ts";

const LESSON = "lessons/09-one-device-two-filesystems.html";
/** The page sets it; see notebooks/page/opening.ts. */
const ANSWER_MARK = "daxlab:answer";
const KB = 1000;

interface Entry {
  file: string;
  name?: string;
  imports?: string[];
  dynamicImports?: string[];
}
const manifest = JSON.parse(readFileSync(join(DIST, ".vite/manifest.json"), "utf8")) as Record<string, Entry>;

/** Key of the one chunk that is called so. */
function nameOf(name: string): string {
  const keys = Object.keys(manifest).filter((it) => manifest[it]?.name === name);
  if (keys.length !== 1) throw new Error(`${keys.length} chunks are called ${name}`);
  return keys[0] ?? "";
}

const gzipBytes = (file: string): number => gzipSync(readFileSync(join(DIST, file)), { level: 9 }).length;
const sum = (files: Iterable<string>): number => [...files].reduce((all, it) => all + gzipBytes(it), 0);

/** Files that come with an entry of the manifest, its static imports included. */
function filesOf(key: string, found = new Set<string>()): Set<string> {
  const entry = manifest[key];
  if (!entry || found.has(entry.file)) return found;
  found.add(entry.file);
  for (const it of entry.imports ?? []) filesOf(it, found);
  return found;
}

const lab = await openLab({ hasOfflineCopy: true });

/** Scripts that the page asked for before its first cell had answered, as files of dist/. */
async function beforeTheAnswer(page: Page): Promise<string[]> {
  const answered = (name: string) => performance.getEntriesByName(name)[0]?.startTime ?? null;
  const answeredMs = (await page.waitFor(answered, {}, ANSWER_MARK)) ?? 0;
  const asked = await page.evaluate(() =>
    performance.getEntriesByType("resource").map(({ name, startTime }) => ({ name, startTime })),
  );
  const files = asked
    .filter((it) => it.startTime <= answeredMs)
    .map((it) => decodeURIComponent(new URL(it.name).pathname.slice(1)));
  return [...new Set(files)].filter((it) => /\.(js|wasm)$/.test(it));
}

describe("gzip", () => {
  test("everything before the first answer is at most 80 kB", async () => {
    const page = await lab.open(LESSON);
    const before = await beforeTheAnswer(page);
    for (const part of ["cage", "engine"]) expect(before.some((it) => it.includes(`/${part}-`))).toBe(true);
    const rows = before.map((it) => `${gzipBytes(it)} ${it}`);
    expect(sum(before), rows.join("\n")).toBeLessThanOrEqual(80 * KB);
  });

  const chunks: [string, string, number, string[]][] = [
    ["the editor with completion and lint", "page/editor.ts", 160, []],
    ["the difference view, beside the editor", "page/differ.ts", 10, ["page/editor.ts"]],
    ["what stands beside the lesson", "page/beside.ts", 5, []],
  ];
  const lessons = readdirSync(join(DIST, "lessons")).filter((it) => it.endsWith(".html"));
  test.each(lessons)("so is everything that %s names in its head", (lesson) => {
    const named = readFileSync(join(DIST, "lessons", lesson), "utf8").match(/assets\/[^"]+\.js/g) ?? [];
    expect(named.some((it) => it.includes("/engine-"))).toBe(true);
    expect(sum(new Set(named))).toBeLessThanOrEqual(80 * KB);
  });

  /** What a lesson's page has once it is live. */
  const live = ["lessons/09-one-device-two-filesystems.html", nameOf("main")];
  test.each(chunks)("%s (%s) adds at most what it may", (_name, key, limitKb, known) => {
    expect(Object.keys(manifest)).toContain(key);
    const first = new Set([...live, ...known].flatMap((it) => [...filesOf(it)]));
    const added = [...filesOf(key)].filter((it) => !first.has(it));
    expect(sum(added) / KB).toBeLessThanOrEqual(limitKb);
  });

  test("the styles are at most 16 kB, a lesson's page at most 40 kB", () => {
    const css = readFileSync(join(DIST, LESSON), "utf8").match(/assets\/[^"]+\.css/g) ?? [];
    expect(css.length).toBeGreaterThan(0);
    expect(sum(css) / KB).toBeLessThanOrEqual(16);
    expect(gzipBytes(LESSON) / KB).toBeLessThanOrEqual(40);
  });
});
