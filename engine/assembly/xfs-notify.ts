/**
 * XFS as a holder: from a range of its dax_device to blocks of its allocation groups.
 *
 * Models xfs_dax_notify_failure and what it calls, fs/xfs/xfs_notify_failure.c, in every version from the posted v9
 * on: the gate checks in their order, the clipping arithmetic with its historic defects (all u64, wrapping), and the
 * walk over the groups. What a record means is in xfs-failure.ts.
 *
 * **Left out:** reading AGFs can only fail because the filesystem is shut down.
 */
import {
  CRASH_OOPS, EFSCORRUPTED, EIO, ENXIO, EOPNOTSUPP, FN_FREEZE_SUPER, FN_THAW_SUPER, FN_XFS_ALLOC_READ_AGF,
  FN_XFS_DAX_NOTIFY_DDEV_FAILURE, FN_XFS_DAX_NOTIFY_DEV_FAILURE, FN_XFS_DAX_NOTIFY_FAILURE,
  FN_XFS_DAX_TRANSLATE_RANGE, FS_AG_BLOCKS, FS_AG_COUNT, FS_BLOCKS, FS_BLOCK_BYTES, FS_EXTERNAL_LOG, FS_LOG_DEVICE,
  FS_LOG_LEN, FS_RMAPBT, FS_RT_BLOCKS, FS_RT_DEVICE, KEY_BBLEN, KEY_DADDR, KEY_DAX_DEV, KEY_FLAGS, KEY_HOLDER_DATA,
  KEY_LEN, KEY_OFFSET, KEY_TYPE, MF_MEM_PRE_REMOVE, MOUNT_BORN, MOUNT_DATA_PART_OFF, MOUNT_LOG_DAX,
  MOUNT_LOG_PART_OFF, MOUNT_RT_DAX, MOUNT_RT_PART_OFF, RULE_FREEZE, RULE_OOPS_PERAG, RULE_THAW, RULE_XFS_ASKED,
  RULE_XFS_LOG, RULE_XFS_LOG_OUTSIDE, RULE_XFS_LOG_PRE_REMOVE, RULE_XFS_NOT_BORN, RULE_XFS_NO_RMAPBT,
  RULE_XFS_OUTSIDE, RULE_XFS_QUERY, RULE_XFS_RT_UNSUPPORTED, RULE_XFS_SHUTDOWN_ALREADY, RULE_XFS_TRANSLATE,
  SHUTDOWN_CORRUPT_ONDISK, SHUTDOWN_FORCE_UMOUNT, WHO_MOUNT,
} from "../abi";
import { WHOLE_DEVICE, daxDevice, holderObject } from "./dax";
import { deviceName, deviceSize } from "./devices";
import {
  crash, argHolder, argName, argNumber, eventClose, eventDeviceRange, eventOpen, eventRule, hasCrashed,
} from "./events";
import { fsAt, fsHas, isShutdown, mountAt, mountDevice, mountFs, mountHas } from "./filesystems";
import {
  CHECKS_BORN, CLIPS, CLIPS_RIGHT, CLIPS_TO_FS, COUNT_PER_GROUP, COUNT_RIGHT, END_INCLUSIVE, GROUP_LOOP, LOG_CLIPPED,
  LOG_CLIPPED_TO_LOG, PRE_REMOVE, REALTIME, RMAPBT_AFTER_CLIP, TRANSLATE, WANT_SHUTDOWN, WHOLE_DEVICE_FIRST, has,
} from "./kernels";
import { SCRATCH } from "./state";
import { queryGroup, wantsShutdown, wantsShutdownForget } from "./xfs-failure";
import { forceShutdown } from "./xfs-shutdown";

// A clipped range: byte of the target and length. Read at once: a nested notification writes it again.
const CLIPPED: usize = SCRATCH + 0xe000;

