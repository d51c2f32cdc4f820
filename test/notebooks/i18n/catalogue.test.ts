/** The catalogues of the page, held to each other and to the code that speaks them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { de } from "../../../notebooks/i18n/de.ts";
import { en } from "../../../notebooks/i18n/en.ts";
import { exerciseStringsDe, exerciseStringsEn } from "../../../notebooks/i18n/exercises.ts";
import { type FigureStrings, figureStringsEn } from "../../../notebooks/i18n/figures.ts";
import { figureStringsDe } from "../../../notebooks/i18n/figures-de.ts";
import { LANGUAGES, loadLanguage } from "../../../notebooks/i18n/languages.ts";
import { pseudo, pseudoText } from "../../../notebooks/i18n/pseudo.ts";
import { valueStringsDe, valueStringsEn } from "../../../notebooks/i18n/values.ts";

/** Every text of a catalogue by its path; functions are called with `n` for numbers and names for texts. */
function texts(catalogue: unknown, n: number, path = ""): Map<string, string> {
  const found = new Map<string, string>();
  const walk = (it: unknown, at: string): void => {
    if (typeof it === "string") found.set(at, it);
    else if (typeof it === "function") walk(call(it as (...all: unknown[]) => unknown, n), at);
    else if (Array.isArray(it)) for (const [index, one] of it.entries()) walk(one, `${at}.${index}`);
    else if (typeof it === "object" && it !== null) {
      for (const [key, one] of Object.entries(it)) walk(one, at === "" ? key : `${at}.${key}`);
    }
  };
  walk(catalogue, path);
  return found;
}

const ENGINE = { n: null, hash: "⟪x⟫", kind: "runs" };

/** Arguments that any of the functions takes: a list where it is joined, a word of theirs, else a number as a text. */
function call(fn: (...all: unknown[]) => unknown, n: number): unknown {
  for (const kind of [n, ["⟪x⟫"], "⟪x⟫", ENGINE, "not-work", "step"]) {
    try {
      const result = fn(...Array.from({ length: Math.max(1, fn.length) }, () => kind));
      if (typeof result === "string" && !/undefined|úñdéfíñéd|NaN|\[object/.test(result)) return result;
    } catch {
      // The next kind of argument.
    }
  }
  throw new Error(`no argument suits ${fn}`);
}

/** Without what puts names beside each other, and the conclusion, which takes an object and has a test of its own. */
function figureTexts({ tag: _tag, concludes: _says, onPlace: _on, inSpace: _in, codeAt: _at, ...rest }: FigureStrings) {
  const { alone: _none, ...marks } = rest.marks;
  return { ...rest, marks };
}

const PAIRS = [
  ["figures", figureTexts(figureStringsEn), figureTexts(figureStringsDe)],
  ["page", en, de],
  ["values", valueStringsEn, valueStringsDe],
  ["exercises", exerciseStringsEn, exerciseStringsDe],
] as const;

describe.each(PAIRS)("%s", (_name, english, german) => {
  test("German has every text of English and no other", () => {
    const skip = (it: string) => !it.startsWith("cell.editorPhrases");
    const keys = (catalogue: unknown) => [...texts(catalogue, 2).keys()].filter(skip).sort();
    expect(keys(german)).toEqual(keys(english));
  });

  test("no text is empty, and none is still English", () => {
    const same = /^(ok|Index|Link|Name|Stop|Pause|Run|code|page|\d+ ms|values\.\w+|cell.states.ok)$/;
    const left = texts(english, 2);
    for (const [key, text] of texts(german, 2)) {
      expect(text.trim(), key).not.toBe("");
      const isSame = text === left.get(key) && /[a-z]{4} [a-z]{3}/.test(text);
      expect(isSame && !same.test(text), `${key}: ${text}`).toBe(false);
    }
  });

  test("one and many are told apart where a number counts things", () => {
    for (const catalogue of [english, german]) {
      for (const [key, one] of texts(catalogue, 1)) {
        const many = texts(catalogue, 2).get(key) as string;
        // "1 more" and names that happen to be numbers count nothing that has two forms.
        if (
          !/^1 \p{L}/u.test(one) ||
          /^1 (ms|von|of|to|bis|more|has|hat|in|im|bad|defekt|poisoned|vergiftet|went|ging)\b/.test(one)
        )
          continue;
        expect(many.replace(/2/g, "1"), key).not.toBe(one);
      }
    }
  });
});

test("digits are the same in every language", () => {
  expect(de.share.long(12_345)).toContain("12345");
  expect(de.time.state(12_345)).toContain("12345");
});

test("the pseudo-locale marks and lengthens every text, whatever it was made of", () => {
  const marked = texts(pseudo(en), 2);
  for (const [key, text] of texts(en, 2)) {
    if (text === "" || key.startsWith("cell.editorPhrases")) continue;
    expect(marked.get(key), key).toMatch(/^⟦.*⟧$/s);
    expect((marked.get(key) as string).length).toBeGreaterThanOrEqual(text.length * 1.3);
  }
  expect(pseudoText("")).toBe("");
});

test("every language of the switch loads under its own tag; the pseudo-locale is written from right to left", async () => {
  for (const [tag, name] of LANGUAGES) {
    const { page } = await loadLanguage(tag);
    expect([page.tag, page.name]).toEqual([tag, name]);
  }
  expect((await loadLanguage("qps")).page.direction).toBe("rtl");
  expect((await loadLanguage("xx")).page.tag).toBe("en");
});

/** What stands in a template besides its expressions. */
const literalText = (template: ts.TemplateLiteral): string =>
  ts.isNoSubstitutionTemplateLiteral(template)
    ? template.text
    : template.head.text + template.templateSpans.map((it) => ` ${it.literal.text}`).join("");

test("no word stands in the code of the page: what a reader sees comes from the catalogue", () => {
  const root = join(import.meta.dirname, "../../../notebooks/page");
  const files = ["ui", "."].flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((it) => it.endsWith(".ts") && !/^(api-|lesson|cells-api)/.test(it))
      .map((it) => join(root, folder, it)),
  );
  const found: string[] = [];
  for (const path of files) {
    const file = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2022, true);
    const visit = (node: ts.Node): void => {
      if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === "html") {
        const shown = literalText(node.template).replace(/<[^>]*>/g, " ");
        if (/\p{L}{2,}/u.test(shown)) found.push(`${path}: ${shown.trim()}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  expect(found).toEqual([]);
});
