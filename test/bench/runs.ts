/** A whole measurement, done several times: a goal counts as met when each run meets it. */
import { loadavg } from "node:os";

export interface Run<Row> {
  /** How busy the machine was when it began: processes that wanted to run, over one minute. */
  load: number;
  rows: Row[];
}

export async function runs<Row>(nr: number, once: () => Promise<Row[]>): Promise<Run<Row>[]> {
  const done: Run<Row>[] = [];
  for (let i = 1; i <= nr; i++) {
    const load = Number((loadavg()[0] ?? 0).toFixed(2));
    if (nr > 1) console.log(`\nrun ${i} of ${nr}`);
    done.push({ load, rows: await once() });
  }
  return done;
}

/** The value of an option that is a whole number from 1; otherwise the program ends with a sentence. */
export function counted(name: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  console.error(`--${name}: got "${text}", expected a whole number from 1`);
  process.exit(2);
}

/** The goals of all runs, and how many of them each run has met; goals stand in the same order in each. */
export function score(verdicts: readonly (readonly boolean[])[]): string {
  const [first = []] = verdicts;
  const met = first.filter((_, i) => verdicts.every((it) => it[i])).length;
  return `${met} of ${first.length} goals met${verdicts.length > 1 ? ` in each of ${verdicts.length} runs` : ""}`;
}
