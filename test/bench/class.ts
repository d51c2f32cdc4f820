/**
 * `npm run bench -- --class`: a class hands in, and the command that a teacher types grades it, in a process of its own whose
 * memory is watched from outside. Three ways: every answer run; the same answer of several students run once, as the
 * command does by itself; and two parts side by side, merged. All must give the same table, byte for byte. In all of them
 * the setup of an exercise, which is the author's, is run for its first two answers, and then begun with.
 *
 * The class: for each exercise a student gives the right answer, one of the lesson's wrong answers or leaves the starter,
 * six times out of ten with a comment of their own, so that most texts of code are there once.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readCourse } from "../../notebooks/exercises/cli/course-files.ts";
import type { Answer, Exercise, PredictExercise } from "../../notebooks/exercises/contract.ts";
import type { CourseExercise } from "../../notebooks/exercises/course.ts";
import { type HandInEntry, printHandIn, sealHandIn } from "../../notebooks/exercises/hand-in.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const MiB = 2 ** 20;
const WATCH_MS = 250;
/** USER_HZ, which Linux has kept at 100 for programs. */
const TICKS_PER_SECOND = 100;
const GOAL_EXERCISES_PER_SECOND = 500;
const GOAL_GROWN_MIB = 64;

export interface ClassRun {
  way: string;
  seconds: number;
  exercisesPerSecond: number;
  /** Processor time of all processes, and what two cores would do with nothing else to do; NaN where it is not told. */
  processorSeconds: number;
  exercisesPerSecondOfTwoCores: number;
  /** Of all processes of this way: the most, and what was added after the first quarter of the time. */
  mostMiB: number;
  grownMiB: number;
}

export interface ClassReport {
  handIns: number;
  exercises: number;
  runs: ClassRun[];
  goals: { what: string; value: number; atLeast?: number; atMost?: number; isMet: boolean }[];
}

