/** Badblocks lists of sysfs, the kernel's release, versions of tools, sysfs of a namespace, prompts and tool errors. */

import { diskNameOf } from "./read-ndctl.ts";
import { originOf, readRows, type SectionReader, whole } from "./reader.ts";

/** /sys/block/pmem0/badblocks: "sector count" per line. The list does not say whose it is. */
export const badblocks: SectionReader = {
  kind: "badblocks",
  isWeak: true,
  starts: (line) => /^\d{1,16} \d{1,10}\s*$/.test(line),
  read(cursor, context) {
    const { device: hint = null, isSaid = false } = context.hint;
    const device = isSaid ? hint : null;
    return readRows(cursor, context, /^(\d{1,16}) (\d{1,10})\s*$/, "sector and count", (match) => {
      const [sector, count] = [whole(match[1]), whole(match[2])];
      if (!(sector >= 0) || !(count > 0)) return false;
      context.facts.badblocks.push({ device, hint, sector, count, origin: originOf(cursor) });
      return true;
    });
  },
};

const RELEASE = /^(?:Linux version |Linux \S{1,64} )(\d+\.\d+\S*)/;

export const kernel: SectionReader = {
  kind: "kernel",
  starts: (line) => RELEASE.test(line),
  read(cursor, { facts }) {
    facts.kernels.push({ text: cursor.line, origin: originOf(cursor) });
    cursor.next();
    return 1;
  },
};

/** `uname -r` alone. */
export const kernelRelease: SectionReader = {
  kind: "kernel",
  isWeak: true,
  starts: (line) => /^\d{1,2}\.\d{1,3}\.\d{1,4}(?:[-+.][\w.+~-]{1,60})?\s*$/.test(line),
  read: kernel.read,
};

const VERSION =
  /^(?:(?:lsblk|sfdisk|findmnt|mount) from util-linux|(?:mkfs\.xfs|xfs_io|xfs_info|mkfs\.ext4|mke2fs|dumpe2fs|filefrag|ndctl) (?:version )?\d|(?:Library|Driver) version:|\d{1,3}(?:\.\d{1,3})?\s*$)/;

export const versions: SectionReader = {
  kind: "versions",
  isWeak: true,
  starts: (line) => VERSION.test(line),
  read: (cursor, context) => readRows(cursor, context, VERSION, "the version of a tool", () => true),
};

/** Attributes of a namespace or page map of libnvdimm, with their names before them, after the directory's path. */
export const sysfs: SectionReader = {
  kind: "sysfs",
  starts: (line) => /^\/sys\/devices\/\S*\/(?:namespace|pfn|btt|dax)\d+\.\d+\s*$/.test(line),
  read(cursor, { facts, hint }) {
    const origin = originOf(cursor);
    const node = cursor.line.trim().split("/").at(-1) ?? "";
    const fields = new Map<string, string>();
    let count = 0;
    for (cursor.next(); !cursor.isDone; cursor.next()) {
      const field = /^([a-z_]{2,20}): (\S{1,64})\s*$/.exec(cursor.line);
      const partition = /^(pmem\S{1,16}): start (\d{1,16}) size (\d{1,16}) sectors\s*$/.exec(cursor.line);
      if (partition !== null) {
        const [name = "", startBytes, sizeBytes] = [partition[1], whole(partition[2]) * 512, whole(partition[3]) * 512];
        facts.partitions.push({ disk: name.replace(/p\d+$/, ""), name, startBytes, sizeBytes, origin });
      } else if (field !== null) fields.set(field[1] ?? "", field[2] ?? "");
      else break;
      count++;
    }
    const isPfn = node.startsWith("pfn");
    const namespace = fields.get("namespace") ?? node.replace(/^[a-z]+/, "namespace");
    const known = facts.disks.find((it) => it.namespace === namespace)?.name;
    const name = known ?? hint.device ?? diskNameOf(namespace, node.startsWith("btt") ? "sector" : undefined);
    const sizeBytes = whole(fields.get("size"));
    const resource = fields.get("resource") ?? "";
    const resourceBytes = /^0x[0-9a-f]{1,13}$/.test(resource) ? Number(resource) : Number.NaN;
    facts.disks.push({
      name,
      namespace,
      origin,
      ...(sizeBytes > 0 ? { sizeBytes } : {}),
      ...(resourceBytes > 0 ? { resourceBytes } : {}),
      ...(isPfn
        ? { hasInfoBlock: true, map: fields.get("mode") === "pmem" ? ("dev" as const) : ("mem" as const) }
        : {}),
      ...(whole(fields.get("align")) > 0 ? { alignBytes: whole(fields.get("align")) } : {}),
    });
    return count;
  },
};

/** "vm.memory_failure_early_kill = 1". */
export const sysctls: SectionReader = {
  kind: "kernel",
  starts: (line) => /^vm\.memory_failure_(?:early_kill|recovery)\s*=\s*[01]\s*$/.test(line),
  read(cursor, { facts }) {
    if (cursor.line.includes("early_kill")) facts.earlyKill = /1\s*$/.test(cursor.line) ? 1 : 0;
    cursor.next();
    return 1;
  },
};

/** What tools say when there is nothing to show. */
const SAYS_NOTHING: readonly [RegExp, string][] = [
  [/^No devices found\s*$/, "dmsetup found no mapped device"],
  [/^sfdisk: .{1,128}: does not contain a recognized partition table/, "the disk has no partition table"],
  [/^xfs_info: |^\S{0,80}: .{1,128} is not (?:a mounted|on an) XFS/, "it is no mounted XFS"],
  [/^\/.{1,254}: no extents\s*$/, "the file has no extents"],
  [/^foreign file active, |^xfs_io: /, "xfs_io has nothing to say about it"],
  [
    /^[a-z_0-9.-]{2,20}: .{0,200}(?:Permission denied|must be superuser|No such file|not permitted)/,
    "the tool was refused",
  ],
];

export const nothing: SectionReader = {
  kind: "nothing",
  starts: (line) => SAYS_NOTHING.some(([pattern]) => pattern.test(line)),
  read(cursor, { facts }) {
    const why = SAYS_NOTHING.find(([pattern]) => pattern.test(cursor.line))?.[1] ?? "";
    facts.ignored.push({ ...originOf(cursor), what: cursor.line.trim().slice(0, 80), why });
    cursor.next();
    return 1;
  },
};

/** A command after a prompt, or the name of a file as head(1) and tail(1) write it. */
export const PROMPT = /^(?:\[?[\w.@:~ /-]{0,80}\]?)?[$#] +(\S.{0,500})$/;
export const FILE_HEAD = /^==> (\S.{0,254}) <==\s*$/;
