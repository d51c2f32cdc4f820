/**
 * The holder route folded for a phone or a narrow print: only the thread and its stops, the medium at the bottom,
 * whoever was told on top. Those who were not told stand above the thread's end, unconnected.
 */
import { paperOf, shortCode, stopName, stopSays } from "./conclusion.ts";
import { cross, draftingGrid, hatch } from "./hatch.ts";
import { clip, place as placeText, returned, size, spaceName } from "./labels.ts";
import { hueClass } from "./palette.ts";
import { endAt, type Route, type Stop } from "./route.ts";
import type { RouteView } from "./route-scene.ts";
import { box, type Drawing, group, label, type Shape } from "./svg.ts";
import { type Point, thread, threadEnd } from "./thread.ts";
import { words } from "./words.ts";

const ROW = 46;
const LEFT = 20;
const BRANCH = 22;
const MOST_STOPS = 14;

/** Hue of what a stop is; files and processes wear that of the holder they hang on, the page that of its disk. */
function stopHue(route: Route, stop: Stop): string {
  for (let it: Stop | undefined = stop; it; it = route.stops[it.from]) {
    if (it.kind === "holder" || it.kind === "dax" || it.kind === "shutdown") return hueClass(it.name);
  }
  return hueClass(route.bad?.device ?? null);
}

function lines(route: Route, stop: Stop): [string, string] {
  const w = words();
  const { event } = stop;
  const answer = returned(event.ret, event.errno);
  if (stop.kind === "page") {
    const range = event.range;
    const name = route.bad
      ? `${w.bad(size(route.bad.lenBytes))}: ${route.bad.device}`
      : range
        ? spaceName(range.space)
        : stop.name;
    return [name, route.bad ? placeText(route.bad.offBytes, route.bad.disk) : event.fn];
  }
  if (stop.kind === "dax")
    return [
      w.daxDeviceOf(stop.name),
      route.stops.some((it) => it.from === route.stops.indexOf(stop) && it.kind === "holder") ? "" : w.midAir,
    ];
  if (stop.kind === "holder") return [stopName(stop), w.asked(answer)];
  if (stop.kind === "process") {
    const signal = route.told.find((it) => it.process === stop.name)?.signal;
    return [stop.name, signal ? w.told(shortCode(signal.code)) : w.notTold];
  }
  if (stop.kind === "around")
    return [w.stops.around, route.ending === "not-found" ? `${w.noMapping}: ${answer}` : w.byMapping];
  if (stop.kind === "shutdown") return [stopName(stop), w.shutDown];
  return [stopName(stop), stop.isMetadata ? w.isMetadata : w.stops.file];
}

/** Column of each stop: a fan-out goes one column to the right per branch after the first. */
function columnsOf(stops: readonly Stop[]): number[] {
  const columns: number[] = [];
  const branches = new Map<number, number>();
  for (const [i, it] of stops.entries()) {
    const nth = branches.get(it.from) ?? 0;
    branches.set(it.from, nth + 1);
    columns[i] = it.from < 0 ? 0 : Math.min(3, columns[it.from]! + (nth > 0 ? 1 : 0));
  }
  return columns;
}

function stopShapes(view: RouteView, route: Route, stop: Stop, [x, y]: Point, textX: number, widthPx: number): Shape {
  const [name, says] = lines(route, stop);
  const isReached = stop.seq <= view.at;
  const isCurrent = view.at !== Number.POSITIVE_INFINITY && stop === route.stops.findLast((it) => it.seq <= view.at);
  const room = widthPx - textX - 18;
  const shownName = clip(name, "name", room);
  const shownSays = isReached ? clip(says, "note", room) : "";
  return group(
    isReached ? "stop" : "stop later",
    [
      box("hit", 0, y - ROW / 2, widthPx, ROW),
      ...(isCurrent ? [box("ring-row", textX - 6, y - ROW / 2 + 2, widthPx - textX + 4, ROW - 4, 6)] : []),
      box(`swatch ${stopHue(route, stop)}`, textX, y - 15, 4, 30),
      label(shownName, "name", textX + 11, y - 3),
      label(shownSays, "note", textX + 11, y + 12, {
        cls: /process|around/.test(stop.kind) && isReached ? "red" : "soft",
      }),
      ...beadOf(route, stop, [x, y], isReached),
    ],
    { key: `stop-${stop.seq}`, says: [shownName, shownSays, stopSays(stop)].filter(Boolean).join(". "), isCurrent },
  );
}

