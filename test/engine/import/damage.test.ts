import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { validate } from "../../../engine/checks/check.ts";
import type { ImportMeter, ImportResult } from "../../../engine/import/contract.ts";
import { importMachine, importSteps } from "../../../engine/import/import-machine.ts";
import { FOREIGN } from "../../support/import-foreign.ts";
import { SAMPLES, sample, textOf } from "../../support/import-samples.ts";

/** Runs an import with a bound on the work: what would hang fails here. */
function bounded(texts: { name?: string; text: string }[]): ImportResult {
  const meter: ImportMeter = { chars: 0, lines: 0, rows: 0 };
  const work = importSteps(texts, {}, meter);
  const chars = texts.reduce((sum, it) => sum + it.text.length, 0);
  for (;;) {
    const step = work.next();
    // Each character is looked at a few times at most: by the cursor's line and by one scanner.
    expect(meter.chars).toBeLessThanOrEqual(8 * chars + 10_000);
    if (step.done === true) return step.value;
  }
}

/** Whatever went in, what comes out is a valid machine, and each problem says name, line, what was read and expected. */
function expectSound(texts: { name?: string; text: string }[]): ImportResult {
  const result = bounded(texts);
  expect(validate(structuredClone(result.value))).toEqual(result.value);
  for (const it of result.problems) {
    expect(it.read).not.toBe("");
    expect(it.read.length).toBeLessThanOrEqual(80);
    expect(it.expected).not.toBe("");
    expect(Number.isInteger(it.line) && it.line >= 0).toBe(true);
  }
  return result;
}

const TEXTS = SAMPLES.flatMap((it) => it.texts.filter(({ text }) => text !== ""));
const text = fc.oneof(
  fc.constantFrom(...TEXTS).map((it) => it.text),
  fc.constantFrom(...FOREIGN),
);
const position = fc.double({ min: 0, max: 1, noNaN: true });
const at = (whole: string, share: number): number => Math.floor(share * whole.length);
const RUNS = { numRuns: 150 };

describe("damaged texts never throw, never hang, and what could be read is kept", () => {
  test("cut off anywhere", () => {
    fc.assert(
      fc.property(text, position, (whole, share) => {
        expectSound([{ text: whole.slice(0, at(whole, share)) }]);
      }),
      RUNS,
    );
  });

  test("with the beginning missing", () => {
    fc.assert(
      fc.property(text, position, (whole, share) => {
        expectSound([{ text: whole.slice(at(whole, share)) }]);
      }),
      RUNS,
    );
  });

  test("with bits flipped", () => {
    const flips = fc.array(fc.tuple(position, fc.nat(7)), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(text, flips, (whole, list) => {
        const codes = [...whole].map((it) => it.charCodeAt(0));
        for (const [share, bit] of list) {
          const i = Math.min(at(whole, share), codes.length - 1);
          codes[i] = (codes[i] ?? 0) ^ (1 << bit);
        }
        expectSound([{ text: String.fromCharCode(...codes.slice(0, 50_000)) }]);
      }),
      RUNS,
    );
  });

  test("with lines shuffled, dropped and doubled", () => {
    fc.assert(
      fc.property(
        text.chain((whole) => fc.tuple(fc.constant(whole.split("\n")), fc.array(fc.nat(), { maxLength: 80 }))),
        ([lines, order]) => {
          expectSound([{ text: order.map((it) => lines[it % lines.length]).join("\n") }]);
        },
      ),
      RUNS,
    );
  });

  test("all texts of all machines at once, each cut somewhere", () => {
    fc.assert(
      fc.property(fc.array(position, { minLength: TEXTS.length, maxLength: TEXTS.length }), (shares) => {
        expectSound(TEXTS.map((it, i) => ({ name: it.name, text: it.text.slice(0, at(it.text, shares[i] ?? 0)) })));
      }),
      { numRuns: 30 },
    );
  });

  test("texts of several machines at once, in any order, under any names", () => {
    const name = fc.constantFrom("lsblk.json", "proc-12-maps", "fsmap /mnt", "pmem1", "", "a.txt");
    fc.assert(
      fc.property(fc.array(fc.record({ name, text }), { minLength: 2, maxLength: 6 }), (list) => {
        expectSound(list);
      }),
      RUNS,
    );
  });

  test("with numbers replaced by others, small, large and absurd", () => {
    const number = fc.constantFrom(
      "0",
      "1",
      "7",
      "511",
      "4095",
      "18446744073709551615",
      "9007199254740991",
      "-1",
      "1e9",
      "99999",
    );
    fc.assert(
      fc.property(text, fc.array(fc.tuple(fc.nat(200), number), { maxLength: 12 }), (whole, list) => {
        const by = new Map(list);
        let i = 0;
        expectSound([{ text: whole.replace(/\d+/g, (digits) => by.get(i++) ?? digits) }]);
      }),
      { numRuns: 300 },
    );
  });

  test("any text at all", () => {
    const line = fc.oneof(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.constantFrom("{", "[", "\0", "==>", "$ x", "0: "),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        expectSound([{ text: lines.join("\n") }]);
      }),
      RUNS,
    );
  });
});

