/**
 * The shape of machine values, as schemas: which fields there are, of which type, in which range. What names
 * refer to is checked by `check.ts`; nothing reaches the engine that did not pass both.
 *
 * Errors are `SceneError`s that say the path, what stood there and what was expected.
 */
import * as v from "valibot";
import { SceneError } from "../errors.ts";
import type { Scene, Step } from "../scene.ts";
import { type Copier, copierOf, WRONG } from "./copier.ts";
import { parsed } from "./problem.ts";
import { scene } from "./shapes.ts";
import { STEP_FIELDS } from "./step-shapes.ts";

const OPS = Object.keys(STEP_FIELDS);
const STEPS = new Map<string, v.GenericSchema>(
  Object.entries(STEP_FIELDS).map(([op, fields]) => [
    op,
    v.strictObject({ op: v.literal(op), ...(fields as v.ObjectEntries) }),
  ]),
);

interface Reader {
  schema: v.GenericSchema;
  copy: Copier;
}
const readerOf = (schema: v.GenericSchema): Reader => ({ schema, copy: copierOf(schema) });
const READERS = new Map([...STEPS].map(([op, schema]) => [op, readerOf(schema)]));
const SCENE = readerOf(scene);

/** The shape of every step, by op. */
export const stepSchemas = (): Readonly<Record<string, v.GenericSchema>> => Object.fromEntries(STEPS);

const RACEABLE: ReadonlySet<string> = new Set(
  "mount umount register-holder unregister-holder notify kill-dax fail unbind load store".split(" "),
);

/**
 * The step that `value` has the shape of, as frozen plain data that shares nothing with it; `at` is its path. Throws a
 * `SceneError`.
 */
export function toStep(value: unknown, at: string): Step {
  if (typeof value !== "object" || value === null) {
    throw new SceneError(at, value, "a step: an object with op");
  }
  const op: unknown = (value as { op?: unknown }).op;
  const reader = typeof op === "string" ? READERS.get(op) : undefined;
  if (reader === undefined) throw new SceneError(`${at}.op`, op, `one of ${OPS.join(", ")}`);
  const step = read(reader, value, at) as Step;
  return step.op === "race" ? readRace(step, at) : step;
}

function readRace(race: Extract<Step, { op: "race" }>, at: string): Step {
  const threads = race.threads.map((thread, i) => {
    const here = `${at}.threads[${i}]`;
    const step = toStep(thread, here);
    if (!RACEABLE.has(step.op)) {
      throw new SceneError(`${here}.op`, step.op, `one of ${[...RACEABLE].join(", ")}`);
    }
    return step;
  });
  race.schedule.forEach((tick, i) => {
    if (tick >= race.threads.length) {
      throw new SceneError(`${at}.schedule[${i}]`, tick, `a thread from 0 to ${race.threads.length - 1}`);
    }
  });
  return freeze({ ...race, threads });
}

/** The scene that `value` has the shape of, frozen; see `toStep`. */
export function toScene(value: unknown): Scene {
  return read(SCENE, value, "scene") as Scene;
}

const VALUE_KEYS: readonly string[] = ["scene", "steps", "seed"];

/** A machine value of which scene and seed have their shape; its steps are still to be read. */
export function toMachineShape(value: unknown): { scene: Scene; steps: unknown[]; seed: number } {
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
  return { scene: toScene((value as { scene?: unknown }).scene), steps: [...steps], seed: toSeed(seed) };
}

export function toSeed(seed: unknown): number {
  if (typeof seed === "number" && Number.isInteger(seed) && seed >= 0 && seed <= 0xffff_ffff) return seed;
  throw new SceneError("seed", seed, "a whole number from 0 to 4294967295");
}

/** What `value` says, frozen. The schema's own parser is asked where the copier has no answer: it knows what is wrong. */
function read({ schema, copy }: Reader, value: unknown, at: string): unknown {
  const made = copy(value);
  if (made !== WRONG) return made;
  return freeze(parsed(schema, value, at));
}

/** Plain data, frozen all the way down. */
function freeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const one of Object.values(value)) freeze(one);
  }
  return value;
}
