/**
 * The operations of a machine: arguments as readers write them → one step each. Sizes may be text; every mistake is
 * a `SceneError` that names the method and the argument.
 */

import type { HolderSpec, Machine, MmapSpec, PartitionSpec, Size } from "./api.ts";
import { compact, fields, freeName, list, only, onlyMap, optional, sourceOf } from "./checks/arguments.ts";
import { toByteList, toBytes, toPartitions } from "./checks/normalise.ts";
import { PAGE_BYTES } from "./checks/shapes.ts";
import type { World } from "./checks/world.ts";
import { SceneError } from "./errors.ts";
import type { Dax, DmTarget, Extent, KillPolicy, MkfsOptions, Step, Touch } from "./scene.ts";

type Bytes = string | number[] | Uint8Array;
type InMap = { map?: string; length?: Size };

const MAX_TOUCHED = 2 ** 16;

export abstract class Operations {
  /** The machine with the step that `build` makes; `build` gets the names that there are so far. */
  protected abstract operate(method: string, build: (names: World) => Step): Machine;
  /** Size of a file as it is now; 0 where there is none. */
  protected abstract sizeOf(path: string): number;

  partition(device: string, sizes: (Size | PartitionSpec)[]): Machine {
    return this.operate("partition", () => ({ op: "partition", device, table: toPartitions(sizes, "sizes") }));
  }

  linear(name: string, legs: { device: string; offset?: Size; length: Size }[]): Machine {
    return this.operate("linear", () => {
      let startBytes = 0;
      const table = list(legs, "legs").map((leg, i): DmTarget => {
        only(leg, ["device", "offset", "length"], `legs[${i}]`);
        const lenBytes = toBytes(leg.length, `legs[${i}].length`);
        const offInLegBytes = toBytes(leg.offset ?? 0, `legs[${i}].offset`);
        startBytes += lenBytes;
        return { type: "linear", startBytes: startBytes - lenBytes, lenBytes, device: leg.device, offInLegBytes };
      });
      return { op: "dm-create", name, table };
    });
  }

  /** Without a length: as many whole chunks as the shortest leg has. */
  striped(name: string, chunk: Size, legs: { device: string; offset?: Size }[], length?: Size): Machine {
    return this.operate("striped", (names) => {
      const chunkBytes = toBytes(chunk, "chunk");
      const on = list(legs, "legs").map((leg, i) => {
        only(leg, ["device", "offset"], `legs[${i}]`);
        return { device: leg.device, offInLegBytes: toBytes(leg.offset ?? 0, `legs[${i}].offset`) };
      });
      const rooms = on.map((leg, i) => names.device(leg.device, `legs[${i}].device`).sizeBytes - leg.offInLegBytes);
      const most = Math.floor(Math.min(...rooms) / chunkBytes) * chunkBytes * on.length;
      const lenBytes = length === undefined ? most : toBytes(length, "length");
      return { op: "dm-create", name, table: [{ type: "striped", startBytes: 0, lenBytes, chunkBytes, legs: on }] };
    });
  }

  mkfs(fstype: "xfs" | "ext4" | "ext2", device: string, options?: MkfsOptions): Machine {
    return this.operate("mkfs", () => compact({ op: "mkfs", fstype, device, options }));
  }
  mount(
    device: string,
    target: string,
    options: { dax?: Dax; logDevice?: string; rtDevice?: string; readOnly?: boolean } = {},
  ): Machine {
    return this.operate("mount", () => compact({ op: "mount", device, target, ...fields(options, "options") }));
  }
  umount(target: string): Machine {
    return this.operate("umount", () => ({ op: "umount", target }));
  }
  create(
    path: string,
    size: Size,
    options: { dax?: boolean; how?: "write" | "fallocate" | "hole"; extents?: Extent[] } = {},
  ): Machine {
    return this.operate("create", () => {
      const sizeBytes = toBytes(size, "size");
      return compact({ op: "create", path, sizeBytes, ...fields(options, "options") });
    });
  }
  mkdir(path: string): Machine {
    return this.operate("mkdir", () => ({ op: "mkdir", path }));
  }
  reflink(from: string, to: string): Machine {
    return this.operate("reflink", () => ({ op: "reflink", from, to }));
  }
  unlink(path: string): Machine {
    return this.operate("unlink", () => ({ op: "unlink", path }));
  }
  truncate(path: string, size: Size): Machine {
    return this.operate("truncate", () => ({ op: "truncate", path, sizeBytes: toBytes(size, "size") }));
  }

  spawn(process: string, policy?: KillPolicy): Machine {
    return this.operate("spawn", () => compact({ op: "spawn", process, policy }));
  }
  fork(process: string, parent: string): Machine {
    return this.operate("fork", () => ({ op: "fork", process, parent }));
  }
  exit(process: string): Machine {
    return this.operate("exit", () => ({ op: "exit", process }));
  }
  setPolicy(process: string, policy: KillPolicy): Machine {
    return this.operate("setPolicy", () => ({ op: "policy", process, policy }));
  }

