/**
 * Shapes as JSON Schema (draft 2020-12), for editors and for programs in other languages. What a shape checks with a
 * function says so in its metadata; `json-schema` of a shape without it is an error, so that nothing is lost silently.
 */
import type * as v from "valibot";
import type { SchemaNode } from "./schema-node.ts";

export type JsonSchema = { [key: string]: unknown };

export function jsonSchemaOf(schema: v.GenericSchema): JsonSchema {
  return convert(schema as unknown as SchemaNode);
}

function convert(node: SchemaNode): JsonSchema {
  const [first, ...rest] = node.pipe ?? [];
  if (first !== undefined) return rest.reduce(refine, convert(first));
  switch (node.type) {
    case "strict_object":
    case "object":
      return objectOf(node);
    case "array":
      return { type: "array", items: convert(node.item as SchemaNode) };
    case "record":
      return {
        type: "object",
        propertyNames: convert(node.key as SchemaNode),
        additionalProperties: convert(node.value as SchemaNode),
      };
    case "picklist":
      return { enum: node.options };
    case "literal":
      return { const: node.literal };
    case "union":
    case "variant":
      return { anyOf: (node.options as readonly SchemaNode[]).map(convert) };
    case "nullable":
      return { anyOf: [convert(node.wrapped as SchemaNode), { type: "null" }] };
    case "optional":
      return convert(node.wrapped as SchemaNode);
    case "number":
    case "string":
    case "boolean":
    case "null":
      return { type: node.type };
    case "bigint":
      return { type: "integer" };
    case "unknown":
      return {};
    default:
      throw new Error(`no JSON Schema for ${node.kind} ${node.type}`);
  }
}

function objectOf(node: SchemaNode): JsonSchema {
  const entries = Object.entries(node.entries ?? {});
  const required = entries.filter(([, it]) => it.type !== "optional").map(([name]) => name);
  return {
    type: "object",
    properties: Object.fromEntries(entries.map(([name, it]) => [name, convert(it)])),
    ...(required.length === 0 ? {} : { required }),
    ...(node.type === "strict_object" ? { additionalProperties: false } : {}),
  };
}

function refine(schema: JsonSchema, action: SchemaNode): JsonSchema {
  if (action.type === "metadata") return { ...schema, ...action.metadata };
  if (action.type === "regex") return { ...schema, pattern: (action.requirement as RegExp).source };
  if (action.type === "check") return schema;
  throw new Error(`no JSON Schema for ${action.type}`);
}
