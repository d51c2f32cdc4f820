/**
 * What a power failure keeps: lines of 64 bytes on their way from the CPU's caches to the power-fail domain.
 *
 * The store's bytes are what a load sees. A line that is not yet safe has a record with the bytes that are. ADR: the
 * domain begins at the memory controller, so a store is safe once its line was written back *and* its process has
 * fenced. eADR: caches are inside, every store is safe at once. What was not fenced may have left the cache by
 * itself: at a power failure the machine's seed decides, line by line.
 *
 * **Left out:** stores torn within a line (8-byte atomicity), write-pending queues as a place, deep flush.
 */
import {
  DEVICE_EADR, DEVICE_PMEM, LINE_BOTH, LINE_BYTES, LINE_DEVICE, LINE_DIRTY, LINE_FLUSHED, LINE_FREE, LINE_NEXT,
  LINE_OFF, LINE_PREV, LINE_PROCESS, LINE_SAFE, LINE_STATE, LINE_WRITTEN_BACK, PROCESS_LINES, R_FREE_LINE,
  R_KERNEL_LINES, R_LINE_LOOKUP, R_NR_LINES, R_SEED, T_LINES,
} from "../abi";
import { LINE_BUFFER } from "./buffers";
import { deviceAt } from "./devices";
import { lookupCreate, lookupGet, lookupSet } from "./lookup";
import { mix } from "./mix";
import { pmemRead, pmemWrite } from "./pmem";
import { processAt } from "./processes";
import { put32, put64, touch } from "./state";
import { rootAt, tableAt, tableCount, tableDefine, tablePush } from "./tables";

const LINE: u64 = 64;

export function persistenceReset(): void {
  tableDefine(T_LINES, LINE_BYTES);
  put64(rootAt(R_LINE_LOOKUP), lookupCreate());
}

// @ts-ignore: decorator
@inline
function lineAt(line: u32): usize {
  return tableAt(T_LINES, line);
}

function lookup(): u32 {
  return u32(load<u64>(rootAt(R_LINE_LOOKUP)));
}

// @ts-ignore: decorator
@inline
function keyOf(disk: u32, off: u64): u64 {
  return (u64(disk) << 44) | off;
}

function pmemId(disk: u32): u32 {
  return load<u32>(deviceAt(disk), DEVICE_PMEM);
}

/** Address of the cell that holds the first line of a process's list. */
function headOf(process: u32): usize {
  return process == 0 ? rootAt(R_KERNEL_LINES) : processAt(process) + PROCESS_LINES;
}

/** Number of lines that are not safe. */
export function unsafeLines(): u32 {
  return u32(load<u64>(rootAt(R_NR_LINES)));
}

function count(change: i64): void {
  put64(rootAt(R_NR_LINES), load<u64>(rootAt(R_NR_LINES)) + u64(change));
}

function newLine(disk: u32, off: u64): u32 {
  let line = u32(load<u64>(rootAt(R_FREE_LINE)));
  if (line == 0) line = tablePush(T_LINES);
  else put64(rootAt(R_FREE_LINE), load<u32>(lineAt(line), LINE_NEXT));
  const at = lineAt(line);
  touch(at, LINE_BYTES);
  memory.fill(at, 0, LINE_BYTES);
  store<u32>(at, disk, LINE_DEVICE);
  store<u64>(at, off, LINE_OFF);
  pmemRead(pmemId(disk), off, u32(LINE), at + LINE_SAFE);
  lookupSet(lookup(), keyOf(disk, off), line);
  count(1);
  return line;
}

function freeLine(line: u32): void {
  const at = lineAt(line);
  lookupSet(lookup(), keyOf(load<u32>(at, LINE_DEVICE), load<u64>(at, LINE_OFF)), 0);
  touch(at, LINE_BYTES);
  memory.fill(at, 0, LINE_BYTES);
  put32(at + LINE_NEXT, u32(load<u64>(rootAt(R_FREE_LINE))));
  put64(rootAt(R_FREE_LINE), line);
  count(-1);
}

function link(line: u32, process: u32): void {
  const at = lineAt(line);
  const head = headOf(process);
  const first = load<u32>(head);
  put32(at + LINE_PROCESS, process);
  put32(at + LINE_PREV, 0);
  put32(at + LINE_NEXT, first);
  if (first != 0) put32(lineAt(first) + LINE_PREV, line);
  put32(head, line);
}

function unlink(line: u32): void {
  const at = lineAt(line);
  const next = load<u32>(at, LINE_NEXT);
  const prev = load<u32>(at, LINE_PREV);
  if (next != 0) put32(lineAt(next) + LINE_PREV, prev);
  put32(prev == 0 ? headOf(load<u32>(at, LINE_PROCESS)) : lineAt(prev) + LINE_NEXT, next);
}

