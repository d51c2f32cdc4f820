/**
 * Texts of the ids in `abi-events.ts` and `abi-mm.ts`, made from the constants' own names: FN_KILL_DAX is "kill_dax",
 * RULE_DAX_UNHELD is "dax.unheld", KEY_DAX_DEV is "dax_dev", TEXT_NO_ENTRY is "no-entry".
 */
import * as abi from "./abi.ts";
import { FSTYPES, OPS } from "./encode.ts";

function textsOf(prefix: string, toText: (name: string) => string): ReadonlyMap<number, string> {
  const texts = new Map<number, string>();
  for (const [name, value] of Object.entries(abi)) {
    if (!name.startsWith(prefix) || name.endsWith("_FIRST") || typeof value !== "number") continue;
    texts.set(value, toText(name.slice(prefix.length).toLowerCase()));
  }
  return texts;
}

const dashed = (name: string): string => name.replaceAll("_", "-");

/** Functions of ours, which no kernel has, are spelt with dashes. */
const OURS = new Set(["machine_check", "power_fail", "reader_log", "block_io", "bad_range"]);
const FNS = textsOf("FN_", (name) =>
  name === "reader_notify" ? "notifyFailure" : OURS.has(name) ? dashed(name) : name,
);
const RULES = textsOf("RULE_", (name) => dashed(name).replace("-", "."));
const KEYS = textsOf("KEY_", (name) => name);
const TEXTS = textsOf("TEXT_", (name) => (/^i[0-9]$/.test(name) ? name.toUpperCase() : dashed(name)));
const OPERATIONS = new Map(Object.entries(OPS).map(([name, op]) => [op, name]));
const ERRNO_NAMES = errnoNames();
const FSTYPE_NAMES = new Map(Object.entries(FSTYPES).map(([name, id]) => [id, name as keyof typeof FSTYPES]));

const at = (texts: ReadonlyMap<number, string>, id: number, kind: string): string => {
  const text = texts.get(id);
  if (text === undefined) throw new RangeError(`no ${kind} has the number ${id}`);
  return text;
};

export const fnName = (id: number): string => at(FNS, id, "function");
export const ruleName = (id: number): string => at(RULES, id, "rule");
export const keyName = (id: number): string => at(KEYS, id, "key");
export const textName = (id: number): string => at(TEXTS, id, "text");

export function opName(id: number): string {
  if (id === abi.OP_SCENE || id === abi.OP_PMEM) return "boot";
  return id === abi.OP_READER_FAULT ? "reader-fault" : at(OPERATIONS, id, "operation");
}

/** Constants whose names are errnos: "E" and capitals, no underscore. */
function errnoNames(): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const [name, value] of Object.entries(abi)) {
    if (/^E[A-Z]+$/.test(name) && typeof value === "number") names.set(value, name);
  }
  return names;
}

/** "0", or the name of a positive errno. */
export function errnoText(errno: number): string {
  return errno === 0 ? "0" : (ERRNO_NAMES.get(errno) ?? `E${errno}`);
}

export function fstypeName(id: number): keyof typeof FSTYPES {
  const name = FSTYPE_NAMES.get(id);
  if (name === undefined) throw new RangeError(`no filesystem type has the number ${id}`);
  return name;
}

export const SI_CODE_NAMES = new Map([
  [abi.BUS_ADRERR, "BUS_ADRERR"],
  [abi.BUS_MCEERR_AR, "BUS_MCEERR_AR"],
  [abi.BUS_MCEERR_AO, "BUS_MCEERR_AO"],
  [abi.SI_KERNEL, "SI_KERNEL"],
] as const);

const SHUTDOWNS: readonly [number, string][] = [
  [abi.SHUTDOWN_META_IO_ERROR, "META_IO_ERROR"],
  [abi.SHUTDOWN_LOG_IO_ERROR, "LOG_IO_ERROR"],
  [abi.SHUTDOWN_FORCE_UMOUNT, "FORCE_UMOUNT"],
  [abi.SHUTDOWN_CORRUPT_INCORE, "CORRUPT_INCORE"],
  [abi.SHUTDOWN_CORRUPT_ONDISK, "CORRUPT_ONDISK"],
  [abi.SHUTDOWN_DEVICE_REMOVED, "DEVICE_REMOVED"],
];

/** Reasons of a forced shutdown, in the order of their bits. */
export function shutdownReasons(bits: number): string[] {
  return SHUTDOWNS.flatMap(([bit, name]) => ((bits & bit) === 0 ? [] : [name]));
}

const OWNERS = new Map<bigint, string>([
  [0n, "FREE"],
  [BigInt(abi.OWN_UNKNOWN), "UNKNOWN"],
  [BigInt(abi.OWN_FS), "FS"],
  [BigInt(abi.OWN_LOG), "LOG"],
  [BigInt(abi.OWN_AG), "AG"],
  [BigInt(abi.OWN_INOBT), "INOBT"],
  [BigInt(abi.OWN_INODES), "INODES"],
  [BigInt(abi.OWN_REFC), "REFC"],
  [BigInt(abi.OWN_COW), "COW"],
]);

/** Owner of a reverse-map record, as a signed number. */
export function ownerName(owner: bigint): string {
  return OWNERS.get(owner) ?? `inode ${owner}`;
}
