/**
 * The pmem devices of the scene: sizes, addresses, modes and partitions, each from the best text that has it, or assumed
 * and said.
 */

import { MAX_DEVICE_BYTES, PAGE_BYTES } from "../checks/shapes.ts";
import type { Partition, Pmem } from "../scene.ts";
import type { Devices, Disk } from "./devices.ts";
import { legsBelow, mappedBytes } from "./mapped.ts";
import { bytesIn, hexText, sizeText } from "./notes.ts";
import { clip, partSize, partStart, sizeIn } from "./partition-places.ts";

const SECTOR_BYTES = 512;
const MIB = 1024 ** 2;
const GIB = 1024 ** 3;
const MAX_DISKS = 64;
const MAX_ADDRESS = 2 ** 50;
const MAX_OFFSET_BYTES = 2 ** 40;
/** The kernel's own account of a page map on the device: drivers/nvdimm/pfn_devs.c, nd_pfn_init, Linux 6.12. */
const STRUCT_PAGE_BYTES = 64;
const INFO_BLOCK_BYTES = 8192;
const DEFAULT_ALIGN_BYTES = 2 * MIB;

/** What partitions, mapped devices and filesystems need, told to the device below, top down. */
export function spreadNeeds(devices: Devices): void {
  for (const mapped of devices.mapped) {
    for (const { legs, lenSectors } of mapped.targets) {
      for (const leg of legs) {
        const name = devices.resolve(leg.device);
        const endSectors = leg.offSectors + Math.ceil(lenSectors / legs.length);
        if (name !== null) devices.need(name, endSectors * SECTOR_BYTES);
      }
    }
    if (mapped.targets.length > 0) continue;
    const below = legsBelow(devices, mapped);
    const partBytes = Math.ceil(mappedBytes(devices, mapped) / Math.max(1, below.length));
    for (const leg of below.length === 0 ? [devices.blockDisks[0] ?? "pmem0"] : below) devices.need(leg, partBytes);
  }
  for (const part of devices.parts.values()) {
    part.sizeBytes ??= partSize(devices, part);
    part.startBytes ??= partStart(devices, part);
  }
  for (const part of devices.parts.values()) {
    clip(devices, part);
    devices.need(part.disk, (part.startBytes ?? 0) + (part.sizeBytes ?? 0));
  }
}

export function buildPmem(devices: Devices): Record<string, Pmem> {
  const { disks, notes } = devices;
  if (disks.size === 0 || (devices.blockDisks.length === 0 && devices.mapped.length > 0)) {
    notes.assume("there is one pmem device, of a GiB or what is on it", "no text names one");
    const sizeBytes = Math.ceil(Math.max(GIB, devices.needs.get("pmem0") ?? 0) / GIB) * GIB;
    disks.set("pmem0", { name: "pmem0", sizeBytes, resourceBytes: 4 * GIB, origin: { name: "", line: 0 } });
  }
  const pmem: Record<string, Pmem> = {};
  const names = [...disks.keys()].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  for (const name of names.slice(MAX_DISKS)) {
    notes.ignore(disks.get(name)?.origin ?? { name: "", line: 0 }, name, `the model has ${MAX_DISKS} devices at most`);
  }
  for (const name of names.slice(0, MAX_DISKS)) pmem[name] = toPmem(devices, disks.get(name) as Disk);
  placeAll(devices, pmem);
  for (const [name, it] of Object.entries(pmem)) addPartitions(devices, name, it);
  return pmem;
}

