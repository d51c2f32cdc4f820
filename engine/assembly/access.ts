/**
 * Loads and stores of processes, with everything that can come of them: faults, SIGBUS, machine checks.
 *
 * A load of a poisoned line is a machine check: the consuming task runs memory_failure itself (kill_me_maybe,
 * arch/x86/kernel/cpu/mce/core.c), and the NVDIMM's own handler remembers the line (nfit_handle_mce). A store goes to
 * the caches; it neither sees nor clears poison.
 *
 * **Left out:** speculative loads, MCEs without a restartable instruction, deferred errors.
 */
import { STOP_ZERO_PAGE } from "../abi/stops";
import { must } from "./stops";
import {
  BUS_ADRERR, EHWPOISON, EINVAL, EIO, ENTRY_CACHE, ENTRY_COPY, ENTRY_PMD, ENTRY_ZERO, EOPNOTSUPP,
  FN_DAX_IOMAP_FAULT, FN_KILL_ME_MAYBE, FN_LOAD, FN_MACHINE_CHECK, FN_STORE, INODE_CHAR, KEY_LEN, KEY_MAP,
  KEY_OFFSET_IN_MAPPING, KEY_PFN, KEY_PTE_PRESENT, MAPPING_LEN, MAPPING_NAME, MAPPING_OFF, MF_ACTION_REQUIRED,
  PAGE_SHIFT, RULE_FAULT_BEYOND_END, RULE_LOAD, RULE_LOAD_SIGBUS, RULE_MACHINE_CHECK, RULE_MCE_LEFT_ALONE,
  RULE_MCE_PLAIN_SIGBUS, RULE_MCE_RECOVERED, RULE_STORE, RULE_STORE_SIGBUS, R_CURRENT, SPACE_FILE, TEXT_OK,
  TEXT_SIGBUS, WHO_HARDWARE, WHO_KERNEL, WHO_PROCESS,
} from "../abi";
import { nfitHandleMce } from "./badranges";
import { PAGE_BUFFER } from "./buffers";
import { deviceName, pfnOf, pmemOf } from "./devices";
import { PMD_PAGES, entryDisk, entryIsWritable, entryKind, entryPage } from "./entries";
import {
  argBool, argName, argNumber, eventClose, eventCloseText, eventCloseVoid, eventDeviceRange, eventOpen,
  eventRange, eventRule, hasCrashed,
} from "./events";
import { FAULT_SERVED, daxFault, filePages } from "./fault";
import { inodeHas, inodeIsDax, inodePath } from "./files";
import { frameAt } from "./frames";
import { memoryFailure } from "./memory-failure";
import { processByName } from "./names";
import { cacheFault, charFault, markDirty } from "./other-faults";
import { mappedEntry } from "./page-table";
import { storeBytes } from "./persistence";
import { pmemRead } from "./pmem";
import {
  mappingAt, mappingByName, mappingInode, mappingProcess, processIsAlive, processName,
} from "./processes";
import { signalFault, signalPlain } from "./signals";
import { PAGE_BYTES, put64, touch } from "./state";
import { rootAt } from "./tables";

/** Page of the file that byte `off` of a mapping shows. */
function pageOf(mapping: u32, off: u64): u64 {
  return (load<u64>(mappingAt(mapping), MAPPING_OFF) + off) >> PAGE_SHIFT;
}

/** Makes page `index` present (and writable). FAULT_SERVED, FAULT_HANGS, or the code of a SIGBUS. */
export function makePresent(mapping: u32, index: u64, isWrite: bool): u32 {
  const inode = mappingInode(mapping);
  const entry = mappedEntry(mapping, index);
  if (entry != 0 && (!isWrite || entryIsWritable(entry))) return FAULT_SERVED;
  if (index >= filePages(inode)) {
    const event = eventOpen(FN_DAX_IOMAP_FAULT, RULE_FAULT_BEYOND_END, WHO_KERNEL, 0);
    eventRange(event, SPACE_FILE, inodePath(inode), index << PAGE_SHIFT, PAGE_BYTES);
    eventClose(event, -EIO);
    return BUS_ADRERR;
  }
  if (inodeHas(inode, INODE_CHAR)) return charFault(mapping, inode, index);
  if (inodeIsDax(inode)) return daxFault(mapping, inode, index, isWrite);
  return cacheFault(mapping, inode, index, isWrite);
}

