/** What a search finds, and what it must not give away. */
import { expect, test } from "vitest";
import { exerciseMarkup } from "../../../notebooks/build/exercise-static.ts";
import { searchEntries } from "../../../notebooks/build/search-entries.ts";
import type { Exercise } from "../../../notebooks/exercises/contract.ts";

const exercise = {
  id: "find",
  kind: "code",
  title: "Find it",
  prompt: "Which page hurts nobody?",
  starter: "home.fail(______)",
  solution: "home.fail(freeSpace)",
  hints: ["It lies where no record is."],
} as unknown as Exercise;

test("an exercise is found by its title, prompt and code, not by its hints or its solution", () => {
  const html = `<h2 id="a">Part</h2><p>before</p>${exerciseMarkup(exercise, [], 3)}<h2 id="b">Next</h2><p>after</p>`;
  const entries = searchEntries([{ path: "x.html", title: "X", html }]);
  const text = entries.map((it) => it.text).join(" ");
  for (const it of ["Find it", "hurts nobody", "home.fail(______)", "before", "after"]) expect(text).toContain(it);
  for (const it of ["no record", "freeSpace", "Solution", "Hints"]) expect(text).not.toContain(it);
  expect(html).toContain("no record");
  expect(html).toContain("freeSpace");
});

test("every headed part is an entry of its own, with its address", () => {
  const html = `<p>intro</p><h2 id="a">One</h2><p>first</p><dl><dt id="b">two</dt><dd>second</dd></dl>`;
  expect(searchEntries([{ path: "x.html", title: "X", html }])).toEqual([
    { title: "X", href: "x.html", text: "intro" },
    { title: "X", part: "One", href: "x.html#a", text: "One first" },
    { title: "X", part: "two", href: "x.html#b", text: "two second" },
  ]);
});
