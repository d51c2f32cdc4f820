/**
 * Shapes as plain data, made by functions that are called as those of valibot are. The build puts this module in valibot's
 * place in a worker's first script: what has its shape is told by `engine/checks/copier.ts`, which reads the data, and
 * what is wrong with anything else is said by valibot itself, in the second script (shape-parser.ts).
 */
import type { ShapeNode } from "./shape-parser.ts";

/** Makes nodes of a type from arguments with these names. */
const maker =
  (kind: string, type: string, ...names: readonly string[]) =>
  (...given: readonly unknown[]): ShapeNode => ({
    kind,
    type,
    ...Object.fromEntries(names.map((name, index) => [name, given[index]])),
  });

const schema = (type: string, ...names: readonly string[]) => maker("schema", type, ...names);

export const string = schema("string", "message");
export const number = schema("number", "message");
export const boolean = schema("boolean", "message");
export const unknown = schema("unknown");
export const literal = schema("literal", "literal");
export const picklist = schema("picklist", "options");
export const optional = schema("optional", "wrapped");
export const array = schema("array", "item", "message");
export const record = schema("record", "key", "value");
export const union = schema("union", "options");
export const variant = schema("variant", "key", "options");
export const strictObject = schema("strict_object", "entries");
export const check = maker("validation", "check", "requirement", "message");
export const regex = maker("validation", "regex", "requirement", "message");
export const metadata = maker("metadata", "metadata");

export const pipe = (...items: readonly ShapeNode[]): ShapeNode => ({ ...(items[0] as ShapeNode), pipe: items });
