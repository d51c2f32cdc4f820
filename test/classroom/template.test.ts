/** The lesson that a new teacher copies: what it shows must be right, in the verifier and in the build. */
import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { openSite } from "../../notebooks/build/site.ts";
import { readLessonExercises } from "../../notebooks/exercises/course.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const TEMPLATE = join(ROOT, "notebooks/lessons/_template.html");
const NAME = "13-a-lesson-of-mine";
const folder = mkdtempSync(join(tmpdir(), "template-"));
afterAll(() => rmSync(folder, { recursive: true }));

const verify = (lessons: string): Promise<string> =>
  new Promise((done) => {
    const args = ["engine/cli/run.mjs", "notebooks/exercises/cli/verify.ts", "--lessons", lessons];
    execFile(process.execPath, args, { cwd: ROOT }, (_error, stdout, stderr) => done(stdout + stderr));
  });

describe("the lesson to copy", () => {
  test("has one exercise of each kind", () => {
    const { exercises } = readLessonExercises(NAME, readFileSync(TEMPLATE, "utf8"), null);
    expect(exercises.map((it) => it.exercise.kind).sort()).toEqual(["choice", "code", "order", "predict"]);
  });

  test("is verified without a finding when it is copied", async () => {
    const lessons = join(folder, "lessons");
    mkdirSync(lessons);
    copyFileSync(TEMPLATE, join(lessons, `${NAME}.html`));
    expect(await verify(lessons)).toBe("1 lessons, 4 exercises, 0 findings\n");
  });

  test("is built as a lesson of the course whose cells all answer, and is none before it is copied", async () => {
    const root = join(folder, "repository");
    mkdirSync(join(root, "notebooks/lessons"), { recursive: true });
    mkdirSync(join(root, "test"));
    copyFileSync(TEMPLATE, join(root, "notebooks/lessons", `${NAME}.html`));
    copyFileSync(TEMPLATE, join(root, "notebooks/lessons/_template.html"));
    copyFileSync(join(ROOT, "package.json"), join(root, "package.json"));
    symlinkSync(join(ROOT, "test/recordings"), join(root, "test/recordings"));
    const cage = { scriptSrc: [], workerSrc: [] };
    const site = await openSite({ root, site: undefined, cage, isStrict: true, courseKey: "autumn 26" });
    expect(site.lessons.map((it) => it.slug)).toEqual([NAME]);
    expect([...(site.lessons[0]?.ran.errors.values() ?? [])]).toEqual([]);
    const html = site.html(`lessons/${NAME}.html`) ?? "";
    expect(html.match(/data-exercise=/g)).toHaveLength(4);
    expect(html).toContain('"courseKey":"autumn 26"');
  });
});
