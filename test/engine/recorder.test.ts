/** The recorder that is part of this project, and what it recorded. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { Fields } from "../../engine/recordings/fields.ts";
import { alike } from "../recordings/recorder/alike.ts";
import { Names } from "../recordings/recorder/names.ts";
import { scenarioOf } from "../recordings/recorder/scenario.ts";
import { callsOf } from "../recordings/recorder/trace.ts";
import { readLossless } from "../support/recordings.ts";

const ROOT = fileURLToPath(new URL("../recordings", import.meta.url));
const read = (path: string) => readLossless(readFileSync(join(ROOT, path), "utf8")) as Fields;
const filesIn = (folder: string) => readdirSync(join(ROOT, folder)).filter((it) => it.endsWith(".json"));

describe("a scenario recorded again, on the same kernel, by another recorder", () => {
  test.each(filesIn("again-6.1"))("%s matches the given recording on every point that must match", (file) => {
    const [given, again] = [read(`6.1/${file}`), read(`again-6.1/${file}`)];
    expect(again.kernel).toBe(given.kernel);
    const { differences, points } = alike(given, again);
    expect(differences).toEqual([]);
    expect(points).toBeGreaterThan(0);
  });
  test("and a single changed answer would be noticed", () => {
    const [given, again] = [
      read("6.1/09c-partitions-second-xfs.json"),
      read("again-6.1/09c-partitions-second-xfs.json"),
    ];
    const call = (again.events as { result: { calls: { ret: unknown }[] } }[])[1]?.result.calls[2];
    Object.assign(call ?? {}, { ret: -95 });
    expect(alike(given, again).differences).toEqual([
      { path: "events[1].result.calls[2].ret", recorded: -6, predicted: -95 },
    ]);
  });
});

describe("what is to be recorded", () => {
  test("a recording is a scenario: setup and injections in the order of seq", () => {
    const { steps, hardware, id } = scenarioOf(read("6.1/09c-partitions-second-xfs.json"), "09c");
    expect(steps.map((it) => it.op).join(" ")).toBe(
      "partition mkfs mkfs mount mount file process mmap file process mmap inject inject inject umount mount umount mount umount mount umount",
    );
    expect([id, hardware]).toEqual(["09c", { memmap: ["768M!512M", "384M!1408M"], nvdimmsMiB: [] }]);
  });
  test.each(filesIn("recorder/scenarios"))("%s says what it does, step by step", (file) => {
    const { name, title, steps } = scenarioOf(read(`recorder/scenarios/${file}`), file);
    expect(`${name}.json`).toBe(file);
    expect(title.length).toBeGreaterThan(10);
    expect(steps.filter((it) => typeof it.op !== "string")).toEqual([]);
  });
});

describe("a trace becomes calls", () => {
  const entry = (what: string) => `   tools-120     [000] .....    57.1: ${what}`;
  const traced = (...lines: string[]) => callsOf(lines.map(entry).join("\n"), names());

  test("in the order of entry, with depth and what was returned", () => {
    const calls = traced(
      "memory_failure: (memory_failure+0x0/0x8d0) pfn=131102 flags=32",
      "dax_holder_notify_failure: (dax_holder_notify_failure+0x0/0xa0) dax_dev=0xff11 holder_data=0xff22 offset=122880 len=4096 flags=32",
      "dax_holder_notify_failure__ret: (pmem_pagemap_memory_failure+0x3c/0x50 <- dax_holder_notify_failure) ret=-6",
      "memory_failure__ret: (hwpoison_inject+0xaa/0x100 <- memory_failure) ret=-6",
    );
    expect(calls).toEqual([
      { fn: "memory_failure", depth: 0, task: "injector", ret: -6, ret_name: "-ENXIO", args: expect.anything() },
      {
        ...{ fn: "dax_holder_notify_failure", depth: 1, task: "injector", ret: -6, ret_name: "-ENXIO" },
        args: expect.objectContaining({
          dax_dev: "pmem0",
          holder_data: "xfs:pmem0p1",
          flags_names: ["MF_SW_SIMULATED"],
        }),
      },
    ]);
  });
  test("what was never left says so, and the length of everything keeps its last digit", () => {
    const [call] = traced(
      "dax_holder_notify_failure: (x+0x0/0xa0) dax_dev=0xff11 holder_data=0x0 offset=0 len=18446744073709551615 flags=0",
    );
    expect(call).toMatchObject({ returned: false, ret: null, args: { holder_data: null, len: 2n ** 64n - 1n } });
  });
  test("a process is named, and an address by where it lies in a mapping", () => {
    const [call] = traced(
      "kill_proc: (kill_proc+0x0/0x120) size_shift=12 pfn=131102 flags=38 to=77 addr=0x7f0000002000",
    );
    expect(call?.args).toMatchObject({ to: "p1", map: "m0", addr_offset_in_mapping: 8192, size_shift: 12 });
  });
  test("a record of the reverse map: owners by name, bytes for files, no offset for metadata", () => {
    const rmap = "xfs_dax_failure_fn: (x+0x0/0x1) agno=0 startblock=24 blockcount=16 rm_flags=0 blocksize=4096";
    const [file, meta] = traced(`${rmap} owner=131 rm_offset=2`, `${rmap} owner=18446744073709551611 rm_offset=0`);
    expect(file?.args).toMatchObject({ owner_name: "inode 131", file_offset: 8192, len: 65536 });
    expect(meta?.args).toMatchObject({ owner_name: "AG", file_offset: null, len: 65536 });
  });

  function names(): Names {
    const known = new Names();
    known.setDisk("0xff11", "pmem0");
    known.mounting = "pmem0p1";
    known.register("0xff22");
    known.victims.set("p1", {
      name: "p1",
      pid: 77,
      maps: [{ map: "m0", path: "/mnt/a/f", address: 0x7f0000000000n, lenBytes: 16384 }],
    });
    return known;
  }
});
