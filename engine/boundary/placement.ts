/** Where namespaces lie in physical memory: as the scene says, else from 4 GiB on with at least 1 GiB between them. */
import type { Scene } from "../scene.ts";

const GIB = 2 ** 30;

export interface Placement {
  name: string;
  /** Start of the namespace, of the block device's byte 0, and one past the last byte; physical addresses. */
  fromBytes: number;
  resourceBytes: number;
  toBytes: number;
}

export function placementsOf(scene: Scene): Placement[] {
  let nextBytes = 4 * GIB;
  return Object.entries(scene.pmem).map(([name, pmem]) => {
    const dataOffsetBytes = pmem.dataOffsetBytes ?? 0;
    const resourceBytes = pmem.resourceBytes ?? nextBytes + dataOffsetBytes;
    const toBytes = resourceBytes + pmem.sizeBytes;
    nextBytes = Math.max(nextBytes, (Math.ceil(toBytes / GIB) + 1) * GIB);
    return { name, fromBytes: resourceBytes - dataOffsetBytes, resourceBytes, toBytes };
  });
}
