/**
 * The kernel's trace buffer as text → calls of a recording: in the order of entry, each with its depth, its arguments by
 * name and what it returned. A function that was entered and never left has `returned: false`.
 */
import { errnoName } from "./errno.ts";
import { isNull, type Names } from "./names.ts";

export type Value = string | number | bigint | boolean | null | readonly string[];

export interface TracedCall {
  fn?: string;
  event?: string;
  args: Record<string, Value>;
  ret?: Value;
  depth: number;
  task: string;
  returned?: false;
  ret_is_null?: boolean;
  ret_name?: string;
}

const LINE = /^\s*(.+)-(\d+)\s+\[\d+\]\s+\S+\s+[\d.]+: (\w+): (.*)$/;
const MF_FLAGS =
  "COUNT_INCREASED ACTION_REQUIRED MUST_KILL SOFT_OFFLINE UNPOISON SW_SIMULATED NO_RETRY MEM_PRE_REMOVE".split(" ");
const SHUTDOWN_FLAGS = "META_IO_ERROR LOG_IO_ERROR FORCE_UMOUNT CORRUPT_INCORE CORRUPT_ONDISK DEVICE_REMOVED".split(
  " ",
);
const RMAP_FLAGS = ["ATTR_FORK", "BMBT", "UNWRITTEN"];
const OWNERS: Readonly<Record<string, string>> = {
  ...{ "-1": "NULL", "-2": "UNKNOWN", "-3": "FS", "-4": "LOG", "-5": "AG", "-6": "INOBT", "-7": "INODES" },
  ...{ "-8": "REFC", "-9": "COW" },
};
const SI_CODES: Readonly<Record<number, string>> = { 2: "BUS_ADRERR", 4: "BUS_MCEERR_AR", 5: "BUS_MCEERR_AO" };
const SIGBUS = 7;

export function callsOf(text: string, names: Names): TracedCall[] {
  const calls: TracedCall[] = [];
  const open = new Map<string, TracedCall[]>();
  for (const line of text.split("\n")) {
    const [, , pid = "", name = "", rest = ""] = LINE.exec(line) ?? [];
    if (name === "") continue;
    const stack = open.get(pid) ?? [];
    open.set(pid, stack);
    const task = names.taskOf(Number(pid));
    const depth = stack.length;
    if (name.endsWith("__ret")) {
      leave(stack, name.slice(0, -"__ret".length), rest, names);
    } else if (name === "dax_add_host") {
      const raw = argumentsOf(rest);
      names.setDisk(raw.dax_dev ?? "0", unquoted(raw.disk ?? ""));
    } else if (name === "signal_generate") {
      const args = signalArguments(rest, names);
      if (args !== null) calls.push({ event: name, args, depth, task });
    } else if (name === "memory_failure_event") {
      calls.push({ event: name, args: failureArguments(rest), depth, task });
    } else {
      const call: TracedCall = { fn: name, args: named(name, argumentsOf(rest), names, task), depth, task };
      calls.push(call);
      stack.push(call);
    }
  }
  for (const call of [...open.values()].flat()) Object.assign(call, { ret: null, returned: false });
  return calls;
}

/** What was entered inside and has not been left never will be: the task died in it and was given another stack. */
function leave(stack: TracedCall[], fn: string, rest: string, names: Names): void {
  const at = stack.findLastIndex((it) => it.fn === fn);
  const call = stack[at];
  if (call === undefined) return;
  for (const lost of stack.slice(at + 1)) Object.assign(lost, { ret: null, returned: false });
  stack.length = at;
  const raw = argumentsOf(rest).ret;
  if (raw === undefined) call.ret = "void";
  else if (fn === "fs_dax_get_by_bdev") Object.assign(call, { ret: names.disk(raw), ret_is_null: isNull(raw) });
  else if (fn.startsWith("dax_lock_")) Object.assign(call, { ret: lockText(raw), ret_is_null: isNull(raw) });
  else {
    const ret = number(raw);
    call.ret = ret;
    if (typeof ret === "number" && ret < 0) call.ret_name = `-${errnoName(-ret)}`;
  }
}

