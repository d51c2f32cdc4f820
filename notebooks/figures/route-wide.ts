/**
 * The holder route on a wide page: the structure in thin lines, the thread over it.
 *
 * From below: the bytes with their borders written in hexadecimal, one dax_device per disk with its slot, mapped
 * devices, filesystems, files, processes. What the thread has not reached stays in thin ink; the thread never enters a
 * box that was not asked.
 */
import { paperOf } from "./conclusion.ts";
import { draftingGrid } from "./hatch.ts";
import { daxBars, ground } from "./route-ground.ts";
import { type RouteView, sceneOf } from "./route-scene.ts";
import { layerNames, mountShapes } from "./route-things.ts";
import { annotations, threadShapes } from "./route-thread.ts";
import { type Drawing, label } from "./svg.ts";
import { words } from "./words.ts";

export function layoutRoute(view: RouteView, widthPx: number): Drawing {
  const scene = sceneOf(view, widthPx);
  const paper = paperOf(view.machine);
  // The name of the paper stands under everything else.
  const height = scene.rows.height + (paper === "kernel" ? 0 : 14);
  const drawn = [
    ...layerNames(scene),
    ...scene.stack.mounts.flatMap((it) => mountShapes(scene, it)),
    ...daxBars(scene),
    ...ground(scene),
    ...threadShapes(scene),
  ];
  return {
    width: widthPx,
    height,
    shapes: [
      ...(paper === "kernel"
        ? []
        : [
            draftingGrid(widthPx, height),
            label(words()[paper], "note", widthPx - 8, height - 6, { anchor: "end", cls: "layer" }),
          ]),
      ...drawn,
      ...annotations(scene, drawn),
    ],
  };
}
