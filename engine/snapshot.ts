/** The state of a machine after some of its steps, as plain data. Types only; figures and checks read this. */
import type { ErrnoName, InvariantResult, Signal } from "./event.ts";
import type { Dax, Extent, KillPolicy } from "./scene.ts";

export interface DiskState {
  name: string;
  /** Another name of a mapped device, as a mount may give it: "mapper/vol". */
  alias?: string;
  kind: "pmem" | "dm";
  present: boolean;
  sizeBytes: number;
  /** Physical address of byte 0; null for mapped devices. */
  resourceBytes: number | null;
  dataOffsetBytes: number;
  mode: "fsdax" | "raw" | "sector" | "devdax" | "dm";
  partitions: { name: string; startBytes: number; sizeBytes: number; pageAligned: boolean }[];
  /** For mapped devices: the table in both spaces. */
  targets?: {
    type: "linear" | "striped";
    startBytes: number;
    lenBytes: number;
    chunkBytes?: number;
    legs: { device: string; offInLegBytes: number }[];
  }[];
}

export interface DaxDeviceState {
  /** Name of its disk: exactly one per disk, none per partition. */
  name: string;
  /** The pointer that a kernel log would show, derived from the seed; equal pointers are equal devices. */
  address: string;
  alive: boolean;
  /** "xfs:pmem0p1", "dm:vol", "my-holder", or null. One entry unless a proposed policy allows more. */
  holder: string | null;
  holders: { holder: string; hasOps: boolean; startBytes: number; lenBytes: number | null }[];
}

export interface MountState {
  target: string;
  device: string;
  fstype: "xfs" | "ext4" | "ext2";
  /** What is in force, not what was asked. */
  dax: Dax | "off";
  daxAsked: Dax | null;
  /** Disk of the dax_device the data goes through, or null. */
  daxDevice: string | null;
  /** Address of the block_device as a kernel log would print it. */
  bdevAddress: string;
  daxPartOffBytes: number;
  rmapbt: boolean;
  reflink: boolean;
  readOnly: boolean;
  state: "alive" | "shutdown" | "hung" | "create works, fsync: EIO" | "create: EROFS";
  shutdownReasons: string[];
  sizeBytes: number;
  blockBytes: number;
  agCount: number;
  agBlocks: number;
  logDevice: string | null;
  rtDevice: string | null;
}

export interface FileState {
  path: string;
  inode: number;
  sizeBytes: number;
  directory: boolean;
  dax: boolean;
  incore: boolean;
  extents: readonly Extent[];
}

export interface MapState {
  map: string;
  path: string;
  offInFileBytes: number;
  lenBytes: number;
  private: boolean;
  /** Present page-table entries: offset in the mapping, size 4096 or 2 MiB, what they point at. */
  entries: { offInMapBytes: number; sizeBytes: number; pfn: number | "ram" | "zero" }[];
}

export interface ProcessState {
  process: string;
  pid: number;
  policy: KillPolicy;
  alive: boolean;
  maps: MapState[];
  signals: Signal[];
}

export interface PoisonState {
  device: string;
  /** Poisoned 64-byte lines, coalesced. */
  lines: { offBytes: number; lenBytes: number }[];
  /** Badblocks entries in 512-byte sectors. */
  badblocks: { sector: number; count: number }[];
  /** Pages with the HWPoison flag, by offset on the device. */
  hwpoison: { offBytes: number; lenBytes: number }[];
}

export interface Snapshot {
  /** Number of steps played. */
  at: number;
  /** 64-bit hash of the content, as 16 hex digits; the same in every browser and in Node. */
  hash: string;
  disks: DiskState[];
  daxDevices: DaxDeviceState[];
  mounts: MountState[];
  files: FileState[];
  processes: ProcessState[];
  poison: PoisonState[];
  sysctl: { earlyKill: 0 | 1; recovery: 0 | 1 };
  invariants: InvariantResult[];
  /** Null while the kernel runs; otherwise what stopped it and where. */
  crash: null | { kind: "oops" | "hang"; fn: string; errno: ErrnoName; sentence: string };
}
