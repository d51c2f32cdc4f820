/** Pages that speak German: every text of theirs is in the catalogue, and nothing in it is of no page. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseHTML } from "linkedom";
import { describe, expect, test } from "vitest";
import { shell } from "../../../notebooks/build/shell.ts";
import { GLOSSARY } from "../../../notebooks/glossary.ts";
import { besideStringsDe, besideStringsEn } from "../../../notebooks/i18n/beside.ts";
import { GLOSSARY_DE } from "../../../notebooks/i18n/glossary-de.ts";
import { loadPageSpeech } from "../../../notebooks/i18n/pages.ts";
import { pagesDe } from "../../../notebooks/i18n/pages-de.ts";

const NOTEBOOKS = join(import.meta.dirname, "../../../notebooks");
/** What the parts of the build write, and of no source: exercises are counted as they are. */
const WRITTEN = ["Begin", "also", "Unit:", "source", "1 exercise"];
const counted = (it: string): boolean => /^\d exercises$/.test(it);

function pageOf(name: string): { title: string; texts: string[] } {
  const source = readFileSync(join(NOTEBOOKS, name), "utf8");
  const main = /<main>([\s\S]*)<\/main>/.exec(source)?.[1] ?? "";
  const title = /<title>(.*)<\/title>/.exec(source)?.[1] ?? "";
  const site = { site: undefined, edition: "1", cage: { scriptSrc: [], workerSrc: [] } };
  const html = shell({ path: name, title, description: "", kind: "plain", main }, site);
  const { document } = parseHTML(html);
  const marked = [...document.querySelectorAll("main :is(h1, h2, p, li > a), .skip, nav a, .site-footer p > span")];
  const texts = marked.map((it) => it.innerHTML.trim().replace(/\s+/g, " ")).filter((it) => it !== "");
  return { title, texts };
}

const PAGES = ["index.html", "about.html", "glossary.html"];

test.each(PAGES)("every text of %s has its German", (name) => {
  const { title, texts } = pageOf(name);
  expect(texts.length).toBeGreaterThan(15);
  expect([title, ...texts].filter((it) => !Object.hasOwn(pagesDe, it))).toEqual([]);
});

test("no German is of a text that no page has", () => {
  const known = new Set(PAGES.flatMap((it) => [pageOf(it).title, ...pageOf(it).texts]));
  expect(Object.keys(pagesDe).filter((it) => !known.has(it) && !WRITTEN.includes(it) && !counted(it))).toEqual([]);
});

test("links and code are the same in both languages, and the words are not", () => {
  const kept = (html: string) => html.match(/href="[^"]*"|<code>.*?<\/code>/g) ?? [];
  for (const [english, german] of Object.entries(pagesDe)) {
    expect(kept(german), english).toEqual(kept(english));
    expect(german).not.toBe(english);
  }
});

describe("the glossary", () => {
  test("has every term in German and no other, with a unit where English has one", () => {
    expect(Object.keys(GLOSSARY_DE).sort()).toEqual(GLOSSARY.map((it) => it.term).sort());
    for (const { term, unit } of GLOSSARY) expect(GLOSSARY_DE[term]?.unit === undefined, term).toBe(unit === undefined);
  });

  test.each(GLOSSARY)("$term: names and numbers are those of the English text", ({ term, text, unit = "" }) => {
    const named = (it: string) => [...new Set(it.match(/`[^`]+`|\d+/g) ?? [])].sort();
    const german = GLOSSARY_DE[term];
    expect(german?.text).not.toBe(text);
    expect(named(`${german?.text} ${german?.unit ?? ""}`)).toEqual(named(`${text} ${unit}`));
  });
});

test("the pseudo-locale marks texts and leaves tags, and what no catalogue has it leaves as it is", async () => {
  const speech = await loadPageSpeech("qps");
  expect(speech?.page("The course")).toMatch(/^⟦.*⟧$/);
  const about = Object.keys(pagesDe).find((it) => it.includes("<code>dax_device</code>")) ?? "";
  const marked = speech?.page(about) ?? "";
  expect(marked).toContain('<a href="references.html#v9-02">⟦');
  expect(
    marked
      .replace(/<[^>]*>/g, "")
      .replace(/⟦[^⟦⟧]*⟧/g, "")
      .trim(),
  ).toBe("");
  expect(speech?.page("constructor")).toBeUndefined();
  expect(speech?.term("constructor")).toBeUndefined();
  expect(await loadPageSpeech("en")).toBeNull();
});

test("what happens beside the lesson is said in German", () => {
  expect(Object.keys(besideStringsDe).sort()).toEqual(Object.keys(besideStringsEn).sort());
  expect([0, 1, 2].map(besideStringsDe.found)).toEqual(["Nichts gefunden.", "1 Stelle", "2 Stellen"]);
});
