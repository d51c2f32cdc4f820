/** A real filesystem's reverse map as text, read into a machine. */

import { ownerTable } from "../../../engine/boundary/owner-table.ts";
import { importMachine } from "../../../engine/import/import-machine.ts";
import { type Row, timed } from "../measure.ts";

/** What `xfs_io -c fsmap` prints: every fifth row is free, the others belong to 1,000 files in turn. */
export function fsmapText(rows: number): string {
  const lines: string[] = [];
  let at = 0;
  for (let i = 0; i < rows; i++) {
    const len = 8 * (1 + ((i * 7919) % 13));
    const from = 1024 * Math.floor(i / 1000);
    const owner = i % 5 === 4 ? "free space" : `inode ${131 + (i % 1000)} data ${from}..${from + len - 1}`;
    lines.push(`\t${i}: 259:0 [${at}..${at + len - 1}]: ${owner} ${len}`);
    at += len;
  }
  return `${lines.join("\n")}\n`;
}

/** Reads the text; the sum is the number of rows that the machine has. */
export function imported(text: string): number {
  const step = importMachine([{ text }]).value.steps.find((it) => it.op === "fsmap");
  return step?.op === "fsmap" ? ownerTable(step).lenBytes.length : 0;
}

const fsmap: Row = {
  name: "import",
  means: "A reverse map of a million rows, pasted as text, becomes a machine that can be asked.",
  operation: "row",
  goals: [],
  limits: [
    {
      what: "a million rows",
      atMost: 2,
      unit: "s",
      value: (medians) => (medians.get("ours") ?? Number.NaN) / 1000,
    },
  ],
  async prepare({ quick }) {
    const rows = quick ? 20_000 : 1_000_000;
    const text = fsmapText(rows);
    const run = () => {
      const timing = timed(() => imported(text));
      if (timing.sum !== rows) throw new Error(`import: ${timing.sum} rows of ${rows}`);
      return timing;
    };
    return { sides: [{ name: "ours", run }], operations: rows };
  },
};

export const IMPORT_ROWS: readonly Row[] = [fsmap];
