/**
 * Steps on the block layer: disks of the scene, partition tables, mapped devices, filesystems, and disks that go and
 * come back.
 *
 * **Left out:** uevents, and everything else that happens to a disk without DAX being concerned.
 */
import {
  CLAIM_DM, CLAIM_MOUNT, DEVICE_CLAIM, DEVICE_CLEAR_UNIT, DEVICE_DATA_OFFSET, DEVICE_DAX, DEVICE_DRIVER, DEVICE_EADR,
  DEVICE_FIRST_PARTITION, DEVICE_FIRST_TARGET, DEVICE_FS, DEVICE_MAP, DEVICE_MAP_NAME, DEVICE_MODE,
  DEVICE_NEXT_PARTITION, DEVICE_NR_TARGETS, DEVICE_PMEM, DEVICE_PRESENT, DEVICE_RESOURCE, DEVICE_SEGMENTS, DEV_DM,
  DEV_PARTITION, DRIVER_NONE, EBUSY, EIO, ENOENT, FN_BDEV_OPEN, FN_DM_TABLE, FN_MKFS, FS_AG_BLOCKS, FS_AG_COUNT,
  FS_BLOCKS, FS_BLOCK_BYTES, FS_DEVICE, FS_FLAGS, FS_INODE_BYTES, FS_LOG_DEVICE, FS_LOG_LEN, FS_LOG_OFF, FS_REFLINK,
  FS_RMAP, FS_RMAPBT, FS_ROOT_INO, FS_RT_BLOCKS, FS_RT_DEVICE, FS_RT_RMAP, FS_TYPE, KEY_AG_BLOCKS, KEY_AG_COUNT,
  KEY_BLOCK_BYTES, KEY_REFLINK, KEY_RMAPBT, LEG_DEVICE, LEG_DM, LEG_INDEX, LEG_OFF, LEG_TARGET, MODE_DEVDAX,
  MODE_FSDAX, RULE_DEVICE_BUSY, RULE_DEVICE_GONE, RULE_DM_REFUSED, RULE_MKFS, R_NR_RMAPS, TARGET_CHUNK,
  TARGET_FIRST_LEG, TARGET_LEG_DEVICE, TARGET_LEG_OFF, TARGET_LEN, TARGET_NR_LEGS, TARGET_START, TARGET_TYPE, T_FS,
  T_LEGS, T_TARGETS, WHO_DEVICE,
} from "../abi";
import { daxCreate, killDax } from "./dax";
import {
  claimOf, deviceAt, deviceCreate, deviceDax, deviceKind, deviceName, devicePresent, deviceSize, isPageAligned,
  physAdd,
} from "./devices";
import { refuse, argBool, argNumber, eventClose, eventDeviceRange, eventOpen, hasCrashed } from "./events";
import { fsAt } from "./filesystems";
import { has } from "./kernels";
import { chainLegs, unchainLegs } from "./mapped";
import { mkfsLayout } from "./mm";
import { setDeviceName } from "./names";
import { partitionDax } from "./namespaces";
import { pmemCount, pmemCreate } from "./pmem";
import { segmentsAdd, segmentsCreate } from "./segments";
import { put32, put64 } from "./state";
import { rootAt, tableAt, tableCount, tablePush } from "./tables";

/** Models bdev_open of a device that is not there, or that somebody has. */
function refuseDevice(rule: u32, name: u32, rc: i32): i32 {
  return refuse(FN_BDEV_OPEN, rule, WHO_DEVICE, name, rc);
}

function refuseMapped(alias: u32, rc: i32): i32 {
  return refuse(FN_DM_TABLE, RULE_DM_REFUSED, WHO_DEVICE, alias, rc);
}

// --- disks -------------------------------------------------------------------------------------

