/**
 * The lowest lane of the memory map, the bytes themselves with their poison, and under it the whole device as a strip
 * with the window on it.
 */
import { poisonMarks } from "./hatch.ts";
import { size, textWidth } from "./labels.ts";
import { clustersIn, edges, type Lane, named, nearOf } from "./map-lanes.ts";
import type { MapWorld } from "./map-world.ts";
import { type Scale, xOf } from "./ruler.ts";
import type { Run, Runs } from "./runs.ts";
import { box, d, group, label, path, type Shape } from "./svg.ts";
import { words } from "./words.ts";

/** Poison in a window: marks that touch on the screen are one, so that dense poison is one hatched stretch. */
function poisonIn(runs: Runs<Run>, scale: Scale): { fromBytes: number; toBytes: number }[] {
  const touchBytes = nearOf(scale, 2);
  const marks: { fromBytes: number; toBytes: number }[] = [];
  for (const { fromBytes, toBytes } of clustersIn(runs, scale)) {
    const last = marks.at(-1);
    if (last && fromBytes - last.toBytes < touchBytes) last.toBytes = Math.max(last.toBytes, toBytes);
    else marks.push({ fromBytes, toBytes });
  }
  return marks;
}

const MEDIUM = 40;
const INSET = 6;

/** Rectangles of one kind as one shape. */
const boxes = (cls: string, all: readonly { x: number; w: number }[], y: number, h: number): Shape =>
  path(cls, d(...all.flatMap(({ x, w }) => ["M", x, y, "h", w, "v", h, "h", -w, "Z"])));

/** The bytes themselves: grid of pages or lines, poison, badblocks under it, HWPoison over it, what is selected. */
export function mediumLane(world: MapWorld, selected: Run | null = null): Lane {
  return {
    name: words().bytes,
    heightPx: MEDIUM,
    draw(y, scale) {
      const end = Math.min(world.disk.sizeBytes, scale.fromBytes + scale.lenBytes);
      const body = edges(scale, Math.max(0, scale.fromBytes), end);
      const shapes: Shape[] = [box("medium", body.x, y + INSET, body.w, MEDIUM - 2 * INSET), ...grid(scale, y, body)];
      const bad = world.route?.bad?.disk === world.disk.name ? world.route.bad : null;
      const isIn = (it: Run) => it.offBytes < end && it.offBytes + it.lenBytes > scale.fromBytes;
      const isBadShown = bad !== null && isIn(bad);
      const edgesOf = (it: { fromBytes: number; toBytes: number }) => edges(scale, it.fromBytes, it.toBytes);
      const hwpoison = clustersIn(world.hwpoison, scale).map(edgesOf);
      const marks = poisonIn(world.poison, scale).map(edgesOf);
      const stretches =
        isBadShown && marks.length === 0 ? [edges(scale, bad.offBytes, bad.offBytes + bad.lenBytes)] : marks;
      const badblocks = clustersIn(world.badblocks, scale).map(edgesOf);
      if (hwpoison.length > 0)
        shapes.push(
          boxes(
            "hwpoison",
            hwpoison.map(({ x, w }) => ({ x: x - 1, w: Math.max(5, w + 2) })),
            y + 1,
            MEDIUM - 2,
          ),
        );
      if (stretches.length > 0) shapes.push(...poisonMarks(stretches, y + INSET, MEDIUM - 2 * INSET));
      if (badblocks.length > 0)
        shapes.push(
          boxes(
            "badblock",
            badblocks.map(({ x, w }) => ({ x, w: Math.max(3, w) })),
            y + MEDIUM - 5,
            4,
          ),
        );
      if (selected && isIn(selected)) {
        const { x, w } = edges(scale, selected.offBytes, selected.offBytes + selected.lenBytes);
        shapes.push(box("selected", x - 3, y + 2, Math.max(2, w) + 6, MEDIUM - 4, 3));
      }
      return [...shapes, ...poisonLabel(world, stretches, scale, y, isBadShown ? bad : null)];
    },
  };
}

function grid(scale: Scale, y: number, body: { x: number; w: number }): Shape[] {
  const unit = [64, 4096, 2 ** 21, 2 ** 30].find((it) => (it * scale.w) / scale.lenBytes >= 7);
  if (unit === undefined) return [];
  const pieces: (string | number)[] = [];
  for (let at = Math.ceil(scale.fromBytes / unit) * unit; ; at += unit) {
    const x = xOf(scale, at);
    if (x > body.x + body.w) break;
    const isPage = at % 4096 === 0;
    if (x > body.x) pieces.push("M", x, y + (isPage ? 6 : 14), "v", isPage ? MEDIUM - 12 : MEDIUM - 28);
  }
  return pieces.length > 0 ? [path("grid", d(...pieces))] : [];
}

