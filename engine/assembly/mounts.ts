/**
 * mount(2) and umount(2): who finds a dax_device, who claims it, and who goes on without.
 *
 * Models xfs_open_devices, xfs_alloc_buftarg, xfs_setup_dax_always and their ends, fs/xfs; the dax checks of
 * ext4_fill_super and ext2_fill_super. A refused claim is no error from 6.0 on: the mount goes on without DAX.
 *
 * **Left out:** stacked mounts, log recovery, what else of a filesystem is read at mount than its superblock,
 * everything about superblocks but DAX.
 */
import {
  CLAIM_MOUNT, DAX_ALWAYS, DAX_INODE, DAX_NEVER, DAX_OFF, DEVICE_CLAIM, DEV_PARTITION, EBUSY, EINVAL, EIO, ENODEV,
  ENOENT, ENOMEM, EVENT_PROPOSED, FN_BDEV_OPEN, FN_EXT4_FILL_SUPER, FN_UMOUNT, FN_XFS_ALLOC_BUFTARG,
  FN_XFS_FS_FILL_SUPER, FN_XFS_SETUP_DAX_ALWAYS, FS_EXT2, FS_EXTERNAL_LOG, FS_LOG_DEVICE, FS_MOUNT, FS_REALTIME,
  FS_REFLINK, FS_RT_DEVICE, FS_XFS, HOLDER_XFS, KEY_BT_DEV, KEY_DAX_ASKED, KEY_HOLDER, KEY_REFLINK, KIND_TEXT,
  MOUNT_BORN, MOUNT_DATA_DAX, MOUNT_DATA_PART_OFF, MOUNT_DAX, MOUNT_DAX_ASKED, MOUNT_DEVICE, MOUNT_DEVICE_NAME,
  MOUNT_FLAGS, MOUNT_FS, MOUNT_HOLDER, MOUNT_HUNG, MOUNT_LOG_DAX, MOUNT_LOG_PART_OFF, MOUNT_RT_DAX, MOUNT_RT_PART_OFF,
  MOUNT_TARGET, MOUNT_UNMOUNTED, POLICY_KERNEL, POLICY_WHOLE_DEVICE_MERGED, POLICY_WHOLE_DEVICE_STRICT,
  RULE_DEVICE_BUSY, RULE_DEVICE_GONE, RULE_MOUNT, RULE_MOUNT_BUSY, RULE_MOUNT_DAX_OFF, RULE_MOUNT_DAX_ON,
  RULE_MOUNT_EXT4_NO_DAX, RULE_MOUNT_INCOMPLETE, RULE_MOUNT_NO_FS, RULE_MOUNT_REFLINK_PARTITION,
  RULE_MOUNT_SLOT_IN_USE, RULE_MOUNT_TARGET, RULE_MOUNT_UNREADABLE, RULE_UMOUNT_HUNG, RULE_UMOUNT_NOT_MOUNTED,
  TEXT_ALWAYS, T_MOUNTS,
  WHO_DEVICE, WHO_KERNEL, WHO_MOUNT,
} from "../abi";
import { holderCreate, isHeld } from "./dax";
import { claimOf, deviceAt, deviceFs, deviceKind, deviceName, devicePresent } from "./devices";
import { isReadable } from "./device-steps";
import {
  refuse, argBool, argHolder, argName, eventArg, eventClose, eventCloseVoid, eventFlags, eventOpen, eventRule,
  hasCrashed,
} from "./events";
import { fsAt, fsBlockBytes, fsHas, fsType, mountAt, mountFs, mountHas, mountSetFlag } from "./filesystems";
import { EXT2_DAX, SLOT_FAILS_MOUNT, has } from "./kernels";
import { mountContents, umountContents } from "./mm";
import { addTarget, leaveTarget, sharedMount } from "./mount-points";
import { mountByTarget, setMountTarget } from "./names";
import { daxOfBdev, fsDaxGetByBdev, fsPutDax, partOffOf, policyId, refusalIsError } from "./slots";
import { SCRATCH, put32, put64 } from "./state";
import { tablePush } from "./tables";

const WHY: usize = SCRATCH + 0xe030;

// --- mount -------------------------------------------------------------------------------------

/** Arguments as OP_MOUNT has them. Returns 0 or -errno. */
export function mountStep(ptr: usize): i32 {
  const mount = mountBegin(ptr);
  if (hasCrashed() || mount < 0) return mount;
  mountEnd(ptr, mount);
  return 0;
}

