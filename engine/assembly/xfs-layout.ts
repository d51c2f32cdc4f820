/**
 * What mkfs leaves behind: geometry where none was given, and static metadata in reverse map and free space.
 *
 * XFS as mkfs.xfs 6.1.0 makes it (mkfs/xfs_mkfs.c: calc_default_ag_geometry, calculate_log_size): per group four
 * sectors of headers, roots of the free-space btrees, of both inode btrees, of rmapbt and refcountbt, the log in the
 * middle group, then the blocks of the free list; the first inode chunk in group 0. The recorded fsmaps look the
 * same. ext4 and ext2 are plain: metadata in front, one group.
 *
 * **Left out:** stripe geometry that was not given, inode btrees that grow, ext4's groups and journal as separate
 * owners. Unlike the real program this one makes filesystems of less than 300 MiB: lessons use small ones.
 */
import {
  ENOSPC, FS_AG_BLOCKS, FS_AG_COUNT, FS_BLOCKS, FS_BLOCK_BYTES, FS_DEVICE, FS_EXTERNAL_LOG, FS_FLAGS, FS_INODE_BYTES,
  FS_LOG_LEN, FS_LOG_OFF, FS_MM1, FS_MM2, FS_MM3, FS_MM4, FS_REFLINK, FS_RMAPBT, FS_ROOT_INO, FS_RT_BLOCKS, FS_TYPE,
  FS_XFS, OWN_AG, OWN_FS, OWN_INOBT, OWN_INODES, OWN_LOG, OWN_REFC, T_FS,
} from "../abi";
import { deviceSize, deviceStart } from "./devices";
import { ownersAdd } from "./owners";
import { freeInodesOf, realtimeSpaceFree, spaceAllocate, spaceCreate, spaceFree, spaceTake, NOWHERE } from "./space";
import { spanStart, spansAdd, spansCount, spansTake } from "./spans";
import { put32, put64 } from "./state";
import { tableAt } from "./tables";

const MIB: u64 = 1 << 20;
const MIN_LOG_BLOCKS: u64 = 1368;
const CHUNK_INODES: u32 = 64;
const EXT_FRONT_BLOCKS: u64 = 33280;
const EXT_FIRST_INODE: u32 = 12;

function recordOf(fs: u32): usize {
  return tableAt(T_FS, fs);
}

// --- geometry ----------------------------------------------------------------------------------

/** Models calc_default_ag_geometry for one disk without stripes. */
function defaultAgBlocks(blocks: u64, blockBytes: u64): u64 {
  const bytes = blocks * blockBytes;
  if (bytes > (u64(4) << 40)) return ((u64(1) << 40) - 1) / blockBytes;
  let shift: u32 = 0;
  if (bytes > 128 * MIB) shift = 2;
  else if (bytes == 128 * MIB) shift = 3;
  else if (bytes >= 64 * MIB) shift = 2;
  else if (bytes >= 32 * MIB) shift = 1;
  return (blocks + (u64(1) << shift) - 1) >> shift;
}

/** Models calculate_log_size for an internal log. */
function defaultLogBlocks(blocks: u64, blockBytes: u64, agBlocks: u64): u64 {
  const bytes = blocks * blockBytes;
  let log = max(blocks / 2048, 64 * MIB / blockBytes);
  if (bytes < 300 * MIB) log = MIN_LOG_BLOCKS * 4096 / blockBytes;
  log = min(log, (2038 * MIB) / blockBytes);
  return min(log, agBlocks > 200 ? agBlocks - agBlocks / 4 : agBlocks / 4);
}

