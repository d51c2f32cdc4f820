/**
 * What must be true of an exercise before anybody sees it: the starter fails, the solution passes, every wrong answer
 * gets its own feedback, and small changes to the solution are caught.
 */

import { sameTokens } from "./cells.ts";
import { type Asked, checkAnswer, type Evaluator, type Report, shapeProblem } from "./check.ts";
import type { Answer, Exercise } from "./contract.ts";
import type { CourseExercise } from "./course.ts";
import { type Mutant, mutantsOf, predictMutants } from "./mutants.ts";
import { studentSeed } from "./variant.ts";

export interface Finding {
  /** "09-one-device/tell-bob". */
  where: string;
  message: string;
}

/** Seeds with which a per-student exercise is tried: three students of a course that nobody has. */
const TRIED = ["ann", "bob", "eve"].map((id) => studentSeed("verify", id));

export async function verifyExercise(item: CourseExercise, evaluator: Evaluator): Promise<Finding[]> {
  const { exercise, lesson, setup } = item;
  const findings: Finding[] = [];
  const where = `${lesson}/${exercise.id}`;
  const say = (message: string) => {
    findings.push({ where, message });
  };
  const seeds = exercise.seedPolicy.kind === "fixed" ? [exercise.seedPolicy.seed] : TRIED;
  for (const seed of seeds) {
    const run = (answer: Answer): Promise<Report> => {
      const asked: Asked = { exercise, answer, seed, setup };
      return checkAnswer(asked, evaluator);
    };
    const solution = await solutionOf(exercise, run, say);
    if (solution === null) return findings;
    await verifyStarter(exercise, run, say);
    await verifyWrong(exercise, run, say);
    const mutants =
      exercise.kind === "predict"
        ? predictMutants(exercise, solution as Readonly<Record<string, readonly string[]>>)
        : mutantsOf(exercise);
    await verifyMutants(exercise, mutants, run, say);
  }
  return findings;
}

type Run = (answer: Answer) => Promise<Report>;
type Say = (message: string) => void;

/** The right answer, when it passes every check; for predict what the engine says. */
async function solutionOf(exercise: Exercise, run: Run, say: Say): Promise<Answer | null> {
  if (exercise.solution === null) {
    say(`is sealed, and notebooks/sealed/ has no solution for it`);
    return null;
  }
  const answer = exercise.kind === "predict" ? await truthOf(exercise, run, say) : exercise.solution;
  if (answer === null) return null;
  const report = await run(answer);
  const failed = report.checks.filter((it) => it.status !== "pass");
  if (report.error !== null) say(`the solution does not run: ${report.error.message}`);
  for (const it of report.error === null ? failed : []) say(`the solution fails check ${it.id}: ${it.message}`);
  return failed.length === 0 ? answer : null;
}

async function truthOf(exercise: Exercise & { kind: "predict" }, run: Run, say: Say): Promise<Answer | null> {
  const report = await run(Object.fromEntries(exercise.fields.map((it) => [it.id, []])));
  if (report.error !== null) {
    say(`the setup or solution does not run: ${report.error.message}`);
    return null;
  }
  const truth = report.truth as Record<string, unknown> | null;
  const answer: Record<string, string[]> = {};
  for (const field of exercise.fields) {
    const ids = truth?.[field.id];
    const known = field.options.map((it) => it.id);
    if (!Array.isArray(ids) || !ids.every((id) => known.includes(id as string))) {
      say(`the engine says ${field.id} = ${JSON.stringify(ids)}; the options are ${known.join(", ")}`);
      return null;
    }
    if (field.pick === "one" && ids.length !== 1) say(`${field.id} picks one, the engine says ${ids.length}`);
    answer[field.id] = ids as string[];
  }
  return answer;
}

async function verifyStarter(exercise: Exercise, run: Run, say: Say): Promise<void> {
  const starter: Answer | null =
    exercise.kind === "code" ? exercise.starter : exercise.kind === "order" ? exercise.items.map((it) => it.id) : null;
  if (starter === null || shapeProblem(exercise, starter) !== null) return;
  const report = await run(starter);
  if (report.status === "checked" && report.earned === report.possible) {
    say("the starter passes already; leave a blank (six underscores) or change it");
  }
}

async function verifyWrong(exercise: Exercise, run: Run, say: Say): Promise<void> {
  for (const [index, wrong] of exercise.wrong.entries()) {
    const report = await run(wrong.answer);
    const check = report.checks.find((it) => it.id === wrong.expectCheck);
    const name = `wrong answer ${index + 1}`;
    if (report.status === "blocked") say(`${name} is never run: ${report.error?.message ?? ""}`);
    else if (check?.status === "pass") say(`${name} passes check ${wrong.expectCheck}`);
    else if (report.wrong !== index) {
      const got = report.wrong === null ? "no feedback" : `the feedback of wrong answer ${report.wrong + 1}`;
      say(`${name} gets ${got} instead of its own`);
    }
  }
}

async function verifyMutants(exercise: Exercise, mutants: readonly Mutant[], run: Run, say: Say): Promise<void> {
  const equivalent = exercise.kind === "code" ? exercise.equivalent : [];
  for (const { answer, change } of mutants) {
    if (equivalent.some((it) => typeof answer === "string" && sameTokens(it, answer))) continue;
    const report = await run(answer);
    const isCaught = report.checks.some((it) => it.status !== "pass");
    if (!isCaught) say(`no check notices a changed solution (${change}); add a check, or list it under equivalent`);
  }
}
