/**
 * `dmsetup table`, `dmsetup ls --tree` and `dmsetup deps`. A table counts in 512-byte sectors and names legs by device
 * number or, with -o blkdevname, by name. One line without a name is the table of a device that was asked for alone.
 */
import { bareName } from "./facts.ts";
import { type Context, deviceNumber, originOf, readRows, type SectionReader, whole } from "./reader.ts";

const TABLE = /^(?:(\S{1,128}): )?(\d+) (\d+) ([a-z][a-z0-9-]{0,30})(?: (.*))?$/;
const TARGETS =
  /^(?:(?:linear|striped|stripe|crypt|thin|thin-pool|error|zero|snapshot|snapshot-origin|mirror|raid|cache|writecache|log-writes|multipath|verity|integrity|delay|flakey|era|clone|switch|dust|ebs|unstriped|zoned|vdo)$)/;

const isTable = (line: string): boolean => {
  const match = TABLE.exec(line);
  return match !== null && TARGETS.test(match[4] ?? "");
};

export const dmTable: SectionReader = {
  kind: "dmsetup-table",
  starts: isTable,
  read(cursor, context) {
    return readRows(cursor, context, TABLE, "name: start length linear device offset", (match) => {
      const [, name, start, length, type = "", rest = ""] = match;
      const mapped = name ?? context.hint.path?.replace(/^.*\//, "") ?? "vol";
      const origin = originOf(cursor);
      const words = rest.trim().split(/\s+/).map(bareName);
      if (!(whole(start) >= 0 && whole(length) > 0)) return false;
      const row = { mapped, startSectors: whole(start), lenSectors: whole(length), origin };
      if (type === "linear") {
        const [device = "", offset] = words;
        if (words.length < 2 || !(whole(offset) >= 0) || !isLeg(device)) return false;
        const legs = [{ device, offSectors: whole(offset) }];
        context.facts.targets.push({ ...row, type, chunkSectors: 0, legs });
        return true;
      }
      if (type === "striped") return addStriped(context, row, words);
      const { otherSectors } = context.facts;
      otherSectors.set(mapped, (otherSectors.get(mapped) ?? 0) + row.lenSectors);
      const why = `the model has linear and striped targets, not ${type}`;
      context.facts.ignored.push({ ...origin, what: `the ${type} target of ${mapped}`, why });
      return true;
    });
  },
};

const isLeg = (device: string): boolean => /^(\d{1,6}:\d{1,8}|[A-Za-z][\w./-]{0,60})$/.test(device);

function addStriped(
  { facts }: Context,
  row: { mapped: string; startSectors: number; lenSectors: number; origin: { name: string; line: number } },
  words: readonly string[],
): boolean {
  const [count, chunk] = [whole(words[0]), whole(words[1])];
  const legs: { device: string; offSectors: number }[] = [];
  for (let i = 2; i + 1 < words.length && legs.length < count; i += 2) {
    legs.push({ device: words[i] ?? "", offSectors: whole(words[i + 1]) });
  }
  if (!(chunk > 0) || legs.length !== count || count === 0) return false;
  if (!legs.every((it) => isLeg(it.device) && it.offSectors >= 0)) return false;
  facts.targets.push({ ...row, type: "striped", chunkSectors: chunk, legs });
  return true;
}

/** "vol (254:0)" and below it " |- (259:1)"; names of the nodes below stand before the number where asked for. */
const NODE = /^([\s|`├└│─-]*)(?:<?([^\s()<>]{1,128})>? )?\((\d{1,6}):(\d{1,8})\)\s*$/;

export const dmTree: SectionReader = {
  kind: "dmsetup-tree",
  starts: (line) => /^[^\s()|`├└]{1,128} \(\d{1,6}:\d{1,8}\)\s*$/.test(line),
  read(cursor, context) {
    const above: { depth: number; mapped: { below: string[] } }[] = [];
    return readRows(cursor, context, NODE, "a node such as vol (254:0)", ([, branch = "", name, major, minor]) => {
      const depth = branch.length;
      const number = deviceNumber(major, minor);
      while ((above.at(-1)?.depth ?? -1) >= depth) above.pop();
      above.at(-1)?.mapped.below.push(number);
      const mapped = { name: name ?? "", number, below: [] as string[], origin: originOf(cursor) };
      if (name !== undefined && (depth === 0 || !name.startsWith("pmem"))) context.facts.mapped.push(mapped);
      above.push({ depth, mapped });
      return true;
    });
  },
};

/** `dmsetup info`: fields of one device after another, each ended by an empty line. */
const INFO = /^([A-Z][A-Za-z ,]{1,30}):\s+(.*?)\s*$/;

export const dmInfo: SectionReader = {
  kind: "dmsetup-deps",
  starts: (line, { text, end }) => /^Name:\s+\S/.test(line) && /^\r?State:\s+[A-Z]/.test(text.slice(end + 1, end + 64)),
  read(cursor, { facts }) {
    const fields = new Map<string, string>();
    const origin = originOf(cursor);
    for (let match = INFO.exec(cursor.line); match !== null; match = INFO.exec(cursor.line)) {
      fields.set(match[1] ?? "", match[2] ?? "");
      cursor.next();
    }
    const [, major, minor] = /^(\d{1,6}), (\d{1,8})$/.exec(fields.get("Major, minor") ?? "") ?? [];
    const numbered = major === undefined ? {} : { number: deviceNumber(major, minor) };
    facts.mapped.push({ name: fields.get("Name") ?? "", ...numbered, below: [], origin });
    return 1;
  },
};

const DEPS = /^(\S{1,128}): (\d{1,6}) dependenc(?:y|ies)\s*:\s*(.*)$/;

export const dmDeps: SectionReader = {
  kind: "dmsetup-deps",
  starts: (line) => DEPS.test(line),
  read(cursor, context) {
    return readRows(cursor, context, DEPS, "name: 2 dependencies : (device) (device)", ([, name = "", , rest = ""]) => {
      const below = [...rest.matchAll(/\(([^()]{1,64})\)/g)].map((it) => bareName((it[1] ?? "").replace(/, ?/, ":")));
      context.facts.mapped.push({ name, below, origin: originOf(cursor) });
      return true;
    });
  },
};
