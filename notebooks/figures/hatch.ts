/**
 * Marks that do not need colour: the hatch of poison, the cross of a refusal, the grid of a design never merged.
 * All are plain paths, clipped by arithmetic; a pattern would need an id.
 */
import { box, d, type Path, path, type Shape } from "./svg.ts";

/** Lines at 45 degrees through a rectangle, `gapPx` apart along its top. */
export function hatch(cls: string, x: number, y: number, w: number, h: number, gapPx = 5): Path {
  const pieces: (string | number)[] = [];
  for (let at = gapPx / 2; at < w + h; at += gapPx) {
    const x0 = Math.max(0, at - h);
    const x1 = Math.min(w, at);
    if (x1 - x0 > 0.1) pieces.push("M", x + x0, y + (at - x0), "L", x + x1, y + (at - x1));
  }
  return path(`hatch ${cls}`, d(...pieces));
}

/** Poison: outline and hatch; never narrower than four units, so that it is seen at any zoom. */
export function poisonMark(x: number, y: number, w: number, h: number): Shape[] {
  const wide = Math.max(4, w);
  const left = x - (wide - w) / 2;
  return [box("poison", left, y, wide, h), hatch("poison-hatch", left, y, wide, h, wide < 12 ? 3 : 5)];
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
