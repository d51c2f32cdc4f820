/** The containers of filesystem contents and page tables, compiled on their own, for their tests. */
import { compileStore, instantiate } from "./store.ts";

/** The exports of `engine/assembly/testing-contents.ts`. */
export interface Contents {
  memory: WebAssembly.Memory;
  reset(): void;
  snapshot(): number;
  restore(mark: number): void;
  freeBytes(): number;
  sparseCreate(): number;
  sparseRelease(array: number): void;
  sparseEmpty(array: number): void;
  sparseCount(array: number): number;
  sparseGet(array: number, index: number): bigint;
  sparseSet(array: number, index: number, value: bigint): void;
  sparseNext(array: number, from: bigint): bigint;
  sparseDigest(hash: bigint): bigint;
  lookupCreate(): number;
  lookupGet(lookup: number, key: bigint): number;
  lookupSet(lookup: number, key: bigint, value: number): void;
  spansCreate(): number;
  spansCount(set: number): number;
  spanStart(set: number, index: number): number;
  spanEnd(set: number, index: number): number;
  spansAdd(set: number, start: number, end: number): void;
  spansTake(set: number, start: number, end: number): void;
  spansFit(set: number, goal: number, nrBlocks: number, align: number): number;
  runsCreate(): number;
  runsCount(list: number): number;
  runFileBlock(list: number, index: number): bigint;
  runDevBlock(list: number, index: number): bigint;
  runBlocks(list: number, index: number): number;
  runFlags(list: number, index: number): number;
  runsFind(list: number, fileBlock: bigint): number;
  runsCut(list: number, from: bigint, to: bigint): void;
  runsPut(list: number, fileBlock: bigint, devBlock: bigint, nrBlocks: number, flags: number): void;
}

/** A fresh module with empty state. */
export async function openContents(): Promise<Contents> {
  return instantiate<Contents>(await compileStore("testing-contents"));
}
