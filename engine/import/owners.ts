/**
 * Who owns a byte of a device: down through partitions and mapped devices to the row of a reverse map, as one would say
 * it. Works on machine values, so on any machine, imported or not.
 */
import type { OwnerTable } from "../boundary/owner-columns.ts";
import { META_OWNERS, OWNER, ownerTable } from "../boundary/owner-table.ts";
import { partitionName } from "../checks/world.ts";
import type { DmTarget, MachineValue, Step } from "../scene.ts";
import type { FilesystemOwners } from "./contract.ts";

/** The byte behind the last row. */
export function ownerEnd(rows: OwnerTable): number {
  let end = 0;
  for (let i = 0; i < rows.count; i++) {
    const rowEnd = (rows.offInDevBytes[i] ?? 0) + (rows.lenBytes[i] ?? 0);
    if (rowEnd > end) end = rowEnd;
  }
  return end;
}

const META_TEXT: Readonly<Record<(typeof META_OWNERS)[number], string>> = {
  FS: "static fs metadata",
  AG: "per-AG metadata",
  INOBT: "inode btree",
  INODES: "inodes",
  LOG: "log",
  REFC: "refcount btree",
  COW: "copy-on-write reservation",
  UNKNOWN: "unknown",
  FREE: "free space",
};

/** Where a byte of a disk is, device by device upward, and who has it there. */
export interface Owner {
  /** From the disk up: ["pmem0", "mapper/vol"]. */
  devices: string[];
  /** Byte in the last of them. */
  offBytes: number;
  target: string | null;
  /** "free space", "log", "file", "outside every partition", … */
  kind: string;
  path: string | null;
  inode: number | null;
  offInFileBytes: number | null;
}

/** Every owner of a byte: several where files share a block, one that says so where nobody has it. */
export function ownersAt(value: MachineValue, device: string, offBytes: number): Owner[] {
  return climb(indexOf(value), [device], offBytes);
}

function climb(index: Index, devices: string[], offBytes: number): Owner[] {
  const device = devices.at(-1) ?? "";
  const here = { devices, offBytes, target: null, path: null, inode: null, offInFileBytes: null };
  const filesystem = index.filesystems.find((it) => it.device === device);
  const above = [...index.partsAt(device, offBytes), ...index.mappedAt(device, offBytes)];
  const found = above.flatMap(([name, off]) => climb(index, [...devices, name], off));
  if (filesystem !== undefined) found.unshift(...index.rowsAt(filesystem, here));
  if (found.length > 0) return found;
  const kind = index.hasPartitions(device)
    ? "outside every partition"
    : index.isLeg(device)
      ? "outside every table"
      : "nobody";
  return [{ ...here, kind }];
}

interface Index {
  filesystems: FilesystemOwners[];
  partsAt(device: string, offBytes: number): [string, number][];
  mappedAt(device: string, offBytes: number): [string, number][];
  hasPartitions(device: string): boolean;
  isLeg(device: string): boolean;
  rowsAt(filesystem: FilesystemOwners, here: Omit<Owner, "kind">): Owner[];
}

const indexes = new WeakMap<MachineValue, Index>();

function indexOf(value: MachineValue): Index {
  const known = indexes.get(value);
  if (known !== undefined) return known;
  const parts = partitionsOf(value);
  const tables = value.steps.flatMap((it) => (it.op === "dm-create" ? [it] : []));
  const index: Index = {
    filesystems: filesystemOwners(value),
    partsAt: (device, off) =>
      parts
        .filter((it) => it.disk === device && it.startBytes <= off && off < it.startBytes + it.sizeBytes)
        .map((it) => [it.name, off - it.startBytes]),
    mappedAt: (device, off) =>
      tables.flatMap(({ name, table }) =>
        table.flatMap((target) => onTarget(target, device, off).map((it): [string, number] => [`mapper/${name}`, it])),
      ),
    hasPartitions: (device) => parts.some((it) => it.disk === device),
    isLeg: (device) => tables.some(({ table }) => table.some((it) => legsOf(it).some((leg) => leg.device === device))),
    rowsAt,
  };
  indexes.set(value, index);
  return index;
}

function partitionsOf({ scene, steps }: MachineValue) {
  const tables = Object.entries(scene.pmem).map(([disk, it]) => [disk, it.partitions ?? []] as const);
  const later = steps.flatMap((it) => (it.op === "partition" ? [[it.device, it.table] as const] : []));
  return [...tables, ...later].flatMap(([disk, table]) =>
    table.map((it, i) => ({ disk, name: partitionName(disk, i + 1), ...it })),
  );
}

const legsOf = (target: DmTarget): { device: string; offInLegBytes: number }[] =>
  target.type === "linear" ? [target] : target.legs;

/** Bytes of the mapped device that a byte of a leg is behind. */
function onTarget(target: DmTarget, device: string, offBytes: number): number[] {
  const legs = legsOf(target);
  const lenOnLeg = target.lenBytes / legs.length;
  return legs.flatMap((leg, i) => {
    const offInTarget = offBytes - leg.offInLegBytes;
    if (leg.device !== device || offInTarget < 0 || offInTarget >= lenOnLeg) return [];
    if (target.type === "linear") return [target.startBytes + offInTarget];
    const chunk = Math.floor(offInTarget / target.chunkBytes);
    const offInChunk = offInTarget - chunk * target.chunkBytes;
    return [target.startBytes + (chunk * legs.length + i) * target.chunkBytes + offInChunk];
  });
}

/**
 * Filesystems and their latest reverse maps, with the paths of the inodes that have one. `read` has the columns of maps
 * by mount target where they are at hand.
 */
