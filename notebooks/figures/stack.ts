/**
 * The structure of a machine as boxes in layers: bytes at the bottom, then one dax_device per disk, mapped devices,
 * filesystems, files, and processes on top. Columns follow the bytes: what lives on a range stands above it.
 *
 * Columns are as wide as what stands on them, not as their bytes: the figure shows order and neighbourhood, and says
 * "not to scale" by writing the offset at every border.
 *
 * **Left out:** disks with nothing on them, and more files and processes than fit: they are counted on the last box.
 */
import type { DiskState, FileState, MountState, ProcessState } from "../../engine/snapshot.ts";
import { textWidth } from "./labels.ts";
import { filesystemsOf, type Places } from "./places.ts";
import { words } from "./words.ts";

export interface Span {
  x: number;
  w: number;
}

export interface Segment extends Span {
  disk: string;
  startBytes: number;
  endBytes: number;
  /** Partition, or null: the disk itself or a gap between partitions. */
  partition: string | null;
  isGap: boolean;
}

export interface MountBox extends Span {
  mount: MountState;
  /** All places where this filesystem is mounted, this mount's first. */
  targets: string[];
  files: FileBox[];
}
export interface FileBox extends Span {
  file: FileState;
  processes: ProcessBox[];
}
export interface ProcessBox extends Span {
  process: ProcessState;
  /** Processes that this box stands for besides its own. */
  more: number;
}
export interface DiskBox extends Span {
  disk: DiskState;
  /** 0 for pmem, 1 and up for mapped devices. */
  level: number;
}

export interface Stack {
  segments: Segment[];
  disks: DiskBox[];
  mounts: MountBox[];
  levels: number;
}

export interface Wanted {
  /** Files and processes that must be there. */
  names: ReadonlySet<string>;
  bad: { disk: string; offBytes: number } | null;
  left: number;
  right: number;
  mostFiles: number;
  mostProcesses: number;
}

const GAP_PX = 16;
const PAD_PX = 12;

/** Depth of a disk over the medium. */
function levelOf(disk: DiskState, places: Places): number {
  const legs = disk.targets?.flatMap((it) => it.legs.map((leg) => places.diskOf(leg.device))) ?? [];
  return disk.targets ? 1 + Math.max(0, ...legs.map((it) => (it && it !== disk ? levelOf(it, places) : 0))) : 0;
}

/** dax_devices of partitions, which only a proposed design has: they stand over their disk's like mapped devices. */
function childDevices(places: Places): DiskState[] {
  return places.state.daxDevices.flatMap((it): DiskState[] => {
    const part = places.state.disks.flatMap((disk) => disk.partitions).find((p) => p.name === it.name);
    if (!part) return [];
    const none = { resourceBytes: null, dataOffsetBytes: 0, partitions: [] };
    return [{ name: it.name, kind: "dm", present: true, sizeBytes: part.sizeBytes, mode: "dm", ...none }];
  });
}

/** Cuts a pmem disk at its partitions and at the legs of mapped devices on it. */
function segmentsOf(disk: DiskState, places: Places, bad: Wanted["bad"]): Omit<Segment, "x" | "w">[] {
  const cuts = new Set([0, disk.sizeBytes]);
  for (const it of disk.partitions) cuts.add(it.startBytes).add(Math.min(disk.sizeBytes, it.startBytes + it.sizeBytes));
  const whole: { from: number; to: number }[] = [];
  for (const dm of places.state.disks) {
    for (const target of dm.targets ?? []) {
      const share = target.type === "striped" ? target.lenBytes / target.legs.length : target.lenBytes;
      for (const leg of target.legs) {
        const at = places.onDisk(leg.device);
        if (at?.device !== disk.name) continue;
        const from = at.offBytes + leg.offInLegBytes;
        whole.push({ from, to: Math.min(disk.sizeBytes, from + share) });
        cuts.add(from).add(Math.min(disk.sizeBytes, from + share));
      }
    }
  }
  const sorted = [...cuts].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((startBytes, i) => {
    const endBytes = sorted[i + 1]!;
    const part = disk.partitions.find((it) => startBytes >= it.startBytes && endBytes <= it.startBytes + it.sizeBytes);
    const isUsed = whole.some((it) => startBytes >= it.from && endBytes <= it.to);
    const isBad = bad?.disk === disk.name && bad.offBytes >= startBytes && bad.offBytes < endBytes;
    const isGap = !part && !isUsed && !isBad && (disk.partitions.length > 0 || whole.length > 0);
    return { disk: disk.name, startBytes, endBytes, partition: part?.name ?? null, isGap };
  });
}

interface Content {
  mount: MountState;
  targets: string[];
  files: { file: FileState; processes: ProcessState[] }[];
}

function contentOf(shared: readonly MountState[], places: Places, wanted: Wanted): Content[] {
  const [mount] = shared;
  if (mount === undefined) return [];
  const { files, processes } = places.state;
  const isWanted = (name: string) => (wanted.names.has(name) ? 0 : 1);
  const mine = files.filter((it) => !it.directory && shared.some((one) => one === places.mountOf(it.path)));
  const shown = mine
    .map((file) => ({ file, processes: processes.filter((p) => p.maps.some((m) => m.path === file.path)) }))
    .filter((it) => it.processes.length > 0 || wanted.names.has(it.file.path) || mine.length <= wanted.mostFiles)
    .sort((a, b) => isWanted(a.file.path) - isWanted(b.file.path))
    .slice(0, wanted.mostFiles);
  for (const it of shown) it.processes.sort((a, b) => isWanted(a.process) - isWanted(b.process));
  shown.sort((a, b) => mine.indexOf(a.file) - mine.indexOf(b.file));
  return [{ mount, targets: shared.map((it) => it.target), files: shown }];
}

