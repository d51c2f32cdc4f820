import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { OwnerTable } from "../../engine/boundary/owner-columns.ts";
import { packOwners, visitPacked } from "../../engine/boundary/owner-pack.ts";
import { META_OWNERS, OwnerTableBuilder, ownerRow, ownerTable } from "../../engine/boundary/owner-table.ts";
import type { OwnerRow } from "../../engine/scene.ts";

const SECTOR = 512;
const sectors = (max: number, min = 0) => fc.integer({ min, max }).map((it) => it * SECTOR);
const yes = fc.constant(true as const);
const owner: fc.Arbitrary<OwnerRow["owner"]> = fc.oneof(
  fc.constantFrom(...META_OWNERS).map((meta) => ({ meta })),
  fc.record(
    {
      inode: fc.integer({ min: 1, max: 2 ** 51 }),
      offInFileBytes: sectors(2 ** 34),
      attr: yes,
      bmbt: yes,
      unwritten: yes,
    },
    { requiredKeys: ["inode", "offInFileBytes"] },
  ),
);
const row: fc.Arbitrary<OwnerRow> = fc.record(
  {
    offInDevBytes: sectors(2 ** 35),
    lenBytes: sectors(2 ** 30, 1),
    owner,
    device: fc.constantFrom("log" as const, "realtime" as const),
  },
  { requiredKeys: ["offInDevBytes", "lenBytes", "owner"] },
);
const rowsOf = (table: OwnerTable): OwnerRow[] => Array.from({ length: table.count }, (_, i) => ownerRow(table, i));

describe("rows of a reverse map", () => {
  test("are the same as objects, as columns and as packed text", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 200 }), fc.nat(200), (rows, at) => {
        const packed = packOwners(ownerTable({ rows: rows.slice(at) }));
        const table = ownerTable({ rows: rows.slice(0, at), packed });
        expect(rowsOf(table)).toEqual(rows);
      }),
    );
  });

  test("cost a bounded number of characters each where they follow each other", () => {
    const builder = new OwnerTableBuilder();
    for (let i = 0; i < 10_000; i++) builder.add(i * 8192, 8192, 131 + i, 0, 0);
    expect(packOwners(builder.finish()).length).toBeLessThan(10_000 * 6);
    expect(builder.capacity).toBeLessThan(2 * 10_000);
  });

  test("that are damaged end the reading, and nothing is read past the damage", () => {
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 1, maxLength: 20 }),
        fc.nat(),
        fc.string({ maxLength: 3 }),
        (rows, at, bad) => {
          const packed = packOwners(ownerTable({ rows }));
          const cut = at % packed.length;
          let count = 0;
          const result = visitPacked(`${packed.slice(0, cut)}${bad}`, () => count++);
          if (result >= 0) expect(result).toBe(count);
          else expect(-1 - result).toBeLessThanOrEqual(packed.length + 60);
        },
      ),
    );
  });

  test("with a character outside the alphabet are refused where it stands", () => {
    expect(visitPacked("\u00e9", () => undefined)).toBeLessThan(0);
    expect(visitPacked("A", () => undefined)).toBeLessThan(0);
    expect(visitPacked("", () => undefined)).toBe(0);
  });
});