/** Page of the disk that a present page of a mapping is; its entry may begin before it. */
export function mappedPage(entry: u64, index: u64): u64 {
  return entryKind(entry) == ENTRY_PMD ? entryPage(entry) + (index & (PMD_PAGES - 1)) : entryPage(entry);
}

/** Opens the event of an access, with the state of the page table before it. */
function openAccess(fn: u32, rule: u32, mapping: u32, off: u64, len: u64): u32 {
  const event = eventOpen(fn, rule, WHO_PROCESS, processName(mappingProcess(mapping)));
  const inFile = load<u64>(mappingAt(mapping), MAPPING_OFF) + off;
  eventRange(event, SPACE_FILE, inodePath(mappingInode(mapping)), inFile, len);
  argName(event, KEY_MAP, load<u32>(mappingAt(mapping), MAPPING_NAME));
  argNumber(event, KEY_OFFSET_IN_MAPPING, off);
  argNumber(event, KEY_LEN, len);
  argBool(event, KEY_PTE_PRESENT, mappedEntry(mapping, pageOf(mapping, off)) != 0);
  return event;
}

/** Loads `len` bytes. 0: they were there; otherwise the process got a SIGBUS, or does not come back. */
export function loadBytes(mapping: u32, off: u64, len: u64): i32 {
  const event = openAccess(FN_LOAD, RULE_LOAD, mapping, off, len);
  let done: u64 = 0;
  while (done < len) {
    const here = off + done;
    const index = pageOf(mapping, here);
    const inPage = u32(load<u64>(mappingAt(mapping), MAPPING_OFF) + here) & (PAGE_BYTES - 1);
    const part = u32(min(len - done, u64(PAGE_BYTES - inPage)));
    const code = makePresent(mapping, index, false);
    if (hasCrashed()) return -EIO;
    if (code != FAULT_SERVED) {
      signalFault(mappingProcess(mapping), code, mapping, here & ~u64(PAGE_BYTES - 1));
      return failed(event, RULE_LOAD_SIGBUS);
    }
    const entry = mappedEntry(mapping, index);
    if (entryDisk(entry) != 0) {
      const at = (mappedPage(entry, index) << PAGE_SHIFT) + inPage;
      const got = pmemRead(pmemOf(entryDisk(entry)), at, part, PAGE_BUFFER);
      if (got < part) {
        machineCheck(mapping, entryDisk(entry), (at + got) & ~63);
        return hasCrashed() ? -EIO : failed(event, RULE_LOAD_SIGBUS);
      }
    }
    done += part;
  }
  eventCloseText(event, TEXT_OK);
  return 0;
}

function failed(event: u32, rule: u32): i32 {
  eventRule(event, rule);
  eventCloseText(event, TEXT_SIGBUS);
  return 0;
}

/** Stores `len` bytes from `src`; 0: the bytes that are there, as a first touch does. */
export function storeAt(mapping: u32, off: u64, len: u64, src: usize): i32 {
  const event = openAccess(FN_STORE, RULE_STORE, mapping, off, len);
  let done: u64 = 0;
  while (done < len) {
    const here = off + done;
    const index = pageOf(mapping, here);
    const inPage = u32(load<u64>(mappingAt(mapping), MAPPING_OFF) + here) & (PAGE_BYTES - 1);
    const part = u32(min(len - done, u64(PAGE_BYTES - inPage)));
    const code = makePresent(mapping, index, true);
    if (hasCrashed()) return -EIO;
    if (code != FAULT_SERVED) {
      signalFault(mappingProcess(mapping), code, mapping, here & ~u64(PAGE_BYTES - 1));
      return failed(event, RULE_STORE_SIGBUS);
    }
    if (src != 0) putBytes(mapping, index, inPage, part, src + usize(done));
    done += part;
  }
  eventCloseText(event, TEXT_OK);
  return 0;
}

