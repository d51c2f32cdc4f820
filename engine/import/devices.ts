/**
 * Block devices: everything said about one device in different places put together, and a device for every name and
 * number that is spoken of. A number that no text explains is told by where it occurs, or assumed, and said.
 */

import { MAX_DEVICE_BYTES, SECTOR_BYTES } from "../checks/shapes.ts";
import {
  type DiskFact,
  type Facts,
  isDiskName,
  type MappedFact,
  type MappingFact,
  type MountFact,
  type Origin,
  partitionOf,
  type TargetFact,
} from "./facts.ts";
import { dropForeign, joinBySize } from "./mapped-names.ts";
import { placeInMemory } from "./memory-ranges.ts";
import type { Notes } from "./notes.ts";

export interface Disk extends DiskFact {
  /** Where the namespace begins, its info block included. */
  namespaceBytes?: number;
  namespaceEndBytes?: number;
  /** Nothing but a mention of its name is known. */
  isImplied?: boolean;
}
export interface Part {
  disk: string;
  name: string;
  number: number;
  startBytes?: number;
  sizeBytes?: number;
  precision: number;
  origin: Origin;
}
export interface Mapped {
  name: string;
  kernelName?: string;
  sizeBytes?: number;
  below: Set<string>;
  targets: TargetFact[];
  origin: Origin;
}

export class Devices {
  readonly disks = new Map<string, Disk>();
  readonly parts = new Map<string, Part>();
  readonly mapped: Mapped[] = [];
  /** "259:4" → name. */
  readonly numbers = new Map<string, string>();
  /** The least size of a device, from what is on it. */
  readonly needs = new Map<string, number>();

  constructor(
    readonly facts: Facts,
    readonly notes: Notes,
  ) {
    for (const disk of facts.disks) this.addDisk(disk);
    placeInMemory(this);
    for (const part of facts.partitions) this.#addPart(part);
    for (const mapped of facts.mapped) this.#addMapped(mapped);
    for (const target of facts.targets) this.mappedNamed(target.mapped, target.origin).targets.push(target);
    for (const mount of facts.mounts) if (!this.#isUnlikely(mount)) this.mention(mount.device, mount.origin);
    for (const { device, isXfsInfo, fstype = "something", origin } of facts.filesystems) {
      const isSaid = isXfsInfo === true || !this.#isUnlikely({ device, options: [], target: fstype, origin });
      if (isSaid) this.mention(device, origin);
    }
    for (const bad of facts.badblocks) if (bad.device !== null) this.mention(bad.device, bad.origin);
    for (const { mappings, origin } of facts.processes) for (const it of mappings) this.#addMappedDax(it, origin);
    joinBySize(this);
    dropForeign(this);
  }

  /** Name in the scene of whatever a text calls a device; null if it is none of this machine's. */
  resolve(reference: string): string | null {
    const numbered = /^\d+:\d+$/.test(reference) ? this.numbers.get(reference) : undefined;
    const name = numbered ?? reference;
    if (this.disks.has(name) || this.parts.has(name)) return name;
    const mapped = this.findMapped(name);
    return mapped === undefined ? null : `mapper/${mapped.name}`;
  }

  findMapped(reference: string): Mapped | undefined {
    const name = reference.replace(/^mapper\//, "");
    // /dev/vg/lv is vg-lv in /dev/mapper, hyphens doubled.
    const [group, volume] = name.split("/");
    const lvm = volume === undefined ? "" : `${group?.replaceAll("-", "--")}-${volume.replaceAll("-", "--")}`;
    return this.mapped.find((it) => it.name === name || it.name === lvm || it.kernelName === name);
  }

  need(device: string, bytes: number): void {
    const whole = Math.ceil(bytes / SECTOR_BYTES) * SECTOR_BYTES;
    if (!(whole > 0 && whole <= MAX_DEVICE_BYTES)) return;
    this.needs.set(device, Math.max(whole, this.needs.get(device) ?? 0));
  }

  /** Disks that blocks can be on: none of the character devices. */
  get blockDisks(): string[] {
    return [...this.disks.keys()].filter((it) => !it.startsWith("dax"));
  }

  /** A mapped device that only a mount without DAX speaks of, among texts that speak of persistent memory. */
  #isUnlikely({ device, options, target, origin }: Omit<MountFact, "fstype">): boolean {
    if (!/^(mapper\/|dm-)/.test(device) || this.findMapped(device) !== undefined) return false;
    if (options.some((it) => /^dax(=always|=inode)?$/.test(it))) return false;
    const isAmongOthers = this.disks.size > 0 || this.facts.mounts.some((it) => /^pmem\d/.test(it.device));
    if (isAmongOthers)
      this.notes.ignore(origin, `${target} on ${device}`, "nothing says that persistent memory is under it");
    return isAmongOthers;
  }

  /** Whether a name or number is that of a device that is listed and is no persistent memory. */
  isForeign(reference: string): boolean {
    return this.facts.foreign.has(reference) && this.resolve(reference) === null;
  }

  /** A character device that a process has mapped is there, and as long as that. */
  #addMappedDax({ path, offInFileBytes, lenBytes }: MappingFact, origin: Origin): void {
    const name = /^\/dev\/(dax\d{1,3}\.\d{1,3})$/.exec(path)?.[1];
    if (name === undefined) return;
    if (!this.disks.has(name)) this.addDisk({ name, mode: "devdax", origin }, true);
    this.need(name, offInFileBytes + lenBytes);
  }

