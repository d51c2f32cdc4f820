/** What the first answer is about: bytes written through a striped device, and where they lie on its two disks. */
import { validate } from "../../../engine/checks/check.ts";
import type { MachineValue, Step } from "../../../engine/scene.ts";
import type { OracleWorld } from "../../support/oracle.ts";

const DISK_BYTES = 4 * 2 ** 20;
const CHUNK_BYTES = 64 * 1024;
const LEGS = ["pmem0", "pmem1"].map((device) => ({ device, offInLegBytes: 0 }));
const TARGET = {
  type: "striped" as const,
  startBytes: 0,
  lenBytes: 2 * DISK_BYTES,
  chunkBytes: CHUNK_BYTES,
  legs: LEGS,
};

/** One byte at the start of every chunk of the striped device. */
export const WRITES = Array.from({ length: (2 * DISK_BYTES) / CHUNK_BYTES }, (_, chunk) => ({
  offBytes: chunk * CHUNK_BYTES,
  byte: 1 + ((chunk * 7919) % 255),
}));

/** The places that are read: the start of every chunk of both disks. */
export const PLACES = LEGS.flatMap(({ device }) =>
  Array.from({ length: DISK_BYTES / CHUNK_BYTES }, (_, chunk) => ({ disk: device, offBytes: chunk * CHUNK_BYTES })),
);

export const WORLD: OracleWorld = {
  disks: LEGS.map(({ device }) => ({ name: device, sizeBytes: DISK_BYTES })),
  partitions: [],
  mapped: [{ name: "dm-0", targets: [TARGET] }],
};

export function machine(): MachineValue {
  const pmem = { sizeBytes: DISK_BYTES };
  const writes = WRITES.map(
    ({ offBytes, byte }): Step => ({ op: "block-write", device: "dm-0", offBytes, bytes: [byte] }),
  );
  const steps: Step[] = [{ op: "dm-create", name: "striped", table: [TARGET] }, ...writes];
  return validate({ scene: { kernel: "6.12", pmem: { pmem0: pmem, pmem1: pmem } }, steps, seed: 1 });
}
