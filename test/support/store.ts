/**
 * The engine's data structures, compiled on their own, for their tests and benchmarks.
 */
import { readFileSync } from "node:fs";
import { stopWords } from "../../engine/boundary/stops.ts";
import { buildEntry } from "../../engine/build.mjs";

/** The exports of `engine/assembly/testing-store.ts`. */
export interface Store {
  memory: WebAssembly.Memory;
  reset(): void;
  arenaBytes(): number;
  freeBytes(): number;
  logBytes(): number;
  snapshot(): number;
  restore(mark: number): void;
  dropMarks(): void;
  stateHash(): bigint;
  tableHash(table: number): bigint;
  alloc(lenBytes: number): number;
  release(ptr: number, lenBytes: number): void;
  touch(ptr: number, lenBytes: number): void;
  rootAt(slot: number): number;
  tableDefine(table: number, recordBytes: number): void;
  tablePush(table: number): number;
  tableAt(table: number, id: number): number;
  tableCount(table: number): number;
  statePut(ptr: number, widthBytes: number, value: bigint): void;
  pmemCreate(dev: number, sizeBytes: bigint): void;
  pmemRead(dev: number, offBytes: bigint, lenBytes: number, dst: number): number;
  pmemWrite(dev: number, offBytes: bigint, lenBytes: number, src: number): void;
  pmemLoad64(dev: number, offBytes: bigint, dst: number): number;
  pmemLoadMany(dev: number, offsets: number, nrLoads: number, dst: number): number;
  pmemStore64(dev: number, offBytes: bigint, value: bigint): void;
  poisonSet(dev: number, offBytes: bigint, lenBytes: bigint): void;
  poisonClear(dev: number, offBytes: bigint, lenBytes: bigint): void;
  poisonAny(dev: number, offBytes: bigint, lenBytes: bigint): number;
  poisonNext(dev: number, offBytes: bigint): bigint;
  poisonCount(dev: number, offBytes: bigint, lenBytes: bigint): bigint;
  poisonLines(dev: number, offBytes: bigint, lenBytes: bigint, dst: number, maxLines: number): number;
  firstDifference(a: number, b: number, lenBytes: number): number;
  badblocksSet(dev: number, sector: bigint, nrSectors: bigint): number;
  badblocksClear(dev: number, sector: bigint, nrSectors: bigint): number;
  badblocksCheck(dev: number, sector: bigint, nrSectors: bigint): bigint;
  badblocksFind(dev: number, sector: bigint, nrSectors: bigint): number;
  badblocksCount(dev: number): number;
  badblocksSector(dev: number, index: number): bigint;
  badblocksLength(dev: number, index: number): number;
  rmapInsert(...record: RmapRecord): void;
  rmapRemove(...record: RmapRecord): number;
  rmapCount(fs: number, group: number): number;
  rmapFirst(fs: number, group: number, lowBlock: number, highBlock: number): number;
  rmapPrepare(fs: number, group: number): void;
  rmapNext(cursor: number): number;
  rmapStartBlock(cursor: number): number;
  rmapNrBlocks(cursor: number): number;
  rmapOwner(cursor: number): bigint;
  rmapFileBlock(cursor: number): bigint;
  rmapFlags(cursor: number): number;
  segmentsCreate(): number;
  segmentsAdd(map: number, startSector: bigint, id: number): number;
  segmentsRemove(map: number, startSector: bigint): number;
  segmentsCount(map: number): number;
  segmentsFind(map: number, sector: bigint): number;
  segmentsIdAt(map: number, sector: bigint): number;
  segmentStart(map: number, position: number): bigint;
  segmentId(map: number, position: number): number;
}

/** fs, group, startBlock, nrBlocks, owner, fileBlock, flags. */
export type RmapRecord = [number, number, number, number, bigint, bigint, number];

/** Scratch memory of the module that is not state: 40 KiB. */
export const SCRATCH = 0xf6000;

/** The module of `engine/assembly/<entry>.ts`, compiled if its sources have changed. */
export async function compileStore(entry = "testing-store"): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(readFileSync(await buildEntry(entry)));
}

/** A fresh, empty store. A broken rule of the store throws an `Error` with its message. */
export async function openStore(): Promise<Store> {
  return instantiate<Store>(await compileStore());
}

/** Instantiates a module whose only import is `env.stop`. */
export function instantiate<T extends { memory: WebAssembly.Memory }>(code: Uint8Array<ArrayBuffer>): T {
  const stop = (why: number) => {
    throw new Error(stopWords(why));
  };
  const instance = new WebAssembly.Instance(new WebAssembly.Module(code), { env: { stop } });
  return instance.exports as unknown as T;
}
