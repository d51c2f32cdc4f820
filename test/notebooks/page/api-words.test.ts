/** What the editor explains, held against the types of the engine. */
import { readFileSync } from "node:fs";
import ts from "typescript";
import { expect, test } from "vitest";
import { apiWordsDe } from "../../../notebooks/i18n/api-words-de.ts";
import { CHOICES } from "../../../notebooks/page/api-options.ts";
import { keyOf, meaningOf, membersOf, speakWords, WORDS, wordOf } from "../../../notebooks/page/api-words.ts";

const source = (name: string) => {
  const path = new URL(`../../../engine/${name}`, import.meta.url);
  return ts.createSourceFile(name, readFileSync(path, "utf8"), ts.ScriptTarget.ES2022, true);
};
const api = source("api.ts");
const scene = source("scene.ts");

function members(file: ts.SourceFile, name: string): string[] {
  const found = file.statements.find((it) => ts.isInterfaceDeclaration(it) && it.name.text === name);
  if (!found || !ts.isInterfaceDeclaration(found)) throw new Error(`${name} is gone`);
  return found.members.map((it) => (it.name as ts.Identifier).text);
}

/** The texts of a union type. */
function union(file: ts.SourceFile, name: string): string[] {
  const found = file.statements.find((it) => ts.isTypeAliasDeclaration(it) && it.name.text === name);
  if (!found || !ts.isTypeAliasDeclaration(found) || !ts.isUnionTypeNode(found.type))
    throw new Error(`${name} is gone`);
  return found.type.types.map((it) => ((it as ts.LiteralTypeNode).literal as ts.StringLiteral).text);
}

const names = (of: string) =>
  membersOf(of)
    .map((it) => it.name)
    .sort();

test("German explains every word that English explains, and no other, in other words", () => {
  expect(Object.keys(apiWordsDe).sort()).toEqual(WORDS.map(keyOf).sort());
  const same = WORDS.filter((it) => apiWordsDe[keyOf(it)] === it.text);
  expect(same.map(keyOf)).toEqual([]);
  for (const text of Object.values(apiWordsDe)) expect(text).toMatch(/^\S.*[.?"]$/);
});

test("a word is said in the language that was chosen, and in English where that has no text", () => {
  const [boot, length] = [wordOf("boot", "cell"), wordOf("length", "Machine")];
  if (!boot || !length) throw new Error("no such word");
  speakWords({ tag: "de", texts: { [keyOf(boot)]: "Schaltet ein." } });
  expect(meaningOf(boot)).toEqual({ text: "Schaltet ein.", tag: "de" });
  expect(meaningOf(length)).toEqual({ text: length.text, tag: "en" });
  speakWords({ tag: "en", texts: {} });
  expect(meaningOf(boot)).toEqual({ text: boot.text, tag: "en" });
});

test("every member of Machine is explained, and nothing that it does not have", () => {
  expect(names("Machine")).toEqual(members(api, "Machine").sort());
});

test("the options of boot, pmem, mkfs and mmap are those of the engine", () => {
  expect(names("boot")).toEqual(members(api, "BootSpec").sort());
  expect(names("pmem")).toEqual(members(api, "PmemSpec").sort());
  expect(names("mmap")).toEqual(members(api, "MmapSpec").sort());
  expect(members(scene, "MkfsOptions")).toEqual(expect.arrayContaining(names("mkfs")));
});

test("the choices are the engine's, in its order", () => {
  expect(CHOICES.kernel).toEqual(union(scene, "KernelId"));
  expect(CHOICES.policy).toEqual(union(scene, "PolicyId"));
  expect(CHOICES.dax).toEqual(union(scene, "Dax"));
});

test("a word is explained once per owner, in whole sentences", () => {
  const keys = WORDS.map((it) => `${it.of}.${it.name}`);
  expect(new Set(keys).size).toBe(keys.length);
  for (const it of WORDS) expect(it.text, it.name).toMatch(/^[A-Z"0].*[.?]$/);
});
