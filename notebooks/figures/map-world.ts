/** What a memory map shows of one pmem disk, indexed once: spaces over it, extents, mappings, poison. */
import type { MachineView } from "../../engine/api.ts";
import type { DiskState, MapState, MountState, PoisonState } from "../../engine/snapshot.ts";
import { hueClass } from "./palette.ts";
import { filesystemsOf, type Piece, type Places, placesOf } from "./places.ts";
import { type Route, routeOf } from "./route.ts";
import { type Runs, runsOf } from "./runs.ts";

/** A piece of another space on this disk. */
export interface SpacePiece {
  name: string;
  offBytes: number;
  lenBytes: number;
  /** Offset in the other space of the piece's first byte. */
  ownOffBytes: number;
  hue: string;
}

export interface ExtentPiece {
  path: string;
  offBytes: number;
  lenBytes: number;
  offInFileBytes: number;
  hue: string;
}

export interface EntryPiece {
  process: string;
  /** The process works on a copy in RAM: page cache, or its own after copy on write. */
  isCopy: boolean;
  map: string;
  offBytes: number;
  lenBytes: number;
}

export interface MapWorld {
  disk: DiskState;
  disks: string[];
  places: Places;
  route: Route | null;
  partitions: Runs<SpacePiece>;
  mapped: Runs<SpacePiece>;
  filesystems: Runs<SpacePiece & { mount: MountState }>;
  extents: Runs<ExtentPiece>;
  processes: { process: string; entries: Runs<EntryPiece> }[];
  poison: Runs<{ offBytes: number; lenBytes: number }>;
  badblocks: Runs<{ offBytes: number; lenBytes: number }>;
  hwpoison: Runs<{ offBytes: number; lenBytes: number }>;
}

const SECTOR = 512;

function mappedPieces(places: Places, disk: DiskState): SpacePiece[] {
  return places.state.disks.flatMap((dm) => {
    if (!dm.targets) return [];
    let passed = 0;
    return places.toMedium({ device: dm.name, offBytes: 0, lenBytes: dm.sizeBytes }).flatMap((piece): SpacePiece[] => {
      const ownOffBytes = passed;
      passed += piece.lenBytes;
      return piece.device === disk.name
        ? [{ name: dm.name, offBytes: piece.offBytes, lenBytes: piece.lenBytes, ownOffBytes, hue: hueClass(dm.name) }]
        : [];
    });
  });
}

function extentPieces(places: Places, disk: DiskState): ExtentPiece[] {
  const found: ExtentPiece[] = [];
  for (const file of places.state.files) {
    const mount = places.mountOf(file.path);
    if (!mount) continue;
    const hue = hueClass(mount.device);
    for (const extent of file.extents) {
      if (extent.realtime) continue;
      let passed = 0;
      for (const it of places.toMedium({
        device: mount.device,
        offBytes: extent.offInDevBytes,
        lenBytes: extent.lenBytes,
      })) {
        if (it.device === disk.name)
          found.push({
            path: file.path,
            offBytes: it.offBytes,
            lenBytes: it.lenBytes,
            offInFileBytes: extent.offInFileBytes + passed,
            hue,
          });
        passed += it.lenBytes;
      }
    }
  }
  return found;
}

function filesystemPieces(places: Places, disk: DiskState): (SpacePiece & { mount: MountState })[] {
  return filesystemsOf(places.state.mounts).flatMap(([mount]) => {
    if (mount === undefined) return [];
    const lenBytes = mount.sizeBytes || (places.onDisk(mount.device)?.lenBytes ?? 0);
    let passed = 0;
    return places.toMedium({ device: mount.device, offBytes: 0, lenBytes }).flatMap((it) => {
      const ownOffBytes = passed;
      passed += it.lenBytes;
      return it.device === disk.name
        ? [
            {
              name: `${mount.fstype}:${mount.device}`,
              offBytes: it.offBytes,
              lenBytes: it.lenBytes,
              ownOffBytes,
              hue: hueClass(mount.device),
              mount,
            },
          ]
        : [];
    });
  });
}

