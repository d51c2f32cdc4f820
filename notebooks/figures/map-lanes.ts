/**
 * Lanes of the memory map over the medium: the other spaces (partitions, mapped devices) with their own rulers,
 * filesystems, files' extents, and what processes have in their page tables. One scale for all of them.
 *
 * Every lane asks its index for marks of at least a few pixels, so a frame costs the same at any zoom.
 */
import { clip, fsName, hex, textWidth } from "./labels.ts";
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
export function edges(scale: Scale, from: number, to: number): { x: number; w: number } {
  const x = Math.max(scale.x, xOf(scale, from));
  return { x, w: Math.min(scale.x + scale.w, xOf(scale, to)) - x };
}

export const nearOf = (scale: Scale, px = NEAR_PX): number => (scale.lenBytes * px) / scale.w;
export const clustersIn = <T extends Run>(runs: Runs<T>, scale: Scale, px?: number): Cluster[] =>
  runs.clusters(scale.fromBytes, scale.fromBytes + scale.lenBytes, nearOf(scale, px));

export function named(text: string, x: number, w: number, y: number): Shape[] {
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
        const state =
          mount.state === "shutdown" ? `, ${words().shutDown}` : mount.dax === "off" ? `, ${words().daxOff}` : "";
        const text = `${words().onPlace(fsName(mount.fstype), mount.target)}${state}`;
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
        // A place that does not fit is left out: half a number is none.
        const isRoom = (it: string) => textWidth(it, "tick") <= w - 10;
        const place = isShared ? "" : ([words().inFile(hex(from, 4)), hex(from, 4)].find(isRoom) ?? "");
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
          box(`entry${untold || entry.isCopy ? " untold" : ""}`, x, y + 2, Math.max(2, w), 16, w < 24 ? 2 : 7),
          ...named(text ?? "", x, w, y + 14),
        ];
      });
    },
  };
}
