/**
 * The shape of machine values, as schemas: which fields there are, of which type, in which range. What names
 * refer to is checked by `check.ts`; nothing reaches the engine that did not pass both.
 *
 * Errors are `SceneError`s that say the path, what stood there and what was expected.
 */
import * as v from "valibot";
import { SceneError } from "./errors.ts";
import type { MachineValue, Scene, Step } from "./scene.ts";
import { scene } from "./shapes.ts";
import { STEP_FIELDS } from "./step-shapes.ts";

const OPS = Object.keys(STEP_FIELDS);
const STEPS = new Map<string, v.GenericSchema>(
  Object.entries(STEP_FIELDS).map(([op, fields]) => [
    op,
    v.strictObject({ op: v.literal(op), ...(fields as v.ObjectEntries) }),
  ]),
);

const RACEABLE: ReadonlySet<string> = new Set(
  "mount umount register-holder unregister-holder notify kill-dax fail unbind load store".split(" "),
);

/** Throws a `SceneError` unless `value` has the shape of one step; `at` is its path. */
export function checkStepShape(value: unknown, at: string): asserts value is Step {
  if (typeof value !== "object" || value === null) {
    throw new SceneError(at, value, "a step: an object with op");
  }
  const op: unknown = (value as { op?: unknown }).op;
  const schema = typeof op === "string" ? STEPS.get(op) : undefined;
  if (schema === undefined) throw new SceneError(`${at}.op`, op, `one of ${OPS.join(", ")}`);
  refuse(schema, value, at);
  if (op === "race") checkRaceShape(value as Extract<Step, { op: "race" }>, at);
}

function checkRaceShape(race: Extract<Step, { op: "race" }>, at: string): void {
  race.threads.forEach((thread, i) => {
    const here = `${at}.threads[${i}]`;
    checkStepShape(thread, here);
    if (!RACEABLE.has(thread.op)) {
      throw new SceneError(`${here}.op`, thread.op, `one of ${[...RACEABLE].join(", ")}`);
    }
  });
  race.schedule.forEach((tick, i) => {
    if (tick >= race.threads.length) {
      throw new SceneError(
        `${at}.schedule[${i}]`,
        tick,
        `a thread from 0 to ${race.threads.length - 1}`,
      );
    }
  });
}

/** Throws a `SceneError` unless `value` has the shape of a scene. */
export function checkSceneShape(value: unknown): asserts value is Scene {
  refuse(scene, value, "scene");
}

const VALUE_KEYS: readonly string[] = ["scene", "steps", "seed"];

/** Throws a `SceneError` unless `value` has the outer shape of a machine: scene, list of steps, seed. */
export function checkMachineShape(value: unknown): asserts value is MachineValue {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new SceneError("machine", value, "an object with scene, steps and seed");
  }
  for (const key of Object.keys(value)) {
    if (!VALUE_KEYS.includes(key)) {
      throw new SceneError(key, "\0a field", `one of ${VALUE_KEYS.join(", ")}`);
    }
  }
  const { steps, seed } = value as { steps?: unknown; seed?: unknown };
  if (!Array.isArray(steps)) throw new SceneError("steps", steps, "a list of steps");
  checkSeed(seed);
  checkSceneShape((value as { scene?: unknown }).scene);
}

export function checkSeed(seed: unknown): void {
  if (!Number.isInteger(seed) || (seed as number) < 0 || (seed as number) > 0xffff_ffff) {
    throw new SceneError("seed", seed, "a whole number from 0 to 4294967295");
  }
}

function refuse(schema: v.GenericSchema, value: unknown, at: string): void {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (!result.success) throw toSceneError(result.issues[0], at);
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
  const options = expected.replace(/^\(|\)$/g, "").replaceAll('"', "").split(" | ");
  return options.length === 1 ? options.join() : `one of ${options.join(", ")}`;
}
