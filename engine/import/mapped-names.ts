/**
 * Mapped devices that are spoken of in two ways: dmsetup has names, /proc/partitions has dm-0, dm-1, …; and those that lie
 * on other kinds of disks, which are none of this machine.
 */
import { SECTOR_BYTES } from "../checks/shapes.ts";
import type { Devices, Mapped } from "./devices.ts";

const isUnnamed = ({ name }: Mapped): boolean => /^dm-\d+$/.test(name);

const tableBytes = ({ targets }: Mapped): number =>
  targets.reduce((sum, { lenSectors }) => sum + lenSectors * SECTOR_BYTES, 0);

/** A dm-N is the device of a table when no other has its length. */
export function joinBySize(devices: Devices): void {
  const { facts, mapped } = devices;
  for (const it of mapped.filter(isUnnamed)) {
    const { sizeBytes } = it;
    if (sizeBytes === undefined || it.targets.length > 0 || it.below.size > 0) continue;
    if (mapped.filter((other) => isUnnamed(other) && other.sizeBytes === sizeBytes).length > 1) continue;
    const tables = mapped.filter((other) => other.kernelName === undefined && tableBytes(other) === sizeBytes);
    const others = [...facts.otherSectors].filter(([, sectors]) => sectors * SECTOR_BYTES === sizeBytes);
    const [table] = tables;
    const [other] = others;
    if (tables.length + others.length !== 1) continue;
    if (table !== undefined) {
      table.kernelName = it.name;
      devices.merge(table, it);
    } else if (other !== undefined) drop(devices, it, `it is ${other[0]}, of a kind that the model does not have`);
  }
}

/** Devices with a leg on another kind of disk, those above them, and those of which nothing says where they lie. */
export function dropForeign(devices: Devices): void {
  for (;;) {
    const foreign = devices.mapped.find((it) => legsOf(it).some((leg) => devices.isForeign(leg)));
    if (foreign === undefined) break;
    drop(devices, foreign, "a device below it is no persistent memory");
  }
  for (const it of devices.mapped.filter((one) => isUnnamed(one) && !isUsed(devices, one))) {
    drop(devices, it, "nothing says on what it lies, or what is on it");
  }
}

const legsOf = ({ below, targets }: Mapped): string[] => [
  ...below,
  ...targets.flatMap(({ legs }) => legs.map(({ device }) => device)),
];

/** Whether anything but a list of devices speaks of it. */
function isUsed(devices: Devices, mapped: Mapped): boolean {
  if (legsOf(mapped).length > 0) return true;
  const { facts } = devices;
  const numbers = [
    ...facts.processes.flatMap((it) => it.mappings.map(({ number }) => number)),
    ...facts.fsmaps.flatMap((it) => it.devices.map(({ number }) => number)),
  ];
  const names = [...facts.mounts.map(({ device }) => device), ...facts.filesystems.map(({ device }) => device)];
  const others = devices.mapped.filter((it) => it !== mapped).flatMap(legsOf);
  return [...numbers, ...names, ...others].some((it) => devices.findMapped(devices.numbers.get(it) ?? it) === mapped);
}

function drop({ facts, mapped, notes, numbers }: Devices, it: Mapped, why: string): void {
  mapped.splice(mapped.indexOf(it), 1);
  for (const name of [it.name, `mapper/${it.name}`, it.kernelName]) if (name) facts.foreign.set(name, it.name);
  for (const [number, name] of numbers) {
    if (name !== it.name && name !== it.kernelName) continue;
    facts.foreign.set(number, it.name);
    numbers.delete(number);
  }
  notes.ignore(it.origin, it.name, why);
}
