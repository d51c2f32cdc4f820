/** Names of numbered constants, and the text that a worker's script carries in their place. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as spelled from "../../engine/abi/spelled.ts";
import { namesBy, packedNames, unpackedNames } from "../../engine/abi/spelling.mjs";

describe("names by number", () => {
  test.each(Object.entries(spelled))("%s are the same after packing", (_table, names) => {
    expect(names.size).toBeGreaterThan(0);
    expect(new Map(unpackedNames(packedNames(names)))).toEqual(new Map(names));
  });

  test("any numbers with any names come back", () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,12}$/);
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(fc.nat(5000), name), { minLength: 1, selector: ([it]) => it }), (all) => {
        const names = new Map(all);
        expect(new Map(unpackedNames(packedNames(names)))).toEqual(names);
      }),
    );
  });

  test("only constants with the prefix count, and no beginning of a range", () => {
    const constants = { FN_B: 2, FN_A: 2, FN_FIRST: 7, FN_C: 3, OTHER: 4, FN_T: "text" };
    expect([...namesBy(constants, "FN_")]).toEqual([
      [2, "a"],
      [3, "c"],
    ]);
  });
});
