/**
 * What a machine is made of: the scene at power-on and the steps done to it. Types only.
 *
 * Everything here is JSON. Sizes and offsets are integers up to 2^53; the unit is the last part of a
 * name. Ranges are half-open. Readers' cells may write sizes as text ("376 MiB"); `checks/normalise.ts` turns
 * them into these types, `checks/schema.ts` refuses what is malformed before the engine sees it.
 *
 * **Left out:** NUMA, more than one CPU executing at a time (interleavings are steps, see `race`),
 * page sizes other than 4 KiB and 2 MiB.
 */

/** Which kernel's rules: the posted series v9, vanilla releases, and the recorded Debian kernels. */
export type KernelId = "v9" | "linux-6.0" | "linux-6.5" | "linux-6.6" | "linux-6.8" | "6.1" | "6.12" | "7.3";

/**
 * Who may hold a `dax_device`, if not as the kernel model has it (`"kernel"`). All others are designs from
 * the thread of January 2022; none but parts of `exclusive` was ever merged.
 */
export type PolicyId =
  | "kernel"
  | "last-writer-wins"
  | "exclusive"
  | "notifier-chain"
  | "whole-device-strict"
  | "whole-device-merged"
  | "on-dax-device"
  | "range-slots"
  | "stacked"
  | "namespaces"
  | "chained-dm";

export interface Scene {
  kernel: KernelId;
  /** Default `"kernel"`. */
  policy?: PolicyId;
  /** `vm.memory_failure_early_kill` and `vm.memory_failure_recovery`; defaults 0 and 1. */
  sysctl?: { earlyKill?: 0 | 1; recovery?: 0 | 1 };
  /** In order of their physical addresses unless `resourceBytes` says otherwise. */
  pmem: Record<string, Pmem>;
}

export interface Pmem {
  /** Capacity of the block device: what is behind sector 0. Multiple of 4096, at most 16 TiB. */
  sizeBytes: number;
  /** Physical address of the block device's byte 0. Default: 4 GiB and up, gaps of at least 1 GiB. */
  resourceBytes?: number;
  /** Bytes between the start of the namespace and the block device's byte 0 (info block, memmap). Default 0. */
  dataOffsetBytes?: number;
  /** Default "fsdax". */
  mode?: "fsdax" | "raw" | "sector" | "devdax";
  /** Where the memmap lives: `dev` puts an altmap before the data. Default "mem". */
  map?: "mem" | "dev";
  /** Driver of a devdax namespace. Default "device_dax". */
  driver?: "device_dax" | "fsdev_dax" | "none";
  /** Bytes cleared by one Clear-Error command. Power of two; default 256; 0: the platform cannot clear. */
  clearUnitBytes?: number;
  /** "adr": caches are outside the power-fail domain (default); "eadr": inside. */
  powerFail?: "adr" | "eadr";
  partitions?: Partition[];
}

/** A partition of a pmem disk; its device is named `pmem0p1`, `pmem0p2`, … in this order. */
export interface Partition {
  /** From the disk's byte 0; multiple of 512. */
  startBytes: number;
  /** Multiple of 512. */
  sizeBytes: number;
  name?: string;
}

export type Dax = "always" | "inode" | "never";
export type KillPolicy = "early" | "late" | "default";

/** A run of a file's bytes on its filesystem's device. All three are multiples of the block size. */
export interface Extent {
  offInFileBytes: number;
  offInDevBytes: number;
  lenBytes: number;
  unwritten?: boolean;
  shared?: boolean;
  /** On the realtime device instead of the data device. */
  realtime?: boolean;
}

/** One row of a reverse map that was read from a real filesystem: who owns a range of the device. */
export interface OwnerRow {
  offInDevBytes: number;
  lenBytes: number;
  owner:
    | { meta: "FS" | "AG" | "INOBT" | "INODES" | "LOG" | "REFC" | "COW" | "UNKNOWN" | "FREE" }
    | { inode: number; offInFileBytes: number; attr?: boolean; bmbt?: boolean; unwritten?: boolean };
  device?: "data" | "log" | "realtime";
}

/** Geometry of an XFS as mkfs prints it. Absent fields take the defaults of the named mkfs version. */
export interface XfsGeometry {
  blockBytes: number;
  dblocks: number;
  agBlocks: number;
  agCount: number;
  /** Bytes from the device's start to the internal log; absent when the log is external. */
  logOffsetBytes?: number;
  logBytes: number;
  rtBlocks?: number;
  inodeBytes?: number;
  rootIno?: number;
}

export interface MkfsOptions {
  /** Defaults of mkfs.xfs 6.1.0: rmapbt false, reflink true. */
  rmapbt?: boolean;
  reflink?: boolean;
  blockBytes?: number;
  /** Length of the filesystem if smaller than the device. */
  sizeBytes?: number;
  agCount?: number;
  agBlocks?: number;
  logBytes?: number;
  logDevice?: string;
  rtDevice?: string;
  geometry?: XfsGeometry;
}

export type DmTarget =
  | { type: "linear"; startBytes: number; lenBytes: number; device: string; offInLegBytes: number }
  | {
      type: "striped";
      startBytes: number;
      lenBytes: number;
      chunkBytes: number;
      legs: { device: string; offInLegBytes: number }[];
    };

