/**
 * A recording of a real kernel → the machine that goes through the same, from the recording's inputs alone: kernel,
 * devices, initial sysctl, what was done in `setup[]`, where things were injected and what was loaded then. Results are
 * never read, so a recording whose outcomes were removed gives the same machine.
 *
 * **Left out:** shell commands whose effect another entry reports (the extents after a reflink, a namespace's devices).
 */
import { addStep, asValid, namesOf } from "../checks/check.ts";
import { toScene } from "../checks/schema.ts";
import { PAGE_BYTES } from "../checks/shapes.ts";
import type { World } from "../checks/world.ts";
import { SceneError } from "../errors.ts";
import type { KernelId, MachineValue, Pmem, PolicyId, Scene, Step } from "../scene.ts";
import { count, type Fields, isFields, maybeCount, maybeText, rows, text } from "./fields.ts";
import { type KernelChoice, kernelFor } from "./kernel.ts";
import { setupSteps, type Told } from "./steps.ts";

const MF_SW_SIMULATED = 32;
/** Stands where a step had to be left out that a recording has an answer for. */
const NOTHING: Step = { op: "sysctl" };

/** Where in the machine's steps the things stand that a recording has an answer for. */
export interface PlannedSetup {
  seq: number;
  op: "mount" | "umount";
  /** The device as the mount step wrote it; of an umount the target. */
  name: string;
  step: number;
}
export interface PlannedEvent {
  inject: Fields;
  kind: "fail" | "madvise" | "action";
  step: number;
  loads: { process: string; map: string; offInMapBytes: number; step: number }[];
}

export interface Plan {
  value: MachineValue;
  kernel: KernelChoice;
  setup: PlannedSetup[];
  events: PlannedEvent[];
  /** What had to be assumed or left out, one sentence each. */
  notes: string[];
}

export interface PlanChoice {
  kernel?: KernelId;
  policy?: PolicyId;
}

export function isRecording(value: unknown): value is Fields {
  return (
    isFields(value) && typeof value.kernel === "string" && Array.isArray(value.setup) && Array.isArray(value.events)
  );
}

export function planOf(recording: Fields, choice: PlanChoice = {}): Plan {
  const kernel = kernelFor(text(recording, "kernel", "recording"));
  const setup = rows(recording, "setup", "recording");
  const told: Told = {
    rtDevices: new Map(),
    daxMarks: [],
    realtimeMarks: [],
    opened: new Map(),
    files: new Map(),
    ext4: new Set(),
    namespaces: new Map(),
    notes: kernel.note === null || choice.kernel !== undefined ? [] : [kernel.note],
  };
  const scene = sceneOf(recording, setup, choice.kernel ?? kernel.kernel, told);
  if (choice.policy !== undefined) scene.policy = choice.policy;
  const checked = toScene(scene);
  const plan: Parts = { steps: [], names: namesOf(checked, []), setup: [], events: [] };
  for (const { at, entry, isInjection } of inOrder(recording, setup)) {
    if (isInjection) planInjection(entry, at, plan, scene, told);
    else planSetup(entry, at, plan, told);
  }
  const value = asValid({ scene: checked, steps: Object.freeze(plan.steps), seed: 1 });
  return { value, kernel, setup: plan.setup, events: plan.events, notes: told.notes };
}

/** Setup and injections share one counter. */
function inOrder(recording: Fields, setup: readonly Fields[]) {
  const events = rows(recording, "events", "recording").map((event, i) => {
    if (!isFields(event.inject)) throw new SceneError(`events[${i}].inject`, event.inject, "an object");
    return { at: `events[${i}].inject`, entry: event.inject, isInjection: true };
  });
  const all = [...setup.map((entry, i) => ({ at: `setup[${i}]`, entry, isInjection: false })), ...events];
  const seqOf = (it: (typeof all)[number]) => count(it.entry, "seq", it.at);
  return all.sort((a, b) => seqOf(a) - seqOf(b));
}

interface Parts {
  steps: Step[];
  names: World;
  setup: PlannedSetup[];
  events: PlannedEvent[];
}

function planSetup(entry: Fields, at: string, plan: Parts, told: Told): void {
  for (const step of setupSteps(entry, at, told)) {
    if (step.op === "umount") for (const one of givenUp(plan.steps, step.target)) add(one, plan);
    if (step.op === "mount" || step.op === "umount") {
      const name = step.op === "mount" ? step.device : step.target;
      plan.setup.push({ seq: count(entry, "seq", at), op: step.op, name, step: plan.steps.length });
      if (!addOrNote(step, at, plan, told)) add(NOTHING, plan);
    } else addOrNote(step, at, plan, told);
  }
}

function add(step: Step, plan: Parts): void {
  plan.steps.push(addStep(step, plan.steps.length, plan.names));
}

/** What a recording does to a thing that none of its entries brought up is left out: the rest may still be predicted. */
function addOrNote(step: Step, at: string, plan: Parts, told: Told): boolean {
  try {
    add(step, plan);
    return true;
  } catch (error) {
    if (!(error instanceof SceneError)) throw error;
    told.notes.push(`${at}: ${error.message.replace(/^steps\[\d+\]\.?/, "")}; it is left out`);
    return false;
  }
}

