/**
 * What the author's view cells and prose may use on the page: figures, and the part of the cell API that plays nothing.
 * A lesson's module imports from here only what it names, so that a page carries the figures that it shows.
 */
export { hex } from "../../engine/hex.ts";
export { badblocksView } from "../figures/badblocks-view.ts";
export { callTree } from "../figures/call-tree.ts";
export { holderRoute } from "../figures/holder-route.ts";
export { homeThread } from "../figures/home-thread.ts";
export { memoryMap } from "../figures/memory-map.ts";
export { offsetLadder } from "../figures/offset-ladder.ts";
export { policyMatrix } from "../figures/policy-matrix.ts";
export { processTable } from "../figures/process-table.ts";
export { structureDiff } from "../figures/structure-diff.ts";
export { timeline } from "../figures/timeline.ts";

export const KiB = 1024;
export const MiB = 1024 ** 2;
export const GiB = 1024 ** 3;
export const TiB = 1024 ** 4;

/** `recording(name, index)` of one lesson: the build has put into its module what it asks for. */
export const recordingFrom =
  (excerpts: Readonly<Record<string, unknown>>) =>
  (name: string, index: number): unknown =>
    excerpts[`${name}#${index}`];
