/**
 * Reverse maps in bulk: rows of an `fsmap` step as columns, and as the text that a step of many rows carries.
 *
 * A million rows as objects cost 150 MB and seconds of validation; as columns 33 MB, as text 10 MB that is frozen,
 * compared, hashed and cloned for next to nothing. Offsets are bytes from the start of the row's device, multiples of
 * 512. The text counts in sectors, base 32 with a continuation bit per character; it is an encoding, not a checksum:
 * `visitPacked` says where it stops making sense.
 */
import type { OwnerRow } from "./scene.ts";

type Meta = Extract<OwnerRow["owner"], { meta: string }>["meta"];

/** In the order of their codes, which begin at 1; code 0 is an inode. */
export const META_OWNERS: readonly Meta[] = ["FS", "AG", "INOBT", "INODES", "LOG", "REFC", "COW", "UNKNOWN", "FREE"];
const DEVICES = ["data", "log", "realtime"] as const;

/** Bits of `flags`. */
export const OWNER = { attr: 1, bmbt: 2, unwritten: 4, log: 8, realtime: 16 } as const;

export interface OwnerTable {
  readonly count: number;
  readonly offInDevBytes: Float64Array;
  readonly lenBytes: Float64Array;
  /** An inode number, or minus a code of `META_OWNERS`. */
  readonly owner: Float64Array;
  /** 0 for what is not a file's. */
  readonly offInFileBytes: Float64Array;
  readonly flags: Uint8Array;
}

export type OwnerVisitor = (
  offInDevBytes: number,
  lenBytes: number,
  owner: number,
  offInFileBytes: number,
  flags: number,
) => void;

const SECTOR_BYTES = 512;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const DIGIT = new Int8Array(128).fill(-1);
const CODES = new Uint8Array(64);
for (let i = 0; i < 64; i++) {
  CODES[i] = ALPHABET.charCodeAt(i);
  DIGIT[CODES[i] ?? 0] = i;
}
/** Below, shifts of 32-bit integers do. */
const BITWISE = 2 ** 31;

/** Collects rows; doubles its columns as they fill, so that n rows cost O(n). */
export class OwnerTableBuilder {
  count = 0;
  #offInDevBytes = new Float64Array(64);
  #lenBytes = new Float64Array(64);
  #owner = new Float64Array(64);
  #offInFileBytes = new Float64Array(64);
  #flags = new Uint8Array(64);

  add(offInDevBytes: number, lenBytes: number, owner: number, offInFileBytes: number, flags: number): void {
    if (this.count === this.#flags.length) this.#grow();
    const i = this.count++;
    this.#offInDevBytes[i] = offInDevBytes;
    this.#lenBytes[i] = lenBytes;
    this.#owner[i] = owner;
    this.#offInFileBytes[i] = offInFileBytes;
    this.#flags[i] = flags;
  }

  /** Rows there is room for. */
  get capacity(): number {
    return this.#flags.length;
  }

  finish(): OwnerTable {
    const { count } = this;
    return {
      count,
      offInDevBytes: this.#offInDevBytes.subarray(0, count),
      lenBytes: this.#lenBytes.subarray(0, count),
      owner: this.#owner.subarray(0, count),
      offInFileBytes: this.#offInFileBytes.subarray(0, count),
      flags: this.#flags.subarray(0, count),
    };
  }

  #grow(): void {
    const room = this.#flags.length * 2;
    this.#offInDevBytes = widen(this.#offInDevBytes, room);
    this.#lenBytes = widen(this.#lenBytes, room);
    this.#owner = widen(this.#owner, room);
    this.#offInFileBytes = widen(this.#offInFileBytes, room);
    const flags = new Uint8Array(room);
    flags.set(this.#flags);
    this.#flags = flags;
  }
}

function widen(column: Float64Array, room: number): Float64Array<ArrayBuffer> {
  const wide = new Float64Array(room);
  wide.set(column);
  return wide;
}

/** All rows of an `fsmap` step, those written out first. */
export function ownerTable(step: { rows: readonly OwnerRow[]; packed?: string }): OwnerTable {
  const builder = new OwnerTableBuilder();
  visitOwners(step, (offInDevBytes, lenBytes, owner, offInFileBytes, flags) => {
    builder.add(offInDevBytes, lenBytes, owner, offInFileBytes, flags);
  });
  return builder.finish();
}

/** Calls `visit` for each row of an `fsmap` step, in order. */
export function visitOwners(step: { rows: readonly OwnerRow[]; packed?: string }, visit: OwnerVisitor): void {
  for (const { owner, offInDevBytes, lenBytes, device } of step.rows) {
    const isMeta = "meta" in owner;
    const onDevice = device === "log" ? OWNER.log : device === "realtime" ? OWNER.realtime : 0;
    if (isMeta) visit(offInDevBytes, lenBytes, -1 - META_OWNERS.indexOf(owner.meta), 0, onDevice);
    else visit(offInDevBytes, lenBytes, owner.inode, owner.offInFileBytes, onDevice | flagsOf(owner));
  }
  if (step.packed !== undefined) visitPacked(step.packed, visit);
}

function flagsOf(owner: { attr?: boolean; bmbt?: boolean; unwritten?: boolean }): number {
  return (owner.attr ? OWNER.attr : 0) | (owner.bmbt ? OWNER.bmbt : 0) | (owner.unwritten ? OWNER.unwritten : 0);
}

/** Row `i` as an object. */
export function ownerRow(table: OwnerTable, i: number): OwnerRow {
  const owner = table.owner[i] ?? 0;
  const flags = table.flags[i] ?? 0;
  const offInFileBytes = table.offInFileBytes[i] ?? 0;
  const row: OwnerRow = {
    offInDevBytes: table.offInDevBytes[i] ?? 0,
    lenBytes: table.lenBytes[i] ?? 0,
    owner: owner < 0 ? { meta: META_OWNERS[-1 - owner] ?? "UNKNOWN" } : { inode: owner, offInFileBytes },
  };
  if ("inode" in row.owner) {
    if (flags & OWNER.attr) row.owner.attr = true;
    if (flags & OWNER.bmbt) row.owner.bmbt = true;
    if (flags & OWNER.unwritten) row.owner.unwritten = true;
  }
  const device = DEVICES[flags >> 3];
  if (device !== undefined && device !== "data") row.device = device;
  return row;
}

/** The rows as text. */
export function packOwners(table: OwnerTable): string {
  const packer = new OwnerPacker();
  packer.add(table, 0, table.count);
  return packer.finish();
}

/** Rows as text, some at a time. Neighbours share most of what they say: a row is told by what differs from the one before. */
export class OwnerPacker {
  readonly #out = new PackWriter();
  #endSectors = 0;
  #inode = 0;

