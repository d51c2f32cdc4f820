/**
 * The engine's tables → a `Snapshot`. Reads; changes nothing. Files and processes are in `decode-memory.ts`.
 *
 * Addresses that a kernel log would print are made up from the seed: equal addresses mean equal objects, nothing more.
 */

import { fnName, fstypeName, ruleName, shutdownReasons } from "../abi/vocabulary.ts";
import * as abi from "../abi.ts";
import type { Signal } from "../event.ts";
import { invariantsOf } from "../invariants.ts";
import type { Dax } from "../scene.ts";
import type { DaxDeviceState, DiskState, MountState, Snapshot } from "../snapshot.ts";
import { holderName } from "./decode-events.ts";
import { filesOf, poisonOf, processesOf } from "./decode-memory.ts";
import type { Engine } from "./host.ts";
import { isMounted, type Reading } from "./reading.ts";
import type { Table } from "./table.ts";

const MODE_NAMES = new Map<number, DiskState["mode"]>([
  [abi.MODE_FSDAX, "fsdax"],
  [abi.MODE_RAW, "raw"],
  [abi.MODE_SECTOR, "sector"],
  [abi.MODE_DEVDAX, "devdax"],
]);
const DAX_NAMES = new Map<number, Dax | "off">([
  [abi.DAX_ALWAYS, "always"],
  [abi.DAX_INODE, "inode"],
  [abi.DAX_NEVER, "never"],
  [abi.DAX_OFF, "off"],
]);

export function snapshotOf(it: Reading, at: number, signals: readonly Signal[]): Snapshot {
  const { engine } = it;
  const daxDevices = daxDevicesOf(it);
  const bit = (slot: number): 0 | 1 => (engine.root(slot) === 0 ? 0 : 1);
  return Object.freeze({
    at,
    hash: engine.hash(),
    disks: disksOf(it),
    daxDevices,
    mounts: mountsOf(it),
    files: filesOf(it),
    processes: processesOf(it, signals),
    poison: poisonOf(it),
    sysctl: Object.freeze({ earlyKill: bit(abi.R_EARLY_KILL), recovery: bit(abi.R_RECOVERY) }),
    invariants: invariantsOf(it),
    crash: crashOf(engine),
  });
}

// --- disks -------------------------------------------------------------------------------------

function disksOf(it: Reading): DiskState[] {
  const devices = it.engine.table(abi.T_DEVICES);
  const disks: DiskState[] = [];
  for (let id = 1; id <= devices.count; id++) {
    const kind = devices.u32(id, abi.DEVICE_KIND);
    const isPresent = devices.u32(id, abi.DEVICE_PRESENT) !== 0;
    if (kind === abi.DEV_PARTITION || (kind === abi.DEV_DM && !isPresent)) continue;
    disks.push(Object.freeze(kind === abi.DEV_DM ? mappedDisk(it, devices, id) : pmemDisk(it, devices, id)));
  }
  return disks;
}

function pmemDisk(it: Reading, devices: Table, id: number): DiskState {
  const partitions: DiskState["partitions"] = [];
  let part = devices.u32(id, abi.DEVICE_FIRST_PARTITION);
  for (; part !== 0; part = devices.u32(part, abi.DEVICE_NEXT_PARTITION)) {
    const startBytes = devices.number(part, abi.DEVICE_START);
    const sizeBytes = devices.number(part, abi.DEVICE_SIZE);
    const pageAligned = startBytes % 4096 === 0 && sizeBytes % 4096 === 0;
    partitions.push({ name: it.names.text(devices.u32(part, abi.DEVICE_NAME)), startBytes, sizeBytes, pageAligned });
  }
  return {
    name: it.names.text(devices.u32(id, abi.DEVICE_NAME)),
    kind: "pmem",
    present: devices.u32(id, abi.DEVICE_PRESENT) !== 0,
    sizeBytes: devices.number(id, abi.DEVICE_SIZE),
    resourceBytes: devices.number(id, abi.DEVICE_RESOURCE),
    dataOffsetBytes: devices.number(id, abi.DEVICE_DATA_OFFSET),
    mode: MODE_NAMES.get(devices.u32(id, abi.DEVICE_MODE)) ?? "fsdax",
    partitions,
  };
}

