/**
 * Answer → points, the same in the browser and on the command line. Pure but for the evaluator, which is given: a
 * fresh caged worker, or a fresh interpreter. A throwing, endless or memory-hungry answer is a failed check.
 */
import { CellError, sameTokens } from "./cells.ts";
import { isCompared, isRight } from "./comparing.ts";
import { type Answer, BLANK, type Check, type Exercise } from "./contract.ts";
import { programOf } from "./program.ts";

/** What became of a program: plain data, or why there is none. */
export type Evaluated =
  | { status: "done"; value: unknown }
  | { status: "error"; name: string; message: string; line: number | null }
  | { status: "timeout" }
  | { status: "memory" };

/** A fresh sandbox per call: the simulation API and nothing else. */
export interface Evaluator {
  /** Names of the cell API in scope, among them `boot` and `machineOf`. */
  readonly api: readonly string[];
  /** True where built-in objects were frozen before the program arrives. */
  readonly lockedDown: boolean;
  run(program: string, choice: { seed: number; budgetMs: number }): Promise<Evaluated>;
}

export type CheckStatus = "pass" | "fail" | "error" | "skipped";

export interface CheckResult {
  id: string;
  status: CheckStatus;
  /** Points earned, and to be had. */
  points: number;
  possible: number;
  visible: boolean;
  message: string;
  evidence?: unknown;
}

export interface Tally {
  passed: number;
  total: number;
  earned: number;
  possible: number;
}

export interface Report {
  exercise: string;
  version: number;
  /** "blocked": blanks are left, nothing was run. "broken": the setup failed, which is the author's error. */
  status: "checked" | "blocked" | "broken";
  /** Why no check could run, for the reader. */
  error: { message: string; line: number | null } | null;
  checks: CheckResult[];
  earned: number;
  possible: number;
  visible: Tally;
  hidden: Tally;
  /** Index into `exercise.wrong` of the mistake that was recognised, or null. */
  wrong: number | null;
  feedback: string | null;
  /** The route the reader's failure took, one line; for item statistics. */
  route: string | null;
  /** Value of the last machine, to be drawn; plain value of the answer otherwise. */
  machine: unknown;
  shown: unknown;
  /** What is right, computed by the engine; predict only. */
  truth: unknown;
  /** Values of the prompt's `${…}`. */
  prompt: string[];
}

export interface Asked {
  exercise: Exercise;
  answer: Answer;
  seed: number;
  /** Resolved setup; see `resolveSetup`. */
  setup: readonly string[];
  budgetMs?: number;
}

/** Time for one program: setup, answer and all checks. */
export const CHECK_BUDGET_MS = 5000;

/** What HARNESS gives back. */
interface Outcome {
  error: { name: string; message: string; stack: string } | null;
  where: "setup" | "answer" | null;
  checks: Ran[];
  wrong: number | null;
  route: string | null;
  shown: unknown;
  truth: unknown;
  prompt: string[];
  machine: unknown;
}

interface Ran {
  id: string;
  ok: boolean;
  message: string | null;
  evidence: unknown;
  error: { name: string; message: string } | null;
}

/** Checks one answer. Never throws for anything that an answer can do. */
export async function checkAnswer(asked: Asked, evaluator: Evaluator): Promise<Report> {
  const { exercise } = asked;
  const problem = shapeProblem(exercise, asked.answer);
  if (problem !== null) return refused(asked, "blocked", { message: problem, line: null });
  if (isCompared(exercise)) return compare(asked, evaluator);
  const all = await evaluate(asked, exercise.checks, evaluator);
  if (all.status === "done") return reportOf(asked, all.value as Outcome);
  if (all.status === "error") return refused(asked, "checked", all);
  const bare = await evaluate(asked, [], evaluator);
  if (bare.status !== "done") return refused(asked, "checked", { message: sentence(bare), line: null });
  return oneByOne(asked, bare.value as Outcome, evaluator);
}

