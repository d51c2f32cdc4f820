/**
 * The red thread: how it runs and how it ends. The same in every figure.
 *
 * It ends in one of four ways: a disc where somebody was told, a cross where somebody answered and nobody went on,
 * a frayed end in mid-air where there was nobody to ask, and a bar where the kernel or a filesystem stopped.
 */
import { cross } from "./hatch.ts";
import { d, group, path, round3, type Shape } from "./svg.ts";

export type Point = readonly [x: number, y: number];
export type ThreadEnd = "told" | "refused" | "mid-air" | "stopped" | "none";

/** A polyline with rounded corners. */
export function threadPath(points: readonly Point[], radius = 9): string {
  const first = points[0];
  if (!first) return "";
  let text = `M ${round3(first[0])} ${round3(first[1])}`;
  for (let i = 1; i < points.length; i++) {
    const [x, y] = points[i]!;
    const next = points[i + 1];
    if (!next) {
      text += ` L ${round3(x)} ${round3(y)}`;
      continue;
    }
    const [px, py] = points[i - 1]!;
    const before = Math.hypot(x - px, y - py);
    const after = Math.hypot(next[0] - x, next[1] - y);
    const r = Math.min(radius, before / 2, after / 2);
    if (r < 0.5) {
      text += ` L ${round3(x)} ${round3(y)}`;
      continue;
    }
    const from: Point = [x - ((x - px) / before) * r, y - ((y - py) / before) * r];
    const to: Point = [x + ((next[0] - x) / after) * r, y + ((next[1] - y) / after) * r];
    text += ` L ${d(...from)} Q ${d(x, y, ...to)}`;
  }
  return text;
}

/** A length of thread; `way` "around" is the generic handler's way past the filesystem, "ghost" is not yet run. */
export function thread(points: readonly Point[], way: "route" | "around" | "ghost" = "route"): Shape {
  const run = threadPath(points);
  if (way === "ghost") return path("thread-ghost", run);
  return group(`thread-run`, [
    path("thread-case", run),
    path(way === "around" ? "thread thread-around" : "thread", run),
  ]);
}

/** The end of a thread at a point, reached from below. */
export function threadEnd(end: ThreadEnd, [x, y]: Point): Shape[] {
  if (end === "told") {
    return [
      path("thread-disc", circle(x, y, 6.5)),
      path("thread-tick", d("M", x - 3, y, "L", x - 0.8, y + 2.4, "L", x + 3.2, y - 2.6)),
    ];
  }
  if (end === "refused") return [path("thread-disc thread-open", circle(x, y, 8)), cross(x, y, 4)];
  if (end === "stopped") return [path("thread", d("M", x - 9, y, "H", x + 9))];
  if (end === "mid-air") {
    const fray = (dx: number, dy: number) => d("M", x, y + 2, "Q", x + dx * 0.2, y - 6, x + dx, y - dy);
    return [path("thread-fray", [fray(-9, 12), fray(-3, 16), fray(4, 15), fray(10, 10)].join(" "))];
  }
  return [];
}

export const circle = (x: number, y: number, r: number): string =>
  d("M", x - r, y, "a", r, r, 0, 1, 1, 2 * r, 0, "a", r, r, 0, 1, 1, -2 * r, 0);
