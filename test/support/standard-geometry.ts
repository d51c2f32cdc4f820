/**
 * The standard geometry G0 of the domain reference (section 9.1) as a machine: 64 MiB of pmem behind 2 MiB of info block
 * and memmap, a toy XFS with four groups, files 131, 132 (shares blocks with 131) and 133, processes A, B and C.
 */
import type { KernelId, MachineValue, OwnerRow, Step } from "../../engine/scene.ts";

export const PAGE = 4096;
export const MIB = 1024 ** 2;
/** Page frame of data page 0. */
export const FIRST_PFN = 0x100200;

const rows = (list: readonly [block: number, blocks: number, owner: OwnerRow["owner"]][]): OwnerRow[] =>
  list.map(([block, blocks, owner]) => ({ offInDevBytes: block * PAGE, lenBytes: blocks * PAGE, owner }));

/** Who owns group 0. */
export const G0_ROWS: OwnerRow[] = rows([
  [0, 4, { meta: "FS" }],
  [4, 4, { meta: "AG" }],
  [8, 8, { meta: "INODES" }],
  [16, 16, { inode: 131, offInFileBytes: 0 }],
  [24, 4, { inode: 132, offInFileBytes: 0 }],
  [32, 1, { inode: 131, offInFileBytes: 0, bmbt: true }],
  [33, 1, { inode: 131, offInFileBytes: 0, attr: true }],
  [34, 1, { inode: 128, offInFileBytes: 0 }],
  [35, 4, { meta: "COW" }],
  [47, 13, { meta: "LOG" }],
  [60, 4, { inode: 133, offInFileBytes: 100 * PAGE }],
]);

const file = (path: string, inode: number, block: number, blocks: number, firstPage = 0): Step => ({
  op: "create",
  path,
  inode,
  sizeBytes: (firstPage + blocks) * PAGE,
  extents: [{ offInFileBytes: firstPage * PAGE, offInDevBytes: block * PAGE, lenBytes: blocks * PAGE }],
});

const touchAll = (pages: number) =>
  Array.from({ length: pages }, (_, i) => ({ offInMapBytes: i * PAGE, write: false }));

export interface G0Choice {
  rmapbt?: boolean;
  /** Leave one of the processes out. */
  without?: "A" | "B" | "C";
  policyOfA?: "early" | "late" | "default";
  /** The directory (inode 128) is not in core. */
  directoryOnDisk?: boolean;
}

/** The machine, and then `steps`. */
export function g0(kernel: KernelId, steps: readonly Step[] = [], choice: G0Choice = {}): MachineValue {
  const setup: Step[] = [
    {
      op: "mkfs",
      fstype: "xfs",
      device: "pmem0",
      options: {
        rmapbt: choice.rmapbt ?? true,
        reflink: true,
        geometry: {
          ...{ blockBytes: PAGE, dblocks: 16384, agBlocks: 4096, agCount: 4 },
          ...{ logOffsetBytes: 47 * PAGE, logBytes: 13 * PAGE, rootIno: 64, inodeBytes: 512 },
        },
      },
    },
    { op: "mount", device: "pmem0", target: "/a", dax: "always" },
    file("/a/131", 131, 16, 16),
    file("/a/132", 132, 24, 4),
    file("/a/133", 133, 60, 4, 100),
    { op: "fsmap", target: "/a", rows: G0_ROWS },
  ];
  if (choice.directoryOnDisk !== true) {
    const extents = [{ offInFileBytes: 0, offInDevBytes: 34 * PAGE, lenBytes: PAGE }];
    setup.push({ op: "mkdir", path: "/a/d", inode: 128, extents });
  }
  const map = (process: string, path: string, pages: number, policy: "early" | "late" | "default"): Step[] =>
    process === choice.without
      ? []
      : [
          { op: "spawn", process, policy },
          { op: "mmap", process, map: "m0", path, touch: touchAll(pages) },
        ];
  setup.push(...map("A", "/a/131", 16, choice.policyOfA ?? "default"));
  setup.push(...map("B", "/a/132", 4, "late"), ...map("C", "/a/132", 4, "early"));
  return {
    scene: {
      kernel,
      pmem: { pmem0: { sizeBytes: 64 * MIB, resourceBytes: FIRST_PFN * PAGE, dataOffsetBytes: 2 * MIB, map: "dev" } },
    },
    steps: [...setup, ...steps],
    seed: 1,
  };
}
