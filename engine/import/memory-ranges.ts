/** What /proc/iomem tells of devices: where namespaces are, and which of them are character devices. */
import type { Devices } from "./devices.ts";

/**
 * A devdax namespace has two ranges beside each other: the page map under the namespace's name, the data under that of
 * the character device (drivers/dax/pmem.c, __dax_pmem_probe, Linux 6.12). Gives where the former begin.
 */
function addDaxRanges(devices: Devices): Set<number> {
  const taken = new Set<number>();
  for (const { label, startBytes, endBytes } of devices.facts.memory) {
    const name = /^(dax\d{1,3}\.\d{1,3})$/.exec(label)?.[1];
    if (name === undefined) continue;
    const before = devices.facts.memory.find((it) => it.endBytes === startBytes && /^namespace\d/.test(it.label));
    const origin = { name: "/proc/iomem", line: 0 };
    devices.addDisk({ name, mode: "devdax", sizeBytes: endBytes - startBytes, resourceBytes: startBytes, origin });
    const disk = devices.disks.get(name);
    if (before === undefined || disk === undefined) continue;
    taken.add(before.startBytes);
    disk.namespaceBytes = before.startBytes;
    disk.namespaceEndBytes = endBytes;
    disk.hasInfoBlock = true;
  }
  return taken;
}

/** Namespaces in /proc/iomem: where a disk is in memory; or that there is one. */
export function placeInMemory(devices: Devices): void {
  const ranges = devices.facts.memory.filter((it) => /^Persistent Memory/.test(it.label));
  const inRange = (at: number) => ranges.find((it) => it.startBytes <= at && at < it.endBytes);
  const taken = addDaxRanges(devices);
  for (const { label, startBytes, endBytes } of devices.facts.memory) {
    if (taken.has(startBytes)) continue;
    const namespace = /^(namespace\d+\.\d+)$/.exec(label)?.[1];
    if (namespace === undefined) continue;
    const [, region, id] = /(\d+)\.(\d+)$/.exec(namespace) ?? [];
    const name = `pmem${region}${id === "0" ? "" : `.${id}`}`;
    let disk = [...devices.disks.values()].find((it) => it.namespace === namespace) ?? devices.disks.get(name);
    if (disk === undefined) {
      devices.addDisk({ name, namespace, origin: { name: "/proc/iomem", line: 0 } });
      disk = devices.disks.get(name);
    }
    if (disk === undefined) continue;
    disk.namespaceBytes = startBytes;
    disk.namespaceEndBytes = endBytes;
    const isLegacy = inRange(startBytes)?.label.includes("legacy") === true;
    if (isLegacy && disk.hasInfoBlock === undefined) disk.hasInfoBlock = false;
  }
  if (devices.disks.size > 0) return;
  ranges.forEach(({ startBytes, endBytes }, i) => {
    const origin = { name: "/proc/iomem", line: 0 };
    devices.addDisk({ name: `pmem${i}`, origin });
    Object.assign(devices.disks.get(`pmem${i}`) ?? {}, { namespaceBytes: startBytes, namespaceEndBytes: endBytes });
  });
}
