/**
 * Course packages of real lessons, as `npm run package` writes them, in a platform: a student solves an exercise, the
 * score arrives, and on another machine the answer is there again.
 */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { unzipSync } from "fflate";
import { afterAll, describe, expect, test } from "vitest";
import type { PackageKind } from "../../notebooks/lms/manifest.ts";
import { MOST_PACKAGE_BYTES } from "../../notebooks/lms/pack.ts";
import { answer, runProgram } from "../support/classroom.ts";
import { openLab } from "../support/lab.ts";
import type { Page, Scope } from "../support/page.ts";
import { serveRecordStore } from "../support/record-store.ts";
import { DIST, ROOT } from "../support/site.ts";

const SLOW_MS = 120_000;
const LONG = { timeoutMs: 60_000 };
const LESSON = "01-a-page-goes-bad";
/** Right for Bob and Cyd, so 3 of the exercise's 4 points, of 7 in the lesson. */
const ANSWER = 'home.spawn("ann", "late").spawn("bob", "early").spawn("cyd", "default")';
const SCORE = "3 of 7 points";
const RATIO = 3 / 7;

const folder = mkdtempSync(join(tmpdir(), "daxlab-real-package-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Makes the package, and unpacks it as a platform does. */
async function unpack(kind: PackageKind): Promise<number> {
  const zip = join(folder, `${kind}.zip`);
  const done = await runProgram("notebooks/lms/cli/package.ts", [kind, LESSON, "--from", DIST, "--out", zip]);
  expect(done.status, done.stderr).toBe(0);
  const bytes = readFileSync(zip);
  for (const [path, data] of Object.entries(unzipSync(new Uint8Array(bytes)))) {
    const file = join(folder, kind, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, data);
  }
  return bytes.length;
}

const APIS = { scorm12: ["Scorm12API", "API"], scorm2004: ["Scorm2004API", "API_1484_11"] } as const;

/** A platform's page; what it kept of an earlier session comes with its address. */
const platformPage = (kind: "scorm12" | "scorm2004") => `<!doctype html><html lang="en"><title>Platform</title>
<link rel="icon" href="data:,"><script src="scorm-again.js"></script><script>
const api = new ${APIS[kind][0]}({ autocommit: false, logLevel: 5 });
const kept = new URLSearchParams(location.search).get("kept");
if (kept) api.loadFromFlattenedJSON(JSON.parse(kept));
window.${APIS[kind][1]} = api;
</script><iframe id="sco" title="course" src="${kind}/index.html" style="width:100%;height:90vh"></iframe>`;

copyFileSync(join(ROOT, "node_modules/scorm-again/dist/scorm-again.min.js"), join(folder, "scorm-again.js"));
const lab = await openLab({ folder });

async function solve(page: Page, frame: Scope): Promise<void> {
  await frame.waitFor("#connection[data-state=connected]", LONG);
  await answer(page, frame.frame("#lesson"), "tell-bob", ANSWER);
  await frame.waitFor(() => document.querySelector("#score")?.textContent !== "0 of 7 points", LONG);
  expect(await frame.text("#score")).toBe(SCORE);
  await frame.click("#send");
  await frame.waitFor("#connection[data-state=saved]", LONG);
}

/** The score, and the answer in its place in the lesson. */
async function expectResumed(frame: Scope): Promise<void> {
  await frame.waitFor((score: string) => document.querySelector("#score")?.textContent === score, LONG, SCORE);
  const lesson = frame.frame("#lesson");
  await lesson.waitFor("html[data-live]", LONG);
  await lesson.evaluate(() => document.querySelector('[data-exercise="tell-bob"]')?.scrollIntoView());
  await lesson.waitFor(
    (text: string) =>
      document.querySelector<HTMLTextAreaElement>('[data-exercise="tell-bob"] .code-plain')?.value === text,
    LONG,
    ANSWER,
  );
}

describe.each(["scorm12", "scorm2004"] as const)("%s", (kind) => {
  const value = (page: Page, name: string) =>
    page.evaluate(
      (api: string, get: string, it: string) =>
        (window as unknown as Record<string, Record<string, (name: string) => string>>)[api]?.[get]?.(it) ?? "",
      APIS[kind][1],
      kind === "scorm12" ? "LMSGetValue" : "GetValue",
      name,
    );

  test(
    "an exercise solved in the lesson arrives as a score, and is there on another machine",
    async () => {
      expect(await unpack(kind)).toBeLessThanOrEqual(MOST_PACKAGE_BYTES);
      writeFileSync(join(folder, `${kind}.html`), platformPage(kind));
      const page = await lab.open(`${kind}.html`);
      await solve(page, page.frame("#sco"));
      const [name, whole] =
        kind === "scorm12" ? (["cmi.core.score.raw", 100] as const) : (["cmi.score.scaled", 1] as const);
      expect(Number(await value(page, name)) / whole).toBeCloseTo(RATIO, 3);
      const kept = JSON.stringify({ "cmi.suspend_data": await value(page, "cmi.suspend_data") });
      expect(page.errors()).toEqual([]);
      expect(await page.foreignRequests()).toEqual([]);
      const other = await lab.open(`${kind}.html?kept=${encodeURIComponent(kept)}`);
      await expectResumed(other.frame("#sco"));
    },
    SLOW_MS,
  );
});

describe("cmi5", () => {
  test(
    "an exercise solved in the lesson arrives at the record store, and is there on another machine",
    async () => {
      expect(await unpack("cmi5")).toBeLessThanOrEqual(MOST_PACKAGE_BYTES);
      const store = await serveRecordStore(new URL(lab.site.url).origin);
      const launch = (registration: string) =>
        `cmi5/index.html?${new URLSearchParams({
          endpoint: store.endpoint,
          fetch: store.tokenUrl(registration),
          actor: JSON.stringify({ objectType: "Agent", account: { homePage: "https://example.org", name: "s1" } }),
          registration,
          activityId: "https://example.org/course/1",
        })}`;
      try {
        const page = await lab.open(launch("r1"));
        await solve(page, page);
        expect(store.verbs()).toEqual(["initialized"]);
        expect(store.problems).toEqual([]);
        const other = await lab.open(launch("r1"));
        await expectResumed(other);
        // Each launch has a token of its own; the store, which knows one launch, counts two.
        expect(store.problems).toEqual(["the token was fetched twice"]);
      } finally {
        await store.close();
      }
    },
    SLOW_MS,
  );
});