/** Up to where the filesystem holds its devices and is not born yet: its mount, or -errno. */
export function mountBegin(ptr: usize): i32 {
  const device = devicePresent(load<u32>(ptr));
  const target = load<u32>(ptr, 4);
  if (device == 0) return refuseDevice(RULE_DEVICE_GONE, load<u32>(ptr), -ENOENT);
  const fs = deviceFs(device);
  const asked = load<u32>(ptr, 8);
  const isBusy = mountByTarget(target) != 0;
  if (isBusy || claimOf(device) != 0) {
    const shared = isBusy || fs == 0 ? 0 : sharedMount(device, fs, asked, load<u32>(ptr, 24));
    return shared == 0 ? refuseDevice(RULE_MOUNT_BUSY, load<u32>(ptr), -EBUSY) : addTarget(shared, target);
  }
  if (fs == 0 && asked == 0) return refuseDevice(RULE_MOUNT_NO_FS, load<u32>(ptr), -EINVAL);
  if (fs == 0 || (asked != 0 && asked != fsType(fs))) return giveUp(ptr, device, fs, asked, RULE_MOUNT_NO_FS, -EINVAL);
  const log = fsHas(fs, FS_EXTERNAL_LOG) ? devicePresent(load<u32>(ptr, 16)) : 0;
  const rt = fsHas(fs, FS_REALTIME) ? devicePresent(load<u32>(ptr, 20)) : 0;
  // A filesystem with an external log or a realtime device does not mount without them.
  if (fsHas(fs, FS_EXTERNAL_LOG) && log == 0) return giveUp(ptr, device, fs, FS_XFS, RULE_MOUNT_INCOMPLETE, -EINVAL);
  if (fsHas(fs, FS_REALTIME) && rt == 0) return giveUp(ptr, device, fs, FS_XFS, RULE_MOUNT_INCOMPLETE, -ENODEV);
  if (log != 0 && claimOf(log) != 0) return refuseDevice(RULE_DEVICE_BUSY, deviceName(log), -EBUSY);
  if (rt != 0 && claimOf(rt) != 0) return refuseDevice(RULE_DEVICE_BUSY, deviceName(rt), -EBUSY);
  const mount = mountCreate(ptr, device, fs, fsType(fs));
  const rc = fsType(fs) == FS_XFS ? xfsFillSuper(mount, device, log, rt) : ext4FillSuper(mount, device);
  if (hasCrashed()) return -EIO;
  if (rc != 0) {
    mountSetFlag(mount, MOUNT_UNMOUNTED);
    return rc;
  }
  put32(fsAt(fs) + FS_LOG_DEVICE, log);
  put32(fsAt(fs) + FS_RT_DEVICE, rt);
  claim(device, mount);
  if (log != 0) claim(log, mount);
  if (rt != 0) claim(rt, mount);
  return mount;
}

function refuseDevice(rule: u32, name: u32, rc: i32): i32 {
  return refuse(FN_BDEV_OPEN, rule, WHO_DEVICE, name, rc);
}

/** SB_BORN: from here on the filesystem answers, and is there for others. */
export function mountEnd(ptr: usize, mount: u32): void {
  if (mountHas(mount, MOUNT_BORN)) return;
  mountSetFlag(mount, MOUNT_BORN);
  setMountTarget(load<u32>(ptr, 4), mount);
  put32(fsAt(mountFs(mount)) + FS_MOUNT, mount);
  mountContents(mount);
}

function claim(device: u32, mount: u32): void {
  put32(deviceAt(device) + DEVICE_CLAIM, CLAIM_MOUNT | mount);
}

function mountCreate(ptr: usize, device: u32, fs: u32, type: u32): u32 {
  const mount = tablePush(T_MOUNTS);
  const at = mountAt(mount);
  const name = load<u32>(ptr);
  put32(at + MOUNT_FS, fs);
  put32(at + MOUNT_DEVICE, device);
  put32(at + MOUNT_TARGET, load<u32>(ptr, 4));
  put32(at + MOUNT_DEVICE_NAME, name);
  put32(at + MOUNT_FLAGS, load<u32>(ptr, 24));
  put32(at + MOUNT_DAX_ASKED, load<u32>(ptr, 12));
  const kind = type == FS_XFS ? HOLDER_XFS : 0;
  put32(at + MOUNT_HOLDER, holderCreate(kind, mount, name, type));
  return mount;
}

/**
 * What is on the device is read only after the dax_device was looked up and, by XFS, held: a mount that fails on what it
 * reads has been its holder for a moment.
 */
function giveUp(ptr: usize, device: u32, fs: u32, type: u32, rule: u32, rc: i32): i32 {
  const mount = mountCreate(ptr, device, fs, type);
  const at = mountAt(mount);
  const event = eventOpen(type == FS_XFS ? FN_XFS_FS_FILL_SUPER : FN_EXT4_FILL_SUPER, rule, WHO_MOUNT, mount);
  if (type == FS_XFS) {
    const refused = allocBuftarg(mount, device, at + MOUNT_DATA_DAX, at + MOUNT_DATA_PART_OFF);
    if (refused != 0) rc = refused;
    freeBuftargs(mount, device, 0, 0);
  } else if (type != FS_EXT2 || has(EXT2_DAX)) {
    const dax = fsDaxGetByBdev(device, 0, 0, WHY);
    if (dax != 0) fsPutDax(dax, 0, device);
  }
  mountSetFlag(mount, MOUNT_UNMOUNTED);
  return eventClose(event, rc);
}

