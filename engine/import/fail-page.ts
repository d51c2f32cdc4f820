/**
 * A page of an imported machine fails: the step, before it what it takes that those who map the page have it, and who owns
 * it. A mapping is imported with its first pages touched; whoever asks about another page means it to be in use.
 */
import { addStep, asValid, namesOf } from "../checks/check.ts";
import { MAX_DEVICE_BYTES, PAGE_BYTES } from "../checks/shapes.ts";
import type { MachineValue, Step } from "../scene.ts";
import { type Owner, ownersAt } from "./owners.ts";

export interface PageFailure {
  /** With the loads and the failure as its last steps. */
  value: MachineValue;
  owners: Owner[];
  /** Mappings that have the page. */
  mappings: { process: string; map: string; offInMapBytes: number }[];
}

type Mmap = Extract<Step, { op: "mmap" }>;

/** `offBytes` is rounded down to its page. Throws a `SceneError` where the device has no such byte. */
export function failPage(value: MachineValue, device: string, offBytes: number): PageFailure {
  const at = Math.floor(Math.min(offBytes, MAX_DEVICE_BYTES) / PAGE_BYTES) * PAGE_BYTES;
  const owners = ownersAt(value, device, at);
  const mappings = owners.flatMap((it) => mappingsOf(value, it));
  const world = namesOf(value.scene, value.steps);
  const steps: Step[] = [...value.steps];
  for (const it of mappings) if (!it.isTouched) steps.push(addStep({ op: "load", ...it.to }, steps.length, world));
  steps.push(addStep({ op: "fail", device, offBytes: at }, steps.length, world));
  const failed = asValid({ scene: value.scene, steps: Object.freeze(steps), seed: value.seed });
  return { value: failed, owners, mappings: mappings.map((it) => it.to) };
}

/** Mappings, still there, of the file at an owner's byte. */
function mappingsOf({ steps }: MachineValue, { path, offInFileBytes }: Owner) {
  if (path === null || offInFileBytes === null) return [];
  const ended = new Set(steps.flatMap((it) => (it.op === "exit" ? [it.process] : [])));
  const unmapped = new Set(steps.flatMap((it) => (it.op === "munmap" ? [`${it.process} ${it.map}`] : [])));
  const mmaps = steps.filter((it): it is Mmap => it.op === "mmap" && it.path === path);
  return mmaps.flatMap(({ process, map, offInFileBytes: from = 0, lenBytes, touch = [] }) => {
    const offInMapBytes = offInFileBytes - from;
    const isInside = offInMapBytes >= 0 && (lenBytes === undefined || offInMapBytes < lenBytes);
    if (!isInside || ended.has(process) || unmapped.has(`${process} ${map}`)) return [];
    const isTouched = touch.some((it) => Math.floor(it.offInMapBytes / PAGE_BYTES) * PAGE_BYTES === offInMapBytes);
    return [{ to: { process, map, offInMapBytes }, isTouched }];
  });
}
