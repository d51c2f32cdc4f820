/**
 * The route of the last failure, read off the events: which stops it came to, who was told, who was not, and why.
 *
 * A stop is an event at which the failure changed hands; stops hang together as their events do in the call tree, so a
 * route is a tree with the bad page at its root. Nothing is guessed: every stop names its event, and a failure that
 * reached nobody has no stop above the last one that answered.
 *
 * **Left out:** events that only count or lock; the call tree has them.
 */
import type { MachineView } from "../../engine/api.ts";
import type { Event, Signal } from "../../engine/event.ts";
import type { ProcessState } from "../../engine/snapshot.ts";
import { entryAt, type FilePiece, type Places, placesOf } from "./places.ts";
import { numberArg, stopsOf } from "./stops.ts";

export type StopKind = "page" | "dax" | "holder" | "record" | "file" | "process" | "around" | "shutdown";

export interface Stop {
  seq: number;
  kind: StopKind;
  /** "pmem0", "xfs:pmem0p1", "/a/f", "ann", "AG". */
  name: string;
  event: Event;
  /** Index of the stop before it on the thread; -1 for the page. */
  from: number;
  isMetadata?: boolean;
}

export type Ending =
  | "told"
  | "refused"
  | "unheld"
  | "not-found"
  | "metadata"
  | "free"
  | "nobody-maps"
  | "outside"
  | "dead"
  | "crash"
  | "removed";

export interface Untold {
  process: string;
  path: string;
  why: "not-asked" | "cached" | "untouched" | "policy" | "pending" | "private";
}

export interface Bad {
  disk: string;
  offBytes: number;
  lenBytes: number;
  /** The partition it lies in; the disk where there is none. */
  device: string;
}

export interface Route {
  /** Index of the step that failed. */
  step: number;
  from: number;
  to: number;
  stops: Stop[];
  /** The bad range on its pmem disk; null where a device died. */
  bad: Bad | null;
  ending: Ending;
  /** Who gave the answer that ended the search. */
  endedBy: string | null;
  errno: string | null;
  told: { process: string; signal: Signal }[];
  untold: Untold[];
  /** Files and metadata that own the bad range, whether the route found them or not. */
  owners: FilePiece[];
  shutdowns: string[];
}

const ROOTS = /^(memory_failure|kill_dax)$/;

/** Range of a failure's events in the log: those of the last step that called memory_failure or kill_dax. */
function lastFailure(events: readonly Event[]): { root: Event; from: number; to: number } | null {
  for (let i = events.length - 1; i >= 0; i--) {
    const step = events[i]!.step;
    if (!ROOTS.test(events[i]!.fn)) continue;
    const from = events.findIndex((it) => it.step === step);
    let to = i + 1;
    while (to < events.length && events[to]!.step === step) to++;
    const first = events.slice(from, to).find((it) => ROOTS.test(it.fn))!;
    return { root: first, from, to };
  }
  return null;
}

function badOf(root: Event, stops: readonly Stop[], places: Places): Route["bad"] {
  if (root.fn === "kill_dax") return null;
  const dax = stops.find((it) => it.kind === "dax");
  const pfn = numberArg(root, "pfn");
  for (const disk of places.state.disks) {
    if (disk.resourceBytes === null || pfn === null) continue;
    const offBytes = pfn * 4096 - disk.resourceBytes;
    if (offBytes >= 0 && offBytes < disk.sizeBytes)
      return inPartition({ disk: disk.name, offBytes, lenBytes: 4096 }, places);
  }
  const range = root.range ?? dax?.event.range;
  if (!range || range.space === "phys") return null;
  return inPartition(
    { disk: dax?.name ?? range.space, offBytes: Number(range.offBytes), lenBytes: Number(range.lenBytes) },
    places,
  );
}

function inPartition(bad: Omit<Bad, "device">, places: Places): Bad {
  const parts = places.diskOf(bad.disk)?.partitions ?? [];
  const part = parts.find((it) => bad.offBytes >= it.startBytes && bad.offBytes < it.startBytes + it.sizeBytes);
  return { ...bad, device: part?.name ?? bad.disk };
}

/** Processes with a mapping over the bad page that no signal reached. */
function untoldOf(route: Omit<Route, "untold">, processes: readonly ProcessState[]): Untold[] {
  const told = new Set(route.told.map((it) => it.process));
  const wasAsked = (path: string) =>
    route.stops.some((it) => it.kind === "file" && it.name === path) || route.stops.some((it) => it.kind === "process");
  const found: Untold[] = [];
  for (const it of processes) {
    if (!it.alive || told.has(it.process) || found.some((other) => other.process === it.process)) continue;
    for (const owner of route.owners) {
      const map = it.maps.find((m) => m.path === owner.file.path && entryAt(m, owner.offInFileBytes));
      if (!map) continue;
      const entry = entryAt(map, owner.offInFileBytes)?.entry;
      const onMedium = entry && typeof entry.pfn === "number";
      const why = onMedium
        ? wasAsked(owner.file.path)
          ? "policy"
          : "not-asked"
        : entry?.pfn === "ram"
          ? map.private
            ? "private"
            : "cached"
          : "untouched";
      found.push({ process: it.process, path: owner.file.path, why });
      break;
    }
  }
  return found;
}

