/** Where everything of the wide holder route stands: layers from the bytes up, columns, slots, the bad page. */
import type { MachineView } from "../../engine/api.ts";
import { mountHolder } from "./labels.ts";
import { type Places, placesOf } from "./places.ts";
import type { Route, Stop } from "./route.ts";
import { type DiskBox, type Span, type Stack, stackOf } from "./stack.ts";

export const GUTTER = 84;

export const BOX = { ground: 30, dax: 30, mapped: 48, mount: 42, file: 36, process: 42 };

export const CHANNEL = { ground: 34, dax: 46, mapped: 40, mount: 26, file: 26 };

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

export const middle = (it: Span): number => it.x + it.w / 2;

const reached = (scene: Scene, stop: Stop | undefined): stop is Stop => stop !== undefined && stop.seq <= scene.view.at;

export const stopOf = (scene: Scene, kind: Stop["kind"], name: string) =>
  scene.view.route?.stops.find((it) => it.kind === kind && it.name === name && reached(scene, it));

export function sceneOf(view: RouteView, widthPx: number): Scene {
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
export function slotX(scene: Scene, disk: DiskBox, holder: string | null): number {
  const over = holder === null ? undefined : holderSpan(scene, holder);
  if (over) return Math.max(disk.x + 20, Math.min(disk.x + disk.w - 20, middle(over)));
  const x = scene.badX ?? middle(disk);
  const left = disk.x + disk.w * 0.3;
  const right = disk.x + disk.w * 0.78;
  return Math.abs(x - left) > Math.abs(x - right) ? left : right;
}

export function holderSpan(scene: Scene, holder: string): (Span & { top: number; bottom: number }) | undefined {
  const { stack, rows } = scene;
  const mount = stack.mounts.find((it) => mountHolder(it.mount) === holder);
  if (mount) return { x: mount.x, w: mount.w, top: rows.mount, bottom: rows.mount + BOX.mount };
  const dm = stack.disks.find((it) => it.level > 0 && scene.places.diskOf(holder.replace(/^dm:/, "")) === it.disk);
  return dm && { x: dm.x, w: dm.w, top: rows.mapped[dm.level]!, bottom: rows.mapped[dm.level]! + BOX.mapped };
}

export const daxTop = (scene: Scene, disk: DiskBox): number =>
  disk.level === 0 ? scene.rows.dax : scene.rows.mapped[disk.level]!;