// --- XFS ---------------------------------------------------------------------------------------

function xfsFillSuper(mount: u32, device: u32, log: u32, rt: u32): i32 {
  const at = mountAt(mount);
  const event = eventOpen(FN_XFS_FS_FILL_SUPER, RULE_MOUNT, WHO_MOUNT, mount);
  let rc = allocBuftarg(mount, device, at + MOUNT_DATA_DAX, at + MOUNT_DATA_PART_OFF);
  if (rc == 0 && rt != 0) rc = allocBuftarg(mount, rt, at + MOUNT_RT_DAX, at + MOUNT_RT_PART_OFF);
  if (rc == 0 && log != 0) rc = allocBuftarg(mount, log, at + MOUNT_LOG_DAX, at + MOUNT_LOG_PART_OFF);
  if (rc == 0) rc = readSuper(event, device, 0, 4096);
  if (rc == 0) rc = setupDax(mount, device);
  if (rc != 0) {
    if (rc == -ENOMEM || rc == -EBUSY) eventRule(event, RULE_MOUNT_SLOT_IN_USE);
    freeBuftargs(mount, device, log, rt);
  }
  return eventClose(event, rc);
}

/** Models xfs_alloc_buftarg: the offset is kept even where the dax_device is not had. */
function allocBuftarg(mount: u32, device: u32, daxField: usize, partOffField: usize): i32 {
  const event = eventOpen(FN_XFS_ALLOC_BUFTARG, RULE_MOUNT_TARGET, WHO_MOUNT, mount);
  const holder = load<u32>(mountAt(mount), MOUNT_HOLDER);
  argHolder(event, KEY_HOLDER, holder);
  argName(event, KEY_BT_DEV, deviceName(device));
  put64(partOffField, partOffOf(device));
  // The posted series looks before it registers, and gives up where somebody is there.
  if (has(SLOT_FAILS_MOUNT) && refusesTaken(device)) {
    eventRule(event, RULE_MOUNT_SLOT_IN_USE);
    return eventClose(event, -ENOMEM);
  }
  const dax = fsDaxGetByBdev(device, holder, HOLDER_XFS, WHY);
  put32(daxField, dax);
  if (dax == 0 && refusalIsError() && load<u32>(WHY) == EBUSY) {
    eventRule(event, RULE_MOUNT_SLOT_IN_USE);
    eventFlags(event, EVENT_PROPOSED);
    return eventClose(event, -EBUSY);
  }
  eventCloseVoid(event);
  return 0;
}

/** Only under the kernel's own policy: designs say themselves who may hold. */
function refusesTaken(device: u32): bool {
  const dax = daxOfBdev(device);
  return policyId() == POLICY_KERNEL && dax != 0 && isHeld(dax);
}

/** Models xfs_setup_dax_always, and what `dax=inode` and `dax=never` mean without a dax_device. */
function setupDax(mount: u32, device: u32): i32 {
  const at = mountAt(mount);
  const asked = load<u32>(at, MOUNT_DAX_ASKED);
  const hasDax = load<u32>(at, MOUNT_DATA_DAX) != 0;
  if (asked != DAX_ALWAYS) {
    put32(at + MOUNT_DAX, asked == DAX_NEVER ? DAX_NEVER : hasDax ? DAX_INODE : DAX_OFF);
    return 0;
  }
  const fs = load<u32>(at, MOUNT_FS);
  const event = eventOpen(FN_XFS_SETUP_DAX_ALWAYS, RULE_MOUNT_DAX_ON, WHO_MOUNT, mount);
  eventArg(event, KEY_DAX_ASKED, KIND_TEXT, TEXT_ALWAYS);
  argBool(event, KEY_REFLINK, fsHas(fs, FS_REFLINK));
  if ((!hasDax && load<u32>(at, MOUNT_RT_DAX) == 0) || fsBlockBytes(fs) != 4096) {
    eventRule(event, RULE_MOUNT_DAX_OFF);
    put32(at + MOUNT_DAX, DAX_OFF);
    return eventClose(event, 0);
  }
  if (fsHas(fs, FS_REFLINK) && isSharedDisk(device)) {
    eventRule(event, RULE_MOUNT_REFLINK_PARTITION);
    return eventClose(event, -EINVAL);
  }
  put32(at + MOUNT_DAX, DAX_ALWAYS);
  return eventClose(event, 0);
}

