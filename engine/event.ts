/**
 * What happened: the events of a run, in order, forming a call tree. Types only.
 *
 * An event is one decision of the modelled kernel (a function that was entered, with what it answered) or one
 * act of the modelled hardware and processes. Refusals are events like all others.
 */

/** Errno by name as user space spells it; `"0"` is success; `null` never returned (oops or hang). */
export type ErrnoName = string | null;

/** A half-open range in the bytes of one named space. */
export interface EventRange {
  /** A device ("pmem0", "pmem0p1", "dm-0"), a file ("file:/a/f"), or physical memory ("phys"). */
  space: string;
  /** BigInt only where the kernel's own arithmetic leaves 2^53 (WHOLE_DEVICE, a wrapped subtraction). */
  offBytes: number | bigint;
  lenBytes: number | bigint;
}

/** Where a rule comes from. */
export interface Citation {
  /** "v9 02/10", "6.1.192", "7.3.4", or "design" for what was never merged. */
  version: string;
  /** Kernel source path, or a message-id for a mail. */
  source: string;
  fn?: string;
  /** True for what no kernel does: shown on drafting paper, everywhere. */
  proposed?: boolean;
}

export type Arg = string | number | bigint | boolean | null;

export interface Event {
  /** Position in the run's log, from 0. */
  seq: number;
  /** Index into the machine's steps of the step that caused it; -1 for power-on. */
  step: number;
  /** `seq` of the event that called this one, or null. */
  parent: number | null;
  depth: number;
  /**
   * A kernel function by its own name ("dax_holder_notify_failure"), or one of ours for what is no function:
   * "step", "signal", "load", "store", "machine-check", "oops", "hang", "power-fail", "note", …
   */
  fn: string;
  /** Who decided: a device, "xfs:pmem0p1", a process, "kernel", "hardware". */
  who: string;
  /** Stable name of the branch taken, e.g. "dax.notify.unheld"; key of sentences and citations. */
  rule: string;
  range?: EventRange;
  args: Readonly<Record<string, Arg>>;
  /** Return value: a number (0, positive, or negative errno), a name for a pointer, "void"; null = never returned. */
  ret: number | string | null;
  errno?: ErrnoName;
  cite: Citation;
}

export interface Signal {
  /** `seq` of the event. */
  seq: number;
  process: string;
  code: "BUS_MCEERR_AR" | "BUS_MCEERR_AO" | "BUS_ADRERR" | "SI_KERNEL";
  map: string | null;
  offInMapBytes: number | null;
  /** log2 of the size of the mapping torn down: 12 or 21; 0 when the kernel gives none. */
  lsb: number;
  /** False when an earlier SIGBUS was still pending, so that the process never saw this one. */
  delivered: boolean;
}

/** The outcome of one step, distilled from its events. */
export interface Outcome {
  step: number;
  op: string;
  errno: ErrnoName;
  /** First and one-past-last event. */
  from: number;
  to: number;
}

export interface InvariantResult {
  /** "I1" … as in the reference; plain sentence in the catalogue under this key. */
  id: string;
  holds: boolean;
  /** What violated it, with names, when it does not hold. */
  witness?: string;
}
