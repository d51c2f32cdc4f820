/**
 * One failure on its way through mapped devices to its owners, for the benchmarks.
 *
 * The devices are made by the steps that scenes use, and the way is the one of the rules: `resolve` through a linear
 * device, a striped one and partitions to the disk, the reverse map there, and an event that keeps what was found.
 * `test/bench/native/peers.c` goes the same way in C.
 *
 * **Left out:** who holds the dax_devices, and processes: the rules around the way, not the way.
 */
import {
  DEV_PARTITION, DEV_PMEM, FN_XFS_RMAP_QUERY_RANGE, KEY_FILE_OFFSET, KEY_OFFSET, KEY_OWNER, R_NR_RMAPS,
  RULE_XFS_GROUP, TARGET_LINEAR, TARGET_STRIPED, WHO_DEVICE,
} from "../abi";
import { dmCreateStep } from "./blocks";
import { daxReset } from "./dax";
import { RESOLVED_DISK, RESOLVED_OFF, deviceCreate, deviceName, devicesReset, resolve } from "./devices";
import { argNumber, eventClose, eventDeviceRange, eventOpen, eventsReset, eventsStep } from "./events";
import {
  groupFirst, recordFileBlock, recordOwner, rmapGroup, rmapInsert, rmapNext, rmapPrepare, rmapRecord,
} from "./extents";
import { filesystemsReset } from "./filesystems";
import { mmReset } from "./mm";
import { deviceByName, namesReset } from "./names";
import { SCRATCH, alloc, touch } from "./state";
import { rootAt } from "./tables";

export { restore, snapshot } from "./state";

const NR_PARTITIONS: u32 = 4;
const CHUNK_BYTES: u64 = 65536;
const STRIPED_NAME: u32 = 16;
const LINEAR_NAME: u32 = 18;
/** Where the reverse map's records lie: behind the maps of legs, which are numbered first. */
const FS: u32 = 9;
const RESOLVED: usize = SCRATCH + 0x8000;

// @ts-ignore: decorator
@inline
function step(x: u32): u32 {
  x ^= x << 13;
  x ^= x >> 17;
  return x ^ (x << 5);
}

function targetBytes(x: u32): u64 {
  return u64(32 + (x & 31)) << 12;
}

/** A disk of four partitions, striped, under a linear device of `targets` pieces in reverse order. Returns its pages. */
export function routeDevices(targets: u32, seed: u32): u32 {
  eventsReset();
  namesReset();
  devicesReset();
  daxReset();
  filesystemsReset();
  mmReset();
  let total: u64 = 0;
  let x = seed;
  for (let i: u32 = 0; i < targets; i++) {
    x = step(x);
    total += targetBytes(x);
  }
  const row = CHUNK_BYTES * NR_PARTITIONS;
  const part = ((total + row - 1) / row) * CHUNK_BYTES;
  const disk = deviceCreate(1, DEV_PMEM, 0, 0, part * NR_PARTITIONS);
  for (let i: u32 = 0; i < NR_PARTITIONS; i++) deviceCreate(2 + i, DEV_PARTITION, disk, part * i, part);
  createStriped(part);
  createLinear(targets, seed, total);
  return u32(total >> 12);
}

/** Words of OP_DM_CREATE up to its targets: alias, map name, one device name, targets. */
function tableHead(room: usize, name: u32, targets: u32): usize {
  store<u32>(room, name);
  store<u32>(room, name, 4);
  store<u32>(room, 1, 8);
  store<u32>(room, name + 1, 12);
  store<u32>(room, targets, 16);
  return room + 20;
}

function tableTarget(at: usize, type: u32, startBytes: u64, lenBytes: u64, chunkBytes: u64, legs: u32): usize {
  store<u32>(at, type);
  store<u64>(at, startBytes, 4);
  store<u64>(at, lenBytes, 12);
  store<u32>(at, u32(chunkBytes), 20);
  store<u32>(at, legs, 24);
  return at + 28;
}

function tableLeg(at: usize, device: u32, offBytes: u64): usize {
  store<u32>(at, device);
  store<u64>(at, offBytes, 4);
  return at + 12;
}

function createStriped(partBytes: u64): void {
  const room = alloc(4096);
  touch(room, 4096);
  let at = tableHead(room, STRIPED_NAME, 1);
  at = tableTarget(at, TARGET_STRIPED, 0, partBytes * NR_PARTITIONS, CHUNK_BYTES, NR_PARTITIONS);
  for (let i: u32 = 0; i < NR_PARTITIONS; i++) at = tableLeg(at, 2 + i, 0);
  if (dmCreateStep(room) != 0) unreachable();
}

function createLinear(targets: u32, seed: u32, total: u64): void {
  const lenBytes = 20 + targets * 40;
  const room = alloc(lenBytes);
  touch(room, lenBytes);
  let at = tableHead(room, LINEAR_NAME, targets);
  let start: u64 = 0;
  let x = seed;
  for (let i: u32 = 0; i < targets; i++) {
    x = step(x);
    const len = targetBytes(x);
    at = tableTarget(at, TARGET_LINEAR, start, len, 0, 1);
    at = tableLeg(at, STRIPED_NAME, total - start - len);
    start += len;
  }
  if (dmCreateStep(room) != 0) unreachable();
}

/** Records as `rmapFill` of testing-bench.ts has them. */
export function routeRecords(n: u32, seed: u32): void {
  if (load<u64>(rootAt(R_NR_RMAPS)) >= u64(FS)) unreachable();
  let x = seed;
  let block: u32 = 16;
  for (let i: u32 = 0; i < n; i++) {
    x = step(x);
    const length = (x & 7) + 1;
    rmapInsert(FS, 0, block, length, u64(128 + (x >> 8) % 5000), u64(x >> 20), 0);
    if ((x & 0x30) == 0 && ++i < n) rmapInsert(FS, 0, block, length, u64(6000 + (x >> 9) % 99), u64(x >> 21), 0);
    block += length + ((x >> 6) & 3);
  }
  rmapPrepare(FS, 0);
}

/** Routes `n` failures of single pages below `pages` of the linear device. Returns the sum of all that was found. */
export function route(n: u32, seed: u32, pages: u32): u32 {
  const device = deviceByName(LINEAR_NAME);
  let x = seed;
  let sum: u32 = 0;
  const group = rmapGroup(FS, 0);
  eventsStep(1);
  for (let i: u32 = 0; i < n; i++) {
    x = step(x);
    const offBytes = ((u64(x) * u64(pages)) >> 32) << 12;
    if (!resolve(device, offBytes, RESOLVED)) continue;
    const disk = load<u32>(RESOLVED, RESOLVED_DISK);
    const diskOff = load<u64>(RESOLVED, RESOLVED_OFF);
    const event = eventOpen(FN_XFS_RMAP_QUERY_RANGE, RULE_XFS_GROUP, WHO_DEVICE, deviceName(disk));
    eventDeviceRange(event, deviceName(disk), diskOff, 4096);
    argNumber(event, KEY_OFFSET, offBytes);
    const block = u32(diskOff >> 12);
    sum += block;
    for (let at = groupFirst(group, block, block + 1); at != 0; at = rmapNext(at)) {
      const record = rmapRecord(at);
      const owner = recordOwner(record);
      const fileBlock = recordFileBlock(record);
      argNumber(event, KEY_OWNER, owner);
      argNumber(event, KEY_FILE_OFFSET, fileBlock);
      sum += u32(owner) + u32(fileBlock);
    }
    eventClose(event, 0);
  }
  return sum;
}
