/**
 * Lanes of the memory map, from the medium up: bytes with poison, the other spaces over them (partitions, mapped
 * devices), filesystems, files' extents, and what processes have in their page tables. One scale for all of them.
 *
 * Every lane asks its index for marks of at least a few pixels, so a frame costs the same at any zoom.
 */
import { poisonMark } from "./hatch.ts";
import { clip, fsName, hex, size, textWidth } from "./labels.ts";
import type { MapWorld, SpacePiece } from "./map-world.ts";
import { ruler, type Scale, shiftArrow, xOf } from "./ruler.ts";
import type { Cluster, Run, Runs } from "./runs.ts";
import { box, d, label, path, type Shape } from "./svg.ts";
import { words } from "./words.ts";

const NEAR_PX = 5;

export interface Lane {
  name: string;
  note?: string;
  heightPx: number;
  draw(y: number, scale: Scale): Shape[];
}

/** A mark's left and right edge, cut to the window. */
function edges(scale: Scale, from: number, to: number): { x: number; w: number } {
  const x = Math.max(scale.x, xOf(scale, from));
  return { x, w: Math.min(scale.x + scale.w, xOf(scale, to)) - x };
}

const nearOf = (scale: Scale, px = NEAR_PX): number => (scale.lenBytes * px) / scale.w;
const clustersIn = <T extends Run>(runs: Runs<T>, scale: Scale, px?: number): Cluster[] =>
  runs.clusters(scale.fromBytes, scale.fromBytes + scale.lenBytes, nearOf(scale, px));

function named(text: string, x: number, w: number, y: number): Shape[] {
  const shown = clip(text, "note", w - 8);
  return shown === "" ? [] : [label(shown, "note", x + 5, y)];
}

const SPACE = 44;

/** Another space over the disk: its box, its own ruler, and by how much its zero is shifted. */
export function spaceLane(name: string, runs: Runs<SpacePiece>): Lane {
  return {
    name,
    heightPx: SPACE,
    draw(y, scale) {
      return clustersIn(runs, scale).flatMap((it): Shape[] => {
        const { x, w } = edges(scale, it.fromBytes, it.toBytes);
        const piece = runs.item(it.first);
        if (it.count > 1)
          return [box(`part ${piece.hue}`, x, y + 2, w, 18), ...named(words().pieces(it.count), x, w, y + 15)];
        const shift = piece.offBytes - piece.ownOffBytes;
        const text = `${piece.name}, ${words().zeroAt(hex(shift))}`;
        const shapes: Shape[] = [box(`part ${piece.hue}`, x, y + 2, w, 18)];
        const short = textWidth(text, "note") + 10 > w ? piece.name : text;
        shapes.push(...named(short, x, w, y + 15));
        const own: Scale = {
          x,
          w,
          fromBytes: Math.max(it.fromBytes, scale.fromBytes),
          lenBytes: (scale.lenBytes * w) / scale.w,
        };
        if (w > 90) shapes.push(...ruler(own, y + SPACE - 4, "over", shift, piece.hue));
        return shapes;
      });
    },
  };
}

/** By how much the zeros of other spaces are shifted against the disk's: one arrow, for the last zero in view. */
export function shiftLane(runs: Runs<SpacePiece>): Lane {
  return {
    name: "",
    heightPx: 18,
    draw(y, scale) {
      const pieces = clustersIn(runs, scale).map((it) => runs.item(it.first));
      const shifted = pieces.findLast((it) => it.ownOffBytes === 0 && xOf(scale, it.offBytes) > scale.x + 96);
      if (!shifted) return [];
      const from = Math.max(scale.x, xOf(scale, 0));
      return shiftArrow(from, xOf(scale, shifted.offBytes), y + 14, `+${hex(shifted.offBytes)}`);
    },
  };
}

