/** The last twenty texts of a cell. */
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  beforeReset,
  choices,
  type History,
  MOST_PASTS,
  printHistory,
  readHistory,
  remembered,
} from "../../../notebooks/page/history.ts";

const texts = fc.array(fc.string({ maxLength: 6 }), { maxLength: 60 });
const after = (all: readonly string[]): History =>
  all.reduce<History>((history, text, at) => remembered(history, text, at % 5 === 0 ? "reset" : "run", at), []);

test("the last twenty different texts are kept, newest first to choose from", () => {
  fc.assert(
    fc.property(texts, (all) => {
      const wanted = [...new Set([...all].reverse())].slice(0, MOST_PASTS);
      expect(choices(after(all), "not on screen").map((it) => it.text)).toEqual(wanted);
    }),
  );
});

test("what a reset took away comes back, whatever was typed since", () => {
  let history = remembered([], "const mine = 1", "reset", 1);
  history = remembered(history, "const other = 2", "run", 2);
  expect(beforeReset(history)?.text).toBe("const mine = 1");
  expect(beforeReset([])).toBe(null);
});

test("the text on screen is no choice", () => {
  expect(choices(after(["a", "b"]), "b").map((it) => it.text)).toEqual(["a"]);
});

test("a history survives its store, and anything else there is an empty one", () => {
  fc.assert(fc.property(texts, (all) => void expect(readHistory(printHistory(after(all)))).toEqual(after(all))));
  for (const text of [null, "", "{", "{}", "7", '[{"text":1}]', '[{"text":"a","at":1,"why":"magic"}]', "[null]"]) {
    expect(readHistory(text)).toEqual([]);
  }
});

test("a text longer than a cell may be does not push out the others", () => {
  expect(remembered(after(["a"]), "x".repeat(70_000), "run", 1)).toEqual(after(["a"]));
});
