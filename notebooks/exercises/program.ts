/**
 * One exercise and one answer → the text of one expression that evaluates to plain data. The sandbox needs to
 * know nothing of exercises: in the browser the text is a cell of a fresh worker, in Node of a fresh interpreter.
 */
import { type Cell, CellError, readCell } from "./cells.ts";
import type { Answer, Check, Exercise } from "./contract.ts";
import { HARNESS, LOCKDOWN } from "./harness.ts";

export interface ProgramParts {
  exercise: Exercise;
  answer: Answer;
  seed: number;
  /** Checks to run in this program. */
  checks: readonly Check[];
  /** Texts of the setup, "#slug" resolved; see `resolveSetup`. */
  setup: readonly string[];
  /** Names of the cell API; the reader's functions get them as parameters of their own. */
  api: readonly string[];
  /** False where the sandbox was locked down before. */
  lockdown: boolean;
}

/**
 * What a program for a sandbox that was locked down before begins and ends with; between them are the parts of the
 * harness: those of the exercise, which are the same for every answer, then those that come with the answer.
 */
export const PROGRAM_HEAD = `(() => { "use strict"; return (${HARNESS})(`;
export const PROGRAM_JOINT = "\n)( // the answer\n";
export const PROGRAM_TAIL = "); })()";

/** Throws `CellError` where the reader's text cannot be read; nothing of it ends up outside its function. */
export function programOf(parts: ProgramParts): string {
  const { exercise } = parts;
  const { cells, names, prompt } = authored(exercise, parts.setup);
  const api = parts.api.filter((name) => !names.includes(name));
  const reader = exercise.kind === "code" ? readCell(parts.answer as string) : null;
  const checks = parts.checks.map((check) => `{ id: ${json(check.id)}, run: ${runOf(exercise, check)} }`);
  const wrong = exercise.wrong.flatMap((it, index) =>
    it.when === null ? [] : [`{ index: ${index}, when: (${it.when}\n) }`],
  );
  const truth = exercise.kind === "choice" || exercise.kind === "order" ? json(exercise.solution) : "null";
  const given = `variant, {${names.join(", ")}}`;
  return [
    parts.lockdown ? `(() => { "use strict"; ${LOCKDOWN};\nreturn (${HARNESS})({` : `${PROGRAM_HEAD}{`,
    `id: ${json(exercise.id)}, seed: ${parts.seed >>> 0}, truth: ${truth}, boot, machineOf: (value) => machineOf(value),`,
    `setup: ${closed(api, "variant", setupSource(exercise, cells, prompt))} }${PROGRAM_JOINT}{`,
    `answer: ${json(parts.answer)},`,
    `reader: ${reader === null ? "null" : closed(api, given, readerSource(reader))},`,
    `checks: [${checks.join(", ")}], wrong: [${wrong.join(", ")}] }${PROGRAM_TAIL}`,
  ].join("\n");
}

/** What the author wrote, as it was read. */
interface Authored {
  setup: readonly string[];
  cells: readonly Cell[];
  names: readonly string[];
  prompt: readonly string[];
}

/** A class answers the same exercise many times: what the author wrote is read once. */
const known = new WeakMap<Exercise, Authored>();

function authored(exercise: Exercise, setup: readonly string[]): Authored {
  const before = known.get(exercise);
  if (before?.setup === setup) return before;
  const cells = setup.map(readCell);
  const names = cells.flatMap((cell) => cell.names);
  const read = { setup, cells, names, prompt: placeholders(exercise.prompt) };
  known.set(exercise, read);
  return read;
}

/** A function with its own copy of the API's names, so that assigning to one changes nothing outside. */
function closed(api: readonly string[], params: string, body: string): string {
  const names = api.join(", ");
  return `((${names}) => (${params}) => {\n${body}\n})(${names})`;
}

function setupSource(exercise: Exercise, setup: readonly Cell[], prompt: readonly string[]): string {
  const truth = exercise.kind === "predict" && exercise.solution !== null ? `(${exercise.solution}\n)` : "null";
  const values = prompt.map((it) => `(${it}\n)`);
  return [
    ...setup.map(asStatements),
    `return { inputs: {${namesOf(setup)}}, truth: () => ${truth}, prompt: () => [${values.join(", ")}].map(String) };`,
  ].join("\n");
}

/** The reader's text gets what the setup declares; see HARNESS for which of it is made anew. */
function readerSource(reader: Cell): string {
  const answer = reader.expression
    ? `return { names: {}, last: null, value: (${reader.text}\n) };`
    : `${reader.text}\nreturn { names: {${reader.names.join(", ")}}, last: ${json(reader.names.at(-1) ?? null)} };`;
  return `return (() => {\n${answer}\n})();`;
}

const asStatements = (cell: Cell): string => (cell.expression ? `(${cell.text}\n);` : `${cell.text};`);
const namesOf = (cells: readonly Cell[]): string => cells.flatMap((cell) => cell.names).join(", ");

/** Without a `run` the answer is compared with what is right; the order of ids counts where it means something. */
function runOf(exercise: Exercise, check: Check): string {
  if (check.run !== null) return `(${check.run}\n)`;
  const ordered = (pick: boolean) => (pick ? "" : ".sort()");
  if (exercise.kind === "predict") {
    const fields = exercise.fields.filter((it) => check.field === null || it.id === check.field);
    const same = fields.map(({ id, pick }) => {
      const sort = ordered(pick === "route");
      return `JSON.stringify([...(answer[${json(id)}] ?? [])]${sort}) === JSON.stringify([...(truth[${json(id)}] ?? [])]${sort})`;
    });
    return `({ answer, truth }) => ${same.join(" && ")}`;
  }
  const sort = ordered(exercise.kind === "order");
  return `({ answer, truth }) => JSON.stringify([...answer]${sort}) === JSON.stringify([...truth]${sort})`;
}

/** The `${…}` of a prompt, in order; texts that are no expression are left as they stand. */
export function placeholders(prompt: string): string[] {
  return [...prompt.matchAll(/\$\{([^{}]*)\}/g)].flatMap((match) => {
    const text = match[1] ?? "";
    try {
      return readCell(text).expression ? [text] : [];
    } catch {
      return [];
    }
  });
}

/** A lesson's cell as setup needs it. */
export interface LessonCell {
  slug: string;
  text: string;
}

/**
 * Setup with every "#slug" replaced by that cell and all cells it needs, each once, in an order that works. Other
 * texts also bring the lesson cells that they, or the given extra texts, name.
 */
export function resolveSetup(exercise: Exercise, cells: readonly LessonCell[]): string[] {
  const known = cells.flatMap(({ slug, text }) => {
    try {
      return [{ slug, cell: readCell(text) }];
    } catch {
      return [];
    }
  });
  const out: string[] = [];
  const path: string[] = [];
  const add = (text: string): void => {
    if (out.includes(text)) return;
    if (path.includes(text)) throw new CellError("the setup needs itself (a cycle of cells)", 1);
    path.push(text);
    for (const name of readCell(text).needs) {
      const source = known.find((it) => it.cell.names.includes(name));
      if (source && source.cell.text !== text) add(source.cell.text);
    }
    path.pop();
    out.push(text);
  };
  for (const entry of exercise.setup) {
    if (!entry.startsWith("#")) {
      add(entry);
      continue;
    }
    const found = known.find((it) => it.slug === entry.slice(1));
    if (!found) throw new CellError(`no cell of this lesson has the slug ${entry.slice(1)}`, 1);
    add(found.cell.text);
  }
  return out;
}

const json = (it: unknown): string => JSON.stringify(it) ?? "null";
