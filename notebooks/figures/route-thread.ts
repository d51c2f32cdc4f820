/** The thread over the holder route: its way from stop to stop, its ends, and what was handed over. */
import { stopSays } from "./conclusion.ts";
import { place } from "./labels.ts";
import { endAt, type Stop } from "./route.ts";
import { BOX, CHANNEL, daxTop, GUTTER, holderSpan, middle, type Scene, slotX } from "./route-scene.ts";
import { box, freeLabel, group, label, type Shape } from "./svg.ts";
import { type Point, thread, threadEnd } from "./thread.ts";
import { words } from "./words.ts";

/** Way of the thread from the stop before to this one; the last point is where this stop is. */
function legOf(scene: Scene, stop: Stop, before: Point): { points: Point[]; isAround?: boolean } | null {
  const { rows, stack, view, badX } = scene;
  const up = (from: Point, x: number, y: number, channelY: number): Point[] => [
    from,
    [from[0], channelY],
    [x, channelY],
    [x, y],
  ];
  if (stop.kind === "dax") {
    const disk = stack.disks.find((it) => it.disk.name === stop.name);
    if (!disk) return null;
    const next = view.route?.stops.find((it) => it.kind === "holder" && view.route?.stops[it.from] === stop);
    const dax = scene.places.state.daxDevices.find((it) => it.name === stop.name);
    const x = slotX(scene, disk, next?.name ?? dax?.holder ?? null);
    const y = daxTop(scene, disk);
    const mid = y + (disk.level > 0 ? 10 : BOX.dax / 2);
    // A child dax_device is entered from below, past its siblings; a disk's own from its bytes.
    const isChild = view.route?.stops[stop.from]?.kind === "dax";
    const lane = y + BOX.mapped + 14;
    return isChild
      ? { points: [before, [before[0], lane], [x, lane], [x, y - 4]] }
      : { points: [before, [before[0], mid], [x, mid], [x, y - 4]] };
  }
  if (stop.kind === "holder") return holderLeg(scene, stop, before);
  const file = stack.mounts.flatMap((it) => it.files).find((it) => it.file.path === stop.name);
  if (stop.kind === "file" || (stop.kind === "record" && !stop.isMetadata)) {
    return file
      ? {
          points: [
            before,
            [before[0], rows.mount],
            ...up([before[0], rows.mount], middle(file), rows.file + BOX.file, rows.mount - CHANNEL.mount / 2).slice(1),
          ],
        }
      : null;
  }
  if (stop.kind === "around") return aroundLeg(scene, badX ?? before[0]);
  if (stop.kind !== "process") return null;
  const process = stack.mounts
    .flatMap((it) => it.files.flatMap((f) => f.processes.map((p) => ({ p, f }))))
    .find(({ p, f }) => p.process.process === stop.name && (Math.abs(middle(f) - before[0]) < 1 || !file));
  return process
    ? { points: up(before, middle(process.p), rows.process + BOX.process, rows.file - CHANNEL.file / 2) }
    : null;
}

/** From the slot that the holder is in, up to the holder. */
function holderLeg(scene: Scene, stop: Stop, before: Point): { points: Point[] } {
  const span = holderSpan(scene, stop.name);
  if (!span) return { points: [before, [before[0], before[1] - 22]] };
  const x = middle(span);
  const dax = scene.view.route?.stops[stop.from];
  const disk = scene.stack.disks.find((it) => it.disk.name === dax?.name);
  const own = disk ? slotX(scene, disk, stop.name) : before[0];
  const channel = span.bottom + 12;
  if (!disk || disk.level > 0 || Math.abs(own - before[0]) < 1)
    return { points: [before, [before[0], channel], [x, channel], [x, span.bottom]] };
  const mid = daxTop(scene, disk) + BOX.dax / 2;
  return {
    points: [
      [before[0], mid],
      [own, mid],
      [own, channel],
      [x, channel],
      [x, span.bottom],
    ],
  };
}

