/** Spelling and measuring of what stands on figures. */
import { describe, expect, test } from "vitest";
import {
  clip,
  hex,
  holderName,
  listed,
  place,
  returned,
  size,
  spaceName,
  textWidth,
  wrap,
} from "../../../notebooks/figures/labels.ts";

describe("offsets and sizes", () => {
  test.each([
    [0, "0x0000_0000"],
    [0x1801a000, "0x1801_a000"],
    [2 ** 44 - 4096, "0x0fff_ffff_f000"],
    [-0x100000, "−0x0010_0000"],
    [(1n << 64n) - 1n, "WHOLE_DEVICE"],
  ])("%s is written %s", (value, text) => expect(hex(value)).toBe(text));

  test.each([
    [64, "64 B"],
    [4096, "4 KiB"],
    [394264576, "376 MiB"],
    [1.5 * 2 ** 30, "1.5 GiB"],
    [2 ** 44, "16 TiB"],
  ])("%s bytes are %s", (bytes, text) => expect(size(bytes)).toBe(text));

  test("an offset names its space", () => {
    expect(place(8192, "file:/a/f")).toBe("0x0000_2000 in /a/f");
    expect(place(8192, "phys")).toBe("0x0000_2000 in physical memory");
    expect(spaceName("dax:pmem0")).toBe("dax_device of pmem0");
    expect(holderName("xfs:pmem0p1")).toBe("XFS on pmem0p1");
    expect(holderName("my-holder")).toBe("my-holder");
  });
});

describe("answers", () => {
  test.each([
    [-6, "ENXIO", "−ENXIO"],
    [-117, "EFSCORRUPTED(EUCLEAN)", "−EFSCORRUPTED"],
    [0, "0", "0"],
    [0, undefined, "0"],
    ["void", undefined, "void"],
    [null, undefined, "never returned"],
  ])("%s with %s is written %s", (ret, errno, text) => expect(returned(ret, errno)).toBe(text));

  test("names are listed as in a sentence", () => {
    expect([[], ["a"], ["a", "b"], ["a", "b", "c"]].map(listed)).toEqual(["", "a", "a and b", "a, b and c"]);
  });
});

describe("room", () => {
  test("what is clipped fits, and what fits is not clipped", () => {
    for (const room of [10, 20, 40, 80, 160, 320]) {
      const text = clip("XFS on pmem0p1, shut down", "name", room);
      expect(textWidth(text, "name")).toBeLessThanOrEqual(room);
    }
    expect(clip("ann", "name", 200)).toBe("ann");
    expect(clip("annabel", "name", 5)).toBe("");
  });

  test("wrapped lines hold all words, each line inside its width", () => {
    const lines = wrap("a filesystem starts with its device", "note", 80);
    expect(lines.join(" ")).toBe("a filesystem starts with its device");
    for (const it of lines) expect(textWidth(it, "note")).toBeLessThanOrEqual(80);
  });
});
