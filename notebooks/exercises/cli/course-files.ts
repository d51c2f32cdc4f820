/** The course on disk: lessons and sealed parts of this repository, or of the folders given. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type LessonExercises, readLessonExercises } from "../course.ts";
import { sha256 } from "../sha256.ts";

export interface CourseFiles {
  lessons: (LessonExercises & { file: string; html: string })[];
  /** Hash over all that a grade depends on. */
  fingerprint: string;
}

export function readCourse(lessonsDir: string, sealedDir: string | null): CourseFiles {
  const names = readdirSync(lessonsDir)
    .filter((it) => it.endsWith(".html") && !it.startsWith("_"))
    .sort();
  const lessons = names.map((name) => {
    const lesson = name.replace(/\.html$/, "");
    const file = join(lessonsDir, name);
    const html = readFileSync(file, "utf8");
    const sealedFile = sealedDir === null ? null : join(sealedDir, `${lesson}.json`);
    const sealed = sealedFile !== null && existsSync(sealedFile) ? readFileSync(sealedFile, "utf8") : null;
    return { ...readLessonExercises(lesson, html, sealed), file, html };
  });
  const graded = lessons.map((it) => it.exercises.map((one) => ({ ...one, lesson: it.lesson })));
  return { lessons, fingerprint: sha256(JSON.stringify(graded)) };
}
