/**
 * Scenes and steps as words for the engine: `{op, number of words, arguments …}`, see `abi.ts` and, for each
 * operation of files, processes and poison, `encode-memory.ts`. Values are checked before (`checks/check.ts`).
 */
import * as abi from "../abi.ts";
import { partitionName } from "../checks/world.ts";
import type { KernelId, MkfsOptions, Pmem, PolicyId, Scene, Step } from "../scene.ts";
import { encodeMemoryStep } from "./encode-memory.ts";
import type { Encoding } from "./encoding.ts";
import { placementsOf } from "./placement.ts";
import type { Words } from "./words.ts";

export const KERNEL_NUMBERS: Readonly<Record<KernelId, number>> = {
  v9: abi.KERNEL_V9,
  "linux-6.0": abi.KERNEL_6_0,
  "linux-6.5": abi.KERNEL_6_5,
  "linux-6.6": abi.KERNEL_6_6,
  "linux-6.8": abi.KERNEL_6_8,
  "6.1": abi.KERNEL_61,
  "6.12": abi.KERNEL_612,
  "7.3": abi.KERNEL_73,
};

export const POLICY_NUMBERS: Readonly<Record<PolicyId, number>> = {
  kernel: abi.POLICY_KERNEL,
  "last-writer-wins": abi.POLICY_LAST_WRITER_WINS,
  exclusive: abi.POLICY_EXCLUSIVE,
  "notifier-chain": abi.POLICY_NOTIFIER_CHAIN,
  "whole-device-strict": abi.POLICY_WHOLE_DEVICE_STRICT,
  "whole-device-merged": abi.POLICY_WHOLE_DEVICE_MERGED,
  "on-dax-device": abi.POLICY_ON_DAX_DEVICE,
  "range-slots": abi.POLICY_RANGE_SLOTS,
  stacked: abi.POLICY_STACKED,
  namespaces: abi.POLICY_NAMESPACES,
  "chained-dm": abi.POLICY_CHAINED_DM,
};

export const FSTYPES: Readonly<Record<"xfs" | "ext4" | "ext2", number>> = {
  xfs: abi.FS_XFS,
  ext4: abi.FS_EXT4,
  ext2: abi.FS_EXT2,
};
const DAX = { always: abi.DAX_ALWAYS, inode: abi.DAX_INODE, never: abi.DAX_NEVER } as const;
const MODES = { fsdax: abi.MODE_FSDAX, raw: abi.MODE_RAW, sector: abi.MODE_SECTOR, devdax: abi.MODE_DEVDAX } as const;
const DRIVERS = {
  none: abi.DRIVER_NONE,
  device_dax: abi.DRIVER_DEVICE_DAX,
  fsdev_dax: abi.DRIVER_FSDEV_DAX,
} as const;

/** Writes an operation: number, length, arguments. */
function operation(words: Words, op: number, args: () => void): void {
  const from = words.count;
  words.u32(op);
  words.u32(0);
  args();
  words.set(from + 1, words.count - from);
}

/** Operations of power-on: the scene, its disks in order, their partitions. Returns how many. */
export function encodeScene(scene: Scene, seed: number, it: Encoding): number {
  const { words } = it;
  operation(words, abi.OP_SCENE, () => {
    words.u32(KERNEL_NUMBERS[scene.kernel]);
    words.u32(POLICY_NUMBERS[scene.policy ?? "kernel"]);
    words.u32(scene.sysctl?.earlyKill ?? 0);
    words.u32(scene.sysctl?.recovery ?? 1);
    words.u32(seed >>> 0);
  });
  let count = 1;
  for (const { name, resourceBytes } of placementsOf(scene)) {
    const pmem = scene.pmem[name];
    if (pmem === undefined) continue;
    encodePmem(name, pmem, resourceBytes, it);
    count++;
    if (pmem.partitions !== undefined && pmem.partitions.length > 0) {
      encodeStep({ op: "partition", device: name, table: pmem.partitions }, it);
      count++;
    }
  }
  return count;
}

