/**
 * `npm run bench -- --scale`: the same work at sizes from a thousand to ten million, and the exponent of its cost per
 * operation: 0 is constant, and so is total cost that grows in a straight line; 1 is an operation that grows as the data
 * does. The logarithm of a search tree, and memory that leaves the caches, show as a few tenths.
 */
import type { Scale } from "./measure.ts";

export interface ScaleRow {
  name: string;
  means: string;
  operation: string;
  unit: "ns" | "B";
  /** The highest exponent with which its cost may grow. */
  atMost: number;
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
  atMost: number;
  isMet: boolean;
}

/** Slope of the straight line through the three largest sizes, both axes logarithmic: below them fixed costs show. */
export function exponentOf(points: readonly { size: number; cost: number }[]): number {
  const at = points.slice(-3).map(({ size, cost }) => ({ x: Math.log(size), y: Math.log(cost) }));
  const mean = (values: readonly number[]): number => values.reduce((sum, it) => sum + it, 0) / values.length;
  const [x, y] = [mean(at.map((it) => it.x)), mean(at.map((it) => it.y))];
  const above = at.reduce((sum, it) => sum + (it.x - x) * (it.y - y), 0);
  return above / at.reduce((sum, it) => sum + (it.x - x) ** 2, 0);
}

/** Measures the rows and prints each as it comes; `quick` leaves out what is above ten thousand. */
export async function scale(rows: readonly ScaleRow[], { quick }: Scale): Promise<Scaled[]> {
  const scaled: Scaled[] = [];
  for (const [i, { name, means, operation, unit, sizes, atMost, measure }] of rows.entries()) {
    console.log(`[${i + 1}/${rows.length}] ${name}: ${means}`);
    const points: Scaled["points"] = [];
    for (const size of sizes.filter((it) => !quick || it <= 10_000)) points.push({ size, cost: await measure(size) });
    const exponent = exponentOf(points);
    const isMet = exponent <= atMost;
    scaled.push({ row: name, means, operation, unit, points, exponent, atMost, isMet });
    const texts = points.map(({ size, cost }) => `${size.toLocaleString("en")}: ${cost.toPrecision(3)} ${unit}`);
    console.log(`  per ${operation}: ${texts.join("  ")}`);
    console.log(`  exponent ${exponent.toFixed(2)}  goal: at most ${atMost}  ${isMet ? "met" : "MISSED"}`);
  }
  return scaled;
}
