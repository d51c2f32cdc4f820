/**
 * Rulers: a space's offsets along a line, with ticks at round hexadecimal places, and the arrow that shows by how much
 * one zero is shifted against another.
 */
import { hex, size, textWidth } from "./labels.ts";
import { d, type Label, label, path, type Shape } from "./svg.ts";

/** A window of a space on a stretch of the drawing. */
export interface Scale {
  fromBytes: number;
  lenBytes: number;
  x: number;
  w: number;
}

export const xOf = (scale: Scale, offBytes: number): number =>
  scale.x + ((offBytes - scale.fromBytes) * scale.w) / scale.lenBytes;

/** Smallest power of two that is at least `bytes`, never below one. */
export const roundStep = (bytes: number): number => 2 ** Math.max(0, Math.ceil(Math.log2(bytes)));

/** Offsets of the ticks inside the window whose labels have room beside each other. */
export function ticksOf(scale: Scale, mostPx = 150): number[] {
  const labelPx = textWidth(hex(scale.fromBytes + scale.lenBytes), "tick") + 16;
  const step = roundStep((scale.lenBytes * Math.min(mostPx, labelPx)) / scale.w);
  const ticks: number[] = [];
  for (let at = Math.ceil(scale.fromBytes / step) * step; at <= scale.fromBytes + scale.lenBytes; at += step)
    ticks.push(at);
  return ticks;
}

/**
 * A ruler of `space` over or under a line at `y`. `originBytes` is where the space's zero lies in the scale's bytes;
 * ticks are round in the space's own bytes.
 */
export function ruler(scale: Scale, y: number, side: "over" | "under", originBytes = 0, cls = ""): Shape[] {
  const own: Scale = { ...scale, fromBytes: scale.fromBytes - originBytes };
  const ticks = ticksOf(own);
  const down = side === "under";
  const shapes: Shape[] = [path(`tick-line ${cls}`, d("M", scale.x, y, "H", scale.x + scale.w))];
  const minor: (string | number)[] = [];
  const step = ticks.length > 1 ? ticks[1]! - ticks[0]! : roundStep(own.lenBytes / 2);
  for (
    let at = Math.ceil((own.fromBytes * 4) / step) * (step / 4);
    at <= own.fromBytes + own.lenBytes;
    at += step / 4
  ) {
    minor.push("M", xOf(own, at), y, "v", down ? 3 : -3);
  }
  for (const at of ticks) minor.push("M", xOf(own, at), y, "v", down ? 6 : -6);
  shapes.push(path(`tick-line ${cls}`, d(...minor)));
  for (const at of ticks) {
    const spot = tickLabel(hex(at), xOf(own, at), scale);
    if (spot) shapes.push(label(hex(at), "tick", spot.x, y + (down ? 16 : -9), { anchor: spot.anchor, cls: "soft" }));
  }
  return shapes;
}

/** A label at a tick, kept inside the stretch; null where it would lie on a neighbour's place. */
function tickLabel(text: string, x: number, scale: Scale): { x: number; anchor: NonNullable<Label["anchor"]> } | null {
  const half = textWidth(text, "tick") / 2;
  if (x - half >= scale.x && x + half <= scale.x + scale.w) return { x, anchor: "middle" };
  return null;
}

/** A horizontal arrow from one zero to another, with the shift written on it. */
export function shiftArrow(x0: number, x1: number, y: number, text: string, isOver = true): Shape[] {
  const dir = x1 >= x0 ? 1 : -1;
  return [
    path("shift", d("M", x0, y, "H", x1, "m", -5 * dir, -3.5, "l", 5 * dir, 3.5, "l", -5 * dir, 3.5)),
    label(text, "tick", (x0 + x1) / 2, isOver ? y - 5 : y + 12, { anchor: "middle", cls: "halo" }),
  ];
}

/** A bar of a round length, as on a map. */
export function scaleBar(scale: Scale, x: number, y: number, mostPx: number): Shape[] {
  const bytes = roundStep((scale.lenBytes * mostPx) / scale.w) / 2;
  const w = (bytes * scale.w) / scale.lenBytes;
  return [
    path("tick-line", d("M", x, y - 4, "v", 8, "m", 0, -4, "h", w, "m", 0, -4, "v", 8)),
    label(size(bytes), "tick", x, y - 8, { cls: "soft" }),
  ];
}
