/**
 * The entry of every failure: page frame → driver → holder, or the generic way.
 *
 * Models memory_failure and memory_failure_dev_pagemap, mm/memory-failure.c; pmem_pagemap_memory_failure,
 * drivers/nvdimm/pmem.c; fsdev_pagemap_memory_failure, drivers/dax/fsdev.c. Only -EOPNOTSUPP from the driver falls
 * back to the generic way; every other answer is final.
 *
 * **Left out:** pages of ordinary memory, SGX, soft offline, the hwpoison filter.
 */
import {
  CRASH_HANG, CRASH_OOPS, DEVICE_DATA_OFFSET, DEVICE_DRIVER, DEVICE_MAP, DEVICE_MODE, DEVICE_PRESENT, DEVICE_RESOURCE,
  DRIVER_DEVICE_DAX, DRIVER_FSDEV_DAX, DRIVER_NONE, EBUSY, EIO, ENXIO, EOPNOTSUPP, FN_FSDEV_PAGEMAP_MEMORY_FAILURE,
  FN_MEMORY_FAILURE, FN_MEMORY_FAILURE_DEV_PAGEMAP, FN_PANIC, FN_PMEM_PAGEMAP_MEMORY_FAILURE, KERNEL_V9, KEY_FLAGS,
  KEY_NR_PAGES, KEY_PFN, MAP_DEV, MODE_DEVDAX, MODE_FSDAX, PAGE_SHIFT, RULE_FSDEV_TRANSLATE, RULE_MF_ALTMAP,
  RULE_MF_DRIVER, RULE_MF_ENTER, RULE_MF_GENERIC, RULE_MF_NO_DRIVER_OP, RULE_MF_OUTSIDE, RULE_MF_PANIC,
  RULE_MF_RAW_PFN, RULE_MF_STUCK, RULE_OOPS_PAGEMAP_OPS, RULE_PMEM_TRANSLATE, R_MF_STUCK, R_RECOVERY, SPACE_PHYS,
  WHO_DEVICE, WHO_KERNEL,
} from "../abi";
import { daxHolderNotifyFailure } from "./dax";
import { deviceAt, deviceDax, deviceName, diskByPfn, offOfPfn } from "./devices";
import { crash, argNumber, eventClose, eventDeviceRange, eventOpen, eventRange, eventRule, hasCrashed } from "./events";
import { FSDEV, RAW_PFN, has, kernelId } from "./kernels";
import { mfGenericKillProcs } from "./kill";
import { daxForFailure, failureShift } from "./namespaces";
import { put64 } from "./state";
import { rootAt } from "./tables";

const PAGE_BYTES: u64 = 4096;

/** The disk whose driver mapped a page frame's struct page (pfn_valid and a dev_pagemap); 0: there is none. */
export function pagemapDisk(pfn: u64): u32 {
  const disk = diskByPfn(pfn);
  if (disk == 0) return 0;
  const at = deviceAt(disk);
  if (load<u32>(at, DEVICE_PRESENT) == 0) return 0;
  const mode = load<u32>(at, DEVICE_MODE);
  return mode == MODE_FSDAX || (mode == MODE_DEVDAX && load<u32>(at, DEVICE_DRIVER) != DRIVER_NONE) ? disk : 0;
}

/** Models memory_failure, mm/memory-failure.c, for page frames of persistent memory. */
export function memoryFailure(pfn: u64, flags: u32): i32 {
  const event = eventOpen(FN_MEMORY_FAILURE, RULE_MF_ENTER, WHO_KERNEL, 0);
  eventRange(event, SPACE_PHYS, 0, pfn << PAGE_SHIFT, PAGE_BYTES);
  argNumber(event, KEY_PFN, pfn);
  argNumber(event, KEY_FLAGS, flags);
  if (load<u64>(rootAt(R_RECOVERY)) == 0) {
    eventRule(event, RULE_MF_PANIC);
    crash(CRASH_OOPS, FN_PANIC, RULE_MF_PANIC);
    return -EIO;
  }
  if (load<u64>(rootAt(R_MF_STUCK)) != 0) {
    eventRule(event, RULE_MF_STUCK);
    crash(CRASH_HANG, FN_MEMORY_FAILURE, RULE_MF_STUCK);
    return -EIO;
  }
  let rc: i32;
  const disk = pagemapDisk(pfn);
  if (disk != 0) rc = memoryFailureDevPagemap(disk, pfn, flags);
  else if (has(RAW_PFN)) {
    eventRule(event, RULE_MF_RAW_PFN);
    rc = -EBUSY;
  } else {
    eventRule(event, RULE_MF_OUTSIDE);
    rc = -ENXIO;
  }
  if (hasCrashed()) {
    // The mutex that serialises failures stays with the task that died.
    put64(rootAt(R_MF_STUCK), 1);
    return -EIO;
  }
  return eventClose(event, rc);
}

