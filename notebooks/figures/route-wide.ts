/**
 * The holder route on a wide page: the structure in thin lines, the thread over it.
 *
 * From below: the bytes with their borders written in hexadecimal, one dax_device per disk with its slot, mapped
 * devices, filesystems, files, processes. What the thread has not reached stays in thin ink; the thread never enters a
 * box that was not asked.
 */
import type { MachineView } from "../../engine/api.ts";
import { paperOf, shortCode, stopSays } from "./conclusion.ts";
import { cross, draftingGrid, poisonMark } from "./hatch.ts";
import { fit, fsName, hex, mountHolder, place, returned, size, textWidth } from "./labels.ts";
import { hueClass } from "./palette.ts";
import { type Places, placesOf } from "./places.ts";
import { endAt, type Route, type Stop } from "./route.ts";
import { type DiskBox, type FileBox, type MountBox, type ProcessBox, type Span, type Stack, stackOf } from "./stack.ts";
import { box, type Drawing, d, group, type Label, label, labelBoxes, path, type Shape } from "./svg.ts";
import { type Point, thread, threadEnd } from "./thread.ts";
import { words } from "./words.ts";

const GUTTER = 84;
const BOX = { ground: 30, dax: 30, mapped: 48, mount: 42, file: 36, process: 42 };
const CHANNEL = { ground: 34, dax: 46, mapped: 40, mount: 26, file: 26 };

export interface RouteView {
  machine: MachineView;
  route: Route | null;
  /** The thread is drawn up to this event; Infinity: all of it. */
  at: number;
}

interface Rows {
  process: number;
  file: number;
  mount: number;
  /** Top of the mapped devices of each level, from 1. */
  mapped: number[];
  dax: number;
  ground: number;
  height: number;
}

function rowsOf(levels: number, hasFiles: boolean, hasProcesses: boolean): Rows {
  let y = 8;
  const process = y;
  if (hasProcesses) y += BOX.process + CHANNEL.file;
  const file = y;
  if (hasFiles) y += BOX.file + CHANNEL.mount;
  const mount = y;
  y += BOX.mount;
  const mapped: number[] = [];
  for (let level = levels; level > 0; level--) {
    mapped[level] = y + CHANNEL.mapped;
    y += CHANNEL.mapped + BOX.mapped;
  }
  const dax = y + CHANNEL.dax;
  const ground = dax + BOX.dax + CHANNEL.ground;
  return { process, file, mount, mapped, dax, ground, height: ground + BOX.ground + 46 };
}

export interface Scene {
  view: RouteView;
  places: Places;
  stack: Stack;
  rows: Rows;
  widthPx: number;
  /** Where the bad page is, along the ground. */
  badX: number | null;
}

const middle = (it: Span): number => it.x + it.w / 2;
const reached = (scene: Scene, stop: Stop | undefined): stop is Stop => stop !== undefined && stop.seq <= scene.view.at;
const stopOf = (scene: Scene, kind: Stop["kind"], name: string) =>
  scene.view.route?.stops.find((it) => it.kind === kind && it.name === name && reached(scene, it));

function sceneOf(view: RouteView, widthPx: number): Scene {
  const { machine, route } = view;
  const places = placesOf(
    machine,
    route && route.step === machine.value.steps.length - 1 ? machine.before : machine.state,
  );
  const names = new Set([
    ...(route?.stops ?? []).map((it) => it.name),
    ...(route?.untold ?? []).flatMap((it) => [it.process, it.path]),
    ...(route?.owners ?? []).map((it) => it.file.path),
  ]);
  const stack = stackOf(places, {
    names,
    bad: route?.bad ?? null,
    left: GUTTER,
    right: widthPx - 6,
    mostFiles: 2,
    mostProcesses: 3,
  });
  const files = stack.mounts.flatMap((it) => it.files);
  const rows = rowsOf(
    stack.levels,
    files.length > 0,
    files.some((it) => it.processes.length > 0),
  );
  return { view, places, stack, rows, widthPx, badX: badAt(route, stack) };
}

