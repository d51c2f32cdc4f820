/**
 * Steps on processes: spawn, fork, policy, exit, mmap, munmap, flush, fence.
 *
 * fork copies page tables only where the kernel must: of private mappings with pages of their own. Shared DAX pages
 * are faulted in again by the child, so it is told only of what it touched.
 *
 * **Left out:** exec, threads, partial munmap, mremap.
 */
import {
  DEV_CHAR, EEXIST, EINVAL, ENODEV, ENOENT, ENTRY_COPY, ENTRY_WRITABLE, FN_FENCE, FN_FLUSH, FN_MMAP, FN_MUNMAP,
  FN_PROCESS, INODE_DIRECTORY, KEY_LEN, KEY_LINES, KEY_MAP, KEY_OFFSET, KEY_PARENT, KEY_PID, KEY_POLICY,
  KEY_PROCESS, KILL_EARLY, KILL_LATE, MAPPING_COPIES, MAPPING_FLAGS, MAPPING_LEN, MAPPING_NAME, MAPPING_OFF,
  MAPPING_PRIVATE, PAGE_SHIFT, PROCESS_ALIVE, PROCESS_PARENT, PROCESS_PID, PROCESS_POLICY, RULE_FENCE,
  RULE_FLUSH, RULE_FLUSH_NOT_NEEDED, RULE_MMAP, RULE_MMAP_EXISTS, RULE_MMAP_NONE, RULE_MUNMAP,
  RULE_PROCESS_EXISTS, RULE_PROCESS_EXITED, RULE_PROCESS_FORKED, RULE_PROCESS_NONE, RULE_PROCESS_POLICY,
  RULE_PROCESS_SPAWNED, SPACE_FILE, TEXT_DEFAULT, TEXT_EARLY, TEXT_LATE, WHO_PROCESS,
} from "../abi";
import { isInMapping, loadBytes, mappedPage, mappingOfStep, storeAt } from "./access";
import { deviceKind, deviceName, devicePresent } from "./devices";
import { entryDisk, entryKind, entryOf, entryPage } from "./entries";
import {
  argName, argNumber, argText, eventClose, eventOpen, eventRange, eventRule, hasCrashed,
} from "./events";
import { afterPath, fileOfPath } from "./file-answers";
import { MAX_FILE_BYTES, charInode, inodeGet, inodeHas, inodePath, inodeSize } from "./files";
import { frameAlloc, frameAt } from "./frames";
import { evictIfUnused } from "./inode-pages";
import { pathName, processByName } from "./names";
import { dropEntries, mappedEntry, setEntry } from "./page-table";
import { fenceLines, flushBytes } from "./persistence";
import {
  firstMappingIn, mappingAt, mappingByName, mappingCreate, mappingEntries, mappingForget, mappingHas,
  mappingInode, mappingProcess, nextMappingIn, processAt, processCreate, processIsAlive,
} from "./processes";
import { NO_INDEX, sparseGet, sparseNext } from "./sparse";
import { PAGE_BYTES, put32, touch } from "./state";

function open(fn: u32, rule: u32, name: u32): u32 {
  const event = eventOpen(fn, rule, WHO_PROCESS, name);
  argName(event, KEY_PROCESS, name);
  return event;
}

function refuse(event: u32, rule: u32, errno: i32): i32 {
  eventRule(event, rule);
  return eventClose(event, -errno);
}

function livingProcess(name: u32): u32 {
  const process = processByName(name);
  return process != 0 && processIsAlive(process) ? process : 0;
}

function argPolicy(event: u32, policy: u32): void {
  argText(event, KEY_POLICY, policy == KILL_EARLY ? TEXT_EARLY : policy == KILL_LATE ? TEXT_LATE : TEXT_DEFAULT);
}

/** Arguments as OP_SPAWN has them. */
export function spawnStep(ptr: usize): i32 {
  const event = open(FN_PROCESS, RULE_PROCESS_SPAWNED, load<u32>(ptr));
  if (livingProcess(load<u32>(ptr)) != 0) return refuse(event, RULE_PROCESS_EXISTS, EEXIST);
  const process = processCreate(load<u32>(ptr), load<u32>(ptr, 4), load<u32>(ptr, 8));
  argNumber(event, KEY_PID, load<u32>(processAt(process), PROCESS_PID));
  argPolicy(event, load<u32>(ptr, 4));
  return eventClose(event, 0);
}

