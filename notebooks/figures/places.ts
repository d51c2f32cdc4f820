/**
 * Where things are: the same byte in the space of a file, a partition, a mapped device and a disk, read off a snapshot.
 *
 * All ranges are half-open and in bytes. Going down never fails part-way: a range that leaves its device is cut.
 *
 * **Left out:** realtime extents of a filesystem (they are not on its data device).
 */
import type { MachineView } from "../../engine/api.ts";
import type { DiskState, FileState, MapState, MountState, Snapshot } from "../../engine/snapshot.ts";

export interface Piece {
  device: string;
  offBytes: number;
  lenBytes: number;
}

export interface FilePiece {
  file: FileState;
  mount: MountState;
  offInFileBytes: number;
  lenBytes: number;
}

export interface Places {
  readonly state: Snapshot;
  /** The disk that a name means: itself, a partition's disk, or the mapped device behind "mapper/vol". */
  diskOf(name: string): DiskState | undefined;
  /** First byte and length of a device on its own disk; a partition starts above zero. */
  onDisk(name: string): Piece | undefined;
  /** A range of any block device on the pmem disks under it, in the order of the range. */
  toMedium(piece: Piece): Piece[];
  mountOf(path: string): MountState | undefined;
  /** Files of mounted filesystems that own bytes of a pmem disk's range. */
  filesAt(disk: string, offBytes: number, lenBytes: number): FilePiece[];
  /** Pmem disks under a device. */
  disksUnder(device: string): string[];
}

/** Mounts by the filesystem that they show: a device that is mounted at several places is one. */
export function filesystemsOf(mounts: readonly MountState[]): (readonly MountState[])[] {
  const devices = [...new Set(mounts.map((it) => it.device))];
  return devices.map((device) => mounts.filter((it) => it.device === device));
}

const cut = (offBytes: number, lenBytes: number, from: number, len: number) => {
  const start = Math.max(offBytes, from);
  const end = Math.min(offBytes + lenBytes, from + len);
  return end > start ? { start, len: end - start } : null;
};

/** Kernel names of mapped devices by the names they were created under. */
function mappedNames(machine: Pick<MachineView, "value">): Map<string, string> {
  const names = new Map<string, string>();
  let minor = 0;
  for (const step of machine.value.steps) {
    if (step.op === "dm-create") names.set(step.name, step.device ?? `dm-${minor++}`);
  }
  return names;
}