/** A partition without a dax_device to itself: reflink with DAX could not be told of its failures. v9 does not ask. */
function isSharedDisk(device: u32): bool {
  const isRule = policyId() == POLICY_WHOLE_DEVICE_STRICT || policyId() == POLICY_WHOLE_DEVICE_MERGED;
  if (has(SLOT_FAILS_MOUNT) && !isRule) return false;
  return deviceKind(device) == DEV_PARTITION && partOffOf(device) != 0;
}

/** Models xfs_readsb (one sector, 4 KiB on pmem) and ext4_load_super (1 KiB at 1 KiB, then the block around it). */
function readSuper(event: u32, device: u32, off: u64, len: u64): i32 {
  if (isReadable(device, off, len)) return 0;
  eventRule(event, RULE_MOUNT_UNREADABLE);
  return -EIO;
}

function freeBuftargs(mount: u32, device: u32, log: u32, rt: u32): void {
  const at = mountAt(mount);
  const holder = load<u32>(at, MOUNT_HOLDER);
  if (log != 0) fsPutDax(load<u32>(at, MOUNT_LOG_DAX), holder, log);
  if (rt != 0) fsPutDax(load<u32>(at, MOUNT_RT_DAX), holder, rt);
  fsPutDax(load<u32>(at, MOUNT_DATA_DAX), holder, device);
}

// --- ext4 and ext2 -----------------------------------------------------------------------------

/** They look a dax_device up but never hold it; without one `dax=always` is an error. */
function ext4FillSuper(mount: u32, device: u32): i32 {
  const at = mountAt(mount);
  const fs = load<u32>(at, MOUNT_FS);
  const asked = load<u32>(at, MOUNT_DAX_ASKED);
  const event = eventOpen(FN_EXT4_FILL_SUPER, RULE_MOUNT, WHO_MOUNT, mount);
  const mayDax = fsType(fs) != FS_EXT2 || has(EXT2_DAX);
  const dax = mayDax ? fsDaxGetByBdev(device, 0, 0, WHY) : 0;
  put32(at + MOUNT_DATA_DAX, dax);
  put64(at + MOUNT_DATA_PART_OFF, partOffOf(device));
  const blockBytes = u64(fsBlockBytes(fs));
  const from: u64 = blockBytes == 1024 ? 1024 : 0;
  const rc = readSuper(event, device, from, max(blockBytes, 2048) - from);
  if (rc != 0) {
    if (dax != 0) fsPutDax(dax, 0, device);
    return eventClose(event, rc);
  }
  if (asked == DAX_ALWAYS && (dax == 0 || fsBlockBytes(fs) != 4096)) {
    eventRule(event, RULE_MOUNT_EXT4_NO_DAX);
    return eventClose(event, -EINVAL);
  }
  put32(at + MOUNT_DAX, asked == 0 || asked == DAX_INODE ? (dax == 0 ? DAX_OFF : DAX_INODE) : asked);
  return eventClose(event, 0);
}

// --- umount ------------------------------------------------------------------------------------

/** Arguments as OP_UMOUNT has them. */
export function umountStep(ptr: usize): i32 {
  const mount = mountByTarget(load<u32>(ptr));
  if (mount == 0) return refuse(FN_UMOUNT, RULE_UMOUNT_NOT_MOUNTED, WHO_KERNEL, 0, -EINVAL);
  if (leaveTarget(mount, load<u32>(ptr))) return 0;
  if (mountHas(mount, MOUNT_HUNG)) return refuse(FN_UMOUNT, RULE_UMOUNT_HUNG, WHO_MOUNT, mount, -EBUSY);
  const rc = umountContents(mount);
  if (hasCrashed()) return -EIO;
  if (rc != 0) return refuse(FN_UMOUNT, RULE_DEVICE_BUSY, WHO_MOUNT, mount, rc);
  const at = mountAt(mount);
  const fs = load<u32>(at, MOUNT_FS);
  const device = load<u32>(at, MOUNT_DEVICE);
  const log = load<u32>(fsAt(fs), FS_LOG_DEVICE);
  const rt = load<u32>(fsAt(fs), FS_RT_DEVICE);
  if (fsType(fs) == FS_XFS) freeBuftargs(mount, device, log, rt);
  else if (load<u32>(at, MOUNT_DATA_DAX) != 0) fsPutDax(load<u32>(at, MOUNT_DATA_DAX), 0, device);
  release(device);
  if (log != 0) release(log);
  if (rt != 0) release(rt);
  mountSetFlag(mount, MOUNT_UNMOUNTED);
  put32(fsAt(fs) + FS_MOUNT, 0);
  setMountTarget(load<u32>(ptr), 0);
  return 0;
}

function release(device: u32): void {
  put32(deviceAt(device) + DEVICE_CLAIM, 0);
}
