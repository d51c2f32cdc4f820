/**
 * For people who use their own editor: all answers as one plain text, and back. Each answer stands below a line that
 * names its exercise; what the exercise asks stands there as comments.
 */
import type { Answer, Exercise } from "./contract.ts";

export interface EditorEntry {
  lesson: string;
  exercise: Exercise;
  answer: Answer | null;
}

const HEAD = /^\/\/ === ([a-z0-9][a-z0-9-]*)\/([a-z][a-z0-9-]*) v(\d+) ===\s*$/;

export function toEditorText(entries: readonly EditorEntry[]): string {
  return entries
    .map(({ lesson, exercise, answer }) => {
      const asks = `${exercise.title}\n${exercise.prompt}`.split("\n").map((line) => `//: ${line}`.trimEnd());
      const start = exercise.kind === "code" ? exercise.starter : JSON.stringify(emptyOf(exercise));
      const body = answer === null ? start : typeof answer === "string" ? answer : JSON.stringify(answer);
      const head = `// === ${lesson}/${exercise.id} v${exercise.version} ===`;
      return [head, ...asks, ...choices(exercise), body, ""].join("\n");
    })
    .join("\n");
}

function emptyOf(exercise: Exercise): Answer {
  if (exercise.kind === "order") return exercise.items.map((it) => it.id);
  if (exercise.kind === "predict") return Object.fromEntries(exercise.fields.map((it) => [it.id, []]));
  return [];
}

function choices(exercise: Exercise): string[] {
  const line = (it: { id: string; text: string }) => `//: - ${JSON.stringify(it.id)}: ${it.text.split("\n")[0]}`;
  if (exercise.kind === "choice") return exercise.options.map(line);
  if (exercise.kind === "order") return exercise.items.map(line);
  if (exercise.kind !== "predict") return [];
  return exercise.fields.flatMap((field) => [
    `//: ${JSON.stringify(field.id)}: ${field.label} (${field.pick})`,
    ...field.options.map(line),
  ]);
}

export interface Pasted {
  lesson: string;
  id: string;
  version: number;
  /** As text; `answerFrom` reads it for its exercise. */
  text: string;
}

/** Looks like the line above an answer, and may be one that was touched. */
const NEARLY_HEAD = /^\s*(\/\/)?\s*==+.*\w\/\w/;

/** Lines that were the ones above an answer before somebody changed them: what follows them is the wrong answer's. */
export const damagedHeads = (text: string): { line: number; text: string }[] =>
  text
    .split(/\r\n?|\n/)
    .map((it, index) => ({ line: index + 1, text: it.trim() }))
    .filter((it) => NEARLY_HEAD.test(it.text) && !HEAD.test(it.text));

/** The answers of a text that was made by `toEditorText`; lines before the first head are nobody's. */
export function fromEditorText(text: string): Pasted[] {
  const found: Pasted[] = [];
  for (const line of text.replace(/\r\n?/g, "\n").split("\n")) {
    const head = HEAD.exec(line);
    const last = found.at(-1);
    if (head) {
      found.push({ lesson: head[1] as string, id: head[2] as string, version: Number(head[3]), text: "" });
    } else if (last && !line.startsWith("//:")) last.text += `${line}\n`;
  }
  return found.map((it) => ({ ...it, text: it.text.trim() }));
}

/** Text → answer of the right kind, or what is wrong with it. */
export function answerFrom(exercise: Exercise, text: string): { answer: Answer } | { problem: string } {
  if (exercise.kind === "code") return { answer: text };
  try {
    const raw: unknown = JSON.parse(text);
    const isIds = (it: unknown): it is string[] => Array.isArray(it) && it.every((id) => typeof id === "string");
    if (exercise.kind !== "predict") {
      if (!isIds(raw)) return { problem: 'expected ids such as ["a", "b"]' };
      const known = exercise.kind === "order" ? exercise.items : exercise.options;
      return unknownId(raw, known) ?? { answer: raw };
    }
    if (typeof raw !== "object" || raw === null || !Object.values(raw).every(isIds)) {
      return { problem: 'expected ids per field such as { "asked": ["a"] }' };
    }
    const given = Object.entries(raw as Record<string, string[]>);
    const wrongField = unknownId(
      given.map(([name]) => name),
      exercise.fields,
    );
    const wrong = given.map(([name, ids]) =>
      unknownId(ids, exercise.fields.find((it) => it.id === name)?.options ?? []),
    );
    return wrongField ?? wrong.find((it) => it !== null) ?? { answer: raw as Record<string, string[]> };
  } catch {
    return { problem: "expected JSON, one line as the file was given out" };
  }
}

function unknownId(ids: readonly string[], known: readonly { id: string }[]): { problem: string } | null {
  const unknown = ids.find((id) => !known.some((it) => it.id === id));
  if (unknown === undefined) return null;
  return { problem: `got ${JSON.stringify(unknown)}, expected ${known.map((it) => JSON.stringify(it.id)).join(", ")}` };
}
