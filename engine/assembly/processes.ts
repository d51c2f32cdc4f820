/**
 * Processes and what they map: the lists that decide who is told, and in which order.
 *
 * Ids of processes are in order of creation, forks included. A file's mappings are a list in the order in which
 * collect_procs_fsdax meets them: by process, within one by file offset, then by age.
 *
 * Processes have a handler for SIGBUS, as the recorded ones had: a signal does not end them.
 *
 * **Left out:** threads, addresses (an offset in a mapping stands for one), dispositions of signals.
 */
import {
  INODE_FIRST_MAPPING, INODE_LAST_MAPPING, MAPPING_BYTES, MAPPING_ENTRIES, MAPPING_FLAGS, MAPPING_INODE, MAPPING_LEN,
  MAPPING_NAME, MAPPING_NEXT, MAPPING_NEXT_OF_INODE, MAPPING_OFF, MAPPING_PREV, MAPPING_PREV_OF_INODE,
  MAPPING_PROCESS, PROCESS_ALIVE, PROCESS_BYTES, PROCESS_FIRST_MAPPING, PROCESS_LAST_MAPPING, PROCESS_NAME,
  PROCESS_PID, PROCESS_POLICY, R_MAP_LOOKUP, R_NEXT_PID, T_MAPPINGS, T_PROCESSES,
} from "../abi";
import { fsCountMapping, inodeAt, inodeFs } from "./files";
import { lookupCreate, lookupGet, lookupSet } from "./lookup";
import { setProcessName } from "./names";
import { sparseCreate } from "./sparse";
import { put32, put64 } from "./state";
import { rootAt, tableAt, tableDefine, tablePush } from "./tables";

const FIRST_PID: u64 = 100;

export function processesReset(): void {
  tableDefine(T_PROCESSES, PROCESS_BYTES);
  tableDefine(T_MAPPINGS, MAPPING_BYTES);
  put64(rootAt(R_MAP_LOOKUP), lookupCreate());
  put64(rootAt(R_NEXT_PID), FIRST_PID);
}

// @ts-ignore: decorator
@inline
export function processAt(process: u32): usize {
  return tableAt(T_PROCESSES, process);
}

// @ts-ignore: decorator
@inline
export function mappingAt(mapping: u32): usize {
  return tableAt(T_MAPPINGS, mapping);
}

/** A new process that bears the name from now on. `pid` 0: the next one. */
export function processCreate(name: u32, policy: u32, pid: u32): u32 {
  const process = tablePush(T_PROCESSES);
  const at = processAt(process);
  const next = load<u64>(rootAt(R_NEXT_PID));
  const given = pid == 0 ? u32(next) : pid;
  put32(at + PROCESS_NAME, name);
  put32(at + PROCESS_PID, given);
  put32(at + PROCESS_POLICY, policy);
  put32(at + PROCESS_ALIVE, 1);
  put64(rootAt(R_NEXT_PID), max(next, u64(given)) + 1);
  setProcessName(name, process);
  return process;
}

export function processName(process: u32): u32 {
  return process == 0 ? 0 : load<u32>(processAt(process), PROCESS_NAME);
}

export function processIsAlive(process: u32): bool {
  return load<u32>(processAt(process), PROCESS_ALIVE) != 0;
}

// --- mappings ----------------------------------------------------------------------------------

// @ts-ignore: decorator
@inline
function mapKey(process: u32, name: u32): u64 {
  return (u64(process) << 32) | u64(name);
}

/** Mapping of a process by name; 0: none. */
export function mappingByName(process: u32, name: u32): u32 {
  return lookupGet(u32(load<u64>(rootAt(R_MAP_LOOKUP))), mapKey(process, name));
}

export function mappingInode(mapping: u32): u32 {
  return load<u32>(mappingAt(mapping), MAPPING_INODE);
}

export function mappingProcess(mapping: u32): u32 {
  return load<u32>(mappingAt(mapping), MAPPING_PROCESS);
}

export function mappingEntries(mapping: u32): u32 {
  return load<u32>(mappingAt(mapping), MAPPING_ENTRIES);
}

export function mappingHas(mapping: u32, flag: u32): bool {
  return (load<u32>(mappingAt(mapping), MAPPING_FLAGS) & flag) != 0;
}

/** First page of the file that the mapping shows. */
export function mappingFirstPage(mapping: u32): u64 {
  return load<u64>(mappingAt(mapping), MAPPING_OFF) >> 12;
}

/** Number of pages it shows. */
export function mappingPages(mapping: u32): u64 {
  return (load<u64>(mappingAt(mapping), MAPPING_LEN) + 4095) >> 12;
}

