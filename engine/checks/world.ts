/**
 * Which names a step may use: everything that the scene and the steps before it could have brought into being.
 * Sizes are the largest that a thing can have. Whether it is there at run time, or was refused by the kernel, is the
 * engine's business and an event.
 *
 * Mutable and cheap to extend.
 */
import { SceneError } from "../errors.ts";
import type { Pmem, Scene } from "../scene.ts";
import { oneOf } from "./near-names.ts";

export type DeviceKind = "pmem" | "partition" | "mapped" | "chardev";

export interface Device {
  name: string;
  kind: DeviceKind;
  sizeBytes: number;
  /** The pmem disk of a partition. */
  disk: string | null;
  /** How many mapped devices lie under each other, itself included; 0 for others. */
  depth: number;
}

/** The latest mkfs of a device; null where only the run knows. */
export interface Filesystem {
  fstype: "xfs" | "ext4" | "ext2";
  blockBytes: number;
  sizeBytes: number;
  logDevice: string | null;
  rtDevice: string | null;
}

export interface Mapping {
  /** Null: to the end of the file. */
  lenBytes: number | null;
}

const BLOCK: readonly DeviceKind[] = ["pmem", "partition", "mapped"];

export class World {
  readonly devices = new Map<string, Device>();
  readonly filesystems = new Map<string, Filesystem>();
  /** Mount targets and the devices that may be mounted there. */
  readonly targets = new Map<string, Set<string>>();
  readonly files = new Set<string>();
  readonly processes = new Map<string, Map<string, Mapping>>();
  readonly holders = new Set<string>();
  /** Numbers of mapped devices handed out, and those that a removal may have freed. */
  readonly dmNumbers = new Set<number>();
  readonly dmFreed = new Set<number>();

  constructor(scene: Scene) {
    for (const [name, pmem] of Object.entries(scene.pmem)) this.addPmem(name, pmem);
  }

  private addPmem(name: string, pmem: Pmem): void {
    const kind = pmem.mode === "devdax" ? "chardev" : "pmem";
    this.addDevice({ name, kind, sizeBytes: pmem.sizeBytes, disk: null, depth: 0 });
    if (kind === "chardev") this.files.add(`/dev/${name}`);
    this.addPartitions(
      name,
      (pmem.partitions ?? []).map((it) => it.sizeBytes),
    );
  }

  /** A device that is there already keeps the larger of its sizes. */
  addDevice(device: Device): void {
    const before = this.devices.get(device.name);
    const sizeBytes = Math.max(device.sizeBytes, before?.sizeBytes ?? 0);
    this.devices.set(device.name, { ...device, sizeBytes });
  }

  addPartitions(disk: string, sizes: readonly number[]): void {
    sizes.forEach((sizeBytes, i) => {
      this.addDevice({ name: partitionName(disk, i + 1), kind: "partition", sizeBytes, disk, depth: 0 });
    });
  }

  device(name: string, at: string, kinds: readonly DeviceKind[] = BLOCK): Device {
    const found = this.devices.get(name);
    if (found !== undefined && kinds.includes(found.kind)) return found;
    const known = [...this.devices].flatMap(([key, it]) => (kinds.includes(it.kind) ? [key] : []));
    throw new SceneError(at, name, oneOf(KIND_TEXT[kinds.join()] ?? "a device", name, known));
  }

  target(target: string, at: string): Set<string> {
    return found(this.targets, target, at, "a mount point of an earlier mount");
  }

  process(process: string, at: string): Map<string, Mapping> {
    return found(this.processes, process, at, "a process that was started before");
  }

  mapping(process: string, map: string, at: string): Mapping {
    const maps = this.process(process, `${at}.process`);
    return found(maps, map, `${at}.map`, `a mapping of ${process}`);
  }

  file(path: string, at: string): void {
    if (this.hasFile(path) && !path.startsWith("/dev/")) return;
    const known = [...this.files].filter((it) => !it.startsWith("/dev/"));
    throw new SceneError(at, path, oneOf("a file that was created before", path, known));
  }

  /** Whether a file was created at the path, or at the same path below another mount point of its device. */
  hasFile(path: string): boolean {
    if (this.files.has(path)) return true;
    for (const [target, devices] of this.targets) {
      if (!path.startsWith(`${target}/`)) continue;
      for (const [other, others] of this.targets) {
        const isShared = [...others].some((it) => devices.has(it));
        if (isShared && this.files.has(other + path.slice(target.length))) return true;
      }
    }
    return false;
  }

  /** The filesystems that a path may lie in: those of the longest mount point above it. */
  filesystemsAbove(path: string, at: string): Filesystem[] {
    let best = "";
    for (const target of this.targets.keys()) {
      const isAbove = path.startsWith(target === "/" ? "/" : `${target}/`);
      if (isAbove && target.length > best.length) best = target;
    }
    if (best === "") {
      throw new SceneError(at, path, oneOf("a path under a mount point", path, this.targets.keys()));
    }
    return this.filesystemsAt(best);
  }

  filesystemsAt(target: string): Filesystem[] {
    const devices = [...(this.targets.get(target) ?? [])];
    return devices.flatMap((name) => this.filesystems.get(this.devices.get(name)?.name ?? name) ?? []);
  }
}

const KIND_TEXT: Readonly<Record<string, string>> = {
  [BLOCK.join()]: "a block device",
  pmem: "a pmem disk",
  "pmem,chardev": "a pmem disk or a dax character device",
  "pmem,partition,mapped,chardev": "a device",
};

/** Every device that memory of a pmem disk can be named by. */
export const ANY_DEVICE: readonly DeviceKind[] = ["pmem", "partition", "mapped", "chardev"];
export const NAMESPACE: readonly DeviceKind[] = ["pmem", "chardev"];
export const DISK: readonly DeviceKind[] = ["pmem"];

/** As the kernel names partitions: with a "p" where the disk's name ends in a digit. */
export function partitionName(disk: string, number: number): string {
  return /[0-9]$/.test(disk) ? `${disk}p${number}` : `${disk}${number}`;
}

function found<T>(map: ReadonlyMap<string, T>, key: string, at: string, kind: string): T {
  const value = map.get(key);
  if (value !== undefined) return value;
  throw new SceneError(at, key, oneOf(kind, key, map.keys()));
}
