/**
 * The lowest lane of the memory map, the bytes themselves with their poison, and under it the whole device as a strip
 * with the window on it.
 */
import { poisonMark } from "./hatch.ts";
import { size, textWidth } from "./labels.ts";
import { clustersIn, edges, type Lane, named, nearOf } from "./map-lanes.ts";
import type { MapWorld } from "./map-world.ts";
import { type Scale, xOf } from "./ruler.ts";
import type { Run, Runs } from "./runs.ts";
import { box, d, label, path, type Shape } from "./svg.ts";
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

/** The bytes themselves: grid of pages or lines, poison, badblocks under it, HWPoison over it. */
export function mediumLane(world: MapWorld): Lane {
  return {
    name: words().bytes,
    heightPx: MEDIUM,
    draw(y, scale) {
      const end = Math.min(world.disk.sizeBytes, scale.fromBytes + scale.lenBytes);
      const body = edges(scale, Math.max(0, scale.fromBytes), end);
      const shapes: Shape[] = [box("medium", body.x, y + 6, body.w, MEDIUM - 12), ...grid(scale, y, body)];
      const bad = world.route?.bad;
      const marks = poisonIn(world.poison, scale);
      const isBadShown =
        bad && bad.disk === world.disk.name && bad.offBytes < end && bad.offBytes + bad.lenBytes > scale.fromBytes;
      if (isBadShown && marks.length === 0) {
        const { x, w } = edges(scale, bad.offBytes, bad.offBytes + bad.lenBytes);
        shapes.push(...poisonMark(x, y + 6, w, MEDIUM - 12));
      }
      for (const it of clustersIn(world.hwpoison, scale)) {
        const { x, w } = edges(scale, it.fromBytes, it.toBytes);
        shapes.push(box("hwpoison", x - 1, y + 1, Math.max(5, w + 2), MEDIUM - 2));
      }
      for (const it of marks) {
        const { x, w } = edges(scale, it.fromBytes, it.toBytes);
        shapes.push(...poisonMark(x, y + 6, w, MEDIUM - 12));
      }
      for (const it of clustersIn(world.badblocks, scale)) {
        const { x, w } = edges(scale, it.fromBytes, it.toBytes);
        shapes.push(box("badblock", x, y + MEDIUM - 5, Math.max(3, w), 4));
      }
      return [...shapes, ...poisonLabel(world, marks, scale, y, isBadShown ? bad : null)];
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

/** How much is poisoned in view, written on the longest free stretch of the lane. */
function poisonLabel(
  world: MapWorld,
  marks: readonly { fromBytes: number; toBytes: number }[],
  scale: Scale,
  y: number,
  bad: Run | null,
): Shape[] {
  const { count, bytes } = world.poison.within(scale.fromBytes, scale.fromBytes + scale.lenBytes);
  const text = count > 0 ? words().poisoned(size(bytes), count) : bad ? words().bad(size(bad.lenBytes)) : "";
  if (text === "") return [];
  const taken =
    marks.length > 0
      ? marks.map((it) => edges(scale, it.fromBytes, it.toBytes))
      : bad
        ? [edges(scale, bad.offBytes, bad.offBytes + bad.lenBytes)]
        : [];
  const room = textWidth(text, "note") + 12;
  const spots = [...taken.map((it) => it.x + Math.max(4, it.w) + 7), ...taken.map((it) => it.x - room)];
  const isFree = (left: number) =>
    left > scale.x &&
    left + room < scale.x + scale.w &&
    taken.every((it) => it.x + Math.max(4, it.w) < left || it.x > left + room);
  const left = spots.find(isFree);
  return left === undefined ? [] : [label(text, "note", left, y + MEDIUM / 2 + 4, { cls: "halo red" })];
}

/** The whole device as a strip, the window on it, and the lines that lead from one to the other. */
export function overview(world: MapWorld, scale: Scale, y: number, lensPx: number): Shape[] {
  const whole: Scale = { fromBytes: 0, lenBytes: world.disk.sizeBytes, x: scale.x, w: scale.w };
  const from = xOf(whole, Math.max(0, scale.fromBytes));
  const to = Math.max(from + 2, xOf(whole, Math.min(world.disk.sizeBytes, scale.fromBytes + scale.lenBytes)));
  const strip = y + lensPx;
  const shapes: Shape[] = [
    path("lens", d("M", scale.x, y, "L", from, strip, "H", to, "L", scale.x + scale.w, y, "Z")),
    box("medium", whole.x, strip, whole.w, 14),
  ];
  for (const it of world.partitions.clusters(0, world.disk.sizeBytes, nearOf(whole))) {
    const { x, w } = edges(whole, it.fromBytes, it.toBytes);
    shapes.push(
      box(`part ${world.partitions.item(it.first).hue}`, x, strip, w, 14),
      ...named(world.partitions.item(it.first).name, x, w, strip + 11),
    );
  }
  const bad = world.route?.bad?.disk === world.disk.name ? world.route.bad : null;
  for (const it of poisonIn(world.poison, whole)) {
    const { x, w } = edges(whole, it.fromBytes, it.toBytes);
    shapes.push(box("poison solid", x, strip - 2, Math.max(2.5, w), 18));
  }
  if (bad && world.poison.count === 0)
    shapes.push(box("poison solid", xOf(whole, bad.offBytes) - 1, strip - 2, 2.5, 18));
  shapes.push(box("window", from - 1, strip - 3, to - from + 2, 20));
  shapes.push(label("0", "tick", whole.x, strip + 29, { cls: "soft" }));
  shapes.push(
    label(`${world.disk.name}, ${size(world.disk.sizeBytes)}`, "note", whole.x + whole.w, strip + 29, {
      anchor: "end",
      cls: "soft",
    }),
  );
  return shapes;
}
