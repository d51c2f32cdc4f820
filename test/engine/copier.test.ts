/** The quick way of reading values, against the schemas' own parser. */
import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { copierOf, WRONG } from "../../engine/checks/copier.ts";
import { stepSchemas, toStep } from "../../engine/checks/schema.ts";
import type { SchemaNode } from "../../engine/checks/schema-node.ts";
import { dmTarget, mkfsOptions, ownerRow, scene } from "../../engine/checks/shapes.ts";

const SCHEMAS: readonly [string, v.GenericSchema][] = [
  ...Object.entries(stepSchemas()),
  ["scene", scene],
  ["dm target", dmTarget],
  ["mkfs options", mkfsOptions],
  ["row of owners", ownerRow],
];

const STRAY = fc.constantFrom(
  ...[undefined, null, Number.NaN, -1, 0, -0, 1, 0.5, 255, 256, 4096, 2 ** 53, "", "/a", "pmem0", "x y", true, [], {}],
  ...[[1], [256], ["1"], [null], { op: "fail" }, { constructor: 1 }],
);

/** Values that are of the shape more often than not: each part is now and then replaced by something else. */
function like(node: SchemaNode): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 12, arbitrary: exactly(node) }, { weight: 1, arbitrary: STRAY });
}

function exactly(node: SchemaNode): fc.Arbitrary<unknown> {
  switch (node.type) {
    case "strict_object": {
      const entries = Object.entries(node.entries ?? {}).map(([key, it]) => [key, like(it)] as const);
      const required = Object.entries(node.entries ?? {}).filter(([, it]) => it.type !== "optional");
      const record = fc.record(Object.fromEntries(entries), { requiredKeys: required.map(([key]) => key) });
      const more = fc.constantFrom("more", "toString", "__proto__");
      const odd = fc
        .tuple(record, more)
        .map(([it, key]) => JSON.parse(`{"${key}":1,${JSON.stringify(it).slice(1)}`.replace(",}", "}")));
      return fc.oneof({ weight: 15, arbitrary: record }, { weight: 1, arbitrary: odd });
    }
    case "array":
      return fc.array(like(node.item as SchemaNode), { maxLength: 4 });
    case "record":
      return fc.dictionary(fc.constantFrom("pmem0", "dax0.0", "sda", "constructor"), like(node.value as SchemaNode), {
        maxKeys: 3,
      });
    case "picklist":
      return fc.constantFrom(...(node.options as unknown[]));
    case "literal":
      return fc.constant(node.literal);
    case "union":
    case "variant":
      return fc.oneof(...(node.options as SchemaNode[]).map(like));
    case "optional":
      return fc.oneof(
        { weight: 4, arbitrary: like(node.wrapped as SchemaNode) },
        { weight: 1, arbitrary: fc.constant(undefined) },
      );
    case "number":
      return fc.constantFrom(0, 1, 2, 3, 64, 512, 1024, 4096, 65536, 2 ** 21, 2 ** 30);
    case "string":
      return fc.constantFrom("/a", "/mnt/f", "pmem0", "m0", "ann", "mapper/v", "sda");
    case "boolean":
      return fc.boolean();
    default:
      return STRAY;
  }
}

describe("a copier says of every value what the schema's own parser says", () => {
  test.each(SCHEMAS)("%s", (_, schema) => {
    const copy = copierOf(schema);
    let nrRight = 0;
    fc.assert(
      fc.property(like(schema as unknown as SchemaNode), (value) => {
        const parsed = v.safeParse(schema, value, { abortEarly: true });
        const made = copy(value);
        if (made === WRONG) return !parsed.success || hasUnusualKey(value);
        nrRight++;
        expect(parsed.success).toBe(true);
        expect(made).toStrictEqual(parsed.output);
        return true;
      }),
      { numRuns: 400 },
    );
    expect(nrRight).toBeGreaterThan(0);
  });
});

/** Records with such keys are left to the parser, which drops them, whatever their value. */
function hasUnusualKey(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.hasOwn(value, "constructor") || Object.values(value).some(hasUnusualKey);
}

test("a copy shares nothing with the value, and is frozen all the way down", () => {
  const value = { op: "write", path: "/a/f", offInFileBytes: 0, bytes: [1, 2, 3] };
  const step = toStep(value, "steps[0]") as unknown as typeof value;
  expect(step).toStrictEqual(value);
  expect(step).not.toBe(value);
  expect(step.bytes).not.toBe(value.bytes);
  expect(Object.isFrozen(step) && Object.isFrozen(step.bytes)).toBe(true);
});

test("every part of a value is looked at once, so that a getter cannot say two things", () => {
  let looks = 0;
  const bytes = [7];
  const value = {
    op: "write",
    path: "/a/f",
    offInFileBytes: 0,
    get bytes() {
      looks++;
      return looks === 1 ? bytes : ["not a byte"];
    },
  };
  expect(toStep(value, "steps[0]")).toMatchObject({ bytes: [7] });
  expect(looks).toBe(1);
});
