/**
 * Texts of the ids in `events.ts` and `mm.ts`, made from the constants' own names: FN_KILL_DAX is "kill_dax",
 * RULE_DAX_UNHELD is "dax.unheld", KEY_DAX_DEV is "dax_dev", TEXT_NO_ENTRY is "no-entry".
 */
import * as abi from "../abi.ts";
import { FSTYPES, OPS } from "../boundary/encode.ts";
import { ERRNOS, FNS, KEYS, RULES, TEXTS } from "./spelled.ts";
import type { NumberedNames } from "./spelling.mjs";

const dashed = (name: string): string => name.replaceAll("_", "-");

/** Functions of ours, which no kernel has, are spelt with dashes. */
const OURS = new Set(["machine_check", "power_fail", "reader_log", "block_io", "bad_range"]);

const spelledWith = (names: NumberedNames, toText: (name: string) => string): NumberedNames =>
  new Map([...names].map(([number, name]) => [number, toText(name)]));

const FN_TEXTS = spelledWith(FNS, (name) =>
  name === "reader_notify" ? "notifyFailure" : OURS.has(name) ? dashed(name) : name,
);
const RULE_TEXTS = spelledWith(RULES, (name) => dashed(name).replace("-", "."));
const TEXT_TEXTS = spelledWith(TEXTS, (name) => (/^i[0-9]$/.test(name) ? name.toUpperCase() : dashed(name)));
const OPERATIONS = new Map(Object.entries(OPS).map(([name, op]) => [op, name]));
const FSTYPE_NAMES = new Map(Object.entries(FSTYPES).map(([name, id]) => [id, name as keyof typeof FSTYPES]));

const at = (texts: ReadonlyMap<number, string>, id: number, kind: string): string => {
  const text = texts.get(id);
  if (text === undefined) throw new RangeError(`no ${kind} has the number ${id}`);
  return text;
};

export const fnName = (id: number): string => at(FN_TEXTS, id, "function");
export const ruleName = (id: number): string => at(RULE_TEXTS, id, "rule");
export const keyName = (id: number): string => at(KEYS, id, "key");
export const textName = (id: number): string => at(TEXT_TEXTS, id, "text");

export function opName(id: number): string {
  if (id === abi.OP_SCENE || id === abi.OP_PMEM) return "boot";
  return id === abi.OP_READER_FAULT ? "reader-fault" : at(OPERATIONS, id, "operation");
}

/** "0", or the name of a positive errno. */
export function errnoText(errno: number): string {
  return errno === 0 ? "0" : `E${ERRNOS.get(errno)?.toUpperCase() ?? errno}`;
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