/** Position of the bad page in its segment: to scale within it, but away from its borders. */
function badAt(route: Route | null, stack: Stack): number | null {
  const bad = route?.bad;
  if (!bad) return null;
  const it = stack.segments.find(
    (s) => s.disk === bad.disk && bad.offBytes >= s.startBytes && bad.offBytes < s.endBytes,
  );
  if (!it) return null;
  const part = (bad.offBytes - it.startBytes) / (it.endBytes - it.startBytes);
  return it.x + Math.min(it.w - 14, Math.max(14, it.w * (0.3 + 0.4 * part)));
}

/** The slot of a dax_device stands under its holder, where the holder stands over the device. */
function slotX(scene: Scene, disk: DiskBox, holder: string | null): number {
  const over = holder === null ? undefined : holderSpan(scene, holder);
  if (over) return Math.max(disk.x + 20, Math.min(disk.x + disk.w - 20, middle(over)));
  const x = scene.badX ?? middle(disk);
  const left = disk.x + disk.w * 0.3;
  const right = disk.x + disk.w * 0.78;
  return Math.abs(x - left) > Math.abs(x - right) ? left : right;
}

function holderSpan(scene: Scene, holder: string): (Span & { top: number; bottom: number }) | undefined {
  const { stack, rows } = scene;
  const mount = stack.mounts.find((it) => mountHolder(it.mount) === holder);
  if (mount) return { x: mount.x, w: mount.w, top: rows.mount, bottom: rows.mount + BOX.mount };
  const dm = stack.disks.find((it) => it.level > 0 && scene.places.diskOf(holder.replace(/^dm:/, "")) === it.disk);
  return dm && { x: dm.x, w: dm.w, top: rows.mapped[dm.level]!, bottom: rows.mapped[dm.level]! + BOX.mapped };
}

const daxTop = (scene: Scene, disk: DiskBox): number =>
  disk.level === 0 ? scene.rows.dax : scene.rows.mapped[disk.level]!;

function ground({ stack, rows, badX, view, widthPx }: Scene): Shape[] {
  const y = rows.ground;
  const shapes: Shape[] = [];
  const taken: [number, number][] = [];
  const bad = view.route?.bad;
  const tick = (x: number, text: string, anchor: NonNullable<Label["anchor"]>) => {
    const w = textWidth(text, "tick");
    const left = anchor === "end" ? x - w : anchor === "middle" ? x - w / 2 : x;
    if (left + w > widthPx || taken.some(([from, to]) => left < to + 6 && left + w > from - 6)) return;
    taken.push([left, left + w]);
    shapes.push(label(text, "tick", x, y + BOX.ground + 15, { anchor, cls: "soft" }));
  };
  for (const it of stack.segments) {
    shapes.push(box(it.isGap ? "gap" : `part ${hueClass(it.partition ?? it.disk)}`, it.x, y, it.w, BOX.ground));
    if (it.isGap) continue;
    const name = it.partition ?? it.disk;
    const free =
      badX !== null && badX > it.x && badX < it.x + it.w
        ? Math.max(badX - it.x - 16, it.x + it.w - badX - 16)
        : it.w - 12;
    const x = badX !== null && free === it.x + it.w - badX - 16 ? badX + 10 : it.x + 7;
    const text = fit(name, "name", free);
    shapes.push(label(text, "name", x, y + 19));
    const amount = size(it.endBytes - it.startBytes);
    if (text === name && textWidth(name, "name") + textWidth(amount, "note") + 10 < free) {
      shapes.push(label(amount, "note", x + textWidth(name, "name") + 8, y + 19, { cls: "soft" }));
    }
  }
  for (const [i, it] of stack.segments.entries()) {
    shapes.push(path("tick-line", d("M", it.x, y + BOX.ground, "v", 5)));
    const next = stack.segments[i + 1];
    const isLast = !next || next.disk !== it.disk;
    // The two borders of a narrow gap are written outwards.
    tick(it.x, hex(it.startBytes), it.isGap ? "end" : "start");
    if (isLast) tick(it.x + it.w, hex(it.endBytes), it.isGap ? "start" : "end");
  }
  if (bad && badX !== null) {
    shapes.push(...poisonMark(badX - 5, y, 10, BOX.ground));
    const text = `${hex(bad.offBytes)} in ${bad.disk}, ${words().bad(size(bad.lenBytes))}`;
    const half = textWidth(text, "code") / 2;
    const x = Math.max(GUTTER + half, Math.min(stack.segments.at(-1)!.x + stack.segments.at(-1)!.w - half, badX));
    shapes.push(path("callout", d("M", badX, y + BOX.ground, "V", y + BOX.ground + 24)));
    shapes.push(label(text, "code", x, y + BOX.ground + 35, { anchor: "middle", cls: "red" }));
  }
  return shapes;
}

