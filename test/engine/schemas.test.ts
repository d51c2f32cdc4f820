/** The published JSON schemas are fresh and complete. */
import { readFileSync } from "node:fs";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { jsonSchemaOf } from "../../engine/checks/json-schema.ts";
import { stepSchemas } from "../../engine/checks/schema.ts";
import { schemaFiles } from "../../engine/checks/schema-files.ts";
import * as shapes from "../../engine/checks/shapes.ts";

describe("published schemas", () => {
  test("are what the shapes say now (node engine/cli/run.mjs schema writes them)", () => {
    for (const [name, text] of Object.entries(schemaFiles())) {
      const path = new URL(`../../public/schema/${name}`, import.meta.url);
      expect(readFileSync(path, "utf8"), name).toBe(text);
    }
  });
  test("have every operation, with its fields and no others", () => {
    const scenario = JSON.parse(schemaFiles()["scenario.json"] as string) as {
      $defs: { step: { anyOf: { properties: object & { op: { const: string } }; additionalProperties: boolean }[] } };
    };
    const steps = scenario.$defs.step.anyOf;
    expect(steps.map((it) => it.properties.op.const)).toEqual(Object.keys(stepSchemas()));
    expect(steps.every((it) => it.additionalProperties === false)).toBe(true);
  });
});

describe("a shape as JSON Schema", () => {
  test("keeps units, ranges, patterns and what is required", () => {
    expect(jsonSchemaOf(shapes.partition)).toEqual({
      type: "object",
      properties: {
        startBytes: { type: "integer", multipleOf: 512, minimum: 512, maximum: 2 ** 44 },
        sizeBytes: { type: "integer", multipleOf: 512, minimum: 512, maximum: 2 ** 44 },
        name: { type: "string", pattern: "^[A-Za-z_][A-Za-z0-9_.-]{0,31}$" },
      },
      required: ["startBytes", "sizeBytes"],
      additionalProperties: false,
    });
    expect(jsonSchemaOf(shapes.byteList(8))).toEqual({
      ...{ type: "array", minItems: 1, maxItems: 8, items: { type: "integer", minimum: 0, maximum: 255 } },
    });
  });
  test("that has no counterpart is refused, not left out", () => {
    expect(() => jsonSchemaOf(v.pipe(v.number(), v.integer()))).toThrow("no JSON Schema for integer");
    expect(() => jsonSchemaOf(v.date())).toThrow("no JSON Schema for schema date");
  });
});
