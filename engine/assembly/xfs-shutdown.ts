/**
 * Forced shutdown of XFS. Models xfs_do_force_shutdown, fs/xfs/xfs_fsops.c: only the first one changes anything.
 *
 * **Left out:** what was still in the log.
 */
import {
  FN_XFS_DO_FORCE_SHUTDOWN, KEY_FLAGS, KEY_REASON, KIND_SHUTDOWN, MOUNT_IS_SHUTDOWN, MOUNT_SHUTDOWN,
  RULE_XFS_SHUTDOWN, RULE_XFS_SHUTDOWN_ALREADY, WHO_MOUNT,
} from "../abi";
import { argNumber, eventArg, eventCloseVoid, eventOpen } from "./events";
import { isShutdown, mountAt, mountSetFlag } from "./filesystems";
import { put32 } from "./state";

/** `flags` is one of SHUTDOWN_*. */
export function forceShutdown(mount: u32, flags: u32): void {
  const rule = isShutdown(mount) ? RULE_XFS_SHUTDOWN_ALREADY : RULE_XFS_SHUTDOWN;
  const event = eventOpen(FN_XFS_DO_FORCE_SHUTDOWN, rule, WHO_MOUNT, mount);
  argNumber(event, KEY_FLAGS, flags);
  eventArg(event, KEY_REASON, KIND_SHUTDOWN, flags);
  const reasons = mountAt(mount) + MOUNT_SHUTDOWN;
  put32(reasons, load<u32>(reasons) | flags);
  mountSetFlag(mount, MOUNT_IS_SHUTDOWN);
  eventCloseVoid(event);
}
