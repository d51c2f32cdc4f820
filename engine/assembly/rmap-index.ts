/**
 * The index of a group of the reverse map: where the records over a block lie.
 *
 * It cuts the blocks of the group into equal parts, about one for a record, and has eight bytes for each: the part's first
 * record, and for every eighth of the part the answer, if it is the same for all blocks of the eighth and is one record, or
 * two that lie side by side. One place in memory thus tells who owns a block, without a look at any record; where it does
 * not, a scan begins at the part's first record.
 *
 * It is built when queries have scanned about as much as building costs, and gone with the next change of the group. Where
 * very many records overlap, there is none. Building writes state that never counts in the hash.
 *
 * **Left out:** answers for ranges of blocks.
 */
import { alloc, put32, release, touch, touchPage } from "./state";
import {
  G_CHANGES, G_INDEX, G_LONGEST, G_NR_PARTS, G_PAGES, PAGE_RECORDS, RECORD_BYTES, groupFind, pageAt, pageCount, pageEnds,
  recordBlocks, recordNumbered, recordStart, sortPage,
} from "./rmap-pages";

// The index, in the group's record, beside G_NR_PARTS, which a change makes 0: scans since then, changes at which there
// were too many overlaps + 1, parts (address, bytes, shift from a block to the eighth of a part).
const I_SCANS: usize = G_INDEX;
const I_REFUSED: usize = G_INDEX + 4;
const I_PARTS: usize = G_INDEX + 8;
const I_BYTES: usize = G_INDEX + 12;
const I_SHIFT: usize = G_INDEX + 16;

// A part: its first record and, in four low bits, how many that overlap it lie side by side; eight answers of four bits.
const P_ANSWERS: usize = 4;
const NUMBER: u32 = 15;
/** Instead of a number: what follows lies elsewhere. */
const APART: u32 = 15;
/** Most records side by side of which an answer can tell. */
const MAX_BESIDE: u32 = 7;
/** An answer: twice the place among those side by side, and 1 more if there are two; or none, or not as simple. */
const NONE: u32 = 14;
export const SCAN: u32 = 15;
/** A part without records: no answers, no address. */
const EMPTY: u32 = 0xeeeeeeee;

/** In a cursor: another record follows. It is half a record, so that adding it is the way there. */
export const FOLLOWS: u32 = RECORD_BYTES / 2;

// --- asking ------------------------------------------------------------------------------------

export function isIndexed(root: usize): bool {
  return load<u32>(root, G_NR_PARTS) != 0;
}

/** Number of the eighth of a part that a block lies in. */
// @ts-ignore: decorator
@inline
export function eighthOf(root: usize, block: u32): u32 {
  return block >> load<u32>(root, I_SHIFT);
}

/** Whether there is an index, and an eighth of a part in it. */
// @ts-ignore: decorator
@inline
export function isInPart(root: usize, eighth: u32): bool {
  return eighth >> 3 < load<u32>(root, G_NR_PARTS);
}

// @ts-ignore: decorator
@inline
function partOf(root: usize, eighth: u32): usize {
  return usize(load<u32>(root, I_PARTS)) + (usize(eighth >> 3) << 3);
}

/** The answer of an eighth; SCAN: it has none. */
// @ts-ignore: decorator
@inline
export function answerAt(root: usize, eighth: u32): u32 {
  return (load<u32>(partOf(root, eighth), P_ANSWERS) >> (eighth << 2)) & 15;
}

/** Cursor that an answer stands for; what is left in its lowest bits tells nothing. 0: no record. */
// @ts-ignore: decorator
@inline
export function cursorOf(root: usize, eighth: u32, answer: u32): u32 {
  return select<u32>(0, load<u32>(partOf(root, eighth)) + answer * FOLLOWS, answer == NONE);
}

/** A block before which none of the records starts that overlap a range from `block` on. */
export function scanStart(root: usize, block: u32): u32 {
  const eighth = eighthOf(root, block);
  if (isInPart(root, eighth)) {
    const first = load<u32>(partOf(root, eighth));
    return first == EMPTY ? block : recordStart(usize(first & ~(RECORD_BYTES - 1)));
  }
  return max(block, load<u32>(root, G_LONGEST)) - load<u32>(root, G_LONGEST);
}

// --- building ----------------------------------------------------------------------------------

/** A query that scans: builds the index when it is time. */
export function countScan(root: usize): void {
  if (isIndexed(root) || load<u32>(root, I_REFUSED) == load<u32>(root, G_CHANGES) + 1) return;
  const scans = load<u32>(root, I_SCANS) + 1;
  put32(root + I_SCANS, scans);
  // A page costs about 3 us to index, a scan 0.3 us; after a record that covers many pages, 0.2 ns for each of them as well.
  if (scans >= min<u32>(load<u32>(root, G_PAGES) * 10, 15000)) renewIndex(root);
}

