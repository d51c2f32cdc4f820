/**
 * One row of `xfs_io -c fsmap` at a time, read character by character: dumps have millions of rows, and a pattern per
 * line would cost seconds. Both forms: the table of -v (columns may be missing or wider) and the plain one.
 *
 *     6: 259:0 [192..959]:   132          0..767   0  (192..959)   768 0010000
 *     6: 259:0 [192..959]: inode 132 data 0..767 768
 *
 * What a row says twice must agree: the range with its length, a file's range with both. Sectors of 512 bytes throughout
 * (xfsprogs 6.1, io/fsmap.c; owner codes: Linux 6.12, fs/xfs/libxfs/xfs_fs.h and fs/ext4/fsmap.h).
 */
import { META_OWNERS, OWNER } from "../boundary/owner-table.ts";

const meta = (name: (typeof META_OWNERS)[number]): number => -1 - META_OWNERS.indexOf(name);

const SPECIAL: readonly [string, number][] = [
  ["free space", meta("FREE")],
  ["per-AG metadata", meta("AG")],
  ["static fs metadata", meta("FS")],
  ["inode btree", meta("INOBT")],
  ["inodes", meta("INODES")],
  ["unknown", meta("UNKNOWN")],
  ["journalling log", meta("LOG")],
  ["refcount btree", meta("REFC")],
  ["cow reservation", meta("COW")],
  ["defective", meta("UNKNOWN")],
];

/** "special 102:3", by type and code: general ones, XFS ("X") and ext4 ("f": descriptors, reserved ones, two bitmaps). */
export const SPECIAL_CODES: Readonly<Record<string, number>> = {
  "0:1": meta("FREE"),
  "0:2": meta("UNKNOWN"),
  "0:3": meta("FS"),
  "88:1": meta("FS"),
  "88:2": meta("LOG"),
  "88:3": meta("AG"),
  "88:4": meta("INOBT"),
  "88:5": meta("INODES"),
  "88:6": meta("REFC"),
  "88:7": meta("COW"),
  "102:1": meta("FS"),
  "102:2": meta("FS"),
  "102:3": meta("AG"),
  "102:4": meta("AG"),
};
export const UNKNOWN_OWNER = meta("UNKNOWN");

/** Of the FLAGS column. */
const FLAG_ATTR = 0o1000000;
const FLAG_UNWRITTEN = 0o10000;

const SPACE = 32;
const TAB = 9;
const RETURN = 13;
const NEWLINE = 10;
const ZERO = 48;
const COLON = 58;
const X = 120;
const MAX_DIGITS = 16;

export class FsmapScanner {
  // The row read last.
  index = 0;
  major = 0;
  minor = 0;
  fromSectors = 0;
  lenSectors = 0;
  owner = 0;
  offInFileSectors = 0;
  flags = 0;
  isVerbose = false;

  constructor(
    readonly text: string,
    public at: number,
  ) {}

  /** Reads the row that begins at `at` and moves behind its newline; false, and no move, if it is none. */
  row(): boolean {
    const from = this.at;
    if (this.#head() && this.#owner() && this.#tail()) return true;
    this.at = from;
    return false;
  }

  /** "6: 259:0 [192..959]:" */
  #head(): boolean {
    this.#space();
    this.index = this.#number();
    if (this.index < 0 || !this.#skip(COLON) || !this.#space()) return false;
    this.major = this.#number();
    if (this.major === 0 && this.text.charCodeAt(this.at) === X) {
      this.minor = this.#hexadecimal();
      this.major = this.minor >>> 8;
      this.minor &= 0xff;
    } else {
      if (!this.#skip(COLON)) return false;
      this.minor = this.#number();
    }
    if (this.major < 0 || this.minor < 0 || !this.#space() || !this.#skip(91)) return false;
    this.fromSectors = this.#number();
    const to = this.#dots() ? this.#number() : -1;
    this.lenSectors = to - this.fromSectors + 1;
    if (this.fromSectors < 0 || this.lenSectors <= 0 || !this.#skip(93) || !this.#skip(COLON)) return false;
    return this.#space();
  }

  #owner(): boolean {
    this.flags = 0;
    this.offInFileSectors = 0;
    const isPlain = !this.text.startsWith("inode btree", this.at) && this.#word("inode ");
    this.owner = this.#number();
    if (this.owner >= 0) return this.owner > 0 && this.#space() && this.#fileRange(isPlain);
    if (isPlain) return false;
    for (const [name, owner] of SPECIAL) {
      if (!this.#word(name)) continue;
      this.owner = owner;
      return this.#space();
    }
    if (!this.#word("special ")) return false;
    const type = this.#number();
    const code = this.#skip(COLON) ? this.#number() : -1;
    this.owner = SPECIAL_CODES[`${type}:${code}`] ?? UNKNOWN_OWNER;
    return type >= 0 && code >= 0 && this.#space();
  }

  #fileRange(isPlain: boolean): boolean {
    if (isPlain) {
      if (this.#word("attr ")) this.flags |= OWNER.attr;
      else if (!this.#word("data ")) return false;
    }
    if (this.#word("extent map")) {
      this.flags |= OWNER.bmbt;
      return this.#space();
    }
    this.offInFileSectors = this.#number();
    const to = this.#dots() ? this.#number() : -1;
    return this.offInFileSectors >= 0 && to - this.offInFileSectors + 1 === this.lenSectors && this.#space();
  }

  /** "0 (192..959) 768 0010000" or "768": the length, with what -v writes before and after it. */
  #tail(): boolean {
    let total = this.#number();
    this.#space();
    this.isVerbose = this.#skip(40);
    if (this.isVerbose) {
      const close = this.text.indexOf(")", this.at);
      if (close < 0 || close - this.at > 64) return false;
      this.at = close + 1;
      this.#space();
      total = this.#number();
      this.#space();
    }
    if (total !== this.lenSectors) return false;
    const from = this.at;
    const flags = this.#number();
    if (flags >= 0) {
      const octal = Number.parseInt(this.text.slice(from, this.at), 8);
      if (octal & FLAG_ATTR && this.owner > 0) this.flags |= OWNER.attr;
      if (octal & FLAG_UNWRITTEN && this.owner > 0) this.flags |= OWNER.unwritten;
      this.#space();
    }
    if (this.at >= this.text.length) return true;
    return this.#skip(NEWLINE);
  }

  /** Blanks, and whether there were any. */
  #space(): boolean {
    const from = this.at;
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== SPACE && code !== TAB && code !== RETURN) return this.at > from;
      this.at++;
    }
  }

  /** -1 where no number of at most sixteen digits stands. */
  #number(): number {
    const from = this.at;
    let value = 0;
    for (;;) {
      const digit = this.text.charCodeAt(this.at) - ZERO;
      if (!(digit >= 0 && digit <= 9)) break;
      value = value * 10 + digit;
      this.at++;
    }
    const digits = this.at - from;
    return digits === 0 || digits > MAX_DIGITS || value > Number.MAX_SAFE_INTEGER ? -1 : value;
  }

  #hexadecimal(): number {
    const digits = /^x([0-9a-f]{1,8})/i.exec(this.text.slice(this.at, this.at + 10))?.[1];
    if (digits === undefined) return -1;
    this.at += 1 + digits.length;
    return Number.parseInt(digits, 16);
  }

  #skip(code: number): boolean {
    if (this.text.charCodeAt(this.at) !== code) return false;
    this.at++;
    return true;
  }

  #dots(): boolean {
    return this.#skip(46) && this.#skip(46);
  }

  #word(word: string): boolean {
    if (!this.text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }
}
