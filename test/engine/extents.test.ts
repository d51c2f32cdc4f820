import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { openStore, type RmapRecord, type Store } from "../support/store.ts";

const store: Store = await openStore();
const FS = 1;
const METADATA = 1n << 63n;

beforeEach(() => store.reset());

const unsigned = (value: bigint) => BigInt.asUintN(64, value);

function order(a: RmapRecord, b: RmapRecord): number {
  const key = (r: RmapRecord) => [r[2], r[4], r[5], r[6], r[3]] as const;
  const [ka, kb] = [key(a), key(b)];
  for (let i = 0; i < ka.length; i++) {
    const [x, y] = [ka[i] ?? 0, kb[i] ?? 0];
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}

function query(group: number, low: number, high: number): RmapRecord[] {
  const found: RmapRecord[] = [];
  for (let at = store.rmapFirst(FS, group, low, high); at !== 0; at = store.rmapNext(at)) {
    found.push([
      FS,
      group,
      store.rmapStartBlock(at) >>> 0,
      store.rmapNrBlocks(at) >>> 0,
      unsigned(store.rmapOwner(at)),
      unsigned(store.rmapFileBlock(at)),
      store.rmapFlags(at) >>> 0,
    ]);
  }
  return found;
}

const overlapping = (records: RmapRecord[], group: number, low: number, high: number) =>
  records.filter((r) => r[1] === group && r[2] < high && r[2] + r[3] > low).sort(order);

function record(maxBlock: number, maxLength: number): fc.Arbitrary<RmapRecord> {
  return fc.tuple(
    fc.constant(FS),
    fc.constantFrom(0, 0, 0, 1, 7),
    fc.nat(maxBlock),
    fc.integer({ min: 1, max: maxLength }),
    fc.oneof(fc.bigInt({ min: 128n, max: 131n }), fc.constantFrom(METADATA, METADATA + 5n)),
    fc.bigInt({ min: 0n, max: 3n }),
    fc.nat(2),
  );
}

describe("the reverse map", () => {
  test("every query over a small space agrees with a filter over all records", () => {
    const steps = fc.array(fc.tuple(record(40, 12), fc.nat(3)), { maxLength: 40 });
    fc.assert(
      fc.property(steps, (run) => {
        store.reset();
        const records: RmapRecord[] = [];
        for (const [entry, kind] of run) {
          const victim = kind === 0 ? records[Number(entry[5]) % (records.length || 1)] : undefined;
          if (victim) {
            expect(store.rmapRemove(...victim)).toBe(1);
            records.splice(records.indexOf(victim), 1);
          } else {
            store.rmapInsert(...entry);
            records.push(entry);
          }
          if (kind === 1) expect(query(0, 3, 30)).toEqual(overlapping(records, 0, 3, 30));
        }
        if (records.length % 2 === 0) store.rmapPrepare(FS, 0);
        for (let low = 0; low < 54; low += 1) {
          for (const len of [1, 2, 7, 60]) {
            expect(query(0, low, low + len)).toEqual(overlapping(records, 0, low, low + len));
          }
        }
        expect(query(1, 0, 99)).toEqual(overlapping(records, 1, 0, 99));
      }),
      { numRuns: 60 },
    );
  });

  test("thousands of records, inserted, removed and restored, keep every answer", () => {
    const rng = (seed: number) => () => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return seed;
    };
    const next = rng(7);
    const make = (): RmapRecord => {
      const length = next() % 50 === 0 ? 5000 : 1 + (next() % 40);
      return [FS, 0, next() % 200_000, length, 128n + BigInt(next() % 90), BigInt(next() % 9), 0];
    };
    let records: RmapRecord[] = [];
    const check = () => {
      for (let i = 0; i < 60; i++) {
        const low = next() % 200_000;
        const high = low + 1 + (next() % (i % 5 === 0 ? 4000 : 8));
        expect(query(0, low, high)).toEqual(overlapping(records, 0, low, high));
      }
    };
    let mark = 0;
    let kept: RmapRecord[] = [];
    for (let round = 0; round < 12; round++) {
      for (let i = 0; i < 700; i++) {
        const entry = make();
        store.rmapInsert(...entry);
        records.push(entry);
      }
      for (let i = 0; i < 300; i++) {
        const at = next() % records.length;
        const [victim] = records.splice(at, 1);
        if (victim) expect(store.rmapRemove(...victim)).toBe(1);
      }
      check();
      if (round % 3 === 0) store.rmapPrepare(FS, 0);
      if (round % 3 === 0) check();
      if (round === 5) {
        mark = store.snapshot();
        kept = [...records];
      }
    }
    expect(store.rmapCount(FS, 0)).toBe(records.length);
    store.restore(mark);
    records = kept;
    check();
    expect(query(0, 0, 300_000)).toEqual(overlapping(records, 0, 0, 300_000));
  });

  test("of files that lie side by side over many pages, every block tells its owners", () => {
    const layout = fc.record({
      unit: fc.constantFrom(1, 1, 5, 64, 1000),
      extents: fc.array(fc.tuple(fc.integer({ min: 1, max: 8 }), fc.nat(2), fc.nat(4)), {
        minLength: 1,
        maxLength: 600,
      }),
      late: fc.array(fc.nat(4000), { maxLength: 60 }),
    });
    fc.assert(
      fc.property(layout, ({ unit, extents, late }) => {
        store.reset();
        const records: RmapRecord[] = [];
        const add = (entry: RmapRecord) => {
          store.rmapInsert(...entry);
          records.push(entry);
        };
        let block = 3;
        for (const [length, gap, sharers] of extents) {
          for (let owner = 0; owner < Math.max(1, sharers - 1); owner++) {
            add([FS, 0, block, length * unit - (unit > 1 ? gap : 0), BigInt(owner), BigInt(records.length), 0]);
          }
          block += (length + gap) * unit;
        }
        for (const at of late) add([FS, 0, (at * unit) % block, 1, 99n, BigInt(records.length), 0]);
        store.rmapPrepare(FS, 0);
        const sorted = [...records].sort(order);
        for (let low = 0, next = 0; low < block + 20; low += Math.ceil(unit / 7)) {
          while (next < sorted.length && (sorted[next]?.[2] ?? 0) + 16 * unit < low) next++;
          const near = sorted.slice(next, next + 200).filter((r) => r[2] <= low && r[2] + r[3] > low);
          expect(query(0, low, low + 1)).toEqual(near);
        }
      }),
      { numRuns: 12 },
    );
  });

  test("where thousands of records overlap, every answer stays right and memory stays small", () => {
    const records: RmapRecord[] = [];
    for (let i = 0; i < 3000; i++) {
      const entry: RmapRecord = [FS, 0, i, 6000 - 2 * i + 1, 128n + BigInt(i % 7), BigInt(i), 0];
      store.rmapInsert(...entry);
      records.push(entry);
    }
    store.rmapPrepare(FS, 0);
    expect(store.arenaBytes()).toBeLessThan(1 << 20);
    for (const low of [0, 1499, 2999, 3000, 5999, 6000, 6001]) {
      expect(query(0, low, low + 1)).toEqual(overlapping(records, 0, low, low + 1));
    }
  });

  test("a hash that was kept is the one that the records give, after any changes, marks, returns and queries", async () => {
    const fresh = await openStore();
    const action = fc.tuple(
      fc.constantFrom("insert", "insert", "remove", "ask", "ask", "mark", "return"),
      record(40, 12),
      fc.nat(),
    );
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (run) => {
        store.reset();
        let records: RmapRecord[] = [];
        const marks: { mark: number; records: RmapRecord[] }[] = [];
        for (const [kind, entry, pick] of run) {
          const victim = records[pick % (records.length || 1)];
          const at = pick % (marks.length || 1);
          if (kind === "insert") {
            store.rmapInsert(...entry);
            records = [...records, entry];
          } else if (kind === "remove" && victim) {
            expect(store.rmapRemove(...victim)).toBe(1);
            records = records.filter((it) => it !== victim);
          } else if (kind === "mark") marks.push({ mark: store.snapshot(), records });
          else if (kind === "return" && marks[at]) {
            store.restore(marks[at].mark);
            records = marks[at].records;
            marks.length = at + 1;
          } else if (kind === "ask") {
            if (pick % 2 === 0) store.rmapPrepare(FS, 0);
            fresh.reset();
            for (const it of [...records].sort(order)) fresh.rmapInsert(...it);
            expect(store.stateHash()).toBe(fresh.stateHash());
            expect(store.stateHash()).toBe(fresh.stateHash());
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  test("the hash depends on the records, not on their order of arrival or on queries", () => {
    const all = fc.sample(record(3000, 100), { numRuns: 900, seed: 3 });
    const hashOf = (list: RmapRecord[], ask: boolean) => {
      store.reset();
      for (const entry of list) {
        store.rmapInsert(...entry);
        if (ask) query(0, 10, 20);
      }
      if (ask) store.rmapPrepare(FS, 0);
      return store.stateHash();
    };
    const plain = hashOf(all, false);
    expect(hashOf([...all].reverse(), true)).toBe(plain);
    expect(hashOf(all.slice(1), false)).not.toBe(plain);
  });

  test("a map that was emptied answers nothing, prepared or not, and fills again", () => {
    const all = fc.sample(record(3000, 100), { numRuns: 300, seed: 5 });
    for (const entry of all) store.rmapInsert(...entry);
    for (const entry of all) expect(store.rmapRemove(...entry)).toBe(1);
    // What the pages held is somebody else's now.
    for (let i = 0; i < 8; i++) {
      const page = store.alloc(4096);
      store.touch(page, 4096);
      new Uint8Array(store.memory.buffer, page, 4096).fill(0x11);
    }
    for (const isPrepared of [false, true]) {
      if (isPrepared) store.rmapPrepare(FS, 0);
      for (const [low, high] of [
        [0, 1],
        [5, 9],
        [0, 4000],
        [2999, 3000],
      ] as const) {
        expect(query(0, low, high)).toEqual([]);
      }
    }
    for (const entry of all) store.rmapInsert(...entry);
    expect(query(0, 0, 4000)).toEqual(overlapping(all, 0, 0, 4000));
  });

  test("removing what is not there changes nothing", () => {
    store.rmapInsert(FS, 0, 10, 5, 128n, 0n, 0);
    expect(store.rmapRemove(FS, 0, 10, 5, 128n, 0n, 1)).toBe(0);
    expect(store.rmapRemove(FS, 0, 10, 4, 128n, 0n, 0)).toBe(0);
    expect(store.rmapRemove(2, 0, 10, 5, 128n, 0n, 0)).toBe(0);
    expect(store.rmapCount(FS, 0)).toBe(1);
  });

  test("sixty-four cursors over ranges live at a time; an older one is refused in words", () => {
    for (let i = 0; i < 40; i++) store.rmapInsert(FS, 0, i, 1, 128n, 0n, 0);
    const first = store.rmapFirst(FS, 0, 0, 40);
    for (let i = 0; i < 63; i++) store.rmapFirst(FS, 0, i % 30, 40);
    expect(store.rmapNext(first)).toBe(first);
    store.rmapFirst(FS, 0, 0, 40);
    expect(() => store.rmapNext(first)).toThrow("used after its time");
  });

  test("empty records and records beyond 2^32 blocks are refused in words", () => {
    expect(() => store.rmapInsert(FS, 0, 1, 0, 1n, 0n, 0)).toThrow("record is empty");
    expect(() => store.rmapInsert(FS, 0, 0xfffffff0, 0x20, 1n, 0n, 0)).toThrow("out of range");
    expect(store.rmapFirst(FS, 0, 5, 5)).toBe(0);
    expect(store.rmapFirst(99, 0, 0, 5)).toBe(0);
  });
});
