/**
 * What names refer to, before anything runs; shapes are `schema.ts`. Together they are the only way into the engine:
 * what passed here never makes it trap.
 *
 * A name that no earlier step could have introduced is a `SceneError` with path, got and expected. A name that a
 * step introduced which the kernel then refused is a matter of the run: the engine answers with an event.
 */

import { SceneError } from "../errors.ts";
import type { MachineValue, Step, StepOp } from "../scene.ts";
import {
  checkDmCreate,
  checkDmRemove,
  checkMkfs,
  checkMount,
  checkPartition,
  checkRange,
  checkScene,
} from "./blocks.ts";
import {
  checkAt,
  checkAttr,
  checkCreate,
  checkExit,
  checkFsmap,
  checkMmap,
  checkMunmap,
  checkReflink,
  checkSpawn,
} from "./files.ts";
import { oneOf } from "./near-names.ts";
import { toMachineShape, toStep } from "./schema.ts";
import { PAGE_BYTES, SECTOR_BYTES } from "./shapes.ts";
import { ANY_DEVICE, type DeviceKind, DISK, NAMESPACE, World } from "./world.ts";

export const MAX_STEPS = 100_000;
const MAX_SOURCE_CHARS = 100_000;

/** Values that went through `validate`, so that a machine that grew by one step is not read again as a whole. */
const valid = new WeakSet<MachineValue>();

/**
 * The machine that a value describes, as frozen plain data that shares nothing with its argument. Throws a
 * `SceneError` where it is malformed. A value that came from here is given back as it is.
 */
export function validate(value: unknown): MachineValue {
  if (typeof value === "object" && value !== null && valid.has(value as MachineValue)) return value as MachineValue;
  const { scene, steps, seed } = toMachineShape(value);
  const world = openWorld(scene);
  const checked = steps.map((step, i) => addStep(step, i, world));
  return asValid({ scene, steps: Object.freeze(checked), seed });
}

/** Marks a value that was put together from checked parts. */
export function asValid(value: MachineValue): MachineValue {
  Object.freeze(value);
  valid.add(value);
  return value;
}

function openWorld(scene: MachineValue["scene"]): World {
  checkScene(scene);
  return new World(scene);
}

/** The names that there are after steps which were checked before. */
export function namesOf(scene: MachineValue["scene"], steps: readonly Step[]): World {
  const world = openWorld(scene);
  steps.forEach((step, i) => {
    checkStep(step, `steps[${i}]`, world);
  });
  return world;
}

/**
 * Checks the step that would be number `index`, and records what it may bring into being. Where it throws, names may stay
 * behind (of a race's first threads), and the caller does without this `world`.
 */
export function addStep(value: unknown, index: number, world: World): Step {
  const at = `steps[${index}]`;
  if (index >= MAX_STEPS) throw new SceneError("steps", `\0${index + 1} steps`, `at most ${MAX_STEPS}`);
  const step = toStep(value, at);
  checkStep(step, at, world);
  return step;
}

type Of<Op extends StepOp> = Extract<Step, { op: Op }>;
type Check<S> = (step: S, at: string, world: World) => void;

const checkPath: Check<{ path: string }> = (step, at, world) => world.file(step.path, `${at}.path`);
const nothing = (): void => undefined;

/** A step on a device of the given kinds (block devices where nothing is said), and on a range of it. */
function onDevice<R>(
  range?: (step: R) => { field: string; offBytes: number; lenBytes: number },
  kinds?: readonly DeviceKind[],
): Check<R & { device: string }> {
  return (step, at, world) => {
    const device = world.device(step.device, `${at}.device`, kinds);
    if (range === undefined) return;
    const { field, offBytes, lenBytes } = range(step);
    checkRange(device, offBytes, lenBytes, `${at}.${field}`);
  };
}

const bytes = (step: { offBytes: number; lenBytes?: number }) => ({
  field: "offBytes",
  offBytes: step.offBytes,
  lenBytes: step.lenBytes ?? 1,
});
const sectors = (step: { sector: number; count: number }) => ({
  field: "sector",
  offBytes: step.sector * SECTOR_BYTES,
  lenBytes: step.count * SECTOR_BYTES,
});

const CHECKS: { readonly [Op in StepOp]: Check<Of<Op>> } = {
  partition: checkPartition,
  "dm-create": checkDmCreate,
  "dm-remove": checkDmRemove,
  mkfs: checkMkfs,
  mount: checkMount,
  umount: (step, at, world) => world.target(step.target, `${at}.target`),
  unbind: onDevice(undefined, NAMESPACE),
  bind: onDevice(undefined, NAMESPACE),
  create: checkCreate,
  mkdir: checkCreate,
  attr: checkAttr,
  reflink: checkReflink,
  fsmap: checkFsmap,
  unlink: checkPath,
  truncate: checkPath,
  open: checkPath,
  "drop-inode": checkPath,
  fsync: checkPath,
  read: checkPath,
  write: checkPath,
  spawn: checkSpawn,
  fork: checkSpawn,
  exit: checkExit,
  policy: (step, at, world) => world.process(step.process, `${at}.process`),
  fence: (step, at, world) => world.process(step.process, `${at}.process`),
  mmap: checkMmap,
  munmap: checkMunmap,
  load: checkAt,
  store: checkAt,
  flush: checkAt,
  madvise: checkAt,
  "power-fail": nothing,
  sysctl: nothing,
  "block-read": onDevice(bytes),
  "block-write": onDevice((step: Of<"block-write">) => ({ ...bytes(step), lenBytes: step.bytes.length })),
  "zero-page-range": onDevice(
    (step: Of<"zero-page-range">) => ({ field: "pgoff", offBytes: step.pgoff * PAGE_BYTES, lenBytes: PAGE_BYTES }),
    ANY_DEVICE,
  ),
  poison: onDevice(bytes, ANY_DEVICE),
  // A notification may say any range: what becomes of one that leaves the device is the holder's business.
  notify: onDevice(undefined, ANY_DEVICE),
  scrub: onDevice(undefined, NAMESPACE),
  "inject-error": onDevice(sectors, NAMESPACE),
  badblocks: onDevice(sectors, DISK),
  // Physical memory has no size: an address that no device covers is an event.
  fail: (step, at, world) => (step.device === "phys" ? undefined : onDevice(bytes, ANY_DEVICE)(step, at, world)),
  "kill-dax": onDevice(undefined, ANY_DEVICE),
  "register-holder": (step, at, world) => {
    world.device(step.device, `${at}.device`, ANY_DEVICE);
    if ((step.source?.length ?? 0) > MAX_SOURCE_CHARS) {
      throw new SceneError(`${at}.source`, `\0${step.source?.length} characters`, `at most ${MAX_SOURCE_CHARS}`);
    }
    world.holders.add(step.holder);
  },
  "unregister-holder": (step, at, world) => {
    world.device(step.device, `${at}.device`, ANY_DEVICE);
    if (world.holders.has(step.holder)) return;
    throw new SceneError(`${at}.holder`, step.holder, oneOf("a registered holder", step.holder, world.holders));
  },
  race: (step, at, world) => {
    step.threads.forEach((thread, i) => {
      checkStep(thread, `${at}.threads[${i}]`, world);
    });
  },
};

function checkStep<Op extends StepOp>(step: Of<Op>, at: string, world: World): void {
  const check = CHECKS[step.op as Op] as Check<Of<Op>>;
  check(step, at, world);
}
