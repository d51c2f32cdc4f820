/** Where partitions are on their disks, from what is told, or from what is on them. */
import { MAX_DEVICE_BYTES, SECTOR_BYTES } from "../checks/shapes.ts";
import type { Devices, Part } from "./devices.ts";
import { bytesIn, sizeText } from "./notes.ts";

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

/** A size that was rounded up reaches into what is behind it. */
export function clip({ parts, disks }: Devices, part: Part): void {
  const { disk, precision, startBytes = 0, sizeBytes = 0 } = part;
  if (precision !== 1) return;
  const { sizeBytes: diskBytes = 0, precision: diskPrecision = 3 } = disks.get(disk) ?? {};
  const behind = [...parts.values()].flatMap((it) =>
    it.disk === disk && (it.startBytes ?? 0) > startBytes ? (it.startBytes ?? []) : [],
  );
  const end = Math.min(...behind, diskPrecision === 3 && diskBytes > startBytes ? diskBytes : Number.POSITIVE_INFINITY);
  part.sizeBytes = Math.min(sizeBytes, end - startBytes);
}

export function partSize(devices: Devices, part: Part): number {
  const needed = devices.needs.get(part.name);
  const sizeBytes = needed ?? GIB;
  const why = needed === undefined ? "no text says it" : "what is on it is that long";
  const question = {
    id: `size:${part.name}`,
    text: `How long is ${part.name}?`,
    kind: "bytes" as const,
    assumed: sizeText(sizeBytes),
  };
  return devices.notes.ask(question, (it) => `${part.name} has ${it}`, why, sizeIn(SECTOR_BYTES, needed ?? 0));
}

export function partStart(devices: Devices, part: Part): number {
  const before = [...devices.parts.values()].filter((it) => it.disk === part.disk && it.number < part.number);
  const end = Math.max(MIB, ...before.map((it) => (it.startBytes ?? 0) + (it.sizeBytes ?? 0)));
  const startBytes = Math.min(Math.ceil(end / MIB) * MIB, MAX_DEVICE_BYTES);
  const question = {
    id: `start:${part.name}`,
    text: `Where on ${part.disk} does ${part.name} begin?`,
    kind: "bytes" as const,
    assumed: sizeText(startBytes),
  };
  const why = "no partition table was given; on the next MiB, as partitioning tools do";
  return devices.notes.ask(question, (it) => `${part.name} begins at ${it}`, why, sizeIn(SECTOR_BYTES, 0));
}

export const sizeIn =
  (unit: number, least: number) =>
  (text: string): number | undefined => {
    const bytes = bytesIn(text);
    return bytes !== undefined && bytes > 0 && bytes % unit === 0 && bytes >= least && bytes <= MAX_DEVICE_BYTES
      ? bytes
      : undefined;
  };