export function filesystemLane(runs: MapWorld["filesystems"]): Lane {
  return {
    name: words().filesystems,
    heightPx: 28,
    draw(y, scale) {
      return clustersIn(runs, scale).flatMap((it): Shape[] => {
        const { x, w } = edges(scale, it.fromBytes, it.toBytes);
        const { mount, hue, offBytes, ownOffBytes } = runs.item(it.first);
        const shapes: Shape[] = [box(`thing ${hue}${mount.state === "shutdown" ? " dead" : ""}`, x, y + 2, w, 22, 3)];
        const agBytes = mount.agBlocks * mount.blockBytes;
        const text = `${fsName(mount.fstype)} on ${mount.target}${mount.dax === "off" ? `, ${words().daxOff}` : ""}`;
        const shown = clip(text, "note", w - 10);
        const agPx = (agBytes * scale.w) / scale.lenBytes;
        if (mount.fstype === "xfs" && agPx > 56 && it.count === 1) {
          const first = Math.max(0, Math.ceil((scale.fromBytes - offBytes + ownOffBytes) / agBytes));
          for (let ag = first; ag < mount.agCount; ag++) {
            const at = xOf(scale, offBytes - ownOffBytes + ag * agBytes);
            if (at > x + w) break;
            if (at > x + textWidth(shown, "note") + 8) shapes.push(path(`stem ${hue}`, d("M", at, y + 2, "v", 22)));
            if (at > x + textWidth(shown, "note") + 12 && at + 34 < x + w)
              shapes.push(label(`AG ${ag}`, "tick", at + 4, y + 17, { cls: "soft" }));
          }
        }
        return [...shapes, ...named(shown, x, w, y + 17)];
      });
    },
  };
}

export function extentLane(runs: MapWorld["extents"]): Lane {
  return {
    name: words().files,
    heightPx: 40,
    draw(y, scale) {
      const rows: number[] = [];
      const marks = clustersIn(runs, scale, 3).map((it) => {
        const first = runs.item(it.first);
        const toBytes = it.count > 1 ? it.toBytes : first.offBytes + first.lenBytes;
        // Shared extents lie over each other: each file gets a row of its own.
        const free = rows.findIndex((end) => end <= it.fromBytes);
        const row = free >= 0 ? free : Math.min(rows.length, 1);
        rows[row] = toBytes;
        return { ...it, first, toBytes, row };
      });
      const isShared = rows.length > 1;
      return marks.flatMap(({ fromBytes, toBytes, first, count, row }): Shape[] => {
        const { x, w } = edges(scale, fromBytes, toBytes);
        const top = y + 2 + (isShared ? row * 17 : 0);
        const body = box(`thing ${first.hue}`, x, top, Math.max(1.5, w), isShared ? 15 : 32, 2);
        if (count > 1) return [body, ...named(words().extents(count), x, w, top + 12)];
        const from = first.offInFileBytes + Math.max(0, scale.fromBytes - first.offBytes);
        const place = isShared ? "" : clip(`${hex(from, 4)} in file`, "tick", w - 10);
        const text = isShared ? `${first.path}, ${hex(from, 4)}` : first.path;
        return [
          body,
          ...named(text, x, w, top + 12),
          ...(place ? [label(place, "tick", x + 5, top + 26, { cls: "soft" })] : []),
        ];
      });
    },
  };
}

export function processLane(world: MapWorld, index: number): Lane {
  const it = world.processes[index]!;
  const told = world.route?.told.some((t) => t.process === it.process);
  const untold = world.route?.untold.some((t) => t.process === it.process);
  return {
    name: it.process,
    note: told ? words().told("") : untold ? words().notTold : "",
    heightPx: 22,
    draw(y, scale) {
      let labelEnd = Number.NEGATIVE_INFINITY;
      return clustersIn(it.entries, scale, 3).flatMap((c, i, all): Shape[] => {
        if (i > 0 && all[i - 1]!.fromBytes === c.fromBytes) return [];
        const { x, w } = edges(scale, c.fromBytes, c.toBytes);
        const entry = it.entries.item(c.first);
        const kind = entry.isCopy ? words().copy : entry.lenBytes > 4096 ? "PMD" : "PTE";
        const same = all
          .filter((other) => other.fromBytes === c.fromBytes)
          .map((other) => it.entries.item(other.first).map);
        const full = c.count > 1 ? words().entries(c.count) : `${kind} ${same.join(", ")}`;
        const text = x > labelEnd ? [full, kind].find((t) => textWidth(t, "note") < w - 8) : undefined;
        if (text) labelEnd = x + textWidth(text, "note") + 8;
        return [
          box(`entry${untold || entry.isCopy ? " untold" : ""}`, x, y + 2, Math.max(2, w), 16, 7),
          ...named(text ?? "", x, w, y + 14),
        ];
      });
    },
  };
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
      const marks = clustersIn(world.poison, scale);
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
function poisonLabel(world: MapWorld, marks: Cluster[], scale: Scale, y: number, bad: Run | null): Shape[] {
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
  for (const it of world.poison.clusters(0, world.disk.sizeBytes, nearOf(whole))) {
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
