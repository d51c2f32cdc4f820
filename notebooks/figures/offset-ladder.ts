/**
 * One byte in every space that has it, from the file down to physical memory: which zero is meant?
 *
 * Every rung is a ruler that begins at its own zero; all of them carry the same byte on one vertical thread. Between two
 * rungs an arrow shows by how much the zero is shifted, and says why. Zeros stand in the order of their distances, not
 * to scale: the distances differ by factors of a million.
 */
import type { LadderRung } from "../../engine/api.ts";
import { ladderIn } from "../../engine/ladder.ts";
import type { Figure } from "./figure.ts";
import { makeFigure } from "./frame.ts";
import { clip, hex, spaceName, textWidth } from "./labels.ts";
import { hueClass } from "./palette.ts";
import { FOLD_PX } from "./room.ts";
import { shiftArrow } from "./ruler.ts";
import { type Shown, viewed } from "./shown.ts";
import { box, type Drawing, d, draw, label, path, type Shape } from "./svg.ts";
import { thread, threadEnd } from "./thread.ts";
import { words } from "./words.ts";

const HEIGHT = { wide: 58, narrow: 84 };

/** Name of a space without what the layer says already. */
const rungName = (rung: LadderRung): string => spaceName(rung.space);
const device = (rung: LadderRung): string | null => (rung.kind === "file" || rung.kind === "phys" ? null : rung.space);

/** Where each rung's zero stands: the further below the byte, the further left. */
function zeros(rungs: readonly LadderRung[], left: number, right: number): number[] {
  const distances = [...new Set(rungs.map((it) => it.offBytes))].sort((a, b) => b - a);
  const step = (right - left) / Math.max(1, distances.length);
  return rungs.map((it) => left + distances.indexOf(it.offBytes) * step);
}

export function layout(rungs: readonly LadderRung[], widthPx: number): Drawing {
  const isWide = widthPx >= FOLD_PX;
  const rowPx = isWide ? HEIGHT.wide : HEIGHT.narrow;
  const left = isWide ? 176 : 14;
  const byteX = isWide ? widthPx - 232 : widthPx - 122;
  const xs = zeros(rungs, left, byteX - (isWide ? 40 : 24));
  const top = 18;
  const yOf = (i: number) => top + i * rowPx + (isWide ? 10 : 22);
  const shapes: Shape[] = [];
  for (const [i, rung] of rungs.entries()) {
    const y = yOf(i);
    const x = xs[i]!;
    const hue = hueClass(device(rung));
    const name = rungName(rung);
    if (isWide) shapes.push(label(clip(name, "name", left - 22), "name", left - 14, y + 4, { anchor: "end" }));
    else shapes.push(label(clip(name, "name", widthPx - 16), "name", 8, y - 14));
    shapes.push(
      box(`swatch ${hue}`, x, y - 4, Math.max(0, byteX - x), 3),
      path(`tick-line`, d("M", x, y, "H", widthPx - 6, "m", -6, -3, "l", 6, 3, "l", -6, 3)),
      path("zero", d("M", x, y - 8, "v", 14)),
      label("0", "tick", x - 4, y + 14, { anchor: "end", cls: "soft" }),
    );
    const text = hex(rung.offBytes, rung.offBytes >= 2 ** 32 ? 12 : 8);
    shapes.push(
      label(
        text,
        "code",
        isWide ? byteX + 14 : widthPx - 6,
        y - 6,
        isWide ? { cls: "red" } : { cls: "red", anchor: "end" },
      ),
    );
    if (i === 0) continue;
    shapes.push(
      ...shift(rung, xs[i - 1]!, x, isWide ? (yOf(i - 1) + y) / 2 + 2 : yOf(i - 1) + 28, isWide, widthPx, byteX),
    );
  }
  if (rungs.length > 0) {
    const bottom = yOf(rungs.length - 1);
    shapes.push(
      thread([
        [byteX, bottom],
        [byteX, yOf(0)],
      ]),
      ...rungs.map((_, i) => box("bead", byteX - 3.5, yOf(i) - 3.5, 7, 7, 3.5)),
      ...threadEnd("none", [byteX, bottom]),
    );
  }
  return { width: widthPx, height: top + Math.max(0, rungs.length - 1) * rowPx + 44, shapes };
}

/** The arrow between two zeros, with the amount on it and the reason beside the byte. */
function shift(
  rung: LadderRung,
  above: number,
  x: number,
  y: number,
  isWide: boolean,
  widthPx: number,
  byteX: number,
): Shape[] {
  const sign = rung.shiftBytes < 0 ? "" : "+";
  const text = `${sign}${hex(rung.shiftBytes)}`;
  const why = clip(words().reason(rung.because), "note", isWide ? widthPx - byteX - 20 : byteX - 20);
  const reason = isWide
    ? label(why, "note", byteX + 14, y + 5, { cls: "soft" })
    : label(why, "note", 8, y + 18, { cls: "soft" });
  if (rung.shiftBytes === 0) {
    const same = label(words().sameZero, "tick", x + 8, y + 4, { cls: "soft" });
    return isWide || textWidth(why, "note") + 20 < x ? [same, reason] : [reason];
  }
  const room = Math.abs(above - x);
  if (room >= textWidth(text, "tick") + 10) return [...shiftArrow(above, x, y, text), reason];
  const [arrow] = shiftArrow(above, x, y, "");
  const width = textWidth(text, "tick");
  const right = Math.max(above, x) + 7;
  const leftEnd = Math.min(above, x) - 7;
  const amount =
    right + width < byteX - 8
      ? [label(text, "tick", right, y + 3, { cls: "halo" })]
      : leftEnd - width > 0
        ? [label(text, "tick", leftEnd, y + 3, { cls: "halo", anchor: "end" })]
        : [];
  return [arrow!, ...amount, reason];
}

const isRungs = (it: readonly LadderRung[] | Shown): it is readonly LadderRung[] => Array.isArray(it);

/** From rungs, or from a machine, a space and an offset in it. */
export function offsetLadder(from: readonly LadderRung[] | Shown, space = "", offBytes = 0): Figure {
  const rungs = isRungs(from) ? from : ladderIn(viewed(from).state, space, offBytes);
  const w = words();
  const first = rungs[0];
  const last = rungs.at(-1);
  const caption =
    first && last
      ? w.ladderSays(
          w.inSpace(hex(first.offBytes), rungName(first)),
          w.inSpace(hex(last.offBytes), rungName(last)),
          new Set(rungs.map((it) => it.offBytes)).size,
          rungs.length,
        )
      : w.noLadder;
  return makeFigure<object>({
    name: "offset-ladder",
    caption,
    twin: {
      caption,
      columns: [w.space, w.offset, w.shift, w.because],
      rows: rungs.map((it, i) => [
        rungName(it),
        hex(it.offBytes),
        i === 0 ? "" : hex(it.shiftBytes),
        i === 0 ? "" : w.reason(it.because),
      ]),
    },
    start: {},
    draw: (_, widthPx) => draw(layout(rungs, widthPx), w.kinds["offset-ladder"]),
  });
}
