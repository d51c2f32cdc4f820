/**
 * What a reader's cell, a figure, the grader and the package see of the engine. Types only; the implementation is
 * `machine.ts` (values and their operations) and `play.ts` (machine → run).
 *
 * A machine is immutable. Every operation returns a new machine with one step more; the engine's state is only a
 * cache of the value. Sizes may be written as numbers of bytes or as text: "4 KiB", "376 MiB", "0x1000", "8 sectors".
 */
import type { Event, InvariantResult, Outcome, Signal } from "./event.ts";
import type { Dax, Extent, KernelId, KillPolicy, MachineValue, MkfsOptions, PolicyId, Step } from "./scene.ts";
import type { FileState, MountState, ProcessState, Snapshot } from "./snapshot.ts";

export type Size = number | string;

export interface PartitionSpec {
  start?: Size;
  size: Size;
}

export interface PmemSpec {
  size: Size;
  resource?: Size;
  dataOffset?: Size;
  mode?: "fsdax" | "raw" | "sector" | "devdax";
  map?: "mem" | "dev";
  driver?: "device_dax" | "fsdev_dax" | "none";
  clearUnit?: Size;
  powerFail?: "adr" | "eadr";
  /** Sizes in order; without a start they follow each other from 1 MiB, aligned to 1 MiB. */
  partitions?: (Size | PartitionSpec)[];
}

export interface BootSpec {
  kernel?: KernelId;
  policy?: PolicyId;
  seed?: number;
  sysctl?: { earlyKill?: 0 | 1; recovery?: 0 | 1 };
  pmem: Record<string, PmemSpec>;
}

export interface MmapSpec {
  /** Name of the mapping; default "m0", "m1", … per process. */
  map?: string;
  offset?: Size;
  length?: Size;
  private?: boolean;
  aligned2m?: boolean;
  /** Offsets in the mapping to touch at once; true touches every page. Default: none. */
  touch?: Size[] | true;
  /** Whether those first touches write. Default true. */
  write?: boolean;
}

/** A holder written by a reader: called synchronously, sees its device's own bytes. */
export interface HolderSpec {
  name: string;
  /** Self-contained function; its source text is what the machine keeps. Returns 0 or a negative errno. */
  notifyFailure: (
    failure: { device: string; offBytes: number; lenBytes: number; flags: number; wholeDevice: boolean },
    kernel: { notify(device: string, offBytes: number, lenBytes: number): number; log(text: string): void },
  ) => number;
}

export interface Machine {
  /** The value that travels: links, hand-ins, recordings, files. */
  readonly value: MachineValue;
  readonly kernel: KernelId;
  readonly policy: PolicyId;
  /** Number of steps. */
  readonly length: number;

  // what happened and what is
  /** Events of the last step. */
  readonly events: readonly Event[];
  /** Everything since power-on. */
  readonly run: Run;
  readonly state: Snapshot;
  /** Outcome of the last step; `errno` is "0" or a name. */
  readonly outcome: Outcome;
  readonly errno: string | null;
  readonly mounts: Readonly<Record<string, MountState>>;
  readonly files: Readonly<Record<string, FileState>>;
  readonly processes: Readonly<Record<string, ProcessState>>;
  /** Per dax_device: its holder's name or null. */
  readonly holders: Readonly<Record<string, string | null>>;
  /** Signals caused by the last step. */
  readonly signals: readonly Signal[];
  /** Names of processes told by the last step. */
  readonly told: readonly string[];

  // time and variation
  /** The machine after its first n steps (n may be negative: from the end). */
  at(n: number): Machine;
  /** The same steps under another kernel model or policy. */
  with(change: { kernel?: KernelId; policy?: PolicyId; seed?: number }): Machine;
  /** A raw step, for what has no method. */
  step(step: Step): Machine;

