/**
 * What steps on files have in common: finding the file, and the kernel's refusals.
 *
 * A refusal is an answer (-EIO after a shutdown, -EROFS …), never an assert; a frozen filesystem lets its caller wait
 * for ever.
 *
 * **Left out:** permissions.
 */
import {
  CRASH_HANG, EIO, ENOENT, EROFS, FN_FILE, KEY_PATH, MOUNT_HUNG, MOUNT_READ_ONLY, RULE_FILE_FROZEN,
  RULE_FILE_NO_ENTRY, RULE_FILE_READ_ONLY, RULE_FILE_SHUTDOWN,
} from "../abi";
import { argName, crash, eventClose, eventOpen, eventRule } from "./events";
import { inodeByName } from "./files";
import { isShutdown, mountFs, mountHas, whoOf } from "./filesystems";
import { pathMount, pathName, pathRest, pathWords } from "./names";

/** First word after an encoded path. */
// @ts-ignore: decorator
@inline
export function afterPath(ptr: usize): usize {
  return ptr + (usize(pathWords(ptr)) << 2);
}

/** Linked file that an encoded path names; 0: none. */
export function fileOfPath(ptr: usize): u32 {
  const mount = pathMount(ptr);
  return mount == 0 ? 0 : inodeByName(mountFs(mount), pathRest(ptr));
}

/** Opens the event of a step on a file. */
export function openFileEvent(rule: u32, path: usize): u32 {
  const event = eventOpen(FN_FILE, rule, whoOf(pathMount(path)), pathMount(path));
  argName(event, KEY_PATH, pathName(path));
  return event;
}

/** Closes it with a refusal. */
export function refuse(event: u32, rule: u32, errno: i32): i32 {
  eventRule(event, rule);
  return eventClose(event, -errno);
}

/** What keeps a mount from being changed: 0, or the rule. */
export function obstacle(mount: u32): u32 {
  if (mount == 0) return RULE_FILE_NO_ENTRY;
  if (mountHas(mount, MOUNT_HUNG)) return RULE_FILE_FROZEN;
  if (isShutdown(mount)) return RULE_FILE_SHUTDOWN;
  return mountHas(mount, MOUNT_READ_ONLY) ? RULE_FILE_READ_ONLY : 0;
}

/** Answers for an obstacle. A frozen filesystem makes the caller wait for ever. */
export function refuseFor(event: u32, rule: u32): i32 {
  eventRule(event, rule);
  if (rule == RULE_FILE_FROZEN) {
    crash(CRASH_HANG, FN_FILE, RULE_FILE_FROZEN);
    return -EIO;
  }
  const errno = rule == RULE_FILE_NO_ENTRY ? ENOENT : rule == RULE_FILE_SHUTDOWN ? EIO : EROFS;
  return eventClose(event, -errno);
}
