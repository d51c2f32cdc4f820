/** What every reader of the engine's state needs. */
import * as abi from "../abi.ts";
import type { FileState } from "../snapshot.ts";
import type { Engine } from "./host.ts";
import type { Names } from "./names.ts";
import type { Table } from "./table.ts";

export interface Reading {
  engine: Engine;
  names: Names;
  /** Files by inode as they were in another state, their extents being the same in this one; what is read is added. */
  files: Map<number, FileState>;
}

/** Whether a mount succeeded and is still there. */
export function isMounted(mounts: Table, id: number): boolean {
  const flags = mounts.u32(id, abi.MOUNT_FLAGS);
  return (flags & abi.MOUNT_BORN) !== 0 && (flags & abi.MOUNT_UNMOUNTED) === 0;
}