  // operations, one step each; see `Step` in scene.ts
  partition(device: string, sizes: (Size | PartitionSpec)[]): Machine;
  linear(name: string, legs: { device: string; offset?: Size; length: Size }[]): Machine;
  striped(name: string, chunk: Size, legs: { device: string; offset?: Size }[], length?: Size): Machine;
  mkfs(fstype: "xfs" | "ext4" | "ext2", device: string, options?: MkfsOptions): Machine;
  mount(
    device: string,
    target: string,
    options?: { dax?: Dax; logDevice?: string; rtDevice?: string; readOnly?: boolean },
  ): Machine;
  umount(target: string): Machine;
  create(
    path: string,
    size: Size,
    options?: { dax?: boolean; how?: "write" | "fallocate" | "hole"; extents?: Extent[] },
  ): Machine;
  mkdir(path: string): Machine;
  reflink(from: string, to: string): Machine;
  unlink(path: string): Machine;
  truncate(path: string, size: Size): Machine;
  spawn(process: string, policy?: KillPolicy): Machine;
  fork(process: string, parent: string): Machine;
  exit(process: string): Machine;
  setPolicy(process: string, policy: KillPolicy): Machine;
  mmap(process: string, path: string, spec?: MmapSpec): Machine;
  munmap(process: string, map?: string): Machine;
  load(process: string, offset: Size, options?: { map?: string; length?: Size }): Machine;
  store(process: string, offset: Size, bytes: string | number[] | Uint8Array, options?: { map?: string }): Machine;
  flush(process: string, offset: Size, options?: { map?: string; length?: Size }): Machine;
  fence(process: string): Machine;
  fsync(path: string): Machine;
  powerFail(): Machine;
  read(path: string, offset: Size, length: Size): Machine;
  write(path: string, offset: Size, bytes: string | number[] | Uint8Array): Machine;
  poison(device: string, offset: Size, length?: Size): Machine;
  scrub(device: string): Machine;
  badblocks(device: string, sector: number, count: number): Machine;
  /** A page of a pmem device (or of a partition, or of a mapped device) fails. */
  fail(device: string, offset: Size): Machine;
  /** madvise(MADV_HWPOISON) by a process on its own mapping. */
  madvise(process: string, offset: Size, options?: { map?: string; length?: Size }): Machine;
  sysctl(values: { earlyKill?: 0 | 1; recovery?: 0 | 1 }): Machine;
  holder(device: string, holder: HolderSpec): Machine;
  unbind(device: string): Machine;
  bind(device: string): Machine;

  // questions that change nothing
  /** The bytes a device, partition, mapped device or file holds, pristine, poison notwithstanding. */
  bytes(space: string, offset: Size, length: Size): Uint8Array;
  /** The same byte in every space that has it, from file up or device down: the offset ladder. */
  ladder(space: string, offset: Size): LadderRung[];
  /** One failure under every kernel model and every policy: the policy matrix. */
  matrix(failure: Step, choice?: { kernels?: KernelId[]; policies?: PolicyId[] }): MatrixCell[];
  toJSON(): MachineValue;
}

export interface LadderRung {
  /** "file:/a/f", "xfs:pmem0p1", "pmem0p1", "dm-0", "pmem0", "dax:pmem0", "phys". */
  space: string;
  kind: "file" | "filesystem" | "partition" | "mapped" | "disk" | "dax" | "phys";
  offBytes: number;
  /** What was added to come from the rung above. */
  shiftBytes: number;
  /** Why: "extent 0 of inode 131", "bt_dax_part_off", "linear target 0", "resource of pmem0". */
  because: string;
}

export interface MatrixCell {
  kernel: KernelId;
  policy: PolicyId;
  errno: string | null;
  /** Holders that were called, in order. */
  asked: string[];
  told: string[];
  /** Mounts that shut down. */
  shutdown: string[];
  fallback: boolean;
  crash: string | null;
  proposed: boolean;
}

export interface Run {
  readonly machine: MachineValue;
  readonly events: readonly Event[];
  readonly outcomes: readonly Outcome[];
  readonly signals: readonly Signal[];
  /** State after the first n steps; default: all. */
  snapshot(n?: number): Snapshot;
  invariants(n?: number): readonly InvariantResult[];
}

/** What two runs do not have in common. */
export interface RunDiff {
  /** Index of the first step whose events differ, so that `at(firstStep)` is the last both share; -1: power-on. */
  firstStep: number | null;
  /** Index of the first differing event in each. */
  firstEvent: [number, number] | null;
  left: Event | null;
  right: Event | null;
  /** Paths into the snapshot that differ: ["mounts", "/b", "dax"] with both values. */
  state: { path: (string | number)[]; left: unknown; right: unknown }[];
}

/**
 * Plays machine values. In a worker and in Node it owns the wasm (`play.ts`); inside an interpreter it asks its host.
 * Runs are cached: a value that extends a known one plays only what is new.
 */
export interface Player {
  /** Throws a `SceneError` before anything runs when the value is malformed. */
  run(value: MachineValue): Run;
  bytes(value: MachineValue, space: string, offBytes: number, lenBytes: number): Uint8Array;
  ladder(value: MachineValue, space: string, offBytes: number): LadderRung[];
}

/** A machine as plain data, for the page: everything a figure, a prose value or the timeline reads, nothing that plays. */
export interface MachineView {
  value: MachineValue;
  /** All events since power-on. */
  events: readonly Event[];
  outcomes: readonly Outcome[];
  signals: readonly Signal[];
  /** After the last step, and before it. */
  state: Snapshot;
  before: Snapshot;
}
