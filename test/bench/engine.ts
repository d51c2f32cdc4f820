/** The store with its bench loops, as compiled code in this process. */
import { compileStore, instantiate, type Store } from "../support/store.ts";

export interface BenchStore extends Store {
  storesPlain(ptr: number, shift: number, n: number, seed: number): number;
  storesChecked(n: number, seed: number): number;
  storesUnguarded(n: number, seed: number): number;
  loadsPrepare(seed: number): void;
  loadsChecked(n: number, seed: number): number;
  loadsManyChecked(n: number, seed: number): number;
  loadsUnchecked(n: number, seed: number): number;
  pagesPrepare(nrPages: number, seed: number): void;
  pagesLoad(n: number, nrPages: number, seed: number): number;
  recordsRead(ptr: number, nrRecords: number, n: number, seed: number): number;
  badblocksFill(seed: number): number;
  badblocksAsk(n: number, seed: number, top: number): number;
  poisonLinesSet(n: number, seed: number): number;
  poisonPagesSet(n: number, seed: number): number;
  poisonLinesTest(n: number, seed: number, other: number): number;
  poisonLineTest(dev: number, line: number): number;
  poisonRangesCount(n: number, seed: number, isWide: number): number;
  poisonBlockBytes(dev: number): bigint;
  rmapFill(n: number, seed: number): number;
  rmapQuery(n: number, seed: number, top: number): number;
  rmapQueryMany(n: number, seed: number, top: number): number;
  rmapGrow(n: number, seed: number, top: number): number;
  rmapShrink(n: number, seed: number, top: number): number;
  targetsFill(n: number, seed: number): number;
  targetsFind(n: number, seed: number, top: number): number;
  benchBlock(lenBytes: number): number;
  blockFill(ptr: number, lenBytes: number, value: number): void;
  blockCopy(to: number, from: number, lenBytes: number): void;
}

let code: Uint8Array<ArrayBuffer> | undefined;

/** A fresh, empty store. */
export async function openBench(): Promise<BenchStore> {
  code ??= await compileStore("testing-bench");
  return instantiate<BenchStore>(code);
}

/** The generator of testing-bench.ts and peers.c. */
export function step(x: number): number {
  let y = x ^ (x << 13);
  y ^= y >>> 17;
  return (y ^ (y << 5)) >>> 0;
}
