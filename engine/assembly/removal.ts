/**
 * A namespace that goes away under its users and comes back.
 *
 * Models pmem_release_disk and del_gendisk as far as holders and filesystems notice: kill_dax first, then the block
 * layer tells the mounted filesystems. Order as in drivers/nvdimm/pmem.c, Linux 7.3.
 *
 * Nobody tells the users of a mapped device whose leg went away: they learn it when they write there.
 *
 * **Left out:** a mapped device keeps its legs; other I/O to it is not modelled as failing.
 */
import {
  CRASH_HANG, DEVICE_DAX, DEVICE_DRIVER, DEVICE_FIRST_PARTITION, DEVICE_MODE, DEVICE_NEXT_PARTITION, DEVICE_PRESENT,
  DRIVER_NONE, EBUSY, EIO, ENOENT, FN_BLK_MARK_DISK_DEAD, FN_ND_PMEM_PROBE, FN_ND_PMEM_REMOVE, FS_LOG_DEVICE, FS_LOG_OFF,
  FS_RT_DEVICE, FS_XFS, HOLDER_XFS, MODE_DEVDAX, MODE_FSDAX, MOUNT_ALIAS, MOUNT_DEVICE_GONE, MOUNT_HUNG,
  MOUNT_IS_SHUTDOWN, MOUNT_PAGES_GONE, MOUNT_UNMOUNTED, RULE_BIND, RULE_DISK_DEAD, RULE_UNBIND, R_CRASH,
  SHUTDOWN_DEVICE_REMOVED, T_MOUNTS, WHO_DEVICE,
} from "../abi";
import { PLACE_BUFFER } from "./buffers";
import { daxCreate, daxHolder, holderKind, holderObject, killDax } from "./dax";
import { RESOLVED_DISK, deviceAt, deviceDax, deviceDisk, deviceName, devicePresent, resolve } from "./devices";
import { eventClose, eventCloseVoid, eventOpen, hasCrashed } from "./events";
import { fsAt, fsType, mountDevice, mountFs, mountHas, mountSetFlag } from "./filesystems";
import { DISK_DEAD, has } from "./kernels";
import { mmDiskGone } from "./mm";
import { deviceByName } from "./names";
import { partitionDax } from "./namespaces";
import { put32 } from "./state";
import { rootAt, tableCount } from "./tables";
import { forceShutdown } from "./xfs-shutdown";

/** Arguments as OP_UNBIND has them. */
export function unbindStep(ptr: usize): i32 {
  const disk = devicePresent(load<u32>(ptr));
  if (disk == 0) return -ENOENT;
  const event = eventOpen(FN_ND_PMEM_REMOVE, RULE_UNBIND, WHO_DEVICE, deviceName(disk));
  let part = load<u32>(deviceAt(disk), DEVICE_FIRST_PARTITION);
  for (; part != 0; part = load<u32>(deviceAt(part), DEVICE_NEXT_PARTITION)) {
    const own = load<u32>(deviceAt(part), DEVICE_DAX);
    if (own != 0) killDax(own);
    if (hasCrashed()) return stopped(disk);
  }
  if (deviceDax(disk) != 0) killDax(deviceDax(disk));
  if (hasCrashed()) return stopped(disk);
  diskDead(disk);
  setPresent(disk, 0);
  mmDiskGone(disk, true);
  return eventClose(event, 0);
}

/** The task that unbinds loops for ever inside the holder: its filesystem stays frozen. */
function stopped(disk: u32): i32 {
  if ((u32(load<u64>(rootAt(R_CRASH))) & 0xff) == CRASH_HANG && deviceDax(disk) != 0) {
    const holder = daxHolder(deviceDax(disk));
    if (holder != 0 && holderKind(holder) == HOLDER_XFS) mountSetFlag(holderObject(holder), MOUNT_HUNG);
  }
  return -EIO;
}

