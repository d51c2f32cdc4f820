/** Entry points that only tests and benchmarks call: access to state through the write barrier. */
import { put16, put32, put64, put8 } from "./state";

/** Writes `value` as `widthBytes` (1, 2, 4, 8) at `ptr`. */
export function statePut(ptr: usize, widthBytes: u32, value: u64): void {
  if (widthBytes == 1) put8(ptr, u32(value));
  else if (widthBytes == 2) put16(ptr, u32(value));
  else if (widthBytes == 4) put32(ptr, u32(value));
  else put64(ptr, value);
}