/** The program is the same for every answer: an evaluator that remembers runs it once. */
async function compare(asked: Asked, evaluator: Evaluator): Promise<Report> {
  const { exercise, answer } = asked;
  const evaluated = await evaluate({ ...asked, answer: [] }, [], evaluator);
  if (evaluated.status !== "done") return refused(asked, "broken", { message: sentence(evaluated), line: null });
  const outcome = evaluated.value as Outcome;
  outcome.checks = exercise.checks.map((check) => {
    const ok = isRight(exercise, check, answer, outcome.truth);
    return { id: check.id, ok, message: null, evidence: null, error: null };
  });
  return reportOf(asked, outcome);
}

/** Some check makes the answer run for ever: each gets a sandbox of its own, so that the others still count. */
async function oneByOne(asked: Asked, outcome: Outcome, evaluator: Evaluator): Promise<Report> {
  for (const check of asked.exercise.checks) {
    const one = await evaluate(asked, [check], evaluator);
    const ran = one.status === "done" ? (one.value as Outcome).checks[0] : undefined;
    const error = { name: "Error", message: sentence(one) };
    outcome.checks.push(ran ?? { id: check.id, ok: false, message: null, evidence: null, error });
  }
  return reportOf(asked, outcome);
}

async function evaluate(asked: Asked, checks: readonly Check[], evaluator: Evaluator): Promise<Evaluated> {
  const { exercise, answer, seed, setup } = asked;
  const lockdown = !evaluator.lockedDown;
  let program: string;
  try {
    program = programOf({ exercise, answer, seed, setup, checks, api: evaluator.api, lockdown });
  } catch (error) {
    if (error instanceof CellError) {
      return { status: "error", name: error.name, message: error.message, line: error.line };
    }
    throw error;
  }
  return evaluator.run(program, { seed, budgetMs: asked.budgetMs ?? CHECK_BUDGET_MS });
}

/** What keeps an answer from being run at all, or null. */
export function shapeProblem(exercise: Exercise, answer: Answer): string | null {
  if (exercise.kind === "code") {
    if (typeof answer !== "string") return "the answer must be the text of a cell";
    const blanks = answer.split(new RegExp(BLANK.source)).length - 1;
    if (blanks > 0) return `fill in ${blanks} ${blanks === 1 ? "blank" : "blanks"}`;
    return answer.trim() === "" ? "the cell is empty" : null;
  }
  if (exercise.kind === "predict") {
    if (typeof answer !== "object" || answer === null || Array.isArray(answer)) {
      return "the answer must name ids for every field";
    }
    const given = answer as Readonly<Record<string, readonly string[]>>;
    const missing = exercise.fields.filter(
      (field) => !isIds(Object.hasOwn(given, field.id) ? given[field.id] : undefined),
    );
    return missing.length === 0 ? null : `predict also: ${missing.map((it) => it.label).join(", ")}`;
  }
  if (!isIds(answer)) return "pick an answer";
  return exercise.kind === "choice" && answer.length === 0 ? "pick an answer" : null;
}

const isIds = (it: unknown): it is readonly string[] => Array.isArray(it) && it.every((id) => typeof id === "string");

function reportOf(asked: Asked, outcome: Outcome): Report {
  const { exercise } = asked;
  if (outcome.error !== null) {
    const status = outcome.where === "setup" ? "broken" : "checked";
    const message = `${outcome.error.name}: ${outcome.error.message}`;
    return refused(asked, status, { message, line: null }, outcome);
  }
  const checks = exercise.checks.map((check) => {
    const ran = outcome.checks.find((it) => it.id === check.id);
    return resultOf(check, ran);
  });
  return { ...frame(asked, checks, outcome), status: "checked", error: null, ...mistake(asked, outcome, checks) };
}