function encodePmem(name: string, pmem: Pmem, resourceBytes: number, { words, names }: Encoding): void {
  const mode = pmem.mode ?? "fsdax";
  operation(words, abi.OP_PMEM, () => {
    words.u32(names.id(name));
    words.u32(mode === "devdax" ? abi.DEV_CHAR : abi.DEV_PMEM);
    words.u32(MODES[mode]);
    words.u32(pmem.map === "dev" ? abi.MAP_DEV : abi.MAP_MEM);
    words.u32(DRIVERS[pmem.driver ?? "device_dax"]);
    words.u64(pmem.sizeBytes);
    words.u64(resourceBytes);
    words.u64(pmem.dataOffsetBytes ?? 0);
    words.u32(pmem.clearUnitBytes ?? 256);
    words.flag(pmem.powerFail === "eadr");
  });
}

type Of<Op extends Step["op"]> = Extract<Step, { op: Op }>;

/** One step as one operation. */
export function encodeStep(step: Step, it: Encoding): void {
  const { words } = it;
  operation(words, OPS[step.op], () => encodeArguments(step, it));
}

function encodeArguments(step: Step, it: Encoding): void {
  const { words, names } = it;
  const optional = (name: string | undefined): number => (name === undefined ? 0 : names.id(name));
  switch (step.op) {
    case "partition":
      encodePartitions(step, it);
      break;
    case "dm-create":
      encodeDmCreate(step, it);
      break;
    case "dm-remove":
      words.u32(names.id(`mapper/${step.name}`));
      break;
    case "mkfs":
      encodeMkfs(step, it);
      break;
    case "mount":
      words.u32(names.id(step.device));
      words.u32(names.id(step.target));
      words.u32(step.fstype === undefined ? 0 : FSTYPES[step.fstype]);
      words.u32(step.dax === undefined ? 0 : DAX[step.dax]);
      words.u32(optional(step.logDevice));
      words.u32(optional(step.rtDevice));
      words.u32(step.readOnly === true ? abi.MOUNT_READ_ONLY : 0);
      break;
    case "umount":
      words.u32(names.id(step.target));
      break;
    case "unbind":
    case "bind":
    case "kill-dax":
      words.u32(names.id(step.device));
      break;
    case "fail":
      words.u32(step.device === "phys" ? 0 : names.id(step.device));
      words.u64(step.offBytes);
      words.u32(step.nrPages ?? 1);
      words.u32(step.flags ?? abi.MF_SW_SIMULATED);
      break;
    case "sysctl":
      words.u32((step.earlyKill === undefined ? 0 : 1) | (step.recovery === undefined ? 0 : 2));
      words.u32(step.earlyKill ?? 0);
      words.u32(step.recovery ?? 0);
      break;
    case "register-holder":
    case "unregister-holder":
      words.u32(names.id(step.device));
      words.u32(names.id(step.holder));
      words.flag(step.op === "register-holder" && step.source !== undefined);
      break;
    case "notify":
      words.u32(names.id(step.device));
      words.u64(step.offBytes);
      words.u64(step.lenBytes);
      words.u32(step.flags ?? 0);
      break;
    case "race":
      encodeRace(step, it);
      break;
    default:
      encodeMemoryStep(step, it);
      break;
  }
}

function encodePartitions(step: Of<"partition">, { words, names }: Encoding): void {
  words.u32(names.id(step.device));
  words.u32(step.table.length);
  step.table.forEach((part, i) => {
    words.u32(names.id(partitionName(step.device, i + 1)));
    words.u64(part.startBytes);
    words.u64(part.sizeBytes);
  });
}

/** Without a number of its own a mapped device takes the lowest that is free: candidates in order. */
function encodeDmCreate(step: Of<"dm-create">, { words, names }: Encoding): void {
  words.u32(names.id(`mapper/${step.name}`));
  words.u32(names.id(step.name));
  const numbers = step.device === undefined ? names.mappedCandidates() : [step.device];
  words.u32(numbers.length);
  for (const name of numbers) words.u32(names.id(name));
  words.u32(step.table.length);
  for (const target of step.table) {
    const isStriped = target.type === "striped";
    words.u32(isStriped ? abi.TARGET_STRIPED : abi.TARGET_LINEAR);
    words.u64(target.startBytes);
    words.u64(target.lenBytes);
    words.u32(isStriped ? target.chunkBytes : 0);
    const legs = isStriped ? target.legs : [target];
    words.u32(legs.length);
    for (const leg of legs) {
      words.u32(names.id(leg.device));
      words.u64(leg.offInLegBytes);
    }
  }
}

