/**
 * `npm run grade -- DIR`: grades a folder of hand-ins without a network. Exit status: 0 when the tool did its work,
 * whatever the hand-ins were; 1 when it failed; 2 for wrong arguments. With `--one FILE`: 0 full marks for
 * all that was answered, 1 not, 2 the file cannot be read.
 */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, resolve } from "node:path";
import type { CourseExercise } from "../course.ts";
import { sha256 } from "../sha256.ts";
import { type BatchParts, gradeFiles, type Verdict, writeReports } from "./batch.ts";
import { readCourse } from "./course-files.ts";
import { openEngines } from "./engines.ts";
import { filesIn, readBytes } from "./folder.ts";
import { chosenOf, gradeBytes, isFull } from "./grader.ts";
import { type Options, readOptions, readShard, UsageError } from "./options.ts";

const USAGE = `npm run grade -- DIR [--out DIR] [--key TEXT | --key-file FILE] [--lesson SLUG,…] [--threads N]
npm run grade -- DIR --shard i/n --out DIR     one part of the folder, for machines that work side by side
npm run grade -- --merge --out DIR             tables and pages from all parts in --out
npm run grade -- --one FILE                    one file, result as JSON on standard output
  --no-memo                                    runs every answer, also one that another hand-in gave before`;

const VALUES = ["out", "key", "key-file", "lesson", "threads", "shard", "one", "lessons", "sealed"];

/** Runs the command; gives its exit status. */
export async function main(args: readonly string[], root: string): Promise<number> {
  try {
    const options = readOptions(args, VALUES, ["merge", "help", "no-memo"]);
    if (options.flags.has("help")) {
      process.stdout.write(`${USAGE}\n`);
      return 0;
    }
    return await run(options, root);
  } catch (error) {
    const isUsage = error instanceof UsageError;
    process.stderr.write(`grade: ${isUsage ? `${error.message}\n${USAGE}` : ((error as Error).stack ?? error)}\n`);
    return isUsage ? 2 : 1;
  }
}

async function run(options: Options, root: string): Promise<number> {
  const { values } = options;
  const files = readCourse(
    values.get("lessons") ?? join(root, "notebooks/lessons"),
    values.get("sealed") ?? join(root, "notebooks/sealed"),
  );
  const wanted = values.get("lesson")?.split(",");
  const course = chosenOf(
    files.lessons.flatMap((it) => it.exercises),
    wanted?.map((it) => it.trim()),
  );
  const courseKey = keyOf(options);
  if (options.flags.has("merge")) return merge(options, course);
  const threads = Number(values.get("threads") ?? availableParallelism());
  if (!Number.isInteger(threads) || threads < 1) throw new UsageError("--threads must be a whole number from 1");
  const engines = await openEngines(root, threads, !options.flags.has("no-memo"));
  try {
    const one = values.get("one");
    const fingerprint = sha256([files.fingerprint, engines.fingerprint, courseKey ?? "", course.length].join("\n"));
    const parts = { course, courseKey, engineFor: engines.engineFor, fingerprint, width: threads * 2 };
    return one === undefined ? await folder(options, parts) : await single(one, parts);
  } finally {
    await engines.close();
  }
}

type Parts = Omit<BatchParts, "out" | "onProgress">;

async function folder(options: Options, parts: Parts): Promise<number> {
  const [dir, ...more] = options.rest;
  if (dir === undefined || more.length > 0) throw new UsageError("name one folder");
  if (!existsSync(dir) || !statSync(dir).isDirectory()) throw new UsageError(`${dir} is not a folder`);
  const out = resolve(options.values.get("out") ?? `${resolve(dir)}-graded`);
  const shard = readShard(options.values.get("shard"));
  const all = filesIn(dir, out);
  const mine = shard === null ? all : all.filter((_, index) => index % shard.count === shard.index);
  mkdirSync(out, { recursive: true });
  const verdicts = await gradeFiles(mine, { ...parts, out, onProgress: progressBar() });
  if (shard !== null) {
    const name = `shard-${shard.index + 1}-of-${shard.count}.json`;
    writeFileSync(join(out, name), JSON.stringify(verdicts));
    process.stderr.write(`${verdicts.length} files; wrote ${join(out, name)}\n`);
    return 0;
  }
  const written = await writeReports(verdicts, { course: parts.course, out });
  process.stderr.write(`${written.graded} graded, ${written.quarantined} not; see ${join(out, "report.html")}\n`);
  return 0;
}

async function merge(options: Options, course: readonly CourseExercise[]): Promise<number> {
  const out = options.values.get("out");
  if (out === undefined || !existsSync(out)) throw new UsageError("--merge needs --out with the parts in it");
  const found = filesIn(out, join(out, ".kept")).flatMap((it) => {
    const match = /^shard-(\d+)-of-(\d+)\.json$/.exec(it.file);
    return match ? [{ path: it.path, index: Number(match[1]), count: Number(match[2]) }] : [];
  });
  const count = found[0]?.count ?? 0;
  const missing = Array.from({ length: count }, (_, i) => i + 1).filter((i) => !found.some((it) => it.index === i));
  if (count === 0 || missing.length > 0) {
    throw new UsageError(count === 0 ? `no parts in ${out}` : `parts ${missing.join(", ")} of ${count} are missing`);
  }
  const parts = found.sort((a, b) => a.index - b.index).map((it) => readFileSync(it.path, "utf8"));
  const verdicts = parts.flatMap((it) => JSON.parse(it) as Verdict[]);
  verdicts.sort((a, b) => (a.file < b.file ? -1 : 1));
  const written = await writeReports(verdicts, { course, out });
  process.stderr.write(`${written.graded} graded, ${written.quarantined} not; see ${join(out, "report.html")}\n`);
  return 0;
}

async function single(path: string, parts: Parts): Promise<number> {
  const bytes = readBytes(path);
  const result = typeof bytes === "string" ? { ok: false as const, reason: bytes } : await gradeBytes(bytes, parts);
  process.stdout.write(`${JSON.stringify(result, null, 1)}\n`);
  if (!result.ok) return 2;
  return isFull(result) ? 0 : 1;
}

function keyOf(options: Options): string | null {
  const file = options.values.get("key-file");
  if (file !== undefined) return readFileSync(file, "utf8").trim();
  return options.values.get("key") ?? null;
}

/** A bar on a terminal; otherwise a line for every tenth. */
function progressBar(): (done: number, total: number) => void {
  let last = -1;
  return (done, total) => {
    const tenth = Math.floor((10 * done) / total);
    if (process.stderr.isTTY) {
      const filled = Math.round((30 * done) / total);
      process.stderr.write(`\r[${"█".repeat(filled)}${"·".repeat(30 - filled)}] ${done} of ${total}`);
      if (done === total) process.stderr.write("\n");
    } else if (tenth !== last) process.stderr.write(`${done} of ${total}\n`);
    last = tenth;
  };
}
