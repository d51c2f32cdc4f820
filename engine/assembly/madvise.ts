/**
 * A process injects failures into its own mapping. Models madvise_inject_error, mm/madvise.c: page by page, ending at
 * the first error; -EOPNOTSUPP counts as success. The caller is `current`, so its own signals are action required.
 *
 * **Left out:** MADV_SOFT_OFFLINE, which refuses device pages; the check for CAP_SYS_ADMIN.
 */
import {
  EIO, ENOENT, EOPNOTSUPP, FN_MADVISE_INJECT_ERROR, KEY_LEN, KEY_OFFSET, MF_ACTION_REQUIRED, MF_COUNT_INCREASED,
  MF_SW_SIMULATED, RULE_MADVISE, R_CURRENT, WHO_PROCESS,
} from "../abi";
import { argNumber, eventClose, eventOpen, hasCrashed } from "./events";
import { MADVISE_ACTION_REQUIRED, has } from "./kernels";
import { memoryFailure } from "./memory-failure";
import { pinUserPage } from "./mm";
import { processByName } from "./names";
import { SCRATCH, put64 } from "./state";
import { rootAt } from "./tables";

const PINNED: usize = SCRATCH + 0xe040;

/** Arguments as OP_MADVISE has them: process, map, off u64, len u64. */
export function madviseStep(ptr: usize): i32 {
  const process = processByName(load<u32>(ptr));
  if (process == 0) return -ENOENT;
  const map = load<u32>(ptr, 4);
  let off = load<u64>(ptr, 8);
  const len = load<u64>(ptr, 16);
  put64(rootAt(R_CURRENT), process);
  const event = eventOpen(FN_MADVISE_INJECT_ERROR, RULE_MADVISE, WHO_PROCESS, load<u32>(ptr));
  argNumber(event, KEY_OFFSET, off);
  argNumber(event, KEY_LEN, len);
  const rc = injectPages(process, map, off, off + len);
  if (hasCrashed()) return -EIO;
  put64(rootAt(R_CURRENT), 0);
  return eventClose(event, rc);
}

function injectPages(process: u32, map: u32, from: u64, end: u64): i32 {
  const flags: u32 = MF_COUNT_INCREASED | MF_SW_SIMULATED | (has(MADVISE_ACTION_REQUIRED) ? MF_ACTION_REQUIRED : 0);
  let off = from & ~4095;
  while (off < end) {
    let rc = pinUserPage(process, map, off, PINNED);
    if (hasCrashed() || rc != 0) return rc;
    const pfn = load<u64>(PINNED);
    const pageBytes = load<u64>(PINNED, 8);
    if (pfn != u64.MAX_VALUE) {
      rc = memoryFailure(pfn, flags);
      if (hasCrashed()) return rc;
      if (rc != 0 && rc != -EOPNOTSUPP) return rc;
    }
    off = (off & ~(pageBytes - 1)) + pageBytes;
  }
  return 0;
}
