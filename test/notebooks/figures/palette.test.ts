/**
 * Colours, computed from figures/styles/tokens.css: contrast of parts (3:1) and text (4.5:1), hues apart under the three common
 * colour-vision deficiencies and in grey, one object one colour.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { HUES, hueOf } from "../../../notebooks/figures/palette.ts";

const css = readFileSync(new URL("../../../notebooks/figures/styles/tokens.css", import.meta.url), "utf8");

type Rgb = readonly [number, number, number];
type Scheme = "light" | "dark";

function token(name: string, scheme: Scheme): Rgb {
  const found = new RegExp(`--${name}:\\s*light-dark\\((#[0-9a-f]{6}),\\s*(#[0-9a-f]{6})\\)`).exec(css);
  if (!found) throw new Error(`tokens.css has no token --${name}`);
  const hex = found[scheme === "light" ? 1 : 2]!;
  return [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16) / 255) as unknown as Rgb;
}

const linear = (rgb: Rgb): Rgb =>
  rgb.map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)) as unknown as Rgb;
const luminance = ([r, g, b]: Rgb): number => 0.2126 * r + 0.7152 * g + 0.0722 * b;
function contrast(a: Rgb, b: Rgb): number {
  const [x, y] = [luminance(linear(a)), luminance(linear(b))];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

/** Machado, Oliveira and Fernandes 2009, severity 1, in linear RGB. */
const VISION: Record<string, readonly Rgb[]> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const dot = (a: Rgb, b: Rgb): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const times = (matrix: readonly Rgb[], rgb: Rgb): Rgb => matrix.map((row) => dot(row, rgb)) as unknown as Rgb;

function oklab(rgb: Rgb): Rgb {
  const lms = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    rgb,
  );
  const roots = lms.map((it) => Math.cbrt(Math.max(0, it))) as unknown as Rgb;
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    roots,
  );
}
const apart = (a: Rgb, b: Rgb): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

describe.each(["light", "dark"] as const)("in the %s scheme", (scheme) => {
  const paper = token("figure-paper", scheme);
  const red = token("figure-red", scheme);

  test.each(HUES)("%s: its line has 3:1 on paper and on its tint, ink has 4.5:1 on the tint", (hue) => {
    const line = token(`hue-${hue}`, scheme);
    const tint = token(`tint-${hue}`, scheme);
    expect(contrast(line, paper)).toBeGreaterThanOrEqual(3);
    expect(contrast(token("figure-ink", scheme), tint)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(token("figure-soft", scheme), tint)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(red, tint)).toBeGreaterThanOrEqual(4.5);
  });

  test("ink, soft ink and red are text on paper, hairlines are parts", () => {
    for (const name of ["figure-ink", "figure-soft", "figure-red"])
      expect(contrast(token(name, scheme), paper)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(token("figure-hair", scheme), paper)).toBeGreaterThanOrEqual(3);
    expect(contrast(red, token("figure-red-tint", scheme))).toBeGreaterThanOrEqual(3);
  });

  test.each(Object.keys(VISION))("hues and red stay apart with %s vision", (kind) => {
    const colours = [...HUES.map((it) => token(`hue-${it}`, scheme)), red].map((it) =>
      oklab(times(VISION[kind]!, linear(it))),
    );
    for (const [i, a] of colours.entries())
      for (const b of colours.slice(i + 1)) expect(apart(a, b)).toBeGreaterThan(0.05);
  });

  test("no two hues are the same grey", () => {
    const greys = HUES.map((it) => Math.cbrt(luminance(linear(token(`hue-${it}`, scheme))))).sort((a, b) => a - b);
    for (let i = 1; i < greys.length; i++) expect(greys[i]! - greys[i - 1]!).toBeGreaterThan(0.008);
  });
});

describe("one object, one colour", () => {
  test("a filesystem and a dax_device wear the hue of their device", () => {
    expect(hueOf("xfs:pmem0p2")).toBe(hueOf("pmem0p2"));
    expect(hueOf("dax:pmem0")).toBe(hueOf("pmem0"));
  });

  test("disk, first and second partition and the first mapped device are told apart", () => {
    expect(new Set(["pmem0", "pmem0p1", "pmem0p2", "dm-0"].map(hueOf)).size).toBe(4);
    expect(hueOf("pmem0")).toBe("blue");
  });
});