/** Absent sizes are 0: memory management completes the geometry as mkfs would. */
function encodeMkfs(step: Of<"mkfs">, { words, names }: Encoding): void {
  const options: MkfsOptions = step.options ?? {};
  const { geometry } = options;
  const isXfs = step.fstype === "xfs";
  const flags =
    (options.rmapbt === true ? abi.FS_RMAPBT : 0) |
    (isXfs && options.reflink !== false ? abi.FS_REFLINK : 0) |
    (options.logDevice === undefined ? 0 : abi.FS_EXTERNAL_LOG) |
    (options.rtDevice === undefined ? 0 : abi.FS_REALTIME);
  words.u32(FSTYPES[step.fstype]);
  words.u32(names.id(step.device));
  words.u32(flags);
  const blockBytes = geometry?.blockBytes ?? options.blockBytes ?? 4096;
  words.u32(blockBytes);
  words.u64(geometry === undefined ? (options.sizeBytes ?? 0) : geometry.dblocks * blockBytes);
  words.u32(geometry?.agCount ?? options.agCount ?? 0);
  words.u32(geometry?.agBlocks ?? options.agBlocks ?? 0);
  words.u64(geometry?.logOffsetBytes ?? 0);
  words.u64(geometry?.logBytes ?? options.logBytes ?? 0);
  words.u32(options.logDevice === undefined ? 0 : names.id(options.logDevice));
  words.u32(options.rtDevice === undefined ? 0 : names.id(options.rtDevice));
  words.u64(geometry?.rtBlocks ?? 0);
  words.u32(geometry?.inodeBytes ?? 0);
  words.u64(geometry?.rootIno ?? 0);
}

function encodeRace(step: Of<"race">, it: Encoding): void {
  const { words } = it;
  words.u32(step.threads.length);
  for (const thread of step.threads) encodeStep(thread, it);
  words.u32(step.schedule.length);
  for (const thread of step.schedule) words.u32(thread);
}

/** Operation numbers by their names. */
export const OPS: Readonly<Record<Step["op"], number>> = {
  partition: abi.OP_PARTITION,
  "dm-create": abi.OP_DM_CREATE,
  "dm-remove": abi.OP_DM_REMOVE,
  mkfs: abi.OP_MKFS,
  mount: abi.OP_MOUNT,
  umount: abi.OP_UMOUNT,
  unbind: abi.OP_UNBIND,
  bind: abi.OP_BIND,
  fail: abi.OP_FAIL,
  madvise: abi.OP_MADVISE,
  sysctl: abi.OP_SYSCTL,
  "register-holder": abi.OP_REGISTER_HOLDER,
  "unregister-holder": abi.OP_UNREGISTER_HOLDER,
  notify: abi.OP_NOTIFY,
  "kill-dax": abi.OP_KILL_DAX,
  race: abi.OP_RACE,
  create: abi.OP_CREATE,
  mkdir: abi.OP_MKDIR,
  attr: abi.OP_ATTR,
  reflink: abi.OP_REFLINK,
  unlink: abi.OP_UNLINK,
  truncate: abi.OP_TRUNCATE,
  fsmap: abi.OP_FSMAP,
  open: abi.OP_OPEN,
  "drop-inode": abi.OP_DROP_INODE,
  spawn: abi.OP_SPAWN,
  fork: abi.OP_FORK,
  policy: abi.OP_POLICY,
  exit: abi.OP_EXIT,
  mmap: abi.OP_MMAP,
  munmap: abi.OP_MUNMAP,
  load: abi.OP_LOAD,
  store: abi.OP_STORE,
  flush: abi.OP_FLUSH,
  fence: abi.OP_FENCE,
  fsync: abi.OP_FSYNC,
  read: abi.OP_READ,
  write: abi.OP_WRITE,
  "power-fail": abi.OP_POWER_FAIL,
  "block-read": abi.OP_BLOCK_READ,
  "block-write": abi.OP_BLOCK_WRITE,
  "zero-page-range": abi.OP_ZERO_PAGE_RANGE,
  poison: abi.OP_POISON,
  scrub: abi.OP_SCRUB,
  "inject-error": abi.OP_INJECT_ERROR,
  badblocks: abi.OP_BADBLOCKS,
};
