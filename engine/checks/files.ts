/** What steps on files, processes and their mappings refer to; see blocks.ts for the manners. */

import { visitPacked } from "../boundary/owner-pack.ts";
import { SceneError } from "../errors.ts";
import type { At, Extent, OwnerRow, Step } from "../scene.ts";
import { oneOf } from "./near-names.ts";
import { MAX_DEVICE_BYTES, PAGE_BYTES } from "./shapes.ts";
import type { Filesystem, World } from "./world.ts";

type Of<Op extends Step["op"]> = Extract<Step, { op: Op }>;

export function checkCreate(step: Of<"create"> | Of<"mkdir">, at: string, world: World): void {
  const filesystems = world.filesystemsAbove(step.path, `${at}.path`);
  checkExtents(step.extents, filesystems, `${at}.extents`, world);
  world.files.add(step.path);
}

export function checkReflink(step: Of<"reflink">, at: string, world: World): void {
  world.file(step.from, `${at}.from`);
  world.filesystemsAbove(step.to, `${at}.to`);
  if (step.from === step.to) throw new SceneError(`${at}.to`, step.to, "another path than from");
  world.files.add(step.to);
}

export function checkAttr(step: Of<"attr">, at: string, world: World): void {
  world.file(step.path, `${at}.path`);
  checkExtents(step.extents, world.filesystemsAbove(step.path, `${at}.path`), `${at}.extents`, world);
}

/** What a list was checked against when it passed: a branch of a large machine does not check its lists again. */
const passed = new WeakMap<object, string>();

/** Checks a frozen list once against the same bounds. */
function once(list: object, bounds: readonly number[], check: () => void): void {
  const key = bounds.join(" ");
  if (passed.get(list) === key) return;
  check();
  if (Object.isFrozen(list)) passed.set(list, key);
}

/** In order of the file, apart from each other, and inside a filesystem that may be mounted there. */
function checkExtents(
  extents: readonly Extent[] | undefined,
  on: readonly Filesystem[],
  at: string,
  world: World,
): void {
  if (extents === undefined) return;
  const unit = Math.min(...on.map((it) => it.blockBytes), on.length === 0 ? PAGE_BYTES : Number.POSITIVE_INFINITY);
  const most = { data: spaceBytes(on, "data", world), realtime: spaceBytes(on, "realtime", world) };
  once(extents, [unit, most.data, most.realtime], () => {
    let endBytes = 0;
    for (const [i, extent] of extents.entries()) {
      checkExtent(extent, endBytes, unit, most[extent.realtime === true ? "realtime" : "data"], `${at}[${i}]`);
      endBytes = extent.offInFileBytes + extent.lenBytes;
    }
  });
}

function checkExtent(extent: Extent, endBytes: number, unit: number, mostBytes: number, at: string): void {
  if (extent.offInFileBytes < endBytes) {
    throw new SceneError(`${at}.offInFileBytes`, extent.offInFileBytes, `at least ${endBytes}, the end before it`);
  }
  for (const key of ["offInFileBytes", "offInDevBytes", "lenBytes"] as const) {
    if (extent[key] % unit !== 0) throw new SceneError(`${at}.${key}`, extent[key], `a multiple of ${unit}`);
  }
  if (extent.offInDevBytes + extent.lenBytes > mostBytes) {
    throw new SceneError(`${at}.offInDevBytes`, extent.offInDevBytes, `an extent inside its filesystem (${mostBytes})`);
  }
}

/** The most bytes that a device of one of the filesystems can have. */
function spaceBytes(on: readonly Filesystem[], which: "data" | "log" | "realtime", world: World): number {
  if (on.length === 0) return MAX_DEVICE_BYTES;
  const sizes = on.map((it) => {
    if (which === "data") return it.sizeBytes;
    const name = which === "log" ? it.logDevice : it.rtDevice;
    return name === null ? 0 : (world.devices.get(name)?.sizeBytes ?? 0);
  });
  return Math.max(...sizes);
}

