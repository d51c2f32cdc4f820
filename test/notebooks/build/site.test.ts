import { join } from "node:path";
import { HtmlValidate, StaticConfigLoader } from "html-validate";
import { describe, expect, test } from "vitest";
import { openSite } from "../../../notebooks/build/site.ts";

const root = join(import.meta.dirname, "../../..");
const cage = { scriptSrc: ["'sha256-x'"], workerSrc: ["blob:"] };
const options = { root, site: undefined, cage, isStrict: false };
const site = await openSite(options);
const validator = new HtmlValidate(
  new StaticConfigLoader({
    extends: ["html-validate:recommended"],
    rules: {
      // Written in lower case, as the lessons' own format has it.
      "doctype-style": ["error", { style: "lowercase" }],
      // Lines of code may end as their authors ended them; titles of pages are as long as they are.
      "no-trailing-whitespace": "off",
      "long-title": "off",
      // A table that scrolls is a region of its own and no section.
      "prefer-native-element": ["error", { exclude: ["region"] }],
      // Everything comes from the same folder.
      "require-sri": "off",
    },
  }),
);

describe.each(site.paths)("%s", (path) => {
  const html = site.html(path) ?? "";

  test("is valid HTML", async () => {
    const { results } = await validator.validateString(html, path);
    expect(results.flatMap((it) => it.messages.map((one) => `${one.line}: ${one.ruleId}: ${one.message}`))).toEqual([]);
  });

  test("names its language, title, description and policy", () => {
    expect(html).toMatch(/^<!doctype html>\n<html lang="en" data-page="(lesson|course|plain)">/);
    expect(html).toMatch(/<title>[^<]{3,}<\/title>/);
    expect(html).toMatch(/<meta name="description" content="[^"]{10,}">/);
    expect(html).toContain("script-src &#39;self&#39;".replaceAll("&#39;", "'"));
    expect(html).not.toMatch(/'unsafe-eval'/);
  });

  test("asks nothing of any other host by itself", () => {
    const loaded = [...html.matchAll(/<(?:link|script|img|iframe|source)\b[^>]*\b(?:href|src)="(https?:[^"]*)"/g)];
    expect(loaded.map((it) => it[1])).toEqual([]);
  });
});

test("with an address the pages name themselves, without one they do not", async () => {
  const named = await openSite({ ...options, site: "https://example.org/daxlab/" });
  expect(named.html("index.html")).toContain('<link rel="canonical" href="https://example.org/daxlab/">');
  expect(named.html("about.html")).toContain('<link rel="canonical" href="https://example.org/daxlab/about.html">');
  expect(site.html("about.html")).not.toContain("canonical");
});

test("the search index names a heading's page and anchor, and every lesson is in it", () => {
  const entries = site.searchIndex();
  for (const { slug } of site.lessons)
    expect(entries.some((it) => it.href.startsWith(`lessons/${slug}.html`))).toBe(true);
  expect(entries.find((it) => it.part === "Privacy")).toMatchObject({ href: "about.html#privacy", title: "About" });
});
