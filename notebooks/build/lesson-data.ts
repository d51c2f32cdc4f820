/** What a lesson's JSON block says besides its slugs and exercises: seed, budgets, citations, a sentence for the map. */
import * as v from "valibot";
import { lineAt, offsetOf, positionsOf } from "../exercises/positions.ts";
import { type Lesson, LessonError } from "../page/lesson.ts";

const ids = v.record(v.string(), v.array(v.string("must be the id of a reference"), "must be an array of ids"));
const schema = v.strictObject({
  slugs: v.optional(v.record(v.string(), v.string()), {}),
  /** Read by exercises/parse.ts. */
  exercises: v.optional(v.unknown()),
  /** Per cell id: references that stand in the margin beside it. */
  cites: v.optional(ids, {}),
  /** One sentence for the course map. */
  summary: v.optional(v.string("must be a text"), ""),
  seed: v.optional(v.pipe(v.number("must be a number"), v.integer(), v.minValue(0)), 1),
  /** Per slug: more than the usual hard budget of a cell, in milliseconds. */
  budgets: v.optional(v.record(v.string(), v.pipe(v.number("must be a number"), v.maxValue(60_000))), {}),
});

export type LessonData = Omit<v.InferOutput<typeof schema>, "exercises">;

export function readLessonData(lesson: Lesson, file: string): LessonData {
  const json = lesson.json ?? "{}";
  const result = v.safeParse(schema, JSON.parse(json));
  if (result.success) return result.output;
  const issue = result.issues[0];
  const path = (issue.path ?? []).map((it) => it.key as string | number);
  const line = Math.max(1, lesson.jsonLine - 1 + lineAt(json, offsetOf(positionsOf(json), path)));
  throw new LessonError(file, line, `${path.join(".")}: ${issue.message}`);
}
