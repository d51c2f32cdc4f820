/**
 * Four granularities over the same bytes: poisoned lines (64 B), what one Clear-Error command clears, badblocks sectors
 * (512 B), and pages with the HWPoison flag (4 KiB), one row each, aligned.
 */
import type { Figure } from "./figure.ts";
import { makeFigure } from "./frame.ts";
import { poisonMark } from "./hatch.ts";
import { hex, place, size } from "./labels.ts";
import { placesOf } from "./places.ts";
import { FOLD_PX } from "./room.ts";
import { ruler, type Scale, xOf } from "./ruler.ts";
import { type Run, type Runs, runsOf } from "./runs.ts";
import { type Shown, viewed } from "./shown.ts";
import { box, type Drawing, d, draw, label, path, type Shape } from "./svg.ts";
import { words } from "./words.ts";

export interface BadblocksOptions {
  /** First byte, on the device named. Default: the page of the first mark, else 0. Rounded down to a page. */
  fromBytes?: number;
  /** Bytes shown; default two pages, at most 64 KiB. Rounded up to a page. */
  lenBytes?: number;
}

export interface BadblocksRow {
  name: string;
  unitBytes: number;
  /** First bytes of the units that are marked, in the window. */
  marked: number[];
}

export interface BadblocksWindow {
  device: string;
  fromBytes: number;
  lenBytes: number;
  rows: BadblocksRow[];
}

const PAGE = 4096;
const SECTOR = 512;

function markedUnits(runs: Runs<Run>, unitBytes: number, fromBytes: number, toBytes: number): number[] {
  const found: number[] = [];
  for (let at = Math.floor(fromBytes / unitBytes) * unitBytes; at < toBytes; at += unitBytes) {
    if (runs.within(at, at + unitBytes).count > 0) found.push(at);
  }
  return found;
}

export function windowOf(machine: Shown, device: string, options: BadblocksOptions = {}): BadblocksWindow {
  const view = viewed(machine);
  const places = placesOf(view, view.state);
  const at = places.onDisk(device) ?? { device, offBytes: 0, lenBytes: 0 };
  const here = <T extends Run>(list: readonly T[], base: number) =>
    list.map((it) => ({ offBytes: it.offBytes + base - at.offBytes, lenBytes: it.lenBytes }));
  const lists = { lines: [] as Run[], sectors: [] as Run[], pages: [] as Run[] };
  for (const it of view.state.poison) {
    const own = places.onDisk(it.device);
    if (own?.device !== at.device) continue;
    lists.lines.push(...here(it.lines, own.offBytes));
    lists.pages.push(...here(it.hwpoison, own.offBytes));
    lists.sectors.push(
      ...here(
        it.badblocks.map((b) => ({ offBytes: b.sector * SECTOR, lenBytes: b.count * SECTOR })),
        own.offBytes,
      ),
    );
  }
  const firsts = [...lists.lines, ...lists.sectors, ...lists.pages].map((it) => it.offBytes).filter((it) => it >= 0);
  const start = options.fromBytes ?? (firsts.length > 0 ? Math.min(...firsts.slice(0, 4096)) : 0);
  const fromBytes = Math.max(0, Math.floor(start / PAGE) * PAGE);
  const lenBytes = Math.min(16, Math.ceil((options.lenBytes ?? 2 * PAGE) / PAGE)) * PAGE;
  const toBytes = fromBytes + lenBytes;
  const clearUnit = view.value.scene.pmem[at.device]?.clearUnitBytes ?? 256;
  const lines = runsOf(lists.lines);
  const w = words();
  const rows: BadblocksRow[] = [
    { name: "HWPoison", unitBytes: PAGE, marked: markedUnits(runsOf(lists.pages), PAGE, fromBytes, toBytes) },
    { name: "badblocks", unitBytes: SECTOR, marked: markedUnits(runsOf(lists.sectors), SECTOR, fromBytes, toBytes) },
    ...(clearUnit > 0
      ? [{ name: w.clearUnit, unitBytes: clearUnit, marked: markedUnits(lines, clearUnit, fromBytes, toBytes) }]
      : []),
    { name: w.poison, unitBytes: 64, marked: markedUnits(lines, 64, fromBytes, toBytes) },
  ];
  return { device, fromBytes, lenBytes, rows };
}

