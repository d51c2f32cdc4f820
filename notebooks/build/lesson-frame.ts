/** What stands around a lesson's article: where one is in the course, what is on the page, and where it goes on. */

import { escapeHtml, plainText } from "./html.ts";
import type { BuiltLesson } from "./lesson-build.ts";

export interface LessonEntry {
  slug: string;
  title: string;
  summary: string;
  /** From the file's name. */
  number: number;
  exercises: readonly { id: string; title: string }[];
}

/** The sentence that a lesson begins with says what it is about. */
export function ledeOf(article: string): string {
  return plainText(/<p>([\s\S]*?)<\/p>/.exec(article)?.[1] ?? "");
}

export const entryOf = (built: BuiltLesson, article: string): LessonEntry => ({
  slug: built.slug,
  title: built.lesson.title,
  summary: built.data.summary || ledeOf(article),
  number: Number(/^\d+/.exec(built.slug)?.[0] ?? 0),
  exercises: built.exercises.map(({ exercise }) => ({ id: exercise.id, title: exercise.title })),
});

export function lessonMain(article: string, slug: string, course: readonly LessonEntry[]): string {
  const index = course.findIndex((it) => it.slug === slug);
  const own = course[index];
  const kicker = own ? `<p class="kicker">Lesson ${own.number}</p>` : "";
  return `${kicker}\n${contents(article)}\n${article}\n${neighbours(course[index - 1], course[index + 1])}`;
}

function contents(article: string): string {
  const all = [...article.matchAll(/<h2 id="([^"]+)"[^>]*>([\s\S]*?)<\/h2>/g)];
  const heads = all.filter((it) => !it[1]?.startsWith("exercise-"));
  if (heads.length < 2) return "";
  const items = heads.map(([, id, html]) => `<li><a href="#${id}">${escapeHtml(plainText(html ?? ""))}</a></li>`);
  return `<nav class="contents" aria-label="On this page"><ol>${items.join("")}</ol></nav>`;
}

function neighbours(before: LessonEntry | undefined, after: LessonEntry | undefined): string {
  const link = (it: LessonEntry | undefined, rel: string, word: string) =>
    it === undefined
      ? ""
      : `<a rel="${rel}" href="${it.slug}.html"><span>${word}</span> ${it.number}. ${escapeHtml(it.title)}</a>`;
  const links = link(before, "prev", "Before:") + link(after, "next", "Next:");
  return `<nav class="neighbours" aria-label="Lessons">${links}<a href="../index.html#course"><span>All:</span> the course</a></nav>`;
}

/** The course map; `root` leads to the site's root. Scripts write progress into `[data-progress]`. */
export function courseMap(course: readonly LessonEntry[], root: string): string {
  const items = course.map((it) => {
    const count = it.exercises.length;
    const work =
      count === 0 ? "" : ` <span class="course-work">${count} ${count === 1 ? "exercise" : "exercises"}</span>`;
    const summary = it.summary === "" ? "" : `<p>${escapeHtml(it.summary)}</p>`;
    return `<li value="${it.number}"><a data-lesson="${it.slug}" href="${root}lessons/${it.slug}.html">${escapeHtml(it.title)}</a>${work}<span data-progress="${it.slug}"></span>${summary}</li>`;
  });
  return `<nav class="course-map" data-course-map aria-label="Lessons"><ol>${items.join("\n")}</ol></nav>`;
}
