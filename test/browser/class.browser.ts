/**
 * A class as a teacher runs it: three students work in the browser and hand in, the teacher grades the folder. What the
 * browser showed and what the command line gives are the same points.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { studentSeed } from "../../notebooks/exercises/variant.ts";
import {
  answer,
  type Given,
  nameStudent,
  openHandIn,
  runProgram,
  type Saved,
  saveHandIn,
  shownFeedback,
  shownPoints,
} from "../support/classroom.ts";
import { openLab } from "../support/lab.ts";

const SLOW_MS = 180_000;
const GRADE = "notebooks/exercises/cli/grade.ts";
const folder = mkdtempSync(join(tmpdir(), "class-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const lab = await openLab();

const FIRST = "01-a-page-goes-bad";
const FIFTH = "05-the-slot";

interface Student {
  name: string;
  id: string;
  answers: readonly (readonly [lesson: string, id: string, given: Given])[];
}

const bob = (policy: string) => `home.spawn("ann", "early").spawn("bob", "${policy}").spawn("cyd", "default")`;
const holder = (body: string) => `disk.holder("pmem0", { name: "ann", notifyFailure: ({ offBytes }) => ${body} })`;

const RIGHT: Student = {
  name: "Right, Rosa",
  id: "s1",
  answers: [
    [FIRST, "how-many-hear", { told: ["ann", "cyd"], errno: ["ok"] }],
    [FIRST, "tell-bob", bob("early")],
    [FIFTH, "who-holds", { holder: ["nobody"], dax: ["on"] }],
    [FIFTH, "find-the-bug", holder("offBytes >= 1048576 && offBytes < 395313152 ? 0 : -95")],
  ],
};
const WRONG: Student = {
  name: "=Wrong <b>Willi</b>",
  id: "s2",
  answers: [
    [FIRST, "how-many-hear", { told: ["ann", "bob", "cyd"], errno: ["ok"] }],
    [FIRST, "tell-bob", bob("default")],
    [FIFTH, "who-holds", { holder: ["ext4"], dax: ["on"] }],
    [FIFTH, "find-the-bug", holder("offBytes >= 1048576 && offBytes < 395313152 ? 0 : -6")],
  ],
};
const ENDLESS: Student = {
  name: "Endless, Edda",
  id: "s3",
  answers: [
    [FIRST, "how-many-hear", { told: ["ann"], errno: ["ok"] }],
    [FIRST, "tell-bob", "(() => { for (;;) {} })()"],
    [FIFTH, "who-holds", { holder: ["nobody"], dax: ["off"] }],
    [FIFTH, "find-the-bug", holder("{ for (;;) {} }")],
  ],
};

interface Worked extends Saved {
  student: Student;
  /** Points on screen, by "lesson/id". */
  points: Record<string, number>;
  feedback: Record<string, string>;
}

/** Works through a student's answers in a browser profile of its own, and hands in. */
async function work(student: Student): Promise<Worked> {
  const page = await lab.open();
  const points: Record<string, number> = {};
  const feedback: Record<string, string> = {};
  let open = "";
  for (const [lesson, id, given] of student.answers) {
    if (lesson !== open) await page.goto(`lessons/${lesson}.html`);
    open = lesson;
    await answer(page, page, id, given);
    points[`${lesson}/${id}`] = await shownPoints(page, id);
    feedback[`${lesson}/${id}`] = await shownFeedback(page, id);
  }
  await openHandIn(page);
  await nameStudent(page, student);
  const saved = await saveHandIn(page);
  expect(page.errors()).toEqual([]);
  return { ...saved, student, points, feedback };
}

/** Rows of a table as objects; cells here may be quoted. */
function readCsv(path: string): Record<string, string>[] {
  const lines = readFileSync(path, "utf8")
    .replace(/^\ufeff/, "")
    .trimEnd()
    .split("\r\n")
    .map((line) => [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((it) => it[1] ?? it[2] ?? ""));
  const [head = [], ...rows] = lines;
  return rows.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i] ?? ""])));
}