function toPmem(devices: Devices, disk: Disk): Pmem {
  const { name } = disk;
  const isChardev = name.startsWith("dax");
  const pmem: Pmem = { sizeBytes: diskBytes(devices, disk) };
  const mode = isChardev ? "devdax" : disk.mode === "devdax" ? undefined : disk.mode;
  if (mode !== undefined && mode !== "fsdax") pmem.mode = mode;
  if (disk.map === "dev") pmem.map = "dev";
  if (disk.resourceBytes !== undefined) pmem.resourceBytes = disk.resourceBytes;
  const { namespaceBytes, namespaceEndBytes } = disk;
  const hasMemmap = disk.hasInfoBlock === true || isChardev || disk.map === "dev";
  if (namespaceBytes !== undefined && namespaceEndBytes !== undefined) {
    const before = namespaceEndBytes - namespaceBytes - pmem.sizeBytes;
    const offset = disk.resourceBytes !== undefined ? disk.resourceBytes - namespaceBytes : before;
    // With a label or an info block the data ends where the namespace does, alignment aside.
    const isKnown =
      offset >= 0 && offset < MAX_OFFSET_BYTES && offset % PAGE_BYTES === 0 && (offset === 0 || hasMemmap);
    pmem.dataOffsetBytes = isKnown ? offset : hasMemmap ? memmapBytes(disk, pmem.sizeBytes) : 0;
    pmem.resourceBytes ??= namespaceBytes + pmem.dataOffsetBytes;
  } else if (hasMemmap) {
    pmem.dataOffsetBytes = memmapBytes(disk, pmem.sizeBytes);
    const why = "the length of the namespace was not given; it follows from the size of its page map";
    devices.notes.assume(`the data of ${name} begins ${sizeText(pmem.dataOffsetBytes)} into its namespace`, why);
  }
  if (pmem.dataOffsetBytes === 0) delete pmem.dataOffsetBytes;
  return pmem;
}

/** Bytes before the data: two pages of labels and, for a page map on the device, 64 bytes per page, to the alignment. */
function memmapBytes(disk: Disk, dataBytes: number): number {
  const said = disk.alignBytes ?? DEFAULT_ALIGN_BYTES;
  const align = said >= PAGE_BYTES && said <= GIB && said % PAGE_BYTES === 0 ? said : DEFAULT_ALIGN_BYTES;
  if (disk.map !== "dev") return Math.ceil(INFO_BLOCK_BYTES / align) * align;
  let offset = align;
  for (let round = 0; round < 64; round++) {
    const pages = Math.floor((dataBytes + offset - INFO_BLOCK_BYTES) / PAGE_BYTES);
    const needed = Math.ceil((INFO_BLOCK_BYTES + pages * STRUCT_PAGE_BYTES) / align) * align;
    if (needed === offset) break;
    offset = needed;
  }
  return offset;
}

function diskBytes(devices: Devices, disk: Disk): number {
  const needed = devices.needs.get(disk.name) ?? 0;
  const { sizeBytes, precision = 3, namespaceBytes, namespaceEndBytes } = disk;
  const isExact = sizeBytes !== undefined && precision >= 2 && sizeBytes % PAGE_BYTES === 0;
  if (isExact && sizeBytes >= PAGE_BYTES && sizeBytes <= MAX_DEVICE_BYTES) return sizeBytes;
  const room = namespaceBytes === undefined ? undefined : (namespaceEndBytes ?? 0) - namespaceBytes;
  const inNamespace = room === undefined ? undefined : room - (disk.hasInfoBlock ? memmapBytes(disk, room) : 0);
  const guess = inNamespace ?? sizeBytes ?? (needed > 0 ? needed : GIB);
  const least = Math.max(PAGE_BYTES, Math.ceil(needed / PAGE_BYTES) * PAGE_BYTES);
  const wanted = Math.max(least, Math.ceil(guess / PAGE_BYTES) * PAGE_BYTES);
  const assumed = Math.min(wanted, MAX_DEVICE_BYTES);
  if (inNamespace === assumed) return assumed;
  const why =
    sizeBytes !== undefined
      ? "the size was rounded, or is where a table ends"
      : needed > 0
        ? "what is on it needs that"
        : "no text says it";
  const question = {
    id: `size:${disk.name}`,
    text: `How long is ${disk.name}?`,
    kind: "bytes" as const,
    assumed: sizeText(assumed),
  };
  return devices.notes.ask(
    question,
    (it) => `${disk.name} has ${it}`,
    why,
    sizeIn(PAGE_BYTES, Math.min(least, assumed)),
  );
}