export function filesystemOwners({ steps }: MachineValue, read?: ReadonlyMap<string, OwnerTable>): FilesystemOwners[] {
  const made = new Map<string, "xfs" | "ext4" | "ext2">();
  const found = new Map<string, FilesystemOwners & { paths: Map<number, string> }>();
  for (const step of steps) {
    if (step.op === "mkfs") made.set(step.device, step.fstype);
    else if (step.op === "mount") {
      const fstype = step.fstype ?? made.get(step.device) ?? "xfs";
      found.set(step.target, {
        device: step.device,
        target: step.target,
        fstype,
        rows: EMPTY,
        extents: EMPTY,
        paths: new Map(),
      });
    } else if (step.op === "fsmap")
      Object.assign(found.get(step.target) ?? {}, { rows: read?.get(step.target) ?? ownerTable(step) });
    else if (step.op === "create" && step.inode !== undefined) {
      const target = [...found.keys()].filter((it) => isUnder(step.path, it)).sort((a, b) => b.length - a.length)[0];
      found.get(target ?? "")?.paths.set(step.inode, step.path);
    }
  }
  return [...found.values()].map((it) => ({ ...it, extents: rowsOfFiles(steps, it) }));
}

const EMPTY = ownerTable({ rows: [] });
const isUnder = (path: string, target: string): boolean => path.startsWith(target === "/" ? "/" : `${target}/`);

/** The extents of the files under the mount point. */
function rowsOfFiles(steps: readonly Step[], { target }: { target: string }): OwnerTable {
  const rows = steps.flatMap((step) => {
    if (step.op !== "create" || !isUnder(step.path, target) || step.inode === undefined) return [];
    const { inode } = step;
    return (step.extents ?? []).map(({ offInDevBytes, lenBytes, offInFileBytes }) => ({
      offInDevBytes,
      lenBytes,
      owner: { inode, offInFileBytes },
    }));
  });
  rows.sort((a, b) => a.offInDevBytes - b.offInDevBytes);
  return ownerTable({ rows });
}

function rowsAt(filesystem: FilesystemOwners, here: Omit<Owner, "kind">): Owner[] {
  const { rows, extents, target } = filesystem;
  const found = rowsWith(rows, here.offBytes).map((i) => rowOwner(filesystem, rows, i, here));
  if (found.some((it) => it.kind !== META_TEXT.UNKNOWN)) return found;
  const files = rowsWith(extents, here.offBytes).map((i) => rowOwner(filesystem, extents, i, here));
  if (files.length > 0) return files;
  if (found.length > 0) return found;
  return [{ ...here, target, kind: rows.count === 0 ? "not known" : "outside the filesystem" }];
}

function rowOwner({ target, paths }: FilesystemOwners, rows: OwnerTable, i: number, here: Omit<Owner, "kind">): Owner {
  const owner = rows.owner[i] ?? 0;
  if (owner < 0) return { ...here, target, kind: META_TEXT[META_OWNERS[-1 - owner] ?? "UNKNOWN"] };
  const flags = rows.flags[i] ?? 0;
  const kind = flags & OWNER.bmbt ? "extent map of a file" : flags & OWNER.attr ? "attributes of a file" : "file";
  const offInFileBytes = (rows.offInFileBytes[i] ?? 0) + here.offBytes - (rows.offInDevBytes[i] ?? 0);
  const path = paths.get(owner) ?? null;
  return { ...here, target, kind, path, inode: owner, offInFileBytes: kind === "file" ? offInFileBytes : null };
}

/** Rows of the data device in order of their start, and for each the furthest end up to it: rows may overlap. */
interface Sorted {
  order: Uint32Array;
  furthest: Float64Array;
}
const sorted = new WeakMap<OwnerTable, Sorted>();

function sortedRows(rows: OwnerTable): Sorted {
  const known = sorted.get(rows);
  if (known !== undefined) return known;
  const order = new Uint32Array(rows.count);
  let count = 0;
  let isSorted = true;
  for (let i = 0; i < rows.count; i++) {
    if (((rows.flags[i] ?? 0) & (OWNER.log | OWNER.realtime)) !== 0) continue;
    const before = count === 0 ? 0 : (rows.offInDevBytes[order[count - 1] ?? 0] ?? 0);
    if ((rows.offInDevBytes[i] ?? 0) < before) isSorted = false;
    order[count++] = i;
  }
  const data = order.subarray(0, count);
  if (!isSorted) data.sort((a, b) => (rows.offInDevBytes[a] ?? 0) - (rows.offInDevBytes[b] ?? 0));
  const furthest = new Float64Array(count);
  let end = 0;
  data.forEach((row, i) => {
    end = Math.max(end, (rows.offInDevBytes[row] ?? 0) + (rows.lenBytes[row] ?? 0));
    furthest[i] = end;
  });
  const result = { order: data, furthest };
  sorted.set(rows, result);
  return result;
}

function rowsWith(rows: OwnerTable, offBytes: number): number[] {
  const { order, furthest } = sortedRows(rows);
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows.offInDevBytes[order[middle] ?? 0] ?? 0) <= offBytes) low = middle + 1;
    else high = middle;
  }
  const found: number[] = [];
  for (let at = low - 1; at >= 0 && (furthest[at] ?? 0) > offBytes; at--) {
    const row = order[at] ?? 0;
    if (offBytes < (rows.offInDevBytes[row] ?? 0) + (rows.lenBytes[row] ?? 0)) found.unshift(row);
  }
  return found;
}
