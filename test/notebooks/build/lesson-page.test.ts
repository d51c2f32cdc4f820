// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the prose under test holds values.
import { describe, expect, test } from "vitest";
import { plainText } from "../../../notebooks/build/html.ts";
import { buildLesson } from "../../../notebooks/build/lesson-build.ts";
import { lessonData, lessonModule, viewsModule } from "../../../notebooks/build/lesson-module.ts";
import { lessonArticle } from "../../../notebooks/build/lesson-page.ts";
import { openTerms } from "../../../notebooks/build/terms.ts";
import type { Figure } from "../../../notebooks/figures/figure.ts";

const figure = (caption: string): Figure => ({
  kind: "figure",
  name: "plain",
  caption,
  twin: { caption, columns: [], rows: [] },
  markup: () => `<figure><figcaption>${caption}</figcaption></figure>`,
  mount: () => () => {},
});

const references = new Map([
  ["a-mail", { id: "a-mail", kind: "mail" as const, short: "Somebody, 2022", text: "Says so.", source: "x@y" }],
]);
const surroundings = {
  references,
  terms: (root: string) => openTerms([{ term: "holder", also: ["holders"], text: "Who is *told*." }], root),
};
const scopes = { simulation: { boot: () => 40 }, view: { route: (value: number) => figure(`route of ${value}`) } };
const build = (cells: string, json = "{}") =>
  buildLesson(
    `<!doctype html>\n<notebook theme="air">\n<title>T</title>\n${cells}</notebook>\n<script type="application/json" id="daxlab">${json}</script>\n`,
    "notebooks/lessons/01-t.html",
    { scopes, recordings: new Map() },
    surroundings,
  );
const prose = (id: number, text: string) => `<script id="${id}" type="text/markdown">${text}</script>\n`;
const view = (id: number, text: string) => `<script id="${id}" type="module">${text}</script>\n`;
const cell = (id: number, text: string) => `<script id="${id}" type="module" pinned>${text}</script>\n`;

const whole = [
  prose(
    1,
    "# A lesson\n\nThe holder has ${answer} doors, **${answer + 1}** at most; `${answer}` in code. Holders twice.",
  ),
  view(2, "route(answer)"),
  cell(3, "const answer = disk + two"),
  cell(4, "const disk = boot({ kernel: '6.1' })"),
  prose(5, "## Two\n\nSee [the mail](../references.html#a-mail) [@a-mail].\n\n> **Posted, not merged.** A note."),
  cell(6, "const two = 2"),
  view(7, "route(two)"),
].join("");
const around = { course: "c", edition: "c@1", engine: "e", references: [], lessons: [] };

describe("the article of a lesson is complete before any script runs", () => {
  const html = lessonArticle(build(whole));

  test("cells run in the order of their needs, wherever they stand", () => {
    expect(html).toContain("<figcaption>route of 42</figcaption>");
  });

  test("values stand in the prose, marked with the prose cell and their place", () => {
    expect(html).toContain('has <span data-value="1.0">42</span> doors');
    expect(html).toContain('<strong><span data-value="1.1">43</span></strong>');
    expect(html).toContain('<code><span data-value="1.2">42</span></code>');
  });

  test("each cell is a section under a heading of its own", () => {
    expect(html).toMatch(
      /<section class="cell simulation" data-cell="answer" data-kind="simulation" data-state="ok" id="answer" aria-labelledby="answer-name">\n<h2 class="cell-name" id="answer-name">/,
    );
    expect(html).toMatch(/data-cell="two"[^>]*>\n<h3 class="cell-name"/);
  });

  test("code is highlighted and its text is exactly the cell's", () => {
    const code = /id="disk"[\s\S]*?<code>([\s\S]*?)<\/code>/.exec(html)?.[1] ?? "";
    expect(code).toContain('<span class="tok-keyword">const</span>');
    expect(plainText(code)).toBe("const disk = boot({ kernel: '6.1' })");
  });

  test("code and the figure right after it are one stage", () => {
    expect(html).toMatch(
      /<div class="stage">\n<section class="cell simulation" data-cell="two"[\s\S]*route of 2[\s\S]*<\/div>/,
    );
  });

  test("the first use of a term is a link, and the terms are listed", () => {
    expect(html.match(/class="term"/g)).toHaveLength(1);
    expect(html).toContain('<a class="term" href="../glossary.html#holder" data-term="holder">holder</a> has');
    expect(html).toContain('<dd data-term-text="holder">Who is <em>told</em>.</dd>');
  });

  test("a cited reference stands in the margin, a posted design on drafting paper", () => {
    expect(html).toContain(
      '<div class="sidenotes" role="note" aria-label="Sources"><ol><li value="1"><a href="../references.html#a-mail">',
    );
    expect(html).toContain('<blockquote class="proposed">');
  });
});

