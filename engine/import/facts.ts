/**
 * What the texts say, before anything is made of it: one list per kind of fact, in the order read. Names are as the
 * tools write them, without "/dev/"; `origin` is where a fact stands.
 */
import type { OwnerTable } from "../boundary/owner-columns.ts";
import type { Extent } from "../scene.ts";
import type { Assumption, Ignored } from "./contract.ts";

export interface Origin {
  name: string;
  line: number;
}

export interface DiskFact {
  name: string;
  sizeBytes?: number;
  /** 3: exact; 2: in KiB; 1: rounded for people, or from where a table ends. Default 3. */
  precision?: 1 | 2 | 3;
  /** Physical address of the block device's byte 0. */
  resourceBytes?: number;
  mode?: "fsdax" | "raw" | "sector" | "devdax";
  map?: "mem" | "dev";
  /** There is an info block before the data: page map, alignment. */
  hasInfoBlock?: boolean;
  alignBytes?: number;
  /** "namespace0.0". */
  namespace?: string;
  number?: string;
  origin: Origin;
}

export interface PartitionFact {
  disk: string;
  name: string;
  startBytes?: number;
  sizeBytes?: number;
  precision?: 1 | 2 | 3;
  number?: string;
  origin: Origin;
}

export interface MappedFact {
  /** As in /dev/mapper; or "dm-0" where only that is known. */
  name: string;
  kernelName?: string;
  sizeBytes?: number;
  number?: string;
  /** Names or numbers of devices below, from a tree or a list of dependencies. */
  below: string[];
  origin: Origin;
}

export interface TargetFact {
  mapped: string;
  startSectors: number;
  lenSectors: number;
  type: "linear" | "striped";
  chunkSectors: number;
  legs: { device: string; offSectors: number }[];
  origin: Origin;
}

export interface MountFact {
  device: string;
  target: string;
  fstype: string;
  options: string[];
  /** From /proc/PID/mountinfo. */
  number?: string;
  origin: Origin;
}

/** What is known of the filesystem on a device. */
export interface FilesystemFact {
  device: string;
  fstype?: string;
  target?: string;
  blockBytes?: number;
  blocks?: number;
  agBlocks?: number;
  agCount?: number;
  logBlocks?: number;
  logDevice?: string;
  rtDevice?: string;
  inodeBytes?: number;
  rmapbt?: boolean;
  reflink?: boolean;
  isXfsInfo?: boolean;
  origin: Origin;
}

/** One run of fsmap output: rows per device number, in the order in which the devices appear. */
export interface FsmapFact {
  devices: { number: string; rows: OwnerTable }[];
  /** From the command before it, if that was seen. */
  target?: string;
  isVerbose: boolean;
  origin: Origin;
}

export interface FileFact {
  path: string;
  fstype?: "xfs" | "ext4";
  sizeBytes?: number;
  extents: Extent[];
  origin: Origin;
}

export interface MappingFact {
  startBytes: number;
  lenBytes: number;
  isShared: boolean;
  isWritable: boolean;
  isExecutable: boolean;
  offInFileBytes: number;
  number: string;
  inode: number;
  path: string;
  isDeleted: boolean;
  /** From smaps. */
  residentBytes?: number;
}

export interface ProcessFact {
  pid?: number;
  name?: string;
  mappings: MappingFact[];
  openPaths: string[];
  origin: Origin;
}

export interface BadblocksFact {
  /** Null where the list does not say, see `hint`. */
  device: string | null;
  hint: string | null;
  sector: number;
  count: number;
  origin: Origin;
}

export interface MemoryFact {
  startBytes: number;
  endBytes: number;
  label: string;
  depth: number;
}

export class Facts {
  readonly disks: DiskFact[] = [];
  readonly partitions: PartitionFact[] = [];
  readonly mapped: MappedFact[] = [];
  readonly targets: TargetFact[] = [];
  /** Lengths of mapped devices with targets that the model does not have, by name. */
  readonly otherSectors = new Map<string, number>();
  readonly mounts: MountFact[] = [];
  readonly filesystems: FilesystemFact[] = [];
  readonly fsmaps: FsmapFact[] = [];
  readonly files: FileFact[] = [];
  readonly processes: ProcessFact[] = [];
  readonly badblocks: BadblocksFact[] = [];
  readonly memory: MemoryFact[] = [];
  /** Numbers and names of devices that are listed and are no persistent memory. */
  readonly foreign = new Map<string, string>();
  readonly kernels: { text: string; origin: Origin }[] = [];
  readonly assumptions: Assumption[] = [];
  readonly ignored: Ignored[] = [];
  earlyKill?: 0 | 1;
}

/** A device that is none of ours: by its name, and by its number where that was given. */
export function addForeign({ foreign }: Facts, name: string, number: string | undefined): void {
  foreign.set(name, name);
  if (number !== undefined) foreign.set(number, name);
}

/** "/dev/mapper/vol" → "mapper/vol", "/dev/pmem0" → "pmem0". */
export const bareName = (path: string): string => path.replace(/^\/dev\//, "");

/** A disk by the kernel's naming: pmem0, pmem1.2, pmem0s. */
export const isDiskName = (name: string): boolean => /^pmem\d{1,3}(\.\d{1,3})?s?$/.test(name);

/** "pmem0p2" → its disk and number. */
export function partitionOf(name: string): { disk: string; number: number } | null {
  const match = /^(pmem\d{1,3}(?:\.\d{1,3})?s?)p(\d{1,3})$/.exec(name);
  return match === null ? null : { disk: match[1] ?? "", number: Number(match[2]) };
}
