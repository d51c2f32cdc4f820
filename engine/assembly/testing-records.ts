/** Fields of the record that a reverse-map cursor is on, for the tests, which read them from JavaScript. */
import {
  recordBlocks, recordFileBlock, recordFlags, recordOwner, recordStart, rmapRecord,
} from "./extents";

export function rmapStartBlock(cursor: u32): u32 {
  return recordStart(rmapRecord(cursor));
}

export function rmapNrBlocks(cursor: u32): u32 {
  return recordBlocks(rmapRecord(cursor));
}

export function rmapOwner(cursor: u32): u64 {
  return recordOwner(rmapRecord(cursor));
}

export function rmapFileBlock(cursor: u32): u64 {
  return recordFileBlock(rmapRecord(cursor));
}

export function rmapFlags(cursor: u32): u32 {
  return recordFlags(rmapRecord(cursor));
}
