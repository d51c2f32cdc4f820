import { describe, expect, test } from "vitest";
import type { ImportResult } from "../../../engine/import/contract.ts";
import { importMachine } from "../../../engine/import/import-machine.ts";
import { ownersAt } from "../../../engine/import/owners.ts";
import type { Step } from "../../../engine/scene.ts";
import { sample, textOf } from "../../support/import-samples.ts";

const MIB = 1024 ** 2;
const read = (...texts: string[]): ImportResult => importMachine(texts.map((text) => ({ text })));
function stepOf<Op extends Step["op"]>(result: ImportResult, op: Op): Extract<Step, { op: Op }> {
  const found = result.value.steps.find((it): it is Extract<Step, { op: Op }> => it.op === op);
  if (found === undefined) throw new Error(`no ${op} among ${result.value.steps.map((it) => it.op)}`);
  return found;
}
const MOUNTED = "/dev/pmem0 /mnt xfs rw,dax=always 0 0\n";

describe("fsmap", () => {
  const head = " EXT: DEV   BLOCK-RANGE  OWNER  FILE-OFFSET  AG AG-OFFSET  TOTAL FLAGS\n";

  test("with blocks that two files share names both, and rows that overlap are kept", () => {
    const map = `${head}   0: 259:0 [0..7]: static fs metadata 0 (0..7) 8
   1: 259:0 [8..87]: 131 0..79 0 (8..87) 80 0100000
   2: 259:0 [8..47]: 132 800..839 0 (8..47) 40 0100000
   3: 259:0 [88..95]: 131 80..87 0 (88..95) 8 0010000
   4: 259:0 [96..103]: 131 0..7 0 (96..103) 8 1000000
   5: 259:0 [104..111]: 133 extent map 0 (104..111) 8
 FLAG Values:
    0100000 Shared extent
    0010000 Unwritten preallocated extent
`;
    const result = read(MOUNTED, map);
    expect(result.problems).toEqual([]);
    expect(ownersAt(result.value, "pmem0", 4096 + 512)).toMatchObject([
      { inode: 131, offInFileBytes: 512 },
      { inode: 132, offInFileBytes: 800 * 512 + 512 },
    ]);
    expect(stepOf(result, "fsmap").rows.slice(3)).toEqual([
      { offInDevBytes: 88 * 512, lenBytes: 4096, owner: { inode: 131, offInFileBytes: 80 * 512, unwritten: true } },
      { offInDevBytes: 96 * 512, lenBytes: 4096, owner: { inode: 131, offInFileBytes: 0, attr: true } },
      { offInDevBytes: 104 * 512, lenBytes: 4096, owner: { inode: 133, offInFileBytes: 0, bmbt: true } },
    ]);
    expect(ownersAt(result.value, "pmem0", 96 * 512)).toMatchObject([{ kind: "attributes of a file", inode: 131 }]);
  });

  test("with an external log has a second device, which the mount names", () => {
    const map = `\t0: 259:0 [0..31]: static fs metadata 32
\t1: 259:0 [32..63]: per-AG metadata 32
\t2: 259:0 [64..204799]: free space 204736
\t3: 259:1 [0..131071]: journalling log 131072
`;
    const mount = "/dev/pmem0 /mnt xfs rw,dax=always,logdev=/dev/pmem1 0 0\n";
    const disks = "major minor  #blocks  name\n\n 259 0 102400 pmem0\n 259 1 131072 pmem1\n";
    const result = read(mount, disks, map);
    expect(result.problems).toEqual([]);
    expect(stepOf(result, "mount")).toMatchObject({ device: "pmem0", logDevice: "pmem1" });
    expect(stepOf(result, "mkfs").options).toMatchObject({
      logDevice: "pmem1",
      geometry: { logBytes: 64 * MIB, dblocks: 25600 },
    });
    expect(stepOf(result, "mkfs").options?.geometry?.logOffsetBytes).toBeUndefined();
    expect(stepOf(result, "fsmap").rows.at(-1)).toMatchObject({ device: "log", owner: { meta: "LOG" } });
  });

  test("in the form of -m is the same", () => {
    const plain = `\t0: 259:0 [0..31]: static fs metadata 32
\t1: 259:0 [32..111]: inode 131 data 8..87 80
\t2: 259:0 [112..119]: inode 131 attr 0..7 8
\t3: 259:0 [120..127]: inode 132 data extent map 8
\t4: 259:0 [128..999]: free space 872
`;
    const machine = `EXT,MAJOR,MINOR,PSTART,PEND,OWNER,OSTART,OEND,LENGTH
0,259,0,0,31,special_88:1,,,32
1,259,0,32,111,inode_131_data,8,87,80
2,259,0,112,119,inode_131_attr,0,7,8
3,259,0,120,127,inode_132_data_bmbt,,,8
4,259,0,128,999,special_0:1,,,872
`;
    expect(read(MOUNTED, machine).problems).toEqual([]);
    expect(stepOf(read(MOUNTED, machine), "fsmap")).toEqual(stepOf(read(MOUNTED, plain), "fsmap"));
  });

  test("of ext4 knows descriptors and bitmaps by their numbers", () => {
    const result = read("/dev/pmem0 /mnt ext4 rw,dax 0 0\n", textOf(sample("b"), "fsmap-ext4.txt"));
    expect(ownersAt(result.value, "pmem0", 8 * 512)).toMatchObject([{ kind: "static fs metadata" }]);
    expect(ownersAt(result.value, "pmem0", 312 * 512)).toMatchObject([{ kind: "per-AG metadata" }]);
    expect(stepOf(result, "mount")).toMatchObject({ fstype: "ext4", dax: "always" });
  });

  test("alone gives the geometry: groups from the superblocks, the log from its rows", () => {
    const result = read(textOf(sample("c"), "fsmap.txt"));
    expect(stepOf(result, "mkfs").options?.geometry).toEqual({
      blockBytes: 4096,
      dblocks: 179200,
      agBlocks: 29867,
      agCount: 6,
      logOffsetBytes: 367042560,
      logBytes: 17825792,
    });
  });
});
