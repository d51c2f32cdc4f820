/** Everything the texts say of each filesystem, put together by the device it is on. */
import type { Devices } from "./devices.ts";
import { bareName, type FilesystemFact, type FsmapFact, type MountFact, type Origin } from "./facts.ts";
import { dataNumber } from "./numbers.ts";

/** What the texts say of one filesystem, put together. */
export interface Known extends FilesystemFact {
  mount?: MountFact;
  map?: FsmapFact;
  /** Nothing names it but files that are mapped or listed. */
  isImplied?: boolean;
}

export function knownFilesystems(devices: Devices): Map<string, Known> {
  const { facts, notes } = devices;
  const known = new Map<string, Known>();
  const at = (device: string, origin: Origin): Known => {
    const it = known.get(device) ?? { device, origin };
    known.set(device, it);
    return it;
  };
  for (const mount of facts.mounts) {
    const device = devices.resolve(mount.device);
    if (device === null) continue;
    if (mount.target === "/") {
      notes.ignore(mount.origin, `/ on ${device}`, "the model has no root filesystem");
      continue;
    }
    const it = at(device, mount.origin);
    if (it.mount === undefined) it.mount = mount;
    else notes.ignore(mount.origin, mount.target, `${device} is mounted at ${it.mount.target} already: a bind mount`);
  }
  for (const fact of facts.filesystems) {
    const device = fact.device === "" ? deviceOfFacts(devices, fact) : devices.resolve(fact.device);
    if (device === null) {
      if (fact.device !== "")
        notes.ignore(fact.origin, `the filesystem of ${fact.device}`, "no persistent memory is under it");
      continue;
    }
    const it = at(device, fact.origin);
    for (const [key, value] of Object.entries(fact)) {
      if (value !== undefined && key !== "origin" && key !== "device") Object.assign(it, { [key]: value });
    }
  }
  for (const map of facts.fsmaps) {
    const number = dataNumber(map);
    if (number !== null && devices.isForeign(number)) {
      const name = devices.facts.foreign.get(number);
      notes.ignore(map.origin, `the fsmap of ${name === number ? "another disk" : name}`, "it is no persistent memory");
    }
    const device = number === null ? null : devices.resolve(number);
    if (device === null) continue;
    const it = at(device, map.origin);
    const size = (fact: FsmapFact | undefined) => fact?.devices.reduce((sum, { rows }) => sum + rows.count, 0) ?? -1;
    const [better, other] =
      size(map) > size(it.map) || (size(map) === size(it.map) && map.isVerbose) ? [map, it.map] : [it.map, map];
    if (other !== undefined) notes.ignore(other.origin, "an fsmap", `a fuller one of ${device} was given`);
    if (better !== undefined) it.map = better;
  }
  for (const { device, origin, fstype = "xfs" } of impliedBy(devices, known)) {
    Object.assign(at(device, origin), { isImplied: true, fstype });
  }
  return known;
}

interface Implied {
  device: string;
  origin: Origin;
  fstype?: "xfs" | "ext4";
}

/** Devices that files are on, where nothing says that there is a filesystem. */
function impliedBy(devices: Devices, known: ReadonlyMap<string, Known>): Implied[] {
  const { facts } = devices;
  const found: Implied[] = [];
  for (const { mappings, origin } of facts.processes) {
    for (const { number } of mappings) {
      const device = devices.resolve(number);
      if (device !== null && !known.has(device)) found.push({ device, origin });
    }
  }
  const [file] = facts.files;
  if (file === undefined || known.size > 0 || found.length > 0) return found;
  const device = [...devices.parts.keys(), ...devices.blockDisks][0] ?? devices.mention("pmem0", file.origin);
  return device === null ? [] : [{ device, origin: file.origin, ...(file.fstype ? { fstype: file.fstype } : {}) }];
}

/** dumpe2fs does not name its device: it is mounted where it was mounted last, or is the one of that size. */
function deviceOfFacts(devices: Devices, fact: FilesystemFact): string | null {
  const mount = devices.facts.mounts.find((it) => it.target === fact.target && it.fstype.startsWith("ext"));
  const mounted = mount === undefined ? null : devices.resolve(mount.device);
  if (mounted !== null || fact.blocks === undefined) return mounted;
  const bytes = fact.blocks * (fact.blockBytes ?? 4096);
  const sized = [...devices.parts.values(), ...devices.disks.values()].filter((it) => it.sizeBytes === bytes);
  const listed = devices.facts.filesystems.flatMap((it) =>
    it.fstype === fact.fstype && it.device !== "" ? (devices.resolve(it.device) ?? []) : [],
  );
  const name = sized[0]?.name ?? listed[0] ?? [...devices.parts.keys(), ...devices.blockDisks][0] ?? "pmem0";
  const question = {
    id: `device:${fact.fstype}:${bytes}`,
    text: `Which device has the ${fact.fstype} of ${bytes} bytes?`,
    kind: "name" as const,
    assumed: name,
  };
  const why = sized[0] === undefined ? "dumpe2fs does not name it" : "it is as long as the filesystem";
  const read = (text: string) => devices.mention(bareName(text), fact.origin) ?? undefined;
  return devices.notes.ask(question, (it) => `the ${fact.fstype} is on ${it}`, why, read);
}
