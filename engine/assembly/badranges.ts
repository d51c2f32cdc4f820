/**
 * Bad ranges of a disk: what scrubbing, machine checks and injected errors reported, in bytes, before it becomes
 * badblocks.
 *
 * Models badrange_add, badrange_forget, drivers/nvdimm/badrange.c, and nvdimm_badblocks_populate: a range with a known
 * start only changes its length; others are appended, overlaps stay. Populating only adds.
 *
 * **Left out:** one list per bus: here each disk has its own, in bytes of the disk.
 */
import {
  BADRANGE_BYTES, BADRANGE_LEN, BADRANGE_NEXT, BADRANGE_OFF, DEVICE_SIZE, FN_BADBLOCKS_SET, FN_BADRANGE_ADD,
  FN_MACHINE_CHECK, FN_NFIT_HANDLE_MCE, KEY_NR_SECTORS, KEY_SECTOR, PAGES_BADRANGES, PAGES_LAST_BADRANGE,
  RULE_BADBLOCKS, RULE_BADBLOCKS_FULL, RULE_BADRANGE, RULE_MACHINE_CHECK, RULE_MCE_BADRANGE, R_BADRANGE_LOOKUP,
  T_BADRANGES, WHO_DEVICE, WHO_HARDWARE, WHO_KERNEL,
} from "../abi";
import { badblocksSet } from "./badblocks";
import { deviceAt, deviceName, pmemOf } from "./devices";
import { argNumber, eventClose, eventCloseVoid, eventDeviceRange, eventOpen, eventRule } from "./events";
import { lookupCreate, lookupGet, lookupSet } from "./lookup";
import { pagesRecord } from "./pages";
import { put32, put64 } from "./state";
import { rootAt, tableAt, tableDefine, tablePush } from "./tables";

export function badrangesReset(): void {
  tableDefine(T_BADRANGES, BADRANGE_BYTES);
  put64(rootAt(R_BADRANGE_LOOKUP), lookupCreate());
}

function at(range: u32): usize {
  return tableAt(T_BADRANGES, range);
}

/** Range of a disk that starts at `off`; 0: none. */
function rangeAt(disk: u32, off: u64): u32 {
  return lookupGet(u32(load<u64>(rootAt(R_BADRANGE_LOOKUP))), (u64(disk) << 44) ^ off);
}

function remember(disk: u32, off: u64, range: u32): void {
  lookupSet(u32(load<u64>(rootAt(R_BADRANGE_LOOKUP))), (u64(disk) << 44) ^ off, range);
}

function append(disk: u32, off: u64, len: u64): void {
  const fresh = tablePush(T_BADRANGES);
  const list = pagesRecord(disk);
  const last = load<u32>(list, PAGES_LAST_BADRANGE);
  put64(at(fresh) + BADRANGE_OFF, off);
  put64(at(fresh) + BADRANGE_LEN, len);
  put32(last == 0 ? list + PAGES_BADRANGES : at(last) + BADRANGE_NEXT, fresh);
  put32(list + PAGES_LAST_BADRANGE, fresh);
  remember(disk, off, fresh);
}

/** Models badrange_add. */
export function badrangeAdd(disk: u32, off: u64, len: u64): void {
  const event = eventOpen(FN_BADRANGE_ADD, RULE_BADRANGE, WHO_KERNEL, 0);
  eventDeviceRange(event, deviceName(disk), off, len);
  const range = rangeAt(disk, off);
  if (range != 0) put64(at(range) + BADRANGE_LEN, len);
  else append(disk, off, len);
  eventClose(event, 0);
}

/** Models badrange_forget: what was cleared is taken out; the middle of a range splits it. */
export function badrangeForget(disk: u32, off: u64, len: u64): void {
  const end = off + len;
  const list = pagesRecord(disk);
  let before: u32 = 0;
  let range = load<u32>(list, PAGES_BADRANGES);
  while (range != 0) {
    const next = load<u32>(at(range), BADRANGE_NEXT);
    const start = load<u64>(at(range), BADRANGE_OFF);
    const stop = start + load<u64>(at(range), BADRANGE_LEN);
    if (start >= off && stop <= end) {
      put32(before == 0 ? list + PAGES_BADRANGES : at(before) + BADRANGE_NEXT, next);
      if (next == 0) put32(list + PAGES_LAST_BADRANGE, before);
      remember(disk, start, 0);
      range = next;
      continue;
    }
    if (start < off && stop > off) {
      put64(at(range) + BADRANGE_LEN, off - start);
      if (stop > end) append(disk, end, stop - end);
    } else if (start >= off && start < end) {
      remember(disk, start, 0);
      put64(at(range) + BADRANGE_OFF, end);
      put64(at(range) + BADRANGE_LEN, stop - end);
      remember(disk, end, range);
    }
    before = range;
    range = next;
  }
}

/** The bus comes up anew: nothing is known. */
export function badrangesForgetAll(disk: u32): void {
  badrangeForget(disk, 0, u64.MAX_VALUE);
}

/** Models nfit_handle_mce, drivers/acpi/nfit/mce.c: the line of a machine check becomes a bad range and badblocks. */
export function nfitHandleMce(disk: u32, off: u64): void {
  const event = eventOpen(FN_NFIT_HANDLE_MCE, RULE_MCE_BADRANGE, WHO_KERNEL, 0);
  eventDeviceRange(event, deviceName(disk), off, 64);
  badrangeAdd(disk, off, 64);
  badblocksAdd(disk, off >> 9, 1);
  eventCloseVoid(event);
}

/** The kernel itself has read a poisoned line with copy_mc: it goes on, and the line is remembered. */
export function kernelMachineCheck(disk: u32, off: u64): void {
  const event = eventOpen(FN_MACHINE_CHECK, RULE_MACHINE_CHECK, WHO_HARDWARE, 0);
  eventDeviceRange(event, deviceName(disk), off & ~63, 64);
  nfitHandleMce(disk, off & ~63);
  eventCloseVoid(event);
}

/** Models NVDIMM_REVALIDATE_POISON: every bad range that meets the disk's bytes becomes badblocks. */
export function badblocksPopulate(disk: u32): void {
  const size = load<u64>(deviceAt(disk), DEVICE_SIZE);
  let range = load<u32>(pagesRecord(disk) + PAGES_BADRANGES);
  for (; range != 0; range = load<u32>(at(range), BADRANGE_NEXT)) {
    const start = load<u64>(at(range), BADRANGE_OFF);
    // A range that begins before the data has wrapped; its part inside counts.
    const stop = start + load<u64>(at(range), BADRANGE_LEN);
    const isBefore = start >= size && stop < start;
    if (start >= size && !isBefore) continue;
    const from = isBefore ? 0 : start;
    if (stop <= from) continue;
    badblocksAdd(disk, from >> 9, ((min(stop, size) + 511) >> 9) - (from >> 9));
  }
}

/** Adds sectors to the disk's list, with the event. */
export function badblocksAdd(disk: u32, sector: u64, nrSectors: u64): bool {
  const event = eventOpen(FN_BADBLOCKS_SET, RULE_BADBLOCKS, WHO_DEVICE, deviceName(disk));
  eventDeviceRange(event, deviceName(disk), sector << 9, nrSectors << 9);
  argNumber(event, KEY_SECTOR, sector);
  argNumber(event, KEY_NR_SECTORS, nrSectors);
  const isSet = badblocksSet(pmemOf(disk), sector, nrSectors);
  if (!isSet) eventRule(event, RULE_BADBLOCKS_FULL);
  eventCloseVoid(event);
  return isSet;
}
