import { describe, expect, test } from "vitest";
import { packOwners } from "../../../engine/boundary/owner-pack.ts";
import { ownerTable, visitOwners } from "../../../engine/boundary/owner-table.ts";
import { validate } from "../../../engine/checks/check.ts";
import type { ImportMeter, ImportProgress, ImportResult } from "../../../engine/import/contract.ts";
import { importLarge, importMachine, importSteps } from "../../../engine/import/import-machine.ts";
import { ownersAt } from "../../../engine/import/owners.ts";

/** An fsmap of n rows: every fifth is free, the others belong to 1000 files in turn; lengths differ. */
function dump(rows: number, isVerbose: boolean): string {
  const lines = isVerbose ? [" EXT: DEV   BLOCK-RANGE  OWNER  FILE-OFFSET  AG AG-OFFSET  TOTAL FLAGS"] : [];
  let at = 0;
  for (let i = 0; i < rows; i++) {
    const len = 8 * (1 + ((i * 7919) % 13));
    const to = at + len - 1;
    const [inode, from] = [131 + (i % 1000), 1024 * Math.floor(i / 1000)];
    const range = `${from}..${from + len - 1}`;
    const isFree = i % 5 === 4;
    if (isVerbose)
      lines.push(`${i}: 259:0 [${at}..${to}]: ${isFree ? "free space" : `${inode} ${range}`} 0 (${at}..${to}) ${len}`);
    else lines.push(`\t${i}: 259:0 [${at}..${to}]: ${isFree ? "free space" : `inode ${inode} data ${range}`} ${len}`);
    at += len;
  }
  return `${lines.join("\n")}\n`;
}

function counted(text: string): { meter: ImportMeter; result: ImportResult; slices: number } {
  const meter: ImportMeter = { chars: 0, lines: 0, rows: 0 };
  const work = importSteps([{ text }], {}, meter);
  for (let slices = 1; ; slices++) {
    const step = work.next();
    if (step.done === true) return { meter, result: step.value, slices };
  }
}

describe.each([
  ["with -v", true],
  ["without -v", false],
])("an fsmap %s", (_, isVerbose) => {
  test("is looked at once: work grows as the text does, from a thousand rows to sixty-four thousand", () => {
    for (const rows of [1000, 8000, 64_000]) {
      const text = dump(rows, isVerbose);
      const { meter, result } = counted(text);
      expect(result.recognised).toMatchObject([{ kind: "fsmap", count: rows }]);
      expect(meter.rows).toBe(rows);
      expect(meter.chars).toBeLessThan(text.length + 20_000);
      expect(meter.lines).toBeLessThan(20);
    }
  });
});

test("a million rows are one machine of a few megabytes, and any byte of it finds its owner", () => {
  const rows = 1_000_000;
  const { result, slices } = counted(dump(rows, false));
  expect(result.problems).toEqual([]);
  expect(slices).toBeGreaterThan(60);
  const step = result.value.steps.find((it) => it.op === "fsmap");
  expect(step?.op === "fsmap" && step.rows.length).toBe(0);
  const packed = (step?.op === "fsmap" && step.packed) || "";
  expect(packed.length).toBeLessThan(8 * rows);
  let [count, lastEnd, gaps] = [0, 0, 0];
  visitOwners({ rows: [], packed }, (off, len) => {
    gaps += off === lastEnd ? 0 : 1;
    lastEnd = off + len;
    count++;
  });
  expect([count, gaps]).toEqual([rows, 0]);
  const table = ownerTable({ rows: [], packed });
  for (const i of [0, 4, 499_998, 999_999]) {
    const off = (table.offInDevBytes[i] ?? 0) + (table.lenBytes[i] ?? 0) - 512;
    const [owner] = ownersAt(result.value, "pmem0", off);
    if (i % 5 === 4) expect(owner).toMatchObject({ kind: "free space", inode: null });
    else
      expect(owner).toMatchObject({
        kind: "file",
        inode: 131 + (i % 1000),
        offInFileBytes: (table.offInFileBytes[i] ?? 0) + (table.lenBytes[i] ?? 0) - 512,
      });
  }
  const again = validate(JSON.parse(JSON.stringify(result.value))).steps.find((it) => it.op === "fsmap");
  expect(again?.op === "fsmap" && again.packed === packed).toBe(true);
}, 180_000);

describe("importLarge", () => {
  const text = dump(60_000, true);

  test("gives what importMachine gives, with progress that only grows and pauses between", async () => {
    const seen: ImportProgress[] = [];
    let pauses = 0;
    const pause = async () => {
      pauses++;
    };
    const result = await importLarge([{ text }, { text: "6.12.9\n" }], (it) => seen.push(it), { pause });
    const { owners, ...rest } = importMachine([{ text }, { text: "6.12.9\n" }]);
    expect(result).toMatchObject(rest);
    expect(result.owners.map((it) => packOwners(it.rows))).toEqual(owners.map((it) => packOwners(it.rows)));
    expect(pauses).toBe(seen.length);
    expect(pauses).toBeGreaterThan(4);
    const read = seen.map((it) => it.readChars);
    expect(read).toEqual([...read].sort((a, b) => a - b));
    expect(seen.at(-1)).toMatchObject({
      phase: "building",
      texts: 2,
      rows: 60_000,
      readChars: text.length + 7,
      totalChars: text.length + 7,
    });
  });

  test("ends at the next pause once its signal is aborted", async () => {
    const controller = new AbortController();
    let calls = 0;
    const onProgress = () => {
      if (++calls === 2) controller.abort(new Error("enough"));
    };
    await expect(importLarge([{ text }], onProgress, { signal: controller.signal })).rejects.toThrow("enough");
    expect(calls).toBe(2);
  });
});
