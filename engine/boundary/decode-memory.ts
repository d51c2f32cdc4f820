/** Files, processes and poison of the engine's state as plain data. See decode-state.ts. */
import * as abi from "../abi.ts";
import type { Signal } from "../event.ts";
import type { Extent, KillPolicy } from "../scene.ts";
import type { FileState, MapState, PoisonState, ProcessState } from "../snapshot.ts";
import { isMounted, type Reading } from "./reading.ts";
import type { Table } from "./table.ts";

const POLICIES = new Map<number, KillPolicy>([
  [abi.KILL_EARLY, "early"],
  [abi.KILL_LATE, "late"],
]);
const PAGE_BYTES = 4096;
const PMD_BYTES = 2 ** 21;
const WORD = 2 ** 32;

/** Asks page by page until an answer is empty; `next` gives the question that follows a record. */
function* records(it: Reading, first: number[], recordBytes: number, next: (record: DataView) => number[]) {
  let question = first;
  while (true) {
    const answer = it.engine.ask(question);
    const count = Math.floor(answer.byteLength / recordBytes);
    if (count === 0) return;
    for (let i = 0; i < count; i++) {
      const record = new DataView(answer.buffer, i * recordBytes, recordBytes);
      yield record;
      if (i === count - 1) question = next(record);
    }
  }
}

const u64 = (view: DataView, at: number): number => view.getUint32(at, true) + view.getUint32(at + 4, true) * WORD;
const words = (value: number): [number, number] => [value >>> 0, Math.floor(value / WORD)];

// --- files -------------------------------------------------------------------------------------

/** Files of the filesystems that are mounted, under their first mount points, in order of creation. */
export function filesOf(it: Reading): FileState[] {
  const mounts = it.engine.table(abi.T_MOUNTS);
  const inodes = it.engine.table(abi.T_INODES);
  const targets = new Map<number, string>();
  for (let id = 1; id <= mounts.count; id++) {
    const fs = mounts.u32(id, abi.MOUNT_FS);
    if (isMounted(mounts, id) && !targets.has(fs)) targets.set(fs, it.names.text(mounts.u32(id, abi.MOUNT_TARGET)));
  }
  const files: FileState[] = [];
  for (let id = 1; id <= inodes.count; id++) {
    const target = targets.get(inodes.u32(id, abi.INODE_FS));
    const flags = inodes.u32(id, abi.INODE_FLAGS);
    const name = inodes.u32(id, abi.INODE_NAME);
    if (target === undefined || name === 0 || (flags & (abi.INODE_UNLINKED | abi.INODE_GONE | abi.INODE_CHAR)) !== 0) {
      continue;
    }
    const rest = it.names.text(name);
    files.push(fileOf(it, inodes, id, target === "/" ? rest : `${target}${rest}`));
  }
  return files;
}

/** The file of an earlier snapshot, if nothing about it has changed. */
function fileOf(it: Reading, inodes: Table, id: number, path: string): FileState {
  const flags = inodes.u32(id, abi.INODE_FLAGS);
  const known = it.files.get(id);
  const file = {
    path,
    inode: inodes.number(id, abi.INODE_INO),
    sizeBytes: inodes.number(id, abi.INODE_SIZE),
    directory: (flags & abi.INODE_DIRECTORY) !== 0,
    dax: (flags & abi.INODE_S_DAX) !== 0,
    incore: (flags & abi.INODE_INCORE) !== 0,
    extents: known?.extents ?? extentsOf(it, id, blockBytesOf(it, inodes, id)),
  };
  if (known !== undefined && FILE_KEYS.every((key) => known[key] === file[key])) return known;
  it.files.set(id, Object.freeze(file));
  return file;
}

const FILE_KEYS = ["path", "inode", "sizeBytes", "directory", "dax", "incore"] as const;

const blockBytesOf = (it: Reading, inodes: Table, id: number): number =>
  it.engine.table(abi.T_FS).u32(inodes.u32(id, abi.INODE_FS), abi.FS_BLOCK_BYTES);

/** Runs of the data fork, split where others share their blocks. Frozen: snapshots share them. */
function extentsOf(it: Reading, inode: number, blockBytes: number): readonly Extent[] {
  const extents: Extent[] = [];
  const from = (block: number): number[] => [abi.ASK_MM_EXTENTS, inode, ...words(block)];
  for (const run of records(it, from(0), 24, (last) => from(u64(last, 0) + last.getUint32(16, true)))) {
    const flags = run.getUint32(20, true);
    const extent: Extent = {
      offInFileBytes: u64(run, 0) * blockBytes,
      offInDevBytes: u64(run, 8) * blockBytes,
      lenBytes: run.getUint32(16, true) * blockBytes,
    };
    if ((flags & abi.EXTENT_UNWRITTEN) !== 0) extent.unwritten = true;
    if ((flags & abi.EXTENT_SHARED) !== 0) extent.shared = true;
    if ((flags & abi.EXTENT_REALTIME) !== 0) extent.realtime = true;
    extents.push(Object.freeze(extent));
  }
  return Object.freeze(extents);
}

// --- processes ---------------------------------------------------------------------------------

