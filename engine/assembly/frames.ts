/**
 * Pages of ordinary RAM: the page cache of files that are not DAX, and private copies. Their bytes are state.
 *
 * A free frame is zeroed except for the number of the next free one, kept in its first word.
 *
 * **Left out:** reclaim, physical addresses, failures of RAM itself.
 */
import { R_FREE_FRAME, T_FRAMES } from "../abi";
import { PAGE_BYTES, put32, put64, touch } from "./state";
import { rootAt, tableAt, tableDefine, tablePush } from "./tables";

export function framesReset(): void {
  tableDefine(T_FRAMES, PAGE_BYTES);
}

/** A zeroed frame. */
export function frameAlloc(): u32 {
  const free = u32(load<u64>(rootAt(R_FREE_FRAME)));
  if (free == 0) return tablePush(T_FRAMES);
  put64(rootAt(R_FREE_FRAME), load<u32>(tableAt(T_FRAMES, free)));
  put32(tableAt(T_FRAMES, free), 0);
  return free;
}

export function frameFree(frame: u32): void {
  const at = tableAt(T_FRAMES, frame);
  touch(at, PAGE_BYTES);
  memory.fill(at, 0, PAGE_BYTES);
  put32(at, u32(load<u64>(rootAt(R_FREE_FRAME))));
  put64(rootAt(R_FREE_FRAME), frame);
}

/** Address of a frame's bytes; `touch` before writing. */
export function frameAt(frame: u32): usize {
  return tableAt(T_FRAMES, frame);
}
