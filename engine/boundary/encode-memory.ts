/**
 * Steps on files, processes and poison as words. The comment above each case lists what follows op and length; PATH
 * is `{full name, n, n × {mount target, name of the rest}}` with the longest target first; u64 are two words.
 */
import * as abi from "../abi.ts";
import type { At, Extent, KillPolicy, Step } from "../scene.ts";
import type { Encoding } from "./encoding.ts";
import { META_OWNERS, OWNER, visitOwners } from "./owner-table.ts";

type Of<Op extends Step["op"]> = Extract<Step, { op: Op }>;

/** Steps that memory management plays, and madvise, which looks like them. */
export type MemoryStep = Exclude<
  Step,
  {
    op:
      | ("partition" | "dm-create" | "dm-remove" | "mkfs" | "mount" | "umount" | "unbind" | "bind" | "fail")
      | ("sysctl" | "register-holder" | "unregister-holder" | "notify" | "kill-dax" | "race");
  }
>;

const POLICIES: Readonly<Record<KillPolicy, number>> = {
  default: abi.KILL_DEFAULT,
  early: abi.KILL_EARLY,
  late: abi.KILL_LATE,
};
const HOW = { write: 1, fallocate: 2, hole: 3 } as const;
const OWNERS = {
  FREE: 0,
  UNKNOWN: abi.OWN_UNKNOWN,
  FS: abi.OWN_FS,
  LOG: abi.OWN_LOG,
  AG: abi.OWN_AG,
  INOBT: abi.OWN_INOBT,
  INODES: abi.OWN_INODES,
  REFC: abi.OWN_REFC,
  COW: abi.OWN_COW,
} as const;
const META = META_OWNERS.map((meta) => OWNERS[meta]);

export function encodeMemoryStep(step: MemoryStep, it: Encoding): void {
  const { words } = it;
  switch (step.op) {
    // PATH, PATH of its directory, size u64, inode u64 (0: next free), dax (0: not said, 1: no, 2: yes), extSize, how,
    // EXTENTS
    case "create":
      encodePath(step.path, it);
      encodePath(directoryOf(step.path), it);
      words.u64(step.sizeBytes);
      words.u64(step.inode ?? 0);
      words.u32(step.dax === undefined ? 0 : step.dax ? 2 : 1);
      words.u32(step.extSizeBytes ?? 0);
      words.u32(HOW[step.how ?? "write"]);
      encodeExtents(step.extents, it);
      break;
    // PATH, PATH of its directory, inode u64, EXTENTS
    case "mkdir":
      encodePath(step.path, it);
      encodePath(directoryOf(step.path), it);
      words.u64(step.inode ?? 0);
      encodeExtents(step.extents, it);
      break;
    // PATH, length u64, EXTENTS
    case "attr":
      encodePath(step.path, it);
      words.u64(step.lenBytes ?? 0);
      encodeExtents(step.extents, it);
      break;
    // PATH from, PATH to, PATH of to's directory, inode u64
    case "reflink":
      encodePath(step.from, it);
      encodePath(step.to, it);
      encodePath(directoryOf(step.to), it);
      words.u64(step.inode ?? 0);
      break;
    // PATH
    case "unlink":
    case "open":
    case "drop-inode":
    case "fsync":
      encodePath(step.path, it);
      break;
    // PATH, size u64
    case "truncate":
      encodePath(step.path, it);
      words.u64(step.sizeBytes);
      break;
    case "fsmap":
      encodeFsmap(step, it);
      break;
    // PATH, off u64, len u64
    case "read":
      encodePath(step.path, it);
      words.u64(step.offInFileBytes);
      words.u64(step.lenBytes);
      break;
    // PATH, off u64, number of bytes, bytes
    case "write":
      encodePath(step.path, it);
      words.u64(step.offInFileBytes);
      words.u32(step.bytes.length);
      words.bytes(step.bytes);
      break;
    default:
      encodeProcessStep(step, it);
      break;
  }
}

type ProcessStep = Exclude<
  MemoryStep,
  {
    op:
      | ("create" | "mkdir" | "attr" | "reflink" | "unlink" | "open" | "drop-inode" | "fsync")
      | ("truncate" | "fsmap" | "read" | "write");
  }
>;

function encodeProcessStep(step: ProcessStep, it: Encoding): void {
  const { words, names } = it;
  switch (step.op) {
    // process, policy, pid (0: next)
    case "spawn":
      words.u32(names.id(step.process));
      words.u32(POLICIES[step.policy ?? "default"]);
      words.u32(step.pid ?? 0);
      break;
    // process, parent
    case "fork":
      words.u32(names.id(step.process));
      words.u32(names.id(step.parent));
      break;
    // process, policy
    case "policy":
      words.u32(names.id(step.process));
      words.u32(POLICIES[step.policy]);
      break;
    // process
    case "exit":
    case "fence":
      words.u32(names.id(step.process));
      break;
    case "mmap":
      encodeMmap(step, it);
      break;
    // process, map
    case "munmap":
      words.u32(names.id(step.process));
      words.u32(names.id(step.map));
      break;
    // process, map, off u64, len u64 (1 if not said; madvise: one page, flush: one line)
    case "load":
    case "flush":
    case "madvise":
      encodeAt(step, it);
      words.u64(step.lenBytes ?? { load: 1, flush: 64, madvise: 4096 }[step.op]);
      break;
    // process, map, off u64, number of bytes, bytes
    case "store":
      encodeAt(step, it);
      words.u32(step.bytes.length);
      words.bytes(step.bytes);
      break;
    default:
      encodeDeviceStep(step, it);
      break;
  }
}