/** `->notify_failure` of XFS. */
export function xfsDaxNotifyFailure(holder: u32, dax: u32, offBytes: u64, lenBytes: u64, flags: u32): i32 {
  const mount = holderObject(holder);
  const name = deviceName(daxDevice(dax));
  const event = eventOpen(FN_XFS_DAX_NOTIFY_FAILURE, RULE_XFS_ASKED, WHO_MOUNT, mount);
  eventDeviceRange(event, name, offBytes, lenBytes);
  argName(event, KEY_DAX_DEV, name);
  argHolder(event, KEY_HOLDER_DATA, holder);
  argNumber(event, KEY_OFFSET, offBytes);
  argNumber(event, KEY_LEN, lenBytes);
  argNumber(event, KEY_FLAGS, flags);
  const rc = gate(event, mount, dax, offBytes, lenBytes, flags);
  return hasCrashed() ? -EIO : eventClose(event, rc);
}

/** The checks before any block is looked up, in the order of each version. */
function gate(event: u32, mount: u32, dax: u32, offBytes: u64, lenBytes: u64, flags: u32): i32 {
  if (has(CHECKS_BORN) && !mountHas(mount, MOUNT_BORN)) {
    eventRule(event, RULE_XFS_NOT_BORN);
    return -EIO;
  }
  const fs = mountFs(mount);
  const at = mountAt(mount);
  const isLog = fsHas(fs, FS_EXTERNAL_LOG) && load<u32>(at, MOUNT_LOG_DAX) == dax;
  const isRt = load<u32>(at, MOUNT_RT_DAX) == dax;
  if (isRt && !has(REALTIME)) {
    eventRule(event, RULE_XFS_RT_UNSUPPORTED);
    return -EOPNOTSUPP;
  }
  if (isLog) return notifyLog(event, mount, offBytes, lenBytes, flags);
  if (!has(RMAPBT_AFTER_CLIP) && !fsHas(fs, FS_RMAPBT)) {
    eventRule(event, RULE_XFS_NO_RMAPBT);
    return -EOPNOTSUPP;
  }
  if (has(GROUP_LOOP)) return notifyDev(mount, isRt, offBytes, lenBytes, flags);
  const rc = translate(mount, isRt, offBytes, lenBytes);
  if (rc != 0) {
    eventRule(event, RULE_XFS_OUTSIDE);
    return rc;
  }
  const from = load<u64>(CLIPPED);
  const len = load<u64>(CLIPPED, 8);
  return notifyData(mount, from, len, flags);
}

// --- clipping ----------------------------------------------------------------------------------

/** The range in the target's own bytes, at CLIPPED; -ENXIO if it is elsewhere. Has an event where it is a function. */
function translate(mount: u32, isRt: bool, offBytes: u64, lenBytes: u64): i32 {
  const fs = fsAt(mountFs(mount));
  const partOff = load<u64>(mountAt(mount) + (isRt ? MOUNT_RT_PART_OFF : MOUNT_DATA_PART_OFF));
  const device = isRt ? load<u32>(fs, FS_RT_DEVICE) : mountDevice(mount);
  const blocks = isRt ? load<u64>(fs, FS_RT_BLOCKS) : load<u64>(fs, FS_BLOCKS);
  const size = has(CLIPS_TO_FS) ? blocks * u64(load<u32>(fs, FS_BLOCK_BYTES)) : deviceSize(device);
  if (!has(TRANSLATE)) return clip(partOff, size, offBytes, lenBytes);
  const event = eventOpen(FN_XFS_DAX_TRANSLATE_RANGE, RULE_XFS_TRANSLATE, WHO_MOUNT, mount);
  eventDeviceRange(event, deviceName(device), offBytes, lenBytes);
  argNumber(event, KEY_OFFSET, offBytes);
  argNumber(event, KEY_LEN, lenBytes);
  const rc = clip(partOff, size, offBytes, lenBytes);
  if (rc != 0) eventRule(event, RULE_XFS_OUTSIDE);
  return eventClose(event, rc);
}

