/**
 * The bytes behind pmem devices: sparse, up to 16 TiB each, in the shape of an x86 page table.
 *
 * A device is 32 roots of 512 GiB, then three levels of 512 entries (1 GiB, 2 MiB, 4 KiB). An entry is
 * the address of the table or page below; its bit 0 says that some line below is poisoned, so a clean
 * load pays nothing for the check. What was never written reads as zero and takes no memory.
 *
 * The caller gives ranges inside the device. Writes never look at poison and never clear it: what a
 * write does to poison is a rule of the kernel model, not of the bytes.
 *
 * **Left out:** caches and write-pending queues (the rules model what a power failure keeps).
 */
import { STOP_LOAD_ALIGNMENT, STOP_LOAD_RANGE, STOP_STORE_ALIGNMENT, STOP_STORE_RANGE } from "../abi/stops";
import { must } from "./stops";
import { D_ROOTS, D_SIZE, checkRange, pmemCount, pmemRecord, pmemSize } from "./device";
import { PAGE_BYTES, alloc, put32Inline, put64Inline, touch } from "./state";
import { poisonAny, poisonNext } from "./poison";
import { mix, mixBytes } from "./mix";

const TABLE_BYTES: u32 = 2048;

export { D_SIZE, pmemCount, pmemCreate, pmemRecord, pmemSize } from "./device";

// --- the directory -----------------------------------------------------------------------------

// @ts-ignore: decorator
@inline
function rootSlot(record: usize, offBytes: u64): usize {
  return record + D_ROOTS + (usize(offBytes >> 39) << 2);
}

// @ts-ignore: decorator
@inline
function below(entry: u32, index: u32): usize {
  return usize(entry & ~1) + (usize(index & 511) << 2);
}

/** Entry of the page of `offBytes`; 0: nothing there. Bit 0: look into poison.ts before you read. */
// @ts-ignore: decorator
@inline
export function pmemEntry(record: usize, offBytes: u64): u32 {
  let entry = load<u32>(rootSlot(record, offBytes));
  if (entry <= 1) return entry;
  entry = load<u32>(below(entry, u32(offBytes >> 30)));
  if (entry <= 1) return entry;
  entry = load<u32>(below(entry, u32(offBytes >> 21)));
  if (entry <= 1) return entry;
  return load<u32>(below(entry, u32(offBytes >> 12)));
}

/** Slot of the page's entry, with all tables above it. */
function claimSlot(dev: u32, record: usize, offBytes: u64): usize {
  let slot = rootSlot(record, offBytes);
  for (let shift: u32 = 30; shift >= 12; shift -= 9) {
    if (load<u32>(slot) <= 1) claimTable(dev, slot, offBytes, shift);
    slot = below(load<u32>(slot), u32(offBytes >> shift));
  }
  return slot;
}

/** A table whose entries cover `1 << shift` bytes; it inherits the poison mark, entry by entry. */
function claimTable(dev: u32, slot: usize, offBytes: u64, shift: u32): void {
  const mark = load<u32>(slot);
  const table = alloc(TABLE_BYTES);
  if (mark != 0) {
    const startBytes = offBytes & ~((u64(512) << shift) - 1);
    for (let i: u32 = 0; i < 512; i++) {
      const offHere = startBytes + (u64(i) << shift);
      if (poisonAny(dev, offHere, u64(1) << shift)) store<u32>(table + (usize(i) << 2), 1);
    }
  }
  put32Inline(slot, u32(table) | mark);
}

/** Marks what covers a range that poison.ts has just poisoned. */
export function pmemSetMarks(dev: u32, offBytes: u64, lenBytes: u64): void {
  setMarks(pmemRecord(dev) + D_ROOTS, 39, 0, 32, offBytes, offBytes + lenBytes);
}

function setMarks(table: usize, shift: u32, base: u64, n: u32, start: u64, end: u64): void {
  const first = u32((max(start, base) - base) >> shift);
  const last = u32(min(u64(n) - 1, (end - 1 - base) >> shift));
  for (let i = first; i <= last; i++) {
    const slot = table + (usize(i) << 2);
    const entry = load<u32>(slot);
    if ((entry & 1) == 0) put32Inline(slot, entry | 1);
    if (shift > 12 && entry > 1) {
      setMarks(usize(entry & ~1), shift - 9, base + (u64(i) << shift), 512, start, end);
    }
  }
}

/** Unmarks what no longer covers poison, in a range that poison.ts has just cleared. */
export function pmemClearMarks(dev: u32, offBytes: u64, lenBytes: u64): void {
  clearMarks(dev, pmemRecord(dev) + D_ROOTS, 39, 0, 32, offBytes, offBytes + lenBytes);
}

function clearMarks(
  dev: u32, table: usize, shift: u32, base: u64, n: u32, start: u64, end: u64,
): void {
  const first = u32((max(start, base) - base) >> shift);
  const last = u32(min(u64(n) - 1, (end - 1 - base) >> shift));
  for (let i = first; i <= last; i++) {
    const slot = table + (usize(i) << 2);
    const entry = load<u32>(slot);
    if ((entry & 1) == 0) continue;
    const offHere = base + (u64(i) << shift);
    if (shift > 12 && entry > 1) {
      clearMarks(dev, usize(entry & ~1), shift - 9, offHere, 512, start, end);
    }
    if (!poisonAny(dev, offHere, u64(1) << shift)) put32Inline(slot, entry & ~1);
  }
}

// --- reading and writing -----------------------------------------------------------------------