/** blk_mark_disk_dead: mounted filesystems are shut down in the order of their mounts; before 6.8 nobody tells them. */
function diskDead(disk: u32): void {
  const tells = has(DISK_DEAD);
  const event = eventOpen(FN_BLK_MARK_DISK_DEAD, RULE_DISK_DEAD, WHO_DEVICE, deviceName(disk));
  const nrMounts = tableCount(T_MOUNTS);
  for (let mount: u32 = 1; mount <= nrMounts; mount++) {
    if (mountHas(mount, MOUNT_UNMOUNTED | MOUNT_ALIAS)) continue;
    const fs = fsAt(mountFs(mount));
    if (isOn(disk, mountDevice(mount))) {
      mountSetFlag(mount, MOUNT_DEVICE_GONE | MOUNT_PAGES_GONE);
      if (tells) deviceRemoved(mount);
    }
    // External logs and realtime devices are opened in the filesystem's name as well.
    if (tells && isOn(disk, load<u32>(fs, FS_LOG_DEVICE))) deviceRemoved(mount);
    if (tells && isOn(disk, load<u32>(fs, FS_RT_DEVICE))) deviceRemoved(mount);
    const log = load<u32>(fs, FS_LOG_DEVICE);
    const device = mountDevice(mount);
    // What a new file in the root directory writes first: the log, and a block of the first group.
    if (isAt(disk, device, 0) || isAt(disk, log != 0 ? log : device, load<u64>(fs, FS_LOG_OFF))) {
      mountSetFlag(mount, MOUNT_DEVICE_GONE);
    }
  }
  eventCloseVoid(event);
}

/** Whether a byte of a device ends up on the disk. */
function isAt(disk: u32, device: u32, off: u64): bool {
  return resolve(device, off, PLACE_BUFFER) && load<u32>(PLACE_BUFFER, RESOLVED_DISK) == disk;
}

function isOn(disk: u32, device: u32): bool {
  return device != 0 && deviceDisk(device) == disk;
}

/** fs_bdev_mark_dead, as each filesystem takes it. */
function deviceRemoved(mount: u32): void {
  if (fsType(mountFs(mount)) == FS_XFS) forceShutdown(mount, SHUTDOWN_DEVICE_REMOVED);
  else mountSetFlag(mount, MOUNT_IS_SHUTDOWN);
}

function setPresent(disk: u32, isPresent: u32): void {
  put32(deviceAt(disk) + DEVICE_PRESENT, isPresent);
  let part = load<u32>(deviceAt(disk), DEVICE_FIRST_PARTITION);
  for (; part != 0; part = load<u32>(deviceAt(part), DEVICE_NEXT_PARTITION)) {
    put32(deviceAt(part) + DEVICE_PRESENT, isPresent);
  }
}

/** Arguments as OP_BIND has them: the namespace comes back with a dax_device that nobody holds. */
export function bindStep(ptr: usize): i32 {
  const disk = deviceByName(load<u32>(ptr));
  if (disk == 0) return -ENOENT;
  const at = deviceAt(disk);
  if (load<u32>(at, DEVICE_PRESENT) != 0) return -EBUSY;
  const event = eventOpen(FN_ND_PMEM_PROBE, RULE_BIND, WHO_DEVICE, deviceName(disk));
  setPresent(disk, 1);
  const mode = load<u32>(at, DEVICE_MODE);
  const isDax = mode == MODE_FSDAX || (mode == MODE_DEVDAX && load<u32>(at, DEVICE_DRIVER) != DRIVER_NONE);
  put32(at + DEVICE_DAX, isDax ? daxCreate(disk, 0, 0) : 0);
  let part = load<u32>(at, DEVICE_FIRST_PARTITION);
  for (; part != 0; part = load<u32>(deviceAt(part), DEVICE_NEXT_PARTITION)) partitionDax(disk, part);
  mmDiskGone(disk, false);
  return eventClose(event, 0);
}
