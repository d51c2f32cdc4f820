/** The offset ladder: down from any space, and up from any byte of a device. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Machine } from "../../engine/api.ts";
import { openPlayer } from "../../engine/cli/player.ts";
import { type CellApi, makeCellApi } from "../../engine/machine.ts";

let api: CellApi;
beforeAll(async () => {
  api = makeCellApi(await openPlayer());
});

const CHUNK = 64 * 1024;
const spaces = (machine: Machine, space: string, offBytes: number): string[] =>
  machine.ladder(space, offBytes).map((rung) => rung.space);

describe("a mapped device of two stripes", () => {
  test("every byte goes up where it came down from", () => {
    const striped = api
      .boot({ kernel: "6.12", pmem: { pmem0: { size: "8 MiB" }, pmem1: { size: "8 MiB" } } })
      .striped("vol", CHUNK, [{ device: "pmem0" }, { device: "pmem1", offset: "1 MiB" }], "14 MiB");
    for (let offBytes = 0; offBytes < 14 * 1024 ** 2; offBytes += 12_288 + 511) {
      const disk = striped.ladder("dm-0", offBytes).find((rung) => rung.kind === "disk");
      const up = striped.ladder(disk?.space ?? "", disk?.offBytes ?? 0);
      expect(up[0]).toMatchObject({ space: "dm-0", offBytes });
    }
  });

  test("a byte of a leg that the table does not use goes up no further", () => {
    const striped = api
      .boot({ kernel: "6.12", pmem: { pmem0: { size: "8 MiB" }, pmem1: { size: "8 MiB" } } })
      .striped("vol", CHUNK, [{ device: "pmem0" }, { device: "pmem1", offset: "1 MiB" }], "14 MiB");
    expect(spaces(striped, "pmem1", 4096)).toEqual(["pmem1", "dax:pmem1", "phys"]);
  });
});

describe("a file on a mapped device on a partition", () => {
  test("a byte of the disk is followed up to the file, and a free one to the mapped device", () => {
    const machine = api
      .boot({ kernel: "6.1", pmem: { pmem0: { size: "768 MiB", partitions: ["376 MiB"] } } })
      .linear("vol", [{ device: "pmem0p1", offset: "64 MiB", length: "304 MiB" }])
      .mkfs("xfs", "mapper/vol", { rmapbt: true, reflink: false })
      .mount("mapper/vol", "/c", { dax: "always" })
      .create("/c/diary", "32 KiB");
    const down = machine.ladder("file:/c/diary", 8192);
    const disk = down.find((rung) => rung.kind === "disk");
    expect(machine.ladder("pmem0", disk?.offBytes ?? 0)).toEqual(down);
    expect(spaces(machine, "pmem0", 200 * 1024 ** 2)[0]).toBe("dm-0");
    expect(spaces(machine, "pmem0", 2 * 1024 ** 2)[0]).toBe("pmem0p1");
    expect(spaces(machine, "pmem0", 0)[0]).toBe("pmem0");
  });
});
