/** What a route comes to: the caption's sentence and the rows of its twin, computed from the events. */
import type { MachineView } from "../../engine/api.ts";
import type { Event } from "../../engine/event.ts";
import type { Twin } from "./figure.ts";
import { hex, holderName, listed, returned, size, spaceName } from "./labels.ts";
import { placesOf } from "./places.ts";
import type { Route, Stop } from "./route.ts";
import { words } from "./words.ts";

const CODE = /^BUS_MCEERR_|^BUS_/;
/** "BUS_MCEERR_AO" → "AO". */
export const shortCode = (code: string): string => code.replace(CODE, "");

/** Whether the page lies outside the device of the holder that answered. */
function isOutside(machine: MachineView, route: Route): boolean {
  const device = route.endedBy?.slice(route.endedBy.indexOf(":") + 1);
  const at = device ? placesOf(machine, machine.before).onDisk(device) : undefined;
  if (!at || !route.bad) return false;
  return (
    route.bad.offBytes < at.offBytes || route.bad.offBytes >= at.offBytes + at.lenBytes || at.device !== route.bad.disk
  );
}

const MOST_NAMES = 3;
const some = (names: readonly string[]): string =>
  names.length > MOST_NAMES
    ? listed([...names.slice(0, MOST_NAMES - 1), words().others(names.length - MOST_NAMES + 1)])
    : listed(names);

export function conclude(machine: MachineView, route: Route | null): string {
  if (!route) return words().nothingFailed;
  const holder = route.stops.findLast((it) => it.kind === "holder");
  const answer =
    route.ending === "removed" ? (holder?.event ?? route.stops[0]?.event) : (route.stops[0]?.event ?? null);
  const found = [
    ...new Set(
      route.stops.filter((it) => it.kind === "file" || (it.kind === "record" && !it.isMetadata)).map((it) => it.name),
    ),
  ];
  const affected = route.untold.filter((it) => it.why !== "untouched" && it.why !== "private");
  const isAround = route.ending === "told" && route.stops.some((it) => it.kind === "around");
  return words().concludes({
    ending: route.ending,
    answerer: (route.ending === "not-found" && !holder) || isAround ? "" : holderName(holder?.name ?? ""),
    answer: answer ? returned(answer.ret, answer.errno) : "",
    disk: route.bad?.disk ?? route.stops.find((it) => it.kind === "dax")?.name ?? route.stops[0]?.name ?? "",
    told: some(route.told.map((it) => it.process)),
    toldCount: route.told.length,
    code: listed([...new Set(route.told.map((it) => it.signal.code))]),
    untold: some(affected.map((it) => it.process)),
    untoldCount: affected.length,
    why: affected[0]?.why ?? null,
    found: some(found),
    isOutside: isOutside(machine, route),
  });
}

/** A range as one cell: "0x1801_a000 + 4 KiB in pmem0". */
export function rangeText(event: Event): string {
  if (!event.range) return "";
  const { space, offBytes, lenBytes } = event.range;
  return words().inSpace(`${hex(offBytes)} + ${size(lenBytes)}`, spaceName(space));
}

export function stopName(stop: Stop): string {
  if (stop.kind === "page" && stop.name === "page") return rangeText(stop.event) || stop.name;
  if (stop.isMetadata) return words().metadata[stop.name] ?? stop.name;
  return stop.kind === "holder" || stop.kind === "shutdown" ? holderName(stop.name) : stop.name;
}

/** "Holder XFS on pmem0p1: xfs_dax_notify_failure answered −ENXIO". */
export const stopSays = (stop: Stop): string =>
  `${words().stops[stop.kind]} ${stopName(stop)}: ${stop.event.fn} → ${returned(stop.event.ret, stop.event.errno)}`;

export function routeTwin(machine: MachineView, route: Route | null): Twin {
  const { stops, columns, notTold, why } = words();
  const rows = (route?.stops ?? []).map((it) => [
    stops[it.kind],
    stopName(it),
    it.event.fn,
    rangeText(it.event),
    it.kind === "process" ? toldCell(route!, it.name) : returned(it.event.ret, it.event.errno),
  ]);
  for (const it of route?.untold ?? [])
    rows.push([stops.process, it.process, "", it.path, `${notTold}: ${why[it.why]}`]);
  return {
    caption: conclude(machine, route),
    columns: [columns.stop, columns.who, columns.call, columns.range, columns.answer],
    rows,
  };
}

function toldCell(route: Route, process: string): string {
  const signal = route.told.find((it) => it.process === process)?.signal;
  if (!signal) return words().notTold;
  const { code, offInMapBytes, map, lsb } = signal;
  const { codeAt, inSpace, itsMapping } = words();
  const says = offInMapBytes === null ? code : codeAt(code, inSpace(hex(offInMapBytes), map ?? itsMapping));
  return `${says}, lsb ${lsb}`;
}

/** Which paper a machine is drawn on: a kernel's, or that of a design nobody runs. */
export function paperOf(machine: Pick<MachineView, "value">): "kernel" | "proposed" | "posted" {
  const { kernel, policy = "kernel" } = machine.value.scene;
  if (policy !== "kernel") return "proposed";
  return kernel === "v9" ? "posted" : "kernel";
}