/** The generic handler's way: from the page itself, past the filesystem, to the file. */
function aroundLeg(scene: Scene, x: number): { points: Point[]; isAround: boolean } {
  const { rows, stack, view } = scene;
  const path = view.route?.owners[0]?.file.path;
  const mount = stack.mounts.find((it) => it.files.some((f) => f.file.path === path));
  const file = mount?.files.find((it) => it.file.path === path);
  const start: Point = [x, rows.dax];
  if (!mount || !file || view.route?.ending === "not-found")
    return { points: [start, [x, rows.dax - 26]], isAround: true };
  const edge = mount.x + mount.w + 6 < scene.widthPx - 4 && x > middle(mount) ? mount.x + mount.w + 5 : mount.x - 5;
  const under = (rows.mapped[1] === undefined ? rows.mount + BOX.mount : rows.mapped[1] + BOX.mapped) + 10;
  const over = rows.mount - CHANNEL.mount / 2;
  return {
    points: [
      start,
      [x, under],
      [edge, under],
      [edge, over],
      [middle(file), over],
      [middle(file), rows.file + BOX.file],
    ],
    isAround: true,
  };
}

export function threadShapes(scene: Scene): Shape[] {
  const { route, at } = scene.view;
  if (!route || (scene.badX === null && route.bad)) return [];
  const first = scene.stack.disks.find((it) => it.disk.name === (route.stops[0]?.name ?? ""));
  const x = scene.badX ?? (first ? first.x + first.w * 0.5 : null);
  if (x === null) return [];
  const ends: Point[] = [[x, scene.rows.ground]];
  const current = route.stops.findLast((it) => it.seq <= at);
  const lines: Shape[] = [];
  const marks: Shape[] = [];
  for (const [i, stop] of route.stops.entries()) {
    const before = ends[stop.from] ?? ends[0]!;
    const leg = i === 0 ? { points: [before] } : legOf(scene, stop, before);
    const end = leg?.points.at(-1) ?? before;
    ends[i] = end;
    const isReached = stop.seq <= at;
    if (leg && leg.points.length > 1) {
      const way = !isReached
        ? "ghost"
        : stop.kind === "process" && route.stops[stop.from]?.kind === "around"
          ? "around"
          : "isAround" in leg && leg.isAround
            ? "around"
            : "route";
      lines.push(thread(leg.points, way));
    }
    const isKnown = leg !== null || i === 0;
    const mark = isReached ? threadEnd(endAt(route, stop), stop.kind === "dax" ? [end[0], end[1] - 6] : end) : [];
    if (isKnown) marks.push(stopMark(stop, end, mark, isReached, stop === current && at !== Number.POSITIVE_INFINITY));
  }
  return [...lines, ...marks];
}

function stopMark(stop: Stop, [x, y]: Point, mark: Shape[], isReached: boolean, isCurrent: boolean): Shape {
  const hit = box("hit", x - 13, y - 13, 26, 26);
  const dot = mark.length > 0 ? mark : [box(isReached ? "bead" : "bead hollow", x - 3.5, y - 3.5, 7, 7, 3.5)];
  const ring = isCurrent ? [box("ring", x - 11, y - 11, 22, 22, 11)] : [];
  return group("stop", [hit, ...ring, ...dot], { key: `stop-${stop.seq}`, says: stopSays(stop), isCurrent });
}

/** What was handed over, in whose bytes, beside the thread where there is room. */
export function annotations(scene: Scene, drawn: readonly Shape[]): Shape[] {
  const { route, at } = scene.view;
  const found: Shape[] = [];
  const add = (text: string, x: number, y: number) => {
    const spots = [
      label(text, "tick", x + 9, y, { cls: "halo red" }),
      label(text, "tick", x - 9, y, { cls: "halo red", anchor: "end" }),
    ];
    const spot = freeLabel([...drawn, ...found], spots, { left: GUTTER, right: scene.widthPx });
    if (spot) found.push(spot);
  };
  for (const stop of route?.stops ?? []) {
    if (stop.seq > at) continue;
    const from = route?.stops[stop.from];
    if (stop.kind === "around" && scene.badX !== null && route?.ending !== "not-found")
      add(words().byMapping, scene.badX, scene.rows.dax - 9);
    if (stop.kind !== "holder" || !stop.event.range || from?.kind !== "dax") continue;
    const disk = scene.stack.disks.find((it) => it.disk.name === from.name);
    if (!disk) continue;
    add(place(stop.event.range.offBytes, from.name), slotX(scene, disk, stop.name), daxTop(scene, disk) - 15);
  }
  return found;
}
