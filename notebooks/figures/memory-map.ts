/**
 * The memory map of a pmem disk, from the whole device down to a byte: the medium at the bottom, processes on top.
 *
 * Buttons, keys (+ − ← → Home), the wheel with Ctrl, dragging and pinching move the window. A click on the map, or
 * Enter at the reticle in its middle, is a poke: it says the line of code that does it and changes nothing itself.
 */
import type { MachineView } from "../../engine/api.ts";
import { conclude, paperOf } from "./conclusion.ts";
import type { Figure, Twin } from "./figure.ts";
import { makeFigure } from "./frame.ts";
import { draftingGrid } from "./hatch.ts";
import { clip, hex, holderName, place, returned, size } from "./labels.ts";
import { extentLane, filesystemLane, type Lane, processLane, shiftLane, spaceLane } from "./map-lanes.ts";
import { gutterPx, keptOf, mapControls, mapLive, showPoke, windowAt } from "./map-live.ts";
import { mediumLane, overview } from "./map-medium.ts";
import { type MapWorld, mapWorld } from "./map-world.ts";
import { FOLD_PX } from "./room.ts";
import { ruler, type Scale, scaleBar, xOf } from "./ruler.ts";
import type { Run } from "./runs.ts";
import { type Shown, viewed } from "./shown.ts";
import { box, type Drawing, d, draw, freeLabel, group, label, path, type Shape } from "./svg.ts";
import { thread, threadEnd } from "./thread.ts";
import { words } from "./words.ts";

export interface MemoryMapOptions {
  /** Disk, partition or mapped device whose disk is shown. Default: the disk of the last failure, else the first. */
  device?: string;
  /** First byte of the window on the disk, in bytes. Default: around the last failure, else 0. */
  fromBytes?: number;
  /** Length of the window, in bytes; at least 256. Default: 64 KiB around a failure, else the whole disk. */
  lenBytes?: number;
}

export interface MapState {
  fromBytes: number;
  lenBytes: number;
  does: "poison" | "fail";
  isAimed: boolean;
  /** What is pointed at, in bytes of the disk. */
  selected: Run | null;
}

const MOST_PROCESSES = 4;
const LENS = 26;

function lanesOf(world: MapWorld, { selected }: MapState): Lane[] {
  const lanes: Lane[] = world.processes.slice(0, MOST_PROCESSES).map((_, i) => processLane(world, i));
  if (world.extents.count > 0) lanes.push(extentLane(world.extents));
  if (world.filesystems.count > 0) lanes.push(filesystemLane(world.filesystems));
  if (world.mapped.count > 0) lanes.push(spaceLane(words().mapped, world.mapped));
  if (world.partitions.count > 0) lanes.push(spaceLane(words().partitions, world.partitions));
  if (world.partitions.count > 0) lanes.push(shiftLane(world.partitions));
  else if (world.mapped.count > 0) lanes.push(shiftLane(world.mapped));
  lanes.push(mediumLane(world, selected));
  return lanes;
}

/** Height at which the thread of the last failure ends: the lane of whoever it reached. */
function threadTop(
  world: MapWorld,
  tops: ReadonlyMap<string, number>,
): { y: number; end: Parameters<typeof threadEnd>[0] } | null {
  const { route } = world;
  if (!route?.bad || route.bad.disk !== world.disk.name) return null;
  const told = route.told.map((it) => tops.get(it.process)).filter((it) => it !== undefined);
  if (told.length > 0) return { y: Math.min(...told) + 10, end: "told" };
  const under = (name: string, end: Parameters<typeof threadEnd>[0]) => ({
    y: (tops.get(name) ?? tops.get(words().bytes)!) + 24,
    end,
  });
  if (route.ending === "nobody-maps") return { y: (tops.get(words().files) ?? 30) + 34, end: "none" };
  if (route.ending === "metadata" || route.ending === "crash") return under(words().filesystems, "stopped");
  return { y: tops.get(words().bytes)! - 6, end: route.ending === "refused" ? "refused" : "mid-air" };
}

export function layout(world: MapWorld, state: MapState, widthPx: number): Drawing {
  const isWide = widthPx >= FOLD_PX;
  const x = gutterPx(widthPx);
  const scale: Scale = { fromBytes: state.fromBytes, lenBytes: state.lenBytes, x, w: widthPx - x - 6 };
  const shapes: Shape[] = [];
  // Above its lane, a name may lie in the way of the thread: it is drawn over it.
  const over: Shape[] = [];
  const tops = new Map<string, number>();
  const lanes = lanesOf(world, state);
  // Where nothing lies over the medium, the thread still needs air to end in.
  let y = lanes.length > 1 ? 4 : 26;
  // One group a lane: a drawing that is changed in place finds the others as they were.
  for (const lane of lanes) {
    const name = lane.note ? `${lane.name}: ${lane.note}` : lane.name;
    if (!isWide && name) y += 13;
    tops.set(lane.name, y);
    const title = isWide
      ? [label(clip(name, "note", x - 12), "note", x - 10, y + lane.heightPx / 2 + 4, { anchor: "end", cls: "layer" })]
      : [];
    if (!isWide) over.push(label(name, "note", x, y - 2, { cls: "layer halo" }));
    shapes.push(group("", [...title, ...lane.draw(y, scale)]));
    y += lane.heightPx;
  }
  shapes.push(group("", ruler(scale, y, "under")));
  const lens = y + 22;
  shapes.push(...overview(world, scale, lens, LENS));
  if (isWide)
    shapes.push(
      ...scaleBar(scale, 8, lens + LENS + 12, 72),
      label(words().inSpace("", world.disk.name).trim(), "tick", x - 10, y + 16, { anchor: "end", cls: "soft" }),
    );
  const end = threadTop(world, tops);
  const bad = world.route?.bad;
  if (end && bad) {
    const at = xOf(scale, bad.offBytes + bad.lenBytes / 2);
    if (at > scale.x && at < scale.x + scale.w) {
      shapes.push(...answerLabel(world, [...shapes, ...over], at, end.y, scale));
      shapes.push(
        thread([
          [at, tops.get(words().bytes)! + 8],
          [at, end.y],
        ]),
        ...threadEnd(end.end, [at, end.y]),
      );
    }
  }
  if (over.length > 0) shapes.push(group("", over));
  if (state.isAimed) {
    const at = scale.x + scale.w / 2;
    const top = tops.get(words().bytes)!;
    shapes.push(
      path("reticle", d("M", at, top - 8, "v", 14, "M", at, top + 34, "v", 14)),
      box("reticle", at - 5, top + 3, 10, 34, 3),
    );
  }
  return { width: widthPx, height: lens + LENS + 34, shapes };
}

