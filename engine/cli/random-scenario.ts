/**
 * Random scenarios that pass every check: small machines on which everything that can be done is done, in any order and
 * mostly to things that exist. A scenario is a function of its number alone.
 */
import { addStep, asValid, namesOf } from "../checks/check.ts";
import { toScene } from "../checks/schema.ts";
import type { World } from "../checks/world.ts";
import { SceneError } from "../errors.ts";
import type { DmTarget, MachineValue, Step } from "../scene.ts";
import { Dice } from "./dice.ts";
import { randomScene, randomTable } from "./random-scene.ts";

const KIB = 1024;
const MIB = 1024 * KIB;
const PAGE = 4096;
const MOST_STEPS = 40;
const MOST_TRIES = 200;

export function randomScenario(number: number): MachineValue {
  const dice = new Dice(number);
  const scene = toScene(randomScene(dice));
  let names = namesOf(scene, []);
  const steps: Step[] = [];
  const wanted = 1 + dice.below(MOST_STEPS);
  const add = (draw: Draw): void => {
    try {
      steps.push(addStep(draw(dice, names), steps.length, names));
    } catch (error) {
      // Not every draw is in order; the next one may be.
      if (!(error instanceof SceneError)) throw error;
      names = namesOf(scene, steps);
    }
  };
  if (!dice.chance(3)) for (const draw of PRELUDE) add(draw);
  const favourites = dice.chance(2) ? MAPPED : DRAWS;
  for (let i = 0; i < MOST_TRIES && steps.length < wanted; i++) add(dice.pick(dice.chance(2) ? favourites : DRAWS));
  return asValid({ scene, steps: Object.freeze(steps), seed: dice.below(2 ** 32) });
}

type Draw = (dice: Dice, names: World) => unknown;

const device = (dice: Dice, names: World): string => dice.pick([...names.devices.keys()]);
const disk = (dice: Dice, names: World): string =>
  dice.pick(
    [...names.devices.values()].filter((it) => it.kind === "pmem" || it.kind === "chardev").map((it) => it.name),
  );
const target = (dice: Dice, names: World): string => dice.pick([...names.targets.keys(), "/a", "/b"]);
const file = (dice: Dice, names: World): string => dice.pick([...names.files, `${target(dice, names)}/f`]);
const process = (dice: Dice, names: World): string => dice.pick([...names.processes.keys(), "p0"]);
const newPath = (dice: Dice, names: World): string => `${target(dice, names)}/${dice.pick(["f", "g", "h", "d/f"])}`;
const size = (dice: Dice): number => dice.pick([0, 1, PAGE - 1, PAGE, 3 * PAGE, 64 * KIB, MIB, 4 * MIB, 2 ** 30]);

/** An offset in something of `sizeBytes`, often at an edge. */
function offset(dice: Dice, sizeBytes: number): number {
  const pages = Math.max(1, Math.floor(sizeBytes / PAGE));
  return dice.pick([0, PAGE * dice.below(pages), PAGE * (pages - 1), dice.below(Math.max(1, sizeBytes))]);
}

const offsetOn = (dice: Dice, names: World, name: string): number =>
  offset(dice, names.devices.get(name)?.sizeBytes ?? 0);

function at(dice: Dice, names: World): { process: string; map: string; offInMapBytes: number } {
  const who = process(dice, names);
  const map = dice.pick([...(names.processes.get(who)?.keys() ?? []), "m0"]);
  return { process: who, map, offInMapBytes: offset(dice, dice.pick([PAGE, 64 * KIB, 4 * MIB])) };
}

function dmTable(dice: Dice, names: World): DmTarget[] {
  const legOf = () => ({ device: device(dice, names), offInLegBytes: PAGE * dice.below(4) });
  if (dice.chance(2)) {
    const [lenBytes, first] = [PAGE * (1 + dice.below(4096)), legOf()];
    const linear: DmTarget = { type: "linear", startBytes: 0, lenBytes, ...first };
    if (dice.chance(2)) return [linear];
    return [linear, { type: "linear", startBytes: lenBytes, lenBytes: PAGE * (1 + dice.below(64)), ...legOf() }];
  }
  const legs = Array.from({ length: 1 + dice.below(3) }, legOf);
  const chunkBytes = PAGE * (1 + dice.below(16));
  const lenBytes = chunkBytes * legs.length * (1 + dice.below(64));
  return [{ type: "striped", startBytes: 0, lenBytes, chunkBytes, legs }];
}