/** First touch of a page of a mapping right after mmap(2). */
export interface Touch {
  offInMapBytes: number;
  write?: boolean;
}

/** Where a load, store, read or madvise(2) points: a process, its mapping by name, a byte in the mapping. */
export interface At {
  process: string;
  map: string;
  offInMapBytes: number;
}

/**
 * One thing done to the machine. `op` is the vocabulary of recordings, scenario files and the cell API
 * alike. A refusal by the kernel model is an event; a step that names something that does not exist is an
 * error before the run (`SceneError`).
 */
export type Step =
  // block layer
  | { op: "partition"; device: string; table: Partition[] }
  | { op: "dm-create"; name: string; device?: string; table: DmTarget[] }
  | { op: "dm-remove"; name: string }
  | { op: "mkfs"; fstype: "xfs" | "ext4" | "ext2"; device: string; options?: MkfsOptions }
  | {
      op: "mount";
      device: string;
      target: string;
      fstype?: "xfs" | "ext4" | "ext2";
      dax?: Dax;
      logDevice?: string;
      rtDevice?: string;
      readOnly?: boolean;
    }
  | { op: "umount"; target: string }
  | { op: "unbind"; device: string }
  | { op: "bind"; device: string }
  // files
  /** For a path that exists: its size and extents from now on, as a `file` step of a recording reports them. */
  | {
      op: "create";
      path: string;
      sizeBytes: number;
      inode?: number;
      extents?: Extent[];
      /** FS_XFLAG_DAX of the file; only asked when mounted dax=inode. */
      dax?: boolean;
      extSizeBytes?: number;
      /** "fallocate" leaves extents unwritten; "hole" allocates nothing. Default "write". */
      how?: "write" | "fallocate" | "hole";
    }
  | { op: "mkdir"; path: string; inode?: number; extents?: Extent[] }
  | { op: "attr"; path: string; extents?: Extent[]; lenBytes?: number }
  | { op: "reflink"; from: string; to: string; inode?: number }
  | { op: "unlink"; path: string }
  | { op: "truncate"; path: string; sizeBytes: number }
  /** A reverse map as GETFSMAP reports it. Many rows travel as text in `packed`, after `rows`: see `owner-pack.ts`. */
  | { op: "fsmap"; target: string; rows: OwnerRow[]; packed?: string }
  | { op: "open"; path: string }
  | { op: "drop-inode"; path: string }
  // processes
  | { op: "spawn"; process: string; policy?: KillPolicy; pid?: number }
  | { op: "fork"; process: string; parent: string }
  | { op: "policy"; process: string; policy: KillPolicy }
  | { op: "exit"; process: string }
  | {
      op: "mmap";
      process: string;
      map: string;
      path: string;
      offInFileBytes?: number;
      lenBytes?: number;
      private?: boolean;
      /** Whether address and file offset agree modulo 2 MiB, so that 2 MiB entries are possible. */
      aligned2m?: boolean;
      touch?: Touch[];
    }
  | { op: "munmap"; process: string; map: string }
  | ({ op: "load"; lenBytes?: number } & At)
  | ({ op: "store"; bytes: number[] } & At)
  | ({ op: "flush"; lenBytes?: number } & At)
  | { op: "fence"; process: string }
  | { op: "fsync"; path: string }
  | { op: "read"; path: string; offInFileBytes: number; lenBytes: number }
  | { op: "write"; path: string; offInFileBytes: number; bytes: number[] }
  | { op: "power-fail" }
  // block and dax access
  | { op: "block-read"; device: string; offBytes: number; lenBytes: number }
  | { op: "block-write"; device: string; offBytes: number; bytes: number[] }
  | { op: "zero-page-range"; device: string; pgoff: number; nrPages: number }
  // poison
  | { op: "poison"; device: string; offBytes: number; lenBytes?: number }
  | { op: "scrub"; device: string }
  | { op: "inject-error"; device: string; sector: number; count: number; saturate?: boolean; notify?: boolean }
  | { op: "badblocks"; device: string; sector: number; count: number; clear?: boolean }
  // failures
  /** A page fails at an offset of a disk, a partition or a mapped device; `"phys"`: at a physical address. */
  | { op: "fail"; device: string; offBytes: number; nrPages?: number; flags?: number }
  | ({ op: "madvise"; lenBytes?: number } & At)
  | { op: "sysctl"; earlyKill?: 0 | 1; recovery?: 0 | 1 }
  // holders
  | { op: "register-holder"; device: string; holder: string; source?: string }
  | { op: "unregister-holder"; device: string; holder: string }
  | { op: "notify"; device: string; offBytes: number; lenBytes: number; flags?: number }
  | { op: "kill-dax"; device: string }
  /** Two or more operations interleaved; `schedule` names, per tick, the thread that moves. */
  | { op: "race"; threads: Step[]; schedule: number[] };

export type StepOp = Step["op"];

/** The value that everything else is computed from. */
export interface MachineValue {
  scene: Scene;
  steps: readonly Step[];
  /** Any 32-bit unsigned integer. Drives every choice that is left to chance. */
  seed: number;
}
