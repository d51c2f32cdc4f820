/**
 * Filesystems of the machine: what mkfs, mount and fsmap steps there have to be. Geometry comes from xfs_info, the places
 * that only a reverse map shows (where the log is, where groups begin) from fsmap, the rest from mkfs's own rules.
 */
import { META_OWNERS, OWNER, type OwnerTable, OwnerTableBuilder } from "../owner-table.ts";
import type { Dax, MkfsOptions, XfsGeometry } from "../scene.ts";
import type { Devices } from "./devices.ts";
import { bareName, type FilesystemFact, type FsmapFact, type MountFact, type Origin } from "./facts.ts";
import { oneOf } from "./notes.ts";
import { dataNumber } from "./numbers.ts";
import { ownerEnd } from "./owners.ts";

export interface Filesystem {
  device: string;
  fstype: "xfs" | "ext4" | "ext2";
  options: MkfsOptions;
  /** Null where it is not mounted. */
  target: string | null;
  dax?: Dax;
  isReadOnly: boolean;
  logDevice?: string;
  rtDevice?: string;
  rows: OwnerTable | null;
  /** Rows were read with the flags that tell unwritten extents. */
  isVerbose: boolean;
  origin: Origin;
}

/** What the texts say of one filesystem, put together. */
interface Known extends FilesystemFact {
  mount?: MountFact;
  map?: FsmapFact;
  /** Nothing names it but files that are mapped or listed. */
  isImplied?: boolean;
}

const FSTYPES = ["xfs", "ext4", "ext2"] as const;
const SECTOR_BYTES = 512;
const MIN_AG_BLOCKS = 64;

export function buildFilesystems(devices: Devices): Filesystem[] {
  const known = gather(devices);
  return [...known.values()].flatMap((it) => toFilesystem(devices, it) ?? []);
}

function gather(devices: Devices): Map<string, Known> {
  const { facts, notes } = devices;
  const known = new Map<string, Known>();
  const at = (device: string, origin: Origin): Known => {
    const it = known.get(device) ?? { device, origin };
    known.set(device, it);
    return it;
  };
  for (const mount of facts.mounts) {
    const device = devices.resolve(mount.device);
    if (device === null) continue;
    const it = at(device, mount.origin);
    if (it.mount === undefined) it.mount = mount;
    else notes.ignore(mount.origin, mount.target, `${device} is mounted at ${it.mount.target} already: a bind mount`);
  }
  for (const fact of facts.filesystems) {
    const device = fact.device === "" ? deviceOfFacts(devices, fact) : devices.resolve(fact.device);
    if (device === null) {
      if (fact.device !== "")
        notes.ignore(fact.origin, `the filesystem of ${fact.device}`, "no persistent memory is under it");
      continue;
    }
    const it = at(device, fact.origin);
    for (const [key, value] of Object.entries(fact)) {
      if (value !== undefined && key !== "origin" && key !== "device") Object.assign(it, { [key]: value });
    }
  }
  for (const map of facts.fsmaps) {
    const number = dataNumber(map);
    const device = number === null ? null : devices.resolve(number);
    if (device === null) continue;
    const it = at(device, map.origin);
    const size = (fact: FsmapFact | undefined) => fact?.devices.reduce((sum, { rows }) => sum + rows.count, 0) ?? -1;
    const [better, other] =
      size(map) > size(it.map) || (size(map) === size(it.map) && map.isVerbose) ? [map, it.map] : [it.map, map];
    if (other !== undefined) notes.ignore(other.origin, "an fsmap", `a fuller one of ${device} was given`);
    if (better !== undefined) it.map = better;
  }
  for (const { device, origin, fstype = "xfs" } of impliedBy(devices, known)) {
    Object.assign(at(device, origin), { isImplied: true, fstype });
  }
  return known;
}

interface Implied {
  device: string;
  origin: Origin;
  fstype?: "xfs" | "ext4";
}

/** Devices that files are on, where nothing says that there is a filesystem. */
function impliedBy(devices: Devices, known: ReadonlyMap<string, Known>): Implied[] {
  const { facts } = devices;
  const found: Implied[] = [];
  for (const { mappings, origin } of facts.processes) {
    for (const { number } of mappings) {
      const device = devices.resolve(number);
      if (device !== null && !known.has(device)) found.push({ device, origin });
    }
  }
  const [file] = facts.files;
  if (file === undefined || known.size > 0 || found.length > 0) return found;
  const device = [...devices.parts.keys(), ...devices.disks.keys()][0] ?? devices.mention("pmem0", file.origin);
  return device === null ? [] : [{ device, origin: file.origin, ...(file.fstype ? { fstype: file.fstype } : {}) }];
}

