/**
 * One filesystem at several mount points: mount(2) of a device that is mounted already finds its superblock.
 *
 * Models the part of get_tree_bdev, fs/super.c, that meets a superblock on the same device: nothing is opened, read or
 * registered, and the options of the second mount are not looked at. All targets name the first mount's record; each
 * further one has a record of its own that says no more than where. The last umount is the one that gives up.
 *
 * **Left out:** which of the mount points a file is mapped through (any of them but the last goes away although files
 * are mapped), remounts.
 */
import {
  FN_BDEV_OPEN, MOUNT_ALIAS, MOUNT_BORN, MOUNT_DEVICE_GONE, MOUNT_FLAGS, MOUNT_FS, MOUNT_HUNG, MOUNT_READ_ONLY,
  MOUNT_TARGET, MOUNT_UNMOUNTED, RULE_MOUNT_SHARED, T_MOUNTS, WHO_MOUNT,
} from "../abi";
import { eventClose, eventOpen } from "./events";
import { fsMount, fsType, mountAt, mountDevice, mountFs, mountHas, mountSetFlag } from "./filesystems";
import { setMountTarget } from "./names";
import { put32 } from "./state";
import { tableCount, tablePush } from "./tables";

/** The mount that a further one of its device joins; 0: none. Only to change read-only to writable or back is refused. */
export function sharedMount(device: u32, fs: u32, asked: u32, flags: u32): u32 {
  const mount = fsMount(fs);
  if (mount == 0 || mountDevice(mount) != device || mountHas(mount, MOUNT_HUNG | MOUNT_DEVICE_GONE)) return 0;
  if (asked != 0 && asked != fsType(fs)) return 0;
  return mountHas(mount, MOUNT_READ_ONLY) == ((flags & MOUNT_READ_ONLY) != 0) ? mount : 0;
}

/** The mount appears at one more target. Returns it. */
export function addTarget(mount: u32, target: u32): u32 {
  const at = mountAt(tablePush(T_MOUNTS));
  put32(at + MOUNT_FS, mountFs(mount));
  put32(at + MOUNT_TARGET, target);
  put32(at + MOUNT_FLAGS, MOUNT_BORN | MOUNT_ALIAS);
  setMountTarget(target, mount);
  eventClose(eventOpen(FN_BDEV_OPEN, RULE_MOUNT_SHARED, WHO_MOUNT, mount), 0);
  return mount;
}

/** Takes a target away where the filesystem has another one, which the mount then has as its own. */
export function leaveTarget(mount: u32, target: u32): bool {
  let other: u32 = 0;
  for (let id = mount + 1; id <= tableCount(T_MOUNTS); id++) {
    if (mountFs(id) != mountFs(mount) || !mountHas(id, MOUNT_ALIAS) || mountHas(id, MOUNT_UNMOUNTED)) continue;
    other = id;
    if (load<u32>(mountAt(id), MOUNT_TARGET) == target) break;
  }
  if (other == 0) return false;
  const at = mountAt(mount) + MOUNT_TARGET;
  if (load<u32>(at) == target) put32(at, load<u32>(mountAt(other), MOUNT_TARGET));
  mountSetFlag(other, MOUNT_UNMOUNTED);
  setMountTarget(target, 0);
  return true;
}