/** The recorder ends who still maps a filesystem before it unmounts it, without an entry of its own. */
function givenUp(steps: readonly Step[], target: string): Step[] {
  const mapped = new Map<string, Step>();
  for (const step of steps) {
    if (step.op === "mmap" && step.path.startsWith(`${target}/`)) {
      const { process, map } = step;
      mapped.set(`${process} ${map}`, { op: "munmap", process, map });
    } else if (step.op === "fork") {
      for (const it of [...mapped.values()]) {
        if (it.op !== "munmap" || it.process !== step.parent) continue;
        mapped.set(`${step.process} ${it.map}`, { ...it, process: step.process });
      }
    } else if (step.op === "munmap") mapped.delete(`${step.process} ${step.map}`);
    else if (step.op === "exit") {
      for (const key of [...mapped.keys()]) if (key.startsWith(`${step.process} `)) mapped.delete(key);
    }
  }
  return [...mapped.values()];
}

function planInjection(inject: Fields, at: string, plan: Parts, scene: Scene, told: Told): void {
  const { kind, steps } = injectionSteps(inject, at, scene, told);
  const step = plan.steps.length;
  for (const one of steps) if (!addOrNote(one, at, plan, told)) add(NOTHING, plan);
  const loads = rows(inject, "then_load", at).flatMap((load, i) => {
    const here = `${at}.then_load[${i}]`;
    const to = { process: text(load, "process", here), map: text(load, "map", here) };
    const offInMapBytes = count(load, "offset_in_mapping", here);
    if (!addOrNote({ op: "load", ...to, offInMapBytes }, here, plan, told)) return [];
    return [{ ...to, offInMapBytes, step: plan.steps.length - 1 }];
  });
  plan.events.push({ inject, kind, step, loads });
}

function injectionSteps(
  inject: Fields,
  at: string,
  scene: Scene,
  told: Told,
): { kind: PlannedEvent["kind"]; steps: Step[] } {
  if (isFields(inject.action)) {
    const steps = setupSteps(inject.action, `${at}.action`, told);
    if (steps.length !== 1) throw new SceneError(`${at}.action`, inject.action, "one action, such as unbind");
    return { kind: "action", steps };
  }
  if (maybeText(inject, "how")?.startsWith("madvise") === true) {
    const to = { process: text(inject, "process", at), map: text(inject, "map", at) };
    const lenBytes = maybeCount(inject, "len") ?? PAGE_BYTES;
    const step: Step = { op: "madvise", ...to, offInMapBytes: count(inject, "offset_in_mapping", at), lenBytes };
    return { kind: "madvise", steps: [step] };
  }
  const device = maybeText(inject, "device");
  const offInDevice = maybeCount(inject, "byte_offset_in_device");
  const isOnDevice = device !== undefined && offInDevice !== undefined && scene.pmem[device] !== undefined;
  const where = isOnDevice
    ? { device, offBytes: offInDevice }
    : { device: "phys", offBytes: count(inject, "pfn", at) * PAGE_BYTES };
  return { kind: "fail", steps: [{ op: "fail", ...where, flags: MF_SW_SIMULATED }] };
}

function sceneOf(recording: Fields, setup: readonly Fields[], kernel: KernelId, told: Told): Scene {
  const pmem: Record<string, Pmem> = {};
  const given = rows(recording, "devices", "recording");
  const later = setup.flatMap((step, i) => (step.op === "namespace" ? rows(step, "devices", `setup[${i}]`) : []));
  // Making namespaces changes what the machine had before: what is told last is so.
  const last = new Map<string, Fields>();
  for (const [i, device] of [...given, ...later].entries()) {
    const name = text(device, "device", `devices[${i}]`);
    last.set(name, device);
    const namespace = maybeText(device, "nd_device");
    if (namespace === undefined) continue;
    told.namespaces.set(namespace, name);
    told.namespaces.set(namespace.replace(/^(pfn|btt|dax)/, "namespace"), name);
  }
  const ends: number[] = [];
  for (const [name, device] of last) {
    const at = `devices.${name}`;
    pmem[name] = pmemOf(device, at, ends);
    ends.push(count(device, "resource", at) + count(device, "size", at));
  }
  addCharDevices(setup, pmem);
  const sysctl = isFields(recording.sysctl) ? recording.sysctl : {};
  const bit = (name: string, usual: 0 | 1) => (maybeCount(sysctl, `vm.memory_failure_${name}`) ?? usual) as 0 | 1;
  return { kernel, sysctl: { earlyKill: bit("early_kill", 0), recovery: bit("recovery", 1) }, pmem };
}

/** `ends`: where the devices before it end. A second namespace of a region does not begin where the region does. */
function pmemOf(device: Fields, at: string, ends: readonly number[]): Pmem {
  const resourceBytes = count(device, "resource", at);
  const regionBytes = maybeCount(device, "phys_start") ?? resourceBytes;
  const below = Math.max(regionBytes, ...ends.filter((it) => it <= resourceBytes));
  const mode = maybeText(device, "mode");
  const pmem: Pmem = { sizeBytes: count(device, "size", at), resourceBytes, dataOffsetBytes: resourceBytes - below };
  if (mode === "raw" || device.dax === 0) pmem.mode = "raw";
  if (mode === "pmem") pmem.map = "dev";
  if (mode === "ram") pmem.map = "mem";
  return pmem;
}

/** Device-dax has no entry among the devices; its name stands where it is mapped. */
function addCharDevices(setup: readonly Fields[], pmem: Record<string, Pmem>): void {
  const mapped = setup.flatMap((step) => /^\/dev\/(dax\d+\.\d+)$/.exec(String(step.path ?? ""))?.[1] ?? []);
  const names = [...new Set(mapped), "dax0.0"];
  setup.forEach((step, i) => {
    if (step.op !== "chardev") return;
    const name = names.find((it) => pmem[it] === undefined) ?? `dax${i}.0`;
    const at = `setup[${i}]`;
    const resourceBytes = count(step, "resource", at);
    pmem[name] = { mode: "devdax", map: "mem", sizeBytes: count(step, "size", at), resourceBytes };
  });
}
