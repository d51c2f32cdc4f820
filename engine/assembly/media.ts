/**
 * The pmem driver's way to the bytes: block reads and writes, and clearing poison on the way.
 *
 * Models pmem_do_read, pmem_do_write, pmem_clear_poison, drivers/nvdimm/pmem.c, and nvdimm_clear_poison,
 * drivers/nvdimm/bus.c. Three states with three lives: a poisoned line (the media), a sector on the badblocks list
 * (the driver's memory of it), HWPoison (a flag of a page). The driver tries to clear only what badblocks knows.
 *
 * **Left out:** BTT; the region's badblocks; unacknowledged entries.
 */
import {
  DEVICE_CLEAR_UNIT, EIO, ENXIO, FN_PMEM_CLEAR_POISON, FN_PMEM_DO_READ, FN_PMEM_DO_WRITE, KEY_CLEARED, KEY_HWPOISON,
  RULE_CLEAR_DONE, RULE_CLEAR_HWPOISON, RULE_CLEAR_MISALIGNED, RULE_READ, RULE_READ_BADBLOCK, RULE_READ_MEDIA,
  RULE_WRITE, RULE_WRITE_CLEARS, RULE_WRITE_NOT_CLEARED, WHO_DEVICE,
} from "../abi";
import { badblocksClear, badblocksFind } from "./badblocks";
import { badrangeForget, kernelMachineCheck } from "./badranges";
import { PAGE_BUFFER } from "./buffers";
import { deviceAt, deviceName, pmemOf } from "./devices";
import { argNumber, eventClose, eventDeviceRange, eventOpen, eventRule } from "./events";
import { pageClearPoison, pageIsPoisoned } from "./pages";
import { storeFlushed } from "./persistence";
import { pmemPage, pmemRead, pmemRecord } from "./pmem";
import { poisonClear } from "./poison-change";


/** Whether badblocks lists a sector of the range. */
export function hasBadblock(disk: u32, off: u64, len: u64): bool {
  const first = off >> 9;
  return badblocksFind(pmemOf(disk), first, ((off + len + 511) >> 9) - first) >= 0;
}

function open(fn: u32, rule: u32, disk: u32, off: u64, len: u64): u32 {
  const event = eventOpen(fn, rule, WHO_DEVICE, deviceName(disk));
  eventDeviceRange(event, deviceName(disk), off, len);
  return event;
}

/** Models pmem_do_read. */
export function mediaRead(disk: u32, off: u64, len: u32, dst: usize): i32 {
  const event = open(FN_PMEM_DO_READ, RULE_READ, disk, off, len);
  if (hasBadblock(disk, off, len)) {
    eventRule(event, RULE_READ_BADBLOCK);
    return eventClose(event, -EIO);
  }
  const got = pmemRead(pmemOf(disk), off, len, dst);
  if (got == len) return eventClose(event, 0);
  eventRule(event, RULE_READ_MEDIA);
  kernelMachineCheck(disk, off + got);
  return eventClose(event, -EIO);
}

/** Models pmem_do_write: clears first where badblocks knows something; if that fails, nothing is written. */
export function mediaWrite(disk: u32, off: u64, len: u32, src: usize): i32 {
  const isBad = hasBadblock(disk, off, len);
  const event = open(FN_PMEM_DO_WRITE, isBad ? RULE_WRITE_CLEARS : RULE_WRITE, disk, off, len);
  if (isBad && clearPoison(disk, off, len, true) < i64(len)) {
    eventRule(event, RULE_WRITE_NOT_CLEARED);
    return eventClose(event, -EIO);
  }
  storeFlushed(disk, off, len, src);
  return eventClose(event, 0);
}

/**
 * Models pmem_clear_poison: firmware clears whole units, HWPoison is dropped for whole pages, badblocks last (or by
 * the caller, as pmem_recovery_write does). Returns the bytes cleared, or -ENXIO.
 */
export function clearPoison(disk: u32, off: u64, len: u32, forgetsBadblocks: bool): i64 {
  const event = open(FN_PMEM_CLEAR_POISON, RULE_CLEAR_DONE, disk, off, len);
  const unit = u64(load<u32>(deviceAt(disk), DEVICE_CLEAR_UNIT));
  if (unit == 0 || ((off | u64(len)) & (unit - 1)) != 0) {
    eventRule(event, RULE_CLEAR_MISALIGNED);
    return i64(eventClose(event, -ENXIO));
  }
  poisonClear(pmemOf(disk), off, len);
  badrangeForget(disk, off, len);
  let pages: u32 = 0;
  const nrPages = u64(len) >> 12;
  for (let page = off >> 12; page < (off >> 12) + nrPages; page++) if (pageIsPoisoned(disk, page)) pages++;
  if (pages != 0) eventRule(event, RULE_CLEAR_HWPOISON);
  argNumber(event, KEY_CLEARED, len);
  argNumber(event, KEY_HWPOISON, pages);
  for (let page = off >> 12; page < (off >> 12) + nrPages; page++) pageClearPoison(disk, page);
  if (forgetsBadblocks) badblocksClear(pmemOf(disk), off >> 9, u64(len) >> 9);
  return i64(eventClose(event, i32(len)));
}

/** Zeroes one page through the driver, as new blocks of a DAX file are: what badblocks knows there is cleared. */
export function mediaZero(disk: u32, page: u64): i32 {
  const off = page << 12;
  const isBad = hasBadblock(disk, off, 4096);
  if (!isBad && pmemPage(pmemRecord(pmemOf(disk)), off) == 0) return 0;
  memory.fill(PAGE_BUFFER, 0, 4096);
  return mediaWrite(disk, off, 4096, PAGE_BUFFER);
}
