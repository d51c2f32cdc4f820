/**
 * Files of the machine: every path that a text names, and the inodes that only a reverse map names. Where a file's blocks
 * are comes from filefrag or bmap, else from the rows of its inode.
 */
import type { OwnerTable } from "../boundary/owner-columns.ts";
import { OWNER } from "../boundary/owner-table.ts";
import type { Extent, Step } from "../scene.ts";
import type { Devices } from "./devices.ts";
import type { MappingFact, Origin } from "./facts.ts";
import type { Filesystem } from "./filesystem.ts";

/** Files without a path that get one; more would only lengthen the machine. */
const MAX_UNNAMED = 1000;
/** Extents that a file's step carries, and those of all files without a path; the reverse map has them all. */
const MAX_EXTENTS = 20_000;
const MAX_UNNAMED_EXTENTS = 100_000;
const LEAST_EXTENTS = 16;
const NO_EXTENTS = OWNER.attr | OWNER.bmbt | OWNER.log;

export interface File {
  path: string;
  filesystem: Filesystem;
  inode?: number;
  sizeBytes?: number;
  extents?: Extent[];
  /** The last byte that somebody maps. */
  mappedBytes: number;
  isDeleted: boolean;
  origin: Origin;
}

export class Files {
  readonly byPath = new Map<string, File>();

  constructor(
    readonly devices: Devices,
    readonly filesystems: readonly Filesystem[],
  ) {
    for (const fact of devices.facts.files) {
      const file = this.#at(fact.path, fact.origin);
      if (file === null) continue;
      if (fact.sizeBytes !== undefined) file.sizeBytes = fact.sizeBytes;
      const hasFlags = fact.extents.some((it) => it.unwritten || it.shared);
      if (file.extents === undefined || hasFlags) file.extents = fact.extents;
    }
    for (const { mappings, openPaths, origin } of devices.facts.processes) {
      for (const mapping of mappings) this.#addMapping(mapping, origin);
      for (const path of openPaths) if (!path.endsWith(" (deleted)")) this.#at(path, origin);
    }
    for (const filesystem of filesystems) this.#readRows(filesystem);
  }

  /** The file of a path, made if it lies under a mount point of this machine. */
  #at(path: string, origin: Origin): File | null {
    const known = this.byPath.get(path);
    if (known !== undefined) return known;
    const filesystem = this.#filesystemOf(path);
    if (filesystem === null || path.length > 254 || path.includes("\0")) return null;
    const file: File = { path, filesystem, mappedBytes: 0, isDeleted: false, origin };
    this.byPath.set(path, file);
    return file;
  }

  #filesystemOf(path: string): Filesystem | null {
    let best: Filesystem | null = null;
    for (const it of this.filesystems) {
      if (it.target === null || !path.startsWith(it.target === "/" ? "/" : `${it.target}/`)) continue;
      if (best?.target == null || it.target.length > best.target.length) best = it;
    }
    return best;
  }

  #addMapping(mapping: MappingFact, origin: Origin): void {
    if (!mapping.path.startsWith("/") || mapping.inode < 1 || !this.isHere(mapping)) return;
    const file = this.#at(mapping.path, origin);
    if (file === null) return;
    file.inode ??= mapping.inode;
    file.isDeleted ||= mapping.isDeleted;
    file.mappedBytes = Math.max(file.mappedBytes, mapping.offInFileBytes + mapping.lenBytes);
  }

  /** A mapping of a file on this machine's filesystems; another device's number under the mount point is another mount. */
  isHere(mapping: MappingFact): boolean {
    const filesystem = this.#filesystemOf(mapping.path);
    const device = this.devices.resolve(mapping.number);
    return filesystem !== null && (device === null || device === filesystem.device);
  }

  /** One pass over the rows: extents of known inodes, and the inodes that nobody named. */
  #readRows(filesystem: Filesystem): void {
    const { rows, target } = filesystem;
    if (rows === null || target === null) return;
    const named = [...this.byPath.values()].filter((it) => it.filesystem === filesystem);
    for (const file of named) file.inode ??= inodeAt(rows, file.extents?.[0]) as number;
    const byInode = new Map<number, File>();
    for (const file of named) if (file.inode !== undefined) byInode.set(file.inode, file);
    const { unnamed, most } = unnamedInodes(rows, byInode);
    const wanted = new Map<number, Extent[]>([...unnamed].map((inode) => [inode, []]));
    for (const [inode, file] of byInode) if (file.extents === undefined) wanted.set(inode, []);
    let cut = 0;
    for (let i = 0; i < rows.count; i++) {
      const inode = rows.owner[i] ?? 0;
      if (inode <= 0 || ((rows.flags[i] ?? 0) & NO_EXTENTS) !== 0) continue;
      const extents = wanted.get(inode);
      if (extents === undefined) continue;
      if (extents.length < (unnamed.has(inode) ? most : MAX_EXTENTS)) extents.push(extentOf(rows, i));
      else cut++;
    }
    for (const inode of [...unnamed].sort((a, b) => a - b)) {
      const path = `${target === "/" ? "" : target}/inode-${inode}`;
      const file: File = { path, filesystem, inode, mappedBytes: 0, isDeleted: false, origin: filesystem.origin };
      byInode.set(inode, file);
      this.byPath.set(path, file);
    }
    for (const [inode, extents] of wanted) {
      const file = byInode.get(inode);
      if (file !== undefined && extents.length > 0) file.extents = joined(extents);
    }
    this.#say(filesystem, unnamed.size, cut);
  }

  #say({ target, device }: Filesystem, unnamed: number, cut: number): void {
    const { notes } = this.devices;
    const limit = unnamed >= MAX_UNNAMED ? ", and more have none here" : "";
    if (unnamed > 0) {
      const why = "fsmap gives numbers, and neither maps nor filefrag names them; some may be directories";
      notes.assume(`${unnamed} inodes of ${target} are files called inode-N${limit}`, why);
    }
    if (cut > 0)
      notes.assume(
        `${cut} extents of ${device} are in its reverse map only`,
        "files have so many only as far as there is room",
      );
  }

  /** A step for each file, in order of path. */
  steps(): Step[] {
    const unsized: string[] = [];
    const unplaced: string[] = [];
    const sorted = [...this.byPath.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
    const steps = sorted.map((file): Step => {
      const end = file.extents?.reduce((most, it) => Math.max(most, it.offInFileBytes + it.lenBytes), 0) ?? 0;
      if (file.sizeBytes === undefined) unsized.push(file.path);
      if (file.extents === undefined) unplaced.push(file.path);
      file.sizeBytes ??= end > 0 ? end : file.mappedBytes;
      const inode = file.inode === undefined ? {} : { inode: file.inode };
      const extents = file.extents === undefined ? {} : { extents: file.extents };
      return { op: "create", path: file.path, sizeBytes: file.sizeBytes, ...inode, ...extents };
    });
    const { notes } = this.devices;
    const why = "only filefrag has the size of a file";
    if (unsized.length > 0) notes.assume(`${listed(unsized)}: as long as the blocks or the mappings of it reach`, why);
    const lacking = "neither filefrag, bmap nor an fsmap with inodes shows it";
    if (unplaced.length > 0) notes.assume(`the model chooses where the blocks of ${listed(unplaced)} are`, lacking);
    return steps;
  }
}