/** Arguments as OP_PMEM has them. */
export function pmemStep(ptr: usize): i32 {
  const sizeBytes = load<u64>(ptr, 20);
  const disk = deviceCreate(load<u32>(ptr), load<u32>(ptr, 4), 0, 0, sizeBytes);
  const at = deviceAt(disk);
  put32(at + DEVICE_MODE, load<u32>(ptr, 8));
  put32(at + DEVICE_MAP, load<u32>(ptr, 12));
  put32(at + DEVICE_DRIVER, load<u32>(ptr, 16));
  put64(at + DEVICE_RESOURCE, load<u64>(ptr, 28));
  put64(at + DEVICE_DATA_OFFSET, load<u64>(ptr, 36));
  put32(at + DEVICE_CLEAR_UNIT, load<u32>(ptr, 44));
  put32(at + DEVICE_EADR, load<u32>(ptr, 48));
  const pmem = pmemCount() + 1;
  pmemCreate(pmem, sizeBytes);
  put32(at + DEVICE_PMEM, pmem);
  physAdd(disk);
  giveDax(disk);
  return 0;
}

/** alloc_dax: fsdax disks and dax character devices have one; raw and sector mode do not. */
function giveDax(disk: u32): void {
  const at = deviceAt(disk);
  const mode = load<u32>(at, DEVICE_MODE);
  const isDax = mode == MODE_FSDAX || (mode == MODE_DEVDAX && load<u32>(at, DEVICE_DRIVER) != DRIVER_NONE);
  put32(at + DEVICE_DAX, isDax ? daxCreate(disk, 0, 0) : 0);
}

/** Arguments as OP_PARTITION has them: a new table takes the place of the old one. -EBUSY while one is in use. */
export function partitionStep(ptr: usize): i32 {
  const disk = devicePresent(load<u32>(ptr));
  if (disk == 0) return refuseDevice(RULE_DEVICE_GONE, load<u32>(ptr), -ENOENT);
  const at = deviceAt(disk);
  if (claimOf(disk) != 0) return refuseDevice(RULE_DEVICE_BUSY, load<u32>(ptr), -EBUSY);
  let part = load<u32>(at, DEVICE_FIRST_PARTITION);
  for (; part != 0; part = load<u32>(deviceAt(part), DEVICE_NEXT_PARTITION)) {
    put32(deviceAt(part) + DEVICE_PRESENT, 0);
  }
  put32(at + DEVICE_FIRST_PARTITION, 0);
  let link = at + DEVICE_FIRST_PARTITION;
  const n = load<u32>(ptr, 4);
  for (let i: u32 = 0; i < n; i++) {
    const entry = ptr + 8 + usize(i) * 20;
    const fresh = deviceCreate(load<u32>(entry), DEV_PARTITION, disk, load<u64>(entry, 4), load<u64>(entry, 12));
    put32(link, fresh);
    link = deviceAt(fresh) + DEVICE_NEXT_PARTITION;
    partitionDax(disk, fresh);
  }
  return 0;
}

// --- mapped devices ----------------------------------------------------------------------------

/** Arguments as OP_DM_CREATE has them. Each leg is opened exclusively; a leg in use is -EBUSY. */
export function dmCreateStep(ptr: usize): i32 {
  const alias = load<u32>(ptr);
  if (devicePresent(alias) != 0) return refuseMapped(alias, -EBUSY);
  const nrNames = load<u32>(ptr, 8);
  let name: u32 = 0;
  for (let i: u32 = 0; i < nrNames && name == 0; i++) {
    const candidate = load<u32>(ptr + 12 + (usize(i) << 2));
    if (devicePresent(candidate) == 0) name = candidate;
  }
  if (name == 0) return refuseMapped(alias, -EBUSY);
  const table = ptr + 12 + (usize(nrNames) << 2);
  const rc = checkLegs(table);
  if (rc != 0) return refuseMapped(alias, rc);
  const device = deviceCreate(name, DEV_DM, 0, 0, tableBytes(table));
  setDeviceName(alias, device);
  const at = deviceAt(device);
  put32(at + DEVICE_MAP_NAME, load<u32>(ptr, 4));
  put32(at + DEVICE_SEGMENTS, segmentsCreate());
  put32(at + DEVICE_FIRST_TARGET, tableCount(T_TARGETS) + 1);
  put32(at + DEVICE_NR_TARGETS, load<u32>(table));
  const isDax = addTargets(device, table);
  if (isDax) put32(at + DEVICE_DAX, daxCreate(device, 0, 0));
  chainLegs(device);
  return 0;
}

