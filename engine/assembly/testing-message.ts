/** Checked loads from a list of addresses, for the benchmark of messages to a worker: one call for all of them. */
import { SCRATCH } from "./state";
import { pmemLoad64 } from "./pmem";

export { alloc } from "./state";
export { pmemCreate, pmemStore64 } from "./pmem";

/** Loads from `n` addresses, as f64 at `addresses`, to f64 at `values`. Returns how many came before the first poison. */
export function loadAll(dev: u32, addresses: usize, n: u32, values: usize): u32 {
  for (let i: u32 = 0; i < n; i++) {
    const at = usize(i) << 3;
    if (!pmemLoad64(dev, u64(load<f64>(addresses + at)), SCRATCH)) return i;
    store<f64>(values + at, f64(load<u64>(SCRATCH)));
  }
  return n;
}