export function placesOf(machine: Pick<MachineView, "value">, state: Snapshot): Places {
  const mapped = mappedNames(machine);
  const bare = (name: string) => name.replace(/^(\/dev\/)?(mapper\/)?/, "");
  const byName = new Map(state.disks.map((it) => [it.name, it]));
  const partitions = new Map(
    state.disks.flatMap((disk) => disk.partitions.map((it) => [it.name, { disk, it }] as const)),
  );

  const diskOf = (name: string): DiskState | undefined => {
    const plain = bare(name);
    return byName.get(plain) ?? partitions.get(plain)?.disk ?? byName.get(mapped.get(plain) ?? "");
  };
  const onDisk = (name: string): Piece | undefined => {
    const part = partitions.get(bare(name));
    if (part) return { device: part.disk.name, offBytes: part.it.startBytes, lenBytes: part.it.sizeBytes };
    const disk = diskOf(name);
    return disk && { device: disk.name, offBytes: 0, lenBytes: disk.sizeBytes };
  };
  const toMedium = (piece: Piece): Piece[] => {
    const at = onDisk(piece.device);
    const disk = at && byName.get(at.device);
    if (!at || !disk) return [];
    const inside = cut(piece.offBytes, piece.lenBytes, 0, at.lenBytes);
    if (!inside) return [];
    const onIt: Piece = { device: disk.name, offBytes: at.offBytes + inside.start, lenBytes: inside.len };
    return disk.targets ? legsOf(disk, onIt).flatMap(toMedium) : [onIt];
  };
  const mounts = [...state.mounts].sort((a, b) => b.target.length - a.target.length);
  const mountOf = (path: string) =>
    mounts.find((it) => path === it.target || path.startsWith(it.target.endsWith("/") ? it.target : `${it.target}/`));
  const filesAt = (disk: string, offBytes: number, lenBytes: number): FilePiece[] =>
    state.files.flatMap((file) => {
      const mount = mountOf(file.path);
      if (!mount) return [];
      return extentsNear(file, onDisk(mount.device), { device: disk, offBytes, lenBytes }).flatMap((extent) => {
        const pieces = toMedium({ device: mount.device, offBytes: extent.offInDevBytes, lenBytes: extent.lenBytes });
        let passed = 0;
        return pieces.flatMap((piece) => {
          const base = extent.offInFileBytes + passed;
          passed += piece.lenBytes;
          const hit = piece.device === disk ? cut(piece.offBytes, piece.lenBytes, offBytes, lenBytes) : null;
          return hit ? [{ file, mount, offInFileBytes: base + hit.start - piece.offBytes, lenBytes: hit.len }] : [];
        });
      });
    });
  /** Extents on the data device that may lie on a range of a pmem disk: there can be very many, and few do. */
  const extentsNear = ({ extents }: FileState, at: Piece | undefined, range: Piece): FileState["extents"] => {
    if (at === undefined || byName.get(at.device)?.targets) return extents.filter((it) => !it.realtime);
    if (at.device !== range.device) return [];
    const from = range.offBytes - at.offBytes;
    const isNear = ({ offInDevBytes: start, lenBytes }: (typeof extents)[number]) =>
      start < from + range.lenBytes && start + lenBytes > from;
    return extents.filter((it) => isNear(it) && !it.realtime);
  };
  const disksUnder = (device: string): string[] => {
    const disk = diskOf(device);
    if (!disk?.targets) return disk ? [disk.name] : [];
    return [...new Set(disk.targets.flatMap((it) => it.legs.flatMap((leg) => disksUnder(leg.device))))];
  };
  return { state, diskOf, onDisk, toMedium, mountOf, filesAt, disksUnder };
}

const MOST_PIECES = 4096;

/** Where a range of a mapped device lies on its legs. A striped range of very many chunks is cut off. */
function legsOf(disk: DiskState, piece: Piece): Piece[] {
  const found: Piece[] = [];
  for (const target of disk.targets ?? []) {
    const hit = cut(piece.offBytes, piece.lenBytes, target.startBytes, target.lenBytes);
    if (!hit) continue;
    const chunk = target.type === "striped" ? (target.chunkBytes ?? target.lenBytes) : target.lenBytes;
    const n = target.legs.length;
    let at = hit.start - target.startBytes;
    const end = at + hit.len;
    while (at < end && found.length < MOST_PIECES) {
      const k = target.type === "striped" ? Math.floor(at / chunk) : 0;
      const within = target.type === "striped" ? at % chunk : at;
      const leg = target.legs[k % n]!;
      const len = Math.min(chunk - within, end - at);
      found.push({
        device: leg.device,
        offBytes: leg.offInLegBytes + Math.floor(k / n) * chunk + within,
        lenBytes: len,
      });
      at += len;
    }
  }
  return found;
}

/** The page-table entry that covers a byte of a file in one mapping, and the byte's offset in that mapping. */
export function entryAt(
  map: MapState,
  offInFileBytes: number,
): { offInMapBytes: number; entry?: MapState["entries"][number] } | null {
  const offInMapBytes = offInFileBytes - map.offInFileBytes;
  if (offInMapBytes < 0 || offInMapBytes >= map.lenBytes) return null;
  const entry = map.entries.find(
    (it) => offInMapBytes >= it.offInMapBytes && offInMapBytes < it.offInMapBytes + it.sizeBytes,
  );
  return entry ? { offInMapBytes, entry } : { offInMapBytes };
}
