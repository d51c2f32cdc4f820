/** What the administrator of a recording did to disks and filesystems → steps; see steps.ts. */
import { SceneError } from "../errors.ts";
import type { Dax, DmTarget, MkfsOptions, Step, XfsGeometry } from "../scene.ts";
import {
  compacted,
  count,
  deviceName,
  type Fields,
  isFields,
  maybeCount,
  maybeText,
  rows,
  text,
  words,
} from "./fields.ts";

const SECTOR_BYTES = 512;
const RMAPBT = 2;
const REFLINK = 4;

export function partitionStep(step: Fields, at: string): Step {
  const device = text(step, "device", at);
  const table = rows(step, "table", at).map((row, i) => {
    const here = `${at}.table[${i}]`;
    const number = Number(/(\d+)$/.exec(text(row, "part", here))?.[1]);
    return { number, startBytes: count(row, "start", here), sizeBytes: count(row, "size", here) };
  });
  table.sort((a, b) => a.number - b.number);
  table.forEach(({ number }, i) => {
    if (number !== i + 1)
      throw new SceneError(`${at}.table`, `\0partition ${number}`, `partition ${i + 1}: none left out`);
  });
  return { op: "partition", device, table: table.map(({ startBytes, sizeBytes }) => ({ startBytes, sizeBytes })) };
}

export function dmTarget(row: Fields, at: string): DmTarget {
  const startBytes = count(row, "start", at);
  const lenBytes = count(row, "len", at);
  const args = words(row, "args");
  const legAt = (i: number) => ({
    device: deviceName(args[i] ?? ""),
    offInLegBytes: Number(args[i + 1] ?? Number.NaN) * SECTOR_BYTES,
  });
  const target = text(row, "target", at);
  if (target === "linear") return { type: "linear", startBytes, lenBytes, ...legAt(0) };
  if (target !== "striped") throw new SceneError(`${at}.target`, target, "linear or striped");
  const legs = Array.from({ length: Number(args[0]) }, (_, i) => legAt(2 + 2 * i));
  return { type: "striped", startBytes, lenBytes, chunkBytes: Number(args[1]) * SECTOR_BYTES, legs };
}

/** A mkfs that reports no geometry did not make a filesystem. */
export function mkfsSteps(step: Fields, at: string): Step[] {
  const { geometry } = step;
  if (!isFields(geometry)) return [];
  const fstype = text(step, "fstype", at) as "xfs" | "ext4" | "ext2";
  const device = text(step, "device", at);
  if (fstype !== "xfs") {
    const sizeBytes = maybeCount(geometry, "size");
    return [
      { op: "mkfs", fstype, device, options: compacted({ blockBytes: maybeCount(geometry, "blocksize"), sizeBytes }) },
    ];
  }
  const given = words(step, "options").join(" ");
  const features = maybeCount(geometry, "features_ro_compat");
  const bit = (mask: number, name: string): boolean | undefined => {
    if (features !== undefined) return (features & mask) !== 0;
    const written = new RegExp(`\\b${name}=([01])`).exec(given)?.[1];
    return written === undefined ? undefined : written === "1";
  };
  const other = (name: string): string | undefined => {
    const path = new RegExp(`\\b${name}=([^,\\s]+)`).exec(given)?.[1];
    return path === undefined ? undefined : deviceName(path);
  };
  const options: MkfsOptions = compacted<MkfsOptions>({
    rmapbt: bit(RMAPBT, "rmapbt"),
    reflink: bit(REFLINK, "reflink"),
    logDevice: other("logdev"),
    rtDevice: other("rtdev"),
    geometry: xfsGeometry(geometry, `${at}.geometry`),
  } as MkfsOptions);
  return [{ op: "mkfs", fstype, device, options }];
}

function xfsGeometry(it: Fields, at: string): XfsGeometry {
  const blockBytes = count(it, "blocksize", at);
  return compacted<XfsGeometry>({
    blockBytes,
    dblocks: count(it, "dblocks", at),
    agBlocks: count(it, "agblocks", at),
    agCount: count(it, "agcount", at),
    logOffsetBytes: maybeCount(it, "log_byte_offset"),
    logBytes: maybeCount(it, "log_bytes") ?? count(it, "logblocks", at) * blockBytes,
    rtBlocks: maybeCount(it, "rblocks") || undefined,
    inodeBytes: maybeCount(it, "inodesize"),
    rootIno: maybeCount(it, "rootino"),
  } as XfsGeometry);
}

export function mountStep(step: Fields, at: string): Extract<Step, { op: "mount" }> {
  const options = new Map<string, string>();
  for (const it of (maybeText(step, "options") ?? "").split(",")) {
    const [name = "", value = ""] = it.split(/=(.*)/s);
    if (name !== "") options.set(name, value);
  }
  const other = (name: string): string | undefined => {
    const path = options.get(name);
    return path === undefined ? undefined : deviceName(path);
  };
  const dax = options.get("dax");
  return compacted({
    op: "mount",
    device: deviceName(text(step, "device", at)),
    target: text(step, "target", at),
    fstype: maybeText(step, "fstype") as "xfs" | "ext4" | "ext2" | undefined,
    dax: dax === "" ? "always" : (dax as Dax | undefined),
    logDevice: other("logdev"),
    rtDevice: other("rtdev"),
    readOnly: options.has("ro") ? true : undefined,
  } as Extract<Step, { op: "mount" }>);
}