const fail: Draw = (dice, names) => {
  if (dice.chance(12)) return { op: "fail", device: "phys", offBytes: PAGE * dice.below(2 ** 22) };
  const name = device(dice, names);
  const flags = dice.chance(4) ? { flags: dice.pick([0, 2, 32, 35]) } : {};
  return { op: "fail", device: name, offBytes: offsetOn(dice, names, name), ...flags };
};
const mkfs: Draw = (dice, names) => {
  const fstype = dice.pick(["xfs", "xfs", "xfs", "ext4", "ext2"]);
  const options = { rmapbt: dice.chance(2) ? true : dice.chance(2), reflink: dice.chance(2) };
  const external = dice.chance(8) ? { logDevice: device(dice, names) } : {};
  return {
    op: "mkfs",
    fstype,
    device: device(dice, names),
    ...(fstype === "xfs" ? { options: { ...options, ...external } } : {}),
  };
};
const mount: Draw = (dice, names) => {
  const dax = dice.pick([{}, { dax: "always" }, { dax: "always" }, { dax: "inode" }, { dax: "never" }]);
  const name = device(dice, names);
  const { logDevice } = names.filesystems.get(names.devices.get(name)?.name ?? "") ?? { logDevice: null };
  return {
    op: "mount",
    device: name,
    target: dice.pick(["/a", "/b", "/c"]),
    ...dax,
    ...(logDevice ? { logDevice } : {}),
  };
};
const create: Draw = (dice, names) => ({
  op: "create",
  path: newPath(dice, names),
  sizeBytes: size(dice),
  ...(dice.chance(3) ? { how: dice.pick(["fallocate", "hole", "write"]) } : {}),
  ...(dice.chance(3) ? { dax: dice.chance(2) } : {}),
});
const mmap: Draw = (dice, names) => ({
  op: "mmap",
  process: process(dice, names),
  map: dice.pick(["m0", "m1", "m2"]),
  path: file(dice, names),
  ...(dice.chance(2) ? { lenBytes: dice.pick([PAGE, 64 * KIB, 4 * MIB]) } : {}),
  ...(dice.chance(4) ? { offInFileBytes: PAGE * dice.below(4) } : {}),
  ...(dice.chance(4) ? { private: true } : {}),
  ...(dice.chance(3) ? { aligned2m: true } : {}),
  touch: Array.from({ length: dice.below(4) }, () => ({ offInMapBytes: PAGE * dice.below(16), write: dice.chance(2) })),
});

const spawn: Draw = (dice) => ({
  op: "spawn",
  process: dice.pick(["p0", "p1", "p2"]),
  policy: dice.pick(["early", "late", "default"]),
});
/** With these a process maps a file, more often than not. */
const PRELUDE: readonly Draw[] = [mkfs, mount, mkfs, mount, create, create, spawn, spawn, mmap, mmap, mmap];
/** What is done to files that are mapped. */
const MAPPED: readonly Draw[] = [
  ...[fail, fail, fail, mmap, create],
  (dice, names) => ({
    op: dice.pick(["load", "load", "flush"]),
    ...at(dice, names),
    lenBytes: dice.pick([1, 64, PAGE, 9000]),
  }),
  (dice, names) => ({ op: "madvise", ...at(dice, names), lenBytes: PAGE * (1 + dice.below(3)) }),
  (dice, names) => ({
    op: "store",
    ...at(dice, names),
    bytes: Array.from({ length: 1 + dice.below(100) }, (_, i) => i),
  }),
  (dice, names) => ({ op: "reflink", from: file(dice, names), to: newPath(dice, names) }),
  (dice, names) => ({ op: "truncate", path: file(dice, names), sizeBytes: size(dice) }),
  (dice, names) => ({
    op: "read",
    path: file(dice, names),
    offInFileBytes: offset(dice, MIB),
    lenBytes: 1 + dice.below(9000),
  }),
  (dice, names) => ({ op: "write", path: file(dice, names), offInFileBytes: offset(dice, MIB), bytes: [1, 2, 3] }),
];

