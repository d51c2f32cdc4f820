/**
 * What device numbers stand for where no listing says it. First by evidence: a mapping of a file under a mount point, an
 * fsmap taken at one. Then by elimination and size, which is an assumption.
 */
import type { Devices } from "./devices.ts";
import type { Facts, FsmapFact, Origin } from "./facts.ts";
import { ownerEnd } from "./owners.ts";

export function resolveNumbers(devices: Devices): void {
  const { facts } = devices;
  for (const { device, number } of facts.mounts) {
    const name = number === undefined ? null : devices.resolve(device);
    if (name !== null && number !== undefined && !devices.numbers.has(number)) devices.numbers.set(number, name);
  }
  for (const { mappings } of facts.processes) {
    for (const { path, number } of mappings) {
      const mount = mountAbove(facts, path);
      const device = mount === null ? null : devices.resolve(mount.device);
      if (device !== null && !devices.numbers.has(number) && isBlockNumber(number)) devices.numbers.set(number, device);
    }
  }
  for (const fact of facts.fsmaps) {
    const mount = fact.target === undefined ? null : facts.mounts.findLast((it) => it.target === fact.target);
    const device = mount === null || mount === undefined ? null : devices.resolve(mount.device);
    const number = dataNumber(fact);
    if (device !== null && number !== null && !devices.numbers.has(number)) devices.numbers.set(number, device);
  }
  for (const fact of facts.fsmaps) guessFsmap(devices, fact);
  for (const { legs, origin } of facts.targets) for (const { device } of legs) guessLeg(devices, device, origin);
  guessMappings(devices);
}

/** 0 is for what has no device: proc, tmpfs, anonymous memory. */
const isBlockNumber = (number: string): boolean => /^[1-9]\d*:\d+$/.test(number);

export function mountAbove(facts: Facts, path: string): Facts["mounts"][number] | null {
  let best: Facts["mounts"][number] | null = null;
  for (const mount of facts.mounts) {
    const isAbove = mount.target === "/" ? path.startsWith("/") : path.startsWith(`${mount.target}/`);
    if (isAbove && mount.target.length >= (best?.target.length ?? 0)) best = mount;
  }
  return best;
}

/** The device that has superblocks, or the only one. */
export function dataNumber(fact: FsmapFact): string | null {
  const hasMetadata = (it: FsmapFact["devices"][number]) =>
    it.rows.owner.subarray(0, 64).some((owner) => owner < 0 && owner > -5);
  return (fact.devices.find(hasMetadata) ?? fact.devices[0])?.number ?? null;
}

function guessFsmap(devices: Devices, fact: FsmapFact): void {
  const data = dataNumber(fact);
  for (const { number, rows } of fact.devices) {
    if (devices.isForeign(number)) continue;
    if (devices.numbers.has(number) && devices.resolve(number) !== null) continue;
    const bytes = ownerEnd(rows);
    const free = unnumbered(devices);
    const sized = free.filter((it) => filesystemBytes(devices, it) === bytes);
    const mounted = free.filter((it) => devices.facts.mounts.some((mount) => devices.resolve(mount.device) === it));
    const candidates = number === data ? [...sized, ...mounted, ...free] : free.filter((it) => isLogOf(devices, it));
    const name = candidates[0] ?? newName(devices, number);
    assign(
      devices,
      number,
      name,
      fact.origin,
      sized.length === 1 && number === data ? "its filesystem is as long" : undefined,
    );
  }
}

const isLogOf = (devices: Devices, name: string): boolean => {
  const named = devices.facts.mounts
    .flatMap((it) => it.options)
    .some((it) => it.replace(/^(logdev|rtdev)=\/dev\//, "") === name);
  return named || devices.facts.filesystems.some((it) => it.logDevice === name || it.rtDevice === name);
};

/** What tools say of the length of the filesystem on a device; else the device's own. */
function filesystemBytes(devices: Devices, name: string): number | undefined {
  const filesystem = devices.facts.filesystems.find(
    (it) => devices.resolve(it.device) === name && it.blocks !== undefined,
  );
  if (filesystem?.blocks !== undefined) return filesystem.blocks * (filesystem.blockBytes ?? 4096);
  return (devices.disks.get(name) ?? devices.parts.get(name) ?? devices.findMapped(name))?.sizeBytes;
}

function unnumbered(devices: Devices): string[] {
  const taken = new Set([...devices.numbers.values()].map((it) => devices.resolve(it)));
  const mapped = devices.mapped.map((it) => `mapper/${it.name}`);
  return [...devices.parts.keys(), ...mapped, ...devices.blockDisks].filter((it) => !taken.has(it));
}

function guessLeg(devices: Devices, device: string, origin: Origin): void {
  if (!/^\d+:\d+$/.test(device)) {
    devices.mention(device, origin);
    return;
  }
  if (devices.resolve(device) !== null || devices.isForeign(device)) return;
  if (/^25[2-4]:/.test(device)) {
    assign(devices, device, newName(devices, device), origin);
    return;
  }
  const name = unnumbered(devices).find((it) => devices.disks.has(it)) ?? `pmem${nextDisk(devices)}`;
  assign(devices, device, name, origin);
}

/** Without a mount table: files that processes share from a device of the kinds that pmem and dm have. */
function guessMappings(devices: Devices): void {
  for (const { mappings, origin } of devices.facts.processes) {
    for (const { number, isShared, path } of mappings) {
      if (!isShared || !/^(259|25[2-4]):/.test(number) || !path.startsWith("/")) continue;
      if (devices.isForeign(number) || devices.resolve(number) !== null || mountAbove(devices.facts, path) !== null)
        continue;
      assign(devices, number, unnumbered(devices)[0] ?? newName(devices, number), origin);
    }
  }
}

/** Disks of pmem and partitions have major 259 (blkext), device-mapper one of the experimental numbers. */
function newName(devices: Devices, number: string): string {
  const [, minor] = /^25[2-4]:(\d{1,4})$/.exec(number) ?? [];
  return minor === undefined ? `pmem${nextDisk(devices)}` : `dm-${minor}`;
}

function nextDisk(devices: Devices): number {
  let next = 0;
  while (devices.disks.has(`pmem${next}`)) next++;
  return next;
}

function assign(devices: Devices, number: string, name: string, origin: Origin, because?: string): void {
  const { notes, facts } = devices;
  if (devices.isForeign(name)) {
    facts.foreign.set(number, name);
    return;
  }
  const isNew = devices.resolve(name) === null;
  const question = {
    id: `device:${number}`,
    text: `Which device has the number ${number}?`,
    kind: "name" as const,
    assumed: name,
  };
  const why = because ?? (isNew ? "no listing of block devices names it" : "it is the next one without a number");
  const read = (text: string) => devices.mention(text.replace(/^\/dev\//, ""), origin) ?? undefined;
  devices.numbers.set(
    number,
    notes.ask(question, (it) => `${number} is ${it}`, why, read),
  );
}
