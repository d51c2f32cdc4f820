import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { openStore, type Store } from "../support/store.ts";

const store: Store = await openStore();
const bytesOf = (ptr: number, lenBytes: number) => new Uint8Array(store.memory.buffer, ptr, lenBytes);
const TABLE = 20;
const zeroes = new Uint8Array(16384);

beforeEach(() => store.reset());

/** All bytes of the arena, which no snapshot may change. */
function arena(): Uint8Array {
  return Uint8Array.from(bytesOf(0x200000, store.arenaBytes()));
}

describe("snapshot and restore", () => {
  type Action = { kind: "write"; cell: number; value: number } | { kind: "grow" | "free" | "push" };
  const action: fc.Arbitrary<Action> = fc.oneof(
    fc.record({
      kind: fc.constant("write" as const),
      cell: fc.nat(2999),
      value: fc.nat(0xffffffff),
    }),
    fc.constantFrom({ kind: "grow" as const }, { kind: "free" as const }, { kind: "push" as const }),
  );

  /** A small world on the arena: cells over several pages, blocks that come and go, a table. */
  function world() {
    const cells = store.alloc(12000);
    store.tableDefine(TABLE, 24);
    const blocks: [ptr: number, lenBytes: number][] = [];
    return (step: Action, index: number) => {
      if (step.kind === "write") store.statePut(cells + step.cell * 4, 4, BigInt(step.value));
      if (step.kind === "push") {
        const id = store.tablePush(TABLE);
        store.statePut(store.tableAt(TABLE, id) + 8, 8, BigInt(index));
      }
      if (step.kind === "grow") {
        const lenBytes = 16 + ((index * 977) % 9000);
        const ptr = store.alloc(lenBytes);
        if (Buffer.compare(bytesOf(ptr, lenBytes), zeroes.subarray(0, lenBytes))) throw new Error("not zeroed");
        store.touch(ptr, lenBytes);
        bytesOf(ptr, lenBytes).fill(0xee);
        blocks.push([ptr, lenBytes]);
      }
      if (step.kind === "free") {
        const block = blocks.pop();
        if (block) store.release(...block);
      }
    };
  }

  test("restore gives back every byte of every earlier mark, and drops the later ones", () => {
    const run = fc.array(fc.array(action, { maxLength: 30 }), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(run, fc.nat(), (phases, pick) => {
        store.reset();
        const apply = world();
        const seen: { mark: number; bytes: Uint8Array; hash: bigint }[] = [];
        for (const [i, phase] of phases.entries()) {
          seen.push({ mark: store.snapshot(), bytes: arena(), hash: store.stateHash() });
          // Blocks freed by the script are known to it only; it takes no part in going back.
          for (const [j, step] of phase.entries()) if (step.kind !== "free") apply(step, i * 31 + j);
        }
        const at = seen[pick % seen.length];
        if (!at) throw new Error("no mark");
        store.restore(at.mark);
        expect(Buffer.compare(arena(), at.bytes)).toBe(0);
        expect(store.stateHash()).toBe(at.hash);
        expect(() => store.restore(at.mark + 1)).toThrow("a mark that does not exist");
        store.restore(at.mark);
        expect(Buffer.compare(arena(), at.bytes)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  test("the same run has the same bytes and hash with and without snapshots on the way", () => {
    const run = fc.array(fc.tuple(action, fc.boolean()), { maxLength: 80 });
    fc.assert(
      fc.property(run, (steps) => {
        const play = (withMarks: boolean) => {
          store.reset();
          const apply = world();
          for (const [i, [step, mark]] of steps.entries()) {
            if (withMarks && mark) store.snapshot();
            apply(step, i);
          }
          return { bytes: arena(), hash: store.stateHash() };
        };
        const plain = play(false);
        const marked = play(true);
        expect(marked.hash).toBe(plain.hash);
        expect(Buffer.compare(marked.bytes, plain.bytes)).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  test("600 marks in a row outlive the epoch byte", () => {
    const cell = store.alloc(16);
    const marks: number[] = [];
    for (let i = 0; i < 600; i++) {
      marks.push(store.snapshot());
      if (i % 3 === 0) store.statePut(cell, 8, BigInt(i + 1));
    }
    for (const i of [599, 301, 256, 255, 254, 1, 0]) {
      store.restore(marks[i] ?? 0);
      const last = i === 0 ? 0 : Math.floor((i - 1) / 3) * 3 + 1;
      expect(new DataView(store.memory.buffer).getUint32(cell, true)).toBe(last);
    }
  });

  test("snapshot saves nothing, the first write of a page saves that page once", () => {
    const ptr = store.alloc(3 * 4096);
    store.snapshot();
    const before = store.logBytes();
    store.statePut(ptr, 4, 1n);
    store.statePut(ptr + 4, 4, 1n);
    expect(store.logBytes() - before).toBe(4096 + 16);
    store.dropMarks();
    expect(store.logBytes()).toBe(0);
  });

  test("a write outside the arena is refused in words", () => {
    store.snapshot();
    expect(() => store.statePut(0x7fff0000, 4, 1n)).toThrow("outside the arena");
  });
});

describe("tables", () => {
  test("records are zeroed, keep their address, and never cross a page, at any record size", () => {
    for (const recordBytes of [1, 8, 24, 32, 100, 256, 1000, 2048, 2049, 4096]) {
      store.reset();
      store.tableDefine(TABLE, recordBytes);
      const places: number[] = [];
      for (let id = 1; id <= 300; id++) {
        expect(store.tablePush(TABLE)).toBe(id);
        const ptr = store.tableAt(TABLE, id) >>> 0;
        expect((ptr & 4095) + recordBytes).toBeLessThanOrEqual(4096);
        expect(bytesOf(ptr, recordBytes).every((byte) => byte === 0)).toBe(true);
        store.touch(ptr, recordBytes);
        bytesOf(ptr, recordBytes).fill(id);
        places.push(ptr);
      }
      expect(places.map((_, i) => store.tableAt(TABLE, i + 1) >>> 0)).toEqual(places);
      expect(places.every((ptr, i) => bytesOf(ptr, recordBytes)[0] === ((i + 1) & 255))).toBe(true);
      expect(store.tableCount(TABLE)).toBe(300);
    }
  });

  test("id 0, an id past the end, a bad table and a bad record size are refused in words", () => {
    store.tableDefine(TABLE, 8);
    store.tablePush(TABLE);
    expect(() => store.tableAt(TABLE, 0)).toThrow("record id out of range");
    expect(() => store.tableAt(TABLE, 2)).toThrow("record id out of range");
    expect(() => store.tableDefine(64, 8)).toThrow("table id out of range");
    expect(() => store.tableDefine(21, 4097)).toThrow("record size out of range");
    expect(() => store.tableDefine(TABLE, 8)).toThrow("defined twice");
    expect(() => store.tablePush(22)).toThrow("table is not defined");
  });

  test("more than 4 GiB is refused in words, and the state before it can still be read", () => {
    const ptr = store.alloc(8);
    store.statePut(ptr, 8, 42n);
    expect(() => store.alloc(0xffff0000)).toThrow("out of simulated memory");
    expect(new DataView(store.memory.buffer).getUint32(ptr, true)).toBe(42);
  });
});