// A target in words: type, start, len, chunk, legs, then {device, off} each.
const TARGET_WORDS_BYTES: usize = 28;
const LEG_WORDS_BYTES: usize = 12;

function nextTarget(target: usize): usize {
  return target + TARGET_WORDS_BYTES + usize(load<u32>(target, 24)) * LEG_WORDS_BYTES;
}

/** -ENOENT for a leg that is not there, -EBUSY for one that a mount or another mapped device has open. */
function checkLegs(table: usize): i32 {
  const n = load<u32>(table);
  let target = table + 4;
  for (let i: u32 = 0; i < n; i++) {
    const nrLegs = load<u32>(target, 24);
    for (let leg: u32 = 0; leg < nrLegs; leg++) {
      const words = target + TARGET_WORDS_BYTES + usize(leg) * LEG_WORDS_BYTES;
      const device = devicePresent(load<u32>(words));
      if (device == 0) return -ENOENT;
      // All mapped devices claim as one: they may share a leg.
      if ((claimOf(device) & CLAIM_MOUNT) != 0) return -EBUSY;
    }
    target = nextTarget(target);
  }
  return 0;
}

function tableBytes(table: usize): u64 {
  let bytes: u64 = 0;
  let target = table + 4;
  for (let i = load<u32>(table); i != 0; i--) {
    bytes += load<u64>(target, 12);
    target = nextTarget(target);
  }
  return bytes;
}

/** Whether every leg's disk has a dax_device and every leg is aligned: dm_table_supports_dax. */
function addTargets(device: u32, table: usize): bool {
  const segments = load<u32>(deviceAt(device), DEVICE_SEGMENTS);
  let isDax = true;
  let words = table + 4;
  for (let i = load<u32>(table); i != 0; i--) {
    const target = tablePush(T_TARGETS);
    const at = tableAt(T_TARGETS, target);
    const nrLegs = load<u32>(words, 24);
    put32(at + TARGET_TYPE, load<u32>(words));
    put64(at + TARGET_START, load<u64>(words, 4));
    put64(at + TARGET_LEN, load<u64>(words, 12));
    put32(at + TARGET_CHUNK, load<u32>(words, 20));
    put32(at + TARGET_NR_LEGS, nrLegs);
    put32(at + TARGET_FIRST_LEG, tableCount(T_LEGS) + 1);
    segmentsAdd(segments, load<u64>(words, 4) >> 9, target);
    for (let leg: u32 = 0; leg < nrLegs; leg++) {
      isDax = addLeg(device, target, leg, words + TARGET_WORDS_BYTES + usize(leg) * LEG_WORDS_BYTES) && isDax;
    }
    words = nextTarget(words);
  }
  return isDax;
}

function addLeg(device: u32, target: u32, index: u32, words: usize): bool {
  const below = devicePresent(load<u32>(words));
  const at = tableAt(T_LEGS, tablePush(T_LEGS));
  put32(at + LEG_DEVICE, below);
  put32(at + LEG_TARGET, target);
  put64(at + LEG_OFF, load<u64>(words, 4));
  put32(at + LEG_DM, device);
  put32(at + LEG_INDEX, index);
  if (index == 0) {
    put32(tableAt(T_TARGETS, target) + TARGET_LEG_DEVICE, below);
    put64(tableAt(T_TARGETS, target) + TARGET_LEG_OFF, load<u64>(words, 4));
  }
  put32(deviceAt(below) + DEVICE_CLAIM, CLAIM_DM | device);
  return deviceDax(below) != 0 && isPageAligned(below);
}

/** Arguments as OP_DM_REMOVE has them: -EBUSY while it is mounted or a leg of another. */
export function dmRemoveStep(ptr: usize): i32 {
  const device = devicePresent(load<u32>(ptr));
  if (device == 0 || deviceKind(device) != DEV_DM) return refuseDevice(RULE_DEVICE_GONE, load<u32>(ptr), -ENOENT);
  const at = deviceAt(device);
  if (load<u32>(at, DEVICE_CLAIM) != 0) return refuseDevice(RULE_DEVICE_BUSY, load<u32>(ptr), -EBUSY);
  if (load<u32>(at, DEVICE_DAX) != 0) killDax(load<u32>(at, DEVICE_DAX));
  if (hasCrashed()) return -EIO;
  put32(at + DEVICE_PRESENT, 0);
  unchainLegs(device);
  return 0;
}