  /** Rows `from` to `to`, exclusive. */
  add(table: OwnerTable, from: number, to: number): void {
    const out = this.#out;
    for (let i = from; i < to; i++) {
      const offSectors = (table.offInDevBytes[i] ?? 0) / SECTOR_BYTES;
      const lenSectors = (table.lenBytes[i] ?? 0) / SECTOR_BYTES;
      const owner = table.owner[i] ?? 0;
      out.whole((owner < 0 ? -owner : 0) + 16 * (table.flags[i] ?? 0));
      out.signed(offSectors - this.#endSectors);
      out.whole(lenSectors);
      this.#endSectors = offSectors + lenSectors;
      if (owner < 0) continue;
      out.signed(owner - this.#inode);
      out.whole((table.offInFileBytes[i] ?? 0) / SECTOR_BYTES);
      this.#inode = owner;
    }
  }

  finish(): string {
    return this.#out.finish();
  }
}

class PackWriter {
  #codes = new Uint8Array(1024);
  #length = 0;

  whole(value: number): void {
    let rest = value;
    while (rest >= BITWISE) {
      const high = Math.floor(rest / 32);
      this.#put(32 + (rest - high * 32));
      rest = high;
    }
    for (; rest >= 32; rest >>>= 5) this.#put(32 | (rest & 31));
    this.#put(rest);
  }

  signed(value: number): void {
    this.whole(value < 0 ? -value * 2 - 1 : value * 2);
  }

  #put(digit: number): void {
    if (this.#length === this.#codes.length) {
      const wide = new Uint8Array(this.#length * 2);
      wide.set(this.#codes);
      this.#codes = wide;
    }
    this.#codes[this.#length++] = CODES[digit] ?? 0;
  }

  finish(): string {
    const parts: string[] = [];
    for (let at = 0; at < this.#length; at += 8192) {
      const part = this.#codes.subarray(at, Math.min(at + 8192, this.#length));
      parts.push(String.fromCharCode.apply(null, part as unknown as number[]));
    }
    return parts.join("");
  }
}

/**
 * Calls `visit` for each packed row. Gives the number of rows, or minus one minus the character at which the text
 * stopped being rows of whole sectors below 2^53 bytes.
 */
export function visitPacked(packed: string, visit: OwnerVisitor): number {
  const reader = { at: 0 };
  let rows = 0;
  let endBytes = 0;
  let inode = 0;
  while (reader.at < packed.length) {
    const head = readWhole(packed, reader);
    const meta = head % 16;
    const flags = Math.floor(head / 16);
    const offInDevBytes = endBytes + readSigned(packed, reader) * SECTOR_BYTES;
    const lenBytes = readWhole(packed, reader) * SECTOR_BYTES;
    let owner = -meta;
    let offInFileBytes = 0;
    if (meta === 0) {
      inode += readSigned(packed, reader);
      offInFileBytes = readWhole(packed, reader) * SECTOR_BYTES;
      owner = inode;
    }
    endBytes = offInDevBytes + lenBytes;
    const isRow = meta <= META_OWNERS.length && flags < 24 && offInDevBytes >= 0 && lenBytes > 0;
    const isOwned = meta > 0 ? flags % 8 === 0 : owner > 0 && Number.isSafeInteger(owner);
    if (!isRow || !isOwned || !Number.isSafeInteger(endBytes) || !Number.isSafeInteger(offInFileBytes)) {
      return -1 - reader.at;
    }
    visit(offInDevBytes, lenBytes, owner, offInFileBytes, flags);
    rows++;
  }
  return rows;
}

/** Not a number where the text ends or holds a foreign character. */
function readWhole(packed: string, reader: { at: number }): number {
  let value = 0;
  for (let factor = 1; ; factor *= 32) {
    const code = packed.charCodeAt(reader.at++);
    const digit = code < 128 ? (DIGIT[code] ?? -1) : -1;
    if (digit < 0 || factor > 2 ** 55) return Number.NaN;
    value += (digit & 31) * factor;
    if (digit < 32) return value;
  }
}

function readSigned(packed: string, reader: { at: number }): number {
  const value = readWhole(packed, reader);
  return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
}