export function processesOf(it: Reading, signals: readonly Signal[]): ProcessState[] {
  const processes = it.engine.table(abi.T_PROCESSES);
  const list: ProcessState[] = [];
  for (let id = 1; id <= processes.count; id++) {
    const process = it.names.text(processes.u32(id, abi.PROCESS_NAME));
    list.push(
      Object.freeze({
        process,
        pid: processes.u32(id, abi.PROCESS_PID),
        policy: POLICIES.get(processes.u32(id, abi.PROCESS_POLICY)) ?? "default",
        alive: processes.u32(id, abi.PROCESS_ALIVE) !== 0,
        maps: mapsOf(it, processes.u32(id, abi.PROCESS_FIRST_MAPPING)),
        signals: signals.filter((one) => one.process === process),
      }),
    );
  }
  return list;
}

function mapsOf(it: Reading, first: number): MapState[] {
  const mappings = it.engine.table(abi.T_MAPPINGS);
  const inodes = it.engine.table(abi.T_INODES);
  const maps: MapState[] = [];
  for (let id = first; id !== 0; id = mappings.u32(id, abi.MAPPING_NEXT)) {
    const offInFileBytes = mappings.number(id, abi.MAPPING_OFF);
    const inode = mappings.u32(id, abi.MAPPING_INODE);
    maps.push({
      map: it.names.text(mappings.u32(id, abi.MAPPING_NAME)),
      // As the list of files has it, whatever mount point a step named the file at last.
      path: it.files.get(inode)?.path ?? it.names.text(inodes.u32(inode, abi.INODE_PATH)),
      offInFileBytes,
      lenBytes: mappings.number(id, abi.MAPPING_LEN),
      private: (mappings.u32(id, abi.MAPPING_FLAGS) & abi.MAPPING_PRIVATE) !== 0,
      entries: entriesOf(it, mappings.u32(id, abi.MAPPING_ENTRIES), offInFileBytes),
    });
  }
  return maps;
}

function entriesOf(it: Reading, array: number, offInFileBytes: number): MapState["entries"] {
  const entries: MapState["entries"] = [];
  if (array === 0) return entries;
  const devices = it.engine.table(abi.T_DEVICES);
  const after = (record: DataView) => [abi.ASK_SPARSE, array, ...words(u64(record, 0) + 1)];
  for (const record of records(it, [abi.ASK_SPARSE, array, 0, 0], 16, after)) {
    const low = record.getUint32(8, true);
    const kind = low & abi.ENTRY_KIND;
    if (kind === 0) continue;
    const isDevice = kind === abi.ENTRY_PTE || kind === abi.ENTRY_PMD;
    const resource = isDevice ? devices.number(low >>> 8, abi.DEVICE_RESOURCE) : 0;
    entries.push({
      offInMapBytes: u64(record, 0) * PAGE_BYTES - offInFileBytes,
      sizeBytes: kind === abi.ENTRY_PMD ? PMD_BYTES : PAGE_BYTES,
      pfn: isDevice ? resource / PAGE_BYTES + record.getUint32(12, true) : kind === abi.ENTRY_ZERO ? "zero" : "ram",
    });
  }
  return entries;
}

// --- poison ------------------------------------------------------------------------------------

/** Poisoned lines, badblocks and HWPoison pages of each pmem disk. */
export function poisonOf(it: Reading): PoisonState[] {
  const devices = it.engine.table(abi.T_DEVICES);
  const list: PoisonState[] = [];
  for (let id = 1; id <= devices.count; id++) {
    const pmem = devices.u32(id, abi.DEVICE_PMEM);
    if (pmem === 0) continue;
    list.push(
      Object.freeze({
        device: it.names.text(devices.u32(id, abi.DEVICE_NAME)),
        lines: linesOf(it, pmem),
        badblocks: badblocksOf(it, pmem),
        hwpoison: hwpoisonOf(it, id),
      }),
    );
  }
  return list;
}

function linesOf(it: Reading, pmem: number): PoisonState["lines"] {
  const lines: PoisonState["lines"] = [];
  const after = (record: DataView) => [abi.ASK_LINES, pmem, ...words(u64(record, 0) + u64(record, 8))];
  for (const record of records(it, [abi.ASK_LINES, pmem, 0, 0], 16, after)) {
    lines.push({ offBytes: u64(record, 0), lenBytes: u64(record, 8) });
  }
  return lines;
}

function badblocksOf(it: Reading, pmem: number): PoisonState["badblocks"] {
  const list: PoisonState["badblocks"] = [];
  for (const record of records(it, [abi.ASK_BADBLOCKS, pmem, 0], 16, () => [abi.ASK_BADBLOCKS, pmem, list.length])) {
    list.push({ sector: u64(record, 0), count: u64(record, 8) });
  }
  return list;
}

function hwpoisonOf(it: Reading, device: number): PoisonState["hwpoison"] {
  const pages = it.engine.table(abi.T_PAGES);
  const ranges: PoisonState["hwpoison"] = [];
  const array = device > pages.count ? 0 : pages.u32(device, abi.PAGES_ARRAY);
  if (array === 0) return ranges;
  const after = (record: DataView) => [abi.ASK_SPARSE, array, ...words(u64(record, 0) + 1)];
  for (const record of records(it, [abi.ASK_SPARSE, array, 0, 0], 16, after)) {
    if ((record.getUint32(8, true) & abi.PAGE_HWPOISON) === 0) continue;
    const offBytes = u64(record, 0) * PAGE_BYTES;
    const last = ranges.at(-1);
    if (last !== undefined && last.offBytes + last.lenBytes === offBytes) last.lenBytes += PAGE_BYTES;
    else ranges.push({ offBytes, lenBytes: PAGE_BYTES });
  }
  return ranges;
}
