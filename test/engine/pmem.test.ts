import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { openStore, SCRATCH, type Store } from "../support/store.ts";

const store: Store = await openStore();
const DEV = 1;
const TIB = 1n << 40n;
const scratch = (lenBytes: number) => new Uint8Array(store.memory.buffer, SCRATCH, lenBytes);

beforeEach(() => store.reset());

describe("pmemRead and pmemWrite", () => {
  // A byte-at-a-time model over places near the borders of pages, tables and the device.
  const places = [0n, 4096n, 1n << 21n, 1n << 30n, 1n << 39n, 9n * TIB, 16n * TIB - 20480n];
  const range = fc.record({
    place: fc.constantFrom(...places),
    shift: fc.nat(9000),
    lenBytes: fc.nat(9000),
  });
  const action = fc.record({
    range,
    kind: fc.constantFrom("write" as const, "poison" as const, "clear" as const, "read" as const),
    byte: fc.integer({ min: 1, max: 255 }),
  });

  test("agree with a byte-at-a-time model, poison included, also after restore", () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), fc.nat(40), (actions, markAt) => {
        store.reset();
        store.pmemCreate(DEV, 16n * TIB);
        let bytes = new Map<bigint, number>();
        let lines = new Set<bigint>();
        let kept = { bytes, lines, mark: 0 };
        for (const [i, { range, kind, byte }] of actions.entries()) {
          if (i === markAt) {
            kept = { bytes: new Map(bytes), lines: new Set(lines), mark: store.snapshot() };
          }
          const off = range.place + BigInt(range.shift);
          const lenBytes = Math.min(range.lenBytes, Number(16n * TIB - off));
          run(kind, off, lenBytes, byte, bytes, lines);
        }
        if (kept.mark) {
          store.restore(kept.mark);
          ({ bytes, lines } = kept);
        }
        for (const place of places) run("read", place, 18000, 0, bytes, lines);
      }),
      { numRuns: 60 },
    );
  });

  function run(
    kind: "write" | "poison" | "clear" | "read",
    off: bigint,
    lenBytes: number,
    byte: number,
    bytes: Map<bigint, number>,
    lines: Set<bigint>,
  ) {
    const end = off + BigInt(lenBytes);
    if (kind === "write") {
      for (let i = 0; i < lenBytes; i++) scratch(lenBytes)[i] = (byte + i) & 255;
      store.pmemWrite(DEV, off, lenBytes, SCRATCH);
      for (let i = 0; i < lenBytes; i++) bytes.set(off + BigInt(i), (byte + i) & 255);
    } else if (kind === "read") {
      let good = 0;
      while (good < lenBytes && !lines.has((off + BigInt(good)) >> 6n)) good++;
      scratch(lenBytes).fill(0xaa);
      expect(store.pmemRead(DEV, off, lenBytes, SCRATCH)).toBe(good);
      const want = Array.from({ length: good }, (_, i) => bytes.get(off + BigInt(i)) ?? 0);
      expect([...scratch(good)]).toEqual(want);
    } else if (lenBytes > 0) {
      const lenLines = BigInt(lenBytes);
      if (kind === "poison") store.poisonSet(DEV, off, lenLines);
      else store.poisonClear(DEV, off, lenLines);
      for (let line = off >> 6n; line << 6n < end; line++) {
        if (kind === "poison") lines.add(line);
        else lines.delete(line);
      }
    }
  }

  test("what was never written reads as zero and takes no memory, on a device of 16 TiB", () => {
    store.pmemCreate(DEV, 16n * TIB);
    const before = store.arenaBytes();
    expect(before).toBeLessThanOrEqual(16384);
    expect(store.pmemRead(DEV, 13n * TIB, 20000, SCRATCH)).toBe(20000);
    expect(scratch(20000).every((byte) => byte === 0)).toBe(true);
    expect(store.arenaBytes()).toBe(before);
  });

  test("an isolated write takes at most 12 KiB", () => {
    store.pmemCreate(DEV, 16n * TIB);
    const before = store.arenaBytes();
    for (let i = 0n; i < 100n; i++) {
      store.pmemWrite(DEV, ((i * 7919n) % 100n) * (TIB / 7n) + i * 12288n, 8, SCRATCH);
    }
    expect((store.arenaBytes() - before) / 100).toBeLessThanOrEqual(12288);
  });
});