/** A new mapping of a file, without any entry yet. */
export function mappingCreate(process: u32, name: u32, inode: u32, off: u64, len: u64, flags: u32): u32 {
  const mapping = tablePush(T_MAPPINGS);
  const at = mappingAt(mapping);
  put32(at + MAPPING_PROCESS, process);
  put32(at + MAPPING_NAME, name);
  put32(at + MAPPING_INODE, inode);
  put32(at + MAPPING_FLAGS, flags);
  put64(at + MAPPING_OFF, off);
  put64(at + MAPPING_LEN, len);
  put32(at + MAPPING_ENTRIES, sparseCreate());
  const owner = processAt(process);
  const last = load<u32>(owner, PROCESS_LAST_MAPPING);
  put32(at + MAPPING_PREV, last);
  put32(last == 0 ? owner + PROCESS_FIRST_MAPPING : mappingAt(last) + MAPPING_NEXT, mapping);
  put32(owner + PROCESS_LAST_MAPPING, mapping);
  linkToInode(mapping, inode);
  lookupSet(u32(load<u64>(rootAt(R_MAP_LOOKUP))), mapKey(process, name), mapping);
  fsCountMapping(inodeFs(inode), 1);
  return mapping;
}

function isBefore(a: u32, b: u32): bool {
  if (mappingProcess(a) != mappingProcess(b)) return mappingProcess(a) < mappingProcess(b);
  const offA = load<u64>(mappingAt(a), MAPPING_OFF);
  const offB = load<u64>(mappingAt(b), MAPPING_OFF);
  return offA != offB ? offA < offB : a < b;
}

/** Keeps the file's list in order; nearly always the new one is the last. */
function linkToInode(mapping: u32, inode: u32): void {
  const file = inodeAt(inode);
  let prev = load<u32>(file, INODE_LAST_MAPPING);
  while (prev != 0 && isBefore(mapping, prev)) prev = load<u32>(mappingAt(prev), MAPPING_PREV_OF_INODE);
  const firstSlot = file + INODE_FIRST_MAPPING;
  const slot = prev == 0 ? firstSlot : mappingAt(prev) + MAPPING_NEXT_OF_INODE;
  const next = load<u32>(slot);
  put32(slot, mapping);
  put32(mappingAt(mapping) + MAPPING_PREV_OF_INODE, prev);
  put32(mappingAt(mapping) + MAPPING_NEXT_OF_INODE, next);
  put32(next == 0 ? file + INODE_LAST_MAPPING : mappingAt(next) + MAPPING_PREV_OF_INODE, mapping);
}

/** Takes the mapping out of all lists. Its entries have been dropped before. */
export function mappingForget(mapping: u32): void {
  const at = mappingAt(mapping);
  const owner = processAt(load<u32>(at, MAPPING_PROCESS));
  const file = inodeAt(load<u32>(at, MAPPING_INODE));
  unlink(at, owner + PROCESS_FIRST_MAPPING, owner + PROCESS_LAST_MAPPING, MAPPING_NEXT, MAPPING_PREV);
  unlink(at, file + INODE_FIRST_MAPPING, file + INODE_LAST_MAPPING, MAPPING_NEXT_OF_INODE, MAPPING_PREV_OF_INODE);
  const key = mapKey(load<u32>(at, MAPPING_PROCESS), load<u32>(at, MAPPING_NAME));
  lookupSet(u32(load<u64>(rootAt(R_MAP_LOOKUP))), key, 0);
  fsCountMapping(inodeFs(load<u32>(at, MAPPING_INODE)), -1);
  put32(at + MAPPING_INODE, 0);
}

function unlink(at: usize, first: usize, last: usize, nextField: usize, prevField: usize): void {
  const next = load<u32>(at + nextField);
  const prev = load<u32>(at + prevField);
  put32(prev == 0 ? first : mappingAt(prev) + nextField, next);
  put32(next == 0 ? last : mappingAt(next) + prevField, prev);
}

/** First mapping of a file in the order of the kernel's search; 0: nobody maps it. */
export function firstMappingOf(inode: u32): u32 {
  return load<u32>(inodeAt(inode), INODE_FIRST_MAPPING);
}

export function nextMappingOf(mapping: u32): u32 {
  return load<u32>(mappingAt(mapping), MAPPING_NEXT_OF_INODE);
}

export function firstMappingIn(process: u32): u32 {
  return load<u32>(processAt(process), PROCESS_FIRST_MAPPING);
}

export function nextMappingIn(mapping: u32): u32 {
  return load<u32>(mappingAt(mapping), MAPPING_NEXT);
}

/** Whether the mapping shows page `index` of its file. */
export function mappingShows(mapping: u32, index: u64): bool {
  const first = mappingFirstPage(mapping);
  return index >= first && index - first < mappingPages(mapping);
}