/** dumpe2fs does not name its device: it is mounted where it was mounted last, or is the one of that size. */
function deviceOfFacts(devices: Devices, fact: FilesystemFact): string | null {
  const mount = devices.facts.mounts.find((it) => it.target === fact.target && it.fstype.startsWith("ext"));
  const mounted = mount === undefined ? null : devices.resolve(mount.device);
  if (mounted !== null || fact.blocks === undefined) return mounted;
  const bytes = fact.blocks * (fact.blockBytes ?? 4096);
  const sized = [...devices.parts.values(), ...devices.disks.values()].filter((it) => it.sizeBytes === bytes);
  const listed = devices.facts.filesystems.flatMap((it) =>
    it.fstype === fact.fstype && it.device !== "" ? (devices.resolve(it.device) ?? []) : [],
  );
  const name = sized[0]?.name ?? listed[0] ?? [...devices.parts.keys(), ...devices.disks.keys()][0] ?? "pmem0";
  const question = {
    id: `device:${fact.fstype}:${bytes}`,
    text: `Which device has the ${fact.fstype} of ${bytes} bytes?`,
    kind: "name" as const,
    assumed: name,
  };
  const why = sized[0] === undefined ? "dumpe2fs does not name it" : "it is as long as the filesystem";
  const read = (text: string) => devices.mention(bareName(text), fact.origin) ?? undefined;
  return devices.notes.ask(question, (it) => `the ${fact.fstype} is on ${it}`, why, read);
}

function toFilesystem(devices: Devices, known: Known): Filesystem | null {
  const { device, mount, origin } = known;
  const mapped = known.map === undefined ? undefined : looksLikeXfs(known.map) ? "xfs" : "ext4";
  const said = mount?.fstype ?? known.fstype ?? mapped;
  if (known.isImplied) {
    devices.notes.assume(`there is an ${said} on ${device}`, "files are on it, and no listing says which filesystem");
  }
  const fstype = FSTYPES.find((it) => it === said);
  if (fstype === undefined) {
    if (said !== undefined)
      devices.notes.ignore(origin, `the ${said} on ${device}`, `the model has ${FSTYPES.join(", ")}`);
    return null;
  }
  const options = mount?.options ?? [];
  const rows = known.map === undefined ? null : joinedRows(known.map, devices);
  const logDevice = known.logDevice ?? optionDevice(options, "logdev") ?? rows?.logDevice;
  const rtDevice = known.rtDevice ?? optionDevice(options, "rtdev") ?? rows?.rtDevice;
  const filesystem: Filesystem = {
    device,
    fstype,
    options: {},
    target: mount?.target ?? known.target ?? known.map?.target ?? targetFor(devices, known),
    isReadOnly: options.includes("ro"),
    rows: rows?.table ?? null,
    isVerbose: known.map?.isVerbose === true,
    origin,
  };
  for (const [key, other] of [
    ["logDevice", logDevice],
    ["rtDevice", rtDevice],
  ] as const) {
    const name = other === undefined ? null : devices.mention(other, origin);
    if (name !== null && name !== device) filesystem[key] = name;
  }
  const dax = filesystem.target === null ? undefined : daxOf(devices, known, filesystem.target);
  if (dax !== undefined) filesystem.dax = dax;
  filesystem.options = fstype === "xfs" ? xfsOptions(devices, known, filesystem) : extOptions(devices, known);
  return filesystem;
}

const looksLikeXfs = (map: FsmapFact): boolean =>
  map.devices.some(({ rows }) =>
    rows.owner.subarray(0, 256).some((owner) => owner === ownerCode("INOBT") || owner > 0),
  );
const ownerCode = (meta: (typeof META_OWNERS)[number]): number => -1 - META_OWNERS.indexOf(meta);

