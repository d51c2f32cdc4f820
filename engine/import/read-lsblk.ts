/**
 * `lsblk` as JSON, as KEY="value" pairs and as the tree it draws, whatever columns it was asked for. Keys of JSON are
 * lower case and vary with the version ("mountpoint", "mountpoints"; sizes as text before util-linux 2.33); without -b
 * sizes are rounded, and said to be. One mapped device stands under each of its legs.
 */
import { addForeign, bareName, isDiskName, type Origin } from "./facts.ts";
import { flagOf, isObject, type Json, type JsonObject, objectsOf, textOf, wholeOf } from "./json-text.ts";
import { humanBytes } from "./read-ndctl.ts";
import { type Context, originOf, type SectionReader } from "./reader.ts";

const SECTOR_BYTES = 512;
const MIB = 1024 ** 2;

export const isLsblk = (value: Json): boolean => isObject(value) && Array.isArray(value.get("blockdevices"));

export function readLsblk(value: Json, origin: Origin, context: Context): number {
  if (!isObject(value)) return 0;
  let count = 0;
  const visit = (object: JsonObject, parent: string | null, depth: number): void => {
    const row = rowOf(object, parent);
    if (row !== null) {
      count++;
      addRow(row, origin, context);
    }
    if (depth > 16) return;
    for (const child of objectsOf(object.get("children"))) visit(child, row?.name ?? parent, depth + 1);
  };
  for (const object of objectsOf(value.get("blockdevices"))) visit(object, null, 0);
  return count;
}

/** One line of lsblk, however it was written. */
interface Row {
  /** Without "/dev/"; of a mapped device as in /dev/mapper. */
  name: string;
  kernelName: string | undefined;
  parent: string | null;
  type: string;
  sizeBytes: number | undefined;
  isRounded: boolean;
  startBytes: number | undefined;
  number: string | undefined;
  fstype: string | undefined;
  targets: string[];
  isDax: boolean | undefined;
}

