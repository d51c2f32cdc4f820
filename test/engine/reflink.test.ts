/** What copy on write reserves, and until when: recorded as n37 (all three kernels), n38 and n39. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Machine } from "../../engine/api.ts";
import type { CellApi } from "../../engine/machine.ts";
import type { KernelId } from "../../engine/scene.ts";
import { openTestApi } from "../support/player.ts";

const PAGE = 4096;
const WINDOW = 32;

let api: CellApi;
beforeAll(async () => {
  api = await openTestApi();
});

/** A file, all shared, of which page 3 was written. */
const written = (kernel: KernelId, nrBlocks = 8): Machine =>
  api
    .boot({ kernel, pmem: { pmem0: { size: "1 GiB" } } })
    .mkfs("xfs", "pmem0", { rmapbt: true, reflink: true })
    .mount("pmem0", "/a", { dax: "always" })
    .create("/a/A", nrBlocks * PAGE)
    .reflink("/a/A", "/a/B")
    .spawn("p")
    .mmap("p", "/a/B", { touch: [3 * PAGE], write: true });

/** Blocks of the window around a copied page of B that are reserved still: a failure of one costs the filesystem. */
function reserved(machine: Machine, firstPage = 0): number[] {
  const page = (firstPage + 3) * PAGE;
  const copy = machine.files["/a/B"]?.extents.find((it) => it.offInFileBytes === page)?.offInDevBytes ?? 0;
  const blocks = Array.from({ length: WINDOW }, (_, i) => i);
  return blocks.filter((i) => machine.fail("pmem0", copy + (i - 3) * PAGE).mounts["/a"]?.state === "shutdown");
}

const allBut3 = (end: number): number[] => Array.from({ length: end }, (_, i) => i).filter((i) => i !== 3);

describe("blocks reserved for copy on write", () => {
  test.each(["6.1", "6.12", "7.3"] as const)(
    "reach over the aligned window, past the end of the file (%s)",
    (kernel) => {
      expect(reserved(written(kernel))).toEqual(allBut3(WINDOW));
    },
  );

  test("go back as far as they lie past the end when 6.1 closes the file, which it does not from 6.12 on", () => {
    const closed = (kernel: KernelId): number[] => reserved(written(kernel).step({ op: "open", path: "/a/B" }));
    expect(closed("6.1")).toEqual(allBut3(8));
    expect([closed("6.12"), closed("7.3")]).toEqual([allBut3(WINDOW), allBut3(WINDOW)]);
  });

  test("are looked at by the first close only", () => {
    const open = { op: "open", path: "/a/B" } as const;
    const first = written("6.1", 40).step(open);
    const second = first.store("p", (WINDOW + 3) * PAGE, [1]).step(open);
    expect([reserved(first), reserved(second, WINDOW)]).toEqual([allBut3(WINDOW), allBut3(WINDOW)]);
  });

  test("go with what truncate cuts off", () => {
    const machine = written("6.12").truncate("/a/B", 5 * PAGE);
    expect(reserved(machine)).toEqual(allBut3(5));
  });
});