/** Holders as readers may write them, good ones and bad ones. */
const HOLDERS: readonly string[] = [
  "() => 0",
  "() => -95",
  "() => 1",
  "() => { throw new Error('mine') }",
  "({ offBytes, lenBytes }, kernel) => kernel.notify('pmem0', offBytes, Math.min(lenBytes, 4096))",
  "({ device, offBytes }, kernel) => { kernel.log(device); return kernel.notify(device, offBytes, 4096) }",
  "({ device }, kernel) => kernel.notify(device, -1, 2 ** 60)",
];

/** Common ones stand more often. */
const DRAWS: readonly Draw[] = [
  ...[fail, fail, fail, mkfs, mkfs, mount, mount, mount, create, create, mmap, mmap, mmap, spawn, ...MAPPED],
  (dice, names) => ({ op: "partition", device: disk(dice, names), table: randomTable(dice, 16 * MIB) }),
  (dice, names) => ({ op: "dm-create", name: dice.pick(["vol", "st"]), table: dmTable(dice, names) }),
  (dice) => ({ op: "dm-remove", name: dice.pick(["vol", "st"]) }),
  (dice, names) => ({ op: "umount", target: target(dice, names) }),
  (dice, names) => ({ op: "mkdir", path: newPath(dice, names) }),
  (dice, names) => ({ op: "attr", path: file(dice, names) }),
  (dice, names) => ({ op: "unlink", path: file(dice, names) }),
  (dice, names) => ({ op: dice.pick(["open", "drop-inode", "fsync"]), path: file(dice, names) }),
  (dice, names) => ({ op: "fork", process: dice.pick(["p1", "p2", "p3"]), parent: process(dice, names) }),
  (dice, names) => ({ op: "policy", process: process(dice, names), policy: dice.pick(["early", "late", "default"]) }),
  (dice, names) => ({ op: dice.pick(["exit", "fence"]), process: process(dice, names) }),
  (dice, names) => ({ op: "munmap", process: process(dice, names), map: dice.pick(["m0", "m1"]) }),
  () => ({ op: "power-fail" }),
  (dice, names) => {
    const name = device(dice, names);
    const range = { device: name, offBytes: offsetOn(dice, names, name) };
    return dice.pick([
      { op: "poison", ...range, lenBytes: dice.pick([1, 64, 512, PAGE]) },
      { op: "block-read", ...range, lenBytes: dice.pick([1, 512, PAGE]) },
      { op: "block-write", ...range, bytes: new Array(dice.pick([1, 512, PAGE])).fill(7) },
      { op: "notify", ...range, lenBytes: PAGE * (1 + dice.below(4)) },
      { op: "zero-page-range", device: name, pgoff: Math.floor(range.offBytes / PAGE), nrPages: 1 + dice.below(2) },
    ]);
  },
  (dice, names) => ({ op: "scrub", device: disk(dice, names) }),
  (dice, names) => {
    const name = disk(dice, names);
    const sector = Math.floor(offsetOn(dice, names, name) / 512);
    const flag = dice.pick([
      { op: "badblocks" },
      { op: "badblocks", clear: true },
      { op: "inject-error", saturate: true },
    ]);
    return { ...flag, device: name, sector, count: 1 + dice.below(20) };
  },
  (dice) => ({ op: "sysctl", earlyKill: dice.below(2) }),
  (dice, names) => ({
    ...{ op: "register-holder", device: device(dice, names), holder: dice.pick(["h", "k"]) },
    ...(dice.chance(2) ? { source: dice.pick(HOLDERS) } : {}),
  }),
  (dice, names) => ({ op: "unregister-holder", device: device(dice, names), holder: dice.pick(["h", "k"]) }),
  (dice, names) => ({ op: dice.pick(["unbind", "bind", "kill-dax"]), device: disk(dice, names) }),
  (dice, names) => {
    const name = device(dice, names);
    const moves: unknown[] = [
      { op: "kill-dax", device: name },
      { op: "notify", device: name, offBytes: 0, lenBytes: PAGE },
      { op: "register-holder", device: name, holder: "h" },
      { op: "mount", device: name, target: "/a", dax: "always" },
    ];
    const threads = Array.from({ length: 2 + dice.below(2) }, () => dice.pick(moves));
    return { op: "race", threads, schedule: Array.from({ length: dice.below(10) }, () => dice.below(threads.length)) };
  },
];
