/**
 * Filesystems as mkfs made them, and their mounts: the records that route and memory management share.
 *
 * A filesystem stays on its device between mounts. Its reverse map lives in the store under `FS_RMAP`, one group
 * per allocation group, blocks counted from the group's start; the realtime device's under `FS_RT_RMAP`, group 0.
 * Metadata owners are negative (OWN_*), as XFS numbers them; a file's owner is its inode number.
 *
 * **Left out:** what is in a filesystem; see files.ts.
 */
import {
  FS_AG_BLOCKS, FS_BLOCK_BYTES, FS_FLAGS, FS_MOUNT, FS_RECORD_BYTES, FS_TYPE, MOUNT_BYTES,
  MOUNT_DAX, MOUNT_DEVICE, MOUNT_FLAGS, MOUNT_FS, MOUNT_IS_SHUTDOWN, T_FS, T_MOUNTS, WHO_KERNEL, WHO_MOUNT,
} from "../abi";
import { put32 } from "./state";
import { tableAt, tableDefine } from "./tables";

export function filesystemsReset(): void {
  tableDefine(T_FS, FS_RECORD_BYTES);
  tableDefine(T_MOUNTS, MOUNT_BYTES);
}

// @ts-ignore: decorator
@inline
export function fsAt(fs: u32): usize {
  return tableAt(T_FS, fs);
}

// @ts-ignore: decorator
@inline
export function mountAt(mount: u32): usize {
  return tableAt(T_MOUNTS, mount);
}

export function mountFs(mount: u32): u32 {
  return load<u32>(mountAt(mount), MOUNT_FS);
}

/** Mount of a filesystem; 0: not mounted. */
export function fsMount(fs: u32): u32 {
  return load<u32>(fsAt(fs), FS_MOUNT);
}

export function fsType(fs: u32): u32 {
  return load<u32>(fsAt(fs), FS_TYPE);
}

export function fsHas(fs: u32, flag: u32): bool {
  return (load<u32>(fsAt(fs), FS_FLAGS) & flag) != 0;
}

export function fsBlockBytes(fs: u32): u32 {
  return load<u32>(fsAt(fs), FS_BLOCK_BYTES);
}

export function fsAgBlocks(fs: u32): u32 {
  return load<u32>(fsAt(fs), FS_AG_BLOCKS);
}

/** DAX_ALWAYS, DAX_INODE, DAX_NEVER or DAX_OFF: what is in force. */
export function mountDax(mount: u32): u32 {
  return load<u32>(mountAt(mount), MOUNT_DAX);
}

export function mountDevice(mount: u32): u32 {
  return load<u32>(mountAt(mount), MOUNT_DEVICE);
}

export function mountHas(mount: u32, flag: u32): bool {
  return (load<u32>(mountAt(mount), MOUNT_FLAGS) & flag) != 0;
}

export function mountSetFlag(mount: u32, flag: u32): void {
  const at = mountAt(mount) + MOUNT_FLAGS;
  if ((load<u32>(at) & flag) != flag) put32(at, load<u32>(at) | flag);
}

/** Whether the filesystem has been shut down by force. */
export function isShutdown(mount: u32): bool {
  return mountHas(mount, MOUNT_IS_SHUTDOWN);
}

/** Who decides in a filesystem's name: its mount, or the kernel where nothing is mounted. */
export function whoOf(mount: u32): u32 {
  return mount == 0 ? WHO_KERNEL : WHO_MOUNT;
}