function optionDevice(options: readonly string[], key: string): string | undefined {
  return options
    .find((it) => it.startsWith(`${key}=`))
    ?.slice(key.length + 1)
    .replace(/^\/dev\//, "");
}

/** A mount table that leaves it out says that it is not mounted; without one it is, above the files that are on it. */
function targetFor(devices: Devices, known: Known): string | null {
  const { facts, notes } = devices;
  const { device } = known;
  const isUsed = known.isImplied === true || known.map !== undefined || known.isXfsInfo === true;
  if (!isUsed && (facts.mounts.length > 0 || facts.filesystems.some((it) => it.target !== undefined))) return null;
  const mapped = facts.processes.flatMap((it) =>
    it.mappings.filter(({ number }) => devices.resolve(number) === device),
  );
  const listed = mapped.length > 0 ? mapped : facts.files;
  const above = commonDirectory(listed.map((it) => it.path));
  const target = above ?? `/mnt/${device.replace(/^mapper\//, "")}`;
  notes.assume(`${device} is mounted at ${target}`, "no mount table was given");
  return target;
}

function commonDirectory(paths: readonly string[]): string | null {
  const [first, ...rest] = paths.filter((it) => it.startsWith("/")).map((it) => it.split("/").slice(0, -1));
  if (first === undefined) return null;
  let length = first.length;
  for (const other of rest)
    while (length > 0 && other.slice(0, length).join("/") !== first.slice(0, length).join("/")) length--;
  const directory = first.slice(0, length).join("/");
  return directory === "" ? null : directory;
}

function daxOf({ notes }: Devices, { mount, device }: Known, target: string): Dax | undefined {
  const options = mount?.options ?? [];
  const said = options.find((it) => it === "dax" || it.startsWith("dax="));
  if (said !== undefined) return oneOf(["always", "inode", "never"] as const)(said.slice(4)) ?? "always";
  if (mount !== undefined) return undefined;
  const question = {
    id: `dax:${device}`,
    text: `With which dax option is ${target} mounted?`,
    kind: "choice" as const,
    choices: ["always", "inode", "never"],
    assumed: "always",
  };
  const read = oneOf(["always", "inode", "never"] as const);
  return notes.ask(question, (it) => `${target} is mounted with dax=${it}`, "no mount table was given", read);
}

/** Data rows, then those of the log and the realtime device, whose numbers are resolved on the way. */
function joinedRows(map: FsmapFact, devices: Devices): { table: OwnerTable; logDevice?: string; rtDevice?: string } {
  const data = dataNumber(map);
  const found: { logDevice?: string; rtDevice?: string } = {};
  const [first] = map.devices;
  if (map.devices.length === 1 && first !== undefined) return { table: first.rows };
  const builder = new OwnerTableBuilder();
  const ordered = [...map.devices].sort((a, b) => Number(b.number === data) - Number(a.number === data));
  for (const { number, rows } of ordered) {
    const isLog = number !== data && rows.owner.includes(ownerCode("LOG"));
    const bit = number === data ? 0 : isLog ? OWNER.log : OWNER.realtime;
    const name = devices.resolve(number);
    if (bit !== 0 && name !== null) found[isLog ? "logDevice" : "rtDevice"] = name;
    if (bit !== 0 && name !== null) devices.need(name, ownerEnd(rows));
    for (let i = 0; i < rows.count; i++) {
      const [off = 0, len = 0, owner = 0] = [rows.offInDevBytes[i], rows.lenBytes[i], rows.owner[i]];
      builder.add(off, len, owner, rows.offInFileBytes[i] ?? 0, (rows.flags[i] ?? 0) | bit);
    }
  }
  return { table: builder.finish(), ...found };
}

function extOptions(devices: Devices, { device, blockBytes, blocks }: Known): MkfsOptions {
  const options: MkfsOptions = {};
  if (blockBytes !== undefined && blockBytes >= 1024) options.blockBytes = blockBytes;
  if (blocks !== undefined) {
    options.sizeBytes = blocks * (blockBytes ?? 4096);
    devices.need(device, options.sizeBytes);
  }
  return options;
}

function xfsOptions(devices: Devices, known: Known, filesystem: Filesystem): MkfsOptions {
  const { device } = known;
  const options: MkfsOptions = { ...featureOptions(devices, known, filesystem.rows) };
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

function featureOptions({ notes }: Devices, known: Known, rows: OwnerTable | null): MkfsOptions {
  if (known.rmapbt !== undefined) return { rmapbt: known.rmapbt, reflink: known.reflink ?? false };
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
  return { rmapbt: rmapbt === "yes" };
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