/** Builds the index, if there are not too many overlaps. */
function renewIndex(root: usize): void {
  put32(root + I_SCANS, 0);
  if (buildIndex(root)) return;
  put32(root + G_NR_PARTS, 0);
  put32(root + I_REFUSED, load<u32>(root, G_CHANGES) + 1);
}

/** Builds the index of a group now, if it is not there, so that queries write no state. */
export function rmapPrepare(fs: u32, group: u32): void {
  const root = groupFind(fs, group);
  if (root == 0 || isIndexed(root) || load<u32>(root, I_REFUSED) == load<u32>(root, G_CHANGES) + 1) return;
  renewIndex(root);
}

/** Cuts the blocks into parts, and enters every record into those that it overlaps. False: too many overlaps. */
function buildIndex(root: usize): bool {
  const pages = load<u32>(root, G_PAGES);
  const records = load<u32>(root);
  let end: u32 = 0;
  for (let index: u32 = 0; index < pages; index++) end = max(end, load<u32>(pageEnds(root) + (usize(index) << 2)));
  let shift: u32 = 3;
  while (end >> shift > records) shift++;
  claimParts(root, (end >> shift) + 1);
  put32(root + I_SHIFT, shift - 3);
  let room = i64(records) * 4 + 4096;
  let twins: usize = 0;
  for (let index: u32 = 0; index < pages; index++) {
    const page = pageAt(root, index);
    const count = pageCount(root, index);
    sortPage(page, count);
    const behind = recordNumbered(page, count);
    for (let record = page; record < behind; record += RECORD_BYTES) {
      room -= enter(root, u32(record), u32(twins + (record - page)), shift);
      if (room < 0) return false;
    }
    twins = index + 1 == pages ? 0 : copyTwins(root, index);
  }
  return true;
}

/** Copies the first records of the next page behind those of page `index`, so that they lie side by side; 0: no room. */
function copyTwins(root: usize, index: u32): usize {
  const count = pageCount(root, index);
  if (count > PAGE_RECORDS - MAX_BESIDE) return 0;
  const next = pageAt(root, index + 1);
  sortPage(next, pageCount(root, index + 1));
  const page = pageAt(root, index);
  touchPage(page);
  const twins = recordNumbered(page, count);
  memory.copy(twins, next, MAX_BESIDE * RECORD_BYTES);
  return twins;
}

/** Makes `nr` empty parts, where they are if there are as many. */
function claimParts(root: usize, nr: u32): void {
  const has = load<u32>(root, I_BYTES);
  if (has < nr << 3) {
    if (has != 0) release(usize(load<u32>(root, I_PARTS)), has);
    const grown = (nr + (nr >> 3)) << 3;
    put32(root + I_PARTS, u32(alloc(grown)));
    put32(root + I_BYTES, grown);
  }
  put32(root + G_NR_PARTS, nr);
  touch(usize(load<u32>(root, I_PARTS)), nr << 3);
  memory.fill(usize(load<u32>(root, I_PARTS)), u8(EMPTY), usize(nr) << 3);
}

/** Enters one record, in order, into the parts that it overlaps, and says how many these are. */
function enter(root: usize, record: u32, twin: u32, shift: u32): u32 {
  const start = recordStart(usize(record));
  const end = start + recordBlocks(usize(record));
  const last = (end - 1) >> shift;
  let part = usize(load<u32>(root, I_PARTS)) + (usize(start >> shift) << 3);
  for (let i = start >> shift; i <= last; i++, part += 8) {
    const known = load<u32>(part);
    let place = known & NUMBER;
    const next = known - place + place * RECORD_BYTES;
    if (known == EMPTY) {
      place = 0;
      store<u32>(part, record | 1);
    } else if (place < MAX_BESIDE && (next == record || next == twin)) store<u32>(part, known + 1);
    else {
      place = APART;
      store<u32>(part, known | APART);
    }
    const to = i == last ? end : (i + 1) << shift;
    store<u32>(part, answered(load<u32>(part, P_ANSWERS), place, max(start, i << shift), to, shift - 3), P_ANSWERS);
  }
  return last - (start >> shift) + 1;
}

/** The answers of a part with one record more, which is number `place` of those side by side, over blocks `[from, to)`. */
function answered(answers: u32, place: u32, from: u32, to: u32, shift: u32): u32 {
  const last = (to - 1) >> shift;
  for (let eighth = from >> shift; eighth <= last; eighth++) {
    const first = eighth << shift;
    const bit = (eighth & 7) << 2;
    const old = (answers >> bit) & 15;
    let answer = SCAN;
    if (place < MAX_BESIDE && first >= from && to - first >= 1 << shift) {
      if (old == NONE) answer = 2 * place;
      else if (old == 2 * place - 2) answer = old + 1;
    }
    answers ^= (old ^ answer) << bit;
  }
  return answers;
}