/** Where a page of a file lies on the disk, although the process does not map it there. */
function copyPieces(places: Places, disk: DiskState, map: MapState, offInMapBytes: number): Piece[] {
  const file = places.state.files.find((it) => it.path === map.path);
  const mount = places.mountOf(map.path);
  const at = map.offInFileBytes + offInMapBytes;
  const extent = file?.extents.find((it) => at >= it.offInFileBytes && at < it.offInFileBytes + it.lenBytes);
  if (!mount || !extent || extent.realtime) return [];
  const offBytes = extent.offInDevBytes + at - extent.offInFileBytes;
  return places.toMedium({ device: mount.device, offBytes, lenBytes: 4096 }).filter((it) => it.device === disk.name);
}

/** Page-table entries that point into the disk or at a copy of its bytes, per process; the affected come first. */
function entryPieces(places: Places, disk: DiskState): MapWorld["processes"] {
  const base = disk.resourceBytes;
  if (base === null) return [];
  return places.state.processes.flatMap(({ process, maps }) => {
    const entries = maps.flatMap((map) =>
      map.entries.flatMap((it): EntryPiece[] => {
        if (it.pfn === "ram") {
          return copyPieces(places, disk, map, it.offInMapBytes).map((piece) => ({
            process,
            map: map.map,
            isCopy: true,
            ...piece,
          }));
        }
        if (typeof it.pfn !== "number") return [];
        const offBytes = it.pfn * 4096 - base;
        return offBytes >= 0 && offBytes < disk.sizeBytes
          ? [{ process, map: map.map, isCopy: false, offBytes, lenBytes: it.sizeBytes }]
          : [];
      }),
    );
    return entries.length > 0 ? [{ process, entries: runsOf(entries) }] : [];
  });
}

/** Poison of a disk, whether it is kept under the disk's name or under its partitions'. */
function poisonOf(places: Places, disk: DiskState): PoisonState {
  const found: PoisonState = { device: disk.name, lines: [], badblocks: [], hwpoison: [] };
  for (const it of places.state.poison) {
    const at = places.onDisk(it.device);
    if (at?.device !== disk.name) continue;
    const shift = <T extends { offBytes: number }>(list: T[]): T[] =>
      at.offBytes === 0 ? list : list.map((one) => ({ ...one, offBytes: one.offBytes + at.offBytes }));
    found.lines = found.lines.length === 0 ? shift(it.lines) : found.lines.concat(shift(it.lines));
    found.hwpoison = found.hwpoison.concat(shift(it.hwpoison));
    found.badblocks = found.badblocks.concat(
      it.badblocks.map((b) => ({ ...b, sector: b.sector + at.offBytes / SECTOR })),
    );
  }
  return found;
}

/** Who was told or should have been stands before the others. */
const rank = (route: Route | null, process: string): number =>
  route && [...route.told, ...route.untold].some((it) => it.process === process) ? 0 : 1;

export function mapWorld(machine: MachineView, device?: string): MapWorld | null {
  const places = placesOf(machine, machine.state);
  const route = routeOf(machine);
  const disks = machine.state.disks.filter((it) => it.kind === "pmem");
  const wanted = device ? places.diskOf(device)?.name : (route?.bad?.disk ?? disks[0]?.name);
  const disk = disks.find((it) => it.name === wanted) ?? disks[0];
  if (!disk) return null;
  const poison = poisonOf(places, disk);
  const partitions = disk.partitions.map(
    (it): SpacePiece => ({
      name: it.name,
      offBytes: it.startBytes,
      lenBytes: it.sizeBytes,
      ownOffBytes: 0,
      hue: hueClass(it.name),
    }),
  );
  return {
    disk,
    disks: disks.map((it) => it.name),
    places,
    route,
    partitions: runsOf(partitions),
    mapped: runsOf(mappedPieces(places, disk)),
    filesystems: runsOf(filesystemPieces(places, disk)),
    extents: runsOf(extentPieces(places, disk)),
    processes: entryPieces(places, disk).sort((a, b) => rank(route, a.process) - rank(route, b.process)),
    poison: runsOf(poison.lines),
    badblocks: runsOf(poison.badblocks.map((it) => ({ offBytes: it.sector * SECTOR, lenBytes: it.count * SECTOR }))),
    hwpoison: runsOf(poison.hwpoison),
  };
}
