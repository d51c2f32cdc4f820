/** The published JSON schemas, as texts by file name: of scenario files and of what `play` prints. */
import type * as v from "valibot";
import { type JsonSchema, jsonSchemaOf } from "./json-schema.ts";
import { event, prediction, snapshot } from "./result-shapes.ts";
import { stepSchemas } from "./schema.ts";
import { scene } from "./shapes.ts";

const DRAFT = "https://json-schema.org/draft/2020-12/schema";

export function schemaFiles(): Record<string, string> {
  const step: JsonSchema = { anyOf: Object.values(stepSchemas()).map(jsonSchemaOf) };
  const seed = { type: "integer", minimum: 0, maximum: 0xffff_ffff, default: 1 };
  const properties = { scene: jsonSchemaOf(scene), steps: { type: "array", items: { $ref: "#/$defs/step" } }, seed };
  const machine = { type: "object", properties, required: ["scene", "steps", "seed"], additionalProperties: false };
  const scenario = {
    ...machine,
    properties: { $schema: { type: "string" }, ...properties },
    required: ["scene", "steps"],
    $defs: { step },
  };
  const result = {
    type: "object",
    properties: {
      machine,
      events: { type: "array", items: jsonSchemaOf(event as v.GenericSchema) },
      state: jsonSchemaOf(snapshot as v.GenericSchema),
    },
    required: ["machine", "events", "state"],
    additionalProperties: false,
    $defs: { step },
  };
  return {
    "scenario.json": print("A machine: what is there at power-on, and what is done to it", scenario),
    "result.json": print("What playing a scenario gives", result),
    "prediction.json": print("What a recorded kernel is predicted to do", jsonSchemaOf(prediction as v.GenericSchema)),
  };
}

const print = (title: string, schema: JsonSchema): string =>
  `${JSON.stringify({ $schema: DRAFT, title, ...schema }, null, 1)}\n`;
