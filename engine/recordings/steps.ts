/**
 * What the administrator and the processes of a recording did → steps. Only inputs are read (the list is in the
 * recordings' README); what the kernel answered is never looked at.
 */

import { PAGE_BYTES } from "../checks/shapes.ts";
import { SceneError } from "../errors.ts";
import type { KillPolicy, Step } from "../scene.ts";
import { dmTarget, mkfsSteps, mountStep, partitionStep } from "./blocks.ts";
import { compacted, count, deviceName, type Fields, maybeCount, maybeText, rows, text } from "./fields.ts";
import { bmapExtents, directoryExtents, extentsOf, ownerRows } from "./fsmap.ts";

/** What later steps need to know of earlier ones. */
export interface Told {
  /** Realtime device by mount target. */
  rtDevices: Map<string, string>;
  /** Mount targets of ext4. */
  ext4: Set<string>;
  /** Files, and directories whose files, were marked for DAX. */
  daxMarks: string[];
  /** Files that were marked for the realtime device. */
  realtimeMarks: string[];
  /** Path that each process mapped last: what its read(2) and write(2) go to. */
  opened: Map<string, string>;
  /** Size in bytes by path, so that a mapping of a file that no step created finds one. */
  files: Map<string, number>;
  /** Namespace or page-map device → block device. */
  namespaces: Map<string, string>;
  notes: string[];
}

type Reader = (step: Fields, at: string, told: Told) => Step[];

/** Steps of one entry of `setup[]`; none for what only looks. */
export function setupSteps(entry: Fields, at: string, told: Told): Step[] {
  const op = text(entry, "op", at);
  const read = READERS[op];
  if (read !== undefined) return read(entry, at, told);
  if (!LOOKS.has(op)) told.notes.push(`${at}: nothing is known of op "${op}"; it is left out`);
  return [];
}

/** Ops that observe, or whose effect is told by another entry. */
const LOOKS: ReadonlySet<string> = new Set("smaps badblocks note chardev namespace".split(" "));

