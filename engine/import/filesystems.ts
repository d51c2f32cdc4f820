/** Filesystems of the machine: what mkfs, mount and fsmap steps there have to be. */
import type { OwnerTable } from "../boundary/owner-columns.ts";
import { OWNER, OwnerTableBuilder } from "../boundary/owner-table.ts";
import type { Dax } from "../scene.ts";
import type { Devices } from "./devices.ts";
import type { FsmapFact } from "./facts.ts";
import type { Filesystem } from "./filesystem.ts";
import { extOptions, ownerCode, xfsOptions } from "./filesystem-options.ts";
import { type Known, knownFilesystems } from "./known-filesystems.ts";
import { oneOf } from "./notes.ts";
import { dataNumber } from "./numbers.ts";
import { ownerEnd } from "./owners.ts";

const FSTYPES = ["xfs", "ext4", "ext2"] as const;

export function buildFilesystems(devices: Devices): Filesystem[] {
  const known = knownFilesystems(devices);
  return [...known.values()].flatMap((it) => toFilesystem(devices, it) ?? []);
}

function toFilesystem(devices: Devices, known: Known): Filesystem | null {
  const { device, mount, origin } = known;
  const mapped = known.map === undefined ? undefined : looksLikeXfs(known.map) ? "xfs" : "ext4";
  const said = mount?.fstype ?? known.fstype ?? mapped ?? assumedType(devices, known);
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

/** lsblk without FSTYPE shows where something is mounted, and not what. */
function assumedType({ notes }: Devices, { device, target }: Known): (typeof FSTYPES)[number] | undefined {
  if (target === undefined) return undefined;
  const question = {
    id: `fstype:${device}`,
    text: `Which filesystem is at ${target}?`,
    kind: "choice" as const,
    choices: FSTYPES,
    assumed: "xfs",
  };
  return notes.ask(question, (it) => `${target} is ${it}`, "no text says which filesystem it is", oneOf(FSTYPES));
}

const looksLikeXfs = (map: FsmapFact): boolean =>
  map.devices.some(({ rows }) =>
    rows.owner.subarray(0, 256).some((owner) => owner === ownerCode("INOBT") || owner > 0),
  );

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

/** Whether texts say that it has reflink. */
const hasReflink = ({ reflink, map }: Known): boolean =>
  reflink ?? map?.devices.some(({ rows }) => rows.owner.includes(ownerCode("REFC"))) ?? false;

function daxOf({ notes, parts }: Devices, known: Known, target: string): Dax | undefined {
  const { mount, device } = known;
  const options = mount?.options ?? [];
  const said = options.find((it) => it === "dax" || it.startsWith("dax="));
  if (said !== undefined) return oneOf(["always", "inode", "never"] as const)(said.slice(4)) ?? "always";
  if (mount !== undefined) return undefined;
  const isRefused = parts.has(device) && hasReflink(known);
  const question = {
    id: `dax:${device}`,
    text: `With which dax option is ${target} mounted?`,
    kind: "choice" as const,
    choices: ["always", "inode", "never"],
    assumed: isRefused ? "inode" : "always",
  };
  const because = ", and XFS refuses dax=always for reflink on a partition";
  const why = `no mount table was given${isRefused ? because : ""}`;
  const read = oneOf(["always", "inode", "never"] as const);
  return notes.ask(question, (it) => `${target} is mounted with dax=${it}`, why, read);
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
