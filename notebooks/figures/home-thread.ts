/**
 * The picture of the home page: one bad page, three that might own it, and a thread that ends in mid-air.
 *
 * The only figure that is drawn from no machine: it asks the question that the lessons answer.
 */
import type { Figure } from "./figure.ts";
import { makeFigure } from "./frame.ts";
import { poisonMark } from "./hatch.ts";
import { type TextStyle, textWidth, wrap } from "./labels.ts";
import { hueClass } from "./palette.ts";
import { FOLD_PX } from "./room.ts";
import { box, type Drawing, d, draw, label, path, type Shape } from "./svg.ts";
import { type Point, thread, threadEnd } from "./thread.ts";
import { words } from "./words.ts";

const DEVICES = ["pmem0p1", "pmem0p2", "dm-0"] as const;

interface Sizes {
  owner: { y: number; h: number };
  air: number;
  dax: number;
  ground: number;
  height: number;
  pagePx: number;
  margin: number;
}

const sizesOf = (isWide: boolean): Sizes =>
  isWide
    ? { owner: { y: 52, h: 74 }, air: 196, dax: 276, ground: 352, height: 428, pagePx: 26, margin: 8 }
    : { owner: { y: 40, h: 108 }, air: 204, dax: 264, ground: 326, height: 398, pagePx: 20, margin: 4 };

/** Lines of text, centred. */
function centred(lines: readonly string[], style: TextStyle, x: number, y: number, cls = ""): Shape[] {
  return lines.map((text, i) => label(text, style, x, y + i * 15, { anchor: "middle", ...(cls ? { cls } : {}) }));
}

function owners(s: Sizes, widthPx: number, isWide: boolean): { shapes: Shape[]; feet: Point[] } {
  const w = words().home;
  const gap = isWide ? 28 : 8;
  const width = (widthPx - 2 * s.margin - 2 * gap) / 3;
  const shapes: Shape[] = [];
  const feet: Point[] = [];
  w.owners.forEach((owner, i) => {
    const x = s.margin + i * (width + gap);
    const middle = x + width / 2;
    const name = wrap(owner.name, "name", width - 12);
    const note = wrap(owner.note, "note", width - 12);
    const top = s.owner.y + (s.owner.h - (name.length + note.length) * 15) / 2 + 11;
    shapes.push(
      box(`thing ${hueClass(DEVICES[i]!)}${i === 2 ? " dashed" : ""}`, x, s.owner.y, width, s.owner.h, 4),
      ...centred(name, "name", middle, top),
      ...centred(note, "note", middle, top + name.length * 15, "soft"),
    );
    for (let j = -1; j <= 1; j++) {
      const px = middle + j * (width / 3.2);
      shapes.push(
        box("thing hue-none", px - 8, s.owner.y - 34, 16, 16, 8),
        path("stem hue-none", d("M", px, s.owner.y - 18, "V", s.owner.y)),
      );
    }
    feet.push([middle, s.owner.y + s.owner.h]);
  });
  return { shapes, feet };
}

/** The device's bytes as a row of pages, one of them bad. */
function medium(s: Sizes, widthPx: number, bad: number): Shape[] {
  const n = Math.floor((widthPx - 2 * s.margin) / s.pagePx);
  const x = (widthPx - n * s.pagePx) / 2;
  const pieces: (string | number)[] = [];
  for (let i = 0; i <= n; i++) pieces.push("M", x + i * s.pagePx, s.ground, "v", s.pagePx);
  const left = x + bad * s.pagePx;
  return [
    box("medium", x, s.ground, n * s.pagePx, s.pagePx),
    path("grid", d(...pieces)),
    ...poisonMark(left, s.ground, s.pagePx, s.pagePx),
    path("callout", d("M", left + s.pagePx / 2, s.ground + s.pagePx, "v", 12)),
  ];
}

export function layout(widthPx: number): Drawing {
  const isWide = widthPx >= FOLD_PX;
  const s = sizesOf(isWide);
  const w = words().home;
  const n = Math.floor((widthPx - 2 * s.margin) / s.pagePx);
  const bad = Math.round(n * 0.64);
  const badX = (widthPx - n * s.pagePx) / 2 + (bad + 0.5) * s.pagePx;
  const slotX = widthPx * 0.46;
  const { shapes, feet } = owners(s, widthPx, isWide);
  const end: Point = [slotX, s.air];
  const ghosts = feet.map(
    (foot): Shape =>
      thread(
        [
          [slotX, s.air - 16],
          [foot[0], s.air - 30],
          [foot[0], foot[1] + 7],
        ],
        "ghost",
      ),
  );
  const half = textWidth(w.page, "name") / 2;
  const pageX = Math.min(widthPx - half - 4, Math.max(half + 4, badX));
  const air = wrap(words().midAir, "name", isWide ? 260 : widthPx - slotX - 24);
  return {
    width: widthPx,
    height: s.height,
    shapes: [
      ...shapes,
      ...ghosts,
      box(`thing ${hueClass("pmem0")}`, s.margin, s.dax, widthPx - 2 * s.margin, 30, 4),
      box(`slot ${hueClass("pmem0")}`, slotX - 11, s.dax - 5, 22, 11),
      label(isWide ? w.dax : w.daxShort, "text", s.margin + 12, s.dax + 19),
      ...medium(s, widthPx, bad),
      thread([[badX, s.ground + s.pagePx / 2], [badX, s.dax + 15], [slotX, s.dax + 15], end]),
      ...threadEnd("mid-air", end),
      ...air.map((text, i) => label(text, "name", slotX + 20, s.air + 22 + i * 15, { cls: "red" })),
      label(w.page, "name", pageX, s.ground + s.pagePx + 26, { anchor: "middle", cls: "red" }),
      label(w.address, "tick", pageX, s.ground + s.pagePx + 40, { anchor: "middle", cls: "soft" }),
    ],
  };
}

export function homeThread(): Figure {
  const w = words().home;
  return makeFigure<object>({
    name: "home-thread",
    caption: w.caption,
    twin: {
      caption: w.caption,
      columns: [words().columns.who, words().outcome],
      rows: w.owners.map((it) => [it.name, it.note]),
    },
    start: {},
    draw: (_, widthPx) => draw(layout(widthPx), words().kinds["home-thread"]),
  });
}