/** Who answered, beside the end of a thread that went nowhere, where there is room. */
function answerLabel({ route }: MapWorld, drawn: readonly Shape[], x: number, y: number, scale: Scale): Shape[] {
  if (!route || route.told.length > 0 || !/refused|unheld|not-found/.test(route.ending)) return [];
  const root = route.stops[0]!.event;
  const answer = returned(root.ret, root.errno);
  const text = route.ending === "refused" && route.endedBy ? `${holderName(route.endedBy)}: ${answer}` : words().midAir;
  const spots = [
    label(text, "note", x + 13, y + 4, { cls: "red" }),
    label(text, "note", x - 13, y + 4, { cls: "red", anchor: "end" }),
  ];
  const spot = freeLabel(drawn, spots, { left: scale.x, right: scale.x + scale.w });
  return spot ? [spot] : [];
}

function twinOf(machine: MachineView, world: MapWorld): Twin {
  const w = words();
  const rows: string[][] = [];
  const add = (what: string, name: string, offBytes: number, lenBytes: number) =>
    rows.push([what, name, hex(offBytes), size(lenBytes)]);
  const all = <T>(runs: { count: number; item(i: number): T }, most = 40) =>
    Array.from({ length: Math.min(most, runs.count) }, (_, i) => runs.item(i));
  for (const { process, entries } of world.processes)
    for (const it of all(entries)) add(w.processes, `${process} ${it.map}`, it.offBytes, it.lenBytes);
  for (const it of all(world.extents)) add(w.files, it.path, it.offBytes, it.lenBytes);
  for (const it of all(world.filesystems))
    add(w.filesystems, w.onPlace(it.mount.fstype, it.mount.target), it.offBytes, it.lenBytes);
  for (const it of all(world.mapped)) add(w.mapped, it.name, it.offBytes, it.lenBytes);
  for (const it of all(world.partitions)) add(w.partitions, it.name, it.offBytes, it.lenBytes);
  for (const it of all(world.poison)) add(w.poison, w.lines, it.offBytes, it.lenBytes);
  for (const it of all(world.badblocks)) add("badblocks", w.sectors, it.offBytes, it.lenBytes);
  for (const it of all(world.hwpoison)) add("HWPoison", w.pages, it.offBytes, it.lenBytes);
  const bad = world.route?.bad;
  if (bad?.disk === world.disk.name) add(w.stops.page, bad.device, bad.offBytes, bad.lenBytes);
  add(w.bytes, world.disk.name, 0, world.disk.sizeBytes);
  return {
    caption: captionOf(machine, world),
    columns: [w.columns.stop, w.columns.who, w.from(world.disk.name), w.length],
    rows,
  };
}

function captionOf(machine: MachineView, world: MapWorld): string {
  const { route } = world;
  if (route?.bad?.disk === world.disk.name) {
    const owner = route.owners[0];
    const where = owner ? words().liesIn(owner.file.path, owner.mount.device) : words().liesOutside(route.bad.device);
    return `${words().failedAt(place(route.bad.offBytes, route.bad.disk), where)} ${conclude(machine, route)}`;
  }
  const lines = world.poison.within(0, world.disk.sizeBytes);
  return words().mapOf(
    world.disk.name,
    size(world.disk.sizeBytes),
    world.partitions.count,
    lines.count === 0 ? "" : size(lines.bytes),
  );
}

export function memoryMap(shown: Shown, options: MemoryMapOptions = {}): Figure {
  const machine = viewed(shown);
  const found = mapWorld(machine, options.device);
  const empty = words().noDevice;
  if (!found) {
    return makeFigure({
      name: "memory-map",
      caption: empty,
      twin: { caption: empty, columns: [], rows: [] },
      start: {},
      isFluid: true,
      draw: () => "",
    });
  }
  const world = found;
  const paper = paperOf(machine);
  const title = captionOf(machine, world);
  const start: MapState = { ...windowAt(world, options), does: "fail", isAimed: false, selected: null };
  const shapes = (state: MapState, widthPx: number): Drawing => {
    const drawing = layout(world, state, widthPx);
    if (paper !== "kernel")
      drawing.shapes.unshift(
        draftingGrid(drawing.width, drawing.height),
        label(words()[paper], "note", drawing.width - 6, 10, { anchor: "end", cls: "layer" }),
      );
    return drawing;
  };
  return makeFigure<MapState>({
    name: "memory-map",
    caption: title,
    twin: twinOf(machine, world),
    start,
    cls: `paper-${paper}`,
    draw: (state, widthPx, isLive) => draw(shapes(state, widthPx), words().kinds["memory-map"], isLive),
    shapes,
    above: (state) => mapControls(world, state),
    painted: (root, state) => showPoke(root, world, state),
    keep: keptOf(world),
    live: (it) => mapLive(it, world, windowAt(world, options)),
  });
}
