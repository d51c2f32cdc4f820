/** /proc/mounts (and `mount`), /proc/partitions, /proc/iomem. */
import { addForeign, bareName, isDiskName, partitionOf } from "./facts.ts";
import { isObject, type Json, objectsOf, textOf } from "./json-text.ts";
import { type Context, deviceNumber, originOf, readRows, type SectionReader, unescapeOctal, whole } from "./reader.ts";

const MOUNT = /^(\S{1,256}) (\/\S{0,1023}) ([a-z][a-z0-9._-]{0,30}) (\S{1,2048}) \d+ \d+\s*$/;
const MOUNT_OUTPUT = /^(\S{1,256}) on (\/\S{0,1023}) type ([a-z][a-z0-9._-]{0,30}) \(([^()]{1,2048})\)\s*$/;

export const mounts: SectionReader = {
  kind: "mounts",
  starts: (line) => MOUNT.test(line) || MOUNT_OUTPUT.test(line),
  read(cursor, context) {
    const pattern = MOUNT.test(cursor.line) ? MOUNT : MOUNT_OUTPUT;
    return readRows(cursor, context, pattern, "device target type options 0 0", (match) => {
      const [, device = "", target = "", fstype = "", options = ""] = match;
      addMount(context, device, target, fstype, options, originOf(cursor));
      return true;
    });
  },
};

const MOUNT_INFO =
  /^\d{1,10} \d{1,10} (\d{1,6}):(\d{1,8}) (\/\S{0,1023}) (\/\S{0,1023}) (\S{1,1024})(?: \S{1,64}){0,8} - ([a-z][a-z0-9._-]{0,30}) (\S{1,256}) (\S{1,2048})\s*$/;

/** /proc/PID/mountinfo: options of the mount before the hyphen, of the filesystem behind it. */
export const mountInfo: SectionReader = {
  kind: "mounts",
  starts: (line) => MOUNT_INFO.test(line),
  read(cursor, context) {
    const expected = "id parent major:minor root target options - type device options";
    return readRows(cursor, context, MOUNT_INFO, expected, (match) => {
      const [, major, minor, root = "", target = "", mine = "", fstype = "", device = "", options = ""] = match;
      const origin = originOf(cursor);
      if (root !== "/") {
        context.facts.ignored.push({ ...origin, what: target, why: `a bind mount of ${root} on ${device}` });
        return true;
      }
      addMount(context, device, target, fstype, `${mine},${options}`, origin, deviceNumber(major, minor));
      return true;
    });
  },
};

function addMount(
  { facts }: Context,
  device: string,
  target: string,
  fstype: string,
  options: string,
  origin: { name: string; line: number },
  number?: string,
): void {
  if (/^\/dev\/(?!pmem|mapper\/|dm-)[a-z]/.test(device)) addForeign(facts, bareName(device), number);
  facts.mounts.push({
    ...(number === undefined ? {} : { number }),
    device: bareName(unescapeOctal(device)),
    target: unescapeOctal(target),
    fstype,
    options: options.split(","),
    origin,
  });
}

/** `findmnt --json`. */
export const isFindmnt = (value: Json): boolean => isObject(value) && Array.isArray(value.get("filesystems"));

export function readFindmnt(value: Json, origin: { name: string; line: number }, context: Context): number {
  let count = 0;
  const visit = (list: Json | undefined, depth: number): void => {
    for (const it of objectsOf(list)) {
      const [source, target, fstype] = [textOf(it, "source"), textOf(it, "target"), textOf(it, "fstype")];
      if (source !== undefined && target?.startsWith("/") && fstype !== undefined) {
        addMount(context, source, target, fstype, textOf(it, "options") ?? "", origin);
        count++;
      }
      if (depth < 32) visit(it.get("children"), depth + 1);
    }
  };
  if (isObject(value)) visit(value.get("filesystems"), 0);
  return count;
}

export const partitions: SectionReader = {
  kind: "partitions",
  starts: (line) => /^major minor\s+#blocks\s+name/.test(line),
  read(cursor, context) {
    cursor.next();
    if (!cursor.isDone && cursor.line.trim() === "") cursor.next();
    const row = /^\s*(\d{1,6})\s+(\d{1,8})\s+(\d{1,16})\s+(\S{1,64})\s*$/;
    return readRows(cursor, context, row, "major minor #blocks name", ([, major, minor, blocks, name = ""]) => {
      const sizeBytes = whole(blocks) * 1024;
      if (!Number.isSafeInteger(sizeBytes)) return false;
      const fact = {
        name,
        sizeBytes,
        precision: 2 as const,
        number: deviceNumber(major, minor),
        origin: originOf(cursor),
      };
      const disk = partitionOf(name)?.disk;
      if (isDiskName(name)) context.facts.disks.push(fact);
      else if (disk !== undefined) context.facts.partitions.push({ ...fact, disk });
      else if (/^dm-\d+$/.test(name)) context.facts.mapped.push({ ...fact, kernelName: name, below: [] });
      else addForeign(context.facts, name, fact.number);
      return true;
    });
  },
};

const MEMORY = /^(\s*)([0-9a-f]{4,16})-([0-9a-f]{4,16}) : (\S.*?)\s*$/;

export const iomem: SectionReader = {
  kind: "iomem",
  starts: (line) => MEMORY.test(line),
  read(cursor, context) {
    let isHidden = false;
    const count = readRows(
      cursor,
      context,
      MEMORY,
      "start-end : what, in hexadecimal",
      ([, indent = "", from, to, label = ""]) => {
        const [startBytes, lastByte] = [whole(from, 16), whole(to, 16)];
        if (!(lastByte >= startBytes)) return false;
        if (lastByte === 0) isHidden = true;
        else context.facts.memory.push({ startBytes, endBytes: lastByte + 1, label, depth: indent.length / 2 });
        return true;
      },
    );
    if (isHidden) {
      const why = "all addresses are zero: it was read without root";
      context.facts.ignored.push({ ...originOf(cursor), what: "/proc/iomem", why });
    }
    return count;
  },
};
