/**
 * Processes of the machine: those that map its files. Names come from /proc/PID/status; which pages are mapped, and
 * which policy a process has set, no file of /proc says, so that is assumed and said.
 */

import { PAGE_BYTES } from "../checks/shapes.ts";
import type { KillPolicy, Step, Touch } from "../scene.ts";
import type { Devices } from "./devices.ts";
import type { MappingFact, ProcessFact } from "./facts.ts";
import type { File, Files } from "./files.ts";
import { oneOf } from "./notes.ts";

const PMD_BYTES = 2 * 1024 ** 2;
/** Touched pages of one mapping; "fail" forms touch the page they need. */
const MAX_TOUCHES = 4096;
const POLICIES = ["early", "late", "default"] as const;

export function processSteps(devices: Devices, files: Files): Step[] {
  const steps: Step[] = [];
  const deleted = new Set<string>();
  const names = new Set<string>();
  for (const process of merged(devices.facts.processes)) {
    const here = process.mappings.filter((it) => isMapped(devices, files, it));
    if (here.length === 0) {
      if (process.mappings.length > 0)
        devices.notes.ignore(process.origin, label(process), "it maps nothing of this machine");
      continue;
    }
    const name = uniqueName(process, names);
    steps.push(spawnStep(devices, process, name));
    steps.push(...mmapSteps(devices, files, here, name));
    for (const { path, isDeleted } of here) if (isDeleted && files.byPath.has(path)) deleted.add(path);
  }
  return [...steps, ...[...deleted].map((path): Step => ({ op: "unlink", path }))];
}

const label = (process: ProcessFact): string =>
  process.name ?? (process.pid === undefined ? "a process" : `process ${process.pid}`);

function isMapped(devices: Devices, files: Files, mapping: MappingFact): boolean {
  const chardev = /^\/dev\/(dax\d+\.\d+)$/.exec(mapping.path)?.[1];
  if (chardev !== undefined) return devices.disks.has(chardev);
  return files.byPath.has(mapping.path) && files.isHere(mapping);
}

/** maps and smaps of one process are one; a status without mappings gives its name to the one that has no other. */
function merged(facts: readonly ProcessFact[]): ProcessFact[] {
  const found: ProcessFact[] = [];
  const rangesOf = (it: ProcessFact) => it.mappings.map(({ startBytes }) => startBytes).join();
  for (const fact of facts) {
    const same = found.find(
      (it) =>
        (fact.pid !== undefined && it.pid === fact.pid) ||
        (fact.mappings.length > 0 && it.mappings.length > 0 && rangesOf(it) === rangesOf(fact)),
    );
    if (same === undefined) {
      found.push({ ...fact });
      continue;
    }
    if (same.mappings.length === 0) same.mappings = fact.mappings;
    if (fact.pid !== undefined) same.pid ??= fact.pid;
    if (fact.name !== undefined) same.name ??= fact.name;
  }
  const anonymous = found.filter((it) => it.pid === undefined && it.mappings.length > 0);
  const named = found.filter((it) => it.mappings.length === 0 && it.name !== undefined);
  anonymous.forEach((it, i) => {
    const from = anonymous.length === 1 && named.length === 1 ? named[i] : undefined;
    if (from?.pid !== undefined) it.pid = from.pid;
    if (from?.name !== undefined) it.name ??= from.name;
  });
  return found.filter((it) => it.mappings.length > 0);
}

function uniqueName(process: ProcessFact, names: Set<string>): string {
  const clean = (process.name ?? "").replace(/[^A-Za-z0-9_.-]/g, "_").replace(/^[^A-Za-z_]+/, "");
  const base = clean.slice(0, 24) || (process.pid === undefined ? "process" : `pid-${process.pid}`);
  let name = base;
  if (names.has(name) && process.pid !== undefined) name = `${base}-${process.pid}`.slice(0, 32);
  for (let i = 2; names.has(name); i++) name = `${base}-${i}`;
  names.add(name);
  return name;
}

function spawnStep({ notes }: Devices, process: ProcessFact, name: string): Step {
  const question = {
    id: `policy:${name}`,
    text: `Which machine-check policy has ${name} set with prctl(PR_MCE_KILL)?`,
    kind: "choice" as const,
    choices: POLICIES,
    assumed: "early",
  };
  const why = "no file of /proc says it; an early process is told of every failure that a late one could be told of";
  const policy: KillPolicy = notes.ask(question, (it) => `${name} is ${it}-kill`, why, oneOf(POLICIES));
  const pid = process.pid === undefined || process.pid > 2 ** 31 - 1 ? {} : { pid: process.pid };
  return { op: "spawn", process: name, policy, ...pid };
}

/** Linux maps top down, so the highest address was mapped first. */
function mmapSteps({ notes }: Devices, files: Files, mappings: readonly MappingFact[], name: string): Step[] {
  const inOrder = [...mappings].sort((a, b) => b.startBytes - a.startBytes);
  if (inOrder.length > 1) {
    notes.assume(`${name} mapped its files in the order m0, m1, … from the highest address down`, "maps has no times");
  }
  let untouched = 0;
  const steps = inOrder.map((mapping, i): Step => {
    const file = files.byPath.get(mapping.path);
    const pages = file === undefined ? everyPage(mapping.lenBytes) : presentPages(mapping, file);
    const touch: Touch[] = pages.slice(0, MAX_TOUCHES).map((offInMapBytes) => ({ offInMapBytes, write: false }));
    untouched += pages.length > MAX_TOUCHES ? 1 : 0;
    return {
      op: "mmap",
      process: name,
      map: `m${i}`,
      path: mapping.path,
      offInFileBytes: mapping.offInFileBytes,
      lenBytes: mapping.lenBytes,
      ...(mapping.isShared ? {} : { private: true }),
      ...((mapping.startBytes - mapping.offInFileBytes) % PMD_BYTES === 0 ? { aligned2m: true } : {}),
      touch,
    };
  });
  const limit = untouched === 0 ? "" : `, the first ${MAX_TOUCHES} of a mapping`;
  const why = "which pages are in the page tables is not in maps, and smaps does not count DAX pages";
  notes.assume(`${name} has touched every page that has a block${limit}`, why);
  return steps;
}

const everyPage = (lenBytes: number): number[] =>
  Array.from({ length: Math.min(MAX_TOUCHES + 1, Math.ceil(lenBytes / PAGE_BYTES)) }, (_, i) => i * PAGE_BYTES);

/** Pages of the mapping with a written block below the end of the file: touching any other would allocate one. */
function presentPages(mapping: MappingFact, file: File): number[] {
  const { offInFileBytes, lenBytes } = mapping;
  const end = Math.min(offInFileBytes + lenBytes, file.sizeBytes ?? Number.POSITIVE_INFINITY);
  if (file.extents === undefined) return everyPage(Math.max(0, end - offInFileBytes));
  const pages: number[] = [];
  for (const extent of file.extents) {
    if (extent.unwritten) continue;
    const from = Math.max(offInFileBytes, Math.floor(extent.offInFileBytes / PAGE_BYTES) * PAGE_BYTES);
    const to = Math.min(end, extent.offInFileBytes + extent.lenBytes);
    for (let at = from; at < to && pages.length <= MAX_TOUCHES; at += PAGE_BYTES) pages.push(at - offInFileBytes);
  }
  return pages;
}
