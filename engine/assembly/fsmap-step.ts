/**
 * `fsmap`: the reverse map of a filesystem replaced by rows that were read from a real one.
 *
 * Rows may come in any order and overlap (reflink). What no row owns is free. GETFSMAP does not always say which
 * blocks are unwritten; where a step has named the file, its runs do.
 *
 * **Left out:** rows do not create files: an inode that no step named has owners, but is not in core.
 */
import {
  ENOENT, FN_FSMAP, FS_AG_COUNT, FS_BLOCKS, FS_BLOCK_BYTES, FS_RMAP, FS_RT_RMAP, KEY_COUNT, RMAP_UNWRITTEN, ROW_DATA,
  ROW_LOG, RULE_FSMAP, RUN_UNWRITTEN,
} from "../abi";
import { argNumber, eventClose, eventOpen } from "./events";
import {
  recordBlocks, recordFileBlock, recordFlags, recordOwner, recordStart, rmapFirstToChange, rmapRecord, rmapRemove,
} from "./extents";
import { fsAt, mountFs, whoOf } from "./filesystems";
import { inodeByNumber, inodeRuns } from "./files";
import { mountByTarget } from "./names";
import { ownersAdd, ownersAppend, realtimeOwnersAdd } from "./owners";
import { NO_RUN, runEnd, runFlags, runsFind } from "./runs";
import { spaceFree, spaceTake } from "./space";

const ROW_BYTES: usize = 40;
const LAST_BLOCK: u32 = u32.MAX_VALUE - 1;

function clearGroup(rmap: u32, group: u32): void {
  let at = rmapFirstToChange(rmap, group, 0, LAST_BLOCK);
  while (at != 0) {
    const record = rmapRecord(at);
    rmapRemove(
      rmap, group, recordStart(record), recordBlocks(record), recordOwner(record), recordFileBlock(record),
      recordFlags(record),
    );
    at = rmapFirstToChange(rmap, group, 0, LAST_BLOCK);
  }
}

/** Adds a data row of a file piece by piece where its runs differ in what is unwritten; only the first piece can be apart. */
function addFileRow(
  fs: u32, block: u64, nrBlocks: u64, ino: u64, fileBlock: u64, flags: u32, isApart: bool,
): void {
  const inode = flags == 0 ? inodeByNumber(fs, ino) : 0;
  while (nrBlocks != 0) {
    let part = nrBlocks;
    let rowFlags = flags;
    if (inode != 0) {
      const at = runsFind(inodeRuns(inode), fileBlock);
      if (at != NO_RUN) {
        part = min(nrBlocks, runEnd(inodeRuns(inode), at) - fileBlock);
        if ((runFlags(inodeRuns(inode), at) & RUN_UNWRITTEN) != 0) rowFlags |= RMAP_UNWRITTEN;
      }
    }
    if (isApart) ownersAppend(fs, block, part, ino, fileBlock, rowFlags);
    else ownersAdd(fs, block, part, ino, fileBlock, rowFlags);
    isApart = false;
    block += part;
    fileBlock += part;
    nrBlocks -= part;
  }
}

/** Arguments as OP_FSMAP has them. */
export function fsmapStep(ptr: usize): i32 {
  const mount = mountByTarget(load<u32>(ptr));
  const nrRows = load<u32>(ptr, 4);
  const event = eventOpen(FN_FSMAP, RULE_FSMAP, whoOf(mount), mount);
  argNumber(event, KEY_COUNT, nrRows);
  if (mount == 0) return eventClose(event, -ENOENT);
  const fs = mountFs(mount);
  const at = fsAt(fs);
  const blockBytes = u64(load<u32>(at, FS_BLOCK_BYTES));
  for (let group: u32 = 0; group < load<u32>(at, FS_AG_COUNT); group++) clearGroup(load<u32>(at, FS_RMAP), group);
  if (load<u32>(at, FS_RT_RMAP) != 0) clearGroup(load<u32>(at, FS_RT_RMAP), 0);
  spaceFree(fs, 0, load<u64>(at, FS_BLOCKS));
  addRows(fs, ptr + 8, nrRows, blockBytes);
  return eventClose(event, 0);
}

/** Rows that begin behind all before them, as a sorted list has them, are added without a search. */
function addRows(fs: u32, rows: usize, nrRows: u32, blockBytes: u64): void {
  let end: u64 = 0;
  let last: usize = 0;
  for (let i: u32 = 0; i < nrRows; i++) {
    const row = rows + usize(i) * ROW_BYTES;
    const start = load<u64>(row);
    addRow(fs, row, blockBytes, start > end || (start == end && last != 0 && !continues(last, row)));
    if (load<u64>(row, 16) == 0 || load<u32>(row, 36) != ROW_DATA) continue;
    const rowEnd = start + load<u64>(row, 8);
    // Two rows that end together: either may be continued.
    last = rowEnd > end ? row : rowEnd == end ? 0 : last;
    end = max(end, rowEnd);
  }
}

/** Whether a row is the same record as the one that ends where it begins. */
function continues(before: usize, row: usize): bool {
  if (load<u64>(before, 16) != load<u64>(row, 16) || load<u32>(before, 32) != load<u32>(row, 32)) return false;
  return i64(load<u64>(row, 16)) < 0 || load<u64>(before, 24) + load<u64>(before, 8) == load<u64>(row, 24);
}

function addRow(fs: u32, row: usize, blockBytes: u64, isApart: bool): void {
  const device = load<u32>(row, 36);
  const owner = load<u64>(row, 16);
  const block = load<u64>(row) / blockBytes;
  if (owner == 0 || device == ROW_LOG) return;
  let nrBlocks = (load<u64>(row, 8) + blockBytes - 1) / blockBytes;
  if (device != ROW_DATA) {
    realtimeOwnersAdd(fs, block, nrBlocks, owner, load<u64>(row, 24) / blockBytes, load<u32>(row, 32));
    return;
  }
  const blocks = load<u64>(fsAt(fs), FS_BLOCKS);
  if (block >= blocks) return;
  nrBlocks = min(nrBlocks, blocks - block);
  spaceTake(fs, block, nrBlocks);
  const isMeta = i64(owner) < 0;
  const fileBlock = isMeta ? 0 : load<u64>(row, 24) / blockBytes;
  const flags: u32 = isMeta ? 0 : load<u32>(row, 32);
  if (!isMeta) addFileRow(fs, block, nrBlocks, owner, fileBlock, flags, isApart);
  else if (isApart) ownersAppend(fs, block, nrBlocks, owner, 0, 0);
  else ownersAdd(fs, block, nrBlocks, owner, 0, 0);
}
