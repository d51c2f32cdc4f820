/** Steps as words: what the engine is handed. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeScene, encodeStep, OPS } from "../../engine/boundary/encode.ts";
import { Names } from "../../engine/boundary/names.ts";
import { Words } from "../../engine/boundary/words.ts";
import { randomScenario } from "../../engine/cli/random-scenario.ts";
import { Line } from "../../engine/lines.ts";

const WORD = 2n ** 32n;

describe("words", () => {
  test("a whole number of up to 53 bits is two words of two's complement", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        const words = new Words();
        words.u64(value);
        const [low = 0, high = 0] = words.view(0, 2);
        expect(BigInt.asIntN(64, BigInt(high) * WORD + BigInt(low))).toBe(BigInt(value));
      }),
    );
  });
  test("bytes fill words from their low end, and the buffer grows with what was written", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(255), { maxLength: 5000 }), fc.nat(600), (bytes, before) => {
        const words = new Words();
        for (let i = 0; i < before; i++) words.u32(i);
        words.bytes(bytes);
        expect(words.count).toBe(before + Math.ceil(bytes.length / 4));
        const view = words.view(before, words.count);
        expect([...new Uint8Array(view.buffer, view.byteOffset, bytes.length)]).toEqual(bytes);
        expect([...words.view(0, before)]).toEqual(Array.from({ length: before }, (_, i) => i));
      }),
    );
  });
});

describe("names", () => {
  test("are numbered from 1 in the order in which they come, and keep their numbers", () => {
    const names = new Names();
    expect(["b", "a", "b", "c"].map((it) => names.id(it))).toEqual([1, 2, 1, 3]);
    expect([names.text(2), names.find("c"), names.find("z"), names.count]).toEqual(["a", 3, 0, 3]);
    expect(() => names.text(4)).toThrow(RangeError);
  });
  test("a copy of the first ones goes its own way", () => {
    const names = new Names(["a", "b", "c"]);
    const first = names.first(2);
    expect([first.id("d"), names.id("d"), first.find("c")]).toEqual([3, 4, 0]);
  });
});

describe("a step in words", () => {
  test("says its operation and its length, whatever it is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), (number) => {
        const { scene, steps, seed } = randomScenario(number);
        const words = new Words();
        const encoding = { names: new Names(), targets: ["/a", "/b", "/c"], words };
        encodeScene(scene, seed, encoding);
        for (const step of steps) {
          const from = words.count;
          encodeStep(step, encoding);
          expect([...words.view(from, from + 2)]).toEqual([OPS[step.op], words.count - from]);
        }
      }),
      { numRuns: 60 },
    );
  });
  test("is the same in a branch as in the line that it left", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), fc.nat(40), (number, cut) => {
        const { scene, steps, seed } = randomScenario(number);
        const line = new Line(scene, seed);
        for (const step of steps) line.append(step);
        const n = Math.min(cut, steps.length);
        const branch = line.branch(n);
        for (const step of steps.slice(n)) branch.append(step);
        expect([...branch.wordsOf(0, steps.length)]).toEqual([...line.wordsOf(0, steps.length)]);
        expect(branch.names.count).toBe(line.names.count);
      }),
      { numRuns: 60 },
    );
  });
});