/** Fills in what the step left open. */
export function mkfsDefaults(fs: u32): void {
  const at = recordOf(fs);
  const isXfs = load<u32>(at, FS_TYPE) == FS_XFS;
  if (load<u32>(at, FS_BLOCK_BYTES) == 0) put32(at + FS_BLOCK_BYTES, 4096);
  if (load<u32>(at, FS_INODE_BYTES) == 0) put32(at + FS_INODE_BYTES, isXfs ? 512 : 256);
  const blockBytes = u64(load<u32>(at, FS_BLOCK_BYTES));
  if (load<u64>(at, FS_BLOCKS) == 0) put64(at + FS_BLOCKS, deviceSize(load<u32>(at, FS_DEVICE)) / blockBytes);
  let blocks = load<u64>(at, FS_BLOCKS);
  if (blocks == 0) return;
  if (!isXfs) {
    put32(at + FS_AG_BLOCKS, u32(min(blocks, u64(1) << 28)));
    put32(at + FS_AG_COUNT, u32((blocks + (u64(1) << 28) - 1) >> 28));
    return;
  }
  if (load<u32>(at, FS_AG_BLOCKS) == 0) {
    const asked = u64(load<u32>(at, FS_AG_COUNT));
    put32(at + FS_AG_BLOCKS, u32(asked != 0 ? (blocks + asked - 1) / asked : defaultAgBlocks(blocks, blockBytes)));
  }
  const agBlocks = u64(load<u32>(at, FS_AG_BLOCKS));
  if (load<u32>(at, FS_AG_COUNT) == 0 || u64(load<u32>(at, FS_AG_COUNT) - 1) * agBlocks >= blocks) {
    const last = blocks % agBlocks;
    if (last != 0 && last * blockBytes < 16 * MIB && blocks > agBlocks) blocks -= last;
    put64(at + FS_BLOCKS, blocks);
    put32(at + FS_AG_COUNT, u32((blocks + agBlocks - 1) / agBlocks));
  }
  if (load<u64>(at, FS_LOG_LEN) == 0) {
    put64(at + FS_LOG_LEN, defaultLogBlocks(blocks, blockBytes, agBlocks) * blockBytes);
  }
}

// --- layout ------------------------------------------------------------------------------------

/** Blocks of a group's four headers: 4 KiB sectors on a page-aligned device, 512-byte ones otherwise. */
function headerBlocks(fs: u32): u64 {
  const at = recordOf(fs);
  const sectorBytes: u64 = (deviceStart(load<u32>(at, FS_DEVICE)) & 4095) == 0 ? 4096 : 512;
  const blockBytes = u64(load<u32>(at, FS_BLOCK_BYTES));
  return (4 * sectorBytes + blockBytes - 1) / blockBytes;
}

/** Group of the internal log: the middle one. `u32.MAX_VALUE`: external. */
function logGroup(fs: u32): u32 {
  const at = recordOf(fs);
  if ((load<u32>(at, FS_FLAGS) & FS_EXTERNAL_LOG) != 0) return u32.MAX_VALUE;
  const off = load<u64>(at, FS_LOG_OFF) / u64(load<u32>(at, FS_BLOCK_BYTES));
  return off == 0 ? load<u32>(at, FS_AG_COUNT) / 2 : u32(off / u64(load<u32>(at, FS_AG_BLOCKS)));
}

function claim(fs: u32, block: u64, nrBlocks: u64, owner: i64): u64 {
  ownersAdd(fs, block, nrBlocks, u64(owner), 0, 0);
  spaceTake(fs, block, nrBlocks);
  return block + nrBlocks;
}

/** Metadata of one group; returns the first block after what is contiguous with its front. */
function layOutGroup(fs: u32, group: u32): u64 {
  const at = recordOf(fs);
  const base = u64(group) * u64(load<u32>(at, FS_AG_BLOCKS));
  const flags = load<u32>(at, FS_FLAGS);
  let next = claim(fs, base, headerBlocks(fs), OWN_FS);
  next = claim(fs, next, 2, OWN_AG);
  next = claim(fs, next, 2, OWN_INOBT);
  if ((flags & FS_RMAPBT) != 0) next = claim(fs, next, 1, OWN_AG);
  if ((flags & FS_REFLINK) != 0) next = claim(fs, next, 1, OWN_REFC);
  if (group == logGroup(fs)) {
    const blockBytes = u64(load<u32>(at, FS_BLOCK_BYTES));
    if (load<u64>(at, FS_LOG_OFF) == 0) put64(at + FS_LOG_OFF, next * blockBytes);
    next = claim(fs, load<u64>(at, FS_LOG_OFF) / blockBytes, load<u64>(at, FS_LOG_LEN) / blockBytes, OWN_LOG);
  }
  return claim(fs, next, (flags & FS_RMAPBT) != 0 ? 6 : 4, OWN_AG);
}