const READERS: Readonly<Record<string, Reader | undefined>> = {
  partition: (step, at) => [partitionStep(step, at)],
  "dm-create": (step, at) => [
    compacted({
      op: "dm-create" as const,
      name: text(step, "name", at),
      device: maybeText(step, "device"),
      table: rows(step, "table", at).map((row, i) => dmTarget(row, `${at}.table[${i}]`)),
    }) as Step,
  ],
  "dm-remove": (step, at) => [{ op: "dm-remove", name: text(step, "name", at) }],
  mkfs: mkfsSteps,
  mount: (step, at, told) => {
    const mount = mountStep(step, at);
    if (step.fstype === "ext4") told.ext4.add(mount.target);
    else told.ext4.delete(mount.target);
    if (mount.rtDevice === undefined) told.rtDevices.delete(mount.target);
    else told.rtDevices.set(mount.target, mount.rtDevice);
    return [mount];
  },
  umount: (step, at) => [{ op: "umount", target: text(step, "target", at) }],
  unbind: (step, at, told) => [{ op: "unbind", device: blockDevice(text(step, "device", at), told) }],
  bind: (step, at, told) => [{ op: "bind", device: blockDevice(text(step, "device", at), told) }],
  file: (step, at, told) => [fileStep(step, at, told)],
  directory: (step, at, told) => {
    const path = text(step, "path", at);
    told.files.set(path, 0);
    return [compacted({ op: "mkdir", path, inode: maybeCount(step, "inode"), extents: directoryExtents(step, at) })];
  },
  "attr-fork": (step, at) => [
    compacted<Step>({ op: "attr", path: text(step, "path", at), extents: extentsOf(step, at, null) }),
  ],
  bmap: (step, at, told) => {
    const path = text(step, "path", at);
    const extents = bmapExtents(step, at, told.realtimeMarks.includes(path));
    const last = extents.at(-1);
    if (last === undefined || told.files.has(path)) return [];
    const sizeBytes = last.offInFileBytes + last.lenBytes;
    told.files.set(path, sizeBytes);
    return [{ op: "create", path, sizeBytes, extents }];
  },
  fsmap: (step, at) => [{ op: "fsmap", target: text(step, "target", at), rows: ownerRows(step, at) }],
  open: (step, at) => [{ op: "open", path: text(step, "path", at) }],
  unlink: (step, at) => [{ op: "unlink", path: text(step, "path", at) }],
  truncate: (step, at, told) => {
    const [path, sizeBytes] = [text(step, "path", at), count(step, "size", at)];
    told.files.set(path, sizeBytes);
    return [{ op: "truncate", path, sizeBytes }];
  },
  process: (step, at) => [
    compacted<Step>({
      op: "spawn",
      process: text(step, "process", at),
      policy: maybeText(step, "mce_policy") as KillPolicy | undefined,
      pid: maybeCount(step, "pid"),
    }),
  ],
  fork: (step, at, told) => {
    const [process, parent] = [text(step, "process", at), text(step, "parent", at)];
    const opened = told.opened.get(parent);
    if (opened !== undefined) told.opened.set(process, opened);
    return [{ op: "fork", process, parent }];
  },
  "process-exit": (step, at) => [{ op: "exit", process: text(step, "process", at) }],
  mmap: mmapSteps,
  "process-cmd": (step, at, told) => commandSteps(step, at, told),
  sysctl: (step, at) => {
    const value = Number(step.value) as 0 | 1;
    const name = text(step, "name", at);
    if (name === "vm.memory_failure_early_kill") return [{ op: "sysctl", earlyKill: value }];
    return name === "vm.memory_failure_recovery" ? [{ op: "sysctl", recovery: value }] : [];
  },
  "badblocks-write": (step, at) => {
    const device = /\/block\/(?:.*\/)?([^/]+)\/badblocks$/.exec(text(step, "path", at))?.[1];
    const [sector, number] = text(step, "value", at).trim().replace(/^-/, "").split(/\s+/).map(Number);
    if (device === undefined || sector === undefined)
      throw new SceneError(`${at}.value`, step.value, "sector and count");
    return [{ op: "badblocks", device, sector, count: number ?? 1 }];
  },
  cmd: (step, at, told) => shellSteps(text(step, "cmd", at), told),
};

const blockDevice = (name: string, told: Told): string => told.namespaces.get(name) ?? deviceName(name);

function fileStep(step: Fields, at: string, told: Told): Step {
  const path = text(step, "path", at);
  const sizeBytes = count(step, "size", at);
  told.files.set(path, sizeBytes);
  const target = [...told.rtDevices.keys()].find((it) => path.startsWith(`${it}/`));
  const isMarked = told.daxMarks.some((it) => path === it || path.startsWith(`${it}/`));
  return compacted({
    op: "create",
    path,
    sizeBytes,
    inode: maybeCount(step, "inode"),
    extents: extentsOf(step, at, target === undefined ? null : (told.rtDevices.get(target) ?? null)),
    dax: isMarked ? true : undefined,
    how: step.how === "falloc" ? "fallocate" : undefined,
  } as Step);
}

function mmapSteps(step: Fields, at: string, told: Told): Step[] {
  const process = text(step, "process", at);
  const path = text(step, "path", at);
  const offInFileBytes = count(step, "file_offset", at);
  const lenBytes = count(step, "len", at);
  told.opened.set(process, path);
  const steps: Step[] = [];
  if (!told.files.has(path) && !path.startsWith("/dev/")) {
    told.files.set(path, offInFileBytes + lenBytes);
    told.notes.push(`${at}: ${path} is mapped and no step says where its blocks are; it is taken for a hole`);
    steps.push({ op: "create", path, sizeBytes: offInFileBytes + lenBytes, how: "hole" });
  }
  const touch = rows(step, "touched", at).map((it, i) => ({
    offInMapBytes: count(it, "offset_in_mapping", `${at}.touched[${i}]`),
    write: it.access === "write",
  }));
  const mmap = {
    op: "mmap",
    process,
    map: text(step, "map", at),
    path,
    offInFileBytes,
    lenBytes,
    private: /MAP_PRIVATE/.test(maybeText(step, "kind") ?? "") ? true : undefined,
    aligned2m: typeof step.aligned_2m === "boolean" ? step.aligned_2m : undefined,
    touch,
  };
  return [...steps, compacted(mmap as Step)];
}

