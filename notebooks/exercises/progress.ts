/**
 * What a reader has done, as a value: pure functions over it, and nothing leaves the device by itself. One record per
 * exercise, keyed "lesson/id"; the page keeps the whole under one storage key per course.
 */
import * as v from "valibot";
import type { Report } from "./check.ts";
import type { Answer, Exercise } from "./contract.ts";

export interface Done {
  version: number;
  answer: Answer;
  attempts: number;
  hintsUsed: number;
  revealed: boolean;
  /** All visible checks passed at least once, before the solution was revealed. */
  solved: boolean;
  best: { earned: number; possible: number } | null;
  /** Where an exercise differs per student: the seed that `best` and `solved` belong to. */
  seed?: number | undefined;
  /** Milliseconds since 1970 of the last change. */
  at: number;
}

export interface Progress {
  v: 1;
  /** ISO 8601, first action. */
  startedAt: string;
  done: Readonly<Record<string, Done>>;
  /** Lessons read to the end. */
  read: readonly string[];
  /** Where to resume. */
  last: { lesson: string; cell: string } | null;
}

export const exerciseKey = (lesson: string, id: string): string => `${lesson}/${id}`;

export const emptyProgress = (now: Date): Progress => ({
  v: 1,
  startedAt: now.toISOString(),
  done: {},
  read: [],
  last: null,
});

function change(all: Progress, key: string, exercise: Exercise, at: number, next: Partial<Done>): Progress {
  const before = Object.hasOwn(all.done, key) ? all.done[key] : undefined;
  const fresh: Done = {
    version: exercise.version,
    answer: exercise.kind === "code" ? exercise.starter : exercise.kind === "predict" ? {} : [],
    attempts: 0,
    hintsUsed: 0,
    revealed: false,
    solved: false,
    best: null,
    at,
  };
  const base = before?.version === exercise.version ? before : fresh;
  return { ...all, done: { ...all.done, [key]: { ...base, ...next, at } } };
}

const of = (all: Progress, key: string): Done | undefined => (Object.hasOwn(all.done, key) ? all.done[key] : undefined);

/** The answer on screen changed. */
export const wrote = (all: Progress, key: string, exercise: Exercise, answer: Answer, at: number): Progress =>
  change(all, key, exercise, at, { answer });

/** An answer was checked; blocked ones (blanks left) are no attempts. `seed`: of an exercise that differs per student. */
export function checked(
  all: Progress,
  key: string,
  exercise: Exercise,
  answer: Answer,
  report: Report,
  at: number,
  seed?: number,
): Progress {
  if (report.status !== "checked") return wrote(all, key, exercise, answer, at);
  const own = reseeded(all, key, seed, at);
  const before = of(own, key);
  const isSame = before?.version === exercise.version;
  const { earned, possible, passed, total } = report.visible;
  const isBetter = !isSame || before.best === null || earned > before.best.earned;
  const wasRevealed = isSame && before.revealed;
  return change(own, key, exercise, at, {
    answer,
    ...(seed === undefined ? {} : { seed }),
    attempts: (isSame ? before.attempts : 0) + 1,
    solved: (isSame && before.solved) || (passed === total && !wasRevealed),
    ...(isBetter ? { best: { earned, possible } } : {}),
  });
}

/** Another student number makes another exercise: what was earned with the one before is not this one's. */
export function reseeded(all: Progress, key: string, seed: number | undefined, at: number): Progress {
  const before = of(all, key);
  if (seed === undefined || before?.seed === undefined || before.seed === seed) return all;
  return { ...all, done: { ...all.done, [key]: { ...before, best: null, solved: false, seed, at } } };
}

/** Checked before, but not since it became another one. */
export const isOtherNow = (done: Done | null | undefined): boolean =>
  done?.seed !== undefined && done.best === null && done.attempts > 0;

export const hinted = (all: Progress, key: string, exercise: Exercise, hintsUsed: number, at: number): Progress =>
  change(all, key, exercise, at, { hintsUsed: Math.max(hintsUsed, of(all, key)?.hintsUsed ?? 0) });

export const revealed = (all: Progress, key: string, exercise: Exercise, at: number): Progress =>
  change(all, key, exercise, at, { revealed: true });

/** A tick on the course map: read to the end, and every exercise solved or revealed. */
export function lessonState(
  all: Progress,
  lesson: string,
  ids: readonly string[],
): { solved: number; total: number; state: "new" | "begun" | "done" } {
  const records = ids.map((id) => of(all, exerciseKey(lesson, id)));
  const solved = records.filter((it) => it?.solved).length;
  const isFinished = records.every((it) => it?.solved || it?.revealed) && all.read.includes(lesson);
  const isBegun = records.some((it) => it !== undefined) || all.read.includes(lesson);
  return { solved, total: ids.length, state: isFinished ? "done" : isBegun ? "begun" : "new" };
}

/** Two devices' progress as one: per exercise the newer answer, the most attempts, the best result. */
export function merged(left: Progress, right: Progress): Progress {
  const done: Record<string, Done> = { ...left.done };
  for (const [key, theirs] of Object.entries(right.done)) {
    const ours = of(left, key);
    done[key] = ours === undefined || ours.version < theirs.version ? theirs : ours;
    if (ours === undefined || ours.version !== theirs.version) continue;
    const newer = theirs.at > ours.at ? theirs : ours;
    const isSame = theirs.seed === ours.seed || theirs.seed === undefined || ours.seed === undefined;
    const isBetter = (theirs.best?.earned ?? -1) > (ours.best?.earned ?? -1);
    const best = isSame ? (isBetter ? theirs.best : ours.best) : newer.best;
    done[key] = {
      ...newer,
      attempts: Math.max(ours.attempts, theirs.attempts),
      hintsUsed: Math.max(ours.hintsUsed, theirs.hintsUsed),
      revealed: ours.revealed || theirs.revealed,
      solved: isSame ? ours.solved || theirs.solved : newer.solved,
      best,
      ...(newer.seed === undefined && isSame ? seedOf(ours.seed ?? theirs.seed) : {}),
    };
  }
  return {
    v: 1,
    startedAt: [left.startedAt, right.startedAt].sort()[0] as string,
    done,
    read: [...new Set([...left.read, ...right.read])],
    last: newest(left) >= newest(right) ? (left.last ?? right.last) : (right.last ?? left.last),
  };
}

const seedOf = (seed: number | undefined): { seed?: number } => (seed === undefined ? {} : { seed });

const newest = (all: Progress): number => Math.max(0, ...Object.values(all.done).map((it) => it.at));

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const ids = v.array(v.string());
const schema = v.object({
  v: v.literal(1),
  startedAt: v.string(),
  done: v.record(
    v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]*\/[a-z][a-z0-9-]*$/)),
    v.object({
      version: count,
      answer: v.union([v.string(), ids, v.record(v.string(), ids)]),
      attempts: count,
      hintsUsed: count,
      revealed: v.boolean(),
      solved: v.boolean(),
      best: v.nullable(v.object({ earned: v.number(), possible: v.number() })),
      seed: v.optional(count),
      at: v.number(),
    }),
  ),
  read: ids,
  last: v.nullable(v.object({ lesson: v.string(), cell: v.string() })),
});

export const printProgress = (all: Progress): string => `${JSON.stringify(all, null, 1)}\n`;

/** Text of an export → progress, or null when it is none. */
export function readProgress(text: string): Progress | null {
  try {
    const parsed = v.safeParse(schema, JSON.parse(text));
    return parsed.success ? (parsed.output as Progress) : null;
  } catch {
    return null;
  }
}