describe("what the page's scripts get", () => {
  const built = build(whole);
  const module = viewsModule(built, new Set(["route", "recording"]));

  test("view cells and prose are functions of their inputs; what they draw with is imported", () => {
    expect(module).toContain('import { route } from "/page/view-scope.ts";');
    expect(module).toContain('"figure-2": (answer) => { return (route(answer)\n); }');
    expect(module).toContain('"text-1": (answer) => [(answer\n), (answer + 1\n), (answer\n)]');
    expect(module).not.toContain("boot(");
  });

  test("the page starts with functions that fetch the others when they are first called", () => {
    const start = lessonModule(built, "/views.js");
    expect(start).toContain('import("/views.js")');
    expect(start).toContain('"figure-2 figure-7 text-1"');
    expect(start).not.toMatch(/^import /m);
  });

  test("cells come in the order of the page with names and needs worked out", () => {
    const data = lessonData(built, around, "h");
    expect(data.cells.map((it) => [it.slug, it.kind, it.inputs, it.outputs])).toEqual([
      ["figure-2", "view", ["answer"], []],
      ["answer", "simulation", ["disk", "two"], ["answer"]],
      ["disk", "simulation", [], ["disk"]],
      ["two", "simulation", [], ["two"]],
      ["figure-7", "view", ["two"], []],
    ]);
    expect(data.prose).toEqual([
      { id: 1, slug: "text-1", inputs: ["answer"], values: Array(3).fill(expect.anything()) },
    ]);
  });
});

describe("a lesson that would not work is refused with file, line and fix", () => {
  const file = "notebooks/lessons/01-t.html";
  const cases: [string, string, string, string][] = [
    [
      "an undeclared name",
      cell(1, "const a = b + 1"),
      "{}",
      `${file}:4: nothing declares b; a cell may use other cells, and: boot`,
    ],
    [
      "a name declared twice",
      cell(1, "const a = 1") + cell(2, "let a = 2, b = 1"),
      '{"slugs":{"2":"b"}}',
      `${file}:5: a is declared by the cell on line 4 as well`,
    ],
    ["a ring", cell(1, "const a = b") + cell(2, "const b = a"), "{}", "these cells need each other: a → b → a"],
    ["an assignment", cell(1, "a = 1"), "{}", `${file}:4: nothing declares a; write: const a = 1`],
    ["a figure in a simulation cell", cell(1, "const a = route(1)"), "{}", `${file}:4: nothing declares route`],
    ["broken code", cell(1, "const = 1"), "{}", `${file}:4: Unexpected token`],
    ["a broken value", prose(1, "x\n${1 +}"), "{}", `${file}:5: a value in prose cannot be read`],
    ["an unknown field", cell(1, "1"), '{\n "wrong": 1 }', `${file}:7: wrong: `],
    [
      "a citation of nothing",
      cell(1, "1"),
      '{ "cites": { "1": ["b-mail"] } }',
      '"b-mail" is not in notebooks/references/',
    ],
    [
      "a citation by nobody",
      cell(1, "1"),
      '{ "cites": { "9": ["a-mail"] } }',
      '"cites" names cell 9, which does not exist',
    ],
  ];
  test.each(cases)("%s", (_name, cells, json, message) => {
    expect(() => build(cells, json)).toThrow(message);
  });

  test("a cell that throws is named with its line, and what needs it fails too", () => {
    const { ran } = build(cell(1, "const a = boot().x.y") + cell(2, "const b = a"));
    expect([...ran.errors.values()].map((it) => it.message.split(":", 4).slice(1).join(":"))).toEqual([
      "4: cell a: TypeError",
      "5: cell b: ReferenceError",
    ]);
  });
});
