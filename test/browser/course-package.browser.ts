/**
 * Course packages in a real browser: SCORM 1.2 and 2004 against scorm-again as the platform, cmi5 against a small
 * record store. The lesson page stands for the real one: it sends progress as a lesson does.
 */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { afterAll, describe, expect, test } from "vitest";
import { shellScript } from "../../notebooks/lms/cli/shell-script.ts";
import type { PackageKind } from "../../notebooks/lms/manifest.ts";
import { packageFiles } from "../../notebooks/lms/pack.ts";
import { SUSPEND_LIMIT } from "../../notebooks/lms/suspend.ts";
import { openLab } from "../support/lab.ts";
import type { Page } from "../support/page.ts";
import { type RecordStore, serveRecordStore } from "../support/record-store.ts";
import { ROOT } from "../support/site.ts";

const manifest = {
  course: "daxlab@0.0.0+test",
  title: "Holders & <friends>",
  passPercent: 50,
  lessons: [
    { slug: "01-a", title: "A", page: "site/a.html", exercises: [{ id: "one", possible: 3 }] },
    { slug: "02-b", title: "B", page: "site/b.html", exercises: [{ id: "two", possible: 1 }] },
  ],
};

/** A lesson page: `solve(key, earned, possible)` is what a check does on the real page. */
const LESSON = `
import { emptyProgress } from ${JSON.stringify(join(ROOT, "notebooks/exercises/progress.ts"))};
import { linkToFrame } from ${JSON.stringify(join(ROOT, "notebooks/lms/link.ts"))};
let progress = emptyProgress(new Date(0));
const show = () => { document.querySelector("output").textContent = JSON.stringify(progress.done); };
const link = linkToFrame(window, () => progress, (it) => { progress = it; show(); });
window.solve = (key, earned, possible, answer) => {
  const done = { version: 1, answer, attempts: 1, hintsUsed: 0, revealed: false, solved: true, best: { earned, possible }, at: Date.now() };
  const lesson = key.split("/")[0];
  progress = { ...progress, done: { ...progress.done, [key]: done }, read: [...progress.read, lesson], last: { lesson, cell: "" } };
  show();
  link.send(progress, false);
};
show();`;

/** The platform: keeps what it was given under one key, so that another "machine" can be told of it. */
const platformPage = (kind: PackageKind, change: string) => `<!doctype html><html lang="en"><title>Platform</title>
<link rel="icon" href="data:,"><script src="scorm-again.js"></script>
<script>
const api = new ${kind === "scorm12" ? "Scorm12API" : "Scorm2004API"}({ autocommit: false, logLevel: 5 });
const kept = new URLSearchParams(location.search).get("kept");
if (kept) api.loadFromFlattenedJSON(JSON.parse(kept));
window.${kind === "scorm12" ? "API" : "API_1484_11"} = api;
window.commits = 0;
api.on(${kind === "scorm12" ? '"LMSCommit"' : '"Commit"'}, () => { window.commits++; });
${change}
</script><iframe id="sco" title="course" src="${kind}/index.html" style="width:100%;height:80vh"></iframe>`;