/** P = where the target begins, L = its length, E = P + L - 1. Writes the clipped range to CLIPPED. */
function clip(p: u64, l: u64, offBytes: u64, lenBytes: u64): i32 {
  let off = offBytes;
  let len = lenBytes;
  const e = p + l - 1;
  if (has(WHOLE_DEVICE_FIRST) && off == 0 && len == WHOLE_DEVICE) {
    off = p;
    len = l;
  }
  if (!has(CLIPS)) off -= p;
  else if (has(CLIPS_RIGHT)) {
    if (off + len - 1 < p || off > e) return -ENXIO;
    if (off > p) off -= p;
    else {
      len -= p - off;
      off = 0;
    }
    // Target-relative against device-absolute: right for P = 0 only, as in the kernel.
    if (off + len - 1 > e) len = e - off + 1;
  } else {
    if (off + len < p || off > e) return -ENXIO;
    if (off > p) off -= p;
    else {
      len -= p - off;
      off = 0;
    }
    if (off + len > e) len -= e - off;
  }
  store<u64>(CLIPPED, off);
  store<u64>(CLIPPED, len, 8);
  return 0;
}

// --- external log ------------------------------------------------------------------------------

/** A failure on the device of the external log. */
function notifyLog(event: u32, mount: u32, offBytes: u64, lenBytes: u64, flags: u32): i32 {
  if (has(LOG_CLIPPED)) {
    const fs = fsAt(mountFs(mount));
    const device = load<u32>(fs, FS_LOG_DEVICE);
    const size = has(LOG_CLIPPED_TO_LOG) ? load<u64>(fs, FS_LOG_LEN) : deviceSize(device);
    if (clip(load<u64>(mountAt(mount), MOUNT_LOG_PART_OFF), size, offBytes, lenBytes) != 0) {
      eventRule(event, RULE_XFS_LOG_OUTSIDE);
      return -ENXIO;
    }
  }
  if (has(PRE_REMOVE) && (flags & MF_MEM_PRE_REMOVE) != 0) {
    eventRule(event, RULE_XFS_LOG_PRE_REMOVE);
    return 0;
  }
  eventRule(event, RULE_XFS_LOG);
  forceShutdown(mount, SHUTDOWN_CORRUPT_ONDISK);
  return -EFSCORRUPTED;
}

// --- data and realtime -------------------------------------------------------------------------

/** BTOBB: bytes to 512-byte units, rounded up, in 64 bits. */
function toBasicBlocks(bytes: u64): u64 {
  return (bytes + 511) >> 9;
}

/** Models xfs_dax_notify_ddev_failure, until 6.12. */
function notifyData(mount: u32, offBytes: u64, lenBytes: u64, flags: u32): i32 {
  const daddr = toBasicBlocks(offBytes);
  const bbLen = toBasicBlocks(lenBytes);
  const event = eventOpen(FN_XFS_DAX_NOTIFY_DDEV_FAILURE, RULE_XFS_QUERY, WHO_MOUNT, mount);
  eventDeviceRange(event, deviceName(mountDevice(mount)), offBytes, lenBytes);
  argNumber(event, KEY_DADDR, daddr);
  argNumber(event, KEY_BBLEN, bbLen);
  argNumber(event, KEY_FLAGS, flags);
  const rc = walk(event, mount, false, daddr, bbLen, flags);
  return hasCrashed() ? -EIO : eventClose(event, rc);
}

/** Models xfs_dax_notify_dev_failure, from 7.2 on: data and realtime alike, rmapbt asked for after clipping. */
function notifyDev(mount: u32, isRt: bool, offBytes: u64, lenBytes: u64, flags: u32): i32 {
  const event = eventOpen(FN_XFS_DAX_NOTIFY_DEV_FAILURE, RULE_XFS_QUERY, WHO_MOUNT, mount);
  eventDeviceRange(event, deviceName(mountDevice(mount)), offBytes, lenBytes);
  argNumber(event, KEY_OFFSET, offBytes);
  argNumber(event, KEY_LEN, lenBytes);
  argNumber(event, KEY_FLAGS, flags);
  argNumber(event, KEY_TYPE, u64(isRt));
  if (translate(mount, isRt, offBytes, lenBytes) != 0) {
    eventRule(event, RULE_XFS_OUTSIDE);
    return eventClose(event, -ENXIO);
  }
  const daddr = toBasicBlocks(load<u64>(CLIPPED));
  const bbLen = toBasicBlocks(load<u64>(CLIPPED, 8));
  if (!fsHas(mountFs(mount), FS_RMAPBT)) {
    eventRule(event, RULE_XFS_NO_RMAPBT);
    return eventClose(event, -EOPNOTSUPP);
  }
  const rc = walk(event, mount, isRt, daddr, bbLen, flags);
  return hasCrashed() ? -EIO : eventClose(event, rc);
}