/** "read m0 8192", "pwrite 8192 4096", "policy early", …: what a process was told to do. */
function commandSteps(step: Fields, at: string, told: Told): Step[] {
  const process = text(step, "process", at);
  const command = text(step, "cmd", at);
  const [verb, first = "", second = "", third = ""] = command.trim().split(/\s+/);
  const path = told.opened.get(process) ?? "";
  switch (verb) {
    case "read":
      return [{ op: "load", process, map: first, offInMapBytes: Number(second) }];
    case "write":
      return [{ op: "store", process, map: first, offInMapBytes: Number(second), bytes: [0x5a] }];
    case "pread":
      return [{ op: "read", path, offInFileBytes: Number(first), lenBytes: Number(second) }];
    case "pwrite":
      return [{ op: "write", path, offInFileBytes: Number(first), bytes: new Array(Number(second)).fill(0x5a) }];
    case "policy":
      return [{ op: "policy", process, policy: first as KillPolicy }];
    case "munmap":
      return [{ op: "munmap", process, map: first }];
    case "madvise": {
      const lenBytes = Number(third) || PAGE_BYTES;
      return [{ op: "madvise", process, map: first, offInMapBytes: Number(second), lenBytes }];
    }
    default:
      told.notes.push(`${at}.cmd: nothing is known of "${command}"; it is left out`);
      return [];
  }
}

/** Commands whose effect no other entry tells: marks of files, removed mapped devices, layouts that are broken. */
function shellSteps(command: string, told: Told): Step[] {
  const [, mark, path = ""] = /\bchattr (?:-R )?\+([xr])\b.*?(\/[^\s'"]+)/.exec(command) ?? [];
  if (mark === "x") told.daxMarks.push(path);
  if (mark === "r") told.realtimeMarks.push(path);
  const removed = /^dmsetup remove (?:-\S+ )*(\S+)/.exec(command)?.[1];
  return removed === undefined ? brokenLayouts(command, told) : [{ op: "dm-remove", name: removed }];
}

const TAKES_BLOCKS = /^fallocate\b.* -|\b(?:fpunch|fzero|fcollapse|finsert|funshare|reflink|dedupe)\b/;
const GIVES_BLOCKS = /^fallocate\b|\bfalloc\b/;

/**
 * What changes the blocks of a DAX file unmaps it first, as truncate does: xfs_file_fallocate, fs/xfs/xfs_file.c,
 * xfs_ilock2_io_mmap, fs/xfs/xfs_inode.c, and ext4_punch_hole and its like, fs/ext4/inode.c; ext4 leaves it mapped where
 * blocks are only added. Where the blocks are then, another entry tells.
 */
function brokenLayouts(command: string, told: Told): Step[] {
  const [takes, gives] = [TAKES_BLOCKS.test(command), GIVES_BLOCKS.test(command)];
  const paths = new Set(takes || gives ? command.match(/\/[^\s'"]+/g) : []);
  return [...paths].flatMap((path): Step[] => {
    const sizeBytes = told.files.get(path);
    const isExt4 = [...told.ext4].some((it) => path.startsWith(`${it}/`));
    return sizeBytes === undefined || (isExt4 && !takes) ? [] : [{ op: "truncate", path, sizeBytes }];
  });
}
