/**
 * `xfs_io -c "fsmap"`, with -v or without, and -m: runs of rows, per device. Rows overlap where files share blocks. A run
 * is read in chunks, so that a page can draw between them.
 */
import type { OwnerTable } from "../boundary/owner-columns.ts";
import { OWNER, OwnerTableBuilder } from "../boundary/owner-table.ts";
import type { Cursor } from "./cursor.ts";
import type { FsmapFact } from "./facts.ts";
import { FsmapScanner, SPECIAL_CODES, UNKNOWN_OWNER } from "./fsmap-scanner.ts";
import { type Context, originOf, readRows, type SectionReader, whole } from "./reader.ts";

const SECTOR_BYTES = 512;
/** Rows between two chances to draw: some 10 ms. */
const CHUNK_ROWS = 16_384;
const HEAD = /^\s*EXT:\s+DEV\b/;
const ROW_START = /^\s*\d{1,12}:\s+(?:\d{1,6}:\d{1,8}|0x[0-9a-f]{1,8})\s+\[\d+\.\.\d+\]:/;
const LEGEND = /^\s*(?:FLAG Values:|[0-7]{6,8} [A-Z])/;
const EXPECTED = "a row such as 6: 259:0 [192..959]: inode 132 data 0..767 768";

class Run {
  readonly #devices = new Map<string, OwnerTableBuilder>();
  #lastMajor = -1;
  #lastMinor = -1;
  #last = new OwnerTableBuilder();
  count = 0;

  add(row: FsmapScanner): void {
    if (row.major !== this.#lastMajor || row.minor !== this.#lastMinor) this.#select(row.major, row.minor);
    const from = row.fromSectors * SECTOR_BYTES;
    this.#last.add(from, row.lenSectors * SECTOR_BYTES, row.owner, row.offInFileSectors * SECTOR_BYTES, row.flags);
    this.count++;
  }

  #select(major: number, minor: number): void {
    const number = `${major}:${minor}`;
    const known = this.#devices.get(number);
    this.#last = known ?? new OwnerTableBuilder();
    if (known === undefined) this.#devices.set(number, this.#last);
    this.#lastMajor = major;
    this.#lastMinor = minor;
  }

  devices(): { number: string; rows: OwnerTable }[] {
    return [...this.#devices].map(([number, it]) => ({ number, rows: it.finish() }));
  }
}

export const fsmap: SectionReader = {
  kind: "fsmap",
  starts: (line) => HEAD.test(line) || ROW_START.test(line),
  *read(cursor, context) {
    const fact = begin(cursor, context);
    const run = new Run();
    if (HEAD.test(cursor.line)) {
      fact.isVerbose = true;
      cursor.next();
    }
    let expectedIndex = -1;
    const scanner = new FsmapScanner(cursor.text, cursor.at);
    for (;;) {
      const { at } = cursor;
      scanner.at = at;
      const lines = readChunk(scanner, run, cursor, expectedIndex);
      expectedIndex = scanner.index + 1;
      cursor.meter.chars += scanner.at - at;
      cursor.meter.rows += lines;
      cursor.moveTo(scanner.at, lines);
      if (lines === CHUNK_ROWS) {
        yield run.count;
        continue;
      }
      if (!skipBetween(cursor, context, run.count > 0)) break;
    }
    fact.devices = run.devices();
    context.facts.fsmaps.push(fact);
    return run.count;
  },
};

/** Rows until one that is none, or the next run's first; how many. */
function readChunk(scanner: FsmapScanner, run: Run, cursor: Cursor, expectedIndex: number): number {
  let lines = 0;
  let expected = expectedIndex;
  while (lines < CHUNK_ROWS) {
    const from = scanner.at;
    if (from >= scanner.text.length || !scanner.row()) break;
    if (scanner.index === 0 && run.count > 0) {
      scanner.at = from;
      break;
    }
    if (expected >= 0 && scanner.index !== expected) {
      cursor.problem(`row ${expected}: rows are missing`, `row ${scanner.index}`, cursor.lineNumber + lines);
    }
    expected = scanner.index + 1;
    run.add(scanner);
    lines++;
  }
  return lines;
}

/** Past a line that is no row: the legend of -v -v, or a damaged one. False where the section ends. */
function skipBetween(cursor: Cursor, context: Context, hasRows: boolean): boolean {
  if (cursor.isDone || cursor.line.trim() === "") return false;
  if (LEGEND.test(cursor.line)) {
    cursor.next();
    return true;
  }
  if (hasRows && (HEAD.test(cursor.line) || /^\s*0: /.test(cursor.line))) return false;
  if (!ROW_START.test(cursor.line) && context.interrupts(cursor)) return false;
  cursor.problem(EXPECTED);
  cursor.next();
  return true;
}

function begin(cursor: Cursor, { hint }: Context): FsmapFact {
  const target = hint.path === undefined ? {} : { target: hint.path };
  return { devices: [], isVerbose: false, origin: originOf(cursor), ...target };
}

const MACHINE_HEAD = /^EXT,MAJOR,MINOR,PSTART,PEND,OWNER\b/;
const MACHINE_ROW =
  /^(\d+),(\d+),(\d+),(\d+),(\d+),(?:special_(\d+:\d+)|inode_(\d+)_(data|attr)(_bmbt)?),(\d*),(\d*),(?:,)?(\d+)\s*$/;

/** The heading stands before every batch of rows; numbers go on behind it unless another map begins. */
const goesOn = ({ line, text, end }: Cursor): boolean =>
  MACHINE_HEAD.test(line) && /^[1-9]\d*,/.test(text.slice(end + 1, end + 16));

/** -m: "EXT,MAJOR,MINOR,PSTART,PEND,OWNER,OSTART,OEND,LENGTH". */
export const fsmapMachine: SectionReader = {
  kind: "fsmap",
  starts: (line) => MACHINE_HEAD.test(line),
  read(cursor, context) {
    const fact = begin(cursor, context);
    const row = new FsmapScanner("", 0);
    const run = new Run();
    const take = ([, , major, minor, from, to, special, inode, fork, bmbt, fileFrom, , length]: RegExpExecArray) => {
      row.major = whole(major);
      row.minor = whole(minor);
      row.fromSectors = whole(from);
      row.lenSectors = whole(to) - row.fromSectors + 1;
      row.owner = inode === undefined ? (SPECIAL_CODES[special ?? ""] ?? UNKNOWN_OWNER) : whole(inode);
      row.offInFileSectors = fileFrom === undefined || fileFrom === "" ? 0 : whole(fileFrom);
      row.flags = (fork === "attr" ? OWNER.attr : 0) | (bmbt === undefined ? 0 : OWNER.bmbt);
      const isWhole =
        row.lenSectors > 0 && row.offInFileSectors >= 0 && row.owner !== 0 && whole(length) === row.lenSectors;
      if (isWhole && row.major >= 0 && row.minor >= 0) run.add(row);
      return isWhole;
    };
    let count = 0;
    do {
      cursor.next();
      count += readRows(cursor, context, MACHINE_ROW, "a row such as 6,259,0,192,959,inode_132_data,0,767,768", take);
    } while (goesOn(cursor));
    fact.devices = run.devices();
    context.facts.fsmaps.push(fact);
    return count;
  },
};
