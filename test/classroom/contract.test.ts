import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { CellError, readCell, sameTokens } from "../../notebooks/exercises/cells.ts";
import { parseExercises } from "../../notebooks/exercises/parse.ts";
import { placeholders, resolveSetup } from "../../notebooks/exercises/program.ts";

const readme = readFileSync(new URL("../../notebooks/exercises/README.md", import.meta.url), "utf8");

const code = (change: object) => ({
  kind: "code",
  title: "t",
  prompt: "p",
  starter: "______",
  hints: ["a?", "b"],
  solution: "1",
  checks: [{ id: "one", message: { pass: "yes", fail: "no" }, run: "({ value }) => value === 1" }],
  ...change,
});
const block = (exercises: object) => JSON.stringify({ exercises }, null, 1);

describe("the contract", () => {
  test("every example of the README is an exercise without problems", () => {
    const examples = [...readme.matchAll(/```json\n([\s\S]*?)```/g)].map((it) => `{"exercises":{${it[1]}}}`);
    const parsed = examples.map((it) => parseExercises(it));
    expect(parsed.flatMap((it) => it.problems)).toEqual([]);
    expect(parsed.flatMap((it) => it.exercises.map((one) => one.kind))).toEqual(["code", "choice", "order", "predict"]);
  });

  test("an unknown field is named with its line in the lesson's file", () => {
    const json = '{\n "exercises": {\n  "a": {\n   "kind": "code",\n   "promt": "p"\n  }\n }\n}';
    const { problems } = parseExercises(json, 100);
    expect(problems).toContainEqual({
      line: 104,
      path: "exercises.a.promt",
      message: expect.stringContaining("unknown field"),
    });
    expect(problems).toContainEqual(expect.objectContaining({ line: 102, path: "exercises.a.title" }));
  });

  test.each([
    ["a check of code without run", { checks: [{ id: "a", message: { pass: "p", fail: "f" } }] }, "needs run"],
    ["a wrong answer for no check", { wrong: [{ answer: "2", expectCheck: "two", feedback: "f" }] }, "no check two"],
    ["half points", { checks: [{ id: "a", points: 0.5, message: { pass: "p", fail: "f" }, run: "()=>1" }] }, "whole"],
    ["one hint", { hints: ["a"] }, "two hints"],
    ["a solution with a blank", { solution: "f(______)" }, "no blank"],
    ["a solution that is no cell", { solution: "1 +" }, "is not JavaScript"],
    ["no solution", { solution: null }, "needs a solution"],
    [
      "a run that closes its bracket",
      { checks: [{ id: "a", message: { pass: "p", fail: "f" }, run: "1); (2" }] },
      "is not",
    ],
  ])("%s is a problem", (_claim, change, message) => {
    const { exercises, problems } = parseExercises(block({ a: code(change) }));
    expect(exercises).toEqual([]);
    expect(problems.map((it) => it.message).join("\n")).toContain(message);
  });

  test("one bad exercise leaves the others", () => {
    const { exercises } = parseExercises(block({ good: code({}), bad: code({ hints: [] }) }));
    expect(exercises.map((it) => it.id)).toEqual(["good"]);
  });

  test("text that is not JSON names the line", () => {
    const { problems } = parseExercises('{\n "exercises": {\n  "a": oops\n }\n}', 10);
    expect(problems[0]).toMatchObject({ line: 12, message: expect.stringContaining("is not JSON") });
  });
});

describe("cells", () => {
  test.each([
    ["m.fail(1)", [], ["m"]],
    ["({ a: b })", [], ["b"]],
    ["const a = b, { c, d: [e] } = f; function g(h) { return h + i }", ["a", "c", "e", "g"], ["b", "f", "i"]],
    ["class A extends B { m(x) { for (const y of x) z(y) } }", ["A"], ["B", "z"]],
    ["(a, b = c) => { try { d } catch (e) { e } var f = a; return f + b }", [], ["c", "d"]],
    ["m.fail(1);", [], ["m"]],
  ])("%s", (text, names, needs) => {
    const cell = readCell(text);
    expect([...cell.names]).toEqual(names);
    expect([...cell.needs].sort()).toEqual(needs);
  });

  test("an assignment without a declaration offers one", () => {
    expect(() => readCell("x = boot({})")).toThrow("write: const x = boot({})");
  });

  test.each(["import a from 'b'", "}); stolen(); ({", "1) + (2", "export const a = 1", "a b"])(
    "%s is refused",
    (text) => {
      expect(() => readCell(text)).toThrow(CellError);
    },
  );

  test("text nested a hundred thousand deep is refused, not crashed upon", () => {
    expect(() => readCell("[".repeat(50_000))).toThrow(CellError);
  });

  test("layout, comments and semicolons make no other answer", () => {
    expect(sameTokens("a.b( 1 ) // x", "a\n.b(1);")).toBe(true);
    expect(sameTokens("a.b(1)", "a.b(2)")).toBe(false);
  });
});

describe("the setup", () => {
  const cells = [
    { slug: "two", text: "const two = one + base" },
    { slug: "one", text: "const one = 1" },
    { slug: "base", text: "const base = 10" },
    { slug: "other", text: "const other = 5" },
  ];
  const exercise = (setup: string[]) => {
    const parsed = parseExercises(block({ a: code({ setup }) }));
    return parsed.exercises[0] as (typeof parsed.exercises)[0];
  };

  test("a named cell brings all it needs, each once and before its use", () => {
    const texts = resolveSetup(exercise(["#two", "const x = two + other"]), cells);
    expect(texts).toEqual([
      "const one = 1",
      "const base = 10",
      "const two = one + base",
      "const other = 5",
      "const x = two + other",
    ]);
  });

  test("an unknown slug and a cycle are errors", () => {
    expect(() => resolveSetup(exercise(["#three"]), cells)).toThrow("three");
    const round = [
      { slug: "a", text: "const a = b" },
      { slug: "b", text: "const b = a" },
    ];
    expect(() => resolveSetup(exercise(["#a"]), round)).toThrow("cycle");
  });

  test("placeholders of a prompt are its expressions", () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of a prompt
    expect(placeholders("page ${m.x} of ${1 +} and ${n}")).toEqual(["m.x", "n"]);
  });
});
