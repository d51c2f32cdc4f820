/** Recordings become machines from their inputs alone. */
import { describe, expect, test } from "vitest";
import type { Fields } from "../../engine/recordings/fields.ts";
import { kernelFor } from "../../engine/recordings/kernel.ts";
import { planOf } from "../../engine/recordings/recording.ts";
import { recordingFiles, withoutOutcomes } from "../support/recordings.ts";

const files = recordingFiles();
const find = (name: string): Fields => files.find((it) => it.name === name)?.recording as Fields;

describe("a recording becomes a machine", () => {
  test("all of them do, and none needs an assumption", () => {
    expect(files.length).toBeGreaterThanOrEqual(156);
    for (const { recording, name } of files) expect([name, planOf(recording).notes]).toEqual([name, []]);
  });
  test("the same one when every outcome is removed", () => {
    for (const { recording, name } of files) {
      const { value, setup } = planOf(withoutOutcomes(recording));
      const whole = planOf(recording);
      expect([name, value]).toEqual([name, whole.value]);
      expect(setup).toEqual(whole.setup);
    }
  });
  test("with one planned answer per injection and per mount and umount, in order", () => {
    for (const { recording } of files) {
      const plan = planOf(recording);
      expect(plan.events.map((it) => it.inject)).toEqual((recording.events as Fields[]).map((it) => it.inject));
      const mounts = (recording.setup as Fields[]).filter((it) => it.op === "mount" || it.op === "umount");
      expect(plan.setup.map((it) => it.op)).toEqual(
        mounts.sort((a, b) => Number(a.seq) - Number(b.seq)).map((it) => it.op),
      );
    }
  });
});

describe("inputs keep their meaning", () => {
  test("a poisoned page before the data of a namespace has a physical address only", () => {
    const { value, events } = planOf(find("6.12/17a-fsdax-namespace-dev-map"));
    expect(value.scene.pmem.pmem0).toMatchObject({ map: "dev", dataOffsetBytes: 12582912, resourceBytes: 4307550208 });
    expect(value.steps[events[1]?.step ?? -1]).toMatchObject({ op: "fail", device: "phys", offBytes: 1048580 * 4096 });
  });
  test("device-dax is a disk of its own", () => {
    const { value } = planOf(find("6.12/17d-devdax-namespace"));
    expect(value.scene.pmem).toEqual({
      "dax0.0": { mode: "devdax", map: "mem", sizeBytes: 668991488, resourceBytes: 4297064448 },
    });
  });
  test("stripes, external logs, realtime files, marks for DAX, page-table hints", () => {
    expect(planOf(find("6.1/11c-dm-stripe")).value.steps[0]).toEqual({
      op: "dm-create",
      name: "st",
      device: "dm-0",
      table: [
        {
          ...{ type: "striped", startBytes: 0, lenBytes: 671088640, chunkBytes: 65536 },
          legs: [
            { device: "pmem0", offInLegBytes: 0 },
            { device: "pmem1", offInLegBytes: 16777216 },
          ],
        },
      ],
    });
    const [mkfs, mount] = planOf(find("6.1/14a-external-log")).value.steps;
    expect(mkfs).toMatchObject({
      options: { logDevice: "pmem1", rmapbt: true, reflink: false, geometry: { logBytes: 67108864 } },
    });
    expect(mount).toMatchObject({ dax: "always", logDevice: "pmem1" });
    expect(planOf(find("6.1/14c-realtime-device")).value.steps.find((it) => it.op === "create")).toMatchObject({
      extents: [{ offInFileBytes: 0, offInDevBytes: 0, lenBytes: 32768, realtime: true }],
    });
    const marks = planOf(find("6.1/16g-dax-inode-mixed")).value.steps.filter((it) => it.op === "create");
    expect(marks.map((it) => [it.path, it.dax])).toEqual([
      ["/mnt/a/dax", true],
      ["/mnt/a/cached", undefined],
    ]);
    const maps = planOf(find("6.1/15a-pmd-xfs")).value.steps.filter((it) => it.op === "mmap");
    expect(maps.map((it) => it.aligned2m)).toEqual([true, false]);
  });
  test("what only later recordings have: fork, truncate, a namespace in the middle of its region, other commands", () => {
    const kernel = "Linux 7.3.4+deb13-amd64 #1 SMP Debian 7.3.4-1~bpo13+1 x86_64";
    const steps = [
      { op: "mkfs", fstype: "ext4", device: "pmem0.1", geometry: { blocksize: 4096 }, seq: 1 },
      { op: "mount", device: "pmem0.1", target: "/m", fstype: "ext4", options: "ro,dax", seq: 2 },
      { op: "file", path: "/m/f", size: 8192, seq: 3 },
      { op: "process", process: "p", mce_policy: "late", seq: 4 },
      { op: "mmap", process: "p", map: "m0", path: "/m/f", file_offset: 0, len: 8192, kind: "MAP_PRIVATE", seq: 5 },
      { op: "fork", process: "c", parent: "p", seq: 6 },
      { op: "process-cmd", process: "c", cmd: "policy early", seq: 7 },
      { op: "process-cmd", process: "c", cmd: "munmap m0", seq: 8 },
      { op: "process-cmd", process: "c", cmd: "pwrite 0 2", seq: 9 },
      { op: "truncate", path: "/m/f", size: 4096, seq: 10 },
      { op: "note", seq: 11 },
      { op: "juggle", seq: 12 },
      { op: "unlink", path: "/m/never", seq: 13 },
      { op: "umount", target: "/m", seq: 14 },
    ];
    const at = { phys_start: 4294967296, data_offset: 0, dax: 1 };
    const devices = [
      { ...at, device: "pmem0", size: 2 ** 28, resource: 4297064448, mode: "ram" },
      { ...at, device: "pmem0.1", size: 2 ** 28, resource: 4568645632, mode: "pmem" },
    ];
    const plan = planOf({ kernel, devices, sysctl: {}, setup: steps, events: [] });
    expect(plan.value.scene.pmem["pmem0.1"]).toMatchObject({ map: "dev", dataOffsetBytes: 3145728 });
    expect(plan.value.steps.slice(1)).toMatchObject([
      { op: "mount", dax: "always", readOnly: true },
      { op: "create", sizeBytes: 8192 },
      { op: "spawn", policy: "late" },
      { op: "mmap", private: true },
      { op: "fork", parent: "p" },
      { op: "policy", policy: "early" },
      { op: "munmap", map: "m0" },
      { op: "write", path: "/m/f", bytes: [0x5a, 0x5a] },
      { op: "truncate", sizeBytes: 4096 },
      { op: "munmap", process: "p", map: "m0" },
      { op: "umount" },
    ]);
    expect(plan.notes).toEqual([
      'setup[11]: nothing is known of op "juggle"; it is left out',
      'setup[12]: path: got "/m/never", expected a file that was created before: one of /m/f; it is left out',
    ]);
  });
});

