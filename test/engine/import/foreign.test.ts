/** Texts of machines that are not like the recorded ones: each imports, or is answered with a line and what was expected. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Player } from "../../../engine/api.ts";
import type { ImportResult } from "../../../engine/import/contract.ts";
import { importMachine } from "../../../engine/import/import-machine.ts";
import type { Step } from "../../../engine/scene.ts";
import * as texts from "../../support/import-foreign.ts";
import { openTestPlayer } from "../../support/player.ts";

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;
const read = (...list: string[]): ImportResult => importMachine(list.map((text) => ({ text })));
const stepsOf = <Op extends Step["op"]>({ value }: ImportResult, op: Op): Extract<Step, { op: Op }>[] =>
  value.steps.filter((it): it is Extract<Step, { op: Op }> => it.op === op);
const ignored = (it: ImportResult): string[] => it.ignored.map(({ what, why }) => `${what}: ${why}`);
const assumed = (it: ImportResult): string => it.assumptions.map(({ what }) => what).join("\n");

const NAMED = Object.entries(texts).flatMap(([name, text]): [string, string][] =>
  typeof text === "string" ? [[name, text]] : [],
);

describe("each text alone", () => {
  let player: Player;
  beforeAll(async () => {
    player = await openTestPlayer();
  }, 120_000);

  test.each(NAMED)("%s is read without a problem, and every step of its machine can be done", (_, text) => {
    const result = read(text);
    expect(result.problems).toEqual([]);
    expect(result.recognised).not.toEqual([]);
    const refused = player.run(result.value).outcomes.filter((it) => "errno" in it && it.errno !== "0");
    expect(refused).toEqual([]);
  });

  test.each([
    ["carriage returns", (it: string) => it.replaceAll("\n", "\r\n")],
    ["a byte order mark", (it: string) => `\ufeff${it}`],
    ["UTF-16, low byte first", (it: string) => `\ufffd\ufffd${[...it].map((one) => `${one}\0`).join("")}`],
    ["UTF-16, high byte first", (it: string) => [...it].map((one) => `\0${one}`).join("")],
  ])("%s change nothing", (_, change) => {
    for (const text of texts.FOREIGN) expect(read(change(text)).value).toEqual(read(text).value);
  });
});

describe("lsblk", () => {
  test("without -b: sizes are rounded, the partitions fit on the disk, and mount points count without a type", () => {
    const result = read(texts.lsblkRounded);
    expect(result.value.scene.pmem.pmem0?.partitions?.map((it) => it.sizeBytes % MIB)).toEqual([0, 0]);
    expect(stepsOf(result, "mount").map((it) => it.target)).toEqual(["/mnt/a", "/mnt/b"]);
    expect(result.questions.map((it) => it.id)).toContain("fstype:pmem0p1");
  });

  test("names volumes on other disks as what they are", () => {
    const result = read(texts.lsblkRounded);
    expect(stepsOf(result, "dm-create").map((it) => it.name)).toEqual(["vg-lv--data"]);
    expect(ignored(result)).toContain("luks-1: a device below it is no persistent memory");
  });

  test("with a decimal comma, and of versions that write all as text", () => {
    expect(read(texts.lsblkGerman).value.scene.pmem.pmem0?.partitions).toHaveLength(2);
    expect(read(texts.lsblkOld).value.scene.pmem).toMatchObject({ pmem0: { sizeBytes: 16 * GIB }, pmem1s: {} });
  });

  test("with a size rounded beyond the next partition's start ends there; more mount points are passed over", () => {
    const result = read(texts.lsblkTree);
    const [first, second] = result.value.scene.pmem.pmem0?.partitions ?? [];
    expect((first?.startBytes ?? 0) + (first?.sizeBytes ?? 0)).toBe(second?.startBytes);
    expect(stepsOf(result, "mount").map((it) => it.target)).toEqual(["/mnt/a"]);
  });
});

describe("mounts", () => {
  test("of other disks, overlays and bind mounts are none of this machine", () => {
    const result = read(texts.mounts);
    expect(stepsOf(result, "mount").map((it) => it.target)).toEqual(["/mnt/a", "/mnt/with space"]);
    expect(stepsOf(result, "dm-create")).toEqual([]);
    expect(ignored(result)).toContain("/srv/bind: pmem0p1 is mounted at /mnt/a already: a bind mount");
  });

  test("a mountinfo says the same, numbers included", () => {
    const maps = "7f1bc0000000-7f1bc0002000 rw-s 00000000 103:00 131    /mnt/pm/f\n";
    const result = read(texts.mountInfo, maps);
    expect(stepsOf(result, "mount")).toMatchObject([{ device: "pmem0", target: "/mnt/pm", dax: "always" }]);
    expect(stepsOf(result, "mmap")).toMatchObject([{ path: "/mnt/pm/f" }]);
    expect(assumed(result)).not.toContain("259:0 is");
  });
});

describe("reflink, which XFS refuses on a partition with dax=always", () => {
  const lsblk =
    '{"blockdevices":[{"name":"pmem0","size":4294967296,"children":[{"name":"pmem0p1","size":2147483648,"start":2048}]}]}';

  test("is not there where such a mount is", () => {
    const result = read(lsblk, "/dev/pmem0p1 /mnt xfs rw,relatime,dax=always 0 0\n");
    expect(stepsOf(result, "mkfs")).toMatchObject([{ options: { reflink: false } }]);
    expect(assumed(result)).toContain("pmem0p1 has no reflink");
  });

  test("is left open on a whole disk, and on a partition that is mounted otherwise", () => {
    for (const mount of ["/dev/pmem0 /mnt xfs rw,dax=always 0 0\n", "/dev/pmem0p1 /mnt xfs rw,dax=inode 0 0\n"]) {
      expect(stepsOf(read(lsblk, mount), "mkfs")[0]?.options).not.toHaveProperty("reflink");
    }
  });

  test("is there where xfs_info says so, and then it was not dax=always", () => {
    const result = read(texts.xfsInfoReflink);
    expect(stepsOf(result, "mkfs")).toMatchObject([{ options: { reflink: true } }]);
    expect(stepsOf(result, "mount")).toMatchObject([{ dax: "inode" }]);
  });

  test("and a reverse map are not in an xfs_info of before them", () => {
    const result = read(texts.xfsInfoOld);
    expect(stepsOf(result, "mkfs")).toMatchObject([{ options: { rmapbt: false, reflink: false } }]);
    expect(result.questions.map((it) => it.id)).not.toContain("rmapbt:mapper/vg-lv--data");
  });
});

describe("NVMe disks beside persistent memory", () => {
  const result = read(texts.nvmePartitions, texts.nvmeDmsetup, texts.nvmeFsmap, texts.nvmeMounts);

  test("have the same major number, and what is on them is left out by name", () => {
    expect(Object.keys(result.value.scene.pmem)).toEqual(["pmem0"]);
    expect(stepsOf(result, "mount").map((it) => it.target)).toEqual(["/fast"]);
    expect(ignored(result)).toEqual(
      expect.arrayContaining([
        "dm-0: it is luks, of a kind that the model does not have",
        "vg-root: a device below it is no persistent memory",
        "the fsmap of nvme0n1p1: it is no persistent memory",
      ]),
    );
  });

  test("a dm-N of /proc/partitions is the table of its length", () => {
    expect(stepsOf(result, "dm-create")).toMatchObject([{ name: "fast", device: "dm-2" }]);
  });
});

describe("other tools", () => {
  test("sfdisk of a disk with 4096-byte sectors counts in these", () => {
    const [first, , third] = read(texts.sfdiskLarge).value.scene.pmem.pmem0?.partitions ?? [];
    expect([first?.startBytes, third?.startBytes]).toEqual([512 * 4096, 16_000_512 * 4096]);
  });

  test("an extended partition of a DOS table is two sectors, and the logical ones lie beside it", () => {
    const partitions = read(texts.sfdiskDos).value.scene.pmem.pmem0?.partitions ?? [];
    expect(partitions[1]).toEqual({ startBytes: 2_099_200 * 512, sizeBytes: 1024 });
    expect(partitions[4]).toEqual({ startBytes: 2_101_248 * 512, sizeBytes: GIB });
  });

  test("numbers that a table leaves out have room before its first partition, or what comes after them is a problem", () => {
    const SECTORS = 16;
    for (let first = 1; first <= SECTORS; first++) {
      for (let number = 2; number <= SECTORS; number++) {
        const partitions = [
          { node: "/dev/pmem0p1", start: first, size: 8 },
          { node: `/dev/pmem0p${number}`, start: first + 8, size: 8 },
        ];
        const label = { label: "dos", device: "/dev/pmem0", unit: "sectors", sectorsize: 512, partitions };
        const { value, problems } = read(JSON.stringify({ partitiontable: label }));
        const hasRoom = number === 2 || number <= first;
        expect(value.scene.pmem.pmem0?.partitions).toHaveLength(hasRoom ? number : 1);
        expect(problems.map((it) => it.expected)).toEqual(
          hasRoom ? [] : ["whole sectors of pmem0 that no other partition has"],
        );
      }
    }
  });

  test("ndctl as a list, as one object, and with all that -RD adds, in human units", () => {
    expect(Object.keys(read(texts.ndctlList).value.scene.pmem)).toEqual(["dax2.0", "pmem0", "pmem3s"]);
    expect(Object.keys(read(texts.ndctlObject).value.scene.pmem)).toEqual(["pmem0"]);
    expect(stepsOf(read(texts.ndctlHuman), "badblocks")).toMatchObject([{ device: "pmem0", sector: 65536, count: 8 }]);
  });

  test("a devdax namespace is two ranges in /proc/iomem: its page map, and its data", () => {
    expect(read(texts.iomem).value.scene.pmem).toMatchObject({
      "dax1.0": { mode: "devdax", resourceBytes: 0x2040300000, dataOffsetBytes: 3 * MIB },
      pmem0: { resourceBytes: 0x1840000000 },
    });
  });

  test("maps alone give a filesystem that is long enough, and the character devices that are mapped", () => {
    const result = read(texts.maps);
    expect(result.value.scene.pmem).toMatchObject({ "dax1.0": { mode: "devdax" }, pmem0: { sizeBytes: 2 * GIB } });
    expect(stepsOf(result, "mmap").map((it) => it.path)).toEqual([
      "/dev/dax1.0",
      "/mnt/pmem/log",
      "/mnt/pmem/data.bin",
    ]);
  });

  test("an external log is a device of its own, from xfs_info and from fsmap", () => {
    expect(stepsOf(read(texts.xfsInfoLog), "mount")).toMatchObject([{ logDevice: "pmem1" }]);
    expect(stepsOf(read(texts.fsmapReflink), "mount")).toMatchObject([{ logDevice: "pmem1" }]);
  });

  test("fsmap -m writes its heading before every batch of rows: all of them are one map", () => {
    expect(read(texts.fsmapBatches).recognised).toMatchObject([{ kind: "fsmap", count: 6 }]);
  });

  test("a session with root's prompts is read command by command", () => {
    const { recognised } = read(texts.session);
    expect(recognised.map((it) => it.kind)).toEqual(["lsblk", "dmsetup-table", "xfs-info", "mounts"]);
  });

  test("a leg that is itself a mapped device of no known name is one, not a disk", () => {
    const result = read(texts.dmsetupMany);
    expect(Object.keys(result.value.scene.pmem)).toEqual(["pmem0", "pmem1", "pmem2", "pmem3"]);
    expect(result.questions.map((it) => it.id)).toContain("device:253:0");
  });
});

test("a device listing that names no persistent memory gives a problem-free machine that says what it left out", () => {
  const result = read("NAME MAJ:MIN SIZE TYPE\nsda    8:0 20G disk\nnvme0n1 259:0 1T disk\n");
  expect(result.problems).toEqual([]);
  expect(ignored(result)).toEqual(expect.arrayContaining([expect.stringContaining("nvme0n1")]));
  expect(assumed(result)).toContain("there is one pmem device");
});

test("a mapping on 254:0, where the listing has a dm-0 that is no persistent memory, is left out and stops nothing", () => {
  const crypt = { name: "dm-0", size: 1024 ** 3, type: "crypt", mountpoint: "/" };
  const sda = { name: "sda", "maj:min": "8:0", size: 1024 ** 4, type: "disk", children: [crypt] };
  const maps = "7f0000000000-7f0000100000 rw-s 00000000 fe:00 131                        /mnt/a/file\n";
  const result = read(JSON.stringify({ blockdevices: [sda] }), maps);
  expect(result.problems).toEqual([]);
  expect(stepsOf(result, "mmap")).toEqual([]);
});

test("an xfs_info that says 0 blocks makes a partition of a size that is asked for", () => {
  const info = [
    "meta-data=/dev/pmem0p1           isize=512    agcount=4, agsize=131072 blks",
    "         =                       sectsz=4096  attr=2, projid32bit=1",
    "data     =                       bsize=4096   blocks=0, imaxpct=25",
  ];
  const result = read(`${info.join("\n")}\n`);
  expect(result.questions.map(({ id }) => id)).toContain("size:pmem0p1");
});