const processNeed = (it: ProcessState) => Math.max(76, textWidth(it.process, "name") + 18);
function needOf(content: Content, wanted: Wanted): number {
  const files = content.files.map((it) =>
    Math.max(
      textWidth(it.file.path, "name") + 20,
      it.processes.slice(0, wanted.mostProcesses).reduce((sum, p) => sum + processNeed(p) + 6, 0),
    ),
  );
  const where = content.targets.length > 1 ? words().listed(content.targets) : content.mount.device;
  const label = textWidth(words().onPlace("XFS", where), "name") + 34;
  return (
    Math.max(
      label,
      files.reduce((sum, it) => sum + it + 8, 0),
    ) + PAD_PX
  );
}

/** Side by side in a span, each in proportion to what it needs. */
function share(span: Span, needs: readonly number[], gapPx: number): Span[] {
  const total = needs.reduce((sum, it) => sum + it, 0) || 1;
  const room = span.w - gapPx * Math.max(0, needs.length - 1);
  let x = span.x;
  return needs.map((need) => {
    const w = (room * need) / total;
    const at = { x, w };
    x += w + gapPx;
    return at;
  });
}

function boxesOf(content: Content, span: Span, wanted: Wanted): MountBox {
  const shown = (ps: ProcessState[]) => ps.slice(0, wanted.mostProcesses);
  const files = share(
    span,
    content.files.map((it) => Math.max(60, shown(it.processes).length * 80)),
    8,
  ).map((at, i): FileBox => {
    const { file, processes } = content.files[i]!;
    const places = share(at, shown(processes).map(processNeed), 6);
    return {
      ...at,
      file,
      processes: places.map((spot, j) => ({
        ...spot,
        process: processes[j]!,
        more: j === places.length - 1 ? processes.length - places.length : 0,
      })),
    };
  });
  return { ...span, mount: content.mount, targets: content.targets, files };
}

/** Layout of the whole structure between two edges. */
export function stackOf(places: Places, wanted: Wanted): Stack {
  const { disks, mounts } = places.state;
  const inUse = new Set(
    mounts.flatMap((it) => [it.device, it.logDevice, it.rtDevice].flatMap((d) => (d ? places.disksUnder(d) : []))),
  );
  for (const dm of disks) for (const name of dm.targets ? places.disksUnder(dm.name) : []) inUse.add(name);
  if (wanted.bad) inUse.add(wanted.bad.disk);
  const medium = disks.filter((it) => it.kind === "pmem" && (inUse.has(it.name) || inUse.size === 0));
  const bare = medium.flatMap((disk) => segmentsOf(disk, places, wanted.bad));
  const contents = filesystemsOf(mounts).flatMap((it) => contentOf(it, places, wanted));
  const footprints = contents.map(({ mount }) => {
    const size = places.onDisk(mount.device)?.lenBytes ?? 0;
    const pieces = places.toMedium({ device: mount.device, offBytes: 0, lenBytes: size });
    return bare.filter((s) =>
      pieces.some((p) => p.device === s.disk && p.offBytes < s.endBytes && p.offBytes + p.lenBytes > s.startBytes),
    );
  });
  const needs = bare.map((segment) => {
    if (segment.isGap) return GAP_PX;
    const over = contents.map((it, i) =>
      footprints[i]!.includes(segment) ? needOf(it, wanted) / footprints[i]!.length : 0,
    );
    return Math.max(textWidth(segment.partition ?? segment.disk, "name") + 24, ...over);
  });
  const room = wanted.right - wanted.left - (medium.length - 1) * 14;
  const gaps = bare.reduce((sum, it, i) => sum + (it.isGap ? needs[i]! : 0), 0);
  const solid = needs.reduce((sum, it) => sum + it, 0) - gaps;
  let x = wanted.left;
  const segments = bare.map((it, i): Segment => {
    if (i > 0 && bare[i - 1]!.disk !== it.disk) x += 14;
    const w = it.isGap ? GAP_PX : (needs[i]! * (room - gaps)) / Math.max(1, solid);
    const at = { ...it, x, w };
    x += w;
    return at;
  });
  const spanOf = (list: readonly Segment[], pad: number): Span => {
    const from = Math.min(...list.map((it) => it.x));
    return { x: from + pad, w: Math.max(...list.map((it) => it.x + it.w)) - from - 2 * pad };
  };
  const boxes = contents.flatMap((it, i) => {
    const under = segments.filter((_, j) => footprints[i]!.includes(bare[j]!));
    return under.length > 0 ? [boxesOf(it, spanOf(under, 6), wanted)] : [];
  });
  const diskBoxes = [...disks, ...childDevices(places)].flatMap((disk): DiskBox[] => {
    const pieces = disk.targets ? places.toMedium({ device: disk.name, offBytes: 0, lenBytes: disk.sizeBytes }) : [];
    const isOver = (s: Segment) =>
      pieces.some((p) => p.device === s.disk && p.offBytes < s.endBytes && p.offBytes + p.lenBytes > s.startBytes);
    const isUpper = disk.kind === "dm";
    const under = segments.filter((s) =>
      disk.targets ? isOver(s) : s.disk === disk.name || s.partition === disk.name,
    );
    return under.length > 0
      ? [{ disk, level: isUpper ? Math.max(1, levelOf(disk, places)) : 0, ...spanOf(under, isUpper ? 6 : 0) }]
      : [];
  });
  return { segments, disks: diskBoxes, mounts: boxes, levels: Math.max(0, ...diskBoxes.map((it) => it.level)) };
}
