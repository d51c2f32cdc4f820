/** Reading the arguments of a machine's operations: what they have in common. Errors name the argument. */
import type { Size } from "../api.ts";
import { SceneError } from "../errors.ts";
import type { Step } from "../scene.ts";
import { toBytes } from "./normalise.ts";
import type { World } from "./world.ts";

export const optional = (size: Size | undefined, path: string): number | undefined =>
  size === undefined ? undefined : toBytes(size, path);

/** Without the fields that are undefined: a value has no field that says nothing. */
export function compact(step: Record<string, unknown>): Step {
  return Object.fromEntries(Object.entries(step).filter(([, it]) => it !== undefined)) as unknown as Step;
}

export function list<T>(value: readonly T[], path: string): readonly T[] {
  if (Array.isArray(value)) return value;
  throw new SceneError(path, value, "a list");
}

export function fields(value: object, path: string): object {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new SceneError(path, value, "an object");
}

export function only(value: object, keys: readonly string[], path: string): void {
  for (const key of Object.keys(fields(value, path))) {
    if (!keys.includes(key)) throw new SceneError(`${path}.${key}`, "\0a field", `one of ${keys.join(", ")}`);
  }
}

export function freeName(maps: ReadonlyMap<string, unknown>): string {
  let n = 0;
  while (maps.has(`m${n}`)) n++;
  return `m${n}`;
}

/** The mapping that is meant where none is named. */
export function onlyMap(names: World, process: string): string {
  const maps = [...names.process(process, "process").keys()];
  const [map, ...more] = maps;
  if (map !== undefined && more.length === 0) return map;
  throw new SceneError(
    "map",
    undefined,
    map === undefined ? `a mapping; ${process} has none` : `one of ${maps.join(", ")}`,
  );
}

/**
 * Text of a function as an expression; a method in short form gets its keyword back. Who passes a reader's function on in
 * a wrapper gives the wrapper a `toString` of its own that says the text of the original.
 */
export function sourceOf(notify: unknown): string {
  if (typeof notify !== "function") throw new SceneError("holder.notifyFailure", notify, "a function");
  const isWrapper = Object.hasOwn(notify, "toString");
  const text = isWrapper ? String(notify) : Function.prototype.toString.call(notify);
  const isShort = /^[\w$]+\s*\(/.test(text) && !/^(async\s+)?function\b/.test(text);
  return isShort ? `function ${text}` : text;
}

/** Fields of steps, as arguments of operations are called. */
const ARGUMENTS: readonly [RegExp, string][] = [
  [/^steps\[\d+\]\.?/, ""],
  [/^(scene|boot)\./, ""],
  [/off(Bytes|InMapBytes|InFileBytes)$/, "offset"],
  [/lenBytes$/, "length"],
  [/sizeBytes$/, "size"],
  [/startBytes$/, "start"],
];

const isSceneError = (it: unknown): it is SceneError => it instanceof Error && it.name === "SceneError";

/** Errors inside say which argument of `method` they are about. */
export function named<T>(method: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!isSceneError(error)) throw error;
    const path = ARGUMENTS.reduce((text, [field, name]) => text.replace(field, name), error.path);
    throw path.includes("(") ? error : new SceneError(`${method}(${path})`, `\0${error.got}`, error.expected);
  }
}
