/**
 * `npm run bench -- --scale`: the same work at sizes from a thousand to ten million, and the exponent of its cost per
 * operation: 0 is constant, and so is total cost that grows in a straight line; 1 is an operation that grows as the data
 * does. The logarithm of a search tree, and memory that leaves the caches, show as a few tenths.
 */
import type { Scale } from "./measure.ts";

/** The highest exponent with which a cost may grow: in itself, above that of the row "memory" at the same sizes, or any. */
export interface Growth {
  atMost?: number;
  aboveMemory?: number;
  /** How many records of the row "memory" take the room of one thing of this row; 1 where nothing is said. */
  memoryRecords?: number;
}

export interface ScaleRow {
  name: string;
  means: string;
  operation: string;
  unit: "ns" | "B";
  growth: Growth;
  sizes: readonly number[];
  /** Cost of one operation at this size. */
  measure(size: number): Promise<number>;
}

export interface Scaled {
  row: string;
  means: string;
  operation: string;
  unit: string;
  points: { size: number; cost: number }[];
  exponent: number;
  /** Null where any will do. */
  atMost: number | null;
  isMet: boolean | null;
}

/** Slope of the straight line through the three largest sizes, both axes logarithmic: below them fixed costs show. */
export function exponentOf(points: readonly { size: number; cost: number }[]): number {
  const at = points.slice(-3).map(({ size, cost }) => ({ x: Math.log(size), y: Math.log(cost) }));
  const mean = (values: readonly number[]): number => values.reduce((sum, it) => sum + it, 0) / values.length;
  const [x, y] = [mean(at.map((it) => it.x)), mean(at.map((it) => it.y))];
  const above = at.reduce((sum, it) => sum + (it.x - x) * (it.y - y), 0);
  return above / at.reduce((sum, it) => sum + (it.x - x) ** 2, 0);
}

const MEMORY = "memory";

/** The highest exponent for costs at these sizes. */
function limitOf(
  { atMost, aboveMemory, memoryRecords = 1 }: Growth,
  sizes: readonly number[],
  memory: Scaled | undefined,
): number | null {
  if (aboveMemory === undefined) return atMost ?? null;
  const points = memory?.points.filter(({ size }) => sizes.includes(size / memoryRecords)) ?? [];
  return Math.max(0, exponentOf(points)) + aboveMemory;
}

async function measured(row: ScaleRow, sizes: readonly number[], memory: Scaled | undefined): Promise<Scaled> {
  const points: Scaled["points"] = [];
  for (const size of sizes) points.push({ size, cost: await row.measure(size) });
  const exponent = exponentOf(points);
  const atMost = limitOf(row.growth, sizes, memory);
  const { name, means, operation, unit } = row;
  return {
    row: name,
    means,
    operation,
    unit,
    points,
    exponent,
    atMost,
    isMet: atMost === null ? null : exponent <= atMost,
  };
}

/** Measures the rows, the growth of memory first, and prints each as it comes; `quick` leaves out what is above ten thousand. */
export async function scale(rows: readonly ScaleRow[], { quick }: Scale): Promise<Scaled[]> {
  const scaled: Scaled[] = [];
  for (const [i, row] of rows.entries()) {
    console.log(`[${i + 1}/${rows.length}] ${row.name}: ${row.means}`);
    const sizes = row.sizes.filter((it) => !quick || it <= 10_000);
    const one = await measured(
      row,
      sizes,
      scaled.find((it) => it.row === MEMORY),
    );
    scaled.push(one);
    const texts = one.points.map(
      ({ size, cost }) => `${size.toLocaleString("en")}: ${cost.toPrecision(3)} ${one.unit}`,
    );
    const verdict =
      one.atMost === null ? "" : `  goal: at most ${one.atMost.toFixed(2)}  ${one.isMet ? "met" : "MISSED"}`;
    console.log(`  per ${one.operation}: ${texts.join("  ")}`);
    console.log(`  exponent ${one.exponent.toFixed(2)}${verdict}`);
  }
  return scaled;
}
