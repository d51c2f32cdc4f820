/**
 * Marks that do not need colour: the hatch of poison, the cross of a refusal, the grid of a design never merged.
 * All are plain paths, clipped by arithmetic; a pattern would need an id.
 */
import { d, type Path, path, type Shape } from "./svg.ts";

/** Where the lines of a hatch run through a rectangle at 45 degrees, `gapPx` apart along its top. */
function hatchLines(x: number, y: number, w: number, h: number, gapPx: number): (string | number)[] {
  const pieces: (string | number)[] = [];
  for (let at = gapPx / 2; at < w + h; at += gapPx) {
    const x0 = Math.max(0, at - h);
    const x1 = Math.min(w, at);
    if (x1 - x0 > 0.1) pieces.push("M", x + x0, y + (at - x0), "L", x + x1, y + (at - x1));
  }
  return pieces;
}

export const hatch = (cls: string, x: number, y: number, w: number, h: number, gapPx = 5): Path =>
  path(`hatch ${cls}`, d(...hatchLines(x, y, w, h, gapPx)));

/** Poison: outline and hatch; never narrower than four units, so that it is seen at any zoom. */
export const poisonMark = (x: number, y: number, w: number, h: number): Shape[] => poisonMarks([{ x, w }], y, h);

/** Many stretches of poison in one row, as two shapes however many they are. */
export function poisonMarks(stretches: readonly { x: number; w: number }[], y: number, h: number): Shape[] {
  const outlines: (string | number)[] = [];
  const lines: (string | number)[] = [];
  for (const { x, w } of stretches) {
    const wide = Math.max(4, w);
    const left = x - (wide - w) / 2;
    outlines.push("M", left, y, "h", wide, "v", h, "h", -wide, "Z");
    lines.push(...hatchLines(left, y, wide, h, wide < 12 ? 3 : 5));
  }
  return [path("poison", d(...outlines)), path("hatch poison-hatch", d(...lines))];
}

export const cross = (x: number, y: number, r: number): Shape =>
  path("cross", d("M", x - r, y - r, "L", x + r, y + r, "M", x - r, y + r, "L", x + r, y - r));

/** Paper of a drawing office. */
export function draftingGrid(width: number, height: number, stepPx = 16): Path {
  const pieces: (string | number)[] = [];
  for (let x = stepPx / 2; x < width; x += stepPx) pieces.push("M", x, 0, "V", height);
  for (let y = stepPx / 2; y < height; y += stepPx) pieces.push("M", 0, y, "H", width);
  return path("drafting", d(...pieces));
}
