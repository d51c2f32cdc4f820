/**
 * One 64-bit hash of the whole state: what it holds, not where it lies.
 *
 * Tables of the rules are hashed record by record and root slots cell by cell; devices by the pages,
 * poisoned lines and badblocks that they have; reverse maps by their records; files and page tables by runs and
 * entries. Free space, indexes and
 * directories do not count. Two runs of the same steps have equal hashes in every browser, whatever
 * snapshots, restores or queries happened between.
 *
 * **Left out:** it is no cryptographic hash: it finds differences, it proves nothing against intent.
 */
import { PAGE_BYTES } from "./state";
import { NR_ROOTS, NR_TABLES, rootAt, tableAt, tableCount, tableRecordBytes } from "./tables";
import { pmemDigest } from "./pmem";
import { poisonDigest } from "./poison";
import { badblocksDigest } from "./badblocks";
import { rmapDigest } from "./extents";
import { runsDigest } from "./runs";
import { sparseDigest } from "./sparse";
import { mix, mixBytes } from "./mix";

const FIRST_RULE_TABLE: u32 = 16;
const FIRST_RULE_ROOT: u32 = 16;

/** Hash over all state. */
export function stateHash(): u64 {
  let hash: u64 = 0x9e3779b97f4a7c15;
  for (let slot = FIRST_RULE_ROOT; slot < NR_ROOTS; slot++) hash = mix(hash, load<u64>(rootAt(slot)));
  for (let table = FIRST_RULE_TABLE; table < NR_TABLES; table++) hash = mix(hash, tableHash(table));
  hash = pmemDigest(hash);
  hash = poisonDigest(hash);
  hash = badblocksDigest(hash);
  hash = runsDigest(sparseDigest(hash));
  return rmapDigest(hash);
}

/** Hash over the records of one table. */
export function tableHash(table: u32): u64 {
  const count = tableCount(table);
  const recordBytes = tableRecordBytes(table);
  let hash = mix(u64(count), u64(recordBytes));
  if (count == 0) return hash;
  const perPage: u32 = 1 << (31 - clz<u32>(PAGE_BYTES / recordBytes));
  for (let id: u32 = 1; id <= count; id += perPage) {
    const nrRecords = min<u32>(perPage, count - id + 1);
    hash = mixBytes(hash, tableAt(table, id), nrRecords * recordBytes);
  }
  return hash;
}
