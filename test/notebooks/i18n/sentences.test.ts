/** Event sentences in both languages say the same with the same values. */
import { expect, test } from "vitest";
import { ENGLISH, placeholdersOf } from "../../../engine/sentences/sentences.ts";
import { GERMAN } from "../../../notebooks/i18n/sentences-de.ts";

const rules = Object.entries(ENGLISH.rules) as [keyof typeof ENGLISH.rules, string][];

test("every event is said in German, with the same values as in English", () => {
  expect(Object.keys(GERMAN.rules).sort()).toEqual(Object.keys(ENGLISH.rules).sort());
  for (const [rule, english] of rules) {
    const german = GERMAN.rules[rule];
    expect(placeholdersOf(german).sort(), rule).toEqual(placeholdersOf(english).sort());
    expect(german, rule).not.toBe(english);
    expect(german, rule).toMatch(/[.:]( \{text\})?$|\.$/);
  }
  expect(placeholdersOf(GERMAN.range).sort()).toEqual(placeholdersOf(ENGLISH.range).sort());
});

test("every invariant has its sentence in both languages", () => {
  expect(Object.keys(GERMAN.invariants)).toEqual(Object.keys(ENGLISH.invariants));
});
