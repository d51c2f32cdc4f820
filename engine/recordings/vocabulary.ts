/** The words of recordings: which calls are compared, by which arguments, and how errors and codes are spelt. */

/** Modelled functions and their arguments that count; "What must match" in the recordings' README. */
export const MODELLED: Readonly<Record<string, readonly string[]>> = {
  memory_failure: ["pfn", "flags"],
  pmem_pagemap_memory_failure: ["pfn", "nr_pages", "flags"],
  dax_holder_notify_failure: ["dax_dev", "holder_data", "offset", "len", "flags"],
  xfs_dax_notify_failure: ["dax_dev", "holder_data", "offset", "len", "flags"],
  xfs_dax_failure_fn: ["agno", "startblock", "blockcount", "owner_name", "file_offset", "len"],
  mf_dax_kill_procs: ["ino", "index", "count", "flags"],
  xfs_do_force_shutdown: [],
  kill_proc: ["to", "map", "addr_offset_in_mapping", "size_shift"],
  kill_dax: ["dax_dev", "holder_data"],
};

export const SI_CODES: Readonly<Record<string, number>> = {
  BUS_ADRERR: 2,
  BUS_MCEERR_AR: 4,
  BUS_MCEERR_AO: 5,
  SI_KERNEL: 128,
};

/** XFS's own name and the one of its number. */
export function errnoName(errno: string | null): string | null {
  return errno === "EFSCORRUPTED" || errno === "EUCLEAN" ? "EFSCORRUPTED(EUCLEAN)" : errno;
}

export type Value = string | number | bigint | boolean | null;

export interface Call {
  fn: string;
  args: Readonly<Record<string, Value>>;
  ret: Value;
  depth: number;
  /** False: never returned. */
  returned?: false;
}

/**
 * Of calls in the order of their entry those that count, each with the number of counted calls that it is inside of.
 * Depths are those of any call tree, of the ones that do not count too.
 */
export function counted<T>(calls: readonly T[], depthOf: (it: T) => number, counts: (it: T) => boolean): [T, number][] {
  const open: { depth: number; counts: boolean }[] = [];
  return calls.flatMap((it): [T, number][] => {
    const depth = depthOf(it);
    while (open.length > 0 && (open.at(-1)?.depth ?? 0) >= depth) open.pop();
    const inside = open.filter((one) => one.counts).length;
    open.push({ depth, counts: counts(it) });
    return counts(it) ? [[it, inside]] : [];
  });
}
