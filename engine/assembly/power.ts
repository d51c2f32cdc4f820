/**
 * The failure of power, and the boot after it.
 *
 * What the power-fail domain has not reached is lost or kept line by line. Processes, mounts, holders, page cache,
 * HWPoison and the driver's lists were in RAM; poison of the media is still there, and the scrub at boot finds it.
 *
 * **Left out:** log recovery of filesystems: their metadata is never behind here. What boot mounts by itself.
 */
import {
  CLAIM_ID, CLAIM_MOUNT, DEVICE_CLAIM, DEVICE_PMEM, DEVICE_PRESENT, FN_POWER_FAIL, FS_MOUNT, KEY_LOST,
  KEY_SURVIVED, MOUNT_FS, MOUNT_TARGET, MOUNT_UNMOUNTED, RULE_POWER_FAIL, R_CRASH, R_MF_STUCK, T_DAX, T_MOUNTS,
  T_PROCESSES, WHO_HARDWARE,
} from "../abi";
import { badblocksClear } from "./badblocks";
import { badrangesForgetAll } from "./badranges";
import { daxDropHolders } from "./dax";
import { scrubDisk } from "./device-steps";
import { deviceAt, deviceCount, deviceSize } from "./devices";
import { argNumber, eventCloseVoid, eventOpen, eventStep } from "./events";
import { firstInCore, nextInCore } from "./files";
import { fsAt, mountAt, mountHas, mountSetFlag } from "./filesystems";
import { cacheDrop, evict } from "./inode-pages";
import { setMountTarget } from "./names";
import { pagesForget } from "./pages";
import { losePower, unsafeLines } from "./persistence";
import { processEnd } from "./process-steps";
import { processIsAlive } from "./processes";
import { put32, put64 } from "./state";
import { rootAt, tableCount } from "./tables";

function dropMount(mount: u32): void {
  const fs = load<u32>(mountAt(mount), MOUNT_FS);
  let inode = firstInCore(fs);
  while (inode != 0) {
    const next = nextInCore(inode);
    cacheDrop(inode, 0, u64.MAX_VALUE);
    evict(inode);
    inode = next;
  }
  setMountTarget(load<u32>(mountAt(mount), MOUNT_TARGET), 0);
  if (load<u32>(fsAt(fs), FS_MOUNT) == mount) put32(fsAt(fs) + FS_MOUNT, 0);
  mountSetFlag(mount, MOUNT_UNMOUNTED);
}

/** Everything in RAM is gone. */
function forgetMemory(): void {
  for (let process: u32 = 1; process <= tableCount(T_PROCESSES); process++) {
    if (processIsAlive(process)) processEnd(process);
  }
  for (let mount: u32 = 1; mount <= tableCount(T_MOUNTS); mount++) {
    if (!mountHas(mount, MOUNT_UNMOUNTED)) dropMount(mount);
  }
  for (let dax: u32 = 1; dax <= tableCount(T_DAX); dax++) daxDropHolders(dax);
  for (let device: u32 = 1; device <= deviceCount(); device++) {
    const claim = load<u32>(deviceAt(device), DEVICE_CLAIM);
    if ((claim & ~CLAIM_ID) == CLAIM_MOUNT) put32(deviceAt(device) + DEVICE_CLAIM, 0);
  }
  put64(rootAt(R_CRASH), 0);
  put64(rootAt(R_MF_STUCK), 0);
}

/** The driver comes up on a disk: no list, no flags, then what the scrub at boot finds. */
function bootDisk(disk: u32): void {
  const at = deviceAt(disk);
  const pmem = load<u32>(at, DEVICE_PMEM);
  if (pmem == 0 || load<u32>(at, DEVICE_PRESENT) == 0) return;
  pagesForget(disk);
  badrangesForgetAll(disk);
  badblocksClear(pmem, 0, deviceSize(disk) >> 9);
  scrubDisk(disk);
}

/** Plays OP_POWER_FAIL. */
export function powerFailStep(): i32 {
  const event = eventOpen(FN_POWER_FAIL, RULE_POWER_FAIL, WHO_HARDWARE, 0);
  const fate = unsafeLines() == 0 ? 0 : losePower(u64(eventStep()));
  argNumber(event, KEY_LOST, fate & 0xffffffff);
  argNumber(event, KEY_SURVIVED, fate >> 32);
  forgetMemory();
  for (let device: u32 = 1; device <= deviceCount(); device++) bootDisk(device);
  eventCloseVoid(event);
  return 0;
}
