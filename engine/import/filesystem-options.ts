/**
 * How a filesystem was made: geometry from xfs_info, the places that only a reverse map shows (where the log is, where
 * groups begin) from fsmap, the rest from mkfs's own rules.
 */
import type { OwnerTable } from "../boundary/owner-columns.ts";
import { META_OWNERS, OWNER } from "../boundary/owner-table.ts";
import type { MkfsOptions, XfsGeometry } from "../scene.ts";
import type { Devices } from "./devices.ts";
import type { Filesystem } from "./filesystem.ts";
import type { Known } from "./known-filesystems.ts";
import { oneOf } from "./notes.ts";

const SECTOR_BYTES = 512;
const MIN_AG_BLOCKS = 64;

export const ownerCode = (meta: (typeof META_OWNERS)[number]): number => -1 - META_OWNERS.indexOf(meta);

export function extOptions(devices: Devices, { device, blockBytes, blocks }: Known): MkfsOptions {
  const options: MkfsOptions = {};
  if (blockBytes !== undefined && blockBytes >= 1024) options.blockBytes = blockBytes;
  if (blocks !== undefined) {
    options.sizeBytes = blocks * (blockBytes ?? 4096);
    devices.need(device, options.sizeBytes);
  }
  return options;
}

export function xfsOptions(devices: Devices, known: Known, filesystem: Filesystem): MkfsOptions {
  const { device } = known;
  const options: MkfsOptions = { ...featureOptions(devices, known, filesystem) };
  if (filesystem.logDevice !== undefined) options.logDevice = filesystem.logDevice;
  if (filesystem.rtDevice !== undefined) options.rtDevice = filesystem.rtDevice;
  const geometry = geometryOf(known, filesystem);
  if (geometry === null) return options;
  devices.need(device, geometry.dblocks * geometry.blockBytes);
  // mkfs.xfs makes no smaller groups: the map is a part of one.
  if (geometry.agBlocks < MIN_AG_BLOCKS) return options;
  const isPlaced = geometry.logOffsetBytes !== undefined || filesystem.logDevice !== undefined;
  if (isPlaced) return { ...options, geometry };
  devices.notes.assume(`the log of ${device} is where mkfs.xfs puts it`, "only fsmap says where it is");
  options.blockBytes = geometry.blockBytes;
  options.sizeBytes = geometry.dblocks * geometry.blockBytes;
  options.agCount = geometry.agCount;
  options.agBlocks = geometry.agBlocks;
  if (geometry.logBytes > 0) options.logBytes = geometry.logBytes;
  return options;
}

function featureOptions(devices: Devices, known: Known, { rows, dax }: Filesystem): MkfsOptions {
  const { notes } = devices;
  // Tools from before a feature do not name it.
  if (known.rmapbt !== undefined || known.isXfsInfo) {
    return { rmapbt: known.rmapbt ?? false, reflink: known.reflink ?? false };
  }
  if (rows !== null) {
    const rmapbt = rows.owner.some((it) => it > 0 || it === ownerCode("INOBT"));
    const reflink = rows.owner.includes(ownerCode("REFC"));
    const why = "its fsmap names inodes or not, and reference counts or not";
    notes.assume(`${known.device}: rmapbt=${Number(rmapbt)}, reflink=${Number(reflink)}`, why);
    return { rmapbt, reflink };
  }
  const question = {
    id: `rmapbt:${known.device}`,
    text: `Has the XFS on ${known.device} a reverse map (rmapbt)?`,
    kind: "choice" as const,
    choices: ["yes", "no"],
    assumed: "no",
  };
  const why = "neither xfs_info nor fsmap was given, and mkfs.xfs 6.1 makes none";
  const rmapbt = notes.ask(
    question,
    (it) => `${known.device} has ${it === "yes" ? "a" : "no"} reverse map`,
    why,
    oneOf(["yes", "no"] as const),
  );
  if (dax !== "always" || !devices.parts.has(known.device)) return { rmapbt: rmapbt === "yes" };
  const because = "it is mounted with dax=always, which XFS refuses for reflink on a partition";
  notes.assume(`${known.device} has no reflink`, because);
  return { rmapbt: rmapbt === "yes", reflink: false };
}

/** From xfs_info, or from where the rows of superblocks and log are. */
function geometryOf(known: Known, { rows }: Filesystem): XfsGeometry | null {
  const blockBytes = known.blockBytes ?? 4096;
  const log = rows === null ? null : logOf(rows);
  const logBytes = known.logBlocks !== undefined ? known.logBlocks * blockBytes : (log?.lenBytes ?? 0);
  const placed = log?.isInternal ? { logOffsetBytes: log.offBytes } : {};
  const inode = known.inodeBytes === undefined ? {} : { inodeBytes: known.inodeBytes };
  if (known.blocks !== undefined && known.agBlocks !== undefined && known.blocks > 0 && known.agBlocks > 0) {
    const agCount = Math.ceil(known.blocks / known.agBlocks);
    return { blockBytes, dblocks: known.blocks, agBlocks: known.agBlocks, agCount, ...placed, logBytes, ...inode };
  }
  if (rows === null) return null;
  const endBytes = dataEnd(rows);
  const dblocks = Math.floor(endBytes / blockBytes);
  if (dblocks < 1) return null;
  const agBlocks = secondSuperblock(rows) / blockBytes || dblocks;
  if (!Number.isInteger(agBlocks)) return null;
  const agCount = Math.ceil(dblocks / agBlocks);
  return { blockBytes, dblocks, agBlocks, agCount, ...placed, logBytes, ...inode };
}

function dataEnd(rows: OwnerTable): number {
  let end = 0;
  for (let i = 0; i < rows.count; i++) {
    if (((rows.flags[i] ?? 0) & (OWNER.log | OWNER.realtime)) !== 0) continue;
    end = Math.max(end, (rows.offInDevBytes[i] ?? 0) + (rows.lenBytes[i] ?? 0));
  }
  return end;
}

/** Where the second allocation group begins; 0 if there is but one. */
function secondSuperblock(rows: OwnerTable): number {
  const isSuper = (owner: number, i: number) => owner === ownerCode("FS") && (rows.offInDevBytes[i] ?? 0) > 0;
  const at = rows.owner.findIndex(isSuper);
  return at < 0 ? 0 : (rows.offInDevBytes[at] ?? 0);
}

function logOf(rows: OwnerTable): { offBytes: number; lenBytes: number; isInternal: boolean } | null {
  const at = rows.owner.indexOf(ownerCode("LOG"));
  if (at < 0) return null;
  const isInternal = ((rows.flags[at] ?? 0) & OWNER.log) === 0;
  return { offBytes: rows.offInDevBytes[at] ?? 0, lenBytes: rows.lenBytes[at] ?? SECTOR_BYTES, isInternal };
}