function daxBars(scene: Scene): Shape[] {
  return scene.stack.disks.flatMap((it): Shape[] => {
    const y = daxTop(scene, it);
    const dax = scene.places.state.daxDevices.find((dev) => dev.name === it.disk.name);
    const slots = dax?.holders.length ? dax.holders.map((h) => h.holder) : [dax?.holder ?? null];
    const isDead = dax?.alive === false || !it.disk.present;
    const hue = hueClass(it.disk.name);
    const shapes: Shape[] = [
      box(`thing ${hue}${isDead ? " dead" : ""}`, it.x, y, it.w, it.level > 0 ? BOX.mapped : BOX.dax, 3),
    ];
    const xs = slots.map((holder) => slotX(scene, it, holder));
    if (it.level > 0)
      shapes.push(
        label(
          fit(`${it.disk.name}, ${it.disk.targets?.[0]?.type ?? ""}`, "name", it.w - 24),
          "name",
          it.x + 10,
          y + BOX.mapped - 9,
        ),
      );
    shapes.push(...daxName(scene, it, xs, y));
    for (const [i, holder] of slots.entries()) shapes.push(...slot(scene, it, xs[i]!, y, holder));
    return shapes;
  });
}

/** The device's name where neither a slot nor the thread is in its way; in small bars only what fits. */
function daxName(scene: Scene, { disk, x, w }: DiskBox, slots: readonly number[], y: number): Shape[] {
  const isBad = scene.view.route?.stops.some((it) => it.kind === "dax" && it.name === disk.name);
  const xs = isBad && scene.badX !== null ? [...slots, scene.badX] : slots;
  const [from, to] = isBad ? [Math.min(...xs), Math.max(...xs)] : [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const text of [`dax_device of ${disk.name}`, disk.name]) {
    const room = textWidth(text, "text");
    const isFree = (at: number) =>
      xs.every((it) => it < at - 10 || it > at + room + 10) && (at > to + 10 || at + room + 10 < from);
    const spot = [x + 10, x + w - room - 10, x + w * 0.35, x + w * 0.5].find(
      (at) => at + room < x + w - 4 && isFree(at),
    );
    if (spot !== undefined) return [label(text, "text", spot, y + 19)];
  }
  return [];
}

/** A notch in the top edge; plugged in it, the holder's line. */
function slot(scene: Scene, disk: DiskBox, x: number, y: number, holder: string | null): Shape[] {
  const notch = box(`slot ${hueClass(disk.disk.name)}`, x - 8, y - 4, 16, 9);
  const over = holder === null ? undefined : holderSpan(scene, holder);
  if (!over) {
    const text = holder === null ? words().noHolder : holder;
    const side = x + textWidth(text, "note") + 20 > disk.x + disk.w ? "end" : "start";
    return [notch, label(text, "note", side === "end" ? x - 13 : x + 13, y - 6, { anchor: side, cls: "soft" })];
  }
  const hue = hueClass(holder);
  const end = middle(over);
  const bend = over.bottom + 12;
  const line =
    Math.abs(end - x) < 1
      ? d("M", x, y - 3, "V", over.bottom)
      : d("M", x, y - 3, "V", bend, "H", end, "V", over.bottom);
  return [notch, path(`plug-line ${hue}`, line), box(`plug ${hue}`, x - 5, y - 3, 10, 7)];
}