// --- mkfs --------------------------------------------------------------------------------------

/** Arguments as OP_MKFS has them. */
export function mkfsStep(ptr: usize): i32 {
  const device = devicePresent(load<u32>(ptr, 4));
  if (device == 0) return refuseDevice(RULE_DEVICE_GONE, load<u32>(ptr, 4), -ENOENT);
  if (claimOf(device) != 0) return refuseDevice(RULE_DEVICE_BUSY, load<u32>(ptr, 4), -EBUSY);
  const fs = tablePush(T_FS);
  const at = fsAt(fs);
  const blockBytes = load<u32>(ptr, 12);
  const sizeBytes = load<u64>(ptr, 16) == 0 ? deviceSize(device) : load<u64>(ptr, 16);
  put32(at + FS_TYPE, load<u32>(ptr));
  put32(at + FS_FLAGS, load<u32>(ptr, 8));
  put32(at + FS_DEVICE, device);
  put32(at + FS_BLOCK_BYTES, blockBytes);
  put64(at + FS_BLOCKS, sizeBytes / u64(blockBytes));
  put32(at + FS_AG_COUNT, load<u32>(ptr, 24));
  put32(at + FS_AG_BLOCKS, load<u32>(ptr, 28));
  put64(at + FS_LOG_OFF, load<u64>(ptr, 32));
  put64(at + FS_LOG_LEN, load<u64>(ptr, 40));
  const log = load<u32>(ptr, 48);
  const rt = load<u32>(ptr, 52);
  if ((log != 0 && devicePresent(log) == 0) || (rt != 0 && devicePresent(rt) == 0)) return -ENOENT;
  put32(at + FS_LOG_DEVICE, log == 0 ? 0 : devicePresent(log));
  put32(at + FS_RT_DEVICE, rt == 0 ? 0 : devicePresent(rt));
  const rtBlocks = load<u64>(ptr, 56);
  put64(at + FS_RT_BLOCKS, rt == 0 || rtBlocks != 0 ? rtBlocks : deviceSize(devicePresent(rt)) / u64(blockBytes));
  put32(at + FS_INODE_BYTES, load<u32>(ptr, 64));
  put64(at + FS_ROOT_INO, load<u64>(ptr, 68));
  const first = load<u64>(rootAt(R_NR_RMAPS)) + 1;
  put32(at + FS_RMAP, u32(first));
  put32(at + FS_RT_RMAP, rt == 0 ? 0 : u32(first + 1));
  put64(rootAt(R_NR_RMAPS), first + (rt == 0 ? 0 : 1));
  const rc = mkfsLayout(fs);
  if (rc != 0) return rc;
  put32(deviceAt(device) + DEVICE_FS, fs);
  tellGeometry(fs, device);
  return 0;
}

/** What mkfs chose, defaults included: reflink and rmapbt change everything. */
function tellGeometry(fs: u32, device: u32): void {
  const at = fsAt(fs);
  const event = eventOpen(FN_MKFS, RULE_MKFS, WHO_DEVICE, deviceName(device));
  eventDeviceRange(event, deviceName(device), 0, load<u64>(at, FS_BLOCKS) * u64(load<u32>(at, FS_BLOCK_BYTES)));
  argBool(event, KEY_RMAPBT, (load<u32>(at, FS_FLAGS) & FS_RMAPBT) != 0);
  argBool(event, KEY_REFLINK, (load<u32>(at, FS_FLAGS) & FS_REFLINK) != 0);
  argNumber(event, KEY_BLOCK_BYTES, load<u32>(at, FS_BLOCK_BYTES));
  argNumber(event, KEY_AG_COUNT, load<u32>(at, FS_AG_COUNT));
  argNumber(event, KEY_AG_BLOCKS, load<u32>(at, FS_AG_BLOCKS));
  eventClose(event, 0);
}