  mmap(process: string, path: string, spec: MmapSpec = {}): Machine {
    return this.operate("mmap", (names) => {
      only(spec, ["map", "offset", "length", "private", "aligned2m", "touch", "write"], "spec");
      const offInFileBytes = optional(spec.offset, "spec.offset");
      const lenBytes = optional(spec.length, "spec.length");
      const { private: isPrivate, aligned2m } = spec;
      const map = spec.map ?? freeName(names.processes.get(process) ?? new Map());
      const touch = this.touches(path, spec, offInFileBytes ?? 0, lenBytes);
      return compact({
        ...{ op: "mmap", process, map, path, offInFileBytes, lenBytes, private: isPrivate, aligned2m, touch },
      });
    });
  }
  private touches(path: string, spec: MmapSpec, offBytes: number, lenBytes?: number): Touch[] | undefined {
    const write = spec.write ?? true;
    if (spec.touch === undefined) return undefined;
    if (spec.touch !== true) {
      return list(spec.touch, "spec.touch").map((it, i) => ({ offInMapBytes: toBytes(it, `spec.touch[${i}]`), write }));
    }
    const inFileBytes = Math.max(0, this.sizeOf(path) - offBytes);
    const pages = Math.ceil(Math.min(lenBytes ?? inFileBytes, inFileBytes) / PAGE_BYTES);
    if (pages > MAX_TOUCHED) throw new SceneError("spec.touch", `\0true for ${pages} pages`, `at most ${MAX_TOUCHED}`);
    return Array.from({ length: pages }, (_, i) => ({ offInMapBytes: i * PAGE_BYTES, write }));
  }
  munmap(process: string, map?: string): Machine {
    return this.operate("munmap", (names) => ({ op: "munmap", process, map: map ?? onlyMap(names, process) }));
  }

  load(process: string, offset: Size, options: InMap = {}): Machine {
    return this.inMap("load", process, offset, options);
  }
  flush(process: string, offset: Size, options: InMap = {}): Machine {
    return this.inMap("flush", process, offset, options);
  }
  madvise(process: string, offset: Size, options: InMap = {}): Machine {
    return this.inMap("madvise", process, offset, options);
  }
  private inMap(op: "load" | "flush" | "madvise", process: string, offset: Size, options: InMap): Machine {
    return this.operate(op, (names) => {
      only(options, ["map", "length"], "options");
      const map = options.map ?? onlyMap(names, process);
      const lenBytes = optional(options.length, "options.length");
      return compact({ op, process, map, offInMapBytes: toBytes(offset, "offset"), lenBytes });
    });
  }
  store(process: string, offset: Size, bytes: Bytes, options: { map?: string } = {}): Machine {
    return this.operate("store", (names) => {
      only(options, ["map"], "options");
      const map = options.map ?? onlyMap(names, process);
      const offInMapBytes = toBytes(offset, "offset");
      return { op: "store", process, map, offInMapBytes, bytes: toByteList(bytes, "bytes") };
    });
  }
  fence(process: string): Machine {
    return this.operate("fence", () => ({ op: "fence", process }));
  }
  fsync(path: string): Machine {
    return this.operate("fsync", () => ({ op: "fsync", path }));
  }
  powerFail(): Machine {
    return this.operate("powerFail", () => ({ op: "power-fail" }));
  }
  read(path: string, offset: Size, length: Size): Machine {
    return this.operate("read", () => {
      const offInFileBytes = toBytes(offset, "offset");
      return { op: "read", path, offInFileBytes, lenBytes: toBytes(length, "length") };
    });
  }
  write(path: string, offset: Size, bytes: Bytes): Machine {
    return this.operate("write", () => {
      const offInFileBytes = toBytes(offset, "offset");
      return { op: "write", path, offInFileBytes, bytes: toByteList(bytes, "bytes") };
    });
  }

  poison(device: string, offset: Size, length?: Size): Machine {
    return this.operate("poison", () => {
      const lenBytes = optional(length, "length");
      return compact({ op: "poison", device, offBytes: toBytes(offset, "offset"), lenBytes });
    });
  }
  scrub(device: string): Machine {
    return this.operate("scrub", () => ({ op: "scrub", device }));
  }
  badblocks(device: string, sector: number, count: number): Machine {
    return this.operate("badblocks", () => ({ op: "badblocks", device, sector, count }));
  }
  fail(device: string, offset: Size): Machine {
    return this.operate("fail", () => ({ op: "fail", device, offBytes: toBytes(offset, "offset") }));
  }
  sysctl(values: { earlyKill?: 0 | 1; recovery?: 0 | 1 }): Machine {
    return this.operate("sysctl", () => compact({ op: "sysctl", ...fields(values, "values") }));
  }
  holder(device: string, holder: HolderSpec): Machine {
    return this.operate("holder", () => {
      only(holder, ["name", "notifyFailure"], "holder");
      const source = sourceOf(holder.notifyFailure);
      return { op: "register-holder", device, holder: holder.name, source };
    });
  }
  unbind(device: string): Machine {
    return this.operate("unbind", () => ({ op: "unbind", device }));
  }
  bind(device: string): Machine {
    return this.operate("bind", () => ({ op: "bind", device }));
  }
}