test("of a disk that was made anew, what is told last is so", () => {
  const at = { device: "pmem0", dax: 1, phys_start: 4294967296 };
  const before = { ...at, size: 2 ** 29, resource: 4294967296, nd_device: "namespace0.0", mode: "raw" };
  const after = { ...at, size: 2 ** 28, resource: 4297064448, nd_device: "pfn0.0", mode: "ram" };
  const setup = [{ op: "namespace", cmd: "ndctl create-namespace -f -m fsdax", devices: [after], seq: 1 }];
  const plan = planOf({ kernel: "Linux 6.12.107 x86_64", devices: [before], setup, events: [] });
  expect(plan.value.scene.pmem.pmem0).toMatchObject({ sizeBytes: 2 ** 28, dataOffsetBytes: 2097152, map: "mem" });
});

test.each(["6.1/16e-madvise-self", "6.12/10-ext4-p1-xfs-p2", "7.3/12a-unbind-xfs", "6.1/11a-dm-linear-whole"])(
  "%s may lack any entry: what needs it is left out and said, every answer keeps its place",
  (name) => {
    const whole = find(name);
    const setup = whole.setup as Fields[];
    for (const missing of setup) {
      const plan = planOf({ ...whole, setup: setup.filter((it) => it !== missing) });
      const asked = setup.filter((it) => it !== missing && (it.op === "mount" || it.op === "umount"));
      expect([plan.setup.length, plan.events.length]).toEqual([asked.length, (whole.events as Fields[]).length]);
    }
  },
);

describe("the kernel model follows the release", () => {
  test.each([
    ["Linux 6.1.0-56-amd64 #1 SMP Debian 6.1.192-2 (2026-11-16) x86_64", "6.1", null],
    ["Linux 6.12.107+deb13-amd64 #1 SMP Debian 6.12.107-1 (2026-08-29) x86_64", "6.12", null],
    ["Linux 7.3.4+deb13-amd64 #1 SMP Debian 7.3.4-1~bpo13+1 (2026-11-15) x86_64", "7.3", null],
    ["Linux 6.1.112 x86_64", "6.1", null],
    ["Linux 6.1.60 x86_64", "linux-6.0", "there is no model of 6.1.60; played as linux-6.0"],
    ["Linux 6.5.0 x86_64", "linux-6.5", null],
    ["Linux 6.7.2 x86_64", "linux-6.6", "there is no model of 6.7.2; played as linux-6.6"],
    ["Linux 6.18.3 x86_64", "6.12", "there is no model of 6.18.3; played as 6.12"],
    ["Linux 7.4.0 x86_64", "7.3", "there is no model of 7.4.0; played as 7.3"],
    [
      "Linux version 6.12.38+deb13-amd64 (kernel@example.org) (x86_64-linux-gnu-gcc-14 (Debian 14.2.0-19) 14.2.0, GNU ld 2.44) #1 SMP Debian 6.12.38-1 (2025-07-16)",
      "6.12",
      null,
    ],
    ["Linux version 6.5.0-14-generic (b@x) (gcc-13 (Ubuntu 13.2.0-4) 13.2.0) #14~22.04-Ubuntu SMP", "linux-6.5", null],
    ["Linux box6.1 6.6.13-200.fc39.x86_64 #1 SMP PREEMPT_DYNAMIC x86_64 GNU/Linux", "linux-6.6", null],
    ["6.8.0-31-generic", "linux-6.8", null],
    ["Linux 5.10.0 x86_64", "v9", "there is no model of 5.10.0; played as v9"],
  ])("%s", (uname, kernel, note) => {
    expect(kernelFor(uname)).toMatchObject({ kernel, note });
  });
});
