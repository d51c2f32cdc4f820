/**
 * The exercise contract: what an author writes in a lesson's JSON block, and what everything else reads.
 *
 * An exercise is data. Code in it (setup, starter, solution, `run`, `when`) is text, evaluated only by an
 * `Evaluator` (check.ts) in a fresh engine. Authors may write any text as one string or as an array of lines.
 */
import * as v from "valibot";

export type Kind = "code" | "choice" | "order" | "predict";

export interface CheckMessage {
  pass: string;
  fail: string;
}

/** One claim about an answer. Points are whole numbers from 0. */
export interface Check {
  id: string;
  points: number;
  /** Hidden checks are counted apart and run by the teacher; their messages are never shown to a reader. */
  visible: boolean;
  message: CheckMessage;
  /**
   * Source of a function `(scope) => true | false | { ok, message?, evidence? }`; see `CheckScope`. Null for
   * choice, order and predict: the answer is compared with the solution (for predict: field `field`, or all).
   */
  run: string | null;
  /** Predict: the field that this check compares. */
  field: string | null;
}

/** A wrong answer with the feedback that it deserves. */
export interface Wrong {
  answer: Answer;
  /** The check that must fail for it. */
  expectCheck: string;
  feedback: string;
  /** Source of `(scope) => boolean`: which answers make this mistake. Null: those equal to `answer`. */
  when: string | null;
}

/** What the reader gives: text of a cell; ids picked or ordered; ids per field. */
export type Answer = string | readonly string[] | Readonly<Record<string, readonly string[]>>;

export interface Option {
  id: string;
  text: string;
}

/** One thing to be predicted: exactly one option, any set of them, or a route (options in order, some left out). */
export interface Field {
  id: string;
  label: string;
  pick: "one" | "set" | "route";
  options: readonly Option[];
}

/** "fixed": the same machine for everybody; "student": seed = hash(course key, student id), see variant.ts. */
export type SeedPolicy = { kind: "fixed"; seed: number } | { kind: "student" };

interface Common {
  id: string;
  /** Whole number from 1; goes up when old answers should no longer count. */
  version: number;
  title: string;
  /** Markdown; `${…}` is evaluated after the setup. */
  prompt: string;
  /** Cells run before the answer: text of a cell, or "#slug" for a cell of the lesson with all it needs. */
  setup: readonly string[];
  /** At least two, from asking to telling. */
  hints: readonly string[];
  checks: readonly Check[];
  wrong: readonly Wrong[];
  seedPolicy: SeedPolicy;
  /** Attempts before the solution may be shown; null: only the teacher shows it. */
  revealAfter: number | null;
  /** Ids of the reference list. */
  cites: readonly string[];
  /** Slug of the cell after which it stands; null: at the end of the lesson. */
  after: string | null;
  /** True when solution and hidden checks are kept in notebooks/sealed/. */
  sealed: boolean;
}

export interface CodeExercise extends Common {
  kind: "code";
  /** Six or more underscores are a blank, and block the run until they are filled in. */
  starter: string;
  solution: string | null;
  /** Mutants of the solution that are right as well; `verify` does not ask a check to catch them. */
  equivalent: readonly string[];
}
export interface ChoiceExercise extends Common {
  kind: "choice";
  options: readonly Option[];
  multiple: boolean;
  solution: readonly string[] | null;
}
export interface OrderExercise extends Common {
  kind: "order";
  /** In the order first shown. */
  items: readonly Option[];
  solution: readonly string[] | null;
}
export interface PredictExercise extends Common {
  kind: "predict";
  fields: readonly Field[];
  /** Source of an expression over the setup: `{ field: [id, …] }`. The engine says what is right. */
  solution: string | null;
}
export type Exercise = CodeExercise | ChoiceExercise | OrderExercise | PredictExercise;

/** What a check function receives, as one object. */
export interface CheckScope {
  /** Value of the answer: of its expression, or of the last name it declares. Null unless kind is code. */
  value: unknown;
  /** All names that the answer declares. */
  names: Readonly<Record<string, unknown>>;
  /** `value` if it is a machine, else the last declared name that is one, else null; played afresh from its value. */
  machine: unknown;
  /** `machine.run`, or null. */
  run: unknown;
  boot: unknown;
  /** All names that the setup declares. */
  inputs: Readonly<Record<string, unknown>>;
  answer: Answer;
  /** Predict: what the engine says. Choice and order: the solution. Code: null. */
  truth: unknown;
  /** Choices that differ per student; pure in (seed, exercise, name). */
  variant: {
    pick<T>(name: string, list: readonly T[]): T;
    int(name: string, low: number, high: number): number;
  };
}

