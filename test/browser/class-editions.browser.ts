/**
 * Editions as a teacher builds them, in a browser: a lesson gets a hidden check and a sealed solution, the site is built
 * as `--edition student` and as `--edition teacher` from a copy of the sources.
 */
import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answer, shownFeedback, shownPoints } from "../support/classroom.ts";
import { openLab } from "../support/lab.ts";
import { ROOT } from "../support/site.ts";

const SLOW_MS = 600_000;
const LESSON = "01-a-page-goes-bad";
const EXERCISE = "tell-bob";
const SOURCES = [
  "engine",
  "workers",
  "notebooks",
  "public",
  "test",
  "package.json",
  "tsconfig.json",
  "vite.config.ts",
  "LICENSE",
];
/** Kept by the hash of what they are made of, and the same there: the reference of the package, the engine deflated. */
const KEPT = [".cache/api", ".cache/deflated"].filter((it) => existsSync(join(ROOT, it)));

/** Words that stand nowhere else; what is sealed, and what is hidden in the lesson itself. */
const SEALED = [
  "canary-sealed-solution",
  "canary-sealed-check",
  "canary-sealed-run",
  "canary-sealed-feedback",
] as const;
const HIDDEN = ["canary-hidden-check", "canary-hidden-run", "canary-hidden-feedback"] as const;
const RIGHT = 'home.spawn("ann", "early").spawn("bob", "early").spawn("cyd", "default")';

const folder = mkdtempSync(join(tmpdir(), "daxlab-editions-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Spec = Record<string, unknown> & { checks: unknown[]; wrong: unknown[] };

/** A repository whose first lesson seals its exercise; the open part of it is as it was. */
function prepare(): void {
  mkdirSync(join(folder, "site"));
  for (const name of [...SOURCES, ...KEPT]) cpSync(join(ROOT, name), join(folder, "site", name), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "site/node_modules"));
  const path = join(folder, "site/notebooks/lessons", `${LESSON}.html`);
  const sealedPath = join(folder, "site/notebooks/sealed");
  const [before = "", json = "", after = ""] = readFileSync(path, "utf8").split(
    /(?<=<script type="application\/json" id="daxlab">)|(?=<\/script>\s*$)/,
  );
  const block = JSON.parse(json) as { exercises: Record<string, Spec> };
  const spec = block.exercises[EXERCISE] as Spec;
  const check = (id: string, run: string) => ({
    ...{ id, points: 1, visible: false, message: { pass: `${id} passed`, fail: `${id} failed` } },
    run: `({ machine }) => "${run}" !== "" && machine !== null`,
  });
  const { solution } = spec;
  block.exercises[EXERCISE] = {
    ...spec,
    sealed: true,
    solution: null,
    checks: [...spec.checks, check(HIDDEN[0], HIDDEN[1])],
    wrong: [...spec.wrong, { answer: "1", expectCheck: HIDDEN[0], feedback: HIDDEN[2] }],
  };
  writeFileSync(path, `${before}\n${JSON.stringify(block, null, 2)}\n${after}`);
  mkdirSync(sealedPath, { recursive: true });
  const text = [solution].flat().join("\n");
  const sealed = {
    solution: `${text}\n// ${SEALED[0]}`,
    checks: [check(SEALED[1], SEALED[2])],
    wrong: [{ answer: "2", expectCheck: SEALED[1], feedback: SEALED[3] }],
  };
  writeFileSync(join(sealedPath, `${LESSON}.json`), JSON.stringify({ [EXERCISE]: sealed }));
}

async function build(edition: string): Promise<string> {
  const site = join(folder, "site");
  const command = [join(site, "notebooks/serve.mjs"), "--build", "--edition", edition];
  // Without what tells Vite's configuration that a test runs.
  const { VITEST: _, ...env } = process.env;
  await promisify(execFile)(process.execPath, command, { cwd: site, env, maxBuffer: 2 ** 24 });
  cpSync(join(site, "dist"), join(folder, edition), { recursive: true });
  return join(folder, edition);
}

/** Which of the words stand in some file, as they are or as JSON or HTML would write them. */
function found(site: string, words: readonly string[]): string[] {
  const hits = new Set<string>();
  for (const entry of readdirSync(site, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    for (const word of words) if (bytes.includes(word)) hits.add(word);
  }
  return words.filter((it) => hits.has(it));
}

const built: Record<string, string> = {};
const lab = await openLab({ folder });

beforeAll(async () => {
  prepare();
  for (const edition of ["student", "teacher"]) built[edition] = await build(edition);
}, SLOW_MS);

describe("the student edition", () => {
  test("has no hidden check and nothing sealed in any byte of its files", () => {
    const site = built.student ?? "";
    expect(found(site, [...SEALED, ...HIDDEN])).toEqual([]);
    // The search does find what is there.
    expect(found(site, [EXERCISE])).toEqual([EXERCISE]);
  });

  test(
    "checks what is visible, and opens no solution however often it is tried",
    async () => {
      const page = await lab.open(`student/lessons/${LESSON}.html`);
      for (let n = 0; n < 4; n++)
        await answer(page, page, EXERCISE, RIGHT.replace("early", n === 3 ? "early" : "late"));
      expect(await shownPoints(page, EXERCISE)).toBeGreaterThan(0);
      const text = await page.text(`section[data-exercise="${EXERCISE}"]`);
      for (const word of [...SEALED, ...HIDDEN]) expect(text).not.toContain(word);
      await page.goto("student/teach.html");
      expect(await page.text("main")).toContain("The key is in the teacher edition");
      expect(page.errors()).toEqual([]);
    },
    SLOW_MS,
  );
});

describe("the teacher edition", () => {
  test(
    "shows the key with what is sealed, and runs the hidden checks",
    async () => {
      expect(found(built.teacher ?? "", [SEALED[0], HIDDEN[1]])).toEqual([SEALED[0], HIDDEN[1]]);
      const page = await lab.open("teacher/teach.html");
      const key = await page.text("main");
      expect(key).toContain(SEALED[0]);
      for (const check of [SEALED[1], HIDDEN[0]]) expect(key).toContain(`(hidden) ${check} passed`);
      await page.goto(`teacher/lessons/${LESSON}.html`);
      await answer(page, page, EXERCISE, RIGHT);
      expect(await shownFeedback(page, EXERCISE)).toMatch(/hidden/i);
      expect(await page.text(`section[data-exercise="${EXERCISE}"]`)).toContain(SEALED[0]);
      expect(page.errors()).toEqual([]);
    },
    SLOW_MS,
  );
});
