/**
 * Rows of a reverse map as text and back. The text counts in sectors, base 32 with a continuation bit per character; it
 * is an encoding, not a checksum: `visitPacked` says where it stops making sense.
 */
import type { OwnerTable } from "./owner-columns.ts";

export type OwnerVisitor = (
  offInDevBytes: number,
  lenBytes: number,
  owner: number,
  offInFileBytes: number,
  flags: number,
) => void;

const SECTOR_BYTES = 512;
/** Codes of owners that are no inodes, from 1; flags have five bits, of which both device bits are never set. */
const META_CODES = 9;
const FLAG_CODES = 24;
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const DIGIT = new Int8Array(128).fill(-1);
const CODES = new Uint8Array(64);
for (let i = 0; i < 64; i++) {
  CODES[i] = ALPHABET.charCodeAt(i);
  DIGIT[CODES[i] ?? 0] = i;
}
/** Below, shifts of 32-bit integers do. */
const BITWISE = 2 ** 31;

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
    const isRow = meta <= META_CODES && flags < FLAG_CODES && offInDevBytes >= 0 && lenBytes > 0;
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