  /** Makes a device that is only spoken of. Names of other disks than pmem are passed over. */
  mention(reference: string, origin: Origin): string | null {
    const known = this.resolve(reference);
    if (known !== null) return known;
    if (this.isForeign(reference)) return null;
    if (/^(mapper\/[\w.+-]{1,128}|dm-\d{1,4})$/.test(reference)) {
      return `mapper/${this.mappedNamed(reference.replace(/^mapper\//, ""), origin).name}`;
    }
    const part = partitionOf(reference);
    if (part !== null) this.#addPart({ disk: part.disk, name: reference, origin });
    else if (isDiskName(reference)) this.addDisk({ name: reference, origin }, true);
    return this.resolve(reference);
  }

  addDisk(fact: DiskFact, isImplied = false): void {
    if (!isDiskName(fact.name) && !/^dax\d{1,3}\.\d{1,3}$/.test(fact.name)) {
      this.notes.ignore(fact.origin, fact.name, "its name is not that of a pmem disk or a dax device");
      return;
    }
    const before = this.disks.get(fact.name);
    if (fact.number !== undefined) this.numbers.set(fact.number, fact.name);
    if (before === undefined) {
      this.disks.set(fact.name, isImplied ? { ...fact, isImplied } : { ...fact });
      return;
    }
    const isBetter = (fact.precision ?? 3) > (before.precision ?? 3) || before.sizeBytes === undefined;
    const { sizeBytes, precision } = fact.sizeBytes !== undefined && isBetter ? fact : before;
    // A raw mode of lsblk is a guess from its DAX column; the namespace's own mode is not.
    const mode =
      before.namespace === undefined && fact.namespace !== undefined ? (fact.mode ?? before.mode) : before.mode;
    const merged: Disk = { ...fact, ...before };
    if (sizeBytes !== undefined) Object.assign(merged, { sizeBytes, precision: precision ?? 3 });
    if (mode !== undefined) merged.mode = mode;
    if (fact.hasInfoBlock === true) merged.hasInfoBlock = true;
    delete merged.isImplied;
    this.disks.set(fact.name, merged);
  }

  #addPart(fact: Facts["partitions"][number]): void {
    const parsed = partitionOf(fact.name);
    if (parsed === null) {
      this.notes.ignore(fact.origin, fact.name, "its name is not that of a partition of a pmem disk");
      return;
    }
    if (!this.disks.has(parsed.disk)) this.addDisk({ name: parsed.disk, origin: fact.origin }, true);
    if (fact.number !== undefined) this.numbers.set(fact.number, fact.name);
    const { precision = 3, origin, name } = fact;
    const part: Part = this.parts.get(name) ?? { ...parsed, name, precision: 0, origin };
    if (Number.isSafeInteger(fact.startBytes)) part.startBytes ??= fact.startBytes as number;
    if (Number.isSafeInteger(fact.sizeBytes) && (part.sizeBytes === undefined || precision > part.precision)) {
      part.sizeBytes = fact.sizeBytes;
      part.precision = precision;
    }
    this.parts.set(name, part);
  }

  #addMapped(fact: MappedFact): void {
    const byNumber = fact.number === undefined ? undefined : `dm-${fact.number.split(":")[1]}`;
    const isNumbered = /^dm-\d+$/.test(fact.name);
    const kernelName = fact.kernelName ?? (isNumbered ? fact.name : byNumber);
    const same = this.mapped.filter(
      (it) => it.name === fact.name || (kernelName !== undefined && it.kernelName === kernelName),
    );
    const [first = this.#newMapped(fact), ...rest] = same;
    for (const other of rest) this.merge(first, other);
    if (!isNumbered) first.name = fact.name;
    if (kernelName !== undefined) first.kernelName = kernelName;
    first.sizeBytes ??= fact.sizeBytes as number;
    for (const leg of fact.below) first.below.add(leg);
    if (fact.number !== undefined) this.numbers.set(fact.number, first.kernelName ?? first.name);
  }

  #newMapped({ name, origin }: { name: string; origin: Origin }): Mapped {
    const mapped: Mapped = { name, below: new Set(), targets: [], origin };
    this.mapped.push(mapped);
    return mapped;
  }

  merge(into: Mapped, other: Mapped): void {
    if (/^dm-\d+$/.test(into.name)) into.name = other.name;
    into.sizeBytes ??= other.sizeBytes as number;
    for (const leg of other.below) into.below.add(leg);
    into.targets.push(...other.targets);
    this.mapped.splice(this.mapped.indexOf(other), 1);
  }

  mappedNamed(reference: string, origin: Origin): Mapped {
    const known = this.findMapped(reference);
    if (known !== undefined) return known;
    const mapped = this.#newMapped({ name: reference, origin });
    if (/^dm-\d+$/.test(reference)) mapped.kernelName = reference;
    return mapped;
  }
}
