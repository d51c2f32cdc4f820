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

export const textArg = (event: Event, ...names: string[]): string | null => {
  for (const name of names) {
    const value = event.args[name];
    if (typeof value === "string" && value !== "") return value;
  }
  return null;
};
export const numberArg = (event: Event, ...names: string[]): number | null => {
  for (const name of names) {
    const value = event.args[name];
    if (typeof value === "number") return value;
    if (typeof value === "bigint") return Number(value);
  }
  return null;
};

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

interface Reader {
  places: Places;
  signals: ReadonlyMap<number, Signal>;
}

const spaceOf = (event: Event): string | null => event.range?.space.replace(/^(dax|file):/, "") ?? null;

function fileOf(event: Event, { places }: Reader): string {
  const path = textArg(event, "path", "file");
  if (path) return path;
  if (event.range?.space.startsWith("file:")) return event.range.space.slice(5);
  const ino = numberArg(event, "ino", "inode", "owner");
  const holder = textArg(event, "holder", "holder_data") ?? event.who;
  const found = places.state.files.find(
    (it) =>
      it.inode === ino &&
      (!holder.includes(":") || places.mountOf(it.path)?.device === holder.slice(holder.indexOf(":") + 1)),
  );
  return found?.path ?? (ino === null ? event.who : `inode ${ino}`);
}

/** What an event is on the route, or null. */
function stopOf(event: Event, reader: Reader): Pick<Stop, "kind" | "name" | "isMetadata"> | null {
  const { fn } = event;
  if (fn === "memory_failure") return { kind: "page", name: "page" };
  if (fn === "kill_dax") return { kind: "page", name: textArg(event, "dax_dev", "device") ?? event.who };
  if (fn === "dax_holder_notify_failure") {
    return { kind: "dax", name: textArg(event, "dax_dev", "device") ?? spaceOf(event) ?? event.who };
  }
  if (/^(xfs|dm|ext4)_dax_notify_failure$|notify_failure$/.test(fn) && !/^xfs_dax_notify_(d|log)?dev/.test(fn)) {
    return { kind: "holder", name: textArg(event, "holder_data", "holder") ?? event.who };
  }
  if (fn === "xfs_dax_failure_fn") {
    const owner = textArg(event, "owner_name", "owner");
    const isMetadata = owner !== null ? !owner.startsWith("inode") || !!textArg(event, "fork") : false;
    return { kind: "record", name: isMetadata ? (owner ?? "metadata") : fileOf(event, reader), isMetadata };
  }
  if (fn === "mf_dax_kill_procs") return { kind: "file", name: fileOf(event, reader) };
  if (/^(mf_generic_kill_procs|dax_lock_page|dax_lock_folio)$/.test(fn))
    return { kind: "around", name: "page->mapping" };
  if (fn === "xfs_do_force_shutdown") {
    return { kind: "shutdown", name: textArg(event, "holder", "holder_data", "mp") ?? event.who };
  }
  if (fn === "kill_proc" || fn === "signal" || /_sig_mceerr$/.test(fn)) {
    const process = reader.signals.get(event.seq)?.process ?? textArg(event, "to", "process");
    return process ? { kind: "process", name: process } : null;
  }
  return null;
}

function stopsOf(events: readonly Event[], root: Event, reader: Reader): Stop[] {
  const stops: Stop[] = [];
  const indexOfEvent = new Map<number, number>();
  for (const event of events) {
    if (event.seq < root.seq) continue;
    const parent = event.parent === null ? -1 : (indexOfEvent.get(event.parent) ?? -1);
    const what = stopOf(event, reader);
    const before = stops[parent];
    const isSame = what && before && before.kind === what.kind && before.name === what.name;
    const isShutdown = what?.kind === "shutdown" && !what.name.includes(":");
    if (isShutdown) what.name = ancestorHolder(stops, parent) ?? what.name;
    // A record and its file are one stop, and so are the calls that lead to one signal.
    const isFileOfRecord = what?.kind === "file" && before?.kind === "record";
    if (!what || isSame || isFileOfRecord || (stops.length > 0 && what.kind === "page")) {
      if (isFileOfRecord && before) Object.assign(before, { kind: "file", seq: event.seq, event, name: what.name });
      indexOfEvent.set(event.seq, parent < 0 && stops.length > 0 ? 0 : parent);
      continue;
    }
    // The second signal to a process, the second record of one kind of metadata: the thread is there already.
    const again = /process|record/.test(what.kind)
      ? stops.findIndex(
          (it) =>
            it.kind === what.kind &&
            it.from === parent &&
            (it.name === what.name || (it.isMetadata && what.isMetadata)),
        )
      : -1;
    indexOfEvent.set(event.seq, again >= 0 ? again : stops.length);
    if (again < 0) stops.push({ seq: event.seq, event, from: stops.length === 0 ? -1 : Math.max(0, parent), ...what });
  }
  return hangAround(stops, events);
}

function ancestorHolder(stops: readonly Stop[], index: number): string | null {
  for (let i = index; i >= 0; i = stops[i]!.from) if (stops[i]!.kind === "holder") return stops[i]!.name;
  return null;
}

/** Processes that the generic handler found hang under it, although the calls are siblings. */
function hangAround(stops: Stop[], events: readonly Event[]): Stop[] {
  const around = stops.findIndex((it) => it.kind === "around");
  if (around < 0) return stops;
  const { seq } = stops[around]!;
  for (const stop of stops) if (stop.kind === "process" && stop.seq > seq && stop.from === 0) stop.from = around;
  // Where the handler is one call, the answer is that of its caller.
  return events.length > 0 ? stops : [];
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

/** The route of the machine's last failure; null where nothing has failed yet. */
export function routeOf(machine: MachineView): Route | null {
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
