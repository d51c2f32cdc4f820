/**
 * Which events of a failure are stops of its route, and what they hang on.
 *
 * A stop's name comes from the event's arguments where the kernel passes a pointer (a holder, a process) and from the
 * snapshot where it passes a number (an inode).
 */
import type { Event, Signal } from "../../engine/event.ts";
import type { Places } from "./places.ts";
import type { Stop } from "./route.ts";
import { words } from "./words.ts";

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

export interface Reader {
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
  return found?.path ?? (ino === null ? event.who : words().inode(ino));
}

/** What an event is on the route, or null. */
function stopOf(event: Event, reader: Reader): Pick<Stop, "kind" | "name" | "isMetadata"> | null {
  const { fn } = event;
  if (fn === "memory_failure") return { kind: "page", name: "page" };
  if (fn === "kill_dax") return { kind: "page", name: textArg(event, "dax_dev", "device") ?? event.who };
  if (fn === "dax_holder_notify_failure") {
    return { kind: "dax", name: textArg(event, "dax_dev", "device") ?? spaceOf(event) ?? event.who };
  }
  // A dax_device that hands down to its children answers for nobody itself.
  if (fn === "stacked_notify_failure") return null;
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

export function stopsOf(events: readonly Event[], root: Event, reader: Reader): Stop[] {
  const stops: Stop[] = [];
  const indexOfEvent = new Map<number, number>();
  for (const event of events) {
    if (event.seq < root.seq) continue;
    const parent = event.parent === null ? -1 : (indexOfEvent.get(event.parent) ?? -1);
    const what = stopOf(event, reader);
    const before = stops[parent];
    const isSame = what && before && before.kind === what.kind && before.name === what.name;
    // A mapped device does not say its own name: it is whom the dax_device asked.
    if (what?.kind === "holder" && before?.kind === "dax" && !textArg(event, "holder_data", "holder")) {
      what.name = textArg(before.event, "holder_data") ?? what.name;
    }
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
