/** The offset ladder: down from any space, up from any byte of a device; held to the bytes that the engine itself finds. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Machine } from "../../engine/api.ts";
import { randomScenario } from "../../engine/cli/random-scenario.ts";
import type { CellApi } from "../../engine/machine.ts";
import type { Snapshot } from "../../engine/snapshot.ts";
import { openTestApi } from "../support/player.ts";

let api: CellApi;
beforeAll(async () => {
  api = await openTestApi();
});

const CHUNK = 64 * 1024;
const MIB = 1024 ** 2;
const MARK = [222, 173, 190, 239, 1, 2, 3, 4];
const spaces = (machine: Machine, space: string, offBytes: number): string[] =>
  machine.ladder(space, offBytes).map((rung) => rung.space);

/** Some bytes of every file and device that a state has. */
function placesOf(state: Snapshot): [string, number][] {
  const devices = state.disks.flatMap((disk) => [disk, ...disk.partitions]);
  const inDevices = devices.flatMap(({ name, sizeBytes }): [string, number][] =>
    [0, 4096, Math.floor(sizeBytes / 8192) * 4096].filter((it) => it + 8 < sizeBytes).map((it) => [name, it]),
  );
  const inFiles = state.files.flatMap(({ path, extents }): [string, number][] =>
    extents.slice(0, 3).map((it) => [`file:${path}`, it.offInFileBytes]),
  );
  return [...inDevices, ...inFiles];
}

test("what is written at the lowest rung is read at every rung above, whatever the machine", () => {
  let count = 0;
  for (let number = 0; number < 60; number++) {
    const machine = api.machineOf(randomScenario(number));
    if (machine.state.crash !== null) continue;
    for (const [space, offBytes] of placesOf(machine.state)) {
      const rungs = machine.ladder(space, offBytes);
      const disk = rungs.find((rung) => rung.kind === "disk");
      const state = machine.state.disks.find((it) => it.name === disk?.space);
      if (disk === undefined || state?.present !== true || state.mode === "devdax") continue;
      const marked = machine.step({ op: "block-write", device: disk.space, offBytes: disk.offBytes, bytes: MARK });
      if (marked.errno !== "0") continue;
      for (const rung of rungs) {
        // A file is read as read(2) reads it: the page cache, and the end of the file, are between it and the disk.
        if (rung.kind === "filesystem" || rung.kind === "dax" || rung.kind === "file") continue;
        const read = [...marked.bytes(rung.space, rung.offBytes, MARK.length)];
        expect(read, `scenario ${number}: ${space} ${offBytes}, seen in ${rung.space}`).toEqual(MARK);
        count++;
      }
    }
  }
  expect(count).toBeGreaterThan(300);
});

describe("a mapped device of two stripes", () => {
  const striped = () =>
    api
      .boot({ kernel: "6.12", pmem: { pmem0: { size: "8 MiB" }, pmem1: { size: "8 MiB" } } })
      .striped("vol", CHUNK, [{ device: "pmem0" }, { device: "pmem1", offset: "1 MiB" }], "14 MiB");

  test("every byte goes up where it came down from", () => {
    const machine = striped();
    for (let offBytes = 0; offBytes < 14 * MIB; offBytes += 12_288 + 511) {
      const disk = machine.ladder("dm-0", offBytes).find((rung) => rung.kind === "disk");
      expect(machine.ladder(disk?.space ?? "", disk?.offBytes ?? 0)[0]).toMatchObject({ space: "dm-0", offBytes });
    }
  });

  test("a byte of a leg that the table does not use goes up no further", () => {
    expect(spaces(striped(), "pmem1", 4096)).toEqual(["pmem1", "dax:pmem1", "phys"]);
  });
});

describe("a file on a mapped device on a partition", () => {
  test("a byte of the disk is followed up to the file, and a free one to the mapped device, by either of its names", () => {
    const machine = api
      .boot({ kernel: "6.1", pmem: { pmem0: { size: "768 MiB", partitions: ["376 MiB"] } } })
      .linear("vol", [{ device: "pmem0p1", offset: "64 MiB", length: "304 MiB" }])
      .mkfs("xfs", "mapper/vol", { rmapbt: true, reflink: false })
      .mount("mapper/vol", "/c", { dax: "always" })
      .create("/c/diary", "32 KiB");
    const down = machine.ladder("file:/c/diary", 8192);
    const disk = down.find((rung) => rung.kind === "disk");
    expect(down.map((rung) => rung.kind)).toEqual("file filesystem mapped partition disk dax phys".split(" "));
    expect(machine.ladder("pmem0", disk?.offBytes ?? 0)).toEqual(down);
    expect(machine.ladder("mapper/vol", 4096)).toEqual(machine.ladder("dm-0", 4096));
    expect(spaces(machine, "pmem0", 200 * MIB)[0]).toBe("dm-0");
    expect(spaces(machine, "pmem0", 2 * MIB)[0]).toBe("pmem0p1");
    expect(spaces(machine, "pmem0", 0)[0]).toBe("pmem0");
  });
});

test("a byte of the disk that a replaced partition had is the disk's own", () => {
  const pmem0 = { size: "64 MiB", partitions: [{ start: "1 MiB", size: "8 MiB" }] };
  const machine = api.boot({ pmem: { pmem0 } }).partition("pmem0", [{ start: "32 MiB", size: "8 MiB" }]);
  expect(spaces(machine, "pmem0", 2 * MIB)).toEqual(["pmem0", "dax:pmem0", "phys"]);
  expect(spaces(machine, "pmem0", 33 * MIB)).toEqual(["pmem0p1", "pmem0", "dax:pmem0", "phys"]);
});
