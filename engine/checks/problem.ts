/** What is wrong with a value that has not its shape, as a `SceneError`: where, what stood there, what was expected. */
import * as v from "valibot";
import { SceneError } from "../errors.ts";

/** What a schema makes of a value; `at` is the value's path. */
export function parsed(schema: v.GenericSchema, value: unknown, at: string): unknown {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (!result.success) throw toSceneError(result.issues[0], at);
  return result.output;
}

function toSceneError(issue: v.BaseIssue<unknown>, at: string): SceneError {
  let where = at;
  for (const item of issue.path ?? []) {
    where += typeof item.key === "number" ? `[${item.key}]` : `.${String(item.key)}`;
  }
  if (issue.type === "strict_object" && issue.expected === "never") {
    return new SceneError(where, "\0a field", "no field of that name");
  }
  return new SceneError(where, issue.input, expectedOf(issue));
}

function expectedOf(issue: v.BaseIssue<unknown>): string {
  if (issue.type === "number" || issue.type === "string" || issue.type === "boolean") {
    return issue.message;
  }
  if (issue.kind === "validation") return issue.message;
  const expected = issue.expected ?? "something else";
  if (issue.type !== "picklist") return expected.toLowerCase();
  const options = expected
    .replace(/^\(|\)$/g, "")
    .replaceAll('"', "")
    .split(" | ");
  return options.length === 1 ? options.join() : `one of ${options.join(", ")}`;
}
