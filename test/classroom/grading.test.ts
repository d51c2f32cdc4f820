/** A class of hostile and honest hand-ins, graded from files to tables. */
import {
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
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openGrader } from "../../notebooks/exercises/cli/grader.ts";
import { main } from "../../notebooks/exercises/cli/grading.ts";
import {
  type HandIn,
  type HandInEntry,
  MOST_BYTES,
  printHandIn,
  sealHandIn,
} from "../../notebooks/exercises/hand-in.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "class-"));
const lessons = join(folder, "lessons");
const classDir = join(folder, "class");
const out = join(folder, "out");
afterAll(() => rmSync(folder, { recursive: true }));

const LESSON = `<!doctype html>
<notebook theme="air"><title>A page fails</title>
<script id="1" type="module" pinned>
const bare = boot({ kernel: "6.1", pmem: { pmem0: { size: "64 MiB" } } })
</script>
</notebook>
<script type="application/json" id="daxlab">
${JSON.stringify({
  slugs: { 1: "bare" },
  exercises: {
    "fail-it": {
      ...{ kind: "code", title: "Fail a page", prompt: "Fail the second page.", setup: ["#bare"] },
      ...{ starter: "bare.______", hints: ["Which one?", "The second begins at 4096."] },
      solution: 'bare.fail("pmem0", 4096)',
      checks: [
        {
          ...{ id: "failed", points: 2, message: { pass: "It failed.", fail: "No page failed." } },
          run: '({ machine }) => machine !== null && machine.value.steps.at(-1).op === "fail"',
        },
        {
          ...{ id: "second", points: 1, message: { pass: "The second.", fail: "Another one." } },
          run: "({ machine }) => machine.value.steps.at(-1).offBytes === 4096",
        },
        {
          ...{
            id: "nobody",
            points: 1,
            visible: false,
            message: { pass: "Nobody holds it.", fail: "Somebody holds it." },
          },
          run: '({ machine }) => machine.errno === "EBUSY" && machine.holders.pmem0 === null',
        },
      ],
    },
  },
})}
</script>
`;

const RIGHT = 'bare.fail("pmem0", 4096)';
const entry = (answer: string, change: Partial<HandInEntry> = {}): HandInEntry => ({
  ...{ lesson: "01-a-page", id: "fail-it", version: 1, answer, attempts: 1, hintsUsed: 0, revealed: false },
  localResult: { earned: 4, possible: 4 },
  ...change,
});
const handIn = (id: string, answer: string): HandIn =>
  sealHandIn({
    ...{ course: "daxlab@0.1.0+abc", engine: "0".repeat(64), student: { id, name: id }, seed: 1 },
    startedAt: "2026-01-05T14:47:00Z",
    exercises: [entry(answer)],
  });

/** Answers that must get the points that they are worth, and no more. */
const ANSWERS: [string, string, number][] = [
  ["right", RIGHT, 4],
  ["other page", 'bare.fail("pmem0", 8192)', 3],
  ["half", 'const m = bare.fail("pmem0", 0)', 3],
  ["nothing failed", 'bare.badblocks("pmem0", 8, 1)', 0],
  ["no machine", "42", 0],
  ["throws", 'throw new Error("mine")', 0],
  ["wrong name", 'bare.fail("pmem1", 4096)', 0],
  ["endless", "for (;;) {}", 0],
  [
    "endless in a holder",
    'bare.holder("pmem0", { name: "h", notifyFailure: () => { for (;;); } }).fail("pmem0", 4096)',
    0,
  ],
  ["memory", 'const a = []; for (;;) a.push("x".repeat(1e6))', 0],
  ["recursion", "const f = () => f() + 1; const m = f()", 0],
  ["process", 'const m = process.exit(1) ?? bare.fail("pmem0", 4096)', 0],
  ["import", 'const m = await import("node:fs")', 0],
  ["fetch", 'const m = fetch("http://127.0.0.1/")', 0],
  ["constructor", 'const m = boot.constructor("return process")().exit()', 0],
  [
    "forged machine",
    `({ value: { scene: { kernel: "6.1", pmem: {} }, steps: [{ op: "fail", offBytes: 4096 }], seed: 1 }, errno: "EBUSY", holders: { pmem0: null }, fail() {} })`,
    0,
  ],
  ["forged proxy", 'new Proxy(bare.badblocks("pmem0", 8, 1), { get: (m, k) => (k === "errno" ? "EBUSY" : m[k]) })', 0],
  ["polluted prototype", `Object.prototype.errno = "EBUSY"; const m = bare.fail("pmem0", 8192)`, 0],
  ["replaced array method", `Array.prototype.at = () => ({ op: "fail", offBytes: 4096 }); const m = bare`, 0],
  [
    "machines taught to lie",
    'Object.defineProperty(Object.getPrototypeOf(bare), "errno", { get: () => "EBUSY" }); const m = bare.fail("pmem0", 8192)',
    0,
  ],
  [
    "machines taught to lie by their base",
    "Object.getPrototypeOf(Object.getPrototypeOf(bare)).fail = () => bare; const m = bare",
    0,
  ],
  ["machines taught to lie by their class", "bare.constructor.prototype = {}; const m = bare", 0],
  [
    "a machine of a player of its own",
    `new bare.constructor({ run: () => ({ outcomes: [{ errno: "EBUSY" }], events: [], signals: [], snapshot: () => ({ daxDevices: [] }) }) }, { scene: bare.value.scene, seed: 1, steps: [{ op: "fail", device: "pmem0", offBytes: 8192 }] }, 1, null)`,
    3,
  ],
  ["blank", "bare.______", 0],
];