function layOutXfs(fs: u32): void {
  const at = recordOf(fs);
  const inodesPerBlock = u64(load<u32>(at, FS_BLOCK_BYTES) / load<u32>(at, FS_INODE_BYTES));
  const nrGroups = load<u32>(at, FS_AG_COUNT);
  const chunkBlocks = max<u64>(1, CHUNK_INODES / inodesPerBlock);
  const front = layOutGroup(fs, 0);
  for (let group: u32 = 1; group < nrGroups; group++) layOutGroup(fs, group);
  if (load<u64>(at, FS_ROOT_INO) == 0) {
    put64(at + FS_ROOT_INO, (front + chunkBlocks - 1) / chunkBlocks * chunkBlocks * inodesPerBlock);
  }
  const root = load<u64>(at, FS_ROOT_INO);
  claim(fs, root / inodesPerBlock, chunkBlocks, OWN_INODES);
  // Root directory, realtime bitmap and summary are in use.
  spansAdd(freeInodesOf(fs, 0), u32(root) + 3, u32(root) + CHUNK_INODES);
}

function layOutExt(fs: u32): void {
  const blocks = load<u64>(recordOf(fs), FS_BLOCKS);
  const front = min(EXT_FRONT_BLOCKS, max<u64>(4, blocks / 8));
  claim(fs, 0, min(front, blocks), OWN_FS);
  spansAdd(freeInodesOf(fs, 0), EXT_FIRST_INODE, u32.MAX_VALUE);
}

/** Blocks that the metadata of a group takes from its front on, with the log where it is. */
function frontOf(fs: u32, group: u32): u64 {
  const at = recordOf(fs);
  const flags = load<u32>(at, FS_FLAGS);
  const blockBytes = u64(load<u32>(at, FS_BLOCK_BYTES));
  let end = headerBlocks(fs) + 4 + ((flags & FS_RMAPBT) != 0 ? 1 : 0) + ((flags & FS_REFLINK) != 0 ? 1 : 0);
  if (group == logGroup(fs)) {
    const off = load<u64>(at, FS_LOG_OFF) / blockBytes;
    if (off != 0) end = off % u64(load<u32>(at, FS_AG_BLOCKS));
    end += load<u64>(at, FS_LOG_LEN) / blockBytes;
  }
  return end + ((flags & FS_RMAPBT) != 0 ? 6 : 4);
}

/** Whether all metadata has room. Inode chunk and its alignment take less than 16 blocks more in group 0. */
function hasRoom(fs: u32): bool {
  const at = recordOf(fs);
  const blocks = load<u64>(at, FS_BLOCKS);
  if (blocks < 8 || load<u32>(at, FS_TYPE) != FS_XFS) return blocks >= 8;
  const agBlocks = u64(load<u32>(at, FS_AG_BLOCKS));
  const nrGroups = load<u32>(at, FS_AG_COUNT);
  if (nrGroups == 0 || agBlocks < 32 || u64(nrGroups - 1) * agBlocks >= blocks) return false;
  const perBlock = load<u32>(at, FS_BLOCK_BYTES) / load<u32>(at, FS_INODE_BYTES);
  const root = load<u64>(at, FS_ROOT_INO) / u64(perBlock);
  const first = min(agBlocks, blocks);
  if (frontOf(fs, 0) + 16 > first || root + 8 > first) return false;
  for (let group: u32 = 1; group < nrGroups; group++) {
    if (frontOf(fs, group) > min(agBlocks, blocks - u64(group) * agBlocks)) return false;
  }
  return true;
}