/** Which of the endings it was, and whose answer it is. */
function endingOf(
  stops: readonly Stop[],
  root: Event,
  toldCount: number,
  isCrash: boolean,
): Pick<Route, "ending" | "endedBy"> {
  const last = (kind: StopKind) => stops.findLast((it) => it.kind === kind);
  const holder =
    stops.findLast((it) => it.kind === "holder" && !/EOPNOTSUPP/.test(it.event.errno ?? "")) ?? last("holder");
  const dax = last("dax");
  const errno = root.errno ?? "0";
  if (isCrash || root.ret === null) return { ending: "crash", endedBy: holder?.name ?? dax?.name ?? null };
  if (toldCount > 0) return { ending: "told", endedBy: holder?.name ?? null };
  if (root.fn === "kill_dax") return { ending: "removed", endedBy: holder?.name ?? null };
  if (!dax && !last("around")) return { ending: "outside", endedBy: null };
  if (last("around")) return { ending: errno === "0" ? "nobody-maps" : "not-found", endedBy: dax?.name ?? null };
  if (!holder)
    return { ending: dax && /ENXIO/.test(dax.event.errno ?? "") ? "dead" : "unheld", endedBy: dax?.name ?? null };
  if (stops.some((it) => it.kind === "shutdown" || it.isMetadata)) return { ending: "metadata", endedBy: holder.name };
  if (/EOPNOTSUPP/.test(holder.event.errno ?? "")) return { ending: "not-found", endedBy: holder.name };
  if (errno !== "0") return { ending: "refused", endedBy: holder.name };
  return { ending: last("file") || last("record") ? "nobody-maps" : "free", endedBy: holder.name };
}

const routes = new WeakMap<MachineView, Route | null>();

/** The route of the machine's last failure; null where nothing has failed yet. The same for the same view. */
export function routeOf(machine: MachineView): Route | null {
  const known = routes.get(machine);
  if (known !== undefined) return known;
  const route = readRoute(machine);
  routes.set(machine, route);
  return route;
}

function readRoute(machine: MachineView): Route | null {
  const failure = lastFailure(machine.events);
  if (!failure) return null;
  const { root, from, to } = failure;
  const events = machine.events.slice(from, to);
  const isLast = events[0]!.step === machine.value.steps.length - 1;
  const before = placesOf(machine, isLast ? machine.before : machine.state);
  const signals = machine.signals.filter((it) => it.seq >= events[0]!.seq && it.seq <= events.at(-1)!.seq);
  const reader = { places: before, signals: new Map(signals.map((it) => [it.seq, it])) };
  const stops = stopsOf(events, root, reader);
  const bad = badOf(root, stops, before);
  const told = signals
    .filter(
      (it, i) => it.delivered && signals.findIndex((other) => other.process === it.process && other.delivered) === i,
    )
    .map((signal) => ({ process: signal.process, signal }));
  const shutdowns = [...new Set(stops.filter((it) => it.kind === "shutdown").map((it) => it.name))];
  const isCrash = isLast && machine.state.crash !== null;
  const route = {
    step: root.step,
    from,
    to,
    stops,
    bad,
    errno: root.ret === null ? null : (root.errno ?? "0"),
    told,
    owners: bad ? before.filesAt(bad.disk, bad.offBytes, bad.lenBytes) : [],
    shutdowns,
    ...endingOf(stops, root, told.length, isCrash),
  };
  return { ...route, untold: untoldOf(route, before.state.processes) };
}

/** What the thread ends in at a stop, if it ends there. */
export function endAt(route: Route, stop: Stop): "told" | "refused" | "mid-air" | "stopped" | "none" {
  const { kind, event } = stop;
  if (kind === "process") return route.told.some((it) => it.process === stop.name) ? "told" : "refused";
  const index = route.stops.indexOf(stop);
  if (route.stops.some((it) => it.from === index && it.kind !== "shutdown")) return "none";
  if (stop.isMetadata || event.ret === null) return "stopped";
  if (kind === "dax") return route.ending === "dead" ? "refused" : "mid-air";
  if (kind === "around") return route.ending === "not-found" ? "refused" : "none";
  if (kind !== "holder") return "none";
  if (route.shutdowns.includes(stop.name)) return "stopped";
  return /^0?$/.test(event.errno ?? "0") ? "none" : "refused";
}