function mappedDisk(it: Reading, devices: Table, id: number): DiskState {
  const targets = it.engine.table(abi.T_TARGETS);
  const legs = it.engine.table(abi.T_LEGS);
  const first = devices.u32(id, abi.DEVICE_FIRST_TARGET);
  const count = devices.u32(id, abi.DEVICE_NR_TARGETS);
  const legsOf = (target: number) => {
    const firstLeg = targets.u32(target, abi.TARGET_FIRST_LEG);
    return Array.from({ length: targets.u32(target, abi.TARGET_NR_LEGS) }, (_, i) => ({
      device: it.names.text(devices.u32(legs.u32(firstLeg + i, abi.LEG_DEVICE), abi.DEVICE_NAME)),
      offInLegBytes: legs.number(firstLeg + i, abi.LEG_OFF),
    }));
  };
  return {
    name: it.names.text(devices.u32(id, abi.DEVICE_NAME)),
    alias: `mapper/${it.names.text(devices.u32(id, abi.DEVICE_MAP_NAME))}`,
    kind: "dm",
    present: true,
    sizeBytes: devices.number(id, abi.DEVICE_SIZE),
    resourceBytes: null,
    dataOffsetBytes: 0,
    mode: "dm",
    partitions: [],
    targets: Array.from({ length: count }, (_, i) => {
      const target = first + i;
      const isStriped = targets.u32(target, abi.TARGET_TYPE) === abi.TARGET_STRIPED;
      return {
        type: isStriped ? ("striped" as const) : ("linear" as const),
        startBytes: targets.number(target, abi.TARGET_START),
        lenBytes: targets.number(target, abi.TARGET_LEN),
        ...(isStriped ? { chunkBytes: targets.u32(target, abi.TARGET_CHUNK) } : {}),
        legs: legsOf(target),
      };
    }),
  };
}

// --- dax devices -------------------------------------------------------------------------------

function daxDevicesOf(it: Reading): DaxDeviceState[] {
  const devices = it.engine.table(abi.T_DEVICES);
  const dax = it.engine.table(abi.T_DAX);
  const list: DaxDeviceState[] = [];
  for (let id = 1; id <= devices.count; id++) {
    const own = devices.u32(id, abi.DEVICE_DAX);
    const isPast = devices.u32(id, abi.DEVICE_PRESENT) === 0 && devices.u32(id, abi.DEVICE_KIND) !== abi.DEV_PMEM;
    if (own === 0 || isPast) continue;
    const holders = registrationsOf(it, dax, own);
    const [first] = holders;
    list.push(
      Object.freeze({
        name: it.names.text(devices.u32(id, abi.DEVICE_NAME)),
        address: addressOf(it.engine, 1, own),
        alive: dax.u32(own, abi.DAX_ALIVE) !== 0,
        holder: first === undefined ? null : first.holder,
        holders,
      }),
    );
  }
  return list;
}

function registrationsOf(it: Reading, dax: Table, id: number): DaxDeviceState["holders"] {
  const holders = it.engine.table(abi.T_HOLDERS);
  const regs = it.engine.table(abi.T_REGS);
  const list: DaxDeviceState["holders"] = [];
  const slot = dax.u32(id, abi.DAX_HOLDER);
  if (slot !== 0) {
    const holder = holderName(holders, slot, it.names);
    list.push({ holder, hasOps: dax.u32(id, abi.DAX_OPS) !== 0, startBytes: 0, lenBytes: null });
  }
  for (let reg = dax.u32(id, abi.DAX_FIRST_REG); reg !== 0; reg = regs.u32(reg, abi.REG_NEXT)) {
    const lenWords = regs.u64(reg, abi.REG_LEN);
    list.push({
      holder: holderName(holders, regs.u32(reg, abi.REG_HOLDER), it.names),
      hasOps: regs.u32(reg, abi.REG_OPS) !== 0,
      startBytes: regs.number(reg, abi.REG_START),
      lenBytes: lenWords === 2n ** 64n - 1n ? null : Number(lenWords),
    });
  }
  return list;
}