/** Freeze, all groups, shutdown if somebody wants it. */
function walk(event: u32, mount: u32, isRt: bool, daddr: u64, bbLen: u64, flags: u32): i32 {
  const isRemoval = has(PRE_REMOVE) && (flags & MF_MEM_PRE_REMOVE) != 0;
  if (isRemoval) eventClose(eventOpen(FN_FREEZE_SUPER, RULE_FREEZE, WHO_MOUNT, mount), 0);
  wantsShutdownForget();
  const rc = groups(event, mount, isRt, daddr, bbLen, flags);
  if (hasCrashed()) return -EIO;
  if (isRemoval) {
    forceShutdown(mount, SHUTDOWN_FORCE_UMOUNT);
    eventClose(eventOpen(FN_THAW_SUPER, RULE_THAW, WHO_MOUNT, mount), 0);
    return rc;
  }
  if (!has(WANT_SHUTDOWN)) return rc;
  if (rc == 0 && !wantsShutdown()) return 0;
  forceShutdown(mount, SHUTDOWN_CORRUPT_ONDISK);
  return rc == 0 ? -EFSCORRUPTED : rc;
}

function groups(event: u32, mount: u32, isRt: bool, daddr: u64, bbLen: u64, flags: u32): i32 {
  const fs = fsAt(mountFs(mount));
  const perBlock = u64(load<u32>(fs, FS_BLOCK_BYTES)) >> 9;
  const agBlocks = isRt ? max(load<u64>(fs, FS_RT_BLOCKS), 1) : u64(load<u32>(fs, FS_AG_BLOCKS));
  const agCount: u64 = isRt ? 1 : u64(load<u32>(fs, FS_AG_COUNT));
  const first = daddr / perBlock;
  const last = (has(END_INCLUSIVE) ? daddr + bbLen - 1 : daddr + bbLen) / perBlock;
  const endGroup = last / agBlocks;
  let low = u32(first % agBlocks);
  for (let group = first / agBlocks; group <= endGroup; group++) {
    if (group >= agCount) {
      if (has(GROUP_LOOP)) return 0;
      eventOpen(FN_XFS_ALLOC_READ_AGF, RULE_OOPS_PERAG, WHO_MOUNT, mount);
      crash(CRASH_OOPS, FN_XFS_ALLOC_READ_AGF, RULE_OOPS_PERAG);
      return -EIO;
    }
    if (isShutdown(mount)) {
      eventRule(event, RULE_XFS_SHUTDOWN_ALREADY);
      return -EIO;
    }
    const high = group == endGroup ? u32(last % agBlocks) : u32.MAX_VALUE;
    const restBlocks = isRt ? load<u64>(fs, FS_RT_BLOCKS) : load<u64>(fs, FS_BLOCKS) - group * agBlocks;
    const lengthBlocks = u32(min(agBlocks, restBlocks));
    const count = failedBlocks(low, high, lengthBlocks, bbLen / perBlock);
    const rc = queryGroup(mount, isRt, u32(group), low, high, count, flags);
    if (hasCrashed() || rc != 0) return rc;
    low = 0;
  }
  return 0;
}

/** `notify.blockcount` of one group. */
function failedBlocks(low: u32, high: u32, lengthBlocks: u32, allBlocks: u64): u32 {
  if (!has(COUNT_PER_GROUP)) return u32(allBlocks);
  // From 7.2 on `high + 1` is computed first, and overflows in every group but the last.
  if (has(GROUP_LOOP)) return min<u32>(lengthBlocks, high + 1) - low;
  if (has(COUNT_RIGHT)) return min<u32>(lengthBlocks - 1, high) + 1 - low;
  return min<u32>(lengthBlocks, high) - low;
}
