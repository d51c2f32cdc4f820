/** A small scene with a mounted filesystem and a mapped file, for tests of what scenarios may say. */
import { expect } from "vitest";
import { validate } from "../../engine/checks/check.ts";
import type { Partition, Scene, Step } from "../../engine/scene.ts";

export const MIB = 1024 ** 2;
export const P1: Partition = { startBytes: MIB, sizeBytes: 31 * MIB };
export const P2: Partition = { startBytes: 32 * MIB, sizeBytes: 31 * MIB };
export const scene: Scene = {
  kernel: "6.1",
  pmem: { pmem0: { sizeBytes: 64 * MIB, partitions: [P1, P2] }, pmem1: { sizeBytes: 64 * MIB } },
};
export const MOUNTED: Step[] = [
  { op: "mkfs", fstype: "xfs", device: "pmem0p1" },
  { op: "mount", device: "pmem0p1", target: "/a", dax: "always" },
];
export const MAPPED: Step[] = [
  ...MOUNTED,
  { op: "create", path: "/a/f", sizeBytes: 65536 },
  { op: "spawn", process: "alice" },
  { op: "mmap", process: "alice", map: "m0", path: "/a/f", lenBytes: 8192 },
];

export const value = (steps: unknown[], its: unknown = scene) => ({ scene: its, steps, seed: 1 });
export const errorOf = (it: unknown): string => {
  try {
    validate(it);
  } catch (error) {
    expect(error).toMatchObject({ name: "SceneError" });
    return (error as Error).message;
  }
  return "valid";
};