/** A kernel address as a log would print it: object `id` of a kind, scattered by the seed. */
function addressOf(engine: Engine, kind: number, id: number): string {
  let mixed = Math.imul(engine.root(abi.R_SEED) ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(kind * 4096 + id, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x27d4eb2f);
  const low = ((mixed ^ (mixed >>> 13)) >>> 0) & 0xffffff00;
  return `0xffff8881${(low >>> 0).toString(16).padStart(8, "0")}`;
}

// --- mounts ------------------------------------------------------------------------------------

function mountsOf(it: Reading): MountState[] {
  const mounts = it.engine.table(abi.T_MOUNTS);
  const list: MountState[] = [];
  for (let id = 1; id <= mounts.count; id++) {
    if (isMounted(mounts, id)) list.push(Object.freeze(mountOf(it, mounts, id)));
  }
  return list;
}

/** All but its target is the filesystem's, which may be mounted at several. */
function mountOf(it: Reading, mounts: Table, record: number): MountState {
  const { engine, names } = it;
  const devices = engine.table(abi.T_DEVICES);
  const all = engine.table(abi.T_FS);
  const fs = mounts.u32(record, abi.MOUNT_FS);
  const id = all.u32(fs, abi.FS_MOUNT);
  const flags = all.u32(fs, abi.FS_FLAGS);
  const dax = mounts.u32(id, abi.MOUNT_DATA_DAX);
  const nameOf = (device: number): string | null =>
    device === 0 ? null : names.text(devices.u32(device, abi.DEVICE_NAME));
  const asked = DAX_NAMES.get(mounts.u32(id, abi.MOUNT_DAX_ASKED));
  const blockBytes = all.u32(fs, abi.FS_BLOCK_BYTES);
  return {
    target: names.text(mounts.u32(record, abi.MOUNT_TARGET)),
    device: names.text(mounts.u32(id, abi.MOUNT_DEVICE_NAME)),
    fstype: fstypeName(all.u32(fs, abi.FS_TYPE)),
    dax: DAX_NAMES.get(mounts.u32(id, abi.MOUNT_DAX)) ?? "off",
    daxAsked: asked === undefined || asked === "off" ? null : asked,
    daxDevice: dax === 0 ? null : nameOf(engine.table(abi.T_DAX).u32(dax, abi.DAX_DEVICE)),
    bdevAddress: addressOf(engine, 2, mounts.u32(id, abi.MOUNT_DEVICE)),
    daxPartOffBytes: mounts.number(id, abi.MOUNT_DATA_PART_OFF),
    rmapbt: (flags & abi.FS_RMAPBT) !== 0,
    reflink: (flags & abi.FS_REFLINK) !== 0,
    readOnly: (mounts.u32(id, abi.MOUNT_FLAGS) & abi.MOUNT_READ_ONLY) !== 0,
    state: stateOf(mounts.u32(id, abi.MOUNT_FLAGS)),
    shutdownReasons: shutdownReasons(mounts.u32(id, abi.MOUNT_SHUTDOWN)),
    sizeBytes: all.number(fs, abi.FS_BLOCKS) * blockBytes,
    blockBytes,
    agCount: all.u32(fs, abi.FS_AG_COUNT),
    agBlocks: all.u32(fs, abi.FS_AG_BLOCKS),
    logDevice: nameOf(all.u32(fs, abi.FS_LOG_DEVICE)),
    rtDevice: nameOf(all.u32(fs, abi.FS_RT_DEVICE)),
  };
}

function stateOf(flags: number): MountState["state"] {
  if ((flags & abi.MOUNT_HUNG) !== 0) return "hung";
  if ((flags & abi.MOUNT_READ_ONLY) !== 0) return "create: EROFS";
  if ((flags & abi.MOUNT_IS_SHUTDOWN) !== 0) return "shutdown";
  return (flags & abi.MOUNT_DEVICE_GONE) !== 0 ? "create works, fsync: EIO" : "alive";
}

// --- crash -------------------------------------------------------------------------------------

function crashOf(engine: Engine): Snapshot["crash"] {
  const [low, rule] = engine.rootWords(abi.R_CRASH);
  if (low === 0) return null;
  const kind = (low & 0xff) === abi.CRASH_HANG ? "hang" : "oops";
  const fn = fnName(low >>> 8);
  return Object.freeze({ kind, fn, errno: null, sentence: CRASHES[ruleName(rule)] ?? `The kernel stopped in ${fn}.` });
}

const CRASHES: Readonly<Record<string, string>> = {
  "oops.perag": "An allocation group that does not exist was looked up and its NULL pointer followed.",
  "oops.shared": "The marker of a page that files share was followed as if it were a mapping.",
  "oops.disassociate": "Pages were given back whose struct pages had gone with the device.",
  "oops.pagemap-ops": "A device without driver operations was asked for one, and its NULL pointer followed.",
  "hang.blockcount": "A block count overflowed, and a task walks through billions of pages that do not exist.",
  "mf.panic": "vm.memory_failure_recovery is 0: a memory failure panics the machine.",
  "mf.stuck": "The mutex that serialises memory failures stays with a task that died.",
  "fault.frozen": "A fault waits for a filesystem that stays frozen.",
  "file.frozen": "A task waits for a filesystem that stays frozen.",
};
