/**
 * Small changes to a right answer that make it wrong: what a check must catch to be worth its points. One change each; the
 * number is bounded, the choice is the same every time.
 */
import { type Node, parse } from "acorn";
import { full } from "acorn-walk";
import type { Answer, Exercise } from "./contract.ts";

export interface Mutant {
  answer: Answer;
  /** What was changed: for the author. */
  change: string;
}

const MOST = 24;
const SWAPS: Record<string, string> = {
  early: "late",
  late: "early",
  always: "never",
  never: "always",
  xfs: "ext4",
  ext4: "xfs",
  "===": "!==",
  "!==": "===",
  "<": "<=",
  "<=": "<",
  ">": ">=",
  ">=": ">",
  "&&": "||",
  "||": "&&",
  "+": "-",
  "-": "+",
  "*": "+",
  "/": "*",
};

interface Edit {
  start: number;
  end: number;
  text: string;
  what: string;
}

export function mutantsOf(exercise: Exercise): Mutant[] {
  if (exercise.solution === null) return [];
  if (exercise.kind === "code") return codeMutants(exercise.solution);
  if (exercise.kind === "predict") return [];
  const right = exercise.solution;
  if (exercise.kind === "order") {
    return right.slice(1).map((id, index) => {
      const answer = [...right];
      answer.splice(index, 2, id, right[index] as string);
      return { answer, change: `${right[index]} and ${id} swapped` };
    });
  }
  const others = exercise.options.map((it) => it.id).filter((id) => !right.includes(id));
  if (!exercise.multiple) return others.map((id) => ({ answer: [id], change: `${id} instead` }));
  return [
    ...others.map((id) => ({ answer: [...right, id], change: `${id} as well` })),
    ...right.map((id) => ({ answer: right.filter((it) => it !== id), change: `without ${id}` })),
  ].filter((it) => it.answer.length > 0);
}

/** Wrong predictions, field by field, for what the engine says is right. */
export function predictMutants(
  exercise: Exercise & { kind: "predict" },
  truth: Readonly<Record<string, readonly string[]>>,
): Mutant[] {
  return exercise.fields.flatMap((field) => {
    const right = truth[field.id] ?? [];
    const others = field.options.map((it) => it.id).filter((id) => !right.includes(id));
    const wrong: (readonly string[])[] = others.map((id) => (field.pick === "one" ? [id] : [...right, id]));
    if (field.pick !== "one" && right.length > 0) wrong.push(right.slice(1));
    if (field.pick === "route" && right.length > 1) wrong.push([...right].reverse());
    return wrong.map((ids) => ({
      answer: { ...truth, [field.id]: ids },
      change: `${field.id}: ${ids.join(" > ") || "nothing"}`,
    }));
  });
}

function codeMutants(text: string): Mutant[] {
  const edits: Edit[] = [];
  full(parse(text, { ecmaVersion: 2023, sourceType: "module" }), (node) => editsOf(node, text, edits));
  edits.sort((a, b) => a.start - b.start || a.end - b.end);
  const step = Math.max(1, edits.length / MOST);
  const chosen = Array.from({ length: Math.min(MOST, edits.length) }, (_, i) => edits[Math.floor(i * step)] as Edit);
  return chosen.map(({ start, end, text: next, what }) => {
    const line = text.slice(0, start).split("\n").length;
    return { answer: text.slice(0, start) + next + text.slice(end), change: `line ${line}: ${what}` };
  });
}

type Loose = Node & Record<string, unknown>;

function editsOf(any: Node, text: string, edits: Edit[]): void {
  const node = any as Loose;
  const replace = (at: Node, next: string, what: string) => {
    edits.push({ start: at.start, end: at.end, text: next, what });
  };
  if (node.type === "Literal") literal(node, replace);
  else if (node.type === "BinaryExpression" || node.type === "LogicalExpression") {
    const [left, right] = [node.left as Node, node.right as Node];
    const other = SWAPS[node.operator as string];
    if (other === undefined) return;
    const between = text.slice(left.end, right.start).replace(node.operator as string, other);
    const next = text.slice(left.start, left.end) + between + text.slice(right.start, right.end);
    replace(node, next, `${String(node.operator)} becomes ${other}`);
  } else if (node.type === "CallExpression") {
    const callee = node.callee as Loose;
    const object = callee.object as Loose | undefined;
    if (callee.type !== "MemberExpression" || object?.type !== "CallExpression" || callee.computed) return;
    const name = text.slice((callee.property as Node).start, (callee.property as Node).end);
    replace(node, text.slice(object.start, object.end), `without .${name}(…)`);
  }
}

function literal(node: Loose, replace: (at: Node, next: string, what: string) => void): void {
  const { value } = node;
  if (typeof value === "boolean") replace(node, String(!value), `${value} becomes ${!value}`);
  else if (typeof value === "number") replace(node, String(value + 1), `${value} becomes ${value + 1}`);
  else if (typeof value === "string") {
    const other = SWAPS[value] ?? value.replace(/^\d+(?= |$)/, (it) => String(Number(it) + 1));
    if (other !== value) replace(node, JSON.stringify(other), `"${value}" becomes "${other}"`);
  }
}