function putBytes(mapping: u32, index: u64, inPage: u32, len: u32, src: usize): void {
  const entry = mappedEntry(mapping, index);
  const kind = entryKind(entry);
  must(kind != ENTRY_ZERO, STOP_ZERO_PAGE);
  if (kind == ENTRY_CACHE || kind == ENTRY_COPY) {
    const at = frameAt(u32(entryPage(entry))) + inPage;
    touch(at, len);
    memory.copy(at, src, len);
    if (kind == ENTRY_CACHE) markDirty(mappingInode(mapping), index);
    return;
  }
  storeBytes(entryDisk(entry), (mappedPage(entry, index) << PAGE_SHIFT) + inPage, len, src);
}

// --- machine checks ----------------------------------------------------------------------------

/** A process has consumed poison at line `off` of a disk. */
function machineCheck(mapping: u32, disk: u32, off: u64): void {
  const process = mappingProcess(mapping);
  const event = eventOpen(FN_MACHINE_CHECK, RULE_MACHINE_CHECK, WHO_HARDWARE, 0);
  eventDeviceRange(event, deviceName(disk), off, 64);
  argNumber(event, KEY_PFN, pfnOf(disk, off));
  put64(rootAt(R_CURRENT), process);
  killMeMaybe(process, pfnOf(disk, off));
  put64(rootAt(R_CURRENT), 0);
  if (hasCrashed()) return;
  nfitHandleMce(disk, off);
  eventCloseVoid(event);
}

/** Models kill_me_maybe: what is neither handled nor left to others is a SIGBUS without an address. */
function killMeMaybe(process: u32, pfn: u64): void {
  const event = eventOpen(FN_KILL_ME_MAYBE, RULE_MCE_RECOVERED, WHO_PROCESS, processName(process));
  const rc = memoryFailure(pfn, MF_ACTION_REQUIRED);
  if (hasCrashed()) return;
  if (rc == -EHWPOISON || rc == -EOPNOTSUPP) eventRule(event, RULE_MCE_LEFT_ALONE);
  else if (rc != 0) {
    eventRule(event, RULE_MCE_PLAIN_SIGBUS);
    signalPlain(process);
  }
  eventCloseVoid(event);
}

// --- steps -------------------------------------------------------------------------------------

/** Mapping that `{process, map, …}` names, if both are there; 0 otherwise. */
export function mappingOfStep(ptr: usize): u32 {
  const process = processByName(load<u32>(ptr));
  if (process == 0 || !processIsAlive(process)) return 0;
  return mappingByName(process, load<u32>(ptr, 4));
}

/** Whether `[off, off + len)` lies in the mapping. */
export function isInMapping(mapping: u32, off: u64, len: u64): bool {
  const size = load<u64>(mappingAt(mapping), MAPPING_LEN);
  return off <= size && len <= size - off;
}

/** Arguments as OP_LOAD has them. */
export function loadStep(ptr: usize): i32 {
  const mapping = mappingOfStep(ptr);
  if (mapping == 0 || !isInMapping(mapping, load<u64>(ptr, 8), load<u64>(ptr, 16))) return -EINVAL;
  return loadBytes(mapping, load<u64>(ptr, 8), load<u64>(ptr, 16));
}

/** Arguments as OP_STORE has them. */
export function storeStep(ptr: usize): i32 {
  const mapping = mappingOfStep(ptr);
  const len = u64(load<u32>(ptr, 16));
  if (mapping == 0 || !isInMapping(mapping, load<u64>(ptr, 8), len)) return -EINVAL;
  return storeAt(mapping, load<u64>(ptr, 8), len, ptr + 20);
}
