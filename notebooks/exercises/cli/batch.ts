/**
 * A folder of hand-ins → grades.csv, report.html, pages, items.csv and quarantine.csv. Each grade is kept under the hash
 * of what it depends on, so that a stopped run goes on where it was and an unchanged file is not run again.
 */
import { createHash } from "node:crypto";
import { createWriteStream, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Evaluator } from "../check.ts";
import type { CourseExercise } from "../course.ts";
import type { Graded } from "../grade.ts";
import { readHandIn } from "../hand-in.ts";
import { addToItems, csvLine, gradesHead, gradesLine, type Items, itemsCsv } from "../items.ts";
import { classRow, handInPage, type Quarantined, reportPage } from "../report.ts";
import { type Found, readBytes } from "./folder.ts";
import { gradeBytes } from "./grader.ts";

export interface BatchParts {
  course: readonly CourseExercise[];
  courseKey: string | null;
  /** Evaluator for an engine hash; the newest, and a note, where it is unknown. */
  engineFor(hash: string): { evaluator: Evaluator; note: string | null };
  /** Hash over course, sealed parts, key and tool. */
  fingerprint: string;
  out: string;
  /** Hand-ins at the same time. */
  width: number;
  onProgress(done: number, total: number): void;
}

export type Verdict = { file: string; kept: string } | Quarantined;

const keptDir = (out: string): string => join(out, ".kept");

/** Grades what lies there; the result per file, in order. Grades themselves stay on disk. */
export async function gradeFiles(files: readonly Found[], parts: BatchParts): Promise<Verdict[]> {
  mkdirSync(keptDir(parts.out), { recursive: true });
  const verdicts: Verdict[] = new Array(files.length);
  let next = 0;
  let done = 0;
  const lane = async (): Promise<void> => {
    while (next < files.length) {
      const index = next++;
      verdicts[index] = await gradeFile(files[index] as Found, parts);
      parts.onProgress(++done, files.length);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, parts.width) }, lane));
  return withoutCopies(verdicts);
}

async function gradeFile(found: Found, parts: BatchParts): Promise<Verdict> {
  const { file } = found;
  if (found.refused !== null) return { file, reason: found.refused };
  const bytes = readBytes(found.path);
  if (typeof bytes === "string") return { file, reason: bytes };
  const read = readHandIn(bytes);
  if (!read.ok) return { file, reason: read.reason };
  const whole = `${parts.fingerprint}\n${new TextDecoder().decode(bytes)}`;
  const kept = `${createHash("sha256").update(whole).digest("hex")}.json`;
  const path = join(keptDir(parts.out), kept);
  if (!existsSync(path)) {
    const result = await gradeBytes(bytes, parts);
    if (!result.ok) return { file, reason: result.reason };
    const { ok: _, ...graded } = result;
    writeFileSync(`${path}.part`, JSON.stringify(graded));
    renameSync(`${path}.part`, path);
  }
  return { file, kept };
}

/** The same file under two names counts once. */
function withoutCopies(verdicts: readonly Verdict[]): Verdict[] {
  const first = new Map<string, string>();
  return verdicts.map((it) => {
    if (!("kept" in it)) return it;
    const before = first.get(it.kept);
    if (before !== undefined) return { file: it.file, reason: `the same hand-in as ${before}` };
    first.set(it.kept, it.file);
    return it;
  });
}

export interface Written {
  graded: number;
  quarantined: number;
}

/** Writes all tables and pages from verdicts, one hand-in in memory at a time. */
export async function writeReports(
  verdicts: readonly Verdict[],
  parts: Pick<BatchParts, "course" | "out">,
): Promise<Written> {
  const { course, out } = parts;
  mkdirSync(join(out, "hand-ins"), { recursive: true });
  const all = withoutCopies(verdicts);
  const quarantined = all.filter((it): it is Quarantined => "reason" in it);
  const students = studentsOf(all, out);
  const items: Items = new Map();
  const grades = createWriteStream(join(out, "grades.csv"));
  grades.write(`\ufeff${gradesHead(course)}`);
  let rows = "";
  let number = 0;
  for (const verdict of all) {
    if (!("kept" in verdict)) continue;
    const graded = readKept(out, verdict.kept);
    const others = students.get(graded.student.id ?? "")?.filter((it) => it !== verdict.file) ?? [];
    if (others.length > 0) graded.notes.push(`the same student id also in ${others.slice(0, 3).join(", ")}`);
    addToItems(items, graded);
    const page = `hand-ins/${String(++number).padStart(4, "0")}.html`;
    const row = { file: verdict.file, page, graded };
    writeFileSync(join(out, page), handInPage(row, course));
    rows += classRow(row);
    grades.write(gradesLine(verdict.file, graded));
  }
  await new Promise<void>((done, fail) => {
    grades.on("error", fail);
    grades.end(done);
  });
  writeFileSync(join(out, "items.csv"), `\ufeff${itemsCsv(items)}`);
  writeFileSync(join(out, "report.html"), reportPage(rows, items, quarantined));
  const lines = quarantined.map((it) => csvLine([it.file, it.reason])).join("");
  writeFileSync(join(out, "quarantine.csv"), `\ufeff${csvLine(["file", "reason"])}${lines}`);
  return { graded: number, quarantined: quarantined.length };
}

function studentsOf(verdicts: readonly Verdict[], out: string): Map<string, string[]> {
  const students = new Map<string, string[]>();
  for (const it of verdicts) {
    if (!("kept" in it)) continue;
    const { id } = readKept(out, it.kept).student;
    if (id !== undefined && id !== "") students.set(id, [...(students.get(id) ?? []), it.file]);
  }
  return students;
}

const readKept = (out: string, kept: string): Graded =>
  JSON.parse(readFileSync(join(keptDir(out), kept), "utf8")) as Graded;