/** Addresses for those without: above everything that has one, a GiB apart, from 4 GiB. */
function placeAll(devices: Devices, pmem: Record<string, Pmem>): void {
  const taken: { name: string; from: number; to: number }[] = [];
  for (const [name, it] of Object.entries(pmem)) {
    if (it.resourceBytes === undefined) continue;
    const from = it.resourceBytes - (it.dataOffsetBytes ?? 0);
    const to = it.resourceBytes + it.sizeBytes;
    const other = taken.find((one) => from < one.to && one.from < to);
    if (other === undefined && from >= 0 && to < MAX_ADDRESS && it.resourceBytes % PAGE_BYTES === 0) {
      taken.push({ name, from, to });
      continue;
    }
    const read = `${hexText(it.resourceBytes)} for ${name}`;
    const expected = other === undefined ? "an address on a page" : `memory that ${other.name} does not have`;
    devices.notes.problems.push({ name: devices.disks.get(name)?.origin.name ?? "", line: 0, read, expected });
    delete it.resourceBytes;
  }
  for (const [name, it] of Object.entries(pmem)) {
    if (it.resourceBytes !== undefined) continue;
    const end = taken.reduce((most, { to }) => Math.max(most, to + GIB), 4 * GIB);
    const from = Math.ceil(end / GIB) * GIB;
    const place = from + (it.dataOffsetBytes ?? 0);
    const question = {
      id: `resource:${name}`,
      text: `At which physical address is byte 0 of ${name}?`,
      kind: "bytes" as const,
      assumed: hexText(place),
    };
    const isFree = (at: number) =>
      !taken.some((one) => at - (it.dataOffsetBytes ?? 0) < one.to && one.from < at + it.sizeBytes);
    const read = (text: string) => {
      const at = bytesIn(text);
      return at !== undefined &&
        at % PAGE_BYTES === 0 &&
        at >= (it.dataOffsetBytes ?? 0) &&
        at < 2 * MAX_ADDRESS &&
        isFree(at)
        ? at
        : undefined;
    };
    const why = "no text has its address (ndctl and /proc/iomem show it to root): the next free one";
    it.resourceBytes = devices.notes.ask(question, (text) => `${name} is at ${text}`, why, read);
    taken.push({ name, from: it.resourceBytes - (it.dataOffsetBytes ?? 0), to: it.resourceBytes + it.sizeBytes });
  }
}

/** In order of their numbers. A number that is not there is a partition of one sector before all others. */
function addPartitions({ parts, notes }: Devices, disk: string, pmem: Pmem): void {
  const of = [...parts.values()].filter((it) => it.disk === disk).sort((a, b) => a.number - b.number);
  const table: Partition[] = [];
  const isFree = (from: number, to: number) =>
    from >= SECTOR_BYTES &&
    to <= pmem.sizeBytes &&
    !table.some((it) => from < it.startBytes + it.sizeBytes && it.startBytes < to);
  for (const part of of) {
    const { startBytes = 0, sizeBytes = 0, name } = part;
    const isWhole = startBytes % SECTOR_BYTES === 0 && sizeBytes % SECTOR_BYTES === 0 && sizeBytes > 0;
    const firstByte = Math.min(...of.map((it) => it.startBytes ?? MIB));
    const gap = part.number - 1 - table.length;
    const isRoomBefore = gap === 0 || part.number * SECTOR_BYTES <= firstByte;
    const isRoom = isWhole && isFree(startBytes, startBytes + sizeBytes) && isRoomBefore;
    if (!isRoom || part.number > 128) {
      const read = `${name} at ${startBytes}, ${sizeBytes} bytes`;
      notes.problems.push({ ...part.origin, read, expected: `whole sectors of ${disk} that no other partition has` });
      parts.delete(name);
      continue;
    }
    for (let i = 0; i < gap; i++) {
      const at = SECTOR_BYTES * (table.length + 1);
      table.push({ startBytes: at, sizeBytes: SECTOR_BYTES });
      notes.assume(
        `${disk}p${table.length} is one sector at ${at}`,
        "there is none, and the ones after it keep their names",
      );
    }
    table.push({ startBytes, sizeBytes });
  }
  if (table.length > 0 && !disk.startsWith("dax")) pmem.partitions = table;
}
