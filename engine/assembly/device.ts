/**
 * The record of a pmem device in the store: its size and where its bytes, poison and badblocks hang.
 *
 * Ids are given by the rules, from 1. An id that was skipped has size 0 and nothing else.
 *
 * **Left out:** everything else about a device; see the rules.
 */
import {
  STOP_DEVICE_ID, STOP_PMEM_ALIGNMENT, STOP_PMEM_RANGE, STOP_PMEM_SIZE, STOP_PMEM_TWICE, STOP_RECORD_ID,
} from "../abi/stops";
import { must } from "./stops";
import { alloc, put32, put64, release, touch } from "./state";
import { rootAt } from "./tables";

const RECORD_BYTES: u32 = 64;
const MAX_BYTES: u64 = 1 << 44;

// Offsets in the record.
export const D_SIZE: usize = 0;
export const D_POISON: usize = 8;
export const D_BADBLOCKS: usize = 24;
export const D_PAGES: usize = 32;
/** Cells of eight bytes before the first poisoned line. */
export const D_CLEAN: usize = 48;

/** Root slot: address of the records, in order, and how many there are; the block has room for a power of two. */
const RECORDS: u32 = 1;

/** Address of the record of `dev`, which must exist; it stays until a device is created. */
// @ts-ignore: decorator
@inline
export function pmemRecord(dev: u32): usize {
  const records = load<u64>(rootAt(RECORDS));
  must(((u64(dev - 1) << 32) | 0xffffffff) < records, STOP_RECORD_ID);
  return usize(u32(records) + (dev - 1) * RECORD_BYTES);
}

/** Number of device ids in use or skipped. */
export function pmemCount(): u32 {
  return load<u32>(rootAt(RECORDS), 4);
}

/** Creates device `dev` (ids from 1, best without gaps) of `sizeBytes`: multiple of 4096, <= 16 TiB. */
export function pmemCreate(dev: u32, sizeBytes: u64): void {
  must(dev != 0, STOP_DEVICE_ID);
  must(sizeBytes != 0 && sizeBytes <= MAX_BYTES, STOP_PMEM_SIZE);
  must((sizeBytes & 4095) == 0, STOP_PMEM_ALIGNMENT);
  while (pmemCount() < dev) addRecord();
  must(pmemSize(dev) == 0, STOP_PMEM_TWICE);
  put64(pmemRecord(dev) + D_SIZE, sizeBytes);
  put64(pmemRecord(dev) + D_CLEAN, sizeBytes >> 3);
}

function addRecord(): void {
  const count = pmemCount();
  const old = usize(load<u32>(rootAt(RECORDS)));
  if ((count & (count - 1)) == 0) {
    const records = alloc(max<u32>(2 * count, 1) * RECORD_BYTES);
    touch(records, count * RECORD_BYTES);
    memory.copy(records, old, usize(count * RECORD_BYTES));
    if (count != 0) release(old, count * RECORD_BYTES);
    put32(rootAt(RECORDS), u32(records));
  }
  put32(rootAt(RECORDS) + 4, count + 1);
}

/** Size in bytes; 0 for an id that was skipped. */
export function pmemSize(dev: u32): u64 {
  return load<u64>(pmemRecord(dev), D_SIZE);
}

/** Refuses what leaves the device. */
export function checkRange(dev: u32, offBytes: u64, lenBytes: u64): void {
  checkInside(pmemRecord(dev), offBytes, lenBytes);
}

/** `checkRange` without the call. */
// @ts-ignore: decorator
@inline
export function checkInside(record: usize, offBytes: u64, lenBytes: u64): void {
  const size = load<u64>(record, D_SIZE);
  must(lenBytes <= size && offBytes <= size - lenBytes, STOP_PMEM_RANGE);
}