/**
 * Copies `[offBytes, offBytes + lenBytes)` to `dst`, up to the first poisoned line, and returns the
 * number of bytes copied: `lenBytes` if none is poisoned. `dst` is written raw: if it is state, call
 * `touch` first.
 */
export function pmemRead(dev: u32, offBytes: u64, lenBytes: u32, dst: usize): u32 {
  checkRange(dev, offBytes, lenBytes);
  const record = pmemRecord(dev);
  let done: u32 = 0;
  while (done < lenBytes) {
    const offHere = offBytes + done;
    const inPage = u32(offHere) & (PAGE_BYTES - 1);
    let part = min<u32>(PAGE_BYTES - inPage, lenBytes - done);
    const entry = pmemEntry(record, offHere);
    let stop = false;
    if ((entry & 1) != 0) {
      const bad = poisonNext(dev, offHere);
      if (bad < offHere + part) {
        part = bad > offHere ? u32(bad - offHere) : 0;
        stop = true;
      }
    }
    const page = usize(entry & ~1);
    if (page == 0) memory.fill(dst + done, 0, part);
    else memory.copy(dst + done, page + inPage, part);
    done += part;
    if (stop) break;
  }
  return done;
}

/** Copies what a range of the device holds to `dst`, poison or not, and returns `lenBytes`. */
export function pmemReadThrough(dev: u32, offBytes: u64, lenBytes: u32, dst: usize): u32 {
  checkRange(dev, offBytes, lenBytes);
  const record = pmemRecord(dev);
  let done: u32 = 0;
  while (done < lenBytes) {
    const offHere = offBytes + done;
    const inPage = u32(offHere) & (PAGE_BYTES - 1);
    const part = min<u32>(PAGE_BYTES - inPage, lenBytes - done);
    const page = usize(pmemEntry(record, offHere) & ~1);
    if (page == 0) memory.fill(dst + done, 0, part);
    else memory.copy(dst + done, page + inPage, part);
    done += part;
  }
  return lenBytes;
}

/** Copies `lenBytes` from `src` into the device. Poison is neither looked at nor cleared. */
export function pmemWrite(dev: u32, offBytes: u64, lenBytes: u32, src: usize): void {
  checkRange(dev, offBytes, lenBytes);
  const record = pmemRecord(dev);
  let done: u32 = 0;
  while (done < lenBytes) {
    const offHere = offBytes + done;
    const inPage = u32(offHere) & (PAGE_BYTES - 1);
    const part = min<u32>(PAGE_BYTES - inPage, lenBytes - done);
    const page = pageToWrite(dev, record, offHere);
    touch(page + inPage, part);
    memory.copy(page + inPage, src + done, part);
    done += part;
  }
}

/** The page of `offBytes`, made if nothing was written there. */
// @ts-ignore: decorator
@inline
function pageToWrite(dev: u32, record: usize, offBytes: u64): usize {
  const entry = pmemEntry(record, offBytes);
  return entry > 1 ? usize(entry & ~1) : claimPage(dev, record, offBytes);
}

function claimPage(dev: u32, record: usize, offBytes: u64): usize {
  const slot = claimSlot(dev, record, offBytes);
  put32Inline(slot, u32(alloc(PAGE_BYTES)) | (load<u32>(slot) & 1));
  return usize(load<u32>(slot) & ~1);
}

/** Loads 8 bytes at `offBytes` (8-aligned) to `dst`; false, and nothing stored, if poisoned. */
export function pmemLoad64(dev: u32, offBytes: u64, dst: usize): bool {
  const record = pmemRecord(dev);
  must((offBytes & 7) == 0, STOP_LOAD_ALIGNMENT);
  must(offBytes < load<u64>(record, D_SIZE), STOP_LOAD_RANGE);
  const entry = pmemEntry(record, offBytes);
  if ((entry & 1) != 0 && poisonAny(dev, offBytes, 8)) return false;
  const page = usize(entry & ~1);
  store<u64>(dst, page == 0 ? 0 : load<u64>(page + (usize(offBytes) & 4095)));
  return true;
}

/** Stores 8 bytes at `offBytes` (8-aligned). */
export function pmemStore64(dev: u32, offBytes: u64, value: u64): void {
  const record = pmemRecord(dev);
  must((offBytes & 7) == 0, STOP_STORE_ALIGNMENT);
  must(offBytes < load<u64>(record, D_SIZE), STOP_STORE_RANGE);
  put64Inline(pageToWrite(dev, record, offBytes) + (usize(offBytes) & 4095), value);
}

/** Folds size and content of every device into `hash`; a page of zeroes counts as none. */
export function pmemDigest(hash: u64): u64 {
  const count = pmemCount();
  for (let dev: u32 = 1; dev <= count; dev++) {
    hash = mix(hash, pmemSize(dev));
    hash = digestLevel(hash, pmemRecord(dev) + D_ROOTS, 39, 0, 32);
  }
  return hash;
}

function digestLevel(hash: u64, table: usize, shift: u32, base: u64, n: u32): u64 {
  for (let i: u32 = 0; i < n; i++) {
    const entry = load<u32>(table + (usize(i) << 2));
    if (entry <= 1) continue;
    const offHere = base + (u64(i) << shift);
    if (shift > 12) hash = digestLevel(hash, usize(entry & ~1), shift - 9, offHere, 512);
    else if (!isZero(usize(entry & ~1))) {
      hash = mixBytes(mix(hash, offHere), usize(entry & ~1), PAGE_BYTES);
    }
  }
  return hash;
}

function isZero(page: usize): bool {
  for (let i: usize = 0; i < PAGE_BYTES; i += 16) {
    if (v128.any_true(v128.load(page + i))) return false;
  }
  return true;
}
