/** What an embed is asked for: its address, the lines that others copy, and the messages of both sides. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addressOf, readAddress } from "../../../notebooks/embed/address.ts";
import { readFromEmbed, readToEmbed } from "../../../notebooks/embed/messages.ts";
import { snippet } from "../../../notebooks/embed/snippet.ts";

const slug = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,30}$/);

describe("an address", () => {
  test("what is written is read", () => {
    const wish = fc.record(
      {
        lesson: slug,
        cells: fc.tuple(slug, slug).map((it) => it.join("..")),
        figure: slug,
        step: fc.nat(9_999_999).map(String),
        theme: fc.constantFrom("auto", "light", "dark"),
        lang: fc.constantFrom("en", "de"),
        id: fc.string({ minLength: 1, maxLength: 100 }),
      },
      { requiredKeys: ["lesson"] },
    );
    fc.assert(
      fc.property(wish, (it) => {
        const read = readAddress(`#${addressOf(it)}`);
        const [from, to] = it.cells?.split("..") ?? [];
        expect(read).toEqual({
          lesson: it.lesson,
          ...(it.cells ? { cells: { from, to } } : {}),
          ...(it.figure ? { figure: it.figure } : {}),
          ...(it.step ? { step: Number(it.step) } : {}),
          theme: it.theme ?? "auto",
          lang: it.lang ?? "",
          id: it.id ?? "",
        });
      }),
    );
  });

  test("whatever it is, reading it ends in an answer", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const read = readAddress(text);
        expect("problem" in read ? read.problem : read.lesson).not.toBe("");
      }),
    );
  });

  test.each([
    ["lesson=../../secret", "lesson"],
    ["lesson=05-the-slot&step=-1", "step"],
    ["lesson=05-the-slot&theme=blue", "theme"],
    ["lesson=05-the-slot&cells=a...b", "cells"],
    ["figure=thread", "lesson"],
  ])("%s is refused and names its part", (fragment, part) => {
    expect(readAddress(fragment)).toMatchObject({
      problem: expect.stringMatching(new RegExp(`^${part}: got .+, expected [a-z0-9]`)),
    });
  });
});

describe("messages", () => {
  test("only those of this version, of their side and in their bounds are heard", () => {
    const height = { daxlab: 1, id: "f", type: "height", height: 300 };
    expect(readFromEmbed(height)).toEqual(height);
    expect(readToEmbed(height)).toBeNull();
    const bad = [
      { ...height, daxlab: 2 },
      { ...height, height: 4001 },
      { ...height, height: 0 },
      { ...height, id: 7 },
    ];
    expect(bad.map(readFromEmbed)).toEqual([null, null, null, null]);
    const open = { daxlab: 1, id: "f", type: "open", href: "javascript:alert(1)" };
    expect(readFromEmbed(open)).toBeNull();
    expect(readToEmbed({ daxlab: 1, id: "f", type: "run", cell: "a" })).toBeNull();
    expect(readToEmbed({ daxlab: 1, id: "f", type: "step", step: 3 })).not.toBeNull();
  });

  test("anything else is dropped without an error", () => {
    fc.assert(
      fc.property(fc.anything(), (it) => {
        expect([readFromEmbed(it), readToEmbed(it)]).toEqual([null, null]);
      }),
    );
  });
});

describe("a snippet", () => {
  const wish = {
    root: "https://lab.example/x/",
    lesson: "05-the-slot",
    title: `A "slot" & <more>`,
    engine: "25fb5df23492bf6d",
    heightPx: 300,
  };

  test("escapes what it carries", () => {
    const text = snippet({ ...wish, kind: "figure", figure: "slot" });
    expect(text).toContain(
      'src="https://lab.example/x/embed.html#lesson=05-the-slot&amp;figure=slot&amp;engine=25fb5df23492"',
    );
    expect(text).toContain('title="A &quot;slot&quot; &amp; &lt;more&gt;"');
    expect(text).toContain('sandbox="allow-scripts ');
    expect(text).not.toContain("allow-same-origin");
  });

  test("of the element holds the recorded words and a link", () => {
    const text = snippet({ ...wish, kind: "element", cells: "a..b", recorded: "It said <so>." });
    expect(text).toContain('cells="a..b" engine="25fb5df23492"');
    expect(text).toContain("<p>It said &lt;so&gt;.</p>");
    expect(text).toContain('<a href="https://lab.example/x/lessons/05-the-slot.html">');
  });
});