type DeviceStep = Exclude<
  ProcessStep,
  {
    op: "spawn" | "fork" | "policy" | "exit" | "fence" | "mmap" | "munmap" | "load" | "flush" | "madvise" | "store";
  }
>;

function encodeDeviceStep(step: DeviceStep, { words, names }: Encoding): void {
  switch (step.op) {
    case "power-fail":
      break;
    // device, off u64, len u64
    case "block-read":
    case "poison":
      words.u32(names.id(step.device));
      words.u64(step.offBytes);
      words.u64(step.lenBytes ?? 64);
      break;
    // device, off u64, number of bytes, bytes
    case "block-write":
      words.u32(names.id(step.device));
      words.u64(step.offBytes);
      words.u32(step.bytes.length);
      words.bytes(step.bytes);
      break;
    // device, pgoff u64, pages u64
    case "zero-page-range":
      words.u32(names.id(step.device));
      words.u64(step.pgoff);
      words.u64(step.nrPages);
      break;
    // device
    case "scrub":
      words.u32(names.id(step.device));
      break;
    // device, sector u64, count, flags (1 saturate, 2 notify)
    case "inject-error":
      words.u32(names.id(step.device));
      words.u64(step.sector);
      words.u32(step.count);
      words.u32((step.saturate === true ? 1 : 0) | (step.notify === false ? 0 : 2));
      break;
    // device, sector u64, count u64, clear
    case "badblocks":
      words.u32(names.id(step.device));
      words.u64(step.sector);
      words.u64(step.count);
      words.flag(step.clear);
      break;
  }
}

function directoryOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf("/")));
}

/** Targets above the path, longest first, each with the rest of the path as a name of its own. */
function encodePath(path: string, { words, names, targets }: Encoding): void {
  const above = targets.filter((it) => path.startsWith(it === "/" ? "/" : `${it}/`));
  words.u32(names.id(path));
  words.u32(above.length);
  for (const target of above) {
    words.u32(names.id(target));
    words.u32(names.id(target === "/" ? path : path.slice(target.length)));
  }
}

/** EXTENTS: {said (0: allocate), n, n × {off in file u64, off in device u64, len u64, flags (1 unwritten, 2 shared, 4 rt)}}. */
function encodeExtents(extents: readonly Extent[] | undefined, { words }: Encoding): void {
  words.flag(extents !== undefined);
  words.u32(extents?.length ?? 0);
  for (const it of extents ?? []) {
    words.u64(it.offInFileBytes);
    words.u64(it.offInDevBytes);
    words.u64(it.lenBytes);
    words.u32((it.unwritten === true ? 1 : 0) | (it.shared === true ? 2 : 0) | (it.realtime === true ? 4 : 0));
  }
}

/** target, n, n × {off in device u64, len u64, owner i64 (0: free), off in file u64, RMAP_* flags, device (0, 1 log, 2 rt)}. */
function encodeFsmap(step: Of<"fsmap">, { words, names }: Encoding): void {
  words.u32(names.id(step.target));
  const at = words.count;
  words.u32(0);
  let count = 0;
  visitOwners(step, (offInDevBytes, lenBytes, owner, offInFileBytes, flags) => {
    words.u64(offInDevBytes);
    words.u64(lenBytes);
    words.u64(owner < 0 ? (META[-owner - 1] ?? 0) : owner);
    words.u64(offInFileBytes);
    words.u32(flags & (OWNER.attr | OWNER.bmbt | OWNER.unwritten));
    words.u32((flags & OWNER.log) !== 0 ? 1 : (flags & OWNER.realtime) !== 0 ? 2 : 0);
    count++;
  });
  words.set(at, count);
}

/** process, map, PATH, character device or 0, off u64, len u64 (0: to the end), flags (1 private, 2 aligned), n, n × {off u64, write}. */
function encodeMmap(step: Of<"mmap">, it: Encoding): void {
  const { words, names } = it;
  words.u32(names.id(step.process));
  words.u32(names.id(step.map));
  encodePath(step.path, it);
  words.u32(step.path.startsWith("/dev/") ? names.id(step.path.slice("/dev/".length)) : 0);
  words.u64(step.offInFileBytes ?? 0);
  words.u64(step.lenBytes ?? 0);
  words.u32((step.private === true ? 1 : 0) | (step.aligned2m === true ? 2 : 0));
  words.u32(step.touch?.length ?? 0);
  for (const touch of step.touch ?? []) {
    words.u64(touch.offInMapBytes);
    words.flag(touch.write ?? true);
  }
}

function encodeAt(at: At, { words, names }: Encoding): void {
  words.u32(names.id(at.process));
  words.u32(names.id(at.map));
  words.u64(at.offInMapBytes);
}
