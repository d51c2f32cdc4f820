/** Who notices, and when, that a disk under a mapped device went away. */
import { beforeAll, expect, test } from "vitest";
import type { CellApi } from "../../engine/machine.ts";
import type { KernelId } from "../../engine/scene.ts";
import { openTestApi } from "../support/player.ts";

const MIB = 1024 ** 2;
const RECORDED: readonly KernelId[] = ["6.1", "6.12", "7.3"];

let api: CellApi;
beforeAll(async () => {
  api = await openTestApi();
});

test.each(RECORDED)("%s tells nobody; fsync fails where the log or the first group was", (kernel) => {
  const size = "256 MiB";
  const machine = api
    .boot({ kernel, pmem: { pmem0: { size }, pmem1: { size }, pmem2: { size } } })
    .linear("vol", [
      { device: "pmem0", length: 200 * MIB },
      { device: "pmem1", length: 200 * MIB },
      { device: "pmem2", length: 50 * MIB },
    ])
    .mkfs("xfs", "dm-0", { rmapbt: true, reflink: false })
    .mount("dm-0", "/a", { dax: "always" });
  for (const disk of ["pmem0", "pmem1"])
    expect(machine.unbind(disk).mounts["/a"]?.state).toBe("create works, fsync: EIO");
  expect(machine.unbind("pmem2").mounts["/a"]?.state).toBe("alive");
});