/** Arguments as OP_POLICY has them: prctl(PR_MCE_KILL). */
export function policyStep(ptr: usize): i32 {
  const event = open(FN_PROCESS, RULE_PROCESS_POLICY, load<u32>(ptr));
  const process = livingProcess(load<u32>(ptr));
  if (process == 0) return refuse(event, RULE_PROCESS_NONE, ENOENT);
  put32(processAt(process) + PROCESS_POLICY, load<u32>(ptr, 4));
  argPolicy(event, load<u32>(ptr, 4));
  return eventClose(event, 0);
}

/** Arguments as OP_FORK has them. */
export function forkStep(ptr: usize): i32 {
  const event = open(FN_PROCESS, RULE_PROCESS_FORKED, load<u32>(ptr));
  argName(event, KEY_PARENT, load<u32>(ptr, 4));
  const parent = livingProcess(load<u32>(ptr, 4));
  if (parent == 0) return refuse(event, RULE_PROCESS_NONE, ENOENT);
  if (livingProcess(load<u32>(ptr)) != 0) return refuse(event, RULE_PROCESS_EXISTS, EEXIST);
  const child = processCreate(load<u32>(ptr), load<u32>(processAt(parent), PROCESS_POLICY), 0);
  put32(processAt(child) + PROCESS_PARENT, parent);
  argNumber(event, KEY_PID, load<u32>(processAt(child), PROCESS_PID));
  for (let m = firstMappingIn(parent); m != 0; m = nextMappingIn(m)) copyMapping(m, child);
  return eventClose(event, 0);
}

/** Models copy_page_range and vma_needs_copy, mm/memory.c. */
function copyMapping(mapping: u32, child: u32): void {
  const at = mappingAt(mapping);
  const copy = mappingCreate(
    child, load<u32>(at, MAPPING_NAME), mappingInode(mapping), load<u64>(at, MAPPING_OFF), load<u64>(at, MAPPING_LEN),
    load<u32>(at, MAPPING_FLAGS),
  );
  if (!mappingHas(mapping, MAPPING_PRIVATE) || load<u32>(at, MAPPING_COPIES) == 0) return;
  const array = mappingEntries(mapping);
  for (let index = sparseNext(array, 0); index != NO_INDEX; index = sparseNext(array, index + 1)) {
    const entry = sparseGet(array, u32(index));
    if (entryKind(entry) != ENTRY_COPY) {
      setEntry(copy, index, entry);
      continue;
    }
    const frame = frameAlloc();
    touch(frameAt(frame), PAGE_BYTES);
    memory.copy(frameAt(frame), frameAt(u32(entryPage(entry))), PAGE_BYTES);
    setEntry(copy, index, entryOf(ENTRY_COPY, 0, frame) | ENTRY_WRITABLE);
  }
}

function dropMapping(mapping: u32): void {
  const inode = mappingInode(mapping);
  dropEntries(mapping);
  mappingForget(mapping);
  evictIfUnused(inode);
}

/** The process is gone with all that it mapped. */
export function processEnd(process: u32): void {
  let mapping = firstMappingIn(process);
  while (mapping != 0) {
    const next = nextMappingIn(mapping);
    dropMapping(mapping);
    mapping = next;
  }
  put32(processAt(process) + PROCESS_ALIVE, 0);
}

/** Arguments as OP_EXIT has them. */
export function exitStep(ptr: usize): i32 {
  const event = open(FN_PROCESS, RULE_PROCESS_EXITED, load<u32>(ptr));
  const process = livingProcess(load<u32>(ptr));
  if (process == 0) return refuse(event, RULE_PROCESS_NONE, ENOENT);
  processEnd(process);
  return eventClose(event, 0);
}

