/** A device that is mounted at two places is one filesystem in every figure that stacks layers. */
import { beforeAll, expect, test } from "vitest";
import type { Machine } from "../../../engine/api.ts";
import { viewOf } from "../../../engine/machine.ts";
import { openScopes } from "../../../notebooks/build/scopes.ts";
import { layout } from "../../../notebooks/figures/holder-route.ts";
import { mapWorld } from "../../../notebooks/figures/map-world.ts";
import { placesOf } from "../../../notebooks/figures/places.ts";
import { routeOf } from "../../../notebooks/figures/route.ts";
import { stackOf } from "../../../notebooks/figures/stack.ts";
import { labelBoxes } from "../../../notebooks/figures/svg.ts";

let machine: Machine;

beforeAll(async () => {
  const { simulation } = await openScopes();
  const boot = simulation.boot as (scene: object) => Machine;
  machine = boot({ kernel: "6.1", pmem: { pmem0: { size: "768 MiB", resource: "512 MiB" } } })
    .mkfs("xfs", "pmem0", { rmapbt: true, reflink: false })
    .mount("pmem0", "/a", { dax: "always" })
    .create("/a/f", "64 KiB")
    .mount("pmem0", "/b")
    .spawn("ann", "early")
    .mmap("ann", "/a/f", { touch: [0] });
});

test("the stack has one box, with the file once, that names both places", () => {
  const view = viewOf(machine);
  expect(view.state.mounts.length).toBe(2);
  const wanted = { names: new Set<string>(), bad: null, left: 84, right: 680, mostFiles: 2, mostProcesses: 3 };
  const { mounts } = stackOf(placesOf(view, view.state), wanted);
  expect(mounts.map((it) => it.targets)).toEqual([["/a", "/b"]]);
  expect(mounts[0]?.files.map((it) => it.file.path)).toEqual(["/a/f"]);
});

test("the route says both places on one box, and no two labels touch", () => {
  const failed = viewOf(machine.fail("pmem0", machine.files["/a/f"]?.extents[0]?.offInDevBytes ?? 0));
  const drawing = layout({ machine: failed, route: routeOf(failed), at: Number.POSITIVE_INFINITY }, 680);
  const labels = labelBoxes(drawing.shapes);
  expect(labels.filter((it) => it.text.startsWith("XFS")).map((it) => it.text)).toEqual(["XFS on /a and /b"]);
  for (const [i, a] of labels.entries())
    for (const b of labels.slice(i + 1))
      expect(
        a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom,
        `${a.text} | ${b.text}`,
      ).toBe(false);
});

test("the memory map has one lane of it", () => {
  const view = viewOf(machine);
  expect(mapWorld(view)?.filesystems.count).toBe(1);
});