export async function gradeClass(handIns: number): Promise<ClassReport> {
  const folder = mkdtempSync(join(tmpdir(), "daxlab-class-"));
  try {
    const exercises = writeClass(join(folder, "class"), handIns);
    const count = handIns * exercises;
    const runs: ClassRun[] = [];
    const tables: string[] = [];
    for (const [way, run] of Object.entries(WAYS)) {
      const out = join(folder, `out-${runs.length}`);
      const watched = await run(join(folder, "class"), out);
      const exercisesPerSecondOfTwoCores = (2 * count) / watched.processorSeconds;
      runs.push({ way, ...watched, exercisesPerSecond: count / watched.seconds, exercisesPerSecondOfTwoCores });
      tables.push(readFileSync(join(out, "grades.csv"), "utf8"));
    }
    if (new Set(tables).size !== 1) throw new Error("class: the ways give different tables");
    const [every] = runs as [ClassRun];
    return { handIns, exercises, runs, goals: goalsOf(every) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function goalsOf({ exercisesPerSecond, grownMiB }: ClassRun): ClassReport["goals"] {
  return [
    {
      what: "exercises a second, every answer run",
      value: exercisesPerSecond,
      atLeast: GOAL_EXERCISES_PER_SECOND,
      isMet: exercisesPerSecond >= GOAL_EXERCISES_PER_SECOND,
    },
    {
      what: "MiB of memory grown over the last three quarters of the time",
      value: grownMiB,
      atMost: GOAL_GROWN_MIB,
      isMet: grownMiB <= GOAL_GROWN_MIB,
    },
  ];
}

type Watched = Pick<ClassRun, "seconds" | "processorSeconds" | "mostMiB" | "grownMiB">;

const WAYS: Readonly<Record<string, (dir: string, out: string) => Promise<Watched>>> = {
  "every answer run": (dir, out) => watch([[dir, "--out", out, "--threads", "2", "--no-memo"]]),
  "the same answer run once": (dir, out) => watch([[dir, "--out", out, "--threads", "2"]]),
  "two parts side by side, every answer run": async (dir, out) => {
    const part = (i: number) => [dir, "--out", out, "--threads", "1", "--no-memo", "--shard", `${i}/2`];
    const parts = await watch([part(1), part(2)]);
    const merged = await watch([["--merge", "--out", out]]);
    const processorSeconds = parts.processorSeconds + merged.processorSeconds;
    return { ...parts, seconds: parts.seconds + merged.seconds, processorSeconds };
  },
};

/** Runs the command with each list of arguments at the same time. */
async function watch(commands: readonly string[][]): Promise<Watched> {
  const start = process.hrtime.bigint();
  const children = commands.map((args) =>
    spawn(process.execPath, ["engine/cli/run.mjs", "notebooks/exercises/cli/grade.ts", ...args], {
      cwd: ROOT,
      stdio: ["ignore", "ignore", "pipe"],
    }),
  );
  const sizes: number[] = [];
  const ticks = children.map(() => 0);
  const timer = setInterval(() => {
    sizes.push(sum(children.map(residentBytes)));
    children.forEach((child, i) => {
      ticks[i] = processorTicks(child) ?? ticks[i] ?? 0;
    });
  }, WATCH_MS);
  try {
    await Promise.all(children.map(ended));
  } finally {
    clearInterval(timer);
  }
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const settled = sizes.slice(0, Math.max(1, Math.ceil(sizes.length / 4)));
  const most = Math.max(0, ...sizes);
  const processorSeconds = sum(ticks) / TICKS_PER_SECOND;
  return { seconds, processorSeconds, mostMiB: most / MiB, grownMiB: (most - Math.max(0, ...settled)) / MiB };
}

function ended(child: ChildProcess): Promise<void> {
  let said = "";
  child.stderr?.on("data", (text) => {
    said = `${said}${text}`.slice(-2000);
  });
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("exit", (code) => (code === 0 ? done() : fail(new Error(`grade ended with ${code}: ${said}`))));
  });
}

/** 0 where the system does not say, or the process has ended. */
function residentBytes({ pid }: ChildProcess): number {
  try {
    const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return Number(kib ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** User and system time so far; null where the system does not say. */
function processorTicks({ pid }: ChildProcess): number | null {
  try {
    // After the name, which is in parentheses: utime and stime are fields 14 and 15 of the line.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return Number(fields[11]) + Number(fields[12]);
  } catch {
    return null;
  }
}

const sum = (list: readonly number[]): number => list.reduce((total, it) => total + it, 0);

/** Writes the class's files; gives the number of exercises in each. */
function writeClass(dir: string, handIns: number): number {
  mkdirSync(dir);
  const { lessons } = readCourse(join(ROOT, "notebooks/lessons"), join(ROOT, "notebooks/sealed"));
  const course = lessons.flatMap((it) => it.exercises);
  const chance = makeChance(131);
  for (let i = 1; i <= handIns; i++) {
    const id = `s${String(i).padStart(4, "0")}`;
    const handIn = sealHandIn({
      ...{ course: "daxlab@bench", engine: "", student: { id, name: `Student ${i}` }, seed: 1 },
      startedAt: "2026-01-05T14:47:00Z",
      exercises: course.map((it) => entryOf(it, id, chance)),
    });
    writeFileSync(join(dir, `${id}.daxlab.json`), printHandIn(handIn));
  }
  return course.length;
}

type Chance = (below: number) => number;

function makeChance(seed: number): Chance {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function entryOf({ lesson, exercise }: CourseExercise, student: string, chance: Chance): HandInEntry {
  const { id, version } = exercise;
  const answer = answerOf(exercise, student, chance);
  const tried = { attempts: 1 + chance(4), hintsUsed: chance(3), revealed: false };
  return { lesson, id, version, answer, ...tried, localResult: null };
}

function answerOf(exercise: Exercise, student: string, chance: Chance): Answer {
  if (exercise.kind === "predict") return predicted(exercise, chance);
  const wrong = exercise.wrong.map((it) => it.answer);
  const start = exercise.kind === "code" ? exercise.starter : [];
  const wrongOne = wrong[chance(Math.max(1, wrong.length))] ?? start;
  const die = chance(10);
  const answer = die < 6 ? (exercise.solution ?? wrongOne) : die < 9 ? wrongOne : start;
  return typeof answer === "string" && chance(10) < 6 ? `${answer}\n// ${student}` : answer;
}

function predicted({ fields }: PredictExercise, chance: Chance): Answer {
  const idsOf = ({ options, pick }: PredictExercise["fields"][number]): string[] => {
    const ids = options.map((it) => it.id);
    return pick === "one" ? [ids[chance(ids.length)] ?? ""] : ids.filter(() => chance(2) === 0);
  };
  return Object.fromEntries(fields.map((it) => [it.id, idsOf(it)]));
}
