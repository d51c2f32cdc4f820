/** The steps that make mapped devices: their tables, or the simplest one where no table was given. */

import { PAGE_BYTES, SECTOR_BYTES } from "../checks/shapes.ts";
import type { DmTarget, Step } from "../scene.ts";
import type { Devices, Mapped } from "./devices.ts";
import { oneOf, sizeText } from "./notes.ts";

const GIB = 1024 ** 3;

/** Mapped devices, each after those it lies on. */
export function buildMapped(devices: Devices): Step[] {
  const steps: Step[] = [];
  const done = new Set<Mapped>();
  const visit = (mapped: Mapped, above: readonly Mapped[]): void => {
    if (done.has(mapped) || above.includes(mapped)) return;
    for (const { legs } of mapped.targets) {
      for (const { device } of legs) {
        const below = devices.findMapped(devices.resolve(device) ?? device);
        if (below !== undefined) visit(below, [...above, mapped]);
      }
    }
    if (done.has(mapped)) return;
    done.add(mapped);
    const table = tableOf(devices, mapped);
    if (table.length === 0) return;
    const kernelName = mapped.kernelName ?? freeName(devices, steps.length);
    if (kernelName !== undefined) mapped.kernelName = kernelName;
    const device = kernelName === undefined ? {} : { device: kernelName };
    steps.push({ op: "dm-create", name: mapped.name, ...device, table });
  };
  for (const mapped of devices.mapped) visit(mapped, []);
  return steps;
}

/** A name of its own for a device that would get one by its turn that another has. */
function freeName({ mapped }: Devices, turn: number): string | undefined {
  const taken = new Set(mapped.map((it) => it.kernelName));
  if (![...taken].some((it) => it !== undefined && Number(it.slice(3)) >= turn)) return undefined;
  let number = turn;
  while (taken.has(`dm-${number}`)) number++;
  return `dm-${number}`;
}

export function mappedBytes(devices: Devices, mapped: Mapped): number {
  const sizeBytes = Math.max(mapped.sizeBytes ?? 0, devices.needs.get(`mapper/${mapped.name}`) ?? 0);
  return sizeBytes === 0 ? GIB : Math.ceil(sizeBytes / PAGE_BYTES) * PAGE_BYTES;
}

/** Linear over the devices below it, an equal part on each; or over one that is asked for. */
function assumedTable(devices: Devices, mapped: Mapped): DmTarget[] {
  const lenBytes = mappedBytes(devices, mapped);
  const below = legsBelow(devices, mapped);
  const why = "no dmsetup table was given";
  if (below.length > 0) {
    const partBytes = Math.floor(lenBytes / below.length / PAGE_BYTES) * PAGE_BYTES;
    devices.notes.assume(
      `${mapped.name} is linear, a part of ${sizeText(partBytes)} from the start of ${below.join(", ")}`,
      why,
    );
    return below.map((device, i) => ({
      type: "linear",
      startBytes: i * partBytes,
      lenBytes: partBytes,
      device,
      offInLegBytes: 0,
    }));
  }
  const choices = devices.blockDisks;
  const question = {
    id: `leg:${mapped.name}`,
    text: `On which device does ${mapped.name} lie?`,
    kind: "choice" as const,
    choices,
    assumed: choices[0] ?? "pmem0",
  };
  const what = (it: string) => `${mapped.name} is linear, ${sizeText(lenBytes)} from the start of ${it}`;
  const device = devices.notes.ask(question, what, why, oneOf(choices));
  return [{ type: "linear", startBytes: 0, lenBytes, device, offInLegBytes: 0 }];
}

export const legsBelow = (devices: Devices, mapped: Mapped): string[] => [
  ...new Set([...mapped.below].flatMap((it) => devices.resolve(it) ?? [])),
];

function tableOf(devices: Devices, mapped: Mapped): DmTarget[] {
  if (mapped.targets.length === 0) return assumedTable(devices, mapped);
  const byStart = new Map(mapped.targets.map((it) => [it.startSectors, it]));
  const sorted = [...byStart.values()].sort((a, b) => a.startSectors - b.startSectors);
  return sorted.flatMap((target): DmTarget[] => {
    const startBytes = target.startSectors * SECTOR_BYTES;
    const lenBytes = target.lenSectors * SECTOR_BYTES;
    const legs = target.legs.map((it) => ({
      device: devices.resolve(it.device) ?? it.device,
      offInLegBytes: it.offSectors * SECTOR_BYTES,
    }));
    const [leg] = legs;
    if (target.type === "striped") {
      return [{ type: "striped", startBytes, lenBytes, chunkBytes: target.chunkSectors * SECTOR_BYTES, legs }];
    }
    return leg === undefined ? [] : [{ type: "linear", startBytes, lenBytes, ...leg }];
  });
}
