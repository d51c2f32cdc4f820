/** What a file of the page cache still has when its filesystem or its disk is gone. */
import { beforeAll, expect, test } from "vitest";
import type { Machine } from "../../engine/api.ts";
import type { CellApi } from "../../engine/machine.ts";
import { openTestApi } from "../support/player.ts";

const PAGE = 4096;

let api: CellApi;
beforeAll(async () => {
  api = await openTestApi();
});

const made = (how: "write" | "fallocate"): Machine =>
  api
    .boot({ kernel: "7.3", pmem: { pmem0: { size: "256 MiB" } } })
    .mkfs("xfs", "pmem0", { rmapbt: true, reflink: false })
    .mount("pmem0", "/a", { dax: "never" })
    .create("/a/f", 2 * PAGE, { how })
    .spawn("p", "early")
    .mmap("p", "/a/f", { touch: [] });
/** Errno of the fault, or 0. */
const loaded = (machine: Machine): unknown =>
  machine.load("p", PAGE).events.findLast((it) => it.fn === "filemap_fault")?.ret;

test("after a shutdown what was written is still read from the cache", () => {
  expect(loaded(made("write").fail("pmem0", 0))).toBe(0);
});
test("after a shutdown what was only allocated cannot be read any more", () => {
  expect(loaded(made("fallocate").fail("pmem0", 0))).not.toBe(0);
});
test("a bad sector under it is noticed once the cache has been given up", () => {
  const machine = made("write");
  const sector = (machine.files["/a/f"]?.extents[0]?.offInDevBytes ?? 0) / 512;
  const bad = machine.badblocks("pmem0", sector, 16);
  expect(loaded(bad)).toBe(0);
  const again = bad.munmap("p").umount("/a").mount("pmem0", "/a", { dax: "never" });
  expect(loaded(again.mmap("p", "/a/f", { touch: [] }))).not.toBe(0);
});
