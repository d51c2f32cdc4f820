/** Random scenes: a few small disks, often with partitions, of every mode, kernel model and policy. */

import { KERNELS, POLICIES } from "../checks/shapes.ts";
import type { Partition, Pmem, Scene } from "../scene.ts";
import type { Dice } from "./dice.ts";

const KIB = 1024;
const MIB = 1024 * KIB;
const PAGE = 4096;
const HUGE = [2 ** 32, 2 ** 40, 2 ** 43 + PAGE, 2 ** 44];

export function randomScene(dice: Dice): Scene {
  const pmem: Record<string, Pmem> = {};
  const count = 1 + dice.below(3);
  for (let i = 0; i < count; i++) pmem[`pmem${i}`] = randomPmem(dice);
  if (dice.chance(8)) {
    pmem["dax0.0"] = { mode: "devdax", sizeBytes: 8 * MIB, driver: dice.pick(["device_dax", "fsdev_dax", "none"]) };
  }
  const scene: Scene = { kernel: dice.pick(KERNELS), pmem };
  if (dice.chance(3)) scene.policy = dice.pick(POLICIES);
  if (dice.chance(4)) scene.sysctl = { earlyKill: 1, recovery: dice.chance(10) ? 0 : 1 };
  return scene;
}

function randomPmem(dice: Dice): Pmem {
  const usual = [PAGE, 64 * KIB, MIB, 16 * MIB, 64 * MIB, 384 * MIB, 768 * MIB];
  const sizeBytes = dice.pick(dice.chance(8) ? HUGE : usual);
  const pmem: Pmem = { sizeBytes };
  if (dice.chance(3)) pmem.map = dice.pick(["mem", "dev"]);
  if (dice.chance(3)) pmem.dataOffsetBytes = dice.pick([0, 2 * MIB, 12 * MIB]);
  if (dice.chance(8)) pmem.mode = dice.pick(["raw", "sector", "fsdax"]);
  if (dice.chance(5)) pmem.clearUnitBytes = dice.pick([0, 64, 256, 512, PAGE]);
  if (dice.chance(5)) pmem.powerFail = "eadr";
  if (dice.chance(2)) pmem.partitions = randomTable(dice, sizeBytes);
  return pmem;
}

export function randomTable(dice: Dice, diskBytes: number): Partition[] {
  const unit = dice.chance(6) ? 512 : PAGE;
  const table: Partition[] = [];
  let nextBytes = unit * (1 + dice.below(4));
  const count = 1 + dice.below(3);
  for (let i = 0; i < count; i++) {
    const room = Math.floor((diskBytes - nextBytes) / unit);
    if (room < 1) break;
    const sizeBytes = unit * (1 + dice.below(i === count - 1 ? room : Math.max(1, Math.floor(room / 2))));
    table.push({ startBytes: nextBytes, sizeBytes });
    nextBytes += sizeBytes + unit * dice.below(3);
  }
  return table;
}
