/**
 * The record of a pmem device in the store: its size and where its bytes, poison and badblocks hang.
 *
 * Ids are given by the rules, from 1. An id that was skipped has size 0 and nothing else.
 *
 * **Left out:** everything else about a device; see the rules.
 */
import { STOP_DEVICE_ID, STOP_PMEM_ALIGNMENT, STOP_PMEM_RANGE, STOP_PMEM_SIZE, STOP_PMEM_TWICE } from "../abi/stops";
import { must } from "./stops";
import { PAGE_BYTES, put64, rootAt, tableAt, tableCount, tableDefine, tablePush } from "./state";

const T_PMEM: u32 = 0;
const RECORD_BYTES: u32 = 256;
const MAX_BYTES: u64 = 1 << 44;

// Offsets in the record. The 32 roots of the page table are four bytes each.
export const D_SIZE: usize = 0;
export const D_POISON: usize = 8;
export const D_BADBLOCKS: usize = 24;
export const D_ROOTS: usize = 64;

/** Devices whose records lie in the table's first page, and the root slot that holds its address. */
const NEAR_DEVICES: u32 = PAGE_BYTES / RECORD_BYTES;
const NEAR: u32 = 1;

/** Address of the record of `dev`, which must exist. */
// @ts-ignore: decorator
@inline
export function pmemRecord(dev: u32): usize {
  const near = usize(load<u64>(rootAt(NEAR)));
  return dev - 1 < NEAR_DEVICES && near != 0 ? near + usize((dev - 1) * RECORD_BYTES) : tableAt(T_PMEM, dev);
}

/** Number of device ids in use or skipped. */
export function pmemCount(): u32 {
  return tableCount(T_PMEM);
}

/** Creates device `dev` (ids from 1, best without gaps) of `sizeBytes`: multiple of 4096, <= 16 TiB. */
export function pmemCreate(dev: u32, sizeBytes: u64): void {
  must(dev != 0, STOP_DEVICE_ID);
  must(sizeBytes != 0 && sizeBytes <= MAX_BYTES, STOP_PMEM_SIZE);
  must((sizeBytes & 4095) == 0, STOP_PMEM_ALIGNMENT);
  if (pmemCount() == 0) tableDefine(T_PMEM, RECORD_BYTES);
  while (pmemCount() < dev) tablePush(T_PMEM);
  put64(rootAt(NEAR), tableAt(T_PMEM, 1));
  must(pmemSize(dev) == 0, STOP_PMEM_TWICE);
  put64(pmemRecord(dev) + D_SIZE, sizeBytes);
}

/** Size in bytes; 0 for an id that was skipped. */
export function pmemSize(dev: u32): u64 {
  return load<u64>(pmemRecord(dev), D_SIZE);
}

/** Refuses what leaves the device. */
export function checkRange(dev: u32, offBytes: u64, lenBytes: u64): void {
  const size = pmemSize(dev);
  must(lenBytes <= size && offBytes <= size - lenBytes, STOP_PMEM_RANGE);
}