function mountShapes(scene: Scene, it: MountBox): Shape[] {
  const { mount } = it;
  const holder = mountHolder(mount);
  const hue = hueClass(mount.device);
  const y = scene.rows.mount;
  const asked = stopOf(scene, "holder", holder);
  const isDown =
    scene.view.route?.shutdowns.includes(holder) &&
    scene.view.at >= (stopOf(scene, "shutdown", holder)?.seq ?? Number.POSITIVE_INFINITY);
  const own = scene.places.state.daxDevices.some(
    (dev) => dev.holder === holder || dev.holders.some((h) => h.holder === holder),
  );
  const says = isDown
    ? `${returned(asked?.event.ret, asked?.event.errno)}, ${words().shutDown}`
    : asked
      ? words().asked(returned(asked.event.ret, asked.event.errno))
      : own
        ? ""
        : mount.dax === "off"
          ? words().daxOff
          : words().noHolder;
  const name = fit(`${fsName(mount.fstype)} on ${mount.target}`, "name", it.w - 16);
  const shapes: Shape[] = [
    box(`thing ${hue}${isDown ? " dead" : ""}`, it.x, y, it.w, BOX.mount, 3),
    label(name, "name", it.x + 9, y + 17),
    label(fit(says, "note", it.w - 16), "note", it.x + 9, y + 33, { cls: asked ? "ink" : "soft" }),
  ];
  const under = scene.stack.segments.filter((s) => s.x + 1 >= it.x - 7 && s.x + s.w - 1 <= it.x + it.w + 7);
  if (under.length > 0)
    shapes.unshift(box(`column ${hue}`, it.x, y + BOX.mount, it.w, scene.rows.ground - y - BOX.mount));
  return [group("", shapes), ...it.files.flatMap((file) => fileShapes(scene, file, it))];
}

function fileShapes(scene: Scene, it: FileBox, over: MountBox): Shape[] {
  const y = scene.rows.file;
  const hue = hueClass(over.mount.device);
  const owner = scene.view.route?.owners.find((o) => o.file.path === it.file.path);
  const says = owner ? `${hex(owner.offInFileBytes, 4)} + ${size(owner.lenBytes)}` : size(it.file.sizeBytes);
  return [
    path(`stem ${hue}`, d("M", middle(it), y + BOX.file, "V", scene.rows.mount)),
    box(`thing ${hue}`, it.x, y, it.w, BOX.file, 3),
    label(fit(it.file.path, "name", it.w - 14), "name", it.x + 8, y + 15),
    label(fit(says, "tick", it.w - 14), "tick", it.x + 8, y + 29, { cls: owner ? "red" : "soft" }),
    ...it.processes.flatMap((p) => processShapes(scene, p, hue)),
  ];
}

function processShapes(scene: Scene, it: ProcessBox, hue: string): Shape[] {
  const y = scene.rows.process;
  const { route, at } = scene.view;
  const told = route?.told.find((t) => t.process === it.process.process && t.signal.seq <= at);
  const untold =
    route && at >= (route.stops.at(-1)?.seq ?? 0)
      ? route.untold.find((t) => t.process === it.process.process)
      : undefined;
  const w = words();
  const says = told
    ? w.told(shortCode(told.signal.code))
    : untold
      ? w.notTold
      : it.more > 0
        ? w.more(it.more)
        : it.process.policy;
  return [
    path(`stem ${hue}`, d("M", middle(it), y + BOX.process, "V", scene.rows.file)),
    box(`thing ${untold ? "untold" : hue}${told ? " told" : ""}`, it.x, y, it.w, BOX.process, 9),
    label(fit(it.process.process, "name", it.w - 16), "name", it.x + 9, y + 17),
    label(fit(says, "note", it.w - 16), "note", it.x + 9, y + 32, { cls: told ? "red" : "soft" }),
    ...(untold ? [cross(it.x + it.w - 11, y + 12, 4)] : []),
  ];
}

