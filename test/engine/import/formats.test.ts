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

describe("lsblk", () => {
  const tree = `NAME        MAJ:MIN RM   SIZE RO TYPE MOUNTPOINTS
pmem0       259:0    0   768M  0 disk
├─pmem0p1   259:4    0   381M  0 part /mnt/xfs
└─pmem0p2   259:5    0   300M  0 part
  └─vg-data 254:0    0   296M  0 lvm  /mnt/data
sda           8:0    0    20G  0 disk
`;

  test("as a tree: devices, parents and mount points; sizes that were rounded are asked for", () => {
    const result = read(tree);
    expect(result.problems).toEqual([]);
    expect(Object.keys(result.value.scene.pmem)).toEqual(["pmem0"]);
    expect(result.value.scene.pmem.pmem0?.partitions?.map((it) => it.sizeBytes)).toEqual([381 * MIB, 300 * MIB]);
    expect(stepOf(result, "dm-create")).toMatchObject({
      name: "vg-data",
      device: "dm-0",
      table: [{ device: "pmem0p2" }],
    });
    expect(result.questions.map((it) => it.id)).toContain("size:pmem0");
    expect(result.ignored.map((it) => it.what)).toContain("sda");
  });

  test("as pairs, and as JSON of versions that write numbers as text, is the same", () => {
    const pairs = `NAME="pmem0" MAJ:MIN="259:0" SIZE="805306368" TYPE="disk" FSTYPE="xfs" MOUNTPOINT="/mnt"\n`;
    const old = `{ "blockdevices": [ {"name": "pmem0", "maj:min": "259:0", "size": "805306368", "type": "disk", "fstype": "xfs", "mountpoint": "/mnt"} ] }`;
    expect(read(pairs).value).toEqual(read(old).value);
    expect(read(pairs).value.scene.pmem.pmem0?.sizeBytes).toBe(768 * MIB);
  });
});

describe("dmsetup", () => {
  test("striped, by number, name and path, one on another; targets of other types are left out and said", () => {
    const result = read(`fast: 0 409600 striped 2 2048 259:0 0 /dev/pmem1 2048
top: 0 204800 linear 254:0 4096
safe: 0 8192 crypt aes-xts 0 0 8:1 0
fast (254:0)
 |- (259:1)
 \`- (259:0)
major minor  #blocks  name

 259 0 524288 pmem0
 259 1 524288 pmem1
`);
    expect(result.problems).toEqual([]);
    expect(result.value.steps).toEqual([
      {
        op: "dm-create",
        name: "fast",
        device: "dm-0",
        table: [
          {
            type: "striped",
            startBytes: 0,
            lenBytes: 200 * MIB,
            chunkBytes: MIB,
            legs: [
              { device: "pmem0", offInLegBytes: 0 },
              { device: "pmem1", offInLegBytes: MIB },
            ],
          },
        ],
      },
      {
        op: "dm-create",
        name: "top",
        table: [{ type: "linear", startBytes: 0, lenBytes: 100 * MIB, device: "mapper/fast", offInLegBytes: 2 * MIB }],
      },
    ]);
    expect(result.ignored.map((it) => it.what)).toContain("the crypt target of safe");
    // Sector 5000 of top is 9096 of fast: chunk 4, its second half kilosector, on the first leg.
    expect(ownersAt(result.value, "pmem0", (2 * 2048 + 904) * 512).at(-1)).toMatchObject({
      devices: ["pmem0", "mapper/fast", "mapper/top"],
      offBytes: 5000 * 512,
    });
  });
});