/** Inodes that nobody named, up to a thousand, and how many extents of each are kept: all, unless these are too many. */
function unnamedInodes(rows: OwnerTable, byInode: ReadonlyMap<number, File>): { unnamed: Set<number>; most: number } {
  const unnamed = new Set<number>();
  let extents = 0;
  for (let i = 0; i < rows.count; i++) {
    const inode = rows.owner[i] ?? 0;
    if (inode <= 0 || ((rows.flags[i] ?? 0) & NO_EXTENTS) !== 0 || byInode.has(inode)) continue;
    if (!unnamed.has(inode)) {
      if (unnamed.size >= MAX_UNNAMED) continue;
      unnamed.add(inode);
    }
    extents++;
  }
  const share = Math.max(LEAST_EXTENTS, Math.floor(MAX_UNNAMED_EXTENTS / Math.max(1, unnamed.size)));
  return { unnamed, most: extents > MAX_UNNAMED_EXTENTS ? Math.min(share, MAX_EXTENTS) : MAX_EXTENTS };
}

const listed = (names: readonly string[]): string =>
  names.length <= 3 ? names.join(", ") : `${names.slice(0, 2).join(", ")} and ${names.length - 2} more`;

function extentOf(rows: OwnerTable, i: number): Extent {
  const flags = rows.flags[i] ?? 0;
  return {
    offInFileBytes: rows.offInFileBytes[i] ?? 0,
    offInDevBytes: rows.offInDevBytes[i] ?? 0,
    lenBytes: rows.lenBytes[i] ?? 0,
    ...(flags & OWNER.unwritten ? { unwritten: true } : {}),
    ...(flags & OWNER.realtime ? { realtime: true } : {}),
  };
}

/** In order of the file; what goes on without a gap in both is one. */
function joined(extents: readonly Extent[]): Extent[] {
  const sorted = [...extents].sort((a, b) => a.offInFileBytes - b.offInFileBytes);
  const result: Extent[] = [];
  for (const extent of sorted) {
    const last = result.at(-1);
    const goesOn =
      last !== undefined &&
      last.offInFileBytes + last.lenBytes === extent.offInFileBytes &&
      last.offInDevBytes + last.lenBytes === extent.offInDevBytes &&
      last.unwritten === extent.unwritten &&
      last.realtime === extent.realtime;
    const overlaps = last !== undefined && extent.offInFileBytes < last.offInFileBytes + last.lenBytes;
    if (goesOn) last.lenBytes += extent.lenBytes;
    else if (!overlaps) result.push({ ...extent });
  }
  return result;
}

/** The inode whose block an extent of filefrag or bmap begins with. */
function inodeAt(rows: OwnerTable, extent: Extent | undefined): number | undefined {
  if (extent === undefined) return undefined;
  for (let i = 0; i < rows.count; i++) {
    const isHere = rows.offInDevBytes[i] === extent.offInDevBytes && rows.offInFileBytes[i] === extent.offInFileBytes;
    if (isHere && (rows.owner[i] ?? 0) > 0) return rows.owner[i];
  }
  return undefined;
}