export function checkFsmap(step: Of<"fsmap">, at: string, world: World): void {
  world.target(step.target, `${at}.target`);
  const on = world.filesystemsAt(step.target);
  const most = {
    data: spaceBytes(on, "data", world),
    log: spaceBytes(on, "log", world),
    realtime: spaceBytes(on, "realtime", world),
  };
  once(step, [most.data, most.log, most.realtime], () => checkRows(step, most, at));
}

type Most = Readonly<Record<"data" | "log" | "realtime", number>>;

function checkRows(step: Of<"fsmap">, most: Most, at: string): void {
  step.rows.forEach((row: OwnerRow, i) => {
    const which = row.device ?? "data";
    if (row.offInDevBytes + row.lenBytes <= most[which]) return;
    const expected =
      most[which] === 0 ? `no row on a ${which} device: there is none` : `a row that ends by ${most[which]}`;
    throw new SceneError(`${at}.rows[${i}].offInDevBytes`, row.offInDevBytes, expected);
  });
  if (step.packed !== undefined) checkPacked(step.packed, most, `${at}.packed`);
}

function checkPacked(packed: string, most: Most, at: string): void {
  const mostByDevice = [most.data, most.log, most.realtime];
  let outside = -1;
  const count = visitPacked(packed, (offInDevBytes, lenBytes, _owner, _offInFileBytes, flags) => {
    if (offInDevBytes + lenBytes > (mostByDevice[flags >> 3] ?? 0)) outside = offInDevBytes;
  });
  if (count < 0) throw new SceneError(at, `\0what it has at character ${-count}`, "rows as packOwners writes them");
  if (outside >= 0) throw new SceneError(at, `\0a row at ${outside}`, `rows inside their devices (${mostByDevice})`);
}

export function checkSpawn(step: Of<"spawn"> | Of<"fork">, at: string, world: World): void {
  if (world.processes.has(step.process)) {
    throw new SceneError(`${at}.process`, step.process, "a name that no running process has");
  }
  const parent = step.op === "fork" ? world.process(step.parent, `${at}.parent`) : new Map();
  world.processes.set(step.process, new Map(parent));
}

export function checkExit(step: Of<"exit">, at: string, world: World): void {
  world.process(step.process, `${at}.process`);
  world.processes.delete(step.process);
}

export function checkMmap(step: Of<"mmap">, at: string, world: World): void {
  const maps = world.process(step.process, `${at}.process`);
  if (!world.hasFile(step.path)) {
    throw new SceneError(`${at}.path`, step.path, oneOf("a file that was created before", step.path, world.files));
  }
  if (maps.has(step.map)) {
    throw new SceneError(`${at}.map`, step.map, `a name that no other mapping of ${step.process} has`);
  }
  const lenBytes = step.lenBytes ?? null;
  step.touch?.forEach((touch, i) => {
    if (lenBytes !== null && touch.offInMapBytes >= pageCeil(lenBytes)) {
      throw new SceneError(`${at}.touch[${i}].offInMapBytes`, touch.offInMapBytes, `below ${lenBytes}, the length`);
    }
  });
  maps.set(step.map, { lenBytes });
}

export function checkMunmap(step: Of<"munmap">, at: string, world: World): void {
  world.mapping(step.process, step.map, at);
  world.process(step.process, at).delete(step.map);
}

/** A byte range in a mapping; where it ends is known unless it was mapped to the end of the file. */
export function checkAt(step: At & { lenBytes?: number; bytes?: readonly number[] }, at: string, world: World): void {
  const { lenBytes } = world.mapping(step.process, step.map, at);
  if (lenBytes === null) return;
  const wanted = step.bytes?.length ?? step.lenBytes ?? 1;
  if (step.offInMapBytes + wanted <= pageCeil(lenBytes)) return;
  const most = pageCeil(lenBytes) - wanted;
  const expected = most < 0 ? `at most ${pageCeil(lenBytes)} bytes` : `at most ${most}`;
  throw new SceneError(`${at}.offInMapBytes`, step.offInMapBytes, `${expected}: the mapping has ${lenBytes} bytes`);
}

const pageCeil = (bytes: number): number => Math.ceil(bytes / PAGE_BYTES) * PAGE_BYTES;
