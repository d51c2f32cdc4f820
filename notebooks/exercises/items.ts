/** Class statistics and tables, folded from one graded hand-in at a time so that a class of any size fits. */
import type { CheckResult } from "./check.ts";
import type { Graded, GradedExercise } from "./grade.ts";

interface CheckCount {
  visible: boolean;
  points: number;
  passed: number;
}

export interface ItemCount {
  lesson: string;
  id: string;
  answered: number;
  full: number;
  attempts: number[];
  hintsUsed: number;
  revealed: number;
  checks: Map<string, CheckCount>;
  routes: Map<string, number>;
  mistakes: Map<string, number>;
}

export type Items = Map<string, ItemCount>;

export function addToItems(items: Items, graded: Graded): void {
  for (const it of graded.exercises) {
    const key = `${it.lesson}/${it.id}`;
    const item = items.get(key) ?? emptyItem(it);
    items.set(key, item);
    if (it.answer === null) continue;
    item.answered++;
    if (it.earned === it.possible) item.full++;
    item.attempts.push(it.attempts);
    item.hintsUsed += it.hintsUsed;
    if (it.revealed) item.revealed++;
    for (const check of it.checks) countCheck(item, check);
    if (it.route !== null) bump(item.routes, it.route);
    if (it.feedback !== null) bump(item.mistakes, it.feedback);
  }
}

const emptyItem = (it: GradedExercise): ItemCount => ({
  lesson: it.lesson,
  id: it.id,
  answered: 0,
  full: 0,
  attempts: [],
  hintsUsed: 0,
  revealed: 0,
  checks: new Map(it.checks.map((check) => [check.id, freshCheck(check)])),
  routes: new Map(),
  mistakes: new Map(),
});

const freshCheck = (check: CheckResult): CheckCount => ({
  visible: check.visible,
  points: check.possible,
  passed: 0,
});

function countCheck(item: ItemCount, check: CheckResult): void {
  const count = item.checks.get(check.id) ?? freshCheck(check);
  if (check.status === "pass") count.passed++;
  item.checks.set(check.id, count);
}

function bump(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

export function commonest(counts: ReadonlyMap<string, number>): [string, number] | null {
  const all = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return all[0] ?? null;
}

export function median(numbers: readonly number[]): number | null {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[middle - 1], sorted[middle]];
  if (high === undefined) return null;
  return sorted.length % 2 === 1 || low === undefined ? high : (low + high) / 2;
}

/** RFC 4180, and nothing that a spreadsheet would take for a formula. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  const one = (cell: string | number | null): string => {
    if (cell === null) return "";
    if (typeof cell === "number") return String(cell);
    const text = cell.replace(/\p{Cc}+/gu, " ");
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return `${cells.map(one).join(",")}\r\n`;
}

export function itemsCsv(items: Items): string {
  const head = [
    "lesson",
    "exercise",
    "check",
    "visible",
    "points",
    "answered",
    "passed",
    "pass_percent",
    "median_attempts",
    "hints_used",
    "revealed",
    "commonest_wrong_route",
    "times",
    "commonest_mistake",
    "mistake_times",
  ];
  let text = csvLine(head);
  for (const item of items.values()) {
    const route = commonest(item.routes);
    const mistake = commonest(item.mistakes);
    for (const [check, count] of item.checks) {
      const percent = item.answered === 0 ? null : Math.round((1000 * count.passed) / item.answered) / 10;
      text += csvLine([
        item.lesson,
        item.id,
        check,
        count.visible ? "yes" : "no",
        count.points,
        item.answered,
        count.passed,
        percent,
        median(item.attempts),
        item.hintsUsed,
        item.revealed,
        route?.[0] ?? null,
        route?.[1] ?? null,
        mistake?.[0] ?? null,
        mistake?.[1] ?? null,
      ]);
    }
  }
  return text;
}

export function gradesHead(course: readonly { lesson: string; exercise: { id: string } }[]): string {
  const columns = course.map((it) => `${it.lesson}/${it.exercise.id}`);
  return csvLine(["file", "student_id", "name", "receipt", "earned", "possible", "percent", ...columns, "notes"]);
}

export function gradesLine(file: string, graded: Graded): string {
  const percent = graded.possible === 0 ? null : Math.round((1000 * graded.earned) / graded.possible) / 10;
  return csvLine([
    file,
    graded.student.id ?? null,
    graded.student.name ?? null,
    graded.receipt,
    graded.earned,
    graded.possible,
    percent,
    ...graded.exercises.map((it) => (it.answer === null ? null : it.earned)),
    graded.notes.join("; "),
  ]);
}