function resultOf(check: Check, ran: Ran | undefined): CheckResult {
  const base = { id: check.id, possible: check.points, visible: check.visible };
  if (ran === undefined) return { ...base, status: "skipped", points: 0, message: check.message.fail };
  if (ran.error !== null) {
    const message = `${check.message.fail} (${ran.error.name}: ${ran.error.message})`;
    return { ...base, status: "error", points: 0, message };
  }
  const message = ran.message ?? (ran.ok ? check.message.pass : check.message.fail);
  const evidence = ran.evidence === null ? {} : { evidence: ran.evidence };
  const status = ran.ok ? "pass" : "fail";
  return { ...base, status, points: ran.ok ? check.points : 0, message, ...evidence };
}

/** The mistake that an answer makes: the first whose text it is, else the first whose `when` says so. */
function mistake(asked: Asked, outcome: Outcome, checks: readonly CheckResult[]) {
  const { exercise, answer } = asked;
  const none = { wrong: null, feedback: null };
  if (checks.every((check) => check.status === "pass")) return none;
  const equal = exercise.wrong.findIndex((it) => sameAnswer(exercise, it.answer, answer));
  const index = equal >= 0 ? equal : (outcome.wrong ?? -1);
  const found = exercise.wrong[index];
  return found === undefined ? none : { wrong: index, feedback: found.feedback };
}

function sameAnswer(exercise: Exercise, left: Answer, right: Answer): boolean {
  if (typeof left === "string" && typeof right === "string") return sameTokens(left, right);
  if (exercise.kind === "choice" && isIds(left) && isIds(right)) {
    return JSON.stringify([...left].sort()) === JSON.stringify([...right].sort());
  }
  if (exercise.kind === "predict" && !isIds(left) && !isIds(right)) {
    return Object.entries(left).every(([field, ids]) => {
      const given = (right as Readonly<Record<string, readonly string[]>>)[field];
      return JSON.stringify(given) === JSON.stringify(ids);
    });
  }
  return JSON.stringify(left) === JSON.stringify(right);
}

function refused(
  asked: Asked,
  status: Report["status"],
  error: { message: string; line: number | null },
  outcome?: Outcome,
): Report {
  const checks = asked.exercise.checks.map((check): CheckResult => {
    const how = status === "checked" ? "error" : "skipped";
    const base = { id: check.id, points: 0, possible: check.points, visible: check.visible };
    return { ...base, status: how, message: check.message.fail };
  });
  const why = { message: error.message, line: error.line };
  const found = status === "checked" ? mistake(asked, outcome ?? NOTHING, checks) : { wrong: null, feedback: null };
  return { ...frame(asked, checks, outcome), status, error: why, ...found };
}

const NOTHING: Outcome = {
  error: null,
  where: null,
  checks: [],
  wrong: null,
  route: null,
  shown: null,
  truth: null,
  prompt: [],
  machine: null,
};

function frame(asked: Asked, checks: CheckResult[], outcome: Outcome = NOTHING) {
  const { exercise } = asked;
  const visible = tally(checks.filter((check) => check.visible));
  const hidden = tally(checks.filter((check) => !check.visible));
  return {
    exercise: exercise.id,
    version: exercise.version,
    checks,
    earned: visible.earned + hidden.earned,
    possible: visible.possible + hidden.possible,
    visible,
    hidden,
    route: outcome.route,
    machine: outcome.machine,
    shown: outcome.shown,
    truth: outcome.truth,
    prompt: outcome.prompt,
  };
}

function tally(checks: readonly CheckResult[]): Tally {
  return {
    passed: checks.filter((check) => check.status === "pass").length,
    total: checks.length,
    earned: checks.reduce((sum, check) => sum + check.points, 0),
    possible: checks.reduce((sum, check) => sum + check.possible, 0),
  };
}

function sentence(it: Evaluated): string {
  if (it.status === "timeout") return "did not finish in time: is there an endless loop?";
  if (it.status === "memory") return "asked for more memory than a cell may have";
  return it.status === "error" ? `${it.name}: ${it.message}` : "gave no result";
}