/** How much is poisoned in view, written on a free stretch of the lane: the first one that is long enough. */
function poisonLabel(
  world: MapWorld,
  taken: readonly { x: number; w: number }[],
  scale: Scale,
  y: number,
  bad: Run | null,
): Shape[] {
  const { count, bytes } = world.poison.within(scale.fromBytes, scale.fromBytes + scale.lenBytes);
  const text = count > 0 ? words().poisoned(size(bytes), count) : bad ? words().bad(size(bad.lenBytes)) : "";
  if (text === "") return [];
  const room = textWidth(text, "note") + 12;
  const rightOf = (i: number) => {
    const it = taken[i];
    return it ? it.x + Math.max(4, it.w) + 7 : scale.x;
  };
  const leftOf = (i: number) => taken[i]?.x ?? scale.x + scale.w;
  // To the right of a mark if it can be, else before the first one.
  for (let i = 0; i < taken.length; i++)
    if (rightOf(i) + room < leftOf(i + 1)) return [poisonNote(text, rightOf(i), y)];
  const before = leftOf(0) - room;
  return before > scale.x ? [poisonNote(text, before, y)] : [];
}

const poisonNote = (text: string, x: number, y: number): Shape =>
  label(text, "note", x, y + MEDIUM / 2 + 4, { cls: "halo red" });

/** Of the strip what does not change with the window, per world: it is drawn once for each width. */
const strips = new WeakMap<MapWorld, Map<string, Shape>>();

function stripOf(world: MapWorld, whole: Scale, strip: number): Shape {
  const found = strips.get(world) ?? new Map<string, Shape>();
  strips.set(world, found);
  const key = `${whole.x} ${whole.w} ${strip}`;
  const shape = found.get(key) ?? group("", stripShapes(world, whole, strip));
  found.set(key, shape);
  return shape;
}

function stripShapes(world: MapWorld, whole: Scale, strip: number): Shape[] {
  const shapes: Shape[] = [box("medium", whole.x, strip, whole.w, 14)];
  for (const it of world.partitions.clusters(0, world.disk.sizeBytes, nearOf(whole))) {
    const { x, w } = edges(whole, it.fromBytes, it.toBytes);
    shapes.push(
      box(`part ${world.partitions.item(it.first).hue}`, x, strip, w, 14),
      ...named(world.partitions.item(it.first).name, x, w, strip + 11),
    );
  }
  const bad = world.route?.bad?.disk === world.disk.name ? world.route.bad : null;
  const marks = poisonIn(world.poison, whole).map((it) => edges(whole, it.fromBytes, it.toBytes));
  if (bad && marks.length === 0) marks.push({ x: xOf(whole, bad.offBytes) - 1, w: 0 });
  const solid = marks.map(({ x, w }) => ({ x, w: Math.max(2.5, w) }));
  if (solid.length > 0) shapes.push(boxes("poison solid", solid, strip - 2, 18));
  shapes.push(
    label("0", "tick", whole.x, strip + 29, { cls: "soft" }),
    label(`${world.disk.name}, ${size(world.disk.sizeBytes)}`, "note", whole.x + whole.w, strip + 29, {
      anchor: "end",
      cls: "soft",
    }),
  );
  return shapes;
}

/** The whole device as a strip, the window on it, and the lines that lead from one to the other. */
export function overview(world: MapWorld, scale: Scale, y: number, lensPx: number): Shape[] {
  const whole: Scale = { fromBytes: 0, lenBytes: world.disk.sizeBytes, x: scale.x, w: scale.w };
  const from = xOf(whole, Math.max(0, scale.fromBytes));
  const to = Math.max(from + 2, xOf(whole, Math.min(world.disk.sizeBytes, scale.fromBytes + scale.lenBytes)));
  const strip = y + lensPx;
  return [
    path("lens", d("M", scale.x, y, "L", from, strip, "H", to, "L", scale.x + scale.w, y, "Z")),
    stripOf(world, whole, strip),
    box("window", from - 1, strip - 3, to - from + 2, 20),
  ];
}