describe("huge lines", () => {
  const long = 300_000;
  test.each([
    ["digits", "7".repeat(long)],
    ["blanks", " ".repeat(long)],
    ["open brackets", "[".repeat(long)],
    ["nested objects", '{"a":'.repeat(long)],
    ["one string", `{"blockdevices": "${"x".repeat(long)}"}`],
    ["a fsmap row without end", `0: 259:0 [0..${"9".repeat(long)}`],
    ["an fsmap row with blanks", `0: 259:0 [0..7]: ${" ".repeat(long)}132`],
    ["a mount with options", `/dev/pmem0 /mnt xfs ${"a,".repeat(long)} 0 0`],
    ["a dm target with many legs", `vol: 0 800 striped ${long} 8 ${"259:0 0 ".repeat(long)}`],
    ["pairs", `NAME="pmem0" ${'A="b" '.repeat(long)}`],
    ["NULs", "\0".repeat(long)],
    ["a maps line", `7f90260bd000-7f90260e5000 rw-s 0 103:00 133 /${"x".repeat(long)}`],
    ["carriage returns", "\r".repeat(long)],
    ["escape sequences", "\u001b[1m".repeat(long)],
    ["tree branches", `NAME SIZE TYPE\n${"├".repeat(long)}pmem0`],
  ])("of %s are read in time that grows with their length", (_, line) => {
    expectSound([{ text: line }]);
    expectSound([{ text: `${line}\n${line}\n` }]);
  });
});

describe("a problem says name, line, what was read and what was expected", () => {
  const [a, b, c] = [sample("a"), sample("b"), sample("c")];

  test("in JSON that is cut off: the line where it ends; the devices before it are kept", () => {
    const whole = textOf(b, "lsblk.json");
    const cut = whole.slice(0, whole.indexOf("pmem0p2") + 4);
    const { problems, value } = importMachine([{ name: "lsblk.json", text: cut }]);
    expect(problems).toEqual([
      {
        name: "lsblk.json",
        line: cut.split("\n").length,
        read: "the end of the text",
        expected: "the closing quote of a text",
      },
    ]);
    expect(value.scene.pmem.pmem0?.partitions).toHaveLength(1);
  });

  test("in the middle of an fsmap: its line; the rows around it are kept", () => {
    const lines = textOf(a, "fsmap.txt").split("\n");
    lines[7] = "\t7: 259:0 [960..999]: inode 133 data 0..40 40";
    const { problems, recognised } = importMachine([{ name: "map", text: lines.join("\n") }]);
    expect(problems).toMatchObject([{ name: "map", line: 8, read: "7: 259:0 [960..999]: inode 133 data 0..40 40" }]);
    expect(recognised).toMatchObject([{ kind: "fsmap", count: 29, firstLine: 1 }]);
  });

  test("of rows that are missing from an fsmap: between which", () => {
    const lines = textOf(a, "fsmap.txt").split("\n");
    lines.splice(7, 3);
    const { problems } = importMachine([{ name: "map", text: lines.join("\n") }]);
    expect(problems).toEqual([{ name: "map", line: 8, read: "row 10", expected: "row 7: rows are missing" }]);
  });

  test("in a dmsetup table: its line", () => {
    const { problems } = importMachine([
      { name: "table", text: `${textOf(c, "dmsetup-table.txt")}vol: 1433600 8 linear 259:1` },
    ]);
    expect(problems).toEqual([
      {
        name: "table",
        line: 3,
        read: "vol: 1433600 8 linear 259:1",
        expected: "name: start length linear device offset; the text ends in this line",
      },
    ]);
  });

  test("of a text of no known tool: its first line", () => {
    const { problems, ignored } = importMachine([{ text: "Dear all,\nplease find attached\n" }]);
    expect(problems).toMatchObject([{ name: "text 1", line: 1, read: "Dear all," }]);
    expect(ignored).toMatchObject([{ what: "2 lines" }]);
  });

  test("of a step that cannot be: which, and why; the rest of the machine stands", () => {
    const table = "vol: 0 819200 linear 259:0 2048\nvol: 819201 614400 linear 259:1 32768\n";
    const { problems, value } = importMachine([{ text: table }]);
    expect(problems).toMatchObject([{ name: "the machine", line: 0 }]);
    expect(Object.keys(value.scene.pmem)).toEqual(["pmem0", "pmem1"]);
  });

  test("hundreds of bad lines are counted after the first twenty", () => {
    const { problems } = importMachine([{ text: `major minor  #blocks  name\n\n${"bad\n".repeat(300)}` }]);
    expect(problems).toHaveLength(21);
    expect(problems.at(-1)).toMatchObject({ line: 0, read: "280 more such lines" });
  });
});