describe("other forms", () => {
  test("sfdisk -d is sfdisk --json", () => {
    const dump = `label: gpt
label-id: 01961A21-CCE8-664E-9E1C-4984A7C01805
device: /dev/pmem0
unit: sectors
first-lba: 2048
last-lba: 1572830
sector-size: 512

/dev/pmem0p1 : start=        2048, size=      780288, type=0FC63DAF-8483-4772-8E79-3D69D8477DE4
/dev/pmem0p2 : start=      782368, size=      614400, type=0FC63DAF-8483-4772-8E79-3D69D8477DE4
`;
    expect(read(dump).value).toEqual(read(textOf(sample("b"), "sfdisk-pmem0.json")).value);
    expect(read(dump).value.scene.pmem.pmem0?.sizeBytes).toBe(768 * MIB);
  });

  test("a partition number that is not there keeps the names of the others", () => {
    const table = (nodes: [string, number, number][]) =>
      JSON.stringify({
        partitiontable: {
          label: "gpt",
          device: "/dev/pmem0",
          lastlba: 262110,
          partitions: nodes.map(([node, start, size]) => ({ node, start, size })),
        },
      });
    const result = read(
      table([
        ["/dev/pmem0p3", 4096, 8192],
        ["/dev/pmem0p1", 2048, 2048],
      ]),
      "/dev/pmem0p3 /mnt xfs rw 0 0\n",
    );
    expect(result.value.scene.pmem.pmem0?.partitions).toEqual([
      { startBytes: MIB, sizeBytes: MIB },
      { startBytes: 1024, sizeBytes: 512 },
      { startBytes: 2 * MIB, sizeBytes: 4 * MIB },
    ]);
    expect(stepOf(result, "mount").device).toBe("pmem0p3");
    expect(result.assumptions.map((it) => it.what).join()).toContain("pmem0p2 is one sector");
  });

  test("mount and findmnt --json say what /proc/mounts says; a space in a path is escaped there", () => {
    const proc = read("/dev/pmem0 /mnt/my\\040data xfs ro,dax=inode 0 0\n").value;
    const json = {
      filesystems: [
        {
          target: "/",
          source: "/dev/sda1",
          fstype: "ext4",
          options: "rw",
          children: [{ target: "/mnt/my data", source: "/dev/pmem0", fstype: "xfs", options: "ro,dax=inode" }],
        },
      ],
    };
    expect(read(JSON.stringify(json)).value).toEqual(proc);
    expect(proc.steps.find((it) => it.op === "mount")).toMatchObject({
      target: "/mnt/my data",
      dax: "inode",
      readOnly: true,
    });
    expect(stepOf(read("/dev/pmem0 on /mnt/a type xfs (rw,dax=never)\n"), "mount")).toMatchObject({
      target: "/mnt/a",
      dax: "never",
    });
  });

  test("filefrag of old e2fsprogs has no ranges; unwritten and shared extents are marked in either form", () => {
    const old = `Filesystem type is: ef53
File size of /mnt/f is 49152 (12 blocks, blocksize 4096)
 ext logical physical expected length flags
   0       0      100               8
   1       8      200      107      4 unwritten,eof
/mnt/f: 2 extents found
`;
    const now = `Filesystem type is: ef53
File size of /mnt/f is 49152 (12 blocks of 4096 bytes)
 ext:     logical_offset:        physical_offset: length:   expected: flags:
   0:        0..       7:        100..       107:      8:
   1:        8..      11:        200..       203:      4:        108: last,unwritten,eof
/mnt/f: 2 extents found
`;
    expect(read(now).problems).toEqual([]);
    expect(stepOf(read(old), "create")).toEqual(stepOf(read(now), "create"));
    expect(stepOf(read(now), "create")).toMatchObject({
      sizeBytes: 49152,
      extents: [{ offInDevBytes: 409600 }, { unwritten: true, lenBytes: 16384 }],
    });
    expect(stepOf(read(now), "mount").fstype).toBe("ext4");
  });

  test("bmap without -v, with holes; the file is named by its first line or by the command", () => {
    const body = "\t0: [0..39]: 960..999\n\t1: [40..95]: hole\n\t2: [96..151]: 1056..1111\n";
    const named = read(MOUNTED, `/mnt/f:\n${body}`);
    const commanded = read(MOUNTED, `# xfs_io -rc bmap /mnt/f\n${body}`);
    expect(stepOf(named, "create")).toEqual(stepOf(commanded, "create"));
    expect(stepOf(named, "create").extents).toHaveLength(2);
  });

  test("badblocks of several disks, each after its path", () => {
    const result = read(
      `==> /sys/block/pmem0/badblocks <==\n8 1\n\n==> /sys/block/pmem1/badblocks <==\n64 8\n`,
      textOf(sample("c"), "ndctl-list-NRDiv.json"),
    );
    expect(result.value.steps.filter((it) => it.op === "badblocks")).toEqual([
      { op: "badblocks", device: "pmem0", sector: 8, count: 1 },
      { op: "badblocks", device: "pmem1", sector: 64, count: 8 },
      { op: "badblocks", device: "pmem1", sector: 409600, count: 8 },
      { op: "badblocks", device: "pmem1", sector: 430080, count: 16 },
    ]);
  });

  test("ndctl list without -R is a list; -u rounds; a devdax namespace is a character device", () => {
    const result = read(`[
  { "dev":"namespace1.0", "mode":"devdax", "map":"mem", "size":"1.00 GiB (1.07 GB)", "align":2097152, "chardev":"dax1.0" },
  { "dev":"namespace0.0", "mode":"sector", "size":1071628288, "sector_size":4096, "blockdev":"pmem0s" }
]`);
    expect(result.problems).toEqual([]);
    expect(result.value.scene.pmem).toMatchObject({
      "dax1.0": { mode: "devdax", sizeBytes: 1024 * MIB },
      pmem0s: { mode: "sector" },
    });
    expect(result.questions.map((it) => it.id)).toContain("size:dax1.0");
  });

  test("an unknown release takes the nearest older kernel and says so", () => {
    const result = read("Linux box 6.14.3-arch1-1 #1 SMP PREEMPT_DYNAMIC x86_64 GNU/Linux\n");
    expect(result.value.scene.kernel).toBe("6.12");
    expect(result.assumptions[0]).toMatchObject({ what: "the kernel is 6.12", ask: { id: "kernel" } });
    expect(read("6.1.0-56-amd64\n").questions.map((it) => it.id)).toContain("kernel");
    expect(read("6.12.107\n").questions).not.toContainEqual(expect.objectContaining({ id: "kernel" }));
  });
});
