/** What is kept between answers: an interpreter's memory image, and what became of programs. */
import { describe, expect, test } from "vitest";
import { imageOf, imageSince, ownBytes, restore } from "../../notebooks/exercises/cli/image.ts";
import { makeMemo, memoKey } from "../../notebooks/exercises/cli/memo.ts";

const PAGE_BYTES = 65536;

describe("an image of a memory", () => {
  const idle = { start: 20 * PAGE_BYTES, end: 30 * PAGE_BYTES };
  const prepared = () => {
    const memory = new WebAssembly.Memory({ initial: 32, maximum: 40 });
    const all = new Uint8Array(memory.buffer);
    all.fill(1, 100, 5000);
    for (let at = 10 * PAGE_BYTES; at < 15 * PAGE_BYTES; at += 3 * 4096) all[at] = at % 251 || 1;
    all[18 * PAGE_BYTES] = 9;
    all[30 * PAGE_BYTES + 8] = 7;
    return memory;
  };

  test("puts back every byte that a run could write to, the stack below the heap and the rest of the heap included", () => {
    const memory = prepared();
    const before = new Uint8Array(memory.buffer).slice();
    const image = imageOf(memory, idle, PAGE_BYTES);
    const all = new Uint8Array(memory.buffer);
    all.fill(0xff, 0, 8192);
    all.fill(0xff, 9 * PAGE_BYTES, idle.start);
    all.fill(0xff, idle.end);
    restore(image, memory);
    expect(Buffer.compare(new Uint8Array(memory.buffer), before)).toBe(0);
  });
  test("of what was done since another is as small as that, and puts back both, as often as needed", () => {
    const memory = prepared();
    const base = imageOf(memory, idle, PAGE_BYTES);
    memory.grow(2);
    const all = new Uint8Array(memory.buffer);
    const before = all.slice();
    // Over something, where nothing was, away with something, and in what has grown.
    for (const at of [200, 12 * PAGE_BYTES + 5000, 33 * PAGE_BYTES]) all[at] = 77;
    all[18 * PAGE_BYTES] = 0;
    const after = all.slice();
    const image = imageSince(base, memory);
    expect(Buffer.compare(new Uint8Array(memory.buffer), after)).toBe(0);
    expect(ownBytes(image, base)).toBe(4 * 4096);
    for (const [one, bytes] of [
      [base, before],
      [image, after],
      [image, after],
      [base, before],
    ] as const) {
      all.fill(0xff, 0, 8192);
      all.fill(0xff, 9 * PAGE_BYTES, idle.start);
      all.fill(0xff, idle.end);
      restore(one, memory);
      expect(Buffer.compare(all, bytes)).toBe(0);
    }
  });
  test("clears what the memory has grown by", () => {
    const memory = prepared();
    const image = imageOf(memory, idle, PAGE_BYTES);
    memory.grow(2);
    new Uint8Array(memory.buffer).fill(0xff, image.lenBytes);
    restore(image, memory);
    expect(new Uint8Array(memory.buffer).subarray(image.lenBytes).every((it) => it === 0)).toBe(true);
  });
});

describe("a memo of outcomes", () => {
  const outcome = (value: unknown) => ({ status: "done", value }) as const;

  test("gives a fresh copy each time, so that nobody changes it for the next", () => {
    const memo = makeMemo();
    memo.put("a", outcome({ checks: [1] }));
    const first = memo.get("a") as { value: { checks: number[] } };
    first.value.checks.push(2);
    expect(memo.get("a")).toEqual(outcome({ checks: [1] }));
    expect(memo.get("b")).toBeNull();
  });
  test("never keeps more than it may, and lets go first of what was not asked for longest", () => {
    const text = "x".repeat(100);
    const size = JSON.stringify(outcome(text)).length;
    const memo = makeMemo(3 * size);
    for (const key of ["a", "b", "c"]) memo.put(key, outcome(text));
    memo.get("a");
    memo.put("d", outcome(text));
    memo.put("d", outcome(text));
    expect(["a", "b", "c", "d"].filter((key) => memo.get(key) !== null)).toEqual(["a", "c", "d"]);
  });
  test("tells apart programs, seeds, and a seed from the program's first digits", () => {
    const keys = [memoKey("1", 1), memoKey("1", 2), memoKey("2", 1), memoKey("", 11), memoKey("1\n", 1)];
    expect(new Set(keys).size).toBe(keys.length);
  });
});