describe("pmemLoad64 and pmemStore64", () => {
  test("a load sees the last store; of a poisoned line it says no and stores nothing", () => {
    store.pmemCreate(DEV, TIB);
    store.pmemStore64(DEV, 0x5000n, 0x1122334455667788n);
    expect(store.pmemLoad64(DEV, 0x5000n, SCRATCH)).toBe(1);
    expect(new DataView(store.memory.buffer).getBigUint64(SCRATCH, true)).toBe(0x1122334455667788n);
    store.poisonSet(DEV, 0x5000n, 1n);
    expect(store.pmemLoad64(DEV, 0x5000n, SCRATCH + 8)).toBe(0);
    expect(new DataView(store.memory.buffer).getBigUint64(SCRATCH + 8, true)).toBe(0n);
    expect(store.pmemLoad64(DEV, 0x5040n, SCRATCH)).toBe(1);
    store.poisonClear(DEV, 0x5000n, 64n);
    expect(store.pmemLoad64(DEV, 0x5000n, SCRATCH)).toBe(1);
  });

  test("a page that was poisoned before anything near it was written is still poisoned after", () => {
    store.pmemCreate(DEV, 16n * TIB);
    store.poisonSet(DEV, 0n, 16n * TIB);
    store.poisonClear(DEV, 0x40000000n, 4096n);
    store.pmemStore64(DEV, 0x40000000n, 7n);
    store.pmemStore64(DEV, 0x40001000n, 7n);
    expect(store.pmemLoad64(DEV, 0x40000000n, SCRATCH)).toBe(1);
    expect(store.pmemLoad64(DEV, 0x40001000n, SCRATCH)).toBe(0);
    expect(store.pmemLoad64(DEV, 15n * TIB, SCRATCH)).toBe(0);
  });
});

describe("pmemLoadMany", () => {
  test("gives what one load after the other gives, up to the first that is poisoned", () => {
    // Groups far apart, near ones, and places where nothing was written or is poisoned.
    const cell = fc.oneof(
      fc.bigInt({ min: 0n, max: 2n * TIB - 1n }),
      fc.bigInt({ min: 0n, max: 511n }).map((line) => line * 8n * 521n),
    );
    const cells = fc.array(cell, { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(cells, fc.nat(), fc.nat(), (written, poisonAt, from) => {
        store.reset();
        store.pmemCreate(DEV, 16n * TIB);
        for (const it of written) store.pmemStore64(DEV, it * 8n, it + 1n);
        const asked = [...written.slice(from % written.length), ...written.map((it) => it ^ 512n)];
        if (poisonAt % 3 !== 0) store.poisonSet(DEV, (asked[poisonAt % asked.length] ?? 0n) * 8n, 8n);
        const words = new BigUint64Array(store.memory.buffer, SCRATCH, 2400);
        const wanted: bigint[] = [];
        for (const it of asked) {
          if (store.pmemLoad64(DEV, it * 8n, SCRATCH) === 0) break;
          wanted.push(words[0] ?? 0n);
        }
        words.set(asked.map((it) => it * 8n));
        const loaded = store.pmemLoadMany(DEV, SCRATCH, asked.length, SCRATCH + 8 * asked.length);
        expect(loaded).toBe(wanted.length);
        expect([...words.subarray(asked.length, asked.length + loaded)]).toEqual(wanted);
      }),
      { numRuns: 100 },
    );
  });
});

describe("refusals", () => {
  test("sizes and ranges outside the device are refused in words", () => {
    expect(() => store.pmemCreate(DEV, 4097n)).toThrow("not a multiple of 4096");
    expect(() => store.pmemCreate(DEV, (1n << 44n) + 4096n)).toThrow("size out of range");
    store.pmemCreate(DEV, 8192n);
    expect(() => store.pmemCreate(DEV, 8192n)).toThrow("created twice");
    expect(() => store.pmemRead(DEV, 8000n, 200, SCRATCH)).toThrow("leaves the pmem device");
    expect(() => store.pmemWrite(DEV, 1n << 60n, 1, SCRATCH)).toThrow("leaves the pmem device");
    expect(() => store.pmemLoad64(DEV, 8192n, SCRATCH)).toThrow("leaves the pmem device");
    expect(() => store.pmemLoad64(DEV, 4n, SCRATCH)).toThrow("not 8-aligned");
    expect(() => store.poisonSet(DEV, 8192n, 1n)).toThrow("leaves the pmem device");
  });
});

describe("stateHash", () => {
  test("counts content, not history: the same bytes written in another order hash the same", () => {
    const build = (order: bigint[]) => {
      store.reset();
      store.pmemCreate(DEV, 16n * TIB);
      for (const place of order) store.pmemStore64(DEV, place * (1n << 38n), place + 1n);
      return store.stateHash();
    };
    expect(build([3n, 1n, 2n])).toBe(build([1n, 2n, 3n]));
    expect(build([3n, 1n])).not.toBe(build([1n, 2n]));
  });

  test("a page that became zero again counts as never written", () => {
    store.pmemCreate(DEV, TIB);
    const empty = store.stateHash();
    store.pmemStore64(DEV, 4096n, 5n);
    expect(store.stateHash()).not.toBe(empty);
    store.pmemStore64(DEV, 4096n, 0n);
    expect(store.stateHash()).toBe(empty);
  });
});