/** Arguments as OP_MMAP has them, with the first touches. */
export function mmapStep(ptr: usize): i32 {
  const name = load<u32>(ptr);
  const map = load<u32>(ptr, 4);
  const path = ptr + 8;
  const args = afterPath(path);
  const event = open(FN_MMAP, RULE_MMAP, name);
  argName(event, KEY_MAP, map);
  const process = livingProcess(name);
  if (process == 0) return refuse(event, RULE_PROCESS_NONE, ENOENT);
  if (mappingByName(process, map) != 0) return refuse(event, RULE_MMAP_EXISTS, EEXIST);
  const inode = inodeToMap(path, load<u32>(args));
  if (inode == 0) return refuse(event, RULE_MMAP_NONE, ENOENT);
  if (inodeHas(inode, INODE_DIRECTORY)) return refuse(event, RULE_MMAP_NONE, ENODEV);
  const off = load<u64>(args, 4);
  let len = load<u64>(args, 12);
  if (len == 0) len = inodeSize(inode) > off ? ((inodeSize(inode) - off) + 4095) & ~4095 : 0;
  const isTooLong = off > MAX_FILE_BYTES || len > MAX_FILE_BYTES - off;
  if (len == 0 || (off & 4095) != 0 || isTooLong) return refuse(event, RULE_MMAP_NONE, EINVAL);
  eventRange(event, SPACE_FILE, inodePath(inode), off, len);
  argNumber(event, KEY_OFFSET, off);
  argNumber(event, KEY_LEN, len);
  const mapping = mappingCreate(process, map, inode, off, len, load<u32>(args, 20));
  touchPages(mapping, args + 24);
  return hasCrashed() ? -EINVAL : eventClose(event, 0);
}

/** File or character device to map; naming a file brings it into core. */
function inodeToMap(path: usize, deviceName: u32): u32 {
  if (deviceName != 0) {
    const device = devicePresent(deviceName);
    return device != 0 && deviceKind(device) == DEV_CHAR ? charInode(device, deviceName) : 0;
  }
  const inode = fileOfPath(path);
  if (inode != 0) inodeGet(inode, pathName(path));
  return inode;
}

function touchPages(mapping: u32, list: usize): void {
  const nr = load<u32>(list);
  for (let i: u32 = 0; i < nr && !hasCrashed(); i++) {
    const one = list + 4 + usize(i) * 12;
    const off = load<u64>(one);
    if (!isInMapping(mapping, off, 1)) continue;
    if (load<u32>(one, 8) == 0) loadBytes(mapping, off, 1);
    else storeAt(mapping, off, 1, 0);
  }
}

/** Arguments as OP_MUNMAP has them. */
export function munmapStep(ptr: usize): i32 {
  const event = open(FN_MUNMAP, RULE_MUNMAP, load<u32>(ptr));
  argName(event, KEY_MAP, load<u32>(ptr, 4));
  const mapping = mappingOfStep(ptr);
  if (mapping == 0) return refuse(event, RULE_MMAP_NONE, EINVAL);
  dropMapping(mapping);
  return eventClose(event, 0);
}

/** Arguments as OP_FLUSH has them: CLWB over a range of a mapping. */
export function flushStep(ptr: usize): i32 {
  const mapping = mappingOfStep(ptr);
  const off = load<u64>(ptr, 8);
  const len = load<u64>(ptr, 16);
  const event = open(FN_FLUSH, RULE_FLUSH, load<u32>(ptr));
  argName(event, KEY_MAP, load<u32>(ptr, 4));
  if (mapping == 0 || !isInMapping(mapping, off, len)) return refuse(event, RULE_MMAP_NONE, EINVAL);
  let nr: u32 = 0;
  for (let here = off; here < off + len; ) {
    const inFile = load<u64>(mappingAt(mapping), MAPPING_OFF) + here;
    const part = min(off + len - here, u64(PAGE_BYTES) - (inFile & 4095));
    const entry = mappedEntry(mapping, inFile >> PAGE_SHIFT);
    if (entryDisk(entry) != 0) {
      const at = (mappedPage(entry, inFile >> PAGE_SHIFT) << PAGE_SHIFT) + (inFile & 4095);
      nr += flushBytes(entryDisk(entry), at, part, mappingProcess(mapping));
    }
    here += part;
  }
  argNumber(event, KEY_LINES, nr);
  if (nr == 0) eventRule(event, RULE_FLUSH_NOT_NEEDED);
  return eventClose(event, 0);
}

/** Arguments as OP_FENCE has them: SFENCE. */
export function fenceStep(ptr: usize): i32 {
  const event = open(FN_FENCE, RULE_FENCE, load<u32>(ptr));
  const process = livingProcess(load<u32>(ptr));
  if (process == 0) return refuse(event, RULE_PROCESS_NONE, ENOENT);
  argNumber(event, KEY_LINES, fenceLines(process));
  return eventClose(event, 0);
}
