/**
 * Which functions are traced and what is read of their arguments, spelt as C would: `arg1->holder_data`. Where kernels differ
 * in a member's name, the first spelling that the kernel knows counts. The paths become fetch arguments of kprobe events
 * (Documentation/trace/kprobetrace.rst) through the kernel's own description of its types.
 */
import type { Btf, Member } from "./btf.ts";

type Spelling = string | readonly string[];

interface Probe {
  /** Module whose description of types has it; none: the kernel itself. */
  module?: "xfs" | "nd_pmem";
  args: Readonly<Record<string, Spelling>>;
}

const INODE_OF_MAPPING = "arg1->host->i_ino";
const AG = ["arg1->bc_ag.pag->pag_agno", "arg1->bc_group->xg_gno"];

export const PROBES: Readonly<Record<string, Probe>> = {
  memory_failure: { args: { pfn: "arg1", flags: "arg2" } },
  memory_failure_dev_pagemap: { args: { pfn: "arg1", flags: "arg2" } },
  mf_generic_kill_procs: { args: { pfn: "arg1", flags: "arg2" } },
  pmem_pagemap_memory_failure: { module: "nd_pmem", args: { pfn: "arg2", nr_pages: "arg3", flags: "arg4" } },
  dax_holder_notify_failure: {
    args: { dax_dev: "arg1", holder_data: "arg1->holder_data", offset: "arg2", len: "arg3", flags: "arg4" },
  },
  xfs_dax_notify_failure: {
    module: "xfs",
    args: { dax_dev: "arg1", holder_data: "arg1->holder_data", offset: "arg2", len: "arg3", flags: "arg4" },
  },
  xfs_dax_translate_range: { module: "xfs", args: { part_off: "arg1->bt_dax_part_off", offset: "arg2", len: "arg3" } },
  xfs_dax_notify_ddev_failure: {
    module: "xfs",
    args: { daddr_sectors: "arg2", bblen_sectors: "arg3", flags: "arg4" },
  },
  xfs_dax_notify_dev_failure: { module: "xfs", args: { offset: "arg2", len: "arg3", flags: "arg4" } },
  xfs_rmap_query_range: {
    module: "xfs",
    args: { agno: AG, low_startblock: "arg2->rm_startblock", high_startblock: "arg3->rm_startblock" },
  },
  xfs_dax_failure_fn: {
    module: "xfs",
    args: {
      agno: AG,
      startblock: "arg2->rm_startblock",
      blockcount: "arg2->rm_blockcount",
      owner: "arg2->rm_owner",
      rm_flags: "arg2->rm_flags",
      rm_offset: "arg2->rm_offset",
      fail_startblock: "xfs_failure_info:arg3->startblock",
      fail_blockcount: "xfs_failure_info:arg3->blockcount",
      // Of the filesystem, not of the call: the recorder needs it to turn blocks into bytes.
      blocksize: "arg1->bc_mp->m_sb.sb_blocksize",
    },
  },
  mf_dax_kill_procs: { args: { ino: INODE_OF_MAPPING, index: "arg2", count: "arg3", flags: "arg4" } },
  dax_lock_mapping_entry: { args: { ino: INODE_OF_MAPPING, index: "arg2" } },
  dax_lock_page: { args: { mapping: "arg1->mapping", index: "arg1->index" } },
  dax_lock_folio: { args: { mapping: "arg1->mapping", index: "arg1->index" } },
  collect_procs: { args: {} },
  unmap_and_kill: { args: { pfn: "arg2", index: "arg4" } },
  kill_procs: { args: { forcekill: "arg2" } },
  kill_proc: {
    args: { size_shift: "arg1->size_shift", pfn: "arg2", flags: "arg3", to: "arg1->tsk->pid", addr: "arg1->addr" },
  },
  send_sig_mceerr: { args: { code: "arg1", addr: "arg2", lsb: "arg3", to: "arg4->pid" } },
  force_sig_mceerr: { args: { code: "arg1", addr: "arg2", lsb: "arg3" } },
  action_result: { args: { pfn: "arg1", type: "arg2", result: "arg3" } },
  xfs_do_force_shutdown: { module: "xfs", args: { flags: "arg2", fname: "text:arg3", line: "arg4" } },
  freeze_super: { args: {} },
  thaw_super: { args: {} },
  kill_dax: { args: { dax_dev: "arg1", holder_data: "arg1->holder_data" } },
  fs_dax_get_by_bdev: { args: { dev: "arg1->bd_dev", holder: "arg3", ops: "arg4" } },
  fs_put_dax: { args: { dax_dev: "arg1", holder: "arg2", holder_data: "arg1->holder_data" } },
};

/** Names a dax_device by its disk; watched before a driver or a mapped device can make one. */
export const DISK_PROBE: readonly [string, Probe] = [
  "dax_add_host",
  { args: { dax_dev: "arg1", disk: "arg2->disk_name" } },
];

export const TRACE_EVENTS = ["signal/signal_generate", "ras/memory_failure_event"];

/** Two kprobe events: entry with arguments, return with the value. Null: this kernel has no such function to probe. */
export function eventsOf(fn: string, probe: Probe, btf: Btf): readonly [string, string] | null {
  const prototype = btf.prototype(fn);
  if (prototype === undefined) return null;
  const args = Object.entries(probe.args).flatMap(([name, spelling]) => {
    const fetched = fetchArgument(spelling, prototype.parameters, btf);
    return fetched === null ? [] : [`${name}=${fetched}`];
  });
  const result = prototype.returns === 0 ? "" : ` ret=$retval:${btf.format(prototype.returns)}`;
  return [`p:rec/${fn} ${fn} ${args.join(" ")}`, `r64:rec/${fn}__ret ${fn}${result}`];
}

/** Null: this kernel knows none of the spellings. */
function fetchArgument(spelling: Spelling, parameters: readonly number[], btf: Btf): string | null {
  for (const one of typeof spelling === "string" ? [spelling] : spelling) {
    const found = oneArgument(one, parameters, btf);
    if (found !== null) return found;
  }
  return null;
}

function oneArgument(path: string, parameters: readonly number[], btf: Btf): string | null {
  const parts = /^(?:(\w+):)?arg(\d)((?:(?:->|\.)\w+)*)$/.exec(path);
  if (parts === null) throw new Error(`a probe's argument is spelt "${path}"`);
  const [, cast, number, members = ""] = parts;
  const first = parameters[Number(number) - 1];
  if (first === undefined) return null;
  let type: number = first;
  if (cast === "text") return `+0($arg${number}):string`;
  let value = `$arg${number}`;
  // A member by "->" is behind the pointer held by the value so far; one by "." adds to where the last one lies.
  let place: { base: string; offBytes: number } | null = null;
  let isCast = cast !== undefined;
  for (const [, access, name = ""] of members.matchAll(/(->|\.)(\w+)/g)) {
    const inside: number | undefined = access === "." ? type : isCast ? btf.struct(cast ?? "") : btf.target(type);
    const member: Member | undefined = inside === undefined ? undefined : btf.member(inside, name);
    if (member === undefined) return null;
    const before: { base: string; offBytes: number } =
      access === "." && place !== null ? place : { base: value, offBytes: 0 };
    place = { base: before.base, offBytes: before.offBytes + member.offBytes };
    value = `+${place.offBytes}(${place.base})`;
    type = member.type;
    isCast = false;
  }
  return `${value}:${btf.format(type)}`;
}
