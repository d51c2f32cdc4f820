/** What a learning platform gets to know: points, completion, place. Nothing else of a reader's work. */
import type { Progress } from "../exercises/progress.ts";

/** What is in a package, fixed when it is made. */
export interface CourseManifest {
  /** `name@version+contentHash`. */
  course: string;
  title: string;
  lessons: { slug: string; title: string; page: string; exercises: { id: string; possible: number }[] }[];
  /** Points in a hundred from which the course is passed. */
  passPercent: number;
}

export interface Summary {
  earned: number;
  possible: number;
  /** 0 … 1. */
  scaled: number;
  /** Lessons done of all, 0 … 1. */
  progress: number;
  isComplete: boolean;
  /** Null until complete: nobody has failed while working. */
  isPassed: boolean | null;
  /** Slug of the lesson last read. */
  location: string;
}

export function summarise(progress: Progress, manifest: CourseManifest): Summary {
  let earned = 0;
  let possible = 0;
  let done = 0;
  for (const lesson of manifest.lessons) {
    let isDone = progress.read.includes(lesson.slug);
    for (const exercise of lesson.exercises) {
      const key = `${lesson.slug}/${exercise.id}`;
      const record = Object.hasOwn(progress.done, key) ? progress.done[key] : undefined;
      possible += exercise.possible;
      earned += Math.min(exercise.possible, Math.max(0, record?.best?.earned ?? 0));
      if (!record?.solved && !record?.revealed) isDone = false;
    }
    if (isDone) done++;
  }
  const total = manifest.lessons.length;
  const isComplete = total > 0 && done === total;
  const scaled = possible === 0 ? (isComplete ? 1 : 0) : earned / possible;
  return {
    earned,
    possible,
    scaled: Math.round(scaled * 10000) / 10000,
    progress: total === 0 ? 0 : Math.round((done / total) * 10000) / 10000,
    isComplete,
    isPassed: isComplete ? scaled * 100 >= manifest.passPercent : null,
    location: progress.last?.lesson ?? "",
  };
}
