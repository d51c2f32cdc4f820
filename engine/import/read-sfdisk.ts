/**
 * `sfdisk --json` and `sfdisk -d`. Offsets count in the table's own sector size. The disk is as long as the table says
 * (GPT), or ends with its last partition (DOS).
 */
import { bareName, type Origin, partitionOf } from "./facts.ts";
import { isObject, type Json, objectsOf, textOf, wholeOf } from "./json-text.ts";
import { type Context, originOf, type SectionReader, whole } from "./reader.ts";

/** Sectors of the second GPT behind the last usable one: 32 of entries, 1 of header. */
const GPT_TAIL_SECTORS = 33;

/** Types of a DOS partition that only holds others. */
const EXTENDED = /^(?:0x)?(?:0?5|0?f|85)$/i;
/** So much of it is a block device (block/partitions/msdos.c, Linux 6.12). */
const EXTENDED_BYTES = 1024;

export const isSfdisk = (value: Json): boolean => isObject(value) && isObject(value.get("partitiontable"));

interface Table {
  disk: string;
  label: string | undefined;
  sectorBytes: number;
  lastSector: number | undefined;
  rows: { node: string; startSectors: number; sizeSectors: number; isExtended: boolean; origin: Origin }[];
}

export function readSfdisk(value: Json, origin: Origin, context: Context): number {
  const table = isObject(value) ? value.get("partitiontable") : undefined;
  if (!isObject(table)) return 0;
  const rows = objectsOf(table.get("partitions")).flatMap((it) => {
    const [node, start, size] = [textOf(it, "node"), wholeOf(it, "start"), wholeOf(it, "size")];
    if (node === undefined || start === undefined || size === undefined) return [];
    const isExtended = EXTENDED.test(textOf(it, "type") ?? "");
    return [{ node: bareName(node), startSectors: start, sizeSectors: size, isExtended, origin }];
  });
  const device = textOf(table, "device");
  return addTable(
    {
      disk: device === undefined ? "" : bareName(device),
      label: textOf(table, "label"),
      sectorBytes: wholeOf(table, "sectorsize") ?? 512,
      lastSector: wholeOf(table, "lastlba"),
      rows,
    },
    origin,
    context,
  );
}

function addTable(table: Table, origin: Origin, { facts }: Context): number {
  const disk = table.disk || (partitionOf(table.rows[0]?.node ?? "")?.disk ?? "");
  if (!disk.startsWith("pmem")) {
    facts.ignored.push({ ...origin, what: `the partition table of ${disk || "a disk"}`, why: "no persistent memory" });
    return 0;
  }
  const unit = table.sectorBytes;
  const endSectors = Math.max(0, ...table.rows.map((it) => it.startSectors + it.sizeSectors));
  const tail = table.label === "gpt" ? GPT_TAIL_SECTORS : 0;
  const sectors = table.lastSector === undefined ? endSectors + tail : table.lastSector + 1 + tail;
  facts.disks.push({ name: disk, sizeBytes: sectors * unit, precision: 1, origin });
  for (const { node, startSectors, sizeSectors, isExtended, origin: at } of table.rows) {
    facts.partitions.push({
      disk,
      name: node,
      startBytes: startSectors * unit,
      sizeBytes: isExtended ? Math.max(EXTENDED_BYTES, unit) : sizeSectors * unit,
      origin: at,
    });
  }
  return table.rows.length;
}

const NODE = /^(\/dev\/\S{1,60})\s*:\s*start=\s*(\d+),\s*size=\s*(\d+)(?:.*?\b(?:type|Id)=\s*([\w-]+))?/;
const FIELD = /^(label|label-id|device|unit|first-lba|last-lba|sector-size|table-length|grain):\s*(\S*)/;

/** The dump that sfdisk reads back. */
export const sfdiskDump: SectionReader = {
  kind: "sfdisk",
  starts: (line) => /^label: (gpt|dos|mbr)\b/.test(line) || NODE.test(line),
  read(cursor, context) {
    const origin = originOf(cursor);
    const table: Table = { disk: "", label: undefined, sectorBytes: 512, lastSector: undefined, rows: [] };
    for (let blanks = 0; !cursor.isDone; cursor.next()) {
      if (cursor.line.trim() === "") {
        if (table.rows.length > 0 || ++blanks > 1) break;
        continue;
      }
      const field = FIELD.exec(cursor.line);
      const node = NODE.exec(cursor.line);
      if (field !== null) setField(table, field[1] ?? "", field[2] ?? "");
      else if (node !== null) {
        const [startSectors, sizeSectors] = [whole(node[2]), whole(node[3])];
        table.rows.push({
          node: bareName(node[1] ?? ""),
          startSectors,
          sizeSectors,
          isExtended: EXTENDED.test(node[4] ?? ""),
          origin: originOf(cursor),
        });
      } else if (context.interrupts(cursor)) break;
      else cursor.problem("a partition: /dev/pmem0p1 : start= 2048, size= 4096");
    }
    return addTable(table, origin, context);
  },
};

function setField(table: Table, key: string, text: string): void {
  if (key === "device") table.disk = bareName(text);
  if (key === "label") table.label = text;
  if (key === "sector-size" && whole(text) > 0) table.sectorBytes = whole(text);
  if (key === "last-lba" && whole(text) > 0) table.lastSector = whole(text);
}
