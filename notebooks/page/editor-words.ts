/** Completion and hover in the editor: what may stand at a place, from the syntax tree and the published values. */
import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import type { EditorState, Text } from "@codemirror/state";
import type { SyntaxNode } from "@lezer/common";
import type { Wire } from "../../workers/api.ts";
import { CHOICES } from "./api-options.ts";
import { meaningOf, membersOf, WORDS, type Word, wordOf } from "./api-words.ts";

export type Names = ReadonlyMap<string, Wire | null>;

const TYPES: Readonly<Record<Word["kind"], string>> = {
  function: "function",
  method: "method",
  property: "property",
  constant: "constant",
  option: "property",
};

const completion = (it: Word): Completion => ({
  label: it.name,
  type: TYPES[it.kind],
  detail: it.shape,
  info: () => paragraphOf(it),
});

/** The meaning of a word as an element of its language. */
export function paragraphOf(word: Word): HTMLElement {
  const { text, tag } = meaningOf(word);
  const element = document.createElement("p");
  element.lang = tag;
  element.textContent = text;
  return element;
}

const textAt = (doc: Text, node: SyntaxNode): string => doc.sliceString(node.from, node.to);

/** The source that CodeMirror asks. */
export const completeCell =
  (names: () => Names) =>
  (context: CompletionContext): CompletionResult | null => {
    const node = syntaxTree(context.state).resolveInner(context.pos, -1);
    if (/Comment|VariableDefinition/.test(node.name)) return null;
    if (node.name === "String") return inText(context, node, names());
    const before = context.matchBefore(/\.?[\w$]*$/);
    if (before === null) return null;
    if (before.text.startsWith(".")) return afterDot(context, before.from, names());
    if (before.text === "" && !context.explicit) return null;
    const owner = literalOwner(node, context.state.doc);
    if (owner !== null) return { from: before.from, options: membersOf(owner).map(completion), validFor: /^\w*$/ };
    const own = [...names().keys()].map((label): Completion => ({ label, type: "variable", boost: 1 }));
    return { from: before.from, options: [...own, ...membersOf("cell").map(completion)], validFor: /^[\w$]*$/ };
  };

/** Members of what stands before the dot, as far as that can be known without running anything. */
function afterDot(context: CompletionContext, from: number, names: Names): CompletionResult | null {
  const node = syntaxTree(context.state).resolveInner(from, -1);
  const wire = node.name === "VariableName" ? names.get(textAt(context.state.doc, node)) : undefined;
  if (wire?.kind === "function") return null;
  const value = wire?.kind === "data" ? wire.value : undefined;
  const isOpen = typeof value === "object" && value !== null && !Array.isArray(value);
  const keys = isOpen ? Object.keys(value).map((label): Completion => ({ label, type: "property" })) : null;
  if (wire?.kind === "data" && keys === null) return null;
  return { from: from + 1, options: keys ?? membersOf("Machine").map(completion), validFor: /^\w*$/ };
}

/** Whose options an object literal holds: `.mkfs("xfs", "pmem0p1", {` → "mkfs". */
function literalOwner(node: SyntaxNode, doc: Text): string | null {
  for (let at: SyntaxNode | null = node; at !== null; at = at.parent) {
    if (at.name === "Property" && !isKey(at, node)) return null;
    if (at.name !== "ObjectExpression") continue;
    const key = propertyName(at.parent, doc);
    if (at.parent?.name === "ArgList") return known(calleeName(at.parent.parent, doc));
    const above = key === null ? null : propertyName(at.parent?.parent?.parent ?? null, doc);
    return above === "pmem" ? "pmem" : known(key);
  }
  return null;
}

const known = (name: string | null): string | null =>
  name !== null && name !== "cell" && name !== "Machine" && membersOf(name).length > 0 ? name : null;

/** Whether the cursor is still in the name of the property, not behind its colon. */
const isKey = (property: SyntaxNode, node: SyntaxNode): boolean =>
  node.name === "PropertyDefinition" || property.getChild(":") === null;

function propertyName(node: SyntaxNode | null, doc: Text): string | null {
  const name = node?.name === "Property" ? node.getChild("PropertyDefinition") : null;
  return name ? textAt(doc, name) : null;
}

function calleeName(call: SyntaxNode | null, doc: Text): string | null {
  const callee = call?.firstChild;
  if (!callee) return null;
  const name = callee.name === "MemberExpression" ? callee.getChild("PropertyName") : callee;
  return name ? textAt(doc, name) : null;
}

/** Inside quotes: kernels and policies by key, else names of things that the known machines have. */
function inText(context: CompletionContext, node: SyntaxNode, names: Names): CompletionResult | null {
  const key = propertyName(node.parent, context.state.doc);
  const choices = key === null ? undefined : CHOICES[key];
  const options = choices ?? (node.parent?.name === "ArgList" ? thingsOf(names) : []);
  if (options.length === 0) return null;
  const label = (it: string): Completion => ({ label: it, type: "text" });
  return { from: node.from + 1, options: options.map(label), validFor: /^[^"'`\n]*$/ };
}

/** Devices, mount points, files and processes of every published machine. */
function thingsOf(names: Names): string[] {
  const found = new Set<string>();
  for (const wire of names.values()) {
    if (wire?.kind !== "machine") continue;
    const { state } = wire.machine;
    for (const disk of state.disks) for (const it of [disk, ...disk.partitions]) found.add(it.name);
    for (const it of state.mounts) found.add(it.target);
    for (const it of state.files) found.add(it.path);
    for (const it of state.processes) found.add(it.process);
  }
  return [...found];
}

export interface WordAt {
  from: number;
  to: number;
  word: Word;
}

/** The explained name at a place, or null. */
export function wordAt(state: EditorState, at: number): WordAt | null {
  const node = syntaxTree(state).resolveInner(at, -1);
  const name = textAt(state.doc, node);
  const word =
    node.name === "PropertyName"
      ? wordOf(name, "Machine")
      : node.name === "VariableName"
        ? wordOf(name, "cell")
        : node.name === "PropertyDefinition"
          ? WORDS.find((it) => it.kind === "option" && it.name === name && it.of === literalOwner(node, state.doc))
          : undefined;
  return word === undefined ? null : { from: node.from, to: node.to, word };
}