describe("a class", () => {
  const classDir = join(folder, "class");
  const out = join(folder, "graded");
  const reportOf = () => readFileSync(join(out, "report.html"), "utf8");
  mkdirSync(classDir);
  const worked: Worked[] = [];

  test.each([RIGHT, WRONG, ENDLESS])(
    "$id works and hands in: the preview shows the answers, the receipt is the file's",
    async (student) => {
      const one = await work(student);
      worked.push(one);
      writeFileSync(join(classDir, one.name), one.text);
      expect(one.receipt).toBe(one.handIn.sha256.slice(0, 8));
      expect(one.handIn.student).toEqual({ name: student.name, id: student.id });
      expect(one.handIn.exercises.map((it) => `${it.lesson}/${it.id}`)).toEqual(Object.keys(one.points));
      for (const { answer: text } of one.handIn.exercises) {
        if (typeof text === "string") expect(one.preview).toContain(text);
      }
    },
    SLOW_MS,
  );

  test("an endless answer is told as one, and the page stays", () => {
    const endless = worked.find((it) => it.student === ENDLESS);
    expect(endless?.feedback[`${FIRST}/tell-bob`]).toContain("endless loop");
    expect(endless?.feedback[`${FIFTH}/find-the-bug`]).toContain("endless loop");
    expect(endless?.points[`${FIFTH}/who-holds`]).toBe(2);
  });

  test(
    "the folder's grades are the points that the browser showed, and nothing is to be looked at",
    async () => {
      const done = await runProgram(GRADE, [classDir, "--out", out]);
      expect(done.status, done.stderr).toBe(0);
      const rows = readCsv(join(out, "grades.csv"));
      expect(rows).toHaveLength(3);
      for (const one of worked) {
        const row = rows.find((it) => it.student_id === one.student.id) ?? {};
        expect(row.receipt).toBe(one.receipt);
        expect(row.notes).toBe("");
        for (const [key, points] of Object.entries(one.points)) expect([key, row[key]]).toEqual([key, String(points)]);
      }
      const items = readCsv(join(out, "items.csv"));
      const told = items.find((it) => it.exercise === "how-many-hear" && it.check === "told");
      expect([told?.answered, told?.passed]).toEqual(["3", "1"]);
      expect(reportOf()).not.toContain("<b>Willi");
    },
    SLOW_MS,
  );

  test(
    "an answer that was changed in the file is graded again as it stands there, and flagged",
    async () => {
      const right = worked.find((it) => it.student === RIGHT) as Worked;
      const path = join(classDir, right.name);
      writeFileSync(path, right.text.replace('(\\"bob\\", \\"early\\")', '(\\"bob\\", \\"late\\")'));
      const done = await runProgram(GRADE, [classDir, "--out", out]);
      expect(done.status, done.stderr).toBe(0);
      const row = readCsv(join(out, "grades.csv")).find((it) => it.student_id === RIGHT.id) ?? {};
      expect(Number(row[`${FIRST}/tell-bob`])).toBe((right.points[`${FIRST}/tell-bob`] ?? 0) - 2);
      expect(row.notes).toContain("changed after it was made");
      expect(row.notes).toContain("the file claims 4 points");
      expect(reportOf()).toContain("changed after it was made");
    },
    SLOW_MS,
  );
});

describe("a course key", () => {
  const KEY = "autumn 26";
  /** Right but for the failure that is drawn from the seed: its place is told. */
  const CAPSTONE = `bare.holder("pmem0", { name: "mine", notifyFailure: ({ offBytes }, kernel) => {
    if (offBytes === 1048576 || offBytes === 395309056) { kernel.log("ann"); return 0 }
    return -95
  } })`;
  const place = (text: string) => Number(/"at":(\d+)/.exec(text)?.[1]);

  test(
    "in the address it gives each student another variant, on later pages too, and the grader the same one",
    async () => {
      const places = [];
      for (const id of ["s1", "S2 "]) {
        const page = await lab.open(`lessons/${FIRST}.html?course=${encodeURIComponent(KEY)}`);
        await openHandIn(page);
        expect(await page.text("[data-course-key] code")).toBe(KEY);
        await nameStudent(page, { name: "", id });
        await page.goto("lessons/12-your-machine.html");
        await answer(page, page, "capstone", CAPSTONE);
        const shown = place(await shownFeedback(page, "capstone"));
        await openHandIn(page);
        const saved = await saveHandIn(page);
        expect(saved.handIn.seed).toBe(studentSeed(KEY, id));
        const path = join(folder, saved.name);
        writeFileSync(path, saved.text);
        const done = await runProgram(GRADE, ["--one", path, "--key", KEY]);
        const graded = JSON.parse(done.stdout) as { notes: string[] };
        expect(graded.notes).toEqual([]);
        expect(place(done.stdout.replaceAll(/\s/g, ""))).toBe(shown);
        places.push(shown);
      }
      expect(new Set(places).size).toBe(2);
    },
    SLOW_MS,
  );

  test(
    "a number typed after checking makes another exercise: its points are not claimed until it is checked again",
    async () => {
      const page = await lab.open(`lessons/12-your-machine.html?course=${encodeURIComponent(KEY)}`);
      await answer(page, page, "capstone", CAPSTONE);
      const before = place(await shownFeedback(page, "capstone"));
      await openHandIn(page);
      await nameStudent(page, { name: "", id: "late-1" });
      await page.press("Tab");
      const early = await saveHandIn(page);
      expect(early.preview).toContain("another exercise");
      expect(early.handIn.exercises.find((it) => it.id === "capstone")).toMatchObject({
        attempts: 1,
        localResult: null,
      });
      await page.press("Escape");
      await page.waitFor('section[data-exercise="capstone"] [data-other]');
      await answer(page, page, "capstone", CAPSTONE);
      expect(place(await shownFeedback(page, "capstone"))).not.toBe(before);
      const points = await shownPoints(page, "capstone");
      await openHandIn(page);
      const late = await saveHandIn(page);
      const path = join(folder, late.name);
      writeFileSync(path, late.text);
      const done = await runProgram(GRADE, ["--one", path, "--key", KEY]);
      const graded = JSON.parse(done.stdout) as { earned: number; notes: string[] };
      expect(graded).toMatchObject({ earned: points, notes: [] });
      expect(late.handIn.exercises.find((it) => it.id === "capstone")?.localResult?.earned).toBe(points);
    },
    SLOW_MS,
  );
});
