/** What xfs_info, dumpe2fs, fsmap and filefrag print of a filesystem of a `PaperMachine`. */
import {
  AG_HEAD_BLOCKS,
  INODE_BLOCKS,
  type PaperFile,
  type PaperFilesystem,
  type PaperMachine,
} from "./tool-machine.ts";

export function xfsInfo(it: PaperFilesystem): string {
  const log = it.logDevice === null ? "internal log" : `/dev/${it.logDevice}`;
  return `meta-data=/dev/${it.device.padEnd(22)} isize=${it.inodeBytes}    agcount=${Math.ceil(it.blocks / it.agBlocks)}, agsize=${it.agBlocks} blks
         =                       sectsz=4096  attr=2, projid32bit=1
         =                       crc=1        finobt=1, sparse=1, rmapbt=${it.rmapbt}
         =                       reflink=${it.reflink}    bigtime=1 inobtcount=1 nrext64=0
data     =                       bsize=${it.blockBytes}   blocks=${it.blocks}, imaxpct=25
         =                       sunit=0      swidth=0 blks
naming   =version 2              bsize=4096   ascii-ci=0, ftype=1
log      =${log.padEnd(23)} bsize=${it.blockBytes}   blocks=${it.logBlocks}, version=2
         =                       sectsz=4096  sunit=1 blks, lazy-count=1
realtime =none                   extsz=4096   blocks=0, rtextents=0
`;
}

export function dumpe2fs(it: PaperFilesystem): string {
  const features =
    it.fstype === "ext4" ? "has_journal ext_attr resize_inode filetype extent 64bit" : "ext_attr resize_inode filetype";
  return `Filesystem volume name:   <none>
Last mounted on:          ${it.target}
Filesystem features:      ${features}
Block count:              ${it.blocks}
Block size:               ${it.blockBytes}
`;
}

type Row = { from: number; count: number; owner: string; fileFrom?: number; isUnwritten?: boolean };

/** Owners of blocks in the order of the device, free space between them. */
function xfsRows(it: PaperFilesystem): Row[] {
  const groups = Math.ceil(it.blocks / it.agBlocks);
  const rows: Row[] = [];
  for (let group = 0; group < groups; group++) {
    const hasLog = it.logDevice === null && group === Math.floor(groups / 2);
    let at = group * it.agBlocks;
    const put = (count: number, owner: string) => {
      rows.push({ from: at, count, owner });
      at += count;
    };
    put(4, "static fs metadata");
    put(2, "per-AG metadata");
    put(2, "inode btree");
    put(1, "per-AG metadata");
    if (hasLog) put(it.logBlocks, "journalling log");
    put(AG_HEAD_BLOCKS - 9 - it.reflink, "per-AG metadata");
    if (it.reflink === 1) put(1, "refcount btree");
    if (group === 0) rows.push({ from: at + 1, count: INODE_BLOCKS, owner: "inodes" });
  }
  // A log in the first group moves everything behind it.
  const shift = groups === 1 && it.logDevice === null ? it.logBlocks : 0;
  for (const { inode, extents } of it.files) {
    for (const { file, block, count, isUnwritten } of extents) {
      rows.push({ from: block + shift, count, owner: `${inode}`, fileFrom: file, isUnwritten });
    }
  }
  return withFree(rows, it.blocks);
}

function withFree(rows: Row[], blocks: number): Row[] {
  const result: Row[] = [];
  let end = 0;
  for (const row of rows.sort((a, b) => a.from - b.from)) {
    if (row.from < end) throw new Error(`blocks ${row.from} and on are used twice`);
    if (row.from > end) result.push({ from: end, count: row.from - end, owner: "free space" });
    result.push(row);
    end = row.from + row.count;
  }
  if (end < blocks) result.push({ from: end, count: blocks - end, owner: "free space" });
  return result;
}

export function fsmapVerbose(machine: PaperMachine, it: PaperFilesystem): string {
  const unit = it.blockBytes / 512;
  const rows = xfsRows(it);
  const hasFlags = rows.some((row) => row.isUnwritten);
  const lines = [
    ` EXT: DEV   BLOCK-RANGE        OWNER              FILE-OFFSET      AG AG-OFFSET         TOTAL${hasFlags ? " FLAGS" : ""}`,
  ];
  const device = machine.number(it.device);
  for (const { from, count, owner, fileFrom, isUnwritten } of rows) {
    const group = Math.floor(from / it.agBlocks);
    const off = (from - group * it.agBlocks) * unit;
    const range = `[${from * unit}..${(from + count) * unit - 1}]:`.padEnd(18);
    const file = fileFrom === undefined ? "" : `${fileFrom * unit}..${(fileFrom + count) * unit - 1}`;
    const place = `${String(group).padEnd(2)} ${`(${off}..${off + count * unit - 1})`.padEnd(16)}`;
    const flags = isUnwritten ? " 0010000" : "";
    lines.push(
      `${String(lines.length - 1).padStart(4)}: ${device} ${range} ${owner.padEnd(18)} ${file.padEnd(16)} ${place} ${String(count * unit).padStart(5)}${flags}`,
    );
  }
  if (it.logDevice !== null) {
    const sectors = it.logBlocks * unit;
    lines.push(`${lines.length - 1}: ${machine.number(it.logDevice)} [0..${sectors - 1}]: journalling log ${sectors}`);
  }
  return `${lines.join("\n")}\n`;
}

export function fsmapPlain(machine: PaperMachine, it: PaperFilesystem): string {
  const unit = it.blockBytes / 512;
  const rows: Row[] = [
    { from: 0, count: 1, owner: "static fs metadata" },
    { from: 1, count: 1, owner: "special 102:1" },
    { from: 2, count: 4000, owner: "inodes" },
  ];
  for (const { extents } of it.files)
    for (const { block, count } of extents) rows.push({ from: block, count, owner: "unknown" });
  const device = machine.number(it.device);
  const text = withFree(rows, it.blocks).map(
    ({ from, count, owner }, i) =>
      `\t${i}: ${device} [${from * unit}..${(from + count) * unit - 1}]: ${owner} ${count * unit}\n`,
  );
  return text.join("");
}

export function filefrag(it: PaperFilesystem, file: PaperFile): string {
  const shift = it.fstype === "xfs" && it.logDevice === null && it.blocks <= it.agBlocks ? it.logBlocks : 0;
  const rows = file.extents.map(({ file: from, block, count, isUnwritten }, i) => {
    const flags = [...(i === file.extents.length - 1 ? ["last"] : []), ...(isUnwritten ? ["unwritten"] : []), "eof"];
    return `${String(i).padStart(4)}: ${String(from).padStart(8)}..${String(from + count - 1).padStart(8)}: ${block + shift}..${block + shift + count - 1}: ${count}:             ${flags.join(",")}\n`;
  });
  const magic = it.fstype === "xfs" ? "58465342" : "ef53";
  const blocks = Math.ceil(file.sizeBytes / it.blockBytes);
  return `Filesystem type is: ${magic}
File size of ${file.path} is ${file.sizeBytes} (${blocks} blocks of ${it.blockBytes} bytes)
 ext:     logical_offset:        physical_offset: length:   expected: flags:
${rows.join("")}${file.path}: ${file.extents.length} extents found
`;
}
