/**
 * Shapes as functions: what has the shape is copied in one pass, without the bookkeeping that errors need. A schema's
 * own parser says what is wrong with the rest; `WRONG` only means that it has to be asked. In an interpreter, such as
 * the grader's, reading values this way takes a fraction of the time.
 *
 * **Left out:** transformations, defaults, and keys of records that a plain object cannot have; `schema.ts` needs none.
 */
import type * as v from "valibot";
import type { SchemaNode } from "./schema-node.ts";

export const WRONG: unique symbol = Symbol("not of this shape");

/** The frozen copy of a value of the shape, or `WRONG`. Every part of the value is looked at once. */
export type Copier = (value: unknown) => unknown;

export function copierOf(schema: v.GenericSchema): Copier {
  return convert(schema as unknown as SchemaNode);
}

function convert(node: SchemaNode): Copier {
  if (node.pipe !== undefined) return pipe(node.pipe);
  switch (node.type) {
    case "strict_object":
      return strictObject(node.entries ?? {});
    case "array":
      return node.item?.type === "number" && node.item.pipe === undefined
        ? numbers
        : array(convert(node.item as SchemaNode));
    case "record":
      return record(convert(node.key as SchemaNode), convert(node.value as SchemaNode));
    case "picklist":
      return (value) => (node.options?.includes(value) ? value : WRONG);
    case "literal":
      return (value) => (value === node.literal ? value : WRONG);
    case "union":
    case "variant":
      return first((node.options as readonly SchemaNode[]).map(convert));
    case "optional":
      return optional(node);
    case "number":
      return (value) => (isNumber(value) ? value : WRONG);
    case "string":
    case "boolean":
      return (value) => (typeof value === node.type ? value : WRONG);
    case "unknown":
      return (value) => value;
    default:
      throw new Error(`no copier for ${node.kind} ${node.type}`);
  }
}

/** NaN is no number. */
const isNumber = (value: unknown): value is number => typeof value === "number" && value === value + 0;

function pipe([start, ...actions]: readonly SchemaNode[]): Copier {
  const copy = convert(start as SchemaNode);
  const tests = actions.flatMap(({ type, requirement }): ((value: never) => boolean)[] => {
    if (type === "metadata") return [];
    if (type === "regex") return [(value: string) => (requirement as RegExp).test(value)];
    if (type === "check") return [requirement as (value: never) => boolean];
    throw new Error(`no copier for ${type}`);
  });
  return (value) => {
    const made = copy(value);
    if (made === WRONG) return WRONG;
    for (const test of tests) if (!test(made as never)) return WRONG;
    return made;
  };
}

function strictObject(entries: Readonly<Record<string, SchemaNode>>): Copier {
  const fields = Object.entries(entries).map(([key, node]) => ({
    key,
    copy: convert(node),
    isOptional: node.type === "optional",
  }));
  return (value) => {
    if (typeof value !== "object" || value === null) return WRONG;
    const made: Record<string, unknown> = {};
    for (const { key, copy, isOptional } of fields) {
      if (!(key in value)) {
        if (isOptional) continue;
        return WRONG;
      }
      const one = copy((value as Record<string, unknown>)[key]);
      if (one === WRONG) return WRONG;
      made[key] = one;
    }
    for (const key in value) if (!Object.hasOwn(entries, key)) return WRONG;
    return Object.freeze(made);
  };
}

function array(item: Copier): Copier {
  return (value) => {
    if (!Array.isArray(value)) return WRONG;
    const made: unknown[] = [];
    for (let i = 0; i < value.length; i++) {
      const one = item(value[i]);
      if (one === WRONG) return WRONG;
      made.push(one);
    }
    return Object.freeze(made);
  };
}

/** Files have many bytes: the language copies them at once, and no call is made for each. */
function numbers(value: unknown): unknown {
  if (!Array.isArray(value)) return WRONG;
  const made: unknown[] = [...value];
  for (let i = 0; i < made.length; i++) {
    const one = made[i];
    if (typeof one !== "number" || one !== one + 0) return WRONG;
  }
  return Object.freeze(made);
}

const UNUSUAL = ["__proto__", "prototype", "constructor"];

function record(name: Copier, item: Copier): Copier {
  return (value) => {
    if (typeof value !== "object" || value === null) return WRONG;
    const made: Record<string, unknown> = {};
    for (const key in value) {
      if (!Object.hasOwn(value, key) || UNUSUAL.includes(key) || name(key) === WRONG) return WRONG;
      const one = item((value as Record<string, unknown>)[key]);
      if (one === WRONG) return WRONG;
      made[key] = one;
    }
    return Object.freeze(made);
  };
}

function first(options: readonly Copier[]): Copier {
  return (value) => {
    for (const copy of options) {
      const made = copy(value);
      if (made !== WRONG) return made;
    }
    return WRONG;
  };
}

function optional(node: SchemaNode): Copier {
  if (node.default !== undefined) throw new Error("no copier for a default");
  const copy = convert(node.wrapped as SchemaNode);
  return (value) => (value === undefined ? undefined : copy(value));
}
