/** Editions from one source: who gets which part of an exercise. */
import { describe, expect, test } from "vitest";
import { type Edition, editionExercises, editionOf } from "../../../notebooks/build/edition.ts";
import { parseExercises } from "../../../notebooks/exercises/parse.ts";

const check = (id: string, visible: boolean) => ({
  ...{ id, points: 1, visible, message: { pass: "Yes.", fail: "No." } },
  run: "() => true",
});
const json = JSON.stringify({
  exercises: {
    one: {
      ...{ kind: "code", title: "One", prompt: "Do it.", starter: "1", solution: "2", hints: ["a", "b"], sealed: true },
      checks: [check("seen", true), check("unseen", false)],
      wrong: [{ answer: "3", expectCheck: "unseen", feedback: "It is the unseen one." }],
    },
  },
});
const sealed = JSON.stringify({ one: { solution: "4", checks: [check("kept", false)] } });
const open = parseExercises(json).exercises;
const as = (edition: Edition, text: string | null = sealed) => editionExercises(edition, open, json, text).exercises[0];

describe("the student edition", () => {
  test("has no hidden check, no sealed solution, and nothing that tells of them", () => {
    const text = JSON.stringify(as("student"));
    expect(text).toContain("seen");
    for (const secret of ["unseen", "kept", '"solution":"2"', '"solution":"4"']) expect(text).not.toContain(secret);
  });
});

describe.each(["open", "teacher"] as const)("the %s edition", (edition) => {
  test("has what is sealed, where the sealed folder is there", () => {
    expect(as(edition)).toMatchObject({ solution: "4" });
    expect(as(edition)?.checks.map((it) => it.id)).toEqual(["seen", "unseen", "kept"]);
  });

  test("has the lesson's own parts where it is not", () => {
    expect(as(edition, null)?.checks.map((it) => it.id)).toEqual(["seen", "unseen"]);
  });
});

test("an edition that does not exist is refused by name", () => {
  expect(() => editionOf("students")).toThrow('edition: got "students", expected one of open, student, teacher');
});
