/** `xfs_info` (and what mkfs.xfs prints), `dumpe2fs -h`, `blkid`: what a filesystem is like. */
import { bareName, type FilesystemFact } from "./facts.ts";
import { originOf, readRows, type SectionReader, whole } from "./reader.ts";

const XFS_LINE = /^(?:(meta-data|data|naming|log|realtime)\s*|\s+)=(.*)$/;

/** Sections are "data = bsize=4096 blocks=157184, …"; a line without a name goes on with the section before it. */
export const xfsInfo: SectionReader = {
  kind: "xfs-info",
  starts: (line) => /^meta-data\s*=\S/.test(line),
  read(cursor, { facts }) {
    const fact: FilesystemFact = { device: "", fstype: "xfs", isXfsInfo: true, origin: originOf(cursor) };
    let section = "";
    let count = 0;
    while (!cursor.isDone) {
      const match = XFS_LINE.exec(cursor.line);
      if (match === null || (match[1] === "meta-data" && count > 0)) break;
      section = match[1] ?? section;
      const rest = match[2] ?? "";
      if (match[1] !== undefined) setSubject(fact, section, rest);
      for (const [, key = "", number] of rest.matchAll(/([a-z][a-z0-9-]{0,20})=(\d{1,18})\b/g)) {
        setXfs(fact, section, key, whole(number));
      }
      count++;
      cursor.next();
    }
    if (fact.blocks === undefined || fact.agBlocks === undefined) {
      cursor.problem("data = bsize=… blocks=… and agcount=…, agsize=… of xfs_info", "the end of xfs_info");
    }
    facts.filesystems.push(fact);
    return 1;
  },
};

/** What a section is about: a device, "internal", "external" or "none". */
function setSubject(fact: FilesystemFact, section: string, rest: string): void {
  const subject = /^(\/dev\/\S+|\S*)/.exec(rest)?.[1] ?? "";
  const device = subject.startsWith("/dev/") ? bareName(subject) : undefined;
  if (section === "meta-data") fact.device = bareName(subject);
  if (section === "log" && device !== undefined) fact.logDevice = device;
  if (section === "realtime" && device !== undefined) fact.rtDevice = device;
}

function setXfs(fact: FilesystemFact, section: string, key: string, value: number): void {
  const name = `${section}.${key}`;
  if (name === "meta-data.isize") fact.inodeBytes = value;
  else if (name === "meta-data.agcount") fact.agCount = value;
  else if (name === "meta-data.agsize") fact.agBlocks = value;
  else if (name === "meta-data.rmapbt") fact.rmapbt = value === 1;
  else if (name === "meta-data.reflink") fact.reflink = value === 1;
  else if (name === "data.bsize") fact.blockBytes = value;
  else if (name === "data.blocks") fact.blocks = value;
  else if (name === "log.blocks") fact.logBlocks = value;
}

const E2FS_FIELD = /^([A-Z][A-Za-z0-9 #]{2,40}):\s+(.*?)\s*$/;

export const dumpe2fs: SectionReader = {
  kind: "dumpe2fs",
  starts: (line) => /^Filesystem volume name:\s/.test(line),
  read(cursor, { facts, hint }) {
    const fact: FilesystemFact = { device: hint.device ?? "", origin: originOf(cursor) };
    let count = 0;
    for (; !cursor.isDone; cursor.next()) {
      const match = E2FS_FIELD.exec(cursor.line);
      if (match === null) break;
      const [, key, value = ""] = match;
      if (key === "Filesystem volume name" && count > 0) break;
      count++;
      if (key === "Block size") fact.blockBytes = whole(value);
      if (key === "Block count") fact.blocks = whole(value);
      if (key === "Last mounted on" && value.startsWith("/")) fact.target = value;
      if (key === "Filesystem features") fact.fstype = /\bextent\b/.test(value) ? "ext4" : "ext2";
    }
    if (fact.blocks === undefined || fact.blockBytes === undefined) {
      cursor.problem("Block count and Block size of dumpe2fs -h", "the end of dumpe2fs");
    }
    facts.filesystems.push({ fstype: "ext4", ...fact });
    return 1;
  },
};

export const blkid: SectionReader = {
  kind: "blkid",
  starts: (line) => /^\/dev\/\S{1,60}: (?:[A-Z_]+="[^"]*"\s*)*(?:TYPE|UUID|PARTUUID|PTTYPE)="/.test(line),
  read(cursor, context) {
    return readRows(cursor, context, /^(\/dev\/\S{1,60}): (.*)$/, '/dev/pmem0: UUID="…" TYPE="xfs"', (match) => {
      const device = bareName(match[1] ?? "");
      const fstype = /(?:^|\s)TYPE="([^"]*)"/.exec(match[2] ?? "")?.[1];
      const isOurs = /^(pmem|mapper\/|dm-)/.test(device);
      if (isOurs && fstype !== undefined) context.facts.filesystems.push({ device, fstype, origin: originOf(cursor) });
      return true;
    });
  },
};