const folder = mkdtempSync(join(tmpdir(), "daxlab-package-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const write = (path: string, data: string | Uint8Array) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), data);
};

const bundled = await build({
  stdin: { contents: LESSON, resolveDir: ROOT, loader: "ts" },
  bundle: true,
  write: false,
  format: "iife",
});
const lesson = `<!doctype html><html lang="en"><title>L</title><output></output><script>${bundled.outputFiles[0]?.text}</script>`;
const site = new Map(["a.html", "b.html"].map((it) => [it, new TextEncoder().encode(lesson)] as const));
const script = await shellScript();
for (const kind of ["scorm12", "scorm2004", "cmi5"] as const) {
  for (const [path, bytes] of packageFiles(kind, manifest, site, script)) write(`${kind}/${path}`, bytes);
  if (kind === "cmi5") continue;
  write(`${kind}.html`, platformPage(kind, ""));
}
write(
  "nonsense.html",
  platformPage(
    "scorm12",
    `
  for (const name of ["LMSGetValue", "LMSGetLastError"]) window.API[name] = () => "{{{" + "x".repeat(70000);
  window.API.LMSSetValue = () => { throw new Error("no"); };
  window.API.LMSCommit = () => ({}); window.API.LMSInitialize = () => "true";`,
  ),
);
write(
  "nonsense-2004.html",
  platformPage(
    "scorm2004",
    `
  for (const name of ["GetValue", "GetLastError"]) window.API_1484_11[name] = () => "{{{" + "x".repeat(70000);
  window.API_1484_11.SetValue = () => { throw new Error("no"); };
  window.API_1484_11.Commit = () => ({}); window.API_1484_11.Initialize = () => "true";`,
  ),
);
write("refusing.html", platformPage("scorm12", `window.API.LMSInitialize = () => undefined;`));
copyFileSync(join(ROOT, "node_modules/scorm-again/dist/scorm-again.min.js"), join(folder, "scorm-again.js"));

const lab = await openLab({ folder });

const sco = (page: Page) => page.frame("#sco");
const lessonOf = (page: Page) => sco(page).frame("#lesson");
const state = (page: Page) => sco(page).attribute("#connection", "data-state");

async function solve(page: Page, key: string, earned: number, possible: number, answer = "a"): Promise<void> {
  await lessonOf(page).waitFor("output");
  await lessonOf(page).evaluate(
    (...args: [string, number, number, string]) =>
      (window as unknown as { solve(...a: unknown[]): void }).solve(...args),
    key,
    earned,
    possible,
    answer,
  );
}

type Scorm = { LMSGetValue(name: string): string; GetValue(name: string): string };
const value12 = (page: Page, name: string) =>
  page.evaluate((it: string) => (window as unknown as { API: Scorm }).API.LMSGetValue(it), name);
const value2004 = (page: Page, name: string) =>
  page.evaluate((it: string) => (window as unknown as { API_1484_11: Scorm }).API_1484_11.GetValue(it), name);
const saveNow = async (page: Page) => {
  await sco(page).click("#send");
  await sco(page).waitFor("#connection[data-state=saved]");
};

describe("SCORM 1.2 against scorm-again", () => {
  test("a session is begun with exit suspend, and says that it is connected", async () => {
    const page = await lab.open("scorm12.html");
    await sco(page).waitFor("#connection[data-state=connected]");
    expect(await value12(page, "cmi.core.lesson_status")).toBe("incomplete");
    const exit = await page.evaluate(() => {
      const it = window as unknown as { API: { cmi: { toJSON(): { core: { exit: string } } } } };
      return JSON.stringify(it.API.cmi.toJSON());
    });
    expect(exit).toContain('"suspend"');
  });

  test("points and completion arrive, and the package never says passed before all lessons are done", async () => {
    const page = await lab.open("scorm12.html");
    await solve(page, "01-a/one", 3, 3);
    await saveNow(page);
    expect(await value12(page, "cmi.core.lesson_status")).toBe("incomplete");
    expect(Number(await value12(page, "cmi.core.score.raw"))).toBe(75);
    await solve(page, "02-b/two", 0, 1);
    await saveNow(page);
    expect(await value12(page, "cmi.core.lesson_status")).toBe("passed");
    expect(await value12(page, "cmi.core.lesson_location")).toBe("02-b");
  });

  test("work is resumed on another machine, answers included", async () => {
    const page = await lab.open("scorm12.html");
    await solve(page, "01-a/one", 2, 3, "m.fail('pmem0', 0)");
    await saveNow(page);
    const suspend = await value12(page, "cmi.suspend_data");
    expect(suspend.length).toBeLessThanOrEqual(SUSPEND_LIMIT);
    const kept = JSON.stringify({ "cmi.suspend_data": suspend, "cmi.core.lesson_location": "01-a" });
    const other = await lab.open(`scorm12.html?kept=${encodeURIComponent(kept)}`);
    await lessonOf(other).waitFor(() => document.querySelector("output")?.textContent?.includes("m.fail('pmem0', 0)"));
    expect(await sco(other).text("#score")).toBe("2 of 4 points");
  });

  test("of much work, what was answered last comes back; the platform is never given more than 4,096 characters", async () => {
    const page = await lab.open("scorm12.html");
    // Random letters do not become shorter when they are packed.
    const long = Array.from({ length: 1500 }, () => Math.random().toString(36).slice(2, 6)).join("");
    await solve(page, "01-a/one", 3, 3, long);
    await solve(page, "02-b/two", 1, 1, "m.fail('pmem0', 4096)");
    await saveNow(page);
    const suspend = await value12(page, "cmi.suspend_data");
    expect(suspend.length).toBeLessThanOrEqual(SUSPEND_LIMIT);
    const kept = JSON.stringify({ "cmi.suspend_data": suspend });
    const other = await lab.open(`scorm12.html?kept=${encodeURIComponent(kept)}`);
    await lessonOf(other).waitFor(() => document.querySelector("output")?.textContent?.includes("'pmem0', 4096"));
    expect(await sco(other).text("#score")).toBe("4 of 4 points");
  });

  test("many changes are one commit", async () => {
    const page = await lab.open("scorm12.html");
    await sco(page).waitFor("#connection[data-state=connected]");
    const before = await page.evaluate(() => (window as unknown as { commits: number }).commits);
    for (let n = 0; n < 5; n++) await solve(page, "01-a/one", n % 3, 3);
    await saveNow(page);
    const after = await page.evaluate(() => (window as unknown as { commits: number }).commits);
    expect(after - before).toBeGreaterThanOrEqual(1);
    expect(after - before).toBeLessThanOrEqual(2);
  });

  test("a lost connection is shown, work goes on, and is sent when the platform is back", async () => {
    const page = await lab.open("scorm12.html");
    await sco(page).waitFor("#connection[data-state=connected]");
    await page.evaluate(() => {
      const it = window as unknown as { API: Record<string, unknown>; real: unknown };
      it.real = it.API.LMSCommit;
      it.API.LMSCommit = () => "false";
    });
    await solve(page, "01-a/one", 3, 3);
    await sco(page).click("#send");
    await sco(page).waitFor("#connection[data-state=lost]");
    expect(await sco(page).text("#score")).toBe("3 of 4 points");
    await page.evaluate(() => {
      const it = window as unknown as { API: Record<string, unknown>; real: unknown };
      it.API.LMSCommit = it.real;
    });
    await saveNow(page);
    expect(Number(await value12(page, "cmi.core.score.raw"))).toBe(75);
  });

  test("a platform that answers nonsense breaks nothing, and the page says so", async () => {
    const page = await lab.open("nonsense.html");
    await solve(page, "01-a/one", 3, 3);
    await sco(page).click("#send");
    await sco(page).waitFor("#connection[data-state=lost]");
    expect(await sco(page).text("#score")).toBe("3 of 4 points");
  });

  test("a platform that refuses to begin leaves the course usable, not connected", async () => {
    const page = await lab.open("refusing.html");
    await solve(page, "01-a/one", 3, 3);
    expect(await state(page)).toBe("none");
    expect(await sco(page).text("#score")).toBe("3 of 4 points");
  });
});

describe("SCORM 2004 against scorm-again", () => {
  test("completion and success are separate, and progress is measured", async () => {
    const page = await lab.open("scorm2004.html");
    await solve(page, "01-a/one", 1, 3);
    await saveNow(page);
    expect(await value2004(page, "cmi.completion_status")).toBe("incomplete");
    expect(await value2004(page, "cmi.success_status")).toBe("unknown");
    expect(Number(await value2004(page, "cmi.progress_measure"))).toBe(0.5);
    await solve(page, "02-b/two", 0, 1);
    await saveNow(page);
    expect(await value2004(page, "cmi.completion_status")).toBe("completed");
    expect(await value2004(page, "cmi.success_status")).toBe("failed");
    expect(Number(await value2004(page, "cmi.score.scaled"))).toBe(0.25);
  });

  test("work is resumed on another machine; a lost connection is shown, and what was done meanwhile arrives", async () => {
    const page = await lab.open("scorm2004.html");
    await sco(page).waitFor("#connection[data-state=connected]");
    await page.evaluate(() => {
      const it = window as unknown as { API_1484_11: Record<string, unknown>; real: unknown };
      it.real = it.API_1484_11.Commit;
      it.API_1484_11.Commit = () => "false";
    });
    await solve(page, "01-a/one", 2, 3, "m.fail('pmem0', 0)");
    await sco(page).click("#send");
    await sco(page).waitFor("#connection[data-state=lost]");
    await page.evaluate(() => {
      const it = window as unknown as { API_1484_11: Record<string, unknown>; real: unknown };
      it.API_1484_11.Commit = it.real;
    });
    await saveNow(page);
    const kept = JSON.stringify({ "cmi.suspend_data": await value2004(page, "cmi.suspend_data") });
    const other = await lab.open(`scorm2004.html?kept=${encodeURIComponent(kept)}`);
    await lessonOf(other).waitFor(() => document.querySelector("output")?.textContent?.includes("m.fail('pmem0', 0)"));
    expect(await sco(other).text("#score")).toBe("2 of 4 points");
  });

  test("a platform that answers nonsense breaks nothing, and the page says so", async () => {
    const page = await lab.open("nonsense-2004.html");
    await solve(page, "01-a/one", 3, 3);
    await sco(page).click("#send");
    await sco(page).waitFor("#connection[data-state=lost]");
    expect(await sco(page).text("#score")).toBe("3 of 4 points");
  });

  test("the course opened outside a platform says that it is on its own", async () => {
    const page = await lab.open("scorm2004/index.html");
    await page.waitFor("#connection[data-state=none]");
    expect(await page.text("#connection")).toContain("Not connected");
    await page.frame("#lesson").waitFor("output");
  });
});

describe("cmi5 against a record store", () => {
  const launch = (store: RecordStore, registration: string) =>
    `cmi5/index.html?${new URLSearchParams({
      endpoint: store.endpoint,
      fetch: store.tokenUrl(registration),
      actor: JSON.stringify({ objectType: "Agent", account: { homePage: "https://example.org", name: "s1" } }),
      registration,
      activityId: "https://example.org/course/1",
    })}`;

  test("the store hears initialized, completed, passed, each once, and gives the state back", async () => {
    const store = await serveRecordStore(new URL(lab.site.url).origin);
    try {
      const page = await lab.open(launch(store, "r1"));
      await page.waitFor("#connection[data-state=connected]");
      const inner = page.frame("#lesson");
      await inner.waitFor("output");
      for (const [key, points] of [
        ["01-a/one", 3],
        ["02-b/two", 1],
      ] as const) {
        await inner.evaluate(
          (it: string, n: number) => (window as unknown as { solve(...a: unknown[]): void }).solve(it, n, n, "x"),
          key,
          points,
        );
      }
      await page.click("#send");
      await page.waitFor("#connection[data-state=saved]");
      await page.reload();
      await page.waitFor("#connection[data-state=connected]");
      expect(await page.text("#score")).toBe("4 of 4 points");
      expect(store.verbs()).toEqual(["initialized", "completed", "passed"]);
      expect(store.tokensGiven).toBe(1);
      expect(store.problems).toEqual([]);
    } finally {
      await store.close();
    }
  });

  test("work is resumed on another machine, with a launch of its own", async () => {
    const store = await serveRecordStore(new URL(lab.site.url).origin);
    try {
      const page = await lab.open(launch(store, "r3"));
      await page.waitFor("#connection[data-state=connected]");
      const inner = page.frame("#lesson");
      await inner.waitFor("output");
      await inner.evaluate(() =>
        (window as unknown as { solve(...a: unknown[]): void }).solve("01-a/one", 2, 3, "m.fail('pmem0', 0)"),
      );
      await page.click("#send");
      await page.waitFor("#connection[data-state=saved]");
      const other = await lab.open(launch(store, "r3"));
      await other.waitFor("#connection[data-state=connected]");
      await other
        .frame("#lesson")
        .waitFor(() => document.querySelector("output")?.textContent?.includes("m.fail('pmem0', 0)"));
      expect(await other.text("#score")).toBe("2 of 4 points");
    } finally {
      await store.close();
    }
  });

  test("a store that answers nonsense breaks nothing, and the page says so", async () => {
    const store = await serveRecordStore(new URL(lab.site.url).origin, { nonsense: true });
    try {
      const page = await lab.open(launch(store, "r4"));
      const inner = page.frame("#lesson");
      await inner.waitFor("output");
      await inner.evaluate(() => (window as unknown as { solve(...a: unknown[]): void }).solve("01-a/one", 3, 3, "x"));
      await page.click("#send");
      await page.waitFor("#connection[data-state=lost], #connection[data-state=none]");
      expect(await page.text("#score")).toBe("3 of 4 points");
    } finally {
      await store.close();
    }
  });

  test("a store that is gone is shown as lost", async () => {
    const store = await serveRecordStore(new URL(lab.site.url).origin);
    const page = await lab.open(launch(store, "r2"));
    await page.waitFor("#connection[data-state=connected]");
    await store.close();
    await page.click("#send");
    await page.waitFor("#connection[data-state=lost]");
  });
});
