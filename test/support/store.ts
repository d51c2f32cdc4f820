/**
 * The engine's data structures, compiled on their own, for their tests and benchmarks.
 *
 * The module is built when its sources differ from those of the last build; parallel test workers may
 * build it at the same time, the last rename wins and all have the same content.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const sources = join(root, "engine/assembly");
const builds = join(root, "engine/build");
const flags = ["--runtime", "stub", "--enable", "simd", "-O3"];

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
  pmemStore64(dev: number, offBytes: bigint, value: bigint): void;
  poisonSet(dev: number, offBytes: bigint, lenBytes: bigint): void;
  poisonClear(dev: number, offBytes: bigint, lenBytes: bigint): void;
  poisonAny(dev: number, offBytes: bigint, lenBytes: bigint): number;
  poisonNext(dev: number, offBytes: bigint): bigint;
  poisonCount(dev: number, offBytes: bigint, lenBytes: bigint): bigint;
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
  segmentStart(map: number, position: number): bigint;
  segmentId(map: number, position: number): number;
}

/** fs, group, startBlock, nrBlocks, owner, fileBlock, flags. */
export type RmapRecord = [number, number, number, number, bigint, bigint, number];

/** Scratch memory of the module that is not state: 40 KiB. */
export const SCRATCH = 0xf6000;

function sourceHash(entry: string): string {
  const hash = createHash("sha256").update(entry).update(flags.join(" "));
  for (const name of readdirSync(sources).sort()) {
    if (name.endsWith(".ts")) hash.update(name).update(readFileSync(join(sources, name)));
  }
  return hash.digest("hex").slice(0, 16);
}

/** Compiles `engine/assembly/<entry>.ts`, or takes the build of the same sources. */
export async function compileStore(entry = "testing-store"): Promise<Uint8Array<ArrayBuffer>> {
  const target = join(builds, `${entry}-${sourceHash(entry)}.wasm`);
  if (!existsSync(target)) {
    mkdirSync(builds, { recursive: true });
    const fresh = `${target}.${process.pid}.tmp`;
    const { error, stderr } = await asc.main([
      join(sources, `${entry}.ts`),
      ...flags,
      "--outFile",
      fresh,
    ]);
    if (error) throw new Error(`${entry}.ts does not compile: ${error.message}\n${stderr}`);
    renameSync(fresh, target);
  }
  return new Uint8Array(readFileSync(target));
}

function textAt(memory: WebAssembly.Memory, ptr: number): string {
  const lenBytes = new DataView(memory.buffer).getUint32(ptr - 4, true);
  return new TextDecoder("utf-16le").decode(new Uint8Array(memory.buffer, ptr, lenBytes));
}

/** A fresh, empty store. A broken rule of the store throws an `Error` with its message. */
export async function openStore(): Promise<Store> {
  return instantiate<Store>(await compileStore());
}

/** Instantiates a module whose only import is `env.abort`. */
export function instantiate<T extends { memory: WebAssembly.Memory }>(
  code: Uint8Array<ArrayBuffer>,
): T {
  const abort = (message: number, file: number, line: number) => {
    throw new Error(`${textAt(exports.memory, message)} (${textAt(exports.memory, file)}:${line})`);
  };
  const instance = new WebAssembly.Instance(new WebAssembly.Module(code), { env: { abort } });
  const exports = instance.exports as unknown as T;
  return exports;
}
