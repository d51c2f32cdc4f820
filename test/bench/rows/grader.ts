/** A class's answers, checked by the pool that `npm run grade` uses. */
import { fileURLToPath } from "node:url";
import { checkAnswer } from "../../../notebooks/exercises/check.ts";
import { readCourse } from "../../../notebooks/exercises/cli/course-files.ts";
import { openEngines } from "../../../notebooks/exercises/cli/engines.ts";
import type { Answer } from "../../../notebooks/exercises/contract.ts";
import type { CourseExercise } from "../../../notebooks/exercises/course.ts";
import { seedOf } from "../../../notebooks/exercises/variant.ts";
import type { Row } from "../measure.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const THREADS = 2;
/** Answers on their way at a time; the command's own width. */
const LANES = THREADS * 2;
const MiB = 2 ** 20;

/** Exercises whose right answer stands in the lesson; what is right in a prediction is computed, like its check. */
function solved(): { item: CourseExercise; answer: Answer }[] {
  const { lessons } = readCourse(`${ROOT}notebooks/lessons`, `${ROOT}notebooks/sealed`);
  return lessons
    .flatMap((it) => it.exercises)
    .flatMap((item) => {
      const { solution } = item.exercise as { solution: Answer | null };
      return solution === null || item.exercise.kind === "predict" ? [] : [{ item, answer: solution }];
    });
}

let grownBytes = Number.NaN;

const grader: Row = {
  name: "grader",
  means:
    "One exercise of the course, its right answer run and checked in a fresh memory on two threads, none twice from memory; the author's setup is run once. 500 a second are 2 ms each.",
  operation: "exercise",
  goals: [],
  limits: [
    {
      what: "one exercise",
      atMost: 2,
      unit: "ms",
      value: (medians) => (medians.get("ours") ?? Number.NaN) / 1e6,
    },
    { what: "memory grown over all rounds but the first two", atMost: 64, unit: "MiB", value: () => grownBytes / MiB },
  ],
  async prepare({ quick }) {
    const all = solved();
    if (all.length === 0) throw new Error("grader: no exercise of the course has its solution here");
    const n = quick ? all.length : Math.ceil(500 / all.length) * all.length;
    const engines = await openEngines(ROOT, THREADS, false);
    // Of no name, as in class.ts: a release may have the newest engine, and threads of its own.
    const { evaluator } = engines.engineFor("");
    let rounds = 0;
    let settledBytes = 0;
    const run = async () => {
      let [next, earned, possible] = [0, 0, 0];
      const lane = async (): Promise<void> => {
        while (next < n) {
          const { item, answer } = all[next++ % all.length] as (typeof all)[number];
          const { exercise, setup } = item;
          const seed = seedOf(exercise.seedPolicy, "bench", "student");
          const report = await checkAnswer({ exercise, answer, seed, setup }, evaluator);
          earned += report.earned;
          possible += report.possible;
        }
      };
      const start = process.hrtime.bigint();
      await Promise.all(Array.from({ length: LANES }, lane));
      const ns = Number(process.hrtime.bigint() - start);
      if (earned !== possible) throw new Error(`grader: right answers earned ${earned} of ${possible} points`);
      if (++rounds === 2) settledBytes = process.memoryUsage.rss();
      grownBytes = process.memoryUsage.rss() - settledBytes;
      return { ns, sum: earned };
    };
    return { sides: [{ name: "ours", run }], operations: n, done: () => void engines.close() };
  },
};

export const GRADER_ROWS: readonly Row[] = [grader];