/** A store is about to change a line through the caches. */
function dirtyLine(disk: u32, off: u64): void {
  let line = lookupGet(lookup(), keyOf(disk, off));
  if (line == 0) line = newLine(disk, off);
  const at = lineAt(line) + LINE_STATE;
  const state = load<u32>(at);
  if (state == LINE_FREE) put32(at, LINE_DIRTY);
  else if (state == LINE_FLUSHED) put32(at, LINE_BOTH);
}

/** The line's bytes leave the cache; they are safe once `process` fences. */
function flushLine(line: u32, process: u32): void {
  const at = lineAt(line);
  const state = load<u32>(at, LINE_STATE);
  if (state == LINE_FLUSHED || state == LINE_BOTH) unlink(line);
  touch(at, LINE_BYTES);
  pmemRead(pmemId(load<u32>(at, LINE_DEVICE)), load<u64>(at, LINE_OFF), u32(LINE), at + LINE_WRITTEN_BACK);
  put32(at + LINE_STATE, LINE_FLUSHED);
  link(line, process);
}

/** Stores bytes through the caches. */
export function storeBytes(disk: u32, off: u64, len: u32, src: usize): void {
  if (load<u32>(deviceAt(disk), DEVICE_EADR) == 0) {
    for (let line = off & ~(LINE - 1); line < off + u64(len); line += LINE) dirtyLine(disk, line);
  }
  pmemWrite(pmemId(disk), off, len, src);
}

/** Stores bytes past the caches (memcpy_flushcache), as the kernel does: safe with the kernel's next fence. */
export function storeFlushed(disk: u32, off: u64, len: u32, src: usize): void {
  storeBytes(disk, off, len, src);
  flushBytes(disk, off, len, 0);
}

/** Writes the lines of a range back (CLWB). Returns how many had something to write. */
export function flushBytes(disk: u32, off: u64, len: u64, process: u32): u32 {
  let nr: u32 = 0;
  if (unsafeLines() == 0) return 0;
  for (let at = off & ~(LINE - 1); at < off + len; at += LINE) {
    const line = lookupGet(lookup(), keyOf(disk, at));
    if (line == 0) continue;
    if (load<u32>(lineAt(line), LINE_STATE) != LINE_FLUSHED) nr++;
    flushLine(line, process);
  }
  return nr;
}

/** What the process (0: the kernel) has written back is safe now (SFENCE). Returns the number of lines. */
export function fenceLines(process: u32): u32 {
  let nr: u32 = 0;
  let line = load<u32>(headOf(process));
  while (line != 0) {
    const at = lineAt(line);
    const next = load<u32>(at, LINE_NEXT);
    if (load<u32>(at, LINE_STATE) == LINE_BOTH) {
      touch(at, LINE_BYTES);
      memory.copy(at + LINE_SAFE, at + LINE_WRITTEN_BACK, usize(LINE));
      put32(at + LINE_STATE, LINE_DIRTY);
    } else freeLine(line);
    nr++;
    line = next;
  }
  put32(headOf(process), 0);
  return nr;
}

/** A coin of the machine's seed for one line. */
function coin(disk: u32, off: u64, salt: u64): bool {
  return (mix(mix(load<u64>(rootAt(R_SEED)), keyOf(disk, off)), salt) & 1) != 0;
}

/**
 * The power fails: every line that is not safe keeps old bytes or newer ones. Returns lines that lost their newest
 * bytes in the low half, lines that kept them by chance in the high half.
 */
export function losePower(salt: u64): u64 {
  let lost: u64 = 0;
  let kept: u64 = 0;
  const nr = tableCount(T_LINES);
  for (let line: u32 = 1; line <= nr; line++) {
    const at = lineAt(line);
    const state = load<u32>(at, LINE_STATE);
    if (state == LINE_FREE) continue;
    const disk = load<u32>(at, LINE_DEVICE);
    const off = load<u64>(at, LINE_OFF);
    if (coin(disk, off, salt)) kept++;
    else {
      const hasBack = state != LINE_DIRTY && coin(disk, off, salt + 1);
      memory.copy(LINE_BUFFER, at + (hasBack ? LINE_WRITTEN_BACK : LINE_SAFE), usize(LINE));
      pmemWrite(pmemId(disk), off, u32(LINE), LINE_BUFFER);
      lost++;
    }
    if (state != LINE_DIRTY) unlink(line);
    freeLine(line);
  }
  return lost | (kept << 32);
}
