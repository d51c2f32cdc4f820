/** Shapes as data: made as valibot makes them, read as valibot reads them. */
import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { parsed } from "../../engine/checks/problem.ts";
import { stepSchemas } from "../../engine/checks/schema.ts";
import { scene } from "../../engine/checks/shapes.ts";
import * as nodes from "../../workers/shape-nodes.ts";
import { type ShapeNode, schemaOf } from "../../workers/shape-parser.ts";

/** What a value gives, or the mistake in it. */
function told(schema: v.GenericSchema, value: unknown): unknown {
  try {
    return { output: parsed(schema, value, "here") };
  } catch (error) {
    return String(error);
  }
}

const MEMBERS = "kind type message entries item wrapped options literal key value requirement".split(" ");
/** The members that are read, of a node and of all in it. */
function membersOf(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(membersOf);
  if (typeof node !== "object" || node === null || node instanceof RegExp) return node;
  const some = "type" in node ? [...MEMBERS, "pipe"].filter((it) => it in node) : Object.keys(node);
  const read = some.map((it) => [it, membersOf((node as Record<string, unknown>)[it])] as const);
  return Object.fromEntries(read.filter(([, it]) => it !== undefined));
}

const isEven = (n: number): boolean => n % 2 === 0;

/** The same calls to either library. */
function shapesWith(from: typeof v): unknown {
  const text = from.pipe(from.string("a text"), from.regex(/^a/, "a text with a"));
  const even = from.pipe(from.number("even"), from.check(isEven, "even"), from.metadata({ minimum: 0 }));
  return from.strictObject({
    text,
    even,
    flag: from.optional(from.boolean("true or false")),
    any: from.unknown(),
    list: from.array(from.picklist(["a", "b"]), "a list"),
    table: from.record(text, even),
    one: from.union([text, from.strictObject({ even })]),
    kind: from.variant("kind", [from.strictObject({ kind: from.literal("x") })]),
  });
}

const everything = { ...stepSchemas(), scene };

describe("shapes as data", () => {
  test("have the members that valibot's own have", () => {
    const [own, theirs] = [shapesWith(nodes as unknown as typeof v), shapesWith(v)];
    expect(membersOf(own)).toEqual(membersOf(theirs));
  });

  test.each(Object.entries(everything))(
    "of %s: valibot says the same of any value as it says by its own shape",
    (op, schema) => {
      const shape = schema as unknown as ShapeNode;
      const names = Object.keys(shape.entries ?? {});
      const word = fc.constantFrom(op, "pmem0", "/a", "xfs", "linear", "data", "early", "m0", ...names);
      const leaf = fc.oneof(
        fc.integer({ min: -1, max: 2 ** 45 }),
        fc.constantFrom(0, 1, 4096, 2 ** 21),
        word,
        fc.boolean(),
      );
      const deep = fc.letrec((tie) => ({
        it: fc.oneof(
          { depthSize: "small" },
          leaf,
          fc.array(tie("it"), { maxLength: 3 }),
          fc.dictionary(word, tie("it")),
        ),
      })).it;
      const fields = Object.fromEntries(names.map((name) => [name, name === "op" ? fc.constant(op) : deep]));
      const value = fc.oneof(fc.record(fields, { requiredKeys: op === "scene" ? [] : ["op"] }), deep);
      fc.assert(
        fc.property(value, (it) => {
          expect(told(schemaOf(shape), it)).toEqual(told(schema, it));
        }),
      );
    },
  );
});
