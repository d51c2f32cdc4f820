/**
 * Steps on devices: block reads and writes, zeroing, latent poison, scrubbing, injected errors, the badblocks list,
 * and the failure of power.
 *
 * Poison arrives silently; scrubbing (ARS) or a machine check makes it known as bad ranges and then badblocks. None of
 * this calls memory_failure or a holder.
 *
 * **Left out:** what firmware does between scrubs; BTT.
 */
import {
  DEVICE_CLEAR_UNIT, DEVICE_PMEM, EINVAL, EIO, ENODEV, ENXIO, FN_ARS_SCRUB, FN_BADBLOCKS_CLEAR, FN_BLOCK_IO,
  FN_DAX_ZERO_PAGE_RANGE, FN_NVDIMM_INJECT, FN_POISON, INJECT_NOTIFY, INJECT_SATURATE, KEY_COUNT, KEY_LINES,
  KEY_NR_PAGES, KEY_NR_SECTORS, KEY_PGOFF, KEY_SECTOR, PAGE_SHIFT, RULE_BADBLOCKS, RULE_DEVICE_OUTSIDE,
  RULE_DIRECT_ACCESS_DEAD, RULE_INJECT, RULE_POISONED, RULE_READ, RULE_SCRUB, RULE_WRITE, RULE_ZERO_NOT_ONE,
  RULE_ZERO_PAGES, WHO_ADMIN, WHO_DEVICE, WHO_HARDWARE,
} from "../abi";
import { badblocksClear } from "./badblocks";
import { badblocksAdd, badblocksPopulate, badrangeAdd } from "./badranges";
import { PAGE_BUFFER, TRANSFER_BUFFER } from "./buffers";
import { daxAlive } from "./dax";
import {
  RESOLVED_DISK, RESOLVED_LEN, RESOLVED_OFF, deviceAt, deviceDax, deviceDisk, deviceName, devicePresent,
  deviceSize, deviceStart, pmemOf, resolve,
} from "./devices";
import { argNumber, eventClose, eventCloseVoid, eventDeviceRange, eventOpen, eventRule } from "./events";
import { hasBadblock, mediaRead, mediaWrite } from "./media";
import { deviceByName } from "./names";
import { poisonNext } from "./poison";
import { poisonSet } from "./poison-change";
import { PAGE_BYTES } from "./state";

const LINE: u64 = 64;

/** Plays a transfer page by page, as bio segments come. `src` 0: a read. Returns 0 or -errno. */
function transfer(device: u32, off: u64, len: u64, src: usize): i32 {
  let done: u64 = 0;
  while (done < len) {
    if (!resolve(device, off + done, TRANSFER_BUFFER)) return -EIO;
    const disk = load<u32>(TRANSFER_BUFFER, RESOLVED_DISK);
    const at = load<u64>(TRANSFER_BUFFER, RESOLVED_OFF);
    const inPage = at & (PAGE_BYTES - 1);
    const part = u32(min(min(len - done, load<u64>(TRANSFER_BUFFER, RESOLVED_LEN)), u64(PAGE_BYTES) - inPage));
    if (load<u32>(deviceAt(disk), DEVICE_PMEM) == 0) return -EIO;
    const rc = src == 0 ? mediaRead(disk, at, part, PAGE_BUFFER) : mediaWrite(disk, at, part, src + usize(done));
    if (rc != 0) return rc;
    done += part;
  }
  return 0;
}

/** Whether a filesystem can read its own there. Only a read that fails leaves events. */
export function isReadable(device: u32, off: u64, len: u64): bool {
  if (!resolve(device, off, TRANSFER_BUFFER)) return true;
  const disk = load<u32>(TRANSFER_BUFFER, RESOLVED_DISK);
  const at = load<u64>(TRANSFER_BUFFER, RESOLVED_OFF);
  const pmem = load<u32>(deviceAt(disk), DEVICE_PMEM);
  if (pmem == 0 || (!hasBadblock(disk, at, len) && poisonNext(pmem, at) >= at + len)) return true;
  return transfer(device, off, len, 0) == 0;
}

/** Arguments as OP_BLOCK_READ has them. */
export function blockReadStep(ptr: usize): i32 {
  return blockIo(ptr, load<u64>(ptr, 4), load<u64>(ptr, 12), 0);
}

/** Arguments as OP_BLOCK_WRITE has them. */
export function blockWriteStep(ptr: usize): i32 {
  return blockIo(ptr, load<u64>(ptr, 4), u64(load<u32>(ptr, 12)), ptr + 16);
}

function blockIo(ptr: usize, off: u64, len: u64, src: usize): i32 {
  const name = load<u32>(ptr);
  const device = devicePresent(name);
  const event = eventOpen(FN_BLOCK_IO, src == 0 ? RULE_READ : RULE_WRITE, WHO_DEVICE, name);
  eventDeviceRange(event, name, off, len);
  if (device == 0) return eventClose(event, -ENODEV);
  const size = deviceSize(device);
  if (off > size || len > size - off) {
    eventRule(event, RULE_DEVICE_OUTSIDE);
    return eventClose(event, -EIO);
  }
  return eventClose(event, transfer(device, off, len, src));
}