function lockText(raw: string): string | null {
  if (isNull(raw)) return null;
  // -1 stands for "locked, and there was no entry" (fs/dax.c, dax_lock_mapping_entry).
  const value = BigInt.asIntN(64, BigInt(raw));
  return value === -1n || value === BigInt.asIntN(64, 0xffffffffn) ? "no-entry" : "locked";
}

function argumentsOf(rest: string): Record<string, string> {
  return Object.fromEntries([...rest.matchAll(/(\w+)=("[^"]*"|\(fault\)|\S+)/g)].map(([, key, value]) => [key, value]));
}

const unquoted = (text: string): string => text.replace(/^"|"$/g, "");

function number(text: string): number | bigint {
  const whole = BigInt(text);
  return whole <= BigInt(Number.MAX_SAFE_INTEGER) && whole >= BigInt(Number.MIN_SAFE_INTEGER) ? Number(whole) : whole;
}

function named(fn: string, raw: Record<string, string>, names: Names, task: string): Record<string, Value> {
  if (fn === "fs_dax_get_by_bdev") names.register(raw.holder ?? "0");
  if (fn === "xfs_dax_failure_fn") return rmapArguments(raw);
  const args: Record<string, Value> = {};
  for (const [key, value] of Object.entries(raw)) {
    if (key === "dax_dev") args[key] = names.disk(value);
    else if (key === "holder" || key === "holder_data") args[key] = names.holder(value);
    else if (key === "ops" || key === "mapping") args[key] = isNull(value) ? null : "non-null";
    else if (key === "dev") args[key] = names.device(Number(value));
    else if (key === "fname") args[key] = unquoted(value);
    else if (key !== "to" && key !== "addr") args[key] = value === "(fault)" ? null : number(value);
  }
  if (raw.addr !== undefined) {
    const victim = raw.to === undefined ? names.victims.get(task) : names.victimOf(Number(raw.to));
    Object.assign(args, { to: victim?.name ?? null, ...names.place(victim, BigInt(raw.addr)) });
  }
  return withWords(fn, args);
}

/** What a reader would otherwise have to look up. */
function withWords(fn: string, args: Record<string, Value>): Record<string, Value> {
  const { flags, index, code } = args;
  if (typeof flags === "number") {
    args.flags_names =
      fn === "xfs_do_force_shutdown" ? bits(flags, SHUTDOWN_FLAGS, "SHUTDOWN_") : bits(flags, MF_FLAGS, "MF_");
  }
  if (typeof index === "number") args.offset = index * 4096;
  if (typeof code === "number" && fn.endsWith("sig_mceerr")) args.code_name = SI_CODES[code] ?? null;
  return args;
}

function bits(flags: number, names: readonly string[], prefix: string): string[] {
  return names.filter((_, i) => (flags >> i) & 1).map((it) => prefix + it);
}

function rmapArguments(raw: Record<string, string>): Record<string, Value> {
  const { rm_offset = "0", blocksize = "4096", ...rest } = raw;
  const args: Record<string, Value> = Object.fromEntries(Object.entries(rest).map(([key, it]) => [key, number(it)]));
  const owner = BigInt.asIntN(64, BigInt(raw.owner ?? 0));
  const unit = BigInt(blocksize);
  return {
    ...args,
    owner: owner < 0n ? Number(owner) : (args.owner ?? null),
    file_offset: owner < 0n ? null : number(String(BigInt(rm_offset) * unit)),
    len: number(String(BigInt(raw.blockcount ?? 0) * unit)),
    owner_name: owner < 0n ? (OWNERS[String(owner)] ?? String(owner)) : `inode ${owner}`,
    rm_flags_names: bits(Number(raw.rm_flags ?? 0), RMAP_FLAGS, ""),
  };
}

/** Null: a signal that has nothing to do with memory failures. */
function signalArguments(rest: string, names: Names): Record<string, Value> | null {
  const raw = argumentsOf(rest);
  if (Number(raw.sig) !== SIGBUS) return null;
  const to = names.victimOf(Number(raw.pid))?.name ?? null;
  return { sig: SIGBUS, si_code: Number(raw.code), to, res: Number(raw.res) };
}

function failureArguments(rest: string): Record<string, Value> {
  const [, pfn = "0", pageType = "", result = ""] = /^pfn (\S+): recovery action for (.*): (.*)$/.exec(rest) ?? [];
  return { pfn: Number(pfn), page_type: pageType, result };
}