/**
 * Writes the static metadata of a fresh filesystem; its record is complete but for what has a default. -ENOSPC if
 * there is no room for it.
 */
export function mkfsLayout(fs: u32): i32 {
  mkfsDefaults(fs);
  if (!hasRoom(fs)) return -ENOSPC;
  const at = recordOf(fs);
  spaceCreate(fs);
  put32(at + FS_MM1, 0);
  put32(at + FS_MM2, 0);
  put32(at + FS_MM3, 0);
  put32(at + FS_MM4, 0);
  spaceFree(fs, 0, load<u64>(at, FS_BLOCKS));
  if (load<u64>(at, FS_RT_BLOCKS) != 0) realtimeSpaceFree(fs, 0, load<u64>(at, FS_RT_BLOCKS));
  if (load<u32>(at, FS_TYPE) == FS_XFS) layOutXfs(fs);
  else layOutExt(fs);
  return 0;
}

// --- inode numbers -----------------------------------------------------------------------------

/** Bits of an inode number within its group. */
function inodeBits(fs: u32): u32 {
  const at = recordOf(fs);
  const perBlock = load<u32>(at, FS_BLOCK_BYTES) / load<u32>(at, FS_INODE_BYTES);
  return (32 - clz<u32>(load<u32>(at, FS_AG_BLOCKS) - 1)) + (31 - clz<u32>(perBlock));
}

/** Group that an inode number names. */
export function groupOfInode(fs: u32, ino: u64): u32 {
  const at = recordOf(fs);
  if (load<u32>(at, FS_TYPE) != FS_XFS) return 0;
  return min(u32(ino >> inodeBits(fs)), load<u32>(at, FS_AG_COUNT) - 1);
}

/** Takes a free inode number in `group` or a later one; a new chunk is allocated when none is left. 0: no space. */
export function inodeAllocate(fs: u32, group: u32): u64 {
  const at = recordOf(fs);
  const free = freeInodesOf(fs, group);
  if (spansCount(free) == 0) {
    const perBlock = load<u32>(at, FS_BLOCK_BYTES) / load<u32>(at, FS_INODE_BYTES);
    const chunkBlocks = max<u32>(1, CHUNK_INODES / perBlock);
    const block = spaceAllocate(fs, group, chunkBlocks, chunkBlocks);
    if (block == NOWHERE) return 0;
    ownersAdd(fs, block, chunkBlocks, u64(OWN_INODES), 0, 0);
    const agBlocks = u64(load<u32>(at, FS_AG_BLOCKS));
    group = u32(block / agBlocks);
    const first = u32(block % agBlocks) * perBlock;
    spansAdd(freeInodesOf(fs, group), first, first + CHUNK_INODES);
  }
  const number = spanStart(freeInodesOf(fs, group), 0);
  spansTake(freeInodesOf(fs, group), number, number + 1);
  return load<u32>(at, FS_TYPE) == FS_XFS ? (u64(group) << inodeBits(fs)) | u64(number) : u64(number);
}

/** The number is in use: given by a step. */
export function inodeTake(fs: u32, ino: u64): void {
  const group = groupOfInode(fs, ino);
  const number = u32(ino - (group == 0 ? 0 : u64(group) << inodeBits(fs)));
  spansTake(freeInodesOf(fs, group), number, number + 1);
}

/** The number is free again. */
export function inodeRelease(fs: u32, ino: u64): void {
  const group = groupOfInode(fs, ino);
  const number = u32(ino - (group == 0 ? 0 : u64(group) << inodeBits(fs)));
  spansAdd(freeInodesOf(fs, group), number, number + 1);
}

/** Group for a new directory: they rotate, starting at 0 with each mount. Models xfs_dialloc_pick_ag. */
export function groupForDirectory(fs: u32): u32 {
  const at = recordOf(fs);
  if (load<u32>(at, FS_TYPE) != FS_XFS) return 0;
  const rotor = load<u32>(at, FS_MM3);
  put32(at + FS_MM3, rotor + 1);
  return rotor % load<u32>(at, FS_AG_COUNT);
}
