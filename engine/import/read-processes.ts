/**
 * /proc/PID/maps and smaps, /proc/PID/status, and `ls -l` of fd and map_files: processes and what they map.
 *
 * Neither says which pages are in the page tables (smaps does not count DAX pages before Linux 6.15, recorded on 6.1 and
 * 6.12: Rss is 0), nor which machine-check policy a process has set.
 */
import type { Cursor } from "./cursor.ts";
import type { MappingFact, ProcessFact } from "./facts.ts";
import { type Context, deviceNumber, originOf, type SectionReader, unescapeOctal, whole } from "./reader.ts";

const MAPPING =
  /^([0-9a-f]{4,16})-([0-9a-f]{4,16}) ([r-])([w-])([x-])([ps]) ([0-9a-f]{1,16}) ([0-9a-f]{2,5}):([0-9a-f]{2,5}) (\d{1,19})(?:\s+(\S.*?))?\s*$/;
/** A maps line is right up to here: what follows is cut or damaged. */
const MAPPING_START = /^[0-9a-f]{4,16}-[0-9a-f]{4,16} [r-][w-][x-][ps] /;
const SMAPS_FIELD = /^([A-Z][A-Za-z_]{1,24}):\s+(\d{1,16}) kB\s*$/;
const SMAPS_OTHER = /^(?:VmFlags|THPeligible|ProtectionKey):/;
const DELETED = / \(deleted\)$/;

export const maps: SectionReader = {
  kind: "maps",
  starts: (line) => MAPPING_START.test(line),
  read(cursor, context) {
    const process = processOf(cursor, context);
    while (!cursor.isDone && cursor.line.trim() !== "") {
      const { line } = cursor;
      const match = MAPPING.exec(line);
      const field = SMAPS_FIELD.exec(line);
      if (match !== null) {
        const mapping = mappingOf(match);
        if (mapping === null) cursor.problem("an address range that ends above its start");
        else process.mappings.push(mapping);
      } else if (field !== null) {
        const last = process.mappings.at(-1);
        if (field[1] === "Rss" && last !== undefined) last.residentBytes = whole(field[2]) * 1024;
      } else if (!SMAPS_OTHER.test(line)) {
        if (context.interrupts(cursor)) break;
        cursor.problem("a line of maps: start-end rw-s offset major:minor inode path");
      }
      cursor.next();
    }
    return process.mappings.length;
  },
};

/** The process that a text is about: one that the same text spoke of before without mappings, or a new one. */
function processOf(cursor: Cursor, { facts, hint }: Context): ProcessFact {
  const last = facts.processes.at(-1);
  if (last !== undefined && last.origin.name === cursor.name && last.mappings.length === 0) return last;
  const process: ProcessFact = { mappings: [], openPaths: [], origin: originOf(cursor) };
  if (hint.pid !== undefined) process.pid = hint.pid;
  facts.processes.push(process);
  return process;
}

function mappingOf(match: RegExpExecArray): MappingFact | null {
  const [, from, to, , write, execute, shared, offset, major, minor, inode, name = ""] = match;
  const startBytes = Number.parseInt(from ?? "", 16);
  const endBytes = Number.parseInt(to ?? "", 16);
  const lenBytes = Number(BigInt(`0x${to}`) - BigInt(`0x${from}`));
  if (!(endBytes > startBytes) || !Number.isSafeInteger(lenBytes)) return null;
  return {
    startBytes,
    lenBytes,
    isShared: shared === "s",
    isWritable: write === "w",
    isExecutable: execute === "x",
    offInFileBytes: whole(offset, 16),
    number: deviceNumber(major, minor, 16),
    inode: whole(inode),
    path: unescapeOctal(name.replace(DELETED, "")),
    isDeleted: DELETED.test(name),
  };
}

const STATUS_FIELD = /^([A-Z][A-Za-z_]{1,30}):[\t ]*(.*?)\s*$/;

export const status: SectionReader = {
  kind: "status",
  starts: (line) => /^Name:\s+\S/.test(line),
  read(cursor, { facts }) {
    const process: ProcessFact = { mappings: [], openPaths: [], origin: originOf(cursor) };
    let count = 0;
    for (; !cursor.isDone; cursor.next()) {
      const match = STATUS_FIELD.exec(cursor.line);
      if (match === null || (match[1] === "Name" && count > 0)) break;
      count++;
      if (match[1] === "Name") process.name = match[2] ?? "";
      if (match[1] === "Pid" && whole(match[2]) > 0) process.pid = whole(match[2]);
    }
    facts.processes.push(process);
    return 1;
  },
};

const LINK = /^l[rwx-]{9}[.+]?\s+\d+ \S+ .* -> (.+?)\s*$/;

/** `ls -l /proc/PID/fd`: what the process has open. map_files says the same as maps and is passed over. */
export const openFiles: SectionReader = {
  kind: "open-files",
  starts: (line) => /^\/proc\/\d{1,10}\/(?:fd|map_files):\s*$/.test(line) || LINK.test(line),
  read(cursor, context) {
    const head = /^\/proc\/(\d+)\/(fd|map_files)/.exec(cursor.line);
    const pid = whole(head?.[1]);
    let process = context.facts.processes.findLast((it) => it.pid === pid);
    if (process === undefined && pid > 0) {
      process = { pid, mappings: [], openPaths: [], origin: originOf(cursor) };
      context.facts.processes.push(process);
    }
    if (head !== null) cursor.next();
    let count = 0;
    for (; !cursor.isDone; cursor.next()) {
      const path = LINK.exec(cursor.line)?.[1];
      if (path === undefined && !/^total \d+\s*$/.test(cursor.line)) break;
      if (path === undefined) continue;
      count++;
      if (head?.[2] === "fd" && path.startsWith("/") && !/^\/(dev|proc|sys)\//.test(path))
        process?.openPaths.push(path);
    }
    return count;
  },
};