function beadOf(route: Route, stop: Stop, at: Point, isReached: boolean): Shape[] {
  const [x, y] = at;
  if (stop.kind === "page")
    return [box("poison", x - 7, y - 7, 14, 14), hatch("poison-hatch", x - 7, y - 7, 14, 14, 4)];
  if (!isReached) return [];
  const end = endAt(route, stop);
  if (end !== "none") return threadEnd(end, at);
  return [box("bead", x - 4, y - 4, 8, 8, 4)];
}

function untoldShapes(route: Route, top: number, widthPx: number): Shape[] {
  return route.untold.slice(0, 3).flatMap((it, i): Shape[] => {
    const y = top + i * ROW + ROW / 2;
    const room = widthPx - LEFT - 46;
    return [
      box("thing untold", LEFT + 12, y - 19, widthPx - LEFT - 18, 38, 9),
      cross(LEFT + 28, y, 5),
      label(clip(`${it.process}: ${words().notTold}`, "name", room), "name", LEFT + 44, y - 3),
      label(clip(words().why[it.why], "note", room), "note", LEFT + 44, y + 12, { cls: "soft" }),
    ];
  });
}

export function layoutFolded(view: RouteView, widthPx: number): Drawing {
  const { route } = view;
  if (!route) return { width: widthPx, height: 30, shapes: [label(words().nothingFailed, "text", 8, 20)] };
  const stops = route.stops.filter((it) => it.kind !== "shutdown").slice(0, MOST_STOPS);
  const isEnd = view.at >= (route.stops.at(-1)?.seq ?? 0);
  const untold = isEnd ? Math.min(3, route.untold.length) : 0;
  const top = untold * ROW + (untold > 0 ? 12 : 0);
  const paper = paperOf(view.machine);
  const height = top + stops.length * ROW + (paper === "kernel" ? 4 : 20);
  const columns = columnsOf(route.stops);
  const place = (stop: Stop): Point => {
    const row = stops.indexOf(stop);
    return [LEFT - 6 + columns[route.stops.indexOf(stop)]! * BRANCH, top + (stops.length - 1 - row) * ROW + ROW / 2];
  };
  const shapes: Shape[] = [];
  if (paper !== "kernel") {
    shapes.push(
      draftingGrid(widthPx, height),
      label(words()[paper], "note", widthPx - 6, height - 5, { anchor: "end", cls: "layer" }),
    );
  }
  for (const stop of stops) {
    const from = route.stops[stop.from];
    if (!from || !stops.includes(from)) continue;
    const [x0, y0] = place(from);
    const [x1, y1] = place(stop);
    const points: Point[] =
      x0 === x1
        ? [
            [x0, y0],
            [x1, y1],
          ]
        : [
            [x0, y0],
            [x0, y0 - ROW / 2],
            [x1, y0 - ROW / 2],
            [x1, y1],
          ];
    shapes.push(
      thread(
        points,
        stop.seq > view.at ? "ghost" : stop.kind === "around" || from.kind === "around" ? "around" : "route",
      ),
    );
  }
  const textX = LEFT + 12 + Math.max(...columns) * BRANCH;
  shapes.push(...stops.map((it) => stopShapes(view, route, it, place(it), textX, widthPx)));
  if (untold > 0) shapes.push(...untoldShapes(route, 2, widthPx));
  return { width: widthPx, height, shapes };
}