const ROW = { wide: 40, narrow: 48 };

export function layout(window: BadblocksWindow, widthPx: number): Drawing {
  const isWide = widthPx >= FOLD_PX;
  const x = isWide ? 108 : 4;
  const scale: Scale = { fromBytes: window.fromBytes, lenBytes: window.lenBytes, x, w: widthPx - x - 8 };
  const shapes: Shape[] = [];
  const h = 24;
  const rowPx = isWide ? ROW.wide : ROW.narrow;
  const barOf = (i: number) => 6 + i * rowPx + (isWide ? 0 : 15);
  for (const [i, row] of window.rows.entries()) {
    const under = window.rows[i + 1];
    if (under) shapes.push(...growth(scale, row, under, barOf(i) + h, barOf(i + 1)));
  }
  for (const [i, row] of window.rows.entries()) {
    const unit = `${size(row.unitBytes)}`;
    const barY = barOf(i);
    const y = 6 + i * rowPx;
    if (isWide) {
      shapes.push(
        label(row.name, "name", x - 12, y + 11, { anchor: "end" }),
        label(unit, "note", x - 12, y + 24, { anchor: "end", cls: "soft" }),
      );
    } else shapes.push(label(`${row.name}, ${unit}`, "note", x, y + 10));
    shapes.push(box("medium", x, barY, scale.w, h), cells(scale, row.unitBytes, barY, h));
    for (const at of row.marked) {
      const left = Math.max(scale.x, xOf(scale, at));
      const right = Math.min(scale.x + scale.w, xOf(scale, at + row.unitBytes));
      shapes.push(
        ...(row.name === "HWPoison"
          ? [box("hwpoison flagged", left + 1, barY + 1, right - left - 2, h - 2)]
          : row.name === "badblocks"
            ? [box("badblock", left, barY, right - left, h)]
            : poisonMark(left, barY, right - left, h)),
      );
    }
  }
  const end = 6 + window.rows.length * rowPx;
  shapes.push(...ruler(scale, end, "under"));
  return { width: widthPx, height: end + 24, shapes };
}

/** From what is marked in one view to the unit that is marked for it in the next coarser one: how the loss grows. */
function growth(scale: Scale, coarse: BadblocksRow, fine: BadblocksRow, top: number, bottom: number): Shape[] {
  const inView = (at: number) => Math.max(scale.x, Math.min(scale.x + scale.w, xOf(scale, at)));
  return coarse.marked.flatMap((at): Shape[] => {
    const inside = fine.marked.filter((it) => it >= at && it < at + coarse.unitBytes);
    const [first, last] = [inside[0], inside.at(-1)];
    if (first === undefined || last === undefined) return [];
    const corners = [inView(at), inView(at + coarse.unitBytes), inView(last + fine.unitBytes), inView(first)] as const;
    return [path("growth", d("M", corners[0], top, "H", corners[1], "L", corners[2], bottom, "H", corners[3], "Z"))];
  });
}

function cells(scale: Scale, unitBytes: number, y: number, h: number): Shape {
  const pieces: (string | number)[] = [];
  if ((unitBytes * scale.w) / scale.lenBytes >= 2.5) {
    for (let at = scale.fromBytes + unitBytes; at < scale.fromBytes + scale.lenBytes; at += unitBytes)
      pieces.push("M", xOf(scale, at), y, "v", h);
  }
  return path("grid", d(...pieces));
}

export function badblocksView(machine: Shown, device: string, options: BadblocksOptions = {}): Figure {
  const window = windowOf(machine, device, options);
  const w = words();
  const count = (name: string) => window.rows.find((it) => it.name === name)?.marked.length ?? 0;
  const caption = w.badblocksSays(
    place(window.fromBytes, device),
    size(window.lenBytes),
    count(w.poison),
    count("badblocks"),
    count("HWPoison"),
  );
  return makeFigure<object>({
    name: "badblocks-view",
    caption,
    twin: {
      caption,
      columns: [w.view, w.unit, w.from(device), w.count],
      rows: window.rows.map((it) => [
        it.name,
        size(it.unitBytes),
        it.marked.map((at) => hex(at)).join(", "),
        String(it.marked.length),
      ]),
    },
    start: {},
    draw: (_, widthPx) => draw(layout(window, widthPx), w.kinds["badblocks-view"]),
  });
}
