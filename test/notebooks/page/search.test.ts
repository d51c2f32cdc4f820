import { describe, expect, test } from "vitest";
import { excerptOf, findEntries } from "../../../notebooks/page/search.ts";

const entries = [
  { title: "Glossary", part: "holder", href: "glossary.html#holder", text: "Who is to be told." },
  { title: "One device", href: "lessons/09.html", text: "A holder is asked. The holder answers ENXIO." },
  { title: "Timeline", href: "timeline.html", text: "bt_dax_part_off is computed at mount." },
];
const titles = (query: string) => findEntries(entries, query).map((it) => it.title);

describe("findEntries", () => {
  test("puts what is called so before what only says so", () => {
    expect(titles("holder")).toEqual(["Glossary", "One device"]);
  });
  test("takes every word as the beginning of one, in any case, and wants them all", () => {
    expect(titles("HOLD enx")).toEqual(["One device"]);
    expect(titles("holder timeline")).toEqual([]);
  });
  test("finds names with underscores whole", () => {
    expect(titles("bt_dax_part_off")).toEqual(["Timeline"]);
  });
  test("finds nothing for nothing", () => {
    expect(titles("  ,")).toEqual([]);
  });
});

test("excerptOf begins at a word near the first match", () => {
  const text = `${"word ".repeat(40)}needle ${"word ".repeat(40)}`;
  const excerpt = excerptOf(text, "needle");
  expect(excerpt).toContain("needle");
  expect(excerpt.startsWith("… word")).toBe(true);
  expect(excerpt.endsWith(" …")).toBe(true);
});
