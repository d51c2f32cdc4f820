import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { deserialize } from "@observablehq/notebook-kit";
import fc from "fast-check";
import { DOMParser } from "linkedom";
import { describe, expect, test } from "vitest";
import { type Lesson, type LessonCell, printLesson, readLesson, replaceCells } from "../../../notebooks/page/lesson.ts";

const folder = join(import.meta.dirname, "../../../notebooks/lessons");
// The template has comments for its author, which are no part of a lesson.
const files = readdirSync(folder).filter((it) => it.endsWith(".html") && !it.startsWith("_"));
const textOf = (file: string) => readFileSync(join(folder, file), "utf8");

const line = fc.oneof(
  fc.string(),
  fc.constantFrom(
    "const a = 1",
    "  indented",
    "</script>",
    "<\\/script>",
    "<!-- x -->",
    "",
    "   ",
    "# Head",
    "&amp; <b>",
  ),
);
const cellText = fc.array(line, { maxLength: 5 }).map((lines) => lines.join("\n").replace(/\r\n?/g, "\n"));
const anyCell = fc.record({
  text: cellText,
  shape: fc.constantFrom(
    { kind: "simulation", markup: null, pinned: true },
    { kind: "view", markup: null, pinned: false },
    { kind: "prose", markup: "markdown", pinned: false },
    { kind: "prose", markup: "html", pinned: false },
    { kind: "prose", markup: "markdown", pinned: true },
  ) as fc.Arbitrary<Pick<LessonCell, "kind" | "markup" | "pinned">>,
});
const anyLesson = fc
  .record({
    title: fc.stringMatching(/^[A-Za-z&<][A-Za-z &<>"]*[A-Za-z]$/),
    cells: fc.array(anyCell, { maxLength: 6 }),
  })
  .map(({ title, cells }): Lesson => {
    const slugs = Object.fromEntries(cells.map((_, index) => [String(index + 1), `slug-${index + 1}`]));
    return {
      title,
      theme: "light-dark(air, ink)",
      cells: cells.map(({ text, shape }, index) => ({
        id: index + 1,
        slug: `slug-${index + 1}`,
        ...shape,
        text,
        line: 0,
      })),
      json: `\n${JSON.stringify({ slugs, note: "</script>" }, null, 2)}\n`,
      jsonLine: 0,
    };
  });
const withoutLines = (lesson: Lesson) => ({
  ...lesson,
  jsonLine: 0,
  cells: lesson.cells.map((cell) => ({ ...cell, line: 0 })),
});
/** Cells that HTML itself reads otherwise: a comment in which a script begins never ends its own. */
const isPlain = (lesson: Lesson) => !lesson.cells.some((it) => /<!--/.test(it.text) && /<script/i.test(it.text));

describe("the round trip", () => {
  test("what is printed is read as the same lesson", () => {
    fc.assert(
      fc.property(anyLesson.filter(isPlain), (lesson) => {
        expect(withoutLines(readLesson(printLesson(lesson)))).toEqual(lesson);
      }),
    );
  });

  test.each(files)("%s is printed as it stands", (file) => {
    expect(printLesson(readLesson(textOf(file), file))).toBe(textOf(file));
  });

  test("one cell is replaced and no other byte changes", () => {
    const source = `<!doctype html>\n<!-- kept -->\n<notebook  theme='air'>\n<title>T</title>\n<script type=module id=1 pinned>\n  odd\n</script>\n  <script id="2" type="module" pinned>\n    const b = 1\n  </script>\n</notebook>\n`;
    const changed = replaceCells(source, new Map([["b", "const b = 2\n\nlast"]]));
    expect(changed).toBe(source.replace("    const b = 1\n", "    const b = 2\n\n    last\n"));
    expect(replaceCells(source, new Map())).toBe(source);
  });
});

describe("a stock Notebook Kit", () => {
  const kit = (text: string) =>
    deserialize(text, { parser: new DOMParser() as unknown as globalThis.DOMParser }).cells.map((cell) => ({
      id: cell.id,
      mode: cell.mode,
      pinned: cell.pinned,
      text: cell.value,
    }));
  const ours = (lesson: Lesson) =>
    lesson.cells.map((cell) => ({
      id: cell.id,
      mode: cell.markup === null ? "js" : cell.markup === "markdown" ? "md" : "html",
      pinned: cell.pinned,
      text: cell.text,
    }));

  test.each(files)("reads the same cells of %s in the same order", (file) => {
    expect(kit(textOf(file))).toEqual(ours(readLesson(textOf(file), file)));
  });
});

describe("what is wrong is said with file, line and a fix", () => {
  const around = (inside: string, after = "") =>
    `<!doctype html>\n<notebook theme="air">\n  <title>T</title>\n${inside}</notebook>\n${after}`;
  const cell = (id: string, type = "module", body = "\n    1\n  ") =>
    `  <script id="${id}" type="${type}" pinned>${body}</script>\n`;
  const cases: [string, string, string][] = [
    ["an id twice", around(cell("1") + cell("1")), "x.html:7: id 1 is taken by the cell on line 4; 2 is free"],
    [
      "an id that is a word",
      around(cell("intro")),
      'x.html:4: id="intro" must be a whole number from 1, such as id="7"',
    ],
    ["an unknown type", around(cell("1", "text/x-python")), 'x.html:4: type="text/x-python" is no kind of cell here'],
    ["loose text", around("  lost\n"), "x.html:4: text outside of cells would be lost"],
    ["another element", around("  <p>lost</p>\n"), "x.html:4: <p> is not part of a lesson"],
    ["JSON among the cells", around(cell("1", "application/json")), "x.html:4: a JSON block inside <notebook>"],
    ["a script behind", around("", "<script>1</script>"), "x.html:5: only one"],
    ["an open script", around('<script id="1" type="module">'), "x.html:4: <script> is not closed"],
    ["no title", "<notebook></notebook>", "x.html:1: no <title>"],
    ["no notebook", "<!doctype html>", "x.html:1: no <notebook>"],
    [
      "two cells of one name",
      around(cell("1", "module", "const a = 1") + cell("2", "module", "const a = 2")),
      'x.html:5: slug "a" is taken by the cell on line 4; name one of them in "slugs": { "2": "…" }',
    ],
    ["a slug for nobody", around(cell("1"), block({ 9: "x" })), 'x.html:1: "slugs" names cell 9, which does not exist'],
    ["a slug in capitals", around(cell("1"), block({ 1: "X" })), 'x.html:8: "slugs": { "1": "X" } must be lower-case'],
    ["broken JSON", around("", block("{")), "x.html:5: the JSON block cannot be read"],
    [
      "a comma that is missing far down, where it is missing",
      around("", block('{\n "slugs": {},\n "exercises": {}\n "more": 1\n}')),
      "x.html:8: the JSON block cannot be read",
    ],
  ];
  function block(slugs: unknown): string {
    const json = typeof slugs === "string" ? slugs : JSON.stringify({ slugs });
    return `<script type="application/json" id="daxlab">${json}</script>\n`;
  }
  test.each(cases)("%s", (_name, text, message) => {
    expect(() => readLesson(text, "x.html")).toThrow(message);
  });
});

test("a cell without a slug is called by its first name or its number", () => {
  const text = `<notebook theme="air"><title>T</title>
<script id="1" type="text/markdown"># One device</script>
<script id="2" type="module" pinned>const { ofAnn } = x</script>
<script id="3" type="module">holderRoute(x)</script>
<script id="4" type="text/markdown">words</script>
</notebook>`;
  expect(readLesson(text).cells.map((it) => it.slug)).toEqual(["text-1", "of-ann", "figure-3", "text-4"]);
  expect(readLesson(text).cells.map((it) => it.line)).toEqual([2, 3, 4, 5]);
});