function layerNames({ rows, stack }: Scene): Shape[] {
  const w = words();
  const hasFiles = rows.file !== rows.mount;
  const name = (text: string, y: number) => label(text, "note", GUTTER - 12, y, { anchor: "end", cls: "layer" });
  return [
    ...(rows.process === rows.file ? [] : [name(w.processes, rows.process + 25)]),
    ...(hasFiles ? [name(w.files, rows.file + 22)] : []),
    ...(stack.mounts.length > 0 ? [name(w.filesystems, rows.mount + 25)] : []),
    ...rows.mapped.flatMap((y) => (y === undefined ? [] : [name(w.mapped, y + 28)])),
    name(w.daxDevice, rows.dax + 19),
    name(w.bytes, rows.ground + 19),
    path("axis", d("M", GUTTER - 8, rows.ground + BOX.ground, "V", 10, "m", -3, 6, "l", 3, -6, "l", 3, 6)),
  ];
}

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
    return { points: [before, [before[0], mid], [x, mid], [x, y - 4]] };
  }
  if (stop.kind === "holder") {
    const span = holderSpan(scene, stop.name);
    return span
      ? { points: up(before, middle(span), span.bottom, span.bottom + 12) }
      : { points: [before, [before[0], before[1] - 22]] };
  }
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

function threadShapes(scene: Scene): Shape[] {
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
    if (isKnown) marks.push(stopMark(stop, end, mark, stop === current && at !== Number.POSITIVE_INFINITY));
  }
  return [...lines, ...marks];
}

function stopMark(stop: Stop, [x, y]: Point, mark: Shape[], isCurrent: boolean): Shape {
  const hit = box("hit", x - 13, y - 13, 26, 26);
  const dot = mark.length > 0 ? mark : [box("bead", x - 3.5, y - 3.5, 7, 7, 3.5)];
  const ring = isCurrent ? [box("ring", x - 11, y - 11, 22, 22, 11)] : [];
  return group("stop", [hit, ...ring, ...dot], { key: `stop-${stop.seq}`, says: stopSays(stop), isCurrent });
}

/** What was handed over, in whose bytes, beside the thread where there is room. */
function annotations(scene: Scene, drawn: readonly Shape[]): Shape[] {
  const { route, at } = scene.view;
  const found: Shape[] = [];
  const add = (text: string, x: number, y: number) => {
    const width = textWidth(text, "tick");
    const boxes = labelBoxes([...drawn, ...found]);
    const spots = [x + 9, x - 9 - width].filter((left) => left > GUTTER && left + width < scene.widthPx);
    const left = spots.find((it) =>
      boxes.every((b) => b.right + 4 < it || b.left - 4 > it + width || b.bottom < y - 9 || b.top > y + 3),
    );
    if (left !== undefined) found.push(label(text, "tick", left, y, { cls: "halo red" }));
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

export function layoutRoute(view: RouteView, widthPx: number): Drawing {
  const scene = sceneOf(view, widthPx);
  const paper = paperOf(view.machine);
  const height = scene.rows.height;
  const drawn = [
    ...layerNames(scene),
    ...scene.stack.mounts.flatMap((it) => mountShapes(scene, it)),
    ...daxBars(scene),
    ...ground(scene),
    ...threadShapes(scene),
  ];
  return {
    width: widthPx,
    height,
    shapes: [
      ...(paper === "kernel"
        ? []
        : [
            draftingGrid(widthPx, height),
            label(words()[paper], "note", widthPx - 8, height - 6, { anchor: "end", cls: "layer" }),
          ]),
      ...drawn,
      ...annotations(scene, drawn),
    ],
  };
}
