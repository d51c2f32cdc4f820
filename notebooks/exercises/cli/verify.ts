/**
 * `npm run verify`: everything that must be true of lessons and exercises before anybody sees them. Prints one line per
 * finding with file and line. Exit status: 0 nothing found; 1 findings; 2 wrong arguments.
 */
import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { REFERENCES } from "../../references/references.ts";
import { verifyExercise } from "../verify.ts";
import { verifyLesson } from "../verify-lesson.ts";
import { type CourseFiles, readCourse } from "./course-files.ts";
import { type Engines, openEngines } from "./engines.ts";
import { readOptions, UsageError } from "./options.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const USAGE = `npm run verify -- [--lessons DIR] [--sealed DIR] [--lesson SLUG] [--threads N]

Checks each lesson's names, cycles, links, alternative texts and citations; of each exercise that its starter fails, its
solution passes, each listed wrong answer gets its own feedback, and small changes of the solution are caught.`;

type Lesson = CourseFiles["lessons"][number];

async function main(args: readonly string[]): Promise<number> {
  const { values, flags } = readOptions(args, ["lessons", "sealed", "lesson", "threads"], ["help"]);
  if (flags.has("help")) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const threads = Number(values.get("threads") ?? 2);
  if (!Number.isInteger(threads) || threads < 1) throw new UsageError("--threads must be a whole number from 1");
  const folder = values.get("lessons") ?? join(ROOT, "notebooks/lessons");
  const only = values.get("lesson") ?? "";
  const all = readCourse(folder, values.get("sealed") ?? join(ROOT, "notebooks/sealed")).lessons;
  const lessons = all.filter((it) => it.lesson.startsWith(only));
  if (lessons.length === 0) throw new UsageError(`no lesson begins with ${only}`);
  const engines = await openEngines(ROOT, threads);
  try {
    const found = await Promise.all(lessons.map((it) => findingsOf(it, engines)));
    for (const line of found.flat()) process.stdout.write(`${line}\n`);
    const exercises = lessons.reduce((sum, it) => sum + it.exercises.length, 0);
    process.stdout.write(`${lessons.length} lessons, ${exercises} exercises, ${found.flat().length} findings\n`);
    return found.flat().length === 0 ? 0 : 1;
  } finally {
    await engines.close();
  }
}

async function findingsOf(lesson: Lesson, engines: Engines): Promise<string[]> {
  const file = relative(ROOT, lesson.file);
  const references = new Set(REFERENCES.map((it) => it.id));
  const isFile = (path: string): boolean => existsSync(join(dirname(lesson.file), path)) || isPage(path);
  const { evaluator } = engines.engineFor(engines.newest.hash);
  const inText = verifyLesson(lesson, lesson.html, { api: evaluator.api, isFile, references }).map(
    ({ line, message }) => `${file}${line === null ? "" : `:${line}`}: ${message}`,
  );
  const inExercises: string[] = [];
  for (const exercise of lesson.exercises) {
    for (const it of await verifyExercise(exercise, evaluator)) inExercises.push(`${file}: ${it.where}: ${it.message}`);
  }
  return [...inText, ...inExercises];
}

/** Lessons lie beside each other in the site, other pages above them; the sources of both lie in notebooks. */
function isPage(path: string): boolean {
  const name = path.replace(/^(\.\.?\/)+/, "").replace(/\/$/, "/index.html");
  return [join(ROOT, "notebooks", name), join(ROOT, "notebooks/lessons", name)].some((it) => existsSync(it));
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`verify: ${error.message}\n${USAGE}\n`);
  process.exitCode = 2;
}
