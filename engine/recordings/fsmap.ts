/** GETFSMAP and FIEMAP as recordings report them → rows of a reverse map and extents of files. */
import { SceneError } from "../errors.ts";
import type { Extent, OwnerRow } from "../scene.ts";
import { compacted, count, type Fields, maybeText, rows, text, words } from "./fields.ts";

const SECTOR_BYTES = 512;

const META: Readonly<Record<string, "FS" | "AG" | "INOBT" | "INODES" | "LOG" | "REFC" | "COW" | "FREE">> = {
  "static fs metadata": "FS",
  "per-AG metadata": "AG",
  "inode btree": "INOBT",
  inodes: "INODES",
  "journalling log": "LOG",
  "refcount btree": "REFC",
  "cow reservation": "COW",
  "free space": "FREE",
};
/** Owners that only the data device of an XFS has. */
const ON_DATA: ReadonlySet<string> = new Set(["FS", "AG", "INOBT", "INODES"]);

export function ownerRows(step: Fields, at: string): OwnerRow[] {
  const raw = rows(step, "map", at);
  const read = raw.map((row, i) => {
    const here = `${at}.map[${i}]`;
    const owner = ownerOf(text(row, "owner", here));
    const offInDevBytes = count(row, "start", here);
    return { dev: maybeText(row, "dev") ?? "", owner, offInDevBytes, lenBytes: count(row, "len", here) };
  });
  const isOnData = (it: (typeof read)[number]) => "meta" in it.owner && ON_DATA.has(it.owner.meta);
  const data = read.find(isOnData)?.dev ?? read[0]?.dev ?? "";
  return read.map(({ dev, ...row }) => {
    if (dev === data) return row;
    const isLog = read.every((it) => it.dev !== dev || ("meta" in it.owner && ["LOG", "FREE"].includes(it.owner.meta)));
    return { ...row, device: isLog ? "log" : "realtime" };
  });
}

/** "inode 131 data 0..127" counts in sectors; "… data extent map" is a block of the file's own btree. */
function ownerOf(owner: string): OwnerRow["owner"] {
  const inode = /^inode (\d+) (data|attr) (?:(\d+)\.\.\d+|extent map)/.exec(owner);
  if (inode === null) return { meta: META[owner] ?? "UNKNOWN" };
  const [, number, fork, from] = inode;
  return compacted({
    inode: Number(number),
    offInFileBytes: Number(from ?? 0) * SECTOR_BYTES,
    attr: fork === "attr" ? true : undefined,
    bmbt: from === undefined ? true : undefined,
  });
}

/** Extents of a file; `rtDevice` tells those on the realtime device. Delayed and inline ones have no place yet. */
export function extentsOf(step: Fields, at: string, rtDevice: string | null): Extent[] | undefined {
  if (step.extents === undefined || step.extents === null) return undefined;
  return rows(step, "extents", at).flatMap((it, i) => {
    const here = `${at}.extents[${i}]`;
    const flags = words(it, "flags");
    if (flags.includes("DELALLOC") || flags.includes("INLINE") || flags.includes("DATA_INLINE")) return [];
    const extent = compacted<Extent>({
      offInFileBytes: count(it, "file_offset", here),
      offInDevBytes: count(it, "fs_device_offset", here),
      lenBytes: count(it, "len", here),
      ...(flags.includes("UNWRITTEN") ? { unwritten: true } : {}),
      ...(flags.includes("SHARED") ? { shared: true } : {}),
      ...(rtDevice !== null && it.fs_device === rtDevice ? { realtime: true } : {}),
    });
    return [extent];
  });
}

/** Extents of a directory, from its rows in the reverse map. */
export function directoryExtents(step: Fields, at: string): Extent[] {
  const extents = rows(step, "fsmap_rows", at).flatMap((row, i): Extent[] => {
    const here = `${at}.fsmap_rows[${i}]`;
    const owner = ownerOf(text(row, "owner", here));
    if (!("inode" in owner) || owner.bmbt === true || owner.attr === true) return [];
    const { offInFileBytes } = owner;
    return [{ offInFileBytes, offInDevBytes: count(row, "start", here), lenBytes: count(row, "len", here) }];
  });
  return extents.sort((a, b) => a.offInFileBytes - b.offInFileBytes);
}

/** "   0: [0..63]:  0..63  …" of `xfs_bmap -v`: sectors of the file and of the device, holes left out. */
export function bmapExtents(step: Fields, at: string, isRealtime: boolean): Extent[] {
  const lines = words(step, "text");
  const realtime = isRealtime || lines.some((line) => line.includes("RT-BLOCK-RANGE"));
  return lines.flatMap((line): Extent[] => {
    const match = /^\s*\d+: \[(\d+)\.\.(\d+)\]:\s+(\d+)\.\.(\d+)/.exec(line);
    if (match === null) return [];
    const [from, to, device] = match.slice(1).map((it) => Number(it) * SECTOR_BYTES);
    if (from === undefined || to === undefined || device === undefined) throw new SceneError(at, line, "sectors");
    const extent = { offInFileBytes: from, offInDevBytes: device, lenBytes: to - from + SECTOR_BYTES };
    return [realtime ? { ...extent, realtime } : extent];
  });
}