export const SLUG = /^[a-z][a-z0-9-]*$/;
export const BLANK = /_{6,}/;

const slug = v.pipe(
  v.string("must be a text"),
  v.regex(SLUG, "must be a slug: lower-case letters, digits and hyphens, beginning with a letter"),
);
const text = v.pipe(
  v.union([v.string(), v.array(v.string())], "must be a text or an array of lines"),
  v.transform((it) => (typeof it === "string" ? it : it.join("\n"))),
);
const someText = v.pipe(
  text,
  v.check((it) => it.trim() !== "", "must not be empty"),
);
const whole = (least: number) =>
  v.pipe(
    v.number("must be a number"),
    v.integer("must be a whole number"),
    v.minValue(least, `must be at least ${least}`),
  );
const ids = v.array(slug, "must be an array of ids");
const option = v.strictObject({ id: slug, text: someText });
const options = v.pipe(v.array(option, "must be an array"), v.minLength(2, "needs at least two entries"));

const check = v.strictObject({
  id: slug,
  points: v.optional(whole(0), 1),
  visible: v.optional(v.boolean("must be true or false"), true),
  message: v.strictObject({ pass: someText, fail: someText }),
  run: v.optional(v.nullable(someText), null),
  field: v.optional(v.nullable(slug), null),
});
const wrong = <T extends v.GenericSchema>(answer: T) =>
  v.optional(
    v.array(
      v.strictObject({
        answer,
        expectCheck: slug,
        feedback: someText,
        when: v.optional(v.nullable(someText), null),
      }),
      "must be an array",
    ),
    [],
  );
const seedPolicy = v.union(
  [v.strictObject({ kind: v.literal("fixed"), seed: whole(0) }), v.strictObject({ kind: v.literal("student") })],
  'must be { "kind": "fixed", "seed": 1 } or { "kind": "student" }',
);

const common = {
  id: slug,
  version: v.optional(whole(1), 1),
  title: someText,
  prompt: someText,
  setup: v.optional(v.array(someText, "must be an array of cells"), []),
  hints: v.pipe(v.array(someText, "must be an array"), v.minLength(2, "needs at least two hints")),
  checks: v.pipe(v.array(check, "must be an array"), v.minLength(1, "needs at least one check")),
  seedPolicy: v.optional(seedPolicy, { kind: "fixed", seed: 1 }),
  revealAfter: v.optional(v.nullable(whole(0)), 3),
  cites: v.optional(v.array(v.string("must be the id of a reference")), []),
  after: v.optional(v.nullable(slug), null),
  sealed: v.optional(v.boolean("must be true or false"), false),
};
const field = v.strictObject({
  id: slug,
  label: someText,
  pick: v.optional(v.picklist(["one", "set", "route"], 'must be "one", "set" or "route"'), "one"),
  options,
});

/** One exercise as written, to one as read; ids are filled in from the key by `parseExercises`. */
export const exerciseSchema = v.variant(
  "kind",
  [
    v.strictObject({
      ...common,
      kind: v.literal("code"),
      wrong: wrong(text),
      starter: text,
      solution: v.optional(v.nullable(someText), null),
      equivalent: v.optional(v.array(text), []),
    }),
    v.strictObject({
      ...common,
      kind: v.literal("choice"),
      wrong: wrong(ids),
      options,
      multiple: v.optional(v.boolean("must be true or false"), false),
      solution: v.optional(v.nullable(ids), null),
    }),
    v.strictObject({
      ...common,
      kind: v.literal("order"),
      wrong: wrong(ids),
      items: options,
      solution: v.optional(v.nullable(ids), null),
    }),
    v.strictObject({
      ...common,
      kind: v.literal("predict"),
      wrong: wrong(v.record(slug, ids, "must be { field: [ids] }")),
      fields: v.pipe(v.array(field, "must be an array"), v.minLength(1, "needs at least one field")),
      solution: v.optional(v.nullable(someText), null),
    }),
  ],
  'kind must be "code", "choice", "order" or "predict"',
);