/** Models memory_failure_dev_pagemap: the area before the first valid page, the driver, the generic way. */
function memoryFailureDevPagemap(disk: u32, pfn: u64, flags: u32): i32 {
  const name = deviceName(disk);
  const event = eventOpen(FN_MEMORY_FAILURE_DEV_PAGEMAP, RULE_MF_DRIVER, WHO_KERNEL, 0);
  const offBytes = offOfPfn(disk, pfn);
  eventDeviceRange(event, name, offBytes, PAGE_BYTES);
  const at = deviceAt(disk);
  if (load<u32>(at, DEVICE_MAP) == MAP_DEV && (pfn << PAGE_SHIFT) < load<u64>(at, DEVICE_RESOURCE)) {
    eventRule(event, RULE_MF_ALTMAP);
    return eventClose(event, -ENXIO);
  }
  let rc: i32 = -EOPNOTSUPP;
  if (load<u32>(at, DEVICE_MODE) == MODE_FSDAX) rc = pmemPagemapMemoryFailure(disk, pfn, flags);
  else if (load<u32>(at, DEVICE_DRIVER) == DRIVER_FSDEV_DAX && has(FSDEV)) {
    rc = fsdevPagemapMemoryFailure(disk, pfn, flags);
  } else {
    eventRule(event, RULE_MF_NO_DRIVER_OP);
    if (kernelId() == KERNEL_V9 && load<u32>(at, DEVICE_DRIVER) == DRIVER_DEVICE_DAX) {
      // The posted patch reads pgmap->ops without asking whether there are any.
      crash(CRASH_OOPS, FN_MEMORY_FAILURE_DEV_PAGEMAP, RULE_OOPS_PAGEMAP_OPS);
    }
  }
  if (hasCrashed()) return -EIO;
  if (rc == -EOPNOTSUPP) {
    if (load<u32>(at, DEVICE_MODE) == MODE_FSDAX) eventRule(event, RULE_MF_GENERIC);
    rc = mfGenericKillProcs(disk, offBytes, pfn, flags);
    if (hasCrashed()) return -EIO;
  }
  return eventClose(event, rc);
}

/** Models pmem_pagemap_memory_failure, drivers/nvdimm/pmem.c: bytes from the start of the data, wrapping before it. */
function pmemPagemapMemoryFailure(disk: u32, pfn: u64, flags: u32): i32 {
  const name = deviceName(disk);
  const offBytes = offOfPfn(disk, pfn);
  const event = eventOpen(FN_PMEM_PAGEMAP_MEMORY_FAILURE, RULE_PMEM_TRANSLATE, WHO_DEVICE, name);
  eventDeviceRange(event, name, offBytes, PAGE_BYTES);
  argNumber(event, KEY_PFN, pfn);
  argNumber(event, KEY_NR_PAGES, 1);
  argNumber(event, KEY_FLAGS, flags);
  const dax = daxForFailure(disk, offBytes);
  const rc = daxHolderNotifyFailure(dax, offBytes - failureShift(dax), PAGE_BYTES, flags);
  return hasCrashed() ? -EIO : eventClose(event, rc);
}

/** Models fsdev_pagemap_memory_failure, drivers/dax/fsdev.c: outside of all ranges the offset is 2^64 - 1. */
function fsdevPagemapMemoryFailure(disk: u32, pfn: u64, flags: u32): i32 {
  const name = deviceName(disk);
  const at = deviceAt(disk);
  const first = load<u64>(at, DEVICE_RESOURCE) - load<u64>(at, DEVICE_DATA_OFFSET);
  const isInside = (pfn << PAGE_SHIFT) >= first && (pfn << PAGE_SHIFT) >= load<u64>(at, DEVICE_RESOURCE);
  const offBytes = isInside ? offOfPfn(disk, pfn) : u64.MAX_VALUE;
  const event = eventOpen(FN_FSDEV_PAGEMAP_MEMORY_FAILURE, RULE_FSDEV_TRANSLATE, WHO_DEVICE, name);
  eventDeviceRange(event, name, offBytes, PAGE_BYTES);
  argNumber(event, KEY_PFN, pfn);
  argNumber(event, KEY_NR_PAGES, 1);
  argNumber(event, KEY_FLAGS, flags);
  const rc = daxHolderNotifyFailure(deviceDax(disk), offBytes, PAGE_BYTES, flags);
  return hasCrashed() ? -EIO : eventClose(event, rc);
}
