// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the prose under test holds values.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainText } from "../../../notebooks/build/html.ts";
import { renderProse, withCitations } from "../../../notebooks/build/markdown.ts";
import { readTemplate } from "../../../notebooks/build/template.ts";
import { openTerms } from "../../../notebooks/build/terms.ts";

const render = (text: string, values: readonly string[], markup: "markdown" | "html" = "markdown") =>
  renderProse(readTemplate(text), markup, values, (index) => `7.${index}`);

describe("${…} in prose", () => {
  test("ends where JavaScript ends, whatever stands inside", () => {
    const texts = ["a", "{ b: 1 }.b", '"}"', "`x${y}`", "f({ g: (h) => { return h } })", " i "];
    const { literals, expressions } = readTemplate(texts.map((it) => `<${"${"}${it}}>`).join(""));
    expect(expressions.map((it) => it.text)).toEqual(texts);
    expect(literals).toEqual(["<", "><", "><", "><", "><", "><", ">"]);
  });

  test("names what it needs, and its line", () => {
    const [it] = readTemplate("one\ntwo ${a.b + c(1)}").expressions;
    expect(it).toMatchObject({ needs: ["a", "c"], line: 2 });
  });

  test("is no value behind a backslash", () => {
    expect(readTemplate("\\${a}")).toEqual({ literals: ["${a}"], expressions: [] });
  });

  test.each(["${}", "${a b}", "${a;}", "${const a = 1}", "${a"])("%s is refused", (text) => {
    expect(() => readTemplate(text)).toThrow(/a value in prose/);
  });
});

describe("values in the page", () => {
  test("are text wherever they stand, and marked where they can be written again", () => {
    const html = render("a ${x} **${y}** `${z}` [l](p.html?q=${u})", ["<b>", "2", "3", '"4']);
    expect(html).toContain(
      'a <span data-value="7.0">&lt;b&gt;</span> <strong><span data-value="7.1">2</span></strong>',
    );
    expect(html).toContain('<code><span data-value="7.2">3</span></code>');
    expect(html).toContain('href="p.html?q=%224"');
  });

  test("never become markup, whatever they are", () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom("x ${v} y", "*${v}*", "`${v}`", "- ${v}", "# ${v}"), (value, text) => {
        const html = render(text, [value]);
        const inside = /<span data-value="7\.0">([^<>]*)<\/span>/.exec(html)?.[1];
        expect(inside).toBeDefined();
        expect(html.replace(/<span data-value="7\.0">[^<>]*<\/span>/, "")).toBe(
          render(text, [""]).replace(/<span data-value="7\.0"><\/span>/, ""),
        );
      }),
    );
  });

  test("stand in HTML prose as well", () => {
    expect(render('<p title="${a}">${b}</p>', ["1", "2"], "html")).toBe(
      '<p title="1"><span data-value="7.1">2</span></p>',
    );
  });
});

describe("quotes", () => {
  test("of prose are curly, also around a value; those of code and of tags are not", () => {
    expect(render('Who are **"people"**? XFS\'s, `"a"`.', [])).toBe(
      "<p>Who are <strong>“people”</strong>? XFS’s, <code>&quot;a&quot;</code>.</p>\n",
    );
    expect(render('It says "${a}".', ["no"])).toBe('<p>It says “<span data-value="7.0">no</span>”.</p>\n');
    expect(render('<em class="b">Ann\'s</em>', [])).toBe('<p><em class="b">Ann’s</em></p>\n');
  });

  test("are all that is changed: dots, dashes and brackets stay", () => {
    expect(render("a ... (c) -- b", [])).toBe("<p>a ... (c) -- b</p>\n");
  });
});

describe("notes", () => {
  test("what was only posted or proposed lies on drafting paper, what was recorded is marked", () => {
    expect(render("> **Posted, not merged.** x", [])).toContain('<blockquote class="proposed">');
    expect(render("> **Proposed:** x", [])).toContain('<blockquote class="proposed">');
    expect(render("> **Recorded** on 6.1", [])).toContain('<blockquote class="recorded">');
    expect(render("> Anything else", [])).toContain("<blockquote>\n");
  });

  test("citations are asked for by id, one or several", () => {
    const cite = (id: string) => `<i>${id}</i>`;
    expect(withCitations("a [@b-1, @c.2] d", cite)).toBe('a<sup class="cites"><i>b-1</i>, <i>c.2</i></sup> d');
    expect(withCitations("a [@b] [@c] d", cite)).toBe('a<sup class="cites"><i>b</i>, <i>c</i></sup> d');
    expect(withCitations("a\n[@b].", cite)).toBe('a<sup class="cites"><i>b</i></sup>.');
    expect(withCitations("a\n\n[@b] c", cite)).toBe('a\n\n<sup class="cites"><i>b</i></sup> c');
    expect(withCitations("an [array] and a@b", cite)).toBe("an [array] and a@b");
  });
});

describe("terms", () => {
  const terms = [
    { term: "holder", also: ["holders"], text: "" },
    { term: "dax_device", text: "" },
    { term: "mapped device", text: "" },
    { term: "device", text: "" },
  ];
  test("the first use of each is a link; longer terms come first", () => {
    const links = openTerms(terms, "");
    expect(links.link("<p>A mapped\ndevice has a device; Holders, holder.</p>")).toBe(
      '<p>A <a class="term" href="glossary.html#mapped-device" data-term="mapped-device">mapped\ndevice</a> has a <a class="term" href="glossary.html#device" data-term="device">device</a>; <a class="term" href="glossary.html#holder" data-term="holder">Holders</a>, holder.</p>',
    );
    expect(links.link("<p>the holder again</p>")).toBe("<p>the holder again</p>");
    expect(plainText(links.list())).toContain("device holder mapped device");
  });

  test("links, code, headings and parts of words are left alone", () => {
    const html = "<h2>holder</h2><p><a href=x>holder</a> <code>holder</code> stakeholder holder-route</p>";
    expect(openTerms(terms, "").link(html)).toBe(html);
  });
});