function rowOf(object: JsonObject, parent: string | null): Row | null {
  const path = textOf(object, "path");
  const name = bareName(textOf(object, "name") ?? path ?? textOf(object, "kname") ?? "").replace(/^mapper\//, "");
  if (name === "") return null;
  const sizeBytes = wholeOf(object, "size");
  const sizeText = textOf(object, "size");
  const startSectors = wholeOf(object, "start");
  const mountpoints = object.get("mountpoints");
  // Pairs write several with the newline between them escaped.
  const listed = Array.isArray(mountpoints)
    ? (mountpoints as readonly Json[])
    : typeof mountpoints === "string"
      ? mountpoints.split(/\\x0a|\n/)
      : [];
  const number = textOf(object, "maj:min")?.trim();
  return {
    name,
    kernelName: textOf(object, "kname") === undefined ? undefined : bareName(textOf(object, "kname") ?? ""),
    parent: parent ?? textOf(object, "pkname") ?? null,
    type: textOf(object, "type") ?? "",
    sizeBytes: sizeBytes ?? (sizeText === undefined ? undefined : roundedBytes(sizeText)),
    isRounded: sizeBytes === undefined,
    startBytes: startSectors === undefined ? undefined : startSectors * SECTOR_BYTES,
    number: number !== undefined && /^\d{1,6}:\d{1,8}$/.test(number) ? number : undefined,
    fstype: textOf(object, "fstype"),
    targets: [textOf(object, "mountpoint"), ...listed].filter(
      (it): it is string => typeof it === "string" && it.startsWith("/"),
    ),
    isDax: flagOf(object, "dax"),
  };
}

/** "65.1G" is no number of sectors: the MiB next to it, which partitions mostly are. */
function roundedBytes(text: string): number | undefined {
  const bytes = humanBytes(text);
  const unit = bytes !== undefined && bytes >= MIB ? MIB : SECTOR_BYTES;
  return bytes === undefined ? undefined : Math.round(bytes / unit) * unit;
}

function addRow(row: Row, origin: Origin, { facts }: Context): void {
  const { name, kernelName, number, sizeBytes } = row;
  const isMapped = kernelName?.startsWith("dm-") || /^(dm|lvm|crypt|mpath)$/.test(row.type) || /^dm-\d/.test(name);
  const numbered = number === undefined ? {} : { number };
  const sized = sizeBytes === undefined ? {} : { sizeBytes };
  if (isMapped) {
    const below = row.parent === null ? [] : [row.parent];
    facts.mapped.push({ name, ...(kernelName ? { kernelName } : {}), ...sized, ...numbered, below, origin });
  } else if (isDiskName(name)) {
    const mode = row.isDax !== false ? {} : { mode: name.endsWith("s") ? ("sector" as const) : ("raw" as const) };
    const rounded = row.isRounded && sizeBytes !== undefined ? { precision: 1 as const } : {};
    facts.disks.push({ name, ...sized, ...rounded, ...numbered, ...mode, origin });
  } else if (/^pmem.*p\d+$/.test(name)) {
    const disk = row.parent ?? name.replace(/p\d+$/, "");
    const start = row.startBytes === undefined ? {} : { startBytes: row.startBytes };
    facts.partitions.push({
      disk,
      name,
      ...start,
      ...sized,
      ...numbered,
      ...(row.isRounded ? { precision: 1 as const } : {}),
      origin,
    });
  } else {
    addForeign(facts, name, number);
    facts.ignored.push({ ...origin, what: name, why: "no persistent memory and nothing on it" });
    return;
  }
  const device = isMapped && !/^dm-\d/.test(name) ? `mapper/${name}` : name;
  if (row.fstype !== undefined || row.targets.length > 0) {
    const target = row.targets[0] === undefined ? {} : { target: row.targets[0] };
    facts.filesystems.push({ device, ...(row.fstype ? { fstype: row.fstype } : {}), ...target, origin });
  }
}

/** Pairs: NAME="pmem0" SIZE="643825664" …; older versions write MAJ:MIN, newer ones MAJ_MIN. */
export const lsblkPairs: SectionReader = {
  kind: "lsblk",
  starts: (line) => /^(?:[A-Z][A-Z:_-]{1,20}="[^"]*"\s*)*NAME="[^"]+"/.test(line),
  read(cursor, context) {
    let count = 0;
    while (!cursor.isDone && /^[A-Z][A-Z:_-]{1,20}="/.test(cursor.line)) {
      const object = new Map<string, Json>();
      for (const [, key = "", text = ""] of cursor.line.matchAll(/([A-Z][A-Z:_-]{1,20})="([^"]*)"/g)) {
        object.set(key.toLowerCase().replace("maj_min", "maj:min"), text);
      }
      const row = rowOf(object, null);
      if (row === null) cursor.problem('NAME="…" among the pairs');
      else addRow(row, originOf(cursor), context);
      count++;
      cursor.next();
    }
    return count;
  },
};

/** The tree: cells are found by which heading they stand under, since any of them may be empty. */
export const lsblkTree: SectionReader = {
  kind: "lsblk",
  starts: (line) => /^NAME\s+(?:\S+\s+)*(?:SIZE|TYPE|MAJ:MIN|FSTYPE|MOUNTPOINTS?|KNAME)\b/.test(line),
  read(cursor, context) {
    const headings = [...cursor.line.matchAll(/\S+/g)].map((it) => ({
      key: it[0].toLowerCase(),
      from: it.index,
      to: it.index + it[0].length,
    }));
    cursor.next();
    const parents: { depth: number; name: string }[] = [];
    let count = 0;
    while (!cursor.isDone && cursor.line.trim() !== "" && !context.interrupts(cursor)) {
      const depth = /^[\s├└│─|`-]*/.exec(cursor.line)?.[0].length ?? 0;
      if (/^(?:\/|\[SWAP\])\S*\s*$/.test(cursor.line.slice(depth)) && count > 0) {
        // One more place where the device of the line before is mounted.
        cursor.next();
        continue;
      }
      while ((parents.at(-1)?.depth ?? -1) >= depth) parents.pop();
      const row = rowOf(cellsOf(cursor.line, depth, headings), parents.at(-1)?.name ?? null);
      if (row === null || row.type === "") cursor.problem("a line of lsblk with at least NAME and TYPE");
      else {
        addRow(row, originOf(cursor), context);
        parents.push({ depth, name: row.name });
        count++;
      }
      cursor.next();
    }
    return count;
  },
};

interface Heading {
  key: string;
  from: number;
  to: number;
}

function cellsOf(line: string, indent: number, headings: readonly Heading[]): Map<string, Json> {
  const cells = new Map<string, Json>();
  for (const match of line.slice(indent).matchAll(/\S+/g)) {
    const from = indent + match.index;
    const to = from + match[0].length;
    const isFirst = match.index === 0;
    const nearest = (it: Heading) => Math.max(0, it.from - to + 1, from - it.to + 1);
    const free = headings.filter((it) => !cells.has(it.key));
    const best = isFirst ? headings[0] : free.reduce((a, b) => (nearest(b) < nearest(a) ? b : a), free[0] as Heading);
    if (best !== undefined) cells.set(best.key, match[0]);
  }
  return cells;
}