beforeAll(async () => {
  mkdirSync(lessons);
  mkdirSync(classDir);
  writeFileSync(join(lessons, "01-a-page.html"), LESSON);
  ANSWERS.forEach(([name, answer], i) => {
    const id = `s${String(i).padStart(2, "0")}-${name.replaceAll(" ", "-")}`;
    writeFileSync(join(classDir, `${id}.daxlab.json`), printHandIn(handIn(id, answer)));
  });
  const hostile = (name: string, content: string | Uint8Array) => writeFileSync(join(classDir, name), content);
  hostile("x-cut.daxlab.json", printHandIn(handIn("cut", RIGHT)).slice(0, 400));
  hostile("x-huge.daxlab.json", new Uint8Array(MOST_BYTES + 1).fill(32));
  hostile("x-binary.daxlab.json", new Uint8Array([0, 255, 254, 1, 128]));
  hostile("x-empty.daxlab.json", "");
  hostile("x-list.daxlab.json", "[]");
  hostile("x-deep.daxlab.json", "[".repeat(100_000));
  hostile("x-format.daxlab.json", JSON.stringify({ ...handIn("format", RIGHT), format: 9 }));
  hostile("x-proto.daxlab.json", `{"__proto__":{"format":1},"constructor":{},"format":1,"exercises":{}}`);
  hostile("copy of s00.daxlab.json", printHandIn(handIn("s00-right", RIGHT)));
  hostile("..%2f..%2fescape.daxlab.json", printHandIn(handIn("../../../escape", RIGHT)));
  symlinkSync(join(ROOT, "package.json"), join(classDir, "x-link.daxlab.json"));
  const edited = handIn("edited", 'bare.fail("pmem0", 8192)');
  (edited.exercises[0] as HandInEntry).localResult = { earned: 99, possible: 4 };
  hostile("x-edited.daxlab.json", printHandIn(edited));
  const args = [classDir, "--out", out, "--lessons", lessons, "--sealed", join(folder, "none"), "--threads", "2"];
  expect(await main(args, ROOT)).toBe(0);
}, 180_000);

const csv = (name: string): string[][] =>
  readFileSync(join(out, name), "utf8")
    .replace(/^\uFEFF/, "")
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(","));

describe("a hostile class", () => {
  test.each(ANSWERS.map(([name, answer, points], i) => [name, answer, points, i] as const))(
    "%s",
    (name, _answer, points, i) => {
      const [head, ...rows] = csv("grades.csv");
      const id = `s${String(i).padStart(2, "0")}-${name.replaceAll(" ", "-")}`;
      const row = rows.find((it) => it.includes(id));
      const column = head?.findIndex((it) => /fail-it/.test(it)) ?? -1;
      expect(Number(row?.[column])).toBe(points);
    },
  );
  test("files that are no hand-ins are set aside with a reason, and none is lost", () => {
    const [, ...rows] = csv("quarantine.csv");
    expect(rows.map((it) => it[0]).sort()).toEqual([
      // The copy's name comes first; the same hand-in counts once.
      "s00-right.daxlab.json",
      "x-binary.daxlab.json",
      "x-cut.daxlab.json",
      "x-deep.daxlab.json",
      "x-empty.daxlab.json",
      "x-format.daxlab.json",
      "x-huge.daxlab.json",
      "x-link.daxlab.json",
      "x-list.daxlab.json",
      "x-proto.daxlab.json",
    ]);
    expect(rows.every((it) => (it[1] ?? "") !== "")).toBe(true);
  });
  test("an edited score is noticed, and the text is graded", () => {
    const row = csv("grades.csv").find((it) => it.includes("edited"));
    expect(row?.join()).toMatch(/edited|differ/i);
  });
  test("an unknown engine is graded with the newest, and the report says so", () => {
    expect(readFileSync(join(out, "grades.csv"), "utf8")).toContain("graded with the newest");
  });
  test("nothing is written outside of the output folder", () => {
    expect(readdirSync(folder).sort()).toEqual(["class", "lessons", "out"]);
    expect(existsSync(join(folder, "../escape"))).toBe(false);
  });
});

test("one file by itself gives a result for autograders", async () => {
  const file = join(classDir, "s00-right.daxlab.json");
  const args = ["--one", file, "--lessons", lessons, "--sealed", join(folder, "none"), "--threads", "1"];
  expect(await main(args, ROOT)).toBe(0);
  const other = ["--one", join(classDir, "s01-other-page.daxlab.json"), ...args.slice(2)];
  expect(await main(other, ROOT)).toBe(1);
  expect(await main(["--one", join(classDir, "x-cut.daxlab.json"), ...args.slice(2)], ROOT)).toBe(2);
}, 180_000);

test("as a library: the same grade as the command's, and a reason for what cannot be read", async () => {
  const choice = { lessonsDir: lessons, sealedDir: join(folder, "none"), threads: 1 };
  await expect(openGrader({ ...choice, lessons: ["09"] })).rejects.toThrow("no exercise there");
  const grader = await openGrader(choice);
  try {
    const [right, cut] = await Promise.all(
      ["s00-right.daxlab.json", "x-cut.daxlab.json"].map((it) => grader.grade(readFileSync(join(classDir, it)))),
    );
    expect(right).toMatchObject({ ok: true, earned: 4, possible: 4 });
    expect(cut).toMatchObject({ ok: false, reason: expect.stringContaining("not JSON") });
  } finally {
    await grader.close();
  }
}, 60_000);
