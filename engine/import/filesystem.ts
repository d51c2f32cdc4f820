/** A filesystem of the machine, as the steps that make and mount it need it. Types only. */
import type { OwnerTable } from "../boundary/owner-columns.ts";
import type { Dax, MkfsOptions } from "../scene.ts";
import type { Origin } from "./facts.ts";

export interface Filesystem {
  device: string;
  fstype: "xfs" | "ext4" | "ext2";
  options: MkfsOptions;
  /** Null where it is not mounted. */
  target: string | null;
  dax?: Dax;
  isReadOnly: boolean;
  logDevice?: string;
  rtDevice?: string;
  rows: OwnerTable | null;
  /** Rows were read with the flags that tell unwritten extents. */
  isVerbose: boolean;
  origin: Origin;
}
