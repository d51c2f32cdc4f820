/**
 * One hand-in → its grade. It trusts the texts in the file and nothing else: every answer is run again. What does not
 * fit is said in a note for a person, and never ends the batch.
 */
import { type CheckResult, checkAnswer, type Evaluator, type Report } from "./check.ts";
import type { Answer } from "./contract.ts";
import type { CourseExercise } from "./course.ts";
import { type HandIn, type HandInEntry, receiptOf } from "./hand-in.ts";
import { seedOf, studentSeed } from "./variant.ts";

export interface GradedExercise {
  lesson: string;
  id: string;
  answer: Answer | null;
  checks: CheckResult[];
  earned: number;
  possible: number;
  attempts: number;
  hintsUsed: number;
  revealed: boolean;
  route: string | null;
  /** Predict: what the engine says is right; null otherwise. */
  truth: unknown;
  feedback: string | null;
  error: string | null;
  notes: string[];
}

export interface Graded {
  receipt: string;
  student: { name?: string; id?: string };
  course: string;
  engine: string;
  exercises: GradedExercise[];
  earned: number;
  possible: number;
  /** What a person should look at. */
  notes: string[];
}

export interface GradeChoice {
  course: readonly CourseExercise[];
  /** With a key, seeds are computed from the student's id; without, the file's own seed is used. */
  courseKey: string | null;
  evaluator: Evaluator;
}

export async function gradeHandIn(
  handIn: HandIn,
  read: { isEdited: boolean; skipped: readonly string[] },
  choice: GradeChoice,
): Promise<Graded> {
  const notes = [...read.skipped];
  if (read.isEdited) notes.push("the file was changed after it was made: its hash does not fit");
  const expected = choice.courseKey === null ? handIn.seed : studentSeed(choice.courseKey, handIn.student.id ?? "");
  if (expected !== handIn.seed) notes.push("made with another student's variant; graded with this student's own");
  const known = new Set(choice.course.map((it) => `${it.lesson}/${it.exercise.id}`));
  for (const it of handIn.exercises) {
    if (!known.has(`${it.lesson}/${it.id}`)) notes.push(`no exercise ${it.lesson}/${it.id} in this course`);
  }
  const exercises: GradedExercise[] = [];
  for (const item of choice.course) {
    const entry = handIn.exercises.find((it) => it.lesson === item.lesson && it.id === item.exercise.id);
    exercises.push(await gradeEntry(item, entry, expected, choice.evaluator));
  }
  const flagged = exercises.flatMap((it) => it.notes.map((note) => `${it.lesson}/${it.id}: ${note}`));
  return {
    receipt: receiptOf(handIn),
    student: handIn.student,
    course: handIn.course,
    engine: handIn.engine,
    exercises,
    earned: exercises.reduce((sum, it) => sum + it.earned, 0),
    possible: exercises.reduce((sum, it) => sum + it.possible, 0),
    notes: [...notes, ...flagged],
  };
}

async function gradeEntry(
  item: CourseExercise,
  entry: HandInEntry | undefined,
  studentsSeed: number,
  evaluator: Evaluator,
): Promise<GradedExercise> {
  const { exercise, lesson, setup } = item;
  const blank = {
    lesson,
    id: exercise.id,
    possible: exercise.checks.reduce((sum, it) => sum + it.points, 0),
    attempts: entry?.attempts ?? 0,
    hintsUsed: entry?.hintsUsed ?? 0,
    revealed: entry?.revealed ?? false,
  };
  if (entry === undefined) {
    const checks = exercise.checks.map(
      (it): CheckResult => ({
        id: it.id,
        status: "skipped",
        points: 0,
        possible: it.points,
        visible: it.visible,
        message: "not answered",
      }),
    );
    const none = { answer: null, checks, earned: 0, route: null, truth: null, feedback: null, error: null, notes: [] };
    return { ...blank, ...none };
  }
  const seed = exercise.seedPolicy.kind === "fixed" ? seedOf(exercise.seedPolicy, "", "") : studentsSeed;
  const report = await checkAnswer({ exercise, answer: entry.answer, seed, setup }, evaluator);
  return {
    ...blank,
    answer: entry.answer,
    checks: report.checks,
    earned: report.earned,
    route: report.earned === report.possible ? null : report.route,
    truth: report.truth,
    feedback: report.feedback,
    error: report.error?.message ?? null,
    notes: notesOf(item, entry, report),
  };
}

function notesOf(item: CourseExercise, entry: HandInEntry, report: Report): string[] {
  const notes: string[] = [];
  const { version } = item.exercise;
  if (entry.version !== version) notes.push(`answered version ${entry.version}, graded with version ${version}`);
  if (report.status === "broken") notes.push(`the exercise's own setup failed: ${report.error?.message ?? ""}`);
  const claimed = entry.localResult;
  if (claimed !== null && entry.version === version && claimed.earned > report.visible.earned) {
    notes.push(
      `the file claims ${claimed.earned} points for visible checks, running it gives ${report.visible.earned}`,
    );
  }
  return notes;
}