/** Arguments as OP_ZERO_PAGE_RANGE has them. Models dax_zero_page_range: exactly one page. */
export function zeroPageRangeStep(ptr: usize): i32 {
  const name = load<u32>(ptr);
  const pgoff = load<u64>(ptr, 4);
  const nrPages = load<u64>(ptr, 12);
  const event = eventOpen(FN_DAX_ZERO_PAGE_RANGE, RULE_ZERO_PAGES, WHO_DEVICE, name);
  argNumber(event, KEY_PGOFF, pgoff);
  argNumber(event, KEY_NR_PAGES, nrPages);
  // The dax_device outlives its block device, dead.
  const device = deviceByName(name);
  if (device == 0 || deviceDax(device) == 0 || !daxAlive(deviceDax(device))) {
    eventRule(event, RULE_DIRECT_ACCESS_DEAD);
    return eventClose(event, -ENXIO);
  }
  if (nrPages != 1) {
    eventRule(event, RULE_ZERO_NOT_ONE);
    return eventClose(event, -EIO);
  }
  const off = (pgoff << PAGE_SHIFT) + deviceStart(device);
  if (off + PAGE_BYTES > deviceSize(deviceDisk(device))) return eventClose(event, -ENXIO);
  memory.fill(PAGE_BUFFER, 0, PAGE_BYTES);
  return eventClose(event, transfer(deviceDisk(device), off, PAGE_BYTES, PAGE_BUFFER));
}

// --- poison ------------------------------------------------------------------------------------

/** Arguments as OP_POISON has them: lines go bad, nobody knows. */
export function poisonStep(ptr: usize): i32 {
  const name = load<u32>(ptr);
  const device = devicePresent(name);
  const off = load<u64>(ptr, 4) & ~(LINE - 1);
  const end = (load<u64>(ptr, 4) + load<u64>(ptr, 12) + LINE - 1) & ~(LINE - 1);
  const event = eventOpen(FN_POISON, RULE_POISONED, WHO_HARDWARE, 0);
  eventDeviceRange(event, name, off, end - off);
  argNumber(event, KEY_LINES, (end - off) / LINE);
  if (device == 0) return eventClose(event, -ENODEV);
  let here = off;
  while (here < end) {
    if (!resolve(device, here, TRANSFER_BUFFER)) {
      eventRule(event, RULE_DEVICE_OUTSIDE);
      return eventClose(event, -EINVAL);
    }
    const part = min(end - here, load<u64>(TRANSFER_BUFFER, RESOLVED_LEN));
    poisonSet(pmemOf(load<u32>(TRANSFER_BUFFER, RESOLVED_DISK)), load<u64>(TRANSFER_BUFFER, RESOLVED_OFF), part);
    here += part;
  }
  return eventClose(event, 0);
}

/** All poisoned lines of a disk become bad ranges, then badblocks. Models ars_status_process_records. */
export function scrubDisk(disk: u32): void {
  const size = deviceSize(disk);
  const pmem = pmemOf(disk);
  let at = poisonNext(pmem, 0);
  while (at < size) {
    let end = at + LINE;
    while (end < size && poisonNext(pmem, end) == end) end += LINE;
    badrangeAdd(disk, at, end - at);
    at = end < size ? poisonNext(pmem, end) : size;
  }
  badblocksPopulate(disk);
}

/** Arguments as OP_SCRUB has them. */
export function scrubStep(ptr: usize): i32 {
  const device = devicePresent(load<u32>(ptr));
  const event = eventOpen(FN_ARS_SCRUB, RULE_SCRUB, WHO_DEVICE, load<u32>(ptr));
  if (device == 0 || pmemOf(deviceDisk(device)) == 0) return eventClose(event, -ENODEV);
  scrubDisk(deviceDisk(device));
  return eventClose(event, 0);
}

/** Arguments as OP_INJECT_ERROR has them: ndctl inject-error, in blocks of 512 bytes. */
export function injectErrorStep(ptr: usize): i32 {
  const device = devicePresent(load<u32>(ptr));
  const sector = load<u64>(ptr, 4);
  const count = u64(load<u32>(ptr, 12));
  const flags = load<u32>(ptr, 16);
  const event = eventOpen(FN_NVDIMM_INJECT, RULE_INJECT, WHO_ADMIN, 0);
  eventDeviceRange(event, load<u32>(ptr), sector << 9, count << 9);
  argNumber(event, KEY_SECTOR, sector);
  argNumber(event, KEY_COUNT, count);
  if (device == 0 || pmemOf(deviceDisk(device)) == 0) return eventClose(event, -ENODEV);
  const disk = deviceDisk(device);
  const unit = u64(load<u32>(deviceAt(disk), DEVICE_CLEAR_UNIT));
  const lenBytes = (flags & INJECT_SATURATE) != 0 || unit == 0 || unit > 512 ? 512 : unit;
  for (let i: u64 = 0; i < count; i++) {
    const off = deviceStart(device) + ((sector + i) << 9);
    if (off + 512 > deviceSize(disk)) break;
    poisonSet(pmemOf(disk), off, max(lenBytes, LINE));
    if ((flags & INJECT_NOTIFY) != 0) badrangeAdd(disk, off, lenBytes);
  }
  if ((flags & INJECT_NOTIFY) != 0) badblocksPopulate(disk);
  return eventClose(event, 0);
}

/** Arguments as OP_BADBLOCKS has them: the sysfs file of the disk. */
export function badblocksStep(ptr: usize): i32 {
  const device = devicePresent(load<u32>(ptr));
  const sector = load<u64>(ptr, 4);
  const count = load<u64>(ptr, 12);
  if (device == 0 || pmemOf(deviceDisk(device)) == 0) return -ENODEV;
  const disk = deviceDisk(device);
  const first = sector + (deviceStart(device) >> 9);
  if (load<u32>(ptr, 20) == 0) return badblocksAdd(disk, first, count) ? 0 : -EINVAL;
  const event = eventOpen(FN_BADBLOCKS_CLEAR, RULE_BADBLOCKS, WHO_DEVICE, deviceName(disk));
  argNumber(event, KEY_SECTOR, first);
  argNumber(event, KEY_NR_SECTORS, count);
  const isCleared = badblocksClear(pmemOf(disk), first, count);
  eventCloseVoid(event);
  return isCleared ? 0 : -EINVAL;
}
